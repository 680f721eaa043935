//! The folder of a review: every file that a review reads comes through here.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::invisible::{invisible_character, is_invisible};
use super::{Place, SourceFile};
use crate::diagnostics::{Diagnostic, codes, did_you_mean};

/// The largest file that is read.
pub const LARGEST_FILE: u64 = 64 * 1024 * 1024;

/// The folder that the paths of a review are relative to. It keeps what it has read, so that a file is read
/// once and the list of inputs is complete.
#[derive(Debug)]
pub struct Folder {
    place: Root,
    read: Mutex<BTreeMap<String, Arc<SourceFile>>>,
}

#[derive(Debug)]
enum Root {
    Disk(PathBuf),
    Memory(BTreeMap<String, Vec<u8>>),
}

impl Folder {
    /// A folder on disk. Nothing is read yet.
    #[must_use]
    pub fn on_disk(path: impl Into<PathBuf>) -> Self {
        Self { place: Root::Disk(path.into()), read: Mutex::default() }
    }

    /// Files that are in memory: a version from a repository, an archive, a test.
    #[must_use]
    pub fn in_memory<N: Into<String>, B: Into<Vec<u8>>>(files: impl IntoIterator<Item = (N, B)>) -> Self {
        let files = files.into_iter().map(|(name, bytes)| (name.into(), bytes.into())).collect();
        Self { place: Root::Memory(files), read: Mutex::default() }
    }

    /// Reads a text file by its path relative to the folder; `at` is where the review names it.
    ///
    /// # Errors
    /// A diagnostic when the path is absolute or leads out of the folder, when there is no such file, when it
    /// is too large, and when it is not UTF-8.
    pub fn read(&self, path: &str, at: Option<&Place>) -> Result<Arc<SourceFile>, Diagnostic> {
        let name = normal(path, at)?;
        if let Some(file) = self.lock().get(&name) {
            return Ok(Arc::clone(file));
        }
        let bytes = match &self.place {
            Root::Disk(root) => read_on_disk(root, &name, at)?,
            Root::Memory(files) => match files.get(&name) {
                Some(bytes) => bytes.clone(),
                None => return Err(not_found(&name, at, files.keys().map(String::as_str))),
            },
        };
        let text = String::from_utf8(bytes)
            .map_err(|error| not_utf8(&name, error.utf8_error().valid_up_to(), error.as_bytes(), at))?;
        let file = SourceFile::new(name.clone(), text);
        if let Some((start, invisible)) = file.text().char_indices().find(|(_, c)| is_invisible(*c)) {
            return Err(invisible_character(&file, start..start + invisible.len_utf8(), invisible));
        }
        self.lock().insert(name, Arc::clone(&file));
        Ok(file)
    }

    /// The names of the files in an inner folder and in the folders in it, sorted, relative to it; none where there
    /// is no such folder. Links are among them, as names: whether one may be read is said when it is.
    #[must_use]
    pub fn names_in(&self, folder: &str) -> Vec<String> {
        let mut names: Vec<String> = match &self.place {
            Root::Disk(root) => names_below(&root.join(folder)),
            Root::Memory(files) => {
                let inner = files.keys().filter_map(|name| name.strip_prefix(folder)?.strip_prefix('/'));
                inner.filter(|name| name.matches('/').count() < DEEPEST).map(str::to_owned).collect()
            }
        };
        names.sort();
        names
    }

    /// Everything that was read, by name.
    #[must_use]
    pub fn inputs(&self) -> Vec<Arc<SourceFile>> {
        self.lock().values().cloned().collect()
    }

    /// The folder on disk, if it is there.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        match &self.place {
            Root::Disk(path) => Some(path),
            Root::Memory(_) => None,
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, Arc<SourceFile>>> {
        self.read.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// So deep do inner folders go.
const DEEPEST: usize = 4;

fn names_below(folder: &Path) -> Vec<String> {
    let mut names = Vec::new();
    let mut open = vec![(folder.to_path_buf(), String::new())];
    while let Some((folder, prefix)) = open.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let (Ok(kind), Ok(name)) = (entry.file_type(), entry.file_name().into_string()) else { continue };
            let name = format!("{prefix}{name}");
            if !kind.is_dir() {
                names.push(name);
            } else if prefix.matches('/').count() + 1 < DEEPEST {
                open.push((entry.path(), format!("{name}/")));
            }
        }
    }
    names
}

