//! The chi-squared distribution.

use super::gamma;
use super::tails::Tails;

/// Both tails with `df` degrees of freedom at `x`.
#[must_use]
pub fn tails(x: f64, df: f64) -> Tails {
    gamma::tails(x / 2.0, df / 2.0)
}

/// P(X <= x).
#[must_use]
pub fn cdf(x: f64, df: f64) -> f64 {
    tails(x, df).lower()
}

/// P(X > x): the p-value of a statistic.
///
/// ```
/// use ecmo_report::stats::dist::chi_squared;
/// assert!((chi_squared::sf(3.841458820694124, 1.0) - 0.05).abs() < 1e-15);
/// ```
#[must_use]
pub fn sf(x: f64, df: f64) -> f64 {
    tails(x, df).upper()
}

/// The point with P(X <= x) = p.
#[must_use]
pub fn quantile(p: f64, df: f64) -> f64 {
    2.0 * gamma::quantile(p, df / 2.0)
}

/// The point with P(X > x) = q.
#[must_use]
pub fn quantile_upper(q: f64, df: f64) -> f64 {
    2.0 * gamma::quantile_upper(q, df / 2.0)
}
