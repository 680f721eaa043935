//! The safety net: places of the results that are different though no change of a known kind says so.

use serde_json::Value;

use super::compare::same;
use crate::analysis::results::Results;

/// The first places that are different, as paths into `results.json`. The program, the head and the findings
/// are not looked at: they have changes of their own.
pub(super) fn places(old: &Results, new: &Results) -> Vec<String> {
    let value = |results: &Results| serde_json::to_value(results).unwrap_or(Value::Null);
    let (mut old, mut new) = (value(old), value(new));
    for results in [&mut old, &mut new] {
        if let Some(results) = results.as_object_mut() {
            for key in ["schema", "tool", "review", "diagnostics"] {
                results.remove(key);
            }
            // What a claim saw repeats results that are compared where they stand.
            for claim in results.get_mut("claims").and_then(Value::as_array_mut).into_iter().flatten() {
                claim.as_object_mut().map(|claim| claim.remove("values"));
            }
        }
    }
    let mut found = Vec::new();
    walk("", &old, &new, &mut found);
    found
}

/// What an analysis says that a version built by an older program lacks: compared only where both hold it.
const LATER: [&str; 19] = [
    "back_transform_n",
    "changes",
    "ci_method",
    "continuity",
    "control",
    "events",
    "groups",
    "i2_definition",
    "level",
    "limit",
    "measure",
    "meta_regression_min_studies",
    "method",
    "no_effect",
    "prediction_method",
    "studies",
    "tau2_estimator",
    "transform",
    "treated",
];

fn walk(path: &str, old: &Value, new: &Value, found: &mut Vec<String>) {
    if found.len() >= 20 {
        return;
    }
    match (old, new) {
        (Value::Object(old), Value::Object(new)) => {
            let added = new.keys().filter(|key| !old.contains_key(*key));
            let later = |key: &str| {
                path.starts_with("/analyses/")
                    && LATER.contains(&key)
                    && !(old.contains_key(key) && new.contains_key(key))
            };
            for key in old.keys().chain(added).filter(|key| !later(key)) {
                let [old, new] = [old, new].map(|map| map.get(key).unwrap_or(&Value::Null));
                walk(&format!("{path}/{key}"), old, new, found);
            }
        }
        (Value::Array(old), Value::Array(new)) if old.len() == new.len() => {
            for (index, (old, new)) in old.iter().zip(new).enumerate() {
                walk(&format!("{path}/{index}"), old, new, found);
            }
        }
        _ => {
            let same = match (old.as_f64(), new.as_f64()) {
                (Some(old), Some(new)) => same(old, new),
                _ => old == new,
            };
            if !same {
                found.push(path.to_owned());
            }
        }
    }
}
