//! Leave-one-out: the pooled results without each of the studies in turn.
//!
//! tau2 is estimated anew each time. The cost is one pass over the studies per point of a small table, and then
//! the same for every study: ten thousand studies take some hundredths of a second.

use super::deleted::deleted;
use super::error::StatsError;
use super::pool::{Model, Reference};
use super::tau2::{Sample, Start, estimate};

pub use super::refit::Refit;

/// The pooled results without study 0, without study 1, ... in the order of the studies.
///
/// ```
/// use ecmo_report::stats::{leave_one_out::leave_one_out, pool::Model};
/// let without = leave_one_out(&[0.1, 0.5, 0.9], &[0.02, 0.03, 0.02], &Model::default())?;
/// assert!((without[1].random.theta - 0.5).abs() < 1e-12);
/// # Ok::<(), ecmo_report::stats::error::StatsError>(())
/// ```
///
/// # Errors
///
/// [`StatsError::TooFewStudies`] for fewer than two studies, and as [`fit`](fn@super::pool::fit).
pub fn leave_one_out(y: &[f64], v: &[f64], model: &Model) -> Result<Vec<Refit>, StatsError> {
    let sample = Sample::new(y, v)?;
    if sample.k() < 2 {
        return Err(StatsError::TooFewStudies { k: sample.k(), needed: 2 });
    }
    let (t, _) = estimate(&sample, model.tau2, Start::Hedges);
    let k = sample.k() - 1;
    let reference = Reference::new(model, k, 1);
    Ok(deleted(&sample, t, model.tau2).iter().map(|fit| Refit::of(fit, k, model, &reference)).collect())
}
