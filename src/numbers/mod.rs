//! Number formats: a number becomes text as a journal prints it.
//!
//! Every sentence, table and figure takes its numbers from here, so that the same number reads the same
//! everywhere. What is rounded is the number that `results.json` keeps (12 significant digits), once, half away
//! from zero on its decimal digits: 0.125 and 0.285 to two decimals are 0.13 and 0.29, whatever their binary
//! form. A percentage is the same digits with the point moved. A proportion that is neither 0 nor 1 is never
//! printed as 0% or 100%, and a p value is never rounded across 0.05.

mod change;
mod effects;
mod format;
mod frequency;
mod p_value;
mod profile;
mod scale;

pub use crate::stats::decimal::{Rounded, round};
pub use effects::Effects;
pub use format::{NOT_ESTIMABLE, NOT_REPORTED, Numbers};
pub use frequency::Frequency;
pub use profile::{PRule, Profile};
pub use scale::Scale;
