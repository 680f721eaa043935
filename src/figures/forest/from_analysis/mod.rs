//! From the results of an analysis to what its forest plot shows.
//!
//! | module | holds |
//! |---|---|
//! | `source` | what it is made from |
//! | `build` | rows and columns |
//! | `axis`, `lights`, `remarks` | the axis; risk of bias; lines below the plot and the description |

mod axis;
mod build;
mod lights;
mod remarks;
mod source;

use super::wording;

pub use build::{from_analysis, order, ranks};
pub use source::Source;
