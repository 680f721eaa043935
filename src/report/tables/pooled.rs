//! What was pooled: the results of all analyses, heterogeneity, subgroups, and the studies of each analysis.

use super::model::{Cell, Column, RowKind, Table};
use super::scene::{Effects, Scene, compares, measure_name, model_name, row_anchor};
use crate::analysis::results::{
    AnalysisResult, ArmResult, BetweenTest, Heterogeneity, Level, Part, StudyResult,
};
use crate::numbers::NOT_ESTIMABLE;
use crate::stats::choices::{EffectModel, Measure};

/// `results`: the pooled results of every analysis with its subgroups and without outliers.
#[must_use]
pub(super) fn results(scene: Scene<'_>) -> Table {
    let ci = scene.interval_name();
    let columns = vec![
        Column::text("Analysis"),
        Column::number("Studies"),
        Column::number("Participants"),
        Column::number("Events"),
        Column::number(format!("Random effects ({ci})")),
        Column::number("Prediction interval"),
        Column::number(format!("Common effect ({ci})")),
        Column::number("I²"),
        Column::number("τ²"),
        Column::number(format!("{} of Q", scene.numbers.profile().p_symbol)),
    ];
    let mut table = Table::new("results", "Pooled results of every analysis", columns);
    for (id, analysis) in &scene.results.analyses {
        let effects = scene.effects(analysis);
        if let Some(whole) = analysis.part(&[]) {
            let cells = part(scene, &effects, Cell::text(&analysis.title), whole);
            table.row(RowKind::Entry, cells).anchor = Some(row_anchor(id));
        }
        for subgroups in &analysis.subgroups {
            for level in &subgroups.levels {
                let name = format!("{}: {}", subgroups.label, level.level);
                let cells = part(scene, &effects, Cell::text(name), level.part());
                table.row(RowKind::Part, cells).anchor =
                    Some(row_anchor(&format!("{id}/{}/{}", subgroups.by, level.level)));
            }
        }
        if let Some(without) = analysis.outliers.as_ref().and_then(|outliers| outliers.without.as_ref()) {
            let cells = part(scene, &effects, Cell::text("Without outliers"), without.part());
            table.row(RowKind::Part, cells).anchor = Some(row_anchor(&format!("{id}/without-outliers")));
        }
    }
    table
        .notes
        .push("Q, I² and τ² describe heterogeneity; τ² is on the scale on which the analysis pools.".into());
    table.notes.push("NA: not applicable.".into());
    table.without_empty_columns()
}

fn part(scene: Scene<'_>, effects: &Effects, name: Cell, part: Part<'_>) -> Vec<Cell> {
    let prediction = part.random.prediction;
    vec![
        name,
        scene.count(part.k),
        scene.whole(part.total),
        scene.whole(part.events),
        effects.pooled(part.random),
        effects.interval(prediction),
        effects.pooled(part.common),
        scene.i2(part.heterogeneity.i2),
        scene.tau2(part.heterogeneity.tau2),
        scene.p(part.heterogeneity.p),
    ]
}

/// `heterogeneity`: every statistic of it.
#[must_use]
pub(super) fn heterogeneity(scene: Scene<'_>) -> Table {
    let columns = vec![
        Column::text("Analysis"),
        Column::number("Q"),
        Column::number("df"),
        Column::number(scene.numbers.profile().p_symbol),
        Column::number(format!("I² ({})", scene.interval_name())),
        Column::number("I² from τ²"),
        Column::number("H²"),
        Column::number(format!("τ² ({})", scene.interval_name())),
        Column::number("τ"),
    ];
    let mut table = Table::new("heterogeneity", "Heterogeneity of every analysis", columns);
    for analysis in scene.results.analyses.values() {
        let mut row = vec![Cell::text(&analysis.title)];
        row.extend(spread(scene, &analysis.heterogeneity));
        table.entry(row);
        for subgroups in &analysis.subgroups {
            for level in &subgroups.levels {
                let mut row = vec![Cell::text(format!("{}: {}", subgroups.label, level.level))];
                row.extend(spread(scene, &level.heterogeneity));
                table.row(RowKind::Part, row);
            }
        }
        if let Some(without) = analysis.outliers.as_ref().and_then(|outliers| outliers.without.as_ref()) {
            let mut row = vec![Cell::text("Without outliers")];
            row.extend(spread(scene, &without.heterogeneity));
            table.row(RowKind::Part, row);
        }
        for note in &analysis.heterogeneity.notes {
            let index = table.explain(note.clone());
            if let Some(row) = table.rows.iter_mut().rev().find(|row| row.kind == RowKind::Entry) {
                row.cells[0].explanations.push(index);
            }
        }
    }
    table
}

fn spread(scene: Scene<'_>, h: &Heterogeneity) -> [Cell; 8] {
    let numbers = scene.numbers;
    [
        scene.statistic(h.q),
        Cell::computed(h.df, |df| numbers.degrees_of_freedom(df)),
        scene.p(h.p),
        scene.with_limits(h.i2, h.i2_ci, |x| numbers.i2(x)),
        scene.i2(h.i2_tau2),
        scene.statistic(h.h2),
        scene.with_limits(h.tau2, h.tau2_ci, |x| numbers.tau2(x)),
        Cell::computed(h.tau, |x| numbers.decimal(x, 3)),
    ]
}

