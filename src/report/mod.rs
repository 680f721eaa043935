//! Results and figures become documents: tables, prose, templates, Markdown and HTML.
//!
//! | module | holds |
//! |---|---|
//! | [`tables`] | the model of a table, its three forms, a builder per table |
//! | [`environment`] | the templates with everything that they can refer to |
//! | [`place`], [`marker`] | the marks that a template leaves where something is to stand, and what they stand for |
//! | [`html`], [`markdown`] | Markdown to inert HTML; plain text to inert Markdown |

pub mod environment;
mod fields;
mod functions;
pub mod html;
pub mod markdown;
pub mod marker;
pub mod place;
mod prepare;
pub mod tables;
mod wording;
