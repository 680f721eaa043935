//! Why a test is not done.

use crate::stats::choices::{Measure, SmallStudyTest};
use crate::stats::error::StatsError;

/// Why a test of small-study effects has no result.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum NotDone {
    /// The test is made for other measures.
    #[error("the {test} test is made for {made_for}, not for {measure}")]
    Measure {
        /// The test.
        test: SmallStudyTest,
        /// What is pooled.
        measure: Measure,
        /// What the test is made for.
        made_for: &'static str,
    },
    /// Fewer studies than are needed, or than were asked for.
    #[error("{k} studies, but {needed} are needed")]
    TooFewStudies {
        /// Studies that the test could use.
        k: usize,
        /// Studies that it needs.
        needed: usize,
    },
    /// All studies are of one size: there are no small ones.
    #[error("all studies have the same {of}")]
    OneSize {
        /// What does not vary.
        of: &'static str,
    },
    /// The effects lie on the regression line: nothing is left to estimate an error from.
    #[error("there is no residual variation")]
    NoResidualVariation,
    /// The data are no effects.
    #[error(transparent)]
    Stats(#[from] StatsError),
}

/// Whether a test is made for a measure.
///
/// # Errors
///
/// [`NotDone::Measure`] if it is not.
pub fn applies(test: SmallStudyTest, measure: Measure) -> Result<(), NotDone> {
    use Measure::{
        OddsRatio, PetoOddsRatio, Proportion, RiskDifference, RiskRatio, StandardizedMeanDifference,
    };
    let (fits, made_for) = match test {
        SmallStudyTest::Egger
        | SmallStudyTest::EggerMixed
        | SmallStudyTest::Begg
        | SmallStudyTest::TrimAndFill => {
            return Ok(());
        }
        SmallStudyTest::Peters => (
            matches!(measure, Proportion | OddsRatio | PetoOddsRatio | RiskRatio | RiskDifference),
            "proportions and 2x2 tables",
        ),
        SmallStudyTest::Harbord => (matches!(measure, OddsRatio | PetoOddsRatio), "odds ratios"),
        SmallStudyTest::PustejovskyRodgers => {
            (measure == StandardizedMeanDifference, "standardized mean differences")
        }
    };
    if fits { Ok(()) } else { Err(NotDone::Measure { test, measure, made_for }) }
}

/// Checks that there are enough studies.
pub(super) fn at_least(k: usize, needed: usize) -> Result<(), NotDone> {
    if k < needed { Err(NotDone::TooFewStudies { k, needed }) } else { Ok(()) }
}
