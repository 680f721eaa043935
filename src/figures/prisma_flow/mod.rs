//! The PRISMA 2020 flow diagram (Page et al., BMJ 2021;372:n71) in its four templates: a new review or an update,
//! by databases and registers only or by other methods too. The counts choose the template.
//!
//! | module | holds |
//! |---|---|
//! | `boxes` | which boxes there are, what each says |
//! | `draw` | where they stand, their arrows |

mod boxes;
mod draw;

pub use draw::prisma_flow;
