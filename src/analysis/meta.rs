//! One meta-analysis, whole.

use super::conclusions::{self, Lines};
use super::dataset::{Dataset, Member};
use super::fit::{Pooling, level, pool_studies};
use super::meta_regression::meta_regressions;
use super::outliers::{influence, outliers};
use super::results::{AnalysisResult, ArmResult, LeftOut, Level, Sensitivity, StudyResult};
use super::series::{cumulative, leave_one_out};
use super::small_study::small_study;
use super::subgroups::subgroups;
use crate::check::{CheckedAnalysis, CheckedReview, CheckedVariant};
use crate::diagnostics::{Diagnostic, Diagnostics, codes};
use crate::stats::choices::{Measure, Transform};
use crate::stats::effect::{StudyData, study_estimate};
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
    let mut notes = pooling.notes.clone();
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
        Lines { null: null_value(analysis), thresholds: &analysis.spec.thresholds },
    );

    Ok(AnalysisResult {
        title: analysis.spec.title.clone().unwrap_or_else(|| title_of(&analysis.id)),
        measure: choices.measure,
        transform: choices.transform,
        method: choices.method,
        tau2_estimator: choices.fit.tau2,
        ci_method: choices.fit.ci,
        level: choices.fit.level,
        model: choices.model,
        i2_definition: choices.i2,
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
        subgroups: subgroups(&data, analysis, table)?,
        leave_one_out: without_one,
        outliers: outliers(&data, analysis, &influence, table),
        influence,
        cumulative: match &analysis.cumulative {
            Some(column) => cumulative(&data, table, column)?,
            None => Vec::new(),
        },
        cumulative_by: analysis.cumulative.clone(),
        sensitivity: analysis.variants.iter().map(sensitivity).collect(),
        small_study: small_study(&data, analysis),
        meta_regression: meta_regressions(&data, analysis, table),
        thresholds: analysis.spec.thresholds.clone(),
        notes,
    })
}

/// An analysis pooled again without some of its studies; nothing where none is left.
pub(super) fn without(review: &CheckedReview, id: &str, studies: &[&str]) -> Option<Level> {
    let analysis = review.analyses.iter().find(|analysis| analysis.id == id)?;
    let table = &review.table;
    let (data, _) = Dataset::new(&analysis.choices, &analysis.contributions);
    let rest = data.subset(|member| !studies.contains(&table.id(member.row)));
    level("", &rest, &|row| table.id(row).to_owned()).ok()
}

/// The value of no effect; an estimate of the author's own has one where it favours something on either side.
fn null_value(analysis: &CheckedAnalysis) -> Option<f64> {
    let measure = analysis.choices.measure;
    let favours = measure == Measure::Generic && analysis.spec.favours.is_some();
    measure.null_value().or(favours.then_some(0.0))
}

/// An id as a title: `without_zeros` is "Without zeros".
fn title_of(id: &str) -> String {
    let mut words = id.replace('_', " ");
    if let Some(first) = words.get_mut(0..1) {
        first.make_ascii_uppercase();
    }
    words
}

fn sensitivity(variant: &CheckedVariant) -> Sensitivity {
    let (data, _) = Dataset::new(&variant.choices, &variant.contributions);
    let mut result = Sensitivity {
        label: variant.label.clone(),
        k: data.k(),
        total: data.total(),
        model: variant.choices.model,
        random: Default::default(),
        common: Default::default(),
        heterogeneity: Default::default(),
        not_done: None,
    };
    match pool_studies(&data) {
        Ok(pooling) => {
            result.random = pooling.random;
            result.common = pooling.common;
            result.heterogeneity = pooling.heterogeneity;
        }
        Err(reason) => result.not_done = Some(reason.to_string()),
    }
    result
}

/// Each study with its effect, its interval and its weights.
fn studies(data: &Dataset<'_>, pooling: &Pooling, table: &StudyTable) -> Vec<StudyResult> {
    let weights = pooling.weights_random.iter().zip(&pooling.weights_common);
    data.members
        .iter()
        .zip(weights)
        .map(|(member, (random, common))| study(data, member, *random, *common, table))
        .collect()
}

fn study(data: &Dataset<'_>, member: &Member, random: f64, common: f64, table: &StudyTable) -> StudyResult {
    let choices = data.choices;
    let shown = study_estimate(data.scale, &member.data, &member.size, choices.study_ci, choices.fit.level);
    let mut result = StudyResult {
        id: table.id(member.row).to_owned(),
        converted: member.converted[0].clone(),
        corrected: member.size.corrected,
        yi: Some(member.size.yi),
        vi: Some(member.size.vi),
        estimate: Some(shown.estimate),
        ci: Some(shown.ci),
        weight_random: Some(random),
        weight_common: Some(common),
        ..StudyResult::default()
    };
    match member.data {
        StudyData::Proportion(arm) => {
            result.events = Some(arm.events);
            result.total = Some(arm.total);
        }
        StudyData::Rate(arm) => {
            result.events = Some(arm.events);
            result.time = Some(arm.time);
        }
        StudyData::Mean(sample) => {
            result.mean = Some(sample.mean);
            result.sd = Some(sample.sd);
            result.total = Some(sample.total);
        }
        StudyData::Correlation { total, .. } => result.total = Some(total),
        StudyData::TwoByTwo { .. } | StudyData::TwoMeans { .. } | StudyData::TwoRates { .. } => {
            result.converted = None;
            result.treated = arm(member, 0);
            result.control = arm(member, 1);
        }
        StudyData::Estimate { .. } => {}
    }
    result
}

/// The data of an arm: 0 is the treated, 1 the control arm.
fn arm(member: &Member, index: usize) -> Option<ArmResult> {
    let of = |treated, control| if index == 0 { treated } else { control };
    let converted = member.converted[index].clone();
    match member.data {
        StudyData::TwoByTwo { treated, control } => {
            let arm = of(treated, control);
            Some(ArmResult { events: Some(arm.events), total: Some(arm.total), ..ArmResult::default() })
        }
        StudyData::TwoMeans { treated, control } => {
            let arm = if index == 0 { treated } else { control };
            Some(ArmResult {
                total: Some(arm.total),
                mean: Some(arm.mean),
                sd: Some(arm.sd),
                converted,
                ..ArmResult::default()
            })
        }
        StudyData::TwoRates { treated, control } => {
            let arm = if index == 0 { treated } else { control };
            Some(ArmResult { events: Some(arm.events), time: Some(arm.time), ..ArmResult::default() })
        }
        _ => None,
    }
}

/// Events, participants and time of an arm over all studies.
fn arm_sum(data: &Dataset<'_>, index: usize) -> Option<ArmResult> {
    let arms: Vec<ArmResult> = data.members.iter().map(|m| arm(m, index)).collect::<Option<_>>()?;
    let sum = |field: fn(&ArmResult) -> Option<f64>| arms.iter().map(field).sum::<Option<f64>>();
    (!arms.is_empty()).then(|| ArmResult {
        events: sum(|a| a.events),
        total: sum(|a| a.total),
        time: sum(|a| a.time),
        ..ArmResult::default()
    })
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
