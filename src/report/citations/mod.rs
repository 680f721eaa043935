//! Citations: `[@key]` in prose becomes a citation in the style of a journal, with a list of references.
//!
//! Styles are CSL, formatted by `hayagriva`. Only the styles of its built-in archive are offered, by name, and
//! bibliographies are BibTeX or CSL-JSON: what an author gives never reaches an XML or YAML parser of that crate
//! (see docs/dependencies.md).

mod bibliography;
mod bounds;
mod cite;
mod locales;
mod runs;
mod scan;
mod style;

pub use bibliography::Bibliography;
pub use cite::{Cited, Reference, cite};
pub use runs::{Run, Runs, Target};
pub use scan::{Citation, citations, unknown_keys};
pub use style::{AUTHOR_YEAR, CitationStyle, NUMBERED};
