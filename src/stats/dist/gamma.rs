//! The gamma distribution with scale 1 and the incomplete gamma function.

use super::solve::log_concave_quantile;
use super::tails::{TailProbability, Tails};
use crate::stats::num;

/// Both tails of the gamma distribution with the given `shape` at `x`.
#[must_use]
pub fn tails(x: f64, shape: f64) -> Tails {
    let valid = shape > 0.0 && shape.is_finite() && !x.is_nan();
    if !valid {
        Tails::UNDEFINED
    } else if x <= 0.0 {
        Tails::ALL_ABOVE
    } else if x == f64::INFINITY {
        Tails::ALL_BELOW
    } else if x < shape + 1.0 {
        Tails::from_ln_lower(ln_kernel(x, shape) + num::ln(series(x, shape)))
    } else {
        Tails::from_ln_lower(ln_kernel(x, shape) + num::ln(continued_fraction(x, shape))).swapped()
    }
}

/// ln of x^a e^-x / Gamma(a), in Loader's (2000) saddle-point form.
fn ln_kernel(x: f64, a: f64) -> f64 {
    0.5 * num::ln(a) - num::half_ln_two_pi() - num::stirling_error(a) - num::deviance(a, x)
}

/// Sum of x^n / (a (a + 1) ... (a + n)) (DLMF 8.11.4): all terms positive.
fn series(x: f64, a: f64) -> f64 {
    let mut term = 1.0 / a;
    let mut sum = num::Sum::default();
    let mut n = a;
    loop {
        sum.add(term);
        n += 1.0;
        term *= x / n;
        if term <= sum.total() * 1e-17 {
            return sum.total();
        }
    }
}

/// Legendre's continued fraction (DLMF 8.9.2) by Lentz's method.
fn continued_fraction(x: f64, a: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let away_from_zero = |value: f64| if value.abs() < TINY { TINY } else { value };
    let limit = 200.0 + 50.0 * a.sqrt();
    let mut b = x + 1.0 - a;
    let mut d = 1.0 / away_from_zero(b);
    let mut c = 1.0 / TINY;
    let mut fraction = d;
    let mut i = 1.0;
    while i < limit {
        let numerator = -i * (i - a);
        b += 2.0;
        d = 1.0 / away_from_zero(numerator * d + b);
        c = away_from_zero(b + numerator / c);
        let change = c * d;
        fraction *= change;
        if (change - 1.0).abs() <= f64::EPSILON {
            break;
        }
        i += 1.0;
    }
    fraction
}

/// P(X <= x).
#[must_use]
pub fn cdf(x: f64, shape: f64) -> f64 {
    tails(x, shape).lower()
}

/// P(X > x).
#[must_use]
pub fn sf(x: f64, shape: f64) -> f64 {
    tails(x, shape).upper()
}

/// The point with P(X <= x) = p.
///
/// ```
/// use ecmo_report::stats::dist::gamma;
/// // Shape 1 is the exponential distribution.
/// assert!((gamma::quantile(0.5, 1.0) - std::f64::consts::LN_2).abs() < 1e-15);
/// ```
#[must_use]
pub fn quantile(p: f64, shape: f64) -> f64 {
    quantile_of(TailProbability::Lower(p), shape)
}

/// The point with P(X > x) = q.
#[must_use]
pub fn quantile_upper(q: f64, shape: f64) -> f64 {
    quantile_of(TailProbability::Upper(q), shape)
}

fn quantile_of(target: TailProbability, shape: f64) -> f64 {
    let valid = shape > 0.0 && shape.is_finite() && target.is_valid();
    if !valid {
        return f64::NAN;
    }
    match target.smaller() {
        TailProbability::Lower(p) if p <= 0.0 => 0.0,
        TailProbability::Upper(q) if q <= 0.0 => f64::INFINITY,
        // ln X has a log-concave density.
        target => num::exp(log_concave_quantile(target, num::ln(shape), |u| {
            let x = num::exp(u);
            (tails(x, shape), ln_kernel(x, shape))
        })),
    }
}
