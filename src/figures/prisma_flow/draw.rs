//! Where the boxes stand, their arrows, the bars at the top and the side.

use super::boxes::{Column, Flow, FlowBox, Line, Stage, flow};
use crate::analysis::results::PrismaResult;
use crate::figures::text::{HAIR, LINE, Weight, longest_piece, width, wrap};
use crate::figures::theme::TEXT;
use crate::figures::{Anchor, Canvas, Caption, Colour, Figure, Group, Pen, Shape, TextStyle, Theme};
use crate::numbers::{NOT_REPORTED, Numbers};

const MARGIN: f64 = 8.0;
const PADDING: f64 = 8.0;
/// Width of the bars at the side.
const BAR: f64 = 22.0;
/// Space between rows, which holds the arrows.
const ROW_GAP: f64 = 20.0;
/// How far items stand in.
const INDENT: f64 = 8.0;
/// Least height of a box.
const LEAST: f64 = 34.0;
/// Widest box.
const WIDEST: f64 = 250.0;
const HEAD: f64 = 6.0;

/// A box in its place.
struct Placed<'a> {
    content: &'a FlowBox,
    left: f64,
    top: f64,
    width: f64,
    height: f64,
    lines: Vec<(Vec<String>, &'a Line)>,
}

impl Placed<'_> {
    fn right(&self) -> f64 {
        self.left + self.width
    }
    fn bottom(&self) -> f64 {
        self.top + self.height
    }
    fn centre(&self) -> f64 {
        self.left + self.width / 2.0
    }
    fn middle(&self) -> f64 {
        self.top + self.height / 2.0
    }
}

/// Draws the flow diagram of a review's counts.
#[must_use]
pub fn prisma_flow(id: &str, counts: &PrismaResult, theme: Theme, numbers: &Numbers) -> Figure {
    let flow = flow(counts, numbers);
    let columns = columns(&flow, theme);
    let title_lines: Vec<Vec<String>> = flow
        .titles
        .iter()
        .map(|&(first, last, words)| {
            let (left, right) = (columns.place(first).0, columns.place(last));
            wrap(words, TEXT, Weight::Bold, right.0 + right.1 - left - 2.0 * PADDING)
        })
        .collect();
    let tallest_title = title_lines.iter().map(Vec::len).max().unwrap_or(1);
    let title_height = tallest_title as f64 * TEXT * LINE + 2.0 * 6.0;
    let (placed, stages) = place(&flow, &columns, MARGIN + title_height + 14.0);

    let mut canvas = Canvas::new(id, theme);
    for ((first, last, words), lines) in flow.titles.iter().zip(&title_lines) {
        let (left, right) = (columns.place(*first).0, columns.place(*last));
        let right = right.0 + right.1;
        canvas.group(&Group::new("title-bar").label(words), |canvas| {
            canvas.rectangle(
                left,
                MARGIN,
                right - left,
                title_height,
                Shape::fill(Colour::TitleBar).rounded(4.0),
            );
            let first =
                MARGIN + title_height / 2.0 + 0.36 * TEXT - (lines.len() - 1) as f64 * TEXT * LINE / 2.0;
            for (index, line) in lines.iter().enumerate() {
                let style = TextStyle::default().bold().anchor(Anchor::Middle);
                canvas.text(f64::midpoint(left, right), first + index as f64 * TEXT * LINE, line, style);
            }
        });
    }
    for (stage, top, bottom) in &stages {
        canvas.group(&Group::new("side-bar").label(stage.name()), |canvas| {
            canvas.rectangle(MARGIN, *top, BAR, bottom - top, Shape::fill(Colour::SideBar).rounded(4.0));
            let style = TextStyle::default().bold().anchor(Anchor::Middle).upwards();
            canvas.text(MARGIN + BAR / 2.0 + 0.36 * TEXT, f64::midpoint(*top, *bottom), stage.name(), style);
        });
    }
    canvas.group(&Group::new("arrows").decoration(), |canvas| arrows(canvas, &flow, &placed));
    for flow_box in &placed {
        draw_box(&mut canvas, flow_box);
    }
    let bottom = placed
        .iter()
        .map(Placed::bottom)
        .chain(stages.iter().map(|&(.., bottom)| bottom))
        .fold(0.0, f64::max);
    let bottom = footnotes(&mut canvas, &flow, &columns, bottom);
    canvas.finish(columns.width, bottom + MARGIN, caption(&flow))
}

/// The columns in use with their places.
struct Columns {
    places: Vec<(Column, f64, f64)>,
    width: f64,
}

impl Columns {
    fn place(&self, column: Column) -> (f64, f64) {
        self.places
            .iter()
            .find(|(used, ..)| *used == column)
            .map_or((0.0, 0.0), |&(_, left, width)| (left, width))
    }
}

