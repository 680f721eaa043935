//! From values to places, and ticks at values that people like.

use crate::stats::num::{ln, pow};

/// Maps values of an interval to pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    log: bool,
    lower: f64,
    upper: f64,
    start: f64,
    end: f64,
}

impl Scale {
    /// A linear scale: `lower` falls on pixel `start`, `upper` on `end` (which may lie left of or above it).
    /// An empty interval is widened by one unit, so that a place exists for its only value.
    #[must_use]
    pub fn linear(lower: f64, upper: f64, start: f64, end: f64) -> Self {
        let (lower, upper) = if upper > lower { (lower, upper) } else { (lower - 0.5, lower + 0.5) };
        Self { log: false, lower, upper, start, end }
    }

    /// A logarithmic scale of positive values.
    #[must_use]
    pub fn log(lower: f64, upper: f64, start: f64, end: f64) -> Self {
        let lower = lower.max(f64::MIN_POSITIVE);
        let (lower, upper) = if upper > lower { (lower, upper) } else { (lower / 2.0, lower * 2.0) };
        Self { log: true, lower, upper, start, end }
    }

    /// The least value.
    #[must_use]
    pub const fn lower(&self) -> f64 {
        self.lower
    }

    /// The greatest value.
    #[must_use]
    pub const fn upper(&self) -> f64 {
        self.upper
    }

    /// Whether the scale is logarithmic.
    #[must_use]
    pub const fn is_log(&self) -> bool {
        self.log
    }

    /// The pixel of a value; beyond the ends it goes on, and a value that a logarithm lacks lies far before
    /// the start.
    #[must_use]
    pub fn position(&self, value: f64) -> f64 {
        let share = if self.log {
            let value = value.max(f64::MIN_POSITIVE);
            ln(value / self.lower) / ln(self.upper / self.lower)
        } else {
            (value - self.lower) / (self.upper - self.lower)
        };
        self.start + share * (self.end - self.start)
    }

    /// The pixel of a value, held between the ends.
    #[must_use]
    pub fn clamped(&self, value: f64) -> f64 {
        self.position(value.clamp(self.lower, self.upper))
    }

    /// Whether a value lies on the scale, with a hair's breadth for rounding.
    #[must_use]
    pub fn contains(&self, value: f64) -> bool {
        let hair = 1e-9 * (self.upper - self.lower).abs();
        value >= self.lower - hair && value <= self.upper + hair
    }
}

/// How many decimals show a value exactly, up to 6.
#[must_use]
pub fn decimals(value: f64) -> usize {
    let mut scaled = value.abs();
    for digits in 0..6 {
        if (scaled - scaled.round()).abs() <= 1e-9 * scaled.max(1.0) {
            return digits;
        }
        scaled *= 10.0;
    }
    6
}

/// The power of ten at or below a positive value, as exponent.
fn magnitude(value: f64) -> i32 {
    let mut exponent = (ln(value) / ln(10.0)).floor() as i32;
    // The logarithm may fall a hair to either side of a whole number.
    if ten(exponent + 1) <= value * (1.0 + 1e-12) {
        exponent += 1;
    }
    if ten(exponent) > value * (1.0 + 1e-12) {
        exponent -= 1;
    }
    exponent
}

/// A power of ten, exact where it can be.
fn ten(exponent: i32) -> f64 {
    if exponent < 0 { 1.0 / ten(-exponent) } else { pow(10.0, f64::from(exponent)).round() }
}

/// A multiple of a power of ten, rounded to the nearest number that its decimals name.
fn multiple(factor: f64, exponent: i32) -> f64 {
    if exponent < 0 { factor / ten(-exponent) } else { factor * ten(exponent) }
}

/// The step of {1, 2, 5} x 10^n that cuts a range into at most `most` parts.
#[must_use]
pub fn step(range: f64, most: usize) -> f64 {
    if !(range.is_finite() && range > 0.0) {
        return 1.0;
    }
    let rough = range / most.max(1) as f64;
    let exponent = magnitude(rough);
    [1.0, 2.0, 5.0, 10.0]
        .iter()
        .map(|&factor| multiple(factor, exponent))
        .find(|&step| step >= rough * (1.0 - 1e-9))
        .unwrap_or(rough)
}

/// Multiples of a nice step within an interval, at least three of them: at most `most` + 1 where that is enough.
#[must_use]
pub fn linear_ticks(lower: f64, upper: f64, most: usize) -> Vec<f64> {
    let ticks = multiples(lower, upper, most);
    if ticks.len() >= 3 || most < 3 {
        return ticks;
    }
    // The next smaller step.
    let mut finer = (2..=4).map(|times| multiples(lower, upper, times * most));
    finer.find(|finer| finer.len() >= 3).unwrap_or(ticks)
}

