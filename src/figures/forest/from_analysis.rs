//! From the results of an analysis to what its forest plot shows.

use indexmap::IndexMap;

use super::axis;
use super::columns::DataColumns;
use super::model::{Axis, Column, Effect, Forest, Light, Row, Side};
use super::wording;
use crate::analysis::results::{
    AnalysisResult, BiasResult, Heterogeneity, Interval, Level, Pooled, StudyRecord, StudyResult, Subgroups,
};
use crate::figures::scale::decimals;
use crate::figures::theme::{DataType, Risk, Style, Theme, WIDTH};
use crate::numbers::{NOT_ESTIMABLE, Numbers, Scale};
use crate::spec::Analysis;
use crate::spec::analysis::ForestSort;
use crate::spec::studies::Column as TableColumn;
use crate::stats::choices::{EffectModel, Measure, Method};

/// What a forest plot is made from.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// Id of the analysis.
    pub id: &'a str,
    /// Its results.
    pub result: &'a AnalysisResult,
    /// What the author wrote: names of arms, directions, thresholds, range of the axis, further columns, order.
    pub spec: &'a Analysis,
    /// The study table.
    pub records: &'a [StudyRecord],
    /// What its columns are called.
    pub columns: &'a IndexMap<String, TableColumn>,
    /// Risk of bias, for lights beside the rows.
    pub bias: Option<&'a BiasResult>,
    /// The subgroup analysis to split the rows by.
    pub subgroups: Option<&'a Subgroups>,
    /// The look.
    pub theme: Theme,
    /// How numbers are written.
    pub numbers: &'a Numbers,
}

/// What the forest plot of an analysis shows.
#[must_use]
pub fn from_analysis(source: &Source<'_>) -> Forest {
    Builder::new(source).forest()
}

/// A study with its row's data: a contribution, or none where it can't be estimated.
#[derive(Clone, Copy)]
struct Entry<'a> {
    id: &'a str,
    record: Option<&'a StudyRecord>,
    study: Option<&'a StudyResult>,
}

struct Builder<'a> {
    source: &'a Source<'a>,
    data: DataColumns,
    scale: Scale,
    /// The headline's weights; none where the method has no weights.
    weighted: bool,
}

impl<'a> Builder<'a> {
    fn new(source: &'a Source<'a>) -> Self {
        let weighted = source.result.studies.iter().any(|study| weight(source.result.model, study).is_some());
        Self { source, data: DataColumns::of(source), scale: Scale::of(source.result.measure), weighted }
    }

    fn forest(&self) -> Forest {
        let Source { id, result, theme, .. } = *self.source;
        let axis = self.axis();
        let rows = self.rows();
        let notes = self.notes(&axis);
        let title = format!("Forest plot: {}", result.title);
        let id = match self.source.subgroups {
            Some(subgroups) => format!("forest-{id}-{}", subgroups.by),
            None => format!("forest-{id}"),
        };
        let (lights, legend) = self.lights();
        Forest {
            id,
            title,
            description: self.description(&axis),
            theme: Theme { data: data_type(result.measure), ..theme },
            columns: self.columns(),
            lights,
            legend,
            rows,
            axis,
            notes,
            width: WIDTH,
        }
    }

    fn style(&self) -> Style {
        self.source.theme.style
    }

    /// What the effect is called: the outcome of a proportion, else the measure.
    fn effect_name(&self, short: bool) -> String {
        let (long, brief) = wording::measure(self.source.result.measure);
        let outcome = self.source.spec.outcome.as_ref().map(|outcome| capitalised(&outcome.name));
        match self.source.result.measure {
            Measure::Proportion => outcome.unwrap_or_else(|| long.to_owned()),
            _ if short => brief.to_owned(),
            _ => long.to_owned(),
        }
    }

