//! `ecmo-report schema`.

use super::{Exit, Terminal};
use crate::spec::schema;

/// Prints the JSON Schema of `review.yaml`.
pub(super) fn run(terminal: &Terminal) -> Exit {
    terminal.result(&text());
    Exit::Done
}

/// The JSON Schema as a file.
pub(super) fn text() -> String {
    let text = serde_json::to_string_pretty(schema::schema()).unwrap_or_default();
    format!("{text}\n")
}
