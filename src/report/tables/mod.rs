//! The tables of a report: one model, three forms (HTML, Markdown, CSV), and a builder per table.
//!
//! A builder reads results and writes every number through [`crate::numbers`]; it computes nothing.

mod abbreviations;
mod bias;
mod certainty;
mod csv;
mod described;
mod every;
mod evidence_profile;
mod html;
mod identity;
mod markdown;
mod model;
mod pooled;
mod remarks;
mod reproduction;
mod robustness;
mod scene;
mod selection;
mod signals;
mod small_study;
mod studies;

pub use abbreviations::with_abbreviations;
pub use certainty::level as certainty_level;
pub use csv::to_csv;
pub use described::part_name;
pub use every::every;
pub use html::to_html;
pub use identity::Anchors;
pub use markdown::to_markdown;
pub use model::{Align, Cell, Column, Row, RowKind, Table};
pub use remarks::remarks;
pub use scene::{Scene, row_anchor, study_anchor};
