//! The versions of a living review side by side: a column for each and one for all, the boxes as rows.

use super::PrismaSource;
use super::boxes::{Column, Flow, Stage};
use super::build::of_versions;
use super::draw::{Look, notes, stage_bar, underline};
use super::layout::{BAR, MARGIN};
use super::lines::{Line, in_full, value_of};
use crate::analysis::results::{Count, PrismaResult};
use crate::check::prisma::{combined, label};
use crate::figures::parts::notes as set_notes;
use crate::figures::text::{HAIR, LINE, Weight, longest_piece, width, wrap};
use crate::figures::theme::TEXT;
use crate::figures::{Anchor, Canvas, Caption, Colour, Figure, Group, Pen, Shape, TextStyle};
use crate::numbers::NOT_REPORTED;

/// Space between the columns.
const GAP: f64 = 12.0;
/// How far parts stand in.
const INDENT: f64 = 10.0;
/// Space above and below the words of a row.
const ROW_PADDING: f64 = 4.0;
/// Space between stages.
const STAGE_GAP: f64 = 8.0;
/// Least width of the names of the boxes.
const LEAST_NAMES: f64 = 110.0;
/// Name of the last column: beside versions, and alone.
const ALL: &str = "All";
const TOGETHER: &str = "All versions";

/// What stands for a count that a version does not have.
const NO_PART: &str = "\u{2013}";

/// A row: what is counted, and the count of each version that has it and of all together; none for a heading.
#[derive(Clone)]
struct Row {
    stage: Stage,
    words: String,
    /// The words with the headings that they stand under.
    full: String,
    depth: u8,
    cells: Option<Vec<Option<Count>>>,
}

pub(super) fn draw(id: &str, source: &PrismaSource<'_>) -> Figure {
    let together = together(source);
    let mut flow = of_versions(source, &together);
    let rows = rows(source, &flow, &together);
    let heads: Vec<&str> = source.versions.keys().map(String::as_str).chain([ALL]).collect();
    let numbers = source.numbers;
    let printed = |count: &Option<Count>| match count {
        None => NO_PART.to_owned(),
        Some(count) => count.value.map_or_else(|| NOT_REPORTED.to_owned(), |n| numbers.count(n)),
    };

    let columns: Vec<f64> = heads
        .iter()
        .enumerate()
        .map(|(at, head)| {
            let cells = rows.iter().filter_map(|row| row.cells.as_ref()?.get(at));
            let cells = cells.map(|count| width(&printed(count), TEXT, Weight::Bold));
            cells.fold(width(head, TEXT, Weight::Bold), f64::max) + GAP
        })
        .collect();
    let left = MARGIN + BAR + 10.0;
    let all: f64 = columns.iter().sum();
    let longest = rows
        .iter()
        .map(|row| f64::from(row.depth) * INDENT + longest_piece(&row.words, TEXT, Weight::Bold).min(200.0));
    let least = longest.fold(LEAST_NAMES, f64::max);
    let natural =
        rows.iter().map(|row| f64::from(row.depth) * INDENT + width(&row.words, TEXT, Weight::Regular) + 6.0);
    let names = (source.theme.width() - left - MARGIN - all).min(natural.fold(0.0, f64::max)).max(least);
    let total = left + names + all + MARGIN;
    let right_of = |at: usize| left + names + columns[..=at].iter().sum::<f64>();

    let look = Look::of(source);
    let mut canvas = Canvas::new(id, source.theme);
    let head_height = TEXT * LINE + 2.0 * ROW_PADDING + 2.0;
    canvas.group(&Group::new("title-bar"), |canvas| {
        let (fill, ink) = look.title(Column::Databases);
        canvas.rectangle(left, MARGIN, total - MARGIN - left, head_height, Shape::fill(fill).rounded(4.0));
        let base = MARGIN + head_height / 2.0 + 0.36 * TEXT;
        let style = TextStyle::default().bold().colour(ink);
        canvas.text(left + 6.0, base, "Version", style);
        for (at, head) in heads.iter().enumerate() {
            canvas.text(right_of(at) - 6.0, base, head, style.anchor(Anchor::End));
        }
    });

    let mut top = MARGIN + head_height + STAGE_GAP;
    let mut start = top;
    let mut banded = false;
    for (index, row) in rows.iter().enumerate() {
        let weight = if row.cells.is_none() && row.depth == 0 { Weight::Bold } else { Weight::Regular };
        let inset = f64::from(row.depth) * INDENT;
        let lines = wrap(&row.words, TEXT, weight, names - inset - 6.0 + HAIR);
        let height = lines.len() as f64 * TEXT * LINE + 2.0 * ROW_PADDING;
        let label = said(row, &heads, &printed);
        canvas.group(&Group::new("row").label(&label), |canvas| {
            if banded {
                canvas.rectangle(left, top, total - MARGIN - left, height, Shape::fill(Colour::Band));
            }
            let base = top + ROW_PADDING + 0.8 * TEXT;
            let style = TextStyle { weight, ..TextStyle::default() };
            for (index, line) in lines.iter().enumerate() {
                canvas.text(left + 6.0 + inset, base + index as f64 * TEXT * LINE, line, style);
            }
            // Counts stand on the last line of their words.
            let base = base + (lines.len() - 1) as f64 * TEXT * LINE;
            for (at, count) in row.cells.iter().flatten().enumerate() {
                let last = at + 1 == heads.len();
                let style = if last { TextStyle::default().bold() } else { TextStyle::default() };
                let text = printed(count);
                let right = right_of(at) - 6.0;
                canvas.text(right, base, &text, style.anchor(Anchor::End));
                if count.is_some_and(|count| count.derived) && !last {
                    underline(canvas, right - width(&text, TEXT, style.weight), right, base, Colour::Ink);
                }
            }
        });
        banded = !banded;
        top += height;
        if rows.get(index + 1).is_none_or(|next| next.stage != row.stage) {
            // A bar is as tall as its name.
            top = top.max(start + width(row.stage.name(), TEXT, Weight::Bold) + 8.0);
            stage_bar(&mut canvas, look, row.stage, start, top);
            canvas.line((left, top), (total - MARGIN, top), Pen::new(Colour::Faint, 1.0));
            top += STAGE_GAP;
            start = top;
            banded = false;
        }
    }
    flow.notes.clear();
    let mut below = notes(&flow, source.theme, total);
    if rows.iter().filter_map(|row| row.cells.as_ref()).flatten().any(Option::is_none) {
        below.insert(below.len() - 1, format!("{NO_PART} not part of the version."));
    }
    let bottom = set_notes(&mut canvas, MARGIN, top, total - 2.0 * MARGIN, &below);
    canvas.finish(total, bottom + MARGIN, caption(&rows, &heads, &printed))
}

