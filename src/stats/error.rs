//! What statistics cannot do, as types that upper layers turn into diagnostics and notes.

use super::choices::{Measure, Transform};
use thiserror::Error;

/// Why a statistic does not exist for the numbers given.
///
/// Indices count the studies of the call from 0.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum StatsError {
    /// Fewer studies (or values) than the method needs.
    #[error("{k} studies, but {needed} are needed")]
    TooFewStudies {
        /// Studies there are.
        k: usize,
        /// Studies that the method needs.
        needed: usize,
    },
    /// A sampling variance that is zero or negative.
    #[error("the sampling variance of study {index} is {value}, which is not positive")]
    NonPositiveVariance {
        /// Which study, from 0.
        index: usize,
        /// Its variance.
        value: f64,
    },
    /// A number that is infinite or not a number.
    #[error("{what} of study {index} is not a finite number")]
    NotFinite {
        /// Which study, from 0.
        index: usize,
        /// Which of its numbers.
        what: &'static str,
    },
    /// Slices of one call that should be of one length.
    #[error("{what} has {actual} values, but there are {expected} studies")]
    LengthMismatch {
        /// Which slice.
        what: &'static str,
        /// Its length.
        actual: usize,
        /// The number of studies.
        expected: usize,
    },
    /// A count, total, standard deviation or the like outside the values that it can have.
    #[error("{what} of study {index} is {value}: {requirement}")]
    OutOfDomain {
        /// Which study, from 0.
        index: usize,
        /// Which of its numbers.
        what: &'static str,
        /// The number.
        value: f64,
        /// What it has to be.
        requirement: &'static str,
    },
    /// A scale on which the measure is not pooled.
    #[error("a {measure} is not pooled on the scale `{transform}`")]
    NoSuchTransform {
        /// What is pooled.
        measure: Measure,
        /// The scale asked for.
        transform: Transform,
    },
    /// The columns of a regression depend on each other.
    #[error("the moderators are collinear: column {column} is a combination of those before it")]
    Collinear {
        /// Which column of the design, from 0.
        column: usize,
    },
    /// The quantity does not exist for these data.
    #[error("{what} cannot be estimated: {reason}")]
    NotEstimable {
        /// What was asked for.
        what: &'static str,
        /// Why there is none.
        reason: &'static str,
    },
}
