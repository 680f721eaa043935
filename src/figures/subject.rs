//! What the figures of one analysis share: names of studies, texts of effects, axes for effects.

use std::borrow::Cow;

use super::forest::{Axis, Source, axis, ranks};
use super::scale::{apart, decimals, linear_ticks, nice_linear, ratio_ticks};
use crate::analysis::results::Interval;
use crate::numbers::{Effects, Numbers, Scale};
use crate::spec::prose::NumberProfile;
use crate::stats::choices::{Measure, Transform};
use crate::stats::num::{exp, ln};

/// Above so many studies, figures with a row per study and refit say nothing more.
pub(super) const MOST_STUDIES: usize = 300;

impl<'a> Source<'a> {
    /// A study's name, as the table has it.
    pub(super) fn label<'s>(&self, id: &'s str) -> &'s str
    where
        'a: 's,
    {
        self.index.label(id)
    }

    /// Something of each study in the order of the forest plot.
    pub(super) fn in_order<'r, T: Clone>(&self, all: &'r [T], id: impl Fn(&T) -> &str) -> Cow<'r, [T]> {
        let Some(ranks) = ranks(self) else { return Cow::Borrowed(all) };
        let mut sorted = all.to_vec();
        sorted.sort_by_key(|one| ranks.get(id(one)).copied().unwrap_or(usize::MAX));
        Cow::Owned(sorted)
    }

    /// The value of no effect, where there is one.
    pub(super) fn null(&self) -> Option<f64> {
        self.result.no_effect()
    }

    /// How its estimates are written.
    pub(super) fn effects(&self) -> Effects {
        Effects::of(self.result, *self.numbers)
    }

    /// How the measure is shown.
    pub(super) fn scale(&self) -> Scale {
        Scale::of(self.result.measure)
    }

    /// What stands over its effects.
    pub(super) fn effect(&self) -> String {
        self.result.effect_headings(self.spec.outcome.as_ref()).heading
    }

    /// The heading of a column of effects: `Survival (95% CI)`.
    pub(super) fn effect_heading(&self) -> String {
        format!("{} ({})", self.effect(), self.numbers.interval_name(self.result.level))
    }

    /// The same with the numbers of prose, for descriptions.
    pub(super) fn in_prose(&self) -> Self {
        const COCHRANE: &Numbers = &Numbers::new(NumberProfile::Cochrane);
        if self.numbers.in_prose() == *self.numbers { *self } else { Self { numbers: COCHRANE, ..*self } }
    }

    /// An estimate alone.
    pub(super) fn estimate_text(&self, estimate: f64) -> String {
        self.effects().estimate(estimate)
    }

    /// Two limits alone.
    pub(super) fn interval_text(&self, interval: Interval) -> String {
        self.effects().interval(interval)
    }

    /// An estimate with its limits, at the beginning of a cell.
    pub(super) fn effect_text(&self, estimate: Option<f64>, interval: Option<Interval>) -> String {
        capitalised(&self.effects().with_limits(estimate, interval))
    }

    /// The label of a tick on an axis of effects.
    pub(super) fn tick(&self, value: f64) -> String {
        match self.scale() {
            Scale::Percent => self.numbers.percent_with(value, decimals(value * 100.0).min(2)),
            Scale::Ratio | Scale::Correlation | Scale::Number => self.numbers.decimal(value, decimals(value)),
        }
    }

    /// The ends and the middle of the whole axis of a proportion.
    pub(super) fn halves(&self, lower: f64, upper: f64) -> Vec<(f64, String)> {
        if self.result.measure != Measure::Proportion || lower > 0.0 || upper < 1.0 {
            return Vec::new();
        }
        [0.0, 0.5, 1.0].map(|tick| (tick, self.tick(tick))).to_vec()
    }

    /// Whether effects are drawn on a logarithmic axis.
    pub(super) fn log(&self) -> bool {
        self.scale() == Scale::Ratio
    }

    /// The ends and ticks of an axis that shows all these effects, at least a little of it.
    pub(super) fn effect_range(&self, values: &[f64]) -> (f64, f64, Vec<f64>) {
        let shown = values.iter().copied().filter(|value| value.is_finite() && (!self.log() || *value > 0.0));
        let (lower, upper) = shown.fold((f64::INFINITY, f64::NEG_INFINITY), |(lower, upper), value| {
            (value.min(lower), value.max(upper))
        });
        let (lower, upper) = if lower <= upper {
            (lower, upper)
        } else if self.log() {
            (0.5, 2.0)
        } else {
            (0.0, 1.0)
        };
        if self.log() {
            return axis::ratio(lower, upper);
        }
        let (low, high, ticks) = nice_linear(lower, upper, 5);
        let (from, to) = match self.result.measure {
            Measure::Proportion => (low.max(0.0), high.min(1.0)),
            Measure::Correlation | Measure::RiskDifference => (low.max(-1.0), high.min(1.0)),
            Measure::Rate => (low.max(0.0), high),
            _ => (low, high),
        };
        if from < to { (from, to, ticks) } else { (low, high, ticks) }
    }

    /// The ends and ticks of an axis that holds all of `values` with a little air, and of the limits `wide` as much as
    /// does not press the values together; whether any of those limits lies beyond it.
    pub(super) fn whole_range(&self, values: &[f64], wide: &[f64]) -> (f64, f64, Vec<f64>, bool) {
        let unit = |value: f64| if self.log() { ln(value) } else { value };
        let back = |place: f64| if self.log() { exp(place) } else { place };
        let known = |values: &[f64]| -> Vec<f64> {
            let positive = values.iter().copied().filter(|value| !self.log() || *value > 0.0);
            positive.map(unit).filter(|place| place.is_finite()).collect()
        };
        let ends = |places: &[f64]| {
            places.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), &place| {
                (place.min(low), place.max(high))
            })
        };
        let mut places = known(values);
        places.extend(self.null().map(unit).filter(|_| self.log()));
        let (low, high) = ends(&places);
        let (low, high) = if low < high {
            (low, high)
        } else if low.is_finite() {
            (low - 0.5, low + 0.5)
        } else {
            (unit(0.5), unit(1.0))
        };
        // As far as the values reach again, half of it on either side.
        let room = 0.5 * (high - low);
        let mut held = known(wide);
        let beyond = held.iter().any(|&place| place < low - room || place > high + room);
        for place in &mut held {
            *place = place.clamp(low - room, high + room);
        }
        held.extend([low, high]);
        let (low, high) = ends(&held);
        let (least, most) = match self.result.measure {
            Measure::Proportion => (0.0, 1.0),
            Measure::Correlation | Measure::RiskDifference => (-1.0, 1.0),
            Measure::Rate => (0.0, f64::INFINITY),
            _ => (f64::NEG_INFINITY, f64::INFINITY),
        };
        let air = 0.04 * (high - low);
        // Marks at the ends of what is possible do not sit on the axis.
        let (low, high) = if self.log() { (low, high) } else { (low.max(least), high.min(most)) };
        let (from, to) = (back(low - air), back(high + air));
        let mut ticks = if self.log() { ratio_ticks(from, to, 9) } else { linear_ticks(from, to, 6) };
        ticks.retain(|&tick| self.log() || (tick >= least && tick <= most));
        (from, to, ticks, beyond)
    }

    /// The scale on which an analysis pools, as in `β = 0.3, log risk ratio`.
    pub(super) fn pooled_scale(&self) -> String {
        let measure = self.result.measure.label();
        match (self.result.transform, self.scale()) {
            (Transform::Logit, _) => format!("logit {measure}"),
            (Transform::FreemanTukey, _) if self.result.measure == Measure::Rate => {
                "Freeman–Tukey square-root scale".to_owned()
            }
            (Transform::FreemanTukey, _) => "double-arcsine scale".to_owned(),
            (Transform::Arcsine, _) => "arcsine scale".to_owned(),
            (Transform::Sqrt, _) => "square-root scale".to_owned(),
            (Transform::FisherZ, _) => "Fisher’s z".to_owned(),
            (Transform::Log, _) | (Transform::None, Scale::Ratio) => format!("log {measure}"),
            (Transform::None, _) => measure.to_owned(),
        }
    }

    /// The axis of a plot with a row per refit: all its limits, the null, what they compare with.
    pub(super) fn refit_axis(&self, values: &[f64], reference: Option<f64>) -> Axis {
        let null = self.null();
        let mut values = values.to_vec();
        values.extend(null);
        values.extend(reference);
        let (lower, upper, ticks) = self.effect_range(&values);
        let header = self.effect();
        Axis {
            log: self.log(),
            lower,
            upper,
            sparse: self.halves(lower, upper),
            ticks: ticks.into_iter().map(|tick| (tick, self.tick(tick))).collect(),
            null,
            pooled: reference,
            thresholds: self
                .result
                .thresholds
                .iter()
                .copied()
                // At the end of the axis a line could not be told from the frame.
                .filter(|&threshold| threshold > lower + 1e-9 && threshold < upper - 1e-9)
                .collect(),
            header: if self.log() { format!("{header} (log scale)") } else { header },
            favours: self.spec.favours.clone().filter(|_| null.is_some()),
        }
    }

    /// What a column of the study table is called, with its unit.
    pub(super) fn column(&self, name: &str) -> String {
        let column = self.columns.get(name);
        let label = column.and_then(|column| column.label.clone()).unwrap_or_else(|| capitalised(name));
        match column.and_then(|column| column.unit.as_ref()) {
            Some(unit) => format!("{label} ({unit})"),
            None => label,
        }
    }
}

