//! Text with places: files, byte spans, lines; YAML paths and CSV cells to where they stand.

pub mod csv;
mod csv_ragged;
mod csv_scanner;
mod folder;
mod invisible;
mod text;
pub mod yaml;

pub use folder::{Folder, LARGEST_FILE};
pub use text::{Place, Position, SourceFile};
