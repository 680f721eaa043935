//! Words for choices and counts.

/// A choice of a model as a sentence has it: `dl` is the DerSimonian-Laird estimator.
pub(super) fn of_choice(kind: &str, choice: &str) -> Option<&'static str> {
    Some(match (kind, choice) {
        ("measure", "proportion") => "proportion",
        ("measure", "rate") => "rate",
        ("measure", "mean") => "mean",
        ("measure", "correlation") => "correlation",
        ("measure", "odds-ratio") => "odds ratio",
        ("measure", "risk-ratio") => "risk ratio",
        ("measure", "risk-difference") => "risk difference",
        ("measure", "peto-odds-ratio") => "Peto odds ratio",
        ("measure", "mean-difference") => "mean difference",
        ("measure", "standardized-mean-difference") => "standardized mean difference (Hedges’ g)",
        ("measure", "ratio-of-means") => "ratio of means",
        ("measure", "incidence-rate-ratio") => "incidence rate ratio",
        ("measure", "incidence-rate-difference") => "incidence rate difference",
        ("measure", "ratio") => "ratio",
        ("measure", "generic") => "effect",
        ("measures", "proportion") => "proportions",
        ("measures", "rate") => "rates",
        ("measures", "mean") => "means",
        ("measures", "correlation") => "correlations",
        ("measures", "odds-ratio") => "odds ratios",
        ("measures", "risk-ratio") => "risk ratios",
        ("measures", "risk-difference") => "risk differences",
        ("measures", "peto-odds-ratio") => "Peto odds ratios",
        ("measures", "mean-difference") => "mean differences",
        ("measures", "standardized-mean-difference") => "standardized mean differences (Hedges’ g)",
        ("measures", "ratio-of-means") => "ratios of means",
        ("measures", "incidence-rate-ratio") => "incidence rate ratios",
        ("measures", "incidence-rate-difference") => "incidence rate differences",
        ("measures", "ratio") => "ratios",
        ("measures", "generic") => "effects",
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

/// The text with a capital first letter.
pub(super) fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}
