//! Why a study has no effect size.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Why a study has no effect size on the scale of the analysis. The text completes "left out: ...".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Error, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LeftOut {
    /// No event in either arm: a ratio of the two is undetermined.
    #[error("no events in either arm")]
    NoEventsInEitherArm,
    /// Only events in both arms: a ratio of the two is undetermined.
    #[error("only events in both arms")]
    OnlyEventsInBothArms,
    /// A zero cell, and no continuity correction for it.
    #[error("a zero cell without continuity correction")]
    ZeroCell,
    /// The sampling variance is zero.
    #[error("a sampling variance of zero")]
    ZeroVariance,
    /// The logarithm is taken of a number that is not positive.
    #[error("no logarithm: the value is not positive")]
    NotPositive,
    /// Fewer patients than the variance needs.
    #[error("too few patients for a variance")]
    TooFewPatients,
    /// A correlation of 1 or -1 has no Fisher's z.
    #[error("a perfect correlation")]
    PerfectCorrelation,
    /// Numbers that contradict each other or lie outside their domain: more events than patients, a negative
    /// count, a standard deviation that is not positive, limits in the wrong order.
    #[error("impossible data")]
    Impossible,
    /// The data are those of another kind of measure.
    #[error("data of another measure")]
    OtherMeasure,
}
