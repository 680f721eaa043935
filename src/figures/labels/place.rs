//! The places around a point, and which of them is the best for its name.

use super::crowd::Crowd;
use super::geometry::{self, crosses, from_line, gap, meet, nearest, widened};
use super::{Around, Line, Name};
use crate::figures::figure::TextBox;
use crate::figures::text::{ASCENT, DESCENT};
use crate::figures::theme::SMALL;

/// The distance of a name without a line, and the distances of those with one.
const BESIDE: f64 = 3.0;
const OFF: [f64; 9] = [9.0, 13.0, 18.0, 24.0, 31.0, 39.0, 48.0, 58.0, 70.0];

/// The directions in which a name may stand, whether above or below it begins (1) or ends (-1) at the edge of the point
/// instead of being centred, and what each costs: beside before above and below before aslant.
const DIRECTIONS: [(f64, f64, f64, f64); 20] = [
    (1.0, 0.0, 0.0, 0.0),
    (-1.0, 0.0, 0.0, 0.5),
    (0.0, -1.0, 0.0, 1.0),
    (0.0, 1.0, 0.0, 1.0),
    (0.707, -0.707, 0.0, 1.5),
    (0.707, 0.707, 0.0, 1.5),
    (-0.707, -0.707, 0.0, 2.0),
    (-0.707, 0.707, 0.0, 2.0),
    (0.924, -0.383, 0.0, 2.0),
    (0.924, 0.383, 0.0, 2.0),
    (-0.924, -0.383, 0.0, 2.5),
    (-0.924, 0.383, 0.0, 2.5),
    (0.383, -0.924, 0.0, 2.0),
    (0.383, 0.924, 0.0, 2.0),
    (-0.383, -0.924, 0.0, 2.5),
    (-0.383, 0.924, 0.0, 2.5),
    (0.0, -1.0, 1.0, 1.7),
    (0.0, 1.0, 1.0, 1.7),
    (0.0, -1.0, -1.0, 2.2),
    (0.0, 1.0, -1.0, 2.2),
];

/// How much it costs, in pixels of distance, to have a line at all, to cross a line of the plot with it, to cross a
/// faint one with the name, and with its line.
const LEADER: f64 = 6.0;
const CROSSING: f64 = 30.0;
const FAINT: f64 = 6.0;
const ACROSS: f64 = 1.5;

/// Room between a name and whatever is not its own.
const AIR: f64 = 2.0;
/// Between the corner of a name and its own point.
const OWN: f64 = 0.75;
/// The shortest line, and the furthest that a name stands off without one.
const SHORTEST: f64 = 4.5;
const NEAR: f64 = 6.5;
/// How much further than its own every other point is from a name without a line.
const CLEARLY: f64 = 5.0;

/// Height of capitals above the baseline and depth of descenders below it: what is seen of a name.
const CAPITALS: f64 = 0.73;
const TAILS: f64 = 0.21;

/// What names placed before have taken.
pub(super) struct Taken {
    /// All texts.
    pub(super) texts: Vec<TextBox>,
    /// The lines from points to names.
    pub(super) leaders: Vec<Line>,
}

/// Where a name stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Placed {
    pub(super) left: f64,
    pub(super) base: f64,
    /// From the point to the name, where it stands off.
    pub(super) leader: Option<Line>,
}

impl Placed {
    /// The whole box of a text of that length, with the room that it keeps to the sides.
    pub(super) fn label(self, length: f64) -> TextBox {
        TextBox {
            left: self.left - AIR,
            top: self.base - SMALL * ASCENT,
            right: self.left + length + AIR,
            bottom: self.base + SMALL * DESCENT,
            size: SMALL,
            text: String::new(),
        }
    }

    /// Whether one of the lines runs through a text of that length.
    pub(super) fn crosses(self, length: f64, lines: &[Line]) -> bool {
        let ink = self.ink(length);
        lines.iter().any(|&line| crosses(&ink, line))
    }

    /// What is seen of it.
    fn ink(self, length: f64) -> TextBox {
        TextBox {
            left: self.left,
            top: self.base - SMALL * CAPITALS,
            right: self.left + length,
            bottom: self.base + SMALL * TAILS,
            size: SMALL,
            text: String::new(),
        }
    }
}

/// The cheapest place of a name of that length, where there is any.
pub(super) fn best(name: &Name<'_>, length: f64, around: Around<'_>, taken: &Taken) -> Option<Placed> {
    let mut found: Option<(f64, Placed)> = None;
    for distance in std::iter::once(BESIDE).chain(OFF) {
        for (dx, dy, flush, price) in DIRECTIONS {
            let beside = distance <= BESIDE;
            let price = price + distance + if beside { 0.0 } else { LEADER };
            if found.is_some_and(|(least, _)| least <= price) {
                continue;
            }
            let mut place = at(name, length, distance, (dx, dy, flush));
            if !fits(name, place, length, around, taken) {
                continue;
            }
            if !beside {
                // Aslant the name may come so near that a line would be a dot.
                let line = leader(name, &place.ink(length));
                let seen = geometry::length(line.1.0 - line.0.0, line.1.1 - line.0.1) >= SHORTEST;
                place.leader = seen.then_some(line);
            }
            let Some(more) = cost(name, place, length, around, taken) else { continue };
            if found.is_none_or(|(least, _)| price + more < least) {
                found = Some((price + more, place));
            }
        }
    }
    found.map(|(_, place)| place)
}

