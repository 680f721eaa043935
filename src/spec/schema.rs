//! The JSON Schema of `review.yaml`: for editors, and for the loader, which finds every fault of a specification
//! against it.

use std::sync::OnceLock;

use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use super::Review;

/// Ids that expressions and templates can name.
pub(super) const SNAKE_CASE: &str = "^[a-z][a-z0-9_]*$";
/// `2026-01-31`.
pub(super) const ISO_DATE: &str = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";
/// `1972`, `1972-05` or `1972-05-31`.
pub(super) const PARTIAL_DATE: &str = "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$";
/// The same, or `inception`.
pub(super) const START_DATE: &str = "^([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?|inception)$";
/// `1.2.0`, as semantic versioning has it.
pub(super) const SEMANTIC_VERSION: &str = r"^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$";
/// `0000-0002-1825-0097`, with or without the address before it.
pub(super) const ORCID: &str = r"^(https://orcid\.org/)?[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X]$";

/// Where a text has a form of its own: definition (empty for the review itself), key, pattern.
const PATTERNS: &[(&str, &str, &str)] = &[
    ("", "version", SEMANTIC_VERSION),
    ("", "date", ISO_DATE),
    ("Author", "orcid", ORCID),
    ("Change", "version", SEMANTIC_VERSION),
    ("Change", "date", ISO_DATE),
    ("Claim", "id", SNAKE_CASE),
    ("SearchSource", "from", START_DATE),
    ("SearchSource", "to", PARTIAL_DATE),
];

/// The range of a number: definition, key, and the JSON Schema keywords for its bounds. Only editors are told: the
/// checks of a review know them as well, and say more about them than that they are out of range.
const BOUNDS: &[(&str, &str, &str, f64)] = &[
    ("Methods", "level", "exclusiveMinimum", 0.0),
    ("Methods", "level", "exclusiveMaximum", 1.0),
    ("Analysis", "level", "exclusiveMinimum", 0.0),
    ("Analysis", "level", "exclusiveMaximum", 1.0),
    ("SensitivityVariant", "level", "exclusiveMinimum", 0.0),
    ("SensitivityVariant", "level", "exclusiveMaximum", 1.0),
    ("Data", "level", "exclusiveMinimum", 0.0),
    ("Data", "level", "exclusiveMaximum", 1.0),
    ("Continuity", "add", "minimum", 0.0),
    ("GradeEntry", "importance", "minimum", 1.0),
    ("GradeEntry", "importance", "maximum", 9.0),
    ("Upgrades", "large_effect", "maximum", 2.0),
    ("Upgrades", "dose_response", "maximum", 1.0),
    ("Upgrades", "confounding", "maximum", 1.0),
    ("AbsoluteRisk", "baseline", "minimum", 0.0),
    ("AbsoluteRisk", "baseline", "maximum", 1.0),
];

/// Mappings whose keys have a form: definition (empty for the review itself), key, pattern.
const NAMES: &[(&str, &str, &str)] = &[
    ("", "analyses", SNAKE_CASE),
    ("", "summaries", SNAKE_CASE),
    ("", "compositions", SNAKE_CASE),
    ("Prisma", "versions", SEMANTIC_VERSION),
];

/// What a key is where it is absent: in the review itself, an analysis, the methods and the report. What is absent
/// in a sensitivity variant is as in its analysis.
const DEFAULTS: &[(&str, &str)] = &[
    ("language", "en"),
    ("model", "random"),
    ("method", "inverse-variance"),
    ("tau2", "reml"),
    ("ci", "hartung-knapp"),
    ("prediction", "k-1"),
    ("study_ci", "clopper-pearson"),
    ("i2", "q"),
    ("back_transform_n", "harmonic"),
    ("subgroup_tau2", "separate"),
    ("style", "plain"),
];

