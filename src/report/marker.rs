//! What the marks of a rendered template stand for.
//!
//! A template is rendered once, to Markdown with marks (see [`super::place`]); each form of the document
//! replaces a mark in its own way. The number in a mark is an index into [`Markers`].

use std::sync::{Arc, Mutex, PoisonError};

use indexmap::IndexMap;

use super::place::{Piece, mark, pieces};

/// What a mark stands for.
#[derive(Debug, Clone, PartialEq)]
pub enum Marker {
    /// A computed value within a line.
    Value(ValueMark),
    /// A number that the author vouches for: shown as it is, exempt from the checks on prose.
    Literal(String),
    /// A figure, by name (`forest/survival`): a block where it stands alone in its paragraph.
    Figure(String),
    /// A table, by name (`summary-of-findings`): a block where it stands alone in its paragraph.
    Table(String),
    /// A reference to a figure by name: reads `Figure 2` and leads there.
    FigureReference(String),
    /// A reference to a table by name: reads `Table 2` and leads there.
    TableReference(String),
    /// A citation, an index into the document's citations.
    Citation(usize),
    /// The list of references.
    Bibliography,
    /// The id of the heading in which it stands.
    Anchor(String),
    /// Opens a part that a reader may leave folded, with its title; a block.
    Fold(String),
    /// Closes it; a block.
    EndFold,
}

/// A computed value as it is printed, with what it is.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ValueMark {
    /// The text, as the number profile prints it: plain text, neither HTML nor Markdown.
    pub text: String,
    /// The number for machines (`0.587`), as `results.json` has it; of an interval, `lower/upper`.
    pub value: String,
    /// The analysis or part of one that it belongs to (`survival/region/Europe`), or another path of the
    /// results (`prisma/screened`); empty where it is not known.
    pub of: String,
    /// What it is: `estimate`, `ci`, `k`, `p`, ... ; empty where it is not known.
    pub field: String,
}

/// The marks of a document. Cloning shares the list.
#[derive(Debug, Clone, Default)]
pub struct Markers(Arc<Mutex<Vec<Marker>>>);

impl Markers {
    /// Adds a marker and gives its mark.
    pub fn add(&self, marker: Marker) -> String {
        let mut list = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        list.push(marker);
        mark(list.len() - 1)
    }

    /// What a mark stands for.
    #[must_use]
    pub fn get(&self, number: usize) -> Option<Marker> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(number).cloned()
    }

    /// A text with values and literals in place of their marks. Other marks are left out.
    #[must_use]
    pub fn plain(&self, text: &str) -> String {
        self.replaced(text, |marker| match marker {
            Marker::Value(value) => value.text.clone(),
            Marker::Literal(text) => text.clone(),
            _ => String::new(),
        })
    }

    /// A text with every mark replaced.
    pub fn replaced(&self, text: &str, mut by: impl FnMut(&Marker) -> String) -> String {
        let mut out = String::with_capacity(text.len());
        for piece in pieces(text) {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Mark(number) => {
                    if let Some(marker) = self.get(number) {
                        out.push_str(&by(&marker));
                    }
                }
            }
        }
        out
    }
}

/// The numbers of figures and tables, in order of appearance.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Numbering {
    figures: IndexMap<String, usize>,
    tables: IndexMap<String, usize>,
}

impl Numbering {
    /// The numbers in a document: each figure and table counts where it first stands.
    #[must_use]
    pub fn of(document: &str, markers: &Markers) -> Self {
        let mut numbering = Self::default();
        for piece in pieces(document) {
            let Piece::Mark(number) = piece else { continue };
            let (numbers, name) = match markers.get(number) {
                Some(Marker::Figure(name)) => (&mut numbering.figures, name),
                Some(Marker::Table(name)) => (&mut numbering.tables, name),
                _ => continue,
            };
            let next = numbers.len() + 1;
            numbers.entry(name).or_insert(next);
        }
        numbering
    }

    /// The number of a figure that stands in the document.
    #[must_use]
    pub fn figure(&self, name: &str) -> Option<usize> {
        self.figures.get(name).copied()
    }

    /// The number of a table that stands in the document.
    #[must_use]
    pub fn table(&self, name: &str) -> Option<usize> {
        self.tables.get(name).copied()
    }

    /// The figures in order.
    pub fn figures(&self) -> impl Iterator<Item = &str> {
        self.figures.keys().map(String::as_str)
    }

    /// The tables in order.
    pub fn tables(&self) -> impl Iterator<Item = &str> {
        self.tables.keys().map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_numbered_where_they_first_stand() {
        let markers = Markers::default();
        let text = [
            markers.add(Marker::FigureReference("b".into())),
            markers.add(Marker::Figure("a".into())),
            markers.add(Marker::Table("t".into())),
            markers.add(Marker::Figure("b".into())),
            markers.add(Marker::Figure("a".into())),
        ]
        .join("\n\n");
        let numbering = Numbering::of(&text, &markers);
        assert_eq!(
            (numbering.figure("a"), numbering.figure("b"), numbering.table("t")),
            (Some(1), Some(2), Some(1))
        );
        assert_eq!(numbering.figures().collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(numbering.figure("c"), None);
    }

    #[test]
    fn values_read_as_their_text() {
        let markers = Markers::default();
        let mark = markers.add(Marker::Value(ValueMark { text: "59%".into(), ..ValueMark::default() }));
        assert_eq!(markers.plain(&format!("Of these, {mark} survived.")), "Of these, 59% survived.");
    }
}
