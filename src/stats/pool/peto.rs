//! Peto's common odds ratio (Yusuf et al. 1985).

use super::table_fit::{Table, TableFit, check, normalised};
use crate::stats::effect::hypergeometric;
use crate::stats::error::StatsError;
use crate::stats::num;

/// Pools 2x2 tables by their observed minus expected events.
///
/// theta = sum(a - E) / sum V with standard error 1/sqrt(sum V), where E and V are mean and variance of the
/// treated arm's events at no effect; Q = sum (a - E)^2/V - (sum(a - E))^2/sum V. No continuity correction is
/// needed: a table without events adds nothing. The estimate is biased where arms are unbalanced or effects
/// large.
///
/// # Errors
///
/// [`StatsError::NotEstimable`] where no table has both events and patients without;
/// [`StatsError::TooFewStudies`] without tables; errors about impossible counts.
pub fn peto(tables: &[Table]) -> Result<TableFit, StatsError> {
    check(tables)?;
    let scores: Vec<_> = tables
        .iter()
        .map(|table| hypergeometric(table.treated, table.control))
        .filter(|score| score.variance > 0.0)
        .collect();
    let information = num::sum(scores.iter().map(|score| score.variance));
    let estimable = information > 0.0 && information.is_finite();
    if !estimable {
        return Err(StatsError::NotEstimable {
            what: "Peto's odds ratio",
            reason: "no table has both patients with and without the event",
        });
    }
    let theta = num::sum(scores.iter().map(|score| score.observed_minus_expected)) / information;
    // The sum of V (y - theta)^2 is the Q above without its cancellation.
    let q = num::sum(scores.iter().map(|score| {
        let residual = score.observed_minus_expected - theta * score.variance;
        residual * residual / score.variance
    }));
    let weights: Vec<f64> = tables
        .iter()
        .map(|table| hypergeometric(table.treated, table.control).variance.max(0.0))
        .map(|variance| if variance.is_finite() { variance } else { 0.0 })
        .collect();
    Ok(TableFit {
        k: tables.len(),
        theta,
        se: 1.0 / information.sqrt(),
        q: (tables.len() > 1).then_some(q),
        weights: normalised(&weights),
    })
}
