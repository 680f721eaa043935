//! Where the boxes stand: what leaves a box beside it, or below where there is no room.

use super::boxes::{Column, Flow, FlowBox, Stage};
use super::lines::Line;
use crate::figures::Theme;
use crate::figures::text::{HAIR, LINE, Weight, longest_piece, width, wrap};
use crate::figures::theme::TEXT;

pub(super) const MARGIN: f64 = 8.0;
pub(super) const PADDING: f64 = 8.0;
/// Width of the bars at the side.
pub(super) const BAR: f64 = 22.0;
/// Space between the bars and the boxes.
const BESIDE_BAR: f64 = 10.0;
/// Space between rows, which holds the arrows.
const ROW_GAP: f64 = 20.0;
/// Space above what leaves a box, where that stands below it.
const ASIDE_GAP: f64 = 8.0;
/// How far a box stands in that is below the one which it leaves.
pub(super) const INSET: f64 = 20.0;
/// How far items stand in.
pub(super) const INDENT: f64 = 8.0;
/// Least height of a box.
const LEAST: f64 = 34.0;
/// Widest box beside others, and where each has a row of its own.
const WIDEST: f64 = 250.0;
const WIDEST_BELOW: f64 = 320.0;
/// Space in the title bars above and below their words.
const TITLE_PADDING: f64 = 6.0;
const BELOW_TITLES: f64 = 14.0;

/// A box in its place.
#[derive(Debug)]
pub(super) struct Placed<'a> {
    pub content: &'a FlowBox,
    pub left: f64,
    pub top: f64,
    pub width: f64,
    pub height: f64,
    pub lines: Vec<(Vec<String>, &'a Line)>,
}

impl Placed<'_> {
    pub(super) fn right(&self) -> f64 {
        self.left + self.width
    }
    pub(super) fn bottom(&self) -> f64 {
        self.top + self.height
    }
    pub(super) fn centre(&self) -> f64 {
        self.left + self.width / 2.0
    }
    pub(super) fn middle(&self) -> f64 {
        self.top + self.height / 2.0
    }
}

/// A title bar in its place.
#[derive(Debug)]
pub(super) struct Title<'a> {
    pub column: Column,
    pub words: &'a str,
    pub left: f64,
    pub right: f64,
    pub top: f64,
    pub height: f64,
    pub lines: Vec<String>,
}

/// Everything in its place.
#[derive(Debug)]
pub(super) struct Layout<'a> {
    /// The boxes, in the order of the flow.
    pub boxes: Vec<Placed<'a>>,
    pub titles: Vec<Title<'a>>,
    /// The bars of the stages: top and bottom.
    pub stages: Vec<(Stage, f64, f64)>,
    /// What leaves a box stands below it.
    pub below: bool,
    /// Where lines run between the bars and the boxes.
    pub gutter: f64,
    pub width: f64,
    pub bottom: f64,
}

/// The columns in use with their places.
struct Columns {
    places: Vec<(Column, f64, f64)>,
    below: bool,
    gutter: f64,
    width: f64,
}

impl Columns {
    fn place(&self, column: Column) -> (f64, f64) {
        let found = self.places.iter().find(|(used, ..)| *used == column);
        found.map_or((0.0, 0.0), |&(_, left, width)| (left, width))
    }
}

/// Boxes beside one another where that fits the width, else what leaves a box below it, else whatever is narrower.
pub(super) fn layout(flow: &Flow, theme: Theme) -> Layout<'_> {
    let beside = beside(flow, theme);
    if beside.width <= theme.width() + HAIR {
        return placed(flow, &beside);
    }
    let below = below(flow, theme);
    placed(flow, if below.width < beside.width { &below } else { &beside })
}

