//! Estimates that a study reports with their uncertainty.

use super::data::Uncertainty;
use super::left_out::LeftOut;
use super::size::Raw;
use crate::stats::dist::TestDistribution;
use crate::stats::interval::Interval;
use crate::stats::num;

/// A ratio, pooled as its logarithm: s = (ln U - ln L) / (2 z).
pub(super) fn ratio(estimate: f64, uncertainty: Uncertainty) -> Result<Raw, LeftOut> {
    if estimate <= 0.0 {
        return Err(LeftOut::NotPositive);
    }
    let uncertainty = match uncertainty {
        Uncertainty::Limits { interval, .. } if interval.lower <= 0.0 => return Err(LeftOut::NotPositive),
        Uncertainty::Limits { interval, level } => {
            Uncertainty::Limits { interval: interval.map(num::ln), level }
        }
        other => other,
    };
    generic(num::ln(estimate), uncertainty)
}

/// Any estimate.
pub(super) fn generic(estimate: f64, uncertainty: Uncertainty) -> Result<Raw, LeftOut> {
    let vi = match uncertainty {
        Uncertainty::Variance(variance) if variance < 0.0 => return Err(LeftOut::Impossible),
        Uncertainty::Variance(variance) => variance,
        Uncertainty::StandardError(se) if se < 0.0 => return Err(LeftOut::Impossible),
        Uncertainty::StandardError(se) => se * se,
        Uncertainty::Limits { interval, level } => {
            let possible = interval.width() >= 0.0 && level > 0.0 && level < 1.0;
            if !possible {
                return Err(LeftOut::Impossible);
            }
            let se = interval.width() / (2.0 * TestDistribution::Normal.critical_value(level));
            se * se
        }
    };
    Ok(Raw { yi: estimate, vi })
}

/// How far an estimate lies from the middle of its interval, as a share of the interval's width.
///
/// For a ratio give everything as logarithms. More than 0.1 usually means a misprint or an interval that is no
/// Wald interval; `conv.wald` of metafor warns at the same value.
#[must_use]
pub fn asymmetry(estimate: f64, interval: Interval) -> f64 {
    (estimate - interval.center()).abs() / interval.width()
}
