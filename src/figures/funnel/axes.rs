//! The axes of a funnel plot.

use super::points::{Plane, Point, half_width};
use super::{HEIGHT, MARGIN, WIDTH};
use crate::figures::chart::{Chart, ChartAxis};
use crate::figures::forest::Source;
use crate::figures::scale::{linear_ticks, step};
use crate::figures::subject::{capitalised, carried_ticks, plain_ticks};
use crate::stats::choices::{Measure, Transform};
use crate::stats::effect::EffectScale;

pub(super) fn chart(
    source: &Source<'_>,
    plane: Plane,
    scale: EffectScale,
    null: Option<f64>,
    points: &[Point],
    most: f64,
) -> Chart {
    let y = match plane {
        Plane::Errors => errors(source, most),
        Plane::Sizes => sizes(source, points, most),
    };
    let mut xs: Vec<f64> = points.iter().map(|point| point.x).collect();
    let middle = plane.middle(source);
    match plane {
        Plane::Errors => {
            let spread = half_width(source, y.from);
            xs.extend(middle.into_iter().flat_map(|theta| [theta - spread, theta + spread]));
        }
        Plane::Sizes => xs.extend(middle),
    }
    xs.extend(null);
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

/// Standard errors, the greatest below.
fn errors(source: &Source<'_>, most: f64) -> ChartAxis {
    let step = step(most, 5);
    let end = ((most * 1.02) / step).ceil() * step;
    ChartAxis {
        from: end,
        to: 0.0,
        log: false,
        ticks: plain_ticks(source.numbers, 0.0, end, 6),
        name: "Standard error".to_owned(),
    }
}

/// Sizes as 1/√n, the smallest study below.
fn sizes(source: &Source<'_>, points: &[Point], most: f64) -> ChartAxis {
    let smallest = 1.0 / (most * most);
    let largest = points.iter().map(|point| 1.0 / (point.y * point.y)).fold(0.0, f64::max);
    let sizes = [2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0, 2000.0, 10_000.0, 1e5, 1e6];
    let ticks = sizes
        .iter()
        .filter(|&&n| n >= smallest * 0.87 && n <= largest)
        .map(|&n| (1.0 / n.sqrt(), source.numbers.integer(n)))
        .collect();
    let name = match source.result.measure {
        Measure::Rate => "Time at risk (as 1/√time)",
        _ => "Patients n (as 1/√n)",
    };
    ChartAxis { from: most * 1.08, to: 0.0, log: false, ticks, name: name.to_owned() }
}

/// Ticks on the scale of the analysis: at round values of the report where the way back needs no sample size.
fn effect_ticks(source: &Source<'_>, scale: EffectScale, from: f64, to: f64) -> (Vec<(f64, String)>, String) {
    if source.result.transform == Transform::FreemanTukey {
        return (
            plain_ticks(source.numbers, from, to, 6),
            capitalised(&scale.theta_label()).replace("Freeman-Tukey", "Freeman–Tukey"),
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
