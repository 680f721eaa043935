//! The certainty of the evidence: computed from the authors' ratings.

use indexmap::IndexMap;

use super::absolute::absolute;
use super::lints::{Rated, tell_effect_claim};
use super::signals;
use crate::analysis::results::{
    AnalysisResult, BiasResult, GradeDomain, GradeResult, Located, locate, paths,
};
use crate::diagnostics::{Diagnostic, Diagnostics, codes, did_you_mean};
use crate::source::yaml::{Document, Path};
use crate::spec::Review;
use crate::spec::evidence::{Certainty, GradeEntry, PublicationBiasRating, Rating};

/// More outcomes than a summary of findings should have.
const MOST_OUTCOMES: usize = 7;

/// Grades every entry of `grade`, in the order of the specification. Faults are told; an entry that refers to
/// nothing is left out.
///
/// Call it after the analyses and the risk of bias are computed.
#[must_use]
pub fn grade(
    review: &Review,
    analyses: &IndexMap<String, AnalysisResult>,
    bias: Option<&BiasResult>,
    document: &Document,
    found: &mut Diagnostics,
) -> IndexMap<String, GradeResult> {
    let kind = review.question.as_ref().map(|question| question.kind);
    let mut graded = IndexMap::new();
    for (of, entry) in &review.grade {
        if let Some(statement) = &entry.statement {
            let place = document.place(Path::from(["grade"]).key(of).key("statement"));
            tell_effect_claim(kind, statement, place, found);
        }
        let Some(target) = locate(analyses, of) else {
            found.push(unknown(analyses, of, document));
            continue;
        };
        graded.insert(of.clone(), one(of, entry, &target, bias, document, found));
    }
    for (index, claim) in review.claims.iter().enumerate() {
        let place = document.place(Path::from(["claims"]).index(index).key("text"));
        tell_effect_claim(kind, claim.text.as_deref().unwrap_or(""), place, found);
    }
    if review.grade.len() > MOST_OUTCOMES {
        let message = format!("{} outcomes are graded", review.grade.len());
        found.push(
            Diagnostic::new(codes::TOO_MANY_OUTCOMES, message)
                .at(document.key_place("grade"), format!("more than {MOST_OUTCOMES}"))
                .hint("keep those that matter most for a decision"),
        );
    }
    graded
}

fn unknown(analyses: &IndexMap<String, AnalysisResult>, of: &str, document: &Document) -> Diagnostic {
    let paths = paths(analyses);
    Diagnostic::new(codes::UNKNOWN_GRADE_TARGET, format!("there is no analysis or part of one `{of}`"))
        .at(document.key_place(Path::from(["grade"]).key(of)), "graded here")
        .note(format!("there are {}", paths.join(", ")))
        .hint_if(did_you_mean(of, paths.iter().map(String::as_str)))
}

fn one(
    of: &str,
    entry: &GradeEntry,
    target: &Located<'_>,
    bias: Option<&BiasResult>,
    document: &Document,
    found: &mut Diagnostics,
) -> GradeResult {
    let domains = domains(entry, target, bias);
    let rated = five(&domains).filter(|(_, domain)| domain.rating.is_some()).count();
    let computed = (rated == 5).then(|| computed(entry.start, &domains));
    if (1..5).contains(&rated) {
        let missing = five(&domains).filter(|(_, domain)| domain.rating.is_none());
        let missing: Vec<String> = missing.map(|(key, _)| format!("`{key}`")).collect();
        let message = format!("`{of}` rates {rated} of five domains");
        found.push(
            Diagnostic::new(codes::DOMAINS_INCOMPLETE, message)
                .at(document.key_place(Path::from(["grade"]).key(of)), format!("no {}", missing.join(", ")))
                .hint("rate all five; where the ratings are not at hand, give `certainty` and `certainty_source` alone"),
        );
    } else {
        Rated { of, entry, target, domains: &domains, computed, document }.tell(found);
    }
    let measure = target.part.choices.measure;
    let effect = entry.absolute.as_ref().and_then(|assumed| {
        let headline = target.part.headline();
        if super::absolute::risk(measure, 1.0, 0.5).is_none() {
            let message = format!("`{of}` has an assumed risk, but no risk follows from a {measure}");
            found.push(
                Diagnostic::new(codes::NO_ABSOLUTE_EFFECT, message)
                    .at(document.key_place(Path::from(["grade"]).key(of).key("absolute")), "has no meaning here")
                    .hint("absolute effects follow from risk ratios, odds ratios, hazard ratios and risk differences"),
            );
        }
        absolute(measure, headline.estimate?, headline.ci?, assumed)
    });
    GradeResult {
        of: of.to_owned(),
        importance: entry.importance,
        start: entry.start,
        start_reason: entry.start_reason.clone(),
        certainty: computed.or(entry.certainty),
        basis: if computed.is_some() { "computed" } else { "stated" }.to_owned(),
        source: entry.certainty_source.clone(),
        domains,
        absolute: effect,
        statement: entry.statement.clone(),
    }
}

