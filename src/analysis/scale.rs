//! From the scale of the analysis to the scale that is reported.

use super::results::{self, Interval};
use crate::check::Choices;
use crate::stats::choices::{BackTransformN, Transform};
use crate::stats::effect::{EffectScale, StudyData};
use crate::stats::heterogeneity::Heterogeneity;
use crate::stats::pool::Pooled;
use crate::stats::transform::freeman_tukey::Sizes;

/// Carries pooled values back. Under a Freeman-Tukey transformation the way back needs a sample size, which is
/// that of the studies pooled: a subgroup and a leave-one-out step have their own.
#[derive(Debug, Clone)]
pub(super) struct Reporter {
    scale: EffectScale,
    choice: BackTransformN,
    sizes: Option<Sizes>,
}

/// A number, or nothing where it is none.
pub(super) fn finite(x: f64) -> Option<f64> {
    x.is_finite().then_some(x)
}

/// An interval, or nothing where a limit is no number.
fn finite_interval(interval: Interval) -> Option<Interval> {
    (interval.lower.is_finite() && interval.upper.is_finite()).then_some(interval)
}

impl Reporter {
    /// The way back for the given studies.
    pub(super) fn new<'a>(
        scale: EffectScale,
        choices: &Choices,
        data: impl Iterator<Item = &'a StudyData>,
    ) -> Self {
        let sizes = (choices.transform == Transform::FreemanTukey)
            .then(|| Sizes::of(data.filter_map(StudyData::transform_size)));
        Self { scale, choice: choices.back_transform_n, sizes }
    }

    /// The way back without one of the studies.
    pub(super) fn without(&self, data: &StudyData) -> Self {
        let sizes = self.sizes.as_ref().zip(data.transform_size()).map(|(sizes, size)| sizes.without(size));
        Self { sizes, ..self.clone() }
    }

    /// The sample size for a pooled value with this standard error; it matters under Freeman-Tukey only.
    fn size(&self, se: f64) -> f64 {
        self.sizes.as_ref().and_then(|sizes| sizes.mean(self.choice, se)).unwrap_or(f64::NAN)
    }

    /// A value of theta on the reported scale.
    pub(super) fn value(&self, theta: f64, se: f64) -> Option<f64> {
        finite(self.scale.back_transform(theta, self.size(se)))
    }

    /// An interval of theta on the reported scale.
    pub(super) fn interval(&self, theta: Interval, se: f64) -> Option<Interval> {
        finite_interval(self.scale.back_transform_interval(theta, self.size(se)))
    }

    /// A pooled result on both scales.
    pub(super) fn pooled(&self, pooled: &Pooled) -> results::Pooled {
        let se = pooled.se;
        let prediction = pooled.theta_prediction.and_then(finite_interval);
        results::Pooled {
            theta: finite(pooled.theta),
            se: finite(se),
            statistic: finite(pooled.statistic),
            df: pooled.df,
            p: finite(pooled.p),
            theta_ci: finite_interval(pooled.theta_ci),
            theta_prediction: prediction,
            estimate: self.value(pooled.theta, se),
            ci: self.interval(pooled.theta_ci, se),
            prediction: prediction.and_then(|interval| self.interval(interval, se)),
        }
    }
}

/// Heterogeneity as the results keep it.
pub(super) fn heterogeneity(found: &Heterogeneity) -> results::Heterogeneity {
    #[expect(clippy::cast_precision_loss, reason = "a number of studies")]
    let df = found.q.map(|_| found.df as f64);
    results::Heterogeneity {
        q: found.q,
        df,
        p: found.p,
        i2: found.i2,
        i2_ci: found.i2_ci,
        i2_tau2: found.i2_tau2,
        h2: found.h2,
        tau2: found.tau2,
        tau: found.tau,
        tau2_ci: found.tau2_ci,
        notes: found.notes.iter().map(ToString::to_string).collect(),
    }
}
