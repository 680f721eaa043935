//! How much a result depends on single studies and choices.

use super::model::{Cell, Column, Table};
use super::scene::{Scene, measure_name};
use crate::analysis::results::{AnalysisResult, Heterogeneity};
use crate::figures::conclusions::all_said;
use crate::figures::rules;
use crate::numbers::Scale;
use crate::stats::choices::EffectModel;

/// `leave-one-out/<analysis>`: the pooled result without each study.
#[must_use]
pub(super) fn leave_one_out(scene: Scene<'_>, id: &str, analysis: &AnalysisResult) -> Option<Table> {
    if analysis.leave_one_out.is_empty() {
        return None;
    }
    let caption = format!("{}: the random-effects result without each study", analysis.title);
    let mut columns = refits("Omitted", scene, analysis, false);
    let marked = analysis.leave_one_out.iter().any(|without| !without.changes.is_empty());
    if marked {
        columns.push(Column::prose("Changes of conclusion"));
    }
    let mut table = Table::new(format!("leave-one-out/{id}"), caption, columns);
    let effects = scene.effects(analysis);
    for without in &analysis.leave_one_out {
        let mut cells = vec![scene.study(&without.omitted), effects.pooled(&without.random)];
        cells.extend(heterogeneity(scene, &without.heterogeneity));
        if marked {
            let changes = all_said(without, Scale::of(analysis.measure), &scene.numbers);
            cells.push(if changes.is_empty() {
                Cell::text("none")
            } else {
                Cell::text(changes).role("differs")
            });
        }
        table.entry(cells);
    }
    let mut cells = vec![Cell::text("None"), effects.pooled(&analysis.random)];
    cells.extend(heterogeneity(scene, &analysis.heterogeneity));
    if marked {
        cells.push(Cell::default());
    }
    table.row(super::RowKind::Total, cells);
    Some(table)
}

/// `cumulative/<analysis>`: the pooled result as studies are added.
#[must_use]
pub(super) fn cumulative(scene: Scene<'_>, id: &str, analysis: &AnalysisResult) -> Option<Table> {
    if analysis.cumulative.is_empty() {
        return None;
    }
    let by = analysis.cumulative_by.as_deref().map(|column| format!(", in the order of {column}"));
    let caption = format!(
        "{}: the random-effects result as studies are added{}",
        analysis.title,
        by.unwrap_or_default()
    );
    let mut table = Table::new(format!("cumulative/{id}"), caption, refits("Added", scene, analysis, true));
    let effects = scene.effects(analysis);
    for step in &analysis.cumulative {
        let mut cells = vec![scene.study(&step.added), scene.count(step.k), effects.pooled(&step.random)];
        cells.extend(heterogeneity(scene, &step.heterogeneity));
        table.entry(cells);
    }
    Some(table)
}

fn refits(first: &str, scene: Scene<'_>, analysis: &AnalysisResult, with_k: bool) -> Vec<Column> {
    let ci = scene.numbers.interval_name(analysis.level);
    let mut columns = vec![Column::text(first)];
    if with_k {
        columns.push(Column::number("Studies"));
    }
    columns.extend([
        Column::number(format!("{} ({ci})", measure_name(analysis.measure))),
        Column::number("τ²"),
        Column::number("I²"),
        Column::number(format!("{} of Q", scene.numbers.profile().p_symbol)),
    ]);
    columns
}

fn heterogeneity(scene: Scene<'_>, h: &Heterogeneity) -> [Cell; 3] {
    [scene.tau2(h.tau2), scene.i2(h.i2), scene.p(h.p)]
}

/// `influence/<analysis>`: the statistics of influence of each study.
#[must_use]
pub(super) fn influence(scene: Scene<'_>, id: &str, analysis: &AnalysisResult) -> Option<Table> {
    if analysis.influence.is_empty() {
        return None;
    }
    let columns = [
        "Studentised residual",
        "DFFITS",
        "Cook’s distance",
        "Covariance ratio",
        "τ² without",
        "Q without",
        "Hat",
        "DFBETAS",
        "Weight",
    ];
    let mut columns: Vec<_> = columns.into_iter().map(Column::number).collect();
    columns.insert(0, Column::text("Study"));
    columns.push(Column::text("Flagged"));
    let mut table = Table::new(
        format!("influence/{id}"),
        format!("{}: influence of each study", analysis.title),
        columns,
    );
    for study in &analysis.influence {
        let mut cells = vec![
            scene.study(&study.id),
            scene.statistic(study.studentized_residual),
            scene.statistic(study.dffits),
            scene.statistic(study.cooks_distance),
            scene.statistic(study.covariance_ratio),
            scene.tau2(study.tau2_deleted),
            scene.statistic(study.q_deleted),
            Cell::computed(study.hat, |x| scene.numbers.decimal(x, 3)),
            scene.statistic(study.dfbetas),
            Cell::computed(study.weight, |x| scene.numbers.weight(x)),
        ];
        cells.push(if study.flagged { Cell::text("yes").role("differs") } else { Cell::text("no") });
        table.entry(cells);
    }
    match analysis.outliers.as_ref().and_then(|outliers| outliers.rule.as_deref()) {
        Some(rule) => table.notes.push(format!("Flagged {}.", rules::in_words(rule, &scene.numbers))),
        None => table.notes.push("Flagged by the usual cut-offs of the influence statistics.".into()),
    }
    Some(table)
}