/// `subgroups/<analysis>`: the levels of every subgrouping, with the test of differences.
#[must_use]
pub(super) fn subgroups(scene: Scene<'_>, id: &str, analysis: &AnalysisResult) -> Option<Table> {
    if analysis.subgroups.is_empty() {
        return None;
    }
    let ci = scene.numbers.interval_name(analysis.level);
    let columns = vec![
        Column::text("Subgroup"),
        Column::number("Studies"),
        Column::number("Participants"),
        Column::number("Events"),
        Column::number(format!("Random effects ({ci})")),
        Column::number("Prediction interval"),
        Column::number(format!("Common effect ({ci})")),
        Column::number("I²"),
        Column::number("τ²"),
        Column::number(format!("{} of Q", scene.numbers.profile().p_symbol)),
    ];
    let mut table = Table::new(format!("subgroups/{id}"), format!("{}: subgroups", analysis.title), columns);
    let effects = scene.effects(analysis);
    for subgroups in &analysis.subgroups {
        if analysis.subgroups.len() > 1 {
            table.row(RowKind::Heading, vec![Cell::text(&subgroups.label)]);
        }
        for Level { level, .. } in &subgroups.levels {
            if let Some(found) = analysis.part(&[&subgroups.by, level]) {
                let cells = part(scene, &effects, Cell::text(level), found);
                table.entry(cells);
            }
        }
        for (test, tau2) in [
            (subgroups.test_separate_tau2, "τ² separate in each subgroup"),
            (subgroups.test_common_tau2, "τ² common to all subgroups"),
        ] {
            if let Some(test) = test {
                table.notes.push(between(scene, &subgroups.label, test, tau2));
            }
        }
        if subgroups.test_separate_tau2.is_none()
            && subgroups.test_common_tau2.is_none()
            && let Some(test) = subgroups.test
        {
            let tau2 = if subgroups.tau2 == "common" {
                "τ² common to all subgroups"
            } else {
                "τ² separate in each subgroup"
            };
            table.notes.push(between(scene, &subgroups.label, test, tau2));
        }
    }
    Some(table.without_empty_columns())
}

fn between(scene: Scene<'_>, label: &str, test: BetweenTest, tau2: &str) -> String {
    let numbers = scene.numbers;
    format!(
        "Test of differences between subgroups by {} ({tau2}): {}, {}, {}.",
        in_sentence(label),
        numbers.equation("χ²", &numbers.statistic(test.q)),
        numbers.equation("df", &numbers.degrees_of_freedom(test.df)),
        numbers.p_statement(test.p)
    )
}

/// A label within a sentence: its first letter small, unless the word is an abbreviation.
#[must_use]
pub(super) fn in_sentence(label: &str) -> String {
    let mut characters = label.chars();
    match (characters.next(), characters.clone().next()) {
        (Some(first), Some(second)) if first.is_uppercase() && second.is_lowercase() => {
            first.to_lowercase().chain(characters).collect()
        }
        _ => label.to_owned(),
    }
}

/// `data/<analysis>`: the studies of an analysis with what each contributes.
#[must_use]
pub(super) fn data(scene: Scene<'_>, id: &str, analysis: &AnalysisResult) -> Table {
    let ci = scene.numbers.interval_name(analysis.level);
    let mut columns = vec![Column::text("Study")];
    let mut spans = vec![(String::new(), 1)];
    let fields = fields(analysis.measure);
    let arms = scene.review.analyses.get(id).and_then(|spec| spec.arms.as_ref());
    if compares(analysis.measure) && !fields.is_empty() {
        let names = arms.map_or(["Treated", "Control"], |arms| [&arms.treated, &arms.control]);
        for name in names {
            spans.push((name.to_owned(), fields.len()));
            columns.extend(fields.iter().map(|field| Column::number(field.label())));
        }
    } else {
        spans.clear();
        columns.extend(fields.iter().map(|field| Column::number(field.label())));
    }
    columns.push(Column::number(format!("{} ({ci})", measure_name(analysis.measure))));
    columns.push(Column::number("Weight, random"));
    columns.push(Column::number("Weight, common"));
    if !spans.is_empty() {
        spans.push((String::new(), 3));
    }
    let mut table =
        Table::new(format!("data/{id}"), format!("{}: data of the studies", analysis.title), columns);
    table.spans = spans;
    let effects = scene.effects(analysis);
    for study in &analysis.studies {
        let mut cells = vec![scene.study(&study.id)];
        cells.extend(study_data(scene, study, analysis.measure, &fields));
        cells.push(effects.estimate(study.estimate, study.ci));
        cells.push(Cell::computed(study.weight_random, |w| scene.numbers.weight(w)));
        cells.push(Cell::computed(study.weight_common, |w| scene.numbers.weight(w)));
        if study.corrected {
            let index = table.explain("A continuity correction was added.");
            cells[0].explanations.push(index);
        }
        let converted = [study.treated.as_ref(), study.control.as_ref()].into_iter().flatten();
        let converted = converted.filter_map(|arm| arm.converted.as_ref()).chain(study.converted.as_ref());
        for how in converted {
            let index = table.explain(format!("Mean and standard deviation converted: {how}."));
            cells[0] = std::mem::take(&mut cells[0]).explained(index);
        }
        table.entry(cells);
    }
    for left_out in analysis.left_out.iter().filter(|left_out| left_out.not_estimable) {
        let mut cells = vec![scene.study(&left_out.study)];
        cells.extend((2..table.columns.len()).map(|_| Cell::default()));
        let at = table.columns.len() - 3;
        cells.push(Cell::default());
        cells[at] = Cell::text(NOT_ESTIMABLE);
        table.entry(cells);
    }
    for (model, pooled) in [(EffectModel::Random, &analysis.random), (EffectModel::Common, &analysis.common)]
    {
        let mut cells = vec![Cell::text(model_name(model))];
        cells.extend(totals(scene, analysis, &fields));
        cells.push(effects.pooled(pooled));
        cells.push(Cell::default());
        cells.push(Cell::default());
        table.row(RowKind::Total, cells);
    }
    table.without_empty_columns()
}

