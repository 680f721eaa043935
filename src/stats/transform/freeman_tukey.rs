//! Freeman and Tukey's (1950) double arcsine of a proportion and double square root of a rate.
//!
//! Both are on the half scale, as in metafor and meta: the mean of two arcsines or roots, with variances
//! 1/(4n + 2) and 1/(4t). Miller (1978), MetaXL and `metaprop` of Stata use the sum, of four times the variance.
//!
//! # The inverse and its trap
//!
//! Miller's inverse depends on the sample size, and a pooled value has none: the packages put in the harmonic
//! mean of the studies' sizes. One tiny study among huge ones pulls that mean down so far that the pooled value
//! lies below the image of the transform, and the printed prevalence is zero (Schwarzer et al. 2019). [`Guards`]
//! computes every inverse in use and says when they disagree.

use crate::stats::choices::BackTransformN;
use crate::stats::interval::Interval;
use crate::stats::num;
use std::f64::consts::FRAC_PI_2;

/// Half of asin sqrt(x/(n + 1)) + asin sqrt((x + 1)/(n + 1)) for `events` among `total`.
#[must_use]
pub fn proportion(events: f64, total: f64) -> f64 {
    let n = total + 1.0;
    0.5 * (num::asin((events / n).sqrt()) + num::asin(((events + 1.0) / n).sqrt()))
}

/// The values that [`proportion`] has for `total` patients: from no events to only events.
#[must_use]
pub fn proportion_image(total: f64) -> Interval {
    let lowest = 0.5 * num::asin((1.0 / (total + 1.0)).sqrt());
    Interval::new(lowest, FRAC_PI_2 - lowest)
}

/// Miller's (1978) inverse of [`proportion`] at the sample size `total`; 0 below and 1 above the image.
///
/// ```
/// use ecmo_report::stats::transform::freeman_tukey;
/// let y = freeman_tukey::proportion(3.0, 20.0);
/// assert!((freeman_tukey::proportion_inverse(y, 20.0) - 0.15).abs() < 1e-14);
/// assert_eq!(freeman_tukey::proportion_inverse(0.05, 9.0), 0.0);
/// ```
#[must_use]
pub fn proportion_inverse(y: f64, total: f64) -> f64 {
    let image = proportion_image(total);
    if y <= image.lower {
        return 0.0;
    }
    if y >= image.upper {
        return 1.0;
    }
    let (sine, cosine) = (num::sin(2.0 * y), num::cos(2.0 * y));
    let ratio = cosine / (sine * total);
    // Miller's radicand 1 - [s + (s - 1/s)/n]^2 without its cancellation near p = 1/2.
    let root = cosine.abs() * (1.0 + 2.0 / total - ratio * ratio).max(0.0).sqrt();
    let p = if cosine >= 0.0 {
        // (1 - root)/2 without the cancellation of small proportions.
        let shifted = sine - cosine * ratio;
        0.5 * shifted * shifted / (1.0 + root)
    } else {
        0.5 * (1.0 + root)
    };
    p.clamp(0.0, 1.0)
}

/// Half of sqrt(x/t) + sqrt((x + 1)/t) for `events` in `time`.
#[must_use]
pub fn rate(events: f64, time: f64) -> f64 {
    0.5 * ((events / time).sqrt() + ((events + 1.0) / time).sqrt())
}

/// The inverse of [`rate`] at the time at risk `time`; 0 below the image.
///
/// ```
/// use ecmo_report::stats::transform::freeman_tukey;
/// let y = freeman_tukey::rate(12.0, 7.5);
/// assert!((freeman_tukey::rate_inverse(y, 7.5) - 1.6).abs() < 1e-14);
/// ```
#[must_use]
pub fn rate_inverse(y: f64, time: f64) -> f64 {
    if y <= 0.5 * (1.0 / time).sqrt() {
        return 0.0;
    }
    // From sqrt(r + 1/t) + sqrt(r) = 2y and sqrt(r + 1/t) - sqrt(r) = 1/(2ty).
    let root = y - 1.0 / (4.0 * time * y);
    root * root
}

/// The size at which a pooled value is transformed back: a mean of the studies' `sizes` (patients or times), or
/// 1/(4 SE^2) of the pooled estimate (Barendregt and Doi 2013). `None` without studies.
///
/// ```
/// use ecmo_report::stats::choices::BackTransformN;
/// use ecmo_report::stats::transform::freeman_tukey::back_transform_size;
/// assert_eq!(back_transform_size(BackTransformN::Harmonic, &[10.0, 40.0], 0.1), Some(16.0));
/// ```
#[must_use]
pub fn back_transform_size(choice: BackTransformN, sizes: &[f64], pooled_se: f64) -> Option<f64> {
    Sizes::of(sizes.iter().copied()).mean(choice, pooled_se)
}

