//! The root of the generalised Q statistic, for Paule-Mandel, empirical Bayes and the Q-profile interval.

use super::estimate::SolverOutcome;
use super::profile::Profile;

/// Solves `Q(t) = target` for `t >= 0`; 0 where `Q(0)` is already below the target.
///
/// `Q` is convex and falling, `1 / Q` nearly straight: Newton's method on `1 / Q` inside a bracket that every
/// step narrows, and bisection (on the scale of `ln(t + min(v))`) when a step leaves it.
/// DerSimonian and Kacker 2007; Viechtbauer 2007.
pub(crate) fn generalised_q_root(profile: &impl Profile, target: f64, start: f64) -> (f64, SolverOutcome) {
    let v_min = profile.v_min();
    let (mut low, mut high) = (0.0, f64::INFINITY);
    let mut t = start.max(0.0);
    let mut zero_checked = false;
    for iteration in 1..=200 {
        let point = profile.at(t);
        if point.q > target {
            low = t;
        } else {
            if t == 0.0 {
                return (0.0, SolverOutcome::Boundary);
            }
            high = t;
            if low == 0.0 && !zero_checked {
                zero_checked = true;
                if profile.at(0.0).q <= target {
                    return (0.0, SolverOutcome::Boundary);
                }
            }
        }
        let step = (point.q - target) / point.r2 * (point.q / target);
        let mut next = t + step;
        if !(next > low && next < high) {
            next = if high.is_finite() {
                ((low + v_min) * (high + v_min)).sqrt() - v_min
            } else {
                2.0 * t + v_min
            };
        }
        let change = (next - t).abs();
        t = next.max(0.0);
        if change <= 1e-13 * (t + v_min) || high - low <= 1e-15 * (t + v_min) {
            return (t, SolverOutcome::Converged { iterations: iteration });
        }
    }
    (t, SolverOutcome::Fallback)
}
