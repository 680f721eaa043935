//! What a coefficient of a meta-regression means, in words.

use super::format::Numbers;
use super::scale::Scale;
use crate::analysis::results::{Change, ChangeKind, Interval};

impl Numbers {
    /// A change with what it is for: `−1.6 points (−2.3 to −0.9) per year`, `× 0.75 (0.65 to 0.86) per 10 degrees`.
    #[must_use]
    pub fn change(&self, change: &Change) -> String {
        format!("{} {}", self.change_alone(change), self.change_step(change))
    }

    /// A change with its named interval, as prose has it: `−1.6 percentage points (95% CI −2.3 to −0.9) per year`.
    #[must_use]
    pub fn change_in_prose(&self, change: &Change, level: f64) -> String {
        let (estimate, limits, digits) = told(change);
        let limits = self.named_interval_with(limits, Scale::Number, level, digits);
        let number = self.decimal(estimate, digits);
        let estimate = match change.kind {
            ChangeKind::Factor => format!("a factor of {number}"),
            ChangeKind::Points => format!("{number} percentage points"),
            ChangeKind::Difference => number,
        };
        format!("{estimate} ({limits}) {}", self.change_step(change))
    }

    /// A change without what it is for.
    #[must_use]
    pub fn change_alone(&self, change: &Change) -> String {
        let (estimate, limits, digits) = told(change);
        let estimate = self.told(change.kind, estimate, digits);
        format!("{estimate} ({})", self.interval_with(limits, Scale::Number, digits))
    }

    fn told(&self, kind: ChangeKind, estimate: f64, digits: usize) -> String {
        let estimate = self.decimal(estimate, digits);
        match kind {
            ChangeKind::Factor => format!("×\u{a0}{estimate}"),
            ChangeKind::Points => format!("{estimate} points"),
            ChangeKind::Difference => estimate,
        }
    }

    /// What a change is for: `per year`, `per 10 degrees`, `against Europe`.
    #[must_use]
    pub fn change_step(&self, change: &Change) -> String {
        if let Some(reference) = &change.against {
            return format!("against {reference}");
        }
        let per = change.per.unwrap_or(1.0);
        let unit = match change.unit.as_deref() {
            Some("%") => "percentage point",
            Some(unit) => unit,
            None => "unit",
        };
        if per == 1.0 {
            return format!("per {}", singular(unit));
        }
        format!("per {} {}", self.decimal(per, decimals(per)), plural(unit))
    }
}

/// The change and its limits as they are told, points in hundredths, and how many decimals they have.
fn told(change: &Change) -> (f64, Interval, usize) {
    let times = if change.kind == ChangeKind::Points { 100.0 } else { 1.0 };
    let estimate = change.estimate * times;
    let limits = Interval { lower: change.ci.lower * times, upper: change.ci.upper * times };
    let least = if change.kind == ChangeKind::Factor { 2 } else { 1 };
    (estimate, limits, Scale::Number.digits(estimate, Some(limits)).max(least))
}

/// How many decimals show a number exactly, up to four.
fn decimals(x: f64) -> usize {
    let mut scaled = x;
    for digits in 0..4 {
        if (scaled - scaled.round()).abs() < 1e-9 * scaled.abs().max(1.0) {
            return digits;
        }
        scaled *= 10.0;
    }
    4
}

/// Whether a unit is a word that English inflects.
fn word(unit: &str) -> bool {
    unit.len() > 3 && unit.chars().all(|character| character.is_ascii_lowercase() || character == ' ')
}

/// A unit of one: `years` is `year`.
fn singular(unit: &str) -> &str {
    match unit.strip_suffix('s') {
        Some(one) if word(unit) && !one.ends_with(['s', 'u', 'i']) => one,
        _ => unit,
    }
}

/// A unit of several: `year` is `years`.
fn plural(unit: &str) -> String {
    if word(unit) && !unit.ends_with('s') { format!("{unit}s") } else { unit.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(kind: ChangeKind, per: Option<f64>, unit: Option<&str>) -> Change {
        Change {
            kind,
            per,
            unit: unit.map(str::to_owned),
            against: None,
            estimate: -0.016,
            ci: Interval { lower: -0.023, upper: -0.009 },
        }
    }

    #[test]
    fn units_are_said_of_one_and_of_several() {
        let units = ["degrees", "years", "%", "mmol/L", "celsius", "kg", "axis"].map(singular);
        assert_eq!(units, ["degree", "year", "%", "mmol/L", "celsius", "kg", "axis"]);
        assert_eq!(["year", "degrees", "kg", "mmol/L"].map(plural), ["years", "degrees", "kg", "mmol/L"]);
    }

    #[test]
    fn changes_are_told_with_their_step() {
        let numbers = Numbers::default();
        let said = |change: &Change| numbers.change(change).replace('\u{a0}', " ");
        let points = change(ChangeKind::Points, Some(1.0), Some("year"));
        assert_eq!(said(&points), "−1.6 points (−2.3 to −0.9) per year");
        let ten = change(ChangeKind::Points, Some(10.0), Some("%"));
        assert_eq!(said(&ten), "−1.6 points (−2.3 to −0.9) per 10 percentage points");
        let half = change(ChangeKind::Difference, Some(0.5), Some("mmol/L"));
        assert_eq!(said(&half), "−0.016 (−0.023 to −0.009) per 0.5 mmol/L");
        let factor = Change {
            estimate: 0.971,
            ci: Interval { lower: 0.958, upper: 0.985 },
            ..change(ChangeKind::Factor, Some(1.0), None)
        };
        assert_eq!(said(&factor), "× 0.971 (0.958 to 0.985) per unit");
        let named = numbers.change_in_prose(&points, 0.95).replace('\u{a0}', " ");
        assert_eq!(named, "−1.6 percentage points (95% CI −2.3 to −0.9) per year");
        let level = Change { per: None, against: Some("Europe".to_owned()), ..points };
        assert_eq!(said(&level), "−1.6 points (−2.3 to −0.9) against Europe");
    }
}
