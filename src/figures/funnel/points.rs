//! The studies of a funnel plot on their plane.

use std::collections::BTreeMap;

use crate::analysis::results::Subgroups;
use crate::figures::forest::Source;
use crate::figures::marker::SYMBOLS;
use crate::stats::choices::Measure;
use crate::stats::dist::normal;

/// The plane of the plot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Plane {
    /// The scale of the analysis against the standard error.
    Errors,
    /// The reported scale against the size of the study.
    Sizes,
}

impl Plane {
    /// Sizes where the standard error follows from the estimate and every study has a size.
    pub(super) fn of(source: &Source<'_>) -> Self {
        let result = source.result;
        let sized = matches!(result.measure, Measure::Proportion | Measure::Rate)
            && result.studies.iter().all(|study| size(source, study.total, study.time).is_some());
        if sized { Self::Sizes } else { Self::Errors }
    }

    /// Where the pooled estimate stands.
    pub(super) fn middle(self, source: &Source<'_>) -> Option<f64> {
        let headline = source.result.headline();
        match self {
            Self::Errors => headline.theta,
            Self::Sizes => headline.estimate,
        }
    }
}

/// A study in the plot.
#[derive(Debug, Clone)]
pub(super) struct Point {
    pub(super) id: String,
    pub(super) x: f64,
    pub(super) y: f64,
    /// Lies outside the region, or, without one, its interval excludes the pooled estimate.
    pub(super) outside: bool,
    /// Trim and fill added it.
    pub(super) filled: bool,
    /// Its group, where there are groups; none where the table does not say.
    pub(super) group: Option<usize>,
}

fn size(source: &Source<'_>, total: Option<f64>, time: Option<f64>) -> Option<f64> {
    let size = if source.result.measure == Measure::Rate { time } else { total };
    size.filter(|size| *size > 0.0)
}

/// The groups that symbols tell apart: the first subgroup analysis, as long as there are symbols enough.
pub(super) fn groups<'a>(source: &Source<'a>) -> Option<&'a Subgroups> {
    source.result.subgroups.first().filter(|by| (2..=SYMBOLS).contains(&by.levels.len()))
}

/// The half width of the region at a standard error.
pub(super) fn half_width(source: &Source<'_>, error: f64) -> f64 {
    normal::quantile(0.5 + source.result.level / 2.0) * error
}

pub(super) fn points(
    source: &Source<'_>,
    plane: Plane,
    groups: Option<&Subgroups>,
    overlay: bool,
) -> Vec<Point> {
    let result = source.result;
    let headline = result.headline();
    let mut members: BTreeMap<&str, usize> = BTreeMap::new();
    for (group, level) in groups.iter().flat_map(|groups| &groups.levels).enumerate() {
        for id in &level.studies {
            members.entry(id).or_insert(group);
        }
    }
    let group = |id: &String| members.get(id.as_str()).copied();
    let mut points: Vec<Point> = result
        .studies
        .iter()
        .filter_map(|study| {
            let (x, y, outside) = match plane {
                Plane::Errors => {
                    let (x, y) = (study.yi?, study.vi?.sqrt());
                    let outside =
                        headline.theta.is_some_and(|theta| (x - theta).abs() > half_width(source, y));
                    (x, y, outside)
                }
                Plane::Sizes => {
                    let (x, n) = (study.estimate?, size(source, study.total, study.time)?);
                    let outside = headline
                        .estimate
                        .zip(study.ci)
                        .is_some_and(|(estimate, ci)| estimate < ci.lower || estimate > ci.upper);
                    (x, 1.0 / n.sqrt(), outside)
                }
            };
            Some(Point { id: study.id.clone(), x, y, outside, filled: false, group: group(&study.id) })
        })
        .collect();
    if let (true, Some(found)) = (overlay, &result.small_study.trim_fill) {
        points.extend(found.filled.iter().map(|study| Point {
            id: "Filled in".to_owned(),
            x: study.yi,
            y: study.vi.sqrt(),
            outside: false,
            filled: true,
            group: None,
        }));
    }
    points.retain(|point| point.x.is_finite() && point.y.is_finite());
    points
}
