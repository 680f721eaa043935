//! Quantiles by Newton's method on the logarithm of a tail.

use super::tails::{TailProbability, Tails};
use crate::stats::num;

/// Finds u with the given tail probability for a variable whose density in u is log-concave.
///
/// Then the logarithm of either tail is concave, and Newton's method on it converges from any start without a
/// bracket: at most the first step overshoots, the rest approach from one side, quadratically at the end.
///
/// `at` gives the tails and the logarithm of the density at u.
pub(super) fn log_concave_quantile(
    target: TailProbability,
    start: f64,
    at: impl Fn(f64) -> (Tails, f64),
) -> f64 {
    let ln_target = num::ln(target.probability());
    let mut u = start;
    let mut last_step = f64::INFINITY;
    for _ in 0..200 {
        let (tails, ln_density) = at(u);
        let (ln_tail, direction) = match target {
            TailProbability::Lower(_) => (tails.ln_lower, 1.0),
            TailProbability::Upper(_) => (tails.ln_upper, -1.0),
        };
        let step = direction * (ln_target - ln_tail) * num::exp(ln_tail - ln_density);
        u += step;
        let size = step.abs();
        // Rounding in the tail keeps the last steps from shrinking further.
        if size <= 1e-16 * (1.0 + u.abs()) || (size < 1e-8 && size >= last_step) {
            break;
        }
        last_step = size;
    }
    u
}
