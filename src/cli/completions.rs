//! `ecmo-report completions`.

use clap::CommandFactory as _;

use super::arguments::{Arguments, CompletionsArguments};
use super::{Exit, Terminal};

/// Prints completions for a shell.
pub(super) fn run(arguments: &CompletionsArguments, terminal: &Terminal) -> Exit {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Arguments::command(), "ecmo-report", &mut script);
    terminal.result(&String::from_utf8_lossy(&script));
    Exit::Done
}
