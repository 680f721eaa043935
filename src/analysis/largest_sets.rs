//! The largest sets of studies of which no two overlap.
//!
//! Overlaps are the edges of a graph of studies; such a set is a maximum independent set of it. Parts of the graph
//! that no edge joins are solved apart, and their sets multiply. In a part, the sets are the maximum cliques of the
//! complement, which Bron and Kerbosch's recursion with a pivot visits once each (Tomita and others 2006); branches
//! that can't reach the largest size known are cut.

/// Pairs of studies that are looked at for an analysis. More than this and no set is given: never some of them.
const MOST_WORK: usize = 20_000_000;

/// The largest sets of studies that do not overlap.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct LargestSets<'a> {
    /// How many there are.
    pub(super) count: usize,
    /// Of each, the overlapping studies that it leaves out; none where there are more than were asked for.
    pub(super) left_out: Option<Vec<Vec<&'a str>>>,
}

/// All largest sets of studies, given the pairs that overlap, listed where there are at most `most`. None where they
/// can't be found in reasonable time.
pub(super) fn largest_sets<'a>(pairs: &[[&'a str; 2]], most: usize) -> Option<LargestSets<'a>> {
    let graph = Graph::of(pairs);
    let mut work = MOST_WORK;
    let mut count: usize = 1;
    let mut left_out: Option<Vec<Vec<usize>>> = Some(vec![Vec::new()]);
    for part in graph.parts() {
        let kept = graph.largest_in(&part, &mut work)?;
        count = count.checked_mul(kept.len())?;
        left_out = left_out.filter(|_| count <= most).map(|so_far| {
            so_far
                .iter()
                .flat_map(|others| {
                    kept.iter().map(|kept| {
                        let rest = part.iter().copied().filter(|study| !kept.contains(study));
                        others.iter().copied().chain(rest).collect()
                    })
                })
                .collect()
        });
    }
    for studies in left_out.iter_mut().flatten() {
        studies.sort_unstable();
    }
    if let Some(sets) = &mut left_out {
        sets.sort_unstable();
    }
    let named = |studies: &Vec<usize>| studies.iter().map(|study| graph.names[*study]).collect();
    Some(LargestSets { count, left_out: left_out.map(|sets| sets.iter().map(named).collect()) })
}

/// Studies and which overlap.
struct Graph<'a> {
    /// In the order in which the pairs name them.
    names: Vec<&'a str>,
    overlaps: Vec<Vec<bool>>,
}

impl<'a> Graph<'a> {
    fn of(pairs: &[[&'a str; 2]]) -> Self {
        let mut names: indexmap::IndexSet<&str> = indexmap::IndexSet::new();
        let ends: Vec<[usize; 2]> =
            pairs.iter().map(|pair| pair.map(|study| names.insert_full(study).0)).collect();
        let mut overlaps = vec![vec![false; names.len()]; names.len()];
        for [a, b] in ends.into_iter().filter(|[a, b]| a != b) {
            overlaps[a][b] = true;
            overlaps[b][a] = true;
        }
        Self { names: names.into_iter().collect(), overlaps }
    }

    /// The studies that chains of overlaps join, each part in the order of the studies.
    fn parts(&self) -> Vec<Vec<usize>> {
        let mut seen = vec![false; self.names.len()];
        let mut parts = Vec::new();
        for first in 0..self.names.len() {
            if seen[first] {
                continue;
            }
            seen[first] = true;
            let mut part = vec![first];
            let mut at = 0;
            while at < part.len() {
                for (other, joined) in self.overlaps[part[at]].iter().enumerate() {
                    if *joined && !seen[other] {
                        seen[other] = true;
                        part.push(other);
                    }
                }
                at += 1;
            }
            part.sort_unstable();
            parts.push(part);
        }
        parts
    }

    /// The largest sets within a part.
    fn largest_in(&self, part: &[usize], work: &mut usize) -> Option<Vec<Vec<usize>>> {
        let mut largest = Vec::new();
        self.grow(&mut Vec::new(), part.to_vec(), Vec::new(), &mut largest, work)?;
        Some(largest)
    }

    /// Grows a set by each study that overlaps with none in it. `open` may still be added, `done` were: what holds
    /// one of them was visited before. None when it is too much work.
    fn grow(
        &self,
        set: &mut Vec<usize>,
        mut open: Vec<usize>,
        mut done: Vec<usize>,
        largest: &mut Vec<Vec<usize>>,
        work: &mut usize,
    ) -> Option<()> {
        *work = work.checked_sub(1 + open.len() * (open.len() + done.len()))?;
        let best = largest.first().map_or(0, Vec::len);
        if set.len() + open.len() < best {
            return Some(());
        }
        if open.is_empty() {
            if done.is_empty() {
                if set.len() > best {
                    largest.clear();
                }
                largest.push(set.clone());
            }
            return Some(());
        }
        let apart = |one: usize, other: usize| !self.overlaps[one][other];
        // A maximal set holds the pivot or a study that overlaps with it: only these need to be tried.
        let reach = |pivot: &usize| open.iter().filter(|other| apart(*pivot, **other)).count();
        let pivot = open.iter().chain(&done).copied().max_by_key(reach)?;
        let tried: Vec<usize> =
            open.iter().copied().filter(|study| *study == pivot || !apart(pivot, *study)).collect();
        for study in tried {
            let rest = |of: &[usize]| -> Vec<usize> {
                of.iter().copied().filter(|other| *other != study && apart(study, *other)).collect()
            };
            set.push(study);
            self.grow(set, rest(&open), rest(&done), largest, work)?;
            set.pop();
            open.retain(|other| *other != study);
            done.push(study);
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left_out<'a>(pairs: &[[&'a str; 2]]) -> Vec<Vec<&'a str>> {
        let found = largest_sets(pairs, 256).unwrap();
        let left_out = found.left_out.unwrap();
        assert_eq!(found.count, left_out.len());
        left_out
    }

