//! Facts about the data and the methods that generated text speaks of: nothing computed, only found and counted.

use indexmap::IndexMap;
use serde_json::{Value, json};

use crate::analysis::results::{AnalysisResult, LeftOutReason, Results, StudyIndex};
use crate::spec::Review;
use crate::spec::shape::TextOr;
use crate::spec::studies::Studies;

/// The facts, as the name `facts` of templates.
pub(super) fn facts(results: &Results, review: &Review) -> Value {
    let by_analysis = |fact: &dyn Fn(&str, &AnalysisResult) -> Value| -> Value {
        results
            .analyses
            .iter()
            .map(|(id, analysis)| (id.clone(), fact(id, analysis)))
            .collect::<serde_json::Map<_, _>>()
            .into()
    };
    json!({
        "sources": by_analysis(&|id, analysis| sources(results, review, id, analysis)),
        "left_out": by_analysis(&|_, analysis| left_out(analysis, review)),
        "sizes": by_analysis(&|_, analysis| sizes(analysis)),
        "nouns": by_analysis(&|id, _| nouns(review, id)),
        "models": models(results),
        "missing": missing(results, review),
        "flow": super::study_flow::facts(results, review),
    })
}

/// Sources of a value that need no word: it stands in a report of the study.
const PLAIN: [&str; 4] = ["reported", "abstract", "full text", "published"];

fn table(review: &Review) -> Option<&Studies> {
    match &review.studies {
        TextOr::Full(studies) => Some(studies),
        TextOr::Text(_) => None,
    }
}

/// The heading of a column.
fn heading(review: &Review, column: &str) -> String {
    let declared = table(review).and_then(|studies| studies.columns.get(column));
    declared.and_then(|column| column.label.clone()).unwrap_or_else(|| column.to_owned())
}

/// The columns that hold an analysis's data.
fn data_columns(review: &Review, id: &str) -> Vec<String> {
    let Some(data) = review.analyses.get(id).map(|analysis| &analysis.data) else {
        return Vec::new();
    };
    let arms = [&data.treated, &data.control].into_iter().flatten();
    let arms = arms.flat_map(|arm| arm.columns().into_iter().map(|(_, column)| column.to_owned()));
    let own = data.columns().into_iter().map(|(_, column)| column.to_owned());
    own.chain(arms).collect()
}

/// Values that come from elsewhere than a report, by column and by where they come from.
fn sources(results: &Results, review: &Review, id: &str, analysis: &AnalysisResult) -> Value {
    let Some(columns) = table(review).map(|studies| &studies.columns) else {
        return json!([]);
    };
    let mut found = Vec::new();
    let index = StudyIndex::of(&results.studies);
    for column in data_columns(review, id) {
        let declared = columns.get(&column);
        let Some(source) = declared.and_then(|column| column.source.as_ref()) else { continue };
        let mut kinds: IndexMap<String, Vec<&str>> = IndexMap::new();
        for study in &analysis.studies {
            let record = index.get(&study.id);
            let kind = record.and_then(|record| record.cells.get(source)).and_then(Value::as_str);
            if let Some(kind) = kind.filter(|kind| !PLAIN.contains(&kind.to_lowercase().as_str())) {
                kinds.entry(kind.to_owned()).or_default().push(&study.id);
            }
        }
        let label = heading(review, &column);
        for (kind, studies) in kinds {
            found.push(json!({"column": column, "label": label, "kind": kind, "studies": studies, "k": studies.len()}));
        }
    }
    found.into()
}

/// How many studies of the table an analysis does not use, by reason.
fn left_out(analysis: &AnalysisResult, review: &Review) -> Value {
    let mut missing: IndexMap<&str, usize> = IndexMap::new();
    let (mut excluded, mut not_estimable) = (0, 0);
    for left in &analysis.left_out {
        match left.why() {
            LeftOutReason::NotEstimable(_) => not_estimable += 1,
            LeftOutReason::Missing(column) => *missing.entry(column).or_default() += 1,
            LeftOutReason::Excluded => excluded += 1,
        }
    }
    let missing: Vec<Value> = missing
        .iter()
        .map(|(column, k)| json!({"column": column, "label": heading(review, column), "k": k}))
        .collect();
    json!({"excluded": excluded, "not_estimable": not_estimable, "missing": missing})
}

