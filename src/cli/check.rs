//! `ecmo-report check`.

use rayon::prelude::*;

use super::arguments::CheckArguments;
use super::outcome::{Outcome, denied};
use super::pipeline::{self, Location};
use super::{Exit, Terminal};
use crate::diagnostics::Diagnostics;
use crate::source::Folder;

/// Everything that `build` does but writing.
pub(super) fn run(arguments: &CheckArguments, terminal: &Terminal) -> Exit {
    let outcomes: Vec<Outcome> = arguments
        .reviews
        .par_iter()
        .map(|path| {
            let location = match Location::find(path) {
                Ok(location) => location,
                Err(message) => return Outcome::faulty(path, message),
            };
            let mut outcome = Outcome::new(&location);
            outcome.verb = "Checked";
            let mut found = Diagnostics::new();
            let built = pipeline::check(&Folder::on_disk(&location.folder), &location, &mut found);
            outcome.found = found;
            match built {
                Some(built) => {
                    outcome.summarise(&built.results);
                    outcome.exit = denied(&built.results, &outcome.found, &arguments.deny);
                }
                None => outcome.exit = Exit::Faulty,
            }
            outcome
        })
        .collect();
    outcomes.iter().fold(Exit::Done, |exit, outcome| {
        outcome.print(terminal);
        exit.and(outcome.exit)
    })
}
