//! Estimates, contributions, tests and settings of the meta-analyses.

use indexmap::IndexMap;

use super::compare::{same, same_or_none, union};
use super::model::{
    AnalysisChange, Contribution, ContributionChange, Estimate, PartChange, SettingChange, TestChange,
};
use super::verdict;
use crate::analysis::results::{AnalysisResult, Interval, MetaRegressionResult, Part, Results, StudyResult};
use crate::stats::choices::{EffectModel, I2Definition};

/// The settings of analyses that both versions have.
pub(super) fn methods(old: &Results, new: &Results) -> Vec<SettingChange> {
    let mut changes = Vec::new();
    for (id, analysis) in &new.analyses {
        let Some(earlier) = old.analyses.get(id) else { continue };
        let (before, after) = (settings(earlier), settings(analysis));
        for setting in union(&before, &after) {
            let (before, after) = (before.get(setting), after.get(setting));
            if before != after {
                changes.push(SettingChange {
                    of: id.clone(),
                    setting: setting.to_owned(),
                    before: before.cloned(),
                    after: after.cloned(),
                });
            }
        }
    }
    changes
}

/// The settings of an analysis by their keys in the specification.
fn settings(analysis: &AnalysisResult) -> IndexMap<String, String> {
    let mut settings = IndexMap::new();
    let mut set = |key: &str, value: String| {
        if !value.is_empty() {
            settings.insert(key.to_owned(), value);
        }
    };
    set("measure", analysis.measure.to_string());
    set("transform", analysis.transform.to_string());
    set("model", analysis.model.to_string());
    set("method", analysis.method.to_string());
    set("tau2", analysis.tau2_estimator.to_string());
    set("ci", analysis.ci_method.to_string());
    set("level", analysis.level.to_string());
    set("i2", analysis.i2_definition.to_string());
    set("study_ci", analysis.study_ci.map_or_else(String::new, |study_ci| study_ci.to_string()));
    set("thresholds", listed(analysis.thresholds.iter().map(f64::to_string)));
    set("subgroups", listed(analysis.subgroups.iter().map(|groups| groups.by.clone())));
    set("subgroup_tau2", analysis.subgroups.first().map_or_else(String::new, |groups| groups.tau2.clone()));
    if let Some(outliers) = &analysis.outliers {
        set("outliers.rule", outliers.rule.clone().unwrap_or_default());
        set("outliers removed", listed(outliers.removed.iter().cloned()));
    }
    set("cumulative", analysis.cumulative_by.clone().unwrap_or_default());
    set("sensitivity", listed(analysis.sensitivity.iter().map(|variant| variant.label.clone())));
    set("meta_regression", listed(analysis.meta_regression.iter().map(regression_name)));
    settings
}

fn listed(items: impl Iterator<Item = String>) -> String {
    items.collect::<Vec<_>>().join(", ")
}

fn regression_name(model: &MetaRegressionResult) -> String {
    model.moderators.join(" + ")
}

/// The analyses with an estimate, a contribution or a test that is different.
pub(super) fn analyses(old: &Results, new: &Results) -> Vec<AnalysisChange> {
    union(&old.analyses, &new.analyses)
        .into_iter()
        .filter_map(|id| {
            let (before, after) = (old.analyses.get(id), new.analyses.get(id));
            let shown = after.or(before)?;
            let change = AnalysisChange {
                id: id.to_owned(),
                title: shown.title.clone(),
                measure: shown.measure,
                parts: parts(id, before, after),
                studies: contributions(before, after),
                tests: tests(before, after),
            };
            let empty = change.parts.is_empty() && change.studies.is_empty() && change.tests.is_empty();
            (!empty).then_some(change)
        })
        .collect()
}