/// The smallest and the largest study.
fn sizes(analysis: &AnalysisResult) -> Value {
    let sizes: Vec<(&str, f64)> = analysis
        .studies
        .iter()
        .filter_map(|study| Some((study.id.as_str(), study.participants()?)))
        .collect();
    let least = sizes.iter().copied().reduce(|a, b| if b.1 < a.1 { b } else { a });
    let most = sizes.iter().copied().reduce(|a, b| if b.1 > a.1 { b } else { a });
    match least.zip(most) {
        Some((least, most)) => {
            json!({"least": least.1, "most": most.1, "smallest": least.0, "largest": most.0})
        }
        None => Value::Null,
    }
}

/// What an analysis counts, in the words of its columns: a heading of one word, else the unit; events also by the
/// name of the outcome.
fn nouns(review: &Review, id: &str) -> Value {
    let analysis = review.analyses.get(id);
    let word = |column: Option<&String>| {
        let declared = table(review).zip(column).and_then(|(studies, column)| studies.columns.get(column))?;
        let mut words =
            [&declared.label, &declared.unit].into_iter().flatten().map(|word| word.to_lowercase());
        words.find(|word| word.chars().all(char::is_alphabetic))
    };
    let data = analysis.map(|analysis| &analysis.data);
    let people = word(data.and_then(|data| data.total.as_ref())).unwrap_or_else(|| "participants".to_owned());
    let outcome =
        analysis.and_then(|analysis| analysis.outcome.as_ref()).map(|outcome| outcome.name.to_lowercase());
    let events = word(data.and_then(|data| data.events.as_ref())).unwrap_or_else(|| {
        match outcome.as_deref() {
            Some("survival") => "survivors",
            Some("mortality" | "death") => "deaths",
            _ => "events",
        }
        .to_owned()
    });
    json!({"people": people, "events": events})
}

/// The analyses by the choices of their models: those that share all of them together.
fn models(results: &Results) -> Value {
    let mut groups: Vec<(Value, Vec<&str>)> = Vec::new();
    for (id, analysis) in &results.analyses {
        let choices = analysis.choices();
        let model = json!({
            "measure": choices.measure,
            "effect": analysis.effect,
            "transform": choices.transform,
            "method": choices.method,
            "tau2": choices.tau2_estimator,
            "ci": choices.ci_method,
            "level": choices.level,
            "model": choices.model,
            "i2": choices.i2_definition,
            "study_ci": analysis.study_ci,
            "prediction": choices.prediction_method,
            "back_transform_n": choices.back_transform_n,
        });
        match groups.iter_mut().find(|(known, _)| *known == model) {
            Some((_, ids)) => ids.push(id),
            None => groups.push((model, vec![id])),
        }
    }
    groups
        .into_iter()
        .map(|(mut model, ids)| {
            let titles: Vec<&str> = ids.iter().map(|id| results.analyses[*id].title.as_str()).collect();
            model["ids"] = json!(ids);
            model["titles"] = json!(titles);
            model
        })
        .collect()
}

/// Characteristics that some studies do not report.
fn missing(results: &Results, review: &Review) -> Value {
    let Some(studies) = table(review) else {
        return json!([]);
    };
    let found = studies.characteristics.iter().filter_map(|column| {
        let missing =
            results.studies.iter().filter(|study| study.cells.get(column).is_none_or(Value::is_null)).count();
        let label = heading(review, column);
        (missing > 0).then(
            || json!({"column": column, "label": label, "missing": missing, "of": results.studies.len()}),
        )
    });
    found.collect()
}
