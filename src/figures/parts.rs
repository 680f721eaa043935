//! Parts that several figures have below or beside their plot: notes and legends.

use super::canvas::Canvas;
use super::style::{Group, TextStyle};
use super::subject::studies;
use super::text::{HAIR, LINE, Weight, longest_piece, narrowest, width, wrap};
use super::theme::SMALL;
use crate::numbers::Numbers;

/// Sets notes below a plot from an upper edge; returns the lower edge.
pub(super) fn notes(canvas: &mut Canvas, left: f64, top: f64, limit: f64, notes: &[String]) -> f64 {
    let mut base = top + SMALL * LINE;
    canvas.group(&Group::new("notes"), |canvas| {
        for note in notes.iter().filter(|note| !note.trim().is_empty()) {
            let lines = canvas.paragraph(left, base, note, limit, TextStyle::note());
            base += lines as f64 * SMALL * LINE + 2.0;
        }
    });
    base - SMALL * LINE + 4.0
}

/// Which studies have their name beside them, of those that lie somewhere, where at most so many are tried; nothing
/// where none does.
pub(super) fn named(
    numbers: &Numbers,
    placed: usize,
    wanted: usize,
    most: usize,
    place: &str,
) -> Option<String> {
    let counted = |count: usize| studies(numbers, count);
    match (placed, wanted) {
        (_, 0) => None,
        (0, _) => Some(format!("Not named, for want of room: {} {place}.", counted(wanted))),
        (placed, wanted) if placed == wanted => Some(format!("Named: {} {place}.", counted(wanted))),
        (placed, wanted) if placed == most => Some(format!(
            "Named: the {} furthest out of the {} {place}.",
            numbers.count(placed as u64),
            counted(wanted)
        )),
        _ => Some(format!(
            "Named: {} of the {} {place}; beside the {} there is no room.",
            numbers.count(placed as u64),
            counted(wanted),
            if wanted - placed == 1 { "other" } else { "others" }
        )),
    }
}

/// What is said where there are studies at one place.
pub(super) fn side_by_side(heaps: usize) -> Option<String> {
    (heaps > 0).then(|| "Studies at one place stand side by side.".to_owned())
}

/// A name in lines of about one length, none wider than the limit: no word stands alone at the end.
pub(super) fn balanced(text: &str, size: f64, weight: Weight, limit: f64) -> Vec<String> {
    let lines = wrap(text, size, weight, limit + HAIR);
    let least = narrowest(text, size, weight, lines.len(), limit).min(limit);
    wrap(text, size, weight, least + HAIR)
}

/// A name whose year does not stand alone in a line, where the year fits a line with the word before it.
pub(super) fn with_year(name: &str, size: f64, weight: Weight, limit: f64) -> String {
    let year = |word: &str| {
        let digits: String = word.chars().filter(char::is_ascii_digit).collect();
        digits.len() == 4 && word.trim_matches(['(', ')']).trim_end_matches(char::is_alphabetic).len() == 4
    };
    let bound = match name.trim_end().rsplit_once(' ') {
        Some((before, last)) if year(last) => format!("{before}\u{a0}{last}"),
        _ => return name.to_owned(),
    };
    // A word before them that is broken anyway does not matter.
    let tail = bound.rsplit(' ').next().unwrap_or(&bound);
    let fits = width(name, size, weight) > limit && longest_piece(tail, size, weight) <= limit;
    if fits { bound } else { name.to_owned() }
}

/// The name of a row in lines no wider than the limit, its year not alone.
pub(super) fn name_lines(name: &str, size: f64, weight: Weight, limit: f64) -> Vec<String> {
    balanced(&with_year(name, size, weight, limit), size, weight, limit)
}

/// Width of the sample in a legend.
pub(super) const SAMPLE: f64 = 22.0;

/// Sets a legend in rows: a sample drawn at its left end and middle, then its meaning. Returns the lower edge.
pub(super) fn legend<T: Copy>(
    canvas: &mut Canvas,
    left: f64,
    top: f64,
    limit: f64,
    entries: &[(T, String)],
    mut sample: impl FnMut(&mut Canvas, T, f64, f64),
) -> f64 {
    let row = 16.0;
    let (mut x, mut y) = (left, top + row / 2.0);
    canvas.group(&Group::new("legend"), |canvas| {
        for (index, (kind, text)) in entries.iter().enumerate() {
            let room = limit - SAMPLE - 5.0;
            let length = width(text, SMALL, Weight::Regular).min(room);
            if index > 0 && x + SAMPLE + 5.0 + length > left + limit {
                x = left;
                y += row;
            }
            sample(canvas, *kind, x, y);
            let lines = canvas.paragraph(
                x + SAMPLE + 5.0,
                y + 0.36 * SMALL,
                text,
                room,
                TextStyle::default().size(SMALL),
            );
            y += (lines.max(1) - 1) as f64 * SMALL * LINE;
            x += SAMPLE + 5.0 + length + 14.0;
        }
    });
    if entries.is_empty() { top } else { y + row / 2.0 }
}
