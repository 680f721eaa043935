//! The counts of the PRISMA 2020 flow diagram.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::shape::Counts;

/// PRISMA 2020 counts. Every count is optional: unknown is not zero.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Prisma {
    /// Records from databases: by name, or a total.
    #[serde(default)]
    pub databases: Option<Counts>,
    /// Records from registers: by name, or a total.
    #[serde(default)]
    pub registers: Option<Counts>,
    /// Records removed before screening.
    #[serde(default)]
    pub removed: Removed,
    /// Records screened.
    #[serde(default)]
    pub screened: Option<u64>,
    /// Records excluded on title and abstract.
    #[serde(default)]
    pub excluded: Option<u64>,
    /// Reports sought for retrieval.
    #[serde(default)]
    pub sought: Option<u64>,
    /// Reports not retrieved.
    #[serde(default)]
    pub not_retrieved: Option<u64>,
    /// Reports assessed for eligibility.
    #[serde(default)]
    pub assessed: Option<u64>,
    /// Reports excluded, by reason, or a total.
    #[serde(default)]
    pub excluded_reports: Option<Counts>,
    /// Studies found by other methods.
    #[serde(default)]
    pub other: Option<OtherMethods>,
    /// The previous version of the review, for an update.
    #[serde(default)]
    pub previous: Option<StudiesReports>,
    /// Studies and reports included (for an update: in total).
    #[serde(default)]
    pub included: StudiesReports,
    /// Studies in the synthesis.
    #[serde(default)]
    pub synthesised: Option<u64>,
}

/// Records removed before screening.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Removed {
    /// Duplicate records.
    #[serde(default)]
    pub duplicates: Option<u64>,
    /// Records marked as ineligible by automation tools.
    #[serde(default)]
    pub automation: Option<u64>,
    /// Records removed for other reasons.
    #[serde(default)]
    pub other: Option<u64>,
}

/// Counts of studies and of the reports about them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StudiesReports {
    /// Studies.
    #[serde(default)]
    pub studies: Option<u64>,
    /// Reports.
    #[serde(default)]
    pub reports: Option<u64>,
}

/// Records and reports found other than in databases and registers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OtherMethods {
    /// Records from websites.
    #[serde(default)]
    pub websites: Option<u64>,
    /// Records from organisations.
    #[serde(default)]
    pub organisations: Option<u64>,
    /// Records from citation searching.
    #[serde(default)]
    pub citations: Option<u64>,
    /// Records from further methods, by name.
    #[serde(default)]
    pub others: IndexMap<String, u64>,
    /// Reports sought for retrieval.
    #[serde(default)]
    pub sought: Option<u64>,
    /// Reports not retrieved.
    #[serde(default)]
    pub not_retrieved: Option<u64>,
    /// Reports assessed for eligibility.
    #[serde(default)]
    pub assessed: Option<u64>,
    /// Reports excluded, by reason, or a total.
    #[serde(default)]
    pub excluded_reports: Option<Counts>,
}
