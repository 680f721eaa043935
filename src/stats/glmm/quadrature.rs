//! Integrals of log-concave functions over the line, and means under them.
//!
//! The trapezoidal rule converges exponentially for functions that are analytic around the line and fall at both
//! ends (Trefethen and Weideman 2014): halving the step squares the error. The step starts at the width of the
//! integrand at its mode and is halved until two shifted rules agree, so that the cliff of a study without events
//! under a large variance is as exact as a bell curve.

use crate::stats::num::{self, Sum};

/// The integrand has fallen by this factor, as a logarithm, where the sum ends.
const DEPTH: f64 = 60.0;
/// Two shifted rules that agree so well have a mean with about the square of this error.
const AGREEMENT: f64 = 1e-9;
/// The step is halved at most so often.
const HALVINGS: usize = 14;

/// A log-concave function of the line that falls at least like a normal density.
pub(super) trait Integrand {
    /// Its logarithm.
    fn ln(&self, z: f64) -> f64;
    /// The derivative of its logarithm, and minus the second derivative, which is at least 1.
    fn slope_and_curvature(&self, z: f64) -> (f64, f64);

    /// Its highest point.
    fn mode(&self) -> Mode {
        let mut z = 0.0;
        let mut height = self.ln(z);
        let mut width = 1.0;
        for _ in 0..100 {
            let (slope, curvature) = self.slope_and_curvature(z);
            width = 1.0 / curvature.sqrt();
            let mut step = slope / curvature;
            let mut next = self.ln(z + step);
            // A step across a flat stretch can overshoot: halve it until it climbs.
            let mut halvings = 0;
            while next < height && halvings < 60 {
                step *= 0.5;
                next = self.ln(z + step);
                halvings += 1;
            }
            z += step;
            height = next;
            // The sums need a place near the mode, not the mode itself.
            if step.abs() <= 1e-4 * width {
                break;
            }
        }
        Mode { at: z, height, width }
    }
}

/// The highest point of an integrand.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mode {
    pub(super) at: f64,
    height: f64,
    /// Standard deviation of the normal density with this curvature.
    width: f64,
}

/// The logarithm of the integral, and the means of `terms` under the integrand. `positive` says which of the terms are
/// never negative: by these, and the integral, the rule is judged.
pub(super) fn integrate<const N: usize>(
    integrand: &impl Integrand,
    mode: Mode,
    terms: impl Fn(f64) -> [f64; N],
    positive: [bool; N],
) -> (f64, [f64; N]) {
    let row = |first: f64, step: f64| {
        let mut total = Sum::default();
        let mut means = [Sum::default(); N];
        for direction in [1.0, -1.0] {
            let mut z = mode.at + direction * first;
            if first == 0.0 && direction < 0.0 {
                z -= step;
            }
            loop {
                let fallen = integrand.ln(z) - mode.height;
                if fallen.is_nan() || fallen < -DEPTH {
                    break;
                }
                let weight = num::exp(fallen);
                total.add(weight);
                for (mean, term) in means.iter_mut().zip(terms(z)) {
                    mean.add(weight * term);
                }
                z += direction * step;
            }
        }
        (total.total(), means.map(Sum::total))
    };
    let mut step = mode.width;
    let (mut total, mut sums) = row(0.0, step);
    for _ in 0..HALVINGS {
        let (between, others) = row(0.5 * step, step);
        let agree = |a: f64, b: f64| (a - b).abs() <= AGREEMENT * (a + b).abs();
        let settled = agree(total, between)
            && sums.iter().zip(others).zip(positive).all(|((a, b), positive)| !positive || agree(*a, b));
        total += between;
        for (sum, other) in sums.iter_mut().zip(others) {
            *sum += other;
        }
        step *= 0.5;
        if settled {
            break;
        }
    }
    (mode.height + num::ln(total * step), sums.map(|sum| sum / total))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A normal density, without its constant, with everything above a cliff cut off by a Gumbel tail.
    struct Cliff {
        steepness: f64,
    }

    impl Integrand for Cliff {
        fn ln(&self, z: f64) -> f64 {
            -0.5 * z * z - num::exp(self.steepness * (z + 1.0))
        }

        fn slope_and_curvature(&self, z: f64) -> (f64, f64) {
            let e = num::exp(self.steepness * (z + 1.0));
            (-z - self.steepness * e, 1.0 + self.steepness * self.steepness * e)
        }
    }

    // Expected values: mpmath 1.3 at 40 digits, quad of exp(-z^2/2 - exp(s (z + 1))) and of z^2 times it over
    // [-14, -8, -3, -1.5, -1.1, -1, -0.9, -0.5, 3].
    #[test]
    fn cliffs_and_bells() {
        for (steepness, ln_integral, second) in CLIFFS {
            let cliff = Cliff { steepness };
            let (found, [z2]) = integrate(&cliff, cliff.mode(), |z| [z * z], [true]);
            assert!((found - ln_integral).abs() <= 1e-13, "{steepness}: {found}");
            assert!((z2 - second).abs() <= 1e-12 * second, "{steepness}: {z2}");
        }
    }

    #[expect(clippy::excessive_precision, reason = "values as they were computed")]
    const CLIFFS: [(f64, f64, f64); 3] = [
        (1.0, -0.93254434892998000923, 1.7521470464107105183),
        (8.0, -1.0132001080037165067, 2.6264854946214478787),
        (60.0, -0.93643908168081198857, 2.546351517286942684),
    ];
}
