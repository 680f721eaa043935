//! Manifests, frozen versions and the differences between them.
//!
//! | module | holds |
//! |---|---|
//! | [`output`] | writing an output folder whole or not at all, comparing it with what a build gives |
//! | [`crate_metadata`] | RO-Crate for archives, JSON-LD for search engines |
//! | [`diff`] | what is different between two versions, by meaning |
//! | [`manifest`] | checksums of inputs and outputs, and whether a folder is up to date |
//! | [`freeze`] | frozen versions, what changed since, headline estimates over versions |
//! | [`version`] | the versions that can be compared: on disk, frozen, in a revision |
//! | [`r_script`](mod@r_script) | the script that recomputes the results with metafor |

pub mod crate_metadata;
pub mod diff;
mod error;
pub mod freeze;
mod git;
pub mod manifest;
pub mod output;
pub mod r_script;
mod since;
pub mod version;

pub use error::Error;
pub use freeze::{Trajectory, changes_since, frozen, trajectories};
pub use manifest::{Manifest, Settings, up_to_date};
pub use output::{Difference, Files, compare, write};
pub use r_script::r_script;
pub use since::{since_figures, since_tables, trajectory_figures};
pub use version::Version;
