//! The data of one study, as the measures need them.

use crate::stats::interval::Interval;

/// Events among patients.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Events {
    /// Patients with the event.
    pub events: f64,
    /// All patients.
    pub total: f64,
}

/// Events in a time at risk.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Incidence {
    /// Number of events.
    pub events: f64,
    /// Person-time at risk.
    pub time: f64,
}

/// Mean of a sample.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sample {
    /// Mean.
    pub mean: f64,
    /// Standard deviation (not the standard error).
    pub sd: f64,
    /// Patients.
    pub total: f64,
}

/// How the uncertainty of a reported estimate is given.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Uncertainty {
    /// Sampling variance, on the scale of the analysis.
    Variance(f64),
    /// Standard error, on the scale of the analysis (of the logarithm, for a ratio).
    StandardError(f64),
    /// Confidence interval, on the scale of the estimate (of the ratio itself, for a ratio).
    Limits {
        /// The limits.
        interval: Interval,
        /// Their level, as 0.95.
        level: f64,
    },
}

/// The data of one study.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum StudyData {
    /// For a proportion.
    Proportion(Events),
    /// For a rate.
    Rate(Incidence),
    /// For a mean.
    Mean(Sample),
    /// For a correlation.
    Correlation {
        /// Correlation coefficient.
        r: f64,
        /// Patients.
        total: f64,
    },
    /// For odds ratios, risk ratios and risk differences.
    TwoByTwo {
        /// Treated arm.
        treated: Events,
        /// Control arm.
        control: Events,
    },
    /// For differences and ratios of means.
    TwoMeans {
        /// Treated arm.
        treated: Sample,
        /// Control arm.
        control: Sample,
    },
    /// For incidence rate ratios and differences.
    TwoRates {
        /// Treated arm.
        treated: Incidence,
        /// Control arm.
        control: Incidence,
    },
    /// A reported estimate: a ratio on its own scale, or anything generic.
    Estimate {
        /// The estimate.
        estimate: f64,
        /// Its uncertainty.
        uncertainty: Uncertainty,
    },
}

impl Events {
    /// Patients without the event.
    #[must_use]
    pub fn others(self) -> f64 {
        self.total - self.events
    }

    /// Whether these are events among at least as many patients, of which there are some.
    pub(super) fn is_possible(self) -> bool {
        self.events >= 0.0 && self.total > 0.0 && self.events <= self.total && self.total.is_finite()
    }

    pub(crate) fn has_zero(self) -> bool {
        self.events <= 0.0 || self.others() <= 0.0
    }

    /// `add` to both cells.
    pub(super) fn corrected(self, add: f64) -> Self {
        Self { events: self.events + add, total: self.total + 2.0 * add }
    }
}

impl Incidence {
    pub(super) fn is_possible(self) -> bool {
        self.events >= 0.0 && self.events.is_finite() && self.time > 0.0 && self.time.is_finite()
    }

    pub(super) fn has_zero(self) -> bool {
        self.events <= 0.0
    }

    /// `add` to the events; the time is what it is.
    pub(super) fn corrected(self, add: f64) -> Self {
        Self { events: self.events + add, ..self }
    }
}

impl Sample {
    pub(super) fn is_possible(self) -> bool {
        self.mean.is_finite()
            && self.sd >= 0.0
            && self.sd.is_finite()
            && self.total > 0.0
            && self.total.is_finite()
    }

    /// Squared standard error of the mean.
    pub(super) fn variance_of_mean(self) -> f64 {
        self.sd * self.sd / self.total
    }

    /// The same, of the logarithm of the mean (delta method).
    pub(super) fn variance_of_ln_mean(self) -> f64 {
        self.variance_of_mean() / (self.mean * self.mean)
    }
}

impl StudyData {
    /// Patients of all arms, where the data say it.
    #[must_use]
    pub fn patients(&self) -> Option<f64> {
        match self {
            Self::Proportion(arm) => Some(arm.total),
            Self::Mean(sample) => Some(sample.total),
            Self::Correlation { total, .. } => Some(*total),
            Self::TwoByTwo { treated, control } => Some(treated.total + control.total),
            Self::TwoMeans { treated, control } => Some(treated.total + control.total),
            Self::Rate(_) | Self::TwoRates { .. } | Self::Estimate { .. } => None,
        }
    }

    /// Events of all arms, where the data say it.
    #[must_use]
    pub fn events(&self) -> Option<f64> {
        match self {
            Self::Proportion(arm) => Some(arm.events),
            Self::Rate(arm) => Some(arm.events),
            Self::TwoByTwo { treated, control } => Some(treated.events + control.events),
            Self::TwoRates { treated, control } => Some(treated.events + control.events),
            Self::Mean(_) | Self::Correlation { .. } | Self::TwoMeans { .. } | Self::Estimate { .. } => None,
        }
    }

    /// The size that a Freeman-Tukey transform depends on: patients of a proportion, time of a rate.
    #[must_use]
    pub fn transform_size(&self) -> Option<f64> {
        match self {
            Self::Proportion(arm) => Some(arm.total),
            Self::Rate(arm) => Some(arm.time),
            _ => None,
        }
    }
}
