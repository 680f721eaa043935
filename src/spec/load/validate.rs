//! A document against the JSON Schema: every fault, not only the first.
//!
//! Only what the schema of `review.yaml` uses is understood. Where a value may have several shapes, it is checked
//! against the one that its kind fits.

use serde_json::{Map, Value};

use super::{fault, form};
use crate::diagnostics::{Diagnostic, similar};
use crate::source::yaml::{Document, Entry, Kind, Node, Path, Scalar};
use crate::spec::schema::SNAKE_CASE;

/// What was found, and what to leave out so that the rest can be read.
#[derive(Debug, Default)]
pub(super) struct Faults {
    pub found: Vec<Diagnostic>,
    pub without: Vec<Path>,
}

pub(super) type Object = Map<String, Value>;

pub(super) fn validate(document: &Document, schema: &Value) -> Faults {
    let mut validator = Validator { document, root: schema, faults: Faults::default() };
    if let Some(object) = schema.as_object() {
        validator.value(&document.root, object, &Path::default());
    }
    validator.faults
}

pub(super) struct Validator<'a> {
    document: &'a Document,
    root: &'a Value,
    faults: Faults,
}

impl<'a> Validator<'a> {
    /// Adds a fault of the value at a path; the value is left out.
    fn refuse(&mut self, path: &Path, diagnostic: Diagnostic) {
        self.faults.found.push(diagnostic);
        self.faults.without.push(path.clone());
    }

    pub(super) fn place(&self, node: &Node) -> crate::diagnostics::Place {
        self.document.file.place(node.span.clone())
    }

    /// The schema that a reference leads to.
    fn resolved(&self, schema: &'a Object) -> &'a Object {
        let mut schema = schema;
        while let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
            let target = reference.strip_prefix('#').and_then(|pointer| self.root.pointer(pointer));
            match target.and_then(Value::as_object) {
                Some(target) => schema = target,
                None => break,
            }
        }
        schema
    }

