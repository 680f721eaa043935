//! Bubbles side by side: each as near to the middle of its row as its neighbours leave room, always the same.

/// Room between two bubbles.
const GAP: f64 = 1.0;

/// How far each bubble, given by its place along the row and its radius, stands off the middle.
pub(super) fn offsets(bubbles: &[(f64, f64)]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..bubbles.len()).collect();
    // The heaviest take the middle; of equal ones, the first along the row.
    order.sort_by(|&a, &b| {
        bubbles[b].1.total_cmp(&bubbles[a].1).then(bubbles[a].0.total_cmp(&bubbles[b].0)).then(a.cmp(&b))
    });
    let mut offsets = vec![0.0; bubbles.len()];
    let mut placed: Vec<usize> = Vec::with_capacity(bubbles.len());
    for index in order {
        let (x, radius) = bubbles[index];
        let reach = |other: usize| radius + bubbles[other].1 + GAP;
        let near: Vec<usize> =
            placed.iter().copied().filter(|&other| (bubbles[other].0 - x).abs() < reach(other)).collect();
        let free = |offset: f64| {
            near.iter().all(|&other| {
                let (dx, dy) = (bubbles[other].0 - x, offsets[other] - offset);
                dx * dx + dy * dy >= reach(other) * reach(other) - 1e-6
            })
        };
        // Places that touch a neighbour, the nearest to the middle first; above before below.
        let mut candidates = vec![0.0];
        for &other in &near {
            let dx = bubbles[other].0 - x;
            let away = (reach(other) * reach(other) - dx * dx).max(0.0).sqrt();
            candidates.extend([offsets[other] - away, offsets[other] + away]);
        }
        candidates.sort_by(|a, b| a.abs().total_cmp(&b.abs()).then(a.total_cmp(b)));
        offsets[index] = candidates.into_iter().find(|&offset| free(offset)).unwrap_or(0.0);
        placed.push(index);
    }
    offsets
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bubbles_never_touch_and_the_heaviest_keeps_the_middle() {
        let bubbles: Vec<(f64, f64)> =
            (0..60).map(|i| (f64::from(i * 37 % 50), 2.0 + f64::from(i * 13 % 9))).collect();
        let offsets = offsets(&bubbles);
        for (i, a) in bubbles.iter().enumerate() {
            for (j, b) in bubbles.iter().enumerate().skip(i + 1) {
                let (dx, dy) = (a.0 - b.0, offsets[i] - offsets[j]);
                assert!((dx * dx + dy * dy).sqrt() >= a.1 + b.1 + GAP - 1e-3, "{i} and {j} touch");
            }
        }
        let heaviest =
            (0..60).filter(|&i| bubbles[i].1 == 10.0).min_by(|&a, &b| bubbles[a].0.total_cmp(&bubbles[b].0));
        assert_eq!(offsets[heaviest.unwrap()], 0.0);
    }

    #[test]
    fn bubbles_apart_stay_in_the_middle() {
        assert_eq!(offsets(&[(0.0, 3.0), (10.0, 3.0), (30.0, 12.0)]), [0.0, 0.0, 0.0]);
    }
}
