//! Trim and fill with the estimator L0.

use super::line::{all_equal, tie};
use super::refusal::{NotDone, at_least};
use crate::stats::choices::CiMethod;
use crate::stats::error::StatsError;
use crate::stats::pool::{Fit, Model, fit};
use crate::stats::regression::{Design, regress};

/// The side of the funnel on which studies are missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Studies with small effects are missing.
    Left,
    /// Studies with large effects are missing.
    Right,
}

impl Side {
    /// `left` or `right`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Left => "left",
            Self::Right => "right",
        }
    }
}

/// The result of trim and fill.
#[derive(Debug, Clone, PartialEq)]
pub struct TrimAndFill {
    /// Studies that were imputed.
    pub k0: usize,
    /// On which side.
    pub side: Side,
    /// Effects of the imputed studies.
    pub filled_y: Vec<f64>,
    /// Their sampling variances, those of the studies they mirror.
    pub filled_v: Vec<f64>,
    /// The fit of all studies, the imputed ones last, with a Wald interval.
    pub fit: Fit,
    /// Whether the number of imputed studies settled; if not, it went in a cycle and the last is used.
    pub settled: bool,
}

/// Trim and fill (Duval and Tweedie 2000).
///
/// The missing side is the one opposite to where small studies lie, by the slope of a meta-regression on the
/// standard error. The `k0` most extreme studies of the other side are left out, the rest is pooled, and all are
/// ranked by their distance from the mean: with `T` the sum of the ranks on the full side,
/// `L0 = (4 T - k (k + 1)) / (2 k - 1)`, rounded half to even and not below 0, is the next `k0`, until it stays.
/// Then the `k0` studies are mirrored at the mean. tau2 is estimated as the model says, every time.
///
/// The result is a sensitivity analysis that supposes that asymmetry comes from unpublished studies.
///
/// # Errors
///
/// [`NotDone`] for fewer than three studies, one precision, or data that are no effects.
pub fn trim_and_fill(y: &[f64], v: &[f64], model: &Model) -> Result<TrimAndFill, NotDone> {
    let wald = Model { ci: CiMethod::Wald, ..*model };
    fit(y, v, &wald)?;
    at_least(y.len(), 3)?;
    let side = missing_side(y, v, &wald)?;
    let sign = if side == Side::Right { -1.0 } else { 1.0 };

    // Mirrored so that the missing studies are the small ones, in ascending order.
    let mut order: Vec<usize> = (0..y.len()).collect();
    order.sort_by(|a, b| (sign * y[*a]).total_cmp(&(sign * y[*b])));
    let effects: Vec<f64> = order.iter().map(|i| sign * y[*i]).collect();
    let variances: Vec<f64> = order.iter().map(|i| v[*i]).collect();

    let k = effects.len();
    let (mut k0, mut settled, mut center) = (0, false, 0.0);
    for _ in 0..100 {
        center = fit(&effects[..k - k0], &variances[..k - k0], &wald)?.random.theta;
        let next = l0(&effects, center).min(k - 1);
        settled = next == k0;
        k0 = next;
        if settled {
            break;
        }
    }
    let filled_y: Vec<f64> = effects[k - k0..].iter().map(|y| sign * (2.0 * center - y)).collect();
    let filled_v = variances[k - k0..].to_vec();
    let (all_y, all_v) = ([y, &filled_y].concat(), [v, &filled_v].concat());
    Ok(TrimAndFill { k0, side, fit: fit(&all_y, &all_v, &wald)?, filled_y, filled_v, settled })
}

fn missing_side(y: &[f64], v: &[f64], model: &Model) -> Result<Side, NotDone> {
    let errors: Vec<f64> = v.iter().map(|v| v.sqrt()).collect();
    if all_equal(&errors) {
        return Err(NotDone::OneSize { of: "precision" });
    }
    let design = Design { names: vec!["standard error".to_owned()], columns: vec![errors] };
    match regress(y, v, &design, model) {
        // Of symmetric studies the slope is 0 but for rounding.
        Ok(found) if found.terms.get(1).is_some_and(|slope| slope.statistic < -1e-10) => Ok(Side::Right),
        Ok(_) => Ok(Side::Left),
        Err(StatsError::Collinear { .. }) => Err(NotDone::OneSize { of: "precision" }),
        Err(error) => Err(error.into()),
    }
}

/// The estimate of the number of missing studies, from ascending effects.
fn l0(effects: &[f64], center: f64) -> usize {
    let k = effects.len() as f64;
    let mut distances: Vec<f64> = effects.iter().map(|y| (y - center).abs()).collect();
    let noise = 1e-10 * distances.iter().copied().fold(0.0, f64::max);
    // Effects as far to the left as to the right of the centre are ties on paper, whose ranks are in order.
    tie(&mut distances, |_| noise);
    let mut order: Vec<usize> = (0..effects.len()).collect();
    order.sort_by(|a, b| distances[*a].total_cmp(&distances[*b]));
    let right = |i: usize| effects[i] - center > noise;
    let ranks = order.iter().enumerate().filter(|(_, i)| right(**i)).map(|(rank, _)| rank as f64 + 1.0);
    let estimate = (4.0 * ranks.sum::<f64>() - k * (k + 1.0)) / (2.0 * k - 1.0);
    estimate.round_ties_even().max(0.0) as usize
}
