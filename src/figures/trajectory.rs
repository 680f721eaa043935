//! The trajectory of an estimate over the versions of a review.

use super::canvas::Canvas;
use super::chart::{BELOW, Chart, ChartAxis};
use super::figure::{Caption, Figure};
use super::parts::notes;
use super::scale::{decimals, labelled, nice_linear};
use super::style::{Anchor, Pen, Shape, TextStyle};
use super::text::{Weight, width};
use super::theme::{Colour, SMALL, Theme};
use crate::analysis::results::Interval;
use crate::numbers::{Numbers, Scale};

/// An estimate in one version of a review.
#[derive(Debug, Clone, PartialEq)]
pub struct TrajectoryPoint {
    /// The version.
    pub version: String,
    /// Its date, as the author gave it.
    pub date: Option<String>,
    /// Number of studies pooled.
    pub k: usize,
    /// The pooled estimate on the reported scale; none where it could not be computed.
    pub estimate: Option<f64>,
    /// Its interval.
    pub ci: Option<Interval>,
}

/// An analysis over versions, the first version first.
#[derive(Debug, Clone)]
pub struct Trajectory<'a> {
    /// Id of the analysis.
    pub id: &'a str,
    /// Its title.
    pub title: &'a str,
    /// What the effect is called.
    pub effect: &'a str,
    /// How it is shown; ratios stand on a logarithmic axis.
    pub scale: Scale,
    /// The level of the intervals.
    pub level: f64,
    /// The versions.
    pub points: &'a [TrajectoryPoint],
    /// The look.
    pub theme: Theme,
    /// How numbers are written.
    pub numbers: &'a Numbers,
}

const HEIGHT: f64 = 240.0;
const MARGIN: f64 = 10.0;
/// The least distance of two versions, which keeps their marks apart, and the width at which they spread.
const APART: f64 = 13.0;
const SPREAD: f64 = 480.0;

/// What stands beside the numbers of studies.
const COUNTS: &str = "Studies";

/// Draws an estimate over versions, where there are two and at least one has it.
#[must_use]
pub fn trajectory(of: &Trajectory<'_>) -> Option<Figure> {
    let known: Vec<(usize, f64, Option<Interval>)> = of
        .points
        .iter()
        .enumerate()
        .filter_map(|(index, point)| Some((index, point.estimate.filter(|x| x.is_finite())?, point.ci)))
        .collect();
    if known.is_empty() || of.points.len() < 2 {
        return None;
    }
    let mut chart = chart(of, &known);
    let places: Vec<(f64, f64)> = of
        .points
        .iter()
        .enumerate()
        .map(|(index, point)| (chart.at(index as f64, 0.0).0, width(&point.version, SMALL, Weight::Regular)))
        .collect();
    // The newest version is always named; the others as far as there is room.
    chart.x.ticks = labelled(&places, Some(places.len() - 1))
        .into_iter()
        .map(|index| (index as f64, of.points[index].version.clone()))
        .collect();
    let mut canvas = Canvas::new(&format!("trajectory/{}", of.id), of.theme);
    chart.frame(&mut canvas);
    // The line breaks off where a version has no estimate.
    for stretch in known.chunk_by(|one, other| other.0 == one.0 + 1).filter(|stretch| stretch.len() > 1) {
        let path: Vec<(f64, f64)> = stretch.iter().map(|&(index, y, _)| chart.at(index as f64, y)).collect();
        canvas.polyline(&path, Pen::new(Colour::PooledLine, 1.25));
    }
    for &(index, y, ci) in &known {
        let (x, middle) = chart.at(index as f64, y);
        if let Some(ci) = ci {
            let (low, high) = (held(&chart, ci.lower), held(&chart, ci.upper));
            canvas.line((x, low), (x, high), Pen::new(Colour::Ink, 1.25));
            for end in [low, high] {
                canvas.line((x - 4.0, end), (x + 4.0, end), Pen::new(Colour::Ink, 1.25));
            }
        }
        let shape = Shape::fill(Colour::Pooled).outlined(Pen::new(Colour::PooledOutline, 1.0));
        canvas.polygon(&[(x - 5.0, middle), (x, middle - 5.0), (x + 5.0, middle), (x, middle + 5.0)], shape);
    }
    counts(&mut canvas, of, &chart);
    let width = chart.left + chart.width + right_room(of);
    let mut remark = String::new();
    if known.iter().any(|(.., ci)| ci.is_some()) {
        remark = format!("Bars: {}.", of.numbers.interval_name(of.level));
    }
    if known.len() < of.points.len() {
        remark.push_str(" Without a diamond: no estimate in that version.");
    }
    let below = chart.top + chart.height + BELOW;
    let bottom = notes(&mut canvas, MARGIN, below, width - 2.0 * MARGIN, &[remark.trim().to_owned()]);
    Some(canvas.finish(width, bottom + MARGIN, caption(of)))
}

