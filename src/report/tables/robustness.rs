//! How much a result depends on single studies and choices.

use super::model::{Cell, Column, Table};
use super::scene::{Scene, model_name, row_anchor};
use crate::analysis::results::{AnalysisResult, Heterogeneity, PartPath, remark};
use crate::figures::conclusions::all_said;
use crate::figures::forest::wording::effect_in_column;
use crate::figures::rules;
use crate::numbers::Scale;

/// `leave-one-out/<analysis>`: the pooled result without each study.
#[must_use]
pub(super) fn leave_one_out(scene: Scene<'_>, id: &str, analysis: &AnalysisResult) -> Option<Table> {
    if analysis.leave_one_out.is_empty() {
        return None;
    }
    let caption = format!("{}: the random-effects result without each study", analysis.title);
    let mut columns = refits("Omitted", scene, id, analysis, false);
    let marked = analysis.leave_one_out.iter().any(|without| !without.changes.is_empty());
    if marked {
        columns.push(Column::prose("Changes of conclusion"));
    }
    let mut table = Table::new(format!("leave-one-out/{id}"), caption, columns);
    let effects = scene.effects(analysis);
    for without in scene.in_order(id, &analysis.leave_one_out, |one| &one.omitted) {
        let told = remark(without.not_done.as_deref(), without.fallback.as_deref());
        let name = table.explained(scene.study(&without.omitted), told);
        let mut cells = vec![name, effects.pooled(&without.random)];
        cells.extend(heterogeneity(scene, analysis, &without.heterogeneity));
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
    cells.extend(heterogeneity(scene, analysis, &analysis.heterogeneity));
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
    let mut table =
        Table::new(format!("cumulative/{id}"), caption, refits("Added", scene, id, analysis, true));
    let effects = scene.effects(analysis);
    for step in &analysis.cumulative {
        let told = remark(step.not_done.as_deref(), step.fallback.as_deref());
        let name = table.explained(scene.study(&step.added), told);
        let mut cells = vec![name, scene.count(step.k), effects.pooled(&step.random)];
        cells.extend(heterogeneity(scene, analysis, &step.heterogeneity));
        table.entry(cells);
    }
    Some(table)
}

fn refits(first: &str, scene: Scene<'_>, id: &str, analysis: &AnalysisResult, with_k: bool) -> Vec<Column> {
    let ci = scene.numbers.interval_name(analysis.level);
    let mut columns = vec![Column::text(first)];
    if with_k {
        columns.push(Column::number("Studies"));
    }
    columns.extend([
        Column::number(format!("{} ({ci})", scene.effect_heading(id, analysis))),
        Column::number("τ²"),
        Column::number("I²"),
        Column::number(format!("{} of Q", scene.numbers.profile().p_symbol)),
    ]);
    columns
}

/// tau2, the I2 of the analysis's definition and the p value of Q.
fn heterogeneity(scene: Scene<'_>, analysis: &AnalysisResult, h: &Heterogeneity) -> [Cell; 3] {
    [scene.tau2(h.tau2), scene.i2(h.headline(analysis.i2_definition).0), scene.p(h.p)]
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
    for study in scene.in_order(id, &analysis.influence, |study| &study.id) {
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
    let parts = [("All", PartPath::Whole), ("Without the outliers", PartPath::WithoutOutliers)];
    for (name, path) in parts {
        let Some(part) = analysis.part(&path) else { continue };
        let mut cells = vec![
            table.explained(Cell::text(name), part.remark()),
            scene.count(part.k),
            scene.whole(part.total),
            effects.pooled(part.random),
            effects.pooled(part.common),
        ];
        cells.extend(heterogeneity(scene, analysis, part.heterogeneity));
        table.entry(cells);
    }
    if let Some(rule) = &outliers.rule {
        let flagged = scene.names(&outliers.flagged);
        let rule = rules::in_words(rule, &scene.numbers);
        table.notes.push(if outliers.flagged == outliers.removed {
            format!("Flagged {rule}, and removed: {flagged}.")
        } else {
            format!("Flagged {rule}: {flagged}.")
        });
    }
    if outliers.rule.is_none() || outliers.flagged != outliers.removed {
        table.notes.push(format!("Removed: {}.", scene.names(&outliers.removed)));
    }
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
        Column::number(format!("{} ({ci})", scene.effect_heading(id, analysis))),
        Column::number("τ²"),
        Column::number("I²"),
        Column::number(format!("{} of Q", scene.numbers.profile().p_symbol)),
    ];
    let caption = format!("{}: the same analysis with other choices", analysis.title);
    let mut table = Table::new(format!("sensitivity/{id}"), caption, columns);
    let main = analysis.whole();
    let variants = analysis.sensitivity.iter().map(|variant| (Some(variant), analysis.variant_part(variant)));
    for (variant, part) in std::iter::once((None, main)).chain(variants) {
        let label = variant.map_or("As specified", |variant| variant.label.as_str());
        let name = table.explained(Cell::text(label), part.remark());
        let effect = effect_in_column(analysis, &part, scene.numbers);
        // An effect of another measure has no place among the numbers of this column.
        let comparable = part.choices.shares_axis(&main.choices);
        let effect = Cell { number: part.headline().estimate.filter(|_| comparable), ..Cell::text(effect) };
        let mut tau2 = scene.tau2(part.heterogeneity.tau2);
        if !part.choices.shares_scale(&main.choices) && part.heterogeneity.tau2.is_some() {
            let index = table
                .explain("On another scale than that of the analysis as specified: these τ² do not compare.");
            tau2 = tau2.explained(index);
        }
        let cells = vec![
            name,
            Cell::text(model_name(part.choices.model)),
            scene.count(part.k),
            scene.whole(part.total),
            effect,
            tau2,
            scene.i2(part.i2().0),
            scene.p(part.heterogeneity.p),
        ];
        let row = table.entry(cells);
        row.anchor =
            variant.map(|variant| row_anchor(&PartPath::Sensitivity { label: variant.label.clone() }.of(id)));
    }
    Some(table.without_empty_columns())
}
