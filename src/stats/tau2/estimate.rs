//! One entry to all estimators.

use super::generalised_q::generalised_q_root;
use super::likelihood::maximum_likelihood;
use super::profile::Profile;
use super::sample::Sample;
use crate::stats::choices::Tau2Estimator;
use crate::stats::error::StatsError;

/// How tau2 was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SolverOutcome {
    /// A formula.
    ClosedForm,
    /// The iteration settled.
    Converged {
        /// Steps taken.
        iterations: usize,
    },
    /// tau2 is 0: the formula was negative, or the likelihood or Q is best at the boundary.
    Boundary,
    /// The iteration did not settle; the likelihood was scanned and its best point refined.
    Fallback,
    /// There is one study: tau2 cannot be estimated and 0 is used.
    SingleStudy,
}

/// An estimate of the between-study variance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tau2 {
    /// The estimate, on the squared scale of the effects. Never negative.
    pub tau2: f64,
    /// How it was found.
    pub solver: SolverOutcome,
}

/// Where an iterative estimator begins.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Start {
    /// At Hedges' estimate; likelihoods are searched for higher maxima than the nearest.
    Hedges,
    /// At a known neighbour, in inner units, whose likelihood has one maximum.
    At(f64),
}

/// Estimates tau2 of effects `y` with sampling variances `v`.
///
/// ```
/// use ecmo_report::stats::{choices::Tau2Estimator, tau2::tau2};
/// // Q = 16 and C = W - sum w^2 / W = 87.5, so that (Q - 2) / C = 0.16.
/// let found = tau2(&[0.1, 0.5, 0.9], &[0.02, 0.03, 0.02], Tau2Estimator::Dl)?;
/// assert!((found.tau2 - 0.16).abs() < 1e-12);
/// # Ok::<(), ecmo_report::stats::error::StatsError>(())
/// ```
///
/// # Errors
///
/// Only for data that are not effects with variances: none, unequal lengths, a value that is not finite, a
/// variance that is not positive.
pub fn tau2(y: &[f64], v: &[f64], estimator: Tau2Estimator) -> Result<Tau2, StatsError> {
    let sample = Sample::new(y, v)?;
    let (t, solver) = estimate(&sample, estimator, Start::Hedges);
    Ok(Tau2 { tau2: sample.variance(t), solver })
}

/// Estimates tau2 of any model, in its inner units.
pub(crate) fn estimate(
    profile: &impl Profile,
    estimator: Tau2Estimator,
    start: Start,
) -> (f64, SolverOutcome) {
    let df = profile.residual_df();
    if df < 1.0 {
        return (0.0, SolverOutcome::SingleStudy);
    }
    let from = || match start {
        Start::Hedges => profile.unweighted_excess().max(0.0),
        Start::At(t) => t,
    };
    match estimator {
        Tau2Estimator::Dl => {
            let zero = profile.at(0.0);
            truncated((zero.q - df) / zero.trace_p)
        }
        Tau2Estimator::He => truncated(profile.unweighted_excess()),
        Tau2Estimator::Hs => {
            let zero = profile.at(0.0);
            truncated((zero.q - profile.k() as f64) / zero.s1)
        }
        Tau2Estimator::Sj => {
            let crude = profile.total_variance();
            if crude > 0.0 {
                truncated(crude * profile.at(crude).q / df)
            } else {
                (0.0, SolverOutcome::Boundary)
            }
        }
        Tau2Estimator::Pm | Tau2Estimator::Eb => generalised_q_root(profile, df, from()),
        Tau2Estimator::Ml => maximum_likelihood(profile, false, start),
        Tau2Estimator::Reml => maximum_likelihood(profile, true, start),
    }
}

fn truncated(t: f64) -> (f64, SolverOutcome) {
    // A trace of the projection that underflows to 0 makes the formula infinite or NaN: nothing is known then.
    if t > 0.0 && t.is_finite() { (t, SolverOutcome::ClosedForm) } else { (0.0, SolverOutcome::Boundary) }
}
