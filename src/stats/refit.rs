//! The pooled results of some of the studies.

use super::choices::Tau2Estimator;
use super::heterogeneity::Heterogeneity;
use super::pool::{Model, Pooled, Reference, Units, common, random};
use super::tau2::{Profile, Sample, SolverOutcome, Start, Subset, Table, Totals, estimate};

/// Below this number of studies every fit sums over them; from it on the sums are tabulated.
pub(crate) const TABULATED_FROM: usize = 50;

/// Below this number of studies the likelihood of every fit is searched for higher maxima. From it on only where
/// that of all studies has several: a single study then hardly changes its shape.
pub(crate) const SEARCHED_BELOW: usize = 300;

/// The pooled results of some of the studies, without weights and without the Q-profile interval of tau2.
#[derive(Debug, Clone, PartialEq)]
pub struct Refit {
    /// Number of studies in it.
    pub k: usize,
    /// Random effects.
    pub random: Pooled,
    /// Common effect.
    pub common: Pooled,
    /// Heterogeneity; `tau2_ci` is `None`.
    pub heterogeneity: Heterogeneity,
    /// How tau2 was found.
    pub solver: SolverOutcome,
}

impl Refit {
    pub(crate) fn of(fit: &SubsetFit, k: usize, model: &Model, reference: &Reference) -> Self {
        let SubsetFit { t, at_t, at_zero, units, solver } = *fit;
        Self {
            k,
            random: random(&at_t, t, units, reference),
            common: common(&at_zero, units, reference),
            heterogeneity: Heterogeneity::of(&at_zero, t, k, units, model.level),
            solver,
        }
    }
}

/// The fit of a subset, in inner units.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SubsetFit {
    /// tau2.
    pub(crate) t: f64,
    /// Sums at tau2.
    pub(crate) at_t: Totals,
    /// Sums at 0.
    pub(crate) at_zero: Totals,
    /// Units of these sums.
    pub(crate) units: Units,
    /// How tau2 was found.
    pub(crate) solver: SolverOutcome,
}

impl SubsetFit {
    /// The fit of a sample from scratch.
    pub(crate) fn afresh(sample: &Sample, estimator: Tau2Estimator) -> Self {
        let (t, solver) = estimate(sample, estimator, Start::Hedges);
        Self { t, at_t: sample.totals(t), at_zero: sample.totals(0.0), units: Units::of(sample), solver }
    }

    /// The sums of a subset at an estimate that was found.
    pub(crate) fn at(subset: &Subset<'_>, t: f64, solver: SolverOutcome) -> Self {
        Self { t, at_t: subset.totals(t), at_zero: subset.at_zero, units: Units::of(subset.sample), solver }
    }
}

/// Whether the estimator looks the model up at many tau2.
pub(crate) fn iterates(estimator: Tau2Estimator) -> bool {
    use Tau2Estimator::{Dl, Eb, He, Hs, Ml, Pm, Reml, Sj};
    match estimator {
        Reml | Ml | Pm | Eb => true,
        Dl | He | Hs | Sj => false,
    }
}

/// Four standard errors of tau2 to both sides of `t`, where the estimates of similar samples lie.
pub(crate) fn neighbourhood(profile: &impl Profile, t: f64) -> Option<(f64, f64)> {
    let reach = 4.0 * (2.0 / profile.at(t).trace_pp).sqrt();
    reach.is_finite().then(|| ((t - reach).max(0.0), t + reach))
}

/// Tabulates the sums of a sample for `low <= t <= high`. Studies up to four times as precise as the pivot may be
/// added later.
pub(crate) fn tabulate(sample: &Sample, (low, high): (f64, f64), estimator: Tau2Estimator) -> Option<Table> {
    let mut table = Table::over(low, high, 0.25 * sample.v_min)?;
    for others in [0..sample.pivot, sample.pivot + 1..sample.k()] {
        table.add(&sample.y[others.clone()], &sample.v[others], has_likelihood(estimator));
    }
    Some(table)
}

/// Whether the estimator compares likelihoods.
pub(crate) fn has_likelihood(estimator: Tau2Estimator) -> bool {
    matches!(estimator, Tau2Estimator::Reml | Tau2Estimator::Ml)
}
