//! Arguments, terminal and exit status; a file per command, each thin.

mod arguments;
mod build;
#[cfg(feature = "serve")]
mod changes;
mod check;
mod completions;
mod diff;
mod differences;
mod exit;
mod explain;
mod freeze;
mod import;
mod init;
mod man;
mod outcome;
pub mod pipeline;
mod schema;
#[cfg(feature = "serve")]
mod serve;
mod terminal;
mod verify;
#[cfg(feature = "serve")]
mod watch;

use std::process::ExitCode;

use clap::Parser as _;

pub use arguments::{Arguments, Command};
pub use exit::Exit;
pub use terminal::Terminal;

/// Reads the command line, runs its command and gives the exit status.
#[must_use]
pub fn main() -> ExitCode {
    match Arguments::try_parse() {
        Ok(arguments) => run(&arguments).into(),
        Err(error) => {
            // A failure to print to a closed pipe is nobody's fault.
            let _ = error.print();
            if error.use_stderr() { Exit::Faulty.into() } else { Exit::Done.into() }
        }
    }
}

/// Runs a command.
#[must_use]
pub fn run(arguments: &Arguments) -> Exit {
    let terminal = Terminal::new(arguments);
    match &arguments.command {
        Command::Init(command) => init::run(command, &terminal),
        Command::Build(command) => build::run(command, &terminal),
        Command::Check(command) => check::run(command, &terminal),
        #[cfg(feature = "serve")]
        Command::Watch(command) => watch::run(command, &terminal),
        #[cfg(feature = "serve")]
        Command::Serve(command) => serve::run(command, &terminal),
        Command::Diff(command) => diff::run(command, &terminal),
        Command::Freeze(command) => freeze::run(command, &terminal),
        Command::Verify(command) => verify::run(command, &terminal),
        Command::Explain(command) => explain::run(command, &terminal),
        Command::Schema => schema::run(&terminal),
        Command::Completions(command) => completions::run(command, &terminal),
        Command::Man(command) => man::run(command, &terminal),
    }
}
