//! The counts of the PRISMA 2020 flow diagram: what they determine, what they contradict, what they tie to.
//!
//! Call [`check`] once the study table is read, and [`check_synthesised`] once the main analysis is computed.

mod boxes;
mod counts;
pub mod solver;
#[cfg(test)]
mod tests;

pub use boxes::{Flow, box_label};
pub use counts::{Count, PrismaResult, check, check_synthesised};
