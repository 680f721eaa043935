//! A moderator of categories: a row for each, its studies as bubbles side by side, its mean below them.

use super::below::{Below, effects};
use super::points::{Bubble, Studies, outside};
use super::swarm::offsets;
use super::{MARGIN, NULL, draw_bubbles, most_named, words};
use crate::analysis::results::{MetaRegressionResult, RegressionGroup};
use crate::figures::canvas::{Canvas, Point};
use crate::figures::chart::{BELOW, Chart, ChartAxis};
use crate::figures::figure::Figure;
use crate::figures::forest::Source;
use crate::figures::labels::{Around, Dot, Frame, Line, Name, name};
use crate::figures::parts::legend;
use crate::figures::style::{Anchor, Group, Pen, Shape, TextStyle};
use crate::figures::subject::studies;
use crate::figures::text::{HAIR, LINE, Weight, width, wrap};
use crate::figures::theme::{Colour, SMALL, TEXT};

/// The widest column of names.
const NAMES: f64 = 150.0;
const GAP: f64 = 14.0;
/// Radius of the heaviest of a few studies, and the least radius.
const RADII: (f64, f64) = (11.0, 2.2);
/// Half the height of a mean's diamond.
const DIAMOND: f64 = 5.0;
/// Room above the bubbles of a row, between them and the mean, and below it.
const AIR: f64 = 5.0;

const PREDICTION: Pen = Pen::new(Colour::PooledLine, 1.25);
/// A study without a value.
const HOLLOW: Shape = Shape::fill(Colour::Paper).outlined(Pen::new(Colour::Muted, 1.25));

/// A row of bubbles: a group with its mean, or the studies without a value.
struct Row<'a> {
    group: Option<&'a RegressionGroup>,
    name: Vec<String>,
    bubbles: Vec<Bubble<'a>>,
    /// Where each stands off the middle of the bubbles.
    offsets: Vec<f64>,
    top: f64,
    height: f64,
    /// The middle of the bubbles.
    middle: f64,
}

impl Row<'_> {
    /// The middle of the mean's diamond.
    fn mean(&self) -> f64 {
        self.top + self.height - AIR - DIAMOND
    }
}

