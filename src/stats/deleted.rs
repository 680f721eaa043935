//! All fits but one study, without fitting each from scratch.
//!
//! Up to 50 studies every subset is fitted as such. Beyond, the sums of all studies are tabulated over the
//! plausible range of tau2 (`tau2::Table`) and each study's own term is taken out exactly, so that a fit costs
//! the same whatever the number of studies. A study that carries much of a sum is fitted without instead:
//! taking its term out would lose digits.

use super::choices::Tau2Estimator;
use super::num;
use super::refit::{
    SEARCHED_BELOW, SubsetFit, TABULATED_FROM, has_likelihood, iterates, neighbourhood, tabulate,
};
use super::tau2::{
    Sample, SolverOutcome, Start, Subset, Table, Totals, estimate, has_rivals, reach, sum_of_squares,
};

/// The fits without each of the studies of `sample` (at least two), whose tau2 is `t`.
pub(crate) fn deleted(sample: &Sample, t: f64, estimator: Tau2Estimator) -> Vec<SubsetFit> {
    if sample.k() < TABULATED_FROM {
        (0..sample.k()).map(|i| SubsetFit::afresh(&sample.without(i), estimator)).collect()
    } else {
        by_table(sample, t, estimator)
    }
}

fn by_table(sample: &Sample, t: f64, estimator: Tau2Estimator) -> Vec<SubsetFit> {
    let whole = Whole::new(sample, t);
    let everywhere = has_likelihood(estimator)
        && (sample.k() < SEARCHED_BELOW || has_rivals(sample, estimator == Tau2Estimator::Reml));
    let start = || if everywhere { Start::Hedges } else { Start::At(t) };
    let search = if everywhere {
        Some((0.0, reach(sample)))
    } else if iterates(estimator) {
        neighbourhood(sample, t)
    } else if estimator == Tau2Estimator::Sj {
        bounds(whole.separable().map(|i| whole.sum_of_squares_without(i) / (whole.k() - 1.0)))
    } else {
        None
    };
    let search = search.and_then(|range| tabulate(sample, range, estimator));
    let estimates: Vec<Option<(f64, SolverOutcome)>> = (0..sample.k())
        .map(|i| whole.without(i, search.as_ref()).map(|others| estimate(&others, estimator, start())))
        .collect();
    // Formulas have given all tau2, and with them the exact range; iterations stayed in the range searched.
    let table = if iterates(estimator) {
        search
    } else {
        bounds(estimates.iter().flatten().map(|(t, _)| *t))
            .and_then(|range| tabulate(sample, range, estimator))
    };
    let fit = |(i, found): (usize, &Option<(f64, SolverOutcome)>)| match (
        found,
        whole.without(i, table.as_ref()),
    ) {
        (Some((t, solver)), Some(others)) => SubsetFit::at(&others, *t, *solver),
        _ => SubsetFit::afresh(&sample.without(i), estimator),
    };
    estimates.iter().enumerate().map(fit).collect()
}

fn bounds(values: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    values.fold(None, |range, t| match range {
        None => Some((t, t)),
        Some((low, high)) => Some((t.min(low), t.max(high))),
    })
}

/// The whole sample, with the sums that do not depend on tau2.
struct Whole<'a> {
    sample: &'a Sample,
    at_zero: Totals,
    log_determinant: f64,
    mean: f64,
    sum_of_squares: f64,
    sum_of_variances: f64,
    /// The smallest variance of an effect at the tau2 of all studies.
    total_variance_min: f64,
}

impl<'a> Whole<'a> {
    fn new(sample: &'a Sample, t: f64) -> Self {
        let (sum_of_squares, mean) = sum_of_squares(&sample.y);
        Self {
            sample,
            at_zero: sample.totals(0.0),
            log_determinant: sample.log_determinant(0.0),
            mean,
            sum_of_squares,
            sum_of_variances: num::sum(sample.v.iter().copied()),
            total_variance_min: t + sample.v_min,
        }
    }

    fn k(&self) -> f64 {
        self.sample.k() as f64
    }