/// Ticks of an axis of plain numbers with their labels, written by the profile.
pub(super) fn plain_ticks(
    numbers: &crate::numbers::Numbers,
    lower: f64,
    upper: f64,
    most: usize,
) -> Vec<(f64, String)> {
    let ticks = linear_ticks(lower, upper, most);
    let digits = ticks.iter().map(|&tick| decimals(tick)).max().unwrap_or(0);
    ticks
        .into_iter()
        .map(|tick| {
            // Years are numbers too: four digits are never grouped.
            let label = if digits == 0 && tick.abs() < 10_000.0 {
                format!("{tick:.0}")
            } else {
                numbers.decimal(tick, digits)
            };
            (tick, label)
        })
        .collect()
}

/// Ticks on the scale of the analysis at round values of the reported scale.
pub(super) fn carried_ticks(
    source: &Source<'_>,
    lower: f64,
    upper: f64,
    back: impl Fn(f64) -> f64,
    forward: impl Fn(f64) -> f64,
) -> Vec<(f64, String)> {
    let (from, to) = (back(lower), back(upper));
    let ticks = if source.log() {
        ratio_ticks(from, to, 10)
    } else {
        // Equal steps first; then values that the bent scale spreads towards its ends; then smaller steps.
        let ends = [0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001];
        let ends = ends.into_iter().flat_map(|end| match source.result.measure {
            Measure::Proportion => [end, 1.0 - end],
            _ => [end - 1.0, 1.0 - end],
        });
        let bounded = matches!(source.result.measure, Measure::Proportion | Measure::Correlation);
        let ends = ends.filter(|_| bounded);
        let steps = linear_ticks(from, to, 6).into_iter().chain(ends).chain(linear_ticks(from, to, 12));
        apart(steps, |value| (forward(value) - lower) / (upper - lower), 0.08, 11)
    };
    ticks
        .into_iter()
        .map(|tick| (forward(tick), source.tick(tick)))
        .filter(|(place, _)| place.is_finite())
        .collect()
}

/// The text with a capital at its beginning.
pub(super) fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

/// The text in lower case at the beginning, unless its first word is an abbreviation.
pub(super) fn lowered(text: &str) -> String {
    let mut characters = text.chars();
    match (characters.next(), characters.clone().next()) {
        (Some(first), Some(second)) if first.is_uppercase() && second.is_lowercase() => {
            first.to_lowercase().chain(characters).collect()
        }
        _ => text.to_owned(),
    }
}

/// `a`, `a and b`, `a, b and c`.
pub(super) fn listed(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// `1 study`, `13 studies`.
pub(super) fn studies(numbers: &crate::numbers::Numbers, k: usize) -> String {
    format!("{} {}", numbers.count(k as u64), if k == 1 { "study" } else { "studies" })
}
