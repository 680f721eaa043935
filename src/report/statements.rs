//! What a result means in one sentence, with the words that its certainty allows.
//!
//! High certainty speaks plainly, moderate says `probably`, low says `may`, and very low that it is very uncertain,
//! without a direction. The wording of two arms follows the accepted matrix of certainty and size of effect, in our
//! own words; the size is read off the thresholds of the analysis.

use crate::analysis::results::{GradeResult, Interval, Part, Pooled, Results, locate};
use crate::numbers::Numbers;
use crate::spec::Review;
use crate::spec::evidence::Certainty;
use crate::stats::choices::Measure;

/// The sentence on a graded outcome: the authors' own, else one that matches the certainty. None where nothing is
/// known of the certainty or the estimate.
#[must_use]
pub fn sentence(
    review: &Review,
    results: &Results,
    graded: &GradeResult,
    numbers: Numbers,
) -> Option<String> {
    if let Some(own) = &graded.statement {
        return Some(own.clone());
    }
    let certainty = graded.certainty?;
    let target = locate(&results.analyses, &graded.of)?;
    let measure = target.part.choices.measure;
    let analysis = review.analyses.get(target.id);
    let outcome = analysis.and_then(|analysis| analysis.outcome.as_ref());
    match measure {
        Measure::Proportion => {
            let event = outcome.map_or("have the outcome", |outcome| verb(&outcome.name));
            Some(frequency(certainty, target.part.headline().estimate?, event, numbers))
        }
        Measure::Rate | Measure::Mean | Measure::Correlation | Measure::Generic => None,
        _ => {
            let arms = analysis.and_then(|analysis| analysis.arms.as_ref());
            let (treated, control) = arms.map_or(("The intervention", None), |arms| {
                (arms.treated.as_str(), Some(arms.control.as_str()))
            });
            let name =
                outcome.map_or_else(|| lower_first(&target.analysis.title), |outcome| outcome.name.clone());
            Some(effect(certainty, &Effect::of(&target.part)?, treated, control, &name))
        }
    }
}

/// How many of a hundred or a thousand, for single groups.
fn frequency(certainty: Certainty, proportion: f64, event: &str, numbers: Numbers) -> String {
    let people = numbers.natural_frequency(proportion);
    match certainty {
        Certainty::High => format!("About {people} {event}."),
        Certainty::Moderate => format!("Probably about {people} {event}."),
        Certainty::Low => format!("About {people} may {event}."),
        Certainty::VeryLow => {
            format!("It is very uncertain how many {event}; in the studies it was about {people}.")
        }
    }
}

/// What happens to those with the outcome: `survival` is `survive`.
fn verb(outcome: &str) -> &'static str {
    let name = outcome.to_lowercase();
    if name.contains("surviv") {
        "survive"
    } else if name.contains("mortality") || name.contains("death") {
        "die"
    } else {
        "have the outcome"
    }
}

/// Direction and size of an effect.
struct Effect {
    more: bool,
    size: Size,
}

/// How large an effect is, by the thresholds that the author set between no effect and the estimate.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Size {
    /// No threshold is reached.
    Trivial,
    /// One is.
    Small,
    /// Two are, or the author set none.
    Moderate,
    /// Three or more are.
    Large,
}

impl Effect {
    fn of(part: &Part<'_>) -> Option<Self> {
        let (Pooled { estimate, ci, .. }, thresholds) = (part.headline(), part.thresholds);
        let (estimate, null) = ((*estimate)?, part.no_effect?);
        let between = |threshold: f64| {
            if estimate > null {
                null < threshold && threshold <= estimate
            } else {
                estimate <= threshold && threshold < null
            }
        };
        let reached = thresholds.iter().filter(|threshold| between(**threshold)).count();
        let no_effect = |ci: Interval| ci.lower <= null && null <= ci.upper;
        let size = match (thresholds.is_empty(), reached) {
            (true, _) if !ci.is_some_and(no_effect) => Size::Moderate,
            (true, _) | (false, 0) => Size::Trivial,
            (false, 1) => Size::Small,
            (false, 2) => Size::Moderate,
            (false, _) => Size::Large,
        };
        Some(Self { more: estimate > null, size })
    }
}

