//! A specification and its tables become a checked review, or diagnostics, all at once.

mod analysis;
pub mod bias;
mod bounds;
mod claims;
mod coefficients;
mod data;
mod descriptions;
mod extraction;
mod levels;
mod model;
pub mod overlap;
mod plausibility;
pub mod prisma;
mod report;
mod review;
mod search;
mod selection;
pub(crate) mod sum;

pub use analysis::{CheckedAnalysis, CheckedModerator, CheckedVariant};
pub use coefficients::{FEW_PER_COEFFICIENT, FEWEST_PER_COEFFICIENT};
pub use data::Contribution;
pub use descriptions::{CheckedComposition, CheckedSummary};
pub use extraction::{DoubleExtraction, ExtractedCell, ExtractedField};
pub use model::{Choices, methods, transforms};
pub use review::{CheckedReview, check};
pub use selection::{Screened, Screening};
