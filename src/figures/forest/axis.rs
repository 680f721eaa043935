//! Which range an axis covers: enough for the studies that carry the weight, so that one imprecise study does
//! not flatten all others. What lies beyond is drawn as an arrow.

use super::model::Effect;
use crate::figures::scale::{linear_ticks, nice_linear, ratio_ticks};
use crate::stats::num::{ln, pow};

/// Share of the weight whose intervals must lie on the axis.
const HELD: f64 = 0.9;

/// The longest logarithmic axis, in powers of ten.
const DECADES: f64 = 5.0;

/// The smallest and largest limit that must be seen: of the heaviest studies that together hold 90% of the
/// weight, of the pooled results, and the null.
#[must_use]
pub fn needed(studies: &[(Effect, f64)], always: &[f64]) -> Option<(f64, f64)> {
    let mut by_weight: Vec<_> = studies.iter().collect();
    by_weight.sort_by(|a, b| b.1.total_cmp(&a.1));
    let total: f64 = studies.iter().map(|(_, weight)| weight).sum();
    let mut held = 0.0;
    let mut values = always.to_vec();
    for (effect, weight) in by_weight {
        let (lower, upper) = effect.interval.unwrap_or((effect.estimate, effect.estimate));
        values.extend([effect.estimate, lower, upper]);
        held += weight;
        if held >= HELD * total {
            break;
        }
    }
    let finite = values.into_iter().filter(|value| value.is_finite());
    finite.fold(None, |range, value| match range {
        None => Some((value, value)),
        Some((lower, upper)) => Some((value.min(lower), value.max(upper))),
    })
}

/// Ends and ticks of a logarithmic axis that covers a range of positive values, at most five powers of ten
/// around 1.
#[must_use]
pub fn ratio(lower: f64, upper: f64) -> (f64, f64, Vec<f64>) {
    let longest = pow(10.0, DECADES / 2.0);
    let lower = lower.clamp(1.0 / longest, 0.95);
    let upper = upper.clamp(1.0 / 0.95, longest);
    // A tenth of air on both sides, then out to the next tick where it is near.
    let air = 0.03 * ln(upper / lower);
    let (mut from, mut to) = (lower / crate::stats::num::exp(air), upper * crate::stats::num::exp(air));
    let candidates: Vec<f64> =
        (-4..4).flat_map(|exponent| [1.0, 2.0, 5.0].map(|factor| tenfold(factor, exponent))).collect();
    let near = 0.12 * ln(upper / lower);
    if let Some(&tick) =
        candidates.iter().rev().find(|&&tick| tick <= lower && ln(lower / tick) <= near.max(ln(2.0) * 0.6))
    {
        from = tick;
    }
    if let Some(&tick) =
        candidates.iter().find(|&&tick| tick >= upper && ln(tick / upper) <= near.max(ln(2.0) * 0.6))
    {
        to = tick;
    }
    let ticks = ratio_ticks(from, to, 9);
    (from, to, ticks)
}

fn tenfold(factor: f64, exponent: i32) -> f64 {
    if exponent < 0 {
        factor / pow(10.0, f64::from(-exponent)).round()
    } else {
        factor * pow(10.0, f64::from(exponent)).round()
    }
}

/// Ends and ticks of a linear axis that covers a range.
#[must_use]
pub fn linear(lower: f64, upper: f64) -> (f64, f64, Vec<f64>) {
    nice_linear(lower, upper, 6)
}

/// An axis widened until it reaches as far on both sides of no effect.
#[must_use]
pub fn symmetric(lower: f64, upper: f64, null: f64, log: bool) -> (f64, f64, Vec<f64>) {
    if log {
        let far = (upper / null).max(null / lower);
        let (lower, upper) = (null / far, null * far);
        return (lower, upper, ratio_ticks(lower, upper, 9));
    }
    let far = (upper - null).max(null - lower);
    let (lower, upper) = (null - far, null + far);
    (lower, upper, linear_ticks(lower, upper, 6))
}

/// Ticks of a proportion's axis between 0 and 1, at most so many parts.
#[must_use]
pub fn proportion(lower: f64, upper: f64, most: usize) -> (f64, f64, Vec<f64>) {
    (lower, upper, linear_ticks(lower, upper, most))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn effect(estimate: f64, lower: f64, upper: f64) -> Effect {
        Effect { estimate, interval: Some((lower, upper)) }
    }

    #[test]
    fn one_light_study_does_not_stretch_the_axis() {
        let studies =
            [(effect(0.5, 0.3, 0.8), 0.6), (effect(0.6, 0.4, 1.1), 0.35), (effect(20.0, 0.01, 900.0), 0.05)];
        assert_eq!(needed(&studies, &[1.0]), Some((0.3, 1.1)));
    }

    #[test]
    fn ratio_axes_end_on_ticks_that_are_near_and_show_the_null() {
        let (lower, upper, ticks) = ratio(0.07, 4.6);
        assert_eq!((lower, upper), (0.05, 5.0));
        assert!(ticks.contains(&1.0));
        let (lower, upper, ticks) = ratio(0.98, 1.02);
        assert!(lower < 0.96 && upper > 1.04 && ticks.contains(&1.0), "{lower} {upper} {ticks:?}");
        let (lower, upper, _) = ratio(1e-9, 1e9);
        assert!(lower > 1e-3 && upper < 1e3);
    }

    #[test]
    fn an_axis_of_ratios_has_three_ticks_at_least() {
        for low in 1..60 {
            for high in 1..60 {
                let (lower, upper) = (1.0 - f64::from(low) / 60.1, 1.0 + f64::from(high * high) / 20.0);
                let (from, to, ticks) = ratio(lower, upper);
                let within = ticks.iter().filter(|tick| **tick >= from && **tick <= to).count();
                assert!(within >= 3 && ticks.contains(&1.0), "{lower} to {upper}: {ticks:?}");
            }
        }
    }

    #[test]
    fn a_symmetric_axis_has_its_null_in_the_middle() {
        let (lower, upper, ticks) = symmetric(0.5, 5.0, 1.0, true);
        assert_eq!((lower, upper), (0.2, 5.0));
        assert_eq!(ticks, [0.2, 0.5, 1.0, 2.0, 5.0]);
        let (lower, upper, ticks) = symmetric(-1.0, 4.0, 0.0, false);
        assert_eq!((lower, upper), (-4.0, 4.0));
        assert!(ticks.contains(&0.0) && ticks.len() >= 3, "{ticks:?}");
    }

    #[test]
    fn what_is_no_number_does_not_reach_the_axis() {
        assert_eq!(needed(&[(effect(f64::NAN, f64::NEG_INFINITY, 2.0), 1.0)], &[0.0]), Some((0.0, 2.0)));
        assert_eq!(needed(&[], &[]), None);
    }
}
