//! `ecmo-report init`.

use std::fs;
use std::path::Path;

use include_dir::{Dir, DirEntry, include_dir};

use super::arguments::{InitArguments, Template};
use super::import::{self, Refusal};
use super::schema;
use super::{Exit, Terminal};

/// The reviews to start from.
static SCAFFOLD: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/scaffold");
/// What the first line of a review's specification refers editors to.
const SCHEMA_FILE: &str = "review.schema.json";

/// A file that `init` writes: its path in the folder, and its text.
pub(super) type NewFile = (String, String);

/// Writes a small complete review into an empty folder.
pub(super) fn run(arguments: &InitArguments, terminal: &Terminal) -> Exit {
    let folder = &arguments.dir;
    let (files, notes) = match content(arguments) {
        Ok(content) => content,
        Err(refusal) => {
            terminal.error(&refusal.message, refusal.hint.as_deref());
            return if refusal.of_the_machine { Exit::Failed } else { Exit::Faulty };
        }
    };
    if let Err(refusal) = write(folder, &files) {
        terminal.error(&refusal.message, refusal.hint.as_deref());
        return if refusal.of_the_machine { Exit::Failed } else { Exit::Faulty };
    }
    for (name, _) in &files {
        terminal.status("Created", &folder.join(name).display().to_string());
    }
    for note in &notes {
        terminal.status("Note", note);
    }
    terminal.status("Next", &format!("ecmo-report build {}", folder.display()));
    Exit::Done
}

fn content(arguments: &InitArguments) -> Result<(Vec<NewFile>, Vec<String>), Refusal> {
    let (mut files, notes) = if arguments.from.is_empty() {
        (template(arguments.template), Vec::new())
    } else {
        import::import(&arguments.from, &arguments.column, || template(Template::SingleArm))?
    };
    files.push((SCHEMA_FILE.to_owned(), schema::text()));
    Ok((files, notes))
}

/// The files of a template, `review.yaml` first.
fn template(template: Template) -> Vec<NewFile> {
    let name = match template {
        Template::SingleArm => "single-arm",
        Template::TwoArm => "two-arm",
    };
    let mut files = Vec::new();
    if let Some(root) = SCAFFOLD.get_dir(name) {
        collect(root, name, &mut files);
    }
    // The specification first; a folder's files after it, in the order of their names.
    files.sort_by_key(|(path, _)| (path != "review.yaml", path.contains('/'), path.clone()));
    files
}

fn collect(folder: &Dir<'_>, root: &str, files: &mut Vec<NewFile>) {
    for entry in folder.entries() {
        match entry {
            DirEntry::Dir(inner) => collect(inner, root, files),
            DirEntry::File(file) => {
                let path = file.path().to_string_lossy().replace('\\', "/");
                let path = path.strip_prefix(root).unwrap_or(&path).trim_start_matches('/').to_owned();
                files.push((path, file.contents_utf8().unwrap_or_default().to_owned()));
            }
        }
    }
}

/// Writes the files; nothing where the folder has any already.
fn write(folder: &Path, files: &[NewFile]) -> Result<(), Refusal> {
    let machine = |what: &Path, error: std::io::Error| Refusal {
        message: format!("`{}` cannot be written: {error}", what.display()),
        hint: None,
        of_the_machine: true,
    };
    match fs::read_dir(folder) {
        Ok(mut entries) => {
            if let Some(Ok(entry)) = entries.next() {
                return Err(Refusal::new(format!(
                    "the folder `{}` is not empty: `{}` is in it",
                    folder.display(),
                    entry.file_name().to_string_lossy()
                ))
                .hint("name a folder that does not exist yet; nothing was written"));
            }
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Err(error) if error.kind() == std::io::ErrorKind::NotADirectory => {
            return Err(Refusal::new(format!("`{}` is a file", folder.display()))
                .hint("name a folder that does not exist yet"));
        }
        Err(error) => return Err(machine(folder, error)),
    }
    for (name, text) in files {
        let path = folder.join(name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(|error| machine(parent, error))?;
        }
        fs::write(&path, text).map_err(|error| machine(&path, error))?;
    }
    Ok(())
}