/// The path without `.` and inner `..`, with forward slashes; an error when it is absolute or climbs out.
fn normal(path: &str, at: Option<&Place>) -> Result<String, Diagnostic> {
    let outside = |message: String, label: &str| {
        Err(Diagnostic::new(codes::PATH_OUTSIDE, message)
            .at_known(at.cloned(), label)
            .hint("copy the file into the folder of the review and give its path from there"))
    };
    let bytes = path.as_bytes();
    let drive = bytes.len() >= 2 && bytes[1] == b':' && bytes[0].is_ascii_alphabetic();
    if path.starts_with(['/', '\\']) || drive {
        return outside(
            format!("path `{path}` is absolute"),
            "paths are relative to the folder of the review",
        );
    }
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => {
                if parts.pop().is_none() {
                    return outside(format!("path `{path}` leads out of the review's folder"), "climbs out");
                }
            }
            part => parts.push(part),
        }
    }
    if parts.is_empty() || path.contains('\0') {
        return Err(Diagnostic::new(codes::NOT_READABLE, format!("`{path}` names no file"))
            .at_known(at.cloned(), "a file is wanted here"));
    }
    Ok(parts.join("/"))
}

fn read_on_disk(root: &Path, name: &str, at: Option<&Place>) -> Result<Vec<u8>, Diagnostic> {
    let path = root.join(name);
    let unreadable = |why: String| {
        Diagnostic::new(codes::NOT_READABLE, format!("`{name}` cannot be read: {why}"))
            .at_known(at.cloned(), "named here")
            .hint("name a file that can be read")
    };
    let real = match path.canonicalize() {
        Ok(real) => real,
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            let names = names_beside(root, name);
            return Err(not_found(name, at, names.iter().map(String::as_str)));
        }
        Err(error) => return Err(unreadable(error.kind().to_string())),
    };
    let inside = root.canonicalize().is_ok_and(|root| real.starts_with(root));
    if !inside {
        return Err(Diagnostic::new(
            codes::PATH_OUTSIDE,
            format!("`{name}` is a link out of the review's folder"),
        )
        .at_known(at.cloned(), "leads out of the folder")
        .hint("put a copy of the file in its place"));
    }
    let metadata = std::fs::metadata(&real).map_err(|error| unreadable(error.kind().to_string()))?;
    if !metadata.is_file() {
        let what = if metadata.is_dir() { "it is a folder" } else { "it is not a regular file" };
        return Err(unreadable(what.to_owned()));
    }
    if metadata.len() > LARGEST_FILE {
        let (size, limit) = (metadata.len().div_ceil(1024 * 1024), LARGEST_FILE / 1024 / 1024);
        let message = format!("`{name}` has {size} MiB, at most {limit} MiB are read");
        return Err(Diagnostic::new(codes::FILE_TOO_LARGE, message)
            .at_known(at.cloned(), "too large")
            .hint("a review has nothing of this size: is it the file that you meant?"));
    }
    std::fs::read(&real).map_err(|error| unreadable(error.kind().to_string()))
}

/// The files of the folder that a path points into, as paths from the root, for "did you mean".
fn names_beside(root: &Path, name: &str) -> Vec<String> {
    let parent = name.rsplit_once('/').map_or("", |(parent, _)| parent);
    let mut names = Vec::new();
    for folder in [parent, ""] {
        let Ok(entries) = std::fs::read_dir(root.join(folder)) else { continue };
        for entry in entries.flatten() {
            if let Ok(file) = entry.file_name().into_string() {
                names.push(if folder.is_empty() { file } else { format!("{folder}/{file}") });
            }
        }
    }
    names.sort();
    names
}

fn not_found<'a>(name: &str, at: Option<&Place>, names: impl IntoIterator<Item = &'a str>) -> Diagnostic {
    Diagnostic::new(codes::FILE_NOT_FOUND, format!("there is no file `{name}`"))
        .at_known(at.cloned(), "not in the review's folder")
        .hint("paths are relative to the folder of the review")
        .hint_if(did_you_mean(name, names))
}

/// What a file is that is no text, by the bytes it begins with: workbooks are given for tables.
fn workbook(bytes: &[u8]) -> Option<&'static str> {
    let has = |part: &[u8]| bytes.windows(part.len()).take(1 << 20).any(|window| window == part);
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        Some("an Excel workbook of the old form (or another file of Office)")
    } else if !bytes.starts_with(b"PK\x03\x04") {
        None
    } else if has(b"opendocument.spreadsheet") {
        Some("an OpenDocument spreadsheet")
    } else if has(b"xl/") {
        Some("an Excel workbook")
    } else {
        Some("a zip archive")
    }
}

