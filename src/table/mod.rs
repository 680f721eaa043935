//! The study table: typed columns, missing values, expressions on rows.