    fn columns(&self) -> Vec<Column> {
        let column = |header: String, numeric, side| Column { header, group: None, numeric, side };
        let name = if self.style() == Style::Jama { "Source" } else { "Study" };
        let mut columns = vec![column(name.to_owned(), false, Side::Left)];
        columns.extend(self.data.headers());
        let header = format!(
            "{} ({})",
            self.effect_name(true),
            self.source.numbers.interval_name(self.source.result.level)
        );
        let effect = |side| column(header.clone(), true, side);
        let weight = |side| column("Weight".to_owned(), true, side);
        let (first, second) = match self.style() {
            Style::Revman => (weight(Side::Left), effect(Side::Left)),
            Style::Plain | Style::Jama | Style::Bmj | Style::Lancet => {
                (weight(Side::Right), effect(Side::Right))
            }
        };
        if self.weighted {
            columns.push(first);
        }
        columns.push(second);
        columns
    }

    /// The cells of a row: its name, its data, its weight, its effect.
    fn cells(&self, name: String, data: Vec<String>, weight: Option<f64>, effect: String) -> Vec<String> {
        let mut cells = vec![name];
        cells.extend(data);
        if self.weighted {
            cells.push(weight.map(|weight| self.source.numbers.weight(weight)).unwrap_or_default());
        }
        cells.push(effect);
        cells
    }

    fn effect_text(&self, estimate: Option<f64>, interval: Option<Interval>) -> String {
        let numbers = self.source.numbers;
        match (estimate, interval) {
            (Some(estimate), Some(interval)) => numbers.estimate_and_limits(estimate, interval, self.scale),
            (Some(estimate), None) => numbers.estimate(estimate, self.scale),
            (None, _) => capitalised(NOT_ESTIMABLE),
        }
    }

