//! What the plot of a meta-regression says in words.

use crate::analysis::results::{ChangeKind, MetaRegressionResult, RegressionTerm};
use crate::check::FEW_PER_COEFFICIENT;
use crate::figures::figure::Caption;
use crate::figures::forest::Source;
use crate::figures::scale::decimals;
use crate::figures::subject::{listed, lowered, studies};
use crate::numbers::{NOT_REPORTED, Scale};
use crate::stats::choices::Transform;

/// So many coefficients are said; more are in the table of the meta-regressions.
const COEFFICIENTS: usize = 3;

/// So many studies are named in a description.
const NAMED: usize = 8;

/// The moderator without its unit.
pub(super) fn label(source: &Source<'_>, model: &MetaRegressionResult) -> String {
    let column = model.moderators.first().map_or("", String::as_str);
    model.labels.first().cloned().unwrap_or_else(|| source.column(column))
}

/// The moderator with its unit.
pub(super) fn heading(source: &Source<'_>, model: &MetaRegressionResult) -> String {
    let label = label(source, model);
    match model.units.first().cloned().flatten() {
        Some(unit) => format!("{label} ({unit})"),
        None => label,
    }
}

/// The model in numbers: coefficients, what the moderator explains, what is left.
pub(super) fn said(source: &Source<'_>, model: &MetaRegressionResult) -> String {
    let numbers = source.numbers;
    let mut parts = vec![numbers.equation("k", &numbers.count(model.k as u64))];
    let terms: Vec<&RegressionTerm> = model.terms.iter().filter(|term| term.name != "intercept").collect();
    if terms.len() > COEFFICIENTS {
        let count = numbers.count(terms.len() as u64);
        parts.push(format!("{count} coefficients, in the table of the meta-regressions"));
    } else {
        parts.extend(terms.iter().map(|term| coefficient(source, model, term)));
    }
    if let (Some(statistic), Some(p)) = (model.qm, model.qm_p) {
        let df: Vec<_> = model.qm_df.iter().map(|&df| numbers.degrees_of_freedom(df)).collect();
        let symbol = if df.len() == 2 { "F" } else { "χ²" };
        parts.push(format!(
            "test of moderators {}, {}, {}",
            numbers.equation(symbol, &numbers.statistic(statistic)),
            numbers.equation("df", &df.join(",\u{a0}")),
            numbers.p_statement(p)
        ));
    }
    if let Some(r2) = model.r2 {
        parts.push(numbers.equation("R²", &numbers.i2(r2)));
    }
    if let Some(tau2) = model.tau2 {
        parts.push(format!("residual\u{a0}{}", numbers.equation("τ²", &numbers.tau2(tau2))));
    }
    if let Some(i2) = model.i2_residual {
        parts.push(format!("residual\u{a0}{}", numbers.equation("I²", &numbers.i2(i2))));
    }
    let few = model.per_coefficient.is_some_and(|each| each < FEW_PER_COEFFICIENT);
    let few = if few { " Fewer than ten studies for each coefficient: read it as a question." } else { "" };
    format!("{}.{few}", parts.join("; "))
}

