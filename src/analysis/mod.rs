//! A checked review becomes results: the one value that every output reads.

pub mod bias;
pub mod context;
pub mod grade;
pub mod overlap;
mod dataset;
mod descriptions;
mod fit;
mod meta;
mod meta_regression;
mod outliers;
pub mod results;
mod review;
mod scale;
mod series;
mod small_study;
mod subgroups;

pub use review::analyse;
