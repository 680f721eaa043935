//! Tests of small-study effects, and meta-regression.

use super::model::{Cell, Column, RowKind, Table};
use super::scene::Scene;
use crate::analysis::results::{
    AnalysisResult, MetaRegressionResult, RegressionTerm, RegressionTest, TestOutcome, TrimFill,
};
use crate::numbers::{Numbers, Scale};
use crate::report::wording;
use crate::stats::choices::CiMethod;

/// `small-study/<analysis>`: the tests that were done, and those that were not, with the reason.
#[must_use]
pub(super) fn small_study(scene: Scene<'_>, id: &str, analysis: &AnalysisResult) -> Option<Table> {
    let found = &analysis.small_study;
    let columns = vec![
        Column::text("Test"),
        Column::prose("Result"),
        Column::number("Statistic"),
        Column::number("df"),
        Column::number(scene.numbers.profile().p_symbol),
    ];
    let caption = format!("{}: small-study effects", analysis.title);
    let mut table = Table::new(format!("small-study/{id}"), caption, columns);
    for (test, outcome) in found.outcomes() {
        let name = Cell::text(wording::capitalised(test.label()));
        let cells = match outcome {
            TestOutcome::Regression(test) => regression_test(scene, name, test),
            TestOutcome::Begg(begg) => {
                let tau = scene.numbers.equation("Kendall’s τ", &scene.numbers.decimal(begg.tau, 2));
                vec![name, Cell::text(tau), Cell::default(), Cell::default(), scene.p(Some(begg.p))]
            }
            TestOutcome::TrimFill(filled) => in_words(name, filled_in(scene, analysis, filled)),
            TestOutcome::NotDone(reason) => {
                in_words(name, format!("not done: {}", wording::reason(reason, scene.numbers)))
            }
        };
        table.entry(cells);
    }
    (!table.rows.is_empty()).then_some(table)
}

/// A row without a statistic.
fn in_words(name: Cell, result: String) -> Vec<Cell> {
    vec![name, Cell::text(result), Cell::default(), Cell::default(), Cell::default()]
}

fn filled_in(scene: Scene<'_>, analysis: &AnalysisResult, filled: &TrimFill) -> String {
    let count = u64::try_from(filled.k0).unwrap_or(u64::MAX);
    let studies = match filled.k0 {
        0 => "no study filled in".to_owned(),
        1 => format!("1 study filled in on the {}", filled.side),
        _ => format!("{} studies filled in on the {}", scene.numbers.count(count), filled.side),
    };
    format!("{studies}: {}", scene.effects(analysis).pooled(&filled.random).text)
}

fn regression_test(scene: Scene<'_>, name: Cell, test: &RegressionTest) -> Vec<Cell> {
    let numbers = scene.numbers;
    let result = match (test.estimate, test.se) {
        (Some(estimate), Some(se)) => {
            let digits = Scale::Number.digits(se, None);
            format!("estimate {}, SE {}", numbers.decimal(estimate, digits), numbers.decimal(se, digits))
        }
        _ => String::new(),
    };
    vec![
        name,
        Cell::text(result),
        scene.statistic(Some(test.statistic)),
        test.df.map_or_else(Cell::default, |df| Cell::number(numbers.degrees_of_freedom(df), df)),
        scene.p(Some(test.p)),
    ]
}

/// `meta-regression/<analysis>`: the coefficients of every model.
#[must_use]
pub(super) fn meta_regression(scene: Scene<'_>, id: &str, analysis: &AnalysisResult) -> Option<Table> {
    if analysis.meta_regression.is_empty() {
        return None;
    }
    let numbers = scene.numbers;
    let ci = numbers.interval_name(analysis.level);
    let statistic = if analysis.ci_method == CiMethod::Wald { "z" } else { "t (df)" };
    let columns = vec![
        Column::text("Term"),
        Column::number("Studies"),
        Column::number(format!("Coefficient ({ci})")),
        Column::prose(format!("On the reported scale ({ci})")),
        Column::number("SE"),
        Column::number(statistic),
        Column::number(numbers.profile().p_symbol),
        Column::number("R²"),
        Column::number("Residual I²"),
        Column::number("Residual τ²"),
    ];
    let caption = format!("{}: meta-regression", analysis.title);
    let mut table = Table::new(format!("meta-regression/{id}"), caption, columns);
    for model in &analysis.meta_regression {
        let title = heading(model);
        if let Some(reason) = &model.not_done {
            let mut cells = vec![Cell::text(title), scene.count(model.k)];
            let index = table.explain(format!("Not fitted: {}.", reason.trim_end_matches('.')));
            cells[0] = std::mem::take(&mut cells[0]).explained(index);
            cells.resize(table.columns.len(), Cell::default());
            table.entry(cells);
            continue;
        }
        table.row(RowKind::Heading, vec![Cell::text(format!("{title}{}", test(numbers, model)))]);
        for (at, term) in model.terms.iter().enumerate() {
            let cells = coefficient(scene, model, term, at == 0);
            table.row(RowKind::Part, cells);
        }
    }
    table.notes.push(format!(
        "Coefficients are changes per unit of the moderator on the scale on which the analysis pools ({}), the \
         intercept is where all moderators are zero. On the reported scale, a coefficient is the change from the \
         effect at the mean of the moderators.",
        scale_name(analysis)
    ));
    Some(table)
}

