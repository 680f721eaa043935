//! Statistics as pure functions over slices: no YAML, no file, no report.

pub mod choices;
