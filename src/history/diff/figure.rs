//! Estimates before and after, one below the other on the same axis.

use super::document::{effects, in_column, row_name, shown_shift};
use super::model::{AnalysisChange, Diff, Estimate, PartChange};
use crate::figures::scale::{decimals, nice_linear, ratio_ticks};
use crate::figures::theme::{TEXT, WIDTH};
use crate::figures::{
    Anchor, Canvas, Caption, Colour, Figure, Group, Pen, Scale, Shape, TextStyle, Theme, text,
};
use crate::numbers::{self, Numbers};

const ROW: f64 = 40.0;
const LINE: f64 = 13.0;
const TOP: f64 = 34.0;
const MARGIN: f64 = 12.0;
const LABELS: f64 = 215.0;
const VALUES: f64 = 150.0;
/// Half the width of a diamond.
const MARK: f64 = TEXT / 2.0 - 1.0;

/// A figure for each analysis with a pooled result that both versions have and that is different.
pub(in crate::history) fn before_and_after(diff: &Diff, numbers: Numbers) -> Vec<Figure> {
    diff.analyses.iter().filter_map(|analysis| draw(analysis, numbers)).collect()
}

fn draw(analysis: &AnalysisChange, numbers: Numbers) -> Option<Figure> {
    let rows: Vec<(&PartChange, &Estimate, &Estimate)> = analysis
        .parts
        .iter()
        // What is of another measure has no place on the axis.
        .filter(|part| part.shares_axis)
        .filter_map(|part| Some((part, part.before.as_ref()?, part.after.as_ref()?)))
        .filter(|(_, before, after)| before.estimate.is_some() && after.estimate.is_some())
        .collect();
    let (lower, upper) = range(analysis, &rows)?;
    let (left, right) = (LABELS, WIDTH - MARGIN - VALUES - 10.0);
    let (axis, ticks) = if analysis.measure.is_ratio() {
        (Scale::log(lower, upper, left, right), ratio_ticks(lower, upper, 6))
    } else {
        let (lower, upper, ticks) = nice_linear(lower, upper, 6);
        (Scale::linear(lower, upper, left, right), ticks)
    };
    let scale = numbers::Scale::of(analysis.measure);
    // A row is as high as its label needs.
    let style = TextStyle::default();
    let labels: Vec<Vec<String>> = rows
        .iter()
        .map(|(part, ..)| text::wrap(&part.name, style.size, style.weight, LABELS - MARGIN - 15.0))
        .collect();
    let heights = labels.iter().map(|lines| ROW.max(LINE * count(lines.len()) + 8.0));
    let bottom = TOP + heights.clone().sum::<f64>();
    let mut canvas = Canvas::new(&format!("diff/{}", analysis.id), Theme::default());
    let heading = TextStyle::default().bold();
    let end = WIDTH - MARGIN;
    canvas.text(MARGIN, TOP - 16.0, "Pooled result", heading);
    let mut x = left;
    for (text, colour, filled) in [("before", Colour::Muted, false), ("after", Colour::Ink, true)] {
        mark(&mut canvas, (x + MARK, TOP - 20.0), colour, filled);
        canvas.text(x + 2.0 * MARK + 5.0, TOP - 16.0, text, heading.colour(colour));
        x += 2.0 * MARK + 5.0 + text::width(text, heading.size, heading.weight) + 16.0;
    }
    canvas.text(end, TOP - 16.0, "Estimate (interval)", heading.anchor(Anchor::End));
    canvas.line((MARGIN, TOP - 7.0), (end, TOP - 7.0), Pen::new(Colour::Ink, 1.0));
    if let Some(null) = analysis.no_effect.filter(|null| axis.contains(*null)) {
        let x = axis.position(null);
        canvas.line((x, TOP), (x, bottom), Pen::new(Colour::Null, 1.0));
    }
    let mut table = vec![["Pooled result", "Before", "After", "Shift"].map(str::to_owned).to_vec()];
    let mut top = TOP;
    for (((part, before, after), lines), height) in rows.iter().zip(&labels).zip(heights) {
        let y = top + height / 2.0;
        top += height;
        let name = row_name(analysis, part);
        let value = |estimate: &Estimate| in_column(analysis, part, effects(part, numbers), estimate);
        let shift = part.shift.map_or_else(String::new, |shift| shown_shift(numbers, scale, shift));
        let label = format!("{name}: {} before, {} after", value(before), value(after));
        canvas.group(&Group::new("row").label(&label), |canvas| {
            let first = y + 4.0 - LINE / 2.0 * count(lines.len().saturating_sub(1));
            for (line, text) in lines.iter().enumerate() {
                canvas.text(MARGIN, first + LINE * count(line), text, style);
            }
            side(canvas, &axis, before, y - 7.0, Colour::Muted, false);
            side(canvas, &axis, after, y + 7.0, Colour::Ink, true);
            let values = TextStyle::default().anchor(Anchor::End);
            canvas.text(end, y - 3.0, &value(before), values.colour(Colour::Muted));
            canvas.text(end, y + 11.0, &value(after), values.bold());
        });
        table.push(vec![name, value(before), value(after), shift]);
    }
    canvas.line((left, bottom), (right, bottom), Pen::new(Colour::Ink, 1.0));
    let digits = ticks.iter().map(|tick| decimals(*tick)).max().unwrap_or(0);
    for tick in ticks.iter().filter(|tick| axis.contains(**tick)) {
        let x = axis.position(*tick);
        canvas.line((x, bottom), (x, bottom + 4.0), Pen::new(Colour::Ink, 1.0));
        let text = match scale {
            numbers::Scale::Percent => numbers.percent_with(*tick, digits.saturating_sub(2)),
            _ => numbers.decimal(*tick, digits),
        };
        canvas.text(x, bottom + 16.0, &text, TextStyle::note().anchor(Anchor::Middle));
    }
    let moved = table.len() - 1;
    let noun = if moved == 1 { "pooled result" } else { "pooled results" };
    let caption = Caption {
        title: format!("{}: before and after", analysis.title),
        description: format!(
            "{}: {moved} {noun} before (upper, open) and after (lower, filled), with intervals.",
            analysis.title
        ),
        table,
    };
    Some(canvas.finish(WIDTH, bottom + 24.0, caption))
}

