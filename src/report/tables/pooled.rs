//! What was pooled: the results of all analyses, heterogeneity, subgroups, and the studies of each analysis.

use super::model::{Cell, Column, RowKind, Table};
use super::scene::{Effects, Scene, compares, model_name, row_anchor};
use crate::analysis::results::{AnalysisResult, ArmResult, BetweenTest, Part, PartPath, StudyResult};
use crate::numbers::NOT_ESTIMABLE;
use crate::report::wording::{capitalised, lower_first};
use crate::stats::choices::{EffectModel, I2Definition, Measure};

/// From so many studies on, the variance between them is known tolerably well.
const FEW: usize = 5;

/// Headings of the table of pooled results, after the first column.
fn columns(scene: Scene<'_>, first: &str, ci: &str) -> Vec<Column> {
    vec![
        Column::text(first),
        Column::number("Studies"),
        Column::number("Participants"),
        Column::number("Events"),
        Column::number(format!("Random effects ({ci})")),
        Column::number("Prediction interval"),
        Column::number(format!("Common effect ({ci})")),
        Column::number("I²"),
        Column::number("τ²"),
        Column::number(format!("{} of Q", scene.numbers.profile().p_symbol)),
    ]
}

/// The parts of an analysis that were pooled in its own way, with how their rows are called: the whole, its subgroups,
/// without outliers.
fn rows<'a>(analysis: &'a AnalysisResult) -> impl Iterator<Item = (PartPath, String, RowKind, Part<'a>)> {
    analysis.paths().into_iter().filter_map(|path| {
        let (name, kind) = match &path {
            PartPath::Whole => (analysis.title.clone(), RowKind::Entry),
            PartPath::Level { by, level } => {
                let subgroups = analysis.subgroups.iter().find(|subgroups| subgroups.by == *by)?;
                (format!("{}: {level}", subgroups.label), RowKind::Part)
            }
            PartPath::WithoutOutliers => ("Without outliers".to_owned(), RowKind::Part),
            PartPath::Sensitivity { .. } => return None,
        };
        let part = analysis.part(&path)?;
        Some((path, name, kind, part))
    })
}

/// `results`: the pooled results of every analysis with its subgroups and without outliers.
#[must_use]
pub(super) fn results(scene: Scene<'_>) -> Table {
    let levels = scene.levels(scene.wholes());
    let columns = columns(scene, "Analysis", &levels.name());
    let mut table = Table::new("results", "Pooled results of every analysis", columns);
    for (id, analysis) in &scene.results.analyses {
        let effects = scene.effects(analysis).under(&levels, analysis.level);
        for (path, name, kind, found) in rows(analysis) {
            let name = table.explained(Cell::text(name), found.remark());
            let cells = part(scene, &effects, name, found);
            table.row(kind, cells).anchor = Some(row_anchor(&path.of(id)));
        }
    }
    if scene.wholes().any(|whole| whole.heterogeneity.tau2.is_some()) {
        table.notes.push("τ² is on the scale on which the analysis pools.".into());
    }
    table.notes.extend(levels.of_prediction().map(str::to_owned));
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
        scene.i2(part.i2().0),
        scene.tau2(part.heterogeneity.tau2),
        scene.p(part.heterogeneity.p),
    ]
}

/// `heterogeneity`: every statistic of it.
#[must_use]
pub(super) fn heterogeneity(scene: Scene<'_>) -> Table {
    let levels = scene.levels(scene.wholes());
    let columns = vec![
        Column::text("Analysis"),
        Column::number("Q"),
        Column::number("df"),
        Column::number(scene.numbers.profile().p_symbol),
        Column::number(format!("I² ({})", levels.name())),
        Column::number("I² from τ²"),
        Column::number("H²"),
        Column::number(format!("τ² ({})", levels.name())),
        Column::number("τ"),
    ];
    let mut table = Table::new("heterogeneity", "Heterogeneity of every analysis", columns);
    for analysis in scene.results.analyses.values() {
        for (path, name, kind, part) in rows(analysis) {
            let mut name = Cell::text(name);
            if path == PartPath::Whole {
                for note in &part.heterogeneity.notes {
                    let index = table.explain(format!("{}.", capitalised(&note.replace("tau2", "τ²"))));
                    name = name.explained(index);
                }
            }
            let mut row = vec![table.explained(name, part.remark())];
            row.extend(spread(scene, &part, levels.in_cell(analysis.level)));
            table.row(kind, row);
        }
    }
    table
}