/// The sums from which the means of sample sizes come, so that leaving one study out costs no new pass.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sizes {
    k: f64,
    sum: f64,
    inverses: f64,
    logarithms: f64,
}

impl Sizes {
    /// The sums over patients or times of the studies.
    #[must_use]
    pub fn of(sizes: impl Iterator<Item = f64>) -> Self {
        let sizes: Vec<f64> = sizes.collect();
        Self {
            k: sizes.len() as f64,
            sum: num::sum(sizes.iter().copied()),
            inverses: num::sum(sizes.iter().map(|n| 1.0 / n)),
            logarithms: num::sum(sizes.iter().map(|n| num::ln(*n))),
        }
    }

    /// The sums without a study of this size.
    #[must_use]
    pub fn without(&self, size: f64) -> Self {
        Self {
            k: self.k - 1.0,
            sum: self.sum - size,
            inverses: self.inverses - 1.0 / size,
            logarithms: self.logarithms - num::ln(size),
        }
    }

    /// The size at which a pooled value with this standard error is transformed back; `None` without studies.
    #[must_use]
    pub fn mean(&self, choice: BackTransformN, pooled_se: f64) -> Option<f64> {
        (self.k > 0.0).then(|| match choice {
            BackTransformN::Harmonic => self.k / self.inverses,
            BackTransformN::Arithmetic => self.sum / self.k,
            BackTransformN::Geometric => num::exp(self.logarithms / self.k),
            BackTransformN::InverseVariance => 1.0 / (4.0 * pooled_se * pooled_se),
        })
    }
}

/// A pooled double arcsine under every inverse in use, and what to think of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Guards {
    /// At the harmonic mean of the sample sizes.
    pub harmonic: f64,
    /// At their geometric mean.
    pub geometric: f64,
    /// At their arithmetic mean.
    pub arithmetic: f64,
    /// At 1/(4 SE^2) of the pooled estimate.
    pub inverse_variance: f64,
    /// sin^2, the limit of an infinite size (Doi and Xu 2021).
    pub sine_squared: f64,
    /// Largest minus smallest of the five, relative to sin^2.
    pub relative_spread: f64,
    /// Whether the value at the chosen size lies outside the smallest and largest proportion of the studies.
    pub outside_data: bool,
    /// Whether the pooled value lies outside the image of the transform at the chosen size, so that 0 or 1 is
    /// reported.
    pub outside_image: bool,
}

impl Guards {
    /// Spread above which the choice of the size matters to the reader.
    pub const SPREAD_LIMIT: f64 = 0.05;

    /// Compares the inverses of a pooled double arcsine `theta` with standard error `se`.
    ///
    /// `sizes` are the studies' patients, `proportions` their x/n, `choice` the size that is reported. `None`
    /// without studies.
    #[must_use]
    pub fn of(
        theta: f64,
        se: f64,
        sizes: &[f64],
        proportions: &[f64],
        choice: BackTransformN,
    ) -> Option<Self> {
        let size = |choice| back_transform_size(choice, sizes, se);
        let inverse = |choice| size(choice).map(|n| proportion_inverse(theta, n));
        let harmonic = inverse(BackTransformN::Harmonic)?;
        let geometric = inverse(BackTransformN::Geometric)?;
        let arithmetic = inverse(BackTransformN::Arithmetic)?;
        let inverse_variance = inverse(BackTransformN::InverseVariance)?;
        let sine_squared = super::arcsine_inverse(theta);
        let reported = inverse(choice)?;
        let image = proportion_image(size(choice)?);
        let all = [harmonic, geometric, arithmetic, inverse_variance, sine_squared];
        let largest = all.into_iter().fold(f64::NEG_INFINITY, f64::max);
        let smallest = all.into_iter().fold(f64::INFINITY, f64::min);
        let spread = largest - smallest;
        let highest = proportions.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let lowest = proportions.iter().copied().fold(f64::INFINITY, f64::min);
        // Rounding of the inverse may put equal proportions 1e-16 outside themselves.
        let slack = 1e-12 * highest.abs().max(1e-300);
        Some(Self {
            harmonic,
            geometric,
            arithmetic,
            inverse_variance,
            sine_squared,
            relative_spread: if spread > 0.0 { spread / sine_squared.max(f64::MIN_POSITIVE) } else { 0.0 },
            outside_data: reported < lowest - slack || reported > highest + slack,
            outside_image: !image.contains(theta),
        })
    }

