//! What the report is checked against: printed numbers, claims, and the versions of the review.

use serde_json::Value;

use super::described::part_name;
use super::model::{Cell, Column, Table};
use super::pooled::as_given;
use super::scene::{Scene, row_anchor};
use crate::analysis::results::PublishedResult;
use crate::spec::review::Status;

/// `published`: a row per published result, all its numbers as printed and as computed.
#[must_use]
pub(super) fn published(scene: Scene<'_>) -> Option<Table> {
    let columns = vec![
        Column::text("Where"),
        Column::text("Result"),
        Column::prose("Printed"),
        Column::prose("Computed"),
        Column::text("Agrees"),
        Column::prose("Remark"),
    ];
    let mut table = Table::new("published", "Published results beside the computed ones", columns);
    let mut agreeing = 0;
    for lines in scene.results.published.chunk_by(|a, b| a.at == b.at && a.of == b.of) {
        let Some(first) = lines.first() else { continue };
        let differing: Vec<_> =
            lines.iter().filter(|line| !line.agrees).map(|line| field_name(&line.field)).collect();
        let agrees = if differing.is_empty() {
            agreeing += 1;
            Cell::text("yes").role("agrees")
        } else {
            Cell::text(format!("no: {}", differing.join(", "))).role("differs")
        };
        table.entry(vec![
            Cell::text(&first.at),
            Cell::text(part_name(scene, &first.of)).to(row_anchor(&first.of)),
            Cell::text(in_line(lines, |line| printed(scene, line).text)),
            Cell::text(in_line(lines, |line| computed(scene, line).text)),
            agrees,
            Cell::text(first.note.as_deref().unwrap_or("")),
        ]);
    }
    let all = table.rows.len();
    table.notes.push(format!(
        "Each number is compared at the precision with which it is printed; {} of {} results agree in every number.",
        scene.count(agreeing).text,
        scene.count(all).text
    ));
    (!table.rows.is_empty()).then(|| table.without_empty_columns())
}

/// `59% (51% to 67%), k 13, n 2559, p of Q <0.01`.
fn in_line(lines: &[PublishedResult], write: impl Fn(&PublishedResult) -> String) -> String {
    let find = |field: &str| lines.iter().find(|line| line.field == field).map(&write);
    let mut parts = Vec::new();
    for (value, lower, upper, name) in [
        ("estimate", "ci_lower", "ci_upper", ""),
        ("", "prediction_lower", "prediction_upper", "prediction "),
    ] {
        let limits = find(lower).zip(find(upper)).map(|(lower, upper)| format!("{lower} to {upper}"));
        match (find(value), limits) {
            (Some(value), Some(limits)) => parts.push(format!("{value} ({limits})")),
            (Some(value), None) => parts.push(value),
            (None, Some(limits)) => parts.push(format!("{name}{limits}")),
            (None, None) => {}
        }
    }
    // A limit without its other one stands alone.
    let has = |field: &str| lines.iter().any(|line| line.field == field);
    let mut told = vec!["estimate"];
    for pair in [["ci_lower", "ci_upper"], ["prediction_lower", "prediction_upper"]] {
        if pair.iter().all(|field| has(field)) {
            told.extend(pair);
        }
    }
    for line in lines.iter().filter(|line| !told.contains(&line.field.as_str())) {
        let text = write(line);
        parts.push(match line.field.as_str() {
            "k" => format!("{text} studies"),
            "n" => format!("{text} participants"),
            "events" => format!("{text} events"),
            field => format!("{} {text}", field_name(field)),
        });
    }
    parts.join(", ")
}

/// `published/numbers`: every printed number beside the computed one.
#[must_use]
pub(super) fn published_numbers(scene: Scene<'_>) -> Option<Table> {
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
    let mut table = Table::new("published/numbers", "Each published number beside the computed one", columns);
    for line in &scene.results.published {
        let agrees =
            if line.agrees { Cell::text("yes").role("agrees") } else { Cell::text("no").role("differs") };
        table.entry(vec![
            Cell::text(&line.at),
            Cell::text(part_name(scene, &line.of)).to(row_anchor(&line.of)),
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
        Value::String(text) => {
            (as_compared(scene, text), text.trim_start_matches(['<', '>', '=', ' ']).parse().ok())
        }
        Value::Number(number) => match (number.as_u64(), number.as_f64()) {
            (Some(count), x) => (scene.numbers.count(count), x),
            (None, Some(x)) => (as_given(scene, x), Some(x)),
            (None, None) => (number.to_string(), None),
        },
        other => (other.to_string(), None),
    };
    Cell { number, ..Cell::text(format!("{text}{}", line.unit.as_deref().unwrap_or_default())) }
}

/// `<0.01` with the space that computed p values have, if they have one.
fn as_compared(scene: Scene<'_>, text: &str) -> String {
    let spaced = scene.numbers.p_value(0.0).contains("<\u{a0}");
    match text.strip_prefix('<') {
        Some(number) if spaced => format!("<\u{a0}{}", number.trim_start()),
        _ => text.to_owned(),
    }
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
            format!(
                "{}{}",
                scene.numbers.decimal(x, (decimals + 2).min(6)),
                line.unit.as_deref().unwrap_or_default()
            )
        }
    })
}

/// `claims`: the statements that the build checked.
#[must_use]
pub(super) fn claims(scene: Scene<'_>) -> Option<Table> {
    // How a statement is tested is for those who write the review; it stays in the specification.
    let finished = scene.review.status == Some(Status::Final);
    let mut columns = vec![Column::prose("Statement"), Column::text("Holds")];
    if !finished {
        columns.insert(1, Column::prose("Holds when"));
    }
    let mut table = Table::new("claims", "Statements that the build checks", columns);
    for claim in &scene.results.claims {
        let holds =
            if claim.holds { Cell::text("yes").role("agrees") } else { Cell::text("no").role("differs") };
        let text = claim.text.clone().unwrap_or_else(|| claim.id.replace('_', " "));
        let mut cells = vec![Cell::text(text), holds];
        if !finished {
            cells.insert(1, Cell::text(format!("`{}`", claim.expression)));
        }
        table.entry(cells);
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
