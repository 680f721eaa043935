//! What shared patients do to the pooled estimates.

use indexmap::IndexMap;

use super::results::{AnalysisResult, Interval, Level, OverlapPair, OverlapRange};
use crate::check::overlap::Pair;
use crate::stats::choices::EffectModel;

/// Pools an analysis again without some of its studies: id of the analysis, ids of the studies. None where
/// nothing can be pooled.
pub type Refit<'a> = &'a dyn Fn(&str, &[&str]) -> Option<Level>;

/// So many largest sets are pooled for an analysis; with more, their number is given and no range.
const MOST_SETS: usize = 256;

/// So many studies of an analysis may be in overlaps for all largest sets to be found.
const MOST_STUDIES: usize = 24;

/// The pairs with the pooled results without the smaller study, for every analysis that pools both.
#[must_use]
pub fn without_smaller(
    pairs: &[Pair],
    analyses: &IndexMap<String, AnalysisResult>,
    refit: Refit<'_>,
) -> Vec<OverlapPair> {
    let of = |pair: &Pair| {
        let both = analyses.iter().filter(|(_, analysis)| pair.studies.iter().all(|id| pools(analysis, id)));
        both.filter_map(|(id, _)| Some((id.clone(), refit(id, &[&pair.smaller])?))).collect()
    };
    pairs
        .iter()
        .map(|pair| OverlapPair {
            studies: pair.studies.clone(),
            shared: pair.shared.clone(),
            months: pair.months,
            period: pair.period.clone(),
            patients_at_most: pair.patients_at_most,
            smaller: pair.smaller.clone(),
            accepted: pair.accepted.clone(),
            without_smaller: of(pair),
        })
        .collect()
}

fn pools(analysis: &AnalysisResult, id: &str) -> bool {
    analysis.studies.iter().any(|study| study.id == id)
}

/// The range of the pooled estimate over all largest sets of studies of which no two overlap, for every analysis
/// that pools an overlapping pair. Pairs that the authors accept count as well: the range shows what hangs on it.
#[must_use]
pub fn ranges(
    pairs: &[Pair],
    analyses: &IndexMap<String, AnalysisResult>,
    refit: Refit<'_>,
) -> Vec<OverlapRange> {
    let mut ranges = Vec::new();
    for (id, analysis) in analyses {
        let edges: Vec<[&str; 2]> = pairs
            .iter()
            .map(|pair| [pair.studies[0].as_str(), pair.studies[1].as_str()])
            .filter(|pair| pair.iter().all(|study| pools(analysis, study)))
            .collect();
        if edges.is_empty() {
            continue;
        }
        let Some(left_out) = smallest_removals(&edges) else {
            ranges.push(OverlapRange { analysis: id.clone(), sets: 0, estimate: None });
            continue;
        };
        let sets = left_out.len();
        let estimate = if sets > MOST_SETS { None } else { range(id, analysis.model, &left_out, refit) };
        ranges.push(OverlapRange { analysis: id.clone(), sets, estimate });
    }
    ranges
}

fn range(id: &str, model: EffectModel, left_out: &[Vec<&str>], refit: Refit<'_>) -> Option<Interval> {
    let mut range: Option<Interval> = None;
    for studies in left_out {
        let level = refit(id, studies)?;
        let pooled = if model == EffectModel::Random { &level.random } else { &level.common };
        let estimate = pooled.estimate?;
        let wide = range.get_or_insert(Interval { lower: estimate, upper: estimate });
        wide.lower = wide.lower.min(estimate);
        wide.upper = wide.upper.max(estimate);
    }
    range
}

/// Every way to leave out the fewest studies so that no two overlap: the complements of the maximum independent
/// sets, which are the minimum vertex covers. None where there are too many studies to try.
fn smallest_removals<'a>(edges: &[[&'a str; 2]]) -> Option<Vec<Vec<&'a str>>> {
    let mut studies: Vec<&str> = Vec::new();
    for study in edges.iter().flatten() {
        if !studies.contains(study) {
            studies.push(study);
        }
    }
    if studies.len() > MOST_STUDIES {
        return None;
    }
    let place = |study: &str| studies.iter().position(|known| *known == study).unwrap_or(0);
    let edges: Vec<u32> = edges.iter().map(|[a, b]| 1 << place(a) | 1 << place(b)).collect();
    for size in 1..=studies.len() {
        let mut covers = Vec::new();
        cover(&edges, 0, size, &mut covers);
        if !covers.is_empty() {
            covers.sort_unstable();
            covers.dedup();
            let named = |cover: &u32| -> Vec<&'a str> {
                studies.iter().enumerate().filter(|(i, _)| cover >> i & 1 == 1).map(|(_, s)| *s).collect()
            };
            return Some(covers.iter().map(named).collect());
        }
    }
    Some(Vec::new())
}

/// One end of every edge, at most `left` more studies.
fn cover(edges: &[u32], chosen: u32, left: usize, covers: &mut Vec<u32>) {
    let Some(open) = edges.iter().find(|edge| *edge & chosen == 0) else {
        covers.push(chosen);
        return;
    };
    if left == 0 || covers.len() > 100_000 {
        return;
    }
    let first = open & open.wrapping_neg();
    for end in [first, open ^ first] {
        cover(edges, chosen | end, left - 1, covers);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fewest_studies_are_left_out_in_every_way() {
        assert_eq!(smallest_removals(&[["a", "b"]]).unwrap(), [vec!["a"], vec!["b"]]);
        assert_eq!(smallest_removals(&[["a", "b"], ["b", "c"]]).unwrap(), [vec!["b"]]);
        let triangle = smallest_removals(&[["a", "b"], ["b", "c"], ["a", "c"]]).unwrap();
        assert_eq!(triangle, [vec!["a", "b"], vec!["a", "c"], vec!["b", "c"]]);
        let two = smallest_removals(&[["a", "b"], ["c", "d"]]).unwrap();
        assert_eq!(two.len(), 4);
    }
}
