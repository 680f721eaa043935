//! The specification and its files to the study table.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use indexmap::IndexMap;

use super::origin::{Origin, Rows};
use super::study_table::unknown_column;
use super::{Column, StudyTable, cell, infer, label};
use crate::diagnostics::{Diagnostic, Diagnostics, Place, codes, similar};
use crate::source::Folder;
use crate::source::csv::Records;
use crate::source::yaml::Path;
use crate::spec::Specification;
use crate::spec::shape::TextOr;
use crate::spec::studies::{ColumnType, Studies};

/// Reads the study table of a review. Faults go to `found`; a table comes back whenever rows and columns can be told
/// apart, so that what names its columns can be checked in the same run.
pub fn read(specification: &Specification, folder: &Folder, found: &mut Diagnostics) -> Option<StudyTable> {
    let short;
    let studies = match &specification.review.studies {
        TextOr::Text(file) => {
            short = Studies { file: Some(file.clone()), ..Studies::default() };
            &short
        }
        TextOr::Full(studies) => studies,
    };
    let origin = match (&studies.file, specification.document.get("studies.rows")) {
        (Some(file), None) => {
            let path = if matches!(specification.review.studies, TextOr::Text(_)) {
                "studies"
            } else {
                "studies.file"
            };
            let place = specification.place(path);
            let file = found.take(folder.read(file, Some(&place)))?;
            Origin::Csv(Records::parse(&file, found)?)
        }
        (None, Some(list)) => Origin::Rows(Rows::read(&specification.document, list, found)),
        (file, _) => {
            let message = if file.is_some() {
                "`studies` has both `file` and `rows`"
            } else {
                "`studies` has neither `file` nor `rows`"
            };
            found.push(
                Diagnostic::new(codes::FILE_OR_ROWS, message)
                    .at(specification.key_place("studies"), "one of the two is needed")
                    .hint("name a CSV under `file`, or write the studies under `rows`"),
            );
            return None;
        }
    };
    Some(build(specification, studies, origin, found))
}

fn build(
    specification: &Specification,
    studies: &Studies,
    origin: Origin,
    found: &mut Diagnostics,
) -> StudyTable {
    let id_column = studies.id.clone().unwrap_or_else(|| "study".to_owned());
    let names: Vec<String> = origin.columns().into_iter().map(ToOwned::to_owned).collect();
    let mut columns = IndexMap::with_capacity(names.len());
    for (position, name) in names.iter().enumerate() {
        let column = column(specification, studies, &origin, position, name, *name == id_column, found);
        columns.insert(name.clone(), column);
    }
    let order: Vec<usize> = (0..origin.len()).collect();
    let mut table = StudyTable {
        origin,
        order,
        columns,
        ids: Vec::new(),
        by_id: BTreeMap::new(),
        labels: Vec::new(),
        id_column,
    };
    let left_out = if let Origin::Csv(records) = &table.origin { records.left_out() } else { 0 };
    if table.is_empty() && left_out == 0 {
        found.push(
            Diagnostic::new(codes::TABLE_WITHOUT_ROWS, format!("`{}` has no studies", table.file().name()))
                .at(table.origin.header_place(), "no row follows")
                .hint("a table has a row per study"),
        );
    }
    references(specification, studies, &table, found);
    sort(&mut table, &studies.order);
    table.ids = ids(specification, &table, found);
    for (row, id) in table.ids.iter().enumerate() {
        table.by_id.entry(id.clone()).or_insert(row);
    }
    let place = specification.place("studies.label");
    table.labels = label::labels(&table, studies.label.as_deref().map(|label| (label, place)), found);
    table
}

fn column(
    specification: &Specification,
    studies: &Studies,
    origin: &Origin,
    position: usize,
    name: &str,
    is_id: bool,
    found: &mut Diagnostics,
) -> Column {
    let declared = studies.columns.get(name);
    let kind = match declared.and_then(|column| column.kind) {
        Some(kind) => kind,
        // An id such as 007 is a name, not a number.
        None if is_id => ColumnType::Text,
        None => match declared {
            // A range is one of numbers.
            Some(column) if column.min.is_some() || column.max.is_some() => {
                match infer::infer(origin, position) {
                    ColumnType::Count => ColumnType::Count,
                    _ => ColumnType::Number,
                }
            }
            _ => infer::infer(origin, position),
        },
    };
    let place = |key: &str| specification.place(Path::from(["studies", "columns", name, key]));
    let declaration = declared.map(|column| (column, &place as &dyn Fn(&str) -> Place));
    let numbers = infer::cells(origin, position, name, kind, declaration, found);
    Column {
        name: name.to_owned(),
        kind,
        declared: declared.is_some_and(|column| column.kind.is_some()),
        label: declared
            .and_then(|column| column.label.clone())
            .unwrap_or_else(|| Column::default_label(name)),
        unit: declared.and_then(|column| column.unit.clone()),
        source: declared.and_then(|column| column.source.clone()),
        numbers,
    }
}

/// The columns that `studies` itself names.
fn references(specification: &Specification, studies: &Studies, table: &StudyTable, found: &mut Diagnostics) {
    let names: Vec<&str> = table.columns().map(|column| column.name.as_str()).collect();
    let mut check = |name: &str, at: Place| {
        if !names.contains(&name) {
            found.push(unknown_column(name, at, table.file().name(), &names));
        }
    };
    for (name, column) in &studies.columns {
        let path = Path::from(["studies", "columns", name]);
        check(name, specification.key_place(path.clone()));
        if let Some(source) = &column.source {
            check(source, specification.place(path.key("source")));
        }
    }
    for (key, list) in [("order", &studies.order), ("characteristics", &studies.characteristics)] {
        for (index, name) in list.iter().enumerate() {
            check(name, specification.place(Path::from(["studies", key]).index(index)));
        }
    }
}

