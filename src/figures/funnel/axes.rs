//! The axes of a funnel plot.

use super::points::{Plane, Point, half_width};
use super::{HEIGHT, MARGIN, WIDTH};
use crate::figures::chart::{Chart, ChartAxis};
use crate::figures::forest::Source;
use crate::figures::scale::{apart, linear_ticks, step};
use crate::figures::subject::{capitalised, carried_ticks, plain_ticks};
use crate::numbers::Scale;
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
    let air = 0.03;
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
    let (lower, upper) = match (plane, source.result.measure) {
        (Plane::Sizes, Measure::Proportion) => (lower.min(0.0), upper.max(1.0)),
        _ => (lower, upper),
    };
    // Studies at 0% and 100% do not sit on the frame.
    let air = air * (upper - lower).max(1e-9);
    let (from, to) = (lower - air, upper + air);
    let (ticks, label) = match plane {
        Plane::Sizes => {
            let most = if source.result.measure == Measure::Proportion { 1.0 } else { f64::INFINITY };
            let ticks = linear_ticks(from, to, 6).into_iter().filter(|tick| (0.0..=most).contains(tick));
            let ticks = ticks.map(|tick| (tick, source.tick(tick))).collect();
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

/// Sizes as 1/√n, the smallest study below; the axis ends just beyond the largest.
fn sizes(source: &Source<'_>, points: &[Point], most: f64) -> ChartAxis {
    let least = points.iter().map(|point| point.y).fold(most, f64::min);
    let air = 0.06 * (most - least);
    let (from, to) = (most + air, (least - air).max(0.5 * least));
    let ticks =
        size_ticks(from, to).into_iter().map(|n| (1.0 / n.sqrt(), source.numbers.integer(n))).collect();
    let name = match source.result.measure {
        Measure::Rate => "Time at risk (as 1/√time)",
        _ => "Patients n (as 1/√n)",
    };
    ChartAxis { from, to, log: false, ticks, name: name.to_owned() }
}

/// Round sizes that stand well apart on an axis of 1/√n: {1, 2, 5} x 10^n from the smallest study up, and what lies
/// between where those are few.
fn size_ticks(from: f64, to: f64) -> Vec<f64> {
    let of = |factors: &'static [f64]| {
        (0..9).flat_map(|exponent| {
            let ten = (0..exponent).fold(1.0, |power, _| power * 10.0);
            factors.iter().map(move |factor| factor * ten)
        })
    };
    let place = |n: f64| (from - 1.0 / n.sqrt()) / (from - to);
    let ticks = apart(of(&[1.0, 2.0, 5.0]), place, APART, MOST_TICKS);
    if ticks.len() >= LEAST_TICKS {
        return ticks;
    }
    apart(ticks.into_iter().chain(of(&[1.5, 3.0, 4.0, 7.0, 6.0, 8.0, 9.0])), place, APART, LEAST_TICKS)
}

/// How many sizes have a tick, and how far apart those are at least, as a share of the axis.
const LEAST_TICKS: usize = 4;
const MOST_TICKS: usize = 8;
const APART: f64 = 0.055;

/// Ticks on the scale of the analysis: at round values of the report where the way back needs no sample size.
fn effect_ticks(source: &Source<'_>, scale: EffectScale, from: f64, to: f64) -> (Vec<(f64, String)>, String) {
    if source.result.transform == Transform::FreemanTukey {
        return (
            plain_ticks(source.numbers, from, to, 6),
            capitalised(&scale.theta_label()).replace("Freeman-Tukey", "Freeman–Tukey"),
        );
    }
    // On a straight scale, equal steps.
    if source.result.transform == Transform::None && source.scale() == Scale::Number {
        return (plain_ticks(source.numbers, from, to, 6), source.effect());
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_have_round_ticks_that_stand_apart() {
        let of = |smallest: f64, largest: f64| size_ticks(1.0 / smallest.sqrt(), 1.0 / largest.sqrt());
        assert_eq!(of(7.0, 1900.0), [10.0, 20.0, 50.0, 100.0, 200.0, 500.0]);
        assert!(of(40.0, 90.0).len() >= 3, "{:?}", of(40.0, 90.0));
        assert!(of(1.0, 1e6).len() <= MOST_TICKS);
    }
}
