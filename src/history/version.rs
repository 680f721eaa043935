//! The versions that can be compared: results on disk, frozen ones, and what a revision of a repository builds.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::Error;
use super::diff::{Diff, diff};
use super::git;
use super::manifest::{Manifest, sha256};
use crate::analysis::results::Results;
use crate::source::Folder;

/// A version of a review.
#[derive(Debug, Clone, PartialEq)]
pub struct Version {
    /// What it computed.
    pub results: Results,
    /// Checksums of what it was built from, where that is known.
    pub inputs: Option<BTreeMap<String, String>>,
}

/// Builds the results of a review: its folder, the name of the specification in it, its id.
pub type Build<'a> = &'a dyn Fn(&Folder, &str, &str) -> Result<Results, Error>;

impl Version {
    /// The version that a user names: a `results.json` or frozen version, an output folder, the folder or
    /// `review.yaml` of a review, or one of these in a revision, as `REVISION:PATH`.
    ///
    /// # Errors
    /// When there is no such thing, it can't be read, or the build fails.
    pub fn load(name: &str, build: Build<'_>) -> Result<Self, Error> {
        let path = Path::new(name);
        if path.is_dir() {
            return Self::of_folder(path, build);
        }
        if path.is_file() {
            return if name.ends_with(".json") {
                let bytes = fs::read(path).map_err(Error::io("read", path))?;
                Ok(Self { results: parse(&bytes, path)?, inputs: None })
            } else {
                let file = path.file_name().unwrap_or_default().to_string_lossy();
                Self::of_review(path.parent().unwrap_or(Path::new("")), &file, build)
            };
        }
        match name.split_once(':') {
            Some((revision, inner)) if !revision.is_empty() => Self::of_revision(revision, inner, build),
            _ => Err(Error::NotFound(format!(
                "there is no `{name}`: a results.json, an output folder, a frozen version, a review, or \
                 REVISION:PATH is wanted"
            ))),
        }
    }

    fn of_folder(path: &Path, build: Build<'_>) -> Result<Self, Error> {
        let results = path.join("results.json");
        if results.is_file() {
            let bytes = fs::read(&results).map_err(Error::io("read", &results))?;
            let inputs = Manifest::read(path).ok().map(|manifest| manifest.inputs);
            return Ok(Self { results: parse(&bytes, &results)?, inputs });
        }
        if path.join("review.yaml").is_file() {
            return Self::of_review(path, "review.yaml", build);
        }
        Err(Error::NotFound(format!("`{}` has neither a results.json nor a review.yaml", path.display())))
    }

    fn of_review(folder: &Path, file: &str, build: Build<'_>) -> Result<Self, Error> {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let whole = folder.canonicalize().map_err(Error::io("read the folder", folder))?;
        let id = whole.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Self::built(&Folder::on_disk(folder), file, &id, build)
    }

    fn of_revision(revision: &str, path: &str, build: Build<'_>) -> Result<Self, Error> {
        if path.ends_with(".json") {
            let bytes = git::file(revision, path)?;
            return Ok(Self { results: parse(&bytes, Path::new(path))?, inputs: None });
        }
        let yaml = path.ends_with(".yaml") || path.ends_with(".yml");
        let (folder, file) = match (yaml, path.rsplit_once('/')) {
            (true, Some((folder, file))) => (folder, file),
            (true, None) => ("", path),
            (false, _) => (path.trim_end_matches('/'), "review.yaml"),
        };
        let files = git::folder(revision, folder).map_err(|error| match error {
            // As the user wrote it.
            Error::Git { reason, .. } => Error::Git { revision: format!("{revision}:{path}"), reason },
            error => error,
        })?;
        let id = folder.rsplit('/').next().filter(|id| !id.is_empty() && *id != ".").unwrap_or("review");
        Self::built(&Folder::in_memory(files), file, id, build)
    }

    fn built(folder: &Folder, file: &str, id: &str, build: Build<'_>) -> Result<Self, Error> {
        let results = build(folder, file, id)?;
        let inputs = folder.inputs();
        let inputs = inputs.iter().map(|file| (file.name().to_owned(), sha256(&file.bytes()))).collect();
        Ok(Self { results, inputs: Some(inputs) })
    }

    /// What is different in `new`, files of prose included where both know their inputs.
    #[must_use]
    pub fn diff(&self, new: &Self) -> Diff {
        let mut found = diff(&self.results, &new.results);
        if let (Some(before), Some(after)) = (&self.inputs, &new.inputs) {
            let added = after.keys().filter(|name| !before.contains_key(*name));
            let files = before.keys().chain(added).filter(|name| is_prose(name));
            found.set_files(files.filter(|name| before.get(*name) != after.get(*name)).cloned().collect());
        }
        found
    }
}

/// What data and settings are in is compared by meaning; of the rest only that it is different can be said.
fn is_prose(name: &str) -> bool {
    let data = [".yaml", ".yml", ".csv", ".tsv", ".json"];
    !data.iter().any(|extension| name.ends_with(extension))
}

/// Results from the bytes of a `results.json`.
pub(super) fn parse(bytes: &[u8], path: &Path) -> Result<Results, Error> {
    serde_json::from_slice(bytes).map_err(|error| Error::Malformed {
        what: "results.json",
        path: path.to_path_buf(),
        reason: error.to_string(),
    })
}
