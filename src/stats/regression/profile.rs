//! A meta-regression as a function of tau2.

use super::design::Standardized;
use super::orthogonal::{Factored, dot};
use crate::stats::num;
use crate::stats::tau2::{Point, Profile, Sample, sum_of_squares};

/// Studies with moderators.
#[derive(Debug)]
pub(super) struct Moderated {
    pub(super) sample: Sample,
    pub(super) design: Standardized,
}

/// Least squares at one tau2.
#[derive(Debug)]
pub(super) struct Weighted {
    pub(super) weights: Vec<f64>,
    pub(super) factored: Factored,
    /// Components of `sqrt(W) y` in the columns of Q.
    pub(super) components: Vec<f64>,
    /// `sqrt(W) e`.
    pub(super) residuals: Vec<f64>,
}

/// What the projection leaves of a vector in its space, at most, as a share of the sum of squares.
const ROUNDING: f64 = 1e-27;

impl Weighted {
    /// `e'We`; 0 where the effects lie on the line but for the rounding of the projection.
    pub(super) fn q(&self) -> f64 {
        let left = dot(&self.residuals, &self.residuals);
        let explained = dot(&self.components, &self.components);
        if left <= ROUNDING * explained { 0.0 } else { left }
    }

    /// Leverages.
    fn hat(&self, i: usize) -> f64 {
        self.factored.q.iter().map(|column| column[i] * column[i]).sum()
    }
}

impl Moderated {
    /// Least squares with weights `1 / (v + t)`.
    pub(super) fn weighted(&self, t: f64) -> Weighted {
        self.with_weights(self.sample.v.iter().map(|v| 1.0 / (v + t)).collect())
    }

    fn with_weights(&self, weights: Vec<f64>) -> Weighted {
        let roots: Vec<f64> = weights.iter().map(|w| w.sqrt()).collect();
        let factored = Factored::new(&self.design.columns, &roots);
        let z = self.sample.y.iter().zip(&roots).map(|(y, root)| y * root).collect();
        let (components, residuals) = factored.project(z);
        Weighted { weights, factored, components, residuals }
    }
}

impl Profile for Moderated {
    fn k(&self) -> usize {
        self.sample.k()
    }

    fn coefficients(&self) -> usize {
        self.design.columns.len()
    }

    fn v_min(&self) -> f64 {
        self.sample.v_min
    }

    fn v_max(&self) -> f64 {
        self.sample.v_max()
    }

    fn at(&self, t: f64) -> Point {
        let fit = self.weighted(t);
        let p = self.coefficients();
        let (mut r2, mut s1, mut s2, mut trace_p, mut trace_pp) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for (i, (&w, &e)) in fit.weights.iter().zip(&fit.residuals).enumerate() {
            let hat = fit.hat(i);
            r2 += w * e * e;
            s1 += w;
            s2 += w * w;
            trace_p += w * (1.0 - hat);
            trace_pp += w * w * (1.0 - 2.0 * hat);
        }
        for a in 0..p {
            let (first, weights) = (&fit.factored.q[a], &fit.weights);
            let weighted: Vec<f64> = first.iter().zip(weights).map(|(x, w)| x * w).collect();
            for second in &fit.factored.q {
                let m = dot(&weighted, second);
                trace_pp += m * m;
            }
        }
        Point { q: fit.q(), r2, s1, s2, trace_p: trace_p.max(0.0), trace_pp: trace_pp.max(0.0) }
    }

    fn log_likelihood(&self, t: f64, restricted: bool) -> f64 {
        let fit = self.weighted(t);
        let adjustment = if restricted {
            fit.factored.r.iter().enumerate().map(|(j, row)| 2.0 * num::ln(row[j])).sum()
        } else {
            0.0
        };
        -0.5 * (self.sample.log_determinant(t) + adjustment + fit.q())
    }

    fn unweighted_excess(&self) -> f64 {
        let fit = self.with_weights(vec![1.0; self.k()]);
        let sampling: f64 = self.sample.v.iter().enumerate().map(|(i, v)| v * (1.0 - fit.hat(i))).sum();
        (fit.q() - sampling) / self.residual_df()
    }

    fn total_variance(&self) -> f64 {
        sum_of_squares(&self.sample.y).0 / self.k() as f64
    }
}
