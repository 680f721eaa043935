//! Means and standard deviations from medians, quartiles and ranges.
//!
//! # Scenarios
//!
//! With n patients, a and b the smallest and largest value, q1 and q3 the quartiles and m the median:
//!
//! | given | mean, Luo et al. 2018 | mean, Wan et al. 2014 | standard deviation |
//! |---|---|---|---|
//! | a, m, b | w (a+b)/2 + (1-w) m, w = 4/(4 + n^.75) | (a + 2m + b)/4 | (b-a)/xi |
//! | a, q1, m, q3, b | w1 (a+b)/2 + w2 (q1+q3)/2 + (1-w1-w2) m, w1 = 2.2/(2.2 + n^.75), w2 = .7 - .72/n^.55 | (a + 2q1 + 2m + 2q3 + b)/8 | Shi et al. 2020: w (b-a)/xi + (1-w)(q3-q1)/eta, w = 1/(1 + .07 n^.6); Wan: the mean of the two |
//! | q1, m, q3 | w (q1+q3)/2 + (1-w) m, w = .7 + .39/n | (q1 + m + q3)/3 | (q3-q1)/eta |
//!
//! xi = 2 z((n - .375)/(n + .25)) and eta = 2 z((.75 n - .125)/(n + .25)) are the expected range and interquartile
//! range of n standard normal values, z the normal quantile.
//!
//! # Skewness
//!
//! All of this holds for a normal variable. [`Skewness`] is the screen of Shi et al. (2023): where its statistic
//! reaches the critical value, the summary speaks against normality at the 5 % level, and the converted mean is
//! biased. The conversion is done all the same and says so.

use super::choices::MedianConversion;
use super::dist::normal;
use super::effect::Sample;
use super::num;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// What a study reports of a variable instead of mean and standard deviation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quantiles {
    /// Patients.
    pub total: f64,
    /// Smallest value.
    pub min: Option<f64>,
    /// First quartile.
    pub q1: Option<f64>,
    /// Median.
    pub median: f64,
    /// Third quartile.
    pub q3: Option<f64>,
    /// Largest value.
    pub max: Option<f64>,
}

/// Which numbers a conversion used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scenario {
    /// Minimum, median and maximum.
    Range,
    /// Minimum, quartiles, median and maximum.
    FiveNumbers,
    /// Quartiles and median.
    Quartiles,
}

/// Screen for skewness by Shi et al. (2023).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Skewness {
    /// Asymmetry of the numbers given.
    pub statistic: f64,
    /// Its critical value at the 5 % level for this number of patients.
    pub critical: f64,
}

impl Skewness {
    /// Whether the numbers speak against a normal variable.
    #[must_use]
    pub fn is_skewed(self) -> bool {
        self.statistic >= self.critical
    }
}

/// A converted summary.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Converted {
    /// Mean, standard deviation and patients.
    pub sample: Sample,
    /// What they came from.
    pub scenario: Scenario,
    /// Whether a normal variable is believable.
    pub skewness: Skewness,
}

/// Why a summary cannot be converted. The text completes "not converted: ...".
#[derive(Debug, Clone, Copy, PartialEq, Error)]
pub enum NotConvertible {
    /// A median without a pair of quartiles or of extremes.
    #[error("a median needs both quartiles, or minimum and maximum, beside it")]
    NoSpread,
    /// Fewer patients than the approximations were made for.
    #[error("{total} patients, but the approximation needs {}", Self::FEWEST)]
    TooFewPatients {
        /// Patients of the study.
        total: f64,
    },
    /// The numbers do not increase from minimum to maximum, or are not finite.
    #[error("minimum, quartiles, median and maximum are not in order")]
    NotInOrder,
    /// All the numbers are equal: a standard deviation of zero.
    #[error("the summary has no spread: its numbers are equal")]
    Constant,
}

impl NotConvertible {
    /// Patients below which no conversion is done, as in metafor.
    pub const FEWEST: f64 = 5.0;
}

