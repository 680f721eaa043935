//! Output folders: written whole or not at all, and compared with what a build gives.
//!
//! A folder is written beside its place, under a name that begins with a dot, and moved into it by one rename.
//! Where the system can exchange two names at once (Linux, macOS) there is no moment without a whole folder in
//! place; elsewhere the old one is moved aside first. A build that fails or is killed leaves the old folder, or
//! the new one, never a mixture; of two builds at once the last one stays.

use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use indexmap::IndexMap;

use super::Error;
use super::manifest::{self, Manifest};

/// The files of an output folder by their path in it, with forward slashes.
pub type Files = IndexMap<String, Vec<u8>>;

/// What file managers leave behind; worth nothing to anyone.
const DROPPINGS: &[&str] = &[".DS_Store", "Thumbs.db", "desktop.ini"];

/// A difference between a folder and what a build gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The file, relative to the folder.
    pub file: String,
    /// What is different.
    pub kind: DifferenceKind,
}

/// How a file differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DifferenceKind {
    /// The build gives it, the folder lacks it.
    Missing,
    /// The folder has it, the build does not give it.
    Unexpected,
    /// The bytes differ, first in this line (from 1).
    Changed {
        /// The first line that differs.
        line: usize,
    },
    /// The bytes are not those of the manifest's checksum.
    Checksum,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let file = &self.file;
        match self.kind {
            DifferenceKind::Missing => write!(f, "{file} is missing"),
            DifferenceKind::Unexpected => write!(f, "{file} is not an output of this build"),
            DifferenceKind::Changed { line } => write!(f, "{file} differs from line {line} on"),
            DifferenceKind::Checksum => write!(f, "{file} is not what the manifest says"),
        }
    }
}

/// Writes the files as the folder `dir`, in place of an earlier output.
///
/// # Errors
/// When the disk or the permissions do not allow it, and when `dir` holds files that no build wrote (the folder
/// of the review itself, notes of the author): replacing it would delete them. The earlier output is then as
/// it was.
pub fn write(dir: &Path, files: &Files) -> Result<(), Error> {
    // Through a link the folder is replaced, not the link.
    let dir = dir.canonicalize().unwrap_or_else(|_| dir.to_path_buf());
    refuse_foreign_files(&dir)?;
    let parent = match dir.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    fs::create_dir_all(parent).map_err(Error::io("create the folder", parent))?;
    let fresh = sibling(&dir, parent)?;
    for (name, bytes) in files {
        let path = join(fresh.path(), name)?;
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(Error::io("create the folder", folder))?;
        }
        // The path that the user knows, not that of the temporary folder.
        fs::write(&path, bytes).map_err(Error::io("write", &dir.join(name)))?;
    }
    put_in_place(fresh, &dir, parent)
}

/// An empty folder beside `dir`, deleted when it is dropped.
fn sibling(dir: &Path, parent: &Path) -> Result<tempfile::TempDir, Error> {
    let name = dir.file_name().unwrap_or_default().to_string_lossy();
    let prefix = format!(".{name}.");
    let mut builder = tempfile::Builder::new();
    builder.prefix(&prefix);
    // As any folder of the user's (the umask still applies): a published report must be readable.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o777));
    builder.tempdir_in(parent).map_err(Error::io("create a folder in", parent))
}

/// Moves a finished folder to its place; what was there is deleted.
fn put_in_place(fresh: tempfile::TempDir, dir: &Path, parent: &Path) -> Result<(), Error> {
    // Another build may put its folder there between two looks, hence the repetition.
    for _ in 0..16 {
        match fs::rename(fresh.path(), dir) {
            Ok(()) => {
                // Nothing is left at the old name.
                let _ = fresh.keep();
                return Ok(());
            }
            Err(error) if !dir.exists() => return Err(Error::io("write", dir)(error)),
            Err(_) => {}
        }
        match exchange(fresh.path(), dir) {
            // What was there is deleted with `fresh`, which has its name now.
            Ok(()) => return fresh.close().map_err(Error::io("delete the earlier", dir)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(_) => {
                let aside = sibling(dir, parent)?;
                let old = aside.path().join("old");
                match fs::rename(dir, &old) {
                    Ok(()) => {}
                    Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                    Err(error) => return Err(Error::io("replace", dir)(error)),
                }
                if let Err(error) = fs::rename(fresh.path(), dir) {
                    // The old output goes back, unless another build has put its own there.
                    let _ = fs::rename(&old, dir);
                    if !dir.exists() {
                        return Err(Error::io("write", dir)(error));
                    }
                } else {
                    let _ = fresh.keep();
                    return Ok(());
                }
            }
        }
    }
    Err(Error::io("replace", dir)(io::Error::other("other builds write it again and again")))
}

#[cfg(any(target_os = "linux", target_os = "macos"))]
fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::Error::from(io::ErrorKind::Unsupported))
}

