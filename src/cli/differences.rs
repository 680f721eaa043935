//! What differs between a folder and what it should be, in words: the causes first, and no long lists.

use std::path::Path;

use super::outcome::counted;
use crate::history::output::{Difference, DifferenceKind};

/// So many files are named.
const SHOWN: usize = 5;

/// The inputs of a review that are not what they were when the output was built; none, if all are.
pub(super) fn changed_inputs(inputs: &[Difference]) -> Option<String> {
    let said = |difference: &Difference| {
        let how = match difference.kind {
            DifferenceKind::Missing => "is gone",
            DifferenceKind::Unexpected => "is new",
            DifferenceKind::Changed { .. } | DifferenceKind::Checksum => "changed",
        };
        format!("`{}` {how}", difference.file)
    };
    let more = inputs.len().saturating_sub(SHOWN);
    let mut parts: Vec<String> = inputs.iter().take(SHOWN).map(said).collect();
    if more > 0 {
        parts.push(format!("{} more differ", counted(more, "input")));
    }
    (!parts.is_empty()).then(|| format!("since the build {}", parts.join(", ")))
}

/// A folder that is not what it should be, with the first files that differ.
pub(super) fn differing(folder: &Path, what: &str, differences: &[Difference]) -> String {
    let mut text = format!("`{}` is not {what}:", folder.display());
    for difference in differences.iter().take(SHOWN) {
        text += &format!("\n  {difference}");
    }
    let more = differences.len().saturating_sub(SHOWN);
    if more > 0 {
        text += &format!("\n  and {more} more");
    }
    text
}
