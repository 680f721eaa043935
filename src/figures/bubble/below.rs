//! What both plots of a meta-regression share: the axis of effects, the words below.

use super::{MARGIN, most_named, words};
use crate::analysis::results::MetaRegressionResult;
use crate::figures::canvas::Canvas;
use crate::figures::chart::ChartAxis;
use crate::figures::figure::Figure;
use crate::figures::forest::Source;
use crate::figures::parts::{named, notes, side_by_side};

/// The axis of effects: it holds all of `values`, and of the limits `wide` what lets those be seen well. Whether any of
/// those limits lies beyond it.
pub(super) fn effects(source: &Source<'_>, values: &[f64], wide: &[f64]) -> (ChartAxis, bool) {
    let (from, to, ticks, cut) = source.whole_range(values, wide);
    let name = source.effect();
    let axis = ChartAxis {
        from,
        to,
        log: source.log(),
        ticks: ticks.into_iter().map(|tick| (tick, source.tick(tick))).collect(),
        name: if source.log() { format!("{name} (log scale)") } else { name },
    };
    (axis, cut)
}

/// What is said below a plot.
pub(super) struct Below<'a> {
    /// So many studies are drawn at their value of the moderator.
    pub(super) drawn: usize,
    /// The studies without a value, and where they are.
    pub(super) lacking: (&'a [(&'a str, f64)], &'a str),
    /// What is said where a prediction interval is cut.
    pub(super) cut: Option<&'a str>,
    /// The studies outside the prediction interval, how many have their name, and outside of what they are.
    pub(super) outliers: (&'a [&'a str], usize, &'a str),
    /// So many places have several studies, side by side.
    pub(super) fanned: usize,
}

impl Below<'_> {
    /// Writes it from an upper edge, and finishes the figure.
    pub(super) fn finish(
        &self,
        mut canvas: Canvas,
        source: &Source<'_>,
        model: &MetaRegressionResult,
        (top, whole): (f64, f64),
    ) -> Figure {
        let (lacking, place) = self.lacking;
        let (outliers, placed, band) = self.outliers;
        let mut remarks = vec![words::said(source, model)];
        remarks.extend(words::lacking(source, lacking, place));
        remarks.extend(self.cut.map(str::to_owned));
        remarks.extend(named(source.numbers, placed, outliers.len(), most_named(source.result.k), band));
        remarks.extend(side_by_side(self.fanned));
        let bottom = notes(&mut canvas, MARGIN, top, whole - 2.0 * MARGIN, &remarks);
        canvas.finish(whole, bottom + MARGIN, words::caption(source, model, self.drawn, outliers, lacking))
    }
}
