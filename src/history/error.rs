//! What goes wrong with files, folders and repositories.

use std::io;
use std::path::{Path, PathBuf};

/// A fault of the machine or of what lies on it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file or folder could not be read or written.
    #[error("cannot {action} `{}`: {}", path.display(), reason(source))]
    Io {
        /// What was tried: `write`, `read`, `create the folder`, ...
        action: &'static str,
        /// On what.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The output folder holds what no build wrote: replacing the folder would delete it.
    #[error("`{}` holds what no build wrote: {}; move it away, or build into another folder with `-o`", folder.display(), listed(files))]
    Foreign {
        /// The folder.
        folder: PathBuf,
        /// Its files, relative to the folder.
        files: Vec<String>,
    },
    /// A manifest, a results file or a frozen version can't be read back.
    #[error("`{}` is no {what}: {reason}", path.display())]
    Malformed {
        /// What it should be: `manifest`, `results.json`, ...
        what: &'static str,
        /// Which file.
        path: PathBuf,
        /// Why it is not.
        reason: String,
    },
    /// What was asked for is not there.
    #[error("{0}")]
    NotFound(String),
    /// Git could not answer.
    #[error("git cannot show `{revision}`: {reason}")]
    Git {
        /// The revision, with the path.
        revision: String,
        /// What git said.
        reason: String,
    },
    /// Building a version failed.
    #[error("{0}")]
    Build(String),
}

impl Error {
    /// An [`Error::Io`], as a function for `map_err`.
    pub(crate) fn io(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_path_buf();
        move |source| Self::Io { action, path, source }
    }
}

/// The reason in words that name what to do, where the kind of error tells.
fn reason(source: &io::Error) -> String {
    match source.kind() {
        io::ErrorKind::StorageFull => "the disk is full".to_owned(),
        io::ErrorKind::QuotaExceeded => "the disk quota is used up".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => "the file system is read-only".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        _ => source.to_string(),
    }
}

/// The first few names, and how many more there are.
fn listed(files: &[String]) -> String {
    let shown: Vec<String> = files.iter().take(3).map(|file| format!("`{file}`")).collect();
    match files.len().saturating_sub(3) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}
