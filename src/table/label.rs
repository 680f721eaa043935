//! The names of studies in figures and tables.

use tera::{Context, Kwargs, State, Tera, TeraResult};

use super::StudyTable;
use super::expression::{Scope, Value};
use crate::diagnostics::{Diagnostic, Diagnostics, Place, codes, did_you_mean};

const NAME: &str = "label";
/// The longest template of a label, and the longest label, in bytes.
const LONGEST: usize = 4096;

/// The label of every study. Without a template: author and year where the table has both, otherwise the id. A
/// study whose label would have a missing part is called by its id.
pub(super) fn labels(
    table: &StudyTable,
    template: Option<(&str, Place)>,
    found: &mut Diagnostics,
) -> Vec<String> {
    let default = ["author", "year"].iter().all(|name| table.column(name).is_some());
    let labels = match (template, default) {
        (Some((template, place)), _) => match Template::new(table, template, &place) {
            Ok(template) => template.labels(table, &place, found),
            Err(faults) => {
                found.extend(*faults);
                table.ids.clone()
            }
        },
        (None, true) => (0..table.len())
            .map(|row| match (table.text(row, "author"), table.text(row, "year")) {
                (Some(author), Some(year)) => format!("{author} {year}"),
                _ => table.id(row).to_owned(),
            })
            .collect(),
        (None, false) => table.ids.clone(),
    };
    tell_twins(table, &labels, found);
    labels
}

struct Template {
    tera: Tera,
    columns: Vec<String>,
    /// Whether columns are reached by `row["..."]`.
    row: bool,
}

impl Template {
    fn new(table: &StudyTable, template: &str, place: &Place) -> Result<Self, Box<Diagnostics>> {
        let mut tera = Tera::default();
        tera.autoescape_on(Vec::<&str>::new());
        let mut found = Diagnostics::new();
        if let Some((message, at)) = costly(template) {
            found.push(
                Diagnostic::new(codes::TEMPLATE_TOO_COSTLY, message)
                    .at(place.within(template, at), "not in a label")
                    .hint("a label prints columns: \"{{ author }} {{ year }}\""),
            );
            return Err(Box::new(found));
        }
        tera.register_filter("replace", |text: &str, arguments: Kwargs, _: &State| -> TeraResult<String> {
            let (from, to) = (arguments.must_get::<&str>("from")?, arguments.must_get::<&str>("to")?);
            if text.len().saturating_add(text.matches(from).count().saturating_mul(to.len())) > LONGEST {
                return Err(tera::Error::message(format!("the text has more than {LONGEST} bytes")));
            }
            Ok(text.replace(from, to))
        });
        if let Err(error) = tera.add_raw_template(NAME, template) {
            found.push(fault(&error, template, place));
            return Err(Box::new(found));
        }
        let mut columns: Vec<String> = match tera.get_template_variables(NAME) {
            Ok(names) => names.into_iter().map(ToOwned::to_owned).collect(),
            Err(error) => {
                found.push(fault(&error, template, place));
                return Err(Box::new(found));
            }
        };
        columns.sort();
        let row = columns.iter().any(|name| name == "row") && table.column("row").is_none();
        columns.retain(|name| !(row && name == "row"));
        for name in &columns {
            if table.column(name).is_none() {
                let at = template.find(name.as_str()).map_or(0..template.len(), |at| at..at + name.len());
                let names = table.columns().map(|column| column.name.as_str());
                let diagnostic =
                    Diagnostic::new(codes::UNKNOWN_COLUMN, format!("there is no column `{name}`"))
                        .at(place.within(template, at), format!("not a column of `{}`", table.file().name()));
                found.push(diagnostic.hint_if(did_you_mean(name, names)));
            }
        }
        if found.is_empty() { Ok(Self { tera, columns, row }) } else { Err(Box::new(found)) }
    }

