//! Points at one and the same place: side by side, so that each is seen.

use super::Dot;
use super::geometry::length;
use crate::figures::canvas::Point;

/// So many points of a heap stand side by side; more stay where they are, with their number.
const MOST: usize = 6;

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
        let hidden = |heap: &&mut Vec<usize>| {
            let first = dots[heap[0]];
            let near =
                length(first.at.0 - dot.at.0, first.at.1 - dot.at.1) < 0.35 * first.radius.max(dot.radius);
            near && (first.radius - dot.radius).abs() < 0.25 * first.radius.max(dot.radius)
        };
        match heaps.iter_mut().find(hidden) {
            Some(heap) => heap.push(index),
            None => heaps.push(vec![index]),
        }
    }
    let mut out = Heaps { at: dots.iter().map(|dot| dot.at).collect(), fanned: 0, counted: Vec::new() };
    for mut heap in heaps.into_iter().filter(|heap| heap.len() > 1) {
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
        let found = fan(&[dot(50.0, 10.0), dot(90.0, 10.0), dot(50.5, 10.0), dot(53.0, 10.0)], 2.0);
        assert_eq!(found.at, [(46.25, 10.0), (90.0, 10.0), (54.25, 10.0), (53.0, 10.0)]);
        assert_eq!((found.fanned, found.counted.len()), (1, 0));
        let many = fan(&[dot(50.0, 10.0); 9], 2.0);
        assert!(many.at.iter().all(|&at| at == (50.0, 10.0)));
        assert_eq!((many.fanned, many.counted), (0, vec![(dot(50.0, 10.0), 9)]));
    }

    #[test]
    fn a_small_point_upon_a_large_one_is_seen_where_it_is() {
        let dots = [Dot { at: (50.0, 10.0), radius: 4.0 }, Dot { at: (50.0, 10.0), radius: 9.0 }];
        assert_eq!(fan(&dots, 2.0).fanned, 0);
    }
}
