//! A pooled result by the method that was chosen.

use super::contributions::arm_sum;
use super::dataset::Dataset;
use super::results::{Heterogeneity, Level, Pooled};
use super::scale::{finite, heterogeneity};
use crate::stats::choices::Method;
use crate::stats::effect::{Events, StudyData};
use crate::stats::error::StatsError;
use crate::stats::glmm::glmm;
use crate::stats::pool::{self, Table, mantel_haenszel, peto};
use crate::table::StudyTable;

/// A pooled result with the weights of the studies.
#[derive(Debug, Clone)]
pub(super) struct Pooling {
    pub(super) random: Pooled,
    pub(super) common: Pooled,
    pub(super) heterogeneity: Heterogeneity,
    /// Shares of the random-effects weight, of the inverse-variance model also where the method has none.
    pub(super) weights_random: Vec<f64>,
    /// Shares of the common-effect weight.
    pub(super) weights_common: Vec<f64>,
    /// What stands in for the method that was chosen, and why.
    pub(super) fallback: Option<String>,
}

/// Pools the studies of a dataset.
///
/// # Errors
/// When there is nothing to pool.
pub(super) fn pool_studies(data: &Dataset<'_>) -> Result<Pooling, StatsError> {
    let (y, v) = data.effects();
    let reporter = data.reporter();
    let fit = pool::fit(&y, &v, &data.choices.fit)?;
    let mut pooling = Pooling {
        random: reporter.pooled(&fit.random),
        common: reporter.pooled(&fit.common),
        heterogeneity: heterogeneity(&fit.heterogeneity),
        weights_random: fit.weights_random,
        weights_common: fit.weights_common,
        fallback: None,
    };
    match data.choices.method {
        Method::InverseVariance => {}
        Method::MantelHaenszel | Method::Peto => by_cells(data, &mut pooling)?,
        Method::Glmm => by_likelihood(data, &mut pooling),
    }
    Ok(pooling)
}

/// Replaces the common effect by Mantel-Haenszel's or Peto's, and Q by the one around it.
fn by_cells(data: &Dataset<'_>, pooling: &mut Pooling) -> Result<(), StatsError> {
    let tables: Vec<Table> = data
        .members
        .iter()
        .filter_map(|member| match member.data {
            StudyData::TwoByTwo { treated, control } => Some(Table { treated, control }),
            _ => None,
        })
        .collect();
    let level = data.choices.fit.level;
    let found = if data.choices.method == Method::Peto {
        peto(&tables)?
    } else {
        let sizes: Vec<_> = data.members.iter().map(|m| m.size).collect();
        mantel_haenszel(data.choices.measure, &tables, &sizes)?
    };
    pooling.common = data.reporter().pooled(&found.common(level));
    pooling.weights_common = found.weights;
    pooling.heterogeneity.set_q(found.q, data.k(), level);
    Ok(())
}

/// Replaces both results by those of the binomial-normal mixed model, and Q by its likelihood-ratio statistic. It has
/// no study weights: those of the inverse-variance model stand in for the forest plot. Where the likelihood has no
/// maximum, the inverse-variance result stays, and it is said so.
fn by_likelihood(data: &Dataset<'_>, pooling: &mut Pooling) {
    let counts: Vec<Events> = data
        .members
        .iter()
        .filter_map(|member| match member.data {
            StudyData::Proportion(events) => Some(events),
            _ => None,
        })
        .collect();
    let level = data.choices.fit.level;
    match glmm(&counts) {
        Ok(model) => {
            let reporter = data.reporter();
            let random =
                pool::Pooled { theta_prediction: model.prediction(&data.choices.fit), ..model.random(level) };
            pooling.random = reporter.pooled(&random);
            pooling.common = reporter.pooled(&model.common(level));
            let spread = &mut pooling.heterogeneity;
            spread.tau2 = model.q.and_then(|_| finite(model.tau2));
            spread.tau = spread.tau2.map(f64::sqrt);
            spread.set_q(model.q, data.k(), level);
            // Both rest on the variances of single studies, which the model does not have.
            spread.tau2_ci = None;
            spread.i2_tau2 = None;
            spread.notes.clear();
        }
        Err(reason) => {
            pooling.fallback = Some(format!(
                "The mixed model could not be fitted ({reason}); the inverse-variance result on the logit scale is shown."
            ));
        }
    }
}

/// The pooled result of some studies, with what it rests on; where they can't be pooled, why.
pub(super) fn level(name: &str, data: &Dataset<'_>, table: &StudyTable) -> Level {
    let mut level = Level {
        level: name.to_owned(),
        studies: data.members.iter().map(|member| table.id(member.row).to_owned()).collect(),
        k: data.k(),
        total: data.total(),
        events: data.events(),
        treated: arm_sum(data, 0),
        control: arm_sum(data, 1),
        ..Level::default()
    };
    match pool_studies(data) {
        Ok(pooling) => {
            level.random = pooling.random;
            level.common = pooling.common;
            level.heterogeneity = pooling.heterogeneity;
            level.fallback = pooling.fallback;
        }
        Err(reason) => level.not_done = Some(reason.to_string()),
    }
    level
}
