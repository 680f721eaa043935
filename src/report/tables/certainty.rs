//! Certainty of the evidence: the summary of findings.

use super::described::part_name;
use super::model::{Cell, Column, Table};
use super::scene::{Levels, Scene, compares, row_anchor};
use crate::analysis::results::{
    AbsoluteEffect, AnalysisResult, GradeResult, Interval, Located, Part, locate,
};
use crate::numbers::{Frequency, round};
use crate::report::{statements, wording};
use crate::spec::evidence::Certainty;
use crate::stats::choices::Measure;

/// The level in words and in GRADE's symbols.
#[must_use]
pub fn level(certainty: Certainty) -> (&'static str, &'static str) {
    match certainty {
        Certainty::High => ("High", "⊕⊕⊕⊕"),
        Certainty::Moderate => ("Moderate", "⊕⊕⊕◯"),
        Certainty::Low => ("Low", "⊕⊕◯◯"),
        Certainty::VeryLow => ("Very low", "⊕◯◯◯"),
    }
}

/// A graded outcome with what was pooled for it.
pub(super) struct Graded<'a> {
    pub(super) grade: &'a GradeResult,
    pub(super) analysis: &'a AnalysisResult,
    pub(super) part: Part<'a>,
}

impl Graded<'_> {
    pub(super) fn measure(&self) -> Measure {
        self.part.choices.measure
    }
}

/// The outcomes that compare two arms, or those that do not, the most important first.
pub(super) fn graded(scene: Scene<'_>, comparing: bool) -> Vec<Graded<'_>> {
    let mut found: Vec<_> = scene
        .results
        .grade
        .iter()
        .filter_map(|(key, grade)| {
            let path = if grade.of.is_empty() { key } else { &grade.of };
            let Located { analysis, part, .. } = locate(&scene.results.analyses, path)?;
            (compares(part.choices.measure) == comparing).then_some(Graded { grade, analysis, part })
        })
        .collect();
    // The most important outcome first; of equals, as the author wrote them.
    found.sort_by_key(|graded| std::cmp::Reverse(graded.grade.importance.unwrap_or(0)));
    found
}

/// `summary-of-findings`: what was found for each graded outcome, and how certain it is. Outcomes that compare
/// two arms have a table of their own where a review has both kinds (`summary-of-findings/comparisons`).
#[must_use]
pub(super) fn summary_of_findings(scene: Scene<'_>) -> Vec<Table> {
    let single = single_arm(scene, &graded(scene, false));
    let mut two = two_arms(scene, &graded(scene, true));
    if let (Some(_), Some(two)) = (&single, &mut two) {
        two.rename("summary-of-findings/comparisons");
    }
    single.into_iter().chain(two).collect()
}

fn caption(scene: Scene<'_>) -> String {
    let question = scene.review.question.as_ref();
    let population = question.and_then(|question| question.population.as_deref());
    let intervention = question.and_then(|question| question.intervention.as_deref());
    match (intervention, population) {
        (Some(intervention), Some(population)) => {
            let compared = question
                .and_then(|question| question.comparator.as_deref())
                .map_or_else(String::new, |comparator| {
                    format!(", compared with {}", wording::lower_first(comparator))
                });
            format!("Summary of findings. {population}; {}{compared}", wording::lower_first(intervention))
        }
        (None, Some(population)) => format!("Summary of findings. {population}"),
        _ => "Summary of findings".to_owned(),
    }
}

/// Outcomes of single groups: proportions as people, of one number where all of them can be.
fn single_arm(scene: Scene<'_>, outcomes: &[Graded<'_>]) -> Option<Table> {
    if outcomes.is_empty() {
        return None;
    }
    let levels = scene.levels(outcomes.iter().map(|graded| graded.part));
    let ci = levels.name();
    let frequencies: Option<Vec<Frequency>> =
        outcomes.iter().map(|graded| frequency(scene, &graded.part, graded.part.headline().ci)).collect();
    let shared = frequencies.as_deref().and_then(|all| {
        let of = &all.first()?.of;
        all.iter().all(|frequency| frequency.of == *of).then(|| of.clone())
    });
    let estimate = match &shared {
        Some(of) => format!("Of {of} ({ci})"),
        None => format!("Estimate ({ci})"),
    };
    let columns = vec![
        Column::text("Outcome"),
        Column::number("Participants (studies)"),
        Column::number(estimate),
        Column::number("Expected in a new setting"),
        Column::number("I²; τ²"),
        Column::text("Certainty"),
        Column::prose("What this means"),
    ];
    let mut table = Table::new("summary-of-findings", caption(scene), columns);
    for graded in outcomes {
        let [estimate, prediction] = occurrence(scene, graded, &levels, shared.is_some());
        let (i2, _) = graded.part.i2();
        let spread = format!("{}; {}", scene.i2(i2).text, scene.tau2(graded.part.heterogeneity.tau2).text);
        let certainty = certainty(&mut table, graded.grade);
        let name = outcome(scene, graded);
        let cells = vec![
            table.explained(name, graded.part.remark()),
            participants(scene, graded.part),
            estimate,
            prediction,
            Cell { number: i2, ..Cell::text(spread) },
            certainty,
            Cell::text(said(scene, graded)),
        ];
        table.entry(cells);
    }
    table.notes.push(format!("Expected in a new setting: the prediction interval at the level of the {ci}."));
    Some(table.without_empty_columns())
}

