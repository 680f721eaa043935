//! A named field of a result as text.

use serde::{Deserialize, Serialize};

use crate::analysis::results::{AnalysisResult, Heterogeneity, Interval, Part, Pooled, RegressionTerm};
use crate::numbers::{Effects, NOT_ESTIMABLE, NOT_REPORTED, Numbers, Scale};
use crate::stats::choices::{EffectModel, I2Definition, Measure};
use crate::stats::decimal::kept;

/// What kind of result a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Kind {
    /// An analysis or a part of one: two pooled results and their heterogeneity.
    Part,
    /// A pooled result.
    Pooled,
    /// A heterogeneity.
    Heterogeneity,
    /// A coefficient of a meta-regression.
    Coefficient,
}

/// What a result belongs to, and how it is shown. The environment writes it beside each result that templates see.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct About {
    /// `survival/region/Europe`.
    pub of: String,
    /// What kind of result it is.
    pub kind: Kind,
    /// Which pooled result is the headline.
    pub model: EffectModel,
    /// Which I2 is the headline.
    pub i2: I2Definition,
    /// What is pooled.
    pub measure: Measure,
    /// Decimals of its estimates and limits.
    pub digits: usize,
    /// Level of its intervals.
    pub level: f64,
}

impl About {
    /// About a part of an analysis.
    pub(super) fn new(of: &str, analysis: &AnalysisResult, part: &Part<'_>) -> Self {
        Self {
            of: of.to_owned(),
            kind: Kind::Part,
            model: part.choices.model,
            i2: part.choices.i2_definition,
            measure: part.choices.measure,
            digits: Effects::of_part(analysis, part, Numbers::default()).digits(),
            level: part.choices.level,
        }
    }

    fn effects(&self, numbers: Numbers) -> Effects {
        Effects::new(numbers, Scale::of(self.measure), self.digits)
    }
}

/// A field as it is printed and as machines read it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Field {
    /// As the number profile prints it.
    pub text: String,
    /// As `results.json` has it.
    pub value: String,
}

impl Field {
    fn new(x: Option<f64>, text: impl FnOnce(f64) -> String) -> Self {
        match x.filter(|x| x.is_finite()) {
            Some(x) => Self { text: text(x), value: machine(x) },
            None => Self { text: NOT_ESTIMABLE.to_owned(), value: String::new() },
        }
    }

    fn interval(limits: Option<Interval>, text: impl FnOnce(Interval) -> String) -> Self {
        match limits.filter(|limits| limits.lower.is_finite() && limits.upper.is_finite()) {
            Some(limits) => Self {
                text: text(limits),
                value: format!("{}/{}", machine(limits.lower), machine(limits.upper)),
            },
            None => Self { text: NOT_ESTIMABLE.to_owned(), value: String::new() },
        }
    }

    fn count(n: Option<f64>, numbers: Numbers) -> Self {
        match n {
            Some(n) => Self { text: numbers.integer(n), value: machine(n) },
            None => Self { text: NOT_REPORTED.to_owned(), value: String::new() },
        }
    }
}

/// A number as machines read it: 12 significant digits, as in `results.json`.
pub(super) fn machine(x: f64) -> String {
    kept(x).to_string()
}

/// The fields of a pooled result.
pub(super) const POOLED: [&str; 14] = [
    "effect",
    "estimate",
    "ci",
    "lower",
    "upper",
    "prediction",
    "prediction_lower",
    "prediction_upper",
    "p",
    "p_value",
    "frequency",
    "frequency_ci",
    "se",
    "theta",
];
/// The fields of a heterogeneity.
pub(super) const HETEROGENEITY: [&str; 11] =
    ["i2", "i2_ci", "tau2", "tau2_ci", "tau", "h2", "q", "q_df", "q_p", "q_p_value", "q_test"];
/// The fields of what it rests on.
pub(super) const COUNTS: [&str; 4] = ["k", "n", "total", "events"];
/// The fields that a coefficient of a meta-regression alone has.
pub(super) const COEFFICIENT: [&str; 1] = ["change"];

/// A field of a pooled result.
pub(super) fn pooled(field: &str, result: &Pooled, about: &About, numbers: Numbers) -> Option<Field> {
    let effects = about.effects(numbers);
    let estimate = |x: Option<f64>| Field::new(x, |x| effects.estimate(x));
    let interval = |limits: Option<Interval>| Field::interval(limits, |limits| effects.interval(limits));
    let lower = |limits: Option<Interval>| estimate(limits.map(|limits| limits.lower));
    let upper = |limits: Option<Interval>| estimate(limits.map(|limits| limits.upper));
    Some(match field {
        "effect" => {
            Field::new(result.estimate, |x| effects.with_named_limits(Some(x), result.ci, about.level))
        }
        "estimate" => estimate(result.estimate),
        "ci" => interval(result.ci),
        "lower" => lower(result.ci),
        "upper" => upper(result.ci),
        "prediction" => interval(result.prediction),
        "prediction_lower" => lower(result.prediction),
        "prediction_upper" => upper(result.prediction),
        "p" => Field::new(result.p, |p| numbers.p_statement(p)),
        "p_value" => Field::new(result.p, |p| numbers.p_value(p)),
        "frequency" => Field::new(result.estimate, |x| numbers.natural_frequency(x)),
        // The limits are of as many people as the frequency.
        "frequency_ci" => Field::interval(result.ci, |ci| {
            let frequency = result.estimate.and_then(|x| numbers.frequency(x, Some(ci)));
            let limits = frequency.and_then(|frequency| frequency.limits);
            limits.map_or_else(|| NOT_ESTIMABLE.to_owned(), |limits| numbers.frequency_limits(&limits))
        }),
        "se" => Field::new(result.se, |x| numbers.decimal(x, 3)),
        "theta" => Field::new(result.theta, |x| numbers.decimal(x, 3)),
        "theta_ci" => Field::interval(result.theta_ci, |ci| numbers.interval_with(ci, Scale::Number, 3)),
        "theta_prediction" => {
            Field::interval(result.theta_prediction, |ci| numbers.interval_with(ci, Scale::Number, 3))
        }
        "statistic" => Field::new(result.statistic, |x| numbers.statistic(x)),
        "df" => Field::new(result.df, |x| numbers.degrees_of_freedom(x)),
        _ => return None,
    })
}

