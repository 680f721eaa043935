//! Maximum likelihood of the binomial-normal model.

use super::likelihood::{Derivatives, derivatives};
use super::quadrature::{Node, gauss_hermite};
use crate::stats::dist::chi_squared;
use crate::stats::effect::Events;
use crate::stats::error::StatsError;
use crate::stats::num;
use crate::stats::pool::Pooled;
use crate::stats::transform::logit;

/// Nodes of the quadrature.
const NODES: usize = 25;

/// A fitted binomial-normal model, on the logit scale.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GlmmFit {
    /// Number of studies.
    pub k: usize,
    /// The mean of the logits.
    pub theta: f64,
    /// Its standard error, from the observed information of mean and variance.
    pub se: f64,
    /// The variance of the logits between studies.
    pub tau2: f64,
    /// The logit of the one proportion, if it is one.
    pub common_theta: f64,
    /// Its standard error.
    pub common_se: f64,
    /// Likelihood-ratio statistic of "one proportion" against "every study its own"; `None` for one study.
    pub q: Option<f64>,
    /// Its degrees of freedom, k - 1.
    pub df: usize,
    /// Its p-value.
    pub p: Option<f64>,
}

impl GlmmFit {
    /// The mean with normal test and Wald interval.
    #[must_use]
    pub fn random(&self, level: f64) -> Pooled {
        Pooled::wald(self.theta, self.se, level)
    }

    /// The one proportion's logit with normal test and Wald interval.
    #[must_use]
    pub fn common(&self, level: f64) -> Pooled {
        Pooled::wald(self.common_theta, self.common_se, level)
    }
}

/// Fits the binomial-normal model to the studies' counts.
///
/// ```
/// use ecmo_report::stats::effect::Events;
/// use ecmo_report::stats::glmm::glmm;
/// let study = |events, total| Events { events, total };
/// let fit = glmm(&[study(0.0, 20.0), study(3.0, 25.0), study(9.0, 30.0)])?;
/// assert!(fit.tau2 > 0.0 && fit.theta < fit.common_theta);
/// # Ok::<(), ecmo_report::stats::error::StatsError>(())
/// ```
///
/// # Errors
///
/// [`StatsError::NotEstimable`] when no patient or every patient has the event: the likelihood then grows
/// towards a proportion of 0 or 1 without end. [`StatsError::TooFewStudies`] without studies,
/// [`StatsError::OutOfDomain`] for counts that are impossible.
pub fn glmm(studies: &[Events]) -> Result<GlmmFit, StatsError> {
    let (events, total) = checked_totals(studies)?;
    let k = studies.len();
    let common_theta = logit(events / total);
    let common_se = (total / (events * (total - events))).sqrt();
    let q = likelihood_ratio(studies, events / total);
    let df = k - 1;
    let mut fit = GlmmFit {
        k,
        theta: common_theta,
        se: common_se,
        tau2: 0.0,
        common_theta,
        common_se,
        q: (df > 0).then_some(q),
        df,
        p: (df > 0).then(|| chi_squared::sf(q, df as f64)),
    };
    if df > 0
        && let Some(maximum) = maximise(studies, common_theta)
    {
        fit.theta = maximum.mu;
        fit.tau2 = maximum.sigma * maximum.sigma;
        fit.se = maximum.se;
    }
    Ok(fit)
}

fn checked_totals(studies: &[Events]) -> Result<(f64, f64), StatsError> {
    if studies.is_empty() {
        return Err(StatsError::TooFewStudies { k: 0, needed: 1 });
    }
    for (index, arm) in studies.iter().enumerate() {
        let possible =
            arm.events >= 0.0 && arm.total > 0.0 && arm.events <= arm.total && arm.total.is_finite();
        if !possible {
            return Err(StatsError::OutOfDomain {
                index,
                what: "the number of events",
                value: arm.events,
                requirement: "the events lie between 0 and the patients, of whom there are some",
            });
        }
    }
    let events = num::sum(studies.iter().map(|arm| arm.events));
    let total = num::sum(studies.iter().map(|arm| arm.total));
    let reason = if events <= 0.0 {
        "no patient of any study has the event"
    } else if events >= total {
        "every patient of every study has the event"
    } else {
        return Ok((events, total));
    };
    Err(StatsError::NotEstimable { what: "the binomial-normal model", reason })
}

/// Twice the gain in ln-likelihood of one proportion per study over one for all.
fn likelihood_ratio(studies: &[Events], p: f64) -> f64 {
    2.0 * num::sum(studies.iter().map(|arm| {
        num::deviance(arm.events, arm.total * p) + num::deviance(arm.others(), arm.total * (1.0 - p))
    }))
}

/// A maximum in the interior, tau > 0.
#[derive(Debug, Clone, Copy)]
struct Maximum {
    mu: f64,
    sigma: f64,
    se: f64,
    ln_likelihood: f64,
}