/// Converts a median with quartiles, extremes or both. Everything that is given is used.
///
/// ```
/// use ecmo_report::stats::choices::MedianConversion;
/// use ecmo_report::stats::convert::{Quantiles, Scenario, convert};
/// let days = Quantiles { total: 50.0, min: None, q1: Some(5.0), median: 8.0, q3: Some(13.0), max: None };
/// let converted = convert(&days, MedianConversion::LuoShi)?;
/// assert_eq!(converted.scenario, Scenario::Quartiles);
/// assert!((converted.sample.mean - 8.7078).abs() < 1e-12);
/// assert!(!converted.skewness.is_skewed());
/// # Ok::<(), ecmo_report::stats::convert::NotConvertible>(())
/// ```
///
/// # Errors
///
/// [`NotConvertible`], with the reason.
pub fn convert(given: &Quantiles, method: MedianConversion) -> Result<Converted, NotConvertible> {
    let Quantiles { total, min, q1, median, q3, max } = *given;
    let in_order = |values: &[f64]| {
        values.iter().all(|value| value.is_finite())
            && values.windows(2).all(|pair| pair.first() <= pair.last())
    };
    let ordered = |values: &[f64]| if in_order(values) { Ok(()) } else { Err(NotConvertible::NotInOrder) };
    let enough = total >= NotConvertible::FEWEST && total.is_finite();
    if !enough {
        return Err(NotConvertible::TooFewPatients { total });
    }
    let center = Center { n: total, median };
    let (scenario, mean, sd, skewness) = match (min.zip(max), q1.zip(q3)) {
        (Some((a, b)), Some((q1, q3))) => {
            ordered(&[a, q1, median, q3, b])?;
            let (outer, inner) = (Pair(a, b), Pair(q1, q3));
            let mean = center.five_number_mean(outer, inner, method);
            let sd = center.five_number_sd(outer, inner, method);
            (Scenario::FiveNumbers, mean, sd, center.five_number_skewness(outer, inner))
        }
        (Some((a, b)), None) => {
            ordered(&[a, median, b])?;
            let outer = Pair(a, b);
            let sd = outer.width() / range_of_normal(total);
            (Scenario::Range, center.range_mean(outer, method), sd, center.range_skewness(outer))
        }
        (None, Some((q1, q3))) => {
            ordered(&[q1, median, q3])?;
            let inner = Pair(q1, q3);
            let sd = inner.width() / quartile_range_of_normal(total);
            (Scenario::Quartiles, center.quartile_mean(inner, method), sd, center.quartile_skewness(inner))
        }
        (None, None) => return Err(NotConvertible::NoSpread),
    };
    if sd <= 0.0 {
        return Err(NotConvertible::Constant);
    }
    Ok(Converted { sample: Sample { mean, sd, total }, scenario, skewness })
}

/// Expected range of n standard normal values (Wan et al. 2014, by Blom's formula).
fn range_of_normal(n: f64) -> f64 {
    2.0 * normal::quantile((n - 0.375) / (n + 0.25))
}

/// Expected interquartile range of n standard normal values (Wan et al. 2014).
fn quartile_range_of_normal(n: f64) -> f64 {
    2.0 * normal::quantile((0.75 * n - 0.125) / (n + 0.25))
}

/// The quartiles or the extremes.
#[derive(Debug, Clone, Copy)]
struct Pair(f64, f64);

impl Pair {
    fn middle(self) -> f64 {
        f64::midpoint(self.0, self.1)
    }

    fn width(self) -> f64 {
        self.1 - self.0
    }

    /// How far the median is off the middle, relative to half the width.
    fn asymmetry(self, median: f64) -> f64 {
        if self.width() > 0.0 { (self.0 + self.1 - 2.0 * median).abs() / self.width() } else { 0.0 }
    }
}

/// What every scenario has.
#[derive(Debug, Clone, Copy)]
struct Center {
    n: f64,
    median: f64,
}

impl Center {
    fn range_mean(self, outer: Pair, method: MedianConversion) -> f64 {
        let weight = match method {
            MedianConversion::LuoShi => 4.0 / (4.0 + num::pow(self.n, 0.75)),
            MedianConversion::Wan => 0.5,
        };
        weight * outer.middle() + (1.0 - weight) * self.median
    }

    fn quartile_mean(self, inner: Pair, method: MedianConversion) -> f64 {
        let weight = match method {
            MedianConversion::LuoShi => 0.7 + 0.39 / self.n,
            MedianConversion::Wan => 2.0 / 3.0,
        };
        weight * inner.middle() + (1.0 - weight) * self.median
    }

    fn five_number_mean(self, outer: Pair, inner: Pair, method: MedianConversion) -> f64 {
        let (of_outer, of_inner) = match method {
            MedianConversion::LuoShi => {
                (2.2 / (2.2 + num::pow(self.n, 0.75)), 0.7 - 0.72 / num::pow(self.n, 0.55))
            }
            MedianConversion::Wan => (0.25, 0.5),
        };
        of_outer * outer.middle() + of_inner * inner.middle() + (1.0 - of_outer - of_inner) * self.median
    }

    fn five_number_sd(self, outer: Pair, inner: Pair, method: MedianConversion) -> f64 {
        let weight = match method {
            MedianConversion::LuoShi => 1.0 / (1.0 + 0.07 * num::pow(self.n, 0.6)),
            MedianConversion::Wan => 0.5,
        };
        weight * outer.width() / range_of_normal(self.n)
            + (1.0 - weight) * inner.width() / quartile_range_of_normal(self.n)
    }

