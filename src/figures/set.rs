//! Every figure of a report, in the order in which it shows them.

use std::collections::BTreeMap;

use indexmap::IndexMap;

use super::figure::{Figure, identified};
use super::forest::{self, Source};
use super::theme::{Palette, Style, Theme};
use super::{
    BiasSource, PrismaSource, TimelineSource, Weighting, baujat, bias_bars, bubble, composition, cumulative,
    funnel, influence, leave_one_out, prisma_flow, sensitivity, timeline, traffic_light, trim_fill,
};
use crate::analysis::results::{AnalysisResult, Results, StudyIndex};
use crate::numbers::Numbers;
use crate::spec::Review;
use crate::spec::evidence::BiasWeights;
use crate::spec::prose::{self as spec, FigureStyle};
use crate::spec::shape::TextOr;
use crate::spec::studies::Column;

/// What the figures of a report are drawn from.
#[derive(Debug, Clone, Copy)]
pub struct Sources<'a> {
    /// Every computed number.
    pub results: &'a Results,
    /// What the author wrote: titles, names of arms, ranges of axes.
    pub review: &'a Review,
    /// How numbers are written.
    pub numbers: &'a Numbers,
}

/// Draws every figure that the results have something for.
#[must_use]
pub fn all(sources: &Sources<'_>) -> Vec<Figure> {
    let numbers = match sources.review.report.style {
        Some(FigureStyle::Revman) => sources.numbers.in_revman(),
        _ => *sources.numbers,
    };
    let sources = &Sources { numbers: &numbers, ..*sources };
    let Sources { results, review, numbers } = *sources;
    let theme = theme(sources);
    let mut figures = Vec::new();
    if let (Some(counts), Some(spec)) = (&results.prisma, &review.prisma) {
        let analyses =
            results.analyses.iter().map(|(id, result)| (id.clone(), result.title.clone())).collect();
        let source = PrismaSource {
            counts,
            versions: &results.prisma_versions,
            spec,
            analyses: &analyses,
            theme,
            numbers,
        };
        figures.push(prisma_flow("prisma-flow", &source));
    }
    if let Some(spec) = &review.overlap {
        let source =
            TimelineSource { spec, records: &results.studies, pairs: &results.overlap, theme, numbers };
        figures.extend(timeline(&source));
    }
    figures.extend(risk_of_bias(sources));
    analyses(sources, &mut figures);
    for (id, of) in &results.compositions {
        figures.extend(
            composition(id, of, theme, numbers).map(|figure| figure.named(format!("composition/{id}"))),
        );
    }
    identified(figures)
}

/// The judgements of each study, and their shares. The first analysis with weights speaks for the review: its rows
/// give the order, its weights the shares; the others are in the table.
fn risk_of_bias(sources: &Sources<'_>) -> Vec<Figure> {
    let Sources { results, review, numbers } = *sources;
    let Some(bias) = &results.risk_of_bias else { return Vec::new() };
    let weighted = |id: &str| bias.shares.iter().any(|share| share.analysis == id);
    let first = results.analyses.iter().find(|(id, _)| weighted(id));
    let columns = columns(review);
    let index = StudyIndex::of(&results.studies);
    let order = first.and_then(|(id, result)| {
        let source = Source { subgroups: None, ..source(sources, id, result, (&columns, &index))? };
        Some(forest::order(&source))
    });
    let titles: Vec<(String, String)> =
        results.analyses.iter().map(|(id, result)| (id.clone(), result.title.clone())).collect();
    let source = BiasSource {
        bias,
        index: &index,
        order: order.as_deref().unwrap_or_default(),
        titles: &titles,
        theme: theme(sources),
        numbers,
    };
    let equal = review.risk_of_bias.as_ref().is_some_and(|spec| spec.weights == BiasWeights::Equal);
    let weighting = match first {
        Some((id, result)) if !equal => Weighting::Analysis(id, result),
        _ => Weighting::Equal,
    };
    let mut figures = traffic_light(&source);
    figures.extend(bias_bars(&source, weighting));
    figures
}