    #[test]
    fn the_fewest_studies_are_left_out_in_every_way() {
        assert_eq!(left_out(&[["a", "b"]]), [vec!["a"], vec!["b"]]);
        assert_eq!(left_out(&[["a", "b"], ["b", "c"]]), [vec!["b"]]);
        let triangle = left_out(&[["a", "b"], ["b", "c"], ["a", "c"]]);
        assert_eq!(triangle, [vec!["a", "b"], vec!["a", "c"], vec!["b", "c"]]);
        assert_eq!(left_out(&[["a", "b"], ["c", "d"]]).len(), 4);
    }

    const NAMES: [&str; 24] = [
        "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p", "q", "r", "s", "t",
        "u", "v", "w", "x",
    ];

    #[test]
    fn of_studies_that_all_overlap_each_is_kept_once() {
        for n in 2..=24 {
            let pairs: Vec<[&str; 2]> =
                (0..n).flat_map(|a| (a + 1..n).map(move |b| [NAMES[a], NAMES[b]])).collect();
            let found = left_out(&pairs);
            let kept: Vec<&str> = NAMES[..n]
                .iter()
                .copied()
                .filter(|name| found.iter().any(|out| !out.contains(name)))
                .collect();
            assert_eq!(found.len(), n, "{n} studies");
            assert_eq!(kept, NAMES[..n], "{n} studies");
            assert!(found.iter().all(|out| out.len() == n - 1), "{n} studies");
        }
    }

    /// Every subset tried.
    fn by_force(n: usize, edges: &[[usize; 2]]) -> Vec<Vec<&'static str>> {
        let touched: u32 = edges.iter().flatten().fold(0, |mask, end| mask | 1 << end);
        let independent = |set: &u32| !edges.iter().any(|[a, b]| set >> a & 1 == 1 && set >> b & 1 == 1);
        let sets: Vec<u32> = (0..1_u32 << n).filter(|set| set & !touched == 0).filter(independent).collect();
        let most = sets.iter().map(|set| set.count_ones()).max().unwrap();
        let out = |set: &u32| (0..n).filter(|i| (touched & !set) >> i & 1 == 1).map(|i| NAMES[i]).collect();
        let mut found: Vec<Vec<&str>> = sets.iter().filter(|set| set.count_ones() == most).map(out).collect();
        found.sort_unstable();
        found
    }

    proptest::proptest! {
        #[test]
        fn random_overlaps_agree_with_every_subset_tried(
            n in 2_usize..11,
            edges in proptest::collection::vec((0_usize..11, 0_usize..11), 1..40),
        ) {
            let mut edges: Vec<[usize; 2]> =
                edges.into_iter().map(|(a, b)| [a % n, b % n]).filter(|[a, b]| a != b).collect();
            if edges.is_empty() {
                edges.push([0, 1]);
            }
            let pairs: Vec<[&str; 2]> = edges.iter().map(|[a, b]| [NAMES[*a], NAMES[*b]]).collect();
            let found = largest_sets(&pairs, 1024).unwrap();
            let mut found: Vec<Vec<&str>> = found.left_out.unwrap();
            for out in &mut found {
                out.sort_unstable();
            }
            found.sort_unstable();
            proptest::prop_assert_eq!(found, by_force(n, &edges));
        }
    }

    #[test]
    fn too_many_sets_are_counted_but_not_listed() {
        let names: Vec<String> = (0..40).map(|i| format!("s{i}")).collect();
        let pairs: Vec<[&str; 2]> =
            (0..20).map(|i| [names[2 * i].as_str(), names[2 * i + 1].as_str()]).collect();
        let found = largest_sets(&pairs, 256).unwrap();
        assert_eq!((found.count, found.left_out), (1 << 20, None));
    }

    #[test]
    fn what_takes_too_long_is_not_half_found() {
        // Forty triangles in a chain: 3^40 maximal sets, nearly.
        let names: Vec<String> = (0..120).map(|i| format!("s{i}")).collect();
        let mut pairs = Vec::new();
        for i in 0..40 {
            let name = |j: usize| names[3 * i + j].as_str();
            pairs.extend([[name(0), name(1)], [name(1), name(2)], [name(0), name(2)]]);
            if i > 0 {
                pairs.push([names[3 * i - 1].as_str(), name(0)]);
            }
        }
        assert_eq!(largest_sets(&pairs, 256), None);
    }
}
