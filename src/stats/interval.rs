//! Intervals, and the intervals of single studies.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A lower and an upper limit. In JSON `[lower, upper]`.
///
/// ```
/// use ecmo_report::stats::interval::Interval;
/// let ci = Interval::new(0.25, 0.75);
/// assert!(ci.contains(0.5));
/// assert_eq!(serde_json::to_string(&ci).unwrap(), "[0.25,0.75]");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(from = "[f64; 2]", into = "[f64; 2]")]
#[schemars(with = "[f64; 2]")]
pub struct Interval {
    /// Lower limit.
    pub lower: f64,
    /// Upper limit.
    pub upper: f64,
}

impl Interval {
    /// The interval from `lower` to `upper`.
    #[must_use]
    pub const fn new(lower: f64, upper: f64) -> Self {
        Self { lower, upper }
    }

    /// `center` minus and plus `half_width`.
    #[must_use]
    pub fn around(center: f64, half_width: f64) -> Self {
        Self { lower: center - half_width, upper: center + half_width }
    }

    /// Whether `value` lies in the closed interval.
    #[must_use]
    pub fn contains(self, value: f64) -> bool {
        self.lower <= value && value <= self.upper
    }

    /// Upper minus lower limit.
    #[must_use]
    pub fn width(self) -> f64 {
        self.upper - self.lower
    }

    /// The middle.
    #[must_use]
    pub fn center(self) -> f64 {
        self.lower + self.width() / 2.0
    }

    /// Both limits through an increasing function.
    #[must_use]
    pub fn map(self, mut increasing: impl FnMut(f64) -> f64) -> Self {
        Self { lower: increasing(self.lower), upper: increasing(self.upper) }
    }

    /// Both limits held within `range`.
    #[must_use]
    pub fn clamp(self, range: Self) -> Self {
        self.map(|limit| limit.max(range.lower).min(range.upper))
    }

    /// Whether both limits are finite numbers.
    #[must_use]
    pub fn is_finite(self) -> bool {
        self.lower.is_finite() && self.upper.is_finite()
    }
}

impl From<[f64; 2]> for Interval {
    fn from([lower, upper]: [f64; 2]) -> Self {
        Self { lower, upper }
    }
}

impl From<Interval> for [f64; 2] {
    fn from(interval: Interval) -> Self {
        [interval.lower, interval.upper]
    }
}
