//! What a table is, whatever it is written as.

use crate::figures::slug;

/// A table of a report. Every text is plain: each form escapes it in its own way.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// The end of the anchor and the file in `tables/`: the slug of the name, unique where [`super::Anchors`] gave it.
    pub id: String,
    /// The name by which a template places it: `studies`, `subgroups/survival`.
    pub name: String,
    /// What the table shows, a short phrase without a full stop.
    pub caption: String,
    /// Headings above several columns, each with the number of columns that it spans; empty without any.
    /// A heading without a text spans columns that stand alone.
    pub spans: Vec<(String, usize)>,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows, each with a cell per column (a heading row has one cell).
    pub rows: Vec<Row>,
    /// Explanations by letter: the cells point at them by index.
    pub explanations: Vec<String>,
    /// Sentences below the table.
    pub notes: Vec<String>,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Heading.
    pub label: String,
    /// Where the cells stand.
    pub align: Align,
    /// Cells of running text, that may take several lines.
    pub prose: bool,
}

/// Where the cells of a column stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Align {
    /// At the start: texts.
    #[default]
    Start,
    /// At the end: numbers.
    End,
    /// In the middle: symbols.
    Centre,
}

/// A row.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// What the row is.
    pub kind: RowKind,
    /// Its cells.
    pub cells: Vec<Cell>,
    /// The id by which the document leads to it.
    pub anchor: Option<String>,
}

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RowKind {
    /// An entry.
    #[default]
    Entry,
    /// A part of the entry above, indented.
    Part,
    /// A heading over the rows that follow: its first cell spans the table.
    Heading,
    /// A total or pooled row, kept at the end.
    Total,
}

/// A cell.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Cell {
    /// What it says, as plain text.
    pub text: String,
    /// The number behind the text, by which the column sorts.
    pub number: Option<f64>,
    /// The anchor in the document to which the text leads.
    pub target: Option<String>,
    /// Symbols before the text that say the same (`⊕⊕⊕◯`); hidden from those who listen, and from CSV.
    pub glyphs: Option<String>,
    /// Which explanations belong to it.
    pub explanations: Vec<usize>,
    /// A colour role: `low`, `some`, `high`, `critical`, `unclear`, `differs`, `agrees`.
    pub role: Option<&'static str>,
}

