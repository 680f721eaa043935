//! Results and figures become documents: tables, prose, templates, Markdown and HTML.
//!
//! | module | holds |
//! |---|---|
//! | [`document`] | the whole: a template rendered once, written as Markdown and as HTML |
//! | [`checklist`] | the PRISMA 2020 checklist, filled from the specification and the results |
//! | [`glance`], [`page`] | the first screen; the shell of the HTML report |
//! | [`tables`] | the model of a table, its three forms, a builder per table |
//! | [`environment`] | the templates with everything that they can refer to |
//! | [`citations`] | `[@key]` in the style of a journal, and the list of references |
//! | [`place`], [`marker`] | the marks that a template leaves where something is to stand, and what they stand for |
//! | [`statements`] | what a result means, with the words that its certainty allows |
//! | [`html`], [`markdown`] | Markdown to inert HTML; plain text to inert Markdown |

mod budget;
pub mod checklist;
pub mod citations;
pub mod document;
pub mod environment;
mod facts;
mod fields;
mod figures;
mod footnotes;
mod front;
mod functions;
pub mod glance;
pub mod html;
mod inert;
mod lookup;
pub mod markdown;
pub mod marker;
pub mod page;
pub mod place;
mod plain;
mod prepare;
mod shared;
pub mod statements;
mod study_flow;
pub mod tables;
mod template_fault;
pub mod text_checks;
mod wording;

pub use document::{Documents, ReportInput, build};
