//! The marks in the plot: boxes, intervals, diamonds, prediction intervals.

use super::model::Effect;
use crate::figures::{Canvas, Colour, Pen, Point, Scale, Shape};

/// Side of the box of the heaviest study: at the default width, and at any; and of the smallest box.
const BOX: (f64, f64) = (12.5, 9.0);
const LEAST: f64 = 3.0;

/// Half the height of a diamond.
const DIAMOND: f64 = 6.5;

/// Length of an arrowhead.
const ARROW: f64 = 7.0;

/// Where the marks stand.
#[derive(Debug, Clone, Copy)]
pub(super) struct Plot {
    pub scale: Scale,
    pub left: f64,
    pub right: f64,
}

impl Plot {
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

    /// A study: its interval, and a box whose area is its share of the greatest weight.
    pub(super) fn study(&self, canvas: &mut Canvas, y: f64, effect: Effect, share: f64) {
        let most = canvas.theme().scaled(BOX.0).max(BOX.1);
        let side = (most * share.max(0.0).sqrt()).clamp(LEAST, most);
        let middle = self.scale.position(effect.estimate);
        let seen = self.scale.contains(effect.estimate);
        let box_span = (middle - side / 2.0, middle + side / 2.0);
        let interval = effect.interval.map(|interval| self.span(interval));
        if let Some(((from, to), beyond)) = interval {
            let start = if beyond.0 { from + ARROW * 0.7 } else { from };
            let end = if beyond.1 { to - ARROW * 0.7 } else { to };
            // Wholly beyond the axis, only the arrow is left.
            if end > start && from < self.right && to > self.left {
                canvas.line((start, y), (end, y), Pen::new(Colour::Ink, 1.25));
            }
            self.arrows(
                canvas,
                y,
                (
                    beyond.0 || effect.estimate < self.scale.lower() && !seen,
                    beyond.1 || effect.estimate > self.scale.upper() && !seen,
                ),
                Colour::Ink,
            );
        } else if !seen {
            self.arrows(
                canvas,
                y,
                (effect.estimate < self.scale.lower(), effect.estimate > self.scale.upper()),
                Colour::Ink,
            );
        }
        if !seen {
            return;
        }
        canvas.rectangle(
            box_span.0,
            y - side / 2.0,
            side,
            side,
            Shape::fill(Colour::Point).outlined(Pen::new(Colour::PointOutline, 0.75)),
        );
        if let Some(((from, to), _)) = interval
            && from >= box_span.0
            && to <= box_span.1
        {
            // Where the box hides the whole interval, the line crosses the box.
            canvas.line((from, y), (to, y), Pen::new(Colour::OnPoint, 1.25));
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
        let beyond = (left < self.left - 0.5, right > self.right + 0.5);
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
        let start = if beyond.0 { from + ARROW * 0.7 } else { from };
        let end = if beyond.1 { to - ARROW * 0.7 } else { to };
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
