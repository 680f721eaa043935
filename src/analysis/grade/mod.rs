//! Certainty of the evidence (GRADE): computed levels, reasons, signals from the results, absolute effects, and
//! what is wrong or doubtful in a rating.

mod absolute;
mod certainty;
mod lints;
mod signals;
#[cfg(test)]
mod tests;

pub use absolute::{absolute, risk};
pub use certainty::grade;
pub use lints::{effect_claim, tell_effect_claim};
pub use signals::Signals;
