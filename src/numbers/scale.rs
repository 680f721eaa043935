//! How a measure is shown.

use crate::analysis::results::{Interval, Pooled};
use crate::stats::choices::Measure;

use crate::stats::decimal::magnitude;

/// How a measure is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// A proportion between 0 and 1, shown in per cent.
    Percent,
    /// A ratio, with two decimals.
    Ratio,
    /// A correlation between -1 and 1, with two decimals.
    Correlation,
    /// Any other number; its decimals follow from the width of its interval.
    Number,
}

impl Scale {
    /// The scale of a measure's reported results.
    #[must_use]
    pub const fn of(measure: Measure) -> Self {
        match measure {
            Measure::Proportion => Self::Percent,
            Measure::Correlation => Self::Correlation,
            _ if measure.is_ratio() => Self::Ratio,
            _ => Self::Number,
        }
    }

    /// Decimals of all estimates of one table or figure, which share those of the headline: a column has one
    /// precision.
    #[must_use]
    pub fn shared_digits(self, headline: &Pooled) -> usize {
        self.digits(headline.estimate.unwrap_or(0.0), headline.ci)
    }

    /// Decimals of a coefficient of a meta-regression and of its limits.
    #[must_use]
    pub fn coefficient_digits(x: f64, ci: Interval) -> usize {
        Self::Number.digits(x, Some(ci)).max(2)
    }

    /// Decimals of an estimate with this interval, which both share: as many as leave the interval's width two
    /// significant digits for numbers, none for a percentage unless its interval is narrower than ten points.
    /// Without an interval, none for percentages and three significant digits of `x` for numbers.
    #[must_use]
    pub fn digits(self, x: f64, interval: Option<Interval>) -> usize {
        let width = interval.map(|ci| ci.upper - ci.lower).filter(|width| width.is_finite() && *width > 0.0);
        match self {
            Self::Ratio | Self::Correlation => 2,
            Self::Percent => match width.and_then(magnitude) {
                // In points, a width of 0.1 is ten.
                Some(power) => usize::try_from(-1 - power).unwrap_or(0).min(3),
                None => 0,
            },
            Self::Number => {
                let power = width.and_then(magnitude).map(|power| 1 - power);
                let power = power.or_else(|| magnitude(x).map(|power| 2 - power));
                usize::try_from(power.unwrap_or(2)).unwrap_or(0).min(5)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digits(scale: Scale, x: f64, lower: f64, upper: f64) -> usize {
        scale.digits(x, Some(Interval { lower, upper }))
    }

    #[test]
    fn decimals_follow_from_the_width_of_the_interval() {
        assert_eq!(digits(Scale::Percent, 0.587, 0.506, 0.666), 0);
        assert_eq!(digits(Scale::Percent, 0.495, 0.472, 0.518), 1);
        assert_eq!(digits(Scale::Percent, 0.012, 0.0095, 0.0144), 2);
        assert_eq!(digits(Scale::Number, 13.5, 11.0, 16.2), 1);
        assert_eq!(digits(Scale::Number, 129.0, 86.3, 203.8), 0);
        assert_eq!(digits(Scale::Number, 0.3, 0.1, 0.9), 2);
        assert_eq!(digits(Scale::Ratio, 12.0, 3.0, 40.0), 2);
        assert_eq!(Scale::Number.digits(0.012_34, None), 4);
        assert_eq!(Scale::Number.digits(1234.0, None), 0);
    }
}
