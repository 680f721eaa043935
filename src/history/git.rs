//! Files of a revision, through the user's own git. Nothing is checked out and nothing is fetched.

use std::io::Write as _;
use std::process::{Command, Stdio};

use super::Error;
use crate::source::LARGEST_FILE;

/// The bytes of a file in a revision; the path is relative to the top of the repository, or begins with `./`.
pub(super) fn file(revision: &str, path: &str) -> Result<Vec<u8>, Error> {
    let object = resolve(revision, path)?;
    git(revision, path, &["cat-file", "blob", &object], &[])
}

/// Every file below a folder of a revision, by its path in the folder.
pub(super) fn folder(revision: &str, path: &str) -> Result<Vec<(String, Vec<u8>)>, Error> {
    let tree = resolve(revision, path)?;
    let listing = git(revision, path, &["ls-tree", "-r", "-z", "-l", "--full-tree", &tree], &[])?;
    let listing = String::from_utf8_lossy(&listing).into_owned();
    let (mut names, mut objects) = (Vec::new(), String::new());
    for entry in listing.split('\0').filter(|entry| !entry.is_empty()) {
        // MODE TYPE OBJECT SIZE<tab>PATH; links and submodules are no files of a review.
        let Some((facts, name)) = entry.split_once('\t') else { continue };
        let facts: Vec<&str> = facts.split_whitespace().collect();
        if let [mode, "blob", object, size] = facts[..]
            && mode.starts_with("100")
            && size.parse::<u64>().is_ok_and(|size| size <= LARGEST_FILE)
        {
            names.push(name.to_owned());
            objects.push_str(object);
            objects.push('\n');
        }
    }
    let contents = git(revision, path, &["cat-file", "--batch"], objects.as_bytes())?;
    let mut rest = contents.as_slice();
    let mut files = Vec::with_capacity(names.len());
    for name in names {
        let bytes = next_object(&mut rest).ok_or_else(|| Error::Git {
            revision: format!("{revision}:{path}"),
            reason: format!("the contents of `{name}` are cut off"),
        })?;
        files.push((name, bytes));
    }
    Ok(files)
}

/// One answer of `cat-file --batch`: `OBJECT TYPE SIZE`, a line end, the bytes, a line end.
fn next_object(rest: &mut &[u8]) -> Option<Vec<u8>> {
    let end = rest.iter().position(|byte| *byte == b'\n')?;
    let header = std::str::from_utf8(&rest[..end]).ok()?;
    let size: usize = header.rsplit(' ').next()?.parse().ok()?;
    let bytes = rest.get(end + 1..end + 1 + size)?.to_vec();
    *rest = rest.get(end + 2 + size..)?;
    Some(bytes)
}

/// The object that `REVISION:PATH` names.
fn resolve(revision: &str, path: &str) -> Result<String, Error> {
    let name = if path.is_empty() { format!("{revision}^{{tree}}") } else { format!("{revision}:{path}") };
    let object = git(revision, path, &["rev-parse", "--verify", "--quiet", "--end-of-options", &name], &[]);
    let object = object.map_err(|error| match error {
        Error::Git { revision, reason } if reason.is_empty() => Error::Git {
            revision,
            reason: "there is no such revision, or no such path in it (paths are relative to the top of the \
                     repository, or begin with `./`)"
                .to_owned(),
        },
        error => error,
    })?;
    Ok(String::from_utf8_lossy(&object).trim().to_owned())
}

/// What git answers on standard output.
fn git(revision: &str, path: &str, arguments: &[&str], input: &[u8]) -> Result<Vec<u8>, Error> {
    let fault = |reason: String| Error::Git { revision: format!("{revision}:{path}"), reason };
    let mut child = Command::new("git")
        .args(arguments)
        // A partial clone must not ask its server for what it lacks.
        .env("GIT_NO_LAZY_FETCH", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| fault(format!("git does not run: {error}")))?;
    let stdin = child.stdin.take();
    let output = std::thread::scope(|scope| {
        // Written beside the reading: both pipes hold little.
        scope.spawn(move || stdin.map(|mut stdin| stdin.write_all(input)));
        child.wait_with_output()
    });
    let output = output.map_err(|error| fault(error.to_string()))?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let said = said.lines().next().unwrap_or_default();
    Err(fault(said.strip_prefix("fatal: ").unwrap_or(said).to_owned()))
}

#[cfg(test)]
mod tests {
    use super::next_object;

    #[test]
    fn a_batch_is_cut_at_the_sizes_that_it_names() {
        let mut rest = b"1f blob 3\na\nb\n2e blob 0\n\n3d missing\n".as_slice();
        assert_eq!(next_object(&mut rest).as_deref(), Some(b"a\nb".as_slice()));
        assert_eq!(next_object(&mut rest).as_deref(), Some(b"".as_slice()));
        assert_eq!(next_object(&mut rest), None);
    }
}
