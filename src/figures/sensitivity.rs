//! The sensitivity strip: the main analysis first, then each variant.

use super::figure::Figure;
use super::forest::{Source, draw};
use super::refits::{Frame, Refit, forest};
use super::subject::capitalised;
use crate::stats::choices::EffectModel;

/// Draws the analysis beside its variants, where the author asks for some.
#[must_use]
pub fn sensitivity(source: &Source<'_>) -> Option<Figure> {
    let all = &source.result.sensitivity;
    if all.is_empty() {
        return None;
    }
    let refits: Vec<Refit<'_>> =
        all.iter()
            .enumerate()
            .map(|(index, variant)| Refit {
                id: &variant.label,
                name: capitalised(&variant.label),
                k: variant.k,
                pooled: variant.not_done.is_none().then_some(match variant.model {
                    EffectModel::Random => &variant.random,
                    EffectModel::Common => &variant.common,
                }),
                heterogeneity: variant.not_done.is_none().then_some(&variant.heterogeneity),
                other_scale: source.spec.sensitivity.get(index).is_some_and(|variant| {
                    !variant.shares_scale(source.result.measure, source.result.transform)
                }),
                ..Refit::default()
            })
            .collect();
    let reasons = all.iter().filter_map(|variant| {
        let reason = variant.not_done.as_ref()?;
        Some(format!("{}: {}.", capitalised(&variant.label), reason.trim_end_matches('.')))
    });
    let headline = source.result.headline();
    let done = all.iter().filter(|variant| variant.not_done.is_none()).count();
    let frame = Frame {
        id: format!("sensitivity-{}", source.id),
        title: format!("Sensitivity analyses: {}", source.result.title),
        description: format!(
            "The main analysis gives {}. Below it {} under other choices.",
            source.effect_text(headline.estimate, headline.ci),
            if done == 1 {
                "one analysis".to_owned()
            } else {
                format!("{} analyses", source.numbers.count(done as u64))
            }
        ),
        first: "Analysis".to_owned(),
        order: None,
        counts: true,
        rows: None,
        notes: reasons.collect(),
        reference: headline,
        compared: "the main analysis",
        main: Some("Main analysis"),
        above: true,
    };
    Some(draw(&forest(source, frame, &refits)))
}
