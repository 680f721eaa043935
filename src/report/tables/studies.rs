//! The characteristics of the studies, and which of them do not contribute.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use serde_json::Value;

use super::model::{Align, Cell, Column, Row, RowKind, Table};
use super::pooled::as_given;
use super::scene::{Scene, study_anchor, to_f64};
use crate::analysis::results::{BiasStudy, LeftOutReason, OverlapPair, StudyRecord};
use crate::report::wording;
use crate::spec::shape::TextOr;
use crate::spec::studies::{ColumnType, Studies};

/// `studies`: the characteristics that the author lists (else every column), the analyses that a study is in,
/// its risk of bias, and with whom it shares patients.
#[must_use]
pub(super) fn studies(scene: Scene<'_>) -> Table {
    let declared = declared(scene);
    let shown = shown(scene, declared);
    let mut columns = vec![Column::text("Study")];
    columns.extend(shown.iter().map(|column| heading(scene, declared, column)));
    let several = scene.results.analyses.len() > 1;
    if several {
        columns.push(Column::text("In analyses"));
    }
    let overall = scene
        .results
        .risk_of_bias
        .as_ref()
        .filter(|bias| bias.domains.last().is_some_and(|(code, _)| code == "overall"));
    if overall.is_some() {
        columns.push(Column::text("Risk of bias"));
    }
    let mut judged: BTreeMap<&str, Vec<&BiasStudy>> = BTreeMap::new();
    for row in overall.iter().flat_map(|bias| &bias.studies) {
        judged.entry(row.study.as_str()).or_default().push(row);
    }
    let pooled: Vec<BTreeSet<&str>> = scene
        .results
        .analyses
        .values()
        .map(|analysis| analysis.studies.iter().map(|study| study.id.as_str()).collect())
        .collect();
    let mut sharing: BTreeMap<&str, Vec<&OverlapPair>> = BTreeMap::new();
    for pair in &scene.results.overlap {
        for id in &pair.studies {
            sharing.entry(id.as_str()).or_default().push(pair);
        }
    }
    let mut table = Table::new("studies", "Characteristics of the studies", columns);
    for study in &scene.results.studies {
        let mut cells = vec![Cell::text(&study.label)];
        for column in &shown {
            let mut cell = value(scene, declared, study, column);
            if let Some(source) = source_of(declared, &shown, study, column) {
                let index = table.explain(format!("Source of this value: {source}."));
                cell = cell.explained(index);
            }
            cells.push(cell);
        }
        if several {
            cells.push(Cell::text(analyses_of(&pooled, &study.id)));
        }
        if let Some(bias) = overall {
            let rows = judged.get(study.id.as_str()).map(Vec::as_slice).unwrap_or_default();
            cells.push(super::bias::overall(scene, bias, rows));
        }
        for pair in sharing.get(study.id.as_str()).into_iter().flatten() {
            let [a, b] = &pair.studies;
            let other = if *a == study.id { b } else { a };
            let index = table.explain(format!(
                "Shares patients with {}: {}, {} to {}.",
                scene.label(other),
                pair.shared,
                pair.period[0],
                pair.period[1]
            ));
            cells[0] = std::mem::take(&mut cells[0]).explained(index);
        }
        table.rows.push(Row { kind: RowKind::Entry, cells, anchor: Some(study_anchor(&study.id)) });
    }
    if several {
        let list: Vec<_> = scene
            .results
            .analyses
            .values()
            .enumerate()
            .map(|(index, analysis)| format!("{} {}", index + 1, analysis.title))
            .collect();
        table.notes.push(format!("Analyses: {}.", list.join("; ")));
    }
    ranges(&mut table, scene, shown.len());
    in_reading_order(table.without_empty_columns())
}