    fn range_skewness(self, outer: Pair) -> Skewness {
        Skewness {
            statistic: outer.asymmetry(self.median),
            critical: 1.0 / num::ln(self.n + 9.0) + 2.5 / (self.n + 1.0),
        }
    }

    fn quartile_skewness(self, inner: Pair) -> Skewness {
        Skewness {
            statistic: inner.asymmetry(self.median),
            critical: 2.65 / self.n.sqrt() - 6.0 / (self.n * self.n),
        }
    }

    fn five_number_skewness(self, outer: Pair, inner: Pair) -> Skewness {
        let of_outer = 2.65 * num::ln(0.6 * self.n) / self.n.sqrt() * outer.asymmetry(self.median);
        Skewness {
            statistic: of_outer.max(inner.asymmetry(self.median)),
            critical: 3.0 / self.n.sqrt() - 40.0 / num::powi(self.n, 3),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: Quantiles = Quantiles {
        total: 50.0,
        min: Some(2.0),
        q1: Some(5.0),
        median: 8.0,
        q3: Some(13.0),
        max: Some(30.0),
    };

    fn close(actual: f64, expected: f64) {
        assert!((actual - expected).abs() <= 1e-9, "{actual} instead of {expected}");
    }

    // Expected values: conv.fivenum of metafor 5.1-12.
    #[test]
    fn luo_and_shi() {
        let method = MedianConversion::LuoShi;
        let range = convert(&Quantiles { q1: None, q3: None, ..ALL }, method).unwrap();
        close(range.sample.mean, 9.403323172);
        close(range.sample.sd, 6.240725938);
        assert_eq!(range.scenario, Scenario::Range);
        assert!(range.skewness.is_skewed());
        assert!((range.skewness.statistic - 0.571).abs() < 5e-4);
        assert!((range.skewness.critical - 0.294).abs() < 5e-4);

        let quartiles = convert(&Quantiles { min: None, max: None, ..ALL }, method).unwrap();
        close(quartiles.sample.mean, 8.7078);
        close(quartiles.sample.sd, 6.106436647);
        assert_eq!(quartiles.scenario, Scenario::Quartiles);
        assert!(!quartiles.skewness.is_skewed());
        assert!((quartiles.skewness.statistic - 0.25).abs() < 5e-4);
        assert!((quartiles.skewness.critical - 0.372).abs() < 5e-4);

        let five = convert(&ALL, method).unwrap();
        close(five.sample.mean, 9.454241459);
        close(five.sample.sd, 6.183973222);
        assert_eq!(five.scenario, Scenario::FiveNumbers);
        assert!(five.skewness.is_skewed());
    }

    #[test]
    fn wan() {
        let method = MedianConversion::Wan;
        let range = convert(&Quantiles { q1: None, q3: None, ..ALL }, method).unwrap().sample;
        let quartiles = convert(&Quantiles { min: None, max: None, ..ALL }, method).unwrap().sample;
        let five = convert(&ALL, method).unwrap().sample;
        close(range.mean, 12.0);
        close(quartiles.mean, 26.0 / 3.0);
        close(five.mean, 10.5);
        close(range.sd, 6.240725938);
        close(quartiles.sd, 6.106436647);
        close(five.sd, f64::midpoint(6.240725938, 6.106436647));
    }

    #[test]
    fn a_symmetric_summary_keeps_its_centre() {
        for method in MedianConversion::ALL {
            let symmetric = Quantiles {
                total: 31.0,
                min: Some(-3.0),
                q1: Some(-1.0),
                median: 0.0,
                q3: Some(1.0),
                max: Some(3.0),
            };
            let converted = convert(&symmetric, *method).unwrap();
            assert!(converted.sample.mean.abs() < 1e-15);
            assert_eq!(converted.skewness.statistic, 0.0);
        }
    }

    #[test]
    fn what_cannot_be_converted_says_why() {
        let error = |given: Quantiles| convert(&given, MedianConversion::LuoShi).unwrap_err();
        assert_eq!(error(Quantiles { total: 4.0, ..ALL }), NotConvertible::TooFewPatients { total: 4.0 });
        assert_eq!(error(Quantiles { median: 40.0, ..ALL }), NotConvertible::NotInOrder);
        assert_eq!(error(Quantiles { min: None, q3: None, ..ALL }), NotConvertible::NoSpread);
        let constant =
            Quantiles { total: 9.0, min: Some(1.0), q1: None, median: 1.0, q3: None, max: Some(1.0) };
        assert_eq!(error(constant), NotConvertible::Constant);
        assert_eq!(
            NotConvertible::TooFewPatients { total: 4.0 }.to_string(),
            "4 patients, but the approximation needs 5"
        );
    }
}
