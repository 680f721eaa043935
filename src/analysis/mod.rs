//! A checked review becomes results: the one value that every output reads.

mod agreement;
pub mod bias;
pub mod claims;
pub mod conclusions;
pub mod context;
mod contributions;
mod dataset;
mod descriptions;
mod fit;
pub mod grade;
mod largest_sets;
mod meta;
mod meta_regression;
mod outliers;
pub mod overlap;
pub mod published;
pub mod results;
mod review;
mod scale;
mod series;
mod small_study;
mod subgroups;

pub use review::{analyse, findings};