/// A datum of a study or an arm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Events,
    Total,
    Time,
    Mean,
    Sd,
}

impl Field {
    fn label(self) -> &'static str {
        match self {
            Self::Events => "Events",
            Self::Total => "Total",
            Self::Time => "Time at risk",
            Self::Mean => "Mean",
            Self::Sd => "SD",
        }
    }

    fn of_arm(self, arm: Option<&ArmResult>) -> Option<f64> {
        let arm = arm?;
        match self {
            Self::Events => arm.events,
            Self::Total => arm.total,
            Self::Time => arm.time,
            Self::Mean => arm.mean,
            Self::Sd => arm.sd,
        }
    }

    fn of_study(self, study: &StudyResult) -> Option<f64> {
        match self {
            Self::Events => study.events,
            Self::Total => study.total,
            Self::Time => study.time,
            Self::Mean => study.mean,
            Self::Sd => study.sd,
        }
    }

    fn cell(self, scene: Scene<'_>, x: Option<f64>) -> Cell {
        match self {
            Self::Events | Self::Total => scene.whole(x),
            Self::Time | Self::Mean | Self::Sd => Cell::known(x, |x| as_given(scene, x)),
        }
    }
}

/// A number as the author gave it: no digit more, none less than two decimals of a long one.
#[must_use]
pub(super) fn as_given(scene: Scene<'_>, x: f64) -> String {
    let shortest = x.to_string();
    let decimals = shortest.split_once('.').map_or(0, |(_, fraction)| fraction.len());
    scene.numbers.decimal(x, decimals.min(3))
}

fn fields(measure: Measure) -> Vec<Field> {
    match measure {
        Measure::Proportion
        | Measure::OddsRatio
        | Measure::RiskRatio
        | Measure::RiskDifference
        | Measure::PetoOddsRatio => vec![Field::Events, Field::Total],
        Measure::Rate | Measure::IncidenceRateRatio | Measure::IncidenceRateDifference => {
            vec![Field::Events, Field::Time]
        }
        Measure::Mean
        | Measure::MeanDifference
        | Measure::StandardizedMeanDifference
        | Measure::RatioOfMeans => vec![Field::Total, Field::Mean, Field::Sd],
        Measure::Correlation => vec![Field::Total],
        Measure::Ratio | Measure::Generic => Vec::new(),
    }
}

fn study_data(scene: Scene<'_>, study: &StudyResult, measure: Measure, fields: &[Field]) -> Vec<Cell> {
    if compares(measure) {
        let arms = [study.treated.as_ref(), study.control.as_ref()];
        arms.iter().flat_map(|arm| fields.iter().map(|field| field.cell(scene, field.of_arm(*arm)))).collect()
    } else {
        fields.iter().map(|field| field.cell(scene, field.of_study(study))).collect()
    }
}

/// Sums stand under events, totals and time; a sum of means would say nothing.
fn totals(scene: Scene<'_>, analysis: &AnalysisResult, fields: &[Field]) -> Vec<Cell> {
    let summed = |field: &Field, x: Option<f64>| match field {
        Field::Mean | Field::Sd => Cell::default(),
        _ if x.is_none() => Cell::default(),
        field => field.cell(scene, x),
    };
    if compares(analysis.measure) {
        let arms = [analysis.treated.as_ref(), analysis.control.as_ref()];
        arms.iter().flat_map(|arm| fields.iter().map(|field| summed(field, field.of_arm(*arm)))).collect()
    } else {
        fields
            .iter()
            .map(|field| {
                let x = match field {
                    Field::Events => analysis.events,
                    Field::Total => analysis.total,
                    Field::Time | Field::Mean | Field::Sd => None,
                };
                summed(field, x)
            })
            .collect()
    }
}
