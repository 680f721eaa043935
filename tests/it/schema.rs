//! The JSON Schema of review.yaml as an editor's validator understands it: the crate jsonschema, which the program
//! does not use.

use std::path::{Path, PathBuf};

use ecmo_report::spec::schema::schema;
use jsonschema::Validator;
use serde_json::Value;

use super::command_line::run;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn validator() -> Validator {
    jsonschema::draft202012::new(schema()).unwrap()
}

/// Where a review breaks the schema, as JSON pointers.
fn faults(validator: &Validator, yaml: &str) -> Vec<String> {
    let review: Value = serde_yaml::from_str(yaml).unwrap();
    let mut faults: Vec<String> =
        validator.iter_errors(&review).map(|error| error.instance_path().to_string()).collect();
    faults.sort();
    faults.dedup();
    faults
}

#[test]
fn the_schema_is_a_schema() {
    assert!(jsonschema::meta::is_valid(schema()));
    assert_eq!(schema()["$schema"], "https://json-schema.org/draft/2020-12/schema");
}

#[test]
fn reviews_and_templates_are_valid() {
    let mut reviews: Vec<PathBuf> = ["reviews/paediatric-sepsis", "reviews/adults-and-children"]
        .iter()
        .chain(&["tests/fixtures/valid/every_key", "scaffold/single-arm", "scaffold/two-arm"])
        .map(|folder| root().join(folder))
        .collect();
    let started = tempfile::tempdir().unwrap();
    for template in ["single-arm", "two-arm"] {
        assert!(run(started.path(), &["init", template, "--template", template]).status.success());
        reviews.push(started.path().join(template));
    }
    let validator = validator();
    for folder in reviews {
        let yaml = std::fs::read_to_string(folder.join("review.yaml")).unwrap();
        assert_eq!(faults(&validator, &yaml), Vec::<String>::new(), "{}", folder.display());
    }
}

#[test]
fn the_schema_beside_a_new_review_is_the_one_that_is_printed() {
    let folder = tempfile::tempdir().unwrap();
    assert!(run(folder.path(), &["init", "mine"]).status.success());
    let beside = std::fs::read_to_string(folder.path().join("mine/review.schema.json")).unwrap();
    assert_eq!(String::from_utf8(run(folder.path(), &["schema"]).stdout).unwrap(), beside);
    assert_eq!(&serde_json::from_str::<Value>(&beside).unwrap(), schema());
}

const WHOLE: &str = "title: Survival
studies: studies.csv
analyses:
  survival: {measure: proportion, data: {events: survivors, total: n}}
";

#[test]
fn faulty_reviews_are_invalid_at_the_place_of_the_fault() {
    let validator = validator();
    assert_eq!(faults(&validator, WHOLE), Vec::<String>::new());
    let analysis = |text: &str| format!("title: T\nstudies: s.csv\nanalyses:\n  survival: {text}\n");
    let with = |line: &str| format!("{WHOLE}{line}\n");
    for (yaml, place) in [
        // Keys: unknown, absent, of the wrong case.
        (with("titel: Survival"), ""),
        ("studies: s.csv\nanalyses: {}\n".to_owned(), ""),
        (analysis("{measur: proportion, data: {events: a, total: n}}"), "/analyses/survival"),
        (analysis("{data: {events: a, total: n}}"), "/analyses/survival"),
        (analysis("{measure: proportion, data: {event: a, total: n}}"), "/analyses/survival/data"),
        ("title: T\nstudies: s.csv\nanalyses: {Survival: {measure: proportion, data: {events: a, total: n}}}\n".to_owned(), "/analyses"),
        (with("claims: [{id: a, text: A., hold: \"true\"}]"), "/claims/0"),
        (with("risk_of_bias: {tool: rob2}"), "/risk_of_bias"),
        // Values: of the wrong type, not of the list, of the wrong form, out of range.
        (with("keywords: sepsis"), "/keywords"),
        (with("authors: [{name: [A, B]}]"), "/authors/0/name"),
        (analysis("{measure: proportions, data: {events: a, total: n}}"), "/analyses/survival/measure"),
        (with("methods: {tau2: dersimonian-laird}"), "/methods/tau2"),
        (with("methods: {level: \"0.95\"}"), "/methods/level"),
        (with("methods: {level: 95}"), "/methods/level"),
        (with("date: 7.12.2020"), "/date"),
        (with("version: \"1.0\""), "/version"),
        (with("authors: [{name: A, orcid: 0000-1825}]"), "/authors/0/orcid"),
        (with("prisma: {screened: -3}"), "/prisma/screened"),
        (with("prisma: {screened: many}"), "/prisma/screened"),
        (with("grade: {survival: {start: high, importance: 10}}"), "/grade/survival/importance"),
        (with("grade: {survival: {start: middling}}"), "/grade/survival/start"),
        (with("report: {formats: [html, pdf]}"), "/report/formats/1"),
        (analysis("{measure: proportion, data: {events: a, total: n}, favours: [ECMO]}"), "/analyses/survival/favours"),
        (with("overlap: {centre: 5, from: a, to: b, keep: n}"), "/overlap/centre"),
    ] {
        assert_eq!(faults(&validator, &yaml), [place], "{yaml}");
    }
}

/// Walks over the properties of the review and of every definition.
fn properties(visit: &mut dyn FnMut(&str, &str, &Value)) {
    let of = |name: &str, schema: &Value, visit: &mut dyn FnMut(&str, &str, &Value)| {
        for (key, property) in schema["properties"].as_object().into_iter().flatten() {
            visit(name, key, property);
        }
    };
    of("", schema(), visit);
    for (name, definition) in schema()["$defs"].as_object().unwrap() {
        of(name, definition, visit);
    }
}

#[test]
fn keys_are_described_with_defaults_and_examples() {
    let (mut without, mut keys, mut defaults, mut examples) = (Vec::new(), 0, 0, 0);
    properties(&mut |of, key, property| {
        keys += 1;
        defaults += usize::from(property.get("default").is_some());
        examples += usize::from(property.get("examples").is_some());
        if property["description"].as_str().is_none_or(|text| text.trim().is_empty()) {
            without.push(format!("{of}.{key}"));
        }
    });
    assert!(without.is_empty(), "keys without a description: {without:?}");
    assert!(
        keys > 200 && defaults > 20 && examples > 20,
        "{keys} keys, {defaults} defaults, {examples} examples"
    );
}

#[test]
fn defaults_and_examples_are_valid_values_of_their_keys() {
    let mut faulty = Vec::new();
    properties(&mut |of, key, property| {
        let mut alone = property.clone();
        alone["$defs"] = schema()["$defs"].clone();
        let validator = jsonschema::draft202012::new(&alone).unwrap();
        let examples = property["examples"].as_array().into_iter().flatten();
        for value in examples.chain(property.get("default")) {
            if !value.is_null() && !validator.is_valid(value) {
                faulty.push(format!("{of}.{key}: {value}"));
            }
        }
    });
    assert!(faulty.is_empty(), "{faulty:#?}");
}