fn five(domains: &IndexMap<String, GradeDomain>) -> impl Iterator<Item = (&String, &GradeDomain)> {
    domains.iter().filter(|(key, _)| key.as_str() != "upgrades")
}

/// Start less the levels down, plus the levels up, between very low and high.
fn computed(start: Certainty, domains: &IndexMap<String, GradeDomain>) -> Certainty {
    let from = match start {
        Certainty::VeryLow => 0,
        Certainty::Low => 1,
        Certainty::Moderate => 2,
        Certainty::High => 3,
    };
    match from + domains.values().map(|domain| i32::from(domain.levels)).sum::<i32>() {
        ..=0 => Certainty::VeryLow,
        1 => Certainty::Low,
        2 => Certainty::Moderate,
        3.. => Certainty::High,
    }
}

fn domains(
    entry: &GradeEntry,
    target: &Located<'_>,
    bias: Option<&BiasResult>,
) -> IndexMap<String, GradeDomain> {
    let rated = |domain: &Option<crate::spec::evidence::Domain>, signals| {
        let rating = domain.as_ref().map(|domain| domain.rating);
        let (rating, levels) = match rating {
            None => (None, 0),
            Some(Rating::NotSerious) => (Some("not-serious"), 0),
            Some(Rating::Serious) => (Some("serious"), -1),
            Some(Rating::VerySerious) => (Some("very-serious"), -2),
        };
        GradeDomain {
            rating: rating.map(str::to_owned),
            levels,
            reason: domain.as_ref().and_then(|domain| domain.reason.clone()),
            signals,
        }
    };
    let publication_bias = entry.publication_bias.as_ref();
    let suspected = |rating| rating == PublicationBiasRating::Suspected;
    let mut domains = IndexMap::from([
        ("risk_of_bias".to_owned(), rated(&entry.risk_of_bias, signals::risk_of_bias(target, bias))),
        ("inconsistency".to_owned(), rated(&entry.inconsistency, signals::inconsistency(target))),
        ("indirectness".to_owned(), rated(&entry.indirectness, signals::Signals::new())),
        ("imprecision".to_owned(), rated(&entry.imprecision, signals::imprecision(target))),
        (
            "publication_bias".to_owned(),
            GradeDomain {
                rating: publication_bias.map(|domain| {
                    if suspected(domain.rating) { "suspected" } else { "undetected" }.to_owned()
                }),
                levels: -i8::from(publication_bias.is_some_and(|domain| suspected(domain.rating))),
                reason: publication_bias.and_then(|domain| domain.reason.clone()),
                signals: signals::publication_bias(target),
            },
        ),
    ]);
    let up = &entry.upgrades;
    let levels = [
        ("large effect", up.large_effect),
        ("dose response", up.dose_response),
        ("confounding", up.confounding),
    ];
    let given: Vec<&str> = levels.iter().filter(|(_, levels)| *levels > 0).map(|(name, _)| *name).collect();
    if !given.is_empty() {
        let sum: u8 = levels.iter().fold(0, |sum, (_, levels)| sum.saturating_add(*levels));
        domains.insert(
            "upgrades".to_owned(),
            GradeDomain {
                rating: Some(given.join(", ")),
                levels: i8::try_from(sum).unwrap_or(i8::MAX),
                reason: up.reason.clone(),
                signals: signals::Signals::new(),
            },
        );
    }
    domains
}
