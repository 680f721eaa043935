//! A row per refit of an analysis: the frame that leave-one-out, cumulative and sensitivity plots share.

use indexmap::IndexMap;

use super::conclusions::threshold;
use super::forest::{Column, Effect, Forest, Row, Side, Source};
use super::subject::{capitalised, listed, lowered};
use crate::analysis::results::{Heterogeneity, Pooled, remark};
use crate::stats::choices::I2Definition;

/// An analysis under other choices or with other studies.
#[derive(Debug, Clone, Default)]
pub(super) struct Refit<'a> {
    /// A slug for the row.
    pub id: &'a str,
    /// What is different.
    pub name: String,
    /// Number of studies.
    pub k: usize,
    /// The pooled result; none where it could not be computed.
    pub pooled: Option<&'a Pooled>,
    /// Its heterogeneity.
    pub heterogeneity: Option<&'a Heterogeneity>,
    /// It is pooled on another scale than the reference, so that the variances between studies do not compare.
    pub other_scale: bool,
    /// What the rows are ordered by; the column is there where the frame names it.
    pub order: String,
    /// The effect in words, where the heading of the column does not say all of it.
    pub text: Option<String>,
    /// Its effect is of another measure than the axis has: it is not drawn.
    pub other_axis: bool,
    /// Which I2 it has, where that is not the one of the analysis.
    pub i2_definition: Option<I2Definition>,
    /// Signs of what it changes; the column of signs is there where any refit has one.
    pub mark: String,
}

/// What a plot of refits says around its rows.
#[derive(Debug, Clone)]
pub(super) struct Frame<'a> {
    pub id: String,
    pub title: String,
    pub description: String,
    /// Heading of the first column.
    pub first: String,
    /// Heading of what the rows are ordered by.
    pub order: Option<String>,
    /// Whether the number of studies is a column.
    pub counts: bool,
    /// What a row is, as a clause; what the lines mark goes on from there.
    pub rows: Option<String>,
    /// Further notes.
    pub notes: Vec<String>,
    /// What the rows compare with: the dashed line, and the diamond where there is one.
    pub reference: &'a Pooled,
    /// What the dashed line is the estimate of.
    pub compared: &'a str,
    /// The name of the diamond.
    pub main: Option<&'a str>,
    /// The diamond stands above the rows.
    pub above: bool,
}

/// What stands where a value exists but does not compare with its column.
const ELSEWHERE: &str = "–";

