//! Results of the evidence chain: selection, bias, overlap, certainty, claims, published values.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::pooled::Level;
pub use crate::check::prisma::{Count, ExcludedReport, PrismaResult};
use crate::spec::evidence::Certainty;
use crate::stats::interval::Interval;

/// Agreement of two raters.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Agreement {
    /// Items rated by both.
    pub n: usize,
    /// Items on which they agree.
    pub agreed: usize,
    /// Share on which they agree.
    pub percent_agreement: Option<f64>,
    /// Cohen's kappa.
    pub kappa: Option<f64>,
    /// Its interval.
    pub kappa_ci: Option<Interval>,
}

/// Agreement of the two screeners.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SelectionResult {
    /// Names of the two columns.
    pub reviewers: [String; 2],
    /// Over all records, or by stage.
    pub stages: Vec<StageAgreement>,
    /// Records on which they disagree.
    pub disagreements: Vec<Disagreement>,
}

/// Agreement at a stage.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StageAgreement {
    /// The stage; `all` without stages.
    pub stage: String,
    /// Agreement.
    pub agreement: Agreement,
}

/// A disagreement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disagreement {
    /// Record or study.
    pub record: String,
    /// Stage or field.
    pub field: String,
    /// What the first said.
    pub a: String,
    /// What the second said.
    pub b: String,
    /// What was agreed in the end; none is unresolved.
    pub resolved: Option<String>,
}

/// Agreement of the two extractors.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ExtractionResult {
    /// Agreement by field.
    pub fields: Vec<FieldAgreement>,
    /// Cells on which they disagree.
    pub disagreements: Vec<Disagreement>,
}

/// Agreement on a field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FieldAgreement {
    /// Column.
    pub field: String,
    /// Agreement.
    pub agreement: Agreement,
}

/// Risk of bias of the studies.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BiasResult {
    /// Id of the tool.
    pub tool: String,
    /// Its name.
    pub name: String,
    /// Citation of the tool.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub citation: Option<String>,
    /// Domains: code and name, in order; `overall` last where the tool has one.
    pub domains: Vec<(String, String)>,
    /// Levels of the tool: id, label, symbol and colour role (`low`, `some`, `high`, `critical`, `unclear`, `na`).
    pub levels: Vec<[String; 4]>,
    /// The judgements.
    pub studies: Vec<BiasStudy>,
    /// Studies of the table without a judgement.
    pub missing: Vec<MissingJudgement>,
    /// Share of weight by analysis, domain and level.
    pub shares: Vec<BiasShare>,
    /// Groups of domains that are shown apart (risk of bias, applicability concerns), where the tool has several.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub panels: Vec<BiasPanel>,
    /// The domains in a few words, for heads of columns: code and words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub short: Vec<(String, String)>,
}

impl BiasResult {
    /// The judgements of the results that an analysis pools, by study: those of this analysis, else those of every
    /// result of the study.
    #[must_use]
    pub fn judged_in(&self, analysis: &str) -> BTreeMap<&str, &BiasStudy> {
        let of = |own: bool| {
            self.studies
                .iter()
                .filter(move |study| study.analysis.as_deref() == own.then_some(analysis))
                .map(|study| (study.study.as_str(), study))
        };
        of(false).chain(of(true)).collect()
    }

    /// The levels that occur in a domain, in the order of the tool.
    pub fn levels_of<'a>(&'a self, domain: &'a str) -> impl Iterator<Item = &'a [String; 4]> + 'a {
        let occurs = move |id: &str| {
            self.studies
                .iter()
                .any(|study| study.judgements.get(domain).is_some_and(|judged| judged.level == id))
        };
        self.levels.iter().filter(move |level| occurs(&level[0]))
    }
}

/// Domains that are shown together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BiasPanel {
    /// Title.
    pub title: String,
    /// Codes of its domains.
    pub domains: Vec<String>,
}

/// The judgements of a study.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BiasStudy {
    /// Id.
    pub study: String,
    /// The analysis whose result of the study was judged; none where the judgements hold for every result.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub analysis: Option<String>,
    /// By domain code, `overall` last.
    pub judgements: IndexMap<String, BiasJudgement>,
}

/// A judgement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BiasJudgement {
    /// Id of the level.
    pub level: String,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub support: Option<String>,
}

/// A study without a judgement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MissingJudgement {
    /// Id.
    pub study: String,
    /// The analysis whose result of the study was judged, where it is not every result.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub analysis: Option<String>,
    /// Domain code; none when the whole row is missing.
    pub domain: Option<String>,
}

