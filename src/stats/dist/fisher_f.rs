//! Fisher's F distribution.

use super::tails::{TailProbability, Tails};
use super::{beta, chi_squared};
use crate::stats::num;

/// Both tails with `df1` and `df2` degrees of freedom at `x`. An infinite `df2` gives chi-squared over df1.
#[must_use]
pub fn tails(x: f64, df1: f64, df2: f64) -> Tails {
    if df2 == f64::INFINITY {
        return chi_squared::tails(df1 * x, df1);
    }
    if x == f64::INFINITY {
        return Tails::ALL_BELOW;
    }
    let x = x.max(0.0);
    let total = df1 * x + df2;
    beta::tails(df1 / 2.0, df2 / 2.0, df1 * x / total, df2 / total)
}

/// P(X <= x).
#[must_use]
pub fn cdf(x: f64, df1: f64, df2: f64) -> f64 {
    tails(x, df1, df2).lower()
}

/// P(X > x): the p-value of a statistic.
///
/// ```
/// use ecmo_report::stats::dist::fisher_f;
/// // With 2 and 2 degrees of freedom 1 / (1 + x).
/// assert!((fisher_f::sf(3.0, 2.0, 2.0) - 0.25).abs() < 1e-15);
/// ```
#[must_use]
pub fn sf(x: f64, df1: f64, df2: f64) -> f64 {
    tails(x, df1, df2).upper()
}

/// The point with P(X <= x) = p.
#[must_use]
pub fn quantile(p: f64, df1: f64, df2: f64) -> f64 {
    if df2 == f64::INFINITY {
        return chi_squared::quantile(p, df1) / df1;
    }
    df2 / df1 * num::exp(beta::logit_quantile(TailProbability::Lower(p), df1 / 2.0, df2 / 2.0))
}

/// The point with P(X > x) = q.
#[must_use]
pub fn quantile_upper(q: f64, df1: f64, df2: f64) -> f64 {
    if df2 == f64::INFINITY {
        return chi_squared::quantile_upper(q, df1) / df1;
    }
    df2 / df1 * num::exp(beta::logit_quantile(TailProbability::Upper(q), df1 / 2.0, df2 / 2.0))
}