/// Those of the candidates, the first of them first, that stand apart from each other: `place` is where on the axis
/// from 0 to 1 each is, and `apart` their least distance there. In order, at most so many.
#[must_use]
pub fn apart(
    candidates: impl IntoIterator<Item = f64>,
    place: impl Fn(f64) -> f64,
    apart: f64,
    most: usize,
) -> Vec<f64> {
    let mut ticks: Vec<f64> = Vec::new();
    for tick in candidates {
        let at = place(tick);
        let free = ticks.iter().all(|&other| (place(other) - at).abs() >= apart);
        if ticks.len() < most && (0.0..=1.0).contains(&at) && free {
            ticks.push(tick);
        }
    }
    ticks.sort_by(f64::total_cmp);
    ticks
}

/// Multiples of a nice step within an interval, at most `most` + 1 of them.
fn multiples(lower: f64, upper: f64, most: usize) -> Vec<f64> {
    let step = step(upper - lower, most);
    let first = (lower / step - 1e-9).ceil();
    let last = (upper / step + 1e-9).floor();
    let count = if (last - first).is_finite() { (last - first).clamp(-1.0, 1000.0) as i64 + 1 } else { 0 };
    // The step is 1/n for small steps: dividing gives the double that its decimals name.
    let per_unit = (1.0 / step).round();
    (0..count)
        .map(|index| first + index as f64)
        .map(|index| if step < 1.0 { index / per_unit } else { index * step })
        .map(|tick| if tick == 0.0 { 0.0 } else { tick })
        .collect()
}

/// An interval widened to whole steps, with its ticks.
#[must_use]
pub fn nice_linear(lower: f64, upper: f64, most: usize) -> (f64, f64, Vec<f64>) {
    let (lower, upper) = if upper > lower { (lower, upper) } else { (lower - 0.5, upper + 0.5) };
    let step = step(upper - lower, most.max(2) - 1);
    let (lower, upper) = ((lower / step + 1e-9).floor() * step, (upper / step - 1e-9).ceil() * step);
    let ticks = linear_ticks(lower, upper, most.max(2) + 1);
    (lower, upper, ticks)
}

/// Ticks for ratios from {1, 2, 5} x 10^n, always with 1 where it lies in the interval; denser ones where the
/// interval is short, fewer where it is long.
#[must_use]
pub fn ratio_ticks(lower: f64, upper: f64, most: usize) -> Vec<f64> {
    if !(lower > 0.0 && upper > lower && upper.is_finite()) {
        return Vec::new();
    }
    let sets: [&[f64]; 4] = [
        &[1.0, 1.2, 1.4, 1.6, 1.8, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0],
        &[1.0, 1.5, 2.0, 3.0, 5.0, 7.0],
        &[1.0, 2.0, 5.0],
        &[1.0],
    ];
    let (first, last) = (magnitude(lower), magnitude(upper));
    let within = |value: f64| value >= lower * (1.0 - 1e-9) && value <= upper * (1.0 + 1e-9);
    let of = |set: &[f64], every: i32| -> Vec<f64> {
        (first..=last)
            .filter(|exponent| exponent % every == 0)
            .flat_map(|exponent| set.iter().map(move |&factor| multiple(factor, exponent)))
            .filter(|&value| within(value))
            .collect()
    };
    let preferred = of(sets[2], 1);
    if preferred.len() >= 3 && preferred.len() <= most {
        return preferred;
    }
    if preferred.len() < 3 {
        // Short interval: the sparsest set that says enough, else equal steps.
        let denser = of(sets[1], 1);
        let ticks = if denser.len() >= 3 { denser } else { of(sets[0], 1) };
        if ticks.len() >= 3 {
            return ticks;
        }
        let mut ticks = linear_ticks(lower, upper, most.clamp(3, 5));
        if within(1.0) && !ticks.contains(&1.0) {
            ticks.push(1.0);
            ticks.sort_by(f64::total_cmp);
        }
        return ticks;
    }
    let mut every = 1;
    loop {
        let ticks = of(sets[3], every);
        if ticks.len() < 3 {
            // Two powers of ten say too little; those that have no room go without a label.
            return preferred;
        }
        if ticks.len() <= most.max(3) {
            return ticks;
        }
        every += 1;
    }
}

/// Which ticks have their label, given where they stand and how wide their labels are: every one, or every
/// second and so on, as many as keep apart; that of the null is always among them.
#[must_use]
pub fn labelled(places: &[(f64, f64)], null: Option<usize>) -> Vec<usize> {
    let apart = |chosen: &[usize]| {
        chosen.windows(2).all(|pair| {
            let [(left, one), (right, other)] = [places[pair[0]], places[pair[1]]];
            right - left > f64::midpoint(one, other) + 6.0
        })
    };
    let even = (1..=places.len())
        .map(|every| (null.unwrap_or(0) % every..places.len()).step_by(every).collect::<Vec<usize>>())
        .find(|chosen| apart(chosen))
        .unwrap_or_default();
    if even.len() >= LEAST_LABELS {
        return even;
    }
    // Two labels do not show how an axis runs: then as many as find room beside that of the null, at any steps.
    let mut chosen: Vec<usize> = null.into_iter().collect();
    for index in null.map_or(0, |null| null + 1)..places.len() {
        if chosen.last().is_none_or(|&last| apart(&[last, index])) {
            chosen.push(index);
        }
    }
    for index in (0..null.unwrap_or(0)).rev() {
        if apart(&[index, chosen[0]]) {
            chosen.insert(0, index);
        }
    }
    if chosen.len() > even.len() { chosen } else { even }
}

