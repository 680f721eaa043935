//! Study-level descriptions that are not pooled, and counts that make up a whole.

use indexmap::IndexMap;

use super::results::{CompositionResult, Interval, SummaryResult};
use crate::check::{CheckedComposition, CheckedReview, CheckedSummary};
use crate::spec::prose::SummaryStatistic;

/// The descriptions by id.
pub(super) fn summaries(review: &CheckedReview) -> IndexMap<String, SummaryResult> {
    review.summaries.iter().map(|(id, summary)| (id.clone(), summarise(summary))).collect()
}

fn summarise(summary: &CheckedSummary) -> SummaryResult {
    let mut values = summary.values.clone();
    values.sort_by(f64::total_cmp);
    let (value, range) = match summary.statistic {
        SummaryStatistic::MedianOfMedians => {
            (quantile(&values, 0.5), quantile(&values, 0.25).zip(quantile(&values, 0.75)))
        }
        SummaryStatistic::Range => (None, values.first().copied().zip(values.last().copied())),
        SummaryStatistic::Mean => {
            #[expect(clippy::cast_precision_loss, reason = "a number of studies")]
            let k = values.len() as f64;
            let mean = (!values.is_empty()).then(|| crate::stats::num::sum(values.iter().copied()) / k);
            (mean, values.first().copied().zip(values.last().copied()))
        }
    };
    SummaryResult {
        title: summary.title.clone(),
        unit: summary.unit.clone(),
        statistic: match summary.statistic {
            SummaryStatistic::MedianOfMedians => "median-of-medians",
            SummaryStatistic::Range => "range",
            SummaryStatistic::Mean => "mean",
        }
        .to_owned(),
        k: values.len(),
        value,
        range: range.map(|(lower, upper)| Interval::new(lower, upper)),
    }
}

/// Quantile of sorted values by linear interpolation between order statistics (type 7 of Hyndman and Fan 1996, what
/// R, NumPy and spreadsheets give by default).
fn quantile(sorted: &[f64], p: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    #[expect(clippy::cast_precision_loss, reason = "a number of studies")]
    let position = p * last as f64;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 0 and the last index"
    )]
    let below = position.floor() as usize;
    let above = (below + 1).min(last);
    Some(sorted[below] + (position - position.floor()) * (sorted[above] - sorted[below]))
}

/// The compositions by id.
pub(super) fn compositions(review: &CheckedReview) -> IndexMap<String, CompositionResult> {
    review.compositions.iter().map(|(id, composition)| (id.clone(), compose(composition))).collect()
}

fn compose(composition: &CheckedComposition) -> CompositionResult {
    // Checked: the sum is far below what can be counted.
    let total = composition.counts.values().fold(0_u64, |total, count| total.saturating_add(*count));
    #[expect(clippy::cast_precision_loss, reason = "counts of patients or events")]
    let share = |count: u64| if total == 0 { 0.0 } else { count as f64 / total as f64 };
    CompositionResult {
        title: composition.title.clone(),
        unit: composition.unit.clone(),
        source: composition.source.clone(),
        total,
        parts: composition
            .counts
            .iter()
            .map(|(name, count)| (name.clone(), (*count, share(*count))))
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::quantile;

    #[test]
    fn quantiles_interpolate_between_order_statistics() {
        let x = [1.0, 2.0, 4.0, 8.0];
        assert_eq!(quantile(&x, 0.5), Some(3.0));
        assert_eq!(quantile(&x, 0.25), Some(1.75));
        assert_eq!(quantile(&x, 1.0), Some(8.0));
        assert_eq!(quantile(&[], 0.5), None);
    }
}
