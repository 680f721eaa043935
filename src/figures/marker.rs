//! Symbols of equal area, told apart without colour.

use super::canvas::Canvas;
use super::style::Shape;

/// How many symbols there are before they repeat.
pub(super) const SYMBOLS: usize = 6;

/// How far the widest symbol reaches, in radii of the circle of its area.
const REACH: f64 = 1.56;

/// How far a symbol reaches from its centre, in radii of the circle of its area.
pub(super) const fn reach(kind: usize) -> f64 {
    match kind % SYMBOLS {
        0 => 1.0,
        1 | 3 => 1.254,
        5 => 1.236,
        _ => REACH,
    }
}

/// Draws a symbol around a point, with the area of a circle of the given radius: circle, square, triangle,
/// diamond, triangle on its tip, cross.
pub(super) fn marker(canvas: &mut Canvas, (x, y): (f64, f64), radius: f64, kind: usize, shape: Shape) {
    let corners: Vec<(f64, f64)> = match kind % SYMBOLS {
        0 => return canvas.circle((x, y), radius, shape),
        1 => square(0.886),
        2 => triangle(-1.0),
        3 => vec![(0.0, -1.253), (1.253, 0.0), (0.0, 1.253), (-1.253, 0.0)],
        4 => triangle(1.0),
        _ => cross(),
    };
    let corners: Vec<_> = corners.into_iter().map(|(dx, dy)| (x + dx * radius, y + dy * radius)).collect();
    canvas.polygon(&corners, shape);
}

fn square(half: f64) -> Vec<(f64, f64)> {
    vec![(-half, -half), (half, -half), (half, half), (-half, half)]
}

/// Equilateral around its centre; the tip points up (-1) or down (1).
fn triangle(tip: f64) -> Vec<(f64, f64)> {
    const CIRCUMRADIUS: f64 = 1.5551;
    const HALF_SIDE: f64 = 1.3468;
    vec![
        (0.0, tip * CIRCUMRADIUS),
        (HALF_SIDE, -tip * CIRCUMRADIUS / 2.0),
        (-HALF_SIDE, -tip * CIRCUMRADIUS / 2.0),
    ]
}

/// A cross whose arms are 0.7 of its half length wide.
fn cross() -> Vec<(f64, f64)> {
    const LONG: f64 = 1.1662;
    const HALF: f64 = 0.35 * LONG;
    vec![
        (-HALF, -LONG),
        (HALF, -LONG),
        (HALF, -HALF),
        (LONG, -HALF),
        (LONG, HALF),
        (HALF, HALF),
        (HALF, LONG),
        (-HALF, LONG),
        (-HALF, HALF),
        (-LONG, HALF),
        (-LONG, -HALF),
        (-HALF, -HALF),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Twice the area of a polygon, by the trapezoids below its edges.
    fn area(corners: &[(f64, f64)]) -> f64 {
        let next = corners.iter().cycle().skip(1);
        (corners.iter().zip(next).map(|(a, b)| a.0 * b.1 - b.0 * a.1).sum::<f64>() / 2.0).abs()
    }

    #[test]
    fn symbols_have_one_area_and_stay_within_their_reach() {
        for (kind, corners) in [(1, square(0.886)), (2, triangle(-1.0)), (4, triangle(1.0)), (5, cross())] {
            assert!((area(&corners) - std::f64::consts::PI).abs() < 0.01, "{corners:?}");
            let furthest = corners.iter().map(|(x, y)| (x * x + y * y).sqrt()).fold(0.0, f64::max);
            assert!(furthest <= reach(kind) && furthest > reach(kind) - 0.01, "{kind}: {furthest}");
        }
    }
}