/// Room right of the plot for half of the name of the newest version.
fn right_room(of: &Trajectory<'_>) -> f64 {
    let last = of.points.last().map_or(0.0, |point| width(&point.version, SMALL, Weight::Regular));
    (last / 2.0 + 4.0).max(30.0)
}

/// The vertical place of a value, held within the frame.
fn held(chart: &Chart, y: f64) -> f64 {
    chart.at(0.0, y).1.clamp(chart.top, chart.top + chart.height)
}

fn chart(of: &Trajectory<'_>, known: &[(usize, f64, Option<Interval>)]) -> Chart {
    let log = of.scale == Scale::Ratio;
    let values = known.iter().flat_map(|&(_, y, ci)| [Some(y), ci.map(|ci| ci.lower), ci.map(|ci| ci.upper)]);
    let values = values.flatten().filter(|y| y.is_finite() && (!log || *y > 0.0));
    let (low, high) =
        values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), y| (low.min(y), high.max(y)));
    let (from, to, ticks) =
        if log { super::forest::axis::ratio(low, high) } else { nice_linear(low, high, 5) };
    let (from, to) = match of.scale {
        Scale::Percent => (from.max(0.0), to.min(1.0)),
        Scale::Correlation => (from.max(-1.0), to.min(1.0)),
        Scale::Ratio | Scale::Number => (from, to),
    };
    let tick = |value: f64| match of.scale {
        Scale::Percent => of.numbers.percent_with(value, decimals(value * 100.0).min(2)),
        _ => of.numbers.decimal(value, decimals(value)),
    };
    let y = ChartAxis {
        from,
        to,
        log,
        ticks: ticks.into_iter().map(|value| (value, tick(value))).collect(),
        name: if log { format!("{} (log scale)", of.effect) } else { of.effect.to_owned() },
    };
    let count = of.points.len();
    let x = ChartAxis {
        from: -0.5,
        to: count as f64 - 0.5,
        log: false,
        ticks: Vec::new(),
        name: "Version".to_owned(),
    };
    let left = MARGIN + (Chart::left_room(&y) + 4.0).max(width(COUNTS, SMALL, Weight::Regular) + 7.0);
    Chart {
        x,
        y,
        left,
        top: MARGIN + 18.0,
        width: SPREAD.min(of.theme.width() - left - right_room(of)).max(count as f64 * APART),
        height: HEIGHT,
    }
}

/// The number of studies above each version, where there is room.
fn counts(canvas: &mut Canvas, of: &Trajectory<'_>, chart: &Chart) {
    let style = TextStyle::note().anchor(Anchor::Middle);
    canvas.text(chart.left - 7.0, chart.top - 10.0, COUNTS, TextStyle::note().anchor(Anchor::End));
    // From the newest backwards, every one or every second and so on.
    let all: Vec<(f64, f64, String)> = (of.points.iter().enumerate().rev())
        .map(|(index, point)| {
            let text = of.numbers.count(point.k as u64);
            (chart.at(index as f64, chart.y.from).0, width(&text, SMALL, Weight::Regular) / 2.0, text)
        })
        .filter(|(x, half, _)| x - half > chart.left - 2.0)
        .collect();
    let apart = |every: &usize| {
        let some: Vec<_> = all.iter().step_by(*every).collect();
        some.windows(2).all(|pair| pair[1].0 + pair[1].1 + 5.0 < pair[0].0 - pair[0].1)
    };
    let every = (1..=all.len().max(1)).find(apart).unwrap_or(1);
    for (x, _, text) in all.iter().step_by(every) {
        canvas.text(*x, chart.top - 10.0, text, style);
    }
}

fn caption(of: &Trajectory<'_>) -> Caption {
    // All versions with the decimals of the last.
    let last = of.points.iter().rev().find_map(|point| Some((point.estimate?, point.ci)));
    let digits = last.map_or(0, |(estimate, ci)| of.scale.digits(estimate, ci));
    let text = |point: &TrajectoryPoint| match (point.estimate, point.ci) {
        (Some(estimate), Some(ci)) => of.numbers.estimate_and_limits_with(estimate, ci, of.scale, digits),
        (Some(estimate), None) => of.numbers.estimate_with(estimate, of.scale, digits),
        (None, _) => crate::numbers::NOT_ESTIMABLE.to_owned(),
    };
    let mut table = vec![["Version", "Date", "Studies", of.effect].map(str::to_owned).to_vec()];
    table.extend(of.points.iter().map(|point| {
        vec![
            point.version.clone(),
            point.date.clone().unwrap_or_default(),
            of.numbers.count(point.k as u64),
            text(point),
        ]
    }));
    let mut description = format!("{} in {} versions.", of.effect, of.numbers.count(of.points.len() as u64));
    if let (Some(first), Some(last)) = (of.points.first(), of.points.last())
        && of.points.len() > 1
    {
        description.push_str(&format!(
            " It was {} in version {} and is {} in version {}.",
            text(first),
            first.version,
            text(last),
            last.version
        ));
    }
    Caption { title: format!("{} over versions", of.title), description, table }
}
