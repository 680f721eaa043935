//! The sensitivity analyses of an analysis.

use super::super::data::Columns;
use super::super::model;
use super::{CheckedVariant, Checker};
use crate::diagnostics::{Diagnostic, codes};
use crate::source::yaml::Path;
use crate::spec::{Analysis, ModelKeys, SensitivityVariant};

impl Checker<'_> {
    pub(super) fn variants(
        &mut self,
        analysis: &Analysis,
        defaults: &ModelKeys,
        selected: &[bool],
    ) -> Option<Vec<CheckedVariant>> {
        let mut good = true;
        let mut variants = Vec::new();
        for (index, variant) in analysis.sensitivity.iter().enumerate() {
            let path = self.path.key("sensitivity").index(index);
            match self.variant(variant, analysis, defaults, selected, &path) {
                Some(variant) => variants.push(variant),
                None => good = false,
            }
        }
        good.then_some(variants)
    }

    fn variant(
        &mut self,
        variant: &SensitivityVariant,
        analysis: &Analysis,
        defaults: &ModelKeys,
        selected: &[bool],
        path: &Path,
    ) -> Option<CheckedVariant> {
        let measure = variant.measure.unwrap_or(analysis.measure);
        let data = variant.data.as_ref().unwrap_or(&analysis.data);
        let choices = model::of_variant(measure, variant, data, analysis, defaults);
        let good = self.choices(&choices, path);
        let data_path = if variant.data.is_some() { path.key("data") } else { self.path.key("data") };
        let columns = Columns::find(
            measure,
            data,
            choices.convert,
            &data_path,
            self.specification,
            self.table,
            self.found,
        );
        let narrowed = self.filter(variant.filter.as_deref(), &path.key("where"))?;
        let selected: Vec<bool> = selected.iter().zip(&narrowed).map(|(a, b)| *a && *b).collect();
        let (contributions, left_out) = self.read(&columns?, &selected)?;
        if contributions.is_empty() {
            let excluded = left_out.iter().filter(|(_, reason)| reason == "where").count();
            self.found.push(
                Diagnostic::new(
                    codes::NO_STUDY_LEFT,
                    format!(
                        "no study is left in the variant `{}`: `where` leaves out {excluded}",
                        variant.label
                    ),
                )
                .at(self.specification.place(path.key("label")), "this variant")
                .hint("compare the values in its `where` with those in the table, letter by letter"),
            );
            return None;
        }
        good.then_some(CheckedVariant { label: variant.label.clone(), choices, contributions })
    }
}
