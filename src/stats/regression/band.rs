//! The fitted line and the bands around it.

use super::fit::Regression;
use super::profile::{Moderated, Weighted};
use crate::stats::error::StatsError;
use crate::stats::interval::Interval;
use crate::stats::pool::{Reference, Units};

/// The model's effect at given values of the moderators.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Band {
    /// The mean effect of such studies.
    pub estimate: f64,
    /// Its standard error.
    pub se: f64,
    /// Its confidence interval.
    pub ci: Interval,
    /// Where the effect of a new study of that kind is expected.
    pub prediction: Option<Interval>,
}

/// The coefficients on standardized columns, with what their covariance is made of.
#[derive(Debug, Clone)]
pub(super) struct Line {
    coefficients: Vec<f64>,
    /// The covariance matrix is `variance` times this times its transpose.
    root: Vec<Vec<f64>>,
    variance: f64,
    t: f64,
    centers: Vec<f64>,
    scales: Vec<f64>,
    units: Units,
    reference: Reference,
}

impl Line {
    pub(super) fn new(model: &Moderated, fit: &Weighted, t: f64, factor: f64, reference: Reference) -> Self {
        let root = fit.factored.r_inverse();
        let coefficients =
            root.iter().map(|row| row.iter().zip(&fit.components).map(|(r, c)| r * c).sum()).collect();
        Self {
            coefficients,
            root,
            variance: factor,
            t,
            centers: model.design.centers.clone(),
            scales: model.design.scales.clone(),
            units: Units::of(&model.sample),
            reference,
        }
    }

    /// Estimate and standard error of a combination of the standardized coefficients, in inner units.
    fn combination(&self, weights: &[f64]) -> (f64, f64) {
        let estimate = weights.iter().zip(&self.coefficients).map(|(x, b)| x * b).sum();
        let mut variance = 0.0;
        for j in 0..weights.len() {
            let c: f64 = weights.iter().zip(&self.root).map(|(x, row)| x * row[j]).sum();
            variance += c * c;
        }
        (estimate, (variance * self.variance).sqrt())
    }

    /// Estimate and standard error of coefficient `j`, 0 the intercept, on the columns as they were given.
    pub(super) fn coefficient(&self, j: usize) -> (f64, f64) {
        let mut weights = vec![0.0; self.coefficients.len()];
        if j == 0 {
            weights[0] = 1.0;
            for ((weight, center), scale) in weights.iter_mut().skip(1).zip(&self.centers).zip(&self.scales) {
                *weight = -center / scale;
            }
            let (estimate, se) = self.combination(&weights);
            (self.units.location(estimate), self.units.spread(se))
        } else {
            weights[j] = 1.0 / self.scales[j - 1];
            let (estimate, se) = self.combination(&weights);
            (self.units.spread(estimate), self.units.spread(se))
        }
    }

    fn at(&self, x: &[f64]) -> Band {
        let standardized =
            x.iter().zip(&self.centers).zip(&self.scales).map(|((x, center), scale)| (x - center) / scale);
        let weights: Vec<f64> = std::iter::once(1.0).chain(standardized).collect();
        let (inner, se) = self.combination(&weights);
        let estimate = self.units.location(inner);
        Band {
            estimate,
            se: self.units.spread(se),
            ci: Interval::around(estimate, self.reference.critical * self.units.spread(se)),
            prediction: self.reference.prediction.map(|critical| {
                Interval::around(estimate, critical * self.units.spread((se * se + self.t).sqrt()))
            }),
        }
    }
}

impl Regression {
    /// The model's effect at values `x` of the moderators, in the order of the design's columns: the line of a
    /// bubble plot with its confidence and prediction bands.
    ///
    /// # Errors
    ///
    /// When `x` does not have one finite number per column.
    pub fn predict(&self, x: &[f64]) -> Result<Band, StatsError> {
        let expected = self.line.centers.len();
        if x.len() != expected {
            return Err(StatsError::LengthMismatch {
                what: "the values of moderators",
                actual: x.len(),
                expected,
            });
        }
        if let Some(index) = x.iter().position(|x| !x.is_finite()) {
            return Err(StatsError::NotFinite { index, what: "the value of a moderator" });
        }
        Ok(self.line.at(x))
    }
}
