//! Contradictions between the counts, in words.

use super::flow::Flow;
use super::known::Known;
use super::labels::{in_sentence, label};
use super::solver::{Conflict, Range, UNBOUNDED, Variable};
use crate::diagnostics::{Diagnostic, Diagnostics, codes};
use crate::source::Place;
use crate::source::yaml::{Document, Path};

/// So many contradictions are told in one run: what comes after usually follows from them.
const TOLD: usize = 4;

/// Tells contradictions, the smallest first; the counts of one that was told are left out in looking for the next.
pub(super) fn tell(flow: &Flow, known: &Known, document: &Document, found: &mut Diagnostics) {
    let mut left = known.values.clone();
    for _ in 0..TOLD {
        let Some(conflict) = flow.system.smallest_conflict(&left) else { return };
        found.push(contradiction(flow, known, &conflict, document));
        for &member in &conflict.members {
            left[member] = None;
        }
    }
}

/// A count as the author calls it: its keys below `prisma`.
fn name(flow: &Flow, variable: Variable) -> String {
    below_prisma(&flow.quantities[variable].path)
}

/// A path without the `prisma` that it starts with.
pub(super) fn below_prisma(path: &Path) -> String {
    let whole = path.to_string();
    whole.strip_prefix("prisma.").map_or(whole.clone(), str::to_owned)
}

/// Where a count stands; for an itemised one its key.
fn place(flow: &Flow, variable: Variable, document: &Document) -> Place {
    let quantity = &flow.quantities[variable];
    if !quantity.items.is_empty() || quantity.given.is_none() {
        document.key_place(quantity.path.clone())
    } else {
        document.place(quantity.path.clone())
    }
}

/// Which counts contradict each other, and by how much.
fn message(flow: &Flow, known: &Known, conflict: &Conflict) -> String {
    let with_value = |v: Variable| {
        let value = known.values[v].map_or_else(String::new, |n| n.to_string());
        format!("`{}` ({value})", name(flow, v))
    };
    let side = |members: &[Variable]| members.iter().map(|&v| with_value(v)).collect::<Vec<_>>().join(" + ");
    let by = conflict.difference.unsigned_abs();
    let relation = if conflict.difference > 0 { "more" } else { "fewer" };
    match (conflict.left.is_empty(), conflict.right.is_empty()) {
        (true, true) => {
            let all = if conflict.members.len() == 2 { "both" } else { "all" };
            let members: Vec<String> = conflict.members.iter().map(|&v| with_value(v)).collect();
            format!("{} cannot {all} be true", members.join(" and "))
        }
        (false, true) => format!("{} must be 0", side(&conflict.left)),
        (true, false) => format!("{} must be 0", side(&conflict.right)),
        _ => format!("{} is {by} {relation} than {}", side(&conflict.left), side(&conflict.right)),
    }
}

fn contradiction(flow: &Flow, known: &Known, conflict: &Conflict, document: &Document) -> Diagnostic {
    let typed = |variable: Variable| flow.quantities[variable].given.is_some();
    let mends: Vec<(Variable, Range)> = conflict
        .members
        .iter()
        .filter_map(|&variable| Some((variable, flow.system.without(&known.values, variable)?)))
        .filter(|(variable, _)| typed(*variable))
        .collect();
    let primary = match mends.as_slice() {
        [(only, _)] => *only,
        _ => {
            let typed = conflict.members.iter().copied().rfind(|&v| typed(v));
            typed.or(conflict.members.first().copied()).unwrap_or(0)
        }
    };
    let text = |variable: Variable| {
        let what = match known.from[variable] {
            Some(from) => from.to_owned(),
            None => in_sentence(&label(&flow.quantities[variable].key).alone),
        };
        match mends.iter().find(|(mend, _)| *mend == variable) {
            Some((_, range)) => format!("{what}; {} would fit", allowed(*range)),
            None => what,
        }
    };
    let hint = match mends.as_slice() {
        [] => "no single change mends it: more than one of the counts is wrong".to_owned(),
        [(only, range)] => {
            format!(
                "of these, only `{}` as {} agrees with all other counts",
                name(flow, *only),
                allowed(*range)
            )
        }
        _ => {
            let changes = mends.iter().map(|(v, range)| format!("`{}` {}", name(flow, *v), allowed(*range)));
            format!("one of these changes alone mends it: {}", changes.collect::<Vec<_>>().join(", "))
        }
    };
    let mut finding = Diagnostic::new(codes::PRISMA_CONTRADICTION, message(flow, known, conflict))
        .at(place(flow, primary, document), text(primary))
        .hint(hint);
    let linked = flow.find("records_to_reports.merged").is_some();
    if conflict.identities.contains(&flow.records_to_reports) && !linked {
        finding = finding.note(
            "where a record has several reports, or several records have one, say so: \
             `records_to_reports: {extra_reports: ..., merged: ...}`",
        );
    }
    for &member in conflict.members.iter().filter(|&&member| member != primary) {
        finding = finding.also(place(flow, member, document), text(member));
    }
    finding
}

/// `90`, `90 to 100`, `90 or more`, `90 or fewer`.
fn allowed(range: Range) -> String {
    match (range.least, range.greatest) {
        (least, greatest) if least == greatest => least.to_string(),
        (least, greatest) if greatest >= UNBOUNDED => format!("{least} or more"),
        (0, greatest) => format!("{greatest} or fewer"),
        (least, greatest) => format!("{least} to {greatest}"),
    }
}
