//! The effect sizes of the studies of an analysis.

use super::continuity::Continuity;
use super::data::StudyData;
use super::left_out::LeftOut;
use super::scale::EffectScale;
use super::{estimates, means, rates, single_arm, two_by_two};
use crate::stats::choices::Measure;

/// The effect size of one study, on the scale of the analysis.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EffectSize {
    /// Estimate.
    pub yi: f64,
    /// Sampling variance, positive.
    pub vi: f64,
    /// Whether a continuity correction was added to the study's counts.
    pub corrected: bool,
}

/// An estimate and its variance before they are checked.
#[derive(Debug, Clone, Copy)]
pub(super) struct Raw {
    pub(super) yi: f64,
    pub(super) vi: f64,
}

/// The effect size of every study, or why it has none, in the order of the studies.
///
/// The studies are one call because a continuity correction may depend on all of them
/// ([`ContinuityTo::IfAnyZero`](crate::stats::choices::ContinuityTo::IfAnyZero)).
///
/// ```
/// use ecmo_report::stats::choices::Measure;
/// use ecmo_report::stats::effect::{Continuity, EffectScale, Events, LeftOut, StudyData, effect_sizes};
///
/// let table = |a, c| StudyData::TwoByTwo {
///     treated: Events { events: a, total: 10.0 },
///     control: Events { events: c, total: 12.0 },
/// };
/// let scale = EffectScale::of(Measure::OddsRatio);
/// let sizes = effect_sizes(scale, Continuity::default(), &[table(0.0, 2.0), table(0.0, 0.0)]);
/// assert!((sizes[0].unwrap().yi - -1.609437912434100).abs() < 1e-12);
/// assert!(sizes[0].unwrap().corrected);
/// assert_eq!(sizes[1], Err(LeftOut::NoEventsInEitherArm));
/// ```
#[must_use]
pub fn effect_sizes(
    scale: EffectScale,
    continuity: Continuity,
    studies: &[StudyData],
) -> Vec<Result<EffectSize, LeftOut>> {
    let usable: Vec<Result<(), LeftOut>> = studies.iter().map(|study| usable(scale, study)).collect();
    let any_zero = studies.iter().zip(&usable).any(|(study, usable)| usable.is_ok() && has_zero(study));
    studies
        .iter()
        .zip(usable)
        .map(|(study, usable)| {
            usable?;
            let add = continuity.for_study(has_zero(study), any_zero);
            let add = if is_corrected(scale) { add } else { 0.0 };
            checked(raw(scale, &corrected(study, add))?, add > 0.0)
        })
        .collect()
}

/// Whether the data are possible, of this measure, and determine its effect.
fn usable(scale: EffectScale, study: &StudyData) -> Result<(), LeftOut> {
    use Measure as M;
    let possible = match (scale.measure(), study) {
        (M::Proportion, StudyData::Proportion(arm)) => arm.is_possible(),
        (M::Rate, StudyData::Rate(arm)) => arm.is_possible(),
        (M::Mean, StudyData::Mean(sample)) => sample.is_possible(),
        (M::Correlation, StudyData::Correlation { r, total }) => !r.is_nan() && !total.is_nan(),
        (
            M::OddsRatio | M::RiskRatio | M::RiskDifference | M::PetoOddsRatio,
            StudyData::TwoByTwo { treated, control },
        ) => treated.is_possible() && control.is_possible(),
        (
            M::MeanDifference | M::StandardizedMeanDifference | M::RatioOfMeans,
            StudyData::TwoMeans { treated, control },
        ) => treated.is_possible() && control.is_possible(),
        (M::IncidenceRateRatio | M::IncidenceRateDifference, StudyData::TwoRates { treated, control }) => {
            treated.is_possible() && control.is_possible()
        }
        (M::Ratio | M::Generic, StudyData::Estimate { estimate, .. }) => estimate.is_finite(),
        _ => return Err(LeftOut::OtherMeasure),
    };
    if !possible {
        return Err(LeftOut::Impossible);
    }
    match (scale.measure(), study) {
        (M::OddsRatio | M::RiskRatio | M::PetoOddsRatio, StudyData::TwoByTwo { treated, control }) => {
            two_by_two::undetermined(*treated, *control)
        }
        (M::IncidenceRateRatio, StudyData::TwoRates { treated, control })
            if treated.has_zero() && control.has_zero() =>
        {
            Err(LeftOut::NoEventsInEitherArm)
        }
        _ => Ok(()),
    }
}

