//! Common and random effects by inverse variances.

use super::model::{Model, Reference};
use crate::stats::choices::CiMethod;
use crate::stats::dist::TestDistribution;
use crate::stats::error::StatsError;
use crate::stats::heterogeneity::{Heterogeneity, Note, q_profile};
use crate::stats::interval::Interval;
use crate::stats::tau2::{Sample, SolverOutcome, Start, Totals, estimate};

/// A pooled estimate on the scale of the effects.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pooled {
    /// The estimate.
    pub theta: f64,
    /// Its standard error.
    pub se: f64,
    /// `theta / se`.
    pub statistic: f64,
    /// Degrees of freedom of the t distribution; `None` for the normal.
    pub df: Option<f64>,
    /// Two-sided p-value of `theta = 0`.
    pub p: f64,
    /// Confidence interval of the mean.
    pub theta_ci: Interval,
    /// Where the effect of a new study is expected: `theta -+ t sqrt(tau2 + se^2)`. `None` for the common
    /// effect, where it was not asked for, or where too few studies leave no degree of freedom.
    pub theta_prediction: Option<Interval>,
}

/// A fitted model.
#[derive(Debug, Clone, PartialEq)]
pub struct Fit {
    /// Number of studies.
    pub k: usize,
    /// The mean of the distribution of effects.
    pub random: Pooled,
    /// The effect, if it is one.
    pub common: Pooled,
    /// How much the effects differ.
    pub heterogeneity: Heterogeneity,
    /// Weights in the random-effects mean, in the order of the studies; they sum to 1.
    pub weights_random: Vec<f64>,
    /// Weights in the common effect, in the order of the studies; they sum to 1.
    pub weights_common: Vec<f64>,
    /// How tau2 was found.
    pub solver: SolverOutcome,
}

/// Pools effects `y` with sampling variances `v`.
///
/// * **Common effect**: `theta = sum w y / sum w`, `w = 1 / v`, `se = 1 / sqrt(sum w)`, normal.
/// * **Random effects**: the same with `w = 1 / (v + tau2)`. By [`CiMethod`]: `wald` normal; `t` the same
///   standard error with t of `k - 1` degrees of freedom; `hartung-knapp` (Hartung and Knapp 2001, Sidik and
///   Jonkman 2002) `se = sqrt(q / sum w)`, `q = sum w (y - theta)^2 / (k - 1)`, t; `hartung-knapp-adhoc` (Knapp
///   and Hartung 2003) the same with `max(1, q)`.
/// * **Prediction**: `theta -+ t sqrt(tau2 + se^2)` with the standard error of the fit, see
///   [`Prediction`](super::Prediction).
///
/// One study is its own estimate: normal test, no heterogeneity, no prediction interval. When all effects are
/// equal the Hartung-Knapp standard error would be 0; the unscaled one is used and
/// [`Note::NoResidualVariation`] says so.
///
/// ```
/// use ecmo_report::stats::pool::{Model, fit};
/// let found = fit(&[0.1, 0.5, 0.9], &[0.02, 0.03, 0.02], &Model::default())?;
/// assert!((found.random.theta - 0.5).abs() < 1e-12);
/// assert_eq!(found.random.df, Some(2.0));
/// # Ok::<(), ecmo_report::stats::error::StatsError>(())
/// ```
///
/// # Errors
///
/// Only for data that are not effects with variances: none, unequal lengths, a value that is not finite, a
/// variance that is not positive.
pub fn fit(y: &[f64], v: &[f64], model: &Model) -> Result<Fit, StatsError> {
    let sample = Sample::new(y, v)?;
    let (t, solver) = estimate(&sample, model.tau2, Start::Hedges);
    Ok(summarise(&sample, t, solver, model))
}