    /// The shapes that a value may have.
    pub(super) fn shapes(&self, schema: &'a Object) -> Vec<&'a Object> {
        let schema = self.resolved(schema);
        for key in ["anyOf", "oneOf"] {
            if let Some(alternatives) = schema.get(key).and_then(Value::as_array) {
                return alternatives
                    .iter()
                    .filter_map(Value::as_object)
                    .flat_map(|shape| self.shapes(shape))
                    .collect();
            }
        }
        vec![schema]
    }

    fn value(&mut self, node: &Node, schema: &'a Object, path: &Path) {
        if matches!(node.kind, Kind::Scalar(Scalar::Null)) {
            if !schema.is_empty() {
                let (key, value) = (self.document.key_place(path.clone()), self.place(node));
                let place = if node.span.is_empty() { key } else { value };
                self.refuse(path, fault::empty_value(place, path));
            }
            return;
        }
        if matches!(node.kind, Kind::Scalar(Scalar::Number(number)) if !number.is_finite()) {
            self.faults.without.push(path.clone());
            return;
        }
        // A description beside a reference says nothing about the form, a pattern does.
        if let (Some(pattern), Kind::Scalar(Scalar::Text(text))) = (pattern(schema), &node.kind) {
            self.form(node, text, pattern, path);
        }
        let shapes = self.shapes(schema);
        let allowed: Vec<&Value> = shapes.iter().flat_map(|shape| constants(shape)).collect();
        if !allowed.is_empty() && shapes.iter().all(|shape| !constants(shape).is_empty()) {
            if !allowed.iter().any(|constant| **constant == node.to_json()) {
                let allowed: Vec<String> = allowed.iter().map(|constant| in_text(constant)).collect();
                self.refuse(path, fault::unknown_value(node, self.place(node), path, &allowed));
            }
            return;
        }
        let wanted: Vec<&str> = shapes.iter().flat_map(|shape| types(shape)).collect();
        if wanted.is_empty() {
            return;
        }
        // A number keeps its bounds where they stand beside a reference to its type.
        if let Kind::Scalar(Scalar::Integer(_) | Scalar::Number(_)) = node.kind
            && !shapes.iter().any(|shape| std::ptr::eq(*shape, schema))
        {
            self.shape(node, schema, path);
        }
        match shapes.iter().find(|shape| types(shape).iter().any(|name| fits(node, name))) {
            Some(shape) => self.shape(node, shape, path),
            None => {
                let source = self.place(node).text().to_owned();
                let form = shapes.iter().find_map(|shape| self.mapping_of(node, &source, shape, path));
                // `version: 1.0` would be a wrong version in quotes, too.
                let pattern = pattern(schema).filter(|_| matches!(node.kind, Kind::Scalar(_)));
                let form = form.or_else(|| form::check(pattern?, &source).err().map(|(_, mended)| mended));
                self.refuse(path, fault::wrong_type(node, self.place(node), path, &wanted, form));
            }
        }
    }

    fn form(&mut self, node: &Node, text: &str, pattern: &str, path: &Path) {
        if let Err((what, mended)) = form::check(pattern, text) {
            let diagnostic = if pattern == SNAKE_CASE {
                fault::not_snake_case(text, self.place(node), &mended)
            } else {
                fault::wrong_form(text, self.place(node), path, what, &mended)
            };
            self.refuse(path, diagnostic);
        }
    }

    fn shape(&mut self, node: &Node, shape: &'a Object, path: &Path) {
        let allowed = constants(shape);
        if !allowed.is_empty() && !allowed.iter().any(|constant| **constant == node.to_json()) {
            let allowed: Vec<String> = allowed.iter().map(|constant| in_text(constant)).collect();
            self.refuse(
                path,
                fault::unknown_value(node, self.place(node), path, &allowed).note("or a mapping"),
            );
            return;
        }
        match &node.kind {
            Kind::Scalar(Scalar::Integer(number)) => {
                #[expect(clippy::cast_precision_loss, reason = "the bounds of a review are small numbers")]
                self.bounds(node, *number as f64, shape, path);
            }
            Kind::Scalar(Scalar::Number(number)) => self.bounds(node, *number, shape, path),
            Kind::Scalar(_) => {}
            Kind::List(items) => self.list(node, items, shape, path),
            Kind::Map(entries) => self.map(node, entries, shape, path),
        }
    }

    fn bounds(&mut self, node: &Node, number: f64, shape: &Object, path: &Path) {
        let bound = |key: &str| shape.get(key).and_then(Value::as_f64);
        let broken = [
            ("at least", bound("minimum").filter(|&limit| number < limit)),
            ("at most", bound("maximum").filter(|&limit| number > limit)),
            ("more than", bound("exclusiveMinimum").filter(|&limit| number <= limit)),
            ("less than", bound("exclusiveMaximum").filter(|&limit| number >= limit)),
        ];
        for (words, limit) in broken {
            if let Some(limit) = limit {
                self.refuse(path, fault::out_of_range(self.place(node), path, number, words, limit));
            }
        }
    }

    fn list(&mut self, node: &Node, items: &[Node], shape: &'a Object, path: &Path) {
        let length = |key: &str| shape.get(key).and_then(Value::as_u64).and_then(|n| usize::try_from(n).ok());
        let (least, most) = (length("minItems").unwrap_or(0), length("maxItems"));
        if items.len() < least || most.is_some_and(|most| items.len() > most) {
            let place = self.place(node);
            self.refuse(path, fault::list_length(place, path, items.len(), (least, most)));
        }
        if let Some(schema) = shape.get("items").and_then(Value::as_object) {
            self.twice(items, schema, path);
            for (index, item) in items.iter().enumerate() {
                self.value(item, schema, &path.index(index));
            }
        }
    }

    /// Tells words and numbers that a list has twice: each would be computed and drawn again.
    fn twice(&mut self, items: &[Node], schema: &'a Object, path: &Path) {
        // A number that may be a text as well is a printed one, such as the two ends of an interval of no width.
        let wanted: Vec<&str> = self.shapes(schema).iter().flat_map(|shape| types(shape)).collect();
        if wanted.contains(&"string") && wanted.contains(&"number") {
            return;
        }
        let plain = |node: &Node| match &node.kind {
            Kind::Scalar(Scalar::Null | Scalar::Bool(_)) | Kind::Map(_) => false,
            Kind::Scalar(_) => true,
            Kind::List(items) => {
                !items.is_empty() && items.iter().all(|item| matches!(item.kind, Kind::Scalar(_)))
            }
        };
        for (index, item) in items.iter().enumerate().filter(|(_, item)| plain(item)) {
            let value = item.to_json();
            if let Some(first) = items[..index].iter().find(|other| other.to_json() == value) {
                let (again, first) = (self.place(item), self.place(first));
                self.refuse(&path.index(index), fault::twice(path, again, first));
            }
        }
    }

    fn map(&mut self, node: &Node, entries: &[Entry], shape: &'a Object, path: &Path) {
        let none = Map::new();
        let properties = shape.get("properties").and_then(Value::as_object);
        let known: Vec<&str> = properties.unwrap_or(&none).keys().map(String::as_str).collect();
        let others = shape.get("additionalProperties");
        let names = shape.get("propertyNames").and_then(Value::as_object).and_then(pattern);
        for entry in entries {
            let inner = path.key(&entry.key);
            if let Some((pattern, Err((what, mended)))) =
                names.map(|pattern| (pattern, form::check(pattern, &entry.key)))
            {
                let place = self.document.file.place(entry.key_span.clone());
                self.faults.found.push(if pattern == SNAKE_CASE {
                    fault::not_snake_case(&entry.key, place, &mended)
                } else {
                    fault::wrong_key(&entry.key, place, path, what, &mended)
                });
            }
            let schema = properties.and_then(|properties| properties.get(&entry.key)).or(others);
            match schema {
                Some(Value::Object(schema)) => self.value(&entry.value, schema, &inner),
                Some(Value::Bool(true)) => {}
                None if properties.is_none() => {}
                _ => {
                    let place = self.document.file.place(entry.key_span.clone());
                    let before = entries.iter().take_while(|other| other.key != entry.key).last();
                    let below = self.known_below(entry, properties.unwrap_or(&none));
                    self.refuse(&inner, fault::unknown_key(entry, before, place, path, &known, below));
                }
            }
        }
        let required = shape.get("required").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        for key in required.iter().filter_map(Value::as_str) {
            // A key that is only misspelled has been told already.
            let misspelled = entries.iter().any(|entry| {
                !known.contains(&entry.key.as_str())
                    && similar(&entry.key, known.iter().copied()) == Some(key)
            });
            if node.entry(key).is_none() && !misspelled {
                let property = properties.and_then(|properties| properties.get(key));
                let description =
                    property.and_then(|schema| schema.get("description")).and_then(Value::as_str);
                let place = self.holder(node, path);
                let values = property.and_then(Value::as_object).map(|schema| self.values(schema));
                let (description, values) = (description.unwrap_or(""), values.unwrap_or_default());
                let diagnostic = fault::missing_key(key, place, path, description, &values);
                self.faults.found.push(diagnostic);
            }
        }
    }

    /// Where to show that a mapping lacks something: its key; of an entry of a list its first key; of the whole
    /// review its first line.
    fn holder(&self, node: &Node, path: &Path) -> crate::diagnostics::Place {
        match (&node.kind, path.0.last()) {
            (Kind::Map(entries), None | Some(crate::source::yaml::Segment::Index(_))) => {
                match entries.first() {
                    Some(entry) => self.document.file.place(entry.key_span.clone()),
                    None => self.place(node),
                }
            }
            _ => self.document.key_place(path.clone()),
        }
    }
}

fn pattern(schema: &Object) -> Option<&str> {
    schema.get("pattern").and_then(Value::as_str)
}

/// The values that a shape enumerates.
pub(super) fn constants(shape: &Object) -> Vec<&Value> {
    match (shape.get("enum").and_then(Value::as_array), shape.get("const")) {
        (Some(values), _) => values.iter().collect(),
        (None, Some(value)) => vec![value],
        (None, None) => Vec::new(),
    }
}

pub(super) fn types(shape: &Object) -> Vec<&str> {
    match shape.get("type") {
        Some(Value::String(name)) => vec![name],
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

pub(super) fn fits(node: &Node, name: &str) -> bool {
    match (&node.kind, name) {
        (Kind::Scalar(Scalar::Number(number)), "integer") => number.fract() == 0.0,
        (Kind::Scalar(Scalar::Text(_)), "string")
        | (Kind::Scalar(Scalar::Bool(_)), "boolean")
        | (Kind::Scalar(Scalar::Integer(_)), "integer" | "number")
        | (Kind::Scalar(Scalar::Number(_)), "number")
        | (Kind::List(_), "array")
        | (Kind::Map(_), "object") => true,
        _ => false,
    }
}

pub(super) fn in_text(constant: &Value) -> String {
    constant.as_str().map_or_else(|| constant.to_string(), ToOwned::to_owned)
}
