//! What the author wrote, as plain types with a JSON Schema; whether it is right is for `check`.
//!
//! The types carry every key of `review.yaml`. Nothing here is flattened, tagged or untagged, so that an error
//! keeps its place; where the format allows two shapes, [`shape`] reads them.

pub mod analysis;
pub mod evidence;
mod load;
pub mod prisma;
pub mod prose;
pub mod review;
pub mod schema;
pub mod shape;
pub mod studies;

pub use analysis::{Analysis, Methods, ModelKeys, SensitivityVariant};
pub use load::{Specification, load, read};
pub use review::Review;
