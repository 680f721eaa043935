//! The tables of a report: one model, three forms (HTML, Markdown, CSV), and a builder per table.

mod csv;
mod html;
mod markdown;
mod model;

pub use csv::to_csv;
pub use html::to_html;
pub use markdown::to_markdown;
pub use model::{Align, Cell, Column, Row, RowKind, Table};