/// `outliers/<analysis>`: the result with and without the outliers.
#[must_use]
pub(super) fn outliers(scene: Scene<'_>, id: &str, analysis: &AnalysisResult) -> Option<Table> {
    let outliers = analysis.outliers.as_ref()?;
    let ci = scene.numbers.interval_name(analysis.level);
    let columns = vec![
        Column::text("Studies"),
        Column::number("Number"),
        Column::number("Participants"),
        Column::number(format!("Random effects ({ci})")),
        Column::number(format!("Common effect ({ci})")),
        Column::number("τ²"),
        Column::number("I²"),
        Column::number(format!("{} of Q", scene.numbers.profile().p_symbol)),
    ];
    let caption = format!("{}: with and without the outliers", analysis.title);
    let mut table = Table::new(format!("outliers/{id}"), caption, columns);
    let effects = scene.effects(analysis);
    let parts = [("All", analysis.part(&[])), ("Without the outliers", analysis.part(&["without-outliers"]))];
    for (name, part) in parts {
        let Some(part) = part else { continue };
        let mut cells = vec![
            Cell::text(name),
            scene.count(part.k),
            scene.whole(part.total),
            effects.pooled(part.random),
            effects.pooled(part.common),
        ];
        cells.extend(heterogeneity(scene, part.heterogeneity));
        table.entry(cells);
    }
    if let Some(rule) = &outliers.rule {
        let flagged = scene.names(&outliers.flagged);
        table.notes.push(format!("Flagged {}: {flagged}.", rules::in_words(rule, &scene.numbers)));
    }
    table.notes.push(format!("Removed: {}.", scene.names(&outliers.removed)));
    if let Some(reason) = &outliers.reason {
        table.notes.push(format!("{}.", reason.trim_end_matches('.')));
    }
    if !outliers.removed_not_flagged.is_empty() {
        let names = scene.names(&outliers.removed_not_flagged);
        table.notes.push(format!("Removed though the rule does not flag them: {names}."));
    }
    if !outliers.flagged_not_removed.is_empty() {
        table.notes.push(format!("Flagged but kept: {}.", scene.names(&outliers.flagged_not_removed)));
    }
    Some(table.without_empty_columns())
}

/// `sensitivity/<analysis>`: the analysis with other choices.
#[must_use]
pub(super) fn sensitivity(scene: Scene<'_>, id: &str, analysis: &AnalysisResult) -> Option<Table> {
    if analysis.sensitivity.is_empty() {
        return None;
    }
    let ci = scene.numbers.interval_name(analysis.level);
    let columns = vec![
        Column::prose("Analysis"),
        Column::text("Model"),
        Column::number("Studies"),
        Column::number("Participants"),
        Column::number(format!("{} ({ci})", measure_name(analysis.measure))),
        Column::number("τ²"),
        Column::number("I²"),
        Column::number(format!("{} of Q", scene.numbers.profile().p_symbol)),
    ];
    let caption = format!("{}: the same analysis with other choices", analysis.title);
    let mut table = Table::new(format!("sensitivity/{id}"), caption, columns);
    let effects = scene.effects(analysis);
    let mut cells = vec![
        Cell::text("As specified"),
        model(analysis.model),
        scene.count(analysis.k),
        scene.whole(analysis.total),
        effects.pooled(analysis.headline()),
    ];
    cells.extend(heterogeneity(scene, &analysis.heterogeneity));
    table.entry(cells);
    for (index, variant) in analysis.sensitivity.iter().enumerate() {
        let pooled = match variant.model {
            EffectModel::Random => &variant.random,
            EffectModel::Common => &variant.common,
        };
        let mut cells = vec![
            Cell::text(&variant.label),
            model(variant.model),
            scene.count(variant.k),
            scene.whole(variant.total),
            effects.pooled(pooled),
        ];
        let [mut tau2, i2, p] = heterogeneity(scene, &variant.heterogeneity);
        let spec = scene.review.analyses.get(id).and_then(|spec| spec.sensitivity.get(index));
        let shares = spec.is_none_or(|spec| spec.shares_scale(analysis.measure, analysis.transform));
        if !shares && variant.heterogeneity.tau2.is_some() {
            let index = table
                .explain("On another scale than that of the analysis as specified: these τ² do not compare.");
            tau2 = tau2.explained(index);
        }
        cells.extend([tau2, i2, p]);
        if let Some(reason) = &variant.not_done {
            let index = table.explain(format!("Not done: {}.", reason.trim_end_matches('.')));
            cells[0] = std::mem::take(&mut cells[0]).explained(index);
        }
        table.entry(cells);
    }
    Some(table.without_empty_columns())
}

fn model(model: EffectModel) -> Cell {
    Cell::text(super::scene::model_name(model))
}
