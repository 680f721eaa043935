//! The leave-one-out plot: the pooled estimate without each study in turn.

use super::conclusions::{Kind, all_said, kinds};
use super::figure::Figure;
use super::forest::{Source, draw};
use super::refits::{Frame, Refit, forest, remarks};
use super::subject::{MOST_STUDIES, studies};
use crate::analysis::results::LeaveOneOut;

/// Draws the analysis without each study in turn, where it was refitted. What an omission changes for a reader
/// has a sign, explained below, and stands in words in the description and the table.
#[must_use]
pub fn leave_one_out(source: &Source<'_>) -> Option<Figure> {
    let all = &*source.in_order(&source.result.leave_one_out, |one| &one.omitted);
    if all.is_empty() || all.len() > MOST_STUDIES {
        return None;
    }
    let refits: Vec<Refit<'_>> = all
        .iter()
        .map(|one| Refit {
            id: &one.omitted,
            name: source.label(&one.omitted).to_owned(),
            k: source.result.k.saturating_sub(1),
            pooled: Some(&one.random),
            heterogeneity: Some(&one.heterogeneity),
            mark: marks(one),
            ..Refit::default()
        })
        .collect();
    let kinds = kinds(all);
    let mut notes = notes(source, &kinds);
    notes.extend(remarks(source, all.iter().map(|one| (one.omitted.as_str(), &one.not_done, &one.fallback))));
    let frame = Frame {
        id: format!("leave-one-out-{}", source.id),
        title: format!("Leave-one-out analysis: {}", source.result.title),
        description: description(source, all),
        first: "Study left out".to_owned(),
        order: None,
        counts: false,
        rows: Some("Each row pools all studies but one by random effects".to_owned()),
        notes,
        // The rows are random-effects results, whatever the headline.
        reference: &source.result.random,
        compared: "all studies",
        main: Some("All studies"),
        above: false,
    };
    let mut figure = draw(&forest(source, frame, &refits));
    if !kinds.is_empty() {
        in_words(source, all, &mut figure.table);
    }
    Some(figure)
}

/// The signs of what an omission changes: `† ‡`.
fn marks(one: &LeaveOneOut) -> String {
    kinds(std::slice::from_ref(one)).into_iter().map(Kind::symbol).collect::<Vec<_>>().join("\u{a0}")
}

/// Puts words for the signs in the last column of the table.
fn in_words(source: &Source<'_>, all: &[LeaveOneOut], table: &mut [Vec<String>]) {
    for (row, one) in table.iter_mut().skip(1).zip(all) {
        if let Some(cell) = row.last_mut() {
            *cell = match all_said(one, source.scale(), source.numbers) {
                said if said.is_empty() => "none".to_owned(),
                said => said,
            };
        }
    }
}

/// What the signs mean, or that nothing changes.
fn notes(source: &Source<'_>, kinds: &[Kind]) -> Vec<String> {
    let mut notes = Vec::new();
    if !kinds.is_empty() {
        let meanings: Vec<String> =
            kinds.iter().map(|kind| format!("{}\u{a0}{}", kind.symbol(), kind.meaning())).collect();
        notes.push(format!("Changes: {}.", meanings.join("; ")));
    } else if let Some(what) = watched(source) {
        notes.push(format!("No omission changes {what}."));
    }
    notes
}

/// What could change: nothing where the measure has no null and the author set no threshold.
fn watched(source: &Source<'_>) -> Option<String> {
    let thresholds = match source.result.thresholds.len() {
        0 => None,
        1 => Some("on which side of the threshold the estimate and its interval lie"),
        _ => Some("on which side of each threshold the estimate and its interval lie"),
    };
    let null = source.null().map(|_| "the direction of the effect, whether its interval includes no effect");
    match (null, thresholds) {
        (Some(null), None) => Some(null.replacen(", ", " or ", 1)),
        (Some(null), Some(thresholds)) => Some(format!("{null}, or {thresholds}")),
        (None, thresholds) => thresholds.map(str::to_owned),
    }
}

fn description(source: &Source<'_>, all: &[LeaveOneOut]) -> String {
    let mut out =
        format!("The pooled estimate without each of {} in turn.", studies(source.numbers, all.len()));
    let known = || all.iter().filter_map(|one| Some((one.random.estimate?, one)));
    let least = known().min_by(|a, b| a.0.total_cmp(&b.0));
    let greatest = known().max_by(|a, b| a.0.total_cmp(&b.0));
    if let (Some((low, without_low)), Some((high, without_high))) = (least, greatest) {
        let text = |x| source.estimate_text(x);
        out.push_str(&format!(
            " It lies between {} (without {}) and {} (without {}).",
            text(low),
            source.label(&without_low.omitted),
            text(high),
            source.label(&without_high.omitted)
        ));
    }
    let changing: Vec<&LeaveOneOut> = all.iter().filter(|one| !one.changes.is_empty()).collect();
    if changing.is_empty() {
        if let Some(what) = watched(source) {
            out.push_str(&format!(" No omission changes {what}."));
        }
        return out;
    }
    let mut named: Vec<String> = changing
        .iter()
        .take(NAMED)
        .map(|one| {
            let said = all_said(one, source.scale(), source.numbers);
            format!("without {}, {said}", source.label(&one.omitted))
        })
        .collect();
    if changing.len() > NAMED {
        named.push(format!("and so for {} more", source.numbers.count((changing.len() - NAMED) as u64)));
    }
    out.push_str(&format!(
        " {} of {} omissions {} a conclusion: {}.",
        source.numbers.count(changing.len() as u64),
        source.numbers.count(all.len() as u64),
        if changing.len() == 1 { "changes" } else { "change" },
        named.join("; ")
    ));
    out
}

/// So many omissions are named in the description; the table has all.
const NAMED: usize = 6;
