//! What a reader would conclude of a pooled result, and when another result says something else.

use super::results::{ChangedConclusion, Interval, LeaveOneOut, Pooled, Position};

/// The lines that conclusions are drawn from, on the reported scale.
#[derive(Debug, Clone, Copy)]
pub struct Lines<'a> {
    /// No effect, where the measure has such a value.
    pub null: Option<f64>,
    /// Decision thresholds.
    pub thresholds: &'a [f64],
}

/// An estimate with its interval, on the reported scale.
#[derive(Debug, Clone, Copy)]
pub struct Reading {
    /// The estimate.
    pub estimate: Option<f64>,
    /// Its interval.
    pub ci: Option<Interval>,
}

impl From<&Pooled> for Reading {
    fn from(pooled: &Pooled) -> Self {
        Self { estimate: pooled.estimate, ci: pooled.ci }
    }
}

/// Where `after` stands otherwise than `before`: the estimate on the other side of a line, the interval around
/// or beside it. A limit that touches a line includes it; an estimate at no effect has no direction.
#[must_use]
pub fn changes(lines: Lines<'_>, before: Reading, after: Reading) -> Vec<ChangedConclusion> {
    let mut changed = Vec::new();
    let null = lines.null.map(|null| (null, true));
    for (line, no_effect) in null.into_iter().chain(lines.thresholds.iter().map(|&line| (line, false))) {
        if let (Some(was), Some(is)) = (before.estimate, after.estimate) {
            let crossed =
                if no_effect { (was - line) * (is - line) < 0.0 } else { (was < line) != (is < line) };
            if crossed {
                let now = if is < line { Position::Below } else { Position::Above };
                changed.push(ChangedConclusion::Estimate { line, no_effect, now });
            }
        }
        if let (Some(was), Some(is)) = (before.ci, after.ci) {
            let now = position(is, line);
            if now != position(was, line) {
                changed.push(ChangedConclusion::Interval { line, no_effect, now });
            }
        }
    }
    changed
}

/// Where an interval lies by a line; a limit that touches the line includes it.
#[must_use]
pub fn position(interval: Interval, line: f64) -> Position {
    if interval.lower > line {
        Position::Above
    } else if interval.upper < line {
        Position::Below
    } else {
        Position::Around
    }
}

/// Notes at each refit what it changes against the random-effects result of all studies.
pub(super) fn mark(refits: &mut [LeaveOneOut], all: &Pooled, lines: Lines<'_>) {
    for refit in refits {
        refit.changes = changes(lines, all.into(), (&refit.random).into());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Position::{Above, Around, Below};

    fn reading(estimate: f64, lower: f64, upper: f64) -> Reading {
        Reading { estimate: Some(estimate), ci: Some(Interval { lower, upper }) }
    }

    #[test]
    fn a_result_on_the_same_side_of_every_line_changes_nothing() {
        let lines = Lines { null: Some(1.0), thresholds: &[0.8, 1.25] };
        assert_eq!(changes(lines, reading(0.7, 0.5, 0.9), reading(0.6, 0.4, 0.99)), []);
        assert_eq!(changes(lines, Reading { estimate: None, ci: None }, reading(2.0, 1.5, 3.0)), []);
    }

    #[test]
    fn direction_significance_zone_and_precision_are_told_apart() {
        let lines = Lines { null: Some(1.0), thresholds: &[0.8] };
        assert_eq!(
            changes(lines, reading(0.7, 0.5, 0.9), reading(1.1, 0.85, 1.4)),
            [
                ChangedConclusion::Estimate { line: 1.0, no_effect: true, now: Above },
                ChangedConclusion::Interval { line: 1.0, no_effect: true, now: Around },
                ChangedConclusion::Estimate { line: 0.8, no_effect: false, now: Above },
                ChangedConclusion::Interval { line: 0.8, no_effect: false, now: Above },
            ]
        );
    }

    #[test]
    fn a_limit_at_a_line_includes_it_and_no_effect_has_no_direction() {
        let lines = Lines { null: Some(0.0), thresholds: &[] };
        assert_eq!(
            changes(lines, reading(-0.2, -0.4, -0.1), reading(0.0, -0.1, 0.0)),
            [ChangedConclusion::Interval { line: 0.0, no_effect: true, now: Around }]
        );
        let thresholds = Lines { null: None, thresholds: &[0.5] };
        assert_eq!(
            changes(thresholds, reading(0.6, 0.55, 0.7), reading(0.4, 0.3, 0.49)),
            [
                ChangedConclusion::Estimate { line: 0.5, no_effect: false, now: Below },
                ChangedConclusion::Interval { line: 0.5, no_effect: false, now: Below },
            ]
        );
    }
}
