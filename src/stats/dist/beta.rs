//! The beta distribution and the incomplete beta function.
//!
//! The t and the F distribution are beta distributions of a transformed variable; their modules call this one
//! with x and 1 - x both given, so that neither loses its digits, and take quantiles as ln(x / (1 - x)).

use super::solve::log_concave_quantile;
use super::tails::{TailProbability, Tails};
use crate::stats::num;

/// Both tails of the beta distribution with shapes `a` and `b` at `x`, where `y` = 1 - x.
#[must_use]
pub fn tails(a: f64, b: f64, x: f64, y: f64) -> Tails {
    let valid = a > 0.0 && b > 0.0 && a.is_finite() && b.is_finite() && !x.is_nan() && !y.is_nan();
    if !valid {
        Tails::UNDEFINED
    } else if x <= 0.0 {
        Tails::ALL_ABOVE
    } else if y <= 0.0 {
        Tails::ALL_BELOW
    } else if x * (a + b + 2.0) <= a + 1.0 {
        Tails::from_ln_lower(ln_kernel(a, b, x, y) + num::ln(continued_fraction(a, b, x) / a))
    } else {
        Tails::from_ln_lower(ln_kernel(a, b, x, y) + num::ln(continued_fraction(b, a, y) / b)).swapped()
    }
}

/// ln of x^a y^b / B(a, b), in Loader's (2000) saddle-point form.
fn ln_kernel(a: f64, b: f64, x: f64, y: f64) -> f64 {
    let n = a + b;
    let stirling = num::stirling_error(n) - num::stirling_error(a) - num::stirling_error(b);
    let spread = 0.5 * num::ln(a / n * b) - num::half_ln_two_pi();
    spread + stirling - num::deviance(a, n * x) - num::deviance(b, n * y)
}

/// The continued fraction of the incomplete beta function (DLMF 8.17.22) by Lentz's method.
fn continued_fraction(a: f64, b: f64, x: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let away_from_zero = |value: f64| if value.abs() < TINY { TINY } else { value };
    // The number of terms grows with the square root of the larger shape.
    let limit = 200.0 + 20.0 * a.max(b).sqrt();
    let mut c = 1.0;
    let mut d = 1.0 / away_from_zero(1.0 - (a + b) * x / (a + 1.0));
    let mut fraction = d;
    let mut m = 1.0;
    while m < limit {
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / away_from_zero(1.0 + even * d);
        c = away_from_zero(1.0 + even / c);
        fraction *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / away_from_zero(1.0 + odd * d);
        c = away_from_zero(1.0 + odd / c);
        let change = d * c;
        fraction *= change;
        if (change - 1.0).abs() <= f64::EPSILON {
            break;
        }
        m += 1.0;
    }
    fraction
}

/// P(X <= x).
#[must_use]
pub fn cdf(x: f64, a: f64, b: f64) -> f64 {
    tails(a, b, x, 1.0 - x).lower()
}

/// P(X > x).
#[must_use]
pub fn sf(x: f64, a: f64, b: f64) -> f64 {
    tails(a, b, x, 1.0 - x).upper()
}

/// The point with P(X <= x) = p.
///
/// ```
/// use ecmo_report::stats::dist::beta;
/// // Beta(1, 2) has the distribution function 1 - (1 - x)^2.
/// assert!((beta::quantile(0.75, 1.0, 2.0) - 0.5).abs() < 1e-15);
/// ```
#[must_use]
pub fn quantile(p: f64, a: f64, b: f64) -> f64 {
    num::logistic(logit_quantile(TailProbability::Lower(p), a, b))
}

/// The point with P(X > x) = q.
#[must_use]
pub fn quantile_upper(q: f64, a: f64, b: f64) -> f64 {
    num::logistic(logit_quantile(TailProbability::Upper(q), a, b))
}

/// ln(x / (1 - x)) of a quantile: there the density is log-concave for every shape.
pub(super) fn logit_quantile(target: TailProbability, a: f64, b: f64) -> f64 {
    let valid = a > 0.0 && b > 0.0 && a.is_finite() && b.is_finite() && target.is_valid();
    if !valid {
        return f64::NAN;
    }
    match target.smaller() {
        TailProbability::Lower(p) if p <= 0.0 => f64::NEG_INFINITY,
        TailProbability::Upper(q) if q <= 0.0 => f64::INFINITY,
        target => log_concave_quantile(target, num::ln(a / b), |u| {
            let (x, y) = (num::logistic(u), num::logistic(-u));
            (tails(a, b, x, y), ln_kernel(a, b, x, y))
        }),
    }
}
