//! The counts that are known, typed or from elsewhere, and the boxes that they give.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::contradictions;
use super::flow::Flow;
use crate::check::sum::{LARGEST_COUNT, sum};
use crate::diagnostics::{Diagnostic, Diagnostics, codes};
use crate::source::yaml::Document;

/// The boxes of the PRISMA 2020 flow diagram, by key of the specification (`screened`, `removed.duplicates`,
/// `databases.MEDLINE`, `excluded_reports.wrong population`, `other.sought`, `included.studies`, ...), in the
/// order of the diagram. An itemised box comes with its sum, then its items; an update has `new.studies` and
/// `new.reports` besides.
pub type PrismaResult = IndexMap<String, Count>;

/// A count of the flow diagram.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// The count; none prints as NR.
    pub value: Option<u64>,
    /// The other counts determine it.
    pub derived: bool,
}

/// The sum of boxes; none where one of them is unknown or not there.
fn sum_of(boxes: &PrismaResult, keys: &[&str]) -> Count {
    let counts: Vec<Option<Count>> = keys.iter().map(|key| boxes.get(*key).copied()).collect();
    let values: Option<Vec<u64>> = counts.iter().map(|count| count.and_then(|count| count.value)).collect();
    let value = values.and_then(sum);
    Count { value, derived: value.is_some() && counts.iter().flatten().any(|count| count.derived) }
}

/// Records from databases and registers together.
#[must_use]
pub fn identified(boxes: &PrismaResult) -> Count {
    sum_of(boxes, &["databases", "registers"])
}

/// Records removed before screening, for whatever cause.
#[must_use]
pub fn removed(boxes: &PrismaResult) -> Count {
    match boxes.get("removed") {
        Some(count) => *count,
        None => sum_of(boxes, &["removed.duplicates", "removed.automation", "removed.other"]),
    }
}

/// What is known of a flow, by quantity.
#[derive(Debug, Clone)]
pub(super) struct Known {
    /// The counts.
    pub values: Vec<Option<u64>>,
    /// Where a count comes from that the author did not type in its place, in words.
    pub from: Vec<Option<&'static str>>,
}

impl Known {
    /// What the author typed.
    pub(super) fn of(flow: &Flow) -> Self {
        Self { values: flow.known(), from: vec![None; flow.quantities.len()] }
    }

    /// Takes a count from elsewhere, unless it is typed.
    pub(super) fn fill(&mut self, flow: &Flow, key: &str, value: Option<u64>, from: &'static str) {
        if let (Some(variable), Some(value)) = (flow.find(key), value)
            && self.values[variable].is_none()
        {
            self.values[variable] = Some(value);
            self.from[variable] = Some(from);
        }
    }
}

/// Tells what is wrong with a flow, and gives its boxes with everything that the known counts determine.
pub(super) fn solve(
    flow: &Flow,
    known: &Known,
    document: &Document,
    found: &mut Diagnostics,
) -> PrismaResult {
    too_large(flow, document, found);
    contradictions::tell(flow, known, document, found);
    registers_needed(flow, known, document, found);
    boxes(flow, known)
}

/// Counts beyond which sums would no longer be right.
pub(super) fn too_large(flow: &Flow, document: &Document, found: &mut Diagnostics) {
    for path in &flow.too_large {
        let message = format!("`{path}` is more than can be counted");
        found.push(
            Diagnostic::new(codes::INVALID_VALUE, message)
                .at(document.key_place(path.clone()), "too large")
                .hint(format!("a count, and the sum of the counts of a box, is at most {LARGEST_COUNT}")),
        );
    }
}

/// The boxes with everything that the known counts determine.
pub(super) fn boxes(flow: &Flow, known: &Known) -> PrismaResult {
    let ranges = flow.system.ranges(&known.values);
    let mut boxes = PrismaResult::new();
    for (variable, quantity) in flow.quantities.iter().enumerate().filter(|(_, q)| !q.key.is_empty()) {
        let solved = ranges.as_ref().and_then(|ranges| ranges[variable].only());
        let value = known.values[variable].or(solved.and_then(|value| u64::try_from(value).ok()));
        let derived = quantity.given.is_none() && value.is_some();
        boxes.insert(quantity.key.clone(), Count { value, derived });
        for (name, count) in &quantity.items {
            boxes.insert(format!("{}.{name}", quantity.key), Count { value: *count, derived: false });
        }
    }
    boxes
}

/// Registers that nobody named have not given records that the other counts need.
fn registers_needed(flow: &Flow, known: &Known, document: &Document, found: &mut Diagnostics) {
    let (Some(databases), Some(registers)) = (flow.find("databases"), flow.find("registers")) else { return };
    let Some(of_databases) = known.values[databases] else { return };
    if known.values[registers].is_some() || !flow.too_large.is_empty() {
        return;
    }
    let Some(range) = flow.system.ranges(&known.values).map(|ranges| ranges[registers]) else { return };
    if range.least > 0 {
        let at_least = if range.only().is_some() { "" } else { "at least " };
        let message = format!(
            "databases gave {of_databases} records, and the other counts need {at_least}{} more from registers",
            range.least
        );
        let quantity = &flow.quantities[databases];
        found.push(
            Diagnostic::new(codes::REGISTERS_NEEDED, message)
                .at(document.key_place(quantity.path.clone()), "records from databases")
                .hint("give `registers`, by name or a total; where none was searched, a count is wrong"),
        );
    }
}
