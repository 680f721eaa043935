//! From records to studies: counts of the flow diagram, agreement of reviewers, sources that were searched.

use super::model::{Cell, Column, Table};
use super::scene::{Scene, to_f64};
use crate::analysis::results::{Agreement, Count, Disagreement, PrismaResult};
use crate::check::prisma::{combined, label};
use crate::numbers::Scale;

/// `prisma`: the counts of the flow diagram; of a living review, of each version and of all together.
#[must_use]
pub(super) fn prisma(scene: Scene<'_>) -> Option<Table> {
    let boxes = scene.results.prisma.as_ref()?;
    let versions = &scene.results.prisma_versions;
    // All versions together have no studies before them, but each has new ones.
    let together = combined(versions.values());
    let mut all: PrismaResult = together;
    all.extend(boxes.iter().map(|(key, count)| (key.clone(), *count)));
    let mut columns = vec![Column::text("Box")];
    columns.extend(versions.keys().map(Column::number));
    columns.push(Column::number(if versions.is_empty() { "n" } else { "All versions" }));
    let mut table = Table::new("prisma", "Counts of the flow diagram", columns);
    let derived = "Not reported: the other counts determine it.";
    for key in all.keys() {
        let mut cells = vec![Cell::text(box_name(scene, key, boxes))];
        for counts in versions.values().chain([&all]) {
            let cell = match counts.get(key) {
                None => Cell::text(Cell::NOT_APPLICABLE),
                Some(Count { value: None, .. }) => Cell::not_reported(),
                Some(Count { value: Some(n), .. }) => Cell::number(scene.numbers.count(*n), to_f64(*n)),
            };
            cells.push(match counts.get(key) {
                Some(Count { derived: true, value: Some(_) }) => cell.explained(table.explain(derived)),
                _ => cell,
            });
        }
        table.entry(cells);
    }
    (!table.rows.is_empty()).then_some(table)
}

/// What a box is called; of an update, the included studies are all of them. Analyses have their titles.
fn box_name(scene: Scene<'_>, key: &str, boxes: &PrismaResult) -> String {
    let analysis = key.strip_prefix("synthesised.").and_then(|id| scene.results.analyses.get(id));
    if let Some(analysis) = analysis {
        return format!("{}: {}", label("synthesised").alone, analysis.title);
    }
    let update = boxes.contains_key("previous.studies");
    match key.strip_prefix("included.").filter(|_| update) {
        Some(rest) => label(&format!("total.{rest}")).alone,
        None => label(key).alone,
    }
}

/// `excluded-reports`: the reports that were excluded, with their reasons.
#[must_use]
pub(super) fn excluded_reports(scene: Scene<'_>) -> Option<Table> {
    let columns = vec![
        Column::prose("Report"),
        Column::text("Reason"),
        Column::text("Near miss"),
        Column::prose("Published in"),
    ];
    let mut table = Table::new("excluded-reports", "Reports excluded, with reasons", columns);
    for report in &scene.results.excluded_reports {
        let text = |text: &Option<String>| Cell::text(text.as_deref().unwrap_or_default());
        table.entry(vec![
            Cell::text(&report.report),
            Cell::text(&report.reason),
            Cell::text(if report.near_miss { "yes" } else { "" }),
            text(&report.citation),
        ]);
    }
    if scene.results.excluded_reports.iter().any(|report| report.near_miss) {
        table.notes.push("Near miss: the report might seem to meet the criteria.".into());
    }
    (!table.rows.is_empty()).then(|| table.without_empty_columns())
}

