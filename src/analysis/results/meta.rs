//! Results of a meta-analysis.

use serde::{Deserialize, Serialize};

use crate::stats::choices::{
    CiMethod, EffectModel, I2Definition, Measure, Method, StudyCi, Tau2Estimator, Transform,
};
pub use crate::stats::interval::Interval;

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

/// A pooled result.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Pooled {
    /// Estimate on the scale of the analysis.
    pub theta: Option<f64>,
    /// Its standard error.
    pub se: Option<f64>,
    /// Test statistic of theta = 0.
    pub statistic: Option<f64>,
    /// Its degrees of freedom; none for a normal test.
    pub df: Option<f64>,
    /// p of theta = 0; reported only where zero is a null value.
    pub p: Option<f64>,
    /// Interval of theta.
    pub theta_ci: Option<Interval>,
    /// Prediction interval of theta.
    pub theta_prediction: Option<Interval>,
    /// Estimate on the reported scale.
    pub estimate: Option<f64>,
    /// Its interval.
    pub ci: Option<Interval>,
    /// Its prediction interval.
    pub prediction: Option<Interval>,
}

/// A pooled estimate on the scale of the analysis alone.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Theta {
    /// Estimate.
    pub theta: Option<f64>,
    /// Interval.
    pub theta_ci: Option<Interval>,
    /// Estimate on the reported scale.
    pub estimate: Option<f64>,
    /// Its interval.
    pub ci: Option<Interval>,
}

/// Heterogeneity.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Heterogeneity {
    /// Cochran's Q.
    pub q: Option<f64>,
    /// Its degrees of freedom.
    pub df: Option<f64>,
    /// Its p.
    pub p: Option<f64>,
    /// I2 from Q (Higgins and Thompson), a fraction.
    pub i2: Option<f64>,
    /// Its test-based interval.
    pub i2_ci: Option<Interval>,
    /// I2 from tau2 and the typical variance.
    pub i2_tau2: Option<f64>,
    /// H2 = Q / df.
    pub h2: Option<f64>,
    /// Between-study variance, on the scale of the analysis.
    pub tau2: Option<f64>,
    /// Its square root.
    pub tau: Option<f64>,
    /// Q-profile interval of tau2.
    pub tau2_ci: Option<Interval>,
    /// Remarks: the estimate lies outside its interval, the profile is empty, the solver fell back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

/// A subgroup analysis.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Subgroups {
    /// Column that splits the studies.
    pub by: String,
    /// Its heading.
    #[serde(default)]
    pub label: String,
    /// `separate` or `common`.
    pub tau2: String,
    /// The subgroups, in the order of the table.
    pub levels: Vec<Level>,
    /// Test of differences between the subgroups under `tau2`.
    pub test: Option<BetweenTest>,
    /// The test with tau2 common to all subgroups.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub test_common_tau2: Option<BetweenTest>,
    /// The test with separate tau2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub test_separate_tau2: Option<BetweenTest>,
}

/// A subgroup, or the analysis without outliers.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Level {
    /// Value of the column; empty for the analysis without outliers.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub level: String,
    /// Ids of the studies.
    #[serde(default)]
    pub studies: Vec<String>,
    /// Number of studies.
    pub k: usize,
    /// Participants.
    pub total: Option<f64>,
    /// Events.
    pub events: Option<f64>,
    /// Random-effects result.
    pub random: Pooled,
    /// Common-effect result.
    pub common: Pooled,
    /// Heterogeneity.
    pub heterogeneity: Heterogeneity,
}

impl Level {
    /// This level as a part of its analysis.
    #[must_use]
    pub fn part(&self) -> Part<'_> {
        Part {
            k: self.k,
            total: self.total,
            events: self.events,
            random: &self.random,
            common: &self.common,
            heterogeneity: &self.heterogeneity,
        }
    }
}

/// Test of differences between subgroups.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct BetweenTest {
    /// Q between.
    pub q: f64,
    /// Degrees of freedom.
    pub df: f64,
    /// p.
    pub p: f64,
}

/// The analysis without one study.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LeaveOneOut {
    /// The study left out.
    pub omitted: String,
    /// Random-effects result.
    pub random: Pooled,
    /// Heterogeneity.
    pub heterogeneity: Heterogeneity,
}

/// Influence of a study (Viechtbauer and Cheung 2010).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Influence {
    /// Id.
    pub id: String,
    /// Externally standardised residual.
    pub studentized_residual: Option<f64>,
    /// DFFITS.
    pub dffits: Option<f64>,
    /// Cook's distance.
    pub cooks_distance: Option<f64>,
    /// Covariance ratio.
    pub covariance_ratio: Option<f64>,
    /// tau2 without the study.
    pub tau2_deleted: Option<f64>,
    /// Q without the study.
    pub q_deleted: Option<f64>,
    /// Hat value.
    pub hat: Option<f64>,
    /// DFBETAS.
    pub dfbetas: Option<f64>,
    /// Share of the random-effects weight.
    pub weight: Option<f64>,
    /// Contribution to Q in the common-effect model.
    pub baujat_x: Option<f64>,
    /// Influence on the common-effect estimate.
    pub baujat_y: Option<f64>,
    /// The outlier rule flags it; without a rule, the usual cut-offs for influence do.
    pub flagged: bool,
}

