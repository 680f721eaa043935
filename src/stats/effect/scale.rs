//! The scale of an analysis and the scale of its report.

use crate::stats::choices::{Measure, Transform};
use crate::stats::error::StatsError;
use crate::stats::interval::Interval;
use crate::stats::transform;

/// A measure with the scale on which it is pooled.
///
/// ```
/// use ecmo_report::stats::choices::{Measure, Transform};
/// use ecmo_report::stats::effect::EffectScale;
///
/// let scale = EffectScale::of(Measure::OddsRatio);
/// assert_eq!(scale.transform(), Transform::Log);
/// assert_eq!(scale.null(), Some(0.0));
/// assert_eq!(scale.back_transform(0.0, f64::NAN), 1.0);
/// assert!(EffectScale::new(Measure::Mean, Some(Transform::Logit)).is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EffectScale {
    measure: Measure,
    transform: Transform,
}

impl EffectScale {
    /// The measure on its default scale.
    #[must_use]
    pub const fn of(measure: Measure) -> Self {
        Self { measure, transform: measure.default_transform() }
    }

    /// The measure on a chosen scale, or on the default one.
    ///
    /// # Errors
    ///
    /// [`StatsError::NoSuchTransform`] where the measure cannot be pooled on that scale.
    pub fn new(measure: Measure, transform: Option<Transform>) -> Result<Self, StatsError> {
        let Some(transform) = transform else { return Ok(Self::of(measure)) };
        if transform == measure.default_transform() || measure.transforms().contains(&transform) {
            Ok(Self { measure, transform })
        } else {
            Err(StatsError::NoSuchTransform { measure, transform })
        }
    }

    /// What is pooled.
    #[must_use]
    pub const fn measure(self) -> Measure {
        self.measure
    }

    /// The scale on which it is pooled: for ratios the logarithm, for differences the reported scale.
    #[must_use]
    pub const fn transform(self) -> Transform {
        self.transform
    }

    /// From theta to the scale that is reported.
    ///
    /// `size` matters to the Freeman-Tukey transforms only: patients (proportions) or time (rates); see
    /// [`back_transform_size`](transform::freeman_tukey::back_transform_size) for that of a pooled value.
    ///
    /// Logits, arcsines, Freeman-Tukey values and Fisher's z give values within the range of the measure
    /// whatever theta is. Limits pooled on the reported scale itself, or on the logarithm of a proportion, can
    /// lie outside it: they are returned as they are, like the packages of the field do.
    #[must_use]
    pub fn back_transform(self, theta: f64, size: f64) -> f64 {
        match (self.transform, self.measure) {
            (Transform::FreemanTukey, Measure::Rate) => transform::freeman_tukey::rate_inverse(theta, size),
            (Transform::FreemanTukey, _) => transform::freeman_tukey::proportion_inverse(theta, size),
            (Transform::Logit, _) => transform::logit_inverse(theta),
            (Transform::Arcsine, _) => transform::arcsine_inverse(theta),
            (Transform::Log, _) => transform::log_inverse(theta),
            (Transform::Sqrt, _) => transform::sqrt_inverse(theta),
            (Transform::FisherZ, _) => transform::fisher_z_inverse(theta),
            (Transform::None, _) => theta,
        }
    }

    /// Both limits of an interval through [`Self::back_transform`], which increases.
    #[must_use]
    pub fn back_transform_interval(self, theta: Interval, size: f64) -> Interval {
        theta.map(|limit| self.back_transform(limit, size))
    }

    /// From the reported scale to theta; for Freeman-Tukey the value of `size` patients (or time).
    #[must_use]
    pub fn forward(self, reported: f64, size: f64) -> f64 {
        match (self.transform, self.measure) {
            (Transform::FreemanTukey, Measure::Rate) => transform::freeman_tukey::rate(reported * size, size),
            (Transform::FreemanTukey, _) => transform::freeman_tukey::proportion(reported * size, size),
            (Transform::Logit, _) => transform::logit(reported),
            (Transform::Arcsine, _) => transform::arcsine(reported),
            (Transform::Log, _) => transform::log(reported),
            (Transform::Sqrt, _) => transform::sqrt(reported),
            (Transform::FisherZ, _) => transform::fisher_z(reported),
            (Transform::None, _) => reported,
        }
    }

    /// The null value on the scale of theta, where the measure has one.
    #[must_use]
    pub const fn null(self) -> Option<f64> {
        if self.measure.has_null() { Some(0.0) } else { None }
    }

    /// The null value on the reported scale: 1 for ratios, 0 for the others that have one.
    #[must_use]
    pub fn reported_null(self) -> Option<f64> {
        self.null().map(|null| self.back_transform(null, f64::NAN))
    }

    /// The values that the reported scale can have.
    #[must_use]
    pub const fn range(self) -> Interval {
        match self.measure {
            Measure::Proportion => Interval::new(0.0, 1.0),
            Measure::Correlation | Measure::RiskDifference => Interval::new(-1.0, 1.0),
            Measure::Rate => Interval::new(0.0, f64::INFINITY),
            measure if measure.is_ratio() => Interval::new(0.0, f64::INFINITY),
            _ => Interval::new(f64::NEG_INFINITY, f64::INFINITY),
        }
    }

    /// Whether the reported scale is that of a ratio, which is drawn on a logarithmic axis.
    #[must_use]
    pub const fn is_ratio(self) -> bool {
        self.measure.is_ratio()
    }

    /// The reported scale in a sentence, in lower case.
    #[must_use]
    pub const fn label(self) -> &'static str {
        self.measure.label()
    }

    /// The scale of theta in a sentence.
    #[must_use]
    pub fn theta_label(self) -> String {
        let label = self.measure.label();
        match self.transform {
            Transform::None => label.to_owned(),
            Transform::Logit => format!("logit of the {label}"),
            Transform::FreemanTukey if self.measure == Measure::Rate => {
                format!("Freeman-Tukey square root of the {label}")
            }
            Transform::FreemanTukey => format!("Freeman-Tukey double arcsine of the {label}"),
            Transform::Arcsine => format!("arcsine of the square root of the {label}"),
            Transform::Log => format!("logarithm of the {label}"),
            Transform::Sqrt => format!("square root of the {label}"),
            Transform::FisherZ => format!("Fisher's z of the {label}"),
        }
    }
}
