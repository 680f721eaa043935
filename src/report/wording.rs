//! Words for choices and counts.

use crate::analysis::results::{AnalysisResult, EffectWords, NotDone, PartPath, small_study_field};
use crate::numbers::Numbers;
use crate::stats::choices::{Measure, SmallStudyTest};

/// A choice of a model as a sentence has it: `dl` is the DerSimonian-Laird estimator.
pub(super) fn of_choice(kind: &str, choice: &str) -> Option<String> {
    let of_measure = || Measure::ALL.iter().find(|measure| measure.as_str() == choice).copied();
    match kind {
        "measure" => of_measure().map(|measure| EffectWords::of(measure).one),
        "measures" => of_measure().map(|measure| EffectWords::of(measure).many),
        _ => of_model(kind, choice).map(str::to_owned),
    }
}

fn of_model(kind: &str, choice: &str) -> Option<&'static str> {
    Some(match (kind, choice) {
        ("transform", "logit") => "after the logit transformation",
        ("transform", "freeman-tukey") => "after the Freeman–Tukey double arcsine transformation",
        ("transform", "arcsine") => "after the arcsine square root transformation",
        ("transform", "log") => "on the logarithmic scale",
        ("transform", "sqrt") => "after the square root transformation",
        ("transform", "fisher-z") => "after Fisher’s z transformation",
        ("transform", "none") => "on their natural scale",
        ("method", "inverse-variance") => "by the inverse variance method",
        ("method", "mantel-haenszel") => "by the method of Mantel and Haenszel",
        ("method", "peto") => "by Peto’s method",
        ("method", "glmm") => "in a binomial-normal generalised linear mixed model",
        ("tau2", "reml") => "restricted maximum likelihood",
        ("tau2", "dl") => "the method of DerSimonian and Laird",
        ("tau2", "pm") => "the method of Paule and Mandel",
        ("tau2", "ml") => "maximum likelihood",
        ("tau2", "eb") => "the empirical Bayes method",
        ("tau2", "he") => "the method of Hedges",
        ("tau2", "hs") => "the method of Hunter and Schmidt",
        ("tau2", "sj") => "the method of Sidik and Jonkman",
        ("ci", "hartung-knapp") => "the method of Hartung and Knapp",
        ("ci", "wald") => "the normal distribution (Wald)",
        ("ci", "t") => "the t distribution with k − 1 degrees of freedom",
        ("ci", "hartung-knapp-adhoc") => {
            "the method of Hartung and Knapp, never narrower than the unscaled interval"
        }
        ("study_ci", "clopper-pearson") => "exact (Clopper–Pearson)",
        ("study_ci", "wilson") => "Wilson score",
        ("study_ci", "agresti-coull") => "Agresti–Coull",
        ("study_ci", "jeffreys") => "Jeffreys",
        ("study_ci", "wald") => "Wald",
        ("certainty", "very-low") => "very low",
        ("certainty", "low") => "low",
        ("certainty", "moderate") => "moderate",
        ("certainty", "high") => "high",
        _ => return None,
    })
}

/// A small whole number in words, up to nine.
pub(super) fn number_in_words(n: f64) -> Option<&'static str> {
    const WORDS: [&str; 10] = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
    WORDS
        .iter()
        .enumerate()
        .find(|(at, _)| u32::try_from(*at).is_ok_and(|at| f64::from(at) == n))
        .map(|(_, word)| *word)
}

/// The plural of an English noun, where the regular one is right.
pub(super) fn plural(noun: &str) -> String {
    match noun.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'i', 'o', 'u']) => format!("{stem}ies"),
        _ if noun.ends_with(['s', 'x']) || noun.ends_with("ch") => format!("{noun}es"),
        _ => format!("{noun}s"),
    }
}

/// Items as a sentence lists them: `a, b and c`.
pub(super) fn listed(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [start @ .., last] => format!("{} and {last}", start.join(", ")),
    }
}

/// Items after one another, only the first with a capital: `Cohort studies, case series`.
pub(super) fn series(items: &[String]) -> String {
    let rest = |at: usize, item: &String| if at == 0 { item.clone() } else { lower_first(item) };
    items.iter().enumerate().map(|(at, item)| rest(at, item)).collect::<Vec<_>>().join(", ")
}

