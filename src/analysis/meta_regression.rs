//! Meta-regressions: moderators become a design matrix, the fit becomes results.

use indexmap::IndexSet;

use super::dataset::{Dataset, Member};
use super::results::{
    Change, ChangeKind, Interval, LinePoint, MetaRegressionResult, RegressionGroup, RegressionTerm,
};
use super::scale::finite;
use crate::check::{CheckedAnalysis, CheckedModerator, FEWEST_PER_COEFFICIENT};
use crate::stats::choices::Measure;
use crate::stats::effect::EffectScale;
use crate::stats::regression::{Design, Regression, regress};
use crate::table::StudyTable;

/// Points of the line that a bubble plot draws.
const LINE_POINTS: usize = 41;

/// The meta-regressions that the author asks for.
pub(super) fn meta_regressions(
    data: &Dataset<'_>,
    analysis: &CheckedAnalysis,
    table: &StudyTable,
) -> Vec<MetaRegressionResult> {
    analysis.regressions.iter().map(|model| one(data, analysis, table, model)).collect()
}

fn one(
    data: &Dataset<'_>,
    analysis: &CheckedAnalysis,
    table: &StudyTable,
    model: &[CheckedModerator],
) -> MetaRegressionResult {
    let members: Vec<&Member> = data
        .members
        .iter()
        .filter(|m| model.iter().all(|moderator| !table.is_missing(m.row, &moderator.column)))
        .collect();
    let mut result = MetaRegressionResult {
        moderators: model.iter().map(|m| m.column.clone()).collect(),
        labels: model.iter().map(|m| m.label.clone()).collect(),
        units: model.iter().map(|m| m.unit.clone()).collect(),
        k: members.len(),
        ..MetaRegressionResult::default()
    };
    if members.len() < analysis.regression_min_studies {
        result.not_done = Some(format!(
            "{} of at least {} studies report it",
            members.len(),
            analysis.regression_min_studies
        ));
        return result;
    }
    let design = design(&members, table, model);
    let coefficients = design.columns.len();
    if coefficients > 0 {
        let each = count(members.len()) / count(coefficients);
        result.per_coefficient = Some(each);
        if each < FEWEST_PER_COEFFICIENT && !analysis.regression_force {
            result.not_done = Some(format!(
                "{} studies for {coefficients} coefficients, fewer than 4 for each",
                members.len()
            ));
            return result;
        }
    }
    let (y, v): (Vec<f64>, Vec<f64>) = members.iter().map(|m| (m.size.yi, m.size.vi)).unzip();
    match regress(&y, &v, &design, &data.choices.fit) {
        Ok(fit) => {
            fill(&mut result, &fit);
            let reporter =
                super::scale::Reporter::new(data.scale, data.choices, members.iter().map(|m| &m.data));
            let steps = steps(&members, table, model);
            for (index, step) in steps.into_iter().enumerate() {
                let Some(term) = result.terms.get_mut(index + 1) else { break };
                term.change = change(&fit, &design, index, term, step, data.choices.measure, &reporter);
            }
            if let [moderator] = model
                && !is_numeric(table, moderator)
            {
                result.groups = groups(&fit, &moderator.column, data, table, &members);
            } else if let [moderator] = model {
                result.points = members
                    .iter()
                    .filter_map(|m| {
                        Some((table.id(m.row).to_owned(), table.number(m.row, &moderator.column)?))
                    })
                    .collect();
                result.line = line(&fit, &result.points, data, &members);
            }
        }
        Err(reason) => result.not_done = Some(reason.to_string()),
    }
    result
}

/// What one step of a column of the design is.
enum Step {
    Units { per: f64, unit: Option<String> },
    Level { reference: String, siblings: std::ops::Range<usize> },
}

/// The steps of the columns of the design, in their order.
fn steps(members: &[&Member], table: &StudyTable, model: &[CheckedModerator]) -> Vec<Step> {
    let mut steps = Vec::new();
    for moderator in model {
        if is_numeric(table, moderator) {
            // The column that every review of studies has says of itself what one of it is.
            let year = || (moderator.column == "year").then(|| "year".to_owned());
            steps.push(Step::Units { per: moderator.per, unit: moderator.unit.clone().or_else(year) });
            continue;
        }
        let levels = levels(members, table, &moderator.column);
        let siblings = steps.len()..steps.len() + levels.len().saturating_sub(1);
        if let Some(reference) = levels.first() {
            steps.extend(
                siblings
                    .clone()
                    .map(|_| Step::Level { reference: reference.clone(), siblings: siblings.clone() }),
            );
        }
    }
    steps
}

/// What a coefficient means on the reported scale: a factor for ratios, else the difference from the effect at the
/// mean of the moderators, or of the studies of the reference level there.
fn change(
    fit: &Regression,
    design: &Design,
    index: usize,
    term: &RegressionTerm,
    step: Step,
    measure: Measure,
    reporter: &super::scale::Reporter,
) -> Option<Change> {
    let mut at: Vec<f64> =
        design.columns.iter().map(|column| column.iter().sum::<f64>() / count(column.len())).collect();
    let (per, unit, against, size) = match step {
        Step::Units { per, unit } => (Some(per), unit, None, per),
        Step::Level { reference, siblings } => {
            at.get_mut(siblings)?.fill(0.0);
            (None, None, Some(reference), 1.0)
        }
    };
    debug_assert!(index < at.len());
    let from = fit.predict(&at).ok()?;
    let kind = match measure {
        measure if measure.is_ratio() => ChangeKind::Factor,
        Measure::Proportion | Measure::RiskDifference => ChangeKind::Points,
        _ => ChangeKind::Difference,
    };
    let told = |coefficient: f64| {
        let to = reporter.value(from.estimate + coefficient * size, from.se)?;
        let from = reporter.value(from.estimate, from.se)?;
        finite(if kind == ChangeKind::Factor { to / from } else { to - from })
    };
    Some(Change {
        kind,
        per,
        unit,
        against,
        estimate: told(term.estimate)?,
        ci: Interval { lower: told(term.ci.lower)?, upper: told(term.ci.upper)? },
    })
}

