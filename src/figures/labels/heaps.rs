//! Points at one and the same place: side by side, so that each is seen.

use super::Dot;
use super::geometry::length;
use crate::figures::canvas::Point;

/// So many points of a heap stand side by side; more stay where they are, with their number.
const MOST: usize = 6;

/// So often heaps that have come upon each other are joined.
const ROUNDS: usize = 4;

/// Points that are drawn.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::figures) struct Heaps {
    /// Where each is drawn.
    pub at: Vec<Point>,
    /// How many places have several points that stand side by side.
    pub fanned: usize,
    /// The heaps too large for that, with the number of their points.
    pub counted: Vec<(Dot, usize)>,
}

/// Sets points that hide each other, being of one size and at one place, side by side around it: neighbours are
/// `apart` radii from centre to centre.
pub(in crate::figures) fn fan(dots: &[Dot], apart: f64) -> Heaps {
    let mut heaps: Vec<Vec<usize>> = Vec::new();
    for (index, dot) in dots.iter().enumerate() {
        match heaps.iter_mut().find(|heap| hide(dots[heap[0]], *dot)) {
            Some(heap) => heap.push(index),
            None => heaps.push(vec![index]),
        }
    }
    let mut out = set(dots, &heaps, apart);
    // A point that was set aside may have come upon a neighbour: then they are one heap.
    for _ in 0..ROUNDS {
        let Some(merged) = merged(dots, &heaps, &out.at) else { break };
        heaps = merged;
        out = set(dots, &heaps, apart);
    }
    out
}

/// Whether two points cannot be told apart.
fn hide(one: Dot, other: Dot) -> bool {
    let greater = one.radius.max(other.radius);
    length(one.at.0 - other.at.0, one.at.1 - other.at.1) < 0.35 * greater
        && (one.radius - other.radius).abs() < 0.25 * greater
}

/// The heaps with those together whose points hide each other where they are drawn, if any do. Heaps that would be too
/// large to stand side by side stay apart.
fn merged(dots: &[Dot], heaps: &[Vec<usize>], at: &[Point]) -> Option<Vec<Vec<usize>>> {
    let drawn = |index: usize| Dot { at: at[index], ..dots[index] };
    let mut out: Vec<Vec<usize>> = Vec::new();
    for heap in heaps {
        let upon = |other: &&mut Vec<usize>| {
            heap.len() + other.len() <= MOST
                && (heap.len() > 1 || other.len() > 1)
                && heap.iter().any(|&a| other.iter().any(|&b| hide(drawn(a), drawn(b))))
        };
        match out.iter_mut().find(upon) {
            Some(other) => other.extend(heap),
            None => out.push(heap.clone()),
        }
    }
    (out.len() < heaps.len()).then_some(out)
}

/// Sets the points of each heap side by side.
fn set(dots: &[Dot], heaps: &[Vec<usize>], apart: f64) -> Heaps {
    let mut out = Heaps { at: dots.iter().map(|dot| dot.at).collect(), fanned: 0, counted: Vec::new() };
    for mut heap in heaps.iter().filter(|heap| heap.len() > 1).cloned() {
        let count = heap.len() as f64;
        let middle = heap.iter().map(|&index| dots[index].at.0).sum::<f64>() / count;
        if heap.len() > MOST {
            out.counted.push((dots[heap[0]], heap.len()));
            continue;
        }
        out.fanned += 1;
        heap.sort_by(|&a, &b| dots[a].at.0.total_cmp(&dots[b].at.0).then(a.cmp(&b)));
        for (rank, &index) in heap.iter().enumerate() {
            out.at[index].0 = middle + (rank as f64 - (count - 1.0) / 2.0) * apart * dots[index].radius;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_at_one_place_stand_side_by_side() {
        let dot = |x, y| Dot { at: (x, y), radius: 4.0 };
        let found = fan(&[dot(50.0, 10.0), dot(90.0, 10.0), dot(50.5, 10.0), dot(60.0, 10.0)], 2.0);
        assert_eq!(found.at, [(46.25, 10.0), (90.0, 10.0), (54.25, 10.0), (60.0, 10.0)]);
        assert_eq!((found.fanned, found.counted.len()), (1, 0));
        let many = fan(&[dot(50.0, 10.0); 9], 2.0);
        assert!(many.at.iter().all(|&at| at == (50.0, 10.0)));
        assert_eq!((many.fanned, many.counted), (0, vec![(dot(50.0, 10.0), 9)]));
    }

    #[test]
    fn a_point_set_aside_does_not_hide_its_neighbour() {
        let dot = |x| Dot { at: (x, 10.0), radius: 4.0 };
        let found = fan(&[dot(50.0), dot(50.0), dot(52.0)], 1.0);
        assert_eq!(found.fanned, 1);
        let mut xs: Vec<f64> = found.at.iter().map(|at| at.0).collect();
        xs.sort_by(f64::total_cmp);
        assert!(xs.windows(2).all(|pair| pair[1] - pair[0] >= 4.0 - 1e-9), "{xs:?}");
    }

    #[test]
    fn a_small_point_upon_a_large_one_is_seen_where_it_is() {
        let dots = [Dot { at: (50.0, 10.0), radius: 4.0 }, Dot { at: (50.0, 10.0), radius: 9.0 }];
        assert_eq!(fan(&dots, 2.0).fanned, 0);
    }
}
