//! The funnel plot: effects against their precision.
//!
//! Where the standard error follows from the estimate itself (proportions, rates), effects stand against the
//! size of the study, without a pseudo-confidence region (Hunter et al. 2014).

use super::canvas::Canvas;
use super::chart::{BELOW, Chart, ChartAxis};
use super::figure::{Caption, Figure};
use super::forest::Source;
use super::labels::{Dot, Frame, name};
use super::parts::{legend, notes};
use super::scale::linear_ticks;
use super::style::{Pen, Shape};
use super::subject::{carried_ticks, plain_ticks, studies};
use super::theme::Colour;
use crate::stats::choices::{Measure, Transform};
use crate::stats::dist::normal;
use crate::stats::effect::EffectScale;

/// Width of the figure, and height of its plot.
const WIDTH: f64 = 560.0;
const HEIGHT: f64 = 320.0;
const MARGIN: f64 = 10.0;
/// Radius of a study's point.
const RADIUS: f64 = 3.6;

/// A study in the plot.
#[derive(Debug, Clone)]
struct Point {
    id: String,
    x: f64,
    y: f64,
    /// Lies outside the region, or, without one, its interval excludes the pooled estimate.
    outside: bool,
    filled: bool,
}

/// The plane of the plot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Plane {
    /// The scale of the analysis against the standard error.
    Errors,
    /// The reported scale against the size of the study.
    Sizes,
}

/// Draws the funnel plot, where there are three studies and their precision differs.
#[must_use]
pub fn funnel(source: &Source<'_>) -> Option<Figure> {
    let result = source.result;
    let sized = matches!(result.measure, Measure::Proportion | Measure::Rate)
        && result.studies.iter().all(|study| size(source, study.total, study.time).is_some());
    draw(source, if sized { Plane::Sizes } else { Plane::Errors }, false)
}

/// Draws the funnel plot of standard errors with the studies that trim and fill adds, where it adds any.
#[must_use]
pub fn trim_fill(source: &Source<'_>) -> Option<Figure> {
    let filled = source.result.small_study.trim_fill.as_ref().is_some_and(|found| !found.filled.is_empty());
    if filled { draw(source, Plane::Errors, true) } else { None }
}

fn size(source: &Source<'_>, total: Option<f64>, time: Option<f64>) -> Option<f64> {
    let size = if source.result.measure == Measure::Rate { time } else { total };
    size.filter(|size| *size > 0.0)
}

fn points(source: &Source<'_>, plane: Plane, overlay: bool) -> Vec<Point> {
    let result = source.result;
    let headline = result.headline();
    let z = normal::quantile(0.5 + result.level / 2.0);
    let mut points: Vec<Point> = result
        .studies
        .iter()
        .filter_map(|study| {
            let id = study.id.clone();
            Some(match plane {
                Plane::Errors => {
                    let (x, y) = (study.yi?, study.vi?.sqrt());
                    let outside = headline.theta.is_some_and(|theta| (x - theta).abs() > z * y);
                    Point { id, x, y, outside, filled: false }
                }
                Plane::Sizes => {
                    let (x, n) = (study.estimate?, size(source, study.total, study.time)?);
                    let outside = headline
                        .estimate
                        .zip(study.ci)
                        .is_some_and(|(estimate, ci)| estimate < ci.lower || estimate > ci.upper);
                    Point { id, x, y: 1.0 / n.sqrt(), outside, filled: false }
                }
            })
        })
        .collect();
    if let (true, Some(found)) = (overlay, &result.small_study.trim_fill) {
        points.extend(found.filled.iter().map(|study| Point {
            id: "Filled in".to_owned(),
            x: study.yi,
            y: study.vi.sqrt(),
            outside: false,
            filled: true,
        }));
    }
    points.retain(|point| point.x.is_finite() && point.y.is_finite());
    points
}

