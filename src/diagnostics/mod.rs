//! Findings and how they are shown: codes, severities, labels, hints, rendering.
//!
//! A fault that the user can mend is a [`Diagnostic`]: a [`Code`] (one per rule, documented in [`codes`]), a
//! message with the fact and its numbers, labels that say what each place is, and a hint that says what to do.
//! They are collected in [`Diagnostics`], all of a run together, and shown by a [`Renderer`].

mod code;
pub mod codes;
mod collection;
mod diagnostic;
mod render;
mod suggest;

pub use code::{Code, Rule, Severity};
pub use collection::{Diagnostics, folded};
pub use diagnostic::{Diagnostic, Label};
pub use render::{Format, Renderer, wrap};
pub use suggest::{did_you_mean, similar};

pub use crate::source::{Place, Position, SourceFile};
