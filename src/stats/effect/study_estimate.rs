//! What a single study shows on the reported scale.

use super::data::StudyData;
use super::scale::EffectScale;
use super::size::EffectSize;
use crate::stats::choices::StudyCi;
use crate::stats::interval::{self, Interval};

/// The estimate and interval of one study on the reported scale, as a forest plot shows them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StudyEstimate {
    /// Estimate.
    pub estimate: f64,
    /// Interval of the given level.
    pub ci: Interval,
}

/// The estimate of a study on the reported scale.
///
/// Proportions and rates come from the counts, without continuity correction: x/n with the interval of
/// `study_ci`, x/t with the exact Poisson interval. All other measures are the effect size, transformed back,
/// with its Wald interval transformed back.
#[must_use]
pub fn study_estimate(
    scale: EffectScale,
    study: &StudyData,
    size: &EffectSize,
    study_ci: StudyCi,
    level: f64,
) -> StudyEstimate {
    match study {
        StudyData::Proportion(arm) => StudyEstimate {
            estimate: arm.events / arm.total,
            ci: interval::proportion(study_ci, arm.events, arm.total, level),
        },
        StudyData::Rate(arm) => StudyEstimate {
            estimate: arm.events / arm.time,
            ci: interval::poisson_rate(arm.events, arm.time, level),
        },
        _ => StudyEstimate {
            estimate: scale.back_transform(size.yi, f64::NAN),
            ci: scale.back_transform_interval(interval::wald(size.yi, size.vi.sqrt(), level), f64::NAN),
        },
    }
}