fn parts(id: &str, before: Option<&AnalysisResult>, after: Option<&AnalysisResult>) -> Vec<PartChange> {
    let none = IndexMap::new;
    let old = before.map_or_else(none, estimates);
    let new = after.map_or_else(none, estimates);
    let thresholds = after.or(before).map_or(&[][..], |analysis| &analysis.thresholds);
    let measure = after.or(before).map(|analysis| analysis.measure);
    union(&old, &new)
        .into_iter()
        .filter_map(|path| {
            let (before, after) = (old.get(path), new.get(path));
            if let (Some(before), Some(after)) = (before, after)
                && same_estimate(before, after)
            {
                return None;
            }
            let point = |estimate: Option<&Estimate>| estimate.and_then(|estimate| estimate.estimate);
            let shift = point(after).zip(point(before)).map(|(after, before)| after - before);
            let crossed = match (before, after, measure) {
                (Some(before), Some(after), Some(measure)) => {
                    verdict::crossed(measure, thresholds, before, after)
                }
                _ => Vec::new(),
            };
            Some(PartChange {
                of: if path.is_empty() { id.to_owned() } else { format!("{id}/{path}") },
                name: part_name(path),
                before: before.cloned(),
                after: after.cloned(),
                shift,
                crossed,
            })
        })
        .collect()
}

/// What a part is called where its analysis is known.
fn part_name(path: &str) -> String {
    match path.split_once('/') {
        None if path.is_empty() => "Overall".to_owned(),
        None => "Without outliers".to_owned(),
        Some((_, name)) => name.to_owned(),
    }
}

/// Every pooled result of an analysis by its path.
fn estimates(analysis: &AnalysisResult) -> IndexMap<String, Estimate> {
    let headline = |part: Part<'_>| estimate(part, analysis.model, analysis.i2_definition);
    let mut estimates = IndexMap::new();
    if let Some(whole) = analysis.part(&[]) {
        estimates.insert(String::new(), headline(whole));
    }
    for groups in &analysis.subgroups {
        for level in &groups.levels {
            estimates.insert(format!("{}/{}", groups.by, level.level), headline(level.part()));
        }
    }
    if let Some(without) = analysis.part(&["without-outliers"]) {
        estimates.insert("without-outliers".to_owned(), headline(without));
    }
    for variant in &analysis.sensitivity {
        let part = Part {
            k: variant.k,
            total: variant.total,
            events: None,
            random: &variant.random,
            common: &variant.common,
            heterogeneity: &variant.heterogeneity,
        };
        let path = format!("sensitivity/{}", variant.label);
        estimates.insert(path, estimate(part, variant.model, analysis.i2_definition));
    }
    estimates
}

fn estimate(part: Part<'_>, model: EffectModel, i2: I2Definition) -> Estimate {
    let (headline, other) = match model {
        EffectModel::Random => (part.random, part.common),
        EffectModel::Common => (part.common, part.random),
    };
    Estimate {
        model,
        k: part.k,
        total: part.total,
        events: part.events,
        estimate: headline.estimate,
        ci: headline.ci,
        prediction: part.random.prediction.filter(|_| model == EffectModel::Random),
        other_model: other.estimate,
        tau2: part.heterogeneity.tau2,
        i2: match i2 {
            I2Definition::Q => part.heterogeneity.i2,
            I2Definition::Tau2 => part.heterogeneity.i2_tau2,
        },
        q: part.heterogeneity.q,
        q_p: part.heterogeneity.p,
    }
}

fn same_interval(one: Option<Interval>, other: Option<Interval>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => same(one.lower, other.lower) && same(one.upper, other.upper),
        (one, other) => one.is_none() && other.is_none(),
    }
}

fn same_estimate(one: &Estimate, other: &Estimate) -> bool {
    one.model == other.model
        && one.k == other.k
        && same_or_none(one.total, other.total)
        && same_or_none(one.events, other.events)
        && same_or_none(one.estimate, other.estimate)
        && same_interval(one.ci, other.ci)
        && same_interval(one.prediction, other.prediction)
        && same_or_none(one.other_model, other.other_model)
        && same_or_none(one.tau2, other.tau2)
        && same_or_none(one.i2, other.i2)
        && same_or_none(one.q, other.q)
        && same_or_none(one.q_p, other.q_p)
}

