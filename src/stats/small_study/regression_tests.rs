//! Egger, Peters, Harbord, Pustejovsky and Rodgers.

use super::line::{AsymmetryTest, all_equal, line};
use super::refusal::{NotDone, at_least};
use crate::stats::error::StatsError;
use crate::stats::pool::Model;
use crate::stats::regression::{Design, regress};
use crate::stats::tau2::{Sample, check_effects};

/// Events of a total.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Counts {
    /// Events.
    pub events: f64,
    /// All participants.
    pub total: f64,
}

/// Egger's test, classical: regression of the effect on its standard error, weights `1 / v`.
///
/// The same as the intercept of `y / s` on `1 / s`; the `limit` is the PET estimate.
///
/// # Errors
///
/// [`NotDone`] for fewer than three studies, one precision, or data that are no effects.
pub fn egger(y: &[f64], v: &[f64]) -> Result<AsymmetryTest, NotDone> {
    varied(y, v)?;
    let (s, w): (Vec<f64>, Vec<f64>) = v.iter().map(|v| (v.sqrt(), 1.0 / v)).unzip();
    line(&s, y, &w, "precision")
}

/// Egger's test as a mixed model: meta-regression on the standard error with the model's tau2 and test.
///
/// # Errors
///
/// As [`egger`](fn@egger).
pub fn egger_mixed(y: &[f64], v: &[f64], model: &Model) -> Result<AsymmetryTest, NotDone> {
    check_effects(y, v)?;
    at_least(y.len(), 3)?;
    let errors: Vec<f64> = v.iter().map(|v| v.sqrt()).collect();
    if all_equal(&errors) {
        return Err(NotDone::OneSize { of: "precision" });
    }
    let design = Design { names: vec!["standard error".to_owned()], columns: vec![errors] };
    let found = match regress(y, v, &design, model) {
        Err(StatsError::Collinear { .. }) => return Err(NotDone::OneSize { of: "precision" }),
        found => found?,
    };
    let [limit, slope] = found.terms.as_slice() else { return Err(NotDone::OneSize { of: "precision" }) };
    Ok(AsymmetryTest {
        k: found.k,
        slope: slope.estimate,
        se: slope.se,
        statistic: slope.statistic,
        df: found.df,
        p: slope.p,
        limit: limit.estimate,
        limit_se: limit.se,
    })
}

/// Peters' test: regression of the effect on `1 / N`, weights `1 / (1 / E + 1 / (N - E))` with `E` the events of all
/// `N` participants of a study. Studies in which none or all had the event have no weight and are left out.
///
/// # Errors
///
/// As [`egger`](fn@egger).
pub fn peters(y: &[f64], counts: &[Counts]) -> Result<AsymmetryTest, NotDone> {
    same_length(y.len(), counts.len())?;
    let informative =
        y.iter().zip(counts).filter(|(y, c)| y.is_finite() && c.events > 0.0 && c.events < c.total);
    let (mut x, mut effects, mut w) = (Vec::new(), Vec::new(), Vec::new());
    for (&y, c) in informative {
        x.push(1.0 / c.total);
        effects.push(y);
        w.push(1.0 / (1.0 / c.events + 1.0 / (c.total - c.events)));
    }
    line(&x, &effects, &w, "number of participants")
}

/// Harbord's test for odds ratios: regression of `Z / V` on `1 / sqrt V`, weights `V`, with the score `Z = a - (a + c) n1 / N`
/// and its hypergeometric variance `V`. Tables without events, or with nothing else, have none and are left out.
///
/// # Errors
///
/// As [`egger`](fn@egger).
pub fn harbord(treated: &[Counts], control: &[Counts]) -> Result<AsymmetryTest, NotDone> {
    same_length(treated.len(), control.len())?;
    let (mut x, mut effects, mut weights) = (Vec::new(), Vec::new(), Vec::new());
    for (t, c) in treated.iter().zip(control) {
        let (total, events) = (t.total + c.total, t.events + c.events);
        let score = t.events - events * t.total / total;
        let variance = t.total * c.total / (total * total) * events * (total - events) / (total - 1.0);
        if variance > 0.0 && variance.is_finite() {
            x.push(1.0 / variance.sqrt());
            effects.push(score / variance);
            weights.push(variance);
        }
    }
    line(&x, &effects, &weights, "information")
}

/// Egger's test with the standard error replaced by `sqrt(1 / n1 + 1 / n2)`, which does not depend on the effect, for
/// standardized mean differences.
///
/// # Errors
///
/// As [`egger`](fn@egger).
pub fn pustejovsky_rodgers(y: &[f64], treated: &[f64], control: &[f64]) -> Result<AsymmetryTest, NotDone> {
    same_length(y.len(), treated.len())?;
    same_length(y.len(), control.len())?;
    let v: Vec<f64> = treated.iter().zip(control).map(|(n1, n2)| 1.0 / n1 + 1.0 / n2).collect();
    varied(y, &v)?;
    let (s, w): (Vec<f64>, Vec<f64>) = v.iter().map(|v| (v.sqrt(), 1.0 / v)).unzip();
    line(&s, y, &w, "group sizes")
}

/// Checks that these are effects that differ by more than rounding.
fn varied(y: &[f64], v: &[f64]) -> Result<(), NotDone> {
    let sample = Sample::new(y, v)?;
    if sample.k() > 1 && sample.y.iter().all(|y| *y == 0.0) {
        Err(NotDone::NoResidualVariation)
    } else {
        Ok(())
    }
}

fn same_length(expected: usize, actual: usize) -> Result<(), StatsError> {
    if actual == expected {
        Ok(())
    } else {
        Err(StatsError::LengthMismatch { what: "the counts", actual, expected })
    }
}
