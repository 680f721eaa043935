//! The leave-one-out plot: the pooled estimate without each study in turn.

use super::figure::Figure;
use super::forest::{Source, draw};
use super::refits::{Frame, Refit, forest};
use super::subject::{MOST_STUDIES, studies};
use crate::analysis::results::LeaveOneOut;

/// Draws the analysis without each study in turn, where it was refitted.
#[must_use]
pub fn leave_one_out(source: &Source<'_>) -> Option<Figure> {
    let all = &source.result.leave_one_out;
    if all.is_empty() || all.len() > MOST_STUDIES {
        return None;
    }
    let refits: Vec<Refit<'_>> = all
        .iter()
        .map(|one| Refit {
            id: &one.omitted,
            name: format!("Omitting {}", source.label(&one.omitted)),
            k: source.result.k.saturating_sub(1),
            pooled: Some(&one.random),
            heterogeneity: Some(&one.heterogeneity),
        })
        .collect();
    let frame = Frame {
        id: format!("leave-one-out-{}", source.id),
        title: format!("Leave-one-out analysis: {}", source.result.title),
        description: description(source, all),
        first: "Study left out".to_owned(),
        counts: false,
        notes: vec![
            "Each row pools all studies but one by random effects; the dashed line marks the estimate of all studies."
                .to_owned(),
        ],
    };
    Some(draw(&forest(source, frame, &refits, Some("All studies"), false)))
}

fn description(source: &Source<'_>, all: &[LeaveOneOut]) -> String {
    let mut out =
        format!("The pooled estimate without each of {} in turn.", studies(source.numbers, all.len()));
    let known = || all.iter().filter_map(|one| Some((one.random.estimate?, one)));
    let least = known().min_by(|a, b| a.0.total_cmp(&b.0));
    let greatest = known().max_by(|a, b| a.0.total_cmp(&b.0));
    if let (Some((low, without_low)), Some((high, without_high))) = (least, greatest) {
        let text = |x| source.numbers.estimate(x, source.scale());
        out.push_str(&format!(
            " It lies between {} (without {}) and {} (without {}).",
            text(low),
            source.label(&without_low.omitted),
            text(high),
            source.label(&without_high.omitted)
        ));
    }
    out
}
