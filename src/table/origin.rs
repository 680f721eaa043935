//! Where the cells of a table come from: a CSV, or rows of the specification.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use indexmap::IndexMap;

use crate::diagnostics::{Diagnostic, Diagnostics, codes};
use crate::source::csv::Records;
use crate::source::yaml::{Document, Kind, Node, Scalar};
use crate::source::{Place, SourceFile};

/// The cells in the order of the source.
#[derive(Debug, Clone)]
pub(super) enum Origin {
    Csv(Records),
    Rows(Rows),
}

/// Rows that are written in the specification.
#[derive(Debug, Clone)]
pub(super) struct Rows {
    file: Arc<SourceFile>,
    whole: Range<usize>,
    columns: Vec<(String, Range<usize>)>,
    spans: Vec<Range<usize>>,
    cells: Vec<(String, Range<usize>)>,
}

impl Rows {
    /// Reads the list of mappings under `rows`. Columns are the keys, in the order in which they first appear.
    pub(super) fn read(document: &Document, list: &Node, found: &mut Diagnostics) -> Self {
        let items = if let Kind::List(items) = &list.kind { items.as_slice() } else { &[] };
        let mut columns: IndexMap<String, Range<usize>> = IndexMap::new();
        for item in items {
            if let Kind::Map(entries) = &item.kind {
                for entry in entries {
                    columns.entry(entry.key.clone()).or_insert_with(|| entry.key_span.clone());
                }
            }
        }
        let mut cells = Vec::with_capacity(items.len() * columns.len());
        for item in items {
            for name in columns.keys() {
                cells.push(match item.entry(name) {
                    Some(entry) => cell(document, &entry.value, name, found),
                    None => (String::new(), item.span.start..item.span.start),
                });
            }
        }
        let spans = items.iter().map(|item| first_line(document, &item.span)).collect();
        let whole = first_line(document, &list.span);
        Self { file: Arc::clone(&document.file), whole, columns: columns.into_iter().collect(), spans, cells }
    }
}

fn first_line(document: &Document, span: &Range<usize>) -> Range<usize> {
    let text = &document.file.text()[span.clone()];
    span.start..span.start + text.find('\n').unwrap_or(text.len())
}

fn cell(document: &Document, value: &Node, name: &str, found: &mut Diagnostics) -> (String, Range<usize>) {
    let source = || document.file.text().get(value.span.clone()).unwrap_or("").to_owned();
    let text = match &value.kind {
        Kind::Scalar(Scalar::Null) => String::new(),
        Kind::Scalar(Scalar::Text(text)) => text.trim().to_owned(),
        Kind::Scalar(_) => source(),
        Kind::List(_) | Kind::Map(_) => {
            let fault = Diagnostic::new(
                codes::CELL_OF_MANY_VALUES,
                format!("a cell of `{name}` is {}", value.kind_in_words()),
            )
            .at(document.file.place(first_line(document, &value.span)), "a cell holds one value")
            .hint("write a number or a text; a list as one text, in quotes");
            found.push(fault);
            String::new()
        }
    };
    (text, value.span.clone())
}

impl Origin {
    pub(super) fn file(&self) -> &Arc<SourceFile> {
        match self {
            Self::Csv(records) => records.file(),
            Self::Rows(rows) => &rows.file,
        }
    }

    pub(super) fn columns(&self) -> Vec<&str> {
        match self {
            Self::Csv(records) => records.columns().collect(),
            Self::Rows(rows) => rows.columns.iter().map(|(name, _)| name.as_str()).collect(),
        }
    }

    pub(super) fn len(&self) -> usize {
        match self {
            Self::Csv(records) => records.len(),
            Self::Rows(rows) => rows.spans.len(),
        }
    }

    pub(super) fn text(&self, row: usize, column: usize) -> Cow<'_, str> {
        match self {
            Self::Csv(records) => records.cell(row, column).text,
            Self::Rows(rows) => match rows.cells.get(row * rows.columns.len() + column) {
                Some((text, _)) => Cow::Borrowed(text),
                None => Cow::Borrowed(""),
            },
        }
    }

    pub(super) fn cell_place(&self, row: usize, column: usize) -> Place {
        match self {
            Self::Csv(records) => records.cell_place(row, column),
            Self::Rows(rows) => {
                let cell = rows.cells.get(row * rows.columns.len() + column);
                rows.file.place(cell.map_or(0..0, |(_, span)| span.clone()))
            }
        }
    }

    pub(super) fn row_place(&self, row: usize) -> Place {
        match self {
            Self::Csv(records) => records.row_place(row),
            Self::Rows(rows) => rows.file.place(rows.spans.get(row).cloned().unwrap_or(0..0)),
        }
    }

    pub(super) fn column_place(&self, column: usize) -> Place {
        match self {
            Self::Csv(records) => records.column_place(column),
            Self::Rows(rows) => {
                rows.file.place(rows.columns.get(column).map_or(0..0, |(_, span)| span.clone()))
            }
        }
    }

    /// Where the names of the columns stand together.
    pub(super) fn header_place(&self) -> Place {
        match self {
            Self::Csv(records) => records.header_place(),
            Self::Rows(rows) => rows.file.place(rows.whole.clone()),
        }
    }
}
