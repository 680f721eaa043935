//! How much effects differ: Q, I2, H2, tau2 and their intervals.
//!
//! * **Q** `= sum (y - theta)^2 / v` around the common effect, chi-square with `k - 1` degrees of freedom
//!   (Cochran 1954).
//! * **I2** `= max(0, (Q - df) / Q)` and **H2** `= Q / df` (Higgins and Thompson 2002). Interval: test-based, on
//!   ln H with `se = (ln Q - ln df) / (2 (sqrt(2 Q) - sqrt(2 k - 3)))` if `Q > k`, else
//!   `sqrt((1 - 1 / (3 (k - 2)^2)) / (2 (k - 2)))`; H is held at 1 or above.
//! * **I2 from tau2** `= tau2 / (tau2 + s2)` with the typical sampling variance `s2 = df / (S1 - S2 / S1)`,
//!   `S_r = sum v^-r`. The two definitions agree under DerSimonian-Laird and differ otherwise.
//! * **Interval of tau2**: Q-profile (Viechtbauer 2007), all `t` with `Q(t)` between the quantiles of
//!   chi-square. It does not depend on the estimator of tau2: an estimate can lie outside of it
//!   ([`Note::Tau2OutsideInterval`]), and when the effects differ less than chance allows no `t` qualifies
//!   ([`Note::EmptyProfile`], the interval is then `[0, 0]`).

use super::dist::chi_squared;
use super::interval::Interval;
use super::num;
use super::pool::Units;
use super::tau2::{Profile, Totals, generalised_q_root};

/// Something about the heterogeneity that a reader should be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Note {
    /// The estimate of tau2 lies outside its Q-profile interval: the two rest on different principles.
    Tau2OutsideInterval,
    /// The effects differ less than chance allows, no tau2 fits them: the Q-profile interval is empty.
    EmptyProfile,
    /// All effects are equal, the Hartung-Knapp standard error would be 0: the unscaled one is used.
    NoResidualVariation,
    /// The iteration for tau2 did not settle; the likelihood was scanned for its maximum.
    SolverFallback,
}

impl std::fmt::Display for Note {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Tau2OutsideInterval => "the estimate of tau2 lies outside its Q-profile interval",
            Self::EmptyProfile => {
                "the Q-profile interval of tau2 is empty: the effects differ less than chance allows"
            }
            Self::NoResidualVariation => {
                "all effects are equal: the Hartung-Knapp standard error would be 0, the unscaled one is used"
            }
            Self::SolverFallback => "the iteration for tau2 did not settle: the likelihood was scanned",
        })
    }
}

/// Measures of heterogeneity. What cannot be computed, everything for a single study, is `None`.
#[derive(Debug, Clone, PartialEq)]
pub struct Heterogeneity {
    /// Cochran's Q.
    pub q: Option<f64>,
    /// Its degrees of freedom, `k - 1`.
    pub df: usize,
    /// Upper-tail p-value of Q.
    pub p: Option<f64>,
    /// I2 from Q, a proportion.
    pub i2: Option<f64>,
    /// Interval of I2 by Higgins and Thompson.
    pub i2_ci: Option<Interval>,
    /// I2 from tau2 and the typical sampling variance, a proportion.
    pub i2_tau2: Option<f64>,
    /// `Q / df`.
    pub h2: Option<f64>,
    /// The between-study variance, on the squared scale of the effects.
    pub tau2: Option<f64>,
    /// Its square root, on the scale of the effects.
    pub tau: Option<f64>,
    /// Q-profile interval of tau2; not computed in leave-one-out and the like.
    pub tau2_ci: Option<Interval>,
    /// What a reader should be told.
    pub notes: Vec<Note>,
}

