//! One meta-analysis, whole.

use std::collections::BTreeSet;

use super::conclusions::{self, Lines};
use super::contributions::{arm_sum, studies};
use super::dataset::Dataset;
use super::fit::{Pooling, level, pool_studies};
use super::meta_regression::meta_regressions;
use super::outliers::{influence, outliers};
use super::results::{AnalysisResult, LeftOut, Level, Sensitivity};
use super::series::{cumulative, leave_one_out};
use super::small_study::small_study;
use super::subgroups::subgroups;
use crate::check::{CheckedAnalysis, CheckedReview, CheckedVariant, Choices};
use crate::diagnostics::{Diagnostic, Diagnostics, codes};
use crate::stats::choices::{BackTransformN, Measure, Method, Transform};
use crate::stats::effect::Continuity;
use crate::stats::error::StatsError;
use crate::stats::transform::freeman_tukey::Guards;
use crate::table::StudyTable;

/// Computes an analysis. What keeps it from being computed, and what a reader should be warned of, goes to `found`.
pub(super) fn analyse(
    analysis: &CheckedAnalysis,
    review: &CheckedReview,
    found: &mut Diagnostics,
) -> Option<AnalysisResult> {
    let place = review.specification.key_place(format!("analyses.{}", analysis.id).as_str());
    match compute(analysis, review, found) {
        Ok(result) => Some(result),
        Err(reason) => {
            found.push(
                Diagnostic::new(
                    codes::NO_STUDY_LEFT,
                    format!("`{}` can't be computed: {reason}", analysis.id),
                )
                .at(place, "this analysis"),
            );
            None
        }
    }
}

fn compute(
    analysis: &CheckedAnalysis,
    review: &CheckedReview,
    found: &mut Diagnostics,
) -> Result<AnalysisResult, StatsError> {
    let table = &review.table;
    let choices = &analysis.choices;
    let (data, not_estimable) = Dataset::new(choices, &analysis.contributions);
    let pooling = pool_studies(&data)?;
    let influence = influence(&data, analysis, table, found)?;
    let mut notes: Vec<String> = pooling.fallback.iter().cloned().collect();
    if choices.method == Method::Glmm && pooling.fallback.is_none() {
        notes.push(
            "The mixed model gives studies no weights; those shown are of the inverse-variance model."
                .to_owned(),
        );
    }
    if data.k() == 1 {
        notes.push("A single study: nothing is pooled.".to_owned());
    }
    freeman_tukey_guard(&data, &pooling, analysis, review, found, &mut notes);

    let mut left_out: Vec<LeftOut> = analysis
        .left_out
        .iter()
        .map(|(row, reason)| LeftOut {
            study: table.id(*row).to_owned(),
            reason: reason.clone(),
            not_estimable: false,
        })
        .collect();
    left_out.extend(not_estimable.iter().map(|(row, reason)| LeftOut {
        study: table.id(*row).to_owned(),
        reason: reason.to_string(),
        not_estimable: true,
    }));

    let mut without_one = leave_one_out(&data, table)?;
    conclusions::mark(
        &mut without_one,
        &pooling.random,
        Lines { null: no_effect(analysis), thresholds: &analysis.spec.thresholds },
    );

    Ok(AnalysisResult {
        title: analysis.spec.title.clone().unwrap_or_else(|| title_of(&analysis.id)),
        measure: choices.measure,
        effect: analysis.spec.effect.clone(),
        transform: choices.transform,
        method: choices.method,
        tau2_estimator: choices.fit.tau2,
        ci_method: choices.fit.ci,
        prediction_method: Some(choices.fit.prediction),
        level: choices.fit.level,
        model: choices.model,
        i2_definition: choices.i2,
        back_transform_n: back_transform_n(choices),
        continuity: continuity(choices),
        no_effect: no_effect(analysis),
        study_ci: (choices.measure == Measure::Proportion).then_some(choices.study_ci),
        k: data.k(),
        total: data.total(),
        events: data.events(),
        treated: arm_sum(&data, 0),
        control: arm_sum(&data, 1),
        left_out,
        studies: studies(&data, &pooling, table),
        random: pooling.random.clone(),
        common: pooling.common.clone(),
        heterogeneity: pooling.heterogeneity.clone(),
        fallback: pooling.fallback.clone(),
        subgroups: subgroups(&data, analysis, table)?,
        leave_one_out: without_one,
        outliers: outliers(&data, analysis, &influence, table),
        influence,
        cumulative: match &analysis.cumulative {
            Some(column) => cumulative(&data, table, column)?,
            None => Vec::new(),
        },
        cumulative_by: analysis.cumulative.clone(),
        sensitivity: analysis.variants.iter().map(|variant| sensitivity(variant, table)).collect(),
        small_study: small_study(&data, analysis),
        meta_regression: meta_regressions(&data, analysis, table),
        meta_regression_min_studies: (!analysis.regressions.is_empty())
            .then_some(analysis.regression_min_studies),
        thresholds: analysis.spec.thresholds.clone(),
        notes,
    })
}

