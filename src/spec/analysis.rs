//! A meta-analysis as the author specifies it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::shape::{Prediction, TextOr};
use crate::stats::choices::{
    BackTransformN, CiMethod, ContinuityTo, EffectModel, I2Definition, Measure, MedianConversion, Method,
    SmallStudyTest, StudyCi, SubgroupTau2, Tau2Estimator, Transform,
};

/// `flatten` would lose the place of an error, so the model keys are written into each type that has them.
macro_rules! with_model_keys {
    ($(#[$doc:meta])* pub struct $name:ident { $($(#[$fdoc:meta])* pub $field:ident: $type:ty,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            $($(#[$fdoc])* pub $field: $type,)*
            /// Which pooled result is the headline; both are always computed. Default `random`.
            #[serde(default)]
            pub model: Option<EffectModel>,
            /// How studies are pooled. Default `inverse-variance`.
            #[serde(default)]
            pub method: Option<Method>,
            /// Scale on which the measure is pooled. The default depends on the measure: `logit` for proportions,
            /// `log` for rates, `none` for means, `fisher-z` for correlations.
            #[serde(default)]
            pub transform: Option<Transform>,
            /// Estimator of the between-study variance. Default `reml`.
            #[serde(default)]
            pub tau2: Option<Tau2Estimator>,
            /// Interval and test of the random-effects estimate. Default `hartung-knapp`.
            #[serde(default)]
            pub ci: Option<CiMethod>,
            /// Prediction interval. Default `k-1`.
            #[serde(default)]
            pub prediction: Option<Prediction>,
            /// Level of all intervals, between 0 and 1. Default 0.95.
            #[serde(default)]
            pub level: Option<f64>,
            /// Interval of a single study's proportion. Default `clopper-pearson`.
            #[serde(default)]
            pub study_ci: Option<StudyCi>,
            /// Which I2 is the headline. Default `q`.
            #[serde(default)]
            pub i2: Option<I2Definition>,
            /// Sample size for transforming a pooled Freeman-Tukey value back. Default `harmonic`.
            #[serde(default)]
            pub back_transform_n: Option<BackTransformN>,
            /// Continuity correction. Default 0.5, only in studies with a zero.
            #[serde(default)]
            pub continuity: Option<Continuity>,
            /// tau2 within subgroups. Default `separate`.
            #[serde(default)]
            pub subgroup_tau2: Option<SubgroupTau2>,
            /// Fewest studies for a test of small-study effects. Default 10.
            #[serde(default)]
            pub small_study_min_k: Option<usize>,
            /// How medians become means. Default `luo-shi`.
            #[serde(default)]
            pub convert: Option<MedianConversion>,
        }

        impl $name {
            /// The model keys alone.
            #[must_use]
            pub fn model_keys(&self) -> ModelKeys {
                ModelKeys {
                    model: self.model, method: self.method, transform: self.transform, tau2: self.tau2, ci: self.ci,
                    prediction: self.prediction, level: self.level, study_ci: self.study_ci, i2: self.i2,
                    back_transform_n: self.back_transform_n, continuity: self.continuity.clone(),
                    subgroup_tau2: self.subgroup_tau2, small_study_min_k: self.small_study_min_k,
                    convert: self.convert,
                }
            }
        }
    };
}

with_model_keys! {
    /// Defaults of every analysis.
    #[derive(Default)]
    pub struct Methods {}
}

with_model_keys! {
    /// A meta-analysis.
    pub struct Analysis {
        /// Title; default from the id.
        #[serde(default)]
        pub title: Option<String>,
        /// The outcome.
        #[serde(default)]
        pub outcome: Option<Outcome>,
        /// What is pooled.
        pub measure: Measure,
        /// What its effects are called, where the measure does not say it: `{name: Hazard ratio, short: HR}`.
        #[serde(default)]
        pub effect: Option<EffectName>,
        /// Which columns hold the data.
        pub data: Data,
        /// Which studies, an expression over the columns of the study table: `pooled == "yes"`.
        #[serde(default, rename = "where")]
        pub filter: Option<String>,
        /// Columns that split the studies into subgroups.
        #[serde(default)]
        pub subgroups: Vec<String>,
        /// Outliers.
        #[serde(default)]
        pub outliers: Option<Outliers>,
        /// The same analysis with other choices.
        #[serde(default)]
        pub sensitivity: Vec<SensitivityVariant>,
        /// Column by which studies are added one after another.
        #[serde(default)]
        pub cumulative: Option<String>,
        /// Tests of small-study effects.
        #[serde(default)]
        pub small_study: Vec<SmallStudyTest>,
        /// Meta-regression.
        #[serde(default)]
        pub meta_regression: Option<MetaRegression>,
        /// Decision thresholds on the reported scale.
        #[serde(default)]
        pub thresholds: Vec<f64>,
        /// Names of the arms.
        #[serde(default)]
        pub arms: Option<Arms>,
        /// Below the axis: what the left and what the right favours.
        #[serde(default)]
        pub favours: Option<[String; 2]>,
        /// The value of no effect of a `generic` estimate: 0 for a difference, 1 for a ratio that is not pooled as its
        /// logarithm. Other measures have their own. Default: 0 where `favours` is given, else none.
        #[serde(default)]
        pub no_effect: Option<f64>,
        /// Range of the forest plot's axis, on the reported scale.
        #[serde(default)]
        pub axis: Option<Axis>,
        /// How the forest plot is laid out.
        #[serde(default)]
        pub forest: ForestOptions,
    }
}