fn draw(source: &Source<'_>, plane: Plane, overlay: bool) -> Option<Figure> {
    let points = points(source, plane, overlay);
    let least = points.iter().map(|point| point.y).fold(f64::INFINITY, f64::min);
    let most = points.iter().map(|point| point.y).fold(0.0, f64::max);
    // Studies of one precision make no funnel.
    if points.len() < 3 || most - least <= 1e-9 * most {
        return None;
    }
    let scale = EffectScale::new(source.result.measure, Some(source.result.transform)).ok()?;
    let chart = chart(source, plane, scale, &points, most);
    let id = if overlay { "trim-fill" } else { "funnel" };
    let whole = source.theme.at_most(WIDTH);
    let mut canvas = Canvas::new(&format!("{id}-{}", source.id), source.theme);
    let contours = plane == Plane::Errors && !overlay && scale.null().is_some();
    if contours {
        shade(&mut canvas, &chart);
    }
    centre(&mut canvas, source, &chart, plane, overlay);
    chart.frame(&mut canvas);
    let all_named = mark(&mut canvas, source, &chart, &points, plane);
    let mut bottom = chart.top + chart.height + BELOW + 2.0;
    bottom = key(&mut canvas, source, bottom, plane, overlay, contours);
    bottom = notes(
        &mut canvas,
        MARGIN,
        bottom + 2.0,
        whole - 2.0 * MARGIN,
        &remarks(source, scale, plane, overlay, all_named),
    );
    Some(canvas.finish(whole, bottom + MARGIN, caption(source, &points, plane, overlay, contours)))
}

fn chart(source: &Source<'_>, plane: Plane, scale: EffectScale, points: &[Point], most: f64) -> Chart {
    let headline = source.result.headline();
    let y = match plane {
        Plane::Errors => {
            let step = super::scale::step(most, 5);
            let end = ((most * 1.02) / step).ceil() * step;
            ChartAxis {
                from: end,
                to: 0.0,
                log: false,
                ticks: plain_ticks(source.numbers, 0.0, end, 6),
                name: "Standard error".to_owned(),
            }
        }
        Plane::Sizes => {
            let smallest = 1.0 / (most * most);
            let largest = points.iter().map(|point| 1.0 / (point.y * point.y)).fold(0.0, f64::max);
            let sizes = [2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0, 2000.0, 10_000.0, 1e5, 1e6];
            let ticks = sizes
                .iter()
                .filter(|&&n| n >= smallest * 0.87 && n <= largest)
                .map(|&n| (1.0 / n.sqrt(), source.numbers.integer(n)))
                .collect();
            ChartAxis { from: most * 1.08, to: 0.0, log: false, ticks, name: size_name(source).to_owned() }
        }
    };
    let spread = normal::quantile(0.5 + source.result.level / 2.0) * y.from;
    let mut xs: Vec<f64> = points.iter().map(|point| point.x).collect();
    match plane {
        Plane::Errors => {
            xs.extend(headline.theta.into_iter().flat_map(|theta| [theta - spread, theta + spread]));
        }
        Plane::Sizes => xs.extend(headline.estimate),
    }
    if plane == Plane::Errors {
        xs.extend(scale.null());
    }
    let lower = xs.iter().copied().fold(f64::INFINITY, f64::min);
    let upper = xs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let air = 0.04 * (upper - lower).max(1e-9);
    let (mut from, mut to) = (lower - air, upper + air);
    let (ticks, label) = match plane {
        Plane::Sizes => {
            if source.result.measure == Measure::Proportion {
                (from, to) = (lower.min(0.0), upper.max(1.0));
            } else {
                from = from.max(0.0);
            }
            let ticks = linear_ticks(from, to, 6).into_iter().map(|tick| (tick, source.tick(tick))).collect();
            (ticks, source.effect())
        }
        Plane::Errors => effect_ticks(source, scale, from, to),
    };
    // The last label of the horizontal axis may reach half its width beyond the frame.
    let left = MARGIN + Chart::left_room(&y) + 4.0;
    Chart {
        x: ChartAxis { from, to, log: false, ticks, name: label },
        y,
        left,
        top: MARGIN + 4.0,
        width: source.theme.at_most(WIDTH) - left - 26.0,
        height: HEIGHT,
    }
}

/// Ticks on the scale of the analysis: at round values of the report where the way back needs no sample size.
fn effect_ticks(source: &Source<'_>, scale: EffectScale, from: f64, to: f64) -> (Vec<(f64, String)>, String) {
    if source.result.transform == Transform::FreemanTukey {
        return (
            plain_ticks(source.numbers, from, to, 6),
            super::subject::capitalised(&scale.theta_label()).replace("Freeman-Tukey", "Freeman–Tukey"),
        );
    }
    let ticks = carried_ticks(
        source,
        from,
        to,
        |theta| scale.back_transform(theta, f64::NAN),
        |value| scale.forward(value, f64::NAN),
    );
    let name = source.effect();
    let label = match source.result.transform {
        Transform::None => name,
        Transform::Log => format!("{name} (log scale)"),
        Transform::Logit => format!("{name} (logit scale)"),
        Transform::FisherZ => format!("{name} (Fisher’s z scale)"),
        _ => format!("{name} (transformed scale)"),
    };
    (ticks, label)
}

