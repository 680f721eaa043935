//! Begg and Mazumdar's rank correlation.

use super::line::tie;
use super::refusal::{NotDone, at_least};
use crate::stats::dist::{kendall, normal};
use crate::stats::tau2::Sample;

/// Up to this number of studies without ties the p-value is exact.
const EXACT_UP_TO: usize = 300;

/// Kendall's rank correlation between standardized effects and variances.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RankTest {
    /// Number of studies.
    pub k: usize,
    /// Kendall's tau-b.
    pub tau: f64,
    /// Two-sided p-value.
    pub p: f64,
    /// Whether `p` is from the exact null distribution; otherwise from the normal one, corrected for ties and without
    /// continuity correction.
    pub exact: bool,
}

/// Begg and Mazumdar's test: Kendall's tau between `(y - theta) / sqrt(v - 1 / sum w)`, `theta` the common effect, and `v`.
///
/// # Errors
///
/// [`NotDone`] for fewer than three studies, one precision, effects that are all equal, or data that are no effects.
pub fn begg(y: &[f64], v: &[f64]) -> Result<RankTest, NotDone> {
    let sample = Sample::new(y, v)?;
    let k = sample.k();
    at_least(k, 3)?;
    let totals = sample.totals(0.0);
    let (theta, sum) = (totals.mean(), totals.s1());
    let standardized = (0..k).map(|i| {
        let w = 1.0 / sample.v[i];
        let others = if i == sample.pivot { totals.r1 } else { sum - w };
        (sample.y[i] - theta) / (others / (w * sum)).sqrt()
    });
    // Standardized effects and variances that are equal on paper are ties.
    let (mut standardized, mut variances): (Vec<f64>, Vec<f64>) = (standardized.collect(), v.to_vec());
    tie(&mut standardized, |size| 1e-10 * size.max(1.0));
    tie(&mut variances, |size| 1e-12 * size);
    let pairs: Vec<(f64, f64)> = standardized.into_iter().zip(variances).collect();
    let counted = Counted::new(pairs);
    if counted.ties_second.pairs == counted.pairs() {
        return Err(NotDone::OneSize { of: "precision" });
    }
    if counted.ties_first.pairs == counted.pairs() {
        return Err(NotDone::NoResidualVariation);
    }
    let exact = counted.ties_first.pairs == 0 && counted.ties_second.pairs == 0 && k <= EXACT_UP_TO;
    let p = if exact {
        kendall::two_sided((counted.pairs() - counted.discordant) as usize, k)
    } else {
        normal::two_sided(counted.score() / counted.variance().sqrt())
    };
    Ok(RankTest { k, tau: counted.tau_b(), p, exact })
}

/// Pairs of observations by how they agree, counted in `n log n` (Knight 1966).
struct Counted {
    n: u64,
    discordant: u64,
    ties_first: Ties,
    ties_second: Ties,
    ties_both: u64,
}

/// Ties within one variable.
#[derive(Default)]
struct Ties {
    /// Tied pairs, `sum t (t - 1) / 2` over groups of `t`.
    pairs: u64,
    /// `sum t (t - 1) (2 t + 5)`.
    cubic: f64,
    /// `sum t (t - 1) (t - 2)`.
    triples: f64,
}

impl Ties {
    fn of<T: PartialEq>(sorted: &[T]) -> Self {
        let mut ties = Self::default();
        for group in sorted.chunk_by(|a, b| a == b) {
            let t = group.len() as f64;
            ties.pairs += (group.len() as u64) * (group.len() as u64 - 1) / 2;
            ties.cubic += t * (t - 1.0) * (2.0 * t + 5.0);
            ties.triples += t * (t - 1.0) * (t - 2.0);
        }
        ties
    }
}

impl Counted {
    fn new(mut pairs: Vec<(f64, f64)>) -> Self {
        pairs.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        let firsts: Vec<f64> = pairs.iter().map(|pair| pair.0).collect();
        let mut seconds: Vec<f64> = pairs.iter().map(|pair| pair.1).collect();
        let ties_both = Ties::of(&pairs).pairs;
        let mut buffer = vec![0.0; seconds.len()];
        let discordant = sort_counting(&mut seconds, &mut buffer);
        Self {
            n: seconds.len() as u64,
            discordant,
            ties_first: Ties::of(&firsts),
            ties_second: Ties::of(&seconds),
            ties_both,
        }
    }

    fn pairs(&self) -> u64 {
        self.n * (self.n - 1) / 2
    }

    /// Concordant less discordant pairs.
    fn score(&self) -> f64 {
        let untied = self.pairs() + self.ties_both - self.ties_first.pairs - self.ties_second.pairs;
        untied as f64 - 2.0 * self.discordant as f64
    }

    fn tau_b(&self) -> f64 {
        let free = |ties: &Ties| (self.pairs() - ties.pairs) as f64;
        self.score() / (free(&self.ties_first).sqrt() * free(&self.ties_second).sqrt())
    }

    /// Variance of the score under independence, corrected for ties (Kendall 1970).
    fn variance(&self) -> f64 {
        let n = self.n as f64;
        let (a, b) = (&self.ties_first, &self.ties_second);
        (n * (n - 1.0) * (2.0 * n + 5.0) - a.cubic - b.cubic) / 18.0
            + a.triples * b.triples / (9.0 * n * (n - 1.0) * (n - 2.0))
            + 2.0 * a.pairs as f64 * b.pairs as f64 / (n * (n - 1.0))
    }
}

/// Sorts by merging and counts the pairs that stood in the wrong order.
fn sort_counting(values: &mut [f64], buffer: &mut [f64]) -> u64 {
    let n = values.len();
    if n < 2 {
        return 0;
    }
    let middle = n / 2;
    let (left, right) = values.split_at_mut(middle);
    let (left_buffer, right_buffer) = buffer.split_at_mut(middle);
    let mut inversions = sort_counting(left, left_buffer) + sort_counting(right, right_buffer);
    let (mut i, mut j) = (0, 0);
    for slot in buffer.iter_mut() {
        if j >= right.len() || (i < left.len() && left[i] <= right[j]) {
            *slot = left[i];
            i += 1;
        } else {
            *slot = right[j];
            j += 1;
            inversions += (left.len() - i) as u64;
        }
    }
    values.copy_from_slice(buffer);
    inversions
}
