//! What the effects of an analysis are called: the one home of the names of measures, for figures, tables, sentences
//! and the command line.

use super::AnalysisResult;
use crate::spec::analysis::{EffectName, Outcome};
use crate::stats::choices::Measure;

/// An effect in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EffectWords {
    /// Over a column or beside an axis: `Odds ratio`; of a proportion its outcome, `Survival`.
    pub heading: String,
    /// Where there is little room: `OR`.
    pub short: String,
    /// Within a sentence: `odds ratio`.
    pub one: String,
    /// Several of them, within a sentence: `odds ratios`.
    pub many: String,
}

impl EffectWords {
    /// Those of a measure.
    #[must_use]
    pub fn of(measure: Measure) -> Self {
        let (short, one, many) = words(measure);
        let heading = capitalised(one);
        Self {
            short: short.map_or_else(|| heading.clone(), str::to_owned),
            heading,
            one: one.to_owned(),
            many: many.to_owned(),
        }
    }

    /// The heading within a sentence.
    #[must_use]
    pub fn lowered(&self) -> String {
        if self.heading.to_lowercase() == self.one.to_lowercase() {
            self.one.clone()
        } else {
            within_a_sentence(&self.heading)
        }
    }

    /// Those of a measure, or of the name that an author gave its effects.
    #[must_use]
    pub fn called(measure: Measure, own: Option<&EffectName>) -> Self {
        own.map_or_else(|| Self::of(measure), Self::named)
    }

    fn named(name: &EffectName) -> Self {
        let heading = capitalised(name.name.trim());
        let one = within_a_sentence(name.name.trim());
        let short = name.short.as_deref().map(str::trim).filter(|short| !short.is_empty());
        Self { short: short.map_or_else(|| heading.clone(), str::to_owned), heading, many: plural(&one), one }
    }
}

impl AnalysisResult {
    /// What its effects are called.
    #[must_use]
    pub fn effect_words(&self) -> EffectWords {
        self.effect_words_of(self.measure)
    }

    /// What the effects of one of its parts are called: the author's name belongs to the measure of the analysis.
    #[must_use]
    pub fn effect_words_of(&self, measure: Measure) -> EffectWords {
        EffectWords::called(measure, self.effect.as_ref().filter(|_| measure == self.measure))
    }

    /// What stands over a column of its effects. A proportion is the proportion of something, which its outcome says.
    #[must_use]
    pub fn effect_headings(&self, outcome: Option<&Outcome>) -> EffectWords {
        let words = self.effect_words();
        match outcome.filter(|_| self.measure == Measure::Proportion && self.effect.is_none()) {
            Some(outcome) => {
                let heading = capitalised(&outcome.name);
                EffectWords { short: heading.clone(), heading, ..words }
            }
            None => words,
        }
    }
}

/// The short form, where it has one of its own, one and many.
const fn words(measure: Measure) -> (Option<&'static str>, &'static str, &'static str) {
    match measure {
        Measure::Proportion => (None, "proportion", "proportions"),
        Measure::Rate => (None, "rate", "rates"),
        Measure::Mean => (None, "mean", "means"),
        Measure::Correlation => (None, "correlation", "correlations"),
        Measure::OddsRatio => (Some("OR"), "odds ratio", "odds ratios"),
        Measure::RiskRatio => (Some("RR"), "risk ratio", "risk ratios"),
        Measure::RiskDifference => (Some("RD"), "risk difference", "risk differences"),
        Measure::PetoOddsRatio => (Some("Peto OR"), "Peto odds ratio", "Peto odds ratios"),
        Measure::MeanDifference => (Some("MD"), "mean difference", "mean differences"),
        Measure::StandardizedMeanDifference => (
            Some("SMD"),
            "standardised mean difference",
            // How the model is described says which of them it is.
            "standardised mean differences (Hedges’ g)",
        ),
        Measure::RatioOfMeans => (Some("RoM"), "ratio of means", "ratios of means"),
        Measure::IncidenceRateRatio => (Some("IRR"), "incidence rate ratio", "incidence rate ratios"),
        Measure::IncidenceRateDifference => {
            (Some("IRD"), "incidence rate difference", "incidence rate differences")
        }
        Measure::Ratio => (None, "ratio", "ratios"),
        Measure::Generic => (None, "estimate", "estimates"),
    }
}

fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

/// Without its capital, unless it is an abbreviation (`AUC`) or a name (`Youden’s index`).
fn within_a_sentence(name: &str) -> String {
    let first = name.split_whitespace().next().unwrap_or_default();
    let abbreviation = first.chars().skip(1).any(|character| !character.is_lowercase() && character != '-');
    if abbreviation {
        return name.to_owned();
    }
    let mut characters = name.chars();
    characters.next().map_or_else(String::new, |first| first.to_lowercase().chain(characters).collect())
}

/// `hazard ratios`, `ratios of medians`.
fn plural(one: &str) -> String {
    match one.split_once(" of ") {
        Some((head, rest)) => format!("{} of {rest}", plural(head)),
        None => match one.strip_suffix('y') {
            Some(stem) if !stem.ends_with(['a', 'e', 'i', 'o', 'u']) => format!("{stem}ies"),
            _ if one.ends_with(['s', 'x']) || one.ends_with("ch") => format!("{one}es"),
            _ => format!("{one}s"),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str, short: Option<&str>) -> [String; 4] {
        let name = EffectName { name: name.to_owned(), short: short.map(str::to_owned) };
        let EffectWords { heading, short, one, many } = EffectWords::named(&name);
        [heading, short, one, many]
    }

    #[test]
    fn a_name_of_the_author_has_every_form() {
        assert_eq!(
            named("Hazard ratio", Some("HR")),
            ["Hazard ratio", "HR", "hazard ratio", "hazard ratios"]
        );
        assert_eq!(
            named("ratio of medians", None),
            ["Ratio of medians", "Ratio of medians", "ratio of medians", "ratios of medians"]
        );
        assert_eq!(named("AUC", None), ["AUC", "AUC", "AUC", "AUCs"]);
        assert_eq!(named("Youden’s index", Some(" "))[..3], ["Youden’s index"; 3]);
        assert_eq!(named("Log-odds", None)[2], "log-odds");
    }

    #[test]
    fn every_measure_has_a_heading_and_a_sentence() {
        for measure in Measure::ALL.iter().copied() {
            let words = EffectWords::of(measure);
            assert_eq!(words.heading.to_lowercase(), words.one.to_lowercase(), "{measure}");
            assert!(words.short.chars().count() <= words.heading.chars().count(), "{measure}");
            assert_ne!(words.one, words.many, "{measure}");
        }
        assert_eq!(EffectWords::of(Measure::PetoOddsRatio).one, "Peto odds ratio");
    }
}
