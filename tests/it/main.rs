//! The integration tests: one binary, a module per subject.
mod diagnostics;
mod layers;
mod reference_pooling;
mod numbers;
