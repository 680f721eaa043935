//! What the measures are.

use crate::stats::choices::{Measure, Transform};

impl Measure {
    /// The scales on which a single-arm measure can be pooled, the default first. Empty for the other measures,
    /// which have one scale each.
    ///
    /// ```
    /// use ecmo_report::stats::choices::{Measure, Transform};
    /// assert_eq!(Measure::Proportion.transforms().first(), Some(&Transform::Logit));
    /// assert!(Measure::OddsRatio.transforms().is_empty());
    /// ```
    #[must_use]
    pub const fn transforms(self) -> &'static [Transform] {
        match self {
            Self::Proportion => &[
                Transform::Logit,
                Transform::FreemanTukey,
                Transform::Arcsine,
                Transform::Log,
                Transform::None,
            ],
            Self::Rate => &[Transform::Log, Transform::Sqrt, Transform::FreemanTukey, Transform::None],
            Self::Mean => &[Transform::None, Transform::Log],
            Self::Correlation => &[Transform::FisherZ, Transform::None],
            _ => &[],
        }
    }

    /// The scale on which the measure is pooled when nothing is chosen: the first of [`Self::transforms`],
    /// the logarithm for ratios, the reported scale for the rest.
    #[must_use]
    pub const fn default_transform(self) -> Transform {
        match self.transforms() {
            [first, ..] => *first,
            [] if self.is_ratio() => Transform::Log,
            [] => Transform::None,
        }
    }

    /// Whether it is a ratio, whose axis is logarithmic and whose null value is 1.
    #[must_use]
    pub const fn is_ratio(self) -> bool {
        matches!(
            self,
            Self::OddsRatio
                | Self::RiskRatio
                | Self::PetoOddsRatio
                | Self::RatioOfMeans
                | Self::IncidenceRateRatio
                | Self::Ratio
        )
    }

    /// Whether two arms are compared.
    #[must_use]
    pub const fn has_two_arms(self) -> bool {
        !matches!(
            self,
            Self::Proportion | Self::Rate | Self::Mean | Self::Correlation | Self::Ratio | Self::Generic
        )
    }

    /// Whether zero on the scale of the analysis says "no effect". It does not for single proportions, rates and
    /// means.
    #[must_use]
    pub const fn has_null(self) -> bool {
        !matches!(self, Self::Proportion | Self::Rate | Self::Mean)
    }

    /// The value on the reported scale that says "no effect", for measures that have one. What an estimate of the
    /// author's own means at zero is not known.
    #[must_use]
    pub const fn null_value(self) -> Option<f64> {
        match self {
            Self::OddsRatio
            | Self::RiskRatio
            | Self::PetoOddsRatio
            | Self::RatioOfMeans
            | Self::IncidenceRateRatio
            | Self::Ratio => Some(1.0),
            Self::Correlation
            | Self::RiskDifference
            | Self::MeanDifference
            | Self::StandardizedMeanDifference
            | Self::IncidenceRateDifference => Some(0.0),
            Self::Proportion | Self::Rate | Self::Mean | Self::Generic => None,
        }
    }

    /// The smallest and the largest value on the reported scale; infinite where there is none.
    ///
    /// ```
    /// use ecmo_report::stats::choices::Measure;
    /// assert_eq!(Measure::Correlation.bounds(), (-1.0, 1.0));
    /// ```
    #[must_use]
    pub const fn bounds(self) -> (f64, f64) {
        match self {
            Self::Proportion => (0.0, 1.0),
            Self::Correlation | Self::RiskDifference => (-1.0, 1.0),
            Self::Rate
            | Self::OddsRatio
            | Self::RiskRatio
            | Self::PetoOddsRatio
            | Self::RatioOfMeans
            | Self::IncidenceRateRatio
            | Self::Ratio => (0.0, f64::INFINITY),
            Self::Mean
            | Self::MeanDifference
            | Self::StandardizedMeanDifference
            | Self::IncidenceRateDifference
            | Self::Generic => (f64::NEG_INFINITY, f64::INFINITY),
        }
    }

    /// The name in a sentence, in lower case.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Proportion => "proportion",
            Self::Rate => "rate",
            Self::Mean => "mean",
            Self::Correlation => "correlation",
            Self::OddsRatio => "odds ratio",
            Self::RiskRatio => "risk ratio",
            Self::RiskDifference => "risk difference",
            Self::PetoOddsRatio => "Peto odds ratio",
            Self::MeanDifference => "mean difference",
            Self::StandardizedMeanDifference => "standardized mean difference",
            Self::RatioOfMeans => "ratio of means",
            Self::IncidenceRateRatio => "incidence rate ratio",
            Self::IncidenceRateDifference => "incidence rate difference",
            Self::Ratio => "ratio",
            Self::Generic => "estimate",
        }
    }
}
