//! Pooling: one estimate from many studies.
//!
//! [`fit`](fn@fit) computes the common-effect and the random-effects estimate by inverse variances, with intervals, tests,
//! prediction interval and heterogeneity. All numbers are on the scale of the effects that are handed in
//! (a logit, a log ratio, ...): transforming back is the caller's. [`mantel_haenszel`] and [`peto`] pool 2x2 tables
//! instead of effects.

mod fit;
mod mantel_haenszel;
mod model;
mod peto;
mod table_fit;
mod wald;

pub use crate::stats::heterogeneity::{Heterogeneity, Note};
pub use fit::{Fit, Pooled, fit, fit_fixed_tau2};
pub(crate) use fit::{Units, common, random};
pub use mantel_haenszel::mantel_haenszel;
pub(crate) use model::Reference;
pub use model::{Model, Prediction};
pub use peto::peto;
pub use table_fit::{Table, TableFit};
