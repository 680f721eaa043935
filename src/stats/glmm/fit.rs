//! Maximum likelihood of the binomial-normal model.

use super::likelihood::{Derivatives, derivatives};
use crate::stats::dist::chi_squared;
use crate::stats::effect::Events;
use crate::stats::error::StatsError;
use crate::stats::interval::Interval;
use crate::stats::num;
use crate::stats::pool::{Model, Pooled, Reference};
use crate::stats::transform::{logit, logit_inverse};

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

    /// Where the logit of a new study is expected: `theta -+ t sqrt(tau2 + se^2)`, as of an inverse-variance fit. `None`
    /// where it is not asked for, or for too few studies.
    #[must_use]
    pub fn prediction(&self, model: &Model) -> Option<Interval> {
        let half_width = |critical: f64| critical * (self.tau2 + self.se * self.se).sqrt();
        let reference = Reference::new(model, self.k, 1);
        reference.prediction.map(|critical| Interval::around(self.theta, half_width(critical)))
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
/// [`StatsError::NotEstimable`] when no patient or every patient has the event, or in every study none or all: the
/// likelihood then grows without end towards a proportion of 0 or 1, or towards an infinite tau2. [`StatsError::TooFewStudies`] without studies,
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
    } else if studies.iter().all(|arm| arm.has_zero()) && studies.iter().any(|arm| arm.total > 1.0) {
        // With all proportions at the ends the best distribution of logits has them at both infinities.
        "every study has either only events or none, so that the variance between studies grows without end"
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

/// The maximum with tau > 0, if there is one above the boundary tau = 0: the highest that climbs from several starts
/// reach.
fn maximise(studies: &[Events], common_theta: f64) -> Option<Maximum> {
    let boundary = derivatives(studies, common_theta, 0.0).ln_likelihood;
    let p = logit_inverse(common_theta);
    let sampling = |arm: &Events| 1.0 / (arm.total * p * (1.0 - p));
    let smallest = studies.iter().map(sampling).fold(f64::INFINITY, f64::min).sqrt();
    let mut best: Option<Maximum> = None;
    for sigma in [moment_start(studies), 0.1, 0.5, 2.0, 8.0] {
        if let Some(maximum) = climb(studies, common_theta, sigma, 1e-6 * smallest)
            && maximum.ln_likelihood
                > best.map_or(boundary + 1e-13 * boundary.abs(), |best| best.ln_likelihood)
        {
            best = Some(maximum);
        }
    }
    best
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
    (variance - sampling).max(0.01 * sampling).sqrt()
}

/// Newton's method on (mu, ln sigma) with the gradient where the likelihood is not concave, and halved steps
/// where it falls. `None` when sigma goes below `least`, to zero.
fn climb(studies: &[Events], mu: f64, sigma: f64, least: f64) -> Option<Maximum> {
    let (mut mu, mut ln_sigma) = (mu, num::ln(sigma));
    let mut here = derivatives(studies, mu, sigma);
    for _ in 0..200 {
        let sigma = num::exp(ln_sigma);
        if sigma < least {
            return None;
        }
        let (step_mu, step_ln) = newton_step(&here, sigma);
        let mut share = 1.0;
        let mut moved = None;
        for _ in 0..40 {
            let (next_mu, next_ln) = (mu + share * step_mu, ln_sigma + share * step_ln);
            let next = derivatives(studies, next_mu, num::exp(next_ln));
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

#[cfg(test)]
#[expect(clippy::excessive_precision, reason = "values as they were computed")]
mod tests {
    use super::*;
    use crate::stats::choices::Prediction;

    fn studies<const N: usize>(counts: [(f64, f64); N]) -> [Events; N] {
        counts.map(|(events, total)| Events { events, total })
    }

    /// Expected values: mu, tau2 and standard error by Newton's method on finite differences of the likelihood in
    /// mpmath 1.3 at 40 digits, its integrals by the trapezoidal rule with a sixth of the step used here.
    #[test]
    fn few_events_all_events_and_huge_studies() {
        let check = |counts: &[Events], theta: f64, tau2: f64, se: f64| {
            let fit = glmm(counts).unwrap();
            for (actual, expected) in [(fit.theta, theta), (fit.tau2, tau2), (fit.se, se)] {
                let close = (actual - expected).abs() <= 1e-10 * expected.abs() + 1e-12;
                assert!(close, "{counts:?}: {actual} is not {expected}");
            }
        };
        let million = 1e6;
        check(
            &studies([(0.0, 20.0), (3.0, 25.0), (9.0, 30.0)]),
            -2.129_839_888_222_815_6,
            1.167_798_144_741_702_7,
            0.839_353_652_487_484_84,
        );
        check(
            &studies([(999_999.0, million), (500_000.0, million), (million, million)]),
            11.682_781_376_326_257,
            84.462_655_793_027_274,
            5.827_177_869_099_766_5,
        );
        check(
            &studies([(0.0, million), (10.0, 20.0), (million, million), (3.0, million)]),
            -3.668_868_931_699_243_4,
            445.773_807_769_991_58,
            11.271_575_398_359_946,
        );
        check(
            &studies([(100_000.0, million), (100_600.0, million), (99_500.0, million)]),
            -2.196_859_797_475_883_7,
            1.383_986_916_203_765_3e-5,
            0.002_883_738_364_741_648_8,
        );
        check(
            &studies([(0.0, 20.0), (20.0, 20.0), (10.0, 20.0), (20.0, 20.0), (0.0, 20.0)]),
            0.0,
            184.371_848_379_556_68,
            7.027_652_148_403_301_4,
        );
        check(
            &studies([(1e5, 1e6), (2.5e5, 2e6), (3e8, 1e9)]),
            -1.663_472_580_122_454_1,
            0.343_601_393_434_596_41,
            0.338_430_998_647_622_93,
        );
    }

    /// Half widths: t(0.975, k - 1) or t(0.975, k - 2) by R's qt, times sqrt(tau2 + se^2) of the first case above.
    #[test]
    fn prediction() {
        let fit = glmm(&studies([(0.0, 20.0), (3.0, 25.0), (9.0, 30.0)])).unwrap();
        let half = |prediction| {
            let model = Model { prediction, ..Model::default() };
            fit.prediction(&model).map(|limits| limits.upper - fit.theta)
        };
        let spread =
            (1.167_798_144_741_702_7_f64 + 0.839_353_652_487_484_84 * 0.839_353_652_487_484_84).sqrt();
        for (prediction, t) in
            [(Prediction::KMinus1, 4.302_652_729_749_462), (Prediction::KMinus2, 12.706_204_736_174_69)]
        {
            assert!((half(prediction).unwrap() - t * spread).abs() < 1e-10);
        }
        assert_eq!(half(Prediction::Off), None);
        let two = glmm(&studies([(3.0, 25.0), (9.0, 30.0)])).unwrap();
        assert_eq!(two.prediction(&Model::default()), None);
    }

    #[test]
    fn proportions_at_the_ends_only_have_no_estimate() {
        let found = glmm(&studies([(0.0, 20.0), (20.0, 20.0)]));
        assert!(matches!(found, Err(StatsError::NotEstimable { .. })), "{found:?}");
        // Single patients say nothing of a variance between studies.
        let single = glmm(&studies([(0.0, 1.0), (1.0, 1.0), (1.0, 1.0)])).unwrap();
        assert_eq!(single.tau2, 0.0);
    }
}
