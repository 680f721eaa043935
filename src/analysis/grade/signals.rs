//! What the results say beside each domain: signals, never the decision.

use indexmap::IndexMap;
use serde_json::{Value, json};

use super::super::bias::high_risk;
use super::super::results::{BiasResult, Interval, Located, PartPath, small_study_field};
use crate::stats::choices::Measure;
use crate::stats::dist::normal;

/// Signals of a domain by name.
pub type Signals = IndexMap<String, Value>;

/// From this share of weight at high risk of bias on, a level down is suggested.
const MUCH_WEIGHT: f64 = 0.5;

/// Weight at high risk of bias and weight that is not judged.
pub(super) fn risk_of_bias(target: &Located<'_>, bias: Option<&BiasResult>) -> Signals {
    let mut signals = Signals::new();
    let share = bias.and_then(|bias| high_risk(bias, (target.id, target.analysis), target.part.studies));
    if let Some((high, missing)) = share {
        signals.insert("weight_high".to_owned(), json!(high));
        signals.insert("weight_not_judged".to_owned(), json!(missing));
        let rating = if high >= MUCH_WEIGHT { "serious" } else { "not-serious" };
        signals.insert("suggestion".to_owned(), json!(rating));
    }
    signals
}

/// The prediction interval against the thresholds, heterogeneity, tests between subgroups.
pub(super) fn inconsistency(target: &Located<'_>) -> Signals {
    let mut signals = Signals::new();
    let heterogeneity = target.part.heterogeneity;
    let thresholds = target.part.thresholds;
    if let Some(prediction) = target.part.headline().prediction {
        signals.insert("prediction".to_owned(), json!(prediction));
        if !thresholds.is_empty() {
            let zones = crossed(thresholds, prediction) + 1;
            signals.insert("zones".to_owned(), json!(zones));
            signals.insert("suggestion".to_owned(), json!(rating(zones - 1)));
        }
    }
    let (i2, i2_ci) = target.part.i2();
    for (name, value) in [("tau2", heterogeneity.tau2), ("i2", i2), ("q_p", heterogeneity.p)] {
        if let Some(value) = value {
            signals.insert(name.to_owned(), json!(value));
        }
    }
    if let Some(ci) = i2_ci {
        signals.insert("i2_ci".to_owned(), json!(ci));
    }
    let tests = target.analysis.subgroups.iter().filter_map(|by| Some((by.by.clone(), json!(by.test?.p))));
    let tests: serde_json::Map<String, Value> = tests.filter(|_| target.path == PartPath::Whole).collect();
    if !tests.is_empty() {
        signals.insert("between_subgroups_p".to_owned(), Value::Object(tests));
    }
    signals
}

/// The interval against the thresholds and the null, and the information size.
pub(super) fn imprecision(target: &Located<'_>) -> Signals {
    let mut signals = Signals::new();
    let thresholds = target.part.thresholds;
    let mut steps = 0;
    if let Some(ci) = target.part.headline().ci {
        signals.insert("ci".to_owned(), json!(ci));
        signals.insert("width".to_owned(), json!(ci.upper - ci.lower));
        if !thresholds.is_empty() {
            steps = crossed(thresholds, ci);
            signals.insert("thresholds_in_ci".to_owned(), json!(steps));
        }
        if let Some(null) = target.part.no_effect {
            signals.insert("null_in_ci".to_owned(), json!(ci.lower <= null && null <= ci.upper));
        }
    }
    if let Some(total) = target.part.total {
        signals.insert("participants".to_owned(), json!(total));
        if let Some(size) = information_size(target) {
            signals.insert("optimal_information_size".to_owned(), json!(size));
            steps = steps.max(usize::from(total < size));
        }
    }
    if signals.contains_key("thresholds_in_ci") || signals.contains_key("optimal_information_size") {
        signals.insert("suggestion".to_owned(), json!(rating(steps)));
    }
    signals
}

/// Tests of small-study effects, and why there are none.
pub(super) fn publication_bias(target: &Located<'_>) -> Signals {
    let mut signals = Signals::new();
    signals.insert("k".to_owned(), json!(target.part.k));
    if target.path != PartPath::Whole {
        return signals;
    }
    let found = &target.analysis.small_study;
    let tests =
        found.outcomes().filter_map(|(test, outcome)| Some((small_study_field(test), json!(outcome.p()?))));
    let tests: serde_json::Map<String, Value> = tests.collect();
    if !tests.is_empty() {
        signals.insert("tests_p".to_owned(), Value::Object(tests));
    }
    if let Some(filled) = &found.trim_fill {
        signals.insert("trim_fill_studies".to_owned(), json!(filled.k0));
        signals.insert("trim_fill_estimate".to_owned(), json!(filled.random.estimate));
    }
    let not_done = found.not_done.iter().map(|(test, reason)| (small_study_field(*test), json!(reason)));
    let not_done: serde_json::Map<String, Value> = not_done.collect();
    if !not_done.is_empty() {
        signals.insert("not_done".to_owned(), Value::Object(not_done));
    }
    signals
}

/// So many thresholds lie within an interval.
pub(super) fn crossed(thresholds: &[f64], interval: Interval) -> usize {
    thresholds.iter().filter(|&&threshold| interval.lower < threshold && threshold < interval.upper).count()
}

fn rating(steps: usize) -> &'static str {
    match steps {
        0 => "not-serious",
        1 => "serious",
        _ => "very-serious",
    }
}

/// Participants that a single study would need. For a proportion: to tell the estimate from the nearest
/// threshold, `z^2 p (1 - p) / d^2`. For tables of two arms: to find a relative risk reduction of a quarter from
/// the control risk with a power of 80 %, both arms together (Guyatt and others, GRADE guidelines 6).
fn information_size(target: &Located<'_>) -> Option<f64> {
    let part = &target.part;
    let z = normal::quantile((1.0 + part.choices.level) / 2.0);
    match part.choices.measure {
        Measure::Proportion => {
            let p = part.headline().estimate?;
            let distance = part.thresholds.iter().map(|threshold| (threshold - p).abs()).reduce(f64::min)?;
            (distance > 0.0).then(|| (z * z * p * (1.0 - p) / (distance * distance)).ceil())
        }
        Measure::RiskRatio | Measure::OddsRatio | Measure::PetoOddsRatio | Measure::RiskDifference => {
            let control = part.control?;
            let risk = control.events? / control.total?;
            let (treated, power) = (0.75 * risk, normal::quantile(0.8));
            let spread = risk * (1.0 - risk) + treated * (1.0 - treated);
            let per_arm = (z + power) * (z + power) * spread / ((risk - treated) * (risk - treated));
            (risk > 0.0 && per_arm.is_finite()).then(|| 2.0 * per_arm.ceil())
        }
        _ => None,
    }
}
