//! A numeric moderator: effects along it, with the fitted line and its bands.

use super::below::{Below, effects};
use super::points::{Bubble, Studies, outside};
use super::words;
use super::{MARGIN, NULL, draw_bubbles, most_named};
use crate::analysis::results::{Interval, LinePoint, MetaRegressionResult};
use crate::figures::canvas::{Canvas, Point};
use crate::figures::chart::{BELOW, Chart, ChartAxis};
use crate::figures::figure::Figure;
use crate::figures::forest::Source;
use crate::figures::labels::{Around, Dot, Frame, Line, Name, fan, name};
use crate::figures::parts::legend;
use crate::figures::style::{Group, Pen, Shape};
use crate::figures::subject::plain_ticks;
use crate::figures::theme::Colour;

const WIDTH: f64 = 560.0;
const HEIGHT: f64 = 320.0;
/// Radius of the heaviest study and the least radius.
const RADII: (f64, f64) = (13.0, 2.5);
/// How opaque the confidence band is.
const BAND: f64 = 0.22;
/// How far apart bubbles at one place stand, in radii.
const APART: f64 = 0.9;

/// The marks of studies without a value: how long they are, how far apart those at one height begin, and how many of
/// these stand one behind the other.
const RUG: f64 = 9.0;
const RUG_STEP: f64 = 11.0;
const RUGS: usize = 4;
const RUG_PEN: Pen = Pen::new(Colour::Point, 1.25);

const FITTED: Pen = Pen::new(Colour::PooledLine, 1.75);
const MEAN_EDGE: Pen = Pen::new(Colour::PooledLine, 0.75);
const EDGE: Pen = Pen::new(Colour::Muted, 0.75).dashed(3.0, 2.0);

