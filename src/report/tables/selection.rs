//! From records to studies: counts of the flow diagram, agreement of reviewers, sources that were searched.

use super::model::{Cell, Column, Table};
use super::scene::{Scene, to_f64};
use crate::analysis::results::{Agreement, Disagreement};
use crate::numbers::Scale;

/// `prisma`: the counts of the flow diagram.
#[must_use]
pub(super) fn prisma(scene: Scene<'_>) -> Option<Table> {
    let boxes = scene.results.prisma.as_ref()?;
    let mut table =
        Table::new("prisma", "Counts of the flow diagram", vec![Column::text("Box"), Column::number("n")]);
    for (key, count) in boxes {
        let mut cell = match count.value {
            Some(n) => Cell::number(scene.numbers.count(n), to_f64(n)),
            None => Cell::not_reported(),
        };
        if count.derived {
            let index = table.explain("Not reported: the other counts determine it.");
            cell = cell.explained(index);
        }
        table.entry(vec![Cell::text(box_name(key)), cell]);
    }
    table.notes.push("NR: not reported.".into());
    (!table.rows.is_empty()).then_some(table)
}

/// What a box is called, from its key in the specification.
fn box_name(key: &str) -> String {
    if let Some(rest) = key.strip_prefix("other.") {
        return match rest {
            "websites" | "organisations" => format!("Records from {rest}"),
            "citations" => "Records from citation searching".to_owned(),
            rest => match rest.strip_prefix("others.") {
                Some(name) => format!("Records from {name}"),
                None => format!("{}, other methods", box_name(rest)),
            },
        };
    }
    let known = match key {
        "databases" => "Records from databases",
        "registers" => "Records from registers",
        "removed.duplicates" => "Duplicate records removed",
        "removed.automation" => "Records marked as ineligible by automation tools",
        "removed.other" => "Records removed for other reasons",
        "removed" => "Records removed before screening",
        "screened" => "Records screened",
        "excluded" => "Records excluded",
        "sought" => "Reports sought for retrieval",
        "not_retrieved" => "Reports not retrieved",
        "assessed" => "Reports assessed for eligibility",
        "excluded_reports" => "Reports excluded",
        "previous.studies" => "Studies in the previous version",
        "previous.reports" => "Reports of studies in the previous version",
        "included.studies" => "Studies included in the review",
        "included.reports" => "Reports of included studies",
        "new.studies" => "New studies included",
        "new.reports" => "Reports of new included studies",
        "synthesised" => "Studies in the synthesis",
        _ => "",
    };
    if !known.is_empty() {
        return known.to_owned();
    }
    match key.split_once('.') {
        Some(("databases" | "registers", name)) => format!("Records from {name}"),
        Some(("excluded_reports", reason)) => format!("Reports excluded: {reason}"),
        _ => key.replace(['_', '.'], " "),
    }
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
