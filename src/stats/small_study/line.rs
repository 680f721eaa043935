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

/// Least squares of `y` on `x` with weights `w` known up to a factor; t with `k - 2` degrees of freedom. `size` names
/// the predictor for the refusal.
pub(super) fn line(x: &[f64], y: &[f64], w: &[f64], size: &'static str) -> Result<AsymmetryTest, NotDone> {
    let k = x.len();
    at_least(k, 3)?;
    let spread = |x: &[f64]| {
        let low = x.iter().copied().fold(f64::INFINITY, f64::min);
        let high = x.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        (high - low, high.abs().max(low.abs()))
    };
    let (range, largest) = spread(x);
    if range <= 1e-14 * largest {
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
    let (y_range, y_largest) = spread(y);
    if !statistic.is_finite() || y_range <= 1e-14 * y_largest {
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
