//! Gaps and crossings of boxes, discs and lines.

use super::{Dot, Line};
use crate::figures::canvas::Point;
use crate::figures::figure::TextBox;

/// The length of a step: by a square root, which is the same everywhere.
pub(super) fn length(dx: f64, dy: f64) -> f64 {
    (dx * dx + dy * dy).sqrt()
}

/// From the edge of a dot to a box; negative where they touch.
pub(super) fn gap(label: &TextBox, dot: Dot) -> f64 {
    let (x, y) = nearest(label, dot.at);
    length(x - dot.at.0, y - dot.at.1) - dot.radius
}

/// The point of a box that is nearest to another.
pub(super) fn nearest(label: &TextBox, (x, y): Point) -> Point {
    (x.clamp(label.left, label.right), y.clamp(label.top, label.bottom))
}

/// From a point to the nearest point of a line.
pub(super) fn from_line(point: Point, (from, to): Line) -> f64 {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let square = (dx * dx + dy * dy).max(1e-9);
    let along = (((point.0 - from.0) * dx + (point.1 - from.1) * dy) / square).clamp(0.0, 1.0);
    length(point.0 - from.0 - along * dx, point.1 - from.1 - along * dy)
}

/// Whether two lines meet.
pub(super) fn meet((a, b): Line, (c, d): Line) -> bool {
    let side = |p: Point, q: Point, r: Point| (q.0 - p.0) * (r.1 - p.1) - (q.1 - p.1) * (r.0 - p.0);
    side(a, b, c) * side(a, b, d) <= 0.0 && side(c, d, a) * side(c, d, b) <= 0.0
}

/// A box with so much room around it.
pub(super) fn widened(label: &TextBox, by: f64) -> TextBox {
    TextBox {
        left: label.left - by,
        top: label.top - by,
        right: label.right + by,
        bottom: label.bottom + by,
        ..label.clone()
    }
}

/// Whether a line runs through a box.
pub(super) fn crosses(label: &TextBox, (from, to): Line) -> bool {
    // The part of the line, as shares from 0 to 1, that lies within the label in both directions.
    let mut part = (0.0_f64, 1.0_f64);
    for (start, step, low, high) in
        [(from.0, to.0 - from.0, label.left, label.right), (from.1, to.1 - from.1, label.top, label.bottom)]
    {
        if step.abs() < 1e-9 {
            if start <= low || start >= high {
                return false;
            }
            continue;
        }
        let (a, b) = ((low - start) / step, (high - start) / step);
        part = (part.0.max(a.min(b)), part.1.min(a.max(b)));
    }
    part.0 < part.1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_lead_to_names_are_measured() {
        assert!((from_line((5.0, 3.0), ((0.0, 0.0), (10.0, 0.0))) - 3.0).abs() < 1e-12);
        assert!((from_line((13.0, 4.0), ((0.0, 0.0), (10.0, 0.0))) - 5.0).abs() < 1e-12);
        assert!(meet(((0.0, 0.0), (10.0, 10.0)), ((0.0, 10.0), (10.0, 0.0))));
        assert!(!meet(((0.0, 0.0), (4.0, 4.0)), ((0.0, 10.0), (10.0, 0.0))));
    }

    #[test]
    fn a_line_runs_through_a_box_or_past_it() {
        let label =
            TextBox { left: 10.0, top: 10.0, right: 50.0, bottom: 20.0, size: 10.0, text: String::new() };
        assert!(crosses(&label, ((30.0, 0.0), (30.0, 900.0))));
        assert!(crosses(&label, ((0.0, 0.0), (100.0, 30.0))));
        assert!(!crosses(&label, ((0.0, 30.0), (100.0, 30.0))));
        assert!(!crosses(&label, ((60.0, 0.0), (60.0, 900.0))));
        assert!(!crosses(&label, ((0.0, 0.0), (5.0, 100.0))));
        assert!(crosses(&widened(&label, 11.0), ((0.0, 30.0), (100.0, 30.0))));
    }

    #[test]
    fn gaps_are_from_edge_to_edge() {
        let label =
            TextBox { left: 10.0, top: 10.0, right: 50.0, bottom: 20.0, size: 10.0, text: String::new() };
        assert!((gap(&label, Dot { at: (60.0, 15.0), radius: 4.0 }) - 6.0).abs() < 1e-12);
        assert!((gap(&label, Dot { at: (53.0, 24.0), radius: 4.0 }) - 1.0).abs() < 1e-12);
        assert!(gap(&label, Dot { at: (30.0, 22.0), radius: 4.0 }) < 0.0);
    }
}
