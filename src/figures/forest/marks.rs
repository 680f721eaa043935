//! The marks in the plot: boxes, intervals, diamonds, prediction intervals.

use super::model::{Axis, Effect, Forest, Row};
use crate::figures::{Canvas, Colour, Pen, Point, Scale, Shape, Theme};

/// Side of the box of the heaviest study: at the default width, and at any; and of the smallest box.
const BOX: (f64, f64) = (12.5, 9.0);
const LEAST: f64 = 3.0;

/// Half the height of a diamond.
const DIAMOND: f64 = 6.5;

/// Side of an open box at the least.
const OPEN: f64 = 5.0;

/// So much of an interval must look out of its box on both sides.
const TIP: f64 = 4.0;

/// Room beside the axis for arrowheads: at the default width, and at any.
const AIR: (f64, f64) = (14.0, 12.0);

/// Length of an arrowhead.
const ARROW: f64 = 7.0;

/// The share of the greatest weight below which boxes keep the smallest size.
pub(super) fn smallest_share(theme: Theme) -> f64 {
    let share = LEAST / theme.scaled(BOX.0).max(BOX.1);
    share * share
}

/// Where the marks stand.
#[derive(Debug, Clone, Copy)]
pub(super) struct Plot {
    pub scale: Scale,
    pub left: f64,
    pub right: f64,
}

impl Plot {
    /// The plot of a forest between two edges; where something lies beyond the axis, its arrow has room beside it.
    pub(super) fn of(forest: &Forest, (left, right): (f64, f64)) -> Self {
        let Axis { log, lower, upper, .. } = forest.axis;
        let scale = |from, to| {
            if log { Scale::log(lower, upper, from, to) } else { Scale::linear(lower, upper, from, to) }
        };
        let bare = Self { scale: scale(left, right), left, right };
        let half = forest.theme.scaled(BOX.0).max(BOX.1) / 2.0;
        let mut beyond = (false, false);
        // A box at the end of the axis keeps off the words beside the plot.
        let mut at_end = (false, false);
        for row in &forest.rows {
            let (lower, upper) = match row {
                Row::Study { effect: Some(effect), .. } | Row::Total { effect: Some(effect), .. } => {
                    let (lower, upper) = effect.interval.unwrap_or((effect.estimate, effect.estimate));
                    (lower.min(effect.estimate), upper.max(effect.estimate))
                }
                Row::Prediction { interval, .. } => *interval,
                _ => continue,
            };
            let (_, over) = bare.span((lower, upper));
            beyond = (beyond.0 || over.0, beyond.1 || over.1);
            if let Row::Study { effect: Some(effect), .. } = row {
                let x = bare.scale.clamped(effect.estimate);
                at_end = (at_end.0 || x < left + half, at_end.1 || x > right - half);
            }
        }
        let air = forest.theme.scaled(AIR.0).max(AIR.1);
        let room = |beyond: bool, at_end: bool| match (beyond, at_end) {
            (true, _) => air,
            (false, true) => half,
            (false, false) => 0.0,
        };
        let from = left + room(beyond.0, at_end.0);
        let to = right - room(beyond.1, at_end.1);
        Self { scale: scale(from, to), left, right }
    }

    /// The visible part of an interval in pixels, and on which sides it goes on.
    fn span(&self, (lower, upper): (f64, f64)) -> ((f64, f64), (bool, bool)) {
        let beyond = (
            lower < self.scale.lower() && !self.scale.contains(lower),
            upper > self.scale.upper() && !self.scale.contains(upper),
        );
        ((self.scale.clamped(lower), self.scale.clamped(upper)), beyond)
    }

    /// Arrowheads where an interval goes on beyond the axis.
    fn arrows(&self, canvas: &mut Canvas, y: f64, (left, right): (bool, bool), colour: Colour) {
        if left {
            canvas.arrowhead((self.left, y), (-1.0, 0.0), ARROW, colour);
        }
        if right {
            canvas.arrowhead((self.right, y), (1.0, 0.0), ARROW, colour);
        }
    }

    /// Where lines end on both sides: at their limit, or in an arrowhead.
    fn ends(&self, (from, to): (f64, f64), beyond: (bool, bool)) -> (f64, f64) {
        let start = if beyond.0 { self.left + ARROW * 0.7 } else { from };
        let end = if beyond.1 { self.right - ARROW * 0.7 } else { to };
        (start, end)
    }