fn columns(flow: &Flow, theme: Theme) -> Columns {
    let mut used = Vec::new();
    if flow.update {
        used.push(Column::Previous);
    }
    used.extend([Column::Databases, Column::DatabasesSide]);
    if flow.other {
        used.extend([Column::Other, Column::OtherSide]);
    }
    let gap = if used.len() <= 3 { 30.0 } else { 18.0 };
    let room = theme.width() - 2.0 * MARGIN - BAR - 10.0;
    let share = (room - gap * (used.len() - 1) as f64) / used.len() as f64;
    // No column narrower than its longest word.
    let need = |column: Column| {
        let lines = flow
            .boxes
            .iter()
            .filter(|flow_box| flow_box.column == column)
            .flat_map(|flow_box| &flow_box.lines);
        let longest = lines.map(|line| {
            let inset = f64::from(line.depth) * INDENT;
            let count = line.count.as_ref().map_or(0.0, |count| width(count, TEXT, Weight::Regular));
            // A reason without a space may break.
            inset + longest_piece(&line.words, TEXT, Weight::Regular).min(200.0).max(count)
        });
        longest.fold(0.0, f64::max) + 2.0 * PADDING + 1.0
    };
    let mut left = MARGIN + BAR + 10.0;
    let mut places = Vec::new();
    for column in used {
        let width = share.min(WIDEST).max(need(column));
        places.push((column, left, width));
        left += width + gap;
    }
    Columns { places, width: left - gap + MARGIN }
}

/// Places the boxes row by row, aligned across columns, and the bars of the stages beside them.
fn place<'a>(flow: &'a Flow, columns: &Columns, top: f64) -> (Vec<Placed<'a>>, Vec<(Stage, f64, f64)>) {
    let mut placed: Vec<Placed<'a>> = Vec::new();
    let mut stages: Vec<(Stage, f64, f64)> = Vec::new();
    let mut top = top;
    for (row, &stage) in flow.rows.iter().enumerate() {
        let mut height: f64 = 0.0;
        for content in flow.boxes.iter().filter(|flow_box| flow_box.row == row) {
            let (left, width) = columns.place(content.column);
            let lines: Vec<(Vec<String>, &Line)> = content
                .lines
                .iter()
                .map(|line| {
                    let inset = f64::from(line.depth) * INDENT;
                    let words = match &line.count {
                        Some(count) => format!("{} {}", line.words, count.replace(' ', "\u{a0}")),
                        None => line.words.clone(),
                    };
                    (wrap(&words, TEXT, Weight::Regular, width - 2.0 * PADDING - inset + HAIR), line)
                })
                .collect();
            let count = lines.iter().map(|(lines, _)| lines.len()).sum::<usize>();
            let own = (count as f64 * TEXT * LINE + 2.0 * PADDING - 2.0).max(LEAST);
            height = height.max(own);
            placed.push(Placed { content, left, top, width, height: own, lines });
        }
        // A bar is as tall as its name.
        let last = flow.rows.get(row + 1) != Some(&stage);
        let start = stages.iter().find(|(known, ..)| *known == stage).map_or(top, |&(_, start, _)| start);
        if last {
            height = height.max(start + width(stage.name(), TEXT, Weight::Bold) + 8.0 - top);
        }
        match stages.last_mut() {
            Some((known, _, bottom)) if *known == stage => *bottom = top + height,
            _ => stages.push((stage, top, top + height)),
        }
        top += height + ROW_GAP;
    }
    (placed, stages)
}

fn arrow(canvas: &mut Canvas, points: &[(f64, f64)]) {
    let [.., before, tip] = points else { return };
    let direction = (tip.0 - before.0, tip.1 - before.1);
    let length = (direction.0 * direction.0 + direction.1 * direction.1).sqrt().max(f64::MIN_POSITIVE);
    // The line ends inside its head.
    let end = (tip.0 - direction.0 / length * (HEAD - 1.0), tip.1 - direction.1 / length * (HEAD - 1.0));
    let mut line = points[..points.len() - 1].to_vec();
    line.push(end);
    canvas.polyline(&line, Pen::new(Colour::Ink, 1.0));
    canvas.arrowhead(*tip, direction, HEAD, Colour::Ink);
}