with_model_keys! {
    /// An analysis with other choices: the keys it names replace those of the analysis, but `where` narrows further.
    pub struct SensitivityVariant {
        /// What is different.
        pub label: String,
        /// Only these studies of the analysis.
        #[serde(default, rename = "where")]
        pub filter: Option<String>,
        /// Another measure.
        #[serde(default)]
        pub measure: Option<Measure>,
        /// Other columns.
        #[serde(default)]
        pub data: Option<Data>,
    }
}

/// The model keys of an analysis, as far as the author gave them.
#[derive(Debug, Clone, Default, PartialEq)]
#[expect(missing_docs, reason = "each is documented where the author writes it")]
pub struct ModelKeys {
    pub model: Option<EffectModel>,
    pub method: Option<Method>,
    pub transform: Option<Transform>,
    pub tau2: Option<Tau2Estimator>,
    pub ci: Option<CiMethod>,
    pub prediction: Option<Prediction>,
    pub level: Option<f64>,
    pub study_ci: Option<StudyCi>,
    pub i2: Option<I2Definition>,
    pub back_transform_n: Option<BackTransformN>,
    pub continuity: Option<Continuity>,
    pub subgroup_tau2: Option<SubgroupTau2>,
    pub small_study_min_k: Option<usize>,
    pub convert: Option<MedianConversion>,
}

impl ModelKeys {
    /// These keys, with those of `base` where one is absent.
    #[must_use]
    pub fn or(self, base: &Self) -> Self {
        Self {
            model: self.model.or(base.model),
            method: self.method.or(base.method),
            transform: self.transform.or(base.transform),
            tau2: self.tau2.or(base.tau2),
            ci: self.ci.or(base.ci),
            prediction: self.prediction.or(base.prediction),
            level: self.level.or(base.level),
            study_ci: self.study_ci.or(base.study_ci),
            i2: self.i2.or(base.i2),
            back_transform_n: self.back_transform_n.or(base.back_transform_n),
            continuity: self.continuity.or_else(|| base.continuity.clone()),
            subgroup_tau2: self.subgroup_tau2.or(base.subgroup_tau2),
            small_study_min_k: self.small_study_min_k.or(base.small_study_min_k),
            convert: self.convert.or(base.convert),
        }
    }
}

/// The outcome of an analysis.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// What happens, for instance `survival`.
    pub name: String,
    /// Which direction is good.
    #[serde(default)]
    pub direction: Option<Direction>,
    /// When it is measured, for instance `hospital discharge`.
    #[serde(default)]
    pub time: Option<String>,
}

/// What the effects of an analysis are called in tables, figures and sentences: a `ratio` may be a hazard ratio, a
/// `generic` estimate an area under the curve.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EffectName {
    /// In full, for instance `Hazard ratio`.
    pub name: String,
    /// Where there is little room, for instance `HR`. Default: the name.
    #[serde(default)]
    pub short: Option<String>,
}

/// Which direction of an outcome is good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// More is better.
    HigherIsBetter,
    /// Less is better.
    LowerIsBetter,
}

