//! Counts that make up a whole, as bars.

use super::canvas::Canvas;
use super::figure::{Caption, Figure};
use super::parts::{name_lines, notes};
use super::style::{Group, Pen, Shape, TextStyle};
use super::text::{LINE, Weight, width};
use super::theme::{Colour, TEXT, Theme};
use crate::analysis::results::CompositionResult;
use crate::numbers::Numbers;

const MARGIN: f64 = 8.0;
const BAR: f64 = 15.0;
const ROW: f64 = 23.0;
const NAMES: f64 = 240.0;

/// Draws the parts of a whole, where there are any.
#[must_use]
pub fn composition(id: &str, of: &CompositionResult, theme: Theme, numbers: &Numbers) -> Option<Figure> {
    let greatest = of.parts.values().map(|(count, _)| *count).max().filter(|count| *count > 0)?;
    let mut canvas = Canvas::new(&format!("composition-{id}"), theme);
    let names: Vec<Vec<String>> =
        of.parts.keys().map(|name| name_lines(name, TEXT, Weight::Regular, theme.scaled(NAMES))).collect();
    let names_width =
        names.iter().flatten().map(|line| width(line, TEXT, Weight::Regular)).fold(40.0, f64::max);
    let said: Vec<String> = of
        .parts
        .values()
        .map(|&(count, share)| {
            let share = numbers.percent(share, Some(of.total as f64));
            format!("{}/{} ({share})", numbers.count(count), numbers.count(of.total))
        })
        .collect();
    let said_width = said.iter().map(|text| width(text, TEXT, Weight::Regular)).fold(0.0, f64::max);
    let left = MARGIN + names_width + 12.0;
    let room = theme.width() - MARGIN - said_width - 8.0 - left;
    let line = TEXT * LINE;
    let mut top = MARGIN;
    for (((name, &(count, _)), lines), text) in of.parts.iter().zip(&names).zip(&said) {
        let height = ROW + (lines.len() - 1) as f64 * line;
        let middle = top + height / 2.0;
        let length = count as f64 / greatest as f64 * room;
        canvas.group(&Group::new("bar").label(&format!("{name}: {text}")), |canvas| {
            let first = middle + 0.36 * TEXT - (lines.len() - 1) as f64 * line / 2.0;
            for (number, text) in lines.iter().enumerate() {
                canvas.text(MARGIN, first + number as f64 * line, text, TextStyle::default());
            }
            if count > 0 {
                canvas.rectangle(left, middle - BAR / 2.0, length.max(1.0), BAR, Shape::fill(Colour::Point));
            }
            canvas.text(left + length.max(1.0) + 8.0, middle + 0.36 * TEXT, text, TextStyle::default());
        });
        top += height;
    }
    canvas.line((left, MARGIN), (left, top), Pen::new(Colour::Ink, 1.0));
    let whole = format!(
        "{}{}{}.{}",
        if of.unit.is_some() { "" } else { "Total " },
        numbers.count(of.total),
        of.unit.as_ref().map_or_else(String::new, |unit| format!("\u{a0}{unit}")),
        of.source
            .as_ref()
            .map_or_else(String::new, |source| format!(" Source: {}.", source.trim_end_matches('.')))
    );
    let bottom =
        notes(&mut canvas, MARGIN, top + 8.0, theme.width() - 2.0 * MARGIN, std::slice::from_ref(&whole));
    let mut table = vec![["Category", "Count", "Share"].map(str::to_owned).to_vec()];
    table.extend(of.parts.iter().map(|(name, &(count, share))| {
        vec![name.clone(), numbers.count(count), numbers.percent(share, Some(of.total as f64))]
    }));
    let parts: Vec<String> =
        of.parts.keys().zip(&said).take(12).map(|(name, text)| format!("{name} {text}")).collect();
    let caption =
        Caption { title: of.title.clone(), description: format!("{} {}.", whole, parts.join(", ")), table };
    Some(canvas.finish(theme.width(), bottom + MARGIN, caption))
}
