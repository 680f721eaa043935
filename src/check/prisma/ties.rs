//! What the counts are tied to: the study table and the analyses; what other methods found.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::contradictions::below_prisma;
use super::flow::Flow;
use super::known::{Count, Known, PrismaResult};
use crate::check::sum::sum;
use crate::diagnostics::{Diagnostic, Diagnostics, codes, did_you_mean};
use crate::source::yaml::{Document, Path};
use crate::spec::prisma::OtherMethods;
use crate::spec::review::Search;
use crate::spec::shape::Synthesised;
use crate::table::StudyTable;

/// What the counts are tied to.
#[derive(Debug, Clone, Copy, Default)]
pub struct Tied<'a> {
    /// Where and when was searched.
    pub search: Option<&'a Search>,
    /// Rows of the study table; unknown while they are faulty.
    pub rows: Option<u64>,
    /// Reports of the studies of the table, where a column has them.
    pub reports: Option<u64>,
    /// Version of the review.
    pub version: Option<&'a str>,
}

impl Tied<'_> {
    /// The included studies are the rows of the study table, and their reports the sum of its column of reports.
    pub(super) fn to_the_table(
        self,
        flow: &Flow,
        known: &mut Known,
        document: &Document,
        found: &mut Diagnostics,
    ) {
        let typed = |key: &str| Some(&flow.quantities[flow.find(key)?]).filter(|q| q.given.is_some());
        if let (Some(rows), Some(studies)) = (self.rows, typed("included.studies"))
            && studies.given != Some(rows)
        {
            found.push(not_the_table(studies.given.unwrap_or(0), rows, &studies.path, document));
        }
        if let (Some(counted), Some(reports)) = (self.reports, typed("included.reports"))
            && reports.given != Some(counted)
        {
            let given = reports.given.unwrap_or(0);
            let message = format!(
                "`{}` is {given}, but the studies of the table have {counted} {}",
                below_prisma(&reports.path),
                if counted == 1 { "report" } else { "reports" }
            );
            found.push(
                Diagnostic::new(codes::REPORTS_DISAGREE, message)
                    .at(document.place(reports.path.clone()), format!("{counted} in the table"))
                    .also(document.place("studies.reports"), "the column that is summed")
                    .hint(
                        "mend one of them, or leave `included.reports` out: it is then taken from the table",
                    ),
            );
        }
        known.fill(flow, "included.studies", self.rows, "rows of the study table");
        known.fill(flow, "included.reports", self.reports, "reports of the studies of the table");
    }
}

fn studies(count: u64) -> &'static str {
    if count == 1 { "study" } else { "studies" }
}

fn not_the_table(given: u64, rows: u64, path: &Path, document: &Document) -> Diagnostic {
    let message = format!("`{}` is {given}, but the study table has {rows} {}", below_prisma(path), {
        if rows == 1 { "row" } else { "rows" }
    });
    let difference = given.abs_diff(rows);
    let hint = if given > rows {
        format!("add the {difference} missing {} to the table, or leave `studies` out", studies(difference))
    } else {
        format!("the table has {difference} more: mend the count, or leave `studies` out")
    };
    Diagnostic::new(codes::INCLUDED_DISAGREES, message)
        .at(document.place(path.clone()), format!("{rows} would fit"))
        .also(document.place("studies"), format!("{rows} {}", studies(rows)))
        .hint(hint)
}

/// The sum of the column of reports; none where a study has no number there.
pub fn reports_of_the_table(
    column: &str,
    table: &StudyTable,
    document: &Document,
    found: &mut Diagnostics,
) -> Option<u64> {
    let column = match table.numeric(column, document.place("studies.reports")) {
        Ok(column) => column,
        Err(faults) => {
            found.extend(faults);
            return None;
        }
    };
    let mut counts = Vec::with_capacity(table.len());
    for row in 0..table.len() {
        let number = table.number(row, &column.name);
        let count = number.and_then(|number| crate::table::cell::count(&number.to_string()));
        if let (Some(number), true) = (number, count.is_none_or(|count| count < 1.0)) {
            let message = format!("`{}` has {number} reports", table.id(row));
            found.push(
                Diagnostic::new(codes::IMPOSSIBLE_DATA, message)
                    .at(table.cell_place(row, &column.name), "this cell")
                    .hint("a study has at least one report, and a whole number of them"),
            );
            return None;
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "whole and from 1 to 2^53"
        )]
        counts.push(count.map(|count| count as u64));
    }
    let counts: Option<Vec<u64>> = counts.into_iter().collect();
    sum(counts?)
}

