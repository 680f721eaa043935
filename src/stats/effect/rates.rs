//! Incidence rates of one arm and of two.

use super::data::Incidence;
use super::left_out::LeftOut;
use super::size::Raw;
use crate::stats::choices::Transform;
use crate::stats::num;
use crate::stats::transform;

/// Whether a zero needs a correction on this scale of a rate.
pub(super) const fn rate_is_corrected(scale: Transform) -> bool {
    matches!(scale, Transform::Log | Transform::None)
}

/// A single rate; `arm` has been corrected.
pub(super) fn rate(arm: Incidence, scale: Transform) -> Result<Raw, LeftOut> {
    let (x, t) = (arm.events, arm.time);
    match scale {
        Transform::Sqrt => Ok(Raw { yi: (x / t).sqrt(), vi: 1.0 / (4.0 * t) }),
        Transform::FreemanTukey => Ok(Raw { yi: transform::freeman_tukey::rate(x, t), vi: 1.0 / (4.0 * t) }),
        Transform::None => Ok(Raw { yi: x / t, vi: x / (t * t) }),
        _ if x <= 0.0 => Err(LeftOut::ZeroCell),
        _ => Ok(Raw { yi: num::ln(x / t), vi: 1.0 / x }),
    }
}

/// Logarithm of the ratio of two rates.
pub(super) fn ratio(treated: Incidence, control: Incidence) -> Result<Raw, LeftOut> {
    if treated.has_zero() || control.has_zero() {
        return Err(LeftOut::ZeroCell);
    }
    Ok(Raw {
        yi: num::ln((treated.events * control.time) / (control.events * treated.time)),
        vi: 1.0 / treated.events + 1.0 / control.events,
    })
}

/// Difference of two rates.
pub(super) fn difference(treated: Incidence, control: Incidence) -> Raw {
    let variance = |arm: Incidence| arm.events / (arm.time * arm.time);
    Raw {
        yi: treated.events / treated.time - control.events / control.time,
        vi: variance(treated) + variance(control),
    }
}
