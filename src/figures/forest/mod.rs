//! The forest plot.
//!
//! | module | holds |
//! |---|---|
//! | [`model`] | what is shown, with every text decided |
//! | [`axis`] | the range that an axis covers |
//! | `layout` | where it stands |
//! | `draw`, `marks` | the drawing |

pub mod axis;
mod draw;
mod layout;
mod marks;
pub mod model;

pub use draw::draw;
pub use model::{Axis, Column, Effect, Forest, Light, Row, Side};
