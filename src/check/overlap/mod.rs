//! Patients in more than one study: periods of recruitment, shared centres and registries.
//!
//! [`check`] gives the pairs; what they do to the pooled estimates is computed in `analysis::overlap`.

mod pairs;
mod period;
mod places;
mod recruitment;
#[cfg(test)]
mod tests;

pub use pairs::Pair;
pub use period::{Moment, Period, Shared};
pub use recruitment::check;
