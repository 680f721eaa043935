//! Risk of bias, and patients that studies share.

use indexmap::IndexMap;

use super::model::{Align, Cell, Column, RowKind, Table};
use super::scene::Scene;
use crate::analysis::results::{AnalysisResult, BiasResult, BiasStudy, OverlapPair, OverlapRange};

/// `risk-of-bias`: the judgements, by study and domain.
#[must_use]
pub(super) fn risk_of_bias(scene: Scene<'_>) -> Option<Table> {
    let bias = scene.results.risk_of_bias.as_ref()?;
    let mut columns = vec![Column::text("Study")];
    let several = bias.studies.iter().any(|study| study.analysis.is_some());
    if several {
        columns.push(Column::text("Result"));
    }
    columns.extend(bias.domains.iter().map(|(code, name)| {
        let label = if code == "overall" { name.clone() } else { code.clone() };
        Column { align: Align::Start, ..Column::text(label) }
    }));
    let mut table = Table::new("risk-of-bias", format!("Risk of bias by {}", bias.name), columns);
    for study in &bias.studies {
        let mut cells = vec![scene.study(&study.study)];
        if several {
            cells.push(Cell::text(study.analysis.as_ref().map_or(OTHERS, |id| title(scene, id))));
        }
        for (code, _) in &bias.domains {
            cells.push(match study.judgements.get(code) {
                Some(judgement) => {
                    let cell = level(bias, &judgement.level);
                    match &judgement.support {
                        Some(support) => {
                            let index = table.explain(support.clone());
                            cell.explained(index)
                        }
                        None => cell,
                    }
                }
                None => Cell::not_reported(),
            });
        }
        table.entry(cells);
    }
    if table.rows.is_empty() {
        return None;
    }
    let domains: Vec<_> = bias
        .domains
        .iter()
        .filter(|(code, name)| code != "overall" && code != name)
        .map(|(code, name)| format!("{code} {name}"))
        .collect();
    if !domains.is_empty() {
        table.notes.push(format!("Domains: {}.", domains.join("; ")));
    }
    Some(table)
}

/// The results of a study that have no judgements of their own, where others have.
const OTHERS: &str = "Every other result";

fn title<'a>(scene: Scene<'a>, id: &'a str) -> &'a str {
    scene.results.analyses.get(id).map_or(id, |analysis| &analysis.title)
}

/// The overall judgement of a study: that of every result, else one after the other where results differ.
pub(super) fn overall(scene: Scene<'_>, bias: &BiasResult, rows: &[&BiasStudy]) -> Cell {
    let judged = |row: &&BiasStudy| row.judgements.get("overall").map(|judgement| judgement.level.clone());
    let levels: Vec<Option<String>> = rows.iter().map(judged).collect();
    if levels.windows(2).all(|pair| pair[0] == pair[1]) {
        return match levels.first() {
            Some(Some(id)) => level(bias, id),
            _ => Cell::not_reported(),
        };
    }
    let said = rows.iter().zip(&levels).map(|(row, id)| {
        let label = id.as_ref().and_then(|id| bias.levels.iter().find(|[known, ..]| known == id));
        let label = label.map_or("not judged", |[_, label, ..]| label);
        format!("{}: {label}", row.analysis.as_ref().map_or(OTHERS, |id| title(scene, id)))
    });
    Cell::text(said.collect::<Vec<_>>().join("; "))
}

/// A judgement as its symbol and label.
pub(super) fn level(bias: &BiasResult, id: &str) -> Cell {
    let Some([_, label, symbol, role]) = bias.levels.iter().find(|[known, ..]| known == id) else {
        return Cell::text(id);
    };
    let role = ["low", "some", "high", "critical", "unclear", "na"].into_iter().find(|known| known == role);
    let cell = Cell::text(label);
    let cell = if symbol.is_empty() { cell } else { cell.glyphs(symbol) };
    match role {
        Some(role) => cell.role(role),
        None => cell,
    }
}

/// `overlap`: pairs of studies that share patients.
#[must_use]
pub(super) fn overlap(scene: Scene<'_>) -> Option<Table> {
    let columns = vec![
        Column::text("Studies"),
        Column::text("Shared"),
        Column::number("Period"),
        Column::number("Months"),
        Column::number("Patients in both, at most"),
        Column::text("Smaller study"),
        Column::prose("Accepted because"),
    ];
    let mut table = Table::new("overlap", "Studies that share patients", columns);
    for pair in &scene.results.overlap {
        table.entry(vec![
            Cell::text(names(scene, pair)),
            Cell::text(&pair.shared),
            Cell::text(format!("{} to {}", pair.period[0], pair.period[1])),
            Cell::number(scene.numbers.count(u64::from(pair.months)), f64::from(pair.months)),
            match pair.patients_at_most {
                Some(n) => Cell::number(scene.numbers.count(n), super::scene::to_f64(n)),
                None => Cell::not_reported(),
            },
            scene.study(&pair.smaller),
            Cell::text(pair.accepted.as_deref().unwrap_or("not accepted")),
        ]);
    }
    (!table.rows.is_empty()).then_some(table)
}

