//! The manifest of an output folder: checksums of everything that went in and came out.
//!
//! It says nothing of when, where or by whom: the same inputs, settings and program give the same manifest.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::Error;
use super::output::{self, Difference, DifferenceKind, Files};
use crate::analysis::results::{Tool, to_json};

/// Name of the manifest in its folder.
pub const NAME: &str = "manifest.json";

/// The settings of a build that its outputs depend on, besides the review: `formats` and the like.
pub type Settings = BTreeMap<String, String>;

/// Folders of a review whose files of a kind are found by looking, not named in `review.yaml`: one added there
/// is a change of the inputs.
const DISCOVERED: &[(&str, &str)] = &[("templates", ".md"), (super::freeze::FOLDER, ".json")];

/// What `manifest.json` holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of this form: 1.
    pub schema: u32,
    /// The program.
    pub tool: Tool,
    /// Settings of the build.
    pub settings: Settings,
    /// SHA-256 over the program's own templates.
    pub templates: String,
    /// SHA-256 of every file that was read, by its path in the review's folder.
    pub inputs: BTreeMap<String, String>,
    /// SHA-256 of every file that was written, by its path in the output folder, but for the manifest.
    pub outputs: BTreeMap<String, String>,
}

impl Manifest {
    /// The manifest of a build. `inputs` are the names and bytes of what was read, `templates` is the
    /// [`digest`] of the built-in templates.
    pub fn new(
        inputs: impl IntoIterator<Item = (String, Vec<u8>)>,
        templates: &str,
        settings: Settings,
        files: &Files,
    ) -> Self {
        Self {
            schema: 1,
            tool: this_tool(),
            settings,
            templates: templates.to_owned(),
            inputs: inputs.into_iter().map(|(name, bytes)| (name, sha256(&bytes))).collect(),
            outputs: files
                .iter()
                .filter(|(name, _)| *name != NAME)
                .map(|(name, bytes)| (name.clone(), sha256(bytes)))
                .collect(),
        }
    }

    /// Adds the manifest to the files that it lists.
    ///
    /// # Errors
    /// When it can't be serialised.
    pub fn add_to(&self, files: &mut Files) -> Result<(), serde_json::Error> {
        files.insert(NAME.to_owned(), to_json(self)?);
        Ok(())
    }

    /// Reads the manifest of an output folder.
    ///
    /// # Errors
    /// When there is none, or it is no manifest.
    pub fn read(dir: &Path) -> Result<Self, Error> {
        let path = dir.join(NAME);
        let bytes = fs::read(&path).map_err(Error::io("read", &path))?;
        serde_json::from_slice(&bytes).map_err(|error| Error::Malformed {
            what: "manifest",
            path,
            reason: error.to_string(),
        })
    }

    /// The differences between the folder and this manifest of it.
    ///
    /// # Errors
    /// When the folder can't be read.
    pub fn outputs_that_differ(&self, dir: &Path) -> Result<Vec<Difference>, Error> {
        differences(dir, &self.outputs, Some(NAME))
    }

    /// The inputs that are not what they were when the folder was built.
    ///
    /// # Errors
    /// When the review's folder can't be read.
    pub fn inputs_that_differ(&self, review: &Path) -> Result<Vec<Difference>, Error> {
        let mut differences = Vec::new();
        for (name, checksum) in &self.inputs {
            differences.extend(difference(review, name, checksum)?);
        }
        for (folder, kind) in DISCOVERED {
            for name in output::list(&review.join(folder))? {
                let file = format!("{folder}/{name}");
                if name.ends_with(kind) && !self.inputs.contains_key(&file) {
                    differences.push(Difference { file, kind: DifferenceKind::Unexpected });
                }
            }
        }
        Ok(differences)
    }
}

/// Whether an output folder is what building the review would give, by the manifest alone: the same program,
/// settings and templates, every input as it was, every output as it was written, nothing more.
///
/// It says nothing of claims or warnings: a caller that denies some looks for them in `results.json`.
#[must_use]
pub fn up_to_date(dir: &Path, review: &Path, templates: &str, settings: &Settings) -> bool {
    let Ok(manifest) = Manifest::read(dir) else { return false };
    manifest.tool == this_tool()
        && manifest.settings == *settings
        && manifest.templates == templates
        && manifest.inputs_that_differ(review).is_ok_and(|found| found.is_empty())
        && manifest.outputs_that_differ(dir).is_ok_and(|found| found.is_empty())
}

