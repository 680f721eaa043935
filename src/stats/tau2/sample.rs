//! Effects and variances, checked, in units that make every threshold dimensionless.

use super::profile::{Point, Profile, Totals};
use crate::stats::error::StatsError;
use crate::stats::num;

/// The studies of a fit, relative to the most precise one (the *pivot*) and divided by a power of two near the
/// median standard error. Both changes are exact or lose at most the last bits, and both are undone by
/// [`Sample::location`], [`Sample::spread`] and [`Sample::variance`]. Effects that differ from the pivot's by rounding
/// only are equal to it.
#[derive(Debug, Clone)]
pub(crate) struct Sample {
    /// Effects, relative to the pivot's and scaled.
    pub(crate) y: Vec<f64>,
    /// Sampling variances, scaled.
    pub(crate) v: Vec<f64>,
    /// The study with the smallest variance.
    pub(crate) pivot: usize,
    /// Its variance.
    pub(crate) v_min: f64,
    origin: f64,
    scale: f64,
}

impl Sample {
    /// Checks the studies and brings them to the inner units.
    ///
    /// # Errors
    ///
    /// When there is no study, the lengths differ, an effect is not finite or a variance not positive and finite.
    pub(crate) fn new(y: &[f64], v: &[f64]) -> Result<Self, StatsError> {
        check_effects(y, v)?;
        let mut sorted = v.to_vec();
        let middle = sorted.len() / 2;
        let (_, &mut median, _) = sorted.select_nth_unstable_by(middle, f64::total_cmp);
        let scale = power_of_two_near_sqrt(median);
        let pivot = most_precise(v);
        let origin = y[pivot];
        let v: Vec<f64> = v.iter().map(|vi| vi / scale / scale).collect();
        let of = |(yi, vi): (&f64, &f64)| {
            difference((yi - origin) / scale, *vi, yi.abs().max(origin.abs()) / scale)
        };
        let y = y.iter().zip(&v).map(of).collect();
        let v_min = v[pivot];
        Ok(Self { y, v, pivot, v_min, origin, scale })
    }

    /// Some of the studies, at least one, in the same inner scale.
    pub(crate) fn select(&self, studies: impl Iterator<Item = usize> + Clone) -> Self {
        let mut y: Vec<f64> = studies.clone().map(|i| self.y[i]).collect();
        let v: Vec<f64> = studies.map(|i| self.v[i]).collect();
        let pivot = most_precise(&v);
        let shift = y[pivot];
        let origin = self.origin + shift * self.scale;
        for (yi, vi) in y.iter_mut().zip(&v) {
            let size = self.location(*yi).abs().max(origin.abs()) / self.scale;
            *yi = difference(*yi - shift, *vi, size);
        }
        let v_min = v[pivot];
        Self { y, v, pivot, v_min, origin, scale: self.scale }
    }

    /// All studies but one, of at least two.
    pub(crate) fn without(&self, omitted: usize) -> Self {
        self.select((0..self.k()).filter(|i| *i != omitted))
    }

    /// Number of studies.
    pub(crate) fn k(&self) -> usize {
        self.y.len()
    }

    /// An inner effect in the caller's units.
    pub(crate) fn location(&self, inner: f64) -> f64 {
        self.origin + inner * self.scale
    }

    /// An inner difference or standard error in the caller's units.
    pub(crate) fn spread(&self, inner: f64) -> f64 {
        inner * self.scale
    }

    /// An inner variance in the caller's units.
    pub(crate) fn variance(&self, inner: f64) -> f64 {
        inner * self.scale * self.scale
    }

    /// A variance in the caller's units in the inner ones.
    pub(crate) fn inner_variance(&self, outer: f64) -> f64 {
        outer / self.scale / self.scale
    }

    /// The sums over studies at a between-study variance `t`.
    pub(crate) fn totals(&self, t: f64) -> Totals {
        let mut all = Totals { pivot: 1.0 / (self.v_min + t), ..Totals::default() };
        for others in [0..self.pivot, self.pivot + 1..self.y.len()] {
            // Blocks keep the rounding error of long sums small and the order of addition fixed.
            for (y, v) in self.y[others.clone()].chunks(256).zip(self.v[others].chunks(256)) {
                let mut block = Totals::default();
                for (&yi, &vi) in y.iter().zip(v) {
                    block.add(yi, 1.0 / (vi + t));
                }
                all.add_all(&block);
            }
        }
        all
    }

    /// Sum of `ln(v + t)`.
    pub(crate) fn log_determinant(&self, t: f64) -> f64 {
        let mut sum = 0.0;
        for block in self.v.chunks(256) {
            let mut part = 0.0;
            for &vi in block {
                part += num::ln(vi + t);
            }
            sum += part;
        }
        sum
    }
}

impl Profile for Sample {
    fn k(&self) -> usize {
        self.y.len()
    }

    fn coefficients(&self) -> usize {
        1
    }

    fn v_min(&self) -> f64 {
        self.v_min
    }

    fn v_max(&self) -> f64 {
        self.v.iter().copied().fold(self.v_min, f64::max)
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
        let k = self.y.len() as f64;
        let (ssd, _) = sum_of_squares(&self.y);
        ssd / (k - 1.0) - self.v.iter().sum::<f64>() / k
    }

    fn total_variance(&self) -> f64 {
        sum_of_squares(&self.y).0 / self.y.len() as f64
    }
}

/// The difference between two effects of absolute `size`, one with variance `v`; 0 where it is not more than the rounding
/// of numbers of that size, or nothing beside the standard error. Effects that are equal on paper must not differ by
/// the rounding of the logarithms that they come from: the Hartung-Knapp variance would be that of the noise.
fn difference(of: f64, v: f64, size: f64) -> f64 {
    let noise = 4.0 * f64::EPSILON * size;
    if of.abs() <= noise.max(NOTHING * v.sqrt()) { 0.0 } else { of }
}

/// Differences of less than this share of a standard error are none.
const NOTHING: f64 = 1e-12;

/// The first study with the smallest variance.
pub(crate) fn most_precise(v: &[f64]) -> usize {
    v.iter().enumerate().fold(0, |best, (i, vi)| if *vi < v[best] { i } else { best })
}

/// Sum of squared deviations from the mean, and the mean.
pub(crate) fn sum_of_squares(y: &[f64]) -> (f64, f64) {
    let mean = y.iter().sum::<f64>() / y.len() as f64;
    (y.iter().map(|yi| (yi - mean) * (yi - mean)).sum(), mean)
}

/// Checks that these are effects with variances.
pub(crate) fn check_effects(y: &[f64], v: &[f64]) -> Result<(), StatsError> {
    if y.is_empty() {
        return Err(StatsError::TooFewStudies { k: 0, needed: 1 });
    }
    if y.len() != v.len() {
        return Err(StatsError::LengthMismatch { what: "the variances", actual: v.len(), expected: y.len() });
    }
    for (index, (yi, &vi)) in y.iter().zip(v).enumerate() {
        if !yi.is_finite() {
            return Err(StatsError::NotFinite { index, what: "the effect" });
        }
        if !vi.is_finite() {
            return Err(StatsError::NotFinite { index, what: "the sampling variance" });
        }
        if vi <= 0.0 {
            return Err(StatsError::NonPositiveVariance { index, value: vi });
        }
    }
    Ok(())
}

/// The power of two next below the square root of a positive number: division by it is exact.
fn power_of_two_near_sqrt(x: f64) -> f64 {
    let exponent = ((x.to_bits() >> 52) & 0x7ff) as i64 - 1023;
    f64::from_bits(((exponent.div_euclid(2) + 1023) as u64) << 52)
}
