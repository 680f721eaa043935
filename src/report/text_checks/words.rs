//! Words for certainty, heterogeneity and bias that the results contradict.

use std::ops::Range;
use std::sync::Arc;

use super::sentence;
use crate::analysis::results::{AnalysisResult, Results};
use crate::diagnostics::{Diagnostic, codes};
use crate::numbers::Numbers;
use crate::source::SourceFile;
use crate::spec::evidence::Certainty;
use crate::spec::prose::NumberProfile;

pub(super) fn check(file: &Arc<SourceFile>, text: &str, results: &Results) -> Vec<Diagnostic> {
    let lower = text.to_ascii_lowercase();
    let mut found = Vec::new();
    found.extend(certainty(file, &lower, results));
    found.extend(heterogeneity(file, &lower, results));
    found.extend(small_study(file, &lower, results));
    found
}

/// The analyses that a sentence speaks of: those whose values it prints, else all.
fn spoken_of<'r>(
    file: &SourceFile,
    sentence: &Range<usize>,
    results: &'r Results,
) -> Vec<(&'r str, &'r AnalysisResult)> {
    let written = file.text().get(sentence.clone()).unwrap_or_default();
    let all: Vec<_> = results.analyses.iter().map(|(id, analysis)| (id.as_str(), analysis)).collect();
    let named: Vec<_> = all
        .iter()
        .copied()
        .filter(|(id, _)| {
            written.contains(&format!("{{{{ {id}"))
                || written.contains(&format!("\"{id}"))
                || written.contains(&format!("{{{{{id}"))
        })
        .collect();
    if named.is_empty() { all } else { named }
}

/// A word near a subject: `high certainty`, `high-certainty`, `the certainty of the evidence was high`.
fn spoken(lower: &str, subject: &str, words: &[&str]) -> Vec<(usize, Range<usize>)> {
    let mut found = Vec::new();
    for (at, _) in lower.match_indices(subject) {
        let whole = sentence(lower, at);
        let before = lower[whole.start..at].trim_end_matches([' ', '-']);
        if let Some((which, word)) = words.iter().enumerate().find(|(_, word)| ends_with_word(before, word)) {
            let start = whole.start + before.len() - word.len();
            found.push((which, start..at + subject.len()));
            continue;
        }
        // After the subject: `was high`, `of the evidence is low`.
        let after = &lower[at + subject.len()..whole.end];
        let verb = [" was ", " is ", " were ", " remains "]
            .iter()
            .filter_map(|verb| Some((after.find(verb)?, verb.len())))
            .min();
        if let Some((from, length)) = verb.filter(|(from, _)| *from <= 24) {
            let said = &after[from + length..];
            if let Some((which, word)) =
                words.iter().enumerate().find(|(_, word)| starts_with_word(said, word))
            {
                found.push((which, at..at + subject.len() + from + length + word.len()));
            }
        }
    }
    found
}

fn ends_with_word(text: &str, word: &str) -> bool {
    text.strip_suffix(word).is_some_and(|before| !before.ends_with(char::is_alphanumeric))
}

fn starts_with_word(text: &str, word: &str) -> bool {
    text.strip_prefix(word).is_some_and(|after| !after.starts_with(|c: char| c.is_alphanumeric() || c == '-'))
}

fn certainty(file: &Arc<SourceFile>, lower: &str, results: &Results) -> Vec<Diagnostic> {
    const WORDS: [&str; 4] = ["very low", "low", "moderate", "high"];
    const LEVELS: [Certainty; 4] = [Certainty::VeryLow, Certainty::Low, Certainty::Moderate, Certainty::High];
    let rated: Vec<Certainty> = results.grade.values().filter_map(|grade| grade.certainty).collect();
    if rated.is_empty() {
        return Vec::new();
    }
    let stated = |which: usize| LEVELS.get(which).is_some_and(|level| rated.contains(level));
    spoken(lower, "certainty", &WORDS)
        .into_iter()
        .filter(|(which, _)| !stated(*which))
        .map(|(which, span)| {
            let levels: Vec<String> = LEVELS
                .iter()
                .zip(WORDS)
                .filter(|(level, _)| rated.contains(level))
                .map(|(_, word)| word.to_owned())
                .collect();
            Diagnostic::new(
                codes::CONTRADICTS_CERTAINTY,
                format!("no outcome is rated with {} certainty", WORDS.get(which).unwrap_or(&"this")),
            )
            .at(file.place(span), "contradicts the ratings")
            .hint(format!(
                "the outcomes are rated {}; `{{{{ grade.survival.certainty }}}}` inserts a rating",
                levels.join(", ")
            ))
        })
        .collect()
}

