//! Subgroup analyses.

use super::dataset::Dataset;
use super::fit::level;
use super::results::{BetweenTest, Level, Subgroups};
use super::scale::{Reporter, heterogeneity};
use crate::check::CheckedAnalysis;
use crate::stats::choices::{EffectModel, Method, SubgroupTau2};
use crate::stats::error::StatsError;
use crate::stats::regression::Omnibus;
use crate::stats::{pool, subgroup};
use crate::table::StudyTable;

/// The subgroups by each of the columns that the author names. Studies whose cell is missing belong to none.
pub(super) fn subgroups(
    data: &Dataset<'_>,
    analysis: &CheckedAnalysis,
    table: &StudyTable,
) -> Result<Vec<Subgroups>, StatsError> {
    analysis.subgroups.iter().map(|column| by_column(data, table, column)).collect()
}

fn by_column(data: &Dataset<'_>, table: &StudyTable, column: &str) -> Result<Subgroups, StatsError> {
    // Positions in the dataset by level; levels in the order in which they first appear.
    let mut groups: indexmap::IndexMap<String, Vec<usize>> = indexmap::IndexMap::new();
    for (position, member) in data.members.iter().enumerate() {
        if let Some(value) = table.text(member.row, column) {
            groups.entry(value.into_owned()).or_default().push(position);
        }
    }
    let mut levels: Vec<Level> =
        groups.iter().map(|(name, positions)| level(name, &data.at(positions), table)).collect();

    let (test_separate_tau2, test_common_tau2) = if data.choices.method == Method::InverseVariance {
        let (y, v) = data.effects();
        let positions: Vec<Vec<usize>> = groups.into_values().collect();
        let fit = |tau2| subgroup::subgroups(&y, &v, &positions, tau2, &data.choices.fit);
        let (separate, common) = (fit(SubgroupTau2::Separate)?, fit(SubgroupTau2::Common)?);
        if data.choices.subgroup_tau2 == SubgroupTau2::Common {
            for ((level, fit), positions) in levels.iter_mut().zip(&common.levels).zip(&positions) {
                let members = positions.iter().map(|position| &data.members[*position].data);
                let reporter = Reporter::new(data.scale, data.choices, members);
                level.random = reporter.pooled(&fit.random);
                level.common = reporter.pooled(&fit.common);
                level.heterogeneity = heterogeneity(&fit.heterogeneity);
            }
        }
        match data.choices.model {
            // Chi-square from the subgroups' own standard errors, also under Hartung-Knapp.
            EffectModel::Random => (
                separate.test.map(test),
                subgroup::between_groups(common.levels.iter().map(|l| &l.random)).map(test),
            ),
            EffectModel::Common => (separate.test_common.map(test), None),
        }
    } else {
        (between(&levels, data), None)
    };
    // What the random effects of the levels rest on, whichever model is the headline; only inverse variances have one
    // tau2 for all.
    let tau2 = match data.choices.method {
        Method::InverseVariance => data.choices.subgroup_tau2,
        _ => SubgroupTau2::Separate,
    };
    let by_common = tau2 == SubgroupTau2::Common && test_common_tau2.is_some();
    Ok(Subgroups {
        by: column.to_owned(),
        label: table.column(column).map_or_else(|| column.to_owned(), |c| c.label.clone()),
        tau2: tau2.as_str().to_owned(),
        test: if by_common { test_common_tau2 } else { test_separate_tau2 },
        test_common_tau2,
        test_separate_tau2,
        levels,
    })
}

/// The test between the headlines of the subgroups that can be estimated, for methods that pool each subgroup by
/// itself.
fn between(levels: &[Level], data: &Dataset<'_>) -> Option<BetweenTest> {
    let headline = |level: &Level| {
        let pooled = data.choices.model.of(&level.random, &level.common);
        Some(pool::Pooled::wald(pooled.theta?, pooled.se?, data.choices.fit.level))
    };
    let pooled: Vec<pool::Pooled> = levels.iter().filter_map(headline).collect();
    subgroup::between_groups(pooled.iter()).map(test)
}

#[expect(clippy::cast_precision_loss, reason = "degrees of freedom")]
fn test(found: Omnibus) -> BetweenTest {
    BetweenTest { q: found.statistic, df: found.df as f64, p: found.p }
}
