//! The rows and columns of the plot.

use std::collections::{BTreeMap, BTreeSet};

use super::source::Source;
use super::wording;
use crate::analysis::results::{
    BiasStudy, Heterogeneity, Interval, Level, Pooled, StudyRecord, StudyResult, Subgroups,
};
use crate::figures::forest::columns::{DataColumns, WEIGHT};
use crate::figures::forest::model::{Column, Effect, Forest, Row, Side};
use crate::figures::subject::MOST_STUDIES;
use crate::figures::theme::{DataType, Style, Theme};
use crate::numbers::Scale;
use crate::spec::analysis::ForestSort;
use crate::stats::choices::Measure;

/// What the forest plot of an analysis shows.
#[must_use]
pub fn from_analysis(source: &Source<'_>) -> Forest {
    Builder::new(source).forest()
}

/// The ids of the studies in the order of the rows of the plot.
#[must_use]
pub fn order(source: &Source<'_>) -> Vec<String> {
    Builder::new(source).entries().iter().map(|entry| entry.id.to_owned()).collect()
}

/// Where each study stands in the forest plot, for whatever else lists the studies of an analysis; none where the
/// author asks for no order, so that it is that of the study table.
#[must_use]
pub fn ranks(source: &Source<'_>) -> Option<BTreeMap<String, usize>> {
    source.spec.forest.sort?;
    Some(order(source).into_iter().enumerate().map(|(rank, id)| (id, rank)).collect())
}

/// Below so many pixels, the axis of a proportion has a tick at its ends and middle alone.
const NARROW: f64 = 500.0;

/// From so many studies on, the plot shows a prediction interval.
const PREDICTS: usize = 3;

/// A study with its row's data: a contribution, or none where it can't be estimated.
#[derive(Clone, Copy)]
pub(super) struct Entry<'a> {
    pub(super) id: &'a str,
    pub(super) record: Option<&'a StudyRecord>,
    pub(super) study: Option<&'a StudyResult>,
}

pub(super) struct Builder<'a> {
    pub(super) source: &'a Source<'a>,
    data: DataColumns,
    pub(super) scale: Scale,
    /// The headline's weights; none where the method has no weights.
    pub(super) weighted: bool,
    /// The judgements of its studies by id.
    pub(super) judgements: BTreeMap<&'a str, &'a BiasStudy>,
}

impl<'a> Builder<'a> {
    pub(super) fn new(source: &'a Source<'a>) -> Self {
        let weighted = source.result.studies.iter().any(|study| study.weight(source.result.model).is_some());
        let mut judgements = source.bias.map(|bias| bias.judged_in(source.id)).unwrap_or_default();
        // Judgements of studies that are not here, or have no row, make no column.
        if source.result.studies.len() > MOST_STUDIES
            || !source.result.studies.iter().any(|study| judgements.contains_key(study.id.as_str()))
        {
            judgements.clear();
        }
        let scale = Scale::of(source.result.measure);
        Self { source, data: DataColumns::of(source), scale, weighted, judgements }
    }

    pub(super) fn forest(&self) -> Forest {
        let Source { id, result, theme, .. } = *self.source;
        let axis = self.axis();
        let rows = self.rows();
        let notes = self.notes(&axis);
        let (id, title) = match self.source.subgroups {
            Some(subgroups) => (
                format!("forest-{id}-{}", subgroups.by),
                format!("Forest plot: {} by {}", result.title, heading(subgroups)),
            ),
            None => (format!("forest-{id}"), format!("Forest plot: {}", result.title)),
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
        }
    }

    pub(super) fn narrow(&self) -> bool {
        self.source.theme.width() < NARROW
    }

    pub(super) fn style(&self) -> Style {
        self.source.theme.style
    }

    /// What stands over its effects.
    pub(super) fn effect_name(&self, short: bool) -> String {
        let words = self.source.result.effect_headings(self.source.spec.outcome.as_ref());
        if short { words.short } else { words.heading }
    }

    fn columns(&self) -> Vec<Column> {
        let column = |header: String, numeric, side| Column {
            header,
            group: None,
            numeric,
            side,
            gives_way: None,
            joins: None,
        };
        let name = if self.style() == Style::Jama { "Source" } else { "Study" };
        let mut columns = vec![column(name.to_owned(), false, Side::Left)];
        columns.extend(self.data.headers());
        let header = format!(
            "{} ({})",
            self.effect_name(true),
            self.source.numbers.interval_name(self.source.result.level)
        );
        let effect = |side| column(header.clone(), true, side);
        let weight = |side| Column { gives_way: Some(WEIGHT), ..column("Weight".to_owned(), true, side) };
        let side = if self.style() == Style::Revman { Side::Left } else { Side::Right };
        let last = if self.weighted { vec![effect(side), weight(side)] } else { vec![effect(side)] };
        columns.extend(self.in_order(last));
        columns
    }

    /// Effect and weight as the style has them.
    fn in_order<T>(&self, mut effect_and_weight: Vec<T>) -> Vec<T> {
        if matches!(self.style(), Style::Revman | Style::Bmj) {
            effect_and_weight.reverse();
        }
        effect_and_weight
    }

    /// The cells of a row: its name, its data, its weight, its effect.
    fn cells(&self, name: String, data: Vec<String>, weight: Option<f64>, effect: String) -> Vec<String> {
        let mut cells = vec![name];
        cells.extend(data);
        let mut last = vec![effect];
        if self.weighted {
            last.push(weight.map(|weight| self.source.numbers.weight(weight)).unwrap_or_default());
        }
        cells.extend(self.in_order(last));
        cells
    }

    pub(super) fn effect_text(&self, estimate: Option<f64>, interval: Option<Interval>) -> String {
        self.source.effect_text(estimate, interval)
    }

