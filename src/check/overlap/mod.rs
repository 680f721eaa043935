//! Patients in more than one study: periods of recruitment, shared centres and registries.
//!
//! Make a [`Recruitment`] of every study that is compared and call [`pairs`]; what the pairs do to the pooled
//! estimates is computed in `analysis::overlap`.

mod pairs;
pub mod period;
#[cfg(test)]
mod tests;

pub use pairs::{Pair, Recruitment, pairs};
