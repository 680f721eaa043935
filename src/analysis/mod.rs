//! A checked review becomes results: the one value that every output reads.

pub mod overlap;
pub mod context;
pub mod results;
