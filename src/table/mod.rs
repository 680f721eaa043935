//! The study table: typed columns, missing values, expressions on rows.

pub mod expression;

pub use expression::Expression;
