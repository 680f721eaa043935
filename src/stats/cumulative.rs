//! Cumulative meta-analysis: the pooled result after one study, two studies, ... in a given order.
//!
//! Sums are carried along from study to study; from 50 studies on those at tau2 come from a table around the
//! current estimate that each new study is added to, and that is made anew when the estimate leaves it. Likelihoods,
//! which can have several maxima, are searched afresh up to some hundred studies, and then at every hundredth.

use super::choices::Tau2Estimator;
use super::error::StatsError;
use super::num;
use super::pool::{Model, Reference};
use super::refit::{
    Refit, SEARCHED_BELOW, SubsetFit, TABULATED_FROM, has_likelihood, neighbourhood, tabulate,
};
use super::tau2::{Profile, Sample, Start, Subset, Table, Totals, estimate, sum_of_squares};

/// The pooled results of the first 1, 2, ..., k studies of `order`, a list of indices into `y` and `v`.
///
/// # Errors
///
/// [`StatsError::OutOfDomain`] for an index that is not a study, [`StatsError::TooFewStudies`] for an empty
/// order, and as [`fit`](fn@super::pool::fit) for the studies in it.
pub fn cumulative(y: &[f64], v: &[f64], order: &[usize], model: &Model) -> Result<Vec<Refit>, StatsError> {
    if y.len() != v.len() {
        return Err(StatsError::LengthMismatch { what: "the variances", actual: v.len(), expected: y.len() });
    }
    if let Some(&index) = order.iter().find(|i| **i >= y.len()) {
        let requirement = "it must be the index of a study";
        return Err(StatsError::OutOfDomain {
            index,
            what: "the position",
            value: index as f64,
            requirement,
        });
    }
    let arranged = |x: &[f64]| order.iter().map(|i| x[*i]).collect::<Vec<_>>();
    let all = Sample::new(&arranged(y), &arranged(v))?;
    let mut growing: Option<Growing> = None;
    let mut results = Vec::with_capacity(order.len());
    for k in 1..=all.k() {
        let searched = has_likelihood(model.tau2) && (k < SEARCHED_BELOW || k % 100 == 0);
        let fit = if k < TABULATED_FROM || k < SEARCHED_BELOW && searched {
            SubsetFit::afresh(&all.select(0..k), model.tau2)
        } else {
            let next = match growing.take() {
                Some(growing) => growing.with(&all, k - 1),
                None => Growing::new(&all, k, None),
            };
            growing.insert(next).fit(model.tau2, searched)
        };
        results.push(Refit::of(&fit, k, model, &Reference::new(model, k, 1)));
    }
    Ok(results)
}

/// The studies so far, with their sums.
struct Growing {
    sample: Sample,
    /// The pivot's effect among all studies.
    shift: f64,
    at_zero: Totals,
    log_determinant: f64,
    mean: f64,
    sum_of_squares: f64,
    sum_of_variances: f64,
    table: Option<Table>,
    /// The latest tau2.
    t: Option<f64>,
}

impl Growing {
    /// The first `k` studies.
    fn new(all: &Sample, k: usize, t: Option<f64>) -> Self {
        let sample = all.select(0..k);
        let (sum_of_squares, mean) = sum_of_squares(&sample.y);
        Self {
            shift: all.y[sample.pivot],
            at_zero: sample.totals(0.0),
            log_determinant: sample.log_determinant(0.0),
            mean,
            sum_of_squares,
            sum_of_variances: num::sum(sample.v.iter().copied()),
            table: None,
            t,
            sample,
        }
    }

    /// With study `i`, the one after those so far.
    fn with(mut self, all: &Sample, i: usize) -> Self {
        let (y, v) = (all.y[i] - self.shift, all.v[i]);
        if v < 0.25 * self.sample.v_min {
            // A much more precise study: sums relative to it keep their digits.
            return Self::new(all, i + 1, self.t);
        }
        self.sample.y.push(y);
        self.sample.v.push(v);
        let deviation = y - self.mean;
        self.mean += deviation / self.sample.k() as f64;
        self.sum_of_squares += deviation * (y - self.mean);
        self.sum_of_variances += v;
        self.at_zero.add(y, 1.0 / v);
        self.log_determinant += num::ln(v);
        if let Some(table) = &mut self.table {
            table.add(&[y], &[v], true);
        }
        self
    }

    fn subset(&self) -> Subset<'_> {
        Subset {
            sample: &self.sample,
            table: self.table.as_ref(),
            omitted: None,
            at_zero: self.at_zero,
            log_determinant: self.log_determinant,
            sum_of_squares: self.sum_of_squares,
            sum_of_variances: self.sum_of_variances,
        }
    }

    /// The fit, from the previous estimate unless the likelihood is to be searched for other maxima.
    fn fit(&mut self, estimator: Tau2Estimator, searched: bool) -> SubsetFit {
        let start = self.t.filter(|_| !searched).map_or(Start::Hedges, Start::At);
        let (t, solver) = estimate(&self.subset(), estimator, start);
        if t > 0.0 && !self.table.as_ref().is_some_and(|table| table.covers(t)) {
            // Sidik and Jonkman's formula looks the sums up at the variance of the effects, too.
            let crude = if estimator == Tau2Estimator::Sj { self.subset().total_variance() } else { t };
            self.table = neighbourhood(&self.sample, t).and_then(|(low, high)| {
                tabulate(&self.sample, (low.min(0.5 * crude), high.max(2.0 * crude)), estimator)
            });
        }
        self.t = Some(t);
        SubsetFit::at(&self.subset(), t, solver)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::choices::CiMethod;
    use crate::stats::pool::{Prediction, fit};

    #[test]
    fn every_prefix_is_the_fit_of_its_studies() {
        let k = 130;
        let v: Vec<f64> = (0..k).map(|i| 0.01 * num::exp(((i * 37) % 101) as f64 / 25.0)).collect();
        let y: Vec<f64> = (0..k).map(|i| ((i * 71) % 97) as f64 / 60.0 - 0.5).collect();
        let order: Vec<usize> = (0..k).map(|i| (i * 77) % k).collect();
        for &tau2 in Tau2Estimator::ALL {
            let model =
                Model { tau2, ci: CiMethod::HartungKnapp, prediction: Prediction::KMinus1, level: 0.9 };
            let found = cumulative(&y, &v, &order, &model).unwrap();
            for (n, found) in found.iter().enumerate() {
                let of = |x: &[f64]| order[..=n].iter().map(|i| x[*i]).collect::<Vec<_>>();
                let want = fit(&of(&y), &of(&v), &model).unwrap();
                let close = |a: f64, b: f64| (a - b).abs() <= 1e-10 * (b.abs() + 0.01);
                assert_eq!(found.k, n + 1);
                assert!(close(found.random.theta, want.random.theta), "{tau2} {n}");
                assert!(close(found.random.se, want.random.se), "{tau2} {n}");
                assert!(close(found.common.theta, want.common.theta), "{tau2} {n}");
                if let (Some(found), Some(want)) = (found.heterogeneity.tau2, want.heterogeneity.tau2) {
                    assert!(close(found, want), "{tau2} {n}: {found} {want}");
                }
            }
        }
    }

    #[test]
    fn an_order_must_name_studies() {
        let found = cumulative(&[0.1], &[0.1], &[1], &Model::default());
        assert!(matches!(found, Err(StatsError::OutOfDomain { index: 1, .. })));
    }
}