/// So many labels an axis has where they find room.
const LEAST_LABELS: usize = 3;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_that_keep_apart_stand_at_equal_steps() {
        let places = |step: f64| (0..6).map(|index| (f64::from(index) * step, 20.0)).collect::<Vec<_>>();
        assert_eq!(labelled(&places(30.0), None), [0, 1, 2, 3, 4, 5]);
        assert_eq!(labelled(&places(20.0), None), [0, 2, 4]);
        assert_eq!(labelled(&places(20.0), Some(3)), [1, 3, 5]);
        assert_eq!(labelled(&[], None), [0_usize; 0]);
        // 0.1, 0.2, 0.5, 1 and 2 on a short axis.
        let ratios = [(10.0, 14.0), (28.0, 14.0), (51.0, 14.0), (68.0, 6.0), (86.0, 6.0)];
        assert_eq!(labelled(&ratios, Some(3)), [1, 2, 3, 4]);
    }

    #[test]
    fn ratio_ticks_are_those_that_people_draw() {
        assert_eq!(ratio_ticks(0.05, 5.0, 8), [0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0]);
        assert_eq!(ratio_ticks(0.3, 3.0, 8), [0.5, 1.0, 2.0]);
        assert_eq!(ratio_ticks(0.7, 1.5, 8), [0.7, 1.0, 1.5]);
        assert_eq!(ratio_ticks(0.0001, 1000.0, 8), [0.0001, 0.001, 0.01, 0.1, 1.0, 10.0, 100.0, 1000.0]);
        assert_eq!(ratio_ticks(1e-8, 1e8, 8), [1e-6, 0.001, 1.0, 1000.0, 1e6]);
        assert!(ratio_ticks(0.97, 1.04, 6).contains(&1.0));
        assert!(ratio_ticks(0.0, 1.0, 6).is_empty());
    }

    #[test]
    fn linear_ticks_are_round_and_exact() {
        assert_eq!(linear_ticks(0.0, 1.0, 5), [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]);
        assert_eq!(linear_ticks(-3.0, 4.0, 4), [-2.0, 0.0, 2.0, 4.0]);
        assert_eq!(linear_ticks(0.0, 0.3, 3), [0.0, 0.1, 0.2, 0.3]);
        assert_eq!(nice_linear(-0.37, 1.21, 5), (-0.5, 1.5, vec![-0.5, 0.0, 0.5, 1.0, 1.5]));
    }

    #[test]
    fn an_axis_has_three_ticks_at_least() {
        for (lower, upper) in [(0.1, 1.4), (-0.9, 0.6), (3.0, 4.3), (0.02, 0.034), (1.0, 1.2), (0.0, 19.0)] {
            for most in 3..9 {
                let ticks = linear_ticks(lower, upper, most);
                assert!((3..=2 * most + 1).contains(&ticks.len()), "{lower} {upper} {most}: {ticks:?}");
            }
        }
        for (lower, upper) in [(0.3, 30.0), (0.02, 70.0), (0.9, 1.2), (1e-5, 40.0), (1e-9, 1e9)] {
            for most in 3..11 {
                let ticks = ratio_ticks(lower, upper, most);
                assert!(ticks.len() >= 3 && ticks.contains(&1.0), "{lower} {upper} {most}: {ticks:?}");
            }
        }
    }

    #[test]
    fn ticks_that_bend_stand_apart() {
        let ticks = apart([0.5, 0.2, 0.8, 0.6, 0.9, 2.0], |x| x, 0.15, 4);
        assert_eq!(ticks, [0.2, 0.5, 0.8], "0.6 and 0.9 are too near, 2 is beyond the axis");
        assert_eq!(apart([0.5, 0.2, 0.8], |x| x, 0.15, 2), [0.2, 0.5]);
    }

    #[test]
    fn decimals_are_as_many_as_needed() {
        assert_eq!(
            [decimals(5.0), decimals(0.2), decimals(0.05), decimals(1.25), decimals(1e-6)],
            [0, 1, 2, 2, 6]
        );
    }

    #[test]
    fn a_scale_maps_ends_and_middle() {
        let scale = Scale::log(0.1, 10.0, 100.0, 300.0);
        assert!((scale.position(1.0) - 200.0).abs() < 1e-9);
        assert!((scale.position(0.1) - 100.0).abs() < 1e-9);
        assert_eq!(scale.clamped(50.0), scale.position(10.0));
        let down = Scale::linear(0.0, 2.0, 50.0, 10.0);
        assert!((down.position(0.5) - 40.0).abs() < 1e-9);
        assert!(!down.contains(2.1) && down.contains(2.0));
    }
}
