//! The choices of the model of an analysis, each against the measure and what it can be asked for.

use super::super::model::{self, Choices};
use super::Checker;
use crate::diagnostics::{Diagnostic, codes};
use crate::source::yaml::Path;
use crate::spec::Analysis;
use crate::stats::choices::{Measure, Method};

impl Checker<'_> {
    /// Whether measure, transformation, method and level go together.
    pub(super) fn choices(&mut self, choices: &Choices, path: &Path) -> bool {
        let measure = choices.measure;
        let mut good = true;
        if !model::transforms(measure).contains(&choices.transform) {
            good = false;
            let known: Vec<String> = model::transforms(measure).iter().map(|t| format!("`{t}`")).collect();
            self.found.push(
                Diagnostic::new(
                    codes::TRANSFORM_NOT_OF_MEASURE,
                    format!(
                        "the transformation `{}` is not defined for the measure `{measure}`",
                        choices.transform
                    ),
                )
                .at(self.chosen(path, "transform"), "this transformation")
                .hint(format!("use {}", known.join(", "))),
            );
        }
        if !model::methods(measure).contains(&choices.method) {
            good = false;
            let known: Vec<String> = model::methods(measure).iter().map(|m| format!("`{m}`")).collect();
            self.found.push(
                Diagnostic::new(
                    codes::METHOD_NOT_OF_MEASURE,
                    format!("the measure `{measure}` can't be pooled by `{}`", choices.method),
                )
                .at(self.chosen(path, "method"), "this method")
                .hint(format!("use {}", known.join(", "))),
            );
        }
        if choices.method == Method::Glmm && choices.transform != crate::stats::choices::Transform::Logit {
            good = false;
            self.found.push(
                Diagnostic::new(
                    codes::TRANSFORM_NOT_OF_MEASURE,
                    format!("the GLMM pools on the logit scale, not on `{}`", choices.transform),
                )
                .at(self.chosen(path, "method"), "this method")
                .hint("write `transform: logit` beside it"),
            );
        }
        if !(choices.fit.level > 0.0 && choices.fit.level < 1.0) {
            good = false;
            self.found.push(
                Diagnostic::new(
                    codes::LEVEL_OUT_OF_RANGE,
                    format!("the level {} is not between 0 and 1", choices.fit.level),
                )
                .at(self.chosen(path, "level"), "this level")
                .hint("write 95 % as 0.95"),
            );
        }
        if !(choices.continuity.add >= 0.0 && choices.continuity.add.is_finite()) {
            good = false;
            self.found.push(
                Diagnostic::new(
                    codes::LEVEL_OUT_OF_RANGE,
                    format!("the continuity correction {} is negative", choices.continuity.add),
                )
                .at(self.specification.place(path.key("continuity").key("add")), "this number"),
            );
        }
        good
    }

    /// Whether a value of no effect is given only where the measure does not say it.
    pub(super) fn no_effect(&mut self, analysis: &Analysis) -> bool {
        let needless = analysis.no_effect.is_some() && analysis.measure != Measure::Generic;
        if needless {
            let hint = match analysis.measure.null_value() {
                Some(null) => format!("remove it: the value of no effect is {null}"),
                None => "remove it: the measure compares nothing".to_owned(),
            };
            self.found.push(
                Diagnostic::new(
                    codes::NO_EFFECT_OF_MEASURE,
                    format!(
                        "`no_effect` is for estimates of your own, not for the measure `{}`",
                        analysis.measure
                    ),
                )
                .at(self.specification.key_place(self.path.key("no_effect")), "the measure says it")
                .hint(hint),
            );
        }
        !needless
    }

    /// Whether each variant has a label of its own.
    pub(super) fn labels(&mut self, analysis: &Analysis) -> bool {
        let mut good = true;
        for (index, variant) in analysis.sensitivity.iter().enumerate() {
            let before = analysis.sensitivity[..index].iter().position(|other| other.label == variant.label);
            if let Some(first) = before {
                good = false;
                let place =
                    |index| self.specification.place(self.path.key("sensitivity").index(index).key("label"));
                self.found.push(
                    Diagnostic::new(
                        codes::SAME_VARIANT_LABEL,
                        format!("two variants have the label \"{}\"", variant.label),
                    )
                    .at(place(index), "again here")
                    .also(place(first), "first here")
                    .hint("say in each label what is different"),
                );
            }
        }
        good
    }
}