/// An analysis pooled again without some of its studies; nothing where none is left.
pub(super) fn without(review: &CheckedReview, id: &str, studies: &[&str]) -> Option<Level> {
    let analysis = review.analyses.iter().find(|analysis| analysis.id == id)?;
    let table = &review.table;
    let (data, _) = Dataset::new(&analysis.choices, &analysis.contributions);
    let studies: BTreeSet<&str> = studies.iter().copied().collect();
    let rest = data.subset(|member| !studies.contains(&table.id(member.row)));
    (rest.k() > 0).then(|| level("", &rest, table))
}

/// The value of no effect: of the measure; of an estimate of the author's own as the author says, else 0 where it
/// favours something on either side.
fn no_effect(analysis: &CheckedAnalysis) -> Option<f64> {
    let favours = analysis.choices.measure == Measure::Generic && analysis.spec.favours.is_some();
    analysis.choices.measure.null_value().or(analysis.spec.no_effect).or(favours.then_some(0.0))
}

/// The sample size at which a pooled value is transformed back, where that needs one.
fn back_transform_n(choices: &Choices) -> Option<BackTransformN> {
    (choices.transform == Transform::FreemanTukey).then_some(choices.back_transform_n)
}

/// The continuity correction, of measures whose data have cells.
fn continuity(choices: &Choices) -> Option<Continuity> {
    use Measure::{
        IncidenceRateDifference, IncidenceRateRatio, OddsRatio, Proportion, Rate, RiskDifference, RiskRatio,
    };
    let cells =
        [Proportion, Rate, OddsRatio, RiskRatio, RiskDifference, IncidenceRateRatio, IncidenceRateDifference];
    cells.contains(&choices.measure).then_some(choices.continuity)
}

/// An id as a title: `without_zeros` is "Without zeros".
fn title_of(id: &str) -> String {
    let mut words = id.replace('_', " ");
    if let Some(first) = words.get_mut(0..1) {
        first.make_ascii_uppercase();
    }
    words
}

fn sensitivity(variant: &CheckedVariant, table: &StudyTable) -> Sensitivity {
    let choices = &variant.choices;
    let (data, _) = Dataset::new(choices, &variant.contributions);
    let Level {
        studies,
        k,
        total,
        events,
        treated,
        control,
        random,
        common,
        heterogeneity,
        not_done,
        fallback,
        ..
    } = level("", &data, table);
    Sensitivity {
        label: variant.label.clone(),
        measure: Some(choices.measure),
        transform: Some(choices.transform),
        method: Some(choices.method),
        tau2_estimator: Some(choices.fit.tau2),
        ci_method: Some(choices.fit.ci),
        prediction_method: Some(choices.fit.prediction),
        level: Some(choices.fit.level),
        i2_definition: Some(choices.i2),
        back_transform_n: back_transform_n(choices),
        continuity: continuity(choices),
        studies,
        k,
        total,
        events,
        treated,
        control,
        model: choices.model,
        random,
        common,
        heterogeneity,
        not_done,
        fallback,
    }
}

/// Warns when the way back from a pooled Freeman-Tukey value depends on the sample size that is chosen for it.
fn freeman_tukey_guard(
    data: &Dataset<'_>,
    pooling: &Pooling,
    analysis: &CheckedAnalysis,
    review: &CheckedReview,
    found: &mut Diagnostics,
    notes: &mut Vec<String>,
) {
    if data.choices.transform != Transform::FreemanTukey || data.choices.measure != Measure::Proportion {
        return;
    }
    let Some((theta, se)) = pooling.random.theta.zip(pooling.random.se) else { return };
    let sizes: Vec<f64> = data.members.iter().filter_map(|m| m.data.transform_size()).collect();
    let proportions: Vec<f64> =
        data.members.iter().filter_map(|m| Some(m.data.events()? / m.data.patients()?)).collect();
    let Some(guards) = Guards::of(theta, se, &sizes, &proportions, data.choices.back_transform_n) else {
        return;
    };
    if !guards.warns() {
        return;
    }
    let message = format!(
        "the pooled proportion of `{}` depends on the sample size used to transform it back: {:.4} at the harmonic, \
         {:.4} at the geometric, {:.4} at the arithmetic mean, {:.4} at 1/(4 SE²)",
        analysis.id, guards.harmonic, guards.geometric, guards.arithmetic, guards.inverse_variance
    );
    notes.push(format!("T{}.", message.strip_prefix('t').unwrap_or(&message)));
    found.push(
        Diagnostic::new(codes::FREEMAN_TUKEY_UNSTABLE, message)
            .at(review.specification.key_place(format!("analyses.{}", analysis.id).as_str()), "this analysis")
            .hint("pool on the logit scale (`transform: logit`), if need be with `method: glmm`"),
    );
}
