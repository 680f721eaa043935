//! The studies of a meta-regression.

use std::collections::{BTreeMap, BTreeSet};

use super::FEW;
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

/// The studies of an analysis by id, with what their bubbles measure by.
pub(super) struct Studies<'a> {
    by_id: BTreeMap<&'a str, &'a StudyResult>,
    /// Effects are drawn on a logarithmic axis.
    log: bool,
    heaviest: f64,
    greatest: f64,
    least: f64,
}

impl<'a> Studies<'a> {
    /// The studies of an analysis; the heaviest of a few has the greatest of the radii, none is below the least.
    pub(super) fn of(source: &Source<'a>, (greatest, least): (f64, f64)) -> Self {
        let studies = &source.result.studies;
        Self {
            by_id: studies.iter().map(|study| (study.id.as_str(), study)).collect(),
            log: source.log(),
            heaviest: studies.iter().map(weight).fold(0.0, f64::max),
            greatest: greatest * (FEW / source.result.k.max(1) as f64).sqrt().min(1.0),
            least,
        }
    }

    /// The bubble of a study, where it has an effect.
    pub(super) fn bubble(&self, id: &str) -> Option<Bubble<'a>> {
        let study = *self.by_id.get(id)?;
        let share = if self.heaviest > 0.0 { weight(study) / self.heaviest } else { 0.2 };
        let radius = (self.greatest * share.sqrt()).max(self.least);
        Some(Bubble { id: &study.id, effect: self.effect(study)?, radius })
    }

    /// The effects of studies that the table gives no value of the moderator for, in the order of the analysis.
    pub(super) fn missing(&self, source: &Source<'a>, model: &MetaRegressionResult) -> Vec<(&'a str, f64)> {
        let points = model.points.iter().map(|(id, _)| id.as_str());
        let grouped = model.groups.iter().flat_map(|group| &group.studies).map(String::as_str);
        let known: BTreeSet<&str> = points.chain(grouped).collect();
        let studies = source.result.studies.iter().filter(|study| !known.contains(study.id.as_str()));
        studies.filter_map(|study| Some((study.id.as_str(), self.effect(study)?))).collect()
    }

    fn effect(&self, study: &StudyResult) -> Option<f64> {
        study.estimate.filter(|effect| effect.is_finite() && (!self.log || *effect > 0.0))
    }
}

fn weight(study: &StudyResult) -> f64 {
    study.weight_random.or(study.weight_common).unwrap_or(0.0)
}

/// Whether an effect lies outside the prediction interval, where there is one.
pub(super) fn outside(effect: f64, prediction: Option<Interval>) -> bool {
    prediction.is_some_and(|interval| effect < interval.lower || effect > interval.upper)
}
