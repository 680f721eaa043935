//! Influence of the studies, the outlier rule, and the result without the outliers.

use std::collections::BTreeSet;

use super::dataset::Dataset;
use super::fit::level;
use super::results::{Influence, OutlierResult};
use crate::check::CheckedAnalysis;
use crate::diagnostics::Diagnostics;
use crate::stats::error::StatsError;
use crate::stats::influence as stats_influence;
use crate::table::StudyTable;

/// The influence of every study; nothing for a single one. `flagged` says what the rule flags, without a rule what
/// the usual cut-offs of influence do. A rule that can't be evaluated goes to `found`.
pub(super) fn influence(
    data: &Dataset<'_>,
    analysis: &CheckedAnalysis,
    table: &StudyTable,
    found: &mut Diagnostics,
) -> Result<Vec<Influence>, StatsError> {
    if data.k() < 2 {
        return Ok(Vec::new());
    }
    let (y, v) = data.effects();
    let rows = stats_influence::influence(&y, &v, &data.choices.fit)?;
    let mut result = Vec::with_capacity(rows.len());
    for (member, row) in data.members.iter().zip(rows) {
        let mut influence = Influence {
            id: table.id(member.row).to_owned(),
            studentized_residual: row.studentized_residual,
            dffits: row.dffits,
            cooks_distance: row.cooks_distance,
            covariance_ratio: row.covariance_ratio,
            tau2_deleted: row.tau2_deleted,
            q_deleted: row.q_deleted,
            hat: Some(row.hat),
            dfbetas: row.dfbetas,
            weight: Some(row.weight),
            baujat_x: Some(row.baujat_x),
            baujat_y: Some(row.baujat_y),
            flagged: row.influential,
        };
        if let Some(rule) = &analysis.outlier_rule {
            let Some(flagged) = found.take(rule.evaluate(&names(&influence, data.k()))) else {
                return Ok(Vec::new());
            };
            influence.flagged = flagged;
        }
        result.push(influence);
    }
    Ok(result)
}

/// What the rule can name: the fields of the influence table and `k`.
fn names(influence: &Influence, k: usize) -> serde_json::Map<String, serde_json::Value> {
    let mut names = match serde_json::to_value(influence) {
        Ok(serde_json::Value::Object(names)) => names,
        _ => serde_json::Map::new(),
    };
    names.remove("flagged");
    names.insert("k".to_owned(), k.into());
    names
}

/// The outliers and the result without them; nothing where the author names neither a rule nor studies.
pub(super) fn outliers(
    data: &Dataset<'_>,
    analysis: &CheckedAnalysis,
    influence: &[Influence],
    table: &StudyTable,
) -> Option<OutlierResult> {
    let spec = analysis.spec.outliers.as_ref()?;
    let flagged: Vec<String> = if analysis.outlier_rule.is_some() {
        influence.iter().filter(|i| i.flagged).map(|i| i.id.clone()).collect()
    } else {
        Vec::new()
    };
    let id = |row: usize| table.id(row).to_owned();
    let removed: Vec<String> = match &analysis.removed {
        Some(rows) => rows.iter().map(|row| id(*row)).collect(),
        None => flagged.clone(),
    };
    let gone: BTreeSet<&str> = removed.iter().map(String::as_str).collect();
    let rest = data.subset(|member| !gone.contains(table.id(member.row)));
    let without = (!removed.is_empty() && rest.k() > 0).then(|| level("", &rest, table));
    Some(OutlierResult {
        rule: spec.rule.clone(),
        reason: spec.reason.clone(),
        removed_not_flagged: removed.iter().filter(|id| !flagged.contains(id)).cloned().collect(),
        flagged_not_removed: flagged.iter().filter(|id| !removed.contains(id)).cloned().collect(),
        flagged,
        removed,
        without,
    })
}
