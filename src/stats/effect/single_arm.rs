//! Proportions, means and correlations of one arm.

use super::data::{Events, Sample};
use super::left_out::LeftOut;
use super::size::Raw;
use crate::stats::choices::Transform;
use crate::stats::num;
use crate::stats::transform;

/// Whether a zero needs a correction on this scale of a proportion.
pub(super) const fn proportion_is_corrected(scale: Transform) -> bool {
    matches!(scale, Transform::Logit | Transform::Log | Transform::None)
}

/// A single proportion; `arm` has been corrected.
pub(super) fn proportion(arm: Events, scale: Transform) -> Result<Raw, LeftOut> {
    let (x, n) = (arm.events, arm.total);
    match scale {
        Transform::Arcsine => Ok(Raw { yi: transform::arcsine(x / n), vi: 1.0 / (4.0 * n) }),
        Transform::FreemanTukey => {
            Ok(Raw { yi: transform::freeman_tukey::proportion(x, n), vi: 1.0 / (4.0 * n + 2.0) })
        }
        Transform::None => Ok(Raw { yi: x / n, vi: x * arm.others() / (n * n * n) }),
        _ if x <= 0.0 => Err(LeftOut::ZeroCell),
        Transform::Log => Ok(Raw { yi: num::ln(x / n), vi: arm.others() / (x * n) }),
        _ if arm.others() <= 0.0 => Err(LeftOut::ZeroCell),
        _ => Ok(Raw { yi: num::ln(x / arm.others()), vi: 1.0 / x + 1.0 / arm.others() }),
    }
}

/// A single mean.
pub(super) fn mean(sample: Sample, scale: Transform) -> Result<Raw, LeftOut> {
    match scale {
        Transform::Log if sample.mean <= 0.0 => Err(LeftOut::NotPositive),
        Transform::Log => Ok(Raw { yi: num::ln(sample.mean), vi: sample.variance_of_ln_mean() }),
        _ => Ok(Raw { yi: sample.mean, vi: sample.variance_of_mean() }),
    }
}

/// A correlation, as Fisher's z with variance 1/(n - 3), or as it is with the large-sample variance.
pub(super) fn correlation(r: f64, n: f64, scale: Transform) -> Result<Raw, LeftOut> {
    let possible = (-1.0..=1.0).contains(&r) && n > 0.0 && n.is_finite();
    if !possible {
        return Err(LeftOut::Impossible);
    }
    if scale == Transform::FisherZ {
        if n <= 3.0 {
            return Err(LeftOut::TooFewPatients);
        }
        if r.abs() >= 1.0 {
            return Err(LeftOut::PerfectCorrelation);
        }
        return Ok(Raw { yi: num::atanh(r), vi: 1.0 / (n - 3.0) });
    }
    if n <= 1.0 {
        return Err(LeftOut::TooFewPatients);
    }
    let unexplained = (1.0 - r) * (1.0 + r);
    Ok(Raw { yi: r, vi: unexplained * unexplained / (n - 1.0) })
}
