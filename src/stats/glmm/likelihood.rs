//! The integrated likelihood with its score and information.

use super::quadrature::Node;
use crate::stats::effect::Events;
use crate::stats::num::{self, Sum};
use std::f64::consts::SQRT_2;

/// ln-likelihood (without the binomial coefficients), gradient and Hessian in mu and sigma = tau.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Derivatives {
    pub(super) ln_likelihood: f64,
    pub(super) mu: f64,
    pub(super) sigma: f64,
    pub(super) mu_mu: f64,
    pub(super) mu_sigma: f64,
    pub(super) sigma_sigma: f64,
}

/// Sums of [`study`] over the studies.
pub(super) fn derivatives(studies: &[Events], nodes: &[Node], mu: f64, sigma: f64) -> Derivatives {
    let mut sums = [Sum::default(); 6];
    for arm in studies {
        let d = study(*arm, nodes, mu, sigma);
        let terms = [d.ln_likelihood, d.mu, d.sigma, d.mu_mu, d.mu_sigma, d.sigma_sigma];
        for (sum, term) in sums.iter_mut().zip(terms) {
            sum.add(term);
        }
    }
    let [ln_likelihood, mu, sigma, mu_mu, mu_sigma, sigma_sigma] = sums.map(Sum::total);
    Derivatives { ln_likelihood, mu, sigma, mu_mu, mu_sigma, sigma_sigma }
}

/// ln f(x | mu + sigma z) + ln phi(z), without constants.
fn ln_integrand(arm: Events, mu: f64, sigma: f64, z: f64) -> f64 {
    let eta = mu + sigma * z;
    arm.events * eta - arm.total * num::softplus(eta) - 0.5 * z * z
}

/// Mode of the integrand in z and its standard deviation by curvature; it is log-concave.
fn mode(arm: Events, mu: f64, sigma: f64) -> (f64, f64) {
    let mut z = 0.0;
    let mut height = ln_integrand(arm, mu, sigma, z);
    let mut curvature = 1.0;
    for _ in 0..100 {
        let p = num::logistic(mu + sigma * z);
        let slope = sigma * (arm.events - arm.total * p) - z;
        curvature = 1.0 + sigma * sigma * arm.total * p * (1.0 - p);
        let mut step = slope / curvature;
        let mut next = ln_integrand(arm, mu, sigma, z + step);
        // A step across a flat stretch can overshoot: halve it until it climbs.
        let mut halvings = 0;
        while next < height && halvings < 40 {
            step *= 0.5;
            next = ln_integrand(arm, mu, sigma, z + step);
            halvings += 1;
        }
        z += step;
        height = next;
        if step.abs() <= 1e-10 * (1.0 + z.abs()) {
            break;
        }
    }
    (z, 1.0 / curvature.sqrt())
}

/// One study. The expectations are over the posterior of z, on the quadrature nodes.
fn study(arm: Events, nodes: &[Node], mu: f64, sigma: f64) -> Derivatives {
    let (center, spread) = mode(arm, mu, sigma);
    let top = ln_integrand(arm, mu, sigma, center);
    let mut weight_sum = Sum::default();
    let mut moments = [Sum::default(); 8];
    for node in nodes {
        let z = center + SQRT_2 * spread * node.at;
        let weight = num::exp(node.ln_weight + ln_integrand(arm, mu, sigma, z) - top);
        let p = num::logistic(mu + sigma * z);
        let residual = arm.events - arm.total * p;
        let information = arm.total * p * (1.0 - p);
        weight_sum.add(weight);
        let terms = [
            residual,
            z * residual,
            information,
            z * information,
            z * z * information,
            residual * residual,
            z * residual * residual,
            z * z * residual * residual,
        ];
        for (moment, term) in moments.iter_mut().zip(terms) {
            moment.add(weight * term);
        }
    }
    let total = weight_sum.total();
    let [r, zr, i, zi, zzi, rr, zrr, zzrr] = moments.map(|moment| moment.total() / total);
    Derivatives {
        ln_likelihood: top + num::ln(total * SQRT_2 * spread) - num::half_ln_two_pi(),
        mu: r,
        sigma: zr,
        mu_mu: rr - r * r - i,
        mu_sigma: zrr - r * zr - zi,
        sigma_sigma: zzrr - zr * zr - zzi,
    }
}

#[cfg(test)]
mod tests {
    use super::super::quadrature::gauss_hermite;
    use super::*;

    #[test]
    fn derivatives_are_those_of_the_likelihood() {
        let studies = [
            Events { events: 3.0, total: 20.0 },
            Events { events: 0.0, total: 5.0 },
            Events { events: 40.0, total: 41.0 },
        ];
        let nodes = gauss_hermite(25);
        let (mu, sigma, h) = (0.3, 1.1, 1e-4);
        let at = |mu, sigma| derivatives(&studies, &nodes, mu, sigma);
        let d = at(mu, sigma);
        let slope = |up: f64, down: f64| (up - down) / (2.0 * h);
        let close = |actual: f64, expected: f64| {
            assert!((actual - expected).abs() <= 1e-6 * (1.0 + expected.abs()), "{actual} {expected}");
        };
        close(d.mu, slope(at(mu + h, sigma).ln_likelihood, at(mu - h, sigma).ln_likelihood));
        close(d.sigma, slope(at(mu, sigma + h).ln_likelihood, at(mu, sigma - h).ln_likelihood));
        close(d.mu_mu, slope(at(mu + h, sigma).mu, at(mu - h, sigma).mu));
        close(d.mu_sigma, slope(at(mu, sigma + h).mu, at(mu, sigma - h).mu));
        close(d.sigma_sigma, slope(at(mu, sigma + h).sigma, at(mu, sigma - h).sigma));
    }
}