/// The narrowest that the boxes of a column can be: no word is broken.
fn need(flow: &Flow, column: Column) -> f64 {
    let lines =
        flow.boxes.iter().filter(|flow_box| flow_box.column == column).flat_map(|flow_box| &flow_box.lines);
    let longest = lines.map(|line| {
        let inset = f64::from(line.depth) * INDENT;
        let count = line.count.as_ref().map_or(0.0, |count| width(count, TEXT, Weight::Regular));
        // A reason without a space may break.
        inset + longest_piece(&line.marked_words(), TEXT, Weight::Regular).min(200.0).max(count)
    });
    longest.fold(0.0, f64::max) + 2.0 * PADDING + 1.0
}

/// Widths of columns that share a room: equal ones where these hold what each needs, else what each needs and an
/// equal part of the rest.
fn shared(needs: &[f64], room: f64, gap: f64, widest: f64) -> Vec<f64> {
    let count = needs.len().max(1) as f64;
    let room = room - gap * (count - 1.0);
    let equal: Vec<f64> = needs.iter().map(|need| (room / count).min(widest).max(*need)).collect();
    if equal.iter().sum::<f64>() <= room + HAIR {
        return equal;
    }
    let rest = (room - needs.iter().sum::<f64>()).max(0.0) / count;
    needs.iter().map(|need| need + rest).collect()
}

fn beside(flow: &Flow, theme: Theme) -> Columns {
    use Column::{Databases, DatabasesSide, Other, OtherSide, Previous};
    let used: Vec<Column> = [Previous, Databases, DatabasesSide, Other, OtherSide]
        .into_iter()
        .filter(|&column| matches!(column, Databases | DatabasesSide) || flow.has(column))
        .collect();
    let gap = if used.len() <= 3 { 30.0 } else { 18.0 };
    let start = MARGIN + BAR + BESIDE_BAR;
    let room = theme.width() - start - MARGIN;
    let widths =
        shared(&used.iter().map(|&column| need(flow, column)).collect::<Vec<_>>(), room, gap, WIDEST);
    let mut left = start;
    let mut places = Vec::new();
    for (column, width) in used.into_iter().zip(widths) {
        places.push((column, left, width));
        left += width + gap;
    }
    Columns { places, below: false, gutter: start, width: left - gap + MARGIN }
}

fn below(flow: &Flow, theme: Theme) -> Columns {
    use Column::{Databases, DatabasesSide, Other, OtherSide, Previous};
    let previous = flow.has(Previous);
    // A line runs down from the studies before to the total.
    let start = MARGIN + BAR + BESIDE_BAR + if previous { 6.0 } else { 0.0 };
    let mut used = vec![(Databases, DatabasesSide)];
    if flow.has(Other) {
        used.push((Other, OtherSide));
    }
    let gap = 12.0;
    let room = theme.width() - start - MARGIN;
    let needs = used.iter().map(|&(main, aside)| need(flow, main).max(INSET + need(flow, aside)));
    let widths = shared(&needs.collect::<Vec<_>>(), room, gap, WIDEST_BELOW);
    let mut left = start;
    let mut places = Vec::new();
    for ((main, aside), width) in used.into_iter().zip(widths) {
        places.push((main, left, width));
        places.push((aside, left + INSET, width - INSET));
        left += width + gap;
    }
    let mut right = left - gap;
    if previous {
        right = right.max(start + need(flow, Previous));
        places.push((Previous, start, right - start));
    }
    let gutter = MARGIN + BAR + (start - MARGIN - BAR) / 2.0;
    Columns { places, below: true, gutter, width: right + MARGIN }
}

/// The lines of a box, wrapped, and its height.
fn wrapped(content: &FlowBox, width: f64) -> (Vec<(Vec<String>, &Line)>, f64) {
    let lines: Vec<(Vec<String>, &Line)> = content
        .lines
        .iter()
        .map(|line| {
            let inset = f64::from(line.depth) * INDENT;
            let words = match &line.count {
                Some(count) => format!("{} {}", line.marked_words(), count.replace(' ', "\u{a0}")),
                None => line.marked_words(),
            };
            (wrap(&words, TEXT, Weight::Regular, width - 2.0 * PADDING - inset + HAIR), line)
        })
        .collect();
    let count = lines.iter().map(|(lines, _)| lines.len()).sum::<usize>();
    let height = (count as f64 * TEXT * LINE + 2.0 * PADDING - 2.0).max(LEAST);
    (lines, height)
}

