//! YAML as a tree whose every key and value knows where it stands.
//!
//! The tree is built from the parser's events: duplicate keys, anchors, aliases, merge keys, tags, several
//! documents and numbers that are not finite are faults here, all of a file together.

mod node;
mod parse;
mod scalar;

pub use node::{Document, Entry, Kind, Node, Path, Segment};
pub use parse::parse;
pub use scalar::Scalar;
