//! `ecmo-report watch`.

use super::arguments::{BuildArguments, WatchArguments};
use super::changes::Changes;
use super::pipeline::Location;
use super::{Exit, Terminal, build};

/// Builds, and builds again whenever a file of the review is saved.
pub(super) fn run(arguments: &WatchArguments, terminal: &Terminal) -> Exit {
    let location = match Location::find(&arguments.review) {
        Ok(location) => location,
        Err(message) => {
            terminal.error(&message, None);
            return Exit::Faulty;
        }
    };
    let changes = match Changes::of(&location.folder, Some(&arguments.output)) {
        Ok(changes) => changes,
        Err(error) => {
            terminal.error(&format!("`{}` can't be watched: {error}", location.folder.display()), None);
            return Exit::Failed;
        }
    };
    let command = BuildArguments {
        reviews: vec![arguments.review.clone()],
        output: arguments.output.clone(),
        format: Vec::new(),
        locked: false,
        deny: Vec::new(),
        force: false,
    };
    loop {
        build::run(&command, terminal);
        terminal.status("Watching", &format!("{} (Ctrl+C ends)", location.folder.display()));
        if !changes.wait() {
            return Exit::Done;
        }
    }
}
