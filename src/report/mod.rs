//! Results and figures become documents: tables, prose, templates, Markdown and HTML.
//!
//! | module | holds |
//! |---|---|
//! | [`tables`] | the model of a table, its three forms, a builder per table |
//! | [`place`], [`marker`] | the marks that a template leaves where something is to stand, and what they stand for |
//! | [`html`], [`markdown`] | Markdown to inert HTML; plain text to inert Markdown |

pub mod html;
pub mod markdown;
pub mod marker;
pub mod place;
pub mod tables;
