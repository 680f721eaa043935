//! Elementary functions that give the same bits on every platform, and compensated sums.
//!
//! The standard library passes `exp`, `ln`, `sin`, ... to the platform, whose last bit differs from one to the
//! next; everything here goes through `libm`, a port of musl's in Rust. `sqrt`, `abs`, `floor` and the
//! arithmetic operations are exactly rounded everywhere and need no wrapper.
//!
//! Sums are Neumaier's (1974) variant of Kahan summation: the error does not grow with the number of terms, so
//! the order of the studies shows in no digit that is printed.

use std::f64::consts::PI;

/// e^x.
#[must_use]
pub fn exp(x: f64) -> f64 {
    libm::exp(x)
}

/// e^x - 1, accurate near zero.
#[must_use]
pub fn expm1(x: f64) -> f64 {
    libm::expm1(x)
}

/// Natural logarithm.
#[must_use]
pub fn ln(x: f64) -> f64 {
    libm::log(x)
}

/// ln(1 + x), accurate near zero.
#[must_use]
pub fn ln1p(x: f64) -> f64 {
    libm::log1p(x)
}

/// Logarithm to base 10.
#[must_use]
pub fn log10(x: f64) -> f64 {
    libm::log10(x)
}

/// Logarithm to base 2.
#[must_use]
pub fn log2(x: f64) -> f64 {
    libm::log2(x)
}

/// x to a real power.
#[must_use]
pub fn pow(x: f64, exponent: f64) -> f64 {
    libm::pow(x, exponent)
}

/// x to an integer power, by squaring.
#[must_use]
pub fn powi(x: f64, exponent: i32) -> f64 {
    let mut power = 1.0;
    let mut base = x;
    let mut left = exponent.unsigned_abs();
    while left > 0 {
        if left & 1 == 1 {
            power *= base;
        }
        base *= base;
        left >>= 1;
    }
    if exponent < 0 { 1.0 / power } else { power }
}

/// Cube root.
#[must_use]
pub fn cbrt(x: f64) -> f64 {
    libm::cbrt(x)
}

/// Sine of an angle in radians.
#[must_use]
pub fn sin(x: f64) -> f64 {
    libm::sin(x)
}

/// Cosine of an angle in radians.
#[must_use]
pub fn cos(x: f64) -> f64 {
    libm::cos(x)
}

/// Tangent of an angle in radians.
#[must_use]
pub fn tan(x: f64) -> f64 {
    libm::tan(x)
}

/// Arcsine, in radians.
#[must_use]
pub fn asin(x: f64) -> f64 {
    libm::asin(x)
}

/// Arccosine, in radians.
#[must_use]
pub fn acos(x: f64) -> f64 {
    libm::acos(x)
}

/// Arctangent, in radians.
#[must_use]
pub fn atan(x: f64) -> f64 {
    libm::atan(x)
}

/// Angle of the point (x, y), in radians.
#[must_use]
pub fn atan2(y: f64, x: f64) -> f64 {
    libm::atan2(y, x)
}

/// Hyperbolic tangent.
#[must_use]
pub fn tanh(x: f64) -> f64 {
    libm::tanh(x)
}

/// Inverse hyperbolic tangent.
#[must_use]
pub fn atanh(x: f64) -> f64 {
    libm::atanh(x)
}

/// Complementary error function, with full relative accuracy in the upper tail.
#[must_use]
pub fn erfc(x: f64) -> f64 {
    libm::erfc(x)
}

/// ln |Gamma(x)|.
#[must_use]
pub fn lgamma(x: f64) -> f64 {
    libm::lgamma(x)
}

/// The logistic function 1 / (1 + e^-x), without overflow.
#[must_use]
pub fn logistic(x: f64) -> f64 {
    if x >= 0.0 {
        1.0 / (1.0 + exp(-x))
    } else {
        let e = exp(x);
        e / (1.0 + e)
    }
}

/// ln(1 + e^x), without overflow.
#[must_use]
pub fn softplus(x: f64) -> f64 {
    if x > 0.0 { x + ln1p(exp(-x)) } else { ln1p(exp(x)) }
}

/// Error of Stirling's formula, ln Gamma(a) - [(a - 1/2) ln a - a + ln(2 pi)/2], for a > 0.
///
/// Differences of log-gamma functions at large arguments cancel to nothing in floating point; written with this
/// function they keep their digits (Loader 2000).
#[must_use]
pub fn stirling_error(a: f64) -> f64 {
    // Below 16 climb by Gamma(a + 1) = a Gamma(a): the asymptotic series then gives 1e-17.
    let mut shifted = a;
    let mut climbed = Sum::default();
    while shifted < 16.0 {
        climbed.add((shifted + 0.5) * ln1p(1.0 / shifted) - 1.0);
        shifted += 1.0;
    }
    let r = 1.0 / (shifted * shifted);
    let series = 1.0 / 12.0
        - r * (1.0 / 360.0
            - r * (1.0 / 1260.0
                - r * (1.0 / 1680.0 - r * (1.0 / 1188.0 - r * (691.0 / 360_360.0 - r / 156.0)))));
    climbed.add(series / shifted);
    climbed.total()
}

/// ln Gamma(a + 1/2) - ln Gamma(a) for a > 0, without cancellation.
#[must_use]
pub fn ln_gamma_half_step(a: f64) -> f64 {
    // a ln((a + 1/2)/a) - 1/2 is O(1/a); what is left of Stirling's main term is ln(a)/2.
    let main = a * ln1p(0.5 / a) - 0.5;
    main + 0.5 * ln(a) + stirling_error(a + 0.5) - stirling_error(a)
}

