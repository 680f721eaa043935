//! The integration tests: one binary, a module per subject.
mod diagnostics;
mod history_diff;
mod layers;
mod numbers;
mod prose;
mod reference_effects;
mod reference_pooling;

mod figures;
mod report;
