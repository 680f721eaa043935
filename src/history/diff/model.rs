//! A difference as data.

use serde::Serialize;

use crate::analysis::results::{Interval, PartPath};
use crate::spec::evidence::Certainty;
use crate::stats::choices::{EffectModel, Measure};

/// What weight a difference has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// Nothing is different.
    None,
    /// Only words are.
    Cosmetic,
    /// Data or methods are; no estimate is.
    Data,
    /// An estimate, an interval, a weight or a test is.
    Estimate,
    /// What readers would conclude is: a threshold crossed, certainty or direction changed, a claim flipped.
    Consequential,
}

impl Verdict {
    /// Every verdict, the lightest first.
    pub const ALL: &'static [Self] =
        &[Self::None, Self::Cosmetic, Self::Data, Self::Estimate, Self::Consequential];

    /// The word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Cosmetic => "cosmetic",
            Self::Data => "data",
            Self::Estimate => "estimate",
            Self::Consequential => "consequential",
        }
    }

    /// What the word means, in a sentence.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::None => "Nothing is different.",
            Self::Cosmetic => "Only words are different; every number is the same.",
            Self::Data => "Data or methods are different; every estimate is the same.",
            Self::Estimate => "Estimates are different; what follows from them is not.",
            Self::Consequential => "What readers would conclude is different.",
        }
    }
}

impl std::fmt::Display for Verdict {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

/// A value before and after.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Change<T> {
    /// In the old version.
    pub before: T,
    /// In the new version.
    pub after: T,
}

/// The difference between two versions. Lists hold what is different and nothing else.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Diff {
    /// Version of this form: 1.
    pub schema: u32,
    /// Its weight: the greatest of the reasons'.
    pub verdict: Verdict,
    /// Why, the weightiest first.
    pub reasons: Vec<Reason>,
    /// The old version.
    pub old: Head,
    /// The new version.
    pub new: Head,
    /// Rows, columns and cells of the study table.
    pub studies: StudyChanges,
    /// Settings of the analyses.
    pub methods: Vec<SettingChange>,
    /// Boxes of the flow diagram.
    pub prisma: Vec<CountChange>,
    /// Judgements of the risk of bias.
    pub risk_of_bias: Vec<JudgementChange>,
    /// Pairs of studies that share patients.
    pub overlap: Vec<OverlapChange>,
    /// Estimates.
    pub analyses: Vec<AnalysisChange>,
    /// Study-level descriptions and compositions.
    pub descriptions: Vec<ValueChange>,
    /// Certainty of the evidence.
    pub certainty: Vec<CertaintyChange>,
    /// Claims that became true or false, came or went.
    pub claims: Vec<ClaimChange>,
    /// Lines of the comparison with a publication.
    pub published: Vec<PublishedChange>,
    /// Titles, labels, reasons, statements.
    pub wording: Vec<WordingChange>,
    /// Files of prose whose bytes are different, where both versions know their inputs.
    pub files: Vec<String>,
    /// Warnings that came or went.
    pub findings: FindingChanges,
    /// Places of the results that are different though nothing above is.
    pub other: Vec<String>,
}

impl Diff {
    /// Names the files of prose that are different, and judges again.
    pub(crate) fn set_files(&mut self, files: Vec<String>) {
        self.files = files;
        super::verdict::judge(self);
    }
}

/// A reason for the verdict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// The weight of this reason alone.
    pub verdict: Verdict,
    /// The fact in a sentence.
    pub text: String,
}

/// Which version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Head {
    /// Id of the review.
    pub id: String,
    /// Title.
    pub title: String,
    /// Version, as the author gave it.
    pub version: Option<String>,
    /// Date, as the author gave it.
    pub date: Option<String>,
    /// The program and its version.
    pub tool: String,
}

impl Head {
    /// `1.0.0 (2020-12-07)`; the id where there is no version.
    #[must_use]
    pub fn name(&self) -> String {
        let name = self.version.as_deref().unwrap_or(&self.id);
        self.date.as_ref().map_or_else(|| name.to_owned(), |date| format!("{name} ({date})"))
    }
}

/// What is different in the study table.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct StudyChanges {
    /// New rows.
    pub added: Vec<StudyName>,
    /// Rows that are gone.
    pub removed: Vec<StudyName>,
    /// Cells of rows and columns that both versions have.
    pub cells: Vec<CellChange>,
    /// New columns.
    pub columns_added: Vec<String>,
    /// Columns that are gone.
    pub columns_removed: Vec<String>,
}

/// A study.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StudyName {
    /// Id.
    pub id: String,
    /// Name as shown.
    pub label: String,
}

/// A cell of the study table; a missing one is null.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CellChange {
    /// Id of the study.
    pub study: String,
    /// Its name as shown.
    pub label: String,
    /// Column.
    pub column: String,
    /// Before.
    pub before: serde_json::Value,
    /// After.
    pub after: serde_json::Value,
}

/// A setting of an analysis.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SettingChange {
    /// Analysis.
    pub of: String,
    /// Key of the specification: `tau2`, `ci`, `transform`, ...
    pub setting: String,
    /// Before; none where it was not set.
    pub before: Option<String>,
    /// After.
    pub after: Option<String>,
}

/// A box of the flow diagram.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CountChange {
    /// Key of the box.
    pub count: String,
    /// Before; null is not reported.
    pub before: Option<u64>,
    /// After.
    pub after: Option<u64>,
}

/// A judgement of the risk of bias.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct JudgementChange {
    /// Study.
    pub study: String,
    /// Domain code.
    pub domain: String,
    /// Before; null where it was not judged.
    pub before: Option<String>,
    /// After.
    pub after: Option<String>,
}

