//! Very many points, by where they are: whether one is near to a box is answered without a look at all of them.

use std::collections::BTreeMap;

use super::Dot;
use super::geometry::gap;
use crate::figures::canvas::Point;
use crate::figures::figure::TextBox;

/// The side of a square of the grid.
const SIDE: f64 = 8.0;

/// Points in the squares of a grid, by their centres.
#[derive(Debug)]
pub(super) struct Crowd {
    squares: BTreeMap<(i64, i64), Vec<Dot>>,
    greatest: f64,
}

impl Crowd {
    /// The crowd of these points.
    pub(super) fn of(dots: &[Dot]) -> Self {
        let mut squares: BTreeMap<(i64, i64), Vec<Dot>> = BTreeMap::new();
        for &dot in dots {
            squares.entry((square(dot.at.0), square(dot.at.1))).or_default().push(dot);
        }
        Self { squares, greatest: dots.iter().map(|dot| dot.radius).fold(0.0, f64::max) }
    }

    /// Whether a point at another place than `own` is nearer to a box than that; at no distance, whether one is covered.
    pub(super) fn nears(&self, label: &TextBox, distance: f64, own: Point) -> bool {
        let room = self.greatest + distance;
        let (first, last) = (square(label.top - room), square(label.bottom + room));
        (square(label.left - room)..=square(label.right + room)).any(|column| {
            let squares = self.squares.range((column, first)..=(column, last));
            squares.flat_map(|(_, dots)| dots).any(|&dot| dot.at != own && gap(label, dot) < distance)
        })
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a place on the canvas")]
fn square(at: f64) -> i64 {
    (at / SIDE).floor() as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_is_near_to_a_box_as_among_all_points() {
        let mut state = 1_u32;
        let mut next = |most: f64| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            f64::from(state >> 8) / f64::from(1_u32 << 24) * most
        };
        let dots: Vec<Dot> =
            (0..40).map(|_| Dot { at: (next(200.0), next(200.0)), radius: 1.0 + next(9.0) }).collect();
        let crowd = Crowd::of(&dots);
        let mut covered = 0;
        for round in 0..500 {
            let (left, top) = (next(220.0) - 20.0, next(220.0) - 20.0);
            let (right, bottom) = (left + 1.0 + next(30.0), top + 12.0);
            let label = TextBox { left, top, right, bottom, size: 10.0, text: String::new() };
            let own = dots[round % dots.len()].at;
            for distance in [0.0, 12.0] {
                let near = dots.iter().any(|&dot| dot.at != own && gap(&label, dot) < distance);
                assert_eq!(crowd.nears(&label, distance, own), near, "{label:?}");
                covered += usize::from(near && distance <= 0.0);
            }
        }
        assert!((100..400).contains(&covered), "{covered}");
    }
}
