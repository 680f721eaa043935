//! Distributions: cumulative probabilities, survival functions and quantiles.
//!
//! One module per distribution, functions on plain numbers. All go through [`crate::stats::num`], so that they
//! give the same bits on every platform.
//!
//! # Accuracy
//!
//! Relative error at most 1e-12 for probabilities in [1e-10, 1 - 1e-10] and degrees of freedom in [1, 1e4]; the
//! tests hold it against values of 50-digit arithmetic. Upper tails are computed as such, never as one minus
//! the lower one: a p-value of 1e-300 is 1e-300. The prefactors of the incomplete beta and gamma functions are
//! Loader's (2000) saddle-point form, which keeps its digits where differences of log-gamma functions lose them.
//! statrs 0.19 misses this (normal cdf 1e-10, chi-squared quantile at one degree of freedom, beta quantile 1e-7, t
//! quantile near 1/2), and calls the platform's `exp` and `ln`.
//!
//! # Domain
//!
//! The functions are total. Outside the domain of a parameter or a probability the result is NaN; a probability
//! of 0 or 1 gives the end of the support, which may be infinite.

pub mod beta;
pub mod chi_squared;
pub mod fisher_f;
pub mod gamma;
pub mod kendall;
pub mod normal;
mod solve;
pub mod t;
mod tails;
mod test_distribution;
#[cfg(test)]
#[expect(clippy::excessive_precision, reason = "values as they were computed")]
mod tests;

pub use tails::Tails;
pub use test_distribution::TestDistribution;
