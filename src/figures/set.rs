//! Every figure of a report, in the order in which it shows them.

use indexmap::IndexMap;

use super::figure::Figure;
use super::forest::{self, Source};
use super::prisma_flow::prisma_flow;
use super::theme::{Palette, Style, Theme};
use crate::analysis::results::Results;
use crate::numbers::Numbers;
use crate::spec::Review;
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
    let mut figures = Vec::new();
    if let Some(counts) = &sources.results.prisma {
        figures.push(prisma_flow("prisma-flow", counts, theme(sources), sources.numbers));
    }
    forests(sources, &mut figures);
    figures
}

/// The look that the author chose.
fn theme(sources: &Sources<'_>) -> Theme {
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
    Theme { style, palette, ..Theme::default() }
}

/// A forest plot per analysis, and one per subgroup analysis.
fn forests(sources: &Sources<'_>, figures: &mut Vec<Figure>) {
    let none = IndexMap::new();
    let columns: &IndexMap<String, Column> = match &sources.review.studies {
        TextOr::Full(studies) => &studies.columns,
        TextOr::Text(_) => &none,
    };
    for (id, result) in &sources.results.analyses {
        let Some(spec) = sources.review.analyses.get(id) else { continue };
        let source = Source {
            id,
            result,
            spec,
            records: &sources.results.studies,
            columns,
            bias: sources.results.risk_of_bias.as_ref(),
            subgroups: None,
            theme: theme(sources),
            numbers: sources.numbers,
        };
        figures.push(forest::draw(&forest::from_analysis(&source)));
        for subgroups in &result.subgroups {
            let source = Source { subgroups: Some(subgroups), ..source };
            figures.push(forest::draw(&forest::from_analysis(&source)));
        }
    }
}
