//! Maximum likelihood, full and restricted.

use super::estimate::{SolverOutcome, Start};
use super::profile::Profile;
use crate::stats::num;

/// Steps of the scoring before the scan takes over.
const STEPS: usize = 100;

/// The tau2 that maximises the profile log-likelihood, restricted (REML) or full (ML).
///
/// Fisher scoring from `start`; from the third step on the zero of the score is approached by secants inside the
/// bracket known so far. The likelihood of few studies can have several maxima: unless the start is a neighbour's
/// estimate, the slope is looked up over the whole range for others, and the highest is taken. The boundary 0 is
/// always compared.
pub(crate) fn maximum_likelihood(
    profile: &impl Profile,
    restricted: bool,
    start: Start,
) -> (f64, SolverOutcome) {
    let (from, everywhere) = match start {
        Start::Hedges => (profile.unweighted_excess().max(0.0), true),
        Start::At(t) => (t, false),
    };
    let (mut t, mut outcome) = match climb(profile, restricted, Bracket::UNKNOWN, from) {
        Some((t, iterations)) => (t, SolverOutcome::Converged { iterations }),
        None => (scan(profile, restricted), SolverOutcome::Fallback),
    };
    let mut height = profile.log_likelihood(t, restricted);
    if everywhere {
        for bracket in maxima(profile, restricted) {
            if bracket.holds(t) {
                continue;
            }
            let Some((other, iterations)) =
                climb(profile, restricted, bracket, bracket.middle(profile.v_min()))
            else {
                continue;
            };
            let other_height = profile.log_likelihood(other, restricted);
            if other_height > height {
                (t, height, outcome) = (other, other_height, SolverOutcome::Converged { iterations });
            }
        }
    }
    if t == 0.0 || profile.log_likelihood(0.0, restricted) >= height {
        let outcome =
            if t == 0.0 && outcome == SolverOutcome::Fallback { outcome } else { SolverOutcome::Boundary };
        return (0.0, outcome);
    }
    (t, outcome)
}

/// Whether the likelihood has more than one maximum: then neighbours can have their highest elsewhere.
pub(crate) fn has_rivals(profile: &impl Profile, restricted: bool) -> bool {
    let falls_at_zero = step(profile, restricted, 0.0) <= 0.0;
    maxima(profile, restricted).len() + usize::from(falls_at_zero) > 1
}

/// Where a maximum lies: the slope is positive at `low`, if that is known, and negative at `high`.
#[derive(Debug, Clone, Copy)]
struct Bracket {
    low: Option<f64>,
    high: f64,
}

impl Bracket {
    const UNKNOWN: Self = Self { low: None, high: f64::INFINITY };

    fn middle(self, v_min: f64) -> f64 {
        ((self.low.unwrap_or(0.0) + v_min) * (self.high + v_min)).sqrt() - v_min
    }

    fn holds(self, t: f64) -> bool {
        self.low.is_none_or(|low| low <= t) && t <= self.high
    }
}

/// The longest step on the scale of `ln(t + min(v))` between looks at the slope. A study's term in it is a logistic
/// curve on this scale, some units wide.
const LOOK_EVERY: f64 = 0.25;

/// A tau2 beyond which both likelihoods fall.
///
/// With the effects' sum of squares s, `sum w^2 e^2 <= s / (v_min + t)^2`, while the trace of the projection is at
/// least `df / (v_max + t)`: the two are equal there.
pub(crate) fn reach(profile: &impl Profile) -> f64 {
    let variance = profile.total_variance() * profile.k() as f64 / profile.residual_df();
    let range = (profile.v_max() - profile.v_min()).max(0.0);
    0.5 * variance + (0.25 * variance * variance + variance * range).sqrt()
}

/// Brackets of the maxima above 0.
fn maxima(profile: &impl Profile, restricted: bool) -> Vec<Bracket> {
    let v_min = profile.v_min();
    let (z_low, z_high) = (num::ln(v_min), num::ln(reach(profile) + v_min) + LOOK_EVERY);
    let looks = ((z_high - z_low) / LOOK_EVERY).ceil().clamp(1.0, 1000.0);
    let width = (z_high - z_low) / looks;
    let mut found = Vec::new();
    let mut rising_at = None;
    for i in 0..=looks as usize {
        let t = if i == 0 { 0.0 } else { num::exp(z_low + width * i as f64) - v_min };
        if step(profile, restricted, t) > 0.0 {
            rising_at = Some(t);
        } else if let Some(low) = rising_at.take() {
            found.push(Bracket { low: Some(low), high: t });
        }
    }
    found
}

/// The scoring step at `t`: its sign is the sign of the slope of the likelihood.
fn step(profile: &impl Profile, restricted: bool, t: f64) -> f64 {
    let point = profile.at(t);
    if restricted { (point.r2 - point.trace_p) / point.trace_pp } else { (point.r2 - point.s1) / point.s2 }
}

fn climb(profile: &impl Profile, restricted: bool, within: Bracket, start: f64) -> Option<(f64, usize)> {
    let v_min = profile.v_min();
    let Bracket { mut low, mut high } = within;
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
                let (t, outcome) = maximum_likelihood(&sample, restricted, Start::Hedges);
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
            let (t, _) = maximum_likelihood(&sample, restricted, Start::Hedges);
            assert!((scan(&sample, restricted) - t).abs() < 1e-6 * t);
        }
    }

    // Effects, variances, restricted, estimate. Zeros of the score by bisection in mpmath 1.3 at 300 bits, on a grid
    // of 300 points in ln(t + min v), and the likelihoods there compared. Scoring from Hedges' estimate, as metafor
    // 3.8 does it, stops at 0 in all three.
    type Rivals = ([f64; 5], [f64; 5], bool, f64);
    const RIVALS: [Rivals; 3] = [
        (
            [0.04, -0.81, -0.34, 0.04, -0.1],
            [0.431, 0.054, 0.244, 0.076, 0.002],
            false,
            0.051_852_156_763_509_05,
        ),
        (
            [0.16, 0.18, 0.12, -0.96, 0.07],
            [0.753, 0.012, 0.235, 0.145, 0.05],
            false,
            0.039_114_575_564_930_98,
        ),
        (
            [0.37, -0.32, -0.41, -0.44, 1.33],
            [0.238, 0.009, 0.002, 0.336, 0.424],
            true,
            0.003_674_623_989_842_538,
        ),
    ];

    #[test]
    fn the_highest_of_several_maxima() {
        for (y, v, restricted, expected) in RIVALS {
            for scale in [1e-12, 1.0, 1e12] {
                let sample = Sample::new(&y.map(|y| y * scale), &v.map(|v| v * scale * scale)).unwrap();
                assert!(has_rivals(&sample, restricted));
                let (t, outcome) = maximum_likelihood(&sample, restricted, Start::Hedges);
                let found = sample.variance(t) / scale / scale;
                assert!((found - expected).abs() <= 1e-12, "{found} {outcome:?}");
            }
        }
    }
}