/// `× 0.97 (...) per degree (β = −0.03 (95% CI ...), log risk ratio, p = 0.01)`; a category against the first.
fn coefficient(source: &Source<'_>, model: &MetaRegressionResult, term: &RegressionTerm) -> String {
    let numbers = source.numbers;
    let digits = Scale::coefficient_digits(term.estimate, term.ci);
    let limits = numbers.named_interval_with(term.ci, Scale::Number, source.result.level, digits);
    let beta = numbers.equation("β", &numbers.decimal(term.estimate, digits));
    let level = model.groups.iter().find(|group| term.name.ends_with(&format!("[{}]", group.level)));
    let scale = source.pooled_scale();
    let p = numbers.p_statement(term.p);
    // Where effects are pooled as they are reported, the coefficient says it itself.
    let plain = source.result.transform == Transform::None && !source.log();
    if let (Some(change), true) =
        (&term.change, plain && term.change.as_ref().is_some_and(|it| it.per == Some(1.0)))
    {
        return format!("{beta} ({limits}), {scale} {}, {p}", numbers.change_step(change));
    }
    let beta = format!("{beta} ({limits}), {scale}, {p}");
    let effect = lowered(&source.effect());
    match (&term.change, level) {
        (Some(change), Some(level)) => {
            let step = numbers.change_step(change);
            format!("{} {step}: {} ({beta})", level.level, numbers.change_alone(change))
        }
        (Some(change), None) if change.kind == ChangeKind::Factor => {
            format!("{effect} {} ({beta})", numbers.change(change))
        }
        (Some(change), None) => format!("{effect} {}, at the mean ({beta})", numbers.change(change)),
        (None, Some(level)) => format!("{}: {beta}", level.level),
        (None, None) => beta,
    }
}

/// How many studies have no value, and where they are.
pub(super) fn lacking(source: &Source<'_>, lacking: &[(&str, f64)], place: &str) -> Option<String> {
    (!lacking.is_empty())
        .then(|| format!("{} without a value, {place}.", studies(source.numbers, lacking.len())))
}

/// Title, description and table.
pub(super) fn caption(
    source: &Source<'_>,
    model: &MetaRegressionResult,
    drawn: usize,
    outliers: &[&str],
    lacking: &[(&str, f64)],
) -> Caption {
    let numbers = source.numbers;
    let with = if model.groups.is_empty() {
        "with the fitted line and its bands"
    } else {
        "with the mean of each group"
    };
    let mut description = format!(
        "{} by {} and {}, {with}. {}",
        studies(numbers, drawn),
        heading(source, model),
        source.effect().to_lowercase(),
        said(source, model)
    );
    for group in &model.groups {
        description.push_str(&format!(
            " {}: {} in {}.",
            group.level,
            source.effect_text(Some(group.estimate), Some(group.ci)),
            studies(numbers, group.studies.len())
        ));
    }
    let mut said = |before: &str, ids: &[&str]| {
        let mut names: Vec<String> = ids.iter().take(NAMED).map(|id| source.label(id).to_owned()).collect();
        if ids.len() > NAMED {
            names.push(format!("{} more", numbers.count((ids.len() - NAMED) as u64)));
        }
        if !names.is_empty() {
            description.push_str(&format!(" {before} {}.", listed(&names)));
        }
    };
    said("Outside the prediction interval:", outliers);
    let ids: Vec<&str> = lacking.iter().map(|(id, _)| *id).collect();
    said("Without a value:", &ids);
    Caption {
        title: format!("Meta-regression on {}: {}", label(source, model), source.result.title),
        description,
        table: table(source, model),
    }
}

fn table(source: &Source<'_>, model: &MetaRegressionResult) -> Vec<Vec<String>> {
    let mut table = vec![vec!["Study".to_owned(), heading(source, model), source.effect_heading()]];
    for study in &source.result.studies {
        let level = model.groups.iter().find(|group| group.studies.contains(&study.id));
        let point = model.points.iter().find(|(id, _)| *id == study.id);
        let value = match (level, point) {
            (Some(group), _) => group.level.clone(),
            (None, Some((_, x))) => number(source, *x),
            (None, None) => NOT_REPORTED.to_owned(),
        };
        let effect = source.effect_text(study.estimate, study.ci);
        table.push(vec![source.label(&study.id).to_owned(), value, effect]);
    }
    for group in &model.groups {
        let mean = source.effect_text(Some(group.estimate), Some(group.ci));
        table.push(vec!["Mean".to_owned(), group.level.clone(), mean]);
    }
    table
}

/// A value of the moderator; years are numbers too: four digits are never grouped.
fn number(source: &Source<'_>, x: f64) -> String {
    let digits = decimals(x).min(3);
    if digits == 0 && x.abs() < 10_000.0 { format!("{x:.0}") } else { source.numbers.decimal(x, digits) }
}