/// A pooled proportion as people, with limits of the same number of people.
fn frequency(scene: Scene<'_>, part: &Part<'_>, limits: Option<Interval>) -> Option<Frequency> {
    let estimate = part.headline().estimate.filter(|_| part.choices.measure == Measure::Proportion)?;
    scene.numbers.frequency(estimate, limits)
}

/// The estimate of a single group and what is expected in a new setting; `shared` where the heading says of how many
/// people.
fn occurrence(scene: Scene<'_>, graded: &Graded<'_>, levels: &Levels, shared: bool) -> [Cell; 2] {
    let (part, numbers) = (&graded.part, scene.numbers);
    let pooled = part.headline();
    let effects = scene.effects_of(graded.analysis, part).under(levels, part.choices.level);
    let prediction = effects.interval(pooled.prediction);
    let Some(found) = frequency(scene, part, pooled.ci) else {
        return [effects.pooled(pooled), prediction];
    };
    let people = |text: String| if shared { text } else { format!("{text} of {}", found.of) };
    let limits = found.limits.as_ref().map(|limits| numbers.frequency_limits(limits));
    let estimate = scene.with_limits(
        pooled.estimate,
        |_| people(found.number.clone()),
        limits,
        levels.in_cell(part.choices.level),
    );
    let expected = frequency(scene, part, pooled.prediction).and_then(|frequency| frequency.limits);
    let prediction = match expected {
        Some(limits) => Cell { text: people(numbers.frequency_limits(&limits)), ..prediction },
        None => prediction,
    };
    [estimate, prediction]
}

fn said(scene: Scene<'_>, graded: &Graded<'_>) -> String {
    statements::sentence(scene.review, scene.results, graded.grade, scene.numbers).unwrap_or_default()
}

fn two_arms(scene: Scene<'_>, outcomes: &[Graded<'_>]) -> Option<Table> {
    if outcomes.is_empty() {
        return None;
    }
    let levels = scene.levels(outcomes.iter().map(|graded| graded.part));
    let ci = levels.name();
    let columns = vec![
        Column::text("Outcome"),
        Column::number("Risk with the comparator"),
        Column::number(format!("Risk with the intervention ({ci})")),
        Column::prose(format!("Difference ({ci})")),
        Column::number(format!("Relative effect ({ci})")),
        Column::number("Participants (studies)"),
        Column::text("Certainty"),
        Column::prose("What this means"),
    ];
    let mut table = Table::new("summary-of-findings", caption(scene), columns);
    table.spans =
        vec![(String::new(), 1), ("Anticipated absolute effects".to_owned(), 3), (String::new(), 4)];
    for graded in outcomes {
        let level = graded.part.choices.level;
        let estimate = scene
            .effects_of(graded.analysis, &graded.part)
            .under(&levels, level)
            .pooled(graded.part.headline());
        let words = graded.analysis.effect_words_of(graded.measure());
        let mut relative =
            Cell { number: estimate.number, ..Cell::text(format!("{} {}", words.heading, estimate.text)) };
        let absolute = match &graded.grade.absolute {
            Some(absolute) => {
                let source = format!("Assumed risk: {}.", absolute.source.trim_end_matches('.'));
                let [baseline, risk, difference] = absolute_cells(absolute);
                [
                    table.explained(baseline, Some(source)),
                    risk,
                    table.explained(difference, number_needed(scene, absolute)),
                ]
            }
            // A difference of means or risks is absolute as it is.
            None if !is_relative(graded.measure()) => {
                let difference = std::mem::replace(&mut relative, Cell::text("not applicable"));
                [Cell::not_reported(), Cell::not_reported(), difference]
            }
            None => [Cell::not_reported(), Cell::not_reported(), Cell::not_reported()],
        };
        let certainty = certainty(&mut table, graded.grade);
        let name = outcome(scene, graded);
        let mut cells = vec![table.explained(name, graded.part.remark())];
        cells.extend(absolute);
        cells.extend([
            relative,
            participants(scene, graded.part),
            certainty,
            Cell::text(said(scene, graded)),
        ]);
        table.entry(cells);
    }
    Some(table.without_empty_columns())
}

