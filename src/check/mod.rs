//! A specification and its tables become a checked review, or diagnostics, all at once.

pub mod bias;
pub mod overlap;
pub mod prisma;
