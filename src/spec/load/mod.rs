//! `review.yaml` to [`Review`]: every fault of form at once, each with its place.

mod abbreviation;
mod fault;
mod form;
mod suggestion;
mod validate;

use std::sync::Arc;

use serde_json::Value;

use super::{Review, schema};
use crate::diagnostics::{Diagnostic, Diagnostics, Place, codes};
use crate::source::yaml::{self, Document, Kind, Node, Path, Segment};
use crate::source::{Folder, SourceFile};

/// What the author wrote, and where each part of it stands.
#[derive(Debug, Clone)]
pub struct Specification {
    /// The specification as plain types.
    pub review: Review,
    /// Its keys and values with their places.
    pub document: Document,
}

impl Specification {
    /// Where a value stands: `place("analyses.survival.where")`.
    #[must_use]
    pub fn place(&self, path: impl Into<Path>) -> Place {
        self.document.place(path)
    }

    /// Where the key of a value stands.
    #[must_use]
    pub fn key_place(&self, path: impl Into<Path>) -> Place {
        self.document.key_place(path)
    }
}

/// Reads a specification from a review's folder. See [`read`].
pub fn load(folder: &Folder, name: &str, found: &mut Diagnostics) -> Option<Specification> {
    let file = found.take(folder.read(name, None))?;
    read(&file, found)
}

/// Reads a specification. Every fault of form goes to `found`. What can be understood comes back even then, without
/// the faulty parts, so that the rest can be checked in the same run: nothing may be computed from it while
/// `found` has errors.
pub fn read(file: &Arc<SourceFile>, found: &mut Diagnostics) -> Option<Specification> {
    let mut form = Diagnostics::new();
    let document = yaml::parse(file, &mut form);
    // What an alias or a merge key stands for is not known: the rest would only be called faulty because of it.
    let incomplete = form.iter().any(|fault| fault.code == codes::YAML_FEATURE);
    found.extend(form);
    let document = document.filter(|_| !incomplete)?;
    let mut faults = validate::validate(&document, schema::form());
    let json = pruned(&document.root, &Path::default(), &faults.without);
    let review: Result<Review, _> = serde_path_to_error::deserialize(json);
    match review {
        Ok(review) => {
            found.extend(faults.found);
            Some(Specification { review, document })
        }
        Err(error) => {
            // Where the form has faults, this is one of them again.
            if faults.found.is_empty() {
                faults.found.push(not_understood(&document, &error));
            }
            found.extend(faults.found);
            None
        }
    }
}

/// The document as JSON without the values at some paths.
fn pruned(node: &Node, path: &Path, without: &[Path]) -> Value {
    if without.is_empty() {
        return node.to_json();
    }
    match &node.kind {
        Kind::Scalar(scalar) => scalar.to_json(),
        Kind::List(items) => {
            let items = items.iter().enumerate().map(|(index, item)| (path.index(index), item));
            items
                .filter(|(path, _)| !without.contains(path))
                .map(|(path, item)| pruned(item, &path, without))
                .collect()
        }
        Kind::Map(entries) => {
            let entries = entries.iter().map(|entry| (path.key(&entry.key), entry));
            let kept = entries.filter(|(path, _)| !without.contains(path));
            Value::Object(
                kept.map(|(path, entry)| (entry.key.clone(), pruned(&entry.value, &path, without))).collect(),
            )
        }
    }
}

/// What the types refuse although the schema takes it.
fn not_understood(document: &Document, error: &serde_path_to_error::Error<serde_json::Error>) -> Diagnostic {
    use serde_path_to_error::Segment as Step;
    let steps = error.path().iter().filter_map(|step| match step {
        Step::Seq { index } => Some(Segment::Index(*index)),
        Step::Map { key } => Some(Segment::Key(key.clone())),
        Step::Enum { .. } | Step::Unknown => None,
    });
    let path = Path(steps.collect());
    let place = document.place(path.clone());
    // The schema takes whole numbers of any size.
    if place.text().parse::<f64>().is_ok_and(|number| number > u32::MAX.into()) {
        let message = format!("`{path}` is {}, which is more than can be counted", place.text());
        return Diagnostic::new(codes::INVALID_VALUE, message)
            .at(place, "too large")
            .hint("counts have at most 19 digits");
    }
    let message = format!("`{path}` is not understood: {}", error.inner());
    Diagnostic::new(codes::INVALID_VALUE, message).at(place, "not what this key takes")
}
