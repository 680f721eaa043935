//! What the results say beside each domain of the certainty: a help to judge, never the judgement.

use serde_json::Value;

use super::described::part_name;
use super::evidence_profile::DOMAINS;
use super::model::{Cell, Column, RowKind, Table};
use super::scene::{Scene, row_anchor};
use crate::analysis::results::{GradeDomain, Interval, Located, NotDone, locate};
use crate::report::wording;

/// `certainty-signals`: what the results say, by outcome and domain.
#[must_use]
pub(super) fn signals(scene: Scene<'_>) -> Option<Table> {
    let columns = vec![
        Column::text("Domain"),
        Column::text("Rating"),
        Column::prose("What the results say"),
        Column::text("They suggest"),
    ];
    let caption = "What the results say about each domain of the certainty";
    let mut table = Table::new("certainty-signals", caption, columns);
    for grade in scene.results.grade.values() {
        let Some(target) = locate(&scene.results.analyses, &grade.of) else { continue };
        let mut first = true;
        for (key, name) in DOMAINS {
            let Some(domain) = grade.domains.get(key) else { continue };
            let said = said(scene, &target, domain);
            if said.is_empty() {
                continue;
            }
            if std::mem::take(&mut first) {
                let outcome = Cell::text(part_name(scene, &grade.of)).to(row_anchor(&grade.of));
                table.row(RowKind::Heading, vec![outcome]);
            }
            let rating =
                domain.rating.as_deref().map_or_else(Cell::not_reported, |r| Cell::text(r.replace('-', " ")));
            let suggestion = domain.signals.get("suggestion").and_then(Value::as_str).unwrap_or("");
            table.entry(vec![
                Cell::text(name),
                rating,
                Cell::text(said.join("; ")),
                Cell::text(suggestion.replace('-', " ")),
            ]);
        }
    }
    table.notes.push("These are signals from the data; the ratings are judgements of the authors.".into());
    (!table.rows.is_empty()).then(|| table.without_empty_columns())
}

/// Each signal as a phrase.
fn said(scene: Scene<'_>, target: &Located<'_>, domain: &GradeDomain) -> Vec<String> {
    domain.signals.iter().filter_map(|(key, value)| phrase(scene, target, domain, key, value)).collect()
}

fn phrase(
    scene: Scene<'_>,
    target: &Located<'_>,
    domain: &GradeDomain,
    key: &str,
    value: &Value,
) -> Option<String> {
    let effects = scene.effects_of(target.analysis, &target.part);
    let name = scene.numbers.interval_name(target.part.choices.level);
    let numbers = scene.numbers;
    let x = value.as_f64();
    Some(match key {
        "weight_high" => format!("{} of the weight at high risk of bias", numbers.percent_with(x?, 0)),
        // Nothing that was left unjudged is nothing to say.
        "weight_not_judged" if x == Some(0.0) => return None,
        "weight_not_judged" => format!("{} of the weight not judged", numbers.percent_with(x?, 0)),
        "prediction" => format!("prediction interval {}", effects.interval(interval(value)).text),
        "zones" => match value.as_u64()? {
            1 => "within one zone between the thresholds".to_owned(),
            n => format!("over {n} zones between the thresholds"),
        },
        "tau2" => numbers.equation("τ²", &numbers.tau2(x?)),
        // With its interval, which is a signal of its own.
        "i2" => {
            let limits = domain.signals.get("i2_ci").and_then(interval);
            let limits =
                limits.map_or_else(String::new, |ci| format!(" ({name} {})", numbers.i2_interval(ci)));
            format!("{}{limits}", numbers.equation("I²", &numbers.i2(x?)))
        }
        "q_p" => format!("Q: {}", numbers.p_statement(x?)),
        "between_subgroups_p" => {
            let tests = value.as_object()?.iter().filter_map(|(column, p)| {
                let subgroups = target.analysis.subgroups.iter().find(|subgroups| subgroups.by == *column);
                let label = subgroups.map_or(column.as_str(), |subgroups| subgroups.label.as_str());
                Some(format!("{}, {}", wording::lower_first(label), numbers.p_statement(p.as_f64()?)))
            });
            format!("differences between subgroups: {}", tests.collect::<Vec<_>>().join("; "))
        }
        "ci" => format!("{name} {}", effects.interval(interval(value)).text),
        "thresholds_in_ci" => match value.as_u64()? {
            0 => "no threshold within it".to_owned(),
            1 => "one threshold within it".to_owned(),
            n => format!("{n} thresholds within it"),
        },
        "null_in_ci" => {
            if value.as_bool()? {
                "no effect within it".to_owned()
            } else {
                "no effect outside it".to_owned()
            }
        }
        "participants" => format!("{} participants", numbers.integer(x?)),
        "optimal_information_size" => format!("optimal information size {}", numbers.integer(x?)),
        "k" => {
            let noun = if value.as_u64() == Some(1) { "study" } else { "studies" };
            format!("{} {noun}", numbers.count(value.as_u64()?))
        }
        "tests_p" => {
            let tests = value.as_object()?.iter().filter_map(|(name, p)| {
                Some(format!("{}, {}", wording::test(name), numbers.p_statement(p.as_f64()?)))
            });
            tests.collect::<Vec<_>>().join("; ")
        }
        "trim_fill_studies" => match value.as_u64()? {
            0 => "trim and fill adds no study".to_owned(),
            1 => "trim and fill adds one study".to_owned(),
            n => format!("trim and fill adds {} studies", numbers.count(n)),
        },
        "trim_fill_estimate" => format!("with trim and fill {}", effects.estimate(x, None).text),
        "not_done" => {
            let reasons = value.as_object()?.iter().filter_map(|(name, reason)| {
                let reason = NotDone::from(reason.as_str()?);
                Some(format!("{} not done, {}", wording::test(name), wording::reason(&reason, numbers)))
            });
            reasons.collect::<Vec<_>>().join("; ")
        }
        // The width repeats the interval; the suggestion has a column of its own.
        _ => return None,
    })
}

fn interval(value: &Value) -> Option<Interval> {
    serde_json::from_value(value.clone()).ok()
}
