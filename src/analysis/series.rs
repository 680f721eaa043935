//! The analysis without each study in turn, and with one study after another.

use std::cmp::Ordering;

use super::dataset::Dataset;
use super::fit::level;
use super::results::{Cumulative, LeaveOneOut};
use super::scale::{Reporter, heterogeneity};
use crate::stats::choices::Method;
use crate::stats::error::StatsError;
use crate::stats::{cumulative as stats_cumulative, leave_one_out as stats_leave_one_out};
use crate::table::StudyTable;

/// The analysis without each study in turn; nothing for a single study.
pub(super) fn leave_one_out(data: &Dataset<'_>, table: &StudyTable) -> Result<Vec<LeaveOneOut>, StatsError> {
    if data.k() < 2 {
        return Ok(Vec::new());
    }
    if data.choices.method != Method::InverseVariance {
        return Ok(data.members.iter().map(|omitted| refit_without(data, table, omitted.row)).collect());
    }
    let (y, v) = data.effects();
    let whole = data.reporter();
    let fits = stats_leave_one_out::leave_one_out(&y, &v, &data.choices.fit)?;
    Ok(data
        .members
        .iter()
        .zip(fits)
        .map(|(omitted, fit)| LeaveOneOut {
            omitted: table.id(omitted.row).to_owned(),
            random: whole.without(&omitted.data).pooled(&fit.random),
            heterogeneity: heterogeneity(&fit.heterogeneity),
            changes: Vec::new(),
            not_done: None,
            fallback: None,
        })
        .collect())
}

/// The methods that have no closed form are fitted again.
fn refit_without(data: &Dataset<'_>, table: &StudyTable, row: usize) -> LeaveOneOut {
    let rest = level("", &data.subset(|member| member.row != row), table);
    LeaveOneOut {
        omitted: table.id(row).to_owned(),
        random: rest.random,
        heterogeneity: rest.heterogeneity,
        changes: Vec::new(),
        not_done: rest.not_done,
        fallback: rest.fallback,
    }
}

/// Numbers by size, other cells as text, missing ones last.
fn by_cell(table: &StudyTable, column: &str, a: usize, b: usize) -> Ordering {
    let missing = table.is_missing(a, column).cmp(&table.is_missing(b, column));
    missing.then_with(|| match table.number(a, column).zip(table.number(b, column)) {
        Some((a, b)) => a.total_cmp(&b),
        None => table.text(a, column).cmp(&table.text(b, column)),
    })
}

/// Studies added in the order of a column; ties and missing cells keep the order of the table, missing ones last.
pub(super) fn cumulative(
    data: &Dataset<'_>,
    table: &StudyTable,
    column: &str,
) -> Result<Vec<Cumulative>, StatsError> {
    let mut order: Vec<usize> = (0..data.k()).collect();
    order.sort_by(|a, b| by_cell(table, column, data.members[*a].row, data.members[*b].row));
    if data.choices.method != Method::InverseVariance {
        return Ok((0..order.len()).map(|last| refit_first(data, table, &order[..=last])).collect());
    }
    let (y, v) = data.effects();
    let fits = stats_cumulative::cumulative(&y, &v, &order, &data.choices.fit)?;
    Ok(order
        .iter()
        .zip(fits)
        .enumerate()
        .map(|(index, (added, fit))| {
            let so_far = order[..=index].iter().map(|i| &data.members[*i].data);
            Cumulative {
                added: table.id(data.members[*added].row).to_owned(),
                k: index + 1,
                random: Reporter::new(data.scale, data.choices, so_far).pooled(&fit.random),
                heterogeneity: heterogeneity(&fit.heterogeneity),
                not_done: None,
                fallback: None,
            }
        })
        .collect())
}

/// The studies so far, in their order, by a method that has no closed form.
fn refit_first(data: &Dataset<'_>, table: &StudyTable, so_far: &[usize]) -> Cumulative {
    let studies = level("", &data.at(so_far), table);
    Cumulative {
        added: studies.studies.last().cloned().unwrap_or_default(),
        k: studies.k,
        random: studies.random,
        heterogeneity: studies.heterogeneity,
        not_done: studies.not_done,
        fallback: studies.fallback,
    }
}
