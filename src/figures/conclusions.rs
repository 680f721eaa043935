//! How figures and tables say what another result changes for a reader.

use crate::analysis::results::{ChangedConclusion, LeaveOneOut, Position};
use crate::numbers::{Numbers, Scale};

/// What a change is about: one symbol each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// The estimate lies on the other side of no effect.
    Direction,
    /// The interval against no effect.
    Significance,
    /// The estimate lies in another zone between the thresholds.
    Zone,
    /// The interval against the thresholds.
    Thresholds,
}

impl Kind {
    pub(super) const fn of(change: ChangedConclusion) -> Self {
        match change {
            ChangedConclusion::Estimate { no_effect: true, .. } => Self::Direction,
            ChangedConclusion::Interval { no_effect: true, .. } => Self::Significance,
            ChangedConclusion::Estimate { .. } => Self::Zone,
            ChangedConclusion::Interval { .. } => Self::Thresholds,
        }
    }

    /// The sign in a figure.
    pub(super) const fn symbol(self) -> &'static str {
        match self {
            Self::Direction => "†",
            Self::Significance => "‡",
            Self::Zone => "§",
            Self::Thresholds => "¶",
        }
    }

    /// What the sign means.
    pub(super) const fn meaning(self) -> &'static str {
        match self {
            Self::Direction => "the estimate has the opposite direction",
            Self::Significance => "the interval includes or excludes no effect, unlike that of all studies",
            Self::Zone => "the estimate lies on another side of a threshold",
            Self::Thresholds => "the interval includes or excludes a threshold, unlike that of all studies",
        }
    }
}

/// The kinds of the changes that any of the refits makes, in their order.
pub(super) fn kinds(refits: &[LeaveOneOut]) -> Vec<Kind> {
    let mut kinds: Vec<Kind> =
        refits.iter().flat_map(|refit| &refit.changes).map(|&change| Kind::of(change)).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

/// What is concluded now, in words: `interval includes no effect`, `estimate above 60%`.
#[must_use]
pub fn said(change: ChangedConclusion, scale: Scale, numbers: &Numbers) -> String {
    match change {
        ChangedConclusion::Estimate { no_effect: true, .. } => {
            "estimate of the opposite direction".to_owned()
        }
        ChangedConclusion::Interval { no_effect: true, now: Position::Around, .. } => {
            "interval includes no effect".to_owned()
        }
        ChangedConclusion::Interval { no_effect: true, .. } => "interval excludes no effect".to_owned(),
        ChangedConclusion::Estimate { line, now, .. } => {
            format!("estimate {} {}", place(now), threshold(line, scale, numbers))
        }
        ChangedConclusion::Interval { line, now, .. } => {
            format!("interval {} {}", place(now), threshold(line, scale, numbers))
        }
    }
}

/// All that a refit changes, in words; empty where it changes nothing.
#[must_use]
pub fn all_said(refit: &LeaveOneOut, scale: Scale, numbers: &Numbers) -> String {
    refit.changes.iter().map(|&change| said(change, scale, numbers)).collect::<Vec<_>>().join("; ")
}

const fn place(now: Position) -> &'static str {
    match now {
        Position::Below => "below",
        Position::Around => "includes",
        Position::Above => "above",
    }
}

/// A threshold with as many decimals as the author gave it.
pub(super) fn threshold(line: f64, scale: Scale, numbers: &Numbers) -> String {
    match scale {
        Scale::Percent => numbers.percent_with(line, super::scale::decimals(line * 100.0).min(2)),
        Scale::Ratio | Scale::Correlation | Scale::Number => {
            numbers.decimal(line, super::scale::decimals(line))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_read_as_what_holds_now() {
        let numbers = Numbers::default();
        let said = |change, scale| super::said(change, scale, &numbers);
        let interval = |line, no_effect, now| ChangedConclusion::Interval { line, no_effect, now };
        assert_eq!(said(interval(1.0, true, Position::Around), Scale::Ratio), "interval includes no effect");
        assert_eq!(said(interval(0.6, false, Position::Around), Scale::Percent), "interval includes 60%");
        assert_eq!(said(interval(1.25, false, Position::Above), Scale::Ratio), "interval above 1.25");
        let change = ChangedConclusion::Estimate { line: 0.4, no_effect: false, now: Position::Below };
        assert_eq!(said(change, Scale::Percent), "estimate below 40%");
    }
}