/// An error when the folder holds what no build wrote.
fn refuse_foreign_files(dir: &Path) -> Result<(), Error> {
    let mut foreign = foreign_files(dir);
    for _ in 0..2 {
        if matches!(&foreign, Ok(files) if files.is_empty()) {
            return Ok(());
        }
        // Another build may have put its folder there between the manifest and the files: look again.
        foreign = foreign_files(dir);
    }
    match foreign? {
        files if files.is_empty() => Ok(()),
        files => Err(Error::Foreign { folder: dir.to_path_buf(), files }),
    }
}

/// The files of a folder that its manifest does not name; all of them where it has no manifest.
fn foreign_files(dir: &Path) -> Result<Vec<String>, Error> {
    let found = list(dir)?;
    let known: BTreeSet<String> = match Manifest::read(dir) {
        Ok(manifest) => manifest.outputs.into_keys().chain([manifest::NAME.to_owned()]).collect(),
        Err(_) => BTreeSet::new(),
    };
    Ok(found.difference(&known).cloned().collect())
}

/// Compares a folder on disk with the files that a build gives.
///
/// # Errors
/// When the folder can't be read. A folder that is not there lacks every file.
pub fn compare(dir: &Path, files: &Files) -> Result<Vec<Difference>, Error> {
    let mut found = list(dir)?;
    let mut differences = Vec::new();
    for (file, wanted) in files {
        let kind = if found.remove(file) {
            let path = join(dir, file)?;
            let bytes = fs::read(&path).map_err(Error::io("read", &path))?;
            if bytes == *wanted {
                continue;
            }
            DifferenceKind::Changed { line: first_line_that_differs(&bytes, wanted) }
        } else {
            DifferenceKind::Missing
        };
        differences.push(Difference { file: file.clone(), kind });
    }
    let unexpected = found.into_iter().map(|file| Difference { file, kind: DifferenceKind::Unexpected });
    differences.extend(unexpected);
    differences.sort_by(|a, b| a.file.cmp(&b.file));
    Ok(differences)
}

fn first_line_that_differs(one: &[u8], other: &[u8]) -> usize {
    let same = one.iter().zip(other).take_while(|(a, b)| a == b);
    same.filter(|(byte, _)| **byte == b'\n').count() + 1
}

/// All files below a folder, relative, with forward slashes; none where there is no folder.
pub(super) fn list(dir: &Path) -> Result<BTreeSet<String>, Error> {
    let mut files = BTreeSet::new();
    let mut open = vec![(dir.to_path_buf(), String::new())];
    while let Some((folder, prefix)) = open.pop() {
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound && prefix.is_empty() => break,
            Err(error) => return Err(Error::io("read the folder", &folder)(error)),
        };
        for entry in entries {
            let entry = entry.map_err(Error::io("read the folder", &folder))?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let kind = entry.file_type().map_err(Error::io("read", &entry.path()))?;
            if kind.is_dir() {
                open.push((entry.path(), format!("{prefix}{name}/")));
            } else if !DROPPINGS.contains(&name.as_str()) {
                files.insert(format!("{prefix}{name}"));
            }
        }
    }
    Ok(files)
}

