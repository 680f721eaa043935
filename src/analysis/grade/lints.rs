//! What is wrong or doubtful in a rating, told with its place.

use indexmap::IndexMap;

use super::signals::crossed;
use crate::analysis::results::{GradeDomain, Located};
use crate::diagnostics::{Diagnostic, Diagnostics, codes};
use crate::source::Place;
use crate::source::yaml::{Document, Path};
use crate::spec::evidence::{Certainty, GradeEntry};
use crate::spec::review::QuestionType;
use crate::stats::choices::Measure;

/// What the lints see of a rating.
pub(super) struct Rated<'a> {
    pub of: &'a str,
    pub entry: &'a GradeEntry,
    pub target: &'a Located<'a>,
    pub domains: &'a IndexMap<String, GradeDomain>,
    pub computed: Option<Certainty>,
    pub document: &'a Document,
}

impl Rated<'_> {
    fn path(&self, key: &str) -> Path {
        let path = Path::from(["grade"]).key(self.of);
        if key.is_empty() { path } else { path.key(key) }
    }

    fn place(&self, key: &str) -> Place {
        self.document.place(self.path(key))
    }

    fn key_place(&self, key: &str) -> Place {
        self.document.key_place(self.path(key))
    }

    pub(super) fn tell(&self, found: &mut Diagnostics) {
        self.reasons(found);
        self.certainty(found);
        self.upgrades(found);
        self.importance(found);
        self.risk_of_bias(found);
        self.repeated(found);
        self.high_despite_prediction(found);
        self.statement(found);
    }

    fn reasons(&self, found: &mut Diagnostics) {
        for (key, domain) in self.domains.iter().filter(|(_, domain)| domain.levels != 0) {
            let rating = domain.rating.as_deref().unwrap_or("up");
            match domain.reason.as_deref().map(str::trim).filter(|reason| !reason.is_empty()) {
                None => {
                    let message = format!("`{key}` of `{}` is {rating} without a reason", self.of);
                    found.push(
                        Diagnostic::new(codes::RATING_WITHOUT_REASON, message)
                            .at(self.key_place(key), "no `reason` here")
                            .hint("say why in a sentence: readers see it under the summary of findings"),
                    );
                }
                Some(reason) if only_significance(reason) => {
                    let message = format!("the reason for `{key}` of `{}` is a p value alone", self.of);
                    let path = self.path(key).key("reason");
                    found.push(
                        Diagnostic::new(codes::REASON_IS_SIGNIFICANCE, message)
                            .at(self.document.place(path), "significance is no measure of certainty")
                            .hint("say what the intervals and thresholds show"),
                    );
                }
                Some(_) => {}
            }
        }
    }

    fn certainty(&self, found: &mut Diagnostics) {
        let Some(stated) = self.entry.certainty else {
            if self.computed.is_none() {
                let message = format!("`{}` has neither ratings nor a certainty", self.of);
                found.push(
                    Diagnostic::new(codes::NOTHING_RATED, message)
                        .at(self.key_place(""), "nothing is rated here")
                        .hint("rate the five domains; where the ratings are not at hand, give `certainty` and `certainty_source`"),
                );
            }
            return;
        };
        let Some(computed) = self.computed.filter(|computed| *computed != stated) else { return };
        let steps = self.domains.iter().filter(|(_, domain)| domain.levels != 0);
        let steps: Vec<String> = steps.map(|(key, domain)| format!("{:+} {key}", domain.levels)).collect();
        let steps = if steps.is_empty() { "no level up or down".to_owned() } else { steps.join(", ") };
        let message =
            format!("`{}` says {}, but its domains give {}", self.of, words(stated), words(computed));
        found.push(
            Diagnostic::new(codes::CERTAINTY_DISAGREES, message)
                .at(self.place("certainty"), format!("{} would fit", kebab(computed)))
                .note(format!("it starts at {}: {steps}", words(self.entry.start)))
                .hint("leave `certainty` out, or change the rating that you meant"),
        );
    }

    fn upgrades(&self, found: &mut Diagnostics) {
        let up = self.domains.get("upgrades").map_or(0, |domain| domain.levels);
        if up == 0 {
            return;
        }
        let measure = self.target.part.choices.measure;
        if matches!(measure, Measure::Proportion | Measure::Rate | Measure::Mean) {
            let message = format!("`{}` is rated up, but it pools single groups", self.of);
            found.push(
                Diagnostic::new(codes::UPGRADE_SINGLE_ARM, message)
                    .at(
                        self.key_place("upgrades"),
                        "only effects can be large, graded by dose, or confounded",
                    )
                    .hint("remove `upgrades`"),
            );
        }
        let down: Vec<&str> = self
            .domains
            .iter()
            .filter(|(_, domain)| domain.levels < 0)
            .map(|(key, _)| key.as_str())
            .collect();
        if !down.is_empty() {
            let message = format!("`{}` is rated up although {} rated it down", self.of, down.join(" and "));
            found.push(
                Diagnostic::new(codes::UPGRADE_DESPITE_LIMITS, message)
                    .at(self.key_place("upgrades"), "usually only where nothing rates down")
                    .hint("set `upgrades` to 0, or be sure that the limitations do not explain the effect"),
            );
        }
        let limits = [
            ("large_effect", self.entry.upgrades.large_effect, 2),
            ("dose_response", self.entry.upgrades.dose_response, 1),
            ("confounding", self.entry.upgrades.confounding, 1),
        ];
        for (key, levels, most) in limits.into_iter().filter(|(_, levels, most)| levels > most) {
            let message = format!("`{key}` of `{}` raises the certainty by {levels} levels", self.of);
            found.push(
                Diagnostic::new(codes::UPGRADE_TOO_LARGE, message)
                    .at(self.document.place(self.path("upgrades").key(key)), format!("at most {most}")),
            );
        }
    }

    fn importance(&self, found: &mut Diagnostics) {
        match self.entry.importance {
            Some(importance) if !(1..=9).contains(&importance) => found.push(
                Diagnostic::new(
                    codes::IMPORTANCE_OUT_OF_RANGE,
                    format!("the importance of `{}` is {importance}", self.of),
                )
                .at(self.place("importance"), "between 1 and 9")
                .hint("1 to 3 is of limited importance, 4 to 6 important, 7 to 9 critical"),
            ),
            None if self.computed.is_some() => found.push(
                Diagnostic::new(codes::IMPORTANCE_MISSING, format!("`{}` has no importance", self.of))
                    .at(self.key_place(""), "no `importance` here")
                    .hint("1 to 3 is of limited importance, 4 to 6 important, 7 to 9 critical"),
            ),
            _ => {}
        }
    }

    fn risk_of_bias(&self, found: &mut Diagnostics) {
        let Some(domain) = self.domains.get("risk_of_bias").filter(|domain| domain.rating.is_some()) else {
            return;
        };
        let signal = |name: &str| domain.signals.get(name).and_then(serde_json::Value::as_f64);
        let (Some(high), Some(missing)) = (signal("weight_high"), signal("weight_not_judged")) else {
            return;
        };
        let percent = (100.0 * high).round();
        let message = if high >= 0.5 && domain.levels == 0 {
            format!(
                "`{}` has no serious risk of bias, but {percent} % of its weight is at high risk",
                self.of
            )
        } else if high == 0.0 && missing == 0.0 && domain.levels < 0 {
            format!("`{}` is rated down for risk of bias, but no study in it is at high risk", self.of)
        } else {
            return;
        };
        found.push(
            Diagnostic::new(codes::BIAS_RATING_CONTRADICTS, message)
                .at(self.key_place("risk_of_bias"), "not what the judgements of the studies say")
                .hint("change the rating, or say in its reason why it differs"),
        );
    }

    fn repeated(&self, found: &mut Diagnostics) {
        let mut seen: Vec<(&str, String)> = Vec::new();
        for (key, domain) in self.domains.iter().filter(|(_, domain)| domain.levels < 0) {
            let Some(reason) = &domain.reason else { continue };
            let words: String = reason.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
            if let Some((other, _)) = seen.iter().find(|(_, known)| *known == words) {
                let message = format!("`{}` is rated down twice for the same reason", self.of);
                found.push(
                    Diagnostic::new(codes::REASON_REPEATED, message)
                        .at(self.document.place(self.path(key).key("reason")), "again here")
                        .also(self.document.place(self.path(other).key("reason")), "first here")
                        .hint("a limitation counts once, in the domain that it belongs to"),
                );
            }
            seen.push((key, words));
        }
    }

    fn high_despite_prediction(&self, found: &mut Diagnostics) {
        let prediction = self.target.part.headline().prediction;
        let Some(prediction) = prediction.filter(|_| self.computed == Some(Certainty::High)) else { return };
        let zones = crossed(self.target.part.thresholds, prediction) + 1;
        if zones > 2 {
            let message = format!(
                "`{}` is of high certainty, but its prediction interval covers {zones} zones",
                self.of
            );
            found.push(
                Diagnostic::new(codes::HIGH_DESPITE_PREDICTION, message)
                    .at(self.key_place(""), "rated high")
                    .hint("consider inconsistency, or grade the subgroups instead"),
            );
        }
    }

    fn statement(&self, found: &mut Diagnostics) {
        let certainty = self.computed.or(self.entry.certainty);
        let (Some(certainty), Some(statement)) = (certainty, &self.entry.statement) else { return };
        if let Some(fault) = modality(certainty, statement) {
            let message =
                format!("the statement on `{}` {fault}, at {} certainty", self.of, words(certainty));
            found.push(
                Diagnostic::new(codes::STATEMENT_DISAGREES, message)
                    .at(self.place("statement"), "says how sure one can be")
                    .hint("high: plain; moderate: probably; low: may; very low: very uncertain"),
            );
        }
    }
}

