//! `ecmo-report freeze`.

use super::arguments::FreezeArguments;
use super::outcome::denied;
use super::pipeline::{self, Location};
use super::{Exit, Terminal};
use crate::diagnostics::Diagnostics;
use crate::history::freeze::{Frozen, NotFrozen, freeze};
use crate::source::Folder;

/// Keeps the results of this version beside the review.
pub(super) fn run(arguments: &FreezeArguments, terminal: &Terminal) -> Exit {
    let location = match Location::find(&arguments.review) {
        Ok(location) => location,
        Err(message) => {
            terminal.error(&message, None);
            return Exit::Faulty;
        }
    };
    let mut found = Diagnostics::new();
    let folder = Folder::on_disk(&location.folder);
    let computed = pipeline::compute(&folder, &location.file, &location.id, &mut found);
    terminal.diagnostics(&location.prefix(), found.sorted());
    let Some((_, results)) = computed else { return Exit::Faulty };
    // What fails to build is no version to keep.
    let exit = denied(&results, &found, &[]);
    if exit != Exit::Done {
        terminal.failure("Failed", &location.id);
        return exit;
    }
    match freeze(&location.folder, &results, arguments.force) {
        Ok(Frozen::Written(path)) => {
            terminal.status("Frozen", &path.display().to_string());
            // The report tells the history, so that its output is of this file, too.
            let next =
                format!("ecmo-report build {} (the output tells of versions)", location.folder.display());
            terminal.status("Next", &next);
            Exit::Done
        }
        Ok(Frozen::Unchanged(path)) => {
            terminal.status("Unchanged", &path.display().to_string());
            Exit::Done
        }
        Err(NotFrozen::Diagnostic(fault)) => {
            terminal.diagnostics(&location.prefix(), [&*fault]);
            Exit::Faulty
        }
        Err(NotFrozen::Error(error)) => {
            terminal.error(&error.to_string(), None);
            Exit::Failed
        }
    }
}
