//! `ecmo-report serve`: the report in the browser, anew whenever a file is saved. Loopback only.

mod answer;
mod preview;
mod run;

pub(super) use run::run;
