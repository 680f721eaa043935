//! `ecmo-report build`.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use rayon::prelude::*;

use super::arguments::BuildArguments;
use super::differences::{changed_inputs, differing};
use super::outcome::{Outcome, counted, denied};
use super::pipeline::{self, Location};
use super::{Exit, Terminal};
use crate::diagnostics::{Diagnostics, Severity};
use crate::history::Manifest;
use crate::history::manifest;
use crate::history::output;
use crate::source::Folder;
use crate::spec::prose::Format;

/// Builds each review; one that fails does not stop the others.
pub(super) fn run(arguments: &BuildArguments, terminal: &Terminal) -> Exit {
    let started = Instant::now();
    let formats: Vec<Format> = arguments.format.iter().map(|name| (*name).into()).collect();
    // Collected in the order of the command line, printed as each becomes available would mix their lines.
    let (done, all) = (AtomicUsize::new(0), arguments.reviews.len());
    let outcomes: Vec<Outcome> = arguments
        .reviews
        .par_iter()
        .map(|review| {
            let outcome = one(review, arguments, &formats);
            if all > 1 {
                terminal.progress("Building", done.fetch_add(1, Ordering::Relaxed) + 1, all);
            }
            outcome
        })
        .collect();
    if all > 1 {
        terminal.end_progress();
    }
    let mut exit = Exit::Done;
    let mut skipped = 0;
    for outcome in &outcomes {
        skipped += usize::from(outcome.skipped);
        outcome.print(terminal);
        exit = exit.and(outcome.exit);
    }
    let built = outcomes.iter().filter(|o| o.exit == Exit::Done && !o.skipped).count();
    let failed = outcomes.iter().filter(|o| o.exit != Exit::Done).count();
    let mut parts = Vec::new();
    for (count, verb) in [
        (built, if arguments.locked { "unchanged" } else { "built" }),
        (skipped, "up to date"),
        (failed, "failed"),
    ] {
        if count > 0 {
            parts.push(format!("{count} {verb}"));
        }
    }
    for (severity, noun) in [(Severity::Error, "error"), (Severity::Warning, "warning")] {
        let count: usize = outcomes.iter().map(|outcome| outcome.found.count(severity)).sum();
        if count > 0 {
            parts.push(counted(count, noun));
        }
    }
    terminal.status("Finished", &format!("{} in {}", parts.join(", "), duration(started)));
    exit
}

/// How long it took, in the unit that a person would use. For the terminal only: no clock reaches an output.
fn duration(started: Instant) -> String {
    let seconds = started.elapsed().as_secs_f64();
    if seconds < 1.0 { format!("{:.0} ms", seconds * 1000.0) } else { format!("{seconds:.2} s") }
}

fn one(path: &Path, arguments: &BuildArguments, formats: &[Format]) -> Outcome {
    let location = match Location::find(path) {
        Ok(location) => location,
        Err(message) => return Outcome::faulty(path, message),
    };
    let mut outcome = Outcome::new(&location);
    let folder = Folder::on_disk(&location.folder);
    let mut found = Diagnostics::new();
    let target: PathBuf = arguments.output.join(&location.id);

    // What is unchanged is not built again; a caller that denies wants to see the findings, so it is.
    let settings = pipeline::settings(formats);
    if !arguments.force
        && !arguments.locked
        && arguments.deny.is_empty()
        && manifest::up_to_date(&target, &location.folder, &pipeline::templates_digest(), &settings)
    {
        outcome.skipped = true;
        return outcome;
    }

    let built = pipeline::build(&folder, &location, formats, &mut found);
    outcome.found = found;
    let Some(built) = built else {
        outcome.exit = Exit::Faulty;
        return outcome;
    };
    outcome.summarise(&built.results);
    outcome.exit = denied(&built.results, &outcome.found, &arguments.deny);
    if outcome.exit != Exit::Done {
        return outcome;
    }
    if arguments.locked {
        match output::compare(&target, &built.files) {
            Ok(differences) if differences.is_empty() => {}
            Ok(differences) => {
                outcome.exit = Exit::Differs;
                let what = "what the build gives";
                let mut message = differing(&target, what, &differences);
                let inputs = Manifest::read(&target).and_then(|m| m.inputs_that_differ(&location.folder));
                if let Some(changed) = inputs.ok().and_then(|inputs| changed_inputs(&inputs)) {
                    message = format!("{changed}; {message}");
                }
                let hint = "build without `--locked` and commit the result";
                outcome.error = Some((message, Some(hint.to_owned())));
            }
            Err(error) => outcome.fail(&error),
        }
        return outcome;
    }
    match output::write(&target, &built.files) {
        Ok(()) => outcome.wrote = Some((target, built.files.len())),
        Err(error) => outcome.fail(&error),
    }
    outcome
}
