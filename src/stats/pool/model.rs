//! What is chosen about a fit, and the quantiles that follow from it.

pub use crate::stats::choices::Prediction;
use crate::stats::choices::{CiMethod, Tau2Estimator};
use crate::stats::dist::TestDistribution;

/// The choices of a fit.
///
/// ```
/// use ecmo_report::stats::{choices::{CiMethod, Tau2Estimator}, pool::{Model, Prediction}};
/// let model = Model {
///     tau2: Tau2Estimator::Reml,
///     ci: CiMethod::HartungKnapp,
///     prediction: Prediction::KMinus1,
///     level: 0.95,
/// };
/// assert_eq!(model, Model::default());
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Model {
    /// Estimator of the between-study variance.
    pub tau2: Tau2Estimator,
    /// Interval and test of the random-effects estimate. The common-effect estimate always has normal ones.
    pub ci: CiMethod,
    /// Reference of the prediction interval.
    pub prediction: Prediction,
    /// Level of all intervals, between 0 and 1.
    pub level: f64,
}

impl Default for Model {
    /// REML, Hartung-Knapp, prediction by t with `k - 1` degrees of freedom, 95 %.
    fn default() -> Self {
        Self {
            tau2: Tau2Estimator::Reml,
            ci: CiMethod::HartungKnapp,
            prediction: Prediction::KMinus1,
            level: 0.95,
        }
    }
}

/// Two studies say next to nothing of a third: t with one degree of freedom around a tau2 that rests on one difference.
const FEWEST_TO_PREDICT: usize = 3;

/// The quantiles that fits of one size share: computed once for a whole leave-one-out.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reference {
    pub(crate) ci: CiMethod,
    /// Residual degrees of freedom.
    pub(crate) df: f64,
    /// What the estimate is tested against.
    pub(crate) test: TestDistribution,
    /// Half width of the confidence interval in standard errors.
    pub(crate) critical: f64,
    /// Half width of a normal interval.
    pub(crate) normal: f64,
    /// Half width of the prediction interval.
    pub(crate) prediction: Option<f64>,
    /// A factor on the variance that a larger model has settled.
    factor: Option<f64>,
}

impl Reference {
    /// The quantiles for `k` studies and `p` coefficients.
    pub(crate) fn new(model: &Model, k: usize, p: usize) -> Self {
        let df = k as f64 - p as f64;
        let t = |df: f64| TestDistribution::T { df };
        // Without residual degrees of freedom there is nothing to estimate a variance from: normal quantiles.
        let test = if model.ci == CiMethod::Wald || df < 1.0 { TestDistribution::Normal } else { t(df) };
        let prediction_df = match model.prediction {
            Prediction::KMinus1 => Some(df),
            Prediction::KMinus2 => Some(df - 1.0),
            Prediction::Off => None,
        };
        let critical = test.critical_value(model.level);
        // Quantiles of t are the dearest part of a small fit: the same one is not computed twice.
        let quantile =
            |df: f64| if test.df() == Some(df) { critical } else { t(df).critical_value(model.level) };
        Self {
            ci: model.ci,
            df,
            test,
            critical,
            normal: TestDistribution::Normal.critical_value(model.level),
            prediction: prediction_df.filter(|df| *df >= 1.0 && k >= FEWEST_TO_PREDICT).map(quantile),
            factor: None,
        }
    }

    /// These quantiles for a part of a model whose generalised Q at tau2 is `q`.
    pub(crate) fn scaled_by(&self, q: f64) -> Self {
        Self { factor: Some(self.variance_factor(q)), ..*self }
    }

    /// The factor on the variance of the estimate, given the generalised Q at tau2.
    ///
    /// When all residuals are 0 the Hartung-Knapp variance would be 0, an interval without width; the unscaled
    /// variance stands in for it.
    pub(crate) fn variance_factor(&self, q: f64) -> f64 {
        if let Some(factor) = self.factor {
            return factor;
        }
        let scaled = q / self.df;
        match self.ci {
            CiMethod::HartungKnapp if self.df >= 1.0 && scaled > 0.0 => scaled,
            CiMethod::HartungKnappAdhoc if self.df >= 1.0 => scaled.max(1.0),
            _ => 1.0,
        }
    }
}