/// Title bars side by side from an upper edge, all as tall as the tallest; gives their lower edge.
fn titles<'a>(
    flow: &'a Flow,
    columns: &Columns,
    top: f64,
    of: impl Fn(Column) -> bool,
    out: &mut Vec<Title<'a>>,
) -> f64 {
    let first = out.len();
    for (from, to, words) in flow.titles.iter().filter(|(from, ..)| of(*from)) {
        let (left, last) = (columns.place(*from).0, columns.place(*to));
        let right = last.0 + last.1;
        let lines = wrap(words, TEXT, Weight::Bold, right - left - 2.0 * PADDING);
        out.push(Title { column: *from, words, left, right, top, height: 0.0, lines });
    }
    let tallest = out[first..].iter().map(|title| title.lines.len()).max().unwrap_or(0);
    let height = tallest as f64 * TEXT * LINE + 2.0 * TITLE_PADDING;
    out[first..].iter_mut().for_each(|title| title.height = height);
    if tallest == 0 { top } else { top + height + BELOW_TITLES }
}

/// Places the boxes row by row, aligned across columns, and the bars of the stages beside them.
fn placed<'a>(flow: &'a Flow, columns: &Columns) -> Layout<'a> {
    let mut found: Vec<(usize, Placed<'a>)> = Vec::new();
    let mut title_bars = Vec::new();
    let apart = |column: Column| columns.below && column == Column::Previous;
    let mut top = MARGIN;
    if columns.below && flow.has(Column::Previous) {
        top = titles(flow, columns, top, apart, &mut title_bars);
        for (at, content) in flow.boxes.iter().enumerate().filter(|(_, content)| apart(content.column)) {
            let (left, width) = columns.place(content.column);
            let (lines, height) = wrapped(content, width);
            found.push((at, Placed { content, left, top, width, height, lines }));
            top += height + ROW_GAP;
        }
    }
    top = titles(flow, columns, top, |column| !apart(column), &mut title_bars);
    let mut stages: Vec<(Stage, f64, f64)> = Vec::new();
    for (row, &stage) in flow.rows.iter().enumerate() {
        let start = top;
        let mut bottom = top;
        // What leaves a box follows it in the list.
        let mut main = top;
        let of_row = flow.boxes.iter().enumerate().filter(|(_, b)| b.row == row && !apart(b.column));
        for (at, content) in of_row {
            let leaves = matches!(content.column, Column::DatabasesSide | Column::OtherSide);
            let top = if leaves && columns.below { main + ASIDE_GAP } else { start };
            let (left, width) = columns.place(content.column);
            let (lines, height) = wrapped(content, width);
            main = top + height;
            bottom = bottom.max(main);
            found.push((at, Placed { content, left, top, width, height, lines }));
        }
        // A bar is as tall as its name.
        let last = flow.rows.get(row + 1) != Some(&stage);
        let from = stages.iter().find(|(known, ..)| *known == stage).map_or(start, |&(_, from, _)| from);
        if last {
            bottom = bottom.max(from + width(stage.name(), TEXT, Weight::Bold) + 8.0);
        }
        match stages.last_mut() {
            Some((known, _, end)) if *known == stage => *end = bottom,
            _ => stages.push((stage, start, bottom)),
        }
        top = bottom + ROW_GAP;
    }
    found.sort_by_key(|(at, _)| *at);
    Layout {
        boxes: found.into_iter().map(|(_, placed)| placed).collect(),
        titles: title_bars,
        bottom: top - ROW_GAP,
        stages,
        below: columns.below,
        gutter: columns.gutter,
        width: columns.width,
    }
}