/// This program.
#[must_use]
pub fn this_tool() -> Tool {
    Tool { name: env!("CARGO_PKG_NAME").to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() }
}

/// SHA-256 of bytes, in hexadecimal.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

/// SHA-256 over several files, names and bytes, in the order of their names.
#[must_use]
pub fn digest<'a>(files: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> String {
    let sorted: BTreeMap<&str, &[u8]> = files.into_iter().collect();
    let mut hasher = Sha256::new();
    for (name, bytes) in sorted {
        // As `sha256sum` prints it, so that anyone can recompute it.
        hasher.update(format!("{}  {name}\n", sha256(bytes)));
    }
    hexadecimal(&hasher.finalize())
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(64), |mut text, byte| {
        // Writing to a string can't fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The differences between a folder and checksums of its files; `besides` is a file that has none.
fn differences(
    dir: &Path,
    checksums: &BTreeMap<String, String>,
    besides: Option<&str>,
) -> Result<Vec<Difference>, Error> {
    let mut found = Vec::new();
    for (name, checksum) in checksums {
        found.extend(difference(dir, name, checksum)?);
    }
    for file in output::list(dir)? {
        if !checksums.contains_key(&file) && besides != Some(&file) {
            found.push(Difference { file, kind: DifferenceKind::Unexpected });
        }
    }
    Ok(found)
}

/// Whether a file differs from its checksum.
fn difference(dir: &Path, name: &str, checksum: &str) -> Result<Option<Difference>, Error> {
    let path = dir.join(name);
    let kind = match fs::read(&path) {
        Ok(bytes) if sha256(&bytes) == checksum => return Ok(None),
        Ok(_) => DifferenceKind::Checksum,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => DifferenceKind::Missing,
        Err(error) => return Err(Error::io("read", &path)(error)),
    };
    Ok(Some(Difference { file: name.to_owned(), kind }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checksums_are_those_of_sha256sum() {
        assert_eq!(sha256(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(
            digest([("b", b"2".as_slice()), ("a", b"1".as_slice())]),
            digest([("a", b"1".as_slice()), ("b", b"2".as_slice())]),
        );
        assert_ne!(digest([("a", b"1".as_slice())]), digest([("b", b"1".as_slice())]), "names count");
    }

    fn review_and_output() -> (tempfile::TempDir, Settings) {
        let root = tempfile::tempdir().unwrap();
        let review = root.path().join("review");
        fs::create_dir_all(review.join("data")).unwrap();
        let inputs = [("review.yaml", "title: x\n"), ("data/studies.csv", "study\na\n")];
        for (name, text) in inputs {
            fs::write(review.join(name), text).unwrap();
        }
        let mut files = Files::from([("report.md".to_owned(), b"# x\n".to_vec())]);
        let settings = Settings::from([("formats".to_owned(), "md".to_owned())]);
        let inputs = inputs.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()));
        Manifest::new(inputs, "t", settings.clone(), &files).add_to(&mut files).unwrap();
        output::write(&root.path().join("output"), &files).unwrap();
        (root, settings)
    }

    #[test]
    fn a_changed_byte_anywhere_is_found() {
        for (file, text) in [
            ("review/review.yaml", "title: y\n"),
            ("review/data/studies.csv", "study\nb\n"),
            ("review/versions/1.0.0.json", "{}"),
            ("review/templates/report.md", ""),
            ("output/report.md", "# y\n"),
            ("output/more.md", ""),
        ] {
            let (root, settings) = review_and_output();
            let fresh = |settings: &Settings, templates: &str| {
                up_to_date(&root.path().join("output"), &root.path().join("review"), templates, settings)
            };
            assert!(fresh(&settings, "t"));
            assert!(!fresh(&Settings::new(), "t") && !fresh(&settings, "u"));
            let path = root.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
            assert!(!fresh(&settings, "t"), "{file}");
        }
    }

    #[test]
    fn a_file_that_is_gone_is_found() {
        let (root, _) = review_and_output();
        let (review, output) = (root.path().join("review"), root.path().join("output"));
        fs::remove_file(review.join("data/studies.csv")).unwrap();
        fs::remove_file(output.join("report.md")).unwrap();
        let manifest = Manifest::read(&output).unwrap();
        let told = |found: Vec<Difference>| found.iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(told(manifest.inputs_that_differ(&review).unwrap()), ["data/studies.csv is missing"]);
        assert_eq!(told(manifest.outputs_that_differ(&output).unwrap()), ["report.md is missing"]);
    }
}
