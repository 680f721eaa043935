//! `ecmo-report schema`.

use super::{Exit, Terminal};
use crate::spec::schema;

/// Prints the JSON Schema of `review.yaml`.
pub(super) fn run(terminal: &Terminal) -> Exit {
    let text = serde_json::to_string_pretty(schema::schema()).unwrap_or_default();
    terminal.result(&format!("{text}\n"));
    Exit::Done
}