/// The look that the author chose.
#[must_use]
pub fn theme(sources: &Sources<'_>) -> Theme {
    let report = &sources.review.report;
    let style = match report.style {
        None | Some(FigureStyle::Plain) => Style::Plain,
        Some(FigureStyle::Revman) => Style::Revman,
        Some(FigureStyle::Bmj) => Style::Bmj,
        Some(FigureStyle::Jama) => Style::Jama,
        Some(FigureStyle::Lancet) => Style::Lancet,
    };
    let palette = match report.palette {
        None | Some(spec::Palette::Default) => Palette::Default,
        Some(spec::Palette::Cochrane) => Palette::Cochrane,
    };
    Theme { style, palette, millimetres: report.figure_width, ..Theme::default() }
}

/// Where each study of an analysis stands in its forest plot: see [`forest::ranks`].
#[must_use]
pub fn study_ranks(sources: &Sources<'_>, id: &str) -> Option<BTreeMap<String, usize>> {
    // Most analyses ask for no order; nothing is prepared for them.
    sources.review.analyses.get(id)?.forest.sort.as_ref()?;
    let (id, result) = sources.results.analyses.get_key_value(id)?;
    let index = StudyIndex::of(&sources.results.studies);
    forest::ranks(&source(sources, id, result, (&columns(sources.review), &index))?)
}

/// The figures of each analysis.
fn analyses(sources: &Sources<'_>, figures: &mut Vec<Figure>) {
    let columns = columns(sources.review);
    let index = StudyIndex::of(&sources.results.studies);
    for (id, result) in &sources.results.analyses {
        let Some(source) = source(sources, id, result, (&columns, &index)) else { continue };
        let spec = source.spec;
        let own = Theme { millimetres: spec.forest.width.or(source.theme.millimetres), ..source.theme };
        for subgroups in std::iter::once(None).chain(result.subgroups.iter().map(Some)) {
            let source = Source { subgroups, theme: own, ..source };
            let name = match subgroups {
                Some(subgroups) => format!("forest/{id}/{}", subgroups.by),
                None => format!("forest/{id}"),
            };
            figures.push(forest::draw(&forest::from_analysis(&source)).named(name));
        }
        figures.extend(diagnostics(&source));
    }
}

/// What the author says of the columns of the study table.
fn columns(review: &Review) -> IndexMap<String, Column> {
    match &review.studies {
        TextOr::Full(studies) => studies.columns.clone(),
        TextOr::Text(_) => IndexMap::new(),
    }
}

/// What the figures of an analysis are drawn from.
fn source<'a>(
    sources: &Sources<'a>,
    id: &'a str,
    result: &'a AnalysisResult,
    (columns, index): (&'a IndexMap<String, Column>, &'a StudyIndex<'a>),
) -> Option<Source<'a>> {
    Some(Source {
        id,
        result,
        spec: sources.review.analyses.get(id)?,
        records: &sources.results.studies,
        index,
        columns,
        bias: sources.results.risk_of_bias.as_ref(),
        subgroups: None,
        theme: theme(sources),
        numbers: sources.numbers,
    })
}

/// What an analysis has beside its forest plots.
fn diagnostics(source: &Source<'_>) -> Vec<Figure> {
    let id = source.id;
    let named = |kind: &str, figure: Option<Figure>| Some(figure?.named(format!("{kind}/{id}")));
    let mut figures: Vec<Figure> =
        [named("sensitivity", sensitivity(source)), named("cumulative", cumulative(source))]
            .into_iter()
            .flatten()
            .collect();
    for model in &source.result.meta_regression {
        let name = format!("bubble/{id}/{}", model.moderators.join("/"));
        figures.extend(bubble(source, model).map(|figure| figure.named(name)));
    }
    let rest = [
        named("funnel", funnel(source)),
        named("trim-fill", trim_fill(source)),
        named("leave-one-out", leave_one_out(source)),
        named("baujat", baujat(source)),
        named("influence", influence(source)),
    ];
    figures.extend(rest.into_iter().flatten());
    figures
}
