//! The axis of an analysis: its range, its ticks, what is marked on it.

use super::build::{Builder, effect};
use super::source::Source;
use crate::figures::forest::axis;
use crate::figures::forest::model::{Axis, Effect};
use crate::figures::scale::decimals;
use crate::figures::theme::Style;
use crate::numbers::Scale;
use crate::spec::analysis::AxisRange;
use crate::stats::choices::{EffectModel, Measure, Method};

impl Builder<'_> {
    pub(super) fn axis(&self) -> Axis {
        let Source { result, spec, .. } = *self.source;
        let headline = result.headline();
        let null = self.source.null();
        let log = self.scale == Scale::Ratio;
        let studies: Vec<(Effect, f64)> = result
            .studies
            .iter()
            .filter_map(|study| {
                Some((
                    effect(study.estimate, study.ci)?,
                    study.weight(result.model).or(study.weight_common).unwrap_or(0.0),
                ))
            })
            .filter(|(effect, _)| !log || effect.interval.is_none_or(|(lower, _)| lower > 0.0))
            .collect();
        let mut always: Vec<f64> = null.into_iter().chain(headline.estimate).collect();
        for interval in headline.ci.into_iter().chain(self.prediction()) {
            always.extend([interval.lower, interval.upper]);
        }
        if log {
            always.retain(|&value| value > 0.0);
        }
        let (lower, upper) =
            axis::needed(&studies, &always).unwrap_or(if log { (0.5, 2.0) } else { (0.0, 1.0) });
        let range = spec.axis.as_ref().and_then(|axis| axis.range);
        let (mut lower, mut upper, mut ticks) = match result.measure {
            Measure::Proportion if range == Some(AxisRange::Auto) => {
                let (lower, upper, ticks) = axis::linear(lower, upper);
                (lower.max(0.0), upper.min(1.0), ticks)
            }
            Measure::Proportion => axis::proportion(0.0, 1.0, if self.narrow() { 2 } else { 5 }),
            _ if log => axis::ratio(lower, upper),
            Measure::Rate => axis::linear(0.0, upper),
            Measure::Correlation => {
                let (lower, upper, ticks) = axis::linear(lower, upper);
                (lower.max(-1.0), upper.min(1.0), ticks)
            }
            _ => axis::linear(lower, upper),
        };
        if let (Some(AxisRange::Symmetric), Some(null)) = (range, null) {
            (lower, upper, ticks) = axis::symmetric(lower, upper, null, log);
        }
        if let Some(given) = spec.axis.as_ref().filter(|axis| axis.from.is_some() || axis.to.is_some()) {
            let (from, to) = (given.from.unwrap_or(lower), given.to.unwrap_or(upper));
            if from < to && (!log || from > 0.0) {
                (lower, upper) = (from, to);
                ticks = if log {
                    crate::figures::scale::ratio_ticks(from, to, 9)
                } else {
                    crate::figures::scale::linear_ticks(from, to, 6)
                };
            }
        }
        let name = self.effect_name(false);
        let header = match (self.style(), log) {
            (Style::Revman, _) => format!(
                "{name}, {}, {}",
                method_code(result.method, result.model),
                self.source.numbers.interval_name(result.level)
            ),
            (_, true) => format!("{name} (log scale)"),
            (_, false) => name,
        };
        Axis {
            log,
            lower,
            upper,
            sparse: self.source.halves(lower, upper),
            ticks: ticks.into_iter().map(|tick| (tick, self.tick(tick))).collect(),
            null,
            pooled: headline.estimate.filter(|_| result.k > 1),
            thresholds: spec.thresholds.clone(),
            header,
            favours: spec.favours.clone().filter(|_| null.is_some()),
        }
    }

    pub(super) fn tick(&self, value: f64) -> String {
        let numbers = self.source.numbers;
        match self.scale {
            Scale::Percent => numbers.percent_with(value, decimals(value * 100.0).min(2)),
            Scale::Ratio | Scale::Correlation | Scale::Number => numbers.decimal(value, decimals(value)),
        }
    }

    /// The names of studies whose interval goes on beyond the axis.
    pub(super) fn clipped(&self, axis: &Axis) -> Vec<String> {
        self.entries()
            .iter()
            .filter(|entry| {
                let ci = entry.study.and_then(|study| study.ci);
                ci.is_some_and(|ci| ci.lower < axis.lower - 1e-9 || ci.upper > axis.upper + 1e-9)
            })
            .map(|entry| entry.record.map_or(entry.id, |record| record.label.as_str()).to_owned())
            .collect()
    }
}

const fn method_code(method: Method, model: EffectModel) -> &'static str {
    match (method, model) {
        (Method::Glmm, _) => "GLMM, Random",
        (Method::MantelHaenszel, EffectModel::Common) => "M-H, Fixed",
        (Method::Peto, EffectModel::Common) => "Peto, Fixed",
        (Method::InverseVariance, EffectModel::Common) => "IV, Fixed",
        (_, EffectModel::Random) => "IV, Random",
    }
}
