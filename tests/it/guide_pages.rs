//! The pages of the guide that are made from the program: the reference of review.yaml from its schema, the list
//! of diagnostics from their codes. `SNAPSHOTS=overwrite cargo test --test it guide_pages` writes them.

use std::fmt::Write as _;
use std::path::Path;

use ecmo_report::diagnostics::codes;
use ecmo_report::spec::schema::schema;
use serde_json::{Map, Value};

fn object(value: &Value) -> Map<String, Value> {
    value.as_object().cloned().unwrap_or_default()
}

/// The name of the definition that a schema refers to.
fn definition(schema: &Value) -> Option<&str> {
    schema["$ref"].as_str()?.rsplit('/').next()
}

fn link(name: &str) -> String {
    format!("[{name}](#{})", name.to_lowercase())
}

/// What a value may be, in a few words.
fn kind(schema: &Value) -> String {
    if let Some(name) = definition(schema) {
        return link(name);
    }
    if let Some(shapes) = schema["anyOf"].as_array().or_else(|| schema["oneOf"].as_array()) {
        return shapes.iter().map(kind).collect::<Vec<_>>().join(" or ");
    }
    if let Some(value) = schema.get("const") {
        return format!("`{}`", scalar(value));
    }
    if let Some(values) = schema["enum"].as_array() {
        return values.iter().map(|value| format!("`{}`", scalar(value))).collect::<Vec<_>>().join(", ");
    }
    match schema["type"].as_str().unwrap_or_default() {
        "array" => match schema["items"] {
            Value::Object(_) => format!("list of {}", kind(&schema["items"])),
            _ => match (schema["minItems"].as_u64(), schema["prefixItems"].get(0)) {
                (Some(n), Some(item)) => format!("list of {n}: {}", kind(item)),
                _ => "list".to_owned(),
            },
        },
        "object" => match &schema["additionalProperties"] {
            inner @ Value::Object(_) => format!("mapping to {}", kind(inner)),
            _ => "mapping".to_owned(),
        },
        "string" => "text".to_owned(),
        "integer" => "whole number".to_owned(),
        "boolean" => "`true` or `false`".to_owned(),
        "number" => "number".to_owned(),
        _ => "any value".to_owned(),
    }
}

fn in_cell(text: &str) -> String {
    text.replace('\n', " ").replace('|', "\\|")
}

fn scalar(value: &Value) -> String {
    in_cell(&value.as_str().map_or_else(|| value.to_string(), str::to_owned))
}

/// A table of the keys of a mapping.
fn keys(schema: &Value, out: &mut String) {
    let required: Vec<&str> =
        schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let _ = writeln!(out, "\n| key | value | |\n|---|---|---|");
    for (key, property) in object(&schema["properties"]) {
        let mut text = in_cell(property["description"].as_str().unwrap_or_default());
        if required.contains(&key.as_str()) {
            text.insert_str(0, "**Required.** ");
        }
        if let Some(default) = property.get("default").filter(|_| !text.contains("Default")) {
            let _ = write!(text, " Default: `{}`.", scalar(default));
        }
        if let Some(example) = property["examples"].get(0) {
            let _ = write!(text, " Example: `{}`.", scalar(example));
        }
        let _ = writeln!(out, "| `{key}` | {} | {} |", kind(&property), text.trim());
    }
}

fn reference() -> String {
    let schema = schema();
    let mut out =
        "# Reference of review.yaml\n\nMade from the JSON Schema, which `ecmo-report schema` prints and \
        your editor reads. A key without **Required** may be left out.\n\n## The review\n"
            .to_owned();
    keys(schema, &mut out);
    for (name, definition) in object(&schema["$defs"]) {
        let _ = write!(out, "\n## {name}\n\n{}\n", definition["description"].as_str().unwrap_or_default());
        if let Some(choices) = definition["oneOf"].as_array() {
            let _ = writeln!(out, "\n| value | |\n|---|---|");
            for choice in choices {
                // Values without a description stand together in one list.
                let values =
                    choice["enum"].as_array().cloned().unwrap_or_else(|| vec![choice["const"].clone()]);
                for value in values {
                    let text = in_cell(choice["description"].as_str().unwrap_or_default());
                    let _ = writeln!(out, "| `{}` | {text} |", scalar(&value));
                }
            }
        } else if let Some(values) = definition["enum"].as_array() {
            let values: Vec<String> = values.iter().map(|value| format!("`{}`", scalar(value))).collect();
            let _ = writeln!(out, "\nOne of {}.", values.join(", "));
        } else if definition.get("properties").is_some() {
            keys(&definition, &mut out);
        }
    }
    out
}

/// The name of the file that a block is, which follows its language, above the block.
fn named(markdown: &str) -> String {
    let line = |line: &str| match line.strip_prefix("```").and_then(|info| info.split_once(' ')) {
        Some((language, name)) => format!("`{name}`:\n\n```{language}\n"),
        None => format!("{line}\n"),
    };
    markdown.lines().map(line).collect()
}

fn diagnostics() -> String {
    let mut out =
        "# Diagnostics\n\nEvery code, as `ecmo-report explain CODE` prints it. E is an error: nothing is \
        built until it is mended. W is a warning: the report is built and carries it. Examples in YAML are \
        parts of `review.yaml`; a table without a name is the study table.\n"
            .to_owned();
    for (title, rules) in codes::families() {
        let _ = write!(out, "\n## {title}\n");
        for code in rules {
            let _ = write!(out, "\n### {}\n\n{}", code.id(), named(&code.explanation()));
        }
    }
    out
}

fn is_current(name: &str, text: String) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/src").join(name);
    snapbox::assert_data_eq!(text, snapbox::Data::read_from(&path, None).raw());
}

#[test]
fn the_reference_is_that_of_the_schema() {
    is_current("review-yaml.md", reference());
}

#[test]
fn the_list_of_diagnostics_is_that_of_the_codes() {
    is_current("diagnostics.md", diagnostics());
}

#[test]
fn every_link_of_the_reference_has_its_heading() {
    let text = reference();
    for part in text.split("](#").skip(1) {
        let target = part.split(')').next().unwrap();
        let heading = |line: &str| line.strip_prefix("## ").is_some_and(|name| name.to_lowercase() == target);
        assert!(text.lines().any(heading), "{target}");
    }
}
