//! A column of the study table.

use crate::spec::studies::ColumnType;

/// A column: what it holds, and what the author says about it.
#[derive(Debug, Clone)]
pub struct Column {
    /// The name in the header.
    pub name: String,
    /// What its cells hold.
    pub kind: ColumnType,
    /// Whether the author declared the type; otherwise it is inferred from the cells.
    pub declared: bool,
    /// The heading: the declared label, or the name with its underscores as spaces.
    pub label: String,
    /// The unit, shown in the heading.
    pub unit: Option<String>,
    /// The column that says where each value of this one comes from.
    pub source: Option<String>,
    /// The numbers of a count or number column, by row; not a number where missing. Empty for other columns.
    pub(super) numbers: Vec<f64>,
}

impl Column {
    /// Whether the cells are numbers.
    #[must_use]
    pub fn is_numeric(&self) -> bool {
        matches!(self.kind, ColumnType::Count | ColumnType::Number)
    }

    /// The label with the unit after a comma: `Male, %`.
    #[must_use]
    pub fn heading(&self) -> String {
        match &self.unit {
            Some(unit) => format!("{}, {unit}", self.label),
            None => self.label.clone(),
        }
    }

    /// The label of a column that has none: `ecmo_type` is `Ecmo type`.
    pub(super) fn default_label(name: &str) -> String {
        let words = name.replace('_', " ");
        let mut chars = words.chars();
        chars
            .next()
            .map_or_else(String::new, |first| first.to_uppercase().collect::<String>() + chars.as_str())
    }
}
