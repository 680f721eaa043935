//! A named field of a result as text.

use crate::analysis::results::{AnalysisResult, Heterogeneity, Interval, Part, Pooled};
use crate::numbers::{NOT_ESTIMABLE, NOT_REPORTED, Numbers, Scale};
use crate::stats::choices::{EffectModel, I2Definition};

/// What a result belongs to, and how it is shown.
#[derive(Debug, Clone)]
pub(super) struct About {
    /// `survival/region/Europe`.
    pub of: String,
    /// Which pooled result is the headline.
    pub model: EffectModel,
    /// Which I2 is the headline.
    pub i2: I2Definition,
    /// How the measure is shown.
    pub scale: Scale,
    /// Level of its intervals.
    pub level: f64,
}

impl About {
    /// About a part of an analysis.
    pub(super) fn new(of: &str, analysis: &AnalysisResult) -> Self {
        Self {
            of: of.to_owned(),
            model: analysis.model,
            i2: analysis.i2_definition,
            scale: Scale::of(analysis.measure),
            level: analysis.level,
        }
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
    let rounded: f64 = format!("{x:.11e}").parse().unwrap_or(x);
    if rounded == 0.0 { "0".to_owned() } else { rounded.to_string() }
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

/// A field of a pooled result.
pub(super) fn pooled(field: &str, result: &Pooled, about: &About, numbers: Numbers) -> Option<Field> {
    let About { scale, level, .. } = *about;
    let shared = |x: Option<f64>| {
        Field::new(x, |x| {
            numbers.estimate_with(x, scale, scale.digits(result.estimate.unwrap_or(x), result.ci))
        })
    };
    let limit = |limits: Option<Interval>, upper: bool| {
        let x = limits.map(|limits| if upper { limits.upper } else { limits.lower });
        let digits = limits.map_or(0, |limits| scale.digits(limits.lower, Some(limits)));
        Field::new(x, |x| numbers.estimate_with(x, scale, digits))
    };
    Some(match field {
        "effect" => Field::new(result.estimate, |x| match result.ci {
            Some(ci) if ci.lower.is_finite() && ci.upper.is_finite() => {
                numbers.estimate_with_interval(x, ci, scale, level)
            }
            _ => numbers.estimate(x, scale),
        }),
        "estimate" => shared(result.estimate),
        "ci" => Field::interval(result.ci, |ci| numbers.interval(ci, scale)),
        "lower" => limit(result.ci, false),
        "upper" => limit(result.ci, true),
        "prediction" => Field::interval(result.prediction, |ci| numbers.interval(ci, scale)),
        "prediction_lower" => limit(result.prediction, false),
        "prediction_upper" => limit(result.prediction, true),
        "p" => Field::new(result.p, |p| numbers.p_statement(p)),
        "p_value" => Field::new(result.p, |p| numbers.p_value(p)),
        "frequency" => Field::new(result.estimate, |x| numbers.natural_frequency(x)),
        "frequency_ci" => Field::interval(result.ci, |ci| {
            format!("{} to {}", whole(ci.lower, numbers), whole(ci.upper, numbers))
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

/// The number of a natural frequency: 51 of `51 in 100`.
fn whole(x: f64, numbers: Numbers) -> String {
    let text = numbers.percent_with(x, 0);
    text.trim_end_matches('%').to_owned()
}

/// A field of a heterogeneity.
pub(super) fn heterogeneity(
    field: &str,
    result: &Heterogeneity,
    about: &About,
    numbers: Numbers,
) -> Option<Field> {
    let i2 = match about.i2 {
        I2Definition::Q => result.i2,
        I2Definition::Tau2 => result.i2_tau2,
    };
    Some(match field {
        "i2" => Field::new(i2, |x| numbers.i2(x)),
        "i2_ci" => Field::interval(result.i2_ci, |ci| numbers.interval_with(ci, Scale::Percent, 0)),
        "tau2" => Field::new(result.tau2, |x| numbers.tau2(x)),
        "tau2_ci" => Field::interval(result.tau2_ci, |ci| {
            format!("{} to {}", numbers.tau2(ci.lower), numbers.tau2(ci.upper))
        }),
        "tau" => Field::new(result.tau, |x| numbers.tau2(x)),
        "h2" => Field::new(result.h2, |x| numbers.statistic(x)),
        "q" => Field::new(result.q, |x| numbers.statistic(x)),
        "q_df" | "df" => Field::new(result.df, |x| numbers.degrees_of_freedom(x)),
        "q_p" => Field::new(result.p, |p| numbers.p_statement(p)),
        "q_p_value" | "p" => Field::new(result.p, |p| numbers.p_value(p)),
        "q_test" => Field::new(result.q, |q| test(("Q", q), result.df, result.p, numbers)),
        _ => return None,
    })
}

/// A test in one line: `Q = 61.43, df = 12, p < 0.001`.
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

/// A field of a part of an analysis: of its counts, of its headline or of its heterogeneity.
pub(super) fn part(field: &str, part: &Part<'_>, about: &About, numbers: Numbers) -> Option<Field> {
    #[expect(clippy::cast_precision_loss, reason = "numbers of studies are small")]
    let k = part.k as f64;
    match field {
        "k" => Some(Field::count(Some(k), numbers)),
        "n" | "total" => Some(Field::count(part.total, numbers)),
        "events" => Some(Field::count(part.events, numbers)),
        _ => {
            let headline = match about.model {
                EffectModel::Random => part.random,
                EffectModel::Common => part.common,
            };
            pooled(field, headline, about, numbers)
                .or_else(|| heterogeneity(field, part.heterogeneity, about, numbers))
        }
    }
}
