//! Certainty of the evidence: the evidence profile, which has the judgement of every domain.

use indexmap::IndexMap;

use super::certainty::{Graded, difference, graded, level, outcome, reason, stated};
use super::described::part_name;
use super::model::{Cell, Column, RowKind, Table};
use super::scene::Scene;
use crate::analysis::results::{EffectWords, GradeResult};
use crate::report::wording;
use crate::stats::choices::Measure;

pub(super) const DOMAINS: [(&str, &str); 5] = [
    ("risk_of_bias", "Risk of bias"),
    ("inconsistency", "Inconsistency"),
    ("indirectness", "Indirectness"),
    ("imprecision", "Imprecision"),
    ("publication_bias", "Publication bias"),
];

/// `evidence-profile`: the judgement of every domain beside the result.
#[must_use]
pub(super) fn evidence_profile(scene: Scene<'_>) -> Vec<Table> {
    let single = profile(scene, &graded(scene, false), false);
    let mut two = profile(scene, &graded(scene, true), true);
    if let (Some(_), Some(two)) = (&single, &mut two) {
        two.rename("evidence-profile/comparisons");
    }
    single.into_iter().chain(two).collect()
}

/// What all of the effects are called, else that they are estimates.
fn shared_name(outcomes: &[Graded<'_>]) -> String {
    let mut names = outcomes.iter().map(|graded| graded.analysis.effect_words_of(graded.measure()).heading);
    let first = names.next().unwrap_or_default();
    if names.all(|name| name == first) { first } else { EffectWords::of(Measure::Generic).heading }
}

fn profile(scene: Scene<'_>, outcomes: &[Graded<'_>], comparing: bool) -> Option<Table> {
    if outcomes.is_empty() {
        return None;
    }
    let levels = scene.levels(outcomes.iter().map(|graded| graded.part));
    let rated = outcomes.iter().any(|graded| {
        graded.grade.domains.values().any(|domain| domain.rating.is_some() || domain.levels != 0)
    });
    let mut columns = vec![Column::text("Outcome"), Column::number("Studies"), Column::prose("Design")];
    if rated {
        columns.extend(DOMAINS.map(|(_, name)| Column::text(name)));
        columns.push(Column::prose("Other considerations"));
    }
    if comparing {
        columns.extend([Column::number("Events, intervention"), Column::number("Events, comparison")]);
    } else {
        columns.extend([Column::number("Events"), Column::number("Participants")]);
    }
    columns.push(Column::number(format!("{} ({})", shared_name(outcomes), levels.name())));
    columns.push(if comparing {
        Column::prose("Absolute effect")
    } else {
        Column::number("Prediction interval")
    });
    columns.extend([Column::text("Certainty"), Column::text("Importance")]);
    let all = columns.len();
    let mut table = Table::new("evidence-profile", "Evidence profile", columns);
    if rated {
        table.spans = vec![
            (String::new(), 3),
            ("Certainty assessment".to_owned(), DOMAINS.len() + 1),
            (String::new(), all - 3 - DOMAINS.len() - 1),
        ];
    }
    for graded in outcomes {
        let grade = graded.grade;
        let effects =
            scene.effects_of(graded.analysis, &graded.part).under(&levels, graded.part.choices.level);
        let designs = scene.review.question.as_ref().map(|question| wording::series(&question.designs));
        let mut cells = vec![
            outcome(scene, graded),
            scene.count(graded.part.k),
            designs.filter(|designs| !designs.is_empty()).map_or_else(Cell::not_reported, Cell::text),
        ];
        if rated {
            for (key, _) in DOMAINS {
                cells.push(domain(&mut table, grade, key));
            }
            cells.push(other_considerations(&mut table, grade));
        }
        if comparing {
            for arm in [graded.part.treated, graded.part.control] {
                let of = match (arm.and_then(|arm| arm.events), arm.and_then(|arm| arm.total)) {
                    (Some(events), Some(total)) => Cell::number(
                        format!("{}/{}", scene.numbers.integer(events), scene.numbers.integer(total)),
                        events,
                    ),
                    (_, total) => scene.whole(total),
                };
                cells.push(of);
            }
        } else {
            cells.extend([scene.whole(graded.part.events), scene.whole(graded.part.total)]);
        }
        cells.push(effects.pooled(graded.part.headline()));
        cells.push(if comparing {
            grade
                .absolute
                .as_ref()
                .map_or_else(Cell::not_reported, |absolute| Cell::text(difference(absolute)))
        } else {
            effects.interval(graded.part.headline().prediction)
        });
        let certainty = match grade.certainty {
            Some(found) => {
                let (words, symbols) = level(found);
                let cell = Cell::text(words).glyphs(symbols);
                if grade.basis == "stated" {
                    let index = table.explain(stated(grade));
                    cell.explained(index)
                } else {
                    cell
                }
            }
            None => Cell::text("not rated"),
        };
        cells.extend([certainty, importance(grade.importance)]);
        table.row(RowKind::Entry, cells);
    }
    starts(&mut table, scene, outcomes);
    // A footnote at each rating may say so already.
    if !rated && outcomes.iter().any(|graded| graded.grade.basis != "stated") {
        table.notes.push("The ratings of the domains are not at hand.".to_owned());
    }
    if !comparing {
        table.notes.extend(levels.of_prediction().map(str::to_owned));
    }
    Some(table)
}

/// Where the ratings start and why: outcomes for which it is the same are named together.
fn starts(table: &mut Table, scene: Scene<'_>, outcomes: &[Graded<'_>]) {
    let mut groups: IndexMap<(&str, &str), Vec<String>> = IndexMap::new();
    for graded in outcomes {
        if let Some(why) = &graded.grade.start_reason {
            let name = part_name(scene, &graded.grade.of);
            groups.entry((level(graded.grade.start).0, why)).or_default().push(name);
        }
    }
    for ((start, why), names) in groups {
        let (start, why) = (start.to_lowercase(), why.trim_end_matches('.'));
        table.notes.push(if names.len() == outcomes.len() && names.len() > 1 {
            format!("The rating of every outcome starts at {start}. {why}.")
        } else {
            format!("{}: the rating starts at {start}. {why}.", names.join("; "))
        });
    }
}

fn domain(table: &mut Table, grade: &GradeResult, key: &str) -> Cell {
    let Some(domain) = grade.domains.get(key) else { return Cell::text("not at hand") };
    let Some(rating) = &domain.rating else { return Cell::text("not at hand") };
    let cell = Cell { number: Some(f64::from(domain.levels)), ..Cell::text(rating.replace('-', " ")) };
    match &domain.reason {
        Some(reason) => {
            let index = table.explain(format!("{}.", reason.trim_end_matches('.')));
            cell.explained(index)
        }
        None => cell,
    }
}

fn other_considerations(table: &mut Table, grade: &GradeResult) -> Cell {
    match grade.domains.get("upgrades") {
        Some(upgrades) if upgrades.levels > 0 => {
            let text = upgrades.rating.clone().unwrap_or_else(|| "rated up".to_owned());
            let index = table.explain(reason("upgrades", upgrades.levels, upgrades.reason.as_deref()));
            Cell::text(text.replace('-', " ")).explained(index)
        }
        _ => Cell::text("none"),
    }
}

fn importance(importance: Option<u8>) -> Cell {
    match importance {
        Some(n @ 7..) => Cell::number(format!("critical ({n})"), f64::from(n)),
        Some(n @ 4..=6) => Cell::number(format!("important ({n})"), f64::from(n)),
        Some(n) => Cell::number(format!("limited ({n})"), f64::from(n)),
        None => Cell::not_reported(),
    }
}