/// The counts of all versions together, with the new studies of all of them.
fn together(source: &PrismaSource<'_>) -> PrismaResult {
    let mut all = combined(source.versions.values());
    for (key, count) in source.counts {
        all.insert(key.clone(), *count);
    }
    all
}

fn rows(source: &PrismaSource<'_>, flow: &Flow, together: &PrismaResult) -> Vec<Row> {
    let mut rows = Vec::new();
    let by_other = flow.has(Column::Other);
    for stage in [Stage::Identification, Stage::Screening, Stage::Included] {
        let of = |other: bool| {
            let mut boxes: Vec<_> = flow
                .boxes
                .iter()
                .filter(|b| flow.rows.get(b.row) == Some(&stage))
                .filter(|b| matches!(b.column, Column::Other | Column::OtherSide) == other)
                .collect();
            boxes.sort_by_key(|b| (b.row, b.column));
            boxes
        };
        for other in [false, true] {
            let boxes = of(other);
            let heading = match (by_other && stage != Stage::Included && !boxes.is_empty(), other) {
                (true, false) => Some("Databases and registers"),
                (true, true) => Some("Other methods"),
                (false, _) => None,
            };
            rows.extend(heading.map(|words| heading_row(stage, words)));
            let depth = u8::from(heading.is_some());
            for flow_box in boxes {
                for (line, full) in flow_box.lines.iter().zip(in_full(&flow_box.lines)) {
                    let full = heading.map_or(full.clone(), |heading| format!("{heading}: {full}"));
                    rows.push(row(source, together, stage, line, full, depth));
                    // What a diagram says in a note has a row here.
                    let noted = flow.notes.iter().filter(|note| Some(note.mark) == line.mark);
                    for (_, part) in noted.flat_map(|note| &note.counts) {
                        let words = part.key.as_deref().map_or_else(String::new, |key| label(key).line);
                        let part = Line { words, depth: line.depth + 1, ..part.clone() };
                        rows.push(row(source, together, stage, &part, part.words.clone(), depth));
                    }
                }
            }
        }
    }
    rows.retain(|row| row.cells.is_some() || row.words != "Reasons not reported");
    rows
}

fn heading_row(stage: Stage, words: &str) -> Row {
    Row { stage, words: words.to_owned(), full: words.to_owned(), depth: 0, cells: None }
}

fn row(
    source: &PrismaSource<'_>,
    together: &PrismaResult,
    stage: Stage,
    line: &Line,
    full: String,
    depth: u8,
) -> Row {
    let cells = line.key.as_ref().map(|key| {
        // What a version has no column for, or has not among its items, is no part of it.
        let sums = ["identified", "removed"].contains(&key.as_str());
        let versions = source
            .versions
            .values()
            .map(|boxes| (sums || boxes.contains_key(key)).then(|| value_of(boxes, key)));
        versions.chain([Some(value_of(together, key))]).collect()
    });
    Row { stage, words: line.words.clone(), full, depth: line.depth + depth, cells }
}

/// What a row says to those who do not see it.
fn said(row: &Row, heads: &[&str], printed: &dyn Fn(&Option<Count>) -> String) -> String {
    match &row.cells {
        None => row.words.clone(),
        Some(cells) => {
            let cells = heads.iter().zip(cells).filter(|(_, count)| count.is_some());
            let cells: Vec<String> =
                cells.map(|(head, count)| format!("{head} (n = {})", printed(count))).collect();
            format!("{}: {}", row.words, cells.join(", "))
        }
    }
}

fn caption(rows: &[Row], versions: &[&str], printed: &dyn Fn(&Option<Count>) -> String) -> Caption {
    let heads: Vec<&str> =
        versions.iter().map(|version| if *version == ALL { TOGETHER } else { *version }).collect();
    let head = ["Stage", "Box"].into_iter().chain(heads.iter().copied());
    let mut table = vec![head.map(str::to_owned).collect::<Vec<_>>()];
    for row in rows {
        let Some(cells) = &row.cells else { continue };
        let cells = cells.iter().map(|count| match count {
            Some(Count { derived: true, .. }) => format!("{} (derived)", printed(count)),
            _ => printed(count),
        });
        table.push([row.stage.name().to_owned(), row.full.clone()].into_iter().chain(cells).collect());
    }
    let sentences: Vec<String> = rows
        .iter()
        .filter(|row| row.cells.is_some())
        .map(|row| said(&Row { words: row.full.clone(), ..row.clone() }, &heads, printed))
        .collect();
    Caption {
        title: "PRISMA 2020 flow diagram of every version".to_owned(),
        description: format!("{}.", sentences.join(". ")),
        table,
    }
}
