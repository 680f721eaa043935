//! The counts of the PRISMA 2020 flow diagram, and how it is drawn.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::shape::{CountOr, Counts, Synthesised};

/// `flatten` would lose the place of an error, so the counts of a flow are written into each type that has them.
macro_rules! with_counts {
    ($(#[$doc:meta])* pub struct $name:ident { $($(#[$fdoc:meta])* pub $field:ident: $type:ty,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            /// Records from databases: by name, or a total. Absent, they are the `records` of `search.sources` where
            /// these are given.
            #[serde(default)]
            pub databases: Option<Counts>,
            /// Records from registers: by name, or a total.
            #[serde(default)]
            pub registers: Option<Counts>,
            /// Records removed before screening: by cause, or a total.
            #[serde(default)]
            pub removed: Option<CountOr<Removed>>,
            /// Records screened.
            #[serde(default)]
            pub screened: Option<u64>,
            /// Records excluded on title and abstract: a total, by who excluded them (`{human: 700, automation: 100}`,
            /// a footnote of the figure), or by reason.
            #[serde(default)]
            pub excluded: Option<Counts>,
            /// Where records and reports are not one to one.
            #[serde(default)]
            pub records_to_reports: Option<RecordsToReports>,
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
            /// Studies found by other methods: with this key, also of zeros, the figure has a column for them.
            #[serde(default)]
            pub other: Option<OtherMethods>,
            /// The previous version of the review: with this key, also of zeros, the figure is that of an update.
            #[serde(default)]
            pub previous: Option<StudiesReports>,
            /// The new studies of an update and their reports.
            #[serde(default)]
            pub new: Option<StudiesReports>,
            /// How many of the new studies the previous version had already, so that only their reports are new.
            #[serde(default)]
            pub updated_studies: Option<u64>,
            /// Studies and reports included (for an update: in total).
            #[serde(default)]
            pub included: StudiesReports,
            /// Further boxes, by what they count: `{Abstracts screened: {after: screened, n: 400, removed: 300}}`.
            #[serde(default)]
            pub stages: IndexMap<String, Stage>,
            $($(#[$fdoc])* pub $field: $type,)*
        }

        impl $name {
            /// The counts alone.
            #[must_use]
            pub fn counts(&self) -> FlowCounts {
                FlowCounts {
                    databases: self.databases.clone(), registers: self.registers.clone(), removed: self.removed.clone(),
                    screened: self.screened, excluded: self.excluded.clone(),
                    records_to_reports: self.records_to_reports.clone(), sought: self.sought,
                    not_retrieved: self.not_retrieved, assessed: self.assessed,
                    excluded_reports: self.excluded_reports.clone(), other: self.other.clone(),
                    previous: self.previous.clone(), new: self.new.clone(), updated_studies: self.updated_studies,
                    included: self.included.clone(), stages: self.stages.clone(),
                }
            }
        }
    };
}

with_counts! {
    /// PRISMA 2020 counts. Every count is optional: unknown is not zero.
    pub struct Prisma {
        /// The box with the studies of the meta-analysis, which the figure of PRISMA 2020 does not have: `true`, the
        /// number of studies of the first analysis, or the numbers by analysis. Absent or `false`: no such box.
        #[serde(default)]
        pub synthesised: Option<Synthesised>,
        /// Of a living review, the counts of each version, the first one first. Counts beside `versions` are those of
        /// all versions together; absent, they are the sums.
        #[serde(default)]
        pub versions: IndexMap<String, FlowCounts>,
        /// How the figure shows the versions. Default `cumulative`.
        #[serde(default)]
        pub living: Option<Living>,
        /// CSV file with a row per excluded report: `report`, `reason`, and where known `near_miss` and `citation`.
        #[serde(default)]
        pub excluded_file: Option<String>,
        /// What the figure shows.
        #[serde(default)]
        pub show: Show,
        /// Colours of the figure. Default `neutral`.
        #[serde(default)]
        pub theme: Option<FlowTheme>,
    }
}

with_counts! {
    /// The counts of one version of a living review: those of its own search.
    pub struct FlowCounts {}
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

/// How the records that are kept become reports: sought = screened - excluded + extra reports - merged.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordsToReports {
    /// Reports beyond one for each record.
    #[serde(default)]
    pub extra_reports: u64,
    /// Records whose report another record has as well.
    #[serde(default)]
    pub merged: u64,
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
    /// Records among them that the databases or registers had given already.
    #[serde(default)]
    pub duplicates: Option<u64>,
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

/// A box that the figure of PRISMA 2020 does not have, with a box of what leaves there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    /// The box that it follows.
    pub after: After,
    /// How many come so far.
    #[serde(default)]
    pub n: Option<u64>,
    /// How many leave here: by reason, or a total. Absent, there is no box for them and none leaves.
    #[serde(default)]
    pub removed: Option<Counts>,
    /// What the box of those who leave says. Default `Records excluded`, `Reports excluded` or `Studies left out`.
    #[serde(default)]
    pub removed_label: Option<String>,
}

/// A box of the diagram that another can follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum After {
    /// Records identified, without those removed before screening.
    Identified,
    /// Records screened, without those excluded.
    Screened,
    /// Reports sought, without those not retrieved.
    Sought,
    /// Reports assessed, without those excluded.
    Assessed,
    /// Studies included.
    Included,
}

/// How the figure of a living review shows its versions (the extension PRISMA-LSR).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Living {
    /// One flow, whose counts are the sums over the versions.
    #[default]
    Cumulative,
    /// The flow of the latest version, and beside it that of the earlier versions together.
    LatestAndPrevious,
    /// A column for each version and one for all, with the boxes as rows.
    Matrix,
}

/// What the figure shows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Show {
    /// The lines "Reports of ...". Default true.
    #[serde(default)]
    pub reports: Option<bool>,
    /// The sums in the headings "Records identified" and "Records removed before screening". Default false.
    #[serde(default)]
    pub totals: Option<bool>,
}

/// Colours of the flow diagram.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FlowTheme {
    /// Those of the other figures.
    #[default]
    Neutral,
    /// Those of the diagram that the PRISMA group offers: goldenrod, grey and steel blue.
    Prisma,
}
