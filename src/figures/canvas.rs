//! A small drawing surface that writes SVG in hundredths of a pixel.
//!
//! Positions are pixels at 96 dpi from the upper left corner. Colours are roles of the [`Theme`]: each shape
//! carries the default as an attribute, for every program that reads SVG, and a class that a style sheet ties
//! to the CSS variable `--er-<role>`, for pages that restyle. The size of the drawing is said at the end, in
//! [`Canvas::finish`], when the layout knows it.
//!
//! ```
//! use ecmo_report::figures::{Anchor, Canvas, Caption, Colour, Group, Pen, Shape, TextStyle, Theme};
//!
//! let mut canvas = Canvas::new("demo", Theme::default());
//! canvas.group(&Group::new("row").label("Lillehei 1989: 100%"), |canvas| {
//!     canvas.line((10.0, 20.0), (90.0, 20.0), Pen::new(Colour::Ink, 1.2));
//!     canvas.rectangle(40.0, 15.0, 10.0, 10.0, Shape::fill(Colour::Point));
//!     canvas.text(95.0, 24.0, "100%", TextStyle::default().anchor(Anchor::Start));
//! });
//! let figure = canvas.finish(130.0, 40.0, Caption { title: "Demo".into(), ..Caption::default() });
//! assert!(figure.svg.contains("role=\"img\""));
//! ```

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::figure::{Caption, Figure, TextBox};
use super::names::slug;
use super::style::{Anchor, Group, Pen, Shape, TextStyle};
use super::text::{ASCENT, DESCENT, FONT_FAMILY, LINE, Weight, clean, settled, width};
use super::theme::{Colour, TEXT, Theme, millimetres};

/// A point: x to the right, y downwards.
pub type Point = (f64, f64);

/// A drawing in the making: see the [module](self).
#[derive(Debug)]
pub struct Canvas {
    name: String,
    id: String,
    theme: Theme,
    body: String,
    depth: usize,
    fills: BTreeSet<Colour>,
    strokes: BTreeSet<Colour>,
    texts: Vec<TextBox>,
    clips: usize,
    /// Something in it is a stop of the keyboard.
    focusable: bool,
}

impl Canvas {
    /// An empty drawing. The slug of its name becomes the prefix of every id in the SVG.
    #[must_use]
    pub fn new(name: &str, theme: Theme) -> Self {
        Self {
            name: name.to_owned(),
            id: slug(name),
            theme,
            body: String::new(),
            depth: 1,
            fills: BTreeSet::from([Colour::Paper]),
            strokes: BTreeSet::new(),
            texts: Vec::new(),
            clips: 0,
            focusable: false,
        }
    }

    /// The theme that the drawing is made in.
    #[must_use]
    pub const fn theme(&self) -> Theme {
        self.theme
    }

    /// The boxes of the texts drawn so far.
    #[must_use]
    pub fn texts(&self) -> &[TextBox] {
        &self.texts
    }

    /// Draws what belongs together into one `<g>`.
    pub fn group<T>(&mut self, group: &Group, draw: impl FnOnce(&mut Self) -> T) -> T {
        let mut open = String::new();
        open.push_str("<g");
        if !group.class.is_empty() {
            let _ = write!(open, " class=\"{}\"", slug(&group.class));
        }
        for (name, value) in &group.data {
            let _ = write!(open, " data-{}=\"{}\"", slug(name), escape(value));
        }
        if let Some(label) = &group.label {
            let _ = write!(open, " role=\"group\" aria-label=\"{}\"", escape(label));
        }
        if group.hidden {
            open.push_str(" aria-hidden=\"true\"");
        }
        if let (true, Some(tooltip)) = (group.focusable, &group.tooltip) {
            let _ = write!(open, " tabindex=\"0\" role=\"img\" aria-label=\"{}\"", escape(tooltip));
            self.focusable = true;
        }
        open.push('>');
        self.write(&open);
        self.depth += 1;
        if let Some(tooltip) = &group.tooltip {
            self.write(&format!("<title>{}</title>", escape(tooltip)));
        }
        let result = draw(self);
        self.depth -= 1;
        self.write("</g>");
        result
    }