    /// The rows' studies in the order asked for; those that can't be estimated keep their place.
    pub(super) fn entries(&self) -> Vec<Entry<'a>> {
        let Source { result, records, spec, .. } = *self.source;
        let mut entries: Vec<Entry<'a>> = Vec::new();
        let studies: BTreeMap<&str, &StudyResult> =
            result.studies.iter().map(|study| (study.id.as_str(), study)).collect();
        let left_out = result.left_out.iter().filter(|left| left.not_estimable);
        let left_out: BTreeSet<&str> = left_out.map(|left| left.study.as_str()).collect();
        for record in records {
            let study = studies.get(record.id.as_str()).copied();
            let kept = left_out.contains(record.id.as_str());
            if study.is_some() || kept {
                entries.push(Entry { id: &record.id, record: Some(record), study });
            }
        }
        // Results may come without the table.
        let known = |id: &str| self.source.index.get(id).is_some();
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
                -entry.study.and_then(|study| study.weight(result.model)).unwrap_or(f64::NEG_INFINITY)
            }
            Some(ForestSort::RiskOfBias) => self.bias_rank(entry.id),
            Some(ForestSort::Table) | None => 0.0,
        };
        entries.sort_by(|a, b| key(a).total_cmp(&key(b)));
        entries
    }

    /// Whether so many studies have no row each: their intervals could not be told apart.
    pub(super) fn pooled_alone(&self) -> bool {
        self.source.result.studies.len() > MOST_STUDIES
    }

    fn rows(&self) -> Vec<Row> {
        let result = self.source.result;
        let entries = self.entries();
        let mut rows = Vec::new();
        match self.source.subgroups {
            None if self.pooled_alone() => {}
            None => rows.extend(entries.iter().map(|entry| self.study_row(entry))),
            Some(subgroups) => {
                let mut rest: Vec<&Entry<'_>> = entries.iter().collect();
                for level in &subgroups.levels {
                    let studies: BTreeSet<&str> = level.studies.iter().map(String::as_str).collect();
                    let (members, others) =
                        rest.into_iter().partition(|entry| member(entry, &subgroups.by, level, &studies));
                    rest = others;
                    self.subgroup_rows(&mut rows, level, &members);
                }
                if !rest.is_empty() && !self.pooled_alone() {
                    rows.push(Row::Heading("No subgroup stated".to_owned()));
                    rows.extend(rest.into_iter().map(|entry| self.study_row(entry)));
                }
            }
        }
        if result.k > 1 {
            let all: Vec<&StudyResult> = entries.iter().filter_map(|entry| entry.study).collect();
            for (model, headline) in [(result.model, true), (result.model.other(), false)] {
                let pooled = model.of(&result.random, &result.common);
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
            if let Some(prediction) = self.prediction() {
                let cells = self.cells(
                    "Prediction interval".to_owned(),
                    self.data.blank(),
                    None,
                    self.source.numbers.in_limits(&self.source.interval_text(prediction)),
                );
                rows.push(Row::Prediction { cells, interval: (prediction.lower, prediction.upper) });
            }
        }
        rows
    }

    /// The prediction interval; with two studies it says nothing that could be drawn.
    pub(super) fn prediction(&self) -> Option<Interval> {
        self.source.result.random.prediction.filter(|_| self.source.result.k >= PREDICTS)
    }

    fn subgroup_rows(&self, rows: &mut Vec<Row>, level: &Level, members: &[&Entry<'a>]) {
        let result = self.source.result;
        rows.push(Row::Heading(capitalised(&level.level)));
        if !self.pooled_alone() || level.k < 2 {
            rows.extend(members.iter().map(|entry| self.study_row(entry)));
        }
        if level.k < 2 {
            return;
        }
        let studies: Vec<&StudyResult> = members.iter().filter_map(|entry| entry.study).collect();
        let weights: Option<Vec<f64>> = studies.iter().map(|study| study.weight(result.model)).collect();
        let share = weights.map(crate::stats::num::sum);
        let pooled = result.level_part(level).headline();
        rows.push(self.total_row(
            wording::pooled(result.model, result.method),
            self.data.sums(&studies),
            share,
            pooled,
            false,
        ));
        rows.extend(self.heterogeneity(&level.heterogeneity).map(Row::Note));
        rows.extend(result.level_part(level).remark().map(Row::Note));
    }

    pub(super) fn heterogeneity(&self, of: &Heterogeneity) -> Option<String> {
        let Source { result, numbers, .. } = *self.source;
        wording::heterogeneity(of, result.i2_definition, result.level, self.style(), numbers)
    }

    fn study_row(&self, entry: &Entry<'_>) -> Row {
        let model = self.source.result.model;
        let name = entry.record.map_or(entry.id, |record| record.label.as_str()).to_owned();
        let data = self.data.study(entry.record, entry.study);
        let share = entry.study.and_then(|study| study.weight(model));
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
}

/// What the column that splits the studies is called.
pub(super) fn heading(subgroups: &Subgroups) -> &str {
    if subgroups.label.is_empty() { &subgroups.by } else { &subgroups.label }
}

pub(super) fn effect(estimate: Option<f64>, ci: Option<Interval>) -> Option<Effect> {
    let estimate = estimate.filter(|estimate| estimate.is_finite())?;
    Some(Effect { estimate, interval: ci.map(|ci| (ci.lower, ci.upper)) })
}

/// Whether a row belongs to a subgroup: the results say so, or, for a study that can't be estimated, its cell.
fn member(entry: &Entry<'_>, by: &str, level: &Level, studies: &BTreeSet<&str>) -> bool {
    if entry.study.is_some() {
        return studies.contains(entry.id);
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

pub(super) fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}
