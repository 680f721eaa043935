//! The studies of a meta-regression.

use crate::analysis::results::{Interval, MetaRegressionResult, StudyResult};
use crate::figures::forest::Source;

/// A study with its effect on the reported scale.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bubble<'a> {
    pub(super) id: &'a str,
    /// Its effect.
    pub(super) effect: f64,
    /// Its radius in pixels; the area is the weight.
    pub(super) radius: f64,
}

/// The bubbles of studies, the heaviest with the greatest of the radii, none below the least.
pub(super) fn bubbles<'a>(
    source: &Source<'a>,
    ids: impl Iterator<Item = &'a str>,
    (greatest, least): (f64, f64),
) -> Vec<Bubble<'a>> {
    let weight = |study: &StudyResult| study.weight_random.or(study.weight_common).unwrap_or(0.0);
    let heaviest = source.result.studies.iter().map(weight).fold(0.0, f64::max);
    ids.filter_map(|id| {
        let study = source.result.studies.iter().find(|study| study.id == id)?;
        let share = if heaviest > 0.0 { weight(study) / heaviest } else { 0.2 };
        let radius = (greatest * share.sqrt()).max(least);
        Some(Bubble { id, effect: effect(source, study)?, radius })
    })
    .collect()
}

/// The effects of studies that the table gives no value of the moderator for.
pub(super) fn missing<'a>(source: &Source<'a>, model: &MetaRegressionResult) -> Vec<(&'a str, f64)> {
    let known = |id: &str| {
        model.points.iter().any(|(point, _)| point == id)
            || model.groups.iter().any(|group| group.studies.iter().any(|study| study == id))
    };
    let studies = source.result.studies.iter().filter(|study| !known(&study.id));
    studies.filter_map(|study| Some((study.id.as_str(), effect(source, study)?))).collect()
}

fn effect(source: &Source<'_>, study: &StudyResult) -> Option<f64> {
    study.estimate.filter(|effect| effect.is_finite() && (!source.log() || *effect > 0.0))
}

/// Whether an effect lies outside the prediction interval, where there is one.
pub(super) fn outside(effect: f64, prediction: Option<Interval>) -> bool {
    prediction.is_some_and(|interval| effect < interval.lower || effect > interval.upper)
}