/// Whether a name of that length has a place in its frame that no other point covers or is nearer to. One that has
/// none finds none, whatever the other names do.
pub(super) fn possible(name: &Name<'_>, length: f64, crowd: &Crowd) -> bool {
    std::iter::once(BESIDE).chain(OFF).any(|distance| {
        DIRECTIONS.iter().any(|&(dx, dy, flush, _)| {
            let place = at(name, length, distance, (dx, dy, flush));
            let ink = place.ink(length);
            let own = own_gap(&ink, name).max(0.0);
            name.frame.holds(&place.label(length))
                && !crowd.nears(&place.label(length), 0.0, name.dot.at)
                && !crowd.nears(&ink, own, name.dot.at)
        })
    })
}

/// A name of that length in a direction from its point: its edge stands at the distance, its middle beyond.
fn at(name: &Name<'_>, length: f64, distance: f64, (dx, dy, flush): (f64, f64, f64)) -> Placed {
    let (dot, half, up, down) = (name.dot, length / 2.0, SMALL * CAPITALS, SMALL * TAILS);
    let reach = dot.radius + distance;
    let aside = dx * (reach + name.row + half) + flush * (half - dot.radius - name.row).max(0.0);
    let middle = (dot.at.0 + aside, dot.at.1 + dy * (reach + (up + down) / 2.0));
    Placed { left: middle.0 - half, base: middle.1 + (up - down) / 2.0, leader: None }
}

/// From what is named to a text: from the nearest of a row of marks.
fn own_gap(label: &TextBox, name: &Name<'_>) -> f64 {
    gap(&TextBox { left: label.left - name.row, right: label.right + name.row, ..label.clone() }, name.dot)
}

/// Whether a name covers nothing and lies within its frame.
fn fits(name: &Name<'_>, place: Placed, length: f64, around: Around<'_>, taken: &Taken) -> bool {
    let label = place.label(length);
    name.frame.holds(&label)
        && !taken.texts.iter().any(|text| text.overlaps(&label, 0.0))
        && !around.dots.iter().any(|&dot| {
            // Aslant of a large point, its own name comes as near as beside it.
            if dot.at == name.dot.at {
                own_gap(&place.ink(length), name) < OWN
            } else {
                gap(&label, dot) < 0.0
            }
        })
        && !around.lines.iter().chain(&taken.leaders).any(|&line| crosses(&widened(&label, 1.0), line))
}

/// From the edge of the point to just before the name.
fn leader(name: &Name<'_>, ink: &TextBox) -> Line {
    let radius = name.dot.radius;
    let end = nearest(&widened(ink, AIR), name.dot.at);
    // From the mark of the row that is nearest.
    let (x, y) = name.dot.at;
    let at = (end.0.clamp(x - name.row, x + name.row), y);
    let (dx, dy) = (end.0 - at.0, end.1 - at.1);
    let distance = geometry::length(dx, dy).max(1e-9);
    let start = (at.0 + dx / distance * (radius + 1.0), at.1 + dy / distance * (radius + 1.0));
    (start, end)
}

/// What a place costs beside its distance; nothing where it could be read as another point's.
fn cost(name: &Name<'_>, place: Placed, length: f64, around: Around<'_>, taken: &Taken) -> Option<f64> {
    let ink = place.ink(length);
    let own = own_gap(&ink, name).max(0.0);
    let mut others = around.dots.iter().filter(|other| other.at != name.dot.at);
    let faint = |line: &&Line| crosses(&ink, **line);
    let mut cost = FAINT * around.faint.iter().filter(faint).count() as f64;
    let Some(line) = place.leader else {
        let clear = own <= NEAR && others.all(|&other| gap(&ink, other) >= (own + CLEARLY).max(2.0 * own));
        return clear.then_some(cost);
    };
    let free = others.all(|&other| gap(&ink, other) > own && from_line(other.at, line) > other.radius + AIR)
        && !taken.texts.iter().any(|text| crosses(&widened(text, 1.0), line))
        && !taken.leaders.iter().any(|&other| meet(line, other));
    cost += ACROSS * around.faint.iter().filter(|&&other| meet(line, other)).count() as f64;
    cost += CROSSING * around.lines.iter().filter(|&&other| meet(line, other)).count() as f64;
    free.then_some(cost)
}
