//! The sensitivity strip: the main analysis first, then each variant.

use super::figure::Figure;
use super::forest::wording::effect_in_column;
use super::forest::{Source, draw};
use super::refits::{Frame, Refit, forest};
use super::subject::{capitalised, lowered};
use crate::analysis::results::Part;

/// Draws the analysis beside its variants, where the author asks for some.
#[must_use]
pub fn sensitivity(source: &Source<'_>) -> Option<Figure> {
    let all = &source.result.sensitivity;
    if all.is_empty() {
        return None;
    }
    let parts: Vec<Part<'_>> = all.iter().map(|variant| source.result.variant_part(variant)).collect();
    let main = source.result.choices();
    let refits: Vec<Refit<'_>> = all
        .iter()
        .zip(&parts)
        .map(|(variant, part)| Refit {
            id: &variant.label,
            name: capitalised(&variant.label),
            k: variant.k,
            pooled: part.not_done.is_none().then(|| part.headline()),
            heterogeneity: part.not_done.is_none().then_some(part.heterogeneity),
            text: Some(effect_in_column(source.result, part, *source.numbers)),
            other_axis: !part.choices.shares_axis(&main),
            i2_definition: Some(part.choices.i2_definition),
            other_scale: !part.choices.shares_scale(&main),
            ..Refit::default()
        })
        .collect();
    let reasons = all.iter().zip(&parts).filter_map(|(variant, part)| {
        Some(format!("{}: {}", capitalised(&variant.label), lowered(&part.remark()?)))
    });
    let headline = source.result.headline();
    let done = all.iter().filter(|variant| variant.not_done.is_none()).count();
    let frame = Frame {
        id: format!("sensitivity-{}", source.id),
        title: format!("Sensitivity analyses: {}", source.result.title),
        description: format!(
            "The main analysis gives {}. Below it {} under other choices.",
            source.in_prose().effect_text(headline.estimate, headline.ci),
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