pub(super) fn draw(source: &Source<'_>, model: &MetaRegressionResult) -> Option<Figure> {
    let moderator = model.moderators.first().filter(|_| model.groups.len() > 1)?;
    let bubbles = Studies::of(source, RADII);
    let lacking = bubbles.missing(source, model);
    let whole = source.theme.width();
    let most = source.theme.scaled(NAMES).max(70.0);
    let mean_text = |group: &RegressionGroup| source.effect_text(Some(group.estimate), Some(group.ci));
    let means_width =
        model.groups.iter().map(|group| width(&mean_text(group), TEXT, Weight::Regular)).fold(0.0, f64::max);
    let head = wrap(&words::heading(source, model), TEXT, Weight::Bold, most + HAIR);
    let mean_head = wrap(
        &format!("Mean ({})", source.numbers.interval_name(source.result.level)),
        TEXT,
        Weight::Bold,
        means_width + HAIR,
    );
    let mut rows = rows(&bubbles, model, &lacking, most);
    let counts: Vec<String> = rows.iter().map(|row| studies(source.numbers, row.bubbles.len())).collect();
    let names_width = rows
        .iter()
        .flat_map(|row| row.name.iter().map(|line| width(line, TEXT, Weight::Regular)))
        .chain(head.iter().map(|line| width(line, TEXT, Weight::Bold)))
        .chain(counts.iter().map(|count| width(count, SMALL, Weight::Regular)))
        .fold(0.0, f64::max);
    let means_width =
        mean_head.iter().map(|line| width(line, TEXT, Weight::Bold)).fold(means_width, f64::max);
    let line = TEXT * LINE;
    let base = MARGIN + head.len().max(mean_head.len()) as f64 * line - 2.0;
    let (mut chart, cut) = chart(source, model, &rows);
    chart.left = MARGIN + names_width + GAP;
    chart.width = (whole - MARGIN - means_width - GAP - chart.left).max(80.0);
    chart.top = base + 8.0;
    // Bubbles at the ends do not sit on the axis, however narrow the plot is.
    let (span, lacks) = (chart.x.to - chart.x.from, RADII.0 + 2.0 - 0.037 * chart.width);
    if lacks > 0.0 && !chart.x.log {
        let more = span * lacks / (chart.width - 2.0 * lacks).max(1.0);
        chart.x.from -= more;
        chart.x.to += more;
    }
    place(&mut rows, &mut chart);
    let right = chart.left + chart.width;
    let whole = whole.max(right + GAP + means_width + MARGIN);

    let mut canvas = Canvas::new(&format!("bubble-{}-{moderator}", source.id), source.theme);
    let bold = TextStyle::default().bold();
    for (lines, x, anchor) in [(&head, MARGIN, Anchor::Start), (&mean_head, whole - MARGIN, Anchor::End)] {
        for (index, text) in lines.iter().enumerate() {
            let y = base - (lines.len() - 1 - index) as f64 * line;
            canvas.text(x, y, text, bold.anchor(anchor));
        }
    }
    let null = source.null().filter(|&null| chart.holds(null, 0.0)).map(|null| chart.at(null, 0.0).0);
    for (index, row) in rows.iter().enumerate() {
        if index % 2 == 1 {
            canvas.rectangle(
                MARGIN - 3.0,
                row.top,
                whole - 2.0 * MARGIN + 6.0,
                row.height,
                Shape::fill(Colour::Band),
            );
        }
    }
    if let Some(x) = null {
        canvas.line((x, chart.top), (x, chart.top + chart.height), NULL);
    }
    for (row, count) in rows.iter().zip(&counts) {
        let mean = row.group.map(&mean_text);
        let said = [Some(row.name.join(" ")), mean.clone(), Some(count.clone())];
        let said: Vec<String> = said.into_iter().flatten().collect();
        canvas.group(&Group::new("row").label(&said.join(", ")), |canvas| {
            draw_words(canvas, row, count);
            if let Some(mean) = &mean {
                let y = row.top + row.height / 2.0 + 0.36 * TEXT;
                canvas.text(whole - MARGIN, y, mean, TextStyle::default().anchor(Anchor::End));
            }
            draw_row(canvas, &chart, row);
        });
    }
    chart.frame(&mut canvas);
    let outliers = outliers(source, &chart, &rows);
    let placed = name_outside(
        &mut canvas,
        &chart,
        &rows,
        &outliers[..outliers.len().min(most_named(source.result.k))],
        null,
    );
    let top = chart.top + chart.height + BELOW + 2.0;
    let limit = whole - 2.0 * MARGIN;
    let entries = entries(source, model, null.is_some(), !lacking.is_empty());
    let bottom = legend(&mut canvas, MARGIN, top, limit, &entries, sample);
    let names: Vec<&str> = outliers.iter().map(|(id, ..)| *id).collect();
    let whose = if names.len() == 1 { "its" } else { "their" };
    let below = Below {
        drawn: model.groups.iter().map(|group| group.studies.len()).sum(),
        lacking: (&lacking, "in the last row"),
        cut: cut.then_some("A prediction interval without an end mark goes on beyond the axis."),
        outliers: (&names, placed, &format!("outside the prediction interval of {whose} group")),
        fanned: 0,
    };
    Some(below.finish(canvas, source, model, (bottom + 2.0, whole)))
}

/// The rows, not yet placed.
fn rows<'a>(
    studies: &Studies<'a>,
    model: &'a MetaRegressionResult,
    lacking: &[(&'a str, f64)],
    most: f64,
) -> Vec<Row<'a>> {
    let row = |group: Option<&'a RegressionGroup>, name: &str, ids: Vec<&'a str>| Row {
        group,
        name: wrap(name, TEXT, Weight::Regular, most + HAIR),
        bubbles: ids.into_iter().filter_map(|id| studies.bubble(id)).collect(),
        offsets: Vec::new(),
        top: 0.0,
        height: 0.0,
        middle: 0.0,
    };
    let mut rows: Vec<Row<'a>> = model
        .groups
        .iter()
        .map(|group| row(Some(group), &group.level, group.studies.iter().map(String::as_str).collect()))
        .collect();
    if !lacking.is_empty() {
        rows.push(row(None, "Not reported", lacking.iter().map(|(id, _)| *id).collect()));
    }
    rows
}