/// Sorts by columns, one after the other; missing cells come last, equal rows stay in the order of the source.
fn sort(table: &mut StudyTable, by: &[String]) {
    let keys: Vec<(usize, &Column)> = by.iter().filter_map(|name| table.position(name)).collect();
    let mut order = table.order.clone();
    order.sort_by(|&a, &b| {
        keys.iter()
            .map(|&(position, column)| compare(table, position, column, a, b))
            .find(|it| it.is_ne())
            .unwrap_or(Ordering::Equal)
    });
    // The numbers follow the rows.
    let sorted: Vec<Vec<f64>> = table
        .columns
        .values()
        .map(|column| {
            if column.is_numeric() {
                order.iter().map(|&row| column.numbers[row]).collect()
            } else {
                Vec::new()
            }
        })
        .collect();
    for (column, numbers) in table.columns.values_mut().zip(sorted) {
        column.numbers = numbers;
    }
    table.order = order;
}

fn compare(table: &StudyTable, position: usize, column: &Column, a: usize, b: usize) -> Ordering {
    if column.is_numeric() {
        let (x, y) = (column.numbers[a], column.numbers[b]);
        return x.is_nan().cmp(&y.is_nan()).then(x.total_cmp(&y));
    }
    let (x, y) = (table.origin.text(a, position), table.origin.text(b, position));
    let missing = cell::is_missing(&x).cmp(&cell::is_missing(&y));
    missing.then_with(|| x.to_lowercase().cmp(&y.to_lowercase())).then_with(|| x.cmp(&y))
}

/// The ids, checked: present, unique, without white space.
fn ids(specification: &Specification, table: &StudyTable, found: &mut Diagnostics) -> Vec<String> {
    let name = table.id_column().to_owned();
    if table.column(&name).is_none() {
        let given = specification.document.get("studies.id").is_some();
        let names: Vec<&str> = table.columns().map(|column| column.name.as_str()).collect();
        let fault = if given {
            unknown_column(&name, specification.place("studies.id"), table.file().name(), &names)
        } else {
            Diagnostic::new(
                codes::UNKNOWN_COLUMN,
                format!("there is no column `{name}` with the ids of the studies"),
            )
            .at(table.origin.header_place(), format!("no `{name}` among the columns"))
            .hint("call it `study`, or name another column with unique ids under `studies.id`")
            .hint_if(
                similar(&name, names.iter().copied())
                    .map(|near| format!("call `{near}` `{name}`, or write `id: {near}` under `studies`")),
            )
        };
        found.push(fault);
        return (1..=table.len()).map(|row| format!("row-{row}")).collect();
    }
    let mut first: BTreeMap<String, usize> = BTreeMap::new();
    let mut ids = Vec::with_capacity(table.len());
    // In the order of the source, so that the first of two is the one further up.
    let mut rows: Vec<usize> = (0..table.len()).collect();
    rows.sort_by_key(|&row| table.order[row]);
    for &row in &rows {
        let place = table.cell_place(row, &name);
        let Some(id) = table.text(row, &name) else {
            found.push(
                Diagnostic::new(codes::STUDY_WITHOUT_ID, "a study has no id")
                    .at(table.row_place(row), format!("`{name}` is missing in this row"))
                    .hint("give the study an id that no other has, such as `lillehei-1989`"),
            );
            continue;
        };
        if id.contains(char::is_whitespace) {
            let mended = id.split_whitespace().collect::<Vec<_>>().join("-").to_lowercase();
            found.push(
                Diagnostic::new(codes::STUDY_ID_WITH_SPACE, format!("the id `{id}` has white space in it"))
                    .at(place.clone(), "an id is one word")
                    .hint(format!(
                        "write `{mended}`, and the name as it is printed in a column for the label"
                    )),
            );
        }
        match first.get(id.as_ref()) {
            Some(&other) => found.push(
                Diagnostic::new(codes::DUPLICATE_STUDY, format!("two studies have the id `{id}`"))
                    .at(place, "the same id again")
                    .also(table.cell_place(other, &name), "first here")
                    .hint("give one of them another id, or remove the row that is there twice"),
            ),
            None => {
                first.insert(id.into_owned(), row);
            }
        }
    }
    for row in 0..table.len() {
        ids.push(
            table.text(row, &name).map_or_else(|| format!("row-{}", row + 1), std::borrow::Cow::into_owned),
        );
    }
    ids
}

impl StudyTable {
    /// Warnings for columns that are read as text because of a few cells that are no numbers, except for those
    /// in `known`, which an analysis needs as numbers anyway.
    #[must_use]
    pub fn mixed_columns(&self, known: &[&str]) -> Vec<Diagnostic> {
        let text = |column: &Column| column.kind == ColumnType::Text && !column.declared;
        let columns =
            self.columns().enumerate().filter(|(_, column)| text(column) && column.name != self.id_column);
        let columns = columns.filter(|(_, column)| !known.contains(&column.name.as_str()));
        columns.filter_map(|(position, column)| infer::mixed(&self.origin, position, &column.name)).collect()
    }
}
