//! Mantel-Haenszel pooling of 2x2 tables.
//!
//! The tables enter as they are, without continuity correction: the estimate exists as long as the sums over the
//! tables are not zero (as `rma.mh` of metafor; meta and RevMan correct the tables first unless told otherwise).
//!
//! With a, b the treated and c, d the control arm, n1, n2 their sizes and N = n1 + n2:
//!
//! | measure | estimate | variance |
//! |---|---|---|
//! | odds ratio | ln(sum R / sum S), R = ad/N, S = bc/N | Robins, Breslow and Greenland 1986 |
//! | risk ratio | ln(sum a n2/N / sum c n1/N) | Greenland and Robins 1985 |
//! | risk difference | sum of (a n2 - c n1)/N over sum of n1 n2/N | Sato, Greenland and Robins 1989 |

use super::table_fit::{Table, TableFit, check, normalised};
use crate::stats::choices::Measure;
use crate::stats::effect::EffectSize;
use crate::stats::error::StatsError;
use crate::stats::num;

/// Pools tables by Mantel and Haenszel's weights.
///
/// `effects` are the studies' own effect sizes of the same measure (with the continuity correction of the
/// analysis), for Q around the pooled estimate: sum of (yi - theta)^2 / vi.
///
/// # Errors
///
/// [`StatsError::NotEstimable`] for a measure other than odds ratio, risk ratio and risk difference, and where
/// the sums over the tables leave no estimate (no events in one of the arms of any table, say);
/// [`StatsError::TooFewStudies`] without tables; errors about impossible counts.
pub fn mantel_haenszel(
    measure: Measure,
    tables: &[Table],
    effects: &[EffectSize],
) -> Result<TableFit, StatsError> {
    check(tables)?;
    let Sums { theta, variance, weights } = match measure {
        Measure::OddsRatio => odds_ratio(tables),
        Measure::RiskRatio => risk_ratio(tables),
        Measure::RiskDifference => risk_difference(tables),
        _ => {
            return Err(StatsError::NotEstimable {
                what: "the Mantel-Haenszel estimate",
                reason: "the method pools odds ratios, risk ratios and risk differences",
            });
        }
    };
    let estimable = theta.is_finite() && variance > 0.0 && variance.is_finite();
    if !estimable {
        return Err(StatsError::NotEstimable {
            what: "the Mantel-Haenszel estimate",
            reason: "its sums over the tables are zero",
        });
    }
    let q = num::sum(effects.iter().map(|effect| (effect.yi - theta) * (effect.yi - theta) / effect.vi));
    Ok(TableFit {
        k: tables.len(),
        theta,
        se: variance.sqrt(),
        q: (tables.len() > 1).then_some(q),
        weights: normalised(&weights),
    })
}

struct Sums {
    theta: f64,
    variance: f64,
    weights: Vec<f64>,
}

fn total(tables: &[Table], term: impl Fn(Table) -> f64) -> f64 {
    num::sum(tables.iter().map(|table| term(*table)))
}

fn odds_ratio(tables: &[Table]) -> Sums {
    let r = |t: Table| t.treated.events * t.control.others() / t.patients();
    let s = |t: Table| t.treated.others() * t.control.events / t.patients();
    let p = |t: Table| (t.treated.events + t.control.others()) / t.patients();
    let q = |t: Table| (t.treated.others() + t.control.events) / t.patients();
    let (sum_r, sum_s) = (total(tables, r), total(tables, s));
    let variance = 0.5
        * (total(tables, |t| p(t) * r(t)) / (sum_r * sum_r)
            + total(tables, |t| p(t) * s(t) + q(t) * r(t)) / (sum_r * sum_s)
            + total(tables, |t| q(t) * s(t)) / (sum_s * sum_s));
    Sums { theta: num::ln(sum_r / sum_s), variance, weights: tables.iter().map(|t| s(*t)).collect() }
}

fn risk_ratio(tables: &[Table]) -> Sums {
    let r = |t: Table| t.treated.events * t.control.total / t.patients();
    let s = |t: Table| t.control.events * t.treated.total / t.patients();
    let spread = |t: Table| {
        let (n, events) = (t.patients(), t.treated.events + t.control.events);
        (t.treated.total / n) * (t.control.total / n) * events - t.treated.events * t.control.events / n
    };
    let (sum_r, sum_s) = (total(tables, r), total(tables, s));
    Sums {
        theta: num::ln(sum_r / sum_s),
        variance: total(tables, spread) / (sum_r * sum_s),
        weights: tables.iter().map(|t| s(*t)).collect(),
    }
}

fn risk_difference(tables: &[Table]) -> Sums {
    let weight = |t: Table| t.treated.total * t.control.total / t.patients();
    let sum_weights = total(tables, weight);
    let difference =
        |t: Table| (t.treated.events * t.control.total - t.control.events * t.treated.total) / t.patients();
    let theta = total(tables, difference) / sum_weights;
    let p = |t: Table| {
        let (n1, n2, n) = (t.treated.total, t.control.total, t.patients());
        (n1 * n1 * t.control.events - n2 * n2 * t.treated.events + n1 * n2 * (n2 - n1) / 2.0) / (n * n)
    };
    let q = |t: Table| {
        (t.treated.events * t.control.others() + t.control.events * t.treated.others()) / (2.0 * t.patients())
    };
    Sums {
        theta,
        variance: (theta * total(tables, p) + total(tables, q)) / (sum_weights * sum_weights),
        weights: tables.iter().map(|t| weight(*t)).collect(),
    }
}