fn is_numeric(table: &StudyTable, moderator: &CheckedModerator) -> bool {
    table.column(&moderator.column).is_some_and(crate::table::Column::is_numeric)
}

/// Numeric columns as they are; the others as indicators of all levels but the first in the order of the table.
fn design(members: &[&Member], table: &StudyTable, model: &[CheckedModerator]) -> Design {
    let mut design = Design::default();
    for moderator in model {
        let name = &moderator.column;
        if is_numeric(table, moderator) {
            let values =
                members.iter().map(|m| table.number(m.row, &moderator.column).unwrap_or(f64::NAN)).collect();
            design.names.push(name.clone());
            design.columns.push(values);
            continue;
        }
        for level in levels(members, table, name).iter().skip(1) {
            let values = members
                .iter()
                .map(|m| f64::from(u8::from(table.text(m.row, &moderator.column).as_deref() == Some(level))))
                .collect();
            design.names.push(format!("{name}[{level}]"));
            design.columns.push(values);
        }
    }
    design
}

/// The levels of a column among the studies, in the order of the table; the first is the reference.
fn levels(members: &[&Member], table: &StudyTable, column: &str) -> IndexSet<String> {
    members.iter().filter_map(|m| Some(table.text(m.row, column)?.into_owned())).collect()
}

fn fill(result: &mut MetaRegressionResult, fit: &Regression) {
    result.terms = fit
        .terms
        .iter()
        .map(|term| RegressionTerm {
            name: term.name.clone(),
            estimate: term.estimate,
            se: term.se,
            statistic: term.statistic,
            p: term.p,
            ci: term.ci,
            change: None,
        })
        .collect();
    if let Some(test) = &fit.qm {
        result.qm = finite(test.statistic);
        result.qm_df = std::iter::once(test.df).chain(test.df2).map(count).collect();
        result.qm_p = finite(test.p);
    }
    result.qe = finite(fit.qe.statistic);
    result.qe_df = Some(count(fit.qe.df));
    result.qe_p = finite(fit.qe.p);
    result.df = fit.df;
    result.tau2 = finite(fit.tau2);
    result.r2 = fit.r2.and_then(finite);
    result.i2_residual = fit.i2_residual.and_then(finite);
}

#[expect(clippy::cast_precision_loss, reason = "degrees of freedom")]
fn count(n: usize) -> f64 {
    n as f64
}

/// The groups of a moderator of categories with their means, on the reported scale.
fn groups(
    fit: &Regression,
    column: &str,
    data: &Dataset<'_>,
    table: &StudyTable,
    members: &[&Member],
) -> Vec<RegressionGroup> {
    let levels = levels(members, table, column);
    levels
        .iter()
        .enumerate()
        .filter_map(|(index, level)| {
            let of: Vec<&Member> = members
                .iter()
                .copied()
                .filter(|m| table.text(m.row, column).as_deref() == Some(level))
                .collect();
            let x: Vec<f64> = (1..levels.len()).map(|other| f64::from(u8::from(other == index))).collect();
            let at = fit.predict(&x).ok()?;
            let reporter = super::scale::Reporter::new(data.scale, data.choices, of.iter().map(|m| &m.data));
            Some(RegressionGroup {
                level: level.clone(),
                studies: of.iter().map(|m| table.id(m.row).to_owned()).collect(),
                estimate: reporter.value(at.estimate, at.se)?,
                ci: reporter.interval(at.ci, at.se)?,
                prediction: at.prediction.and_then(|interval| reporter.interval(interval, at.se)),
            })
        })
        .collect()
}

/// The fitted line with its bands over the range of the moderator, on the reported scale.
fn line(
    fit: &Regression,
    points: &[(String, f64)],
    data: &Dataset<'_>,
    members: &[&Member],
) -> Vec<LinePoint> {
    let (low, high) = points
        .iter()
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), (_, x)| (low.min(*x), high.max(*x)));
    if !(low.is_finite() && high > low) {
        return Vec::new();
    }
    let scale: EffectScale = data.scale;
    let reporter = super::scale::Reporter::new(scale, data.choices, members.iter().map(|m| &m.data));
    (0..LINE_POINTS)
        .filter_map(|i| {
            #[expect(clippy::cast_precision_loss, reason = "a few points")]
            let x = low + (high - low) * i as f64 / (LINE_POINTS - 1) as f64;
            let at = fit.predict(&[x]).ok()?;
            let ci: Interval = reporter.interval(at.ci, at.se)?;
            Some(LinePoint {
                x,
                estimate: reporter.value(at.estimate, at.se)?,
                ci,
                prediction: at.prediction.and_then(|interval| reporter.interval(interval, at.se)),
            })
        })
        .collect()
}
