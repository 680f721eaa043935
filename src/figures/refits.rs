//! A row per refit of an analysis: the frame that leave-one-out, cumulative and sensitivity plots share.

use super::forest::{Column, Effect, Forest, Row, Side, Source};
use crate::analysis::results::{Heterogeneity, Pooled};
use crate::stats::choices::I2Definition;

/// An analysis under other choices or with other studies.
#[derive(Debug, Clone)]
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
    /// Whether the number of studies is a column.
    pub counts: bool,
    pub notes: Vec<String>,
    /// What the rows compare with: the dashed line, and the diamond where there is one.
    pub reference: &'a Pooled,
    /// The name of the diamond.
    pub main: Option<&'a str>,
    /// The diamond stands above the rows.
    pub above: bool,
}

/// The plot: the refits as rows, all studies as the diamond.
pub(super) fn forest(source: &Source<'_>, frame: Frame<'_>, refits: &[Refit<'_>]) -> Forest {
    let numbers = source.numbers;
    let column = |header: &str, numeric, side, gives_way| Column {
        header: header.to_owned(),
        group: None,
        numeric,
        side,
        gives_way,
    };
    let mut columns = vec![column(&frame.first, false, Side::Left, None)];
    if frame.counts {
        columns.push(column("Studies", true, Side::Left, Some(1)));
    }
    columns.push(column(&source.effect_heading(), true, Side::Right, None));
    columns.push(column("τ²", true, Side::Right, Some(3)));
    columns.push(column("I²", true, Side::Right, Some(2)));
    let marked = refits.iter().any(|refit| !refit.mark.is_empty());
    if marked {
        columns.push(column("Changes", false, Side::Right, Some(0)));
    }
    let cells = |name: String, k: usize, pooled: Option<&Pooled>, of: Option<&Heterogeneity>, mark: &str| {
        let mut cells = vec![name];
        if frame.counts {
            cells.push(numbers.count(k as u64));
        }
        cells.push(
            source
                .effect_text(pooled.and_then(|pooled| pooled.estimate), pooled.and_then(|pooled| pooled.ci)),
        );
        let i2 = of.and_then(|of| match source.result.i2_definition {
            I2Definition::Q => of.i2,
            I2Definition::Tau2 => of.i2_tau2,
        });
        cells.push(of.and_then(|of| of.tau2).map(|tau2| numbers.tau2(tau2)).unwrap_or_default());
        cells.push(i2.map(|i2| numbers.i2(i2)).unwrap_or_default());
        if marked {
            cells.push(mark.to_owned());
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
            cells: cells(refit.name.clone(), refit.k, refit.pooled, refit.heterogeneity, &refit.mark),
            effect: effect(refit.pooled),
            weight: None,
            lights: Vec::new(),
        })
        .collect();
    if let Some(main) = frame.main {
        let row = Row::Total {
            cells: cells(
                main.to_owned(),
                source.result.k,
                Some(frame.reference),
                Some(&source.result.heterogeneity),
                "",
            ),
            effect: effect(Some(frame.reference)),
            overall: true,
        };
        rows.insert(if frame.above { 0 } else { rows.len() }, row);
    }
    let limits: Vec<f64> = refits
        .iter()
        .filter_map(|refit| refit.pooled)
        .chain([frame.reference])
        .flat_map(|pooled| {
            pooled.estimate.into_iter().chain(pooled.ci.into_iter().flat_map(|ci| [ci.lower, ci.upper]))
        })
        .collect();
    Forest {
        id: frame.id,
        title: frame.title,
        description: frame.description,
        theme: source.theme,
        columns,
        lights: Vec::new(),
        legend: Vec::new(),
        rows,
        axis: source.refit_axis(&limits, frame.reference.estimate),
        notes: frame.notes,
    }
}