/// The foot of the table: between which values the studies lie, and how many have one,
/// for the `shown` columns behind the first.
fn ranges(table: &mut Table, scene: Scene<'_>, shown: usize) {
    let studies = scene.results.studies.len();
    let blank = || vec![Cell::default(); table.columns.len()];
    let (mut range, mut known) = (blank(), blank());
    for at in 1..=shown {
        if table.columns[at].align != Align::End {
            continue;
        }
        let mut found: Vec<(f64, String)> = table
            .rows
            .iter()
            .filter_map(|row| row.cells.get(at).and_then(|cell| Some((cell.number?, cell.text.clone()))))
            .collect();
        found.sort_by(|a, b| a.0.total_cmp(&b.0));
        if let [(_, least), .., (_, most)] = &found[..] {
            range[at] = Cell::text(if least == most { least.clone() } else { format!("{least} to {most}") });
        }
        if !found.is_empty() && found.len() < studies {
            known[at] =
                Cell::text(format!("{} of {}", scene.count(found.len()).text, scene.count(studies).text));
        }
    }
    for (name, mut cells) in [("Range", range), ("Reported by", known)] {
        if cells.iter().any(|cell| !cell.text.is_empty()) {
            cells[0] = Cell::text(name);
            table.row(RowKind::Total, cells);
        }
    }
}

fn declared(scene: Scene<'_>) -> Option<&Studies> {
    match &scene.review.studies {
        TextOr::Full(studies) => Some(studies),
        TextOr::Text(_) => None,
    }
}

fn label_of(declared: Option<&Studies>, column: &str) -> String {
    let spec = declared.and_then(|studies| studies.columns.get(column));
    spec.and_then(|spec| spec.label.clone())
        .unwrap_or_else(|| wording::capitalised(&column.replace('_', " ")))
}

/// Letters follow the rows, whatever the order in which they were given.
fn in_reading_order(mut table: Table) -> Table {
    let mut order: IndexMap<usize, usize> = IndexMap::new();
    for cell in table.rows.iter_mut().flat_map(|row| &mut row.cells) {
        cell.explanations.sort_unstable();
        for &index in &cell.explanations {
            let next = order.len();
            order.entry(index).or_insert(next);
        }
    }
    for cell in table.rows.iter_mut().flat_map(|row| &mut row.cells) {
        for index in &mut cell.explanations {
            *index = order.get(index).copied().unwrap_or(*index);
        }
        cell.explanations.sort_unstable();
    }
    table.explanations = order.keys().filter_map(|&index| table.explanations.get(index).cloned()).collect();
    table
}

/// The columns that the author lists, else all that are neither the label nor the source of another.
fn shown(scene: Scene<'_>, declared: Option<&Studies>) -> Vec<String> {
    if let Some(studies) = declared
        && !studies.characteristics.is_empty()
    {
        return studies.characteristics.clone();
    }
    let sources: Vec<_> = declared
        .iter()
        .flat_map(|studies| studies.columns.values())
        .filter_map(|column| column.source.as_ref())
        .collect();
    let first = scene.results.studies.first();
    first
        .into_iter()
        .flat_map(|study| study.cells.keys())
        .filter(|column| !sources.contains(column))
        .cloned()
        .collect()
}

fn heading(scene: Scene<'_>, declared: Option<&Studies>, column: &str) -> Column {
    let spec = declared.and_then(|studies| studies.columns.get(column));
    let label = label_of(declared, column);
    // A unit that the label already says is not said twice.
    let label = match spec.and_then(|spec| spec.unit.as_ref()) {
        Some(unit) if !label.to_lowercase().contains(&unit.to_lowercase()) => format!("{label} ({unit})"),
        _ => label,
    };
    let mut cells = scene.results.studies.iter().filter_map(|study| study.cells.get(column));
    let numeric =
        cells.clone().any(Value::is_number) && cells.clone().all(|cell| cell.is_number() || cell.is_null());
    let long = cells.any(|cell| cell.as_str().is_some_and(|text| text.chars().count() > 24));
    match (numeric, long) {
        (true, _) => Column::number(label),
        (false, true) => Column::prose(label),
        (false, false) => Column::text(label),
    }
}

