//! Starting a review from data that people have: RevMan, the PRISMA2020 table, CSV.

mod bias;
mod columns;
mod prisma;
mod revman;
mod roles;
mod sheet;
mod start;

pub(super) use start::{Refusal, import};