fn heading(model: &MetaRegressionResult) -> String {
    let names: Vec<_> = model
        .moderators
        .iter()
        .enumerate()
        .map(|(at, column)| {
            let label = model.labels.get(at).filter(|label| !label.is_empty()).unwrap_or(column);
            match model.units.get(at).and_then(Option::as_ref) {
                Some(unit) => format!("{label} ({unit})"),
                None => label.clone(),
            }
        })
        .collect();
    names.join(" and ")
}

fn test(numbers: Numbers, model: &MetaRegressionResult) -> String {
    let (Some(qm), Some(p)) = (model.qm, model.qm_p) else { return String::new() };
    let df: Vec<_> = model.qm_df.iter().map(|&df| numbers.degrees_of_freedom(df)).collect();
    let symbol = if df.len() == 2 { "F" } else { "χ²" };
    format!(
        ": test of the moderators {}, {}, {}",
        numbers.equation(symbol, &numbers.statistic(qm)),
        numbers.equation("df", &df.join(", ")),
        numbers.p_statement(p)
    )
}

fn coefficient(
    scene: Scene<'_>,
    model: &MetaRegressionResult,
    term: &RegressionTerm,
    first: bool,
) -> Vec<Cell> {
    let numbers = scene.numbers;
    let digits = Scale::coefficient_digits(term.estimate, term.ci);
    let of_model = |x: Option<f64>, write: &dyn Fn(f64) -> String| match x {
        _ if first => Cell::computed(x, write),
        _ => Cell::default(),
    };
    vec![
        Cell::text(term_name(model, &term.name)),
        if first { scene.count(model.k) } else { Cell::default() },
        Cell::number(
            numbers.estimate_and_limits_with(term.estimate, term.ci, Scale::Number, digits),
            term.estimate,
        ),
        term.change.as_ref().map_or_else(Cell::default, |change| Cell::text(numbers.change(change))),
        Cell::number(numbers.decimal(term.se, digits + 1), term.se),
        match model.df {
            Some(df) => Cell::number(
                format!("{} ({})", numbers.statistic(term.statistic), numbers.degrees_of_freedom(df)),
                term.statistic,
            ),
            None => scene.statistic(Some(term.statistic)),
        },
        scene.p(Some(term.p)),
        of_model(model.r2, &|x| numbers.percent_with(x, 0)),
        of_model(model.i2_residual, &|x| numbers.i2(x)),
        of_model(model.tau2, &|x| numbers.tau2(x)),
    ]
}

/// `region[Europe]` with the label of its column.
fn term_name(model: &MetaRegressionResult, name: &str) -> String {
    if name == "intercept" {
        return "Intercept".to_owned();
    }
    let (column, level) = match name.split_once('[') {
        Some((column, level)) => (column, level.strip_suffix(']')),
        None => (name, None),
    };
    let at = model.moderators.iter().position(|moderator| moderator == column);
    let label = at.and_then(|at| model.labels.get(at)).filter(|label| !label.is_empty());
    let label = label.map_or(column, String::as_str);
    level.map_or_else(|| label.to_owned(), |level| format!("{label}: {level}"))
}

fn scale_name(analysis: &AnalysisResult) -> &'static str {
    use crate::stats::choices::Transform;
    match analysis.transform {
        Transform::Logit => "log odds",
        Transform::FreemanTukey => "double arcsine",
        Transform::Arcsine => "arcsine of the square root",
        Transform::Log => "logarithm",
        Transform::Sqrt => "square root",
        Transform::FisherZ => "Fisher’s z",
        Transform::None => match crate::numbers::Scale::of(analysis.measure) {
            Scale::Ratio => "logarithm",
            _ => "the reported scale",
        },
    }
}
