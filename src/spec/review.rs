//! The whole specification and its front matter.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::analysis::{Analysis, Methods};
use super::evidence::{Extraction, GradeEntry, Overlap, RiskOfBias, Selection};
use super::prisma::Prisma;
use super::prose::{Change, Claim, Composition, Published, ReportOptions, Summary, TextSections};
use super::shape::TextOr;
use super::studies::Studies;

/// A systematic review: `review.yaml`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Review {
    /// Title of the review.
    pub title: String,
    /// Subtitle, below the title.
    #[serde(default)]
    pub subtitle: Option<String>,
    /// Version of the review, as in semantic versioning: `1.2.0`.
    #[serde(default)]
    pub version: Option<String>,
    /// Date of this version, `2026-01-31`. No clock is read: without it the report has no date.
    #[serde(default)]
    pub date: Option<String>,
    /// Language of the report (BCP 47). Default `en`.
    #[serde(default)]
    pub language: Option<String>,
    /// Where the review stands.
    #[serde(default)]
    pub status: Option<Status>,
    /// The authors, in order.
    #[serde(default)]
    pub authors: Vec<Author>,
    /// Where the review is registered, or `none`.
    #[serde(default)]
    pub registration: Option<TextOr<Registration>>,
    /// Who paid, and their role.
    #[serde(default)]
    pub funding: Option<String>,
    /// Competing interests.
    #[serde(default)]
    pub interests: Option<String>,
    /// Keywords.
    #[serde(default)]
    pub keywords: Vec<String>,
    /// Licence of the report and its data, as an SPDX identifier where there is one.
    #[serde(default)]
    pub licence: Option<String>,
    /// The question.
    #[serde(default)]
    pub question: Option<Question>,
    /// What made a study eligible.
    #[serde(default)]
    pub eligibility: Option<Eligibility>,
    /// Where and when was searched.
    #[serde(default)]
    pub search: Option<Search>,
    /// Screening decisions of two reviewers.
    #[serde(default)]
    pub selection: Option<Selection>,
    /// Double data extraction.
    #[serde(default)]
    pub extraction: Option<Extraction>,
    /// PRISMA 2020 counts.
    #[serde(default)]
    pub prisma: Option<Prisma>,
    /// The study table: a CSV file, or a mapping that says more.
    pub studies: TextOr<Studies>,
    /// Which studies share patients.
    #[serde(default)]
    pub overlap: Option<Overlap>,
    /// Risk of bias of the studies.
    #[serde(default)]
    pub risk_of_bias: Option<RiskOfBias>,
    /// Defaults of every analysis: any model key.
    #[serde(default)]
    pub methods: Option<Methods>,
    /// The meta-analyses, by id (`snake_case`).
    pub analyses: IndexMap<String, Analysis>,
    /// Study-level descriptions that are not pooled, by id.
    #[serde(default)]
    pub summaries: IndexMap<String, Summary>,
    /// Counts that make up a whole, by id.
    #[serde(default)]
    pub compositions: IndexMap<String, Composition>,
    /// Certainty of the evidence, by analysis or part of one (`survival/region/Europe`).
    #[serde(default)]
    pub grade: IndexMap<String, GradeEntry>,
    /// Statements that must hold; the build fails when one does not.
    #[serde(default)]
    pub claims: Vec<Claim>,
    /// Numbers printed in a publication, compared with the computed ones.
    #[serde(default)]
    pub published: Option<Published>,
    /// Bibliography: BibTeX (`.bib`) or CSL-JSON (`.json`).
    #[serde(default)]
    pub references: Option<String>,
    /// Prose sections, Markdown files with values.
    #[serde(default)]
    pub text: TextSections,
    /// How the report looks.
    #[serde(default)]
    pub report: ReportOptions,
    /// Change log of the review.
    #[serde(default)]
    pub changes: Vec<Change>,
}

/// Where the review stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Work in progress.
    Draft,
    /// Kept up to date.
    Living,
    /// Finished.
    Final,
}

/// An author.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Author {
    /// Name as printed.
    pub name: String,
    /// ORCID iD.
    #[serde(default)]
    pub orcid: Option<String>,
    /// Institution.
    #[serde(default)]
    pub affiliation: Option<String>,
    /// Corresponding author.
    #[serde(default)]
    pub corresponding: bool,
    /// E-mail address.
    #[serde(default)]
    pub email: Option<String>,
    /// Contributor roles (CRediT).
    #[serde(default)]
    pub roles: Vec<String>,
}

/// Where the review is registered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Registration {
    /// Register, for instance `PROSPERO`.
    pub register: String,
    /// Identifier in the register.
    pub id: String,
    /// Address of the record.
    #[serde(default)]
    pub url: Option<String>,
}

/// Kind of question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum QuestionType {
    /// Does an intervention work?
    Intervention,
    /// What happens to people with a condition?
    Prognosis,
    /// How common is a condition?
    Prevalence,
    /// How accurate is a test?
    Diagnosis,
    /// Does an exposure go with an outcome?
    Association,
}

/// The question of the review.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Kind of question.
    #[serde(rename = "type")]
    pub kind: QuestionType,
    /// Who.
    #[serde(default)]
    pub population: Option<String>,
    /// What is done, or the exposure.
    #[serde(default)]
    pub intervention: Option<String>,
    /// Compared with what.
    #[serde(default)]
    pub comparator: Option<String>,
    /// Outcomes.
    #[serde(default)]
    pub outcomes: Vec<String>,
    /// Study designs.
    #[serde(default)]
    pub designs: Vec<String>,
    /// Setting.
    #[serde(default)]
    pub setting: Option<String>,
}

/// What made a study eligible, as lines of prose.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Eligibility {
    /// Inclusion criteria.
    #[serde(default)]
    pub include: Vec<String>,
    /// Exclusion criteria.
    #[serde(default)]
    pub exclude: Vec<String>,
}

/// Where and when was searched.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Search {
    /// Databases and registers.
    #[serde(default)]
    pub sources: Vec<SearchSource>,
    /// Other methods, as lines of prose.
    #[serde(default)]
    pub other: Vec<String>,
}

/// A database or register that was searched.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SearchSource {
    /// Name, for instance `MEDLINE`.
    pub name: String,
    /// Platform, for instance `Ovid`.
    #[serde(default)]
    pub platform: Option<String>,
    /// Which of the two it is. Default `database`.
    #[serde(default, rename = "type")]
    pub kind: Option<SourceType>,
    /// First date covered: `1972`, `1972-05`, `1972-05-31` or `inception`.
    #[serde(default)]
    pub from: Option<String>,
    /// Last date covered, the date of the last search: `2020-02-15`, or as much of it as is known.
    #[serde(default)]
    pub to: Option<String>,
    /// Records found.
    #[serde(default)]
    pub records: Option<u64>,
    /// The search string, or a file of the review's folder that holds it.
    #[serde(default)]
    pub strategy: Option<String>,
}

/// Kind of a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SourceType {
    /// A bibliographic database.
    #[default]
    Database,
    /// A register of studies.
    Register,
}
