//! Levels of a column that are probably one, written in two ways.

use std::collections::{BTreeMap, BTreeSet};

use super::analysis::CheckedAnalysis;
use crate::diagnostics::{Diagnostic, Diagnostics, codes};
use crate::table::StudyTable;

/// Tells values of columns that split or explain the studies which differ only in case, white space or punctuation.
pub(super) fn check(analyses: &[CheckedAnalysis], table: &StudyTable, found: &mut Diagnostics) {
    let columns: BTreeSet<&str> = analyses
        .iter()
        .flat_map(|analysis| {
            let moderators = analysis.regressions.iter().flatten().map(|moderator| moderator.column.as_str());
            analysis.subgroups.iter().map(String::as_str).chain(moderators)
        })
        .filter(|name| table.column(name).is_some_and(|column| !column.is_numeric()))
        .collect();
    for column in columns {
        // By what they come to: the ways in which it is written, each with its rows.
        let mut levels: BTreeMap<String, BTreeMap<String, Vec<usize>>> = BTreeMap::new();
        for row in 0..table.len() {
            if let Some(text) = table.text(row, column) {
                let ways = levels.entry(plain(&text)).or_default();
                ways.entry(text.into_owned()).or_default().push(row);
            }
        }
        for ways in levels.values().filter(|ways| ways.len() > 1) {
            found.extend(alike(table, column, ways));
        }
    }
}

fn alike(table: &StudyTable, column: &str, ways: &BTreeMap<String, Vec<usize>>) -> Option<Diagnostic> {
    let mut ways: Vec<(&String, &Vec<usize>)> = ways.iter().collect();
    // The usual one first.
    ways.sort_by_key(|(text, rows)| (std::cmp::Reverse(rows.len()), *text));
    let (&(usual, usual_rows), others) = ways.split_first()?;
    let studies = |rows: &[usize]| match rows.len() {
        1 => "1 study".to_owned(),
        n => format!("{n} studies"),
    };
    let names: Vec<String> = ways.iter().map(|(text, _)| format!("`{text}`")).collect();
    let message =
        format!("{} of `{column}` differ only in case, white space or punctuation", names.join(" and "));
    let mut warning = Diagnostic::new(codes::LEVELS_ALIKE, message);
    for (position, (text, rows)) in others.iter().enumerate() {
        let (place, label) =
            (table.cell_place(*rows.first()?, column), format!("`{text}` in {}", studies(rows)));
        warning = if position == 0 { warning.at(place, label) } else { warning.also(place, label) };
    }
    Some(
        warning
            .also(
                table.cell_place(*usual_rows.first()?, column),
                format!("`{usual}` in {}", studies(usual_rows)),
            )
            .hint(format!("they are compared as different groups: write `{usual}` in all, if they are one")),
    )
}

/// A level without what a slip changes. Signs beside digits say something: `< 5` is not `> 5`, nor `1-5` what `15` is.
fn plain(text: &str) -> String {
    let digits = text.contains(|c: char| c.is_ascii_digit());
    let kept = |c: &char| !c.is_whitespace() && (digits || !"-_.,;:'\"’()/".contains(*c));
    text.chars().filter(kept).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn what_a_slip_changes_does_not_count() {
        assert_eq!(plain("Random "), plain("random"));
        assert_eq!(plain("Non-randomised"), plain("non randomised."));
        for (one, other) in [("< 5", "> 5"), ("1-5", "15"), ("random", "alternate"), ("n/a 1", "na 1")] {
            assert_ne!(plain(one), plain(other));
        }
    }
}