/// Outliers and the result without them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OutlierResult {
    /// The rule, as the author wrote it.
    pub rule: Option<String>,
    /// Studies that the rule flags.
    pub flagged: Vec<String>,
    /// Studies that were removed: the authors' decision, else the flagged ones.
    pub removed: Vec<String>,
    /// Why, in the authors' words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Removed though the rule does not flag them.
    #[serde(default)]
    pub removed_not_flagged: Vec<String>,
    /// Flagged but kept.
    #[serde(default)]
    pub flagged_not_removed: Vec<String>,
    /// The analysis without the removed studies; none when no study is left or none was removed.
    pub without: Option<Level>,
}

/// The analysis after adding a study.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cumulative {
    /// The study added.
    pub added: String,
    /// Studies so far.
    pub k: usize,
    /// Random-effects result.
    pub random: Pooled,
    /// Heterogeneity.
    pub heterogeneity: Heterogeneity,
}

/// The analysis with other choices.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sensitivity {
    /// What is different.
    pub label: String,
    /// Number of studies.
    pub k: usize,
    /// Participants.
    pub total: Option<f64>,
    /// Which pooled result is the headline of the variant.
    pub model: EffectModel,
    /// Random-effects result.
    pub random: Pooled,
    /// Common-effect result.
    pub common: Pooled,
    /// Heterogeneity.
    pub heterogeneity: Heterogeneity,
    /// Why the variant could not be computed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_done: Option<String>,
}

/// Small-study effects.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SmallStudy {
    /// Egger's regression, classical.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub egger: Option<RegressionTest>,
    /// Egger's regression as a mixed model.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub egger_mixed: Option<RegressionTest>,
    /// Begg's rank correlation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub begg: Option<Begg>,
    /// Peters' regression.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub peters: Option<RegressionTest>,
    /// Harbord's regression.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub harbord: Option<RegressionTest>,
    /// Pustejovsky and Rodgers' regression.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pustejovsky_rodgers: Option<RegressionTest>,
    /// Trim and fill.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trim_fill: Option<TrimFill>,
    /// Tests that were asked for but not done, with the reason.
    #[serde(default, skip_serializing_if = "indexmap::IndexMap::is_empty")]
    pub not_done: indexmap::IndexMap<String, String>,
}

/// A regression test of small-study effects.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RegressionTest {
    /// Intercept or slope that is tested.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub estimate: Option<f64>,
    /// Its standard error.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub se: Option<f64>,
    /// Test statistic.
    pub statistic: f64,
    /// Degrees of freedom; none for a normal test.
    pub df: Option<f64>,
    /// p.
    pub p: f64,
}

/// Begg's rank correlation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Begg {
    /// Kendall's tau.
    pub tau: f64,
    /// p.
    pub p: f64,
}

/// Trim and fill (Duval and Tweedie 2000, L0).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TrimFill {
    /// Studies filled in.
    pub k0: usize,
    /// The side on which they are missing.
    pub side: String,
    /// Random-effects result with the filled studies.
    pub random: Pooled,
    /// The filled studies.
    #[serde(default)]
    pub filled: Vec<TrimFillStudy>,
}

/// A study that trim and fill added.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TrimFillStudy {
    /// Effect, on the scale of the analysis.
    pub yi: f64,
    /// Variance.
    pub vi: f64,
    /// Effect, on the reported scale.
    pub estimate: Option<f64>,
}

/// A meta-regression.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct MetaRegressionResult {
    /// Columns of the study table.
    pub moderators: Vec<String>,
    /// Their headings.
    #[serde(default)]
    pub labels: Vec<String>,
    /// Their units.
    #[serde(default)]
    pub units: Vec<Option<String>>,
    /// Studies with all moderators.
    pub k: usize,
    /// Coefficients, the intercept first.
    pub terms: Vec<RegressionTerm>,
    /// Test of the moderators: chi-square, or F under Hartung-Knapp.
    pub qm: Option<f64>,
    /// Its degrees of freedom: m, or `[m, k - p]`.
    pub qm_df: Vec<f64>,
    /// Its p.
    pub qm_p: Option<f64>,
    /// Residual heterogeneity.
    pub qe: Option<f64>,
    /// Its degrees of freedom.
    pub qe_df: Option<f64>,
    /// Its p.
    pub qe_p: Option<f64>,
    /// Residual between-study variance.
    pub tau2: Option<f64>,
    /// Share of tau2 that the moderators explain; none where there was none to explain.
    pub r2: Option<f64>,
    /// Residual I2.
    pub i2_residual: Option<f64>,
    /// Why the model was not fitted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_done: Option<String>,
    /// The fitted line with its bands, for a model with one numeric moderator, on the scale of the analysis.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub line: Vec<LinePoint>,
    /// The studies in the model: id and value of the first moderator.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub points: Vec<(String, f64)>,
}

/// A point of the fitted line of a meta-regression.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LinePoint {
    /// Value of the moderator.
    pub x: f64,
    /// Predicted effect, on the reported scale.
    pub estimate: f64,
    /// Interval of the prediction's mean.
    pub ci: Interval,
    /// Prediction interval.
    pub prediction: Option<Interval>,
}

/// A coefficient.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RegressionTerm {
    /// `intercept`, the column, or `column[level]`.
    pub name: String,
    /// Estimate, on the scale of the analysis.
    pub estimate: f64,
    /// Standard error.
    pub se: f64,
    /// Test statistic.
    pub statistic: f64,
    /// p.
    pub p: f64,
    /// Interval.
    pub ci: Interval,
}
