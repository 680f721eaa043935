//! Absolute effects at an assumed risk.

use super::super::results::{AbsoluteEffect, Interval};
use crate::spec::evidence::AbsoluteRisk;
use crate::stats::choices::Measure;
use crate::stats::num::pow;

/// The risk with the intervention at the assumed risk without it: `r RR`, `OR r / (1 - r + OR r)`,
/// `1 - (1 - r)^HR` or `r + RD`, within 0 and 1. None for a measure that no risk follows from.
#[must_use]
pub fn risk(measure: Measure, effect: f64, baseline: f64) -> Option<f64> {
    let risk = match measure {
        Measure::RiskRatio => baseline * effect,
        Measure::OddsRatio | Measure::PetoOddsRatio => {
            effect * baseline / (1.0 - baseline + effect * baseline)
        }
        Measure::Ratio => 1.0 - pow(1.0 - baseline, effect),
        Measure::RiskDifference => baseline + effect,
        _ => return None,
    };
    risk.is_finite().then(|| risk.clamp(0.0, 1.0))
}

/// The absolute effect of a pooled estimate with its interval.
#[must_use]
pub fn absolute(
    measure: Measure,
    estimate: f64,
    ci: Interval,
    assumed: &AbsoluteRisk,
) -> Option<AbsoluteEffect> {
    let baseline = assumed.baseline;
    let with = |effect| risk(measure, effect, baseline);
    let (risk, a, b) = (with(estimate)?, with(ci.lower)?, with(ci.upper)?);
    let risk_ci = Interval { lower: a.min(b), upper: a.max(b) };
    Some(AbsoluteEffect {
        baseline,
        source: assumed.source.clone(),
        risk,
        risk_ci,
        difference: risk - baseline,
        difference_ci: Interval { lower: risk_ci.lower - baseline, upper: risk_ci.upper - baseline },
        number_needed: one_sided(risk_ci, baseline).then(|| number_needed(risk - baseline)).flatten(),
        number_needed_ci: one_sided(risk_ci, baseline)
            .then(|| {
                let (a, b) =
                    (number_needed(risk_ci.lower - baseline)?, number_needed(risk_ci.upper - baseline)?);
                Some([a.min(b), a.max(b)])
            })
            .flatten(),
    })
}

/// Whether the interval leaves no doubt about the direction of the difference.
fn one_sided(risk_ci: Interval, baseline: f64) -> bool {
    risk_ci.lower > baseline || risk_ci.upper < baseline
}

/// How many are treated for one to benefit or be harmed, rounded up.
fn number_needed(difference: f64) -> Option<u64> {
    let number = (1.0 / difference.abs()).ceil();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "positive and below 1e9")]
    (number < 1e9).then_some(number as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assumed(baseline: f64) -> AbsoluteRisk {
        AbsoluteRisk { baseline, source: "median risk of the control arms".to_owned() }
    }

    #[test]
    fn risks_follow_from_each_measure() {
        // 10 of 100 at RR 0.5, OR 0.5, HR 0.5 and RD -0.05, by hand.
        assert_eq!(risk(Measure::RiskRatio, 0.5, 0.1), Some(0.05));
        assert!((risk(Measure::OddsRatio, 0.5, 0.1).unwrap() - 0.05 / 0.95).abs() < 1e-15);
        assert!((risk(Measure::Ratio, 0.5, 0.1).unwrap() - (1.0 - 0.9_f64.sqrt())).abs() < 1e-15);
        assert!((risk(Measure::RiskDifference, -0.05, 0.1).unwrap() - 0.05).abs() < 1e-15);
        assert_eq!(risk(Measure::RiskRatio, 3.0, 0.5), Some(1.0));
        assert_eq!(risk(Measure::MeanDifference, 3.0, 0.5), None);
    }

    #[test]
    fn the_number_needed_is_whole_and_only_where_the_interval_leaves_no_doubt() {
        let effect =
            absolute(Measure::RiskRatio, 0.49, Interval { lower: 0.34, upper: 0.7 }, &assumed(0.02)).unwrap();
        assert_eq!((effect.number_needed, effect.number_needed_ci), (Some(99), Some([76, 167])));
        assert!((effect.difference_ci.lower + 0.0132).abs() < 1e-12);
        let effect =
            absolute(Measure::RiskRatio, 0.9, Interval { lower: 0.7, upper: 1.2 }, &assumed(0.02)).unwrap();
        assert_eq!((effect.number_needed, effect.number_needed_ci), (None, None));
    }
}
