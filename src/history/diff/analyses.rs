//! Estimates, contributions, tests and settings of the meta-analyses.

use indexmap::IndexMap;

use super::compare::{same, same_or_none, union};
use super::model::{
    AnalysisChange, Contribution, ContributionChange, Estimate, PartChange, SettingChange, TestChange,
};
use super::verdict;
use crate::analysis::conclusions::Lines;
use crate::analysis::results::{
    AnalysisResult, Interval, MetaRegressionResult, Part, PartPath, Results, StudyResult, TestOutcome,
};
use crate::numbers::{Effects, Numbers};

/// The settings of analyses that both versions have.
pub(super) fn methods(old: &Results, new: &Results) -> Vec<SettingChange> {
    let mut changes = Vec::new();
    for (id, analysis) in &new.analyses {
        let Some(earlier) = old.analyses.get(id) else { continue };
        let (before, after) = (settings(earlier), settings(analysis));
        for setting in union(&before, &after) {
            let (before, after) = (before.get(setting), after.get(setting));
            // What a version built by an older program does not hold is not known to be different.
            let unknown = before.is_none() && LATER.contains(&setting);
            if before != after && !unknown {
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

/// Settings that results hold since a later version of the program.
const LATER: [&str; 4] = ["prediction", "back_transform_n", "continuity", "no_effect"];

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
    set("prediction", analysis.prediction_method.map_or_else(String::new, |method| method.to_string()));
    set("level", analysis.level.to_string());
    set("i2", analysis.i2_definition.to_string());
    set("study_ci", analysis.study_ci.map_or_else(String::new, |study_ci| study_ci.to_string()));
    set("back_transform_n", analysis.back_transform_n.map_or_else(String::new, |n| n.to_string()));
    if let Some(continuity) = analysis.continuity {
        set("continuity", format!("{} to {}", continuity.add, continuity.to));
    }
    set("no_effect", analysis.no_effect().map_or_else(String::new, |value| value.to_string()));
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
                no_effect: shown.no_effect(),
                digits: Effects::of(shown, Numbers::default()).digits(),
                parts: parts(id, before, after),
                studies: contributions(before, after),
                tests: tests(before, after),
            };
            let empty = change.parts.is_empty() && change.studies.is_empty() && change.tests.is_empty();
            (!empty).then_some(change)
        })
        .collect()
}

/// A part with what is compared of it.
type Parts<'a> = IndexMap<PartPath, (Part<'a>, Estimate)>;

fn parts(id: &str, before: Option<&AnalysisResult>, after: Option<&AnalysisResult>) -> Vec<PartChange> {
    let (old, new) = (before.map(estimates).unwrap_or_default(), after.map(estimates).unwrap_or_default());
    let added = new.keys().filter(|path| !old.contains_key(*path));
    let change = |path: &PartPath| {
        let (was, is) = (old.get(path), new.get(path));
        if let (Some((_, was)), Some((_, is))) = (was, is)
            && same_estimate(was, is)
        {
            return None;
        }
        // Shown as the newer version has it.
        let (analysis, (part, _)) =
            is.and_then(|is| Some((after?, is))).or_else(|| was.and_then(|was| Some((before?, was))))?;
        let same_measure =
            was.zip(is).is_some_and(|((was, _), (is, _))| was.choices.measure == is.choices.measure);
        let point = |side: Option<&(Part<'_>, Estimate)>| side.and_then(|(_, estimate)| estimate.estimate);
        let shift = point(is).zip(point(was)).filter(|_| same_measure).map(|(after, before)| after - before);
        let crossed = was.zip(is).map(|((was, before), (is, after))| {
            let lines = Lines {
                null: is.no_effect.filter(|_| is.no_effect == was.no_effect),
                thresholds: if same_measure { is.thresholds } else { &[] },
            };
            verdict::crossed(lines, before, after)
        });
        Some(PartChange {
            of: path.of(id),
            name: part_name(path),
            measure: part.choices.measure,
            before: was.map(|(_, estimate)| estimate.clone()),
            after: is.map(|(_, estimate)| estimate.clone()),
            shift,
            crossed: crossed.unwrap_or_default(),
            digits: Effects::of_part(analysis, part, Numbers::default()).digits(),
            shares_axis: part.choices.shares_axis(&analysis.choices()),
            path: path.clone(),
        })
    };
    old.keys().chain(added).filter_map(change).collect()
}

/// What a part is called where its analysis is known.
fn part_name(path: &PartPath) -> String {
    match path {
        PartPath::Whole => "Overall".to_owned(),
        PartPath::WithoutOutliers => "Without outliers".to_owned(),
        PartPath::Level { level, .. } => level.clone(),
        PartPath::Sensitivity { label } => label.clone(),
    }
}

/// Every pooled result of an analysis by its path.
fn estimates(analysis: &AnalysisResult) -> Parts<'_> {
    let part = |path: PartPath| {
        let part = analysis.part(&path)?;
        Some((path, (part, estimate(&part))))
    };
    analysis.paths().into_iter().filter_map(part).collect()
}

fn estimate(part: &Part<'_>) -> Estimate {
    let model = part.choices.model;
    let headline = part.headline();
    Estimate {
        model,
        k: part.k,
        total: part.total,
        events: part.events,
        estimate: headline.estimate,
        ci: headline.ci,
        prediction: headline.prediction,
        other_model: part.other().estimate,
        tau2: part.heterogeneity.tau2,
        i2: part.i2().0,
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
            weight: study.weight(analysis.model),
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
    for (test, outcome) in analysis.small_study.outcomes() {
        let name = test.label().to_owned();
        if let TestOutcome::TrimFill(filled) = outcome {
            let count = u32::try_from(filled.k0).ok().map(f64::from);
            add(name.clone(), "studies filled in", count);
            add(name, "estimate", filled.random.estimate);
        } else if let Some(p) = outcome.p() {
            add(name, "p", Some(p));
        }
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
