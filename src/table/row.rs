//! A row of the study table, as expressions see it.

use super::expression::{Kind, Scope, Value};
use super::{Column, StudyTable};

/// A row. In an expression the columns are names; `row["male %"]` reaches those whose name is no identifier.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    pub(super) table: &'a StudyTable,
    pub(super) index: usize,
}

impl<'a> Row<'a> {
    /// The number of the row, from 0, in the order of the table.
    #[must_use]
    pub const fn index(&self) -> usize {
        self.index
    }

    /// The id of the study.
    #[must_use]
    pub fn id(&self) -> &'a str {
        self.table.id(self.index)
    }

    fn value(&self, position: usize, column: &Column) -> Value<'a> {
        if column.is_numeric() {
            return column
                .numbers
                .get(self.index)
                .filter(|number| !number.is_nan())
                .map_or(Value::None, |&n| Value::Number(n));
        }
        self.table.text_at(self.index, position).map_or(Value::None, Value::Text)
    }
}

impl Scope for Row<'_> {
    fn get(&self, name: &str) -> Option<Value<'_>> {
        match self.table.position(name) {
            Some((position, column)) => Some(self.value(position, column)),
            None if name == "row" => Some(Value::Record(self)),
            None => None,
        }
    }

    fn names(&self) -> Vec<&str> {
        self.table.columns().map(|column| column.name.as_str()).collect()
    }

    fn kind(&self, name: &str) -> Option<Kind> {
        let column = self.table.column(name)?;
        // A column that is missing throughout may hold anything.
        let known = (0..self.table.len()).any(|row| !self.table.is_missing(row, name));
        known.then_some(if column.is_numeric() { Kind::Number } else { Kind::Text })
    }

    fn levels(&self, name: &str) -> Option<Vec<String>> {
        self.kind(name).filter(|kind| *kind == Kind::Text).map(|_| self.table.levels(name))
    }

    fn what(&self) -> &'static str {
        "a column of the study table"
    }
}
