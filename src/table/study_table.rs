//! The table itself.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use indexmap::IndexMap;

use super::cell::{self, Date};
use super::origin::Origin;
use super::{Column, Row};
use crate::diagnostics::{Diagnostic, Diagnostics, Place, SourceFile, codes, did_you_mean};
use crate::spec::studies::ColumnType;

/// The studies of a review: a row per study, in the order that the author asks for.
#[derive(Debug, Clone)]
pub struct StudyTable {
    pub(super) origin: Origin,
    /// Rows of the origin, in the order of the table.
    pub(super) order: Vec<usize>,
    pub(super) columns: IndexMap<String, Column>,
    pub(super) ids: Vec<String>,
    /// The row of each id, the first where several have it.
    pub(super) by_id: BTreeMap<String, usize>,
    pub(super) labels: Vec<String>,
    pub(super) id_column: String,
}

impl StudyTable {
    /// The number of studies.
    #[must_use]
    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// Whether there is no study.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// The file that the studies stand in.
    #[must_use]
    pub fn file(&self) -> &Arc<SourceFile> {
        self.origin.file()
    }

    /// The columns, in the order of the header.
    pub fn columns(&self) -> impl ExactSizeIterator<Item = &Column> {
        self.columns.values()
    }

    /// A column by its name.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.get(name)
    }

    /// The name of the column with the ids.
    #[must_use]
    pub fn id_column(&self) -> &str {
        &self.id_column
    }

    pub(super) fn position(&self, name: &str) -> Option<(usize, &Column)> {
        self.columns.get_full(name).map(|(position, _, column)| (position, column))
    }

    /// The ids of the studies.
    pub fn ids(&self) -> impl ExactSizeIterator<Item = &str> {
        self.ids.iter().map(String::as_str)
    }

    /// The id of a study.
    ///
    /// # Panics
    /// Never: a row that is not there has an empty id.
    #[must_use]
    pub fn id(&self, row: usize) -> &str {
        self.ids.get(row).map_or("", String::as_str)
    }

    /// The name of a study in figures and tables: `Lillehei 1989`.
    #[must_use]
    pub fn label(&self, row: usize) -> &str {
        self.labels.get(row).map_or("", String::as_str)
    }

    /// The row of a study by its id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    /// A row, for expressions.
    #[must_use]
    pub const fn row(&self, index: usize) -> Row<'_> {
        Row { table: self, index }
    }

    /// The rows, in order.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = Row<'_>> {
        (0..self.len()).map(|index| self.row(index))
    }

    pub(super) fn text_at(&self, row: usize, position: usize) -> Option<Cow<'_, str>> {
        let text = self.origin.text(*self.order.get(row)?, position);
        (!cell::is_missing(&text)).then_some(text)
    }

    /// The text of a cell as the author wrote it; nothing where it is missing.
    #[must_use]
    pub fn text(&self, row: usize, column: &str) -> Option<Cow<'_, str>> {
        self.text_at(row, self.columns.get_index_of(column)?)
    }

    /// The number in a cell of a count or number column; nothing where it is missing.
    #[must_use]
    pub fn number(&self, row: usize, column: &str) -> Option<f64> {
        self.columns.get(column)?.numbers.get(row).copied().filter(|number| !number.is_nan())
    }

    /// The date in a cell; a bare year in a column of counts is one as well. Nothing where it is missing.
    #[must_use]
    pub fn date(&self, row: usize, column: &str) -> Option<Date> {
        Date::parse(&self.text(row, column)?)
    }

    /// Whether a cell is missing; so is every cell of a column that is not there.
    #[must_use]
    pub fn is_missing(&self, row: usize, column: &str) -> bool {
        self.text(row, column).is_none()
    }

    /// The different texts of a column, in order of appearance.
    #[must_use]
    pub fn levels(&self, column: &str) -> Vec<String> {
        let mut levels: IndexMap<String, ()> = IndexMap::new();
        for row in 0..self.len() {
            if let Some(text) = self.text(row, column) {
                levels.entry(text.into_owned()).or_default();
            }
        }
        levels.into_keys().collect()
    }

    /// Where a cell stands. Of a column that is not there, the row.
    #[must_use]
    pub fn cell_place(&self, row: usize, column: &str) -> Place {
        let Some(&source) = self.order.get(row) else { return self.origin.header_place() };
        match self.columns.get_index_of(column) {
            Some(position) => self.origin.cell_place(source, position),
            None => self.origin.row_place(source),
        }
    }

    /// Where the row of a study stands.
    #[must_use]
    pub fn row_place(&self, row: usize) -> Place {
        self.order
            .get(row)
            .map_or_else(|| self.origin.header_place(), |&source| self.origin.row_place(source))
    }

    /// Where the name of a column stands; the header of a column that is not there.
    #[must_use]
    pub fn column_place(&self, column: &str) -> Place {
        match self.columns.get_index_of(column) {
            Some(position) => self.origin.column_place(position),
            None => self.origin.header_place(),
        }
    }

    /// A column that the specification names at `at`.
    ///
    /// # Errors
    /// A diagnostic when the table has no such column.
    pub fn named(&self, name: &str, at: Place) -> Result<&Column, Diagnostic> {
        self.columns.get(name).ok_or_else(|| {
            let names: Vec<&str> = self.columns.keys().map(String::as_str).collect();
            unknown_column(name, at, self.file().name(), &names)
        })
    }

    /// A column that the specification names at `at` and uses as numbers. A column of missing cells will do.
    ///
    /// # Errors
    /// Diagnostics when the table has no such column, and for each of its cells that is no number (the first few).
    pub fn numeric(&self, name: &str, at: Place) -> Result<&Column, Diagnostics> {
        let mut found = Diagnostics::new();
        let Some(column) = found.take(self.named(name, at.clone())) else { return Err(found) };
        if column.is_numeric() {
            return Ok(column);
        }
        let rows = (0..self.len()).filter_map(|row| Some((row, self.text(row, name)?)));
        let faulty: Vec<usize> =
            rows.filter(|(_, text)| cell::number(text).is_none()).map(|(row, _)| row).collect();
        for (position, &row) in faulty.iter().take(super::infer::SHOWN).enumerate() {
            let text = self.text(row, name).unwrap_or_default();
            let mut fault =
                super::infer::not_of_kind(&text, ColumnType::Number, name, self.cell_place(row, name))
                    .also(at.clone(), "used as numbers here");
            if position + 1 == super::infer::SHOWN && faulty.len() > super::infer::SHOWN {
                fault = fault.note(format!(
                    "{} more cells of `{name}` are not numbers",
                    faulty.len() - super::infer::SHOWN
                ));
            }
            found.push(fault);
        }
        if faulty.is_empty() {
            // Every cell is a number: the author declared the column as something else.
            let message = format!("column `{name}` does not hold numbers");
            found.push(
                Diagnostic::new(codes::NOT_A_NUMBER, message)
                    .at(at, "used as numbers here")
                    .hint(format!("declare it with `type: number` under `studies.columns.{name}`")),
            );
        }
        Err(found)
    }

    /// A study that the specification names at `at`.
    ///
    /// # Errors
    /// A diagnostic when the table has no such study.
    pub fn study(&self, id: &str, at: Place) -> Result<usize, Diagnostic> {
        self.find(id).ok_or_else(|| {
            Diagnostic::new(codes::UNKNOWN_STUDY, format!("there is no study `{id}`"))
                .at(at, format!("not in column `{}` of `{}`", self.id_column, self.file().name()))
                .hint_if(did_you_mean(id, self.ids()))
        })
    }
}

pub(super) fn unknown_column(name: &str, at: Place, file: &str, names: &[&str]) -> Diagnostic {
    let listed = names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let suggestion = did_you_mean(name, names.iter().copied());
    let fault = Diagnostic::new(codes::UNKNOWN_COLUMN, format!("there is no column `{name}`"))
        .at(at, format!("not a column of `{file}`"));
    match suggestion {
        Some(hint) => fault.hint(hint),
        None => fault.hint(format!("the columns are {listed}")),
    }
}
