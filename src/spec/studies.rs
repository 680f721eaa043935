//! The study table as the author declares it.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The study table.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Studies {
    /// CSV file in the folder of the review.
    #[serde(default)]
    pub file: Option<String>,
    /// The rows themselves, instead of a file: a list of mappings from column to value.
    #[serde(default)]
    pub rows: Option<Vec<IndexMap<String, serde_json::Value>>>,
    /// Column with unique ids. Default `study`.
    #[serde(default)]
    pub id: Option<String>,
    /// How a study is named, a template over the columns: `"{{ author }} {{ year }}"`.
    #[serde(default)]
    pub label: Option<String>,
    /// Columns by which studies are ordered. Default: the order of the file.
    #[serde(default)]
    pub order: Vec<String>,
    /// What the columns are.
    #[serde(default)]
    pub columns: IndexMap<String, Column>,
    /// Columns of the table of study characteristics.
    #[serde(default)]
    pub characteristics: Vec<String>,
    /// Column with the number of reports of each study: their sum is that of the flow diagram.
    #[serde(default)]
    pub reports: Option<String>,
    /// Column with the reason why a study is in no meta-analysis, empty for those that are in one.
    #[serde(default)]
    pub not_in_synthesis: Option<String>,
}

/// What a column is.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// Heading.
    #[serde(default)]
    pub label: Option<String>,
    /// Unit, shown in the heading.
    #[serde(default)]
    pub unit: Option<String>,
    /// Type of its cells; inferred where absent.
    #[serde(default, rename = "type")]
    pub kind: Option<ColumnType>,
    /// Least value allowed.
    #[serde(default)]
    pub min: Option<f64>,
    /// Greatest value allowed.
    #[serde(default)]
    pub max: Option<f64>,
    /// A column that says where each value of this one comes from.
    #[serde(default)]
    pub source: Option<String>,
}

/// Type of a column's cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ColumnType {
    /// A whole number, not negative.
    Count,
    /// A number.
    Number,
    /// A text.
    Text,
    /// A year, a year and month, or a day: `2004`, `2004-05`, `2004-05-31`.
    Date,
}
