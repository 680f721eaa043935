//! A RevMan data package: the data rows of its analyses, and the settings and estimates of each.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use super::sheet::{Sheet, identifier, quoted, study_id, to_csv, unique};
use super::start::{Parts, Refusal};
use crate::stats::num::exp;

const ROWS: &str = "data-rows.csv";
const SETTINGS: &str = "overall-estimates-and-settings.csv";
const STUDIES: &str = "study-information.csv";
const BIAS: &str = "risk-of-bias.csv";
/// So deep the files of a package lie.
const DEPTH: usize = 3;

/// Whether this is the table of data rows.
pub(super) fn is_data_rows(sheet: &Sheet) -> bool {
    sheet.column("Analysis group").is_some() && sheet.column("Analysis number").is_some()
}

/// The review of a package.
pub(super) fn folder(path: &Path) -> Result<Parts, Refusal> {
    let mut files = Vec::new();
    collect(path, DEPTH, &mut files);
    files.sort();
    let find = |name: &str| files.iter().find(|file| file.to_string_lossy().ends_with(name));
    let (Some(rows), Some(settings)) = (find(ROWS), find(SETTINGS)) else {
        return Err(Refusal::new(format!("`{}` is no RevMan data package", path.display()))
            .hint(format!("a package has a file `...{ROWS}` and a file `...{SETTINGS}`")));
    };
    let (rows, settings) = (Sheet::read(rows)?, Sheet::read(settings)?);
    let studies = find(STUDIES).map(|path| Sheet::read(path)).transpose()?;
    let bias = find(BIAS).map(|path| Sheet::read(path)).transpose()?;
    let mut package = Package::default();
    for setting in &settings.rows {
        package.add(&rows, &settings, setting);
    }
    if package.analyses.is_empty() {
        return Err(Refusal::new(format!(
            "no analysis of `{}` can be imported: {}",
            path.display(),
            package.notes.join("; ")
        )));
    }
    Ok(package.parts(studies.as_ref(), bias.as_ref()))
}

fn collect(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_file() {
            files.push(path);
        } else if depth > 0 {
            collect(&path, depth - 1, files);
        }
    }
}

/// What an analysis pools: the measure, and the values of a row by column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Data {
    Counts,
    Means,
    /// Effects with their standard errors; on the log scale for ratios.
    Effects {
        ratio: bool,
    },
    /// Observed minus expected events with their variance.
    ObservedExpected,
}

/// What has been read.
#[derive(Debug, Default)]
struct Package {
    analyses: Vec<String>,
    published: Vec<String>,
    notes: Vec<String>,
    ids: Vec<String>,
    /// The columns of the analyses.
    columns: Vec<String>,
    /// The row of a study, and of each of its further occurrences in an analysis.
    rows: Vec<Row>,
}

#[derive(Debug)]
struct Row {
    name: String,
    year: String,
    occurrence: usize,
    cells: BTreeMap<String, String>,
}

