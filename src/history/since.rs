//! What changed since the last frozen version, as the report shows it.

use super::diff::{Block, Diff, Verdict, before_and_after, blocks};
use super::freeze::trajectories;
use crate::analysis::results::{EffectWords, Results};
use crate::figures::{self, Figure, Theme};
use crate::numbers::{Numbers, Scale};
use crate::report::tables::{Align, Cell, Column, Table};

/// The sections of a difference that the report shows, with the name of the table.
const SHOWN: &[(&str, &str)] = &[
    ("Estimates", "since/estimates"),
    ("Prediction and heterogeneity", "since/heterogeneity"),
    ("Certainty of the evidence", "since/certainty"),
    ("Claims", "since/claims"),
    ("Methods", "since/methods"),
    ("Cells of the study table", "since/cells"),
];

/// The tables of "What changed since VERSION": a first one with the verdict, its reasons and the studies that came
/// or went, then one for each kind of change.
#[must_use]
pub fn since_tables(diff: &Diff, numbers: Numbers) -> Vec<Table> {
    if diff.verdict == Verdict::None {
        return Vec::new();
    }
    let since = diff.old.name();
    let mut tables = vec![summary(diff, &since)];
    let mut heading = String::new();
    for block in blocks(diff, numbers) {
        match block {
            Block::Heading(text) => heading = text,
            Block::List(_) => {}
            Block::Table { header, rows, numbers_from } => {
                if let Some((title, name)) = SHOWN.iter().find(|(title, _)| *title == heading) {
                    let columns = header.iter().enumerate().map(|(index, label)| Column {
                        label: (*label).to_owned(),
                        align: if index >= numbers_from { Align::End } else { Align::Start },
                        prose: false,
                    });
                    let caption = format!("{title}: what changed since version {since}");
                    let mut table = Table::new(*name, caption, columns.collect());
                    for row in rows {
                        table.entry(row.into_iter().map(cell).collect());
                    }
                    tables.push(table);
                }
            }
        }
    }
    tables
}

fn summary(diff: &Diff, since: &str) -> Table {
    let column = |label: &str, prose| Column { label: label.to_owned(), align: Align::Start, prose };
    let columns = vec![column("Weight", false), column("Change", true)];
    let mut table = Table::new("since", format!("What changed since version {since}"), columns);
    let mut rows: Vec<(Verdict, String)> =
        diff.reasons.iter().map(|reason| (reason.verdict, reason.text.clone())).collect();
    for (verb, studies) in [("added", &diff.studies.added), ("removed", &diff.studies.removed)] {
        rows.extend(studies.iter().map(|study| (Verdict::Data, format!("{verb}: {}", study.label))));
    }
    // The weightiest first; which study came stands behind how many did.
    rows.sort_by_key(|(verdict, _)| std::cmp::Reverse(*verdict));
    for (verdict, text) in rows {
        table.entry(vec![cell(verdict.as_str().to_owned()), cell(text)]);
    }
    table.notes.push(diff.verdict.meaning().to_owned());
    table
}

fn cell(text: String) -> Cell {
    Cell { text, ..Cell::default() }
}

/// The estimates before and after, a figure per analysis: `diff-<analysis>`.
#[must_use]
pub fn since_figures(diff: &Diff, numbers: Numbers) -> Vec<Figure> {
    before_and_after(diff, numbers)
}

/// The headline estimates over the versions of the review, from three versions on: `trajectory-<analysis>`.
#[must_use]
pub fn trajectory_figures(
    frozen: &[Results],
    results: &Results,
    numbers: &Numbers,
    theme: Theme,
) -> Vec<Figure> {
    let trajectories = trajectories(frozen, results);
    let draw = |of: &super::Trajectory| {
        let analysis = results.analyses.get(&of.analysis);
        let effect = analysis
            .map_or_else(|| EffectWords::of(of.measure), |analysis| analysis.effect_words_of(of.measure));
        figures::trajectory(&figures::Trajectory {
            id: &of.analysis,
            title: &of.title,
            effect: &effect.heading,
            scale: Scale::of(of.measure),
            level: analysis.map_or(0.95, |analysis| analysis.level),
            points: &of.points,
            theme,
            numbers,
        })
    };
    trajectories.iter().filter_map(draw).collect()
}
