//! The first screen: the question, the answer in natural frequencies with its certainty, what changed.

use serde::Serialize;

use super::statements::sentence;
use super::tables::{Scene, certainty_level, part_name, row_anchor};
use crate::analysis::results::{AnalysisResult, GradeResult, Located, Part, locate};
use crate::numbers::Effects;
use crate::stats::choices::Measure;

/// The first screen of a report. Every text is plain.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Glance {
    /// The question, part by part.
    pub question: Vec<Term>,
    /// The answers, the most important first.
    pub headlines: Vec<Headline>,
    /// What the latest version changed.
    pub changed: Option<Changed>,
}

/// A part of the question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Term {
    /// What it is: `Population`.
    pub name: &'static str,
    /// What the author says.
    pub text: String,
}

/// One answer.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Headline {
    /// The row of the results where it stands.
    pub anchor: String,
    /// The outcome.
    pub outcome: String,
    /// The number, large: `59`.
    pub number: String,
    /// What belongs to the number: `of 100`, `odds ratio`.
    pub of: String,
    /// Of a hundred, how many, for the dots; only where the number is that.
    pub dots: Option<u8>,
    /// Interval, prediction interval, studies.
    pub facts: Vec<String>,
    /// The certainty in words, if it is rated.
    pub certainty: Option<&'static str>,
    /// The same as symbols.
    pub glyphs: &'static str,
    /// The authors' sentence.
    pub statement: Option<String>,
}

/// What a version changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Changed {
    /// The version.
    pub version: String,
    /// Why it was made.
    pub trigger: Option<String>,
    /// What changed.
    pub summary: String,
}

/// Most answers that the first screen holds.
const MOST: usize = 4;

/// The first screen of a review.
#[must_use]
pub fn glance(scene: Scene<'_>) -> Glance {
    Glance { question: question(scene), headlines: headlines(scene), changed: changed(scene) }
}

fn question(scene: Scene<'_>) -> Vec<Term> {
    let Some(question) = &scene.review.question else { return Vec::new() };
    let term =
        |name, text: Option<String>| text.filter(|text| !text.is_empty()).map(|text| Term { name, text });
    [
        term("Population", question.population.clone()),
        term("Intervention", question.intervention.clone()),
        term("Comparator", question.comparator.clone()),
        term("Outcomes", Some(question.outcomes.join("; "))),
        term("Setting", question.setting.clone()),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The graded outcomes by importance; without any, the first analyses.
fn headlines(scene: Scene<'_>) -> Vec<Headline> {
    let mut graded: Vec<_> = scene.results.grade.iter().collect();
    graded.sort_by_key(|(_, grade)| std::cmp::Reverse(grade.importance.unwrap_or(0)));
    let paths: Vec<(&str, Option<&GradeResult>)> = if graded.is_empty() {
        scene.results.analyses.keys().map(|id| (id.as_str(), None)).collect()
    } else {
        graded.into_iter().map(|(key, grade)| (key.as_str(), Some(grade))).collect()
    };
    paths
        .into_iter()
        .filter_map(|(path, grade)| {
            let Located { analysis, part, .. } = locate(&scene.results.analyses, path)?;
            headline(scene, path, analysis, part, grade)
        })
        .take(MOST)
        .collect()
}

fn headline(
    scene: Scene<'_>,
    path: &str,
    analysis: &AnalysisResult,
    part: Part<'_>,
    grade: Option<&GradeResult>,
) -> Option<Headline> {
    let numbers = scene.numbers;
    let pooled = part.headline();
    let estimate = pooled.estimate?;
    let effects = Effects::of_part(analysis, &part, numbers);
    let people = numbers.frequency(estimate, None).filter(|_| part.choices.measure == Measure::Proportion);
    let (number, of) = match &people {
        Some(people) => (people.number.clone(), format!("of {}", people.of)),
        None => {
            (effects.estimate(estimate), format!("({})", analysis.effect_words_of(part.choices.measure).one))
        }
    };
    let dots = people.and_then(|people| people.of_hundred);
    let mut facts = Vec::new();
    if let Some(ci) = pooled.ci {
        facts.push(format!("{}: {}", numbers.interval_name(part.choices.level), effects.interval(ci)));
    }
    if let Some(prediction) = pooled.prediction {
        facts.push(format!("expected in a new setting: {}", effects.interval(prediction)));
    }
    if let Some(i2) = part.i2().0.filter(|_| part.k > 1) {
        facts.push(format!("heterogeneity: {}", numbers.equation("I²", &numbers.i2(i2))));
    }
    let studies = scene.count(part.k).text;
    let noun = if part.k == 1 { "study" } else { "studies" };
    facts.push(match part.total {
        Some(total) => format!("{studies} {noun}, {} participants", numbers.integer(total)),
        None => format!("{studies} {noun}"),
    });
    let (certainty, glyphs) = grade.and_then(|grade| grade.certainty).map_or((None, ""), |certainty| {
        let (words, glyphs) = certainty_level(certainty);
        (Some(words), glyphs)
    });
    Some(Headline {
        anchor: row_anchor(path),
        outcome: part_name(scene, path),
        number,
        of,
        dots,
        facts,
        certainty,
        glyphs,
        statement: grade.and_then(|grade| sentence(scene.review, scene.results, grade, scene.numbers)),
    })
}

/// The entry of this version; of a first version there is nothing that changed.
fn changed(scene: Scene<'_>) -> Option<Changed> {
    let changes = &scene.review.changes;
    let latest = match &scene.review.version {
        Some(version) => changes.iter().find(|change| change.version == *version)?,
        None => changes.last()?,
    };
    (changes.len() > 1).then(|| Changed {
        version: latest.version.clone(),
        trigger: latest.trigger.clone(),
        summary: latest.summary.clone(),
    })
}

/// A hundred dots, so many of them filled, row by row, as an SVG that adds nothing to what the text says.
#[must_use]
pub fn dots(filled: u8) -> String {
    use std::fmt::Write as _;
    let mut out =
        String::from("<svg class=\"dots\" viewBox=\"0 0 100 100\" aria-hidden=\"true\" focusable=\"false\">");
    for (from, to, style) in [
        (0, filled.min(100), "fill=\"currentColor\""),
        (filled.min(100), 100, "fill=\"none\" stroke=\"currentColor\" stroke-width=\"0.8\" opacity=\"0.55\""),
    ] {
        let _ = write!(out, "<g {style}>");
        for index in from..to {
            let (row, column) = (index / 10, index % 10);
            let radius = if index < filled { "3.4" } else { "3" };
            let _ = write!(
                out,
                "<circle cx=\"{}\" cy=\"{}\" r=\"{radius}\"/>",
                5 + 10 * u16::from(column),
                5 + 10 * u16::from(row)
            );
        }
        out.push_str("</g>");
    }
    out.push_str("</svg>");
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn dots_are_a_hundred() {
        let svg = super::dots(59);
        assert_eq!(svg.matches("<circle").count(), 100);
        assert_eq!(svg.matches("r=\"3.4\"").count(), 59);
    }
}
