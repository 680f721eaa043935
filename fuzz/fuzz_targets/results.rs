//! Results of another version: any JSON laid over true results (a merge patch, RFC 7396), frozen beside the review
//! and compared with it both ways; and any bytes as the frozen version.
#![no_main]

use std::sync::OnceLock;

use ecmo_report::analysis::results::Results;
use ecmo_report::history::diff::{diff, html, markdown, terminal};
use ecmo_report::spec::prose::Format;
use ecmo_report_fuzz::{build, formats, review};
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

fn base() -> &'static (Results, Value) {
    static BASE: OnceLock<(Results, Value)> = OnceLock::new();
    BASE.get_or_init(|| {
        let built = build(review("", []), &[Format::Json]).expect("the small review builds");
        let json = serde_json::from_slice(&built.files["results.json"]).expect("results.json is JSON");
        (built.results, json)
    })
}

fn merge(onto: &mut Value, patch: Value) {
    match patch {
        Value::Object(patch) => {
            if !onto.is_object() {
                *onto = Value::Object(serde_json::Map::new());
            }
            let Some(onto) = onto.as_object_mut() else { return };
            for (key, value) in patch {
                if value.is_null() {
                    onto.shift_remove(&key);
                } else {
                    merge(onto.entry(key).or_insert(Value::Null), value);
                }
            }
        }
        // Beyond the RFC: a list that is as long is changed item by item.
        Value::Array(patch) if onto.as_array().is_some_and(|onto| onto.len() == patch.len()) => {
            let Some(onto) = onto.as_array_mut() else { return };
            onto.iter_mut().zip(patch).for_each(|(onto, patch)| merge(onto, patch));
        }
        patch => *onto = patch,
    }
}

fuzz_target!(|bytes: &[u8]| {
    let (now, json) = base();
    let frozen = match serde_json::from_slice::<Value>(bytes) {
        Ok(patch) => {
            let mut changed = json.clone();
            merge(&mut changed, patch);
            if let Ok(results) = serde_json::from_value::<Results>(changed.clone()) {
                for found in [diff(&results, now), diff(now, &results), diff(&results, &results)] {
                    let _ = (terminal(&found), markdown(&found), html(&found));
                }
            }
            changed.to_string().into_bytes()
        }
        Err(_) => bytes.to_vec(),
    };
    build(review("", [("versions/1.0.0.json", frozen)]), formats(bytes));
});
