//! What the results say beside each domain: signals, never the decision.

use indexmap::IndexMap;
use serde_json::{Value, json};

use super::super::bias::high_risk;
use super::super::results::{AnalysisResult, BiasResult, Interval, Part, SmallStudy};
use crate::stats::choices::{EffectModel, Measure};
use crate::stats::dist::normal;

/// Signals of a domain by name.
pub type Signals = IndexMap<String, Value>;

/// From this share of weight at high risk of bias on, a level down is suggested.
const MUCH_WEIGHT: f64 = 0.5;

/// What is graded: an analysis or a part of it.
#[derive(Clone, Copy)]
pub struct Target<'a> {
    /// The analysis.
    pub analysis: &'a AnalysisResult,
    /// The part.
    pub part: Part<'a>,
    /// The studies of the part; none for the whole analysis.
    pub studies: Option<&'a [String]>,
}

impl Target<'_> {
    /// Estimate, interval and prediction interval of the headline model, on the reported scale.
    #[must_use]
    pub fn headline(&self) -> (Option<f64>, Option<Interval>, Option<Interval>) {
        let pooled = match self.analysis.model {
            EffectModel::Random => self.part.random,
            EffectModel::Common => self.part.common,
        };
        (pooled.estimate, pooled.ci, pooled.prediction)
    }
}

/// Weight at high risk of bias and weight that is not judged.
pub(super) fn risk_of_bias(target: Target<'_>, bias: Option<&BiasResult>) -> Signals {
    let mut signals = Signals::new();
    let share = bias.and_then(|bias| high_risk(bias, target.analysis, target.studies));
    if let Some((high, missing)) = share {
        signals.insert("weight_high".to_owned(), json!(high));
        signals.insert("weight_not_judged".to_owned(), json!(missing));
        let rating = if high >= MUCH_WEIGHT { "serious" } else { "not-serious" };
        signals.insert("suggestion".to_owned(), json!(rating));
    }
    signals
}

/// The prediction interval against the thresholds, heterogeneity, tests between subgroups.
pub(super) fn inconsistency(target: Target<'_>, thresholds: &[f64]) -> Signals {
    let mut signals = Signals::new();
    let (_, _, prediction) = target.headline();
    let heterogeneity = target.part.heterogeneity;
    if let Some(prediction) = prediction {
        signals.insert("prediction".to_owned(), json!(prediction));
        if !thresholds.is_empty() {
            let zones = crossed(thresholds, prediction) + 1;
            signals.insert("zones".to_owned(), json!(zones));
            signals.insert("suggestion".to_owned(), json!(rating(zones - 1)));
        }
    }
    for (name, value) in [("tau2", heterogeneity.tau2), ("i2", heterogeneity.i2), ("q_p", heterogeneity.p)] {
        if let Some(value) = value {
            signals.insert(name.to_owned(), json!(value));
        }
    }
    if let Some(ci) = heterogeneity.i2_ci {
        signals.insert("i2_ci".to_owned(), json!(ci));
    }
    let tests = target.analysis.subgroups.iter().filter_map(|by| Some((by.by.clone(), json!(by.test?.p))));
    let tests: serde_json::Map<String, Value> = tests.filter(|_| target.studies.is_none()).collect();
    if !tests.is_empty() {
        signals.insert("between_subgroups_p".to_owned(), Value::Object(tests));
    }
    signals
}

/// The interval against the thresholds and the null, and the information size.
pub(super) fn imprecision(target: Target<'_>, thresholds: &[f64]) -> Signals {
    let mut signals = Signals::new();
    let (estimate, ci, _) = target.headline();
    let mut steps = 0;
    if let Some(ci) = ci {
        signals.insert("ci".to_owned(), json!(ci));
        signals.insert("width".to_owned(), json!(ci.upper - ci.lower));
        if !thresholds.is_empty() {
            steps = crossed(thresholds, ci);
            signals.insert("thresholds_in_ci".to_owned(), json!(steps));
        }
        if let Some(null) = target.analysis.measure.null_value() {
            signals.insert("null_in_ci".to_owned(), json!(ci.lower <= null && null <= ci.upper));
        }
    }
    if let Some(total) = target.part.total {
        signals.insert("participants".to_owned(), json!(total));
        if let Some(size) = information_size(target, estimate, thresholds) {
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
pub(super) fn publication_bias(target: Target<'_>) -> Signals {
    let mut signals = Signals::new();
    signals.insert("k".to_owned(), json!(target.part.k));
    if target.studies.is_some() {
        return signals;
    }
    let SmallStudy { egger, egger_mixed, begg, peters, harbord, pustejovsky_rodgers, trim_fill, not_done } =
        &target.analysis.small_study;
    let regressions = [
        ("egger", egger),
        ("egger_mixed", egger_mixed),
        ("peters", peters),
        ("harbord", harbord),
        ("pustejovsky_rodgers", pustejovsky_rodgers),
    ];
    let mut tests: serde_json::Map<String, Value> = regressions
        .into_iter()
        .filter_map(|(name, test)| Some((name.to_owned(), json!(test.as_ref()?.p))))
        .collect();
    if let Some(begg) = begg {
        tests.insert("begg".to_owned(), json!(begg.p));
    }
    if !tests.is_empty() {
        signals.insert("tests_p".to_owned(), Value::Object(tests));
    }
    if let Some(filled) = trim_fill {
        signals.insert("trim_fill_studies".to_owned(), json!(filled.k0));
        signals.insert("trim_fill_estimate".to_owned(), json!(filled.random.estimate));
    }
    if !not_done.is_empty() {
        signals.insert("not_done".to_owned(), json!(not_done));
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
fn information_size(target: Target<'_>, estimate: Option<f64>, thresholds: &[f64]) -> Option<f64> {
    let z = normal::quantile((1.0 + target.analysis.level) / 2.0);
    match target.analysis.measure {
        Measure::Proportion => {
            let p = estimate?;
            let distance = thresholds.iter().map(|threshold| (threshold - p).abs()).reduce(f64::min)?;
            (distance > 0.0).then(|| (z * z * p * (1.0 - p) / (distance * distance)).ceil())
        }
        Measure::RiskRatio | Measure::OddsRatio | Measure::PetoOddsRatio | Measure::RiskDifference => {
            let control = target.analysis.control.as_ref()?;
            let risk = control.events? / control.total?;
            let (treated, power) = (0.75 * risk, normal::quantile(0.8));
            let spread = risk * (1.0 - risk) + treated * (1.0 - treated);
            let per_arm = (z + power) * (z + power) * spread / ((risk - treated) * (risk - treated));
            (risk > 0.0 && per_arm.is_finite()).then(|| 2.0 * per_arm.ceil())
        }
        _ => None,
    }
}