/// Examples: definition (empty for the review itself), key, a value as JSON.
const EXAMPLES: &[(&str, &str, &str)] = &[
    ("", "title", r#""Survival of children with sepsis on ECMO""#),
    ("", "version", r#""1.0.0""#),
    ("", "date", r#""2026-01-31""#),
    ("", "keywords", r#"["sepsis", "extracorporeal membrane oxygenation"]"#),
    ("", "licence", r#""CC-BY-4.0""#),
    ("", "registration", r#"{"register": "PROSPERO", "id": "CRD42020000000"}"#),
    ("", "studies", r#""studies.csv""#),
    (
        "",
        "analyses",
        r#"{"survival": {"measure": "proportion", "data": {"events": "survivors", "total": "n"}}}"#,
    ),
    (
        "",
        "claims",
        r#"[{"id": "majority", "text": "Most children survive.", "holds": "survival.random.ci[0] > 0.5"}]"#,
    ),
    ("", "references", r#""references.bib""#),
    ("Author", "orcid", r#""0000-0002-1825-0097""#),
    ("Studies", "label", r#""{{ author }} {{ year }}""#),
    ("Studies", "order", r#"["year", "author"]"#),
    ("Studies", "columns", r#"{"n": {"label": "Patients", "type": "count", "min": 1}}"#),
    ("Prisma", "databases", r#"{"MEDLINE": 500, "Embase": 700}"#),
    ("Prisma", "excluded_reports", r#"{"Wrong population": 50, "No outcome": 28}"#),
    ("Prisma", "synthesised", r#"{"survival": 13}"#),
    ("Prisma", "versions", r#"{"1.0.0": {"screened": 900}, "1.1.0": {"screened": 120}}"#),
    ("Analysis", "effect", r#"{"name": "Hazard ratio", "short": "HR"}"#),
    ("Analysis", "data", r#"{"events": "survivors", "total": "n"}"#),
    ("Analysis", "where", r#""pooled == \"yes\" and year >= 1990""#),
    ("Analysis", "subgroups", r#"["region"]"#),
    ("Analysis", "thresholds", "[0.4, 0.6]"),
    ("Analysis", "favours", r#"["Favours ECMO", "Favours conventional care"]"#),
    ("Outliers", "rule", r#""studentized_residual | abs > 1.96""#),
    ("Claim", "holds", r#""neonates.random.estimate > children.random.estimate""#),
    ("PublishedValue", "of", r#""survival/region/Europe""#),
    ("ForestOptions", "width", "114"),
    ("ReportOptions", "figure_width", "84"),
    ("ReportOptions", "png_dpi", "600"),
    ("Axis", "range", r#""symmetric""#),
    ("Domain", "reason", r#""The prediction interval reaches from 33 to 82 %.""#),
];

/// The JSON Schema (2020-12) of `review.yaml`, with descriptions, defaults and examples, for editors.
#[must_use]
pub fn schema() -> &'static Value {
    static SCHEMA: OnceLock<Value> = OnceLock::new();
    SCHEMA.get_or_init(|| {
        let mut schema = form().clone();
        for (definition, key, keyword, bound) in BOUNDS {
            if let Some(property) = property(&mut schema, definition, key) {
                property.insert((*keyword).to_owned(), json!(bound));
            }
        }
        for (key, default) in DEFAULTS {
            for definition in ["", "Analysis", "Methods", "ReportOptions"] {
                if let Some(property) = property(&mut schema, definition, key) {
                    property.entry("default").or_insert_with(|| json!(default));
                }
            }
        }
        for (definition, key, example) in EXAMPLES {
            if let (Some(property), Ok(example)) =
                (property(&mut schema, definition, key), serde_json::from_str::<Value>(example))
            {
                property.insert("examples".to_owned(), json!([example]));
            }
        }
        schema
    })
}

/// What the loader checks a specification against.
pub(super) fn form() -> &'static Value {
    static FORM: OnceLock<Value> = OnceLock::new();
    FORM.get_or_init(|| {
        let mut schema =
            SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<Review>().to_value();
        without_null(&mut schema);
        for (definition, key, pattern) in PATTERNS {
            if let Some(property) = property(&mut schema, definition, key) {
                property.insert("pattern".to_owned(), json!(pattern));
            }
        }
        // The only text that a registration may be.
        if let Some(Value::Array(shapes)) =
            property(&mut schema, "", "registration").and_then(|it| it.get_mut("anyOf"))
            && let Some(Value::Object(text)) = shapes.first_mut()
        {
            text.insert("enum".to_owned(), json!(["none"]));
        }
        for (definition, key, pattern) in NAMES {
            if let Some(property) = property(&mut schema, definition, key) {
                property.insert("propertyNames".to_owned(), json!({"pattern": pattern}));
            }
        }
        schema
    })
}

/// A property of a definition; of the review itself where the definition is empty.
fn property<'a>(schema: &'a mut Value, definition: &str, key: &str) -> Option<&'a mut Map<String, Value>> {
    let owner = if definition.is_empty() { schema } else { schema.get_mut("$defs")?.get_mut(definition)? };
    owner.get_mut("properties")?.get_mut(key)?.as_object_mut()
}

/// What is optional may be absent, but it is never null: takes null out of types, alternatives and defaults, and
/// the defaults that are only "nothing".
fn without_null(schema: &mut Value) {
    match schema {
        Value::Array(items) => items.iter_mut().for_each(without_null),
        Value::Object(object) => {
            if let Some(Value::Array(types)) = object.get_mut("type") {
                types.retain(|name| name != "null");
                if let [only] = types.as_slice() {
                    let only = only.clone();
                    object.insert("type".to_owned(), only);
                }
            }
            if let Some(Value::Array(values)) = object.get_mut("enum") {
                values.retain(|value| !value.is_null());
            }
            if let Some(Value::Array(mut alternatives)) = object.shift_remove("anyOf") {
                alternatives.retain(|schema| schema.get("type").is_none_or(|name| name != "null"));
                match alternatives.as_mut_slice() {
                    [Value::Object(only)] => {
                        for (key, value) in std::mem::take(only) {
                            object.entry(key).or_insert(value);
                        }
                    }
                    _ => {
                        object.insert("anyOf".to_owned(), Value::Array(alternatives));
                    }
                }
            }
            let nothing = |value: &Value| match value {
                Value::Null => true,
                Value::Array(items) => items.is_empty(),
                Value::Object(entries) => true_of_all(entries),
                _ => false,
            };
            if object.get("default").is_some_and(nothing) {
                object.shift_remove("default");
            }
            object.values_mut().for_each(without_null);
        }
        _ => {}
    }
}

/// Whether a default mapping says nothing: all its values are nothing themselves.
fn true_of_all(entries: &Map<String, Value>) -> bool {
    entries.values().all(|value| match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(inner) => true_of_all(inner),
        Value::Number(number) => number.as_u64() == Some(0),
        _ => false,
    })
}