/// What in the words of a statement does not fit the certainty.
fn modality(certainty: Certainty, statement: &str) -> Option<&'static str> {
    let text = format!(" {} ", statement.to_lowercase().replace(|c: char| !c.is_alphanumeric(), " "));
    let has = |words: &[&str]| words.iter().any(|word| text.contains(&format!(" {word} ")));
    let probably = has(&["probably", "likely"]);
    let may = has(&["may", "might", "could", "possibly", "perhaps"]);
    let uncertain = has(&["uncertain", "unsure", "not know", "unclear"]);
    match certainty {
        Certainty::High if probably || may || uncertain => Some("hedges"),
        Certainty::Moderate if !probably => Some("does not say `probably`"),
        Certainty::Low if !may => Some("does not say `may`"),
        Certainty::VeryLow if !uncertain => Some("does not say how uncertain it is"),
        _ => None,
    }
}

fn only_significance(reason: &str) -> bool {
    let words: Vec<String> = reason
        .to_lowercase()
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    let speaks = |word: &&String| {
        matches!(
            word.as_str(),
            "p" | "significant"
                | "significance"
                | "statistically"
                | "value"
                | "not"
                | "no"
                | "the"
                | "is"
                | "was"
                | "q"
                | "of"
                | "a"
                | "test"
                | "nonsignificant"
                | "ns"
        )
    };
    !words.is_empty()
        && words.iter().all(|word| speaks(&word))
        && words
            .iter()
            .any(|word| word.starts_with("signif") || word == "p" || word == "nonsignificant" || word == "ns")
}