/// A field of a coefficient of a meta-regression.
pub(super) fn coefficient(field: &str, term: &RegressionTerm, level: f64, numbers: Numbers) -> Option<Field> {
    let digits = Scale::coefficient_digits(term.estimate, term.ci);
    let effects = Effects::new(numbers, Scale::Number, digits);
    let estimate = |x: f64| Field::new(Some(x), |x| effects.estimate(x));
    Some(match field {
        "effect" => {
            Field::new(Some(term.estimate), |x| effects.with_named_limits(Some(x), Some(term.ci), level))
        }
        "estimate" => estimate(term.estimate),
        "ci" => Field::interval(Some(term.ci), |ci| effects.interval(ci)),
        "lower" => estimate(term.ci.lower),
        "upper" => estimate(term.ci.upper),
        "se" => Field::new(Some(term.se), |x| numbers.decimal(x, digits + 1)),
        "p" => Field::new(Some(term.p), |p| numbers.p_statement(p)),
        "p_value" => Field::new(Some(term.p), |p| numbers.p_value(p)),
        "statistic" => Field::new(Some(term.statistic), |x| numbers.statistic(x)),
        "change" => {
            let change = term.change.as_ref()?;
            Field::new(Some(change.estimate), |_| numbers.change_in_prose(change, level))
        }
        _ => return None,
    })
}

/// A field of a heterogeneity; I2 by the definition of the analysis.
pub(super) fn heterogeneity(
    field: &str,
    result: &Heterogeneity,
    about: &About,
    numbers: Numbers,
) -> Option<Field> {
    let (i2, i2_ci) = result.headline(about.i2);
    Some(match field {
        "i2" => Field::new(i2, |x| numbers.i2(x)),
        "i2_ci" => Field::interval(i2_ci, |ci| numbers.i2_interval(ci)),
        "tau2" => Field::new(result.tau2, |x| numbers.tau2(x)),
        "tau2_ci" => Field::interval(result.tau2_ci, |ci| numbers.tau2_interval(ci)),
        "tau" => Field::new(result.tau, |x| numbers.tau2(x)),
        "h2" => Field::new(result.h2, |x| numbers.statistic(x)),
        "q" => Field::new(result.q, |x| numbers.statistic(x)),
        "q_df" | "df" => Field::new(result.df, |x| numbers.degrees_of_freedom(x)),
        "q_p" => Field::new(result.p, |p| numbers.p_statement(p)),
        "q_p_value" | "p" => Field::new(result.p, |p| numbers.p_value(p)),
        "q_test" => Field::new(result.q, |q| test(("χ²", q), result.df, result.p, numbers)),
        _ => return None,
    })
}

/// A test in one line: `χ² = 61.43, df = 12, p < 0.001`.
pub(super) fn test(statistic: (&str, f64), df: Option<f64>, p: Option<f64>, numbers: Numbers) -> String {
    let mut text = numbers.equation(statistic.0, &numbers.statistic(statistic.1));
    if let Some(df) = df {
        text.push_str(", ");
        text.push_str(&numbers.equation("df", &numbers.degrees_of_freedom(df)));
    }
    if let Some(p) = p {
        text.push_str(", ");
        text.push_str(&numbers.p_statement(p));
    }
    text
}

/// What a part of an analysis rests on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Counts {
    /// Number of studies.
    pub k: Option<f64>,
    /// Participants.
    pub total: Option<f64>,
    /// Events.
    pub events: Option<f64>,
}

/// A field of a part of an analysis: of its counts, of its headline or of its heterogeneity.
pub(super) fn part(
    field: &str,
    counts: Counts,
    headline: &Pooled,
    spread: &Heterogeneity,
    about: &About,
    numbers: Numbers,
) -> Option<Field> {
    match field {
        "k" => Some(Field::count(counts.k, numbers)),
        "n" | "total" => Some(Field::count(counts.total, numbers)),
        "events" => Some(Field::count(counts.events, numbers)),
        _ => pooled(field, headline, about, numbers).or_else(|| heterogeneity(field, spread, about, numbers)),
    }
}
