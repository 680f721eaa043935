//! Nodes and weights of Gauss-Hermite quadrature.

use crate::stats::num;
use std::f64::consts::PI;

/// A node t with the logarithm of its weight times e^(t^2).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Node {
    pub(super) at: f64,
    pub(super) ln_weight: f64,
}

/// The `n`-point rule for integrals of e^(-t^2) f(t), as a sum over e^(t^2) w f: roots of the Hermite polynomial
/// by Newton's method on its orthonormal recurrence, largest first.
pub(super) fn gauss_hermite(n: usize) -> Vec<Node> {
    let mut nodes: Vec<Node> = Vec::with_capacity(n);
    let (mut root, mut previous, mut before) = (0.0_f64, 0.0_f64, 0.0_f64);
    let size = n as f64;
    for i in 0..n.div_ceil(2) {
        // Stroud and Secrest's (1966) first guesses, then extrapolation from the roots so far.
        let guess = match i {
            0 => (2.0 * size + 1.0).sqrt() - 1.85575 * num::pow(2.0 * size + 1.0, -1.0 / 6.0),
            1 => root - 1.14 * num::pow(size, 0.426) / root,
            2 => 1.86 * root - 0.86 * previous,
            3 => 1.91 * root - 0.91 * previous,
            _ => 2.0 * root - before,
        };
        before = previous;
        previous = root;
        root = guess;
        let mut slope = 1.0;
        for _ in 0..100 {
            let (value, derivative) = orthonormal_hermite(n, root);
            slope = derivative;
            let step = value / derivative;
            root -= step;
            if step.abs() <= 1e-15 * (1.0 + root.abs()) {
                break;
            }
        }
        if 2 * i + 1 == n {
            root = 0.0;
        }
        // w = 2 / slope^2.
        let ln_weight = num::ln(2.0) - 2.0 * num::ln(slope.abs()) + root * root;
        nodes.push(Node { at: root, ln_weight });
        if root > 0.0 {
            nodes.push(Node { at: -root, ln_weight });
        }
        // Extrapolation needs the root of two steps ago.
        if i >= 3 {
            before = previous;
        }
    }
    nodes.sort_by(|a, b| a.at.total_cmp(&b.at));
    nodes
}

/// The orthonormal Hermite polynomial of degree `n` and its derivative.
fn orthonormal_hermite(n: usize, x: f64) -> (f64, f64) {
    let mut current = 1.0 / PI.sqrt().sqrt();
    let mut last = 0.0;
    for j in 0..n {
        let j = j as f64;
        let next = x * (2.0 / (j + 1.0)).sqrt() * current - (j / (j + 1.0)).sqrt() * last;
        last = current;
        current = next;
    }
    (current, (2.0 * n as f64).sqrt() * last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integrates_polynomials_up_to_degree_2n_minus_1_exactly() {
        for n in [1, 2, 3, 7, 15, 25] {
            let nodes = gauss_hermite(n);
            assert_eq!(nodes.len(), n);
            for degree in (0..2 * n).step_by(2).take(12) {
                // Gamma((degree + 1)/2).
                let expected = num::exp(num::lgamma((degree as f64 + 1.0) / 2.0));
                let actual = num::sum(nodes.iter().map(|node| {
                    num::exp(node.ln_weight - node.at * node.at) * num::powi(node.at, degree as i32)
                }));
                assert!(
                    (actual - expected).abs() <= 1e-12 * expected,
                    "{n} nodes, degree {degree}: {actual}"
                );
            }
        }
    }

    #[test]
    fn nodes_are_symmetric_and_distinct() {
        let nodes = gauss_hermite(25);
        for pair in nodes.windows(2) {
            assert!(pair[0].at < pair[1].at);
        }
        assert_eq!(nodes[12].at, 0.0);
        assert_eq!(nodes[0].at, -nodes[24].at);
    }
}