/// The maximum with tau > 0, if there is one above the boundary tau = 0.
///
/// Climbs from the start with the highest likelihood; should that climb end at the boundary, from the next.
fn maximise(studies: &[Events], common_theta: f64) -> Option<Maximum> {
    let nodes = gauss_hermite(NODES);
    let ln_likelihood = |sigma: f64| derivatives(studies, &nodes, common_theta, sigma).ln_likelihood;
    let boundary = ln_likelihood(0.0);
    let mut starts = [moment_start(studies), 0.1, 0.5, 2.0, 8.0].map(|sigma| (sigma, ln_likelihood(sigma)));
    starts.sort_by(|(_, one), (_, other)| other.total_cmp(one));
    starts
        .into_iter()
        .filter_map(|(sigma, _)| climb(studies, &nodes, common_theta, sigma))
        .find(|maximum| maximum.ln_likelihood > boundary + 1e-12 * boundary.abs())
}

/// Standard deviation of the studies' logits, 0.5 added to every cell, less what sampling explains.
fn moment_start(studies: &[Events]) -> f64 {
    let k = studies.len() as f64;
    let logits: Vec<f64> =
        studies.iter().map(|arm| num::ln((arm.events + 0.5) / (arm.others() + 0.5))).collect();
    let mean = num::sum(logits.iter().copied()) / k;
    let variance = num::sum(logits.iter().map(|y| (y - mean) * (y - mean))) / (k - 1.0);
    let sampling =
        num::sum(studies.iter().map(|arm| 1.0 / (arm.events + 0.5) + 1.0 / (arm.others() + 0.5))) / k;
    (variance - sampling).max(0.01).sqrt()
}

/// Newton's method on (mu, ln sigma) with the gradient where the likelihood is not concave, and halved steps
/// where it falls. `None` when sigma goes to zero.
fn climb(studies: &[Events], nodes: &[Node], mu: f64, sigma: f64) -> Option<Maximum> {
    let (mut mu, mut ln_sigma) = (mu, num::ln(sigma));
    let mut here = derivatives(studies, nodes, mu, sigma);
    for _ in 0..200 {
        let sigma = num::exp(ln_sigma);
        if sigma < 1e-5 {
            return None;
        }
        let (step_mu, step_ln) = newton_step(&here, sigma);
        let mut share = 1.0;
        let mut moved = None;
        for _ in 0..40 {
            let (next_mu, next_ln) = (mu + share * step_mu, ln_sigma + share * step_ln);
            let next = derivatives(studies, nodes, next_mu, num::exp(next_ln));
            // Rounding: the last steps change the likelihood by less than it can show.
            if next.ln_likelihood >= here.ln_likelihood - 1e-13 * here.ln_likelihood.abs() {
                moved = Some((next_mu, next_ln, next));
                break;
            }
            share *= 0.5;
        }
        let Some((next_mu, next_ln, next)) = moved else { break };
        let size = (next_mu - mu).abs().max((next_ln - ln_sigma).abs());
        (mu, ln_sigma, here) = (next_mu, next_ln, next);
        if size <= 1e-11 * (1.0 + mu.abs()) {
            break;
        }
    }
    // Variance of mu: the first element of the inverse of the negative Hessian.
    let determinant = here.mu_mu * here.sigma_sigma - here.mu_sigma * here.mu_sigma;
    let variance = -here.sigma_sigma / determinant;
    let maximum = here.mu_mu < 0.0 && determinant > 0.0 && variance > 0.0;
    maximum.then(|| Maximum {
        mu,
        sigma: num::exp(ln_sigma),
        se: variance.sqrt(),
        ln_likelihood: here.ln_likelihood,
    })
}

/// A step in (mu, ln sigma) that climbs.
fn newton_step(d: &Derivatives, sigma: f64) -> (f64, f64) {
    let gradient_ln = sigma * d.sigma;
    let mu_ln = sigma * d.mu_sigma;
    let ln_ln = sigma * sigma * d.sigma_sigma + gradient_ln;
    let determinant = d.mu_mu * ln_ln - mu_ln * mu_ln;
    let (step_mu, step_ln) = if d.mu_mu < 0.0 && determinant > 0.0 {
        (
            (mu_ln * gradient_ln - ln_ln * d.mu) / determinant,
            (mu_ln * d.mu - d.mu_mu * gradient_ln) / determinant,
        )
    } else {
        (d.mu / d.mu_mu.abs().max(1e-8), gradient_ln / ln_ln.abs().max(1e-8))
    };
    // At most a factor of e^1.5 in sigma and 3 in the logit at once.
    let shrink = (1.5 / step_ln.abs()).min(3.0 / step_mu.abs()).min(1.0);
    (shrink * step_mu, shrink * step_ln)
}
