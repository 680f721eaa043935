//! Mean difference, standardized mean difference and ratio of means.

use super::data::Sample;
use super::left_out::LeftOut;
use super::size::Raw;
use crate::stats::num;

/// Difference of the means, with the variances of the arms as they are.
pub(super) fn difference(treated: Sample, control: Sample) -> Raw {
    Raw { yi: treated.mean - control.mean, vi: treated.variance_of_mean() + control.variance_of_mean() }
}

/// Hedges' g: the difference in pooled standard deviations, corrected for small samples.
///
/// Variance 1/n1 + 1/n2 + g^2 / (2 N), as `escalc` of metafor with `vtype = "LS"`; meta's default ("exact") and
/// RevMan's differ from it in the third digit of small studies.
pub(super) fn standardized_difference(treated: Sample, control: Sample) -> Result<Raw, LeftOut> {
    let patients = treated.total + control.total;
    let df = patients - 2.0;
    if df <= 1.0 || treated.total <= 1.0 || control.total <= 1.0 {
        return Err(LeftOut::TooFewPatients);
    }
    let squares = |arm: Sample| (arm.total - 1.0) * arm.sd * arm.sd;
    let pooled_sd = ((squares(treated) + squares(control)) / df).sqrt();
    if pooled_sd <= 0.0 {
        return Err(LeftOut::ZeroVariance);
    }
    let g = hedges_correction(df) * (treated.mean - control.mean) / pooled_sd;
    Ok(Raw { yi: g, vi: 1.0 / treated.total + 1.0 / control.total + g * g / (2.0 * patients) })
}

/// Hedges' exact factor J(m) = Gamma(m/2) / (sqrt(m/2) Gamma((m - 1)/2)) for m > 1 degrees of freedom (1981).
///
/// ```
/// use ecmo_report::stats::effect::hedges_correction;
/// // The familiar approximation 1 - 3/(4m - 1).
/// assert!((hedges_correction(30.0) - (1.0 - 3.0 / 119.0)).abs() < 1e-4);
/// ```
#[must_use]
pub fn hedges_correction(df: f64) -> f64 {
    let half_step = num::ln_gamma_half_step((df - 1.0) / 2.0);
    num::exp(half_step - 0.5 * num::ln(df / 2.0))
}

/// Logarithm of the ratio of two means of the same sign (first-order delta method).
pub(super) fn ratio(treated: Sample, control: Sample) -> Result<Raw, LeftOut> {
    let ratio = treated.mean / control.mean;
    let positive = ratio > 0.0 && ratio.is_finite();
    if !positive {
        return Err(LeftOut::NotPositive);
    }
    Ok(Raw { yi: num::ln(ratio), vi: treated.variance_of_ln_mean() + control.variance_of_ln_mean() })
}