    /// Draws into a rectangle, beyond which nothing is seen.
    pub fn clipped<T>(
        &mut self,
        left: f64,
        top: f64,
        width: f64,
        height: f64,
        draw: impl FnOnce(&mut Self) -> T,
    ) -> T {
        self.clips += 1;
        let id = format!("{}-clip-{}", self.id, self.clips);
        self.write(&format!(
            "<clipPath id=\"{id}\"><rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/></clipPath>",
            Px(left),
            Px(top),
            Px(width),
            Px(height)
        ));
        self.write(&format!("<g clip-path=\"url(#{id})\">"));
        self.depth += 1;
        let result = draw(self);
        self.depth -= 1;
        self.write("</g>");
        result
    }

    /// A straight line.
    pub fn line(&mut self, from: Point, to: Point, pen: Pen) {
        let stroke = self.stroke(Some(pen));
        self.write(&format!(
            "<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\"{stroke}/>",
            Px(from.0),
            Px(from.1),
            Px(to.0),
            Px(to.1)
        ));
    }

    /// A line through several points.
    pub fn polyline(&mut self, points: &[Point], pen: Pen) {
        let stroke = self.stroke(Some(pen));
        let class = "fill=\"none\"";
        self.write(&format!("<polyline points=\"{}\" {class}{stroke}/>", join(points)));
    }

    /// A closed area.
    pub fn polygon(&mut self, points: &[Point], shape: Shape) {
        let paint = self.paint(shape);
        self.write(&format!("<polygon points=\"{}\"{paint}/>", join(points)));
    }

    /// A rectangle from its upper left corner.
    pub fn rectangle(&mut self, left: f64, top: f64, width: f64, height: f64, shape: Shape) {
        let radius = if shape.radius > 0.0 { format!(" rx=\"{}\"", Px(shape.radius)) } else { String::new() };
        let paint = self.paint(shape);
        self.write(&format!(
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"{radius}{paint}/>",
            Px(left),
            Px(top),
            Px(width),
            Px(height)
        ));
    }

    /// A circle.
    pub fn circle(&mut self, centre: Point, radius: f64, shape: Shape) {
        let paint = self.paint(shape);
        self.write(&format!(
            "<circle cx=\"{}\" cy=\"{}\" r=\"{}\"{paint}/>",
            Px(centre.0),
            Px(centre.1),
            Px(radius)
        ));
    }

    /// A filled triangle whose tip is at `tip`, pointing along `direction` (a vector of any length but zero).
    pub fn arrowhead(&mut self, tip: Point, direction: (f64, f64), size: f64, colour: Colour) {
        let length = (direction.0 * direction.0 + direction.1 * direction.1).sqrt().max(f64::MIN_POSITIVE);
        let (dx, dy) = (direction.0 / length, direction.1 / length);
        let (bx, by) = (tip.0 - dx * size, tip.1 - dy * size);
        let half = size * 0.5;
        self.polygon(
            &[tip, (bx - dy * half, by + dx * half), (bx + dy * half, by - dx * half)],
            Shape::fill(colour),
        );
    }

    /// One line of text at its baseline, and its measured box. Nothing is drawn for a text without characters.
    pub fn text(&mut self, x: f64, y: f64, text: &str, style: TextStyle) {
        let text = clean(text);
        if text.is_empty() {
            return;
        }
        let length = width(&text, style.size, style.weight);
        let left = match style.anchor {
            Anchor::Start => 0.0,
            Anchor::Middle => -length / 2.0,
            Anchor::End => -length,
        };
        let (up, down) = (style.size * ASCENT, style.size * DESCENT);
        let (left, top, right, bottom) = if style.upwards {
            (x - up, y - left - length, x + down, y - left)
        } else {
            (x + left, y - up, x + left + length, y + down)
        };
        self.texts.push(TextBox { left, top, right, bottom, size: style.size, text: text.clone() });

        let mut attributes = self.fill(style.colour);
        if style.size != TEXT {
            let _ = write!(attributes, " font-size=\"{}\"", Px(style.size));
        }
        if style.weight == Weight::Bold {
            attributes.push_str(" font-weight=\"700\"");
        }
        match style.anchor {
            Anchor::Start => {}
            Anchor::Middle => attributes.push_str(" text-anchor=\"middle\""),
            Anchor::End => attributes.push_str(" text-anchor=\"end\""),
        }
        if style.hidden {
            attributes.push_str(" aria-hidden=\"true\"");
        }
        let place = if style.upwards {
            format!("transform=\"translate({} {}) rotate(-90)\"", Px(x), Px(y))
        } else {
            format!("x=\"{}\" y=\"{}\"", Px(x), Px(y))
        };
        self.write(&format!("<text {place}{attributes}>{}</text>", escape(&text)));
    }

