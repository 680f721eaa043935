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
    } else {
        // The distance from the mean, by the side that keeps its digits.
        let below = if x <= y { a - (a + b) * x } else { (a + b) * y - b };
        if below >= 0.0 {
            Tails::from_ln_lower(ln_kernel(a, b, x, y) + num::ln(continued_fraction(a, b, x, y, below)))
        } else {
            Tails::from_ln_lower(ln_kernel(a, b, x, y) + num::ln(continued_fraction(b, a, y, x, -below)))
                .swapped()
        }
    }
}

/// ln of x^a y^b / B(a, b), in Loader's (2000) saddle-point form.
fn ln_kernel(a: f64, b: f64, x: f64, y: f64) -> f64 {
    let n = a + b;
    let stirling = num::stirling_error(n) - num::stirling_error(a) - num::stirling_error(b);
    let spread = 0.5 * num::ln(a / n * b) - num::half_ln_two_pi();
    spread + stirling - num::deviance(a, n * x) - num::deviance(b, n * y)
}

/// I_x(a, b) over its kernel, by the continued fraction of Didonato and Morris (1992, equation 9), `below` =
/// a - (a + b) x >= 0 and y = 1 - x.
///
/// It is the even part of the usual one (DLMF 8.17.22), which subtracts numbers of the size of a large shape from
/// each other; here nearly everything is added.
fn continued_fraction(a: f64, b: f64, x: f64, y: f64, below: f64) -> f64 {
    let first = 1.0 + below;
    let (inverse, ratio) = (1.0 + 1.0 / a, b / a);
    // The number of terms grows with the square root of the larger shape.
    let limit = 200.0 + 20.0 * a.max(b).sqrt();
    // Numerators and denominators of the last two convergents.
    let (mut an, mut bn, mut a_next, mut b_next) = (0.0, 1.0, 1.0, first / inverse);
    let mut value = inverse / first;
    let (mut p, mut s, mut n) = (1.0, a + 1.0, 0.0);
    while n < limit {
        n += 1.0;
        let t = n / a;
        let w = n * (b - n) * x;
        let e = a / s;
        let alpha = p * (p + ratio) * e * e * (w * x);
        let beta = n + w / s + (1.0 + t) / (inverse + t + t) * (first + n * (1.0 + y));
        p = 1.0 + t;
        s += 2.0;
        (an, a_next) = (a_next, alpha * an + beta * a_next);
        (bn, b_next) = (b_next, alpha * bn + beta * b_next);
        let next = a_next / b_next;
        // Only the ratio matters: the last denominator is kept at 1.
        an /= b_next;
        bn /= b_next;
        a_next = next;
        b_next = 1.0;
        let change = (next - value).abs();
        value = next;
        if change <= f64::EPSILON * next.abs() {
            break;
        }
    }
    value
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
