//! The lines below the plot, and the long description.

use super::build::{Builder, capitalised, heading};
use super::source::Source;
use super::wording;
use crate::figures::forest::marks;
use crate::figures::forest::model::Axis;
use crate::figures::subject::listed;
use crate::figures::theme::Style;
use crate::stats::choices::{EffectModel, Measure};

impl Builder<'_> {
    pub(super) fn notes(&self, axis: &Axis) -> Vec<String> {
        let Source { result, numbers, .. } = *self.source;
        let mut notes = Vec::new();
        if result.k > 1 {
            notes.extend(self.heterogeneity(&result.heterogeneity));
            notes.extend(wording::overall(result.headline(), result.measure, self.style(), numbers));
            notes.extend(
                self.source
                    .subgroups
                    .and_then(|subgroups| subgroups.test.as_ref())
                    .map(|test| wording::between(test, numbers)),
            );
            notes.extend(self.heterogeneity_remarks());
            notes.push(wording::methods(result, self.style(), numbers));
        }
        let mut marks = Vec::new();
        if self.pooled_alone() {
            let studies = crate::figures::subject::studies(numbers, result.studies.len());
            let what = if self.source.subgroups.is_some() {
                "the pooled results of the groups and of all are shown"
            } else {
                "the pooled results are shown"
            };
            marks.push(format!(
                "The {studies} have no row each: {what}, and the studies are in the table of the data."
            ));
        } else if result.k > 1 {
            let model = match (self.weighted, result.model) {
                (true, EffectModel::Random) => "random-effects",
                (true, EffectModel::Common) | (false, _) => "common-effect",
            };
            let from = if self.smallest() { ", from a smallest size on" } else { "" };
            marks.push(format!("The area of a box is proportional to the {model} weight{from}."));
        } else {
            marks.push(format!("The interval of the study is by {}.", wording::single(result)));
        }
        if axis.pooled.is_some() {
            marks.push("Dashed: the pooled estimate.".to_owned());
        }
        if !axis.thresholds.is_empty() {
            let values: Vec<String> = axis.thresholds.iter().map(|&value| self.tick(value)).collect();
            let (noun, shaded) = match values.len() {
                1 => ("threshold", ""),
                2 => ("thresholds", ", shaded between them"),
                _ => ("thresholds", ""),
            };
            marks.push(format!("Dotted: decision {noun} at {}{shaded}.", values.join(" and ")));
        }
        if result.measure == Measure::Proportion && (axis.lower > 0.0 || axis.upper < 1.0) {
            marks.push(format!("The axis runs from {} to {}.", self.tick(axis.lower), self.tick(axis.upper)));
        }
        if !self.pooled_alone() && !self.clipped(axis).is_empty() {
            marks.push("An arrow marks an interval that goes on beyond the axis.".to_owned());
        }
        let estimates = result.studies.iter().filter_map(|study| study.estimate);
        if !self.pooled_alone()
            && estimates.into_iter().any(|it| it < axis.lower - 1e-9 || it > axis.upper + 1e-9)
        {
            marks.push("An open box at the end of the axis marks an estimate beyond it.".to_owned());
        }
        notes.push(marks.join(" "));
        notes
    }

    /// Whether a box would be too small to be seen at the size that its weight asks for.
    fn smallest(&self) -> bool {
        let result = self.source.result;
        let weights =
            result.studies.iter().filter_map(|study| study.weight(result.model).or(study.weight_common));
        let (least, most) =
            weights.fold((f64::INFINITY, 0.0), |(least, most): (f64, f64), w| (least.min(w), most.max(w)));
        least < most * marks::smallest_share(self.source.theme)
    }

    /// What must be known to read the lines on heterogeneity, with where it applies.
    fn heterogeneity_remarks(&self) -> Vec<String> {
        let Source { result, theme, subgroups, .. } = *self.source;
        // Only the house style prints the interval that the remarks are about.
        if theme.style != Style::Plain {
            return Vec::new();
        }
        let levels =
            subgroups.map_or(&[][..], |subgroups| &subgroups.levels).iter().filter(|level| level.k > 1);
        let all = std::iter::once(("all studies", &result.heterogeneity))
            .chain(levels.map(|level| (level.level.as_str(), &level.heterogeneity)));
        let mut remarks: Vec<(&str, Vec<&str>)> = Vec::new();
        for (name, note) in all.flat_map(|(name, of)| of.notes.iter().map(move |note| (name, note.as_str())))
        {
            match remarks.iter_mut().find(|(known, _)| *known == note) {
                Some((_, names)) => names.push(name),
                None => remarks.push((note, vec![name])),
            }
        }
        let sentence = |(note, names): (&str, Vec<&str>)| {
            let place = if subgroups.is_some() { format!(" ({})", names.join(", ")) } else { String::new() };
            format!("{}{place}.", capitalised(&note.replace("tau2", "τ²")))
        };
        remarks.into_iter().map(sentence).collect()
    }

    pub(super) fn description(&self, axis: &Axis) -> String {
        let Source { result, numbers, .. } = *self.source;
        let studies = if result.k == 1 { "study" } else { "studies" };
        let by = self.source.subgroups.map_or_else(String::new, |of| format!(", by {}", heading(of)));
        let mut out = format!("{} {studies}{by}.", numbers.integer(result.k as f64));
        let headline = result.headline();
        let prose = self.source.in_prose();
        if let (Some(estimate), Some(ci), true) = (headline.estimate, headline.ci, result.k > 1) {
            let text = prose.effects().with_named_limits(Some(estimate), Some(ci), result.level);
            out.push_str(&format!(
                " {}: {} {text}.",
                wording::pooled(result.model, result.method),
                result.effect_headings(self.source.spec.outcome.as_ref()).lowered()
            ));
            if let Some(prediction) = self.prediction() {
                out.push_str(&format!(" Prediction interval {}.", prose.interval_text(prediction)));
            }
            out.extend(self.heterogeneity(&result.heterogeneity).map(|text| format!(" {text}.")));
        }
        if let Some(subgroups) = self.source.subgroups {
            for level in &subgroups.levels {
                let pooled = result.level_part(level).headline();
                out.push_str(&format!(
                    " {}: {}.",
                    level.level,
                    prose.effect_text(pooled.estimate, pooled.ci)
                ));
            }
        }
        let clipped = if self.pooled_alone() { Vec::new() } else { self.clipped(axis) };
        if !clipped.is_empty() {
            let (noun, verb) = if clipped.len() == 1 { ("interval", "goes") } else { ("intervals", "go") };
            out.push_str(&format!(" The {noun} of {} {verb} on beyond the axis.", listed(&clipped)));
        }
        out
    }
}
