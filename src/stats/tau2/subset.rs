//! A sample, or all but one of its studies, by sums that are known already.

use super::profile::{Point, Profile, Totals};
use super::sample::Sample;
use super::table::Table;
use crate::stats::num;

/// A sample with its sums at tau2 = 0 and, if there is one, the table of its sums elsewhere; one study may be left
/// out, whose term is then taken out of the sums of all. What the table does not cover is summed over the studies.
pub(crate) struct Subset<'a> {
    /// The studies, including the one that is left out.
    pub(crate) sample: &'a Sample,
    /// Sums of all studies of the sample.
    pub(crate) table: Option<&'a Table>,
    /// The study that is left out; not the pivot.
    pub(crate) omitted: Option<usize>,
    /// Sums of the subset at 0.
    pub(crate) at_zero: Totals,
    /// Sum of `ln(v)` over the subset.
    pub(crate) log_determinant: f64,
    /// Squared deviations from the mean, summed over the subset.
    pub(crate) sum_of_squares: f64,
    /// Sampling variances, summed over the subset.
    pub(crate) sum_of_variances: f64,
}

impl Subset<'_> {
    /// The sums of the subset at `t`.
    pub(crate) fn totals(&self, t: f64) -> Totals {
        if t == 0.0 {
            return self.at_zero;
        }
        let mut totals = match self.table.and_then(|table| table.at(t)) {
            Some((totals, _)) => Totals { pivot: 1.0 / (self.sample.v_min + t), ..totals },
            None => self.sample.totals(t),
        };
        if let Some(i) = self.omitted {
            totals.remove(self.sample.y[i], 1.0 / (self.sample.v[i] + t));
        }
        totals
    }

    fn log_determinant(&self, t: f64) -> f64 {
        if t == 0.0 {
            return self.log_determinant;
        }
        let all = match self.table.and_then(|table| table.at(t)) {
            Some((_, others)) => others.of(self.sample.k() - 1) + num::ln(self.sample.v_min + t),
            None => self.sample.log_determinant(t),
        };
        all - self.omitted.map_or(0.0, |i| num::ln(self.sample.v[i] + t))
    }
}

impl Profile for Subset<'_> {
    fn k(&self) -> usize {
        self.sample.k() - usize::from(self.omitted.is_some())
    }

    fn coefficients(&self) -> usize {
        1
    }

    fn v_min(&self) -> f64 {
        self.sample.v_min
    }

    fn v_max(&self) -> f64 {
        self.sample.v_max()
    }

    fn at(&self, t: f64) -> Point {
        self.totals(t).point()
    }

    fn log_likelihood(&self, t: f64, restricted: bool) -> f64 {
        let totals = self.totals(t);
        let adjustment = if restricted { num::ln(totals.s1()) } else { 0.0 };
        -0.5 * (self.log_determinant(t) + adjustment + totals.q())
    }

    fn unweighted_excess(&self) -> f64 {
        let n = self.k() as f64;
        self.sum_of_squares / (n - 1.0) - self.sum_of_variances / n
    }

    fn total_variance(&self) -> f64 {
        self.sum_of_squares / self.k() as f64
    }
}
