//! What each study brings to an analysis, and the sums over them.

use super::dataset::{Dataset, Member};
use super::fit::Pooling;
use super::results::{ArmResult, StudyResult};
use crate::stats::effect::{StudyData, study_estimate};
use crate::table::StudyTable;

/// Each study with its effect, its interval and its weights.
pub(super) fn studies(data: &Dataset<'_>, pooling: &Pooling, table: &StudyTable) -> Vec<StudyResult> {
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

/// Events, participants and time of an arm over all studies: 0 is the treated, 1 the control arm.
pub(super) fn arm_sum(data: &Dataset<'_>, index: usize) -> Option<ArmResult> {
    let arms: Vec<ArmResult> = data.members.iter().map(|m| arm(m, index)).collect::<Option<_>>()?;
    let sum = |field: fn(&ArmResult) -> Option<f64>| arms.iter().map(field).sum::<Option<f64>>();
    (!arms.is_empty()).then(|| ArmResult {
        events: sum(|a| a.events),
        total: sum(|a| a.total),
        time: sum(|a| a.time),
        ..ArmResult::default()
    })
}
