//! Summaries and compositions, checked.

use indexmap::IndexMap;

use super::sum::{LARGEST_COUNT, sum};
use crate::diagnostics::{Diagnostic, Diagnostics, codes};
use crate::source::Folder;
use crate::source::csv::Records;
use crate::source::yaml::Path;
use crate::spec::Specification;
use crate::spec::prose::{Composition, Summary, SummaryStatistic};
use crate::table::{Expression, StudyTable};

/// A study-level description with the values that it describes.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckedSummary {
    /// Heading.
    pub title: String,
    /// Unit.
    pub unit: Option<String>,
    /// What is computed.
    pub statistic: SummaryStatistic,
    /// The studies' values, missing ones left out.
    pub values: Vec<f64>,
}

/// Counts that make up a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedComposition {
    /// Heading.
    pub title: String,
    /// What is counted.
    pub unit: Option<String>,
    /// Where the counts come from.
    pub source: Option<String>,
    /// The counts by category.
    pub counts: IndexMap<String, u64>,
}

/// Reads the values of a summary.
pub(super) fn summary(
    id: &str,
    summary: &Summary,
    specification: &Specification,
    table: &StudyTable,
    found: &mut Diagnostics,
) -> Option<CheckedSummary> {
    let path = Path::from("summaries").key(id);
    let column = match table.numeric(&summary.column, specification.place(path.key("column"))) {
        Ok(column) => column,
        Err(faults) => {
            found.extend(faults);
            return None;
        }
    };
    let selected = match &summary.filter {
        None => vec![true; table.len()],
        Some(text) => {
            let expression =
                found.take(Expression::parse(text, Some(specification.place(path.key("where")))))?;
            super::review::select(&expression, table, found)?
        }
    };
    let values = (0..table.len())
        .filter(|row| selected[*row])
        .filter_map(|row| table.number(row, &column.name))
        .collect();
    Some(CheckedSummary {
        title: summary.title.clone().unwrap_or_else(|| column.label.clone()),
        unit: summary.unit.clone(),
        statistic: summary.statistic,
        values,
    })
}

/// Reads the counts of a composition.
pub(super) fn composition(
    id: &str,
    composition: &Composition,
    specification: &Specification,
    folder: &Folder,
    found: &mut Diagnostics,
) -> Option<CheckedComposition> {
    let path = Path::from("compositions").key(id);
    let counts = match (&composition.counts, &composition.file) {
        (Some(counts), None) => counts.clone(),
        (None, Some(file)) => counted(composition, file, &path, specification, folder, found)?,
        (both, _) => {
            let fact = if both.is_some() { "two sources of counts" } else { "no counts" };
            found.push(
                Diagnostic::new(
                    codes::COMPOSITION_WITHOUT_COUNTS,
                    format!("the composition `{id}` has {fact}"),
                )
                .at(specification.key_place(path), "this composition")
                .hint("write `counts: {...}`, or `file` with `category` and `count`"),
            );
            return None;
        }
    };
    if sum(counts.values().copied()).is_none() {
        let key = if composition.counts.is_some() { "counts" } else { "file" };
        found.push(
            Diagnostic::new(
                codes::INVALID_VALUE,
                format!("the counts of the composition `{id}` come to more than can be counted"),
            )
            .at(specification.key_place(path.key(key)), "too large together")
            .hint(format!("counts come to at most {LARGEST_COUNT}")),
        );
        return None;
    }
    Some(CheckedComposition {
        title: composition.title.clone().unwrap_or_else(|| id.replace('_', " ")),
        unit: composition.unit.clone(),
        source: composition.source.clone(),
        counts,
    })
}

/// Counts by category, summed over the rows of a file.
fn counted(
    composition: &Composition,
    file: &str,
    path: &Path,
    specification: &Specification,
    folder: &Folder,
    found: &mut Diagnostics,
) -> Option<IndexMap<String, u64>> {
    let source = found.take(folder.read(file, Some(&specification.place(path.key("file")))))?;
    let records = Records::parse(&source, found)?;
    let mut column = |key: &str, name: Option<&String>, default: &str| {
        let name = name.map_or(default, String::as_str);
        let position = records.columns().position(|column| column == name);
        if position.is_none() {
            found.push(
                Diagnostic::new(codes::UNKNOWN_COLUMN, format!("`{file}` has no column `{name}`"))
                    .at(specification.place(path.key(key)), "named here")
                    .also(records.header_place(), "its columns")
                    .hint_if(crate::diagnostics::did_you_mean(name, records.columns())),
            );
        }
        position
    };
    let category = column("category", composition.category.as_ref(), "category");
    let count = column("count", composition.count.as_ref(), "count");
    let (category, count) = (category?, count?);
    let mut counts: IndexMap<String, u64> = IndexMap::new();
    let mut good = true;
    for row in 0..records.len() {
        let cell = records.cell(row, count);
        match cell.text.trim().parse::<u64>() {
            // Sums that are too large are told of the whole composition.
            Ok(n) => {
                let of = counts.entry(records.cell(row, category).text.trim().to_owned()).or_default();
                *of = of.saturating_add(n);
            }
            Err(_) => {
                good = false;
                found.push(
                    Diagnostic::new(codes::IMPOSSIBLE_DATA, format!("`{}` is not a count", cell.text))
                        .at(records.cell_place(row, count), "this cell")
                        .hint("a count is a whole number, not negative, without separators"),
                );
            }
        }
    }
    good.then_some(counts)
}
