//! The drawing of a funnel plot.

use super::axes::chart;
use super::guides::{Egger, centre, shade};
use super::points::{Plane, Point, groups, half_width, points};
use super::words::{Said, key};
use super::{MARGIN, RADIUS, WIDTH};
use crate::figures::canvas::Canvas;
use crate::figures::chart::{BELOW, Chart};
use crate::figures::figure::Figure;
use crate::figures::forest::Source;
use crate::figures::labels::{Dot, Frame, name};
use crate::figures::marker::{REACH, marker};
use crate::figures::parts::notes;
use crate::figures::style::{Group, Pen, Shape};
use crate::figures::subject::MOST_STUDIES;
use crate::figures::theme::Colour;
use crate::stats::effect::EffectScale;

/// So many studies are named at most.
const NAMED: usize = 20;

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
    let placed = mark(&mut canvas, &said, &chart);
    let mut bottom = chart.top + chart.height + BELOW + 2.0;
    bottom = key(&mut canvas, &said, bottom);
    let whole = source.theme.at_most(WIDTH);
    bottom = notes(&mut canvas, MARGIN, bottom + 2.0, whole - 2.0 * MARGIN, &said.remarks(placed));
    Some(canvas.finish(whole, bottom + MARGIN, said.caption()))
}

/// Draws the studies, says where several filled ones are one, and names those outside; how many have their name.
fn mark(canvas: &mut Canvas, said: &Said<'_>, chart: &Chart) -> usize {
    let Said { source, plane, points, .. } = *said;
    let mut dots = Vec::new();
    canvas.group(&Group::new("studies"), |canvas| {
        for point in points {
            let at = chart.at(point.x, point.y);
            dots.push(Dot { at, radius: RADIUS * REACH + 0.5 });
            dot(canvas, at, point, said.groups.is_some());
        }
    });
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
    let names: Vec<(Dot, &str)> = outside.into_iter().map(|(dot, text, _)| (dot, text)).collect();
    let frame = Frame {
        left: chart.left + 2.0,
        top: chart.top - 4.0,
        right: chart.left + chart.width + 20.0,
        bottom: chart.top + chart.height - 2.0,
    };
    let lines = lines(said, chart);
    let heaps = heaps(points, &dots);
    let counts: Vec<(Dot, &str)> = heaps.iter().map(|(dot, count)| (*dot, count.as_str())).collect();
    name(canvas, &counts, &dots, &lines, frame);
    name(canvas, &names, &dots, &lines, frame)
}

/// Filled studies that stand at one place, with their number: `×3`.
fn heaps(points: &[Point], dots: &[Dot]) -> Vec<(Dot, String)> {
    let mut heaps: Vec<(Dot, usize)> = Vec::new();
    for (_, dot) in points.iter().zip(dots).filter(|(point, _)| point.filled) {
        let near =
            |other: &Dot| (other.at.0 - dot.at.0).abs() < RADIUS && (other.at.1 - dot.at.1).abs() < RADIUS;
        match heaps.iter_mut().find(|(other, _)| near(other)) {
            Some((_, count)) => *count += 1,
            None => heaps.push((*dot, 1)),
        }
    }
    let several = heaps.into_iter().filter(|(_, count)| *count > 1);
    several.map(|(dot, count)| (dot, format!("×{count}"))).collect()
}

/// The lines of the plot: no places for names either.
fn lines(said: &Said<'_>, chart: &Chart) -> Vec<((f64, f64), (f64, f64))> {
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
