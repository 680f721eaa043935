//! Which columns of text a measure and a style ask for, and what stands in them.

use serde_json::Value;

use super::from_analysis::Source;
use super::model::{Column, Side};
use crate::analysis::results::{ArmResult, StudyRecord, StudyResult};
use crate::figures::scale::decimals;
use crate::figures::theme::Style;
use crate::numbers::{NOT_REPORTED, Numbers};
use crate::stats::choices::Measure;

/// Where width is short, the author's own columns give way first, the last of them before the others; then the
/// weights, which the boxes show, then the data, which a table can hold.
pub(super) const DATA: usize = 0;
pub(super) const WEIGHT: usize = 1;
pub(super) const OWN: usize = 2;

/// A datum of a study or of one of its arms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Events,
    Total,
    Time,
    Mean,
    Sd,
    /// The estimate as it is pooled: the logarithm of a ratio.
    Pooled,
    /// Its standard error.
    Se,
}

/// Which arm a datum belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Arm {
    Only,
    Treated,
    Control,
}

/// What stands in a column of data: one datum, or events of a total.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Content {
    One(Arm, Field, usize),
    Of(Arm, Field, Field),
}

/// The columns of data, left of the plot and right of the study's name.
#[derive(Debug, Clone)]
pub(super) struct DataColumns {
    columns: Vec<(Column, Content)>,
    extra: Vec<(Column, String)>,
    /// Columns of the study table by what they hold.
    named: Vec<((Arm, Field), String)>,
    numbers: Numbers,
}

fn datum(study: &StudyResult, arm: Arm, field: Field) -> Option<f64> {
    let of_arm = |arm: &ArmResult| match field {
        Field::Events => arm.events,
        Field::Total => arm.total,
        Field::Time => arm.time,
        Field::Mean => arm.mean,
        Field::Sd => arm.sd,
        Field::Pooled | Field::Se => None,
    };
    match arm {
        Arm::Treated => study.treated.as_ref().and_then(of_arm),
        Arm::Control => study.control.as_ref().and_then(of_arm),
        Arm::Only => match field {
            Field::Events => study.events,
            Field::Total => study.total,
            Field::Time => study.time,
            Field::Mean => study.mean,
            Field::Sd => study.sd,
            Field::Pooled => study.yi,
            Field::Se => study.vi.map(f64::sqrt),
        },
    }
}

impl DataColumns {
    /// The columns for an analysis: those of its data that any study has, and those that the author asks for.
    pub(super) fn of(source: &Source<'_>) -> Self {
        let studies = &source.result.studies;
        let arms: &[Arm] = if studies.iter().any(|study| study.treated.is_some() || study.control.is_some()) {
            &[Arm::Treated, Arm::Control]
        } else {
            &[Arm::Only]
        };
        let mut columns = Vec::new();
        for &arm in arms {
            let group = match arm {
                Arm::Only => None,
                Arm::Treated => {
                    Some(source.spec.arms.as_ref().map_or("Treated", |arms| arms.treated.as_str()).to_owned())
                }
                Arm::Control => {
                    Some(source.spec.arms.as_ref().map_or("Control", |arms| arms.control.as_str()).to_owned())
                }
            };
            let column = |header: String| Column {
                header,
                group: group.clone(),
                numeric: true,
                side: Side::Left,
                gives_way: Some(DATA),
                joins: None,
            };
            // What was given as estimates has no other data.
            let given: &[Field] = match source.result.measure {
                Measure::Ratio => &[Field::Pooled, Field::Se],
                Measure::Generic => &[Field::Se],
                _ => &[],
            };
            let present: Vec<Field> = [Field::Events, Field::Total, Field::Time, Field::Mean, Field::Sd]
                .iter()
                .chain(given)
                .copied()
                .filter(|&field| studies.iter().any(|study| datum(study, arm, field).is_some()))
                .collect();
            let denominator = [Field::Total, Field::Time].into_iter().find(|field| present.contains(field));
            let together = denominator.filter(|_| present.contains(&Field::Events)).map(|total| {
                let [events, of] = [Field::Events, total].map(|field| header(source, arm, field));
                (total, format!("{events}/{}", of.to_lowercase()))
            });
            // Some houses have events before their total in one column; any plot where width is short.
            let joined = arm != Arm::Only && source.theme.style == Style::Jama
                || matches!(source.theme.style, Style::Bmj | Style::Lancet);
            if let (Some((total, header)), true) = (&together, joined) {
                let header = header.clone();
                let header = if source.theme.style == Style::Bmj && header == "Events/total" {
                    "No of events/total".to_owned()
                } else {
                    header
                };
                columns.push((column(header), Content::Of(arm, Field::Events, *total)));
            } else {
                for &field in &present {
                    let digits = studies
                        .iter()
                        .filter_map(|study| datum(study, arm, field))
                        .map(|value| match field {
                            Field::Se | Field::Pooled => small_digits(studies),
                            _ => decimals(value).min(2),
                        })
                        .max();
                    let joins = together.as_ref().filter(|_| field == Field::Events);
                    let joins = joins.map(|(_, header)| header.clone());
                    columns.push((
                        Column { joins, ..column(header(source, arm, field)) },
                        Content::One(arm, field, digits.unwrap_or(0)),
                    ));
                }
            }
        }
        let extra = source
            .spec
            .forest
            .columns
            .iter()
            .enumerate()
            .map(|(index, name)| (extra(source, name, OWN + index), name.clone()))
            .collect();
        Self { columns, extra, named: named(source), numbers: *source.numbers }
    }

