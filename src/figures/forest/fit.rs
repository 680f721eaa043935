//! How a forest plot keeps to its width: names wrap and everything stands closer, events join their totals. To a width
//! that the author asks for, columns give way too, and words wrap again; what still needs more is drawn wider.

use std::borrow::Cow;

use super::layout::{FEW_LINES, Layout, MOST_LINES, Squeeze, lay_out};
use super::model::{Column, Forest, Row};
use crate::figures::subject::lowered;
use crate::figures::text::HAIR;

/// The plot as it is drawn, with its layout.
pub(super) fn fit(forest: &Forest) -> (Cow<'_, Forest>, Layout) {
    let fits = |layout: &Layout| layout.width <= forest.theme.width() + HAIR;
    let mut squeeze = Squeeze { lines: FEW_LINES, tight: false, short_names: false };
    for tight in [false, true] {
        squeeze.tight = tight;
        let layout = lay_out(forest, squeeze);
        if fits(&layout) {
            return (Cow::Borrowed(forest), layout);
        }
    }
    let all = joined(forest);
    let mut layout = lay_out(&all, squeeze);
    if !fits(&layout) {
        squeeze.short_names = true;
        layout = lay_out(&all, squeeze);
    }
    if fits(&layout) || forest.theme.millimetres.is_none() {
        return (Cow::Owned(all), layout);
    }
    let mut gone: Vec<Part> = Vec::new();
    let mut shown = all.clone();
    while !fits(&layout) {
        if !shown.lights.is_empty() {
            gone.push(Part::Lights);
        } else if squeeze.lines == FEW_LINES && !has_own(&shown) {
            squeeze.lines = MOST_LINES;
        } else if let Some(greatest) = shown.columns.iter().filter_map(|column| column.gives_way).max() {
            gone.push(Part::Columns(greatest));
        } else if squeeze.lines <= MOST_LINES {
            squeeze.lines = usize::MAX;
        } else {
            break;
        }
        shown = without(&all, &gone);
        layout = lay_out(&shown, squeeze);
    }
    // What went last may leave room for what went before.
    for index in (0..gone.len()).rev() {
        let mut fewer = gone.clone();
        fewer.remove(index);
        let more = without(&all, &fewer);
        let laid = lay_out(&more, squeeze);
        if fits(&laid) {
            (shown, layout, gone) = (more, laid, fewer);
        }
    }
    if !gone.is_empty() {
        let names: Vec<String> = gone.iter().flat_map(|part| named(&all, *part)).collect();
        shown.notes.push(format!("Left out at this width: {}.", names.join("; ")));
        let roomy = lay_out(&shown, Squeeze { tight: false, short_names: false, ..squeeze });
        if squeeze.lines <= MOST_LINES && fits(&roomy) {
            layout = roomy;
        }
    }
    (Cow::Owned(shown), layout)
}

/// What gives way to a width.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// The judgements.
    Lights,
    /// The columns of a rank.
    Columns(usize),
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

/// The plot without what gives way.
fn without(all: &Forest, gone: &[Part]) -> Forest {
    let mut shown = all.clone();
    let lights = gone.contains(&Part::Lights);
    if lights {
        shown.lights.clear();
    }
    let kept = |column: &Column| column.gives_way.is_none_or(|rank| !gone.contains(&Part::Columns(rank)));
    let columns: Vec<bool> = all.columns.iter().map(kept).collect();
    shown.columns.retain(kept);
    for row in &mut shown.rows {
        if let Row::Study { lights: judged, .. } = row
            && lights
        {
            judged.clear();
        }
        if let Row::Study { cells, .. } | Row::Total { cells, .. } | Row::Prediction { cells, .. } = row {
            let mut at = columns.iter();
            cells.retain(|_| at.next().is_none_or(|kept| *kept));
        }
    }
    shown
}

/// What a part is called.
fn named(all: &Forest, part: Part) -> Vec<String> {
    let rank = match part {
        Part::Lights => return vec!["risk of bias".to_owned()],
        Part::Columns(rank) => rank,
    };
    let columns = all.columns.iter().filter(|column| column.gives_way == Some(rank));
    columns
        .map(|column| match &column.group {
            Some(group) => format!("{group}: {}", lowered(&column.header)),
            None => lowered(&column.header),
        })
        .collect()
}