/// x ln(x / m) + m - x for x >= 0 and m > 0: half of a Poisson deviance (Loader 2000), without cancellation
/// where x is near m.
#[must_use]
pub fn deviance(x: f64, m: f64) -> f64 {
    if x == 0.0 {
        return m;
    }
    let difference = x - m;
    if difference.abs() >= 0.1 * (x + m) {
        return x * ln(x / m) - difference;
    }
    let v = difference / (x + m);
    let v2 = v * v;
    let mut sum = difference * v;
    let mut term = 2.0 * x * v;
    let mut odd = 1.0;
    loop {
        term *= v2;
        odd += 2.0;
        let next = sum + term / odd;
        if next.to_bits() == sum.to_bits() {
            return sum;
        }
        sum = next;
    }
}

/// ln(2 pi) / 2.
#[must_use]
pub fn half_ln_two_pi() -> f64 {
    0.5 * ln(2.0 * PI)
}

/// A sum that carries its rounding error along (Neumaier 1974).
#[derive(Debug, Clone, Copy, Default)]
pub struct Sum {
    sum: f64,
    error: f64,
}

impl Sum {
    /// Adds a term.
    pub fn add(&mut self, term: f64) {
        let next = self.sum + term;
        self.error +=
            if self.sum.abs() >= term.abs() { (self.sum - next) + term } else { (term - next) + self.sum };
        self.sum = next;
    }

    /// The sum of the terms so far.
    #[must_use]
    pub fn total(self) -> f64 {
        // An infinite sum has an undefined error term.
        if self.sum.is_finite() { self.sum + self.error } else { self.sum }
    }
}

impl FromIterator<f64> for Sum {
    fn from_iter<I: IntoIterator<Item = f64>>(terms: I) -> Self {
        let mut sum = Self::default();
        for term in terms {
            sum.add(term);
        }
        sum
    }
}

/// Compensated sum of the terms, in their order.
///
/// ```
/// use ecmo_report::stats::num;
/// assert_eq!(num::sum([1e16, 1.0, -1e16]), 1.0);
/// ```
#[must_use]
pub fn sum(terms: impl IntoIterator<Item = f64>) -> f64 {
    terms.into_iter().collect::<Sum>().total()
}

/// Arithmetic mean, compensated; `None` of nothing.
#[must_use]
pub fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| sum(values.iter().copied()) / values.len() as f64)
}

/// Median (mean of the two middle values); `None` of nothing.
#[must_use]
pub fn median(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    if sorted.len() % 2 == 1 {
        sorted.get(middle).copied()
    } else {
        let upper = sorted.get(middle)?;
        let lower = sorted.get(middle.checked_sub(1)?)?;
        Some(lower + (upper - lower) / 2.0)
    }
}

#[cfg(test)]
#[expect(clippy::excessive_precision, reason = "values as they were computed")]
mod tests {
    use super::*;

    fn close(actual: f64, expected: f64, relative: f64) {
        assert!((actual - expected).abs() <= relative * expected.abs(), "{actual:e} is not {expected:e}");
    }

    #[test]
    fn sums_lose_nothing_to_their_order() {
        let terms: Vec<f64> = (1..=1000).map(|i| 1e10 / f64::from(i * i) - 1e-7 * f64::from(i)).collect();
        let forward = sum(terms.iter().copied());
        let backward = sum(terms.iter().rev().copied());
        close(forward, backward, 1e-16);
        assert_eq!(sum([1e100, 1.0, -1e100]), 1.0);
        assert_eq!(sum([f64::INFINITY, 1.0]), f64::INFINITY);
    }

    // Expected values: mpmath at 50 digits.
    #[test]
    fn stirling_error_and_half_step() {
        close(stirling_error(0.5), 0.153_426_409_720_027_345, 1e-14);
        close(stirling_error(1.0), 0.081_061_466_795_327_258, 1e-14);
        close(stirling_error(15.9), 0.005_240_399_880_756_108_6, 1e-13);
        close(stirling_error(5000.0), 1.666_666_664_444_444_5e-5, 1e-14);
        close(ln_gamma_half_step(0.5), -0.572_364_942_924_700_09, 1e-15);
        close(ln_gamma_half_step(5000.0), 4.258_571_595_708_160_4, 1e-15);
    }

    #[test]
    fn deviance_near_and_far() {
        close(deviance(100.0, 100.001), 4.999_966_666_964_412_7e-9, 1e-13);
        close(deviance(3.0, 10.0), 3.388_081_587_022_192, 1e-15);
        assert_eq!(deviance(0.0, 2.5), 2.5);
    }

    #[test]
    fn logistic_and_softplus_do_not_overflow() {
        assert_eq!(logistic(800.0), 1.0);
        assert!(logistic(-740.0) > 0.0);
        assert_eq!(softplus(800.0), 800.0);
        close(softplus(-740.0), exp(-740.0), 1e-15);
    }

    #[test]
    fn integer_powers() {
        assert_eq!(powi(3.0, 4), 81.0);
        assert_eq!(powi(2.0, -3), 0.125);
        assert_eq!(powi(0.0, 0), 1.0);
    }

    #[test]
    fn median_of_even_and_odd() {
        assert_eq!(median(&[3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(&[4.0, 1.0, 2.0, 3.0]), Some(2.5));
        assert_eq!(median(&[]), None);
    }
}