    /// Whether the report should warn.
    #[must_use]
    pub fn warns(&self) -> bool {
        self.relative_spread > Self::SPREAD_LIMIT || self.outside_data || self.outside_image
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn proportion_round_trip_up_to_a_thousand() {
        let mut worst = 0.0_f64;
        for n in 1..=1000_u32 {
            for x in 0..=n {
                let (x, n) = (f64::from(x), f64::from(n));
                worst = worst.max((proportion_inverse(proportion(x, n), n) - x / n).abs());
            }
        }
        assert!(worst < 2e-15, "{worst:e}");
    }

    #[test]
    fn huge_studies_and_the_ends_of_the_image() {
        for n in [1.0, 3.0, 1e6, 1e9] {
            for x in [0.0, 1.0, 2.0, 30.0, n / 2.0, n - 1.0, n] {
                if x <= n {
                    let p = proportion_inverse(proportion(x, n), n);
                    // Nearly 0 and nearly 1 the transform is steep: a last digit of it is 1e-16 / sqrt(p) of p.
                    let tolerance = 4e-16 * (1.0 + (x / n).sqrt().recip()).min(1e8) * (x / n) + 1e-17;
                    assert!((p - x / n).abs() <= tolerance.max(3e-16 * p), "{x}/{n}: {p:e}");
                }
            }
            let image = proportion_image(n);
            for (y, end) in [(image.lower, 0.0), (image.upper, 1.0), (-1.0, 0.0), (2.0, 1.0)] {
                assert_eq!(proportion_inverse(y, n), end);
            }
        }
        // Sizes that a mean can have, or 1 / (4 SE^2): less than one patient, or without end.
        for n in [1e-6, 0.3, 1e18, f64::INFINITY] {
            let mut last = 0.0;
            for i in 0..=100 {
                let p = proportion_inverse(FRAC_PI_2 * f64::from(i) / 100.0, n);
                assert!(p >= last && p <= 1.0, "{n} {i}: {p}");
                last = p;
            }
        }
    }

    // Expected values: transf.ipft(c(.05, .3, 1.2, 1.5), ni = 9) and transf.iirft(c(.3, .05), ti = 20) of metafor.
    #[test]
    fn inverses_of_metafor() {
        let close = |actual: f64, expected: f64| assert!((actual - expected).abs() < 1e-14, "{actual}");
        close(proportion_inverse(0.05, 9.0), 0.0);
        close(proportion_inverse(0.3, 9.0), 0.048_728_365_033_774_92);
        close(proportion_inverse(1.2, 9.0), 0.905_148_847_787_478_8);
        close(proportion_inverse(1.5, 9.0), 1.0);
        close(rate_inverse(0.3, 20.0), 0.066_736_111_111_111_11);
        close(rate_inverse(0.05, 20.0), 0.0);
    }

    proptest! {
        #[test]
        fn proportion_inverse_increases_within_unit(a in -1.0..3.0, b in -1.0..3.0, n in 0.5..1e7) {
            let (low, high) = if a < b { (a, b) } else { (b, a) };
            let (p, q) = (proportion_inverse(low, n), proportion_inverse(high, n));
            prop_assert!(p <= q + 1e-15);
            prop_assert!((0.0..=1.0).contains(&p) && (0.0..=1.0).contains(&q));
        }

        #[test]
        fn rate_round_trip(x in 0.0..1e4, t in 1e-3..1e6) {
            let r = x / t;
            prop_assert!((rate_inverse(rate(x, t), t) - r).abs() <= 1e-10 * r.max(1.0 / t));
        }
    }

    #[test]
    fn guards_see_a_tiny_study_that_pulls_the_harmonic_mean_down() {
        // Schwarzer et al. (2019): with a study of 20 patients the pooled rare prevalence became zero.
        let sizes = [2_000_000.0, 1_500_000.0, 20.0];
        let proportions = [2e-4, 3e-4, 0.0];
        let guards = Guards::of(0.016, 4e-4, &sizes, &proportions, BackTransformN::Harmonic).unwrap();
        assert_eq!(guards.harmonic, 0.0);
        assert!(guards.outside_image && guards.warns());
        let arithmetic = Guards::of(0.016, 4e-4, &sizes, &proportions, BackTransformN::Arithmetic).unwrap();
        assert!(!arithmetic.outside_image && !arithmetic.outside_data);
        assert!(arithmetic.relative_spread > 0.9);
    }

    #[test]
    fn guards_are_silent_where_the_sizes_do_not_matter() {
        let sizes = [100.0, 120.0, 90.0];
        let proportions = [0.4, 0.5, 0.45];
        let theta = proportion(45.0, 100.0);
        let guards = Guards::of(theta, 0.03, &sizes, &proportions, BackTransformN::Harmonic).unwrap();
        assert!(!guards.warns(), "{guards:?}");
        assert_eq!(Guards::of(theta, 0.03, &[], &[], BackTransformN::Harmonic), None);
    }
}
