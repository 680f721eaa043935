//! The results: one serialisable value from which every sentence, table and figure takes its numbers.
//!
//! The names are those of `results.json`, a contract with everything that reads it. `theta` and its intervals
//! are on the scale of the analysis (logit, log, double arcsine, ...); `estimate`, `ci` and `prediction` on the
//! scale that is reported (a proportion between 0 and 1, a ratio, ...). What can't be computed is `None`, never
//! a number that is none.

mod effect_name;
mod evidence;
mod json;
mod meta;
mod meta_regression;
mod part;
mod pooled;
mod robustness;
mod small_study;
mod study_index;

pub use effect_name::EffectWords;
pub use evidence::{
    AbsoluteEffect, Agreement, BiasJudgement, BiasPanel, BiasResult, BiasShare, BiasStudy, ClaimResult,
    CompositionResult, Count, Disagreement, ExcludedReport, ExtractionResult, FieldAgreement, GradeDomain,
    GradeResult, MissingJudgement, OverlapPair, OverlapRange, PrismaResult, PublishedResult, SelectionResult,
    StageAgreement, SummaryResult,
};
pub use json::to_json;
pub use meta::{AnalysisResult, ArmResult, LeftOut, LeftOutReason, StudyResult};
pub use meta_regression::{
    Change, ChangeKind, LinePoint, MetaRegressionResult, RegressionGroup, RegressionTerm,
};
pub use part::{Choices, Located, Part, PartPath, locate, paths, remark};
pub use pooled::{BetweenTest, Heterogeneity, Level, Pooled, Subgroups};
pub use robustness::{
    ChangedConclusion, Cumulative, Influence, LeaveOneOut, OutlierResult, Position, Sensitivity,
};
pub use small_study::{
    Begg, NotDone, RegressionTest, SmallStudy, TestOutcome, TrimFill, TrimFillStudy,
    field as small_study_field,
};

pub use study_index::StudyIndex;

pub use crate::stats::interval::Interval;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

/// Version of the form of `results.json`.
pub const SCHEMA: u32 = 1;

/// Every computed number of a review.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Results {
    /// Version of this form: [`SCHEMA`].
    pub schema: u32,
    /// The program that computed them.
    pub tool: Tool,
    /// Which review, in which version.
    pub review: ReviewHead,
    /// The study table.
    pub studies: Vec<StudyRecord>,
    /// The boxes of the flow diagram by name (see report-formats, section A): given, derived or unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prisma: Option<PrismaResult>,
    /// Of a living review, the boxes of each version; `prisma` has those of all versions together.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub prisma_versions: IndexMap<String, PrismaResult>,
    /// The reports that were excluded, where they are listed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub excluded_reports: Vec<ExcludedReport>,
    /// Agreement of the two screeners.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub selection: Option<SelectionResult>,
    /// Agreement of the two extractors.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extraction: Option<ExtractionResult>,
    /// Risk of bias of the studies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub risk_of_bias: Option<BiasResult>,
    /// The meta-analyses, in the order of the specification.
    pub analyses: IndexMap<String, AnalysisResult>,
    /// Study-level descriptions that are not pooled.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub summaries: IndexMap<String, SummaryResult>,
    /// Counts that make up a whole.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub compositions: IndexMap<String, CompositionResult>,
    /// Pairs of studies that share patients.
    #[serde(default)]
    pub overlap: Vec<OverlapPair>,
    /// What the overlaps do to the pooled estimates: the range over all largest non-overlapping sets.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub overlap_ranges: Vec<OverlapRange>,
    /// Certainty of the evidence by analysis or part of one.
    #[serde(default)]
    pub grade: IndexMap<String, GradeResult>,
    /// The claims and whether they hold.
    #[serde(default)]
    pub claims: Vec<ClaimResult>,
    /// Published numbers beside the computed ones, a row per number.
    #[serde(default)]
    pub published: Vec<PublishedResult>,
    /// Findings of the build that are not errors.
    #[serde(default)]
    pub diagnostics: Vec<Finding>,
}

/// The program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tool {
    /// `ecmo-report`.
    pub name: String,
    /// Its version.
    pub version: String,
}

/// Which review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewHead {
    /// Name of its folder.
    pub id: String,
    /// Title.
    pub title: String,
    /// Version, as the author gave it.
    pub version: Option<String>,
    /// Date, as the author gave it.
    pub date: Option<String>,
}

/// A row of the study table. Columns named `id` or `label` do not repeat.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StudyRecord {
    /// Id.
    pub id: String,
    /// Name as shown.
    pub label: String,
    /// The cells by column; a missing one is null.
    #[serde(flatten)]
    pub cells: IndexMap<String, serde_json::Value>,
}

/// A finding of the build, as it is kept in the results.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Stable code.
    pub code: String,
    /// `warning` or `note`.
    pub level: String,
    /// The fact.
    pub message: String,
    /// File, relative to the review's folder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// Line, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// Column in characters, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<usize>,
}
