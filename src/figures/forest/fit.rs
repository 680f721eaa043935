//! How a forest plot keeps to a width that the author asks for: words wrap, then columns give way, then words wrap
//! again; what still needs more is drawn wider.

use std::borrow::Cow;

use super::layout::{FEW_LINES, Layout, MOST_LINES, lay_out};
use super::model::{Forest, Row};
use crate::figures::text::HAIR;

/// The plot as it is drawn, with its layout.
pub(super) fn fit(forest: &Forest) -> (Cow<'_, Forest>, Layout) {
    let fits = |layout: &Layout| layout.width <= forest.theme.width() + HAIR;
    let mut layout = lay_out(forest, FEW_LINES);
    if forest.theme.millimetres.is_none() || fits(&layout) {
        return (Cow::Borrowed(forest), layout);
    }
    let mut shown = forest.clone();
    let mut left_out = Vec::new();
    let mut lines = FEW_LINES;
    while !fits(&layout) {
        if !shown.lights.is_empty() {
            left_out.push("risk of bias".to_owned());
            without_lights(&mut shown);
        } else if lines == FEW_LINES && !has_own(&shown) {
            lines = MOST_LINES;
        } else if let Some(greatest) = shown.columns.iter().filter_map(|column| column.gives_way).max() {
            left_out.extend(without(&mut shown, greatest));
        } else if lines == MOST_LINES {
            lines = usize::MAX;
        } else {
            break;
        }
        layout = lay_out(&shown, lines);
    }
    if !left_out.is_empty() {
        shown.notes.push(format!("Left out at this width: {}.", left_out.join(", ")));
    }
    (Cow::Owned(shown), layout)
}

/// Whether a column is left that neither holds data nor weights.
fn has_own(forest: &Forest) -> bool {
    forest.columns.iter().any(|column| column.gives_way.is_some_and(|rank| rank >= super::columns::OWN))
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
    let named = |column: &super::model::Column| match &column.group {
        Some(group) => format!("{group}: {}", column.header),
        None => column.header.clone(),
    };
    let gone = forest.columns.iter().filter(|column| column.gives_way == Some(rank)).map(named).collect();
    forest.columns.retain(|column| column.gives_way != Some(rank));
    gone
}
