//! From the counts that the author wrote to the boxes of the diagram.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::boxes::{Flow, box_label};
use super::solver::{Conflict, Range, UNBOUNDED, Variable};
use crate::diagnostics::{Diagnostic, Diagnostics, codes};
use crate::source::Place;
use crate::source::yaml::{Document, Path};
use crate::spec::prisma::Prisma;
use crate::spec::review::Search;
use crate::spec::shape::Counts;

/// The boxes of the PRISMA 2020 flow diagram, by key of the specification (`screened`, `removed.duplicates`,
/// `databases.MEDLINE`, `excluded_reports.wrong population`, `other.sought`, `included.studies`, ...), in the
/// order of the diagram. An itemised box comes with its sum, then its items; an update has `new.studies` and
/// `new.reports` besides.
pub type PrismaResult = IndexMap<String, Count>;

/// A count of the flow diagram.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// The count; none prints as NR.
    pub value: Option<u64>,
    /// The other counts determine it.
    pub derived: bool,
}

/// So many contradictions are told in one run: what comes after usually follows from them.
const TOLD: usize = 4;

/// Checks the counts and fills in what they determine.
///
/// `rows` is the number of rows of the study table: `included.studies` must be that, and is where it is not
/// given. After the analyses are computed, [`check_synthesised`] ties `synthesised` to the main one.
pub fn check(
    prisma: &Prisma,
    search: Option<&Search>,
    rows: Option<usize>,
    document: &Document,
    found: &mut Diagnostics,
) -> PrismaResult {
    let flow = Flow::new(prisma);
    let mut known = flow.known();
    let rows = rows.map(|rows| rows as u64);
    if let (Some(rows), Some(studies)) = (rows, flow.find("included.studies")) {
        match known[studies] {
            None => known[studies] = Some(rows),
            Some(given) if given != rows => found.push(not_the_table(given, rows, document)),
            Some(_) => {}
        }
    }
    tell_contradictions(&flow, &known, document, found);
    more_sought_than_found(prisma, document, found);
    search_records(prisma, search, document, found);
    boxes(&flow, &known)
}

/// Ties `synthesised` to the number of studies `k` of the main analysis, the first of the specification: fills it
/// in where it is not given, and tells where it differs.
pub fn check_synthesised(
    boxes: &mut PrismaResult,
    analysis: &str,
    k: usize,
    document: &Document,
    found: &mut Diagnostics,
) {
    let Some(count) = boxes.get_mut("synthesised") else { return };
    match count.value {
        Some(given) if given != k as u64 && !count.derived => {
            let message = format!(
                "`synthesised` is {given}, but the analysis `{analysis}` has {k} {}",
                studies(k as u64)
            );
            found.push(
                Diagnostic::new(codes::SYNTHESISED_DISAGREES, message)
                    .at(document.place("prisma.synthesised"), format!("{k} would fit"))
                    .also(document.key_place(["analyses", analysis]), "the main analysis, the first one")
                    .hint("leave `synthesised` out: it is then taken from the analysis"),
            );
        }
        Some(_) if !count.derived => {}
        _ => *count = Count { value: Some(k as u64), derived: true },
    }
}

fn studies(count: u64) -> &'static str {
    if count == 1 { "study" } else { "studies" }
}

fn path(key: &str) -> Path {
    key.splitn(if key.starts_with("other.") { 3 } else { 2 }, '.')
        .fold(Path::from(["prisma"]), |path, part| path.key(part))
}

/// Where a count stands; for an itemised one its key.
fn place(flow: &Flow, variable: Variable, document: &Document) -> Place {
    let quantity = &flow.quantities[variable];
    let itemised = flow.items.iter().any(|(key, _)| *key == quantity.key);
    if itemised || quantity.given.is_none() {
        document.key_place(path(&quantity.key))
    } else {
        document.place(path(&quantity.key))
    }
}

fn boxes(flow: &Flow, known: &[Option<u64>]) -> PrismaResult {
    let ranges = flow.system.ranges(known);
    let mut boxes = PrismaResult::new();
    for (variable, quantity) in flow.quantities.iter().enumerate().filter(|(_, q)| !q.key.is_empty()) {
        let solved = ranges.as_ref().and_then(|ranges| ranges[variable].only());
        let value = known[variable].or(solved.and_then(|value| u64::try_from(value).ok()));
        boxes.insert(
            quantity.key.clone(),
            Count { value, derived: quantity.given.is_none() && value.is_some() },
        );
        for (_, items) in flow.items.iter().filter(|(key, _)| *key == quantity.key) {
            for (name, count) in items {
                boxes.insert(
                    format!("{}.{name}", quantity.key),
                    Count { value: Some(*count), derived: false },
                );
            }
        }
    }
    boxes
}

/// Tells contradictions, the smallest first; the counts of one that was told are left out in looking for the next.
fn tell_contradictions(flow: &Flow, known: &[Option<u64>], document: &Document, found: &mut Diagnostics) {
    let mut left = known.to_vec();
    for _ in 0..TOLD {
        let Some(conflict) = flow.system.smallest_conflict(&left) else { return };
        found.push(contradiction(flow, known, &conflict, document));
        for &member in &conflict.members {
            left[member] = None;
        }
    }
}

