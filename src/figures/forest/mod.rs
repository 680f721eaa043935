//! The forest plot.
//!
//! | module | holds |
//! |---|---|
//! | [`model`] | what is shown, with every text decided |
//! | [`axis`] | the range that an axis covers |
//! | [`wording`] | what is said about measure, model, heterogeneity |
//! | `from_analysis`, `columns` | results to the model |
//! | `layout`, `fit` | where it stands; what gives way to a width |
//! | `draw`, `marks` | the drawing |

pub mod axis;
mod columns;
mod draw;
mod fit;
mod from_analysis;
mod layout;
mod marks;
pub mod model;
pub mod wording;

pub(super) use columns::cell;
pub use draw::draw;
pub use from_analysis::{Source, from_analysis, order, ranks};
pub use model::{Axis, Column, Effect, Forest, Light, Row, Side};