    /// The rows' studies in the order asked for; those that can't be estimated keep their place.
    fn entries(&self) -> Vec<Entry<'a>> {
        let Source { result, records, spec, .. } = *self.source;
        let mut entries: Vec<Entry<'a>> = Vec::new();
        for record in records {
            let study = result.studies.iter().find(|study| study.id == record.id);
            let kept = result.left_out.iter().any(|left| left.study == record.id && left.not_estimable);
            if study.is_some() || kept {
                entries.push(Entry { id: &record.id, record: Some(record), study });
            }
        }
        // Results may come without the table.
        let known = |id: &str| records.iter().any(|record| record.id == id);
        entries.extend(result.studies.iter().filter(|study| !known(&study.id)).map(|study| Entry {
            id: &study.id,
            record: None,
            study: Some(study),
        }));
        let key = |entry: &Entry<'_>| match spec.forest.sort {
            Some(ForestSort::Estimate) => {
                entry.study.and_then(|study| study.estimate).unwrap_or(f64::INFINITY)
            }
            Some(ForestSort::Weight) => {
                -entry.study.and_then(|study| weight(result.model, study)).unwrap_or(f64::NEG_INFINITY)
            }
            Some(ForestSort::Table) | None => 0.0,
        };
        entries.sort_by(|a, b| key(a).total_cmp(&key(b)));
        entries
    }

    fn rows(&self) -> Vec<Row> {
        let result = self.source.result;
        let entries = self.entries();
        let mut rows = Vec::new();
        match self.source.subgroups {
            None => rows.extend(entries.iter().map(|entry| self.study_row(entry))),
            Some(subgroups) => {
                for level in &subgroups.levels {
                    self.subgroup_rows(&mut rows, &subgroups.by, level, &entries);
                }
                let placed = |entry: &Entry<'_>| {
                    subgroups.levels.iter().any(|level| member(entry, &subgroups.by, level))
                };
                let rest: Vec<_> = entries.iter().filter(|entry| !placed(entry)).collect();
                if !rest.is_empty() {
                    rows.push(Row::Heading("No subgroup stated".to_owned()));
                    rows.extend(rest.into_iter().map(|entry| self.study_row(entry)));
                }
            }
        }
        if result.k > 1 {
            let all: Vec<&StudyResult> = entries.iter().filter_map(|entry| entry.study).collect();
            let other = match result.model {
                EffectModel::Random => EffectModel::Common,
                EffectModel::Common => EffectModel::Random,
            };
            for (model, headline) in [(result.model, true), (other, false)] {
                let pooled = by_model(model, &result.random, &result.common);
                if !headline && pooled.estimate.is_none() {
                    continue;
                }
                let data = if headline { self.data.sums(&all) } else { self.data.blank() };
                rows.push(self.total_row(
                    wording::pooled(model, result.method),
                    data,
                    headline.then_some(1.0),
                    pooled,
                    true,
                ));
            }
            if let Some(prediction) = result.random.prediction {
                let cells = self.cells(
                    "Prediction interval".to_owned(),
                    self.data.blank(),
                    None,
                    self.source.numbers.interval(prediction, self.scale),
                );
                rows.push(Row::Prediction { cells, interval: (prediction.lower, prediction.upper) });
            }
        }
        rows
    }

    fn subgroup_rows(&self, rows: &mut Vec<Row>, by: &str, level: &Level, entries: &[Entry<'a>]) {
        let result = self.source.result;
        rows.push(Row::Heading(level.level.clone()));
        let members: Vec<_> = entries.iter().filter(|entry| member(entry, by, level)).collect();
        rows.extend(members.iter().map(|entry| self.study_row(entry)));
        if level.k < 2 {
            return;
        }
        let studies: Vec<&StudyResult> = members.iter().filter_map(|entry| entry.study).collect();
        let weights: Option<Vec<f64>> = studies.iter().map(|study| weight(result.model, study)).collect();
        let share = weights.map(crate::stats::num::sum);
        let pooled = by_model(result.model, &level.random, &level.common);
        rows.push(self.total_row(
            wording::pooled(result.model, result.method),
            self.data.sums(&studies),
            share,
            pooled,
            false,
        ));
        rows.extend(self.heterogeneity(&level.heterogeneity).map(Row::Note));
    }

    fn heterogeneity(&self, of: &Heterogeneity) -> Option<String> {
        let Source { result, numbers, .. } = *self.source;
        wording::heterogeneity(of, result.i2_definition, result.level, self.style(), numbers)
    }

    fn study_row(&self, entry: &Entry<'_>) -> Row {
        let model = self.source.result.model;
        let name = entry.record.map_or(entry.id, |record| record.label.as_str()).to_owned();
        let data = self.data.study(entry.record, entry.study);
        let share = entry.study.and_then(|study| weight(model, study));
        let (estimate, ci) = entry.study.map_or((None, None), |study| (study.estimate, study.ci));
        let cells = self.cells(name, data, share, self.effect_text(estimate, ci));
        // Without weights of its own (a mixed model), a method's boxes show the common-effect weight.
        let area = share.or_else(|| entry.study.and_then(|study| study.weight_common));
        Row::Study {
            id: entry.id.to_owned(),
            cells,
            effect: effect(estimate, ci),
            weight: area,
            lights: self.judgements(entry.id),
        }
    }

    fn total_row(
        &self,
        name: String,
        data: Vec<String>,
        share: Option<f64>,
        pooled: &Pooled,
        overall: bool,
    ) -> Row {
        let cells = self.cells(name, data, share, self.effect_text(pooled.estimate, pooled.ci));
        Row::Total { cells, effect: effect(pooled.estimate, pooled.ci), overall }
    }

    fn lights(&self) -> (Vec<Light>, Vec<(Risk, String)>) {
        let Some(bias) = self.judged() else { return (Vec::new(), Vec::new()) };
        let lights = bias
            .domains
            .iter()
            .map(|(code, name)| {
                let overall = code == "overall";
                Light {
                    code: if overall { "All".to_owned() } else { code.clone() },
                    name: if overall { "overall".to_owned() } else { name.clone() },
                }
            })
            .collect();
        let used = |level: &str| {
            let shown = |study: &str| self.source.result.studies.iter().any(|result| result.id == study);
            bias.studies
                .iter()
                .filter(|study| shown(&study.study))
                .any(|study| study.judgements.values().any(|judgement| judgement.level == level))
        };
        let legend = bias
            .levels
            .iter()
            .filter(|[id, ..]| used(id))
            .map(|[_, label, _, role]| (risk(role), label.clone()))
            .collect();
        (lights, legend)
    }

    /// The judgements, where there are any for the studies shown.
    fn judged(&self) -> Option<&'a BiasResult> {
        let bias = self.source.bias?;
        let shown = bias
            .studies
            .iter()
            .any(|study| self.source.result.studies.iter().any(|result| result.id == study.study));
        shown.then_some(bias)
    }

    fn judgements(&self, id: &str) -> Vec<Option<Risk>> {
        let Some(bias) = self.judged() else { return Vec::new() };
        let study = bias.studies.iter().find(|study| study.study == id);
        bias.domains
            .iter()
            .map(|(code, _)| {
                let level = &study?.judgements.get(code)?.level;
                bias.levels.iter().find(|[id, ..]| id == level).map(|[_, _, _, role]| risk(role))
            })
            .collect()
    }

    fn axis(&self) -> Axis {
        let Source { result, spec, .. } = *self.source;
        let headline = result.headline();
        let null = wording::null(result.measure).or(spec
            .favours
            .as_ref()
            .filter(|_| result.measure == Measure::Generic)
            .map(|_| 0.0));
        let log = self.scale == Scale::Ratio;
        let studies: Vec<(Effect, f64)> = result
            .studies
            .iter()
            .filter_map(|study| {
                Some((
                    effect(study.estimate, study.ci)?,
                    weight(result.model, study).or(study.weight_common).unwrap_or(0.0),
                ))
            })
            .filter(|(effect, _)| !log || effect.interval.is_none_or(|(lower, _)| lower > 0.0))
            .collect();
        let mut always: Vec<f64> = null.into_iter().chain(headline.estimate).collect();
        for interval in headline.ci.into_iter().chain(result.random.prediction) {
            always.extend([interval.lower, interval.upper]);
        }
        if log {
            always.retain(|&value| value > 0.0);
        }
        let (lower, upper) =
            axis::needed(&studies, &always).unwrap_or(if log { (0.5, 2.0) } else { (0.0, 1.0) });
        let (mut lower, mut upper, mut ticks) = match result.measure {
            Measure::Proportion => axis::proportion(0.0, 1.0),
            _ if log => axis::ratio(lower, upper),
            Measure::Rate => axis::linear(0.0, upper),
            Measure::Correlation => {
                let (lower, upper, ticks) = axis::linear(lower, upper);
                (lower.max(-1.0), upper.min(1.0), ticks)
            }
            _ => axis::linear(lower, upper),
        };
        if let Some(given) = &spec.axis {
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
            ticks: ticks.into_iter().map(|tick| (tick, self.tick(tick))).collect(),
            null,
            pooled: headline.estimate.filter(|_| result.k > 1),
            thresholds: spec.thresholds.clone(),
            header,
            favours: spec.favours.clone().filter(|_| null.is_some()),
        }
    }

    fn tick(&self, value: f64) -> String {
        let numbers = self.source.numbers;
        match self.scale {
            Scale::Percent => numbers.percent_with(value, decimals(value * 100.0).min(2)),
            Scale::Ratio | Scale::Correlation | Scale::Number => numbers.decimal(value, decimals(value)),
        }
    }

    /// The names of studies whose interval goes on beyond the axis.
    fn clipped(&self, axis: &Axis) -> Vec<String> {
        self.entries()
            .iter()
            .filter(|entry| {
                let ci = entry.study.and_then(|study| study.ci);
                ci.is_some_and(|ci| ci.lower < axis.lower - 1e-9 || ci.upper > axis.upper + 1e-9)
            })
            .map(|entry| entry.record.map_or(entry.id, |record| record.label.as_str()).to_owned())
            .collect()
    }

    fn notes(&self, axis: &Axis) -> Vec<String> {
        let Source { result, numbers, .. } = *self.source;
        let mut notes = Vec::new();
        if result.k > 1 {
            notes.extend(self.heterogeneity(&result.heterogeneity));
            notes.extend(wording::overall(result.headline(), result.measure, self.style(), numbers));
            notes.extend(
                self.source
                    .subgroups
                    .and_then(|subgroups| subgroups.test.as_ref())
                    .map(|test| wording::between(test, numbers)),
            );
            notes.push(wording::methods(result));
        }
        let mut marks = vec![match (self.weighted, result.model) {
            (true, EffectModel::Random) => {
                "The area of a box is proportional to the random-effects weight.".to_owned()
            }
            (true, EffectModel::Common) | (false, _) => {
                "The area of a box is proportional to the common-effect weight.".to_owned()
            }
        }];
        if !axis.thresholds.is_empty() {
            let values: Vec<String> = axis.thresholds.iter().map(|&value| self.tick(value)).collect();
            marks.push(format!(
                "Dotted: decision {} at {}.",
                if values.len() == 1 { "threshold" } else { "thresholds" },
                values.join(" and ")
            ));
        }
        if !self.clipped(axis).is_empty() {
            marks.push("An arrow marks an interval that goes on beyond the axis.".to_owned());
        }
        notes.push(marks.join(" "));
        notes
    }

    fn description(&self, axis: &Axis) -> String {
        let Source { result, numbers, .. } = *self.source;
        let studies = if result.k == 1 { "study" } else { "studies" };
        let mut out = format!("{} {studies}.", numbers.integer(result.k as f64));
        let headline = result.headline();
        if let (Some(estimate), Some(ci), true) = (headline.estimate, headline.ci, result.k > 1) {
            let text = numbers.estimate_with_interval(estimate, ci, self.scale, result.level);
            out.push_str(&format!(
                " {}: {} {text}.",
                wording::pooled(result.model, result.method),
                self.effect_name(false).to_lowercase()
            ));
            if let Some(prediction) = result.random.prediction {
                out.push_str(&format!(" Prediction interval {}.", numbers.interval(prediction, self.scale)));
            }
            out.extend(self.heterogeneity(&result.heterogeneity).map(|text| format!(" {text}.")));
        }
        if let Some(subgroups) = self.source.subgroups {
            for level in &subgroups.levels {
                let pooled = by_model(result.model, &level.random, &level.common);
                out.push_str(&format!(" {}: {}.", level.level, self.effect_text(pooled.estimate, pooled.ci)));
            }
        }
        let clipped = self.clipped(axis);
        if !clipped.is_empty() {
            out.push_str(&format!(" Beyond the axis goes the interval of {}.", clipped.join(", ")));
        }
        out
    }
}

