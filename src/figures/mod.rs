//! Results become SVG, on a canvas that measures its text.
//!
//! Every drawing function returns a [`Figure`]: the SVG, a title, a long description, the data as a table for
//! those who do not see the drawing, and the measured boxes of its texts, by which tests find overlaps.
//! A figure never computes a statistic and never decides how a number reads: it draws results.
//!
//! | module | holds |
//! |---|---|
//! | [`canvas`], [`style`] | the drawing surface, pens, fills, text styles, groups |
//! | [`backend`], [`chart`] | plotters on the canvas; plots of two axes |
//! | [`text`] | the embedded font, measuring and wrapping |
//! | [`scale`] | values to pixels, ticks |
//! | [`theme`] | style profiles, palettes, colours by role |
//! | [`forest`] | the forest plot |
//! | [`prisma_flow`] | the PRISMA 2020 flow diagram |
//! | `png` | figures as pixels (feature `png`) |

pub mod backend;
pub mod canvas;
pub mod chart;
#[cfg(test)]
pub(crate) mod contrast;
pub mod figure;
pub mod forest;
#[cfg(feature = "png")]
pub mod png;
pub mod prisma_flow;
pub mod scale;
mod set;
pub mod style;
pub mod text;
pub mod theme;

pub use canvas::{Canvas, Point};
pub use chart::{Chart, ChartAxis};
pub use figure::{Caption, Figure, TextBox, slug};
pub use prisma_flow::prisma_flow;
pub use scale::Scale;
pub use set::{Sources, all};
pub use style::{Anchor, Group, Pen, Shape, TextStyle};
pub use text::Weight;
pub use theme::{Colour, Palette, Risk, Style, Theme};