    /// Text wrapped to `limit` pixels, no short word alone in the last line, the first baseline at `y`; returns how many lines it took.
    pub fn paragraph(&mut self, x: f64, y: f64, text: &str, limit: f64, style: TextStyle) -> usize {
        let lines = settled(text, style.size, style.weight, limit);
        for (index, line) in lines.iter().enumerate() {
            self.text(x, y + index as f64 * style.size * LINE, line, style);
        }
        lines.len()
    }

    /// Closes the drawing at a size in pixels, rounded up to whole ones.
    #[must_use]
    pub fn finish(self, width: f64, height: f64, caption: Caption) -> Figure {
        let Caption { title, description, table } = caption;
        let (width, height) = (width.ceil(), height.ceil());
        let id = &self.id;
        let mut rules = String::new();
        for (colours, class, property) in [(&self.fills, 'f', "fill"), (&self.strokes, 's', "stroke")] {
            for &colour in colours {
                let _ = write!(
                    rules,
                    "#{id}-svg .{class}-{}{{{property}:var(--er-{},{})}}",
                    colour.name(),
                    self.theme.variable(colour),
                    self.theme.hex(colour)
                );
            }
        }
        if self.focusable {
            let ring = self.theme.hex(Colour::Ink);
            let _ = write!(
                rules,
                "#{id}-svg [tabindex]:focus-visible{{outline:2px solid var(--er-ink,{ring});outline-offset:2px}}"
            );
        }
        // What is within a picture can't be reached by the keyboard.
        let role = if self.focusable { "group" } else { "img" };
        let title = clean(&title);
        let mut description = clean(&description);
        if let Some(asked) = self.theme.millimetres
            && width > self.theme.width()
        {
            let _ = write!(
                description,
                " The drawing is {} mm wide: what it shows needs more than {asked} mm.",
                millimetres(width)
            );
        }
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" id=\"{id}-svg\" class=\"er-figure\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\" role=\"{role}\" aria-labelledby=\"{id}-title {id}-desc\" font-family=\"{FONT_FAMILY}\" \
             font-size=\"{TEXT}\">\n"
        );
        let _ = writeln!(svg, " <title id=\"{id}-title\">{}</title>", escape(&title));
        let _ = writeln!(svg, " <desc id=\"{id}-desc\">{}</desc>", escape(&description));
        let _ = writeln!(svg, " <style>{rules}</style>");
        let paper = self.theme.hex(Colour::Paper);
        let _ = writeln!(
            svg,
            " <rect width=\"{width}\" height=\"{height}\" class=\"f-paper\" fill=\"{paper}\"/>"
        );
        svg.push_str(&self.body);
        svg.push_str("</svg>\n");
        let table = table.into_iter().map(|row| row.iter().map(|cell| clean(cell)).collect()).collect();
        Figure {
            name: self.name,
            id: self.id,
            title,
            description,
            width,
            height,
            svg,
            table,
            texts: self.texts,
        }
    }

    fn write(&mut self, element: &str) {
        for _ in 0..self.depth {
            self.body.push(' ');
        }
        self.body.push_str(element);
        self.body.push('\n');
    }

    fn fill(&mut self, colour: Colour) -> String {
        self.fills.insert(colour);
        format!(" class=\"f-{}\" fill=\"{}\"", colour.name(), self.theme.hex(colour))
    }

    fn stroke(&mut self, pen: Option<Pen>) -> String {
        let Some(pen) = pen else { return String::new() };
        self.strokes.insert(pen.colour);
        format!(" class=\"s-{}\"{}", pen.colour.name(), self.stroke_attributes(pen))
    }

    fn stroke_attributes(&self, pen: Pen) -> String {
        let mut out = format!(" stroke=\"{}\"", self.theme.hex(pen.colour));
        if pen.width != 1.0 {
            let _ = write!(out, " stroke-width=\"{}\"", Px(pen.width));
        }
        if let Some((on, off)) = pen.dash {
            let _ = write!(out, " stroke-dasharray=\"{} {}\"", Px(on), Px(off));
        }
        out
    }

    /// Class, fill and outline of an area.
    fn paint(&mut self, shape: Shape) -> String {
        let mut classes = Vec::new();
        let mut attributes = String::new();
        match shape.fill {
            Some(colour) => {
                self.fills.insert(colour);
                classes.push(format!("f-{}", colour.name()));
                let _ = write!(attributes, " fill=\"{}\"", self.theme.hex(colour));
            }
            None => attributes.push_str(" fill=\"none\""),
        }
        if shape.opacity < 1.0 {
            let _ = write!(attributes, " fill-opacity=\"{}\"", Px(shape.opacity));
        }
        if let Some(pen) = shape.outline {
            self.strokes.insert(pen.colour);
            classes.push(format!("s-{}", pen.colour.name()));
            attributes.push_str(&self.stroke_attributes(pen));
        }
        if classes.is_empty() { attributes } else { format!(" class=\"{}\"{attributes}", classes.join(" ")) }
    }
}