/// Share of an analysis's weight by level of a domain.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BiasShare {
    /// Analysis.
    pub analysis: String,
    /// Domain code.
    pub domain: String,
    /// Share by level id; what is not judged under `missing`.
    pub shares: IndexMap<String, f64>,
}

/// Two studies that share patients.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OverlapPair {
    /// The two studies.
    pub studies: [String; 2],
    /// The centre or registry that they share.
    pub shared: String,
    /// Months shared.
    pub months: u32,
    /// First and last month shared (`2002-01`).
    pub period: [String; 2],
    /// An upper bound of the patients in both, where the counts allow one.
    pub patients_at_most: Option<u64>,
    /// The study with the smaller value of `keep`.
    pub smaller: String,
    /// The authors' reason for accepting it.
    pub accepted: Option<String>,
    /// The pooled results without the smaller study, by analysis that pools both.
    pub without_smaller: IndexMap<String, Level>,
}

/// Range of the pooled estimate over all largest sets of studies that do not overlap.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OverlapRange {
    /// Analysis.
    pub analysis: String,
    /// How many such sets there are; 0 where they are too many to be counted.
    pub sets: usize,
    /// Smallest and largest pooled estimate, on the reported scale.
    pub estimate: Option<Interval>,
    /// Why there is none: too many sets, or one that cannot be pooled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_done: Option<String>,
}

/// Certainty of the evidence for an outcome.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GradeResult {
    /// Analysis or part of one.
    pub of: String,
    /// Importance, 1 to 9.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub importance: Option<u8>,
    /// Where the rating starts.
    pub start: Certainty,
    /// Why it starts there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start_reason: Option<String>,
    /// The certainty: computed from the domains, else as the authors state it.
    pub certainty: Option<Certainty>,
    /// `computed` or `stated` (the domain ratings are not at hand).
    pub basis: String,
    /// Where a stated certainty comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The domains by key: `risk_of_bias`, `inconsistency`, `indirectness`, `imprecision`, `publication_bias`,
    /// `upgrades`.
    pub domains: IndexMap<String, GradeDomain>,
    /// Absolute effect of a two-arm ratio.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub absolute: Option<AbsoluteEffect>,
    /// The authors' sentence on what this means.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statement: Option<String>,
}

/// A domain of the certainty.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GradeDomain {
    /// The rating, as the author wrote it; none where it is not at hand.
    pub rating: Option<String>,
    /// Levels down (negative) or up.
    pub levels: i8,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What the results say, as data; never the decision.
    #[serde(default)]
    pub signals: IndexMap<String, serde_json::Value>,
}

/// Absolute effect at the assumed risk, as risks between 0 and 1.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AbsoluteEffect {
    /// Assumed risk without the intervention.
    pub baseline: f64,
    /// Where it comes from.
    pub source: String,
    /// Risk with the intervention.
    pub risk: f64,
    /// Its interval.
    pub risk_ci: Interval,
    /// Difference.
    pub difference: f64,
    /// Its interval.
    pub difference_ci: Interval,
    /// How many are treated for one event fewer (or more), rounded up; none where the interval has both.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number_needed: Option<u64>,
    /// The same at the limits of the difference, the smaller number first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number_needed_ci: Option<[u64; 2]>,
}

/// A claim and whether it holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClaimResult {
    /// Id.
    pub id: String,
    /// The sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The expression.
    pub expression: String,
    /// Whether it holds.
    pub holds: bool,
    /// The values that the expression saw.
    #[serde(default)]
    pub values: IndexMap<String, serde_json::Value>,
}

/// A published number beside the computed one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PublishedResult {
    /// Where in the publication.
    pub at: String,
    /// Analysis or part of one.
    pub of: String,
    /// `estimate`, `ci_lower`, `ci_upper`, `k`, `n`, `events`, `q_p`, `i2`, ...
    pub field: String,
    /// The number as printed; a bound keeps its sign in `printed_text`.
    pub printed: serde_json::Value,
    /// The computed number in the same unit, unrounded.
    pub computed: Option<f64>,
    /// The unit of both.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// They agree at the printed precision.
    pub agrees: bool,
    /// The author's remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A study-level description.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SummaryResult {
    /// Heading.
    pub title: String,
    /// Unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// `median-of-medians`, `range` or `mean`.
    pub statistic: String,
    /// Studies with a value.
    pub k: usize,
    /// Median or mean.
    pub value: Option<f64>,
    /// Quartiles (median of medians) or smallest and largest value.
    pub range: Option<Interval>,
}

/// Counts that make up a whole.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CompositionResult {
    /// Heading.
    pub title: String,
    /// What is counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Where the counts come from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Sum of the counts.
    pub total: u64,
    /// Count and share by category.
    pub parts: IndexMap<String, (u64, f64)>,
}
