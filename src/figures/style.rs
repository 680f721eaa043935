//! Pens, fills, text styles and groups: what the [`Canvas`](super::Canvas) draws with.

use super::text::Weight;
use super::theme::{Colour, SMALL, TEXT};

/// How a line is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pen {
    /// Its colour.
    pub colour: Colour,
    /// Its width in pixels; 0.67 is half a point, the least that prints well.
    pub width: f64,
    /// Lengths of dash and gap in pixels.
    pub dash: Option<(f64, f64)>,
}

impl Pen {
    /// A solid line.
    #[must_use]
    pub const fn new(colour: Colour, width: f64) -> Self {
        Self { colour, width, dash: None }
    }

    /// The same line, dashed.
    #[must_use]
    pub const fn dashed(self, on: f64, off: f64) -> Self {
        Self { dash: Some((on, off)), ..self }
    }
}

/// How an area is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shape {
    /// Its fill, or none.
    pub fill: Option<Colour>,
    /// How opaque the fill is, from 0 to 1.
    pub opacity: f64,
    /// Its outline, or none.
    pub outline: Option<Pen>,
    /// Radius of the corners of a rectangle in pixels.
    pub radius: f64,
}

impl Shape {
    /// A filled area without outline.
    #[must_use]
    pub const fn fill(colour: Colour) -> Self {
        Self { fill: Some(colour), opacity: 1.0, outline: None, radius: 0.0 }
    }

    /// An outline around nothing.
    #[must_use]
    pub const fn outline(pen: Pen) -> Self {
        Self { fill: None, opacity: 1.0, outline: Some(pen), radius: 0.0 }
    }

    /// The same area with an outline.
    #[must_use]
    pub const fn outlined(self, pen: Pen) -> Self {
        Self { outline: Some(pen), ..self }
    }

    /// The same area, see-through.
    #[must_use]
    pub const fn opacity(self, opacity: f64) -> Self {
        Self { opacity, ..self }
    }

    /// The same rectangle with round corners.
    #[must_use]
    pub const fn rounded(self, radius: f64) -> Self {
        Self { radius, ..self }
    }
}

/// Which part of a text stands at its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Anchor {
    /// Its beginning.
    #[default]
    Start,
    /// Its middle.
    Middle,
    /// Its end.
    End,
}

/// How a text is set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TextStyle {
    /// Size in pixels at 96 dpi, not below [`SMALLEST`](super::theme::SMALLEST).
    pub size: f64,
    /// Regular or bold.
    pub weight: Weight,
    /// Its colour.
    pub colour: Colour,
    /// Which part stands at its place.
    pub anchor: Anchor,
    /// Reads from below upwards.
    pub upwards: bool,
    /// Not for screen readers: a symbol whose meaning the group's label says.
    pub hidden: bool,
}

impl Default for TextStyle {
    fn default() -> Self {
        Self {
            size: TEXT,
            weight: Weight::Regular,
            colour: Colour::Ink,
            anchor: Anchor::Start,
            upwards: false,
            hidden: false,
        }
    }
}

impl TextStyle {
    /// Notes and tick labels: small, in the colour of secondary text.
    #[must_use]
    pub fn note() -> Self {
        Self { size: SMALL, colour: Colour::Muted, ..Self::default() }
    }

    /// The same, bold.
    #[must_use]
    pub const fn bold(self) -> Self {
        Self { weight: Weight::Bold, ..self }
    }

    /// The same at another size in pixels.
    #[must_use]
    pub const fn size(self, size: f64) -> Self {
        Self { size, ..self }
    }

    /// The same in another colour.
    #[must_use]
    pub const fn colour(self, colour: Colour) -> Self {
        Self { colour, ..self }
    }

    /// The same with another part at its place.
    #[must_use]
    pub const fn anchor(self, anchor: Anchor) -> Self {
        Self { anchor, ..self }
    }

    /// The same, reading upwards.
    #[must_use]
    pub const fn upwards(self) -> Self {
        Self { upwards: true, ..self }
    }

    /// The same, hidden from screen readers.
    #[must_use]
    pub const fn hidden(self) -> Self {
        Self { hidden: true, ..self }
    }
}

/// What a `<g>` says about its content.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Group {
    pub(super) class: String,
    pub(super) data: Vec<(String, String)>,
    pub(super) label: Option<String>,
    pub(super) tooltip: Option<String>,
    pub(super) hidden: bool,
    pub(super) focusable: bool,
}

impl Group {
    /// A group of a class (`row`, `axis`), which becomes a slug.
    #[must_use]
    pub fn new(class: &str) -> Self {
        Self { class: class.to_owned(), ..Self::default() }
    }

    /// Adds `data-<name>`.
    #[must_use]
    pub fn data(mut self, name: &str, value: &str) -> Self {
        self.data.push((name.to_owned(), value.to_owned()));
        self
    }

    /// What a screen reader says of the group.
    #[must_use]
    pub fn label(mut self, label: &str) -> Self {
        self.label = Some(label.to_owned());
        self
    }

    /// What a browser shows when the pointer rests on the group.
    #[must_use]
    pub fn tooltip(mut self, tooltip: &str) -> Self {
        self.tooltip = Some(tooltip.to_owned());
        self
    }

    /// A stop of the keyboard, at which the tooltip is said.
    #[must_use]
    pub const fn focusable(mut self) -> Self {
        self.focusable = true;
        self
    }

    /// Decoration that a screen reader passes over.
    #[must_use]
    pub const fn decoration(mut self) -> Self {
        self.hidden = true;
        self
    }
}