fn effect(
    certainty: Certainty,
    effect: &Effect,
    treated: &str,
    control: Option<&str>,
    outcome: &str,
) -> String {
    let compared =
        control.map_or_else(String::new, |control| format!(" compared with {}", lower_first(control)));
    if certainty == Certainty::VeryLow {
        return format!(
            "The evidence is very uncertain about the effect of {} on {outcome}{compared}.",
            lower_first(treated)
        );
    }
    let (verb, change) = if effect.more { ("increase", "increase") } else { ("reduce", "reduction") };
    let plain = certainty == Certainty::High;
    // `reduces` alone, `reduce` after a modal verb.
    let third = |verb: &str| {
        if plain || certainty == Certainty::Moderate { format!("{verb}s") } else { verb.to_owned() }
    };
    let hedge = match certainty {
        Certainty::High | Certainty::VeryLow => "",
        Certainty::Moderate => "probably ",
        Certainty::Low => "may ",
    };
    let said = match effect.size {
        Size::Trivial => format!("{hedge}{} little to no difference to {outcome}", third("make")),
        Size::Small => format!("{hedge}{} {outcome} slightly", third(verb)),
        Size::Moderate => format!("{hedge}{} {outcome}", third(verb)),
        Size::Large => format!("{hedge}{} in a large {change} in {outcome}", third("result")),
    };
    format!("{treated} {said}{compared}.")
}

/// A phrase as it stands within a sentence; an abbreviation keeps its capitals.
fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (Some(first), Some(second)) if !second.is_uppercase() => {
            first.to_lowercase().chain([second]).chain(chars).collect()
        }
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::prose::NumberProfile;

    #[test]
    fn single_groups_are_counted_in_a_hundred() {
        let numbers = Numbers::new(NumberProfile::Neutral);
        let said = |certainty| frequency(certainty, 0.587, verb("Survival"), numbers);
        assert_eq!(said(Certainty::High), "About 59 in 100 survive.");
        assert_eq!(said(Certainty::Moderate), "Probably about 59 in 100 survive.");
        assert_eq!(said(Certainty::Low), "About 59 in 100 may survive.");
        assert_eq!(
            said(Certainty::VeryLow),
            "It is very uncertain how many survive; in the studies it was about 59 in 100."
        );
    }

    #[test]
    fn effects_are_said_with_their_size_and_certainty() {
        let said = |certainty, more, size| {
            effect(
                certainty,
                &Effect { more, size },
                "BCG vaccination",
                Some("No vaccination"),
                "tuberculosis",
            )
        };
        let cases = [
            (
                Certainty::High,
                Size::Large,
                "BCG vaccination results in a large reduction in tuberculosis compared with no vaccination.",
            ),
            (
                Certainty::Moderate,
                Size::Moderate,
                "BCG vaccination probably reduces tuberculosis compared with no vaccination.",
            ),
            (
                Certainty::Low,
                Size::Small,
                "BCG vaccination may reduce tuberculosis slightly compared with no vaccination.",
            ),
            (
                Certainty::High,
                Size::Trivial,
                "BCG vaccination makes little to no difference to tuberculosis compared with no vaccination.",
            ),
            (
                Certainty::Low,
                Size::Trivial,
                "BCG vaccination may make little to no difference to tuberculosis compared with no vaccination.",
            ),
            (
                Certainty::VeryLow,
                Size::Large,
                "The evidence is very uncertain about the effect of BCG vaccination on tuberculosis compared with no vaccination.",
            ),
        ];
        for (certainty, size, expected) in cases {
            assert_eq!(said(certainty, false, size), expected);
        }
    }
}