const fn size_name(source: &Source<'_>) -> &'static str {
    if matches!(source.result.measure, Measure::Rate) {
        "Time at risk (as 1/√time)"
    } else {
        "Patients n (as 1/√n)"
    }
}

/// The three contours of significance around the null.
const CONTOURS: [(f64, f64); 3] = [(0.01, 0.4), (0.05, 0.5), (0.10, 1.0)];

/// How dark the plane is where studies are significant at the strictest level.
const SHADE: f64 = 0.34;

fn shade(canvas: &mut Canvas, chart: &Chart) {
    let (left, right, low) = (chart.x.from, chart.x.to, chart.y.from);
    chart.area(canvas, &[(left, 0.0), (right, 0.0), (right, low), (left, low)], Colour::Muted, SHADE);
    for (p, opacity) in CONTOURS {
        let half = normal::quantile(1.0 - p / 2.0) * low;
        chart.area(canvas, &[(0.0, 0.0), (half, low), (-half, low)], Colour::Paper, opacity);
    }
    for (p, _) in CONTOURS {
        let half = normal::quantile(1.0 - p / 2.0) * low;
        chart.curve(canvas, &[(-half, low), (0.0, 0.0), (half, low)], Pen::new(Colour::Faint, 0.75));
    }
    chart.curve(canvas, &[(0.0, 0.0), (0.0, low)], Pen::new(Colour::Null, 1.0));
}

/// The line at the pooled estimate, with the region around it on the plane of standard errors.
fn centre(canvas: &mut Canvas, source: &Source<'_>, chart: &Chart, plane: Plane, overlay: bool) {
    let headline = source.result.headline();
    let low = chart.y.from;
    let middle = match plane {
        Plane::Errors => headline.theta,
        Plane::Sizes => headline.estimate,
    };
    let Some(middle) = middle else { return };
    if plane == Plane::Errors {
        let half = normal::quantile(0.5 + source.result.level / 2.0) * low;
        for side in [-half, half] {
            let (from, to) = within(chart, (middle, 0.0), (middle + side, low));
            canvas.line(from, to, Pen::new(Colour::Ink, 1.0).dashed(4.0, 3.0));
        }
    }
    canvas.line(chart.at(middle, 0.0), chart.at(middle, low), Pen::new(Colour::PooledLine, 1.5));
    if let (true, Some(found)) = (overlay, &source.result.small_study.trim_fill)
        && let Some(theta) = found.random.theta
        && chart.holds(theta, 0.0)
    {
        canvas.line(
            chart.at(theta, 0.0),
            chart.at(theta, low),
            Pen::new(Colour::PooledLine, 1.5).dashed(2.0, 3.0),
        );
    }
}

/// The part of a line, given in the units of the chart, that lies left and right within its frame.
fn within(chart: &Chart, from: (f64, f64), to: (f64, f64)) -> ((f64, f64), (f64, f64)) {
    let end = to.0.clamp(chart.x.from, chart.x.to);
    let share = if to.0 == from.0 { 1.0 } else { (end - from.0) / (to.0 - from.0) };
    (chart.at(from.0, from.1), chart.at(end, from.1 + share * (to.1 - from.1)))
}

/// Draws the studies and names those outside; whether all of those have their name.
fn mark(canvas: &mut Canvas, source: &Source<'_>, chart: &Chart, points: &[Point], plane: Plane) -> bool {
    let mut dots = Vec::new();
    for point in points {
        let at = chart.at(point.x, point.y);
        dots.push(Dot { at, radius: RADIUS + 0.5 });
        dot(canvas, at, point.filled);
    }
    let headline = source.result.headline();
    let middle = if plane == Plane::Errors { headline.theta } else { headline.estimate };
    // The lines are no places for names either.
    let low = chart.y.from;
    let spread =
        if plane == Plane::Errors { normal::quantile(0.5 + source.result.level / 2.0) * low } else { 0.0 };
    let null = chart_null(source, chart, plane);
    let lines: Vec<_> = middle
        .into_iter()
        .flat_map(|middle| {
            [-spread, 0.0, spread].map(|side| (chart.at(middle, 0.0), chart.at(middle + side, low)))
        })
        .chain(null)
        .collect();
    let mut outside: Vec<(Dot, &str, f64)> = points
        .iter()
        .zip(&dots)
        .filter(|(point, _)| point.outside)
        .map(|(point, &dot)| {
            (dot, source.label(&point.id), (point.x - middle.unwrap_or(point.x)).abs() / point.y)
        })
        .collect();
    outside.sort_by(|a, b| b.2.total_cmp(&a.2));
    outside.truncate(20);
    let names: Vec<(Dot, &str)> = outside.into_iter().map(|(dot, text, _)| (dot, text)).collect();
    let frame = Frame {
        left: chart.left + 2.0,
        top: chart.top - 4.0,
        right: chart.left + chart.width + 20.0,
        bottom: chart.top + chart.height - 2.0,
    };
    let wanted = points.iter().filter(|point| point.outside).count();
    name(canvas, &names, &dots, &lines, frame) == wanted
}

/// The line at no effect, where the plane has one.
fn chart_null(source: &Source<'_>, chart: &Chart, plane: Plane) -> Option<((f64, f64), (f64, f64))> {
    let has = plane == Plane::Errors && source.result.measure.has_null();
    has.then(|| (chart.at(0.0, 0.0), chart.at(0.0, chart.y.from)))
}

fn dot(canvas: &mut Canvas, at: (f64, f64), hollow: bool) {
    let shape = if hollow {
        Shape::fill(Colour::Paper).outlined(Pen::new(Colour::Alert, 1.25))
    } else {
        Shape::fill(Colour::Point).outlined(Pen::new(Colour::Paper, 0.75))
    };
    canvas.circle(at, RADIUS, shape);
}

/// What a sample of the legend shows.
#[derive(Debug, Clone, Copy)]
enum Sample {
    Study,
    Filled,
    Pooled,
    Adjusted,
    Region,
    Contour(usize),
}

fn key(
    canvas: &mut Canvas,
    source: &Source<'_>,
    top: f64,
    plane: Plane,
    overlay: bool,
    contours: bool,
) -> f64 {
    let mut entries = vec![(Sample::Study, "Study".to_owned())];
    if overlay {
        entries.push((Sample::Filled, "Filled in".to_owned()));
    }
    entries.push((Sample::Pooled, "Pooled estimate".to_owned()));
    if overlay {
        entries.push((Sample::Adjusted, "With the filled studies".to_owned()));
    }
    if plane == Plane::Errors {
        entries
            .push((Sample::Region, format!("Pseudo {} limits", source.numbers.level(source.result.level))));
    }
    if contours {
        let words = ["p > 0.10", "0.05 to 0.10", "0.01 to 0.05", "p < 0.01"];
        entries.extend(
            words.iter().enumerate().map(|(index, text)| (Sample::Contour(index), (*text).to_owned())),
        );
    }
    legend(
        canvas,
        MARGIN,
        top,
        source.theme.at_most(WIDTH) - 2.0 * MARGIN,
        &entries,
        |canvas, sample, x, y| match sample {
            Sample::Study => dot(canvas, (x + 11.0, y), false),
            Sample::Filled => dot(canvas, (x + 11.0, y), true),
            Sample::Pooled => canvas.line((x + 1.0, y), (x + 21.0, y), Pen::new(Colour::PooledLine, 1.5)),
            Sample::Adjusted => {
                canvas.line((x + 1.0, y), (x + 21.0, y), Pen::new(Colour::PooledLine, 1.5).dashed(2.0, 3.0));
            }
            Sample::Region => {
                canvas.line((x + 1.0, y), (x + 21.0, y), Pen::new(Colour::Ink, 1.0).dashed(4.0, 3.0));
            }
            Sample::Contour(index) => {
                canvas.rectangle(x + 2.0, y - 5.0, 18.0, 10.0, Shape::fill(Colour::Muted).opacity(SHADE));
                // The same layers as in the plot, from the outermost.
                for (_, opacity) in CONTOURS.iter().take(3 - index) {
                    canvas.rectangle(
                        x + 2.0,
                        y - 5.0,
                        18.0,
                        10.0,
                        Shape::fill(Colour::Paper).opacity(*opacity),
                    );
                }
                canvas.rectangle(x + 2.0, y - 5.0, 18.0, 10.0, Shape::outline(Pen::new(Colour::Muted, 0.75)));
            }
        },
    )
}

fn remarks(
    source: &Source<'_>,
    scale: EffectScale,
    plane: Plane,
    overlay: bool,
    all_named: bool,
) -> Vec<String> {
    let mut out = Vec::new();
    let named = if all_named { "Named are studies" } else { "Named, where there is room, are studies" };
    match plane {
        Plane::Sizes => out.push(format!(
            "The standard error of this measure follows from the estimate itself and would bend a funnel; studies stand \
             against their size, without a region. {named} whose interval excludes the pooled estimate."
        )),
        Plane::Errors => {
            if matches!(source.result.measure, Measure::Proportion | Measure::Rate) {
                out.push(
                    "The standard error of this measure may follow from the estimate itself: asymmetry need not mean that \
                     studies are missing."
                        .to_owned(),
                );
            }
            if scale.null().is_some() && !overlay {
                out.push("Shaded by the p value of a study against no effect.".to_owned());
            }
            out.push(format!("{named} outside the limits."));
        }
    }
    if source.result.k < 10 {
        out.push("With fewer than ten studies, the shape of a funnel says little.".to_owned());
    }
    out
}

fn caption(source: &Source<'_>, points: &[Point], plane: Plane, overlay: bool, contours: bool) -> Caption {
    let numbers = source.numbers;
    let outside: Vec<&str> =
        points.iter().filter(|point| point.outside).map(|point| source.label(&point.id)).collect();
    let k = points.iter().filter(|point| !point.filled).count();
    let mut description = match plane {
        Plane::Errors => format!("{} by effect and standard error", studies(numbers, k)),
        Plane::Sizes => format!("{} by effect and size", studies(numbers, k)),
    };
    description.push_str(if contours { ", with contours of significance. " } else { ". " });
    if outside.is_empty() {
        description.push_str(match plane {
            Plane::Errors => "None lies outside the limits around the pooled estimate.",
            Plane::Sizes => "No study’s interval excludes the pooled estimate.",
        });
    } else {
        let shown: Vec<&str> = outside.iter().take(8).copied().collect();
        let more = outside.len() - shown.len();
        description.push_str(&format!(
            "{} {}{}.",
            match plane {
                Plane::Errors => "Outside the limits around the pooled estimate:",
                Plane::Sizes => "Their interval excludes the pooled estimate:",
            },
            shown.join(", "),
            if more > 0 { format!(" and {} more", numbers.count(more as u64)) } else { String::new() }
        ));
    }
    if let (true, Some(found)) = (overlay, &source.result.small_study.trim_fill) {
        description.push_str(&format!(
            " Trim and fill adds {} on the {}; with them the estimate is {}.",
            studies(numbers, found.k0),
            found.side,
            source.effect_text(found.random.estimate, found.random.ci)
        ));
    }
    if plane == Plane::Sizes {
        description.push_str(
            " Small studies differ for many reasons; the shape is no evidence of unpublished studies.",
        );
    }
    let head =
        ["Study", &source.effect_heading(), if plane == Plane::Errors { "Standard error" } else { "Size" }];
    let mut table = vec![head.map(str::to_owned).to_vec()];
    for point in points {
        let study = source.result.studies.iter().find(|study| study.id == point.id && !point.filled);
        let value = match plane {
            Plane::Errors => numbers.decimal(point.y, 3),
            Plane::Sizes => numbers.integer(1.0 / (point.y * point.y)),
        };
        let effect = match (study, &source.result.small_study.trim_fill) {
            (Some(study), _) => source.effect_text(study.estimate, study.ci),
            (None, Some(found)) => found
                .filled
                .iter()
                .find(|filled| filled.yi == point.x)
                .map_or_else(String::new, |filled| source.effect_text(filled.estimate, None)),
            (None, None) => String::new(),
        };
        let name = if point.filled { point.id.clone() } else { source.label(&point.id).to_owned() };
        table.push(vec![name, effect, value]);
    }
    let title = if overlay { "Funnel plot with trim and fill" } else { "Funnel plot" };
    Caption { title: format!("{title}: {}", source.result.title), description, table }
}
