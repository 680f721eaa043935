//! A CSV table of studies whose columns are recognised by their names, or asked for.

use std::fmt::Write as _;
use std::path::Path;

use super::roles::{Arm, Role, named, role};
use super::sheet::{Sheet, identifier, quoted, study_id, to_csv, unique};
use super::start::{Parts, Refusal};

/// A form of data: the measure, and what it needs (per arm where `arms`).
struct Form {
    measure: &'static str,
    arms: bool,
    needs: &'static [&'static str],
    title: &'static str,
}

const fn form(
    measure: &'static str,
    arms: bool,
    needs: &'static [&'static str],
    title: &'static str,
) -> Form {
    Form { measure, arms, needs, title }
}

/// The forms, the one that says most first.
const FORMS: &[Form] = &[
    form("risk-ratio", true, &["events", "total"], "Risk ratio"),
    form("mean-difference", true, &["mean", "sd", "total"], "Mean difference"),
    form("ratio", false, &["ratio", "lower", "upper"], "Ratio"),
    form("ratio", false, &["ratio", "se"], "Ratio"),
    form("generic", false, &["estimate", "variance"], "Effect"),
    form("generic", false, &["estimate", "se"], "Effect"),
    form("generic", false, &["estimate", "lower", "upper"], "Effect"),
    form("mean", false, &["mean", "sd", "total"], "Mean"),
    form("proportion", false, &["events", "total"], "Proportion"),
];

/// The review of a table.
pub(super) fn parts(path: &Path, sheet: &Sheet, asked: &[String]) -> Result<Parts, Refusal> {
    let roles = roles(path, sheet, asked)?;
    let (sheet, roles, mut notes) = with_totals(sheet, roles);
    let sheet = &sheet;
    let find = |quantity: &str, arm: Option<Arm>| {
        roles.iter().position(|role| role.is_some_and(|role| role.quantity == quantity && role.arm == arm))
    };
    let complete = |form: &&Form| {
        let arms: &[Option<Arm>] =
            if form.arms { &[Some(Arm::Treated), Some(Arm::Control)] } else { &[None] };
        arms.iter().all(|arm| form.needs.iter().all(|need| find(need, *arm).is_some()))
    };
    let Some(form) = FORMS.iter().find(complete) else {
        return Err(not_recognised(path, sheet, &roles));
    };

    // Names that expressions can use; the headings stay as labels.
    let mut taken = vec!["study".to_owned()];
    let id = find("study", None).unwrap_or(0);
    let names: Vec<String> = sheet
        .header
        .iter()
        .enumerate()
        .map(|(column, name)| match (column == id, identifier(name)) {
            (true, name) if name == "study" => "study_name".to_owned(),
            (_, name) => unique(&name, '_', &mut taken),
        })
        .collect();
    // A column of ids that can stay as it is.
    let kept = sheet.header[id] == "study" && {
        let mut ids: Vec<&str> = sheet.rows.iter().map(|row| row[id].as_str()).collect();
        ids.sort_unstable();
        ids.windows(2).all(|pair| pair[0] != pair[1])
            && ids.iter().all(|id| !id.is_empty() && !id.contains(char::is_whitespace))
    };
    let names = if kept {
        names
            .iter()
            .enumerate()
            .map(|(at, name)| if at == id { "study".to_owned() } else { name.clone() })
            .collect()
    } else {
        names
    };
    let mut rows = vec![if kept {
        names.clone()
    } else {
        std::iter::once("study".to_owned()).chain(names.iter().cloned()).collect()
    }];
    let mut ids = Vec::new();
    let second =
        ["year", "Year", "YEAR"].iter().find_map(|name| sheet.column(name)).filter(|year| *year != id);
    let mut repeated = 0;
    for row in &sheet.rows {
        if kept {
            rows.push(row.clone());
            continue;
        }
        let mut name = row[id].clone();
        if let Some(year) = second.map(|year| row[year].as_str()).filter(|year| !name.contains(*year)) {
            let _ = write!(name, " {year}");
        }
        let wanted = study_id(&name);
        let free = unique(&wanted, '-', &mut ids);
        repeated += usize::from(free != wanted);
        rows.push(std::iter::once(free).chain(row.iter().cloned()).collect());
    }

    let mut studies = "studies:\n  file: studies.csv\n".to_owned();
    let label = match second.filter(|_| !kept) {
        Some(year) => format!("{{{{ {} }}}} {{{{ {} }}}}", names[id], names[year]),
        None => format!("{{{{ {} }}}}", names[id]),
    };
    if !kept {
        let _ = writeln!(studies, "  label: {}", quoted(&label));
    }
    if names != sheet.header {
        studies.push_str("  columns:\n");
    }
    for (name, heading) in names.iter().zip(&sheet.header).filter(|(name, heading)| name != heading) {
        let _ = writeln!(studies, "    {name}: {{label: {}}}", quoted(heading));
    }

    let data = |arm: Option<Arm>| {
        let entries: Vec<String> = form
            .needs
            .iter()
            .filter_map(|need| {
                let key = if *need == "ratio" { "estimate" } else { need };
                Some(format!("{key}: {}", names.get(find(need, arm)?)?))
            })
            .collect();
        format!("{{{}}}", entries.join(", "))
    };
    let data = if form.arms {
        format!("\n      treated: {}\n      control: {}", data(Some(Arm::Treated)), data(Some(Arm::Control)))
    } else {
        format!(" {}", data(None))
    };
    let analyses = format!(
        "analyses:\n  outcome:\n    title: {}\n    measure: {}\n    data:{data}\n",
        form.title, form.measure
    );
    let about = format!("{} studies; the measure is taken to be `{}`", sheet.rows.len(), form.measure);
    notes.insert(0, about);
    for (name, role) in sheet.header.iter().zip(&roles) {
        if let Some(role) = role {
            notes.push(format!("column `{name}` is taken as {}", said(*role)));
        }
    }
    if repeated > 0 {
        notes.push(format!("{repeated} names of studies are repeated: their ids have a number at the end"));
    }
    let title = path.file_stem().map(|stem| stem.to_string_lossy().replace(['_', '-'], " "));
    Ok(Parts {
        title,
        studies: Some(studies),
        table: Some(to_csv(&rows)),
        analyses: Some(analyses),
        notes,
        ..Parts::default()
    })
}

