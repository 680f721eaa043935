//! What weight a difference has, and why.

use super::compare::certainty_name;
use super::model::{Diff, Estimate, Reason, Verdict};
use crate::analysis::conclusions::{Lines, Reading, changes, position};
use crate::analysis::results::{ChangedConclusion, PartPath, Position};

/// What the headline crossed: a threshold, or no effect.
pub(super) fn crossed(lines: Lines<'_>, before: &Estimate, after: &Estimate) -> Vec<String> {
    let reading = |of: &Estimate| Reading { estimate: of.estimate, ci: of.ci };
    changes(lines, reading(before), reading(after))
        .into_iter()
        .map(|change| match change {
            ChangedConclusion::Estimate { no_effect: true, .. } => {
                "the direction of the effect is reversed".to_owned()
            }
            ChangedConclusion::Estimate { line, now, .. } => {
                let side = if now == Position::Below { "below" } else { "above" };
                format!("the estimate is now {side} the threshold {line}")
            }
            ChangedConclusion::Interval { line, no_effect, now } => {
                let name = if no_effect { "no effect".to_owned() } else { format!("the threshold {line}") };
                let before = before.ci.map(|ci| position(ci, line));
                match (before, now) {
                    (_, Position::Around) => format!("the interval now includes {name}"),
                    (Some(Position::Around), _) => format!("the interval now excludes {name}"),
                    _ => format!("the interval is now on the other side of {name}"),
                }
            }
        })
        .collect()
}

/// Fills in reasons and verdict from the changes.
pub(super) fn judge(diff: &mut Diff) {
    let mut reasons = Vec::new();
    let mut reason = |verdict: Verdict, text: String| reasons.push(Reason { verdict, text });
    consequences(diff, &mut reason);
    estimates(diff, &mut reason);
    data(diff, &mut reason);
    words(diff, &mut reason);
    reasons.sort_by_key(|reason| std::cmp::Reverse(reason.verdict));
    diff.verdict = reasons.first().map_or(Verdict::None, |reason| reason.verdict);
    diff.reasons = reasons;
}

fn consequences(diff: &Diff, reason: &mut impl FnMut(Verdict, String)) {
    for part in diff.analyses.iter().flat_map(|analysis| &analysis.parts) {
        // A variant is there to show what other choices give: it changes no conclusion.
        let variant = matches!(part.path, PartPath::Sensitivity { .. });
        let verdict = if variant { Verdict::Estimate } else { Verdict::Consequential };
        for crossed in &part.crossed {
            reason(verdict, format!("{}: {crossed}", part.of));
        }
    }
    for change in &diff.certainty {
        match (change.before, change.after) {
            (before, after) if before == after => {}
            (Some(before), Some(after)) => reason(
                Verdict::Consequential,
                format!("{}: certainty {}, was {}", change.of, certainty_name(after), certainty_name(before)),
            ),
            (Some(before), None) => reason(
                Verdict::Consequential,
                format!("{}: no certainty any more, was {}", change.of, certainty_name(before)),
            ),
            (None, Some(after)) => {
                reason(
                    Verdict::Data,
                    format!("{}: certainty {}, was not rated", change.of, certainty_name(after)),
                );
            }
            (None, None) => {}
        }
    }
    for claim in &diff.claims {
        match (claim.before, claim.after) {
            (Some(_), Some(true)) => {
                reason(Verdict::Consequential, format!("claim {} became true", claim.id));
            }
            (Some(_), Some(false)) => {
                reason(Verdict::Consequential, format!("claim {} became false", claim.id));
            }
            (Some(_), None) => {
                reason(Verdict::Consequential, format!("claim {} is not made any more", claim.id));
            }
            (None, _) => reason(Verdict::Cosmetic, format!("claim {} is new", claim.id)),
        }
    }
}

fn estimates(diff: &Diff, reason: &mut impl FnMut(Verdict, String)) {
    let parts = diff.analyses.iter().map(|analysis| analysis.parts.len()).sum();
    if parts > 0 {
        reason(
            Verdict::Estimate,
            counted(parts, "pooled result is different", "pooled results are different"),
        );
    }
    let with = |of: fn(&super::model::AnalysisChange) -> bool| diff.analyses.iter().any(of);
    if parts == 0 && with(|analysis| !analysis.studies.is_empty()) {
        reason(Verdict::Estimate, "effects or weights of studies are different".to_owned());
    }
    if parts == 0 && with(|analysis| !analysis.tests.is_empty()) {
        reason(Verdict::Estimate, "tests are different".to_owned());
    }
    if !diff.other.is_empty() {
        reason(Verdict::Estimate, format!("the results are different at {}", diff.other.join(", ")));
    }
}

fn data(diff: &Diff, reason: &mut impl FnMut(Verdict, String)) {
    let studies = &diff.studies;
    let grade = diff.certainty.iter().filter(|change| change.before == change.after).count();
    let columns = studies.columns_added.len() + studies.columns_removed.len();
    for (count, one, many) in [
        (studies.added.len(), "study added", "studies added"),
        (studies.removed.len(), "study removed", "studies removed"),
        (studies.cells.len(), "cell of the study table changed", "cells of the study table changed"),
        (columns, "column of the study table came or went", "columns of the study table came or went"),
        (diff.methods.len(), "setting changed", "settings changed"),
        (diff.prisma.len(), "count of the flow diagram changed", "counts of the flow diagram changed"),
        (diff.risk_of_bias.len(), "judgement of bias changed", "judgements of bias changed"),
        (diff.overlap.len(), "pair of overlapping studies changed", "pairs of overlapping studies changed"),
        (diff.descriptions.len(), "descriptive number changed", "descriptive numbers changed"),
        (grade, "rating changed without the certainty", "ratings changed without the certainty"),
        (
            diff.published.len(),
            "comparison with a publication changed",
            "comparisons with a publication changed",
        ),
    ] {
        if count > 0 {
            reason(Verdict::Data, counted(count, one, many));
        }
    }
}

fn words(diff: &Diff, reason: &mut impl FnMut(Verdict, String)) {
    let findings = diff.findings.added.len() + diff.findings.removed.len();
    for (count, one, many) in [
        (diff.wording.len(), "text changed", "texts changed"),
        (diff.files.len(), "file of prose changed", "files of prose changed"),
        (findings, "warning came or went", "warnings came or went"),
    ] {
        if count > 0 {
            reason(Verdict::Cosmetic, counted(count, one, many));
        }
    }
}

/// `1 study added`, `3 studies added`.
fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
