//! What the points of a funnel plot are read against.

use super::points::{Plane, half_width};
use crate::analysis::results::RegressionTest;
use crate::figures::canvas::Canvas;
use crate::figures::chart::Chart;
use crate::figures::forest::Source;
use crate::figures::labels::Line;
use crate::figures::style::Pen;
use crate::figures::theme::Colour;
use crate::stats::dist::normal;

/// The three contours of significance around the null, from the outermost: p, and how much of the shade the
/// paper above it takes away. The lightest shade stands off paper by 1.3 to 1, the next ones by 1.2.
pub(super) const CONTOURS: [(f64, f64); 3] = [(0.01, 0.264), (0.05, 0.394), (0.10, 1.0)];

/// How dark the plane is where studies are significant at the strictest level.
pub(super) const SHADE: f64 = 0.39;

/// With fewer studies the plot shows no test.
pub(super) const FEW_STUDIES: usize = 10;

/// The pens of the lines, in the plot and in its legend.
pub(super) const POOLED: Pen = Pen::new(Colour::PooledLine, 1.5);
pub(super) const ADJUSTED: Pen = POOLED.dashed(2.0, 3.0);
pub(super) const LIMITS: Pen = Pen::new(Colour::Ink, 1.0).dashed(4.0, 3.0);
pub(super) const NULL: Pen = Pen::new(Colour::Null, 1.0);
pub(super) const EGGER: Pen = Pen::new(Colour::Series(3), 1.75).dashed(9.0, 4.0);

/// Contours of significance around the null.
pub(super) fn shade(canvas: &mut Canvas, chart: &Chart) {
    let (left, right, low) = (chart.x.from, chart.x.to, chart.y.from);
    chart.area(canvas, &[(left, 0.0), (right, 0.0), (right, low), (left, low)], Colour::Muted, SHADE);
    for (p, opacity) in CONTOURS {
        let half = normal::quantile(1.0 - p / 2.0) * low;
        chart.area(canvas, &[(0.0, 0.0), (half, low), (-half, low)], Colour::Paper, opacity);
    }
    for (p, _) in CONTOURS {
        let half = normal::quantile(1.0 - p / 2.0) * low;
        chart.curve(canvas, &[(-half, low), (0.0, 0.0), (half, low)], Pen::new(Colour::Faint, 0.75));
    }
    chart.curve(canvas, &[(0.0, 0.0), (0.0, low)], NULL);
}

/// The edges of the contours on the canvas.
pub(super) fn edges(chart: &Chart) -> Vec<Line> {
    let low = chart.y.from;
    let half = |p: f64| normal::quantile(1.0 - p / 2.0) * low;
    let of = |(p, _): (f64, f64)| [-half(p), half(p)].map(|end| (chart.at(0.0, 0.0), chart.at(end, low)));
    CONTOURS.into_iter().flat_map(of).collect()
}

/// The line at the pooled estimate, with the region around it on the plane of standard errors, and the line at
/// the estimate with the filled studies.
pub(super) fn centre(canvas: &mut Canvas, source: &Source<'_>, chart: &Chart, plane: Plane, overlay: bool) {
    let low = chart.y.from;
    let Some(middle) = plane.middle(source) else { return };
    if plane == Plane::Errors {
        let half = half_width(source, low);
        for side in [-half, half] {
            let (from, to) = within(chart, (middle, 0.0), (middle + side, low));
            canvas.line(from, to, LIMITS);
        }
    }
    canvas.line(chart.at(middle, chart.y.to), chart.at(middle, low), POOLED);
    if let (true, Some(found)) = (overlay, &source.result.small_study.trim_fill)
        && let Some(theta) = found.random.theta
        && chart.holds(theta, 0.0)
    {
        canvas.line(chart.at(theta, 0.0), chart.at(theta, low), ADJUSTED);
    }
}

/// Egger's regression, as its line has it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Egger<'a> {
    pub(super) test: &'a RegressionTest,
    /// As a mixed model.
    pub(super) mixed: bool,
    limit: f64,
    slope: f64,
}

impl<'a> Egger<'a> {
    /// The regression that was done, for measures with a null: elsewhere errors follow from the effects and a
    /// slope says nothing.
    pub(super) fn of(source: &Source<'a>) -> Option<Self> {
        let found = &source.result.small_study;
        let (test, mixed) = match (&found.egger, &found.egger_mixed) {
            (Some(test), _) => (test, false),
            (None, test) => (test.as_ref()?, true),
        };
        let (limit, slope) = (test.limit?, test.estimate?);
        source.null()?;
        if source.result.k < FEW_STUDIES {
            return None;
        }
        (limit.is_finite() && slope.is_finite()).then_some(Self { test, mixed, limit, slope })
    }

    /// The effect that it expects at a standard error.
    pub(super) fn at(self, error: f64) -> f64 {
        self.limit + self.slope * error
    }

    pub(super) const fn name(self) -> &'static str {
        if self.mixed { "Egger’s regression, mixed model" } else { "Egger’s regression" }
    }

    pub(super) fn draw(self, canvas: &mut Canvas, chart: &Chart) {
        let low = chart.y.from;
        chart.curve(canvas, &[(self.at(0.0), 0.0), (self.at(low), low)], EGGER);
    }
}

/// The part of a line, given in the units of the chart, that lies left and right within its frame.
fn within(chart: &Chart, from: (f64, f64), to: (f64, f64)) -> ((f64, f64), (f64, f64)) {
    let end = to.0.clamp(chart.x.from, chart.x.to);
    let share = if to.0 == from.0 { 1.0 } else { (end - from.0) / (to.0 - from.0) };
    (chart.at(from.0, from.1), chart.at(end, from.1 + share * (to.1 - from.1)))
}
