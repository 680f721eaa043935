//! The choices of an analysis, resolved: the author's, the review's `methods`, the defaults.

use crate::spec::analysis::Data;
use crate::spec::{Analysis, ModelKeys, SensitivityVariant};
use crate::stats::choices::{
    BackTransformN, CiMethod, EffectModel, I2Definition, Measure, MedianConversion, Method, Prediction,
    StudyCi, SubgroupTau2, Tau2Estimator, Transform,
};
use crate::stats::effect::Continuity;
use crate::stats::pool::Model;

/// Every choice of a model; nothing is left open.
#[derive(Debug, Clone, PartialEq)]
pub struct Choices {
    /// What is pooled.
    pub measure: Measure,
    /// Scale on which it is pooled.
    pub transform: Transform,
    /// Which pooled result is the headline.
    pub model: EffectModel,
    /// How studies are pooled.
    pub method: Method,
    /// Estimator, interval, prediction and level.
    pub fit: Model,
    /// Interval of single proportions.
    pub study_ci: StudyCi,
    /// Headline I2.
    pub i2: I2Definition,
    /// Sample size for the way back from Freeman-Tukey.
    pub back_transform_n: BackTransformN,
    /// What is added to the cells of which studies.
    pub continuity: Continuity,
    /// tau2 within subgroups.
    pub subgroup_tau2: SubgroupTau2,
    /// Fewest studies for a test of small-study effects.
    pub small_study_min_k: usize,
    /// How medians become means.
    pub convert: MedianConversion,
}

/// The transformations that a measure can be pooled on, the default first.
#[must_use]
pub fn transforms(measure: Measure) -> &'static [Transform] {
    match measure.transforms() {
        // The other measures have one scale each.
        [] if measure.is_ratio() => &[Transform::Log],
        [] => &[Transform::None],
        several => several,
    }
}

/// The ways in which a measure can be pooled, the default first.
#[must_use]
pub fn methods(measure: Measure) -> &'static [Method] {
    match measure {
        Measure::Proportion => &[Method::InverseVariance, Method::Glmm],
        Measure::OddsRatio => &[Method::InverseVariance, Method::MantelHaenszel, Method::Peto],
        Measure::RiskRatio | Measure::RiskDifference => &[Method::InverseVariance, Method::MantelHaenszel],
        Measure::PetoOddsRatio => &[Method::InverseVariance, Method::Peto],
        _ => &[Method::InverseVariance],
    }
}

/// Resolves the choices of a measure with the keys that hold for it.
#[must_use]
pub(super) fn resolve(measure: Measure, keys: &ModelKeys, data_convert: Option<MedianConversion>) -> Choices {
    let continuity = keys.continuity.as_ref();
    let method = keys.method.unwrap_or(methods(measure)[0]);
    // Mantel-Haenszel and Peto are methods of the common effect: that is the headline unless the author says
    // otherwise.
    let model = match method {
        Method::MantelHaenszel | Method::Peto => EffectModel::Common,
        Method::InverseVariance | Method::Glmm => EffectModel::Random,
    };
    Choices {
        measure,
        transform: keys.transform.unwrap_or(transforms(measure)[0]),
        model: keys.model.unwrap_or(model),
        method,
        fit: Model {
            tau2: keys.tau2.unwrap_or(Tau2Estimator::Reml),
            ci: keys.ci.unwrap_or(CiMethod::HartungKnapp),
            prediction: keys.prediction.map_or(Prediction::KMinus1, |written| written.0),
            level: keys.level.unwrap_or(0.95),
        },
        study_ci: keys.study_ci.unwrap_or(StudyCi::ClopperPearson),
        i2: keys.i2.unwrap_or(I2Definition::Q),
        back_transform_n: keys.back_transform_n.unwrap_or(BackTransformN::Harmonic),
        continuity: Continuity {
            add: continuity.and_then(|c| c.add).unwrap_or(Continuity::default().add),
            to: continuity.and_then(|c| c.to).unwrap_or(Continuity::default().to),
        },
        subgroup_tau2: keys.subgroup_tau2.unwrap_or(SubgroupTau2::Separate),
        small_study_min_k: keys.small_study_min_k.unwrap_or(10),
        convert: data_convert.or(keys.convert).unwrap_or(MedianConversion::LuoShi),
    }
}

/// The choices of a sensitivity variant: its own keys, then the analysis's, then the review's. A transformation or
/// method of the analysis carries over only where the variant's measure and method know it.
#[must_use]
pub(super) fn of_variant(
    measure: Measure,
    variant: &SensitivityVariant,
    data: &Data,
    analysis: &Analysis,
    defaults: &ModelKeys,
) -> Choices {
    let mut base = analysis.model_keys().or(defaults);
    base.transform = base.transform.filter(|t| transforms(measure).contains(t));
    base.method = base.method.filter(|m| methods(measure).contains(m));
    resolve(measure, &variant.model_keys().or(&base), data.convert)
}

/// The choices of an analysis under the review's defaults.
#[must_use]
pub(super) fn of_analysis(analysis: &Analysis, defaults: &ModelKeys) -> Choices {
    let mut defaults = defaults.clone();
    // A default of the review holds where the measure knows it; what an analysis itself says is checked.
    defaults.transform = defaults.transform.filter(|t| transforms(analysis.measure).contains(t));
    defaults.method = defaults.method.filter(|m| methods(analysis.measure).contains(m));
    resolve(analysis.measure, &analysis.model_keys().or(&defaults), analysis.data.convert)
}
