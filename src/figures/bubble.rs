//! The bubble plot of a meta-regression with one numeric moderator.

use super::canvas::Canvas;
use super::chart::{BELOW, Chart, ChartAxis};
use super::figure::{Caption, Figure};
use super::forest::Source;
use super::labels::{Dot, Frame, name};
use super::parts::{legend, notes};
use super::style::{Pen, Shape};
use super::subject::{plain_ticks, studies};
use super::theme::Colour;
use crate::analysis::results::{LinePoint, MetaRegressionResult};
use crate::numbers::NOT_REPORTED;

const WIDTH: f64 = 560.0;
const HEIGHT: f64 = 320.0;
const MARGIN: f64 = 10.0;
/// Radius of the heaviest study and the least radius.
const RADII: (f64, f64) = (13.0, 2.5);

struct Bubble<'a> {
    id: &'a str,
    x: f64,
    y: f64,
    radius: f64,
    /// Outside the prediction band.
    outside: bool,
}

/// Draws a meta-regression with its bands, where it has a line.
#[must_use]
pub fn bubble(source: &Source<'_>, model: &MetaRegressionResult) -> Option<Figure> {
    let (first, last) = (model.line.first()?, model.line.last()?);
    let moderator = model.moderators.first()?;
    let label = model.labels.first().cloned().unwrap_or_else(|| source.column(moderator));
    let unit = model.units.first().cloned().flatten();
    let heading = unit.map_or_else(|| label.clone(), |unit| format!("{label} ({unit})"));
    let bubbles = bubbles(source, model);
    if bubbles.is_empty() || last.x <= first.x {
        return None;
    }
    let chart = chart(source, model, &bubbles, &heading);
    let whole = source.theme.at_most(WIDTH);
    let mut canvas = Canvas::new(&format!("bubble-{}-{moderator}", source.id), source.theme);
    bands(&mut canvas, &chart, &model.line);
    chart.frame(&mut canvas);
    for bubble in &bubbles {
        let shape = Shape::fill(Colour::Point).opacity(0.55).outlined(Pen::new(Colour::Point, 1.0));
        canvas.circle(chart.at(bubble.x, bubble.y), bubble.radius, shape);
    }
    name_outside(&mut canvas, source, &chart, &bubbles);
    let mut entries = vec![(0, "Study, area by weight".to_owned()), (1, "Fitted line".to_owned())];
    entries.push((2, source.numbers.interval_name(source.result.level)));
    if model.line.iter().any(|point| point.prediction.is_some()) {
        entries.push((3, "Prediction interval".to_owned()));
    }
    let mut bottom = legend(
        &mut canvas,
        MARGIN,
        chart.top + chart.height + BELOW + 2.0,
        whole - 2.0 * MARGIN,
        &entries,
        |canvas, kind: i32, x, y| match kind {
            0 => canvas.circle(
                (x + 11.0, y),
                5.0,
                Shape::fill(Colour::Point).opacity(0.55).outlined(Pen::new(Colour::Point, 1.0)),
            ),
            1 => canvas.line((x + 1.0, y), (x + 21.0, y), Pen::new(Colour::PooledLine, 1.75)),
            2 => canvas.rectangle(
                x + 1.0,
                y - 5.0,
                20.0,
                10.0,
                Shape::fill(Colour::Pooled).opacity(BAND).outlined(Pen::new(Colour::PooledLine, 0.75)),
            ),
            _ => canvas.rectangle(
                x + 1.0,
                y - 5.0,
                20.0,
                10.0,
                Shape::fill(Colour::Region).outlined(Pen::new(Colour::Muted, 0.75).dashed(3.0, 2.0)),
            ),
        },
    );
    let said = said(source, model);
    bottom = notes(&mut canvas, MARGIN, bottom + 2.0, whole - 2.0 * MARGIN, std::slice::from_ref(&said));
    let missing = source.result.k.saturating_sub(model.k);
    let lacking = if missing > 0 {
        format!(" {} not report it.", verb(&studies(source.numbers, missing), missing))
    } else {
        String::new()
    };
    let caption = Caption {
        title: format!("Meta-regression on {label}: {}", source.result.title),
        description: format!(
            "{} by {heading} and {}, with the fitted line and its bands. {said}{lacking}",
            studies(source.numbers, bubbles.len()),
            source.effect().to_lowercase()
        ),
        table: table(source, model, &heading),
    };
    Some(canvas.finish(whole, bottom + MARGIN, caption))
}

/// How opaque the confidence band is.
const BAND: f64 = 0.22;

fn verb(studies: &str, count: usize) -> String {
    format!("{studies} {}", if count == 1 { "does" } else { "do" })
}

fn bubbles<'a>(source: &Source<'a>, model: &'a MetaRegressionResult) -> Vec<Bubble<'a>> {
    let of = |id: &str| source.result.studies.iter().find(|study| study.id == id);
    let weight =
        |id: &str| of(id).and_then(|study| study.weight_random.or(study.weight_common)).unwrap_or(0.0);
    let greatest = model.points.iter().map(|(id, _)| weight(id)).fold(0.0, f64::max);
    model
        .points
        .iter()
        .filter_map(|(id, x)| {
            let y = of(id)?.estimate.filter(|y| y.is_finite() && (!source.log() || *y > 0.0))?;
            let share = if greatest > 0.0 { weight(id) / greatest } else { 0.2 };
            let band = nearest(&model.line, *x).and_then(|point| point.prediction);
            let outside = band.is_some_and(|band| y < band.lower || y > band.upper);
            Some(Bubble { id, x: *x, y, radius: (RADII.0 * share.sqrt()).max(RADII.1), outside })
        })
        .collect()
}

