//! Maximum likelihood, full and restricted.

use super::estimate::SolverOutcome;
use super::profile::Profile;
use crate::stats::num;

/// Steps of the scoring before the scan takes over.
const STEPS: usize = 100;

/// The tau2 that maximises the profile log-likelihood, restricted (REML) or full (ML).
///
/// The maximum that is reached from `start`, Hedges' estimate in a fit: the likelihood of few studies can have
/// another, and this is the one that the established programs report. Fisher scoring; from the third step on the zero of the score is approached by secants inside the
/// bracket known so far. The result is compared with the boundary 0.
pub(crate) fn maximum_likelihood(
    profile: &impl Profile,
    restricted: bool,
    start: f64,
) -> (f64, SolverOutcome) {
    let found = climb(profile, restricted, start);
    let (t, outcome) = match found {
        Some((t, iterations)) => (t, SolverOutcome::Converged { iterations }),
        None => (scan(profile, restricted), SolverOutcome::Fallback),
    };
    if t == 0.0 {
        let outcome = if outcome == SolverOutcome::Fallback { outcome } else { SolverOutcome::Boundary };
        return (0.0, outcome);
    }
    let here = profile.log_likelihood(t, restricted);
    let at_zero = profile.log_likelihood(0.0, restricted);
    if at_zero >= here { (0.0, SolverOutcome::Boundary) } else { (t, outcome) }
}

/// The scoring step at `t`: its sign is the sign of the slope of the likelihood.
fn step(profile: &impl Profile, restricted: bool, t: f64) -> f64 {
    let point = profile.at(t);
    if restricted { (point.r2 - point.trace_p) / point.trace_pp } else { (point.r2 - point.s1) / point.s2 }
}

fn climb(profile: &impl Profile, restricted: bool, start: f64) -> Option<(f64, usize)> {
    let v_min = profile.v_min();
    // The slope is positive at `low` and negative at `high`.
    let (mut low, mut high) = (None, f64::INFINITY);
    let mut t = start.max(0.0);
    let mut previous: Option<(f64, f64)> = None;
    for iteration in 1..=STEPS {
        let s = step(profile, restricted, t);
        if !s.is_finite() {
            return None;
        }
        if s > 0.0 {
            low = Some(t);
        } else if t == 0.0 || s == 0.0 {
            return Some((t, iteration));
        } else {
            high = t;
        }
        let mut next = match previous {
            Some((before, s_before)) if iteration > 2 && s != s_before => {
                t - s * (t - before) / (s - s_before)
            }
            _ => t + s,
        };
        let inside = |x: f64| x > low.unwrap_or(-1.0) && x < high;
        if !inside(next) {
            next = t + s;
        }
        if next <= 0.0 {
            // Downhill to the boundary: it is a maximum if the slope there is not positive.
            if low.is_none() && step(profile, restricted, 0.0) <= 0.0 {
                return Some((0.0, iteration));
            }
            let floor = low.unwrap_or(0.0);
            low = Some(floor);
            next = ((floor + v_min) * (t + v_min)).sqrt() - v_min;
        } else if !inside(next) {
            next = match low {
                Some(low) if high.is_finite() => ((low + v_min) * (high + v_min)).sqrt() - v_min,
                _ => return None,
            };
        }
        let change = (next - t).abs();
        if change <= 1e-13 * (t + v_min) || high - low.unwrap_or(0.0) <= 1e-14 * (t + v_min) {
            return Some((next, iteration));
        }
        previous = Some((t, s));
        t = next;
    }
    None
}

/// The best of 64 points, spread evenly over `ln(t + min(v))` up to where the effects leave no doubt, refined by
/// golden section.
fn scan(profile: &impl Profile, restricted: bool) -> f64 {
    let v_min = profile.v_min();
    let top = 10.0 * profile.total_variance() * profile.k() as f64 + v_min;
    let (z_low, z_high) = (num::ln(v_min), num::ln(top + v_min));
    let at = |z: f64| (num::exp(z) - v_min).max(0.0);
    let value = |z: f64| profile.log_likelihood(at(z), restricted);
    let width = (z_high - z_low) / 63.0;
    let mut best = (z_low, value(z_low));
    for i in 1..64 {
        let z = z_low + width * f64::from(i);
        let l = value(z);
        if l > best.1 {
            best = (z, l);
        }
    }
    let ratio = 0.5 * (5.0_f64.sqrt() - 1.0);
    let (mut a, mut b) = ((best.0 - width).max(z_low), (best.0 + width).min(z_high));
    let (mut c, mut d) = (b - ratio * (b - a), a + ratio * (b - a));
    let (mut fc, mut fd) = (value(c), value(d));
    for _ in 0..100 {
        if fc >= fd {
            (b, d, fd) = (d, c, fc);
            c = b - ratio * (b - a);
            fc = value(c);
        } else {
            (a, c, fc) = (c, d, fd);
            d = a + ratio * (b - a);
            fd = value(d);
        }
        if b - a < 1e-10 {
            break;
        }
    }
    let z = 0.5 * (a + b);
    if value(z) >= best.1 { at(z) } else { at(best.0) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::tau2::Sample;

    /// Samples of four studies on a coarse lattice: the likelihoods of few studies have the strangest shapes.
    fn lattice() -> impl Iterator<Item = Sample> {
        (0..4_u32.pow(6)).map(|code| {
            let digit = |place: u32| f64::from((code / 4_u32.pow(place)) % 4);
            let y = [0.0, digit(0), 2.0 * digit(1), 0.3 + 0.5 * digit(2)];
            let v = [digit(3), digit(4), digit(5)].map(|d| 0.002 * num::exp(2.0 * d));
            Sample::new(&y, &[0.02, v[0], v[1], v[2]]).unwrap()
        })
    }

    #[test]
    fn a_maximum_no_worse_than_the_boundary() {
        for sample in lattice() {
            for restricted in [false, true] {
                let (t, outcome) =
                    maximum_likelihood(&sample, restricted, sample.unweighted_excess().max(0.0));
                let found = sample.log_likelihood(t, restricted);
                let step = 1e-3 * (t + sample.v_min);
                for other in [0.0, (t - step).max(0.0), t + step] {
                    let worse = sample.log_likelihood(other, restricted);
                    assert!(
                        found >= worse - 1e-12,
                        "{sample:?} {restricted} {outcome:?}: {t} {found}, {other} {worse}"
                    );
                }
                assert_ne!(outcome, SolverOutcome::Fallback, "{sample:?}");
            }
        }
    }

    #[test]
    fn the_scan_finds_what_the_climb_finds() {
        let sample = Sample::new(&[0.1, 0.5, 0.9, -0.2], &[0.02, 0.03, 0.02, 0.05]).unwrap();
        for restricted in [false, true] {
            let (t, _) = maximum_likelihood(&sample, restricted, 0.0);
            assert!((scan(&sample, restricted) - t).abs() < 1e-6 * t);
        }
    }
}