/// A coordinate with at most two decimals, the same bytes on every platform.
#[derive(Clone, Copy)]
struct Px(f64);

impl std::fmt::Display for Px {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let hundredths = (self.0 * 100.0).round();
        // What is not a number has no place on paper; zero keeps the document well-formed.
        let hundredths = if hundredths.is_finite() { hundredths as i64 } else { 0 };
        let sign = if hundredths < 0 { "-" } else { "" };
        let (whole, part) = (hundredths.unsigned_abs() / 100, hundredths.unsigned_abs() % 100);
        match part {
            0 => write!(formatter, "{sign}{whole}"),
            part if part % 10 == 0 => write!(formatter, "{sign}{whole}.{}", part / 10),
            part => write!(formatter, "{sign}{whole}.{part:02}"),
        }
    }
}

fn join(points: &[Point]) -> String {
    let mut out = String::with_capacity(points.len() * 14);
    for (index, point) in points.iter().enumerate() {
        let gap = if index == 0 { "" } else { " " };
        let _ = write!(out, "{gap}{},{}", Px(point.0), Px(point.1));
    }
    out
}

/// Text made safe for XML, in content and in attributes, control characters stripped.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in clean(text).chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            character => out.push(character),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(draw: impl FnOnce(&mut Canvas)) -> Figure {
        let mut canvas = Canvas::new("A figure", Theme::default());
        draw(&mut canvas);
        canvas.finish(
            100.0,
            50.0,
            Caption { title: "T <b>".into(), description: "D & d".into(), table: Vec::new() },
        )
    }

    #[test]
    fn text_from_authors_is_inert() {
        let figure = drawn(|canvas| {
            canvas.group(&Group::new("row").data("study", "\"><script>").label("<script>"), |canvas| {
                canvas.text(0.0, 10.0, "<script>alert('1')</script>\u{0}", TextStyle::default());
            });
        });
        assert!(!figure.svg.contains("<script"));
        assert!(!figure.svg.contains('\u{0}'));
        assert!(figure.svg.contains("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;</text>"));
    }

    #[test]
    fn coordinates_are_hundredths_of_a_pixel() {
        let shown: Vec<_> = [1.0, 1.005, -0.004, -0.126, 1e9 / 3.0, f64::NAN]
            .iter()
            .map(|&value| Px(value).to_string())
            .collect();
        assert_eq!(shown, ["1", "1", "0", "-0.13", "333333333.33", "0"]);
        assert_eq!(Px(2.5).to_string(), "2.5");
        assert_eq!(Px(2.05).to_string(), "2.05");
    }

    #[test]
    fn a_box_follows_the_anchor_and_the_rotation() {
        let figure = drawn(|canvas| {
            canvas.text(50.0, 20.0, "abc", TextStyle::default().anchor(Anchor::End));
            canvas.text(50.0, 40.0, "abc", TextStyle::default().upwards());
        });
        let length = width("abc", TEXT, Weight::Regular);
        let [level, upright] = &figure.texts[..] else { panic!("two texts") };
        assert!((level.right - 50.0).abs() < 1e-9 && (level.left - (50.0 - length)).abs() < 1e-9);
        assert!((upright.bottom - 40.0).abs() < 1e-9 && (upright.top - (40.0 - length)).abs() < 1e-9);
        assert!(level.top < 20.0 && level.bottom > 20.0);
    }

    #[test]
    fn colours_carry_a_default_and_a_variable() {
        let figure = drawn(|canvas| canvas.circle((5.0, 5.0), 3.0, Shape::fill(Colour::Point)));
        assert!(figure.svg.contains("class=\"f-point\" fill=\"#1f4e79\""));
        assert!(figure.svg.contains("#a-figure-svg .f-point{fill:var(--er-point,#1f4e79)}"));
    }
}
