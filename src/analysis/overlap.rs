//! What shared patients do to the pooled estimates.

use indexmap::IndexMap;

use super::largest_sets::largest_sets;
use super::results::{AnalysisResult, Interval, Level, OverlapPair, OverlapRange};
use crate::check::overlap::Pair;

/// Pools an analysis again without some of its studies: id of the analysis, ids of the studies. None where
/// no study is left.
pub type Refit<'a> = &'a dyn Fn(&str, &[&str]) -> Option<Level>;

/// So many largest sets are pooled for an analysis; with more, their number is given and no range.
const MOST_SETS: usize = 256;

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
/// Where there is no range, the reason stands in its place.
#[must_use]
pub fn ranges(
    pairs: &[Pair],
    analyses: &IndexMap<String, AnalysisResult>,
    refit: Refit<'_>,
) -> Vec<OverlapRange> {
    let of = |(id, analysis): (&String, &AnalysisResult)| {
        let overlapping: Vec<[&str; 2]> = pairs
            .iter()
            .map(|pair| [pair.studies[0].as_str(), pair.studies[1].as_str()])
            .filter(|pair| pair.iter().all(|study| pools(analysis, study)))
            .collect();
        (!overlapping.is_empty()).then(|| range(id, analysis, &overlapping, refit))
    };
    analyses.iter().filter_map(of).collect()
}

fn range(id: &str, analysis: &AnalysisResult, overlapping: &[[&str; 2]], refit: Refit<'_>) -> OverlapRange {
    let without = |sets, reason: &str| OverlapRange {
        analysis: id.to_owned(),
        sets,
        estimate: None,
        not_done: Some(reason.to_owned()),
    };
    let Some(found) = largest_sets(overlapping, MOST_SETS) else {
        return without(0, "too many studies overlap for all of them to be found");
    };
    let Some(left_out) = found.left_out else {
        return without(found.count, "too many for each to be pooled");
    };
    let mut range: Option<Interval> = None;
    for studies in &left_out {
        let level = refit(id, studies);
        let estimate = level.and_then(|level| analysis.level_part(&level).headline().estimate);
        let Some(estimate) = estimate else {
            return without(found.count, "one of them cannot be pooled");
        };
        let wide = range.get_or_insert(Interval { lower: estimate, upper: estimate });
        wide.lower = wide.lower.min(estimate);
        wide.upper = wide.upper.max(estimate);
    }
    OverlapRange { analysis: id.to_owned(), sets: found.count, estimate: range, not_done: None }
}