    /// The columns themselves: the author's own, then the data.
    pub(super) fn headers(&self) -> impl Iterator<Item = Column> {
        self.extra
            .iter()
            .map(|(column, _)| column.clone())
            .chain(self.columns.iter().map(|(column, _)| column.clone()))
    }

    /// The cells of a study; without a result, its data are those of the study table.
    pub(super) fn study(&self, record: Option<&StudyRecord>, study: Option<&StudyResult>) -> Vec<String> {
        let in_table = |name: &str| record.and_then(|record| record.cells.get(name));
        let own = self.extra.iter().map(|(_, name)| cell(in_table(name), &self.numbers));
        let number = |arm, field, digits| {
            let value = match study {
                Some(study) => datum(study, arm, field),
                None => self.named(arm, field).and_then(in_table).and_then(Value::as_f64),
            };
            value.map_or_else(|| NOT_REPORTED.to_owned(), |value| self.numbers.decimal(value, digits))
        };
        let data = self.columns.iter().map(|(_, content)| match *content {
            Content::One(arm, field, digits) => number(arm, field, digits),
            Content::Of(arm, events, total) => {
                format!("{}/{}", number(arm, events, 0), number(arm, total, 0))
            }
        });
        own.chain(data).collect()
    }

    /// The column of the study table that holds a datum.
    fn named(&self, arm: Arm, field: Field) -> Option<&str> {
        self.named.iter().find(|(key, _)| *key == (arm, field)).map(|(_, name)| name.as_str())
    }

    /// The sums below the columns that count something.
    pub(super) fn sums(&self, studies: &[&StudyResult]) -> Vec<String> {
        let sum = |arm, field| {
            let values: Option<Vec<f64>> = studies.iter().map(|study| datum(study, arm, field)).collect();
            values.filter(|values| !values.is_empty()).map(crate::stats::num::sum)
        };
        let whole =
            |arm, field| sum(arm, field).map(|value| self.numbers.decimal(value, 0)).unwrap_or_default();
        let data = self.columns.iter().map(|(_, content)| match *content {
            Content::One(arm, field @ (Field::Events | Field::Total), _) => whole(arm, field),
            Content::One(arm, Field::Time, digits) => {
                sum(arm, Field::Time).map(|value| self.numbers.decimal(value, digits)).unwrap_or_default()
            }
            Content::One(_, Field::Mean | Field::Sd | Field::Pooled | Field::Se, _) => String::new(),
            Content::Of(arm, events, total) => match (whole(arm, events), whole(arm, total)) {
                (events, total) if !events.is_empty() && !total.is_empty() => format!("{events}/{total}"),
                _ => String::new(),
            },
        });
        self.extra.iter().map(|_| String::new()).chain(data).collect()
    }

