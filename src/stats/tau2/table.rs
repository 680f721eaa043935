//! The sums over studies as functions of tau2, tabulated.
//!
//! As functions of `z = ln(t + floor)`, `floor <= min(v)`, the normalised weights `(t + floor) / (v + t)` are
//! logistic curves: analytic in the strip `|Im z| < pi`. Sums of them and of their powers are interpolated from
//! their values at Chebyshev points to full precision, with a number of points that grows with the length of the
//! interval only (Trefethen 2013, chapter 8). After one pass over the studies per point, the sums of all studies,
//! or all but one, cost the same whatever their number.

use super::profile::Totals;
use crate::stats::num;

/// Sums that are tabulated: the seven of [`Totals`] and the logarithm of the determinant.
const CHANNELS: usize = 8;
/// More points than this are never worth it.
const MOST_POINTS: usize = 400;

#[derive(Debug, Clone)]
struct Node {
    z: f64,
    t: f64,
    u: f64,
    /// Barycentric weight.
    weight: f64,
    sums: [f64; CHANNELS],
}

/// Sums over studies other than the pivot at the Chebyshev points of an interval of tau2.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    floor: f64,
    low: f64,
    high: f64,
    nodes: Vec<Node>,
}

impl Table {
    /// An empty table of `low <= t <= high`; `floor` is positive and not above any variance that will be added.
    /// `None` when the interval is too long for a table.
    pub(crate) fn over(low: f64, high: f64, floor: f64) -> Option<Self> {
        let (z_low, z_high) = (num::ln(low + floor), num::ln(high + floor));
        let half = (0.5 * (z_high - z_low)).max(0.005);
        let middle = 0.5 * (z_low + z_high);
        // The error falls like rho^-n, rho the ellipse that stays clear of the poles at z = ln(v - floor) -+ i pi.
        let a = 0.8 * std::f64::consts::PI / half;
        let n = (38.0 / num::ln(a + (a * a + 1.0).sqrt())).ceil().max(8.0);
        if n.is_nan() || n > MOST_POINTS as f64 {
            return None;
        }
        let n = n as usize;
        let nodes = (0..=n)
            .map(|j| {
                let z = middle + half * num::cos(std::f64::consts::PI * j as f64 / n as f64);
                let u = num::exp(z);
                let sign = if j % 2 == 0 { 1.0 } else { -1.0 };
                let weight = if j == 0 || j == n { 0.5 * sign } else { sign };
                Node { z, t: u - floor, u, weight, sums: [0.0; CHANNELS] }
            })
            .collect();
        Some(Self { floor, low, high, nodes })
    }

    /// Adds studies, effects relative to the pivot's.
    pub(crate) fn add(&mut self, y: &[f64], v: &[f64], logarithms: bool) {
        for node in &mut self.nodes {
            for (y, v) in y.chunks(256).zip(v.chunks(256)) {
                let mut block = [0.0; CHANNELS];
                for (&yi, &vi) in y.iter().zip(v) {
                    let w = node.u / (vi + node.t);
                    let (w2, wy) = (w * w, w * yi);
                    block[0] += w;
                    block[1] += w2;
                    block[2] += w2 * w;
                    block[3] += wy;
                    block[4] += w * wy;
                    block[5] += wy * yi;
                    block[6] += wy * wy;
                    if logarithms {
                        block[7] -= num::ln(w);
                    }
                }
                for (sum, part) in node.sums.iter_mut().zip(block) {
                    *sum += part;
                }
            }
        }
    }

    /// Whether `t` lies in the interval.
    pub(crate) fn covers(&self, t: f64) -> bool {
        t >= self.low && t <= self.high
    }

    /// The sums at `t`, without the pivot, and the sum of `ln((v + t) / u)` with `u`; `None` outside of the
    /// interval.
    pub(crate) fn at(&self, t: f64) -> Option<(Totals, LogDeterminant)> {
        if !self.covers(t) {
            return None;
        }
        let u = t + self.floor;
        let z = num::ln(u);
        let mut sums = [0.0; CHANNELS];
        let mut denominator = 0.0;
        for node in &self.nodes {
            let distance = z - node.z;
            if distance == 0.0 {
                sums = node.sums;
                denominator = 1.0;
                break;
            }
            let c = node.weight / distance;
            denominator += c;
            for (sum, value) in sums.iter_mut().zip(node.sums) {
                *sum += c * value;
            }
        }
        let (a, b) = (1.0 / (denominator * u), 1.0 / (denominator * u * u));
        let totals = Totals {
            pivot: 0.0,
            r1: sums[0] * a,
            r2: sums[1] * b,
            r3: sums[2] * b / u,
            wy: sums[3] * a,
            w2y: sums[4] * b,
            wyy: sums[5] * a,
            w2yy: sums[6] * b,
        };
        Some((totals, LogDeterminant { excess: sums[7] / denominator, log_u: z }))
    }
}

/// `sum ln(v + t)` as `excess + n ln(u)`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LogDeterminant {
    excess: f64,
    log_u: f64,
}

impl LogDeterminant {
    /// The sum over the `n` studies that were added.
    pub(crate) fn of(self, n: usize) -> f64 {
        self.excess + n as f64 * self.log_u
    }
}