/// The studies of an analysis whose effect or weight is different. An analysis that only one version has
/// shows in its parts.
fn contributions(before: Option<&AnalysisResult>, after: Option<&AnalysisResult>) -> Vec<ContributionChange> {
    let (Some(before), Some(after)) = (before, after) else { return Vec::new() };
    let by_id = |analysis: &AnalysisResult| -> IndexMap<String, Contribution> {
        let brings = |study: &StudyResult| Contribution {
            estimate: study.estimate,
            ci: study.ci,
            weight: match analysis.model {
                EffectModel::Random => study.weight_random,
                EffectModel::Common => study.weight_common,
            },
        };
        analysis.studies.iter().map(|study| (study.id.clone(), brings(study))).collect()
    };
    let (before, after) = (by_id(before), by_id(after));
    union(&before, &after)
        .into_iter()
        .map(|study| ContributionChange {
            study: study.to_owned(),
            before: before.get(study).cloned(),
            after: after.get(study).cloned(),
        })
        .filter(|change| match (&change.before, &change.after) {
            (Some(before), Some(after)) => {
                !(same_or_none(before.estimate, after.estimate)
                    && same_interval(before.ci, after.ci)
                    && same_or_none(before.weight, after.weight))
            }
            _ => true,
        })
        .collect()
}

/// Tests and coefficients that are different.
fn tests(before: Option<&AnalysisResult>, after: Option<&AnalysisResult>) -> Vec<TestChange> {
    let (Some(before), Some(after)) = (before, after) else { return Vec::new() };
    let (before, after) = (test_values(before), test_values(after));
    let value =
        |of: &IndexMap<String, (String, String, Option<f64>)>, key: &str| of.get(key).and_then(|t| t.2);
    union(&before, &after)
        .into_iter()
        .filter_map(|key| {
            let (test, quantity, _) = after.get(key).or_else(|| before.get(key))?.clone();
            Some(TestChange { test, quantity, before: value(&before, key), after: value(&after, key) })
        })
        .filter(|change| !same_or_none(change.before, change.after))
        .collect()
}

/// Every test of an analysis: name, quantity, value.
fn test_values(analysis: &AnalysisResult) -> IndexMap<String, (String, String, Option<f64>)> {
    let mut values = IndexMap::new();
    let mut add = |test: String, quantity: &str, value: Option<f64>| {
        values.insert(format!("{test}\n{quantity}"), (test, quantity.to_owned(), value));
    };
    for groups in &analysis.subgroups {
        add(format!("difference between levels of {}", groups.by), "p", groups.test.map(|test| test.p));
    }
    let small = &analysis.small_study;
    for (name, test) in [
        ("Egger", &small.egger),
        ("Egger, mixed model", &small.egger_mixed),
        ("Peters", &small.peters),
        ("Harbord", &small.harbord),
        ("Pustejovsky and Rodgers", &small.pustejovsky_rodgers),
    ] {
        if let Some(test) = test {
            add(name.to_owned(), "p", Some(test.p));
        }
    }
    if let Some(begg) = &small.begg {
        add("Begg".to_owned(), "p", Some(begg.p));
    }
    if let Some(filled) = &small.trim_fill {
        let count = u32::try_from(filled.k0).ok().map(f64::from);
        add("trim and fill".to_owned(), "studies filled in", count);
        add("trim and fill".to_owned(), "estimate", filled.random.estimate);
    }
    for model in &analysis.meta_regression {
        let name = regression_name(model);
        add(format!("meta-regression on {name}"), "p", model.qm_p);
        for term in model.terms.iter().filter(|term| term.name != "intercept") {
            add(format!("meta-regression on {name}, {}", term.name), "coefficient", Some(term.estimate));
        }
    }
    values
}
