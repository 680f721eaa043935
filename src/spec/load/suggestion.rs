//! What the author probably meant, told from the schema: the shape of a mapping, the place of a key.

use serde_json::{Map, Value};

use super::fault::last;
use super::validate::{Object, Validator, constants, fits, in_text, types};
use crate::diagnostics::similar;
use crate::source::yaml::{Entry, Kind, Node, Path, Scalar};

/// A longer value is not repeated in a hint.
const LONGEST: usize = 60;

/// More keys than this are not listed in a hint.
const MOST_KEYS: usize = 12;

/// Keys that take an expression.
const CONDITIONS: &[&str] = &["holds", "rule"];

impl<'a> Validator<'a> {
    /// The mapping that a value was probably meant as, where a mapping is wanted: its required key takes the value,
    /// or where none is required the first that does. `included: 13` is `included: {studies: 13}`.
    pub(super) fn mapping_of(
        &self,
        node: &Node,
        source: &str,
        shape: &'a Object,
        path: &Path,
    ) -> Option<String> {
        let properties = shape.get("properties")?.as_object()?;
        let required: Vec<&str> = shape
            .get("required")
            .and_then(Value::as_array)
            .map(|keys| keys.iter().filter_map(Value::as_str).collect())
            .unwrap_or_default();
        if let Kind::List(items) = &node.kind
            && let Some(hint) = self.one_each(items, &required, properties, path)
        {
            return Some(hint);
        }
        // `claims: [survival.random.estimate > 0.5]`: a condition is no name.
        if let Some(condition) = required.iter().find(|key| CONDITIONS.contains(*key))
            && let Kind::Scalar(Scalar::Text(text)) = &node.kind
            && text.contains(['<', '>', '=', '.', '|'])
        {
            let others: String =
                required.iter().filter(|key| *key != condition).map(|key| format!("{key}: ..., ")).collect();
            return Some(format!("write `{{{others}{condition}: {}}}`", flow(node, source)));
        }
        let keys: Vec<&str> = match required.first() {
            Some(first) => vec![*first],
            None => properties.keys().map(String::as_str).collect(),
        };
        let taken = |key: &str| self.taken(node, source, properties.get(key)?.as_object()?);
        let Some((first, value)) = keys.into_iter().find_map(|key| Some((key, taken(key)?))) else {
            if matches!(node.kind, Kind::List(_)) {
                let keys = properties.keys().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ");
                return (properties.len() <= MOST_KEYS).then(|| format!("its keys are {keys}"));
            }
            let (only, Kind::Scalar(_)) = (required.first()?, &node.kind) else { return None };
            let values = self.values(properties.get(*only)?.as_object()?);
            let listed = values.iter().map(|value| format!("`{value}`")).collect::<Vec<_>>().join(", ");
            let hint = format!("write `{}: {{{only}: ...}}`, with one of {listed}", last(path));
            return (!values.is_empty()).then_some(hint);
        };
        let others: String = required.iter().skip(1).map(|key| format!(", {key}: ...")).collect();
        Some(format!("write `{}: {{{first}: {value}{others}}}`", last(path)))
    }

    /// The mapping that a list was probably meant as: an entry for each required key or, where none is required, for each
    /// of the first keys. `axis: [0.1, 10]` is `axis: {from: 0.1, to: 10}`.
    fn one_each(
        &self,
        items: &[Node],
        required: &[&str],
        properties: &'a Map<String, Value>,
        path: &Path,
    ) -> Option<String> {
        let keys: Vec<&str> = match required {
            [] => properties.keys().map(String::as_str).take(items.len()).collect(),
            required => required.to_vec(),
        };
        if keys.len() != items.len() || items.len() < 2 {
            return None;
        }
        let pairs = keys.iter().zip(items).map(|(key, item)| {
            let source = self.place(item).text().to_owned();
            Some(format!("{key}: {}", self.taken(item, &source, properties.get(*key)?.as_object()?)?))
        });
        let pairs: Vec<String> = pairs.collect::<Option<_>>()?;
        Some(format!("write `{}: {{{}}}`", last(path), pairs.join(", ")))
    }

    /// The value as a key with this schema takes it.
    fn taken(&self, node: &Node, source: &str, schema: &'a Object) -> Option<String> {
        let values = self.values(schema);
        if !values.is_empty() {
            let text = match &node.kind {
                Kind::Scalar(Scalar::Text(text)) => text,
                _ => source,
            };
            return similar(text, values.iter().map(String::as_str)).map(ToOwned::to_owned);
        }
        let fitting = self.shapes(schema).iter().any(|shape| {
            types(shape).iter().any(|name| fits(node, name))
                && match (&node.kind, shape.get("items")) {
                    (Kind::List(items), Some(Value::Object(schema))) => {
                        let shapes = self.shapes(schema);
                        let one = |item| shapes.iter().any(|s| types(s).iter().any(|name| fits(item, name)));
                        items.iter().all(one)
                    }
                    (Kind::Map(_), _) => false,
                    _ => true,
                }
        });
        fitting.then(|| flow(node, source))
    }

    /// The values that a key with this schema may have, where all of them are known.
    pub(super) fn values(&self, schema: &'a Object) -> Vec<String> {
        let shapes = self.shapes(schema);
        if shapes.iter().any(|shape| constants(shape).is_empty()) {
            return Vec::new();
        }
        shapes.iter().flat_map(|shape| constants(shape)).map(in_text).collect()
    }

    /// Where a key is known that is not known here: in a mapping one level further down.
    pub(super) fn known_below(&self, entry: &Entry, properties: &'a Map<String, Value>) -> Option<String> {
        let key = entry.key.as_str();
        let owners: Vec<&str> = properties
            .iter()
            .filter(|(_, schema)| {
                let shapes = schema.as_object().map(|schema| self.shapes(schema)).unwrap_or_default();
                let knows = |shape: &&Object| shape.get("properties").is_some_and(|it| it.get(key).is_some());
                shapes.iter().any(knows)
            })
            .map(|(owner, _)| owner.as_str())
            .collect();
        match owners.as_slice() {
            [] => None,
            [owner] => {
                let value = flow(&entry.value, self.place(&entry.value).text());
                Some(format!("`{key}` is known in `{owner}`: write `{owner}: {{{key}: {value}}}`"))
            }
            several => {
                let several: Vec<String> = several.iter().map(|owner| format!("`{owner}`")).collect();
                Some(format!("`{key}` is known in {}", several.join(" and ")))
            }
        }
    }
}

/// A value in a line.
fn flow(node: &Node, source: &str) -> String {
    let short = |text: &str| text.len() <= LONGEST && !text.contains('\n') && !text.is_empty();
    match &node.kind {
        Kind::List(items) if items.iter().all(|item| matches!(item.kind, Kind::Scalar(_))) => {
            let items: Vec<String> = items
                .iter()
                .map(Node::to_json)
                .map(|value| value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned))
                .collect();
            let list = format!("[{}]", items.join(", "));
            if short(&list) { list } else { "[...]".to_owned() }
        }
        Kind::Scalar(_) if short(source) => source.to_owned(),
        _ => "...".to_owned(),
    }
}
