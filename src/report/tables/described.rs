//! What is described rather than pooled.

use super::model::{Cell, Column, RowKind, Table};
use super::scene::{Scene, to_f64};
use crate::analysis::results::{CompositionResult, locate};
use crate::report::wording;

/// `summaries`: study-level descriptions.
#[must_use]
pub(super) fn summaries(scene: Scene<'_>) -> Option<Table> {
    if scene.results.summaries.is_empty() {
        return None;
    }
    let columns = vec![
        Column::text("What"),
        Column::number("Studies"),
        Column::number("Value"),
        Column::number("From"),
        Column::number("To"),
        Column::prose("Statistic"),
    ];
    let mut table = Table::new("summaries", "Descriptions of the studies that are not pooled", columns);
    for summary in scene.results.summaries.values() {
        let title = match &summary.unit {
            Some(unit) => format!("{} ({unit})", summary.title),
            None => summary.title.clone(),
        };
        let statistic = match summary.statistic.as_str() {
            "median-of-medians" => "median of the studies’ values, with quartiles",
            "range" => "smallest and largest value of the studies",
            "mean" => "mean of the studies’ values",
            other => other,
        };
        table.entry(vec![
            Cell::text(title),
            scene.count(summary.k),
            // A range has no value in its middle; that is not one that nobody reported.
            match (summary.value, summary.range) {
                (None, Some(_)) => Cell::default(),
                (value, _) => Cell::known(value, |x| scene.numbers.description(x)),
            },
            Cell::known(summary.range.map(|range| range.lower), |x| scene.numbers.description(x)),
            Cell::known(summary.range.map(|range| range.upper), |x| scene.numbers.description(x)),
            Cell::text(statistic),
        ]);
    }
    Some(table.without_empty_columns())
}

/// `composition/<id>`: counts that make up a whole.
#[must_use]
pub(super) fn composition(scene: Scene<'_>, id: &str, composition: &CompositionResult) -> Table {
    let unit = composition.unit.as_deref().map_or("Count".to_owned(), wording::capitalised);
    let columns = vec![Column::text("Category"), Column::number(unit), Column::number("Share")];
    let mut table = Table::new(format!("composition/{id}"), composition.title.clone(), columns);
    for (category, (count, share)) in &composition.parts {
        table.entry(vec![
            Cell::text(category),
            Cell::number(scene.numbers.count(*count), to_f64(*count)),
            Cell::number(scene.numbers.percent(*share, Some(to_f64(composition.total))), *share),
        ]);
    }
    let total = Cell::number(scene.numbers.count(composition.total), to_f64(composition.total));
    table.row(RowKind::Total, vec![Cell::text("All"), total, Cell::default()]);
    if let Some(source) = &composition.source {
        table.notes.push(format!("Source: {}.", source.trim_end_matches('.')));
    }
    table
}

/// The name of an analysis or of a part of one.
#[must_use]
pub fn part_name(scene: Scene<'_>, path: &str) -> String {
    locate(&scene.results.analyses, path)
        .map_or_else(|| path.to_owned(), |found| wording::part_name(found.analysis, &found.path))
}
