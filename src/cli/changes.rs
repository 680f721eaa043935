//! Waiting for the files of a review to be saved.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use notify::{EventKind, RecursiveMode, Watcher as _};

/// An editor saves in several steps; what follows within this time belongs to the same saving.
const SETTLED: Duration = Duration::from_millis(25);

/// The changes of a folder.
#[derive(Debug)]
pub(super) struct Changes {
    events: Receiver<()>,
    /// Watching ends when this is dropped.
    _watcher: notify::RecommendedWatcher,
}

impl Changes {
    /// Watches the folder of a review, but not what lies under `output` and not hidden files.
    ///
    /// # Errors
    /// When the system does not tell of changes: too many watches, a file system without them.
    pub(super) fn of(folder: &Path, output: Option<&Path>) -> Result<Self, notify::Error> {
        let root = folder.canonicalize().unwrap_or_else(|_| folder.to_path_buf());
        let output = output.map(absolute);
        let (send, events) = mpsc::channel();
        let inner = root.clone();
        let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
            let Ok(event) = event else { return };
            if !matches!(event.kind, EventKind::Access(_))
                && event.paths.iter().any(|path| counts(path, &inner, output.as_deref()))
            {
                // Nobody waits any more: the program ends.
                let _ = send.send(());
            }
        })?;
        watcher.watch(&root, RecursiveMode::Recursive)?;
        Ok(Self { events, _watcher: watcher })
    }

    /// Waits for a change, and until it has settled. False when there will be no more.
    pub(super) fn wait(&self) -> bool {
        if self.events.recv().is_err() {
            return false;
        }
        while self.events.recv_timeout(SETTLED).is_ok() {}
        true
    }
}

/// Whether a file may be an input of the review.
fn counts(path: &Path, root: &Path, output: Option<&Path>) -> bool {
    let Ok(inside) = path.strip_prefix(root) else { return false };
    let hidden = inside.components().any(|part| part.as_os_str().to_string_lossy().starts_with('.'));
    let scratch = inside.to_string_lossy().ends_with('~');
    !hidden && !scratch && !output.is_some_and(|output| path.starts_with(output))
}

/// The path from the root, whether or not its last folders are there yet.
fn absolute(path: &Path) -> PathBuf {
    if let Ok(path) = path.canonicalize() {
        return path;
    }
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let parent = if parent == path { parent.to_path_buf() } else { absolute(parent) };
    path.file_name().map_or(parent.clone(), |name| parent.join(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outputs_and_hidden_files_do_not_count() {
        let root = Path::new("/reviews/mine");
        let output = Path::new("/reviews/mine/output");
        let counted = |path: &str| counts(&root.join(path), root, Some(output));
        assert!(counted("review.yaml") && counted("text/abstract.md"));
        assert!(!counted("output/mine/report.html") && !counted(".git/index") && !counted("studies.csv~"));
        assert!(!counts(Path::new("/reviews/other/review.yaml"), root, None));
    }

    #[test]
    fn a_saved_file_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let changes = Changes::of(folder.path(), None).unwrap();
        std::fs::write(folder.path().join("review.yaml"), "title: x").unwrap();
        assert!(changes.wait());
    }
}