impl Heterogeneity {
    /// Everything but the Q-profile, from the sums at tau2 = 0 and the estimate `t`, both in inner units.
    pub(crate) fn of(at_zero: &Totals, t: f64, k: usize, units: Units, level: f64) -> Self {
        let q = at_zero.q();
        let Some(FromQ { df, p, i2, i2_ci, h2 }) = from_q(q, k, level) else {
            return Self {
                q: None,
                df: 0,
                p: None,
                i2: None,
                i2_ci: None,
                i2_tau2: None,
                h2: None,
                tau2: None,
                tau: None,
                tau2_ci: None,
                notes: Vec::new(),
            };
        };
        Self {
            q: Some(q),
            df,
            p: Some(p),
            i2: Some(i2),
            i2_ci,
            i2_tau2: Some(t / (t + df as f64 / at_zero.trace_p())),
            h2: Some(h2),
            tau2: Some(units.variance(t)),
            tau: Some(units.spread(t.sqrt())),
            tau2_ci: None,
            notes: Vec::new(),
        }
    }

    /// Adds an interval of tau2 and the notes about it.
    pub(crate) fn set_interval(&mut self, profile: Option<(Interval, bool)>, units: Units) {
        let Some((inner, empty)) = profile else { return };
        let interval = inner.map(|t| units.variance(t));
        self.tau2_ci = Some(interval);
        if empty {
            self.notes.push(Note::EmptyProfile);
        } else if self.tau2.is_some_and(|tau2| !interval.contains(tau2)) {
            self.notes.push(Note::Tau2OutsideInterval);
        }
    }
}

/// What follows from Q alone.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FromQ {
    /// Degrees of freedom, `k - 1`.
    pub df: usize,
    /// Upper-tail p-value of Q.
    pub p: f64,
    /// I2, a proportion.
    pub i2: f64,
    /// Its test-based interval.
    pub i2_ci: Option<Interval>,
    /// `Q / df`.
    pub h2: f64,
}

/// What follows from the Q of `k` studies, whichever pooled estimate it is taken around. `None` for fewer than two
/// studies.
#[must_use]
pub fn from_q(q: f64, k: usize, level: f64) -> Option<FromQ> {
    let df = k.checked_sub(1).filter(|df| *df > 0)?;
    let degrees = df as f64;
    Some(FromQ {
        df,
        p: chi_squared::sf(q, degrees),
        i2: i2(q, degrees),
        i2_ci: i2_interval(q, k, level),
        h2: q / degrees,
    })
}

/// I2 from Q and its degrees of freedom: `max(0, (Q - df) / Q)`.
#[must_use]
pub fn i2(q: f64, df: f64) -> f64 {
    if q > df { (q - df) / q } else { 0.0 }
}

/// The test-based interval of I2 by Higgins and Thompson (2002), from Q of `k` studies. `None` for one study,
/// and for two whose Q is not above 2.
#[must_use]
pub fn i2_interval(q: f64, k: usize, level: f64) -> Option<Interval> {
    let studies = k as f64;
    let df = studies - 1.0;
    let se = if q > studies && k >= 2 {
        0.5 * (num::ln(q) - num::ln(df)) / ((2.0 * q).sqrt() - (2.0 * studies - 3.0).sqrt())
    } else if k > 2 {
        let m = studies - 2.0;
        (0.5 / m * (1.0 - 1.0 / (3.0 * m * m))).sqrt()
    } else {
        return None;
    };
    let log_h = (0.5 * num::ln((q / df).max(f64::MIN_POSITIVE))).max(0.0);
    let half_width = super::dist::TestDistribution::Normal.critical_value(level) * se;
    // I2 = 1 - 1 / H^2.
    let of = |log_h: f64| -num::expm1(-2.0 * log_h.max(0.0));
    Some(Interval::new(of(log_h - half_width), of(log_h + half_width)))
}

/// The Q-profile interval of the tau2 of any model, in inner units, and whether it is empty. `None` without residual
/// degrees of freedom.
pub(crate) fn q_profile(model: &impl Profile, level: f64) -> Option<(Interval, bool)> {
    let df = model.residual_df();
    if df < 1.0 {
        return None;
    }
    let tail = 0.5 * (1.0 - level);
    let (small, large) = (chi_squared::quantile(tail, df), chi_squared::quantile_upper(tail, df));
    if model.at(0.0).q < small {
        return Some((Interval::new(0.0, 0.0), true));
    }
    let (lower, _) = generalised_q_root(model, large, 0.0);
    let (upper, _) = generalised_q_root(model, small, lower);
    Some((Interval::new(lower, upper), false))
}
