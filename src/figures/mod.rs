//! Results become SVG, on a canvas that measures its text.
//!
//! Every drawing function returns a [`Figure`]: the SVG, a title, a long description, the data as a table for
//! those who do not see the drawing, and the measured boxes of its texts, by which tests find overlaps.
//! A figure never computes a statistic and never decides how a number reads: it draws results.
//!
//! | module | holds |
//! |---|---|
//! | [`canvas`](mod@canvas), [`style`](mod@style) | the drawing surface, pens, fills, text styles, groups |
//! | [`chart`](mod@chart) | plots of two axes |
//! | [`text`](mod@text) | the embedded font, measuring and wrapping |
//! | [`scale`](mod@scale) | values to pixels, ticks |
//! | [`theme`](mod@theme) | style profiles, palettes, colours by role |
//! | [`forest`](mod@forest) | the forest plot |
//! | [`prisma_flow`](mod@prisma_flow) | the PRISMA 2020 flow diagram |
//! | [`funnel`](mod@funnel), [`baujat`](mod@baujat), [`bubble`](mod@bubble) | plots of two axes from an analysis |
//! | [`leave_one_out`](mod@leave_one_out) with [`conclusions`](mod@conclusions), [`cumulative`](mod@cumulative), [`sensitivity`](mod@sensitivity) | forest plots of refits, on `refits` |
//! | [`influence`](mod@influence) with [`rules`](mod@rules) | the influence panel; outlier rules in words and symbols |
//! | [`traffic_light`](mod@traffic_light), [`bias_bars`](mod@bias_bars) | risk of bias |
//! | [`timeline`](mod@timeline), [`composition`](mod@composition), [`trajectory`](mod@trajectory) | overlap, counts of a whole, an estimate over versions |
//! | `subject`, `judgements`, `labels`, `parts` | what they share: names and axes of an analysis, discs of judgements, names beside points, notes and legends |
//! | [`names`](mod@names) | slugs, and unique ids of names |
//! | `marker` | symbols that stay apart without colour |
//! | `png` | figures as pixels (feature `png`) |

pub mod baujat;
pub mod bias_bars;
pub mod bubble;
pub mod canvas;
pub mod chart;
pub mod composition;
pub mod conclusions;
#[cfg(test)]
pub(crate) mod contrast;
pub mod cumulative;
pub mod figure;
pub mod forest;
pub mod funnel;
pub mod influence;
mod judgements;
mod labels;
pub mod leave_one_out;
mod marker;
pub mod names;
mod parts;
#[cfg(feature = "png")]
pub mod png;
pub mod prisma_flow;
mod refits;
pub mod rules;
pub mod scale;
pub mod sensitivity;
mod set;
pub mod style;
mod subject;
pub mod text;
pub mod theme;
pub mod timeline;
pub mod traffic_light;
pub mod trajectory;

pub use baujat::baujat;
pub use bias_bars::{Weighting, bias_bars};
pub use bubble::bubble;
pub use canvas::{Canvas, Point};
pub use chart::{Chart, ChartAxis};
pub use composition::composition;
pub use cumulative::cumulative;
pub use figure::{Caption, Figure, Link, TextBox, identified};
pub use funnel::{funnel, trim_fill};
pub use influence::influence;
pub use judgements::{BiasSource, Mark};
pub use leave_one_out::leave_one_out;
pub use names::slug;
pub use prisma_flow::{PrismaSource, prisma_flow};
pub use scale::Scale;
pub use sensitivity::sensitivity;
pub use set::{Sources, all, study_ranks, theme};
pub use style::{Anchor, Group, Pen, Shape, TextStyle};
pub use text::Weight;
pub use theme::{Colour, Palette, Risk, Style, Theme};
pub use timeline::{TimelineSource, timeline};
pub use traffic_light::traffic_light;
pub use trajectory::{Trajectory, TrajectoryPoint, trajectory};