/// The point of the line nearest to a value of the moderator.
fn nearest(line: &[LinePoint], x: f64) -> Option<&LinePoint> {
    line.iter().min_by(|a, b| (a.x - x).abs().total_cmp(&(b.x - x).abs()))
}

fn chart(source: &Source<'_>, model: &MetaRegressionResult, bubbles: &[Bubble<'_>], heading: &str) -> Chart {
    // The confidence band and the studies must be seen; a wide prediction band may leave the frame.
    let mut ys: Vec<f64> = bubbles.iter().map(|bubble| bubble.y).collect();
    ys.extend(model.line.iter().flat_map(|point| [point.ci.lower, point.ci.upper]));
    let (from, to, ticks) = source.effect_range(&ys);
    let name = source.effect();
    let y = ChartAxis {
        from,
        to,
        log: source.log(),
        ticks: ticks.into_iter().map(|tick| (tick, source.tick(tick))).collect(),
        name: if source.log() { format!("{name} (log scale)") } else { name },
    };
    let (low, high) = model
        .line
        .iter()
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), point| (low.min(point.x), high.max(point.x)));
    let air = 0.05 * (high - low);
    let (low, high) = (low - air, high + air);
    let x = ChartAxis {
        from: low,
        to: high,
        log: false,
        ticks: plain_ticks(source.numbers, low, high, 7),
        name: heading.to_owned(),
    };
    let left = MARGIN + Chart::left_room(&y) + 4.0;
    Chart { x, y, left, top: MARGIN + 6.0, width: source.theme.at_most(WIDTH) - left - 24.0, height: HEIGHT }
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
            chart.curve(canvas, &edge, Pen::new(Colour::Muted, 0.75).dashed(3.0, 2.0));
        }
    }
    let mean: Vec<(f64, f64, f64)> =
        line.iter().map(|point| (point.x, point.ci.lower, point.ci.upper)).collect();
    chart.area(canvas, &outline(&mean), Colour::Pooled, BAND);
    let fitted: Vec<(f64, f64)> = line.iter().map(|point| (point.x, point.estimate)).collect();
    chart.curve(canvas, &fitted, Pen::new(Colour::PooledLine, 1.75));
}

fn outline(band: &[(f64, f64, f64)]) -> Vec<(f64, f64)> {
    let below = band.iter().map(|&(x, low, _)| (x, low));
    below.chain(band.iter().rev().map(|&(x, _, high)| (x, high))).collect()
}

fn name_outside(canvas: &mut Canvas, source: &Source<'_>, chart: &Chart, bubbles: &[Bubble<'_>]) {
    let dot = |bubble: &Bubble<'_>| Dot { at: chart.at(bubble.x, bubble.y), radius: bubble.radius + 0.5 };
    let dots: Vec<Dot> = bubbles.iter().map(dot).collect();
    let names: Vec<(Dot, &str)> = bubbles
        .iter()
        .filter(|bubble| bubble.outside)
        .take(20)
        .map(|bubble| (dot(bubble), source.label(bubble.id)))
        .collect();
    let frame = Frame {
        left: chart.left + 2.0,
        top: chart.top - 2.0,
        right: source.theme.at_most(WIDTH) - 4.0,
        bottom: chart.top + chart.height - 2.0,
    };
    name(canvas, &names, &dots, &[], frame);
}

/// The model in numbers: coefficient, p, share explained, what is left.
fn said(source: &Source<'_>, model: &MetaRegressionResult) -> String {
    let numbers = source.numbers;
    let mut parts = vec![numbers.equation("k", &numbers.count(model.k as u64))];
    if let Some(term) = model.terms.iter().find(|term| term.name != "intercept") {
        let digits = crate::numbers::Scale::Number.digits(term.estimate, Some(term.ci)).max(2);
        let limits =
            numbers.named_interval_with(term.ci, crate::numbers::Scale::Number, source.result.level, digits);
        parts.push(format!(
            "{} ({limits}) on the scale of the analysis",
            numbers.equation("β", &numbers.decimal(term.estimate, digits))
        ));
        parts.push(numbers.p_statement(term.p));
    }
    if let Some(r2) = model.r2 {
        parts.push(numbers.equation("R²", &numbers.i2(r2)));
    }
    if let Some(tau2) = model.tau2 {
        parts.push(format!("residual {}", numbers.equation("τ²", &numbers.tau2(tau2))));
    }
    if let Some(i2) = model.i2_residual {
        parts.push(format!("residual {}", numbers.equation("I²", &numbers.i2(i2))));
    }
    format!("{}.", parts.join("; "))
}

fn table(source: &Source<'_>, model: &MetaRegressionResult, heading: &str) -> Vec<Vec<String>> {
    let mut table = vec![vec!["Study".to_owned(), heading.to_owned(), source.effect_heading()]];
    for study in &source.result.studies {
        let x = model.points.iter().find(|(id, _)| *id == study.id).map(|(_, x)| *x);
        let x = x.map_or_else(
            || NOT_REPORTED.to_owned(),
            |x| {
                let digits = super::scale::decimals(x).min(3);
                if digits == 0 && x.abs() < 10_000.0 {
                    format!("{x:.0}")
                } else {
                    source.numbers.decimal(x, digits)
                }
            },
        );
        table.push(vec![source.label(&study.id).to_owned(), x, source.effect_text(study.estimate, study.ci)]);
    }
    table
}