fn spread(scene: Scene<'_>, part: &Part<'_>, named: Option<f64>) -> [Cell; 8] {
    let numbers = scene.numbers;
    let h = part.heterogeneity;
    let (i2, i2_ci) = h.headline(I2Definition::Q);
    let (i2_tau2, _) = h.headline(I2Definition::Tau2);
    let (i2_ci, tau2_ci) =
        (i2_ci.map(|ci| numbers.i2_interval(ci)), h.tau2_ci.map(|ci| numbers.tau2_interval(ci)));
    [
        scene.statistic(h.q),
        Cell::computed(h.df, |df| numbers.degrees_of_freedom(df)),
        scene.p(h.p),
        scene.with_limits(i2, |x| numbers.i2(x), i2_ci, named),
        scene.i2(i2_tau2),
        scene.statistic(h.h2),
        scene.with_limits(h.tau2, |x| numbers.tau2(x), tau2_ci, named),
        scene.tau2(h.tau),
    ]
}

/// `subgroups/<analysis>`: the levels of every subgrouping, with the test of differences.
#[must_use]
pub(super) fn subgroups(scene: Scene<'_>, id: &str, analysis: &AnalysisResult) -> Option<Table> {
    if analysis.subgroups.is_empty() {
        return None;
    }
    let columns = columns(scene, "Subgroup", &scene.numbers.interval_name(analysis.level));
    let mut table = Table::new(format!("subgroups/{id}"), format!("{}: subgroups", analysis.title), columns);
    let effects = scene.effects(analysis);
    for subgroups in &analysis.subgroups {
        if analysis.subgroups.len() > 1 {
            table.row(RowKind::Heading, vec![Cell::text(&subgroups.label)]);
        }
        for level in &subgroups.levels {
            let found = analysis.level_part(level);
            let mut name = table.explained(Cell::text(&level.level), found.remark());
            if let Some(few) = few(level.k, analysis.model) {
                name = name.explained(table.explain(few));
            }
            let cells = part(scene, &effects, name, found);
            table.entry(cells);
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

/// What a reader has to know of a subgroup that rests on few studies.
const fn few(k: usize, model: EffectModel) -> Option<&'static str> {
    match (k, model) {
        (1, _) => Some("A single study: nothing is pooled."),
        (2..FEW, EffectModel::Random) => {
            Some("Fewer than five studies: their variance, and with it the interval, is known only roughly.")
        }
        _ => None,
    }
}

fn between(scene: Scene<'_>, label: &str, test: BetweenTest, tau2: &str) -> String {
    let numbers = scene.numbers;
    format!(
        "Test of differences between subgroups by {} ({tau2}): {}, {}, {}.",
        lower_first(label),
        numbers.equation("χ²", &numbers.statistic(test.q)),
        numbers.equation("df", &numbers.degrees_of_freedom(test.df)),
        numbers.p_statement(test.p)
    )
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
    columns.push(Column::number(format!("{} ({ci})", scene.effect_heading(id, analysis))));
    columns.push(Column::number("Weight, random"));
    columns.push(Column::number("Weight, common"));
    if !spans.is_empty() {
        spans.push((String::new(), 3));
    }
    let mut table =
        Table::new(format!("data/{id}"), format!("{}: data of the studies", analysis.title), columns);
    table.spans = spans;
    let effects = scene.effects(analysis);
    for study in scene.in_order(id, &analysis.studies, |study| &study.id) {
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
