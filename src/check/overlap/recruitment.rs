//! Where and when the studies of a table recruited.

use super::pairs::{Pair, Recruitment, pairs};
use super::period::{Moment, Period};
use crate::diagnostics::Diagnostics;
use crate::source::yaml::Path;
use crate::spec::Specification;
use crate::spec::evidence::Overlap;
use crate::table::{Expression, StudyTable};

/// Finds the pairs of studies that share patients. Compared are the studies of `among`, else those in `pooled`, rows
/// that an analysis pools.
pub fn check(
    spec: &Overlap,
    specification: &Specification,
    table: &StudyTable,
    pooled: &[usize],
    found: &mut Diagnostics,
) -> Vec<Pair> {
    let path = Path::from("overlap");
    let columns = [("centre", spec.centre.as_ref()), ("registry", spec.registry.as_ref())];
    let required = [("from", Some(&spec.from)), ("to", Some(&spec.to)), ("keep", Some(&spec.keep))];
    let mut known = true;
    for (key, column) in columns.into_iter().chain(required) {
        let Some(column) = column else { continue };
        known &= found.take(table.named(column, specification.place(path.key(key)))).is_some();
    }
    let rows = match &spec.among {
        None => Some(pooled.to_vec()),
        Some(text) => found
            .take(Expression::parse(text, Some(specification.place(path.key("among")))))
            .and_then(|condition| table.select(&condition, found)),
    };
    let Some(rows) = rows.filter(|_| known) else { return Vec::new() };
    let among: Vec<Recruitment> = rows.into_iter().map(|row| recruitment(spec, table, row)).collect();
    let all: Vec<&str> = table.ids().collect();
    pairs(spec, &among, &all, &specification.document, found)
}

fn recruitment(spec: &Overlap, table: &StudyTable, row: usize) -> Recruitment {
    let text = |column: &String| table.text(row, column).map(std::borrow::Cow::into_owned);
    let moment = |column: &String, of: fn(&str) -> Option<Moment>| text(column).and_then(|cell| of(&cell));
    let period = moment(&spec.from, Moment::beginning)
        .zip(moment(&spec.to, Moment::end))
        .map(|(from, to)| Period { from, to });
    let keep = table.number(row, &spec.keep);
    let patients = keep.filter(|n| *n >= 0.0 && n.fract() == 0.0 && *n < 1e15);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole and not negative")]
    let patients = patients.map(|n| n as u64);
    Recruitment {
        study: table.id(row).to_owned(),
        centre: spec.centre.as_ref().and_then(text),
        registry: spec.registry.as_ref().and_then(text),
        period,
        keep,
        patients,
        place: Some(if period.is_some() { table.cell_place(row, &spec.from) } else { table.row_place(row) }),
    }
}
