//! Text, claims, published values and the looks of the report.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::shape::Printed;

/// A study-level description that is not pooled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Summary {
    /// Column of the study table.
    pub column: String,
    /// Heading; default the column's label.
    #[serde(default)]
    pub title: Option<String>,
    /// Unit.
    #[serde(default)]
    pub unit: Option<String>,
    /// What is computed.
    pub statistic: SummaryStatistic,
    /// Which studies, an expression over the columns.
    #[serde(default, rename = "where")]
    pub filter: Option<String>,
}

/// What a study-level description computes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SummaryStatistic {
    /// Median of the studies' values, with quartiles.
    MedianOfMedians,
    /// Smallest and largest value.
    Range,
    /// Arithmetic mean of the studies' values.
    Mean,
}

/// Counts that make up a whole: written out, or counted from a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Composition {
    /// Heading.
    #[serde(default)]
    pub title: Option<String>,
    /// What is counted, for instance `organisms`.
    #[serde(default)]
    pub unit: Option<String>,
    /// Where the counts come from.
    #[serde(default)]
    pub source: Option<String>,
    /// The counts by category.
    #[serde(default)]
    pub counts: Option<IndexMap<String, u64>>,
    /// CSV file with a row per category and study.
    #[serde(default)]
    pub file: Option<String>,
    /// Column of the file with the category.
    #[serde(default)]
    pub category: Option<String>,
    /// Column of the file with the count.
    #[serde(default)]
    pub count: Option<String>,
}

/// A statement that must hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// Id (`snake_case`).
    pub id: String,
    /// The statement as a sentence.
    #[serde(default)]
    pub text: Option<String>,
    /// Expression over the results: `neonates.random.estimate > children.random.estimate`.
    pub holds: String,
}

/// Numbers printed in a publication.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Published {
    /// Where they are printed.
    #[serde(default)]
    pub source: Option<PublishedSource>,
    /// The numbers.
    pub values: Vec<PublishedValue>,
}

/// The publication.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PublishedSource {
    /// Key in the bibliography.
    #[serde(default)]
    pub citation: Option<String>,
    /// DOI.
    #[serde(default)]
    pub doi: Option<String>,
}

/// One printed result. Each number is compared at the precision it is printed with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PublishedValue {
    /// Where in the publication.
    pub at: String,
    /// The analysis or part of one: `survival`, `survival/region/Europe`, `survival/without-outliers`,
    /// `survival/sensitivity/LABEL`.
    pub of: String,
    /// Pooled estimate.
    #[serde(default)]
    pub estimate: Option<Printed>,
    /// Its interval.
    #[serde(default)]
    pub ci: Option<[Printed; 2]>,
    /// Prediction interval.
    #[serde(default)]
    pub prediction: Option<[Printed; 2]>,
    /// `%` where proportions are printed as percentages.
    #[serde(default)]
    pub unit: Option<String>,
    /// Number of studies.
    #[serde(default)]
    pub k: Option<u64>,
    /// Number of participants.
    #[serde(default)]
    pub n: Option<u64>,
    /// Number of events.
    #[serde(default)]
    pub events: Option<u64>,
    /// p of Q.
    #[serde(default)]
    pub q_p: Option<Printed>,
    /// I2: in per cent, whatever the unit of the estimate, or as a fraction with its decimals (`0.69`).
    #[serde(default)]
    pub i2: Option<Printed>,
    /// Between-study variance.
    #[serde(default)]
    pub tau2: Option<Printed>,
    /// p of the pooled effect.
    #[serde(default)]
    pub p: Option<Printed>,
    /// A remark for the report.
    #[serde(default)]
    pub note: Option<String>,
}

/// Prose sections: each a Markdown file with values.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TextSections {
    /// Abstract.
    #[serde(default)]
    pub r#abstract: Option<String>,
    /// Introduction.
    #[serde(default)]
    pub introduction: Option<String>,
    /// Added to the generated methods.
    #[serde(default)]
    pub methods: Option<String>,
    /// Added to the generated results.
    #[serde(default)]
    pub results: Option<String>,
    /// Discussion.
    #[serde(default)]
    pub discussion: Option<String>,
    /// Added to the generated limitations.
    #[serde(default)]
    pub limitations: Option<String>,
    /// Conclusion.
    #[serde(default)]
    pub conclusion: Option<String>,
}

