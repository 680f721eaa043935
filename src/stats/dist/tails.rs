//! Both tails of a distribution at one point.

use crate::stats::num;

/// Lower and upper tail probability at one point, each with its own digits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tails {
    /// ln P(X <= x).
    pub ln_lower: f64,
    /// ln P(X > x).
    pub ln_upper: f64,
}

impl Tails {
    pub(super) const ALL_ABOVE: Self = Self { ln_lower: f64::NEG_INFINITY, ln_upper: 0.0 };
    pub(super) const ALL_BELOW: Self = Self { ln_lower: 0.0, ln_upper: f64::NEG_INFINITY };
    pub(super) const UNDEFINED: Self = Self { ln_lower: f64::NAN, ln_upper: f64::NAN };

    /// From the logarithm of the lower tail, which must not be near 1.
    pub(super) fn from_ln_lower(ln_lower: f64) -> Self {
        let ln_lower = ln_lower.min(0.0);
        Self { ln_lower, ln_upper: num::ln1p(-num::exp(ln_lower)) }
    }

    pub(super) const fn swapped(self) -> Self {
        Self { ln_lower: self.ln_upper, ln_upper: self.ln_lower }
    }

    /// P(X <= x).
    #[must_use]
    pub fn lower(self) -> f64 {
        // Near 1 the complement has the digits.
        if self.ln_lower > -0.5 { -num::expm1(self.ln_upper) } else { num::exp(self.ln_lower) }
    }

    /// P(X > x).
    #[must_use]
    pub fn upper(self) -> f64 {
        self.swapped().lower()
    }
}

/// A probability, given as that of the lower or of the upper tail.
#[derive(Debug, Clone, Copy)]
pub(super) enum TailProbability {
    /// P(X <= x).
    Lower(f64),
    /// P(X > x).
    Upper(f64),
}

impl TailProbability {
    /// The same point, named by its smaller tail. The difference from 1 of a number in [1/2, 1] is exact.
    pub(super) fn smaller(self) -> Self {
        match self {
            Self::Lower(p) if p > 0.5 => Self::Upper(1.0 - p),
            Self::Upper(q) if q > 0.5 => Self::Lower(1.0 - q),
            other => other,
        }
    }

    pub(super) fn probability(self) -> f64 {
        match self {
            Self::Lower(p) | Self::Upper(p) => p,
        }
    }

    pub(super) fn is_valid(self) -> bool {
        (0.0..=1.0).contains(&self.probability())
    }
}
