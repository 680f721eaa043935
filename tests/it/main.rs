//! The integration tests: one binary, a module per subject.
mod layers;
mod diagnostics;
mod reference_pooling;