impl TextSections {
    /// The sections that the author wrote, with their files.
    #[must_use]
    pub fn sections(&self) -> Vec<(&'static str, &str)> {
        [
            ("abstract", &self.r#abstract),
            ("introduction", &self.introduction),
            ("methods", &self.methods),
            ("results", &self.results),
            ("discussion", &self.discussion),
            ("limitations", &self.limitations),
            ("conclusion", &self.conclusion),
        ]
        .into_iter()
        .filter_map(|(section, file)| Some((section, file.as_deref()?)))
        .collect()
    }
}

/// The sections of a report in their order, where the author does not say which.
pub const SECTIONS: [&str; 15] = [
    "abstract",
    "summary-of-findings",
    "whats-new",
    "introduction",
    "methods",
    "selection",
    "studies",
    "risk-of-bias",
    "results",
    "certainty",
    "discussion",
    "other-information",
    "checklists",
    "reproducibility",
    "references",
];

/// How the report looks.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportOptions {
    /// What is written: `html`, `md`, `svg`, `png`, `csv`, `json`, `r`. Default: all but `png`.
    #[serde(default)]
    pub formats: Vec<Format>,
    /// Document template of the review's `templates/` folder, instead of the built-in one.
    #[serde(default)]
    pub template: Option<String>,
    /// Sections in order. Default: all that have content, of `abstract`, `summary-of-findings`, `whats-new`,
    /// `introduction`, `methods`, `selection`, `studies`, `risk-of-bias`, `results`, `certainty`, `discussion`,
    /// `other-information`, `checklists`, `reproducibility`, `references`.
    #[serde(default)]
    pub sections: Vec<String>,
    /// Style of the figures. Default `plain`.
    #[serde(default)]
    pub style: Option<FigureStyle>,
    /// How numbers are written. Default: as the `style` has them, `neutral` for `plain`, `cochrane` for `revman`.
    #[serde(default)]
    pub numbers: Option<NumberProfile>,
    /// Colours of risk-of-bias judgements: `default` or `cochrane`.
    #[serde(default)]
    pub palette: Option<Palette>,
    /// Width of the figures in millimetres as printed, text never below 7 pt. Journals ask for 84 (a column), 114
    /// or 174 (the page). A figure that needs more than it is given leaves out columns and says so, or is wider.
    /// Default: 180, and wider where the columns need it.
    #[serde(default)]
    #[schemars(range(min = 84, max = 280))]
    pub figure_width: Option<u16>,
    /// Resolution of PNG figures in dots per inch. Journals ask for 300 to 600. Default: 300.
    #[serde(default)]
    #[schemars(range(min = 72, max = 1200))]
    pub png_dpi: Option<u16>,
    /// Citations: `numbered` (default), `author-year`, or the name of a journal's CSL style.
    #[serde(default)]
    pub citations: Option<String>,
}

impl ReportOptions {
    /// How numbers are written: as the author says, else as the style has them.
    #[must_use]
    pub fn number_profile(&self) -> NumberProfile {
        self.numbers.unwrap_or(match self.style {
            None | Some(FigureStyle::Plain) => NumberProfile::Neutral,
            Some(FigureStyle::Revman) => NumberProfile::Cochrane,
            Some(FigureStyle::Bmj) => NumberProfile::Bmj,
            Some(FigureStyle::Jama) => NumberProfile::Jama,
            Some(FigureStyle::Lancet) => NumberProfile::Lancet,
        })
    }
}

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
        #[serde(rename_all = "kebab-case")]
        pub enum $name { $($(#[$vdoc])* $variant,)+ }
    };
}

words! {
    /// A kind of output.
    Format {
        /// `report.html`.
        Html,
        /// `report.md`.
        Md,
        /// `results.json`.
        Json,
        /// `figures/*.svg`.
        Svg,
        /// `figures/*.png`.
        Png,
        /// `tables/*.csv`.
        Csv,
        /// `analysis.R`.
        R,
    }
}

words! {
    /// Style of the figures.
    FigureStyle {
        /// The house style.
        Plain,
        /// As RevMan draws.
        Revman,
        /// As the BMJ prints.
        Bmj,
        /// As JAMA prints.
        Jama,
        /// As the Lancet prints.
        Lancet,
    }
}

words! {
    /// How numbers are written.
    NumberProfile {
        /// ICMJE recommendations.
        Neutral,
        /// The BMJ.
        Bmj,
        /// JAMA and the AMA Manual of Style.
        Jama,
        /// The Lancet.
        Lancet,
        /// Cochrane.
        Cochrane,
        /// American Psychological Association.
        Apa,
    }
}

words! {
    /// Colours of judgements.
    Palette {
        /// Distinct for colour-blind readers, 3:1 on white.
        Default,
        /// As Cochrane's tools draw.
        Cochrane,
    }
}

/// An entry of the change log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// The version that the change made.
    pub version: String,
    /// Its date.
    #[serde(default)]
    pub date: Option<String>,
    /// What triggered it.
    #[serde(default)]
    pub trigger: Option<String>,
    /// What changed and why.
    pub summary: String,
}