fn heterogeneity(file: &Arc<SourceFile>, lower: &str, results: &Results) -> Vec<Diagnostic> {
    // The bands of the Cochrane Handbook overlap on purpose; `high` and `low` are read as their ends.
    const BANDS: [(&str, f64, f64); 9] = [
        ("considerable", 0.75, 1.0),
        ("substantial", 0.5, 0.9),
        ("high", 0.5, 1.0),
        ("moderate", 0.3, 0.6),
        ("low", 0.0, 0.4),
        ("little", 0.0, 0.4),
        ("minimal", 0.0, 0.4),
        ("negligible", 0.0, 0.4),
        ("no", 0.0, 0.1),
    ];
    let words: Vec<&str> = BANDS.iter().map(|(word, _, _)| *word).collect();
    let mut found = Vec::new();
    for (which, span) in spoken(lower, "heterogeneity", &words) {
        let (word, least, most) = BANDS[which];
        let analyses = spoken_of(file, &sentence(file.text(), span.start), results);
        let values: Vec<(&str, f64)> =
            analyses.iter().filter_map(|(id, analysis)| Some((*id, analysis.whole().i2().0?))).collect();
        if values.is_empty() || values.iter().any(|(_, i2)| (least..=most).contains(i2)) {
            continue;
        }
        let seen: Vec<String> =
            values.iter().map(|(id, i2)| format!("{:.0} % in `{id}`", i2 * 100.0)).collect();
        found.push(
            Diagnostic::new(
                codes::CONTRADICTS_HETEROGENEITY,
                format!("`{word}` heterogeneity is not what the results show: I² is {}", seen.join(", ")),
            )
            .at(file.place(span), "contradicts the results")
            .hint("as a rule of thumb, I² up to 40 % is low, 30 to 60 % moderate, 50 to 90 % substantial, above 75 % considerable"),
        );
    }
    found
}

fn small_study(file: &Arc<SourceFile>, lower: &str, results: &Results) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for subject in ["publication bias", "small-study effects"] {
        for (at, _) in lower.match_indices(subject) {
            let whole = sentence(lower, at);
            let before = lower[whole.start..at].trim_end();
            let denied = [
                "no evidence of",
                "no evidence for",
                "without evidence of",
                "no sign of",
                "no signs of",
                "no",
            ];
            let Some(denial) = denied.iter().find(|denial| ends_with_word(before, denial)) else { continue };
            let span = whole.start + before.len() - denial.len()..at + subject.len();
            let tests: Vec<String> = spoken_of(file, &sentence(file.text(), at), results)
                .into_iter()
                .flat_map(|(id, analysis)| {
                    small_p(analysis).into_iter().map(move |(test, p)| {
                        let p = Numbers::new(NumberProfile::Neutral).p_statement(p).replace('\u{a0}', " ");
                        format!("{test} of `{id}` gives {p}")
                    })
                })
                .collect();
            if !tests.is_empty() {
                found.push(
                    Diagnostic::new(
                        codes::CONTRADICTS_SMALL_STUDY,
                        format!("the text denies it, but {}", tests.join(", ")),
                    )
                    .at(file.place(span), "contradicts the results")
                    .hint("say what the tests show, or why they are not believed"),
                );
            }
        }
    }
    found
}

/// The tests of small-study effects with p below 0.05.
fn small_p(analysis: &AnalysisResult) -> Vec<(&'static str, f64)> {
    let tests = &analysis.small_study;
    [
        ("Egger's test", tests.egger.as_ref().map(|test| test.p)),
        ("Egger's test as a mixed model", tests.egger_mixed.as_ref().map(|test| test.p)),
        ("Begg's test", tests.begg.as_ref().map(|test| test.p)),
        ("Peters' test", tests.peters.as_ref().map(|test| test.p)),
        ("Harbord's test", tests.harbord.as_ref().map(|test| test.p)),
        ("Pustejovsky and Rodgers' test", tests.pustejovsky_rodgers.as_ref().map(|test| test.p)),
    ]
    .into_iter()
    .filter_map(|(name, p)| Some((name, p.filter(|p| *p < 0.05)?)))
    .collect()
}