/// The axis of effects; its place is decided later.
fn chart(source: &Source<'_>, model: &MetaRegressionResult, rows: &[Row<'_>]) -> (Chart, bool) {
    let mut values: Vec<f64> = rows.iter().flat_map(|row| &row.bubbles).map(|bubble| bubble.effect).collect();
    values.extend(model.groups.iter().flat_map(|group| [group.ci.lower, group.ci.upper]));
    let wide: Vec<f64> = model
        .groups
        .iter()
        .filter_map(|group| group.prediction)
        .flat_map(|interval| [interval.lower, interval.upper])
        .collect();
    let (x, cut) = effects(source, &values, &wide);
    let y = ChartAxis { from: 0.0, to: 1.0, log: false, ticks: Vec::new(), name: String::new() };
    (Chart { x, y, left: 0.0, top: 0.0, width: 0.0, height: 0.0 }, cut)
}

/// Gives every row its bubbles' places and its height, and the chart the height of all.
fn place(rows: &mut [Row<'_>], chart: &mut Chart) {
    let mut top = chart.top;
    for row in rows {
        let places: Vec<(f64, f64)> =
            row.bubbles.iter().map(|bubble| (chart.at(bubble.effect, 0.0).0, bubble.radius)).collect();
        row.offsets = offsets(&places);
        let reach = |sign: f64| {
            row.offsets.iter().zip(&row.bubbles).map(|(off, b)| sign * off + b.radius).fold(0.0, f64::max)
        };
        let (up, down) = (reach(-1.0), reach(1.0));
        let mean = if row.group.is_some() { 2.0 * DIAMOND + AIR } else { 0.0 };
        let words = row.name.len() as f64 * TEXT * LINE + SMALL * LINE + 8.0;
        // Names of studies outside their interval stand above the bubbles.
        let band = row.group.and_then(|group| group.prediction);
        let named = row.bubbles.iter().any(|bubble| outside(bubble.effect, band));
        let names = if named { SMALL * LINE } else { 0.0 };
        let height = 2.0 * AIR + names + up + down + mean;
        let spare = (words - height).max(0.0);
        row.top = top;
        row.height = height + spare;
        row.middle = top + AIR + names + spare / 2.0 + up;
        top += row.height;
    }
    chart.height = top - chart.top;
}

fn dots(chart: &Chart, row: &Row<'_>) -> Vec<Dot> {
    let at = |(bubble, offset): (&Bubble<'_>, &f64)| Dot {
        at: (chart.at(bubble.effect, 0.0).0, row.middle + offset),
        radius: bubble.radius + 0.5,
    };
    row.bubbles.iter().zip(&row.offsets).map(at).collect()
}

/// The name of the row with the number of its studies below.
fn draw_words(canvas: &mut Canvas, row: &Row<'_>, count: &str) {
    let line = TEXT * LINE;
    let height = row.name.len() as f64 * line + SMALL * LINE;
    let first = row.top + (row.height - height) / 2.0 + 0.8 * TEXT;
    for (index, text) in row.name.iter().enumerate() {
        canvas.text(MARGIN, first + index as f64 * line, text, TextStyle::default());
    }
    canvas.text(MARGIN, first + row.name.len() as f64 * line, count, TextStyle::note());
}

/// The bubbles of the row; its mean with the prediction interval.
fn draw_row(canvas: &mut Canvas, chart: &Chart, row: &Row<'_>) {
    let circles: Vec<(Point, f64)> =
        dots(chart, row).iter().zip(&row.bubbles).map(|(dot, bubble)| (dot.at, bubble.radius)).collect();
    if row.group.is_some() {
        draw_bubbles(canvas, &circles);
    } else {
        for (at, radius) in circles {
            canvas.circle(at, radius, HOLLOW);
        }
    }
    let Some(group) = row.group else { return };
    let y = row.mean();
    let held = |value: f64| chart.at(value, 0.0).0.clamp(chart.left, chart.left + chart.width);
    if let Some(interval) = group.prediction {
        let (from, to) = (held(interval.lower), held(interval.upper));
        canvas.line((from, y), (to, y), PREDICTION);
        for (x, limit) in [(from, interval.lower), (to, interval.upper)] {
            // Where it goes on beyond the axis it has no end.
            if chart.holds(limit, 0.0) {
                canvas.line((x, y - 3.5), (x, y + 3.5), PREDICTION);
            }
        }
    }
    let middle = held(group.estimate);
    let (left, right) = (held(group.ci.lower).min(middle - 1.5), held(group.ci.upper).max(middle + 1.5));
    diamond(canvas, (left, middle, right), y);
}

fn diamond(canvas: &mut Canvas, (left, middle, right): (f64, f64, f64), y: f64) {
    let shape = Shape::fill(Colour::Pooled).outlined(Pen::new(Colour::PooledOutline, 1.0));
    canvas.polygon(&[(left, y), (middle, y - DIAMOND), (right, y), (middle, y + DIAMOND)], shape);
}

/// The studies outside the prediction interval of their row with their names, the furthest out first.
fn outliers<'a>(source: &Source<'a>, chart: &Chart, rows: &[Row<'a>]) -> Vec<(&'a str, Name<'a>, f64)> {
    let mut found = Vec::new();
    for row in rows {
        let Some(band) = row.group.and_then(|group| group.prediction) else { continue };
        // A name in another row could be read as a study of that row.
        let frame = Frame {
            left: chart.left + 2.0,
            top: row.top,
            right: chart.left + chart.width,
            bottom: row.top + row.height,
        };
        let x = |value: f64| chart.at(value, 0.0).0;
        for (dot, bubble) in dots(chart, row).into_iter().zip(&row.bubbles) {
            if outside(bubble.effect, Some(band)) {
                let beyond = (x(bubble.effect) - x(band.upper)).max(x(band.lower) - x(bubble.effect));
                found.push((bubble.id, Name { dot, row: 0.0, text: source.label(bubble.id), frame }, beyond));
            }
        }
    }
    found.sort_by(|a, b| b.2.total_cmp(&a.2));
    found
}

/// Names the studies outside their prediction interval; how many have their name.
fn name_outside(
    canvas: &mut Canvas,
    chart: &Chart,
    rows: &[Row<'_>],
    outliers: &[(&str, Name<'_>, f64)],
    null: Option<f64>,
) -> usize {
    let all: Vec<Dot> = rows.iter().flat_map(|row| dots(chart, row)).collect();
    let held = |value: f64| chart.at(value, 0.0).0.clamp(chart.left, chart.left + chart.width);
    let mut lines: Vec<Line> = Vec::new();
    for row in rows {
        let Some(group) = row.group else { continue };
        let widest = group.prediction.unwrap_or(group.ci);
        for off in [-DIAMOND, 0.0, DIAMOND] {
            let y = row.mean() + off;
            lines.push(((held(widest.lower), y), (held(widest.upper), y)));
        }
    }
    lines.extend(null.map(|x| ((x, chart.top), (x, chart.top + chart.height))));
    let names: Vec<Name<'_>> = outliers.iter().map(|(_, name, _)| *name).collect();
    name(canvas, &names, Around { dots: &all, lines: &lines, faint: &[] })
}

/// What a sample of the legend shows.
#[derive(Debug, Clone, Copy)]
enum Sample {
    Study,
    Missing,
    Mean,
    Prediction,
    Null,
}

fn entries(
    source: &Source<'_>,
    model: &MetaRegressionResult,
    null: bool,
    lacking: bool,
) -> Vec<(Sample, String)> {
    let mut entries = vec![(Sample::Study, "Study, area by weight".to_owned())];
    if lacking {
        entries.push((Sample::Missing, "Study without a value".to_owned()));
    }
    let interval = source.numbers.interval_name(source.result.level);
    entries.push((Sample::Mean, format!("Mean of the group with {interval}")));
    if model.groups.iter().any(|group| group.prediction.is_some()) {
        entries.push((Sample::Prediction, "Prediction interval".to_owned()));
    }
    if null {
        entries.push((Sample::Null, "No effect".to_owned()));
    }
    entries
}

fn sample(canvas: &mut Canvas, sample: Sample, x: f64, y: f64) {
    match sample {
        Sample::Study => draw_bubbles(canvas, &[((x + 11.0, y), 5.0)]),
        Sample::Missing => canvas.circle((x + 11.0, y), 5.0, HOLLOW),
        Sample::Mean => diamond(canvas, (x + 1.0, x + 11.0, x + 21.0), y),
        Sample::Prediction => {
            canvas.line((x + 1.0, y), (x + 21.0, y), PREDICTION);
            for end in [x + 1.0, x + 21.0] {
                canvas.line((end, y - 3.5), (end, y + 3.5), PREDICTION);
            }
        }
        Sample::Null => canvas.line((x + 1.0, y), (x + 21.0, y), NULL),
    }
}
