//! The integrated likelihood with its score and information.

use super::quadrature::{Integrand, integrate};
use crate::stats::effect::Events;
use crate::stats::num::{self, Sum};

/// ln-likelihood, less that of "every study its own proportion", with gradient and Hessian in mu and sigma = tau.
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
pub(super) fn derivatives(studies: &[Events], mu: f64, sigma: f64) -> Derivatives {
    let mut sums = [Sum::default(); 6];
    for arm in studies {
        let d = study(*arm, mu, sigma);
        let terms = [d.ln_likelihood, d.mu, d.sigma, d.mu_mu, d.mu_sigma, d.sigma_sigma];
        for (sum, term) in sums.iter_mut().zip(terms) {
            sum.add(term);
        }
    }
    let [ln_likelihood, mu, sigma, mu_mu, mu_sigma, sigma_sigma] = sums.map(Sum::total);
    Derivatives { ln_likelihood, mu, sigma, mu_mu, mu_sigma, sigma_sigma }
}

/// One study's binomial likelihood times the density of z = (logit - mu) / sigma.
#[derive(Debug, Clone, Copy)]
struct Posterior {
    arm: Events,
    mu: f64,
    sigma: f64,
}

impl Posterior {
    /// Events less expected events, and the binomial information on the logit.
    fn residual(self, z: f64) -> (f64, f64) {
        let eta = self.mu + self.sigma * z;
        let (p, q) = (num::logistic(eta), num::logistic(-eta));
        // From the side that keeps its digits.
        let residual = if p <= 0.5 {
            self.arm.events - self.arm.total * p
        } else {
            self.arm.total * q - self.arm.others()
        };
        (residual, self.arm.total * p * q)
    }
}

impl Integrand for Posterior {
    /// Written as deviances, which keep their digits where the proportion is near the study's own: the logarithm of
    /// the likelihood itself is of the size of the counts.
    fn ln(&self, z: f64) -> f64 {
        let eta = self.mu + self.sigma * z;
        let (p, q) = (num::logistic(eta), num::logistic(-eta));
        let Events { events, total } = self.arm;
        -num::deviance(events, total * p) - num::deviance(self.arm.others(), total * q) - 0.5 * z * z
    }

    fn slope_and_curvature(&self, z: f64) -> (f64, f64) {
        let (residual, information) = self.residual(z);
        (self.sigma * residual - z, 1.0 + self.sigma * self.sigma * information)
    }
}

/// One study. The expectations are over the posterior of z (Louis 1982).
///
/// Score and information can be had from the binomial likelihood or, by a change of variable, from the density of the
/// logits. The first loses its digits where the counts are large beside tau2, the second where they are small: each
/// is used where it keeps them.
fn study(arm: Events, mu: f64, sigma: f64) -> Derivatives {
    let posterior = Posterior { arm, mu, sigma };
    let mode = posterior.mode();
    let (_, curvature) = posterior.slope_and_curvature(mode.at);
    if curvature > 2.0 {
        let (ln_integral, [z, zz, zzz, zzzz]) =
            integrate(&posterior, mode, |z| [z, z * z, z * z * z, z * z * z * z], [false, true, false, true]);
        let square = sigma * sigma;
        return Derivatives {
            ln_likelihood: ln_integral - num::half_ln_two_pi(),
            mu: z / sigma,
            sigma: (zz - 1.0) / sigma,
            mu_mu: (zz - z * z - 1.0) / square,
            mu_sigma: (zzz - z * zz - 2.0 * z) / square,
            sigma_sigma: (zzzz - zz * zz + 1.0 - 3.0 * zz) / square,
        };
    }
    let terms = |z: f64| {
        let (r, i) = posterior.residual(z);
        [r, z * r, i, z * i, z * z * i, r * r, z * r * r, z * z * r * r]
    };
    let positive = [false, false, true, false, true, true, false, true];
    let (ln_integral, [r, zr, i, zi, zzi, rr, zrr, zzrr]) = integrate(&posterior, mode, terms, positive);
    Derivatives {
        ln_likelihood: ln_integral - num::half_ln_two_pi(),
        mu: r,
        sigma: zr,
        mu_mu: rr - r * r - i,
        mu_sigma: zrr - r * zr - zi,
        sigma_sigma: zzrr - zr * zr - zzi,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn derivatives_are_those_of_the_likelihood() {
        // Small counts, and counts beside which tau2 is large: the two forms.
        let few = [(3.0, 20.0), (0.0, 5.0), (40.0, 41.0)];
        let many = [(300.0, 2000.0), (0.0, 500.0), (40_000.0, 41_000.0)];
        for (counts, sigma) in [(few, 0.4), (few, 1.1), (many, 0.02), (many, 1.7)] {
            let studies = counts.map(|(events, total)| Events { events, total });
            let (mu, h) = (0.3, 1e-4 * sigma);
            let at = |mu, sigma| derivatives(&studies, mu, sigma);
            let d = at(mu, sigma);
            let slope = |up: f64, down: f64| (up - down) / (2.0 * h);
            let close = |actual: f64, expected: f64| {
                assert!((actual - expected).abs() <= 1e-5 * (1.0 + expected.abs()), "{actual} {expected}");
            };
            close(d.mu, slope(at(mu + h, sigma).ln_likelihood, at(mu - h, sigma).ln_likelihood));
            close(d.sigma, slope(at(mu, sigma + h).ln_likelihood, at(mu, sigma - h).ln_likelihood));
            close(d.mu_mu, slope(at(mu + h, sigma).mu, at(mu - h, sigma).mu));
            close(d.mu_sigma, slope(at(mu, sigma + h).mu, at(mu, sigma - h).mu));
            close(d.sigma_sigma, slope(at(mu, sigma + h).sigma, at(mu, sigma - h).sigma));
        }
    }
}
