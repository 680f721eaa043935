//! A meta-analysis as a whole.

use serde::{Deserialize, Serialize};

use super::meta_regression::MetaRegressionResult;
use super::pooled::{Heterogeneity, Level, Pooled, Subgroups};
use super::robustness::{Cumulative, Influence, LeaveOneOut, OutlierResult, Sensitivity};
use super::small_study::SmallStudy;
use crate::stats::choices::{
    CiMethod, EffectModel, I2Definition, Measure, Method, StudyCi, Tau2Estimator, Transform,
};
use crate::stats::interval::Interval;

/// A meta-analysis.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AnalysisResult {
    /// Title.
    pub title: String,
    /// What is pooled.
    pub measure: Measure,
    /// Scale on which it is pooled.
    pub transform: Transform,
    /// How.
    pub method: Method,
    /// Estimator of tau2.
    pub tau2_estimator: Tau2Estimator,
    /// Interval and test of the random-effects estimate.
    pub ci_method: CiMethod,
    /// Level of all intervals.
    pub level: f64,
    /// Which pooled result is the headline.
    pub model: EffectModel,
    /// Which I2 is the headline.
    pub i2_definition: I2Definition,
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
    /// Remarks on how the numbers came about (fallbacks, conversions, guards), as sentences.
    #[serde(default)]
    pub notes: Vec<String>,
}

impl AnalysisResult {
    /// The headline: the pooled result of the model that the author chose.
    #[must_use]
    pub fn headline(&self) -> &Pooled {
        match self.model {
            EffectModel::Random => &self.random,
            EffectModel::Common => &self.common,
        }
    }

    /// The headline I2 by the definition that the author chose.
    #[must_use]
    pub fn headline_i2(&self) -> Option<f64> {
        match self.i2_definition {
            I2Definition::Q => self.heterogeneity.i2,
            I2Definition::Tau2 => self.heterogeneity.i2_tau2,
        }
    }

    /// A part of this analysis by path: nothing for the whole, `without-outliers`, or `COLUMN/LEVEL`.
    #[must_use]
    pub fn part(&self, path: &[&str]) -> Option<Part<'_>> {
        match path {
            [] => Some(Part {
                k: self.k,
                total: self.total,
                events: self.events,
                random: &self.random,
                common: &self.common,
                heterogeneity: &self.heterogeneity,
            }),
            ["without-outliers"] => self.outliers.as_ref()?.without.as_ref().map(Level::part),
            [by, level @ ..] => {
                let level = level.join("/");
                self.subgroups
                    .iter()
                    .find(|s| s.by == *by)?
                    .levels
                    .iter()
                    .find(|l| l.level == level)
                    .map(Level::part)
            }
        }
    }
}

/// A pooled result with what it rests on: the whole analysis, a subgroup, or the analysis without outliers.
#[derive(Debug, Clone, Copy)]
pub struct Part<'a> {
    /// Number of studies.
    pub k: usize,
    /// Participants.
    pub total: Option<f64>,
    /// Events.
    pub events: Option<f64>,
    /// Random-effects result.
    pub random: &'a Pooled,
    /// Common-effect result.
    pub common: &'a Pooled,
    /// Heterogeneity.
    pub heterogeneity: &'a Heterogeneity,
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
