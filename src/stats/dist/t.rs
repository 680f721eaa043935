//! Student's t distribution.

use super::tails::{TailProbability, Tails};
use super::{beta, normal};
use crate::stats::num;
use std::f64::consts::LN_2;

/// Both tails with `df` degrees of freedom at `x`. Infinitely many give the normal distribution.
#[must_use]
pub fn tails(x: f64, df: f64) -> Tails {
    if df == f64::INFINITY {
        return normal::tails(x);
    }
    if x < 0.0 {
        return tails(-x, df).swapped();
    }
    if x == f64::INFINITY {
        return Tails::ALL_BELOW;
    }
    // X^2 is F with 1 and df degrees of freedom, and half of its upper tail is ours.
    Tails::from_ln_lower(two_sided_tails(x, df).ln_upper - LN_2).swapped()
}

/// Tails of X^2 at x^2.
fn two_sided_tails(x: f64, df: f64) -> Tails {
    // Scaled so that the square does not overflow.
    let ratio = x / df.sqrt();
    let (share, rest) = if ratio.abs() < 1.0 {
        let square = ratio * ratio;
        (square / (1.0 + square), 1.0 / (1.0 + square))
    } else {
        let square = 1.0 / ratio / ratio;
        (1.0 / (1.0 + square), square / (1.0 + square))
    };
    beta::tails(0.5, df / 2.0, share, rest)
}

/// P(X <= x).
#[must_use]
pub fn cdf(x: f64, df: f64) -> f64 {
    tails(x, df).lower()
}

/// P(X > x).
#[must_use]
pub fn sf(x: f64, df: f64) -> f64 {
    tails(x, df).upper()
}

/// Two-sided p-value P(|X| > |t|).
///
/// ```
/// use ecmo_report::stats::dist::t;
/// // With one degree of freedom it is Cauchy's distribution.
/// assert!((t::two_sided(1.0, 1.0) - 0.5).abs() < 1e-15);
/// ```
#[must_use]
pub fn two_sided(t: f64, df: f64) -> f64 {
    if df == f64::INFINITY {
        return normal::two_sided(t);
    }
    if t.is_infinite() {
        return if df > 0.0 { 0.0 } else { f64::NAN };
    }
    two_sided_tails(t, df).upper()
}

/// The point with P(X <= x) = p.
///
/// ```
/// use ecmo_report::stats::dist::t;
/// assert!((t::quantile(0.975, 12.0) - 2.178_812_829_667_228).abs() < 1e-14);
/// ```
#[must_use]
pub fn quantile(p: f64, df: f64) -> f64 {
    quantile_of(TailProbability::Lower(p), df)
}

/// The point with P(X > x) = q.
#[must_use]
pub fn quantile_upper(q: f64, df: f64) -> f64 {
    quantile_of(TailProbability::Upper(q), df)
}

fn quantile_of(target: TailProbability, df: f64) -> f64 {
    let valid = df > 0.0 && target.is_valid();
    if !valid {
        return f64::NAN;
    }
    if df == f64::INFINITY {
        return normal::quantile_of(target);
    }
    let (tail, sign) = match target.smaller() {
        TailProbability::Lower(p) => (p, -1.0),
        TailProbability::Upper(q) => (q, 1.0),
    };
    // 1 - 2 tail is exact for a tail above 1/4, where it is the one with the digits.
    let two_sided = if tail > 0.25 {
        TailProbability::Lower(1.0 - 2.0 * tail)
    } else {
        TailProbability::Upper(2.0 * tail)
    };
    sign * (df.sqrt() * num::exp(0.5 * beta::logit_quantile(two_sided, 0.5, df / 2.0)))
}
