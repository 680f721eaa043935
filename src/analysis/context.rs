//! The results as names: what claims and templates can refer to.

use serde_json::{Map, Value};

use super::results::{AnalysisResult, Level, Results};

/// The results by name. Every analysis stands under its id and under `analyses`, with its subgroups also as
/// `by.COLUMN.LEVEL` and the result without outliers also as `without_outliers`; the other results stand under
/// their keys in `results.json`.
#[must_use]
pub fn context(results: &Results) -> Map<String, Value> {
    let (analyses, others) = parts(results);
    // Ids of analyses come first: an author chose them, the other names are still there under `results`.
    let mut names = analyses.clone();
    let mut analyses = Value::Object(analyses);
    for (key, value) in others {
        let value = if key == ANALYSES { analyses.take() } else { value };
        names.entry(key).or_insert(value);
    }
    names
}

/// The key of the analyses among the results.
pub const ANALYSES: &str = "analyses";

/// What [`context`] is put together from: the analyses by id, and the results by key with nothing under
/// [`ANALYSES`].
#[must_use]
pub fn parts(results: &Results) -> (Map<String, Value>, Map<String, Value>) {
    let mut others = match serde_json::to_value(results) {
        Ok(Value::Object(map)) => map,
        _ => Map::new(),
    };
    others.insert(ANALYSES.to_owned(), Value::Null);
    let analyses = results.analyses.iter().map(|(id, analysis)| (id.clone(), named(id, analysis))).collect();
    (analyses, others)
}

fn named(id: &str, analysis: &AnalysisResult) -> Value {
    let Ok(Value::Object(mut map)) = serde_json::to_value(analysis) else {
        return Value::Null;
    };
    let json = |level: &Level| serde_json::to_value(level).unwrap_or(Value::Null);
    let by: Map<String, Value> = analysis
        .subgroups
        .iter()
        .map(|subgroups| {
            let levels = subgroups.levels.iter().map(|level| (level.level.clone(), json(level))).collect();
            (subgroups.by.clone(), Value::Object(levels))
        })
        .collect();
    map.insert("id".to_owned(), Value::String(id.to_owned()));
    map.insert("by".to_owned(), Value::Object(by));
    let without = analysis.outliers.as_ref().and_then(|outliers| outliers.without.as_ref());
    map.insert("without_outliers".to_owned(), without.map_or(Value::Null, json));
    Value::Object(map)
}
