//! Results and figures become documents: tables, prose, templates, Markdown and HTML.
//!
//! | module | holds |
//! |---|---|
//! | [`place`] | the marks that a template leaves where something is to stand |
//! | [`marker`] | what the marks stand for: values, figures, tables, references, citations |

pub mod marker;
pub mod place;