macro_rules! data_columns {
    ($(#[$doc:meta])* pub struct $name:ident { $($(#[$fdoc:meta])* pub $field:ident: $type:ty,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            /// Column with the number of events.
            #[serde(default)]
            pub events: Option<String>,
            /// Column with the number of participants.
            #[serde(default)]
            pub total: Option<String>,
            /// Column with the time at risk.
            #[serde(default)]
            pub time: Option<String>,
            /// Column with the mean.
            #[serde(default)]
            pub mean: Option<String>,
            /// Column with the standard deviation.
            #[serde(default)]
            pub sd: Option<String>,
            /// Column with the standard error.
            #[serde(default)]
            pub se: Option<String>,
            /// Column with the median.
            #[serde(default)]
            pub median: Option<String>,
            /// Column with the first quartile.
            #[serde(default)]
            pub q1: Option<String>,
            /// Column with the third quartile.
            #[serde(default)]
            pub q3: Option<String>,
            /// Column with the smallest value.
            #[serde(default)]
            pub min: Option<String>,
            /// Column with the largest value.
            #[serde(default)]
            pub max: Option<String>,
            $($(#[$fdoc])* pub $field: $type,)*
        }

        impl $name {
            /// The columns that are named, with the key that names each.
            #[must_use]
            pub fn columns(&self) -> Vec<(&'static str, &str)> {
                let named = [
                    ("events", &self.events), ("total", &self.total), ("time", &self.time), ("mean", &self.mean),
                    ("sd", &self.sd), ("se", &self.se), ("median", &self.median), ("q1", &self.q1),
                    ("q3", &self.q3), ("min", &self.min), ("max", &self.max),
                ];
                named.into_iter().filter_map(|(key, column)| Some((key, column.as_deref()?))).collect()
            }
        }
    };
}

data_columns! {
    /// The columns of one arm.
    pub struct ArmData {}
}

data_columns! {
    /// Which columns hold the data; which keys are needed depends on the measure.
    pub struct Data {
        /// Column with the correlation coefficient.
        #[serde(default)]
        pub r: Option<String>,
        /// Column with the estimate.
        #[serde(default)]
        pub estimate: Option<String>,
        /// Column with the lower limit of the estimate's interval.
        #[serde(default)]
        pub lower: Option<String>,
        /// Column with the upper limit of the estimate's interval.
        #[serde(default)]
        pub upper: Option<String>,
        /// Column with the variance of the estimate.
        #[serde(default)]
        pub variance: Option<String>,
        /// Level of the interval in `lower` and `upper`. Default 0.95.
        #[serde(default)]
        pub level: Option<f64>,
        /// How medians become means. Default `luo-shi`.
        #[serde(default)]
        pub convert: Option<MedianConversion>,
        /// Columns of the treated arm.
        #[serde(default)]
        pub treated: Option<ArmData>,
        /// Columns of the control arm.
        #[serde(default)]
        pub control: Option<ArmData>,
    }
}

/// Continuity correction.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Continuity {
    /// What is added to each cell. Default 0.5.
    #[serde(default)]
    pub add: Option<f64>,
    /// To which studies. Default `only-zero`.
    #[serde(default)]
    pub to: Option<ContinuityTo>,
}

/// Outliers of an analysis.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Outliers {
    /// Expression over a study's influence statistics and `k`: `studentized_residual | abs > 1.96`.
    #[serde(default)]
    pub rule: Option<String>,
    /// The studies that the authors removed. Without it, the flagged studies are removed.
    #[serde(default)]
    pub remove: Option<Vec<String>>,
    /// Why these were removed.
    #[serde(default)]
    pub reason: Option<String>,
}

/// Meta-regression of an analysis.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MetaRegression {
    /// Fewest studies for a model. Default 10.
    #[serde(default)]
    pub min_studies: Option<usize>,
    /// Moderators, each in a model of its own.
    #[serde(default)]
    pub moderators: Vec<TextOr<Moderator>>,
    /// Models with several moderators.
    #[serde(default)]
    pub models: Vec<Vec<String>>,
    /// Fit models with fewer than four studies for each coefficient too.
    #[serde(default)]
    pub force: bool,
}

/// A moderator.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Moderator {
    /// Column of the study table.
    pub column: String,
    /// Heading; default the column's label.
    #[serde(default)]
    pub label: Option<String>,
    /// Unit.
    #[serde(default)]
    pub unit: Option<String>,
    /// For how many units the change of the effect is said, such as 10 for degrees. Default 1.
    #[serde(default)]
    pub per: Option<f64>,
}

/// Names of the arms.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Arms {
    /// The treated arm.
    pub treated: String,
    /// The control arm.
    pub control: String,
}

/// Range of an axis, on the reported scale.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Axis {
    /// Left end.
    #[serde(default)]
    pub from: Option<f64>,
    /// Right end.
    #[serde(default)]
    pub to: Option<f64>,
    /// How far it reaches where no end is given. Default: proportions from 0 to 1, other measures `auto`.
    #[serde(default)]
    pub range: Option<AxisRange>,
}

/// How far an axis reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AxisRange {
    /// As far as the intervals of the studies that hold 90% of the weight.
    Auto,
    /// As far to the left of no effect as to the right.
    Symmetric,
}

/// How the forest plot is laid out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ForestOptions {
    /// Further columns of the study table, left of the plot.
    #[serde(default)]
    pub columns: Vec<String>,
    /// Order of the rows. Default: as in the study table.
    #[serde(default)]
    pub sort: Option<ForestSort>,
    /// Width of the forest plots in millimetres as printed. Default: the `figure_width` of the report.
    #[serde(default)]
    #[schemars(range(min = 84, max = 280))]
    pub width: Option<u16>,
}

/// Order of a forest plot's rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ForestSort {
    /// As in the study table.
    Table,
    /// By estimate.
    Estimate,
    /// By weight, the largest first.
    Weight,
    /// By the overall judgement of risk of bias, the lowest first.
    RiskOfBias,
}