/// The path of an output file; a name that would lead out of the folder is an error.
fn join(dir: &Path, name: &str) -> Result<PathBuf, Error> {
    let plain = |part: &str| !matches!(part, "" | "." | "..") && !part.contains(['\\', ':', '\0']);
    if name.split('/').all(plain) {
        Ok(name.split('/').fold(dir.to_path_buf(), |path, part| path.join(part)))
    } else {
        Err(Error::io("write", &dir.join(name))(io::Error::other("the name leads out of the folder")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(pairs: &[(&str, &str)]) -> Files {
        let mut files: Files =
            pairs.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect();
        Manifest::new(Vec::new(), "", super::super::Settings::new(), &files).add_to(&mut files).unwrap();
        files
    }

    #[test]
    fn a_build_replaces_the_earlier_one_whole() {
        let root = tempfile::tempdir().unwrap();
        let dir = root.path().join("output/one");
        write(&dir, &files(&[("a.csv", "1\n"), ("figures/x.svg", "<svg/>")])).unwrap();
        let new = files(&[("a.csv", "2\n"), ("b/c/d.csv", "3\n")]);
        write(&dir, &new).unwrap();
        assert_eq!(compare(&dir, &new).unwrap(), []);
        assert_eq!(
            list(&dir).unwrap().into_iter().collect::<Vec<_>>(),
            ["a.csv", "b/c/d.csv", "manifest.json"]
        );
        assert_eq!(fs::read_dir(root.path().join("output")).unwrap().count(), 1, "nothing is left beside it");
    }

    #[test]
    fn a_failing_build_leaves_the_earlier_one() {
        let root = tempfile::tempdir().unwrap();
        let dir = root.path().join("one");
        let old = files(&[("a.csv", "1\n")]);
        write(&dir, &old).unwrap();
        for name in ["a.csv/b", "../out", "/etc/x", "a//b", "C:\\x"] {
            let new = Files::from([("a.csv".to_owned(), vec![2]), (name.to_owned(), vec![3])]);
            write(&dir, &new).unwrap_err();
            assert_eq!(compare(&dir, &old).unwrap(), [], "{name}");
        }
        assert_eq!(fs::read_dir(root.path()).unwrap().count(), 1);
    }

    #[test]
    fn what_no_build_wrote_is_never_deleted() {
        let root = tempfile::tempdir().unwrap();
        let review = root.path().join("review");
        fs::create_dir(&review).unwrap();
        fs::write(review.join("review.yaml"), "title: x\n").unwrap();
        let new = files(&[("a.csv", "1\n")]);
        let error = write(&review, &new).unwrap_err().to_string();
        assert!(error.contains("holds what no build wrote: `review.yaml`;"), "{error}");
        assert!(review.join("review.yaml").exists());

        let dir = root.path().join("output");
        write(&dir, &new).unwrap();
        fs::write(dir.join(".DS_Store"), "").unwrap();
        write(&dir, &new).unwrap();
        fs::write(dir.join("notes.txt"), "mine").unwrap();
        assert!(matches!(write(&dir, &new).unwrap_err(), Error::Foreign { .. }));
        assert!(dir.join("notes.txt").exists());
    }

    #[test]
    fn builds_at_once_leave_one_of_them_whole() {
        let root = tempfile::tempdir().unwrap();
        let dir = root.path().join("one");
        let candidates: Vec<Files> =
            (0..8).map(|i| files(&[("a.csv", &format!("{i}\n")), ("b.csv", &format!("{i}\n"))])).collect();
        std::thread::scope(|scope| {
            for files in &candidates {
                scope.spawn(|| write(&dir, files).unwrap());
            }
        });
        assert!(candidates.iter().any(|files| compare(&dir, files).unwrap().is_empty()));
        assert_eq!(fs::read_dir(root.path()).unwrap().count(), 1, "nothing is left beside it");
    }

    #[test]
    fn differences_are_told_by_file_and_line() {
        let root = tempfile::tempdir().unwrap();
        let dir = root.path().join("one");
        write(&dir, &files(&[("a.csv", "1\n2\n3\n"), ("b.csv", "")])).unwrap();
        let differences = compare(
            &dir,
            &Files::from([("a.csv".to_owned(), b"1\n2\n4\n".to_vec()), ("c.csv".to_owned(), Vec::new())]),
        );
        let told: Vec<String> = differences.unwrap().iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "a.csv differs from line 3 on",
                "b.csv is not an output of this build",
                "c.csv is missing",
                "manifest.json is not an output of this build",
            ]
        );
        assert_eq!(compare(&root.path().join("none"), &files(&[])).unwrap().len(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn through_a_link_the_folder_is_replaced_not_the_link() {
        let root = tempfile::tempdir().unwrap();
        let real = root.path().join("real");
        fs::create_dir(&real).unwrap();
        let link = root.path().join("link");
        std::os::unix::fs::symlink(&real, &link).unwrap();
        write(&link, &files(&[("a.csv", "1\n")])).unwrap();
        assert!(link.is_symlink() && real.join("a.csv").exists());
    }
}
