//! The abbreviations that R's packages metafor and meta, and papers, use for what has a name here.

/// An abbreviation in lower case without punctuation, the value, and what belongs to it.
const KNOWN: &[(&str, &str, &str)] = &[
    ("rr", "risk-ratio", ""),
    ("or", "odds-ratio", ""),
    ("rd", "risk-difference", ""),
    ("peto", "peto-odds-ratio", ""),
    ("md", "mean-difference", ""),
    ("wmd", "mean-difference", ""),
    ("smd", "standardized-mean-difference", ""),
    ("rom", "ratio-of-means", ""),
    ("irr", "incidence-rate-ratio", ""),
    ("ird", "incidence-rate-difference", ""),
    ("hr", "ratio", ""),
    ("hazardratio", "ratio", ""),
    ("gen", "generic", ""),
    ("pr", "proportion", " with `transform: none`"),
    ("praw", "proportion", " with `transform: none`"),
    ("plo", "proportion", " with `transform: logit`"),
    ("plogit", "proportion", " with `transform: logit`"),
    ("pas", "proportion", " with `transform: arcsine`"),
    ("pft", "proportion", " with `transform: freeman-tukey`"),
    ("prevalence", "proportion", ""),
    ("ir", "rate", ""),
    ("mn", "mean", ""),
    ("mraw", "mean", ""),
    ("cor", "correlation", ""),
    ("zcor", "correlation", ""),
    ("mh", "mantel-haenszel", ""),
    ("peto", "peto", ""),
    ("iv", "inverse-variance", ""),
    ("inverse", "inverse-variance", ""),
    ("dersimonianlaird", "dl", ""),
    ("dersimonian", "dl", ""),
    ("paulemandel", "pm", ""),
    ("mandelpaule", "pm", ""),
    ("paule", "pm", ""),
    ("empiricalbayes", "eb", ""),
    ("maximumlikelihood", "ml", ""),
    ("fixed", "common", ""),
    ("fixedeffect", "common", ""),
    ("fixedeffects", "common", ""),
    ("commoneffect", "common", ""),
    ("equaleffects", "common", ""),
    ("ee", "common", ""),
    ("fe", "common", ""),
    ("randomeffects", "random", ""),
    ("re", "random", ""),
    ("sidikjonkman", "sj", ""),
    ("sidik", "sj", ""),
    ("hedges", "he", ""),
    ("hunterschmidt", "hs", ""),
    ("restrictedmaximumlikelihood", "reml", ""),
    ("hk", "hartung-knapp", ""),
    ("hksj", "hartung-knapp", ""),
    ("knha", "hartung-knapp", ""),
    ("z", "wald", ""),
    ("classic", "wald", ""),
    ("ft", "freeman-tukey", ""),
    ("doublearcsine", "freeman-tukey", ""),
];

/// The hint for an abbreviation of one of the values.
pub(super) fn abbreviation(word: &str, allowed: &[String]) -> Option<String> {
    let plain: String =
        word.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    let (_, value, with) = KNOWN
        .iter()
        .find(|(known, value, _)| *known == plain && allowed.iter().any(|allowed| allowed == value))?;
    Some(format!("did you mean `{value}`{with}?"))
}
