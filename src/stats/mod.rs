//! Statistics as pure functions over slices: no YAML, no file, no report.

pub mod choices;
pub mod dist;
pub mod error;
pub mod heterogeneity;
pub mod interval;
pub mod num;
pub mod pool;
pub mod tau2;