/// The plot: the refits as rows, all studies as the diamond.
pub(super) fn forest(source: &Source<'_>, frame: Frame<'_>, refits: &[Refit<'_>]) -> Forest {
    let numbers = source.numbers;
    let main = frame.main.map(|name| Refit {
        name: name.to_owned(),
        k: source.result.k,
        pooled: Some(frame.reference),
        heterogeneity: Some(&source.result.heterogeneity),
        ..Refit::default()
    });
    let i2 = |refit: &Refit<'_>| {
        let definition = refit.i2_definition.unwrap_or(source.result.i2_definition);
        refit.heterogeneity?.headline(definition).0
    };
    let tau2 = |refit: &Refit<'_>| refit.heterogeneity?.tau2;
    let any = |value: &dyn Fn(&Refit<'_>) -> Option<f64>| {
        refits.iter().chain(&main).any(|refit| value(refit).is_some())
    };
    let (with_tau2, with_i2) = (any(&tau2), any(&i2));
    let marked = refits.iter().any(|refit| !refit.mark.is_empty());
    let column = |header: &str, numeric, side, gives_way| Column {
        header: header.to_owned(),
        group: None,
        numeric,
        side,
        gives_way,
        joins: None,
    };
    let mut columns = vec![column(&frame.first, false, Side::Left, None)];
    columns.extend(frame.order.iter().map(|order| column(order, true, Side::Left, Some(0))));
    if frame.counts {
        columns.push(column("Studies", true, Side::Left, Some(1)));
    }
    columns.push(column(&source.effect_heading(), true, Side::Right, None));
    if with_tau2 {
        columns.push(column("τ²", true, Side::Right, Some(3)));
    }
    if with_i2 {
        columns.push(column("I²", true, Side::Right, Some(2)));
    }
    if marked {
        columns.push(column("Changes", false, Side::Right, Some(0)));
    }
    let cells = |refit: &Refit<'_>| {
        let mut cells = vec![refit.name.clone()];
        if frame.order.is_some() {
            cells.push(refit.order.clone());
        }
        if frame.counts {
            cells.push(numbers.count(refit.k as u64));
        }
        let pooled = refit.pooled;
        let effect = || {
            source.effect_text(pooled.and_then(|pooled| pooled.estimate), pooled.and_then(|pooled| pooled.ci))
        };
        cells.push(refit.text.as_deref().map_or_else(effect, capitalised));
        if with_tau2 {
            let tau2 = tau2(refit);
            cells.push(match tau2 {
                Some(_) if refit.other_scale => ELSEWHERE.to_owned(),
                _ => tau2.map(|tau2| numbers.tau2(tau2)).unwrap_or_default(),
            });
        }
        if with_i2 {
            cells.push(i2(refit).map(|i2| numbers.i2(i2)).unwrap_or_default());
        }
        if marked {
            cells.push(refit.mark.clone());
        }
        cells
    };
    let effect = |pooled: Option<&Pooled>| {
        let pooled = pooled?;
        let estimate = pooled.estimate.filter(|estimate| estimate.is_finite())?;
        Some(Effect { estimate, interval: pooled.ci.map(|ci| (ci.lower, ci.upper)) })
    };
    let mut rows: Vec<Row> = refits
        .iter()
        .map(|refit| Row::Study {
            id: refit.id.to_owned(),
            cells: cells(refit),
            effect: effect(refit.pooled.filter(|_| !refit.other_axis)),
            weight: None,
            lights: Vec::new(),
        })
        .collect();
    if let Some(main) = &main {
        let row = Row::Total { cells: cells(main), effect: effect(Some(frame.reference)), overall: true };
        rows.insert(if frame.above { 0 } else { rows.len() }, row);
    }
    let limits: Vec<f64> = refits
        .iter()
        .filter_map(|refit| refit.pooled.filter(|_| !refit.other_axis))
        .chain([frame.reference])
        .flat_map(|pooled| {
            pooled.estimate.into_iter().chain(pooled.ci.into_iter().flat_map(|ci| [ci.lower, ci.upper]))
        })
        .collect();
    let axis = source.refit_axis(&limits, frame.reference.estimate);
    let mut notes = vec![lines(source, frame.rows, frame.compared, &axis.thresholds)];
    if with_tau2 && refits.iter().any(|refit| refit.other_scale) {
        notes.push(format!(
            "{ELSEWHERE}: pooled on another scale than the main analysis, so that τ² does not compare."
        ));
    }
    if refits.iter().any(|refit| refit.other_axis) {
        notes.push("An effect of another measure than the axis has is not drawn.".to_owned());
    }
    notes.extend(frame.notes);
    Forest {
        id: frame.id,
        title: frame.title,
        description: frame.description,
        theme: source.theme,
        columns,
        lights: Vec::new(),
        legend: Vec::new(),
        rows,
        axis,
        notes,
    }
}

/// What must be told of single refits, each reason once with the studies that it is of.
pub(super) fn remarks<'a>(
    source: &Source<'_>,
    refits: impl Iterator<Item = (&'a str, &'a Option<String>, &'a Option<String>)>,
) -> Vec<String> {
    let mut remarks: IndexMap<String, Vec<String>> = IndexMap::new();
    for (study, not_done, fallback) in refits {
        if let Some(text) = remark(not_done.as_deref(), fallback.as_deref()) {
            remarks.entry(text).or_default().push(source.label(study).to_owned());
        }
    }
    remarks.into_iter().map(|(text, studies)| format!("{}: {}", listed(&studies), lowered(&text))).collect()
}

/// What the lines mean; thresholds beyond the axis have none.
fn lines(source: &Source<'_>, rows: Option<String>, compared: &str, thresholds: &[f64]) -> String {
    let mut out = format!("the dashed line marks the estimate of {compared}");
    if !thresholds.is_empty() {
        let values: Vec<String> =
            thresholds.iter().map(|&line| threshold(line, source.scale(), source.numbers)).collect();
        let name =
            if values.len() == 1 { "dotted line the threshold" } else { "dotted lines the thresholds" };
        let shaded = if values.len() == 2 { ", shaded between them" } else { "" };
        out.push_str(&format!(", the {name} {}{shaded}", listed(&values)));
    }
    match rows {
        Some(rows) => format!("{rows}; {out}."),
        None => format!("{}.", capitalised(&out)),
    }
}
