//! What a column is, told from its name.

/// An arm of a trial.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Arm {
    Treated,
    Control,
}

/// What a column of a study table is; the arm where there are two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Role {
    pub(super) quantity: &'static str,
    pub(super) arm: Option<Arm>,
}

/// Names in use for each quantity, in lower case and without punctuation.
const QUANTITIES: &[(&str, &[&str])] = &[
    ("study", &["study", "studyid", "studlab", "trial", "id", "slab"]),
    (
        "events",
        &[
            "events",
            "event",
            "cases",
            "survivors",
            "survived",
            "deaths",
            "died",
            "dead",
            "responders",
            "xi",
            "nevents",
        ],
    ),
    (
        "total",
        &["total", "n", "ni", "patients", "participants", "samplesize", "size", "number", "totaln", "ntotal"],
    ),
    ("nonevents", &["nonevents", "noevents", "nonevent", "negatives", "negative"]),
    ("mean", &["mean", "average", "mi"]),
    ("sd", &["sd", "stddev", "standarddeviation", "sdi"]),
    ("estimate", &["estimate", "effect", "effectsize", "yi", "te", "es"]),
    ("ratio", &["or", "rr", "hr", "oddsratio", "riskratio", "hazardratio", "relativerisk"]),
    ("variance", &["variance", "var", "vi"]),
    ("se", &["se", "standarderror", "sei", "sete"]),
    ("lower", &["lower", "cilower", "cilow", "lowerci", "lci", "ll", "cilb", "lcl", "lowercl"]),
    ("upper", &["upper", "ciupper", "cihigh", "upperci", "uci", "ul", "ciub", "ucl", "uppercl"]),
];

/// Names that say arm and quantity at once.
const WHOLE: &[(&str, &str, Arm)] = &[
    ("ai", "events", Arm::Treated),
    ("ci", "events", Arm::Control),
    ("bi", "nonevents", Arm::Treated),
    ("di", "nonevents", Arm::Control),
    ("tpos", "events", Arm::Treated),
    ("tneg", "nonevents", Arm::Treated),
    ("cpos", "events", Arm::Control),
    ("cneg", "nonevents", Arm::Control),
    ("n1i", "total", Arm::Treated),
    ("n2i", "total", Arm::Control),
    ("m1i", "mean", Arm::Treated),
    ("m2i", "mean", Arm::Control),
    ("sd1i", "sd", Arm::Treated),
    ("sd2i", "sd", Arm::Control),
];

const TREATED: &[&str] =
    &["treated", "treatment", "treat", "intervention", "experimental", "exp", "e", "t", "active", "1"];
const CONTROL: &[&str] =
    &["control", "controls", "ctrl", "comparator", "comparison", "placebo", "c", "0", "2"];

/// What a column of this name is.
pub(super) fn role(name: &str) -> Option<Role> {
    let words: Vec<String> = name
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let whole = words.concat();
    if let Some((_, quantity, arm)) = WHOLE.iter().find(|(known, ..)| *known == whole) {
        return Some(Role { quantity, arm: Some(*arm) });
    }
    if let Some(quantity) = quantity(&whole) {
        return Some(Role { quantity, arm: None });
    }
    // The arm is the first or the last word: `treated_events`, `event.e`, `Control N`.
    let (first, others) = words.split_first()?;
    let (last, before) = words.split_last()?;
    for (word, rest) in [(first, others), (last, before)] {
        let arm = if TREATED.contains(&word.as_str()) {
            Arm::Treated
        } else if CONTROL.contains(&word.as_str()) {
            Arm::Control
        } else {
            continue;
        };
        if let Some(quantity) = quantity(&rest.concat()) {
            return Some(Role { quantity, arm: Some(arm) });
        }
    }
    None
}

/// The role that the user writes: `events`, `treated.events` or `treated_events`.
pub(super) fn named(text: &str) -> Option<Role> {
    let (arm, quantity) = match text.split_once(['.', '_']) {
        Some(("treated", quantity)) => (Some(Arm::Treated), quantity),
        Some(("control", quantity)) => (Some(Arm::Control), quantity),
        Some(_) => return None,
        None => (None, text),
    };
    let (quantity, _) = QUANTITIES.iter().find(|(known, _)| *known == quantity)?;
    Some(Role { quantity, arm })
}

fn quantity(word: &str) -> Option<&'static str> {
    QUANTITIES.iter().find(|(_, names)| names.contains(&word)).map(|(quantity, _)| *quantity)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_use_are_known() {
        let told = |name: &str| role(name).map(|role| (role.quantity, role.arm));
        assert_eq!(told("Survivors"), Some(("events", None)));
        assert_eq!(told("Total N"), Some(("total", None)));
        assert_eq!(told("event.e"), Some(("events", Some(Arm::Treated))));
        assert_eq!(told("n.c"), Some(("total", Some(Arm::Control))));
        assert_eq!(told("Experimental mean"), Some(("mean", Some(Arm::Treated))));
        assert_eq!(told("n2i"), Some(("total", Some(Arm::Control))));
        assert_eq!(told("tneg"), Some(("nonevents", Some(Arm::Treated))));
        assert_eq!(named("treated_events"), named("treated.events"));
        assert_eq!(named("treated_events"), Some(Role { quantity: "events", arm: Some(Arm::Treated) }));
        assert_eq!(named("other.events"), None);
        assert_eq!(told("CI lower"), Some(("lower", None)));
        assert_eq!(told("Country"), None);
    }
}
