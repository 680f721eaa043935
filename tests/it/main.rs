//! The integration tests: one binary, a module per subject.
// Says to clippy that every function here is a test's.
#![cfg(test)]

mod agreement;
mod citations;
mod command_line;
mod diagnostics;
mod explain;
mod guide;
mod guide_pages;
mod history_diff;
mod history_versions;
mod layers;
mod machine_faults;
mod newcomer;
mod numbers;
mod pooling_methods;
mod pooling_properties;
mod prose;
mod r_script;
mod reference_effects;
mod reference_pooling;
mod robustness;

mod figures;
mod identity;
mod inputs;
mod report;
mod reviews;
mod schema;
mod study_selection;
mod terminal;
mod two_arms;
