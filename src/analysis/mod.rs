//! A checked review becomes results: the one value that every output reads.

pub mod bias;
pub mod context;
pub mod grade;
pub mod overlap;
pub mod results;