fn names(scene: Scene<'_>, pair: &OverlapPair) -> String {
    let [a, b] = &pair.studies;
    format!("{} and {}", scene.label(a), scene.label(b))
}

/// `overlap-results`: what shared patients do to the pooled results.
#[must_use]
pub(super) fn overlap_results(scene: Scene<'_>) -> Option<Table> {
    let affected =
        scene.results.analyses.iter().filter(|(id, _)| {
            scene.results.overlap.iter().any(|pair| pair.without_smaller.contains_key(*id))
        });
    let levels = scene.levels(affected.map(|(_, analysis)| analysis.whole()));
    let columns = vec![
        Column::text("Analysis"),
        Column::number("Studies"),
        Column::number(format!("Pooled ({})", levels.name())),
    ];
    let mut table =
        Table::new("overlap-results", "Pooled results without the smaller of two studies", columns);
    for (id, analysis) in &scene.results.analyses {
        let pairs: Vec<_> = scene
            .results
            .overlap
            .iter()
            .filter_map(|pair| Some((pair, pair.without_smaller.get(id)?)))
            .collect();
        if pairs.is_empty() {
            continue;
        }
        let effects = scene.effects(analysis).under(&levels, analysis.level);
        table.entry(vec![
            Cell::text(&analysis.title),
            scene.count(analysis.k),
            effects.pooled(analysis.headline()),
        ]);
        for (pair, level) in pairs {
            let part = analysis.level_part(level);
            let name = Cell::text(format!("Without {}", scene.label(&pair.smaller)));
            let name = table.explained(name, part.remark());
            let cells = vec![name, scene.count(part.k), effects.pooled(part.headline())];
            table.row(RowKind::Part, cells);
        }
    }
    let mut known: IndexMap<usize, Vec<String>> = IndexMap::new();
    for range in &scene.results.overlap_ranges {
        let Some(analysis) = scene.results.analyses.get(&range.analysis) else { continue };
        if let Some(reason) = &range.not_done {
            table.notes.push(format!(
                "{}: the pooled estimate over {} is not known: {reason}.",
                analysis.title,
                sets(scene, range.sets)
            ));
        } else if let Some(found) = range_in_words(scene, analysis, range) {
            known.entry(range.sets).or_default().push(found);
        }
    }
    for (count, found) in known {
        table.notes.push(format!("Pooled over {}: {}.", sets(scene, count), found.join("; ")));
    }
    (!table.rows.is_empty()).then_some(table)
}

fn sets(scene: Scene<'_>, sets: usize) -> String {
    let count = if sets == 0 { String::new() } else { format!("{} ", scene.count(sets).text) };
    format!("the {count}largest sets of studies that share no patients")
}

/// Between which estimates the largest sets of studies that share no patients lie.
fn range_in_words(scene: Scene<'_>, analysis: &AnalysisResult, range: &OverlapRange) -> Option<String> {
    let limits = range.estimate.filter(|_| range.sets > 1)?;
    let text = |x| scene.effects(analysis).estimate(Some(x), None).text;
    let (lower, upper) = (text(limits.lower), text(limits.upper));
    let lies = if lower == upper { lower } else { format!("{lower} to {upper}") };
    Some(format!("{}, {lies}", analysis.title))
}

/// `bias-shares`: which share of the weight of each analysis has which judgement.
#[must_use]
pub(super) fn shares(scene: Scene<'_>) -> Option<Table> {
    let bias = scene.results.risk_of_bias.as_ref()?;
    let mut columns = vec![Column::text("Domain")];
    columns.extend(bias.levels.iter().map(|[_, label, ..]| Column::number(label)));
    columns.push(Column::number("Not judged"));
    let mut table = Table::new("bias-shares", "Share of the weight by judgement", columns);
    let mut last = None;
    for share in &bias.shares {
        if last != Some(&share.analysis) {
            let title = scene.results.analyses.get(&share.analysis).map_or(&share.analysis, |a| &a.title);
            table.row(RowKind::Heading, vec![Cell::text(title)]);
            last = Some(&share.analysis);
        }
        let name = bias
            .domains
            .iter()
            .find(|(code, _)| *code == share.domain)
            .map_or(&share.domain, |(_, name)| name);
        let mut cells = vec![Cell::text(name)];
        let ids = bias.levels.iter().map(|[id, ..]| id.as_str()).chain(["missing"]);
        cells.extend(ids.map(|id| {
            let share = share.shares.get(id).copied().unwrap_or(0.0);
            Cell::number(scene.numbers.percent_with(share, 0), share)
        }));
        table.entry(cells);
    }
    (!table.rows.is_empty()).then_some(table)
}