fn is_relative(measure: Measure) -> bool {
    crate::numbers::Scale::of(measure) == crate::numbers::Scale::Ratio
}

/// `One event fewer for every 99 treated (76 to 167).`
fn number_needed(scene: Scene<'_>, absolute: &AbsoluteEffect) -> Option<String> {
    let numbers = scene.numbers;
    let side = if absolute.difference < 0.0 { "fewer" } else { "more" };
    let limits = absolute.number_needed_ci.map_or_else(String::new, |[least, most]| {
        format!(" ({}{}{})", numbers.count(least), numbers.profile().between, numbers.count(most))
    });
    let needed = numbers.count(absolute.number_needed?);
    Some(format!("One event {side} for every {needed}{limits} who have the intervention."))
}

/// Risks per 1000, as whole numbers.
fn absolute_cells(absolute: &AbsoluteEffect) -> [Cell; 3] {
    let Interval { lower, upper } = absolute.risk_ci;
    [
        Cell::number(format!("{} per 1000", thousandths(absolute.baseline)), absolute.baseline),
        Cell::number(
            format!(
                "{} per 1000 ({} to {})",
                thousandths(absolute.risk),
                thousandths(lower),
                thousandths(upper)
            ),
            absolute.risk,
        ),
        Cell::number(difference(absolute), absolute.difference),
    ]
}

/// `59 fewer per 1000 (from 80 fewer to 3 more)`.
pub(super) fn difference(absolute: &AbsoluteEffect) -> String {
    let side = |x: f64| {
        let text = thousandths(x.abs());
        if x < 0.0 { format!("{text} fewer") } else { format!("{text} more") }
    };
    let Interval { lower, upper } = absolute.difference_ci;
    format!("{} per 1000 (from {} to {})", side(absolute.difference), side(lower), side(upper))
}

fn thousandths(risk: f64) -> String {
    round(risk, 3, 0).map_or_else(|| crate::numbers::NOT_ESTIMABLE.to_owned(), |rounded| rounded.plain())
}

pub(super) fn outcome(scene: Scene<'_>, graded: &Graded<'_>) -> Cell {
    let name = part_name(scene, &graded.grade.of);
    let id = graded.grade.of.split('/').next().unwrap_or("");
    let spec = scene.review.analyses.get(id).and_then(|analysis| analysis.outcome.as_ref());
    let time = spec.and_then(|outcome| outcome.time.as_deref());
    let text = match time {
        Some(time) if !name.to_lowercase().contains(&time.to_lowercase()) => format!("{name} ({time})"),
        _ => name,
    };
    Cell::text(text).to(row_anchor(&graded.grade.of))
}

fn participants(scene: Scene<'_>, part: Part<'_>) -> Cell {
    let studies = scene.count(part.k).text;
    match part.total {
        Some(total) => Cell::number(format!("{} ({studies})", scene.numbers.integer(total)), total),
        None => Cell::text(format!("{} ({studies})", Cell::NOT_REPORTED)),
    }
}

/// The certainty with the reasons of every level that it lost or gained.
fn certainty(table: &mut Table, grade: &GradeResult) -> Cell {
    let Some(certainty) = grade.certainty else { return Cell::text("not rated") };
    let (words, symbols) = level(certainty);
    let mut cell = Cell { number: Some(f64::from(certainty as u8)), ..Cell::text(words).glyphs(symbols) };
    if grade.basis == "stated" {
        let index = table.explain(stated(grade));
        return cell.explained(index);
    }
    for (key, domain) in &grade.domains {
        if domain.levels != 0 {
            let index = table.explain(reason(key, domain.levels, domain.reason.as_deref()));
            cell = cell.explained(index);
        }
    }
    cell
}

/// Where a certainty comes from whose domains are not rated here.
pub(super) fn stated(grade: &GradeResult) -> String {
    match grade.source.as_deref() {
        Some(source) => format!("{}.", source.trim_end_matches('.')),
        None => "As the authors state it; the ratings of the domains are not at hand.".to_owned(),
    }
}

pub(super) fn reason(domain: &str, levels: i8, reason: Option<&str>) -> String {
    let count = match levels.unsigned_abs() {
        1 => "one level".to_owned(),
        2 => "two levels".to_owned(),
        n => format!("{n} levels"),
    };
    let direction = if levels < 0 { "down" } else { "up" };
    let for_what =
        if domain == "upgrades" { String::new() } else { format!(" for {}", domain.replace('_', " ")) };
    match reason {
        Some(reason) => format!("Rated {direction} {count}{for_what}: {}.", reason.trim_end_matches('.')),
        None => format!("Rated {direction} {count}{for_what}."),
    }
}
