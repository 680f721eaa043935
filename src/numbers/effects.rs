//! The estimates of one analysis as text, all with the same decimals.

use super::format::{NOT_ESTIMABLE, Numbers};
use super::scale::Scale;
use crate::analysis::results::{AnalysisResult, Interval, Part};

/// Writes the estimates of an analysis and of its parts. Sentences, tables and figures take them from here: the
/// decimals follow from the headline of the analysis, and hold for every estimate and every limit beside it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Effects {
    numbers: Numbers,
    scale: Scale,
    digits: usize,
}

impl Effects {
    /// Those of an analysis.
    #[must_use]
    pub fn of(analysis: &AnalysisResult, numbers: Numbers) -> Self {
        let scale = Scale::of(analysis.measure);
        Self::new(numbers, scale, scale.shared_digits(analysis.headline()))
    }

    /// Those of a part of an analysis: its own decimals where it has another measure.
    #[must_use]
    pub fn of_part(analysis: &AnalysisResult, part: &Part<'_>, numbers: Numbers) -> Self {
        if part.choices.measure == analysis.measure {
            return Self::of(analysis, numbers);
        }
        let scale = Scale::of(part.choices.measure);
        Self::new(numbers, scale, scale.shared_digits(part.headline()))
    }

    /// With so many decimals.
    #[must_use]
    pub const fn new(numbers: Numbers, scale: Scale, digits: usize) -> Self {
        Self { numbers, scale, digits }
    }

    /// How the measure is shown.
    #[must_use]
    pub const fn scale(&self) -> Scale {
        self.scale
    }

    /// How many decimals.
    #[must_use]
    pub const fn digits(&self) -> usize {
        self.digits
    }

    /// An estimate or a limit alone.
    #[must_use]
    pub fn estimate(&self, x: f64) -> String {
        self.numbers.estimate_with(x, self.scale, self.digits)
    }

    /// Two limits alone.
    #[must_use]
    pub fn interval(&self, limits: Interval) -> String {
        self.numbers.interval_with(limits, self.scale, self.digits)
    }

    /// An estimate with its limits, as tables and figures have them: `59% (51% to 67%)`.
    #[must_use]
    pub fn with_limits(&self, estimate: Option<f64>, limits: Option<Interval>) -> String {
        match (estimate.filter(|x| x.is_finite()), limits) {
            (Some(x), Some(limits)) => {
                self.numbers.estimate_and_limits_with(x, limits, self.scale, self.digits)
            }
            (Some(x), None) => self.estimate(x),
            (None, _) => NOT_ESTIMABLE.to_owned(),
        }
    }

    /// An estimate with its named interval, as prose has them: `59% (95% CI 51% to 67%)`.
    #[must_use]
    pub fn with_named_limits(&self, estimate: Option<f64>, limits: Option<Interval>, level: f64) -> String {
        match (estimate.filter(|x| x.is_finite()), limits.filter(|limits| limits.is_finite())) {
            (Some(x), Some(limits)) => {
                self.numbers.estimate_with_interval_with(x, limits, self.scale, level, self.digits)
            }
            (Some(x), None) => self.estimate(x),
            (None, _) => NOT_ESTIMABLE.to_owned(),
        }
    }
}