fn arrows(canvas: &mut Canvas, flow: &Flow, placed: &[Placed<'_>]) {
    let find = |key: &str| placed.iter().find(|flow_box| flow_box.content.key == key);
    let down = |canvas: &mut Canvas, from: &str, to: &str| {
        if let (Some(from), Some(to)) = (find(from), find(to)) {
            arrow(canvas, &[(from.centre(), from.bottom()), (from.centre(), to.top)]);
        }
    };
    let across = |canvas: &mut Canvas, from: &str, to: &str| {
        if let (Some(from), Some(to)) = (find(from), find(to)) {
            let y = from.top + from.height.min(to.height) / 2.0;
            arrow(canvas, &[(from.right(), y), (to.left, y)]);
        }
    };
    let first = if flow.update { "new" } else { "included" };
    for (from, to) in [
        ("identified", "screened"),
        ("screened", "sought"),
        ("sought", "assessed"),
        ("assessed", first),
        ("new", "included"),
        ("included", "synthesised"),
    ] {
        down(canvas, from, to);
    }
    for (from, to) in [
        ("identified", "removed"),
        ("screened", "excluded"),
        ("sought", "not_retrieved"),
        ("assessed", "excluded_reports"),
    ] {
        across(canvas, from, to);
    }
    if flow.other {
        down(canvas, "other.identified", "other.sought");
        down(canvas, "other.sought", "other.assessed");
        across(canvas, "other.sought", "other.not_retrieved");
        across(canvas, "other.assessed", "other.excluded_reports");
        if let (Some(from), Some(to)) = (find("other.assessed"), find(first)) {
            arrow(
                canvas,
                &[(from.centre(), from.bottom()), (from.centre(), to.middle()), (to.right(), to.middle())],
            );
        }
    }
    if let (Some(from), Some(to)) = (find("previous"), find("included")) {
        arrow(
            canvas,
            &[(from.centre(), from.bottom()), (from.centre(), to.middle()), (to.left, to.middle())],
        );
    }
}

fn draw_box(canvas: &mut Canvas, flow_box: &Placed<'_>) {
    let label = said(&flow_box.content.lines);
    canvas.group(&Group::new("box").data("box", flow_box.content.key).label(&label), |canvas| {
        let shape = Shape::fill(Colour::Paper).outlined(Pen::new(Colour::Ink, 1.0));
        canvas.rectangle(flow_box.left, flow_box.top, flow_box.width, flow_box.height, shape);
        let count = flow_box.lines.iter().map(|(lines, _)| lines.len()).sum::<usize>();
        let line_height = TEXT * LINE;
        let mut y = flow_box.middle() + 0.36 * TEXT - (count - 1) as f64 * line_height / 2.0;
        for (lines, line) in &flow_box.lines {
            let x = flow_box.left + PADDING + f64::from(line.depth) * INDENT;
            for (index, text) in lines.iter().enumerate() {
                canvas.text(x, y, text, TextStyle::default());
                if let (true, true, Some(count)) = (line.derived, index + 1 == lines.len(), &line.count) {
                    let end = x + width(text, TEXT, Weight::Regular);
                    let start = end - width(count, TEXT, Weight::Regular);
                    canvas.line(
                        (start, y + 2.5),
                        (end, y + 2.5),
                        Pen::new(Colour::Ink, 1.0).dashed(1.0, 2.0),
                    );
                }
                y += line_height;
            }
        }
    });
}

/// The lines of a box in one, each count after its words.
fn said(lines: &[Line]) -> String {
    let mut out = String::new();
    for line in lines {
        if !out.is_empty() {
            out.push_str(if out.ends_with(':') { " " } else { ", " });
        }
        out.push_str(&line.words);
        out.extend(line.count.iter().flat_map(|count| [" ", count.as_str()]));
    }
    out
}

fn footnotes(canvas: &mut Canvas, flow: &Flow, columns: &Columns, top: f64) -> f64 {
    let mut notes = Vec::new();
    if flow.derived {
        notes.push("Dotted underline: the count follows from the others.".to_owned());
    }
    if flow.unknown {
        notes.push(format!("{NOT_REPORTED}: not reported."));
    }
    notes.push(if flow.adapted {
        "PRISMA 2020, adapted: with a box added for the studies in the meta-analysis.".to_owned()
    } else {
        "PRISMA 2020.".to_owned()
    });
    let style = TextStyle::note();
    let base = top + 20.0;
    let lines = canvas.paragraph(MARGIN, base, &notes.join(" "), columns.width - 2.0 * MARGIN, style);
    base + (lines - 1) as f64 * style.size * LINE + 3.0
}

fn caption(flow: &Flow) -> Caption {
    let mut table = vec![["Stage", "Box", "Count", "Basis"].map(str::to_owned).to_vec()];
    let mut sentences = Vec::new();
    for flow_box in &flow.boxes {
        let mut heading = String::new();
        for line in &flow_box.lines {
            let Some(count) = &line.count else {
                heading = format!("{} ", line.words);
                continue;
            };
            let basis = match (line.derived, count.contains(NOT_REPORTED)) {
                (_, true) => "not reported",
                (true, false) => "derived",
                (false, false) => "reported",
            };
            let count = count.trim_matches(['(', ')']);
            let via = if flow_box.key.starts_with("other.") { " (other methods)" } else { "" };
            table.push(vec![
                flow.rows[flow_box.row].name().to_owned(),
                format!("{heading}{}{via}", line.words),
                count.to_owned(),
                basis.to_owned(),
            ]);
        }
        sentences.push(said(&flow_box.lines));
    }
    Caption {
        title: "PRISMA 2020 flow diagram".to_owned(),
        description: format!("{}.", sentences.join(". ")),
        table,
    }
}