    /// The studies that can be taken out of the sums.
    fn separable(&self) -> impl Iterator<Item = usize> {
        (0..self.sample.k()).filter(|i| self.is_separable(*i))
    }

    /// Whether the term of study `i` is at most half of every sum.
    fn is_separable(&self, i: usize) -> bool {
        let (y, v) = (self.sample.y[i], self.sample.v[i]);
        let (w, zero) = (1.0 / v, &self.at_zero);
        let minor = |part: f64, whole: f64| part <= 0.5 * whole;
        i != self.sample.pivot
            && minor(w * w, zero.r2)
            && minor(w * y * y, zero.wyy)
            && minor(w * w * y * y, zero.w2yy)
            && minor(v, self.sum_of_variances)
            && minor(self.square(i), self.sum_of_squares)
            && minor(y * y / (v + self.total_variance_min), self.sum_of_squares / self.total_variance_min)
    }

    /// The sample without study `i`, if its terms can be taken out.
    fn without<'b>(&'b self, i: usize, table: Option<&'b Table>) -> Option<Subset<'b>> {
        self.is_separable(i).then(|| {
            let (y, v) = (self.sample.y[i], self.sample.v[i]);
            let mut at_zero = self.at_zero;
            at_zero.remove(y, 1.0 / v);
            Subset {
                sample: self.sample,
                table,
                omitted: Some(i),
                at_zero,
                log_determinant: self.log_determinant - num::ln(v),
                sum_of_squares: self.sum_of_squares_without(i),
                sum_of_variances: self.sum_of_variances - v,
            }
        })
    }

    /// What the sum of squares loses without study `i`.
    fn square(&self, i: usize) -> f64 {
        let deviation = self.sample.y[i] - self.mean;
        deviation * deviation * self.k() / (self.k() - 1.0)
    }

    fn sum_of_squares_without(&self, i: usize) -> f64 {
        self.sum_of_squares - self.square(i)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A reproducible sample with variances over `decades` decades.
    fn studies(k: usize, decades: f64, spread: f64) -> (Vec<f64>, Vec<f64>) {
        let mut state = 0x9e37_79b9_7f4a_7c15_u64;
        let mut uniform = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 11) as f64 / (1_u64 << 53) as f64
        };
        let mut normal = || (0..12).map(|_| uniform()).sum::<f64>() - 6.0;
        let v: Vec<f64> = (0..k).map(|_| num::pow(10.0, -2.0 + decades * 0.2 * normal())).collect();
        let y = v.iter().map(|v| 0.3 + normal() * v.sqrt() + spread * normal()).collect();
        (y, v)
    }

    #[test]
    fn table_and_scratch_agree() {
        for (k, decades, spread) in [(50, 1.0, 0.1), (80, 2.0, 0.0), (200, 1.5, 0.3), (120, 8.0, 0.1)] {
            let (y, v) = studies(k, decades, spread);
            let sample = Sample::new(&y, &v).unwrap();
            for &estimator in Tau2Estimator::ALL {
                let (t, _) = estimate(&sample, estimator, Start::Hedges);
                for (i, fast) in by_table(&sample, t, estimator).iter().enumerate() {
                    let slow = SubsetFit::afresh(&sample.without(i), estimator);
                    let close = |a: f64, b: f64, scale: f64| (a - b).abs() <= 1e-10 * scale;
                    let what =
                        format!("{estimator}, k = {k}, decades {decades}, study {i}: {fast:?} {slow:?}");
                    assert!(close(fast.t, slow.t, slow.t + sample.v_min), "{what}");
                    assert!(close(fast.at_t.q(), slow.at_t.q(), slow.at_t.q()), "{what}");
                    assert!(close(fast.at_t.s1(), slow.at_t.s1(), slow.at_t.s1()), "{what}");
                    let difference = fast.units.difference(fast.at_t.mean(), slow.at_t.mean(), slow.units);
                    assert!(close(difference, 0.0, fast.units.spread(1.0)), "{what}");
                }
            }
        }
    }
}
