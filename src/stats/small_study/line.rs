//! A weighted straight line with estimated dispersion.

use super::refusal::{NotDone, at_least};
use crate::stats::dist::t;
use crate::stats::num;

/// The regression of effects on the size of studies.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AsymmetryTest {
    /// Studies in the regression.
    pub k: usize,
    /// The slope.
    pub slope: f64,
    /// Its standard error.
    pub se: f64,
    /// `slope / se`.
    pub statistic: f64,
    /// Degrees of freedom of t; `None` for a normal test.
    pub df: Option<f64>,
    /// Two-sided p-value.
    pub p: f64,
    /// The effect at a predictor of 0, a study of infinite size.
    pub limit: f64,
    /// Its standard error.
    pub limit_se: f64,
}

/// Whether values differ by no more than their rounding.
pub(super) fn all_equal(values: &[f64]) -> bool {
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    high - low <= 1e-13 * high.abs().max(low.abs())
}

/// Replaces values that follow each other within `tolerance` of the larger, in ascending order, by the first of them: ties
/// on paper are ties in ranks.
pub(super) fn tie(values: &mut [f64], tolerance: impl Fn(f64) -> f64) {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
    let mut first = f64::NEG_INFINITY;
    for i in order {
        if values[i] - first <= tolerance(values[i].abs()) {
            values[i] = first;
        } else {
            first = values[i];
        }
    }
}

/// Least squares of `y` on `x` with weights `w` known up to a factor; t with `k - 2` degrees of freedom. `size` names
/// the predictor for the refusal.
pub(super) fn line(x: &[f64], y: &[f64], w: &[f64], size: &'static str) -> Result<AsymmetryTest, NotDone> {
    let k = x.len();
    at_least(k, 3)?;
    if all_equal(x) {
        return Err(NotDone::OneSize { of: size });
    }
    let total = num::sum(w.iter().copied());
    let mean = |z: &[f64]| num::sum(z.iter().zip(w).map(|(z, w)| z * w)) / total;
    let (x_mean, y_mean) = (mean(x), mean(y));
    let sxx = num::sum(x.iter().zip(w).map(|(x, w)| w * (x - x_mean) * (x - x_mean)));
    let sxy = num::sum(x.iter().zip(y).zip(w).map(|((x, y), w)| w * (x - x_mean) * (y - y_mean)));
    let slope = sxy / sxx;
    let residual = |((x, y), w): ((&f64, &f64), &f64)| {
        let e = (y - y_mean) - slope * (x - x_mean);
        w * e * e
    };
    let rss = num::sum(x.iter().zip(y).zip(w).map(residual));
    let df = k as f64 - 2.0;
    let dispersion = rss / df;
    let se = (dispersion / sxx).sqrt();
    let statistic = slope / se;
    let syy = num::sum(y.iter().zip(w).map(|(y, w)| w * (y - y_mean) * (y - y_mean)));
    // What rounding leaves of effects on a line is no error to measure the slope by.
    if !statistic.is_finite() || all_equal(y) || rss <= 1e-24 * syy {
        return Err(NotDone::NoResidualVariation);
    }
    Ok(AsymmetryTest {
        k,
        slope,
        se,
        statistic,
        df: Some(df),
        p: t::two_sided(statistic, df),
        limit: y_mean - slope * x_mean,
        limit_se: (dispersion * (1.0 / total + x_mean * x_mean / sxx)).sqrt(),
    })
}
