//! `ecmo-report` turns a systematic review, written as a YAML specification with CSV tables, into the whole
//! report: statistics, figures, tables and prose that cannot disagree.
//!
//! # The map of the house
//!
//! Data flow one way. Each layer may use only the layers above it in this list (and [`diagnostics`], which
//! knows no domain); a test reads the `use` lines and fails on an arrow that runs back.
//!
//! | layer | turns | into |
//! |---|---|---|
//! | [`source`] | bytes of YAML and CSV | text with byte spans, a map from path to place |
//! | [`diagnostics`] | a finding | an annotated snippet, JSON or a CI annotation |
//! | [`stats`] | slices of numbers | estimates, intervals, tests |
//! | [`spec`] | YAML | what the author wrote, as plain types |
//! | [`table`] | CSV | the study table: typed columns, expressions on rows |
//! | [`check`] | specification and table | a checked review, or every fault at once |
//! | [`analysis`] | a checked review | results: one value that every output reads |
//! | [`numbers`] | a number | text, as a journal prints it |
//! | [`figures`] | results | SVG |
//! | [`report`] | results and figures | HTML, Markdown, tables |
//! | [`history`] | results of versions | manifests, differences, archives |
//! | [`cli`] | arguments | exit status |

pub mod analysis;
pub mod check;
pub mod cli;
pub mod diagnostics;
pub mod figures;
pub mod history;
pub mod numbers;
pub mod report;
pub mod source;
pub mod spec;
pub mod stats;
pub mod table;
