//! A pooled result by the method that was chosen.

use super::dataset::Dataset;
use super::results::{Heterogeneity, Level, Pooled};
use super::scale::{finite, heterogeneity};
use crate::stats::choices::Method;
use crate::stats::effect::{Events, StudyData};
use crate::stats::error::StatsError;
use crate::stats::glmm::glmm;
use crate::stats::pool::{self, Table, mantel_haenszel, peto};
use crate::stats::{dist, heterogeneity as spread};

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
    /// Remarks for the reader.
    pub(super) notes: Vec<String>,
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
        notes: Vec::new(),
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
    let k = data.k();
    if let Some(q) = found.q.filter(|_| k > 1) {
        #[expect(clippy::cast_precision_loss, reason = "a number of studies")]
        let df = (k - 1) as f64;
        pooling.heterogeneity.q = Some(q);
        pooling.heterogeneity.p = finite(dist::chi_squared::sf(q, df));
        pooling.heterogeneity.i2 = Some(spread::i2(q, df));
        pooling.heterogeneity.i2_ci = spread::i2_interval(q, k, level);
        pooling.heterogeneity.h2 = finite(q / df);
    }
    Ok(())
}

/// Replaces both results by those of the binomial-normal mixed model. It has no study weights: those of the
/// inverse-variance model stand in for the forest plot. Where the likelihood has no maximum, the inverse-variance
/// result stays and a note says so.
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
            pooling.random = reporter.pooled(&model.random(level));
            pooling.common = reporter.pooled(&model.common(level));
            pooling.heterogeneity.tau2 = finite(model.tau2);
            pooling.heterogeneity.tau = finite(model.tau2.sqrt());
            pooling.heterogeneity.q = model.q;
            pooling.heterogeneity.p = model.p;
            pooling.heterogeneity.tau2_ci = None;
            pooling.heterogeneity.i2_tau2 = None;
            pooling.heterogeneity.notes.clear();
            pooling.notes.push(
                "The mixed model gives studies no weights; those shown are of the inverse-variance model.".to_owned(),
            );
        }
        Err(reason) => pooling.notes.push(format!(
            "The mixed model could not be fitted ({reason}); the inverse-variance result on the logit scale is shown."
        )),
    }
}

/// The pooled result of some studies, with what it rests on.
pub(super) fn level(
    name: &str,
    data: &Dataset<'_>,
    ids: &dyn Fn(usize) -> String,
) -> Result<Level, StatsError> {
    let pooling = pool_studies(data)?;
    Ok(Level {
        level: name.to_owned(),
        studies: data.members.iter().map(|m| ids(m.row)).collect(),
        k: data.k(),
        total: data.total(),
        events: data.events(),
        random: pooling.random,
        common: pooling.common,
        heterogeneity: pooling.heterogeneity,
    })
}
