//! How a forest plot keeps to its width: names wrap and everything stands closer, events join their totals. To a width
//! that the author asks for, columns give way too, and words wrap again; what still needs more is drawn wider.

use std::borrow::Cow;

use super::layout::{FEW_LINES, Layout, MOST_LINES, Squeeze, lay_out};
use super::model::{Column, Forest, Row};
use crate::figures::text::HAIR;

/// The plot as it is drawn, with its layout.
pub(super) fn fit(forest: &Forest) -> (Cow<'_, Forest>, Layout) {
    let fits = |layout: &Layout| layout.width <= forest.theme.width() + HAIR;
    let mut squeeze = Squeeze { lines: FEW_LINES, tight: false };
    let mut layout = lay_out(forest, squeeze);
    if fits(&layout) {
        return (Cow::Borrowed(forest), layout);
    }
    squeeze.tight = true;
    layout = lay_out(forest, squeeze);
    if fits(&layout) {
        return (Cow::Borrowed(forest), layout);
    }
    let mut shown = joined(forest);
    layout = lay_out(&shown, squeeze);
    if forest.theme.millimetres.is_none() {
        return (Cow::Owned(shown), layout);
    }
    let mut left_out = Vec::new();
    while !fits(&layout) {
        if !shown.lights.is_empty() {
            left_out.push("risk of bias".to_owned());
            without_lights(&mut shown);
        } else if squeeze.lines == FEW_LINES && !has_own(&shown) {
            squeeze.lines = MOST_LINES;
        } else if let Some(greatest) = shown.columns.iter().filter_map(|column| column.gives_way).max() {
            left_out.extend(without(&mut shown, greatest));
        } else if squeeze.lines <= MOST_LINES {
            squeeze.lines = usize::MAX;
        } else {
            break;
        }
        layout = lay_out(&shown, squeeze);
    }
    if !left_out.is_empty() {
        shown.notes.push(format!("Left out at this width: {}.", left_out.join(", ")));
        // What is gone may leave more room than was short.
        let roomy = lay_out(&shown, Squeeze { tight: false, ..squeeze });
        if fits(&roomy) {
            layout = roomy;
        }
    }
    (Cow::Owned(shown), layout)
}

/// Whether a column is left that neither holds data nor weights.
fn has_own(forest: &Forest) -> bool {
    forest.columns.iter().any(|column| column.gives_way.is_some_and(|rank| rank >= super::columns::OWN))
}

/// The plot with columns in one that can share it: events before their total.
fn joined(forest: &Forest) -> Forest {
    let mut shown = forest.clone();
    let mut index = 0;
    while index + 1 < shown.columns.len() {
        if let Some(header) = shown.columns[index].joins.take() {
            let count = shown.columns.len();
            shown.columns.remove(index + 1);
            shown.columns[index].header = header;
            for row in &mut shown.rows {
                if let Row::Study { cells, .. } | Row::Total { cells, .. } | Row::Prediction { cells, .. } =
                    row
                {
                    cells.resize(count, String::new());
                    let total = cells.remove(index + 1);
                    if !total.is_empty() {
                        cells[index] = format!("{}/{total}", cells[index]);
                    }
                }
            }
        }
        index += 1;
    }
    shown
}

fn without_lights(forest: &mut Forest) {
    forest.lights.clear();
    for row in &mut forest.rows {
        if let Row::Study { lights, .. } = row {
            lights.clear();
        }
    }
}

/// Takes the columns out that give way at a rank; returns what they are called.
fn without(forest: &mut Forest, rank: usize) -> Vec<String> {
    let kept: Vec<bool> = forest.columns.iter().map(|column| column.gives_way != Some(rank)).collect();
    for row in &mut forest.rows {
        if let Row::Study { cells, .. } | Row::Total { cells, .. } | Row::Prediction { cells, .. } = row {
            let mut at = kept.iter();
            cells.retain(|_| at.next().is_none_or(|kept| *kept));
        }
    }
    let named = |column: &Column| match &column.group {
        Some(group) => format!("{group}: {}", column.header),
        None => column.header.clone(),
    };
    let gone = forest.columns.iter().filter(|column| column.gives_way == Some(rank)).map(named).collect();
    forest.columns.retain(|column| column.gives_way != Some(rank));
    gone
}
