//! The transforms that need no sample size.

use crate::stats::num;
use std::f64::consts::FRAC_PI_2;

/// ln(p / (1 - p)) of a proportion; infinite at 0 and 1.
#[must_use]
pub fn logit(p: f64) -> f64 {
    num::ln(p / (1.0 - p))
}

/// 1 / (1 + e^-y).
#[must_use]
pub fn logit_inverse(y: f64) -> f64 {
    num::logistic(y)
}

/// asin(sqrt(p)) of a proportion.
#[must_use]
pub fn arcsine(p: f64) -> f64 {
    num::asin(p.sqrt())
}

/// sin^2 y; 0 below 0 and 1 above pi/2, where the function would turn back.
#[must_use]
pub fn arcsine_inverse(y: f64) -> f64 {
    let sine = num::sin(y.clamp(0.0, FRAC_PI_2));
    sine * sine
}

/// Natural logarithm.
#[must_use]
pub fn log(value: f64) -> f64 {
    num::ln(value)
}

/// e^y.
#[must_use]
pub fn log_inverse(y: f64) -> f64 {
    num::exp(y)
}

/// Square root of a rate.
#[must_use]
pub fn sqrt(rate: f64) -> f64 {
    rate.sqrt()
}

/// y^2; 0 below 0.
#[must_use]
pub fn sqrt_inverse(y: f64) -> f64 {
    y.max(0.0) * y.max(0.0)
}

/// Fisher's z of a correlation, atanh r.
#[must_use]
pub fn fisher_z(r: f64) -> f64 {
    num::atanh(r)
}

/// tanh y.
#[must_use]
pub fn fisher_z_inverse(y: f64) -> f64 {
    num::tanh(y)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn inverses_undo(p in 1e-9..(1.0 - 1e-9), rate in 1e-6..1e6) {
            prop_assert!((logit_inverse(logit(p)) - p).abs() <= 1e-14);
            prop_assert!((arcsine_inverse(arcsine(p)) - p).abs() <= 1e-14);
            prop_assert!((sqrt_inverse(sqrt(rate)) - rate).abs() <= 1e-14 * rate);
            prop_assert!((log_inverse(log(rate)) - rate).abs() <= 1e-13 * rate);
            let r = 2.0 * p - 1.0;
            prop_assert!((fisher_z_inverse(fisher_z(r)) - r).abs() <= 1e-14);
        }

        #[test]
        fn inverses_increase(a in -20.0..20.0, b in -20.0..20.0) {
            let (low, high) = if a < b { (a, b) } else { (b, a) };
            for inverse in [logit_inverse, arcsine_inverse, sqrt_inverse, log_inverse, fisher_z_inverse] {
                prop_assert!(inverse(low) <= inverse(high));
            }
        }
    }

    #[test]
    fn beyond_the_image_the_ends() {
        assert_eq!(arcsine_inverse(-0.2), 0.0);
        assert_eq!(arcsine_inverse(1.7), 1.0);
        assert_eq!(sqrt_inverse(-3.0), 0.0);
        assert_eq!(logit_inverse(f64::INFINITY), 1.0);
        assert_eq!(logit_inverse(f64::NEG_INFINITY), 0.0);
    }
}
