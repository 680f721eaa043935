//! A plot of two axes: frame, ticks, labels, and curves in the units of the data.

use super::canvas::{Canvas, Point};
use super::scale::labelled;
use super::style::{Anchor, Group, Pen, Shape, TextStyle};
use super::text::{Weight, width};
use super::theme::{Colour, SMALL};
use crate::stats::num::ln;

/// An axis: its ends in the units of the data, the left or lower one first (a funnel's standard errors run
/// downwards: the larger first), its ticks with their labels, its name.
#[derive(Debug, Clone, PartialEq)]
pub struct ChartAxis {
    /// Value at the left or lower end.
    pub from: f64,
    /// Value at the right or upper end.
    pub to: f64,
    /// Logarithmic; both ends are positive.
    pub log: bool,
    /// Ticks and their labels.
    pub ticks: Vec<(f64, String)>,
    /// The name with its unit.
    pub name: String,
}

impl ChartAxis {
    fn unit(&self, value: f64) -> f64 {
        if self.log { ln(value.max(f64::MIN_POSITIVE)) } else { value }
    }

    fn share(&self, value: f64) -> f64 {
        (self.unit(value) - self.unit(self.from)) / (self.unit(self.to) - self.unit(self.from))
    }
}

/// A rectangle with two axes.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// The horizontal axis.
    pub x: ChartAxis,
    /// The vertical axis.
    pub y: ChartAxis,
    /// Left edge of the plot in pixels.
    pub left: f64,
    /// Upper edge.
    pub top: f64,
    /// Width of the plot.
    pub width: f64,
    /// Height of the plot.
    pub height: f64,
}

/// Height below a plot for ticks, labels and the axis's name.
pub const BELOW: f64 = 38.0;

impl Chart {
    /// How much room the labels and the name of a vertical axis need left of the plot.
    #[must_use]
    pub fn left_room(y: &ChartAxis) -> f64 {
        let labels =
            y.ticks.iter().map(|(_, label)| width(label, SMALL, Weight::Regular)).fold(0.0, f64::max);
        labels + 8.0 + if y.name.is_empty() { 0.0 } else { 20.0 }
    }

    /// The place of a value, also beyond the frame.
    #[must_use]
    pub fn at(&self, x: f64, y: f64) -> Point {
        (self.left + self.x.share(x) * self.width, self.top + (1.0 - self.y.share(y)) * self.height)
    }

    /// Whether a point lies within the frame.
    #[must_use]
    pub fn holds(&self, x: f64, y: f64) -> bool {
        let within = |share: f64| (-1e-9..=1.0 + 1e-9).contains(&share);
        within(self.x.share(x)) && within(self.y.share(y))
    }

    /// Draws axes, ticks, labels and names; labels that would collide are left out, their ticks stay.
    pub fn frame(&self, canvas: &mut Canvas) {
        let (right, bottom) = (self.left + self.width, self.top + self.height);
        let pen = Pen::new(Colour::Ink, 1.0);
        let label = TextStyle::default().size(SMALL);
        canvas.group(&Group::new("axes"), |canvas| {
            canvas.polyline(&[(self.left, self.top), (self.left, bottom), (right, bottom)], pen);
            let ticks: Vec<(f64, &str)> = self
                .x
                .ticks
                .iter()
                .filter(|(value, _)| self.holds(*value, self.y.from))
                .map(|(value, text)| (self.at(*value, self.y.from).0, text.as_str()))
                .collect();
            for (x, _) in &ticks {
                canvas.line((*x, bottom), (*x, bottom + 4.0), pen);
            }
            let places: Vec<(f64, f64)> =
                ticks.iter().map(|(x, text)| (*x, width(text, SMALL, Weight::Regular))).collect();
            // Where there is no room for every label, no effect keeps its own.
            let none = if self.x.log { 1.0 } else { 0.0 };
            let null = self.x.ticks.iter().filter(|(value, _)| self.holds(*value, self.y.from));
            let null = null.clone().position(|(value, _)| *value == none);
            for index in labelled(&places, null) {
                let (x, text) = ticks[index];
                canvas.text(x, bottom + 15.0, text, label.anchor(Anchor::Middle));
            }
            let mut taken = f64::INFINITY;
            let mut ticks: Vec<_> =
                self.y.ticks.iter().filter(|(value, _)| self.holds(self.x.from, *value)).collect();
            ticks.sort_by(|a, b| self.at(self.x.from, b.0).1.total_cmp(&self.at(self.x.from, a.0).1));
            for (value, text) in ticks {
                let y = self.at(self.x.from, *value).1;
                canvas.line((self.left - 4.0, y), (self.left, y), pen);
                if y + 0.6 * SMALL < taken {
                    canvas.text(self.left - 7.0, y + 0.36 * SMALL, text, label.anchor(Anchor::End));
                    taken = y - 0.6 * SMALL;
                }
            }
            canvas.text(
                f64::midpoint(self.left, right),
                bottom + 32.0,
                &self.x.name,
                label.anchor(Anchor::Middle),
            );
            let middle = f64::midpoint(self.top, bottom);
            canvas.text(
                self.left - Self::left_room(&self.y) + SMALL,
                middle,
                &self.y.name,
                label.anchor(Anchor::Middle).upwards(),
            );
        });
    }

    /// Draws a curve, cut at the frame.
    pub fn curve(&self, canvas: &mut Canvas, points: &[(f64, f64)], pen: Pen) {
        let places = self.places(points);
        canvas.clipped(self.left, self.top, self.width, self.height, |canvas| canvas.polyline(&places, pen));
    }

    /// Fills an area given by its outline, cut at the frame.
    pub fn area(&self, canvas: &mut Canvas, outline: &[(f64, f64)], colour: Colour, opacity: f64) {
        let places = self.places(outline);
        canvas.clipped(self.left, self.top, self.width, self.height, |canvas| {
            canvas.polygon(&places, Shape::fill(colour).opacity(opacity));
        });
    }

    fn places(&self, points: &[(f64, f64)]) -> Vec<Point> {
        points.iter().map(|&(x, y)| self.at(x, y)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::{Caption, Theme};

    fn axis(from: f64, to: f64, log: bool) -> ChartAxis {
        ChartAxis {
            from,
            to,
            log,
            ticks: vec![(from, from.to_string()), (to, to.to_string())],
            name: "name".into(),
        }
    }

    fn chart() -> Chart {
        Chart {
            x: axis(0.1, 10.0, true),
            y: axis(2.0, 0.0, false),
            left: 50.0,
            top: 10.0,
            width: 200.0,
            height: 100.0,
        }
    }

    #[test]
    fn places_follow_the_axes() {
        let (x, y) = chart().at(1.0, 0.5);
        assert!((x - 150.0).abs() < 1e-9, "the middle of two decades");
        assert!((y - 35.0).abs() < 1e-9, "0 is above, 2 below");
        assert!(chart().holds(0.1, 2.0) && !chart().holds(0.05, 1.0));
    }

    #[test]
    fn curves_go_where_their_points_are() {
        let mut canvas = Canvas::new("chart", Theme::default());
        chart().frame(&mut canvas);
        chart().curve(&mut canvas, &[(0.1, 2.0), (1.0, 0.5)], Pen::new(Colour::PooledLine, 1.5));
        let svg = canvas.finish(300.0, 160.0, Caption { title: "Chart".into(), ..Caption::default() }).svg;
        assert!(svg.contains("points=\"50,110 150,35\""), "{svg}");
        assert!(svg.contains("clip-path=\"url(#chart-clip-1)\""));
    }
}