/// `agreement`: of the two screeners by stage, and of the two extractors by field.
#[must_use]
pub(super) fn agreement(scene: Scene<'_>) -> Option<Table> {
    let columns = vec![
        Column::text("Step"),
        Column::number("Rated by both"),
        Column::number("Agreed"),
        Column::number("Agreement"),
        Column::number(format!("Cohen’s κ ({})", scene.numbers.interval_name(0.95))),
    ];
    let mut table = Table::new("agreement", "Agreement of the two reviewers", columns);
    if let Some(selection) = &scene.results.selection {
        for stage in &selection.stages {
            let name = if stage.stage == "all" {
                "Screening".to_owned()
            } else {
                format!("Screening, {}", stage.stage)
            };
            let cells = rated(scene, &name, &stage.agreement);
            table.entry(cells);
        }
    }
    if let Some(extraction) = &scene.results.extraction {
        for field in &extraction.fields {
            let cells =
                rated(scene, &format!("Extraction, {}", field.field.replace('_', " ")), &field.agreement);
            table.entry(cells);
        }
    }
    (!table.rows.is_empty()).then_some(table)
}

fn rated(scene: Scene<'_>, name: &str, agreement: &Agreement) -> Vec<Cell> {
    let n = to_f64(u64::try_from(agreement.n).unwrap_or(u64::MAX));
    vec![
        Cell::text(name),
        scene.count(agreement.n),
        scene.count(agreement.agreed),
        Cell::known(agreement.percent_agreement, |x| scene.numbers.percent(x, Some(n))),
        scene.with_limits(
            agreement.kappa,
            |x| scene.numbers.decimal(x, 2),
            agreement.kappa_ci.map(|ci| scene.numbers.interval_with(ci, Scale::Number, 2)),
            None,
        ),
    ]
}

/// `disagreements`: where the two reviewers disagreed, and what was agreed.
#[must_use]
pub(super) fn disagreements(scene: Scene<'_>) -> Option<Table> {
    let names = scene.results.selection.as_ref().map(|selection| selection.reviewers.clone());
    let [a, b] = names.unwrap_or_else(|| ["First".to_owned(), "Second".to_owned()]);
    let columns = vec![
        Column::text("Record or study"),
        Column::text("Field"),
        Column::text(a),
        Column::text(b),
        Column::text("Resolved"),
    ];
    let mut table = Table::new("disagreements", "Disagreements of the two reviewers", columns);
    let selection = scene.results.selection.iter().flat_map(|selection| &selection.disagreements);
    let extraction = scene.results.extraction.iter().flat_map(|extraction| &extraction.disagreements);
    for Disagreement { record, field, a, b, resolved } in selection.chain(extraction) {
        let resolved = match resolved {
            Some(value) => Cell::text(value),
            None => Cell::text("unresolved").role("differs"),
        };
        table.entry(vec![
            Cell::text(scene.label(record)),
            Cell::text(field.replace('_', " ")),
            Cell::text(a),
            Cell::text(b),
            resolved,
        ]);
    }
    (!table.rows.is_empty()).then_some(table)
}

/// `search`: the sources that were searched.
#[must_use]
pub(super) fn search(scene: Scene<'_>) -> Option<Table> {
    let search = scene.review.search.as_ref()?;
    let columns = vec![
        Column::text("Source"),
        Column::text("Platform"),
        Column::text("From"),
        Column::text("To"),
        Column::number("Records"),
    ];
    let mut table = Table::new("search", "Sources that were searched", columns);
    for source in &search.sources {
        let text = |text: &Option<String>| text.as_deref().map_or_else(Cell::not_reported, Cell::text);
        table.entry(vec![
            Cell::text(&source.name),
            text(&source.platform),
            text(&source.from),
            text(&source.to),
            match source.records {
                Some(n) => Cell::number(scene.numbers.count(n), to_f64(n)),
                None => Cell::not_reported(),
            },
        ]);
    }
    (!table.rows.is_empty()).then(|| table.without_empty_columns())
}

/// `search-strategies`: the search string of each source.
#[must_use]
pub(super) fn strategies(scene: Scene<'_>) -> Option<Table> {
    let columns = vec![Column::text("Source"), Column::prose("Search strategy")];
    let mut table = Table::new("search-strategies", "Search strategies", columns);
    for source in &scene.review.search.as_ref()?.sources {
        if let Some(strategy) = &source.strategy {
            table.entry(vec![Cell::text(&source.name), Cell::text(strategy)]);
        }
    }
    (!table.rows.is_empty()).then_some(table)
}
