//! Double extraction of the study data.

use std::collections::BTreeMap;

use crate::diagnostics::{Diagnostic, Diagnostics, codes, did_you_mean};
use crate::source::csv::Records;
use crate::source::{Folder, Place};
use crate::spec::evidence::Extraction;
use crate::spec::{Review, Specification};
use crate::table::{StudyTable, cell};

/// What two extractors found, field by field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoubleExtraction {
    /// The fields that both files have, in the order of the first.
    pub fields: Vec<ExtractedField>,
}

/// A field of the study data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExtractedField {
    /// Column.
    pub field: String,
    /// The studies that both have.
    pub cells: Vec<ExtractedCell>,
}

/// A cell as each extractor has it; a missing one is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExtractedCell {
    /// Id of the study.
    pub study: String,
    /// The first extractor's value.
    pub a: Option<String>,
    /// The second extractor's value.
    pub b: Option<String>,
    /// What was agreed in the end.
    pub resolved: Option<String>,
}

impl ExtractedCell {
    /// Whether both have the same value: the same number however it is written, the same text whatever its case.
    #[must_use]
    pub fn agrees(&self) -> bool {
        match (&self.a, &self.b) {
            (Some(a), Some(b)) => same(a, b),
            (None, None) => true,
            _ => false,
        }
    }
}

fn same(a: &str, b: &str) -> bool {
    match (cell::number(a), cell::number(b)) {
        (Some(a), Some(b)) => a.total_cmp(&b).is_eq(),
        _ => a.trim().eq_ignore_ascii_case(b.trim()),
    }
}

/// One file of the two, or the agreed values.
struct Source {
    records: Records,
    /// The row of each study, the first where several have its id.
    rows: BTreeMap<String, usize>,
}

impl Source {
    fn open(
        name: &str,
        place: &Place,
        table: &StudyTable,
        folder: &Folder,
        found: &mut Diagnostics,
    ) -> Option<Self> {
        let file = found.take(folder.read(name, Some(place)))?;
        let records = Records::parse(&file, found)?;
        let Some(id) = records.columns().position(|column| column == table.id_column()) else {
            found.push(
                Diagnostic::new(codes::UNKNOWN_COLUMN, format!("there is no column `{}`", table.id_column()))
                    .at(records.header_place(), "not among these")
                    .hint_if(did_you_mean(table.id_column(), records.columns())),
            );
            return None;
        };
        let mut rows = BTreeMap::new();
        for row in 0..records.len() {
            let study = records.cell(row, id).text;
            found.take(table.study(&study, records.cell_place(row, id)));
            rows.entry(study.to_string()).or_insert(row);
        }
        Some(Self { records, rows })
    }

    fn row(&self, study: &str) -> Option<usize> {
        self.rows.get(study).copied()
    }

    fn cell(&self, study: &str, column: &str) -> Option<String> {
        let column = self.records.columns().position(|known| known == column)?;
        let text = self.records.cell(self.row(study)?, column).text.trim().to_owned();
        (!cell::is_missing(&text)).then_some(text)
    }

    fn place(&self, study: &str, column: &str) -> Option<Place> {
        let column = self.records.columns().position(|known| known == column)?;
        Some(self.records.cell_place(self.row(study)?, column))
    }
}

/// Reads both extractions and holds them against each other. A cell on which they differ and nothing is agreed is an
/// error where the study table has a value that an analysis uses, else a warning.
pub(super) fn check(
    spec: &Extraction,
    specification: &Specification,
    table: &StudyTable,
    folder: &Folder,
    found: &mut Diagnostics,
) -> Option<DoubleExtraction> {
    let place = |key: &str| specification.place(["extraction", key]);
    let a = Source::open(&spec.a, &place("a"), table, folder, found)?;
    let b = Source::open(&spec.b, &place("b"), table, folder, found)?;
    let agreed = match &spec.adjudicated {
        Some(name) => Some(Source::open(name, &place("adjudicated"), table, folder, found)?),
        None => None,
    };
    let analysed = analysed_columns(&specification.review);
    let mut double = DoubleExtraction { fields: Vec::new() };
    for column in a.records.columns().filter(|column| *column != table.id_column()) {
        if !b.records.columns().any(|other| other == column) {
            continue;
        }
        let mut field = ExtractedField { field: column.to_owned(), cells: Vec::new() };
        for study in table.ids().filter(|id| a.row(id).is_some() && b.row(id).is_some()) {
            let tabled =
                table.find(study).and_then(|row| table.text(row, column)).map(std::borrow::Cow::into_owned);
            let resolved = match &agreed {
                Some(agreed) => agreed.cell(study, column),
                None => tabled.clone(),
            };
            if let (Some(agreed), Some(resolved), Some(tabled)) = (&agreed, &resolved, &tabled)
                && !same(resolved, tabled)
            {
                let row = table.find(study).unwrap_or_default();
                let message = format!(
                    "`{column}` of `{study}` is {tabled} in the study table, but {resolved} was agreed"
                );
                let mut fault = Diagnostic::new(codes::NOT_AS_AGREED, message)
                    .at(table.cell_place(row, column), format!("{resolved} was agreed"))
                    .hint("the study table has what is analysed: mend the one that is wrong");
                if let Some(place) = agreed.place(study, column) {
                    fault = fault.also(place, "agreed here");
                }
                found.push(fault);
            }
            let cell = ExtractedCell {
                study: study.to_owned(),
                a: a.cell(study, column),
                b: b.cell(study, column),
                resolved,
            };
            if !cell.agrees() && cell.resolved.is_none() {
                let shown = |value: &Option<String>| value.clone().unwrap_or_else(|| "nothing".to_owned());
                let is_analysed = tabled.is_some() && analysed.contains(&column);
                let code = if is_analysed { codes::CELL_UNRESOLVED } else { codes::FIELD_UNRESOLVED };
                let message = format!(
                    "`{column}` of `{study}` is {} or {}: nothing is agreed",
                    shown(&cell.a),
                    shown(&cell.b)
                );
                let mut fault = Diagnostic::new(code, message)
                    .at_known(a.place(study, column), "the first extractor")
                    .hint(
                        "give the agreed value in the study table, or in the file that `adjudicated` names",
                    );
                if let Some(place) = b.place(study, column) {
                    fault = fault.also(place, "the second extractor");
                }
                found.push(fault);
            }
            field.cells.push(cell);
        }
        double.fields.push(field);
    }
    Some(double)
}

/// The columns that the analyses pool.
fn analysed_columns(review: &Review) -> Vec<&str> {
    let mut columns = Vec::new();
    for analysis in review.analyses.values() {
        let data = &analysis.data;
        columns.extend(data.columns().into_iter().map(|(_, column)| column));
        for arm in [&data.treated, &data.control].into_iter().flatten() {
            columns.extend(arm.columns().into_iter().map(|(_, column)| column));
        }
        let others = [&data.r, &data.estimate, &data.lower, &data.upper, &data.variance];
        columns.extend(others.into_iter().filter_map(|column| column.as_deref()));
    }
    columns
}
