//! The drawing of a funnel plot.

use super::axes::chart;
use super::guides::{Egger, centre, edges, shade};
use super::points::{Plane, Point, groups, half_width, points};
use super::words::{Said, key};
use super::{MARGIN, RADIUS, WIDTH};
use crate::figures::canvas::Canvas;
use crate::figures::chart::{BELOW, Chart};
use crate::figures::figure::Figure;
use crate::figures::forest::Source;
use crate::figures::labels::{Around, Dot, Frame, Line, Name, count, fan, name};
use crate::figures::marker::{marker, reach};
use crate::figures::parts::notes;
use crate::figures::style::{Group, Pen, Shape};
use crate::figures::subject::MOST_STUDIES;
use crate::figures::theme::Colour;
use crate::stats::effect::EffectScale;

/// So many studies are named at most.
pub(super) const NAMED: usize = 20;

/// How far apart studies at one place stand, in radii.
const APART: f64 = 2.1;

/// Draws the funnel plot, where there are three studies and their precision differs.
#[must_use]
pub fn funnel(source: &Source<'_>) -> Option<Figure> {
    draw(source, Plane::of(source), false)
}

/// Draws the funnel plot of standard errors with the studies that trim and fill adds, where it adds any.
#[must_use]
pub fn trim_fill(source: &Source<'_>) -> Option<Figure> {
    let filled = source.result.small_study.trim_fill.as_ref().is_some_and(|found| !found.filled.is_empty());
    if filled { draw(source, Plane::Errors, true) } else { None }
}

fn draw(source: &Source<'_>, plane: Plane, overlay: bool) -> Option<Figure> {
    // Filled studies belong to no group and would not fit the regression.
    let groups = if overlay { None } else { groups(source) };
    let points = points(source, plane, groups, overlay);
    let least = points.iter().map(|point| point.y).fold(f64::INFINITY, f64::min);
    let most = points.iter().map(|point| point.y).fold(0.0, f64::max);
    // Studies of one precision make no funnel.
    if points.len() < 3 || most - least <= 1e-9 * most {
        return None;
    }
    let scale = EffectScale::new(source.result.measure, Some(source.result.transform)).ok()?;
    let null = scale.null().filter(|_| plane == Plane::Errors && source.null().is_some());
    let chart = chart(source, plane, scale, null, &points, most);
    let said = Said {
        source,
        scale,
        plane,
        points: &points,
        groups,
        egger: Egger::of(source).filter(|_| plane == Plane::Errors && !overlay),
        overlay,
        null,
    };
    let id = if overlay { "trim-fill" } else { "funnel" };
    let mut canvas = Canvas::new(&format!("{id}-{}", source.id), source.theme);
    if said.contours() {
        shade(&mut canvas, &chart);
    }
    centre(&mut canvas, source, &chart, plane, overlay);
    if let Some(egger) = said.egger {
        egger.draw(&mut canvas, &chart);
    }
    chart.frame(&mut canvas);
    let marked = mark(&mut canvas, &said, &chart);
    let mut bottom = chart.top + chart.height + BELOW + 2.0;
    bottom = key(&mut canvas, &said, bottom);
    let whole = source.theme.at_most(WIDTH);
    bottom = notes(&mut canvas, MARGIN, bottom + 2.0, whole - 2.0 * MARGIN, &said.remarks(&marked));
    Some(canvas.finish(whole, bottom + MARGIN, said.caption()))
}

/// What became of the studies in the drawing.
pub(super) struct Marked {
    /// So many of those that are to be named have their name.
    pub(super) named: usize,
    /// So many places have several studies, side by side.
    pub(super) heaps: usize,
}

/// Draws the studies, those at one place side by side, and names those outside.
fn mark(canvas: &mut Canvas, said: &Said<'_>, chart: &Chart) -> Marked {
    let Said { source, plane, points, .. } = *said;
    let places: Vec<Dot> =
        points.iter().map(|point| Dot { at: chart.at(point.x, point.y), radius: RADIUS }).collect();
    let heaps = fan(&places, APART);
    canvas.group(&Group::new("studies"), |canvas| {
        for (point, &at) in points.iter().zip(&heaps.at) {
            dot(canvas, at, point, said.groups.is_some());
        }
    });
    let dots: Vec<Dot> = points
        .iter()
        .zip(&heaps.at)
        .map(|(point, &at)| Dot { at, radius: RADIUS * reach(point.group.unwrap_or(0)) + 0.6 })
        .collect();
    let middle = plane.middle(source);
    let mut outside: Vec<(Dot, &str, f64)> = points
        .iter()
        .zip(&dots)
        .filter(|(point, _)| point.outside)
        .map(|(point, &dot)| {
            (dot, source.label(&point.id), (point.x - middle.unwrap_or(point.x)).abs() / point.y)
        })
        .collect();
    outside.sort_by(|a, b| b.2.total_cmp(&a.2));
    // Among very many points no name would stand beside its own.
    outside.truncate(if points.len() > MOST_STUDIES { 0 } else { NAMED });
    let frame = Frame {
        left: chart.left + 2.0,
        top: chart.top - 4.0,
        right: chart.left + chart.width + 20.0,
        bottom: chart.top + chart.height - 2.0,
    };
    let lines = lines(said, chart);
    let faint = if said.contours() { edges(chart) } else { Vec::new() };
    let around = Around { dots: &dots, lines: &lines, faint: &faint };
    count(canvas, &heaps.counted, frame, around);
    let names: Vec<Name<'_>> =
        outside.into_iter().map(|(dot, text, _)| Name { dot, row: 0.0, text, frame }).collect();
    Marked { named: name(canvas, &names, around), heaps: heaps.fanned }
}

/// The lines of the plot: no places for names either.
fn lines(said: &Said<'_>, chart: &Chart) -> Vec<Line> {
    let (low, top) = (chart.y.from, chart.y.to);
    let errors = said.plane == Plane::Errors;
    let spread = if errors { half_width(said.source, low) } else { 0.0 };
    let middle = said.plane.middle(said.source).into_iter().flat_map(|middle| {
        [-spread, 0.0, spread].map(|side| (chart.at(middle, top), chart.at(middle + side, low)))
    });
    let null = said.null.map(|null| (chart.at(null, 0.0), chart.at(null, low)));
    let egger = said.egger.map(|egger| (chart.at(egger.at(0.0), 0.0), chart.at(egger.at(low), low)));
    middle.chain(null).chain(egger).collect()
}

/// The symbol of a study: by group where there are groups, hollow where it was filled in or has no group.
pub(super) fn dot(canvas: &mut Canvas, at: (f64, f64), point: &Point, grouped: bool) {
    let hollow = |colour| Shape::fill(Colour::Paper).outlined(Pen::new(colour, 1.25));
    let (kind, shape) = match point.group {
        Some(group) => {
            let colour = Colour::Series(u8::try_from(group).unwrap_or(u8::MAX));
            (group, Shape::fill(colour).outlined(Pen::new(Colour::Paper, 0.75)))
        }
        None if point.filled => (0, hollow(Colour::Alert)),
        None if grouped => (0, hollow(Colour::Muted)),
        None => (0, Shape::fill(Colour::Point).outlined(Pen::new(Colour::Paper, 0.75))),
    };
    marker(canvas, at, RADIUS, kind, shape);
}