    fn labels(&self, table: &StudyTable, place: &Place, found: &mut Diagnostics) -> Vec<String> {
        let mut context = Context::new();
        let mut labels = Vec::with_capacity(table.len());
        for row in table.rows() {
            let missing = self.columns.iter().any(|name| table.is_missing(row.index(), name));
            for name in &self.columns {
                context.insert_value(name.clone(), value(row.get(name)));
            }
            if self.row {
                let cells = table.columns().map(|column| (column.name.clone(), value(row.get(&column.name))));
                context.insert_value("row", cells.collect::<std::collections::BTreeMap<_, _>>().into());
            }
            let label = match self.tera.render(NAME, &context) {
                Ok(label) => label,
                Err(error) => {
                    found.push(fault(&error, "", place));
                    return table.ids.clone();
                }
            };
            if label.len() > LONGEST {
                found.push(
                    Diagnostic::new(
                        codes::TEMPLATE_TOO_COSTLY,
                        format!(
                            "the label of `{}` has {} bytes, at most {LONGEST} are shown",
                            row.id(),
                            label.len()
                        ),
                    )
                    .at(place.clone(), "this label"),
                );
                return table.ids.clone();
            }
            let label = label.split_whitespace().collect::<Vec<_>>().join(" ");
            labels.push(if missing || label.is_empty() { row.id().to_owned() } else { label });
        }
        labels
    }
}

/// What makes a label costly: statements other than `if`, lists that are written as loops, functions, length.
fn costly(template: &str) -> Option<(String, std::ops::Range<usize>)> {
    if template.len() > LONGEST {
        return Some((
            format!("the label has {} bytes, at most {LONGEST} are read", template.len()),
            0..template.len(),
        ));
    }
    let word = |c: char| c.is_alphanumeric() || c == '_';
    let statement = template.match_indices("{%").find_map(|(open, _)| {
        let inside = template[open + 2..].trim_start_matches(|c: char| c == '-' || c.is_whitespace());
        let keyword = &inside[..inside.find(|c| !word(c)).unwrap_or(inside.len())];
        let start = template.len() - inside.len();
        let known = matches!(keyword, "if" | "elif" | "else" | "endif" | "");
        (!known).then(|| (format!("a label has no `{keyword}`"), start..start + keyword.len()))
    });
    let forbidden = || {
        ["for", "range", "join"].into_iter().find_map(|name| {
            let at = template.match_indices(name).map(|(at, _)| at).find(|at| {
                let (before, after) = (&template[..*at], &template[at + name.len()..]);
                !before.ends_with(word)
                    && !after.starts_with(word)
                    && before.rfind("{{").max(before.rfind("{%")) > before.rfind("}}").max(before.rfind("%}"))
                    && before.matches(['"', '\'', '`']).count() % 2 == 0
            })?;
            Some((format!("a label has no `{name}`"), at..at + name.len()))
        })
    };
    statement.or_else(forbidden)
}

fn value(value: Option<Value<'_>>) -> tera::Value {
    match value {
        Some(Value::Number(number)) => {
            // A year is a whole number: it prints without a fraction.
            #[expect(clippy::cast_possible_truncation, reason = "whole and small enough to be exact")]
            if number.fract() == 0.0 && number.abs() < 9e15 { (number as i64).into() } else { number.into() }
        }
        Some(Value::Text(text)) => text.as_ref().into(),
        Some(Value::Bool(truth)) => truth.into(),
        _ => tera::Value::none(),
    }
}

fn fault(error: &tera::Error, template: &str, place: &Place) -> Diagnostic {
    let (message, span) = match error.kind() {
        tera::ErrorKind::SyntaxError(report) | tera::ErrorKind::RenderingError(report) => {
            (report.message().to_owned(), report.span().range.clone())
        }
        other => (other.to_string(), 0..template.len()),
    };
    let message = message.trim_end_matches('.').to_owned();
    Diagnostic::new(codes::LABEL_TEMPLATE, format!("the label cannot be made: {message}"))
        .at(place.within(template, span), "here")
        .hint("a label is a template over the columns: \"{{ author }} {{ year }}\"")
}

/// Two studies with one name cannot be told apart in a figure.
fn tell_twins(table: &StudyTable, labels: &[String], found: &mut Diagnostics) {
    let mut first: std::collections::BTreeMap<&str, usize> = std::collections::BTreeMap::new();
    for (row, label) in labels.iter().enumerate() {
        match first.get(label.as_str()) {
            None => {
                first.insert(label, row);
            }
            // The same id twice is a fault of its own.
            Some(&other) if table.id(other) == table.id(row) => {}
            Some(&other) => found.push(
                Diagnostic::new(codes::SAME_LABEL, format!("two studies are called `{label}`"))
                    .at(table.row_place(row), format!("`{}`", table.id(row)))
                    .also(table.row_place(other), format!("`{}`", table.id(other)))
                    .hint("tell them apart, for example by a letter after the year: 2015a, 2015b"),
            ),
        }
    }
}