fn has_zero(study: &StudyData) -> bool {
    match study {
        StudyData::Proportion(arm) => arm.has_zero(),
        StudyData::Rate(arm) => arm.has_zero(),
        StudyData::TwoByTwo { treated, control } => treated.has_zero() || control.has_zero(),
        StudyData::TwoRates { treated, control } => treated.has_zero() || control.has_zero(),
        _ => false,
    }
}

/// Whether a zero disturbs the measure on its scale at all.
fn is_corrected(scale: EffectScale) -> bool {
    match scale.measure() {
        Measure::Proportion => single_arm::proportion_is_corrected(scale.transform()),
        Measure::Rate => rates::rate_is_corrected(scale.transform()),
        Measure::OddsRatio
        | Measure::RiskRatio
        | Measure::RiskDifference
        | Measure::IncidenceRateRatio
        | Measure::IncidenceRateDifference => true,
        _ => false,
    }
}

fn corrected(study: &StudyData, add: f64) -> StudyData {
    match *study {
        StudyData::Proportion(arm) => StudyData::Proportion(arm.corrected(add)),
        StudyData::Rate(arm) => StudyData::Rate(arm.corrected(add)),
        StudyData::TwoByTwo { treated, control } => {
            StudyData::TwoByTwo { treated: treated.corrected(add), control: control.corrected(add) }
        }
        StudyData::TwoRates { treated, control } => {
            StudyData::TwoRates { treated: treated.corrected(add), control: control.corrected(add) }
        }
        other => other,
    }
}

fn raw(scale: EffectScale, study: &StudyData) -> Result<Raw, LeftOut> {
    use Measure as M;
    let transform = scale.transform();
    match (scale.measure(), *study) {
        (M::Proportion, StudyData::Proportion(arm)) => single_arm::proportion(arm, transform),
        (M::Rate, StudyData::Rate(arm)) => rates::rate(arm, transform),
        (M::Mean, StudyData::Mean(sample)) => single_arm::mean(sample, transform),
        (M::Correlation, StudyData::Correlation { r, total }) => single_arm::correlation(r, total, transform),
        (M::OddsRatio, StudyData::TwoByTwo { treated, control }) => two_by_two::odds_ratio(treated, control),
        (M::RiskRatio, StudyData::TwoByTwo { treated, control }) => two_by_two::risk_ratio(treated, control),
        (M::RiskDifference, StudyData::TwoByTwo { treated, control }) => {
            Ok(two_by_two::risk_difference(treated, control))
        }
        (M::PetoOddsRatio, StudyData::TwoByTwo { treated, control }) => two_by_two::peto(treated, control),
        (M::MeanDifference, StudyData::TwoMeans { treated, control }) => {
            Ok(means::difference(treated, control))
        }
        (M::StandardizedMeanDifference, StudyData::TwoMeans { treated, control }) => {
            means::standardized_difference(treated, control)
        }
        (M::RatioOfMeans, StudyData::TwoMeans { treated, control }) => means::ratio(treated, control),
        (M::IncidenceRateRatio, StudyData::TwoRates { treated, control }) => rates::ratio(treated, control),
        (M::IncidenceRateDifference, StudyData::TwoRates { treated, control }) => {
            Ok(rates::difference(treated, control))
        }
        (M::Ratio, StudyData::Estimate { estimate, uncertainty }) => estimates::ratio(estimate, uncertainty),
        (M::Generic, StudyData::Estimate { estimate, uncertainty }) => {
            estimates::generic(estimate, uncertainty)
        }
        _ => Err(LeftOut::OtherMeasure),
    }
}

/// A variance has to be a positive number: pooling divides by it.
fn checked(raw: Raw, corrected: bool) -> Result<EffectSize, LeftOut> {
    let Raw { yi, vi } = raw;
    if vi == 0.0 {
        return Err(LeftOut::ZeroVariance);
    }
    let usable = yi.is_finite() && vi > 0.0 && vi.is_finite() && (1.0 / vi).is_finite();
    if usable { Ok(EffectSize { yi, vi, corrected }) } else { Err(LeftOut::Impossible) }
}
