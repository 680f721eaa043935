//! From a checked review to what its script has to know.

use indexmap::IndexMap;

use super::script::{ScriptChoices, ScriptModel, ScriptVariant};
use crate::check::{CheckedReview, Choices, Contribution};
use crate::spec::shape::Prediction as Written;
use crate::stats::pool::Prediction;

/// The choices of every analysis, by id.
#[must_use]
pub fn choices(review: &CheckedReview) -> IndexMap<String, ScriptChoices> {
    let ids = |contributions: &[Contribution]| -> Vec<String> {
        contributions.iter().map(|c| review.table.id(c.row).to_owned()).collect()
    };
    review
        .analyses
        .iter()
        .map(|analysis| {
            let variants = analysis
                .variants
                .iter()
                .map(|variant| ScriptVariant {
                    label: variant.label.clone(),
                    model: model(&variant.choices),
                    studies: ids(&variant.contributions),
                })
                .collect();
            (analysis.id.clone(), ScriptChoices { model: model(&analysis.choices), variants })
        })
        .collect()
}

fn model(choices: &Choices) -> ScriptModel {
    ScriptModel {
        measure: choices.measure,
        transform: choices.transform,
        method: choices.method,
        tau2: choices.fit.tau2,
        ci: choices.fit.ci,
        level: choices.fit.level,
        prediction: match choices.fit.prediction {
            Prediction::KMinus1 => Written::KMinus1,
            Prediction::KMinus2 => Written::KMinus2,
            Prediction::Off => Written::Off,
        },
        back_transform_n: choices.back_transform_n,
        continuity_add: choices.continuity_add,
        continuity_to: choices.continuity_to,
    }
}
