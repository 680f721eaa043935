//! The tree.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use super::Scalar;
use crate::source::{Place, SourceFile};

/// A YAML document without faults of form.
#[derive(Debug, Clone)]
pub struct Document {
    /// The file it was read from.
    pub file: Arc<SourceFile>,
    /// What it holds.
    pub root: Node,
}

/// A value and where it stands.
#[derive(Debug, Clone)]
pub struct Node {
    /// The bytes of the value. Of an empty value, the point after its key.
    pub span: Range<usize>,
    /// What it is.
    pub kind: Kind,
}

/// What a value is.
#[derive(Debug, Clone)]
pub enum Kind {
    /// A single value.
    Scalar(Scalar),
    /// A list.
    List(Vec<Node>),
    /// A mapping, in the order of the text. Keys are unique.
    Map(Vec<Entry>),
}

/// A key with its value.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The key as text, whatever it looks like.
    pub key: String,
    /// The bytes of the key.
    pub key_span: Range<usize>,
    /// Its value.
    pub value: Node,
}

/// A step from a value to one inside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Segment {
    /// The value of a key.
    Key(String),
    /// An entry of a list, from 0.
    Index(usize),
}

/// The way from the root to a value. Prints as `analyses.survival.sensitivity[1].tau2`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Path(pub Vec<Segment>);

impl Path {
    /// The path one key deeper.
    #[must_use]
    pub fn key(&self, key: impl Into<String>) -> Self {
        self.then(Segment::Key(key.into()))
    }

    /// The path one entry of a list deeper.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        self.then(Segment::Index(index))
    }

    fn then(&self, segment: Segment) -> Self {
        let mut segments = self.0.clone();
        segments.push(segment);
        Self(segments)
    }
}

impl<const N: usize> From<[&str; N]> for Path {
    fn from(keys: [&str; N]) -> Self {
        Self(keys.into_iter().map(|key| Segment::Key(key.to_owned())).collect())
    }
}

/// Reads `analyses.survival.sensitivity.1`: parts that are numbers are entries of lists, or keys where the value
/// is a mapping. Keys with a dot in them need [`Path::key`].
impl From<&str> for Path {
    fn from(path: &str) -> Self {
        let parts = path.split('.').filter(|part| !part.is_empty());
        Self(
            parts
                .map(|part| part.parse().map_or_else(|_| Segment::Key(part.to_owned()), Segment::Index))
                .collect(),
        )
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, segment) in self.0.iter().enumerate() {
            match segment {
                Segment::Key(key) if position == 0 => f.write_str(key)?,
                Segment::Key(key) => write!(f, ".{key}")?,
                Segment::Index(index) => write!(f, "[{index}]")?,
            }
        }
        Ok(())
    }
}

impl Node {
    /// The value one step inside.
    #[must_use]
    pub fn child(&self, segment: &Segment) -> Option<&Self> {
        match (&self.kind, segment) {
            (Kind::List(items), Segment::Index(index)) => items.get(*index),
            (Kind::Map(_), Segment::Index(index)) => self.entry(&index.to_string()).map(|entry| &entry.value),
            (Kind::Map(_), Segment::Key(key)) => self.entry(key).map(|entry| &entry.value),
            _ => None,
        }
    }

    /// The entry of a mapping with this key.
    #[must_use]
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        match &self.kind {
            Kind::Map(entries) => entries.iter().find(|entry| entry.key == key),
            _ => None,
        }
    }

    /// The kind in words, with an article: `a list`.
    #[must_use]
    pub fn kind_in_words(&self) -> &'static str {
        match &self.kind {
            Kind::Scalar(scalar) => scalar.in_words(),
            Kind::List(_) => "a list",
            Kind::Map(_) => "a mapping",
        }
    }

    /// The value as JSON, in the order of the text.
    #[must_use]
    pub fn to_json(&self) -> serde_json::Value {
        match &self.kind {
            Kind::Scalar(scalar) => scalar.to_json(),
            Kind::List(items) => items.iter().map(Self::to_json).collect(),
            Kind::Map(entries) => serde_json::Value::Object(
                entries.iter().map(|entry| (entry.key.clone(), entry.value.to_json())).collect(),
            ),
        }
    }
}

impl Document {
    /// The value at a path.
    #[must_use]
    pub fn get(&self, path: impl Into<Path>) -> Option<&Node> {
        path.into().0.iter().try_fold(&self.root, |node, segment| node.child(segment))
    }

    /// Where the value at a path stands; where the path leads nowhere, the nearest that is there: the key of
    /// the mapping that would hold it, or the start of the file.
    #[must_use]
    pub fn place(&self, path: impl Into<Path>) -> Place {
        let path = path.into();
        match path.0.iter().try_fold(&self.root, |node, segment| node.child(segment)) {
            Some(node) if !path.0.is_empty() => self.file.place(node.span.clone()),
            _ => self.key_place(path),
        }
    }

    /// Where the key of the value at a path stands; entries of lists have no key, so the entry itself. Where
    /// the path leads nowhere, the nearest key that is there, or the start of the file.
    #[must_use]
    pub fn key_place(&self, path: impl Into<Path>) -> Place {
        let mut node = &self.root;
        let mut span = 0..0;
        for segment in &path.into().0 {
            let Some(child) = node.child(segment) else { break };
            span = match segment {
                Segment::Key(key) => node.entry(key).map_or(span, |entry| entry.key_span.clone()),
                Segment::Index(_) => child.span.clone(),
            };
            node = child;
        }
        self.file.place(span)
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;
    use crate::diagnostics::Diagnostics;

    fn document(text: &str) -> Document {
        let mut found = Diagnostics::new();
        let document = parse(&SourceFile::new("review.yaml", text), &mut found).unwrap();
        assert!(found.is_empty(), "{found:?}");
        document
    }

    #[test]
    fn values_and_keys_are_found_by_path_with_text_before_them_that_is_not_ascii() {
        let document = document(
            "title: Überleben — Kinder\nanalyses:\n  survival:\n    data: {events: survivors, total: n}\n    sensitivity:\n      - {label: REML, tau2: reml}\n      - label: two\n",
        );
        assert_eq!(document.place("title").text(), "Überleben — Kinder");
        assert_eq!(document.place("analyses.survival.data.events").text(), "survivors");
        assert_eq!(document.key_place("analyses.survival.data.total").text(), "total");
        assert_eq!(document.place("analyses.survival.data").text(), "{events: survivors, total: n}");
        assert_eq!(document.place("analyses.survival.sensitivity.0.tau2").text(), "reml");
        assert_eq!(document.place("analyses.survival.sensitivity.1").text(), "label: two");
        assert_eq!(document.place("analyses.survival.where").text(), "survival", "the nearest that is there");
        assert_eq!(document.place("nothing").span, 0..0);
        let path = Path::from(["analyses", "survival", "sensitivity"]).index(1).key("label");
        assert_eq!(path.to_string(), "analyses.survival.sensitivity[1].label");
        assert_eq!(document.place(path).text(), "two");
    }

    #[test]
    fn json_keeps_types_and_order() {
        let document = document("b: 1\na: [true, 0.5, \"1\", x, 2020-12-07]\n3: {}\n");
        assert_eq!(
            document.root.to_json().to_string(),
            r#"{"b":1,"a":[true,0.5,"1","x","2020-12-07"],"3":{}}"#
        );
    }
}