/// A test of small-study effects as a sentence has it, by its key in the specification or in the results.
pub(super) fn test(key: &str) -> String {
    let known = SmallStudyTest::ALL
        .iter()
        .copied()
        .find(|test| test.as_str() == key || small_study_field(*test) == key);
    known.map_or_else(|| key.to_owned(), |test| test.label().to_owned())
}

/// Why a test was not done: `k < 10` is "there are fewer than 10 studies".
pub(super) fn reason(reason: &NotDone, numbers: Numbers) -> String {
    match reason {
        NotDone::TooFewStudies { least } => {
            format!("there are fewer than {} studies", numbers.count(*least as u64))
        }
        NotDone::Because(reason) => reason.clone(),
    }
}

/// Where a value comes from, as a sentence has it after "is".
pub(super) fn source(kind: &str) -> String {
    match kind.to_lowercase().as_str() {
        "solved" => {
            "not printed but solved: it is the only value with which other published results come out"
                .to_owned()
        }
        "fitted" => {
            "not printed but fitted: it is one of several values with which other published results come out"
                .to_owned()
        }
        "calculated" | "computed" | "derived" => "calculated from other values".to_owned(),
        "estimated" | "assumed" | "imputed" => format!("not reported but {}", kind.to_lowercase()),
        "secondary report" => "taken from a secondary report".to_owned(),
        _ => format!("marked “{kind}”"),
    }
}

/// What a part of an analysis is called: `Survival, region: Europe`.
pub(super) fn part_name(analysis: &AnalysisResult, path: &PartPath) -> String {
    let title = &analysis.title;
    match path {
        PartPath::Whole => title.clone(),
        PartPath::Level { by, level } => {
            let subgroups = analysis.subgroups.iter().find(|subgroups| subgroups.by == *by);
            let label = subgroups.map_or(by.as_str(), |subgroups| subgroups.label.as_str());
            format!("{title}, {}: {level}", lower_first(label))
        }
        PartPath::WithoutOutliers => format!("{title}, without outliers"),
        PartPath::Sensitivity { label } => format!("{title}: {label}"),
    }
}

/// A label within a sentence: its first letter small, unless the word is an abbreviation.
pub(super) fn lower_first(label: &str) -> String {
    let mut characters = label.chars();
    match (characters.next(), characters.clone().next()) {
        (Some(first), Some(second)) if first.is_uppercase() && second.is_lowercase() => {
            first.to_lowercase().chain(characters).collect()
        }
        _ => label.to_owned(),
    }
}

/// A phrase within a sentence: without its full stop, and without its capital unless it is a name or an
/// abbreviation.
pub(super) fn phrase(text: &str) -> String {
    const NAMES: [&str; 22] = [
        "Bayes",
        "Begg",
        "Cochran",
        "Cohen",
        "Cook",
        "DerSimonian",
        "Egger",
        "Fisher",
        "Freeman",
        "Harbord",
        "Hartung",
        "Hedges",
        "Hunter",
        "Knapp",
        "Mantel",
        "Paule",
        "Peters",
        "Peto",
        "Pustejovsky",
        "Sidik",
        "Wald",
        "Wilson",
    ];
    let text = text.trim().trim_end_matches('.');
    let mut characters = text.chars();
    let first = characters.next();
    let plain = characters.clone().next().is_none_or(|second| second.is_lowercase() || second == ' ');
    match first {
        Some(first) if plain && !NAMES.iter().any(|name| text.starts_with(name)) => {
            first.to_lowercase().chain(characters).collect()
        }
        _ => text.to_owned(),
    }
}

/// The text with a capital first letter.
pub(super) fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_keep_names_and_abbreviations() {
        assert_eq!(phrase("Survival to discharge."), "survival to discharge");
        assert_eq!(phrase("REML with Hartung-Knapp"), "REML with Hartung-Knapp");
        assert_eq!(phrase("Hartung-Knapp interval"), "Hartung-Knapp interval");
    }

    #[test]
    fn nouns_have_regular_plurals() {
        assert_eq!(
            [plural("study"), plural("report"), plural("day"), plural("box")],
            ["studies", "reports", "days", "boxes"]
        );
        assert_eq!(listed(&["a".into(), "b".into(), "c".into()]), "a, b and c");
    }
}