fn not_utf8(name: &str, valid: usize, bytes: &[u8], at: Option<&Place>) -> Diagnostic {
    if let Some(what) = workbook(bytes) {
        return Diagnostic::new(codes::NOT_UTF8, format!("`{name}` is {what}, not a text"))
            .at_known(at.cloned(), "named here")
            .hint("open it in the spreadsheet, and save the sheet with the table as CSV (\"CSV UTF-8\")");
    }
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Diagnostic::new(codes::NOT_UTF8, format!("`{name}` is UTF-16, not UTF-8"))
            .at_known(at.cloned(), "named here")
            .hint("save the file as UTF-8 (in a spreadsheet: \"CSV UTF-8\", not \"Unicode text\")");
    }
    let line = bytes[..valid].iter().filter(|&&byte| byte == b'\n').count() + 1;
    let before = String::from_utf8_lossy(&bytes[..valid]);
    let before = before.rsplit('\n').next().unwrap_or("");
    let start = before.char_indices().rev().nth(23).map_or(0, |(index, _)| index);
    let message = format!("`{name}` is not UTF-8: line {line} has the byte 0x{:02x}", bytes[valid]);
    Diagnostic::new(codes::NOT_UTF8, message)
        .at_known(at.cloned(), "named here")
        .note(format!("it stands after `{}`", &before[start..]))
        .hint("save the file as UTF-8 (in a spreadsheet: \"CSV UTF-8\")")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(folder: &Folder, path: &str) -> Diagnostic {
        folder.read(path, None).unwrap_err()
    }

    #[test]
    fn paths_stay_inside() {
        let folder = Folder::in_memory([("data/studies.csv", "study\n"), ("review.yaml", "")]);
        assert_eq!(folder.read("./data/../data/studies.csv", None).unwrap().name(), "data/studies.csv");
        for path in ["../studies.csv", "/etc/passwd", "data/../../x", "C:\\x", "\\\\server\\x"] {
            assert_eq!(fault(&folder, path).code, codes::PATH_OUTSIDE, "{path}");
        }
        assert_eq!(fault(&folder, "").code, codes::NOT_READABLE);
        assert_eq!(fault(&folder, "review.yml").hint.as_deref(), Some("did you mean `review.yaml`?"));
        assert_eq!(folder.inputs().len(), 1, "only what was read");
    }

    #[test]
    fn a_byte_that_is_not_utf8_is_found() {
        let folder = Folder::in_memory([("studies.csv", b"study,n\nM\xfcller,1\n".to_vec())]);
        let fault = fault(&folder, "studies.csv");
        assert_eq!(fault.message, "`studies.csv` is not UTF-8: line 2 has the byte 0xfc");
        assert_eq!(fault.notes, ["it stands after `M`"]);
    }

    #[test]
    fn utf16_is_called_by_its_name() {
        let folder = Folder::in_memory([("studies.csv", b"\xff\xfes\x00t\x00".to_vec())]);
        assert_eq!(fault(&folder, "studies.csv").message, "`studies.csv` is UTF-16, not UTF-8");
    }

    #[test]
    fn workbooks_are_called_by_their_name() {
        let workbook = |inner: &[u8]| [b"PK\x03\x04\x14\x00\x06\x00\x08\xff", inner].concat();
        let folder = Folder::in_memory([
            ("studies.xlsx", workbook(b"[Content_Types].xml xl/workbook.xml")),
            ("studies.ods", workbook(b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet")),
            ("studies.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec()),
        ]);
        let said = |name: &str| fault(&folder, name).message;
        assert_eq!(said("studies.xlsx"), "`studies.xlsx` is an Excel workbook, not a text");
        assert_eq!(said("studies.ods"), "`studies.ods` is an OpenDocument spreadsheet, not a text");
        assert!(said("studies.xls").starts_with("`studies.xls` is an Excel workbook of the old form"));
        assert!(fault(&folder, "studies.xlsx").hint.unwrap().contains("as CSV"));
    }

    #[test]
    fn links_out_folders_and_absent_files_on_disk() {
        let root = tempfile::tempdir().unwrap();
        let inner = root.path().join("review");
        std::fs::create_dir_all(inner.join("text")).unwrap();
        std::fs::write(root.path().join("secret"), "x").unwrap();
        std::fs::write(inner.join("studies.csv"), "study\n").unwrap();
        let folder = Folder::on_disk(&inner);
        assert_eq!(folder.read("studies.csv", None).unwrap().text(), "study\n");
        assert_eq!(fault(&folder, "text").code, codes::NOT_READABLE);
        let absent = fault(&folder, "study.csv");
        assert_eq!(
            (absent.code, absent.hint.as_deref()),
            (codes::FILE_NOT_FOUND, Some("did you mean `studies.csv`?"))
        );
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(root.path().join("secret"), inner.join("link")).unwrap();
            assert_eq!(fault(&folder, "link").code, codes::PATH_OUTSIDE);
        }
    }
}