    /// As many empty cells.
    pub(super) fn blank(&self) -> Vec<String> {
        vec![String::new(); self.extra.len() + self.columns.len()]
    }
}

/// Which columns of the study table hold the data.
fn named(source: &Source<'_>) -> Vec<((Arm, Field), String)> {
    let field = |key: &str| match key {
        "events" => Some(Field::Events),
        "total" => Some(Field::Total),
        "time" => Some(Field::Time),
        "mean" => Some(Field::Mean),
        "sd" => Some(Field::Sd),
        _ => None,
    };
    let data = &source.spec.data;
    let mut all = vec![(Arm::Only, data.columns())];
    all.extend(data.treated.as_ref().map(|arm| (Arm::Treated, arm.columns())));
    all.extend(data.control.as_ref().map(|arm| (Arm::Control, arm.columns())));
    let entries = all
        .into_iter()
        .flat_map(|(arm, columns)| columns.into_iter().map(move |(key, name)| (arm, key, name)));
    entries.filter_map(|(arm, key, name)| Some(((arm, field(key)?), name.to_owned()))).collect()
}

/// Decimals with which the smallest standard error still says something.
fn small_digits(studies: &[StudyResult]) -> usize {
    let errors = studies.iter().filter_map(|study| study.vi.map(f64::sqrt)).filter(|se| *se > 0.0);
    match errors.fold(f64::INFINITY, f64::min) {
        least if least < 0.01 => 4,
        least if least < 0.1 => 3,
        _ => 2,
    }
}

/// The heading of a datum: for a single arm what the author calls the column, else its general name.
fn header(source: &Source<'_>, arm: Arm, field: Field) -> String {
    let (general, column) = match field {
        Field::Events => ("Events", source.spec.data.events.as_deref()),
        Field::Total => ("Total", source.spec.data.total.as_deref()),
        Field::Time => ("Time", source.spec.data.time.as_deref()),
        Field::Mean => ("Mean", source.spec.data.mean.as_deref()),
        Field::Sd => ("SD", source.spec.data.sd.as_deref()),
        Field::Pooled => ("Log ratio", None),
        Field::Se => ("SE", None),
    };
    let own = column.filter(|_| arm == Arm::Only).and_then(|name| source.columns.get(name)?.label.clone());
    own.unwrap_or_else(|| general.to_owned())
}

fn extra(source: &Source<'_>, name: &str, gives_way: usize) -> Column {
    let column = source.columns.get(name);
    let label = column.and_then(|column| column.label.clone()).unwrap_or_else(|| name.to_owned());
    let header = match column.and_then(|column| column.unit.as_ref()) {
        Some(unit) => format!("{label} ({unit})"),
        None => label,
    };
    let numeric = source
        .records
        .iter()
        .filter_map(|record| record.cells.get(name))
        .all(|value| value.is_number() || value.is_null());
    Column { header, group: None, numeric, side: Side::Left, gives_way: Some(gives_way), joins: None }
}

/// A cell of the study table as text.
pub(in crate::figures) fn cell(value: Option<&Value>, numbers: &Numbers) -> String {
    match value {
        None | Some(Value::Null) => NOT_REPORTED.to_owned(),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Bool(yes)) => if *yes { "yes" } else { "no" }.to_owned(),
        Some(Value::Number(number)) => {
            let value = number.as_f64().unwrap_or(f64::NAN);
            // Years are numbers too: four digits are never grouped.
            if value.fract() == 0.0 && value.abs() < 10_000.0 {
                number.to_string().trim_end_matches(".0").to_owned()
            } else {
                numbers.decimal(value, decimals(value).min(2))
            }
        }
        Some(other) => other.to_string(),
    }
}