impl Package {
    fn add(&mut self, rows: &Sheet, settings: &Sheet, setting: &[String]) {
        let get = |name: &str| settings.get(setting, name).trim();
        let (group, number) = (get("Analysis group"), get("Analysis number"));
        let title = get("Analysis name");
        let (measure, data) = match (get("Data type"), get("Effect measure")) {
            (_, "Peto Odds Ratio") => ("peto-odds-ratio", Data::Counts),
            ("Dichotomous", "Odds Ratio") => ("odds-ratio", Data::Counts),
            ("Dichotomous", "Risk Ratio") => ("risk-ratio", Data::Counts),
            ("Dichotomous", "Risk Difference") => ("risk-difference", Data::Counts),
            ("Continuous", "Mean Difference") => ("mean-difference", Data::Means),
            ("Continuous", name) if name.starts_with("St") => ("standardized-mean-difference", Data::Means),
            (kind, _) if kind.starts_with("O-E") => ("ratio", Data::ObservedExpected),
            (_, name) if name.ends_with("Ratio") => ("ratio", Data::Effects { ratio: true }),
            (kind, _) if kind.contains("ontrast") || kind.contains("nverse") || kind.contains("GIV") => {
                ("generic", Data::Effects { ratio: false })
            }
            (kind, name) => {
                self.notes.push(format!(
                    "analysis {group}.{number} `{title}` is left out: {name} of {kind} data is not known here"
                ));
                return;
            }
        };
        let swapped = get("Swap event and non-event") == "true";
        let prefix = format!("a{group}_{number}_");
        let mut names: Vec<&'static str> = Vec::new();
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        let mut subgroups = false;
        for row in &rows.rows {
            if rows.get(row, "Analysis group") != group || rows.get(row, "Analysis number") != number {
                continue;
            }
            let (study, subgroup) = (rows.get(row, "Study"), rows.get(row, "Subgroup"));
            let mut cells = cells(rows, row, data, swapped);
            if !subgroup.is_empty() {
                subgroups = true;
                cells.push(("subgroup", subgroup.to_owned()));
            }
            let occurrence = seen.entry(study.to_owned()).and_modify(|count| *count += 1).or_insert(1);
            let entry = self.row(study, rows.get(row, "Study year"), *occurrence);
            for (name, value) in cells {
                if !names.contains(&name) {
                    names.push(name);
                }
                entry.cells.insert(format!("{prefix}{name}"), value);
            }
        }
        if seen.is_empty() {
            self.notes.push(format!("analysis {group}.{number} `{title}` has no data rows and is left out"));
            return;
        }
        self.columns.extend(names.iter().map(|name| format!("{prefix}{name}")));
        if let Some((study, _)) = seen.iter().find(|(_, count)| **count > 1) {
            self.notes.push(format!(
                "analysis {group}.{number}: `{study}` stands in several subgroups; each has a row of its own"
            ));
        }

        let id = unique(&identifier(title), '_', &mut self.ids);
        let mut text = format!("  {id}:\n    title: {}\n    measure: {measure}\n", quoted(title));
        text.push_str(&data_keys(data, &prefix));
        if matches!(data, Data::Counts | Data::Means) {
            let arm = |name: &str, other: &str| {
                let label = get(name);
                quoted(if label.is_empty() { other } else { label })
            };
            let _ = writeln!(
                text,
                "    arms: {{treated: {}, control: {}}}",
                arm("Experimental group label", "Experimental"),
                arm("Control group label", "Control")
            );
        }
        let (lines, note) = model(get("Statistical method"), get("Analysis model"), get("Estimate CI"));
        text.push_str(&lines);
        self.notes.extend(note.map(|note| format!("analysis {group}.{number}: {note}")));
        if subgroups {
            let _ = writeln!(text, "    subgroups: [{prefix}subgroup]");
        }
        self.analyses.push(text);
        let estimate = [get("Mean"), get("CI start"), get("CI end")];
        // Zeros throughout: RevMan gives no estimate.
        if estimate.iter().all(|value| value.parse::<f64>().is_ok())
            && estimate.iter().any(|value| *value != "0")
        {
            let [mean, lower, upper] = estimate;
            self.published.push(format!(
                "    - {{at: RevMan {group}.{number}, of: {id}, estimate: {mean}, ci: [{lower}, {upper}]}}"
            ));
        }
    }

    fn row(&mut self, study: &str, year: &str, occurrence: usize) -> &mut Row {
        let found = self.rows.iter().position(|row| row.name == study && row.occurrence == occurrence);
        let at = found.unwrap_or_else(|| {
            self.rows.push(Row {
                name: study.to_owned(),
                year: year.to_owned(),
                occurrence,
                cells: BTreeMap::new(),
            });
            self.rows.len() - 1
        });
        &mut self.rows[at]
    }
}

impl Package {
    fn parts(self, information: Option<&Sheet>, bias: Option<&Sheet>) -> Parts {
        let extra: Vec<&String> = information
            .map(|sheet| sheet.header.iter().filter(|name| name.starts_with("Char: ")).collect())
            .unwrap_or_default();
        let told = |row: &Row, column: &str| {
            information
                .and_then(|sheet| {
                    let found = sheet.rows.iter().find(|other| sheet.get(other, "Study") == row.name)?;
                    Some(sheet.get(found, column).to_owned())
                })
                .unwrap_or_default()
        };
        // Characteristics that no study has are no columns.
        let extra: Vec<&String> = extra
            .into_iter()
            .filter(|name| self.rows.iter().any(|row| !told(row, name).is_empty()))
            .collect();
        let mut taken = vec!["study".to_owned(), "name".to_owned(), "year".to_owned()];
        let extra: Vec<(&String, String)> = extra
            .into_iter()
            .map(|name| (name, unique(&identifier(&name["Char: ".len()..]), '_', &mut taken)))
            .collect();

        let mut header = vec!["study".to_owned(), "name".to_owned(), "year".to_owned()];
        header.extend(extra.iter().map(|(_, column)| column.clone()));
        header.extend(self.columns.iter().cloned());
        let mut ids = Vec::new();
        let mut table = vec![header];
        let mut studies = Vec::new();
        for row in &self.rows {
            let id = unique(&study_id(&row.name), '-', &mut ids);
            studies.push((id.clone(), row.name.clone()));
            let mut cells = vec![id, row.name.clone(), row.year.clone()];
            cells.extend(extra.iter().map(|(name, _)| told(row, name)));
            cells
                .extend(self.columns.iter().map(|column| row.cells.get(column).cloned().unwrap_or_default()));
            table.push(cells);
        }

        let bias = bias.map(|sheet| super::bias::judgements(sheet, &studies));
        // Names as `Hart 1977` have their year.
        let dated = self.rows.iter().any(|row| !row.year.is_empty() && !row.name.contains(&row.year));
        let label = if dated { "{{ name }} {{ year }}" } else { "{{ name }}" };
        let mut studies = format!("studies:\n  file: studies.csv\n  label: {}\n", quoted(label));
        if !extra.is_empty() {
            let _ = writeln!(studies, "  columns:");
            for (name, column) in &extra {
                let _ = writeln!(
                    studies,
                    "    {column}: {{label: {}, type: text}}",
                    quoted(&name["Char: ".len()..])
                );
            }
            let columns: Vec<&str> = extra.iter().map(|(_, column)| column.as_str()).collect();
            let _ = writeln!(studies, "  characteristics: [{}]", columns.join(", "));
        }
        let mut notes = vec![format!("{} analyses of {} studies", self.analyses.len(), self.rows.len())];
        notes.extend(self.notes);
        if bias.as_ref().is_some_and(Option::is_none) {
            notes.push("the risk of bias is judged for no study".to_owned());
        }
        let published = (!self.published.is_empty()).then(|| {
            format!(
                "# What RevMan computed: the report says whether it comes out.\npublished:\n  values:\n{}\n",
                self.published.join("\n")
            )
        });
        Parts {
            title: Some("Title of the review".to_owned()),
            studies: Some(studies),
            table: Some(to_csv(&table)),
            analyses: Some(format!("analyses:\n{}", self.analyses.concat())),
            published,
            prisma: None,
            bias: bias.flatten(),
            notes,
        }
    }
}

