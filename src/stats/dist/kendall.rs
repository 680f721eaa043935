//! The exact distribution of Kendall's rank correlation under independence, without ties.
//!
//! The number of concordant pairs of two orders of n things is distributed as the number of inversions of a
//! random permutation: a sum of independent uniform variables on {0, ..., i - 1}, i = 1, ..., n (Kendall 1938).
//! Its probabilities are the convolution of these, computed in O(n^3) additions of positive numbers.

use crate::stats::num;

/// Probabilities of 0, 1, ..., n(n - 1)/2 concordant pairs.
#[must_use]
pub fn probabilities(n: usize) -> Vec<f64> {
    let mut probabilities = vec![1.0];
    for i in 2..=n {
        let mut next = vec![0.0; probabilities.len() + i - 1];
        let share = 1.0 / i as f64;
        // The running sum over a window of i values, compensated because it subtracts what it added.
        let mut window = num::Sum::default();
        for pairs in 0..next.len() {
            window.add(probabilities.get(pairs).copied().unwrap_or(0.0));
            if let Some(left) = pairs.checked_sub(i) {
                window.add(-probabilities.get(left).copied().unwrap_or(0.0));
            }
            if let Some(slot) = next.get_mut(pairs) {
                *slot = window.total() * share;
            }
        }
        // Symmetric; the upper half, where the window is what is left of large sums, takes the lower one's digits.
        for low in 0..next.len() / 2 {
            let high = next.len() - 1 - low;
            next.copy_within(low..=low, high);
        }
        probabilities = next;
    }
    probabilities
}

/// Two-sided p-value of `concordant` concordant pairs among n things without ties: twice the smaller tail, the
/// observed value in it, at most 1.
///
/// ```
/// use ecmo_report::stats::dist::kendall;
/// // Of the 24 orders of four things one has no pair in order, and one has all six.
/// assert!((kendall::two_sided(6, 4) - 2.0 / 24.0).abs() < 1e-16);
/// ```
#[must_use]
pub fn two_sided(concordant: usize, n: usize) -> f64 {
    let probabilities = probabilities(n);
    let pairs = probabilities.len() - 1;
    let smaller = concordant.min(pairs.saturating_sub(concordant));
    (2.0 * num::sum(probabilities.into_iter().take(smaller + 1))).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    // Expected values: cor.test(method = "kendall", exact = TRUE) of R 4.2 on permutations with these counts.
    #[test]
    fn two_sided_p() {
        for (concordant, n, expected) in KENDALL {
            let pairs = n * (n - 1) / 2;
            for side in [*concordant, pairs - concordant] {
                let actual = two_sided(side, *n);
                assert!((actual - expected).abs() <= 1e-12 * expected, "{side} of {n}: {actual:e}");
            }
        }
    }

    // The lower half: the upper one of R is one minus the lower, and has lost its digits by then.
    #[expect(clippy::excessive_precision, reason = "values as they were computed")]
    const KENDALL: &[(usize, usize, f64)] = &[
        (0, 4, 0.083333333333333329),
        (2, 4, 0.75),
        (3, 4, 1.0),
        (0, 6, 0.0027777777777777779),
        (4, 6, 0.2722222222222222),
        (0, 10, 5.5114638447971777e-07),
        (14, 10, 0.15574184303350971),
        (22, 10, 1.0),
        (0, 13, 3.2118087673643227e-10),
        (23, 13, 0.057256828176967069),
        (39, 13, 1.0),
        (0, 28, 6.5597784741396769e-30),
        (113, 28, 0.0023176969997599798),
        (189, 28, 1.0),
        (0, 45, 1.6719301694365609e-56),
        (297, 45, 7.3089079905994044e-05),
        (495, 45, 1.0),
    ];

    #[test]
    fn probabilities_sum_to_one() {
        for n in [0, 1, 2, 3, 10, 60] {
            let p = probabilities(n);
            assert_eq!(p.len(), n * n.saturating_sub(1) / 2 + 1);
            assert!((num::sum(p) - 1.0).abs() < 1e-14);
        }
    }
}