fn contradiction(flow: &Flow, known: &[Option<u64>], conflict: &Conflict, document: &Document) -> Diagnostic {
    let side = |members: &[Variable]| {
        let parts = members.iter().map(|&v| {
            format!("`{}` ({})", flow.quantities[v].key, known[v].map_or_else(String::new, |n| n.to_string()))
        });
        parts.collect::<Vec<_>>().join(" + ")
    };
    let by = conflict.difference.unsigned_abs();
    let relation = if conflict.difference > 0 { "more" } else { "fewer" };
    let message = match (conflict.left.is_empty(), conflict.right.is_empty()) {
        (false, true) => format!("{} must be 0", side(&conflict.left)),
        (true, false) => format!("{} must be 0", side(&conflict.right)),
        _ => format!("{} is {by} {relation} than {}", side(&conflict.left), side(&conflict.right)),
    };
    let mends: Vec<(Variable, Range)> = conflict
        .members
        .iter()
        .filter_map(|&variable| Some((variable, flow.system.without(known, variable)?)))
        .filter(|(variable, _)| flow.quantities[*variable].given.is_some())
        .collect();
    let primary = match mends.as_slice() {
        [(only, _)] => *only,
        _ => conflict.members.iter().copied().rfind(|&v| flow.quantities[v].given.is_some()).unwrap_or(0),
    };
    let text = |variable: Variable| {
        let key = &flow.quantities[variable].key;
        let what = if flow.quantities[variable].given.is_none() {
            "rows of the study table"
        } else {
            box_label(key)
        };
        match mends.iter().find(|(mend, _)| *mend == variable) {
            Some((_, range)) => format!("{what}; {} would fit", allowed(*range)),
            None => what.to_owned(),
        }
    };
    let hint = match mends.as_slice() {
        [] => "no single change mends it: more than one of the counts is wrong".to_owned(),
        [(only, range)] => format!(
            "of these, only `{}` as {} agrees with all other counts",
            flow.quantities[*only].key,
            allowed(*range)
        ),
        _ => {
            let changes =
                mends.iter().map(|(v, range)| format!("`{}` {}", flow.quantities[*v].key, allowed(*range)));
            format!("one of these changes alone mends it: {}", changes.collect::<Vec<_>>().join(", "))
        }
    };
    let mut finding = Diagnostic::new(codes::PRISMA_CONTRADICTION, message)
        .at(place(flow, primary, document), text(primary))
        .hint(hint);
    for &member in conflict.members.iter().filter(|&&member| member != primary) {
        finding = finding.also(place(flow, member, document), text(member));
    }
    finding
}

/// `90`, `90 to 100`, `90 or more`, `90 or fewer`.
fn allowed(range: Range) -> String {
    match (range.least, range.greatest) {
        (least, greatest) if least == greatest => least.to_string(),
        (least, greatest) if greatest >= UNBOUNDED => format!("{least} or more"),
        (0, greatest) => format!("{greatest} or fewer"),
        (least, greatest) => format!("{least} to {greatest}"),
    }
}

fn not_the_table(given: u64, rows: u64, document: &Document) -> Diagnostic {
    let message = format!("`included.studies` is {given}, but the study table has {rows} {}", {
        if rows == 1 { "row" } else { "rows" }
    });
    let difference = given.abs_diff(rows);
    let hint = if given > rows {
        format!("add the {difference} missing {} to the table, or leave `studies` out", studies(difference))
    } else {
        format!("the table has {difference} more: mend the count, or leave `studies` out")
    };
    Diagnostic::new(codes::INCLUDED_DISAGREES, message)
        .at(document.place("prisma.included.studies"), format!("{rows} would fit"))
        .also(document.place("studies"), format!("{rows} {}", studies(rows)))
        .hint(hint)
}

/// Reports that other methods sought cannot be more than they found.
fn more_sought_than_found(prisma: &Prisma, document: &Document, found: &mut Diagnostics) {
    let Some(other) = &prisma.other else { return };
    let named = [other.websites, other.organisations, other.citations];
    let (Some(sought), true) = (other.sought, named.iter().any(Option::is_some)) else { return };
    let identified: u64 = named.iter().flatten().sum::<u64>() + other.others.values().sum::<u64>();
    if sought > identified {
        let message =
            format!("`other.sought` is {sought}, but other methods found only {identified} records");
        found.push(
            Diagnostic::new(codes::MORE_SOUGHT_THAN_FOUND, message)
                .at(document.place("prisma.other.sought"), format!("{} more than found", sought - identified))
                .hint(
                    "name every method with its records: `websites`, `organisations`, `citations`, `others`",
                ),
        );
    }
}

/// The records that `search.sources` names are those of `prisma.databases`.
fn search_records(prisma: &Prisma, search: Option<&Search>, document: &Document, found: &mut Diagnostics) {
    let sources = search.map_or(&[][..], |search| &search.sources);
    for (index, source) in sources.iter().enumerate() {
        let Some(records) = source.records else { continue };
        for (key, counts) in [("databases", &prisma.databases), ("registers", &prisma.registers)] {
            let Some(Counts::Items(items)) = counts else { continue };
            let counted = items.iter().find(|(name, _)| name.eq_ignore_ascii_case(&source.name));
            if let Some((name, count)) = counted.filter(|(_, count)| **count != records) {
                let message =
                    format!("{name} gave {records} records in `search`, and {count} in `prisma.{key}`");
                found.push(
                    Diagnostic::new(codes::SEARCH_RECORDS_DISAGREE, message)
                        .at(document.place(Path::from(["prisma", key]).key(name)), format!("{count} here"))
                        .also(
                            document.place(Path::from(["search", "sources"]).index(index).key("records")),
                            format!("{records} here"),
                        )
                        .hint("give the number once, or the same number in both places"),
                );
            }
        }
    }
}
