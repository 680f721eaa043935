//! The study table: typed columns, missing values, expressions on rows.
//!
//! A table comes from a CSV or from rows in the specification; either way each cell knows where it stands. A cell
//! that is empty, `NA` or `NR` is missing, which is not the same as zero.

pub mod cell;
mod column;
pub mod expression;
mod infer;
mod label;
mod origin;
mod read;
mod row;
mod select;
mod study_table;

pub use cell::Date;
pub use column::Column;
pub use expression::Expression;
pub use read::read;
pub use row::Row;
pub use study_table::StudyTable;
