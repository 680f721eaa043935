//! `ecmo-report man`: for packagers.

use clap::CommandFactory as _;

use super::arguments::{Arguments, ManArguments};
use super::{Exit, Terminal};

/// Writes a manual page per command.
pub(super) fn run(arguments: &ManArguments, terminal: &Terminal) -> Exit {
    let written = std::fs::create_dir_all(&arguments.dir)
        .and_then(|()| clap_mangen::generate_to(Arguments::command(), &arguments.dir));
    match written {
        Ok(()) => {
            terminal.status("Wrote", &arguments.dir.display().to_string());
            Exit::Done
        }
        Err(error) => {
            terminal.error(&format!("`{}` cannot be written: {error}", arguments.dir.display()), None);
            Exit::Failed
        }
    }
}