fn value(scene: Scene<'_>, declared: Option<&Studies>, study: &StudyRecord, column: &str) -> Cell {
    match study.cells.get(column) {
        Some(Value::String(text)) if !text.is_empty() => Cell::text(text),
        Some(Value::Bool(yes)) => Cell::text(if *yes { "yes" } else { "no" }),
        Some(Value::Number(number)) => match (number.as_u64(), number.as_f64()) {
            // A year is a name, not a quantity.
            (Some(year), _) if is_year(declared, column, year) => {
                Cell::number(year.to_string(), to_f64(year))
            }
            (Some(count), _) => Cell::number(scene.numbers.count(count), to_f64(count)),
            (None, Some(x)) => Cell::number(as_given(scene, x), x),
            (None, None) => Cell::not_reported(),
        },
        _ => Cell::not_reported(),
    }
}

fn is_year(declared: Option<&Studies>, column: &str, value: u64) -> bool {
    let spec = declared.and_then(|studies| studies.columns.get(column));
    let label = spec.and_then(|spec| spec.label.as_deref()).unwrap_or("");
    let named = [column, label].iter().any(|name| name.to_ascii_lowercase().contains("year"));
    (1000..3000).contains(&value) && (named || spec.is_some_and(|spec| spec.kind == Some(ColumnType::Date)))
}

/// What the table says about where a value comes from, unless it was simply reported.
/// Where the source has a column of its own, that says it.
fn source_of(
    declared: Option<&Studies>,
    shown: &[String],
    study: &StudyRecord,
    column: &str,
) -> Option<String> {
    let source = declared?.columns.get(column)?.source.as_ref().filter(|source| !shown.contains(source))?;
    match study.cells.get(source) {
        Some(Value::String(text)) if !text.is_empty() && text != "reported" => Some(text.clone()),
        _ => None,
    }
}

fn analyses_of(pooled: &[BTreeSet<&str>], study: &str) -> String {
    let found: Vec<_> = pooled
        .iter()
        .enumerate()
        .filter(|(_, studies)| studies.contains(study))
        .map(|(index, _)| (index + 1).to_string())
        .collect();
    if found.is_empty() { "none".to_owned() } else { found.join(", ") }
}

/// `left-out`: which studies do not contribute to an analysis, by reason. Analyses that leave out the same studies for
/// the same reason share a row.
#[must_use]
pub(super) fn left_out(scene: Scene<'_>) -> Option<Table> {
    let mut groups: IndexMap<(String, Vec<&str>), Vec<&str>> = IndexMap::new();
    for analysis in scene.results.analyses.values() {
        let mut by_reason: IndexMap<LeftOutReason<'_>, Vec<&str>> = IndexMap::new();
        for left_out in &analysis.left_out {
            by_reason.entry(left_out.why()).or_default().push(scene.label(&left_out.study));
        }
        for (reason, studies) in by_reason {
            let reason = match reason {
                LeftOutReason::Excluded => "not selected for the analysis".to_owned(),
                LeftOutReason::Missing(column) => {
                    format!("“{}” not reported", label_of(declared(scene), column))
                }
                LeftOutReason::NotEstimable(why) => why.to_owned(),
            };
            groups.entry((reason, studies)).or_default().push(&analysis.title);
        }
    }
    let columns = vec![
        Column::prose("Reason"),
        Column::prose("Analysis"),
        Column::number("Studies"),
        Column::prose("Which"),
    ];
    let mut table =
        Table::new("left-out", "Studies that do not contribute to an analysis, by reason", columns);
    let all = scene.results.analyses.len();
    for ((reason, studies), titles) in groups {
        let analyses =
            if titles.len() == all && all > 1 { "every analysis".to_owned() } else { titles.join("; ") };
        table.entry(vec![
            Cell::text(reason),
            Cell::text(analyses),
            scene.count(studies.len()),
            Cell::text(studies.join(", ")),
        ]);
    }
    (!table.rows.is_empty()).then_some(table)
}