/// The table with totals where it has events and non-events, the roles with theirs, and what was added.
fn with_totals(sheet: &Sheet, mut roles: Vec<Option<Role>>) -> (Sheet, Vec<Option<Role>>, Vec<String>) {
    let mut sheet = Sheet { header: sheet.header.clone(), rows: sheet.rows.clone() };
    let mut notes = Vec::new();
    for (arm, name) in
        [(None, "total"), (Some(Arm::Treated), "treated_total"), (Some(Arm::Control), "control_total")]
    {
        let find = |quantity| roles.iter().position(|role| *role == Some(Role { quantity, arm }));
        let (Some(events), Some(others), None) = (find("events"), find("nonevents"), find("total")) else {
            continue;
        };
        let name = unique(name, '_', &mut sheet.header.clone());
        for row in &mut sheet.rows {
            let count = |at: usize| row[at].trim().parse::<u64>().ok();
            let total =
                count(events).zip(count(others)).and_then(|(events, others)| events.checked_add(others));
            row.push(total.map_or_else(String::new, |total| total.to_string()));
        }
        notes.push(format!(
            "column `{name}` is new: `{}` and `{}` together",
            sheet.header[events], sheet.header[others]
        ));
        sheet.header.push(name);
        roles.push(Some(Role { quantity: "total", arm }));
    }
    (sheet, roles, notes)
}

/// What each column is: as the user says, else as its name does. Of two that say the same the first counts.
fn roles(path: &Path, sheet: &Sheet, asked: &[String]) -> Result<Vec<Option<Role>>, Refusal> {
    let mut roles: Vec<Option<Role>> = vec![None; sheet.header.len()];
    for text in asked {
        let Some((role, column)) = text.split_once('=').and_then(|(role, name)| Some((named(role)?, name)))
        else {
            return Err(Refusal::new(format!("`--column {text}` names no role")).hint(
                "write ROLE=NAME, with a role of `study`, `events`, `nonevents`, `total`, `mean`, `sd`, `estimate`, `ratio`, \
                 `variance`, `se`, `lower`, `upper`, after `treated.` or `control.` where there are two arms",
            ));
        };
        let Some(at) = sheet.column(column) else {
            let known = crate::diagnostics::did_you_mean(column, sheet.header.iter().map(String::as_str));
            let refusal = Refusal::new(format!("`{}` has no column `{column}`", path.display()));
            return Err(match known {
                Some(hint) => refusal.hint(hint),
                None => refusal.hint(format!("its columns are {}", listed(&sheet.header))),
            });
        };
        roles[at] = Some(role);
    }
    for (at, name) in sheet.header.iter().enumerate() {
        if let Some(told) = role(name)
            && roles[at].is_none()
            && !roles.contains(&Some(told))
        {
            roles[at] = Some(told);
        }
    }
    Ok(roles)
}

fn not_recognised(path: &Path, sheet: &Sheet, roles: &[Option<Role>]) -> Refusal {
    let known: Vec<String> = sheet
        .header
        .iter()
        .zip(roles)
        .filter_map(|(name, role)| Some(format!("`{name}` as {}", said((*role)?))))
        .collect();
    let recognised = if known.is_empty() {
        "none of them is recognised".to_owned()
    } else {
        format!("recognised: {}", known.join(", "))
    };
    Refusal::new(format!(
        "`{}` has columns {}; {recognised}, which is not enough for an analysis",
        path.display(),
        listed(&sheet.header)
    ))
    .hint(
        "say what they are, for instance `--column events=NAME --column total=NAME` for a proportion, \
         `treated.events`, `treated.total`, `control.events`, `control.total` for two arms, \
         `estimate` with `se`, or `ratio` with `lower` and `upper`",
    )
}

fn said(role: Role) -> String {
    let arm = match role.arm {
        Some(Arm::Treated) => "treated.",
        Some(Arm::Control) => "control.",
        None => "",
    };
    format!("`{arm}{}`", role.quantity)
}

fn listed(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