impl Table {
    /// A table without rows.
    #[must_use]
    pub fn new(name: impl Into<String>, caption: impl Into<String>, columns: Vec<Column>) -> Self {
        let name = name.into();
        Self {
            id: slug(&name),
            name,
            caption: caption.into(),
            spans: Vec::new(),
            columns,
            rows: Vec::new(),
            explanations: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// Gives it another name, and the id that goes with it.
    pub fn rename(&mut self, name: &str) {
        name.clone_into(&mut self.name);
        self.id = slug(name);
    }

    /// Adds an entry and gives it back, to set its anchor.
    pub fn entry(&mut self, cells: Vec<Cell>) -> &mut Row {
        self.row(RowKind::Entry, cells)
    }

    /// Adds a row of a kind and gives it back.
    pub fn row(&mut self, kind: RowKind, cells: Vec<Cell>) -> &mut Row {
        debug_assert!(
            kind == RowKind::Heading || cells.len() == self.columns.len(),
            "a cell per column in {}: {} and {}",
            self.name,
            cells.len(),
            self.columns.len()
        );
        let at = self.rows.len();
        self.rows.push(Row { kind, cells, anchor: None });
        &mut self.rows[at]
    }

    /// The index of an explanation; the same text has one letter, however often it is needed.
    pub fn explain(&mut self, text: impl Into<String>) -> usize {
        let text = text.into();
        self.explanations.iter().position(|known| *known == text).unwrap_or_else(|| {
            self.explanations.push(text);
            self.explanations.len() - 1
        })
    }

    /// A cell with an explanation, where there is one.
    pub fn explained(&mut self, cell: Cell, explanation: Option<String>) -> Cell {
        match explanation {
            Some(text) => {
                let index = self.explain(text);
                cell.explained(index)
            }
            None => cell,
        }
    }

    /// Whether rows may change places: not where headings or parts depend on the order.
    #[must_use]
    pub fn sortable(&self) -> bool {
        let entries = self.rows.iter().filter(|row| row.kind == RowKind::Entry).count();
        entries > 2 && self.rows.iter().all(|row| matches!(row.kind, RowKind::Entry | RowKind::Total))
    }

    /// Whether the table needs more room than a page or a phone held upright gives it.
    #[must_use]
    pub fn is_wide(&self) -> bool {
        /// So many characters fit beside each other on paper.
        const FITS: usize = 128;
        /// Longer cells take several lines.
        const LINE: usize = 16;
        let width = |(at, column): (usize, &Column)| {
            let word = column.label.split_whitespace().map(|word| word.chars().count()).max().unwrap_or(0);
            let rows = self.rows.iter().filter(|row| row.kind != RowKind::Heading);
            let cells = rows.filter_map(|row| row.cells.get(at));
            let cell = cells.map(|cell| cell.text.chars().count()).max().unwrap_or(0);
            word.max(cell.min(LINE)) + 2
        };
        self.columns.iter().enumerate().map(width).sum::<usize>() > FITS
    }

    /// Drops the columns in which no entry says anything.
    #[must_use]
    pub fn without_empty_columns(mut self) -> Self {
        let keep: Vec<bool> = (0..self.columns.len())
            .map(|column| {
                column == 0
                    || self.rows.iter().any(|row| {
                        row.cells.get(column).is_some_and(|cell| !cell.text.is_empty() && !cell.is_absent())
                    })
            })
            .collect();
        let kept = |index: usize| keep.get(index).copied().unwrap_or(true);
        let mut at = 0;
        for (_, span) in &mut self.spans {
            let end = at + *span;
            *span = (at..end).filter(|&column| kept(column)).count();
            at = end;
        }
        self.spans.retain(|(_, span)| *span > 0);
        self.columns = retain_by_index(self.columns, kept);
        for row in &mut self.rows {
            if row.kind != RowKind::Heading {
                row.cells = retain_by_index(std::mem::take(&mut row.cells), kept);
            }
        }
        self
    }
}

fn retain_by_index<T>(items: Vec<T>, keep: impl Fn(usize) -> bool) -> Vec<T> {
    items.into_iter().enumerate().filter(|(index, _)| keep(*index)).map(|(_, item)| item).collect()
}

impl Column {
    /// A column of texts.
    #[must_use]
    pub fn text(label: impl Into<String>) -> Self {
        Self { label: label.into(), align: Align::Start, prose: false }
    }

    /// A column of running text.
    #[must_use]
    pub fn prose(label: impl Into<String>) -> Self {
        Self { label: label.into(), align: Align::Start, prose: true }
    }

    /// A column of numbers.
    #[must_use]
    pub fn number(label: impl Into<String>) -> Self {
        Self { label: label.into(), align: Align::End, prose: false }
    }

    /// A column of symbols.
    #[must_use]
    pub fn symbol(label: impl Into<String>) -> Self {
        Self { label: label.into(), align: Align::Centre, prose: false }
    }
}

impl Cell {
    /// What stands for a value that is not known.
    pub const NOT_REPORTED: &'static str = "NR";

    /// What stands for a quantity that does not exist, such as the heterogeneity of a single study.
    pub const NOT_APPLICABLE: &'static str = "NA";

    /// Whether the text says that there is nothing to say.
    #[must_use]
    pub fn is_absent(&self) -> bool {
        self.text == Self::NOT_REPORTED || self.text == Self::NOT_APPLICABLE
    }

    /// A cell that says something.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// A cell with a number and its text.
    #[must_use]
    pub fn number(text: impl Into<String>, number: f64) -> Self {
        Self { text: text.into(), number: number.is_finite().then_some(number), ..Self::default() }
    }

    /// A number of the data that may be unknown, and how it is written.
    #[must_use]
    pub fn known(number: Option<f64>, write: impl FnOnce(f64) -> String) -> Self {
        match number {
            Some(number) if number.is_finite() => Self::number(write(number), number),
            _ => Self::not_reported(),
        }
    }

    /// Not known.
    #[must_use]
    pub fn not_reported() -> Self {
        Self::text(Self::NOT_REPORTED)
    }

    /// A computed number that may not exist, and how it is written.
    #[must_use]
    pub fn computed(number: Option<f64>, write: impl FnOnce(f64) -> String) -> Self {
        match number {
            Some(number) if number.is_finite() => Self::number(write(number), number),
            _ => Self::text(Self::NOT_APPLICABLE),
        }
    }

    /// Leads to an anchor.
    #[must_use]
    pub fn to(mut self, anchor: impl Into<String>) -> Self {
        self.target = Some(anchor.into());
        self
    }

    /// Has symbols before its text.
    #[must_use]
    pub fn glyphs(mut self, glyphs: impl Into<String>) -> Self {
        self.glyphs = Some(glyphs.into());
        self
    }

    /// Has an explanation.
    #[must_use]
    pub fn explained(mut self, index: usize) -> Self {
        if !self.explanations.contains(&index) {
            self.explanations.push(index);
        }
        self
    }

    /// Has a colour role.
    #[must_use]
    pub fn role(mut self, role: &'static str) -> Self {
        self.role = Some(role);
        self
    }
}

/// The letters of an explanation: a, b, ..., z, aa, ab, ...
#[must_use]
pub(super) fn letters(mut index: usize) -> String {
    let mut out = Vec::new();
    loop {
        out.push(char::from(b'a' + u8::try_from(index % 26).unwrap_or(0)));
        if index < 26 {
            break;
        }
        index = index / 26 - 1;
    }
    out.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_go_on_after_z() {
        assert_eq!(["a", "z", "aa", "az", "ba"].map(str::to_owned), [0, 25, 26, 51, 52].map(letters));
    }

    #[test]
    fn many_columns_are_wide_and_long_texts_are_not() {
        let columns = |n| vec![Column::number("Participants"); n];
        let mut few = Table::new("t", "T", columns(3));
        few.entry(vec![Cell::text("long ".repeat(90)), Cell::text(""), Cell::text("")]);
        assert!(!few.is_wide());
        assert!(Table::new("t", "T", columns(12)).is_wide());
    }

    #[test]
    fn a_column_that_says_nothing_goes() {
        let mut table = Table::new("t", "T", vec![Column::text("a"), Column::text("b"), Column::number("c")]);
        table.spans = vec![(String::new(), 1), ("both".into(), 2)];
        table.entry(vec![Cell::text("x"), Cell::not_reported(), Cell::number("1", 1.0)]);
        let table = table.without_empty_columns();
        assert_eq!(table.columns.iter().map(|c| c.label.as_str()).collect::<Vec<_>>(), ["a", "c"]);
        assert_eq!(table.rows[0].cells.len(), 2);
        assert_eq!(table.spans, [(String::new(), 1), ("both".into(), 1)]);
    }
}
