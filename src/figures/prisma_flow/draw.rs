//! The boxes, their arrows, the bars at the top and the side, and what stands below.

use super::PrismaSource;
use super::boxes::{Arrow, Column, Flow, Stage};
use super::layout::{BAR, INDENT, INSET, Layout, MARGIN, PADDING, Placed, Title, layout};
use super::lines::{Line, in_full, said};
use crate::figures::canvas::Point;
use crate::figures::parts::notes as set_notes;
use crate::figures::text::{LINE, Weight, width};
use crate::figures::theme::{TEXT, millimetres};
use crate::figures::{Anchor, Canvas, Caption, Colour, Figure, Group, Pen, Shape, TextStyle, Theme};
use crate::numbers::NOT_REPORTED;
use crate::spec::prisma::FlowTheme;

const HEAD: f64 = 6.0;

/// The publication that the figure comes from.
const CITATION: &str = "Page MJ et al. BMJ\u{a0}2021;372:n71.";

/// The colours of bars and boxes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Look {
    theme: FlowTheme,
}

impl Look {
    pub(super) fn of(source: &PrismaSource<'_>) -> Self {
        Self { theme: source.spec.theme.unwrap_or_default() }
    }

    /// Fill and text of the title bar of a column.
    pub(super) const fn title(self, column: Column) -> (Colour, Colour) {
        match (self.theme, column) {
            (FlowTheme::Neutral, _) => (Colour::TitleBar, Colour::Ink),
            (FlowTheme::Prisma, Column::Databases | Column::DatabasesSide) => {
                (Colour::PrismaTitle, Colour::OnLight)
            }
            (FlowTheme::Prisma, _) => (Colour::PrismaOther, Colour::OnLight),
        }
    }

    /// Fill and text of the boxes of a column.
    const fn of_box(self, column: Column) -> (Colour, Colour) {
        match (self.theme, column) {
            (FlowTheme::Prisma, Column::Previous | Column::Other | Column::OtherSide) => {
                (Colour::PrismaOther, Colour::OnLight)
            }
            _ => (Colour::Paper, Colour::Ink),
        }
    }

    /// Fill and text of the bars at the side.
    const fn stage(self) -> (Colour, Colour) {
        match self.theme {
            FlowTheme::Neutral => (Colour::SideBar, Colour::Ink),
            FlowTheme::Prisma => (Colour::PrismaSide, Colour::OnLight),
        }
    }
}

/// Draws a diagram of boxes.
pub(super) fn draw(id: &str, source: &PrismaSource<'_>, flow: &Flow) -> Figure {
    let look = Look::of(source);
    let layout = layout(flow, source.theme);
    let mut canvas = Canvas::new(id, source.theme);
    for title in &layout.titles {
        title_bar(&mut canvas, title, look);
    }
    for &(stage, top, bottom) in &layout.stages {
        stage_bar(&mut canvas, look, stage, top, bottom);
    }
    canvas.group(&Group::new("arrows").decoration(), |canvas| arrows(canvas, flow, &layout));
    for flow_box in &layout.boxes {
        draw_box(&mut canvas, flow_box, look);
    }
    let notes = notes(flow, source.theme, layout.width);
    let bottom = set_notes(&mut canvas, MARGIN, layout.bottom + 10.0, layout.width - 2.0 * MARGIN, &notes);
    canvas.finish(layout.width, bottom + MARGIN, caption(flow))
}

fn title_bar(canvas: &mut Canvas, title: &Title<'_>, look: Look) {
    let (fill, text) = look.title(title.column);
    canvas.group(&Group::new("title-bar").label(title.words), |canvas| {
        let width = title.right - title.left;
        canvas.rectangle(title.left, title.top, width, title.height, Shape::fill(fill).rounded(4.0));
        let lines = (title.lines.len().max(1) - 1) as f64 * TEXT * LINE;
        let first = title.top + title.height / 2.0 + 0.36 * TEXT - lines / 2.0;
        for (index, line) in title.lines.iter().enumerate() {
            let style = TextStyle::default().bold().colour(text).anchor(Anchor::Middle);
            canvas.text(
                f64::midpoint(title.left, title.right),
                first + index as f64 * TEXT * LINE,
                line,
                style,
            );
        }
    });
}

/// The bar of a stage at the left edge.
pub(super) fn stage_bar(canvas: &mut Canvas, look: Look, stage: Stage, top: f64, bottom: f64) {
    let (fill, text) = look.stage();
    canvas.group(&Group::new("side-bar").label(stage.name()), |canvas| {
        canvas.rectangle(MARGIN, top, BAR, bottom - top, Shape::fill(fill).rounded(4.0));
        let style = TextStyle::default().bold().colour(text).anchor(Anchor::Middle).upwards();
        canvas.text(MARGIN + BAR / 2.0 + 0.36 * TEXT, f64::midpoint(top, bottom), stage.name(), style);
    });
}