/// Phrases that claim an effect, which a question on prognosis or prevalence cannot answer.
const EFFECT: &[&str] = &[
    "improves",
    "improved survival",
    "reduces mortality",
    "increases survival",
    "decreases mortality",
    "benefit of",
    "benefits of",
    "is effective",
    "effectiveness of",
    "efficacy of",
    "saves lives",
    "superior to",
    "better than conventional",
];

/// The phrase in a text that claims an effect of an intervention, if there is one. For a question on prognosis or
/// prevalence this is more than single groups can show.
#[must_use]
pub fn effect_claim(text: &str) -> Option<&'static str> {
    let text = text.to_lowercase();
    EFFECT.iter().copied().find(|phrase| text.contains(phrase))
}

/// Tells an effect that is claimed though the question is one of prognosis or prevalence.
pub fn tell_effect_claim(kind: Option<QuestionType>, text: &str, place: Place, found: &mut Diagnostics) {
    if !matches!(kind, Some(QuestionType::Prognosis | QuestionType::Prevalence)) {
        return;
    }
    if let Some(phrase) = effect_claim(text) {
        let message = format!("`{phrase}` claims an effect, but the question is not about an intervention");
        found.push(
            Diagnostic::new(codes::EFFECT_CLAIM, message)
                .at(place, "single groups have no comparison")
                .hint("say what happens to the patients, not what the treatment does"),
        );
    }
}

pub(super) const fn words(certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::High => "high",
        Certainty::Moderate => "moderate",
        Certainty::Low => "low",
        Certainty::VeryLow => "very low",
    }
}

const fn kebab(certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::VeryLow => "very-low",
        other => words(other),
    }
}