/// Method, model, estimator and intervals as RevMan's settings have them, and what is other here.
fn model(method: &str, model: &str, level: &str) -> (String, Option<String>) {
    let random = model.starts_with("Random");
    let mut text = String::new();
    let mut note = None;
    match method {
        // Under a random-effects model RevMan pools by inverse variances and takes Mantel-Haenszel's Q for tau2.
        "MH" if random => {
            note = Some(
                "RevMan's tau2 rests on the Q of Mantel-Haenszel, here on that of inverse variances"
                    .to_owned(),
            );
        }
        "MH" => text.push_str("    method: mantel-haenszel\n"),
        "Peto" => text.push_str("    method: peto\n"),
        _ => {}
    }
    let _ =
        writeln!(text, "    model: {}\n    tau2: dl\n    ci: wald", if random { "random" } else { "common" });
    if let Some(percent) = level.strip_suffix('%').and_then(|percent| percent.trim().parse::<f64>().ok())
        && percent > 0.0
        && percent < 100.0
        && percent != 95.0
    {
        let _ = writeln!(text, "    level: {}", percent / 100.0);
    }
    (text, note)
}

/// The columns of the data, as the specification names them.
fn data_keys(data: Data, prefix: &str) -> String {
    let arm = |name: &str, quantities: &[&str]| {
        let entries: Vec<String> =
            quantities.iter().map(|quantity| format!("{quantity}: {prefix}{name}_{quantity}")).collect();
        format!("      {name}: {{{}}}\n", entries.join(", "))
    };
    match data {
        Data::Counts => format!(
            "    data:\n{}{}",
            arm("treated", &["events", "total"]),
            arm("control", &["events", "total"])
        ),
        Data::Means => format!(
            "    data:\n{}{}",
            arm("treated", &["mean", "sd", "total"]),
            arm("control", &["mean", "sd", "total"])
        ),
        Data::Effects { .. } | Data::ObservedExpected => {
            format!("    data: {{estimate: {prefix}estimate, se: {prefix}se}}\n")
        }
    }
}

/// The values of a row, by the end of the column's name.
fn cells(sheet: &Sheet, row: &[String], data: Data, swapped: bool) -> Vec<(&'static str, String)> {
    let get = |name: &str| sheet.get(row, name).trim().to_owned();
    let number = |name: &str| sheet.get(row, name).trim().parse::<f64>().ok();
    // What RevMan calls an event may be what the author does not.
    let events = |cases: &str, total: &str| match (swapped, number(cases), number(total)) {
        (true, Some(cases), Some(total)) => (total - cases).to_string(),
        _ => get(cases),
    };
    match data {
        Data::Counts => vec![
            ("treated_events", events("Experimental cases", "Experimental N")),
            ("treated_total", get("Experimental N")),
            ("control_events", events("Control cases", "Control N")),
            ("control_total", get("Control N")),
        ],
        Data::Means => vec![
            ("treated_mean", get("Experimental mean")),
            ("treated_sd", get("Experimental SD")),
            ("treated_total", get("Experimental N")),
            ("control_mean", get("Control mean")),
            ("control_sd", get("Control SD")),
            ("control_total", get("Control N")),
        ],
        Data::Effects { ratio } => vec![
            (
                "estimate",
                number("GIV Mean")
                    .map_or(String::new(), |mean| (if ratio { exp(mean) } else { mean }).to_string()),
            ),
            ("se", get("GIV SE")),
        ],
        Data::ObservedExpected => match (number("O-E"), number("Variance")) {
            (Some(difference), Some(variance)) if variance > 0.0 => vec![
                ("estimate", exp(difference / variance).to_string()),
                ("se", (1.0 / variance.sqrt()).to_string()),
            ],
            _ => vec![("estimate", String::new()), ("se", String::new())],
        },
    }
}
