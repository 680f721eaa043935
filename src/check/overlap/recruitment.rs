//! From the study table to where and when each study recruited.

use super::pairs::{Pair, Recruitment, pairs};
use super::period::{Moment, Period};
use crate::diagnostics::{Diagnostic, Diagnostics, codes};
use crate::source::yaml::{Document, Path};
use crate::spec::Specification;
use crate::spec::evidence::Overlap;
use crate::table::{Date, Expression, StudyTable};

/// The pairs of studies that may have patients in common, with every fault of the rule. Pairs that the authors have
/// not accepted are warnings.
///
/// `pooled` are the rows that an analysis pools: they are compared unless the rule says which with `among`.
pub fn check(
    spec: &Overlap,
    specification: &Specification,
    table: &StudyTable,
    pooled: &[usize],
    found: &mut Diagnostics,
) -> Vec<Pair> {
    let Specification { review, document } = specification;
    let Some(rows) = compared(spec, table, pooled, document, found) else { return Vec::new() };
    let patients = review.analyses.values().find_map(|analysis| analysis.data.total.as_deref());
    let mut studies = Vec::new();
    for row in rows {
        let cell = |column: &Option<String>| {
            column.as_deref().and_then(|column| table.text(row, column)).map(|text| text.trim().to_owned())
        };
        let ends_unknown = table.is_missing(row, &spec.to) && !table.is_missing(row, &spec.from);
        let shown = if ends_unknown { &spec.to } else { &spec.from };
        studies.push(Recruitment {
            study: table.id(row).to_owned(),
            centre: cell(&spec.centre),
            registry: cell(&spec.registry),
            period: period(spec, table, row, found),
            keep: table.number(row, &spec.keep),
            patients: patients.and_then(|column| table.number(row, column)).map(whole),
            place: Some(table.cell_place(row, shown)),
        });
    }
    pairs(spec, &studies, document, found)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count of patients")]
fn whole(patients: f64) -> u64 {
    patients.max(0.0) as u64
}

/// The rows to compare; none where the rule itself is faulty.
fn compared(
    spec: &Overlap,
    table: &StudyTable,
    pooled: &[usize],
    document: &Document,
    found: &mut Diagnostics,
) -> Option<Vec<usize>> {
    let place = |key: &str| document.place(Path::from(["overlap", key]));
    let mut sound = true;
    let named = [
        ("centre", spec.centre.as_deref()),
        ("registry", spec.registry.as_deref()),
        ("from", Some(spec.from.as_str())),
        ("to", Some(spec.to.as_str())),
    ];
    for (key, column) in named {
        let known = column.map(|column| table.named(column, place(key)));
        sound &= known.is_none_or(|known| found.take(known).is_some());
    }
    match table.numeric(&spec.keep, place("keep")) {
        Ok(_) => {}
        Err(faults) => {
            found.extend(faults);
            sound = false;
        }
    }
    for (index, accepted) in spec.accepted.iter().enumerate() {
        for (side, id) in accepted.studies.iter().enumerate() {
            let at = Path::from(["overlap", "accepted"]).index(index).key("studies").index(side);
            sound &= found.take(table.study(id, document.place(at))).is_some();
        }
    }
    if !sound {
        return None;
    }
    match &spec.among {
        None => Some(pooled.to_vec()),
        Some(text) => {
            let condition = found.take(Expression::parse(text, Some(place("among"))))?;
            table.select(&condition, found)
        }
    }
}

fn period(spec: &Overlap, table: &StudyTable, row: usize, found: &mut Diagnostics) -> Option<Period> {
    let mut date = |column: &str| -> Option<Date> {
        let text = table.text(row, column)?;
        let date = Date::parse(&text);
        if date.is_none() {
            found.push(
                Diagnostic::new(codes::NOT_A_DATE, format!("`{text}` in column `{column}` is not a date"))
                    .at(table.cell_place(row, column), "used as a date by `overlap`")
                    .hint("write a year, a month or a day: 2004, 2004-05 or 2004-05-31"),
            );
        }
        date
    };
    let (from, to) = (date(&spec.from), date(&spec.to));
    let period = Period { from: Moment::beginning(from?), to: Moment::end(to?) };
    if period.from > period.to {
        let message = format!("the recruitment of `{}` ends before it begins", table.id(row));
        found.push(
            Diagnostic::new(codes::PERIOD_BACKWARDS, message)
                .at(table.cell_place(row, &spec.to), "ends here")
                .also(table.cell_place(row, &spec.from), "begins here")
                .hint("swap the two, or mend the one that is wrong"),
        );
        return None;
    }
    Some(period)
}