fn by_model<'p>(model: EffectModel, random: &'p Pooled, common: &'p Pooled) -> &'p Pooled {
    match model {
        EffectModel::Random => random,
        EffectModel::Common => common,
    }
}

fn weight(model: EffectModel, study: &StudyResult) -> Option<f64> {
    match model {
        EffectModel::Random => study.weight_random,
        EffectModel::Common => study.weight_common,
    }
}

fn effect(estimate: Option<f64>, ci: Option<Interval>) -> Option<Effect> {
    let estimate = estimate.filter(|estimate| estimate.is_finite())?;
    Some(Effect { estimate, interval: ci.map(|ci| (ci.lower, ci.upper)) })
}

/// Whether a row belongs to a subgroup: the results say so, or, for a study that can't be estimated, its cell.
fn member(entry: &Entry<'_>, by: &str, level: &Level) -> bool {
    if entry.study.is_some() {
        return level.studies.iter().any(|id| id == entry.id);
    }
    entry
        .record
        .and_then(|record| record.cells.get(by))
        .is_some_and(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned) == level.level)
}

const fn data_type(measure: Measure) -> DataType {
    match measure {
        Measure::Mean
        | Measure::MeanDifference
        | Measure::StandardizedMeanDifference
        | Measure::RatioOfMeans => DataType::Continuous,
        Measure::Generic | Measure::Ratio | Measure::Correlation => DataType::Generic,
        _ => DataType::Dichotomous,
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

/// The role of a level's colour, as the tools name it.
fn risk(role: &str) -> Risk {
    match role {
        "low" => Risk::Low,
        "some" => Risk::Some,
        "high" => Risk::High,
        "critical" => Risk::Critical,
        "na" => Risk::NotApplicable,
        _ => Risk::Unknown,
    }
}

fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}