/// Studies of the table that no analysis pools have a reason, those that one pools have none.
pub fn studies_outside(
    column: &str,
    table: &StudyTable,
    pooled: &BTreeSet<usize>,
    document: &Document,
    found: &mut Diagnostics,
) {
    let Some(column) = found.take(table.named(column, document.place("studies.not_in_synthesis"))) else {
        return;
    };
    let name = column.name.clone();
    let reason = |row: usize| table.text(row, &name);
    let faulty =
        |wrong: &dyn Fn(usize) -> bool| (0..table.len()).filter(|row| wrong(*row)).collect::<Vec<_>>();
    let unexplained = faulty(&|row| !pooled.contains(&row) && reason(row).is_none());
    let contradicted = faulty(&|row| pooled.contains(&row) && reason(row).is_some());
    for (rows, what, label, hint) in [
        (
            unexplained,
            "in no meta-analysis, and the table does not say why",
            "no reason",
            "give the reason in this column for each of them",
        ),
        (
            contradicted,
            "in a meta-analysis, although the table says why not",
            "in a meta-analysis",
            "leave the cell empty, or narrow `where` of the analysis",
        ),
    ] {
        let Some(&first) = rows.first() else { continue };
        let ids: Vec<String> = rows.iter().map(|&row| format!("`{}`", table.id(row))).collect();
        let is = if rows.len() == 1 { "is" } else { "are" };
        let mut finding = Diagnostic::new(codes::NOT_IN_SYNTHESIS, format!("{} {is} {what}", ids.join(", ")))
            .at(table.cell_place(first, &name), label)
            .hint(hint);
        for &row in rows.iter().skip(1).take(2) {
            finding = finding.also(table.cell_place(row, &name), label);
        }
        found.push(finding);
    }
}

/// Ties the numbers of synthesised studies to the analyses: fills in that of the main one, the first, where only the
/// box is asked for, and tells where a number differs.
pub fn check_synthesised(
    boxes: &mut PrismaResult,
    synthesised: Option<&Synthesised>,
    analyses: &IndexMap<String, usize>,
    document: &Document,
    found: &mut Diagnostics,
) {
    let differs = |path: Path, given: u64, id: &str, k: u64, which: &str, hint: &str| {
        let message =
            format!("`{}` is {given}, but the analysis `{id}` has {k} {}", below_prisma(&path), studies(k));
        Diagnostic::new(codes::SYNTHESISED_DISAGREES, message)
            .at(document.place(path), format!("{k} would fit"))
            .also(document.key_place(["analyses", id]), which)
            .hint(hint)
    };
    let path = Path::from(["prisma", "synthesised"]);
    match (synthesised, analyses.first()) {
        (Some(Synthesised::Shown(true)), Some((_, &k))) => {
            boxes.insert("synthesised".to_owned(), Count { value: Some(k as u64), derived: true });
        }
        (Some(Synthesised::Main(given)), Some((id, &k))) if *given != k as u64 => {
            let hint = "write `synthesised: true`: the number is then taken from the analysis";
            found.push(differs(path, *given, id, k as u64, "the main analysis, the first one", hint));
        }
        (Some(Synthesised::Analyses(given)), _) => {
            for (id, &given) in given {
                let path = path.key(id);
                match analyses.get(id) {
                    Some(&k) if given != k as u64 => {
                        let hint = "mend the number of its studies";
                        found.push(differs(path, given, id, k as u64, "this analysis", hint));
                    }
                    Some(_) => {}
                    None => found.push(
                        Diagnostic::new(codes::SYNTHESISED_UNKNOWN, format!("there is no analysis `{id}`"))
                            .at(document.key_place(path), "not one of the analyses")
                            .hint(format!("the analyses are {}", {
                                let ids: Vec<String> = analyses.keys().map(|id| format!("`{id}`")).collect();
                                ids.join(", ")
                            }))
                            .hint_if(did_you_mean(id, analyses.keys().map(String::as_str))),
                    ),
                }
            }
        }
        _ => {}
    }
}

/// What other methods found is what was sought, but for what the databases had already.
pub(super) fn other_methods(
    other: Option<&OtherMethods>,
    base: &Path,
    document: &Document,
    found: &mut Diagnostics,
) {
    let Some(other) = other else { return };
    let named = [other.websites, other.organisations, other.citations];
    let named: Vec<u64> = named.into_iter().flatten().chain(other.others.values().copied()).collect();
    let (Some(sought), false) = (other.sought, named.is_empty()) else { return };
    let duplicates = other.duplicates.unwrap_or(0);
    let Some(identified) = sum(named) else { return };
    let path = base.key("other").key("sought");
    let key = below_prisma(&path);
    let less = match duplicates {
        0 => String::new(),
        1 => ", 1 of them a duplicate".to_owned(),
        n => format!(", {n} of them duplicates"),
    };
    let records = if identified == 1 { "record" } else { "records" };
    let left = identified.saturating_sub(duplicates);
    let place = document.place(path);
    if sought > left {
        let message =
            format!("`{key}` is {sought}, but other methods found only {identified} {records}{less}");
        found.push(
            Diagnostic::new(codes::MORE_SOUGHT_THAN_FOUND, message)
                .at(place, format!("{} more than found", sought - left))
                .hint(
                    "name every method with its records: `websites`, `organisations`, `citations`, `others`",
                ),
        );
    } else if sought < left {
        let message = format!("`{key}` is {sought}, but other methods found {identified} {records}{less}");
        found.push(
            Diagnostic::new(codes::LESS_SOUGHT_THAN_FOUND, message)
                .at(place, format!("{} fewer than found", left - sought))
                .hint("say in `other.duplicates` how many of them the databases had given already"),
        );
    }
}
