//! A meta-analysis as a whole.

use serde::{Deserialize, Serialize};

use super::meta_regression::MetaRegressionResult;
use super::pooled::{Heterogeneity, Pooled, Subgroups};
use super::robustness::{Cumulative, Influence, LeaveOneOut, OutlierResult, Sensitivity};
use super::small_study::SmallStudy;
use crate::spec::analysis::EffectName;
use crate::stats::choices::{
    BackTransformN, CiMethod, EffectModel, I2Definition, Measure, Method, Prediction, StudyCi, Tau2Estimator,
    Transform,
};
use crate::stats::effect::Continuity;
use crate::stats::interval::Interval;

/// A meta-analysis.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AnalysisResult {
    /// Title.
    pub title: String,
    /// What is pooled.
    pub measure: Measure,
    /// What the author calls it, where that is not the name of the measure. Read it with [`Self::effect_words`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effect: Option<EffectName>,
    /// Scale on which it is pooled.
    pub transform: Transform,
    /// How.
    pub method: Method,
    /// Estimator of tau2.
    pub tau2_estimator: Tau2Estimator,
    /// Interval and test of the random-effects estimate.
    pub ci_method: CiMethod,
    /// How prediction intervals are made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prediction_method: Option<Prediction>,
    /// Level of all intervals.
    pub level: f64,
    /// Which pooled result is the headline.
    pub model: EffectModel,
    /// Which I2 is the headline.
    pub i2_definition: I2Definition,
    /// Sample size at which a pooled Freeman-Tukey value is transformed back; only under that transformation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub back_transform_n: Option<BackTransformN>,
    /// What is added to the cells of which studies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub continuity: Option<Continuity>,
    /// The value of no effect, on the reported scale: of the measure, or as the author says for an estimate of their
    /// own. Read it with [`Self::no_effect`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::analysis) no_effect: Option<f64>,
    /// Decision thresholds, on the reported scale.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub thresholds: Vec<f64>,
    /// Interval of single studies, for proportions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub study_ci: Option<StudyCi>,
    /// Number of studies.
    pub k: usize,
    /// Participants (both arms), where the data give them.
    pub total: Option<f64>,
    /// Events (both arms), where the data give them.
    pub events: Option<f64>,
    /// Participants and events by arm, for two-arm measures.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub treated: Option<ArmResult>,
    /// The control arm.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub control: Option<ArmResult>,
    /// Studies of the table that do not contribute, with the reason.
    pub left_out: Vec<LeftOut>,
    /// The studies that contribute, in the order of the table.
    pub studies: Vec<StudyResult>,
    /// Random-effects result.
    pub random: Pooled,
    /// Common-effect result.
    pub common: Pooled,
    /// Heterogeneity.
    pub heterogeneity: Heterogeneity,
    /// What stands in for the method that was chosen, and why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fallback: Option<String>,
    /// Subgroup analyses.
    #[serde(default)]
    pub subgroups: Vec<Subgroups>,
    /// The analysis without each study in turn.
    #[serde(default)]
    pub leave_one_out: Vec<LeaveOneOut>,
    /// Influence of each study.
    #[serde(default)]
    pub influence: Vec<Influence>,
    /// Outliers and the result without them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outliers: Option<OutlierResult>,
    /// Studies added one after another.
    #[serde(default)]
    pub cumulative: Vec<Cumulative>,
    /// The column by which studies are added.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cumulative_by: Option<String>,
    /// The analysis with other choices.
    #[serde(default)]
    pub sensitivity: Vec<Sensitivity>,
    /// Small-study effects.
    #[serde(default)]
    pub small_study: SmallStudy,
    /// Meta-regressions.
    #[serde(default)]
    pub meta_regression: Vec<MetaRegressionResult>,
    /// Fewest studies for a meta-regression, where any was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meta_regression_min_studies: Option<usize>,
    /// Remarks on how the numbers came about (fallbacks, conversions, guards), as sentences.
    #[serde(default)]
    pub notes: Vec<String>,
}

/// The data of an arm, summed or of one study; absent where the measure has none.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ArmResult {
    /// Events.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub events: Option<f64>,
    /// Participants.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<f64>,
    /// Time at risk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<f64>,
    /// Mean, as analysed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mean: Option<f64>,
    /// Standard deviation, as analysed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sd: Option<f64>,
    /// How mean and standard deviation came from medians, where they did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub converted: Option<String>,
}

/// A study that does not contribute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// Its id.
    pub study: String,
    /// Why: `where`, `missing COLUMN`, or why it is not estimable.
    pub reason: String,
    /// The study was selected and has data, but no effect can be estimated from them: it keeps its row in the
    /// forest plot.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub not_estimable: bool,
}

/// A study's contribution.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct StudyResult {
    /// Id.
    pub id: String,
    /// Events (single arm).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub events: Option<f64>,
    /// Participants (single arm, correlation).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<f64>,
    /// Time at risk (single arm).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<f64>,
    /// Mean, as analysed (single arm).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mean: Option<f64>,
    /// Standard deviation, as analysed (single arm).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sd: Option<f64>,
    /// Treated arm.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub treated: Option<ArmResult>,
    /// Control arm.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub control: Option<ArmResult>,
    /// How mean and standard deviation came from medians, where they did (single arm).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub converted: Option<String>,
    /// A continuity correction was added.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub corrected: bool,
    /// Effect, on the scale of the analysis.
    pub yi: Option<f64>,
    /// Its sampling variance.
    pub vi: Option<f64>,
    /// Effect, on the reported scale.
    pub estimate: Option<f64>,
    /// Its interval.
    pub ci: Option<Interval>,
    /// Share of the random-effects weight; none under a GLMM.
    pub weight_random: Option<f64>,
    /// Share of the common-effect weight.
    pub weight_common: Option<f64>,
}

impl StudyResult {
    /// Its share of the weight in a model.
    #[must_use]
    pub fn weight(&self, model: EffectModel) -> Option<f64> {
        model.of(self.weight_random, self.weight_common)
    }

    /// Its participants, of both arms where there are two.
    #[must_use]
    pub fn participants(&self) -> Option<f64> {
        let arms = [&self.treated, &self.control].into_iter().flatten().filter_map(|arm| arm.total);
        self.total.or_else(|| arms.reduce(|a, b| a + b))
    }
}

/// Why a study does not contribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LeftOutReason<'a> {
    /// `where` does not select it.
    Excluded,
    /// It has no value of a column.
    Missing(&'a str),
    /// No effect can be estimated from its data.
    NotEstimable(&'a str),
}

impl LeftOut {
    /// Why it does not contribute.
    #[must_use]
    pub fn why(&self) -> LeftOutReason<'_> {
        match self.reason.strip_prefix("missing ") {
            _ if self.not_estimable => LeftOutReason::NotEstimable(&self.reason),
            Some(column) => LeftOutReason::Missing(column),
            None => LeftOutReason::Excluded,
        }
    }
}
