//! Selection, extraction, overlap, risk of bias and certainty.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Screening decisions of two reviewers: a CSV with a row per record and the decisions `include`, `exclude`
/// or `unclear`. A column `stage` splits the agreement by stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Selection {
    /// The CSV file.
    pub file: String,
    /// Column with the record's id. Default `id`.
    #[serde(default)]
    pub record: Option<String>,
    /// The two columns with the reviewers' decisions.
    pub reviewers: [String; 2],
    /// Column with the decision after adjudication.
    #[serde(default)]
    pub adjudicated: Option<String>,
}

/// Double data extraction: CSV files of the shape of the study table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Extraction {
    /// The first extractor's file.
    pub a: String,
    /// The second extractor's file.
    pub b: String,
    /// The file with the agreed values; default the study table.
    #[serde(default)]
    pub adjudicated: Option<String>,
}

/// Which studies share patients.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Overlap {
    /// Column with the centre.
    #[serde(default)]
    pub centre: Option<String>,
    /// Column with the registry.
    #[serde(default)]
    pub registry: Option<String>,
    /// Centres that report to a registry: from centre to registry.
    #[serde(default)]
    pub within: IndexMap<String, String>,
    /// Column with the first month of recruitment.
    pub from: String,
    /// Column with the last month of recruitment.
    pub to: String,
    /// Months that two studies may share. Default 0.
    #[serde(default)]
    pub longer_than_months: u32,
    /// Of two studies that overlap, the one with the larger value of this column is kept.
    pub keep: String,
    /// Which studies are compared, an expression over the columns. Default: those that an analysis pools.
    #[serde(default)]
    pub among: Option<String>,
    /// Overlaps that the authors accept, with their reason.
    #[serde(default)]
    pub accepted: Vec<AcceptedOverlap>,
}

/// An overlap that the authors accept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AcceptedOverlap {
    /// The two studies.
    pub studies: [String; 2],
    /// Why.
    pub reason: String,
}

/// Risk of bias of the studies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RiskOfBias {
    /// A built-in tool (`jbi-prevalence`, `jbi-case-series`, `rob2`, `robins-i`, `quadas-2`, `quips`,
    /// `newcastle-ottawa-cohort`) or a tool file of the review.
    pub tool: String,
    /// CSV with a row per study and a column per domain; with a column `analysis`, a row per study and analysis whose
    /// result was judged.
    pub file: String,
    /// How the authors come to the overall judgement, where the tool leaves it to them.
    #[serde(default)]
    pub rule: Option<String>,
    /// What the bars of the domains are shares of: `analysis` (the weight in the first analysis, the default) or
    /// `equal` (every study counts alike).
    #[serde(default)]
    pub weights: BiasWeights,
}

/// What the bars of the domains are shares of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum BiasWeights {
    /// The weight in the first analysis.
    #[default]
    Analysis,
    /// Every study counts alike.
    Equal,
}

/// Level of certainty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Certainty {
    /// Very low.
    VeryLow,
    /// Low.
    Low,
    /// Moderate.
    Moderate,
    /// High.
    High,
}

/// How serious a concern is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Rating {
    /// No reason to rate down.
    NotSerious,
    /// One level down.
    Serious,
    /// Two levels down.
    VerySerious,
}

/// Publication bias.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PublicationBiasRating {
    /// Not detected.
    Undetected,
    /// Strongly suspected: one level down.
    Suspected,
}

/// The authors' judgement of one domain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Domain {
    /// The rating.
    pub rating: Rating,
    /// Why; required for any but the best rating.
    #[serde(default)]
    pub reason: Option<String>,
}

/// The authors' judgement of publication bias.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PublicationBiasDomain {
    /// The rating.
    pub rating: PublicationBiasRating,
    /// Why; required where suspected.
    #[serde(default)]
    pub reason: Option<String>,
}

/// Levels up, for non-randomised evidence on interventions.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Upgrades {
    /// Large effect: 0, 1 or 2.
    #[serde(default)]
    pub large_effect: u8,
    /// Dose-response gradient: 0 or 1.
    #[serde(default)]
    pub dose_response: u8,
    /// Opposing residual confounding: 0 or 1.
    #[serde(default)]
    pub confounding: u8,
    /// Why; required for any level up.
    #[serde(default)]
    pub reason: Option<String>,
}

/// The assumed risk of a two-arm ratio.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AbsoluteRisk {
    /// Assumed risk without the intervention, between 0 and 1.
    #[schemars(range(min = 0, max = 1))]
    pub baseline: f64,
    /// Where it comes from.
    pub source: String,
}

/// Certainty of the evidence for one outcome.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GradeEntry {
    /// Importance of the outcome, 1 to 9 (7 to 9 critical).
    #[serde(default)]
    pub importance: Option<u8>,
    /// Level at which the rating starts: `high` for randomised trials, and for prognosis and prevalence from cohorts;
    /// `low` for effects of interventions from non-randomised studies.
    pub start: Certainty,
    /// Why it starts there.
    #[serde(default)]
    pub start_reason: Option<String>,
    /// Risk of bias.
    #[serde(default)]
    pub risk_of_bias: Option<Domain>,
    /// Inconsistency.
    #[serde(default)]
    pub inconsistency: Option<Domain>,
    /// Indirectness.
    #[serde(default)]
    pub indirectness: Option<Domain>,
    /// Imprecision.
    #[serde(default)]
    pub imprecision: Option<Domain>,
    /// Publication bias.
    #[serde(default)]
    pub publication_bias: Option<PublicationBiasDomain>,
    /// Levels up.
    #[serde(default)]
    pub upgrades: Upgrades,
    /// The certainty that the authors state. It must be what the domains give; where the domains are not rated
    /// (not at hand), it stands alone and the report says so.
    #[serde(default)]
    pub certainty: Option<Certainty>,
    /// Where a stated certainty comes from, or why the domains are not rated.
    #[serde(default)]
    pub certainty_source: Option<String>,
    /// Assumed risk, for absolute effects of two-arm ratios.
    #[serde(default)]
    pub absolute: Option<AbsoluteRisk>,
    /// What this means, in one sentence; generated where absent.
    #[serde(default)]
    pub statement: Option<String>,
}