/// A pair of studies that share patients, now or before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OverlapChange {
    /// The two studies.
    pub studies: [String; 2],
    /// What they share.
    pub shared: String,
    /// Months shared before; null where the pair is new.
    pub before: Option<u32>,
    /// Months shared after.
    pub after: Option<u32>,
}

/// What is different in an analysis.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AnalysisChange {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// What is pooled.
    pub measure: Measure,
    /// The value of no effect.
    #[serde(skip)]
    pub(in crate::history) no_effect: Option<f64>,
    /// Decimals of its estimates.
    #[serde(skip)]
    pub(in crate::history) digits: usize,
    /// The pooled results that are different, the whole analysis first.
    pub parts: Vec<PartChange>,
    /// The studies whose data or weight are different.
    pub studies: Vec<ContributionChange>,
    /// Tests and coefficients that are different.
    pub tests: Vec<TestChange>,
}

/// A pooled result.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PartChange {
    /// `survival`, `survival/region/Europe`, `survival/without-outliers`, `survival/sensitivity/LABEL`.
    pub of: String,
    /// Which part it is.
    #[serde(skip)]
    pub(in crate::history) path: PartPath,
    /// The last piece for people: `Europe`.
    pub name: String,
    /// What is pooled: a variant may have another measure than its analysis.
    pub measure: Measure,
    /// Whether its effects compare with those of its analysis, as on one axis.
    #[serde(skip)]
    pub(in crate::history) shares_axis: bool,
    /// Decimals of its estimates.
    #[serde(skip)]
    pub(in crate::history) digits: usize,
    /// Before; null where there was none.
    pub before: Option<Estimate>,
    /// After.
    pub after: Option<Estimate>,
    /// After minus before, on the reported scale.
    pub shift: Option<f64>,
    /// What was crossed, in sentences.
    pub crossed: Vec<String>,
}

/// The headline of a pooled result.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Estimate {
    /// Which model it is of.
    pub model: EffectModel,
    /// Number of studies.
    pub k: usize,
    /// Participants.
    pub total: Option<f64>,
    /// Events.
    pub events: Option<f64>,
    /// Pooled estimate, on the reported scale.
    pub estimate: Option<f64>,
    /// Its interval.
    pub ci: Option<Interval>,
    /// Prediction interval.
    pub prediction: Option<Interval>,
    /// The estimate of the other model.
    pub other_model: Option<f64>,
    /// Between-study variance, on the scale of the analysis.
    pub tau2: Option<f64>,
    /// I2 by the definition of the analysis, a fraction.
    pub i2: Option<f64>,
    /// Cochran's Q.
    pub q: Option<f64>,
    /// Its p.
    pub q_p: Option<f64>,
}

/// A study's contribution to an analysis.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ContributionChange {
    /// Study.
    pub study: String,
    /// Before; null where it did not contribute.
    pub before: Option<Contribution>,
    /// After.
    pub after: Option<Contribution>,
}

/// What a study brings.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Contribution {
    /// Effect, on the reported scale.
    pub estimate: Option<f64>,
    /// Its interval.
    pub ci: Option<Interval>,
    /// Share of the headline model's weight.
    pub weight: Option<f64>,
}

/// A test or a coefficient.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TestChange {
    /// Which: `difference between levels of region`, `egger`, `year`.
    pub test: String,
    /// `p`, `coefficient`, `studies filled in`.
    pub quantity: String,
    /// Before; null where it was not computed.
    pub before: Option<f64>,
    /// After.
    pub after: Option<f64>,
}

/// A number of a description or composition.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ValueChange {
    /// Id, with the part: `los`, `microbiology/Gram-positive`.
    pub of: String,
    /// Heading.
    pub title: String,
    /// Before.
    pub before: Option<f64>,
    /// After.
    pub after: Option<f64>,
}

/// The certainty of an outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CertaintyChange {
    /// Analysis or part of one.
    pub of: String,
    /// Before; null where it was not rated.
    pub before: Option<Certainty>,
    /// After.
    pub after: Option<Certainty>,
    /// The domains that are different.
    pub domains: Vec<DomainChange>,
}

/// A domain of the certainty, or its start.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DomainChange {
    /// `start`, `risk_of_bias`, ..., `upgrades`, `importance`.
    pub domain: String,
    /// Before.
    pub before: Option<String>,
    /// After.
    pub after: Option<String>,
    /// The reason given for the new rating.
    pub reason: Option<String>,
}

/// A claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClaimChange {
    /// Id.
    pub id: String,
    /// The sentence, or the expression where there is none.
    pub text: String,
    /// Whether it held; null where it was not made.
    pub before: Option<bool>,
    /// Whether it holds.
    pub after: Option<bool>,
}

/// A published number beside the computed one.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PublishedChange {
    /// Where in the publication.
    pub at: String,
    /// Analysis or part of one.
    pub of: String,
    /// `estimate`, `ci_lower`, ...
    pub field: String,
    /// The number as printed.
    pub printed: String,
    /// The computed number and whether it agreed; null where the line is new.
    pub before: Option<(Option<f64>, bool)>,
    /// The same after.
    pub after: Option<(Option<f64>, bool)>,
}

/// A text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WordingChange {
    /// Which: `title`, `survival: title`, `grade survival: statement`, ...
    pub what: String,
    /// Before.
    pub before: Option<String>,
    /// After.
    pub after: Option<String>,
}

/// Warnings that came or went, as `CODE message`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct FindingChanges {
    /// New ones.
    pub added: Vec<String>,
    /// Ones that are gone.
    pub removed: Vec<String>,
}
