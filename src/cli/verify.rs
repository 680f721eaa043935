//! `ecmo-report verify`.

use std::path::{Path, PathBuf};

use super::arguments::VerifyArguments;
use super::differences::{changed_inputs, differing};
use super::pipeline::{self, Location};
use super::{Exit, Terminal};
use crate::diagnostics::Diagnostics;
use crate::history::output::{self, Difference};
use crate::history::{Error, Manifest};
use crate::source::Folder;
use crate::spec::prose::Format;

/// Checks an output folder against its manifest, its inputs, and what building again gives.
pub(super) fn run(arguments: &VerifyArguments, terminal: &Terminal) -> Exit {
    match verify(arguments, terminal) {
        Ok(exit) => exit,
        Err(error) => {
            terminal.error(&error.to_string(), None);
            match error {
                Error::Io { .. } => Exit::Failed,
                _ => Exit::Faulty,
            }
        }
    }
}

fn verify(arguments: &VerifyArguments, terminal: &Terminal) -> Result<Exit, Error> {
    let dir = &arguments.dir;
    let manifest = Manifest::read(dir)?;
    let restore =
        "a file of the output was changed by hand: build again, or take it back from the repository";
    let mut good =
        told(terminal, dir, "what its manifest says", &manifest.outputs_that_differ(dir)?, restore);
    let review = arguments.review.clone().map_or_else(|| review_of(dir), Ok)?;
    let location = Location::find(&review).map_err(Error::NotFound)?;
    let again = format!("build again: `ecmo-report build {}`", location.folder.display());
    if let Some(changed) = changed_inputs(&manifest.inputs_that_differ(&location.folder)?) {
        good = false;
        terminal.error(&changed, Some(&again));
    }
    let this = crate::history::manifest::this_tool();
    if manifest.tool != this {
        let (was, is) = (&manifest.tool.version, &this.version);
        terminal.error(
            &format!("the output was built by version {was} of the program, this is version {is}"),
            Some("verify with the version that built it, or build again"),
        );
        return Ok(Exit::Differs);
    }
    let mut found = Diagnostics::new();
    let formats = formats(&manifest);
    let Some(built) = pipeline::build(&Folder::on_disk(&location.folder), &location, &formats, &mut found)
    else {
        terminal.diagnostics(&location.prefix(), found.sorted());
        return Ok(Exit::Faulty);
    };
    good &= told(terminal, dir, "what building again gives", &output::compare(dir, &built.files)?, &again);
    if !good {
        return Ok(Exit::Differs);
    }
    let (inputs, outputs) = (manifest.inputs.len(), manifest.outputs.len());
    terminal.status(
        "Verified",
        &format!(
            "{}: {inputs} inputs, {outputs} outputs, and building again gives the same bytes",
            dir.display()
        ),
    );
    Ok(Exit::Done)
}

/// Says what differs; whether nothing does.
fn told(terminal: &Terminal, dir: &Path, what: &str, differences: &[Difference], hint: &str) -> bool {
    if !differences.is_empty() {
        terminal.error(&differing(dir, what, differences), Some(hint));
    }
    differences.is_empty()
}

/// The formats that the folder was built with.
fn formats(manifest: &Manifest) -> Vec<Format> {
    let names = manifest.settings.get("formats").map_or("", String::as_str);
    let names = names.split(',').filter(|name| !name.is_empty());
    names.filter_map(|name| serde_json::from_value(serde_json::Value::from(name)).ok()).collect()
}

/// Where the review of an output folder usually lies: beside `output/`, or in `reviews/` beside it.
fn review_of(dir: &Path) -> Result<PathBuf, Error> {
    let whole = dir.canonicalize().unwrap_or_else(|_| dir.to_path_buf());
    let id = whole.file_name().unwrap_or_default();
    let top = whole.parent().and_then(Path::parent).unwrap_or(Path::new("."));
    let places = [top.join("reviews").join(id), top.join(id), top.to_path_buf()];
    places.into_iter().find(|place| place.join("review.yaml").is_file()).ok_or_else(|| {
        Error::NotFound(format!(
            "the review that `{}` was built from is neither beside the output nor in `reviews/`: name it with \
             `--review`",
            dir.display()
        ))
    })
}