pub(super) fn draw(source: &Source<'_>, model: &MetaRegressionResult) -> Option<Figure> {
    let (first, last) = (model.line.first()?, model.line.last()?);
    let moderator = model.moderators.first()?;
    let studies = Studies::of(source, RADII);
    let points: Vec<(f64, Bubble<'_>)> =
        model.points.iter().filter_map(|(id, x)| Some((*x, studies.bubble(id)?))).collect();
    if points.is_empty() || last.x <= first.x {
        return None;
    }
    let lacking = studies.missing(source, model);
    let whole = source.theme.at_most(WIDTH);
    let (chart, cut) = chart(source, model, &points, &lacking);
    let rugs = rugs(&chart, &lacking);
    let mut canvas = Canvas::new(&format!("bubble-{}-{moderator}", source.id), source.theme);
    bands(&mut canvas, &chart, &model.line);
    let null = source.null().filter(|&null| chart.holds(chart.x.from, null));
    if let Some(null) = null {
        canvas.line(chart.at(chart.x.from, null), chart.at(chart.x.to, null), NULL);
    }
    chart.frame(&mut canvas);
    let places: Vec<Dot> = points
        .iter()
        .map(|(x, bubble)| Dot { at: chart.at(*x, bubble.effect), radius: bubble.radius })
        .collect();
    let heaps = fan(&places, APART);
    canvas.group(&Group::new("studies"), |canvas| {
        let mut circles: Vec<(Point, f64)> =
            heaps.at.iter().zip(&points).map(|(&at, (_, bubble))| (at, bubble.radius)).collect();
        // Small ones lie upon large ones.
        circles.sort_by(|a, b| b.1.total_cmp(&a.1));
        draw_bubbles(canvas, &circles);
        for &(x, y) in &rugs {
            canvas.line((x + 1.0, y), (x + RUG, y), RUG_PEN);
        }
    });
    // Above the bubbles: among many, the line would be lost.
    let fitted: Vec<(f64, f64)> = model.line.iter().map(|point| (point.x, point.estimate)).collect();
    chart.curve(&mut canvas, &fitted, FITTED);
    let mut dots: Vec<Dot> = heaps
        .at
        .iter()
        .zip(&points)
        .map(|(&at, (_, bubble))| Dot { at, radius: bubble.radius + 0.5 })
        .collect();
    // Those outside the prediction band, the furthest first.
    let mut outliers: Vec<(&str, Dot, f64)> = points
        .iter()
        .zip(&dots)
        .filter_map(|((x, bubble), &dot)| {
            let band = prediction(&model.line, *x)?;
            let y = |value: f64| chart.at(*x, value).1;
            let beyond = (y(bubble.effect) - y(band.lower)).max(y(band.upper) - y(bubble.effect));
            outside(bubble.effect, Some(band)).then_some((bubble.id, dot, beyond))
        })
        .collect();
    outliers.sort_by(|a, b| b.2.total_cmp(&a.2));
    // Names stand clear of the lines.
    let path: Vec<Point> = fitted.iter().map(|&(x, y)| chart.at(x, y)).collect();
    let mut lines: Vec<Line> = path.windows(2).map(|pair| (pair[0], pair[1])).collect();
    let mut faint: Vec<Line> = Vec::new();
    for upper in [false, true] {
        let mean = model.line.iter().map(|point| (point.x, point.ci));
        let mean: Vec<Point> =
            mean.map(|(x, ci)| chart.at(x, if upper { ci.upper } else { ci.lower })).collect();
        faint.extend(mean.windows(2).map(|pair| (pair[0], pair[1])));
        let edge: Vec<Point> = model
            .line
            .iter()
            .filter_map(|point| Some((point.x, point.prediction?)))
            .map(|(x, band)| chart.at(x, if upper { band.upper } else { band.lower }))
            .collect();
        lines.extend(edge.windows(2).map(|pair| (pair[0], pair[1])));
    }
    lines.extend(null.map(|null| (chart.at(chart.x.from, null), chart.at(chart.x.to, null))));
    dots.extend(rugs.iter().map(|&(x, y)| Dot { at: (x + RUG / 2.0, y), radius: RUG / 2.0 }));
    let placed = name_outside(&mut canvas, source, &chart, &outliers, &dots, &lines, &faint);
    let entries = entries(source, model, null.is_some(), !lacking.is_empty());
    let top = chart.top + chart.height + BELOW + 2.0;
    let bottom = legend(&mut canvas, MARGIN, top, whole - 2.0 * MARGIN, &entries, sample);
    let names: Vec<&str> = outliers.iter().map(|(id, ..)| *id).collect();
    let below = Below {
        drawn: points.len(),
        lacking: (&lacking, "marked at the side"),
        cut: cut.then_some("The prediction band goes on beyond the axis."),
        outliers: (&names, placed, "outside the prediction band"),
        fanned: heaps.fanned,
    };
    Some(below.finish(canvas, source, model, (bottom + 2.0, whole)))
}

/// Where the mark of each study without a value begins: at the axis, or behind those at the same height.
fn rugs(chart: &Chart, lacking: &[(&str, f64)]) -> Vec<Point> {
    let mut out: Vec<Point> = Vec::new();
    for (_, effect) in lacking {
        let y = chart.at(chart.x.from, *effect).1;
        let before = out.iter().filter(|other| (other.1 - y).abs() < 2.0).count();
        out.push((chart.left + RUG_STEP * before.min(RUGS - 1) as f64, y));
    }
    out
}

/// The prediction interval at a value of the moderator, between the points of the line.
fn prediction(line: &[LinePoint], x: f64) -> Option<Interval> {
    let after = line.iter().position(|point| point.x >= x).unwrap_or(line.len() - 1);
    let (from, to) = (&line[after.saturating_sub(1)], &line[after]);
    let (below, above) = (from.prediction?, to.prediction?);
    let share = if to.x > from.x { ((x - from.x) / (to.x - from.x)).clamp(0.0, 1.0) } else { 1.0 };
    let between = |a: f64, b: f64| a + share * (b - a);
    Some(Interval { lower: between(below.lower, above.lower), upper: between(below.upper, above.upper) })
}

fn chart(
    source: &Source<'_>,
    model: &MetaRegressionResult,
    points: &[(f64, Bubble<'_>)],
    lacking: &[(&str, f64)],
) -> (Chart, bool) {
    // The confidence band and the studies must be seen, and of the prediction band what lets them be seen well.
    let mut ys: Vec<f64> = points.iter().map(|(_, bubble)| bubble.effect).collect();
    ys.extend(lacking.iter().map(|(_, effect)| *effect));
    ys.extend(model.line.iter().flat_map(|point| [point.ci.lower, point.ci.upper]));
    let prediction: Vec<f64> = model
        .line
        .iter()
        .filter_map(|point| point.prediction)
        .flat_map(|band| [band.lower, band.upper])
        .collect();
    let (y, cut) = effects(source, &ys, &prediction);
    let left = MARGIN + Chart::left_room(&y) + 4.0;
    let width = source.theme.at_most(WIDTH) - left - 24.0;
    let (low, high) = model
        .line
        .iter()
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), point| (low.min(point.x), high.max(point.x)));
    let x =
        ChartAxis { from: low, to: high, log: false, ticks: Vec::new(), name: words::heading(source, model) };
    let mut chart = Chart { x, y, left, top: MARGIN + 6.0, width, height: HEIGHT };
    // Bubbles at the ends do not sit on the axis, however narrow the plot is, and stand clear of the marks at the side.
    let greatest = points.iter().map(|(_, bubble)| bubble.radius).fold(0.0, f64::max);
    let room = (0.045 * width).max(greatest + 3.0);
    let side = rugs(&chart, lacking).iter().map(|&(x, _)| x - left + RUG + 5.0).fold(0.0, f64::max);
    let unit = (high - low) / (width - 2.0 * room - side).max(1.0);
    chart.x.from = low - unit * (room + side);
    chart.x.to = high + unit * room;
    chart.x.ticks = plain_ticks(source.numbers, low - unit * room, chart.x.to, 7);
    (chart, cut)
}

fn bands(canvas: &mut Canvas, chart: &Chart, line: &[LinePoint]) {
    let prediction: Vec<(f64, f64, f64)> = line
        .iter()
        .filter_map(|point| point.prediction.map(|band| (point.x, band.lower, band.upper)))
        .collect();
    if prediction.len() > 1 {
        chart.area(canvas, &outline(&prediction), Colour::Region, 1.0);
        for upper in [false, true] {
            let edge: Vec<(f64, f64)> =
                prediction.iter().map(|&(x, low, high)| (x, if upper { high } else { low })).collect();
            chart.curve(canvas, &edge, EDGE);
        }
    }
    let mean: Vec<(f64, f64, f64)> =
        line.iter().map(|point| (point.x, point.ci.lower, point.ci.upper)).collect();
    chart.area(canvas, &outline(&mean), Colour::Pooled, BAND);
    // Told from the other band without colour too: by a line without gaps.
    for upper in [false, true] {
        let edge: Vec<(f64, f64)> =
            mean.iter().map(|&(x, low, high)| (x, if upper { high } else { low })).collect();
        chart.curve(canvas, &edge, MEAN_EDGE);
    }
}

fn outline(band: &[(f64, f64, f64)]) -> Vec<(f64, f64)> {
    let below = band.iter().map(|&(x, low, _)| (x, low));
    below.chain(band.iter().rev().map(|&(x, _, high)| (x, high))).collect()
}

/// Names the studies outside the prediction band; how many have their name.
fn name_outside(
    canvas: &mut Canvas,
    source: &Source<'_>,
    chart: &Chart,
    outliers: &[(&str, Dot, f64)],
    dots: &[Dot],
    lines: &[Line],
    faint: &[Line],
) -> usize {
    let frame = Frame {
        left: chart.left + 2.0,
        top: chart.top - 2.0,
        right: source.theme.at_most(WIDTH) - 4.0,
        bottom: chart.top + chart.height - 2.0,
    };
    let names: Vec<Name<'_>> = outliers
        .iter()
        .take(most_named(source.result.k))
        .map(|&(id, dot, _)| Name { dot, row: 0.0, text: source.label(id), frame })
        .collect();
    name(canvas, &names, Around { dots, lines, faint })
}

/// What a sample of the legend shows.
#[derive(Debug, Clone, Copy)]
enum Sample {
    Study,
    Rug,
    Line(Pen),
    /// As it looks upon the prediction band, or upon paper.
    Confidence {
        banded: bool,
    },
    Prediction,
}

fn entries(
    source: &Source<'_>,
    model: &MetaRegressionResult,
    null: bool,
    lacking: bool,
) -> Vec<(Sample, String)> {
    let mut entries = vec![(Sample::Study, "Study, area by weight".to_owned())];
    if lacking {
        entries.push((Sample::Rug, "Study without a value".to_owned()));
    }
    entries.push((Sample::Line(FITTED), "Fitted line".to_owned()));
    let banded = model.line.iter().any(|point| point.prediction.is_some());
    entries.push((Sample::Confidence { banded }, source.numbers.interval_name(source.result.level)));
    if banded {
        entries.push((Sample::Prediction, "Prediction interval".to_owned()));
    }
    if null {
        entries.push((Sample::Line(NULL), "No effect".to_owned()));
    }
    entries
}

fn sample(canvas: &mut Canvas, sample: Sample, x: f64, y: f64) {
    let mut area = |shape| canvas.rectangle(x + 1.0, y - 5.0, 20.0, 10.0, shape);
    match sample {
        Sample::Confidence { banded } => {
            if banded {
                area(Shape::fill(Colour::Region));
            }
            area(Shape::fill(Colour::Pooled).opacity(BAND));
            for edge in [y - 5.0, y + 5.0] {
                canvas.line((x + 1.0, edge), (x + 21.0, edge), MEAN_EDGE);
            }
        }
        Sample::Prediction => area(Shape::fill(Colour::Region).outlined(EDGE)),
        Sample::Study => draw_bubbles(canvas, &[((x + 11.0, y), 5.0)]),
        Sample::Rug => canvas.line((x + 7.0, y), (x + 7.0 + RUG, y), RUG_PEN),
        Sample::Line(pen) => canvas.line((x + 1.0, y), (x + 21.0, y), pen),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_at_one_height_stand_one_behind_the_other() {
        let axis =
            |from: f64, to: f64| ChartAxis { from, to, log: false, ticks: Vec::new(), name: String::new() };
        let (x, y) = (axis(0.0, 1.0), axis(0.0, 1.0));
        let chart = Chart { x, y, left: 50.0, top: 10.0, width: 400.0, height: 300.0 };
        let found = rugs(&chart, &[("a", 1.0), ("b", 0.5), ("c", 1.0), ("d", 0.999)]);
        let step = |times: f64| 50.0 + times * RUG_STEP;
        assert_eq!(
            found.iter().map(|at| at.0).collect::<Vec<_>>(),
            [step(0.0), step(0.0), step(1.0), step(2.0)]
        );
    }

    #[test]
    fn the_band_is_read_between_its_points() {
        let point = |x, lower, upper| LinePoint {
            x,
            estimate: 0.0,
            ci: Interval { lower, upper },
            prediction: Some(Interval { lower, upper }),
        };
        let line = [point(0.0, -1.0, 1.0), point(10.0, -2.0, 3.0)];
        assert_eq!(prediction(&line, 5.0), Some(Interval { lower: -1.5, upper: 2.0 }));
        assert_eq!(prediction(&line, 0.0), line[0].prediction);
        assert_eq!(prediction(&line, 10.0), line[1].prediction);
    }
}
