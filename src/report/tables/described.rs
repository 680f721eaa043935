//! What is described rather than pooled, and what the report is checked against.

use serde_json::Value;

use super::model::{Cell, Column, RowKind, Table};
use super::pooled::as_given;
use super::scene::{Scene, to_f64};
use crate::analysis::results::{CompositionResult, PublishedResult};
use crate::numbers::{Rounded, round};

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
        Column::text("Statistic"),
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
            Cell::known(summary.value, |x| described(scene, x)),
            Cell::known(summary.range.map(|range| range.lower), |x| described(scene, x)),
            Cell::known(summary.range.map(|range| range.upper), |x| described(scene, x)),
            Cell::text(statistic),
        ]);
    }
    Some(table.without_empty_columns())
}

/// A description of studies: as exact as it came out, at most one decimal.
fn described(scene: Scene<'_>, x: f64) -> String {
    match round(x, 0, 1) {
        Some(Rounded { fraction, .. }) if fraction.trim_end_matches('0').is_empty() => {
            scene.numbers.decimal(x, 0)
        }
        _ => scene.numbers.decimal(x, 1),
    }
}

/// `composition/<id>`: counts that make up a whole.
#[must_use]
pub(super) fn composition(scene: Scene<'_>, id: &str, composition: &CompositionResult) -> Table {
    let unit = composition.unit.as_deref().map_or("Count".to_owned(), capitalised);
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

fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

/// `published`: every printed number beside the computed one.
#[must_use]
pub(super) fn published(scene: Scene<'_>) -> Option<Table> {
    if scene.results.published.is_empty() {
        return None;
    }
    let columns = vec![
        Column::text("Where"),
        Column::text("Result"),
        Column::text("Quantity"),
        Column::number("Printed"),
        Column::number("Computed"),
        Column::text("Agrees"),
        Column::prose("Remark"),
    ];
    let mut table = Table::new("published", "Published numbers beside the computed ones", columns);
    for line in &scene.results.published {
        let agrees =
            if line.agrees { Cell::text("yes").role("agrees") } else { Cell::text("no").role("differs") };
        table.entry(vec![
            Cell::text(&line.at),
            Cell::text(part_name(scene, &line.of)).to(super::scene::row_anchor(&line.of)),
            Cell::text(field_name(&line.field)),
            printed(scene, line),
            computed(scene, line),
            agrees,
            Cell::text(line.note.as_deref().unwrap_or("")),
        ]);
    }
    let agreeing = scene.results.published.iter().filter(|line| line.agrees).count();
    let all = scene.results.published.len();
    table.notes.push(format!(
        "Each number is compared at the precision with which it is printed; {} of {} agree.",
        scene.count(agreeing).text,
        scene.count(all).text
    ));
    Some(table.without_empty_columns())
}

/// The name of an analysis or of a part of one.
#[must_use]
pub fn part_name(scene: Scene<'_>, path: &str) -> String {
    let mut parts = path.split('/');
    let id = parts.next().unwrap_or("");
    let Some(analysis) = scene.results.analyses.get(id) else { return path.to_owned() };
    let rest: Vec<_> = parts.collect();
    match rest[..] {
        [] => analysis.title.clone(),
        ["without-outliers"] => format!("{}, without outliers", analysis.title),
        [by, ref level @ ..] => {
            let label = analysis.subgroups.iter().find(|s| s.by == by).map_or(by, |s| s.label.as_str());
            format!("{}, {}: {}", analysis.title, super::pooled::in_sentence(label), level.join("/"))
        }
    }
}

fn field_name(field: &str) -> String {
    match field {
        "estimate" => "estimate".to_owned(),
        "ci_lower" => "lower limit".to_owned(),
        "ci_upper" => "upper limit".to_owned(),
        "prediction_lower" => "lower prediction limit".to_owned(),
        "prediction_upper" => "upper prediction limit".to_owned(),
        "k" => "studies".to_owned(),
        "n" => "participants".to_owned(),
        "q_p" => "p of Q".to_owned(),
        "i2" => "I²".to_owned(),
        "tau2" => "τ²".to_owned(),
        other => other.replace('_', " "),
    }
}

/// As it is printed, with its unit.
fn printed(scene: Scene<'_>, line: &PublishedResult) -> Cell {
    let (text, number) = match &line.printed {
        Value::String(text) => (text.clone(), text.trim_start_matches(['<', '>', '=', ' ']).parse().ok()),
        Value::Number(number) => match (number.as_u64(), number.as_f64()) {
            (Some(count), x) => (scene.numbers.count(count), x),
            (None, Some(x)) => (as_given(scene, x), Some(x)),
            (None, None) => (number.to_string(), None),
        },
        other => (other.to_string(), None),
    };
    Cell { number, ..Cell::text(format!("{text}{}", unit(line))) }
}

/// The computed number, with two digits more than the printed one, so that a difference shows.
fn computed(scene: Scene<'_>, line: &PublishedResult) -> Cell {
    Cell::known(line.computed, |x| match line.field.as_str() {
        "k" | "n" | "events" => scene.numbers.decimal(x, 0),
        "p" | "q_p" => scene.numbers.p_value(x),
        _ => {
            let text = line.printed.as_str().map_or_else(|| line.printed.to_string(), str::to_owned);
            let decimals = text
                .split_once('.')
                .map_or(0, |(_, fraction)| fraction.bytes().take_while(u8::is_ascii_digit).count());
            format!("{}{}", scene.numbers.decimal(x, (decimals + 2).min(6)), unit(line))
        }
    })
}

fn unit(line: &PublishedResult) -> &str {
    match (line.unit.as_deref(), line.field.as_str()) {
        (_, "k" | "n" | "events" | "p" | "q_p" | "tau2") | (None, _) => "",
        (Some(unit), _) => unit,
    }
}

/// `claims`: the statements that the build checked.
#[must_use]
pub(super) fn claims(scene: Scene<'_>) -> Option<Table> {
    let columns = vec![Column::prose("Statement"), Column::prose("Holds when"), Column::text("Holds")];
    let mut table = Table::new("claims", "Statements that the build checks", columns);
    for claim in &scene.results.claims {
        let holds =
            if claim.holds { Cell::text("yes").role("agrees") } else { Cell::text("no").role("differs") };
        table.entry(vec![
            Cell::text(claim.text.clone().unwrap_or_else(|| claim.id.replace('_', " "))),
            Cell::text(&claim.expression),
            holds,
        ]);
    }
    (!table.rows.is_empty()).then_some(table)
}

/// `changes`: the change log of the review.
#[must_use]
pub(super) fn changes(scene: Scene<'_>) -> Option<Table> {
    let columns = vec![
        Column::text("Version"),
        Column::text("Date"),
        Column::prose("Trigger"),
        Column::prose("What changed"),
    ];
    let mut table = Table::new("changes", "Versions of this review", columns);
    for change in &scene.review.changes {
        table.entry(vec![
            Cell::text(&change.version),
            Cell::text(change.date.as_deref().unwrap_or("")),
            Cell::text(change.trigger.as_deref().unwrap_or("")),
            Cell::text(&change.summary),
        ]);
    }
    (!table.rows.is_empty()).then(|| table.without_empty_columns())
}
