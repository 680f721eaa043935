//! Text with places: files, byte spans, lines; YAML paths and CSV cells to where they stand.

mod text;

pub use text::{Place, Position, SourceFile};
