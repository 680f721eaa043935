//! Statistics as pure functions over slices: no YAML, no file, no report.

pub mod agreement;
pub mod choices;
pub mod convert;
pub mod cumulative;
pub mod decimal;
mod deleted;
pub mod dist;
pub mod effect;
pub mod error;
pub mod glmm;
pub mod heterogeneity;
pub mod influence;
pub mod interval;
pub mod leave_one_out;
pub mod num;
pub mod pool;
mod refit;
pub mod regression;
pub mod small_study;
pub mod subgroup;
pub mod tau2;
pub mod transform;