/// The interval as a line, the estimate as a diamond on it.
fn side(canvas: &mut Canvas, axis: &Scale, estimate: &Estimate, y: f64, colour: Colour, filled: bool) {
    let Some(point) = estimate.estimate else { return };
    if let Some(ci) = estimate.ci {
        canvas.line((axis.clamped(ci.lower), y), (axis.clamped(ci.upper), y), Pen::new(colour, 1.4));
    }
    mark(canvas, (axis.clamped(point), y), colour, filled);
}

fn mark(canvas: &mut Canvas, (x, y): (f64, f64), colour: Colour, filled: bool) {
    let shape =
        if filled { Shape::fill(colour) } else { Shape::fill(Colour::Paper).outlined(Pen::new(colour, 1.2)) };
    canvas.polygon(&[(x - MARK, y), (x, y - MARK), (x + MARK, y), (x, y + MARK)], shape);
}

/// The values that the axis has to hold.
fn range(analysis: &AnalysisChange, rows: &[(&PartChange, &Estimate, &Estimate)]) -> Option<(f64, f64)> {
    let ratio = analysis.measure.is_ratio();
    let mut values: Vec<f64> = rows
        .iter()
        .flat_map(|(_, before, after)| [before, after])
        .flat_map(|estimate| {
            [estimate.estimate, estimate.ci.map(|ci| ci.lower), estimate.ci.map(|ci| ci.upper)]
        })
        .flatten()
        .filter(|value| value.is_finite() && (!ratio || *value > 0.0))
        .collect();
    values.sort_by(f64::total_cmp);
    let (lower, upper) = (*values.first()?, *values.last()?);
    Some(if ratio { (lower / 1.1, upper * 1.1) } else { (lower, upper) })
}

/// A number of rows, which is small.
fn count(n: usize) -> f64 {
    u32::try_from(n).map_or(f64::from(u32::MAX), f64::from)
}
