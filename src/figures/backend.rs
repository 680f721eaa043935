//! The canvas as a drawing backend of plotters, so that its coordinate systems, series and elements draw here.
//!
//! Plotters counts whole pixels; this surface calls a hundredth of a pixel one, so nothing is rounded visibly.
//! Widths of strokes and radii are hundredths too: `Colour::Ink.stroke_width(125)` is a line of 1.25 pixels. A
//! colour travels through plotters as the number of its role and comes out with its CSS variable.
//!
//! ```
//! use ecmo_report::figures::backend::{Surface, drawn};
//! use ecmo_report::figures::{Canvas, Colour, Theme};
//! use plotters::coord::Shift;
//! use plotters::prelude::*;
//!
//! let mut canvas = Canvas::new("curve", Theme::default());
//! let area = Surface::new(&mut canvas, 20.0, 10.0, 200.0, 100.0).into_drawing_area();
//! let style = Colour::PooledLine.stroke_width(150);
//! drawn(area.draw(&PathElement::new(vec![(0, 0), (10_000, 5_000)], style)));
//! ```

use std::convert::Infallible;

use plotters::style::{Color, ShapeStyle};
use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind, FontStyle,
    FontTransform,
};

use super::canvas::{Canvas, Point};
use super::style::{Anchor, Pen, Shape, TextStyle};
use super::text::{ASCENT, DESCENT, Weight, width};
use super::theme::Colour;

/// A part of a canvas that plotters draws on.
#[derive(Debug)]
pub struct Surface<'a> {
    canvas: &'a mut Canvas,
    left: f64,
    top: f64,
    size: (u32, u32),
}

impl<'a> Surface<'a> {
    /// The part with this upper left corner, width and height, in pixels.
    #[must_use]
    pub fn new(canvas: &'a mut Canvas, left: f64, top: f64, width: f64, height: f64) -> Self {
        let hundredths = |length: f64| (length * 100.0).round().clamp(1.0, 1e8) as u32;
        Self { canvas, left, top, size: (hundredths(width), hundredths(height)) }
    }

    fn point(&self, (x, y): BackendCoord) -> Point {
        (self.left + f64::from(x) / 100.0, self.top + f64::from(y) / 100.0)
    }
}

/// The outcome of drawing on a [`Surface`], which never fails.
pub fn drawn<T>(outcome: Result<T, plotters::drawing::DrawingAreaErrorKind<Infallible>>) -> Option<T> {
    outcome.ok()
}

impl Color for Colour {
    fn to_backend_color(&self) -> BackendColor {
        let role = Self::all().iter().position(|colour| colour == self).unwrap_or(0);
        BackendColor { alpha: 1.0, rgb: (u8::try_from(role).unwrap_or(0), 0, 0) }
    }
}

impl Colour {
    /// A line or outline in this colour, its width in hundredths of a pixel.
    #[must_use]
    pub fn stroke_width(self, hundredths: u32) -> ShapeStyle {
        ShapeStyle { color: self.to_rgba(), filled: false, stroke_width: hundredths }
    }
}

fn colour(color: BackendColor) -> Colour {
    Colour::all().get(usize::from(color.rgb.0)).copied().unwrap_or(Colour::Ink)
}

fn pen<S: BackendStyle>(style: &S) -> Pen {
    Pen::new(colour(style.color()), f64::from(style.stroke_width()) / 100.0)
}

fn area<S: BackendStyle>(style: &S, fill: bool) -> Shape {
    if fill {
        Shape::fill(colour(style.color())).opacity(style.color().alpha)
    } else {
        Shape::outline(pen(style))
    }
}

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

impl DrawingBackend for Surface<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> Drawn {
        let (x, y) = self.point(point);
        self.canvas.rectangle(x, y, 0.01, 0.01, area(&color, true));
        Ok(())
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Drawn {
        let (from, to) = (self.point(from), self.point(to));
        self.canvas.line(from, to, pen(style));
        Ok(())
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        upper_left: BackendCoord,
        bottom_right: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Drawn {
        let (from, to) = (self.point(upper_left), self.point(bottom_right));
        self.canvas.rectangle(from.0, from.1, to.0 - from.0, to.1 - from.1, area(style, fill));
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        let points: Vec<Point> = path.into_iter().map(|point| self.point(point)).collect();
        self.canvas.polyline(&points, pen(style));
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Drawn {
        let centre = self.point(center);
        self.canvas.circle(centre, f64::from(radius) / 100.0, area(style, fill));
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        vert: I,
        style: &S,
    ) -> Drawn {
        let points: Vec<Point> = vert.into_iter().map(|point| self.point(point)).collect();
        self.canvas.polygon(&points, area(style, true));
        Ok(())
    }

    fn draw_text<T: BackendTextStyle>(&mut self, text: &str, style: &T, pos: BackendCoord) -> Drawn {
        let (x, y) = self.point(pos);
        let size = style.size() / 100.0;
        let position = style.anchor();
        let base = match position.v_pos {
            VPos::Top => ASCENT * size,
            VPos::Center => 0.36 * size,
            VPos::Bottom => -DESCENT * size,
        };
        let anchor = match position.h_pos {
            HPos::Left => Anchor::Start,
            HPos::Center => Anchor::Middle,
            HPos::Right => Anchor::End,
        };
        let set = TextStyle {
            size,
            weight: weight(style),
            colour: colour(style.color()),
            anchor,
            ..TextStyle::default()
        };
        match style.transform() {
            FontTransform::None => self.canvas.text(x, y + base, text, set),
            _ => self.canvas.text(x + base, y, text, set.upwards()),
        }
        Ok(())
    }

    fn estimate_text_size<T: BackendTextStyle>(
        &self,
        text: &str,
        style: &T,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        let size = style.size();
        Ok((width(text, size, weight(style)).ceil() as u32, ((ASCENT + DESCENT) * size).ceil() as u32))
    }
}

fn weight<T: BackendTextStyle>(style: &T) -> Weight {
    if matches!(style.style(), FontStyle::Bold) { Weight::Bold } else { Weight::Regular }
}

#[cfg(test)]
mod tests {
    use plotters::prelude::*;

    use super::*;
    use crate::figures::{Caption, Theme};

    fn svg(draw: impl FnOnce(&DrawingArea<Surface<'_>, plotters::coord::Shift>)) -> String {
        let mut canvas = Canvas::new("surface", Theme::default());
        draw(&Surface::new(&mut canvas, 10.0, 20.0, 100.0, 50.0).into_drawing_area());
        canvas.finish(120.0, 80.0, Caption { title: "Surface".into(), ..Caption::default() }).svg
    }

    #[test]
    fn places_keep_their_hundredths_and_colours_their_roles() {
        let svg = svg(|area| {
            drawn(
                area.draw(&PathElement::new(vec![(0, 0), (1234, 567)], Colour::PooledLine.stroke_width(125))),
            )
            .unwrap();
            drawn(area.draw(&Circle::new((5000, 2500), 300, Colour::Point.filled()))).unwrap();
        });
        assert!(svg.contains("points=\"10,20 22.34,25.67\""), "{svg}");
        assert!(svg.contains("class=\"s-pooled-line\"") && svg.contains("stroke-width=\"1.25\""));
        assert!(svg.contains("<circle cx=\"60\" cy=\"45\" r=\"3\" class=\"f-point\""));
    }

    #[test]
    fn every_role_survives_the_way_through_plotters() {
        for role in Colour::all() {
            assert_eq!(colour(role.to_backend_color()), role);
        }
    }
}
