//! Influence of single studies on the pooled result, after Viechtbauer and Cheung (2010).
//!
//! `(-i)` marks the random-effects fit without study `i`, tau2 estimated anew. `c` is the Hartung-Knapp factor on the
//! variance (1 under Wald and t), `w = 1 / (v + tau2)`, `h = w / sum w`:
//!
//! | field | formula |
//! |---|---|
//! | `studentized_residual` | `(y_i - theta(-i)) / sqrt(c(-i) (v_i + tau2(-i)) + se(-i)^2)` |
//! | `dffits` | `(theta - theta(-i)) / sqrt(c(-i) h_i (v_i + tau2(-i)))` |
//! | `cooks_distance` | `(theta - theta(-i))^2 / se^2` |
//! | `covariance_ratio` | `se(-i)^2 / se^2` |
//! | `dfbetas` | `(theta - theta(-i)) / sqrt(c(-i) / sum_j 1 / (v_j + tau2(-i)))`, all `j` |
//! | `baujat_x` | `(y_i - theta_c)^2 / v_i`, the study's part of Q (Baujat et al. 2002) |
//! | `baujat_y` | `(theta_c - theta_c(-i))^2 / se_c(-i)^2`, `theta_c` the common effect |

use super::deleted::deleted;
use super::dist::chi_squared;
use super::error::StatsError;
use super::pool::{Model, Reference, Units};
use super::refit::SubsetFit;
use super::tau2::{Sample, Start, estimate};

/// What a study does to the result. `None` where it cannot be computed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Influence {
    /// How far the study lies from the mean of the others, in standard errors of the difference.
    pub studentized_residual: Option<f64>,
    /// Change of the study's fitted value, in standard errors.
    pub dffits: Option<f64>,
    /// Change of the pooled effect, squared, in units of its variance.
    pub cooks_distance: Option<f64>,
    /// Variance of the pooled effect without the study over that with it: above 1 the study adds precision.
    pub covariance_ratio: Option<f64>,
    /// tau2 of the other studies; `None` if there is only one.
    pub tau2_deleted: Option<f64>,
    /// Q of the other studies; `None` if there is only one.
    pub q_deleted: Option<f64>,
    /// The study's share of its own fitted value, equal to its weight.
    pub hat: f64,
    /// Change of the pooled effect, in standard errors.
    pub dfbetas: Option<f64>,
    /// Weight in the random-effects mean, a fraction.
    pub weight: f64,
    /// Contribution to Q.
    pub baujat_x: f64,
    /// Squared change of the common effect, standardized.
    pub baujat_y: f64,
    /// The rule of thumb of Viechtbauer and Cheung: `|DFFITS| > 3 sqrt(1 / (k - 1))`, Cook's distance beyond the
    /// median of chi-square with one degree of freedom, `hat > 3 / k`, or `|DFBETAS| > 1`.
    pub influential: bool,
}

/// The influence of every study, in their order.
///
/// # Errors
///
/// [`StatsError::TooFewStudies`] for fewer than two studies, and as [`fit`](fn@super::pool::fit).
pub fn influence(y: &[f64], v: &[f64], model: &Model) -> Result<Vec<Influence>, StatsError> {
    let sample = Sample::new(y, v)?;
    let k = sample.k();
    if k < 2 {
        return Err(StatsError::TooFewStudies { k, needed: 2 });
    }
    let (t, _) = estimate(&sample, model.tau2, Start::Hedges);
    let (at_t, at_zero) = (sample.totals(t), sample.totals(0.0));
    let units = Units::of(&sample);
    let (whole, rest) = (Reference::new(model, k, 1), Reference::new(model, k - 1, 1));
    let variance = whole.variance_factor(at_t.q()) / at_t.s1();
    let (theta, theta_common) = (at_t.mean(), at_zero.mean());
    let cook_limit = chi_squared::quantile(0.5, 1.0);
    let studies = k as f64;

    let of = |(i, fit): (usize, &SubsetFit)| {
        let (yi, vi) = (sample.y[i], sample.v[i]);
        let factor = rest.variance_factor(fit.at_t.q());
        let variance_deleted = factor / fit.at_t.s1();
        let hat = 1.0 / (vi + t) / at_t.s1();
        let scale = units.spread(1.0);
        let change = units.difference(theta, fit.at_t.mean(), fit.units) / scale;
        let residual = units.difference(yi, fit.at_t.mean(), fit.units) / scale;
        let common_change = units.difference(theta_common, fit.at_zero.mean(), fit.units) / scale;
        let all_weights = fit.at_t.s1() + 1.0 / (vi + fit.t);
        let dffits = finite(change / (factor * hat * (vi + fit.t)).sqrt());
        let cooks_distance = finite(change * change / variance);
        let dfbetas = finite(change / (factor / all_weights).sqrt());
        let beyond = |value: Option<f64>, limit: f64| value.is_some_and(|value| value.abs() > limit);
        Influence {
            studentized_residual: finite(residual / (factor * (vi + fit.t) + variance_deleted).sqrt()),
            dffits,
            cooks_distance,
            covariance_ratio: finite(variance_deleted / variance),
            tau2_deleted: (k > 2).then(|| units.variance(fit.t)),
            q_deleted: (k > 2).then(|| fit.at_zero.q()),
            hat,
            dfbetas,
            weight: hat,
            baujat_x: (yi - theta_common) * (yi - theta_common) / vi,
            baujat_y: common_change * common_change * fit.at_zero.s1(),
            influential: beyond(dffits, 3.0 / (studies - 1.0).sqrt())
                || beyond(cooks_distance, cook_limit)
                || hat > 3.0 / studies
                || beyond(dfbetas, 1.0),
        }
    };
    Ok(deleted(&sample, t, model.tau2).iter().enumerate().map(of).collect())
}

fn finite(x: f64) -> Option<f64> {
    x.is_finite().then_some(x)
}
