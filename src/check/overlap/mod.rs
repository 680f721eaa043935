//! Patients in more than one study: periods of recruitment, shared centres and registries.
//!
//! [`check`] makes a [`Recruitment`] of every study that is compared and finds the [`pairs`]; what the pairs do to the pooled
//! estimates is computed in `analysis::overlap`.

mod pairs;
pub mod period;
mod recruitment;
#[cfg(test)]
mod tests;

pub use pairs::{Pair, Recruitment, pairs};
pub use recruitment::check;
