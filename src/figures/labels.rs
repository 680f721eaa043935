//! Names beside points, placed so that nothing is covered and each can only be meant for its own point.

use super::canvas::{Canvas, Point};
use super::figure::TextBox;
use super::style::{Anchor, Pen, TextStyle};
use super::text::{ASCENT, DESCENT, Weight, width};
use super::theme::{Colour, SMALL};

/// A point on the canvas that no label may cover.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Dot {
    /// Its centre.
    pub at: Point,
    /// Its radius.
    pub radius: f64,
}

/// The part of the canvas in which labels stand.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Frame {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

/// Longest label in pixels; what is longer is cut, its whole is in the figure's table.
const LONGEST: f64 = 150.0;

/// Names points in the order given, each where it covers neither a point nor a text nor one of the lines, with a
/// thin line where it stands off. The line passes no other point and crosses no other such line, and a name without
/// one has no other point beside it: a name that could be read as another point's is left out. Returns how many
/// found a place.
pub(super) fn name(
    canvas: &mut Canvas,
    names: &[(Dot, &str)],
    dots: &[Dot],
    lines: &[(Point, Point)],
    frame: Frame,
) -> usize {
    let mut placed = 0;
    let mut leaders: Vec<(Point, Point)> = Vec::new();
    for (dot, text) in names {
        let text = shortened(text);
        let length = width(&text, SMALL, Weight::Regular);
        let Some((left, base, end)) = place(canvas.texts(), *dot, length, dots, frame, lines, &leaders)
        else {
            continue;
        };
        if let Some(end) = end {
            let (dx, dy) = (end.0 - dot.at.0, end.1 - dot.at.1);
            let distance = (dx * dx + dy * dy).sqrt().max(1e-9);
            let start = (
                dot.at.0 + dx / distance * (dot.radius + 1.0),
                dot.at.1 + dy / distance * (dot.radius + 1.0),
            );
            canvas.line(start, end, Pen::new(Colour::Muted, 0.67));
            leaders.push((start, end));
        }
        canvas.text(left, base, &text, TextStyle::default().size(SMALL).anchor(Anchor::Start));
        placed += 1;
    }
    placed
}

fn shortened(text: &str) -> String {
    if width(text, SMALL, Weight::Regular) <= LONGEST {
        return text.to_owned();
    }
    let mut out = String::new();
    for character in text.chars() {
        out.push(character);
        if width(&out, SMALL, Weight::Regular) > LONGEST - SMALL {
            break;
        }
    }
    format!("{}…", out.trim_end())
}

/// Left end, baseline, and the end of the line that leads to the label where it stands off its point.
fn place(
    texts: &[TextBox],
    dot: Dot,
    length: f64,
    dots: &[Dot],
    frame: Frame,
    lines: &[(Point, Point)],
    leaders: &[(Point, Point)],
) -> Option<(f64, f64, Option<Point>)> {
    let (up, down) = (SMALL * ASCENT, SMALL * DESCENT);
    let middle = 0.36 * SMALL;
    // Points at one and the same place share a name's neighbourhood.
    let others = || dots.iter().filter(|other| other.at != dot.at);
    for distance in [3.0, 10.0, 18.0, 28.0, 40.0] {
        let reach = dot.radius + distance;
        let slant = reach * 0.72;
        // Beside, above, below, then the corners.
        let places = [
            (dot.at.0 + reach, dot.at.1 + middle),
            (dot.at.0 - reach - length, dot.at.1 + middle),
            (dot.at.0 - length / 2.0, dot.at.1 - reach - down),
            (dot.at.0 - length / 2.0, dot.at.1 + reach + up),
            (dot.at.0 + slant, dot.at.1 - slant),
            (dot.at.0 + slant, dot.at.1 + slant + middle * 2.0),
            (dot.at.0 - slant - length, dot.at.1 - slant),
            (dot.at.0 - slant - length, dot.at.1 + slant + middle * 2.0),
        ];
        for (left, base) in places {
            let label = TextBox {
                left: left - 2.0,
                top: base - up,
                right: left + length + 2.0,
                bottom: base + down,
                size: SMALL,
                text: String::new(),
            };
            let inside = label.left >= frame.left
                && label.right <= frame.right
                && label.top >= frame.top
                && label.bottom <= frame.bottom;
            let free = !texts.iter().any(|text| text.overlaps(&label, 0.0))
                && !dots.iter().any(|other| covers(&label, *other))
                && !lines.iter().chain(leaders).any(|&line| crosses(&label, line));
            if !(inside && free) {
                continue;
            }
            if distance <= 4.0 {
                if others().any(|other| gap(&label, *other) < distance + 2.0) {
                    continue;
                }
                return Some((left, base, None));
            }
            let nearest = (
                dot.at.0.clamp(label.left, label.right),
                dot.at.1.clamp(label.top + 2.0, label.bottom - 1.0),
            );
            let line = (dot.at, nearest);
            if !texts.iter().any(|text| crosses(text, line))
                && !others().any(|other| from_line(other.at, line) < other.radius + 2.0)
                && !leaders.iter().any(|&leader| meet(line, leader))
            {
                return Some((left, base, Some(nearest)));
            }
        }
    }
    None
}

