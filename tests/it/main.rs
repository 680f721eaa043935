//! The integration tests: one binary, a module per subject.
mod layers;
mod reference_pooling;