fn arrow(canvas: &mut Canvas, points: &[Point]) {
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

fn arrows(canvas: &mut Canvas, flow: &Flow, layout: &Layout<'_>) {
    for &(kind, from, to) in &flow.arrows {
        let (Some(from), Some(to)) = (layout.boxes.get(from), layout.boxes.get(to)) else { continue };
        // Where boxes stand below one another, arrows run down beside what leaves.
        let trunk = if layout.below { from.left + INSET / 2.0 } else { from.centre() };
        let foot = (trunk, from.bottom());
        match kind {
            Arrow::Down => arrow(canvas, &[foot, (trunk, to.top)]),
            Arrow::Aside if layout.below => {
                arrow(canvas, &[foot, (trunk, to.middle()), (to.left, to.middle())]);
            }
            Arrow::Aside => {
                let y = from.top + from.height.min(to.height) / 2.0;
                arrow(canvas, &[(from.right(), y), (to.left, y)]);
            }
            Arrow::IntoRight => arrow(canvas, &[foot, (trunk, to.middle()), (to.right(), to.middle())]),
            Arrow::IntoLeft if layout.below => {
                let x = layout.gutter;
                arrow(
                    canvas,
                    &[
                        (from.left, from.middle()),
                        (x, from.middle()),
                        (x, to.middle()),
                        (to.left, to.middle()),
                    ],
                );
            }
            Arrow::IntoLeft => arrow(canvas, &[foot, (trunk, to.middle()), (to.left, to.middle())]),
        }
    }
}

fn draw_box(canvas: &mut Canvas, flow_box: &Placed<'_>, look: Look) {
    let label = said(&flow_box.content.lines);
    let (fill, ink) = look.of_box(flow_box.content.column);
    canvas.group(&Group::new("box").data("box", &flow_box.content.key).label(&label), |canvas| {
        let shape = Shape::fill(fill).outlined(Pen::new(Colour::Ink, 1.0));
        canvas.rectangle(flow_box.left, flow_box.top, flow_box.width, flow_box.height, shape);
        let count = flow_box.lines.iter().map(|(lines, _)| lines.len()).sum::<usize>();
        let line_height = TEXT * LINE;
        let mut y = flow_box.middle() + 0.36 * TEXT - (count.max(1) - 1) as f64 * line_height / 2.0;
        for (lines, line) in &flow_box.lines {
            let x = flow_box.left + PADDING + f64::from(line.depth) * INDENT;
            for (index, text) in lines.iter().enumerate() {
                canvas.text(x, y, text, TextStyle::default().colour(ink));
                if let (true, true, Some(count)) = (line.derived, index + 1 == lines.len(), &line.count) {
                    let end = x + width(text, TEXT, Weight::Regular);
                    underline(canvas, end - width(count, TEXT, Weight::Regular), end, y, ink);
                }
                y += line_height;
            }
        }
    });
}

/// The dots below a count that follows from others.
pub(super) fn underline(canvas: &mut Canvas, start: f64, end: f64, base: f64, colour: Colour) {
    canvas.line((start, base + 2.5), (end, base + 2.5), Pen::new(colour, 1.0).dashed(1.0, 2.0));
}

/// What stands below the diagram, a paragraph each.
pub(super) fn notes(flow: &Flow, theme: Theme, width: f64) -> Vec<String> {
    let mut notes: Vec<String> =
        flow.notes.iter().map(|note| format!("{} {}", note.mark, note.text)).collect();
    let mut sentences = Vec::new();
    sentences.extend(flow.remark.clone());
    if flow.lines().any(|line| line.derived) {
        sentences.push("Dotted underline: the count follows from the others.".to_owned());
    }
    if flow.lines().any(Line::is_unknown) {
        sentences.push(format!("{NOT_REPORTED}: not reported."));
    }
    sentences.push(match flow.adapted.split_last() {
        None => format!("PRISMA 2020: {CITATION}"),
        Some((last, [])) => format!("PRISMA 2020, adapted: {last}. {CITATION}"),
        Some((last, before)) => {
            format!("PRISMA 2020, adapted: {} and {last}. {CITATION}", before.join(", "))
        }
    });
    if let Some(asked) = theme.millimetres
        && width.ceil() > theme.width()
    {
        sentences.push(format!(
            "Drawn {} mm wide: the words need more than {asked} mm.",
            millimetres(width.ceil())
        ));
    }
    notes.push(sentences.join(" "));
    notes
}

/// Whose box it is, where several columns have one of the same name.
fn via(flow: &Flow, column: Column) -> String {
    match column {
        Column::Other | Column::OtherSide => " (other methods)".to_owned(),
        Column::Previous => flow
            .titles
            .iter()
            .find(|(first, ..)| *first == Column::Previous)
            .and_then(|(.., words)| words.split_once(": "))
            .map_or_else(String::new, |(before, versions)| {
                format!(" ({}: {})", before.to_lowercase(), versions.replace('\u{a0}', " "))
            }),
        Column::Databases | Column::DatabasesSide => String::new(),
    }
}

fn caption(flow: &Flow) -> Caption {
    let mut table = vec![["Stage", "Box", "Count", "Basis"].map(str::to_owned).to_vec()];
    let mut row = |stage: Stage, words: String, line: &Line| {
        let Some(count) = &line.count else { return };
        let basis = match (line.derived, line.is_unknown()) {
            (_, true) => "not reported",
            (true, false) => "derived",
            (false, false) => "reported",
        };
        let count = count.trim_matches(['(', ')']);
        table.push(vec![stage.name().to_owned(), words, count.to_owned(), basis.to_owned()]);
    };
    let mut sentences = Vec::new();
    for flow_box in &flow.boxes {
        let stage = flow.rows.get(flow_box.row).copied().unwrap_or(Stage::Included);
        let via = via(flow, flow_box.column);
        for (line, words) in flow_box.lines.iter().zip(in_full(&flow_box.lines)) {
            row(stage, format!("{words}{via}"), line);
        }
        let said = said(&flow_box.lines);
        sentences.push(if via.is_empty() { said } else { format!("{said}{via}") });
    }
    for note in &flow.notes {
        for (stage, line) in &note.counts {
            row(*stage, line.words.clone(), line);
        }
        sentences.push(note.text.trim_end_matches('.').to_owned());
    }
    sentences.extend(flow.remark.as_ref().map(|remark| remark.trim_end_matches('.').to_owned()));
    Caption {
        title: "PRISMA 2020 flow diagram".to_owned(),
        description: format!("{}.", sentences.join(". ")),
        table,
    }
}