/// Whether a label touches a dot.
fn covers(label: &TextBox, dot: Dot) -> bool {
    gap(label, dot) < 0.0
}

/// From the edge of a dot to a label; negative where they touch.
fn gap(label: &TextBox, dot: Dot) -> f64 {
    let dx = dot.at.0 - dot.at.0.clamp(label.left, label.right);
    let dy = dot.at.1 - dot.at.1.clamp(label.top, label.bottom);
    (dx * dx + dy * dy).sqrt() - dot.radius
}

/// From a point to the nearest point of a line.
fn from_line(point: Point, (from, to): (Point, Point)) -> f64 {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let length = (dx * dx + dy * dy).max(1e-9);
    let along = (((point.0 - from.0) * dx + (point.1 - from.1) * dy) / length).clamp(0.0, 1.0);
    let (x, y) = (point.0 - from.0 - along * dx, point.1 - from.1 - along * dy);
    (x * x + y * y).sqrt()
}

/// Whether two lines meet.
fn meet((a, b): (Point, Point), (c, d): (Point, Point)) -> bool {
    let side = |p: Point, q: Point, r: Point| (q.0 - p.0) * (r.1 - p.1) - (q.1 - p.1) * (r.0 - p.0);
    side(a, b, c) * side(a, b, d) <= 0.0 && side(c, d, a) * side(c, d, b) <= 0.0
}

/// Whether a line runs through a label.
fn crosses(label: &TextBox, (from, to): (Point, Point)) -> bool {
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
    use crate::figures::Theme;

    #[test]
    fn names_of_points_in_a_heap_keep_apart() {
        let dots: Vec<Dot> = (0..12)
            .map(|index| Dot {
                at: (150.0 + f64::from(index % 4) * 9.0, 100.0 + f64::from(index / 4) * 9.0),
                radius: 3.5,
            })
            .collect();
        let names: Vec<(Dot, &str)> = dots.iter().map(|&dot| (dot, "Frimodt-Møller 1973")).collect();
        let mut canvas = Canvas::new("heap", Theme::default());
        let frame = Frame { left: 0.0, top: 0.0, right: 300.0, bottom: 200.0 };
        let placed = name(&mut canvas, &names, &dots, &[], frame);
        assert!(placed >= 4, "{placed}");
        assert_eq!(canvas.texts().len(), placed);
        for (index, text) in canvas.texts().iter().enumerate() {
            assert!(text.left >= 0.0 && text.right <= 300.0);
            assert!(canvas.texts()[index + 1..].iter().all(|other| !text.overlaps(other, 0.0)));
            assert!(dots.iter().all(|&dot| !covers(text, dot)));
        }
    }

    #[test]
    fn a_name_is_its_own_points_only() {
        // A point walled in by others, at a distance where a name beside it would stand between two points.
        let own = Dot { at: (100.0, 100.0), radius: 3.5 };
        let beside = Dot { at: (150.0, 100.0), radius: 3.5 };
        let mut canvas = Canvas::new("pair", Theme::default());
        let frame = Frame { left: 95.0, top: 95.0, right: 160.0, bottom: 105.0 };
        assert_eq!(
            name(&mut canvas, &[(own, "Abe 2010")], &[own, beside], &[], frame),
            0,
            "could be either's"
        );
        let frame = Frame { left: 0.0, top: 0.0, right: 200.0, bottom: 200.0 };
        assert_eq!(name(&mut canvas, &[(own, "Abe 2010")], &[own, beside], &[], frame), 1);
    }

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
    }
}