    /// A study: its interval, and a box whose area is its share of the greatest weight. An estimate beyond the axis
    /// is an open box at its end.
    pub(super) fn study(&self, canvas: &mut Canvas, y: f64, effect: Effect, share: f64) {
        let most = canvas.theme().scaled(BOX.0).max(BOX.1);
        let side = (most * share.max(0.0).sqrt()).clamp(LEAST, most);
        let seen = self.scale.contains(effect.estimate);
        let (low, high) =
            (!seen && effect.estimate < self.scale.lower(), !seen && effect.estimate > self.scale.upper());
        let middle = self.scale.clamped(effect.estimate);
        let ((from, to), beyond) =
            effect.interval.map_or(((middle, middle), (false, false)), |interval| self.span(interval));
        let beyond = (beyond.0 || low, beyond.1 || high);
        let (start, end) = self.ends((from, to), beyond);
        if end > start {
            canvas.line((start, y), (end, y), Pen::new(Colour::Ink, 1.25));
        }
        self.arrows(canvas, y, beyond, Colour::Ink);
        let (side, shape) = if seen {
            (side, Shape::fill(Colour::Point).outlined(Pen::new(Colour::PointOutline, 0.75)))
        } else {
            (side.max(OPEN), Shape::fill(Colour::Paper).outlined(Pen::new(Colour::Point, 1.25)))
        };
        let (left, right) = (middle - side / 2.0, middle + side / 2.0);
        canvas.rectangle(left, y - side / 2.0, side, side, shape);
        // Where hardly more of the interval looks out than the box hides, it is drawn across the box.
        let hidden = (!beyond.0 && from < middle && left - from < TIP)
            || (!beyond.1 && to > middle && to - right < TIP);
        if seen && hidden {
            canvas.line((from.max(left), y), (to.min(right), y), Pen::new(Colour::OnPoint, 1.25));
        }
    }

    /// A pooled result: the tips at the limits, the middle at the estimate.
    pub(super) fn diamond(&self, canvas: &mut Canvas, y: f64, effect: Effect) {
        let (lower, upper) = effect.interval.unwrap_or((effect.estimate, effect.estimate));
        let (left, middle, right) =
            (self.scale.position(lower), self.scale.position(effect.estimate), self.scale.position(upper));
        // A diamond narrower than what can be seen keeps its shape.
        let (left, right) = if right - left < 3.0 { (middle - 1.5, middle + 1.5) } else { (left, right) };
        let corners = [(left, y), (middle, y - DIAMOND), (right, y), (middle, y + DIAMOND)];
        let (_, beyond) = self.span((lower, upper));
        // Where it is cut, its arrow stands beside it.
        let room = |beyond: bool| if beyond { ARROW + 1.5 } else { 0.0 };
        let visible =
            cut(&cut(&corners, self.left + room(beyond.0), false), self.right - room(beyond.1), true);
        if visible.len() >= 3 {
            canvas.polygon(
                &visible,
                Shape::fill(Colour::Pooled).outlined(Pen::new(Colour::PooledOutline, 1.0)),
            );
        }
        self.arrows(canvas, y, beyond, Colour::PooledLine);
    }

    /// A prediction interval: a bar with end marks.
    pub(super) fn prediction(&self, canvas: &mut Canvas, y: f64, interval: (f64, f64)) {
        let ((from, to), beyond) = self.span(interval);
        let pen = Pen::new(Colour::PooledLine, 2.25);
        let (start, end) = self.ends((from, to), beyond);
        canvas.line((start, y), (end, y), pen);
        for (x, open) in [(from, beyond.0), (to, beyond.1)] {
            if !open {
                canvas.line((x, y - 4.0), (x, y + 4.0), Pen::new(Colour::PooledLine, 1.25));
            }
        }
        self.arrows(canvas, y, beyond, Colour::PooledLine);
    }
}

/// Cuts a convex area at a vertical line and keeps what lies left of it, or right.
fn cut(points: &[Point], x: f64, keep_left: bool) -> Vec<Point> {
    let inside = |point: &Point| if keep_left { point.0 <= x } else { point.0 >= x };
    let mut out = Vec::with_capacity(points.len() + 2);
    for (index, point) in points.iter().enumerate() {
        let next = &points[(index + 1) % points.len()];
        if inside(point) {
            out.push(*point);
        }
        if inside(point) != inside(next) {
            let share = (x - point.0) / (next.0 - point.0);
            out.push((x, point.1 + share * (next.1 - point.1)));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_diamond_is_cut_at_the_edge() {
        let diamond = [(0.0, 0.0), (10.0, -5.0), (20.0, 0.0), (10.0, 5.0)];
        let right = cut(&diamond, 10.0, false);
        assert!(right.iter().all(|point| point.0 >= 10.0) && right.len() >= 3);
        assert!(cut(&diamond, 30.0, false).is_empty());
        assert_eq!(cut(&diamond, 30.0, true), diamond);
    }
}
