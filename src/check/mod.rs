//! A specification and its tables become a checked review, or diagnostics, all at once.

mod analysis;
pub mod bias;
mod data;
mod descriptions;
mod model;
pub mod overlap;
pub mod prisma;
mod review;

pub use analysis::{CheckedAnalysis, CheckedModerator, CheckedVariant};
pub use data::Contribution;
pub use descriptions::{CheckedComposition, CheckedSummary};
pub use model::{Choices, methods, transforms};
pub use review::{CheckedReview, check};