/// Pools with a between-study variance that is given, on the squared scale of `y`.
///
/// # Errors
///
/// As [`fit`](fn@fit), and when `tau2` is negative or not finite.
pub fn fit_fixed_tau2(y: &[f64], v: &[f64], tau2: f64, model: &Model) -> Result<Fit, StatsError> {
    if !(tau2 >= 0.0 && tau2.is_finite()) {
        return Err(StatsError::NotEstimable { what: "the fit", reason: "tau2 is negative or not finite" });
    }
    let sample = Sample::new(y, v)?;
    let t = sample.inner_variance(tau2);
    Ok(summarise(&sample, t, SolverOutcome::ClosedForm, model))
}

fn summarise(sample: &Sample, t: f64, solver: SolverOutcome, model: &Model) -> Fit {
    let k = sample.k();
    let reference = Reference::new(model, k, 1);
    let (at_zero, at_t) = (sample.totals(0.0), sample.totals(t));
    let units = Units::of(sample);
    let random = random(&at_t, t, units, &reference);
    let mut heterogeneity = Heterogeneity::of(&at_zero, t, k, units, model.level);
    heterogeneity.set_interval(q_profile(sample, model.level), units);
    if no_residual_variation(&at_t, &reference) {
        heterogeneity.notes.push(Note::NoResidualVariation);
    }
    if solver == SolverOutcome::Fallback {
        heterogeneity.notes.push(Note::SolverFallback);
    }
    let weights = |t: f64, sum: f64| sample.v.iter().map(|vi| 1.0 / (vi + t) / sum).collect();
    Fit {
        k,
        random,
        common: common(&at_zero, units, &reference),
        heterogeneity,
        weights_random: weights(t, at_t.s1()),
        weights_common: weights(0.0, at_zero.s1()),
        solver,
    }
}

/// How inner numbers become the caller's.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Units {
    origin: f64,
    scale: f64,
}

impl Units {
    pub(crate) fn of(sample: &Sample) -> Self {
        Self { origin: sample.location(0.0), scale: sample.spread(1.0) }
    }

    pub(crate) fn location(self, inner: f64) -> f64 {
        self.origin + inner * self.scale
    }

    /// The difference `first - second` of two inner effects, of which the second has its own units (of the same
    /// scale), without the rounding of their common location.
    pub(crate) fn difference(self, first: f64, second: f64, other: Self) -> f64 {
        (first - second) * self.scale + (self.origin - other.origin)
    }

    pub(crate) fn spread(self, inner: f64) -> f64 {
        inner * self.scale
    }

    pub(crate) fn variance(self, inner: f64) -> f64 {
        inner * self.scale * self.scale
    }
}

/// Whether the Hartung-Knapp variance of the estimate would be 0.
fn no_residual_variation(totals: &Totals, reference: &Reference) -> bool {
    reference.ci == CiMethod::HartungKnapp && reference.df >= 1.0 && totals.q() <= 0.0
}

/// The random-effects estimate from the sums at tau2 = `t`.
pub(crate) fn random(totals: &Totals, t: f64, units: Units, reference: &Reference) -> Pooled {
    let theta = units.location(totals.mean());
    let variance = reference.variance_factor(totals.q()) / totals.s1();
    let se = units.spread(variance.sqrt());
    let statistic = theta / se;
    Pooled {
        theta,
        se,
        statistic,
        df: reference.test.df(),
        p: reference.test.two_sided(statistic),
        theta_ci: Interval::around(theta, reference.critical * se),
        theta_prediction: reference
            .prediction
            .map(|critical| Interval::around(theta, critical * units.spread((variance + t).sqrt()))),
    }
}

/// The common effect from the sums at tau2 = 0.
pub(crate) fn common(totals: &Totals, units: Units, reference: &Reference) -> Pooled {
    let theta = units.location(totals.mean());
    let se = units.spread((1.0 / totals.s1()).sqrt());
    let statistic = theta / se;
    Pooled {
        theta,
        se,
        statistic,
        df: None,
        p: TestDistribution::Normal.two_sided(statistic),
        theta_ci: Interval::around(theta, reference.normal * se),
        theta_prediction: None,
    }
}
