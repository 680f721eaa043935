//! Frozen versions: the results of a version, kept for good beside the review.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use super::Error;
use super::diff::{Diff, Verdict, diff};
use super::version::parse;
use crate::analysis::results::{Results, to_json};
use crate::diagnostics::{Diagnostic, codes};
use crate::figures::TrajectoryPoint;
use crate::source::Folder;
use crate::stats::choices::Measure;

/// Folder of a review that holds its frozen versions.
pub const FOLDER: &str = "versions";

/// What freezing did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Frozen {
    /// The results are kept in this file.
    Written(PathBuf),
    /// They were already, and are the same.
    Unchanged(PathBuf),
}

/// Why a version was not frozen.
#[derive(Debug)]
pub enum NotFrozen {
    /// What the author can mend: no version, or one that is frozen with other results.
    Diagnostic(Box<Diagnostic>),
    /// What the machine did.
    Error(Error),
}

impl From<Error> for NotFrozen {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

impl From<Diagnostic> for NotFrozen {
    fn from(diagnostic: Diagnostic) -> Self {
        Self::Diagnostic(Box::new(diagnostic))
    }
}

/// Keeps the results under `versions/<version>.json` of the review's folder. A version that is frozen with
/// other results stays, unless `force` is set.
///
/// # Errors
/// See [`NotFrozen`].
pub fn freeze(review: &Path, results: &Results, force: bool) -> Result<Frozen, NotFrozen> {
    let version = version_of(results)?;
    let folder = review.join(FOLDER);
    let path = folder.join(format!("{version}.json"));
    if let Ok(bytes) = fs::read(&path) {
        let frozen = parse(&bytes, &path);
        match frozen.map(|frozen| diff(&frozen, results)) {
            Ok(found) if found.verdict == Verdict::None => return Ok(Frozen::Unchanged(path)),
            _ if force => {}
            Ok(found) => return Err(is_frozen(&version, &found).into()),
            Err(error) => return Err(error.into()),
        }
    }
    fs::create_dir_all(&folder).map_err(Error::io("create the folder", &folder))?;
    let bytes = to_json(results).map_err(|error| Error::Build(error.to_string()))?;
    // Whole or not at all.
    let mut file =
        tempfile::NamedTempFile::new_in(&folder).map_err(Error::io("create a file in", &folder))?;
    file.write_all(&bytes).map_err(Error::io("write", &path))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // Temporary files are private, a frozen version is not.
        let open = fs::Permissions::from_mode(0o644);
        file.as_file().set_permissions(open).map_err(Error::io("write", &path))?;
    }
    file.persist(&path).map_err(|error| Error::io("write", &path)(error.error))?;
    Ok(Frozen::Written(path))
}

/// The version to freeze, which must be a semantic version: it becomes the name of a file.
fn version_of(results: &Results) -> Result<semver::Version, Diagnostic> {
    let hint = "give the review a `version`, as in `version: 1.0.0`";
    match &results.review.version {
        None => {
            let message = format!("the review `{}` has no version to freeze", results.review.id);
            Err(Diagnostic::new(codes::NO_VERSION_TO_FREEZE, message).hint(hint))
        }
        Some(text) => semver::Version::parse(text).map_err(|_| {
            let message = format!("`{text}` is no version as semantic versioning has them");
            Diagnostic::new(codes::NO_VERSION_TO_FREEZE, message).hint(hint)
        }),
    }
}

fn is_frozen(version: &semver::Version, found: &Diff) -> Diagnostic {
    let message = format!("version {version} is frozen with other results");
    let mut diagnostic = Diagnostic::new(codes::VERSION_IS_FROZEN, message).hint(
        "give the review a new `version` and an entry under `changes`; `--force` replaces the frozen one",
    );
    for reason in found.reasons.iter().take(5) {
        diagnostic = diagnostic.note(reason.text.clone());
    }
    diagnostic
}

/// The frozen versions of a review, the oldest first. Each counts among the review's inputs.
///
/// # Errors
/// A diagnostic for a file that is no frozen version.
pub fn frozen(folder: &Folder) -> Result<Vec<Results>, Diagnostic> {
    let mut versions = Vec::new();
    for name in folder.names_in(FOLDER) {
        let Some(stem) = name.strip_suffix(".json") else { continue };
        let path = format!("{FOLDER}/{name}");
        let Ok(version) = semver::Version::parse(stem) else { continue };
        let file = folder.read(&path, None)?;
        let results: Results = serde_json::from_str(file.text()).map_err(|error| {
            let message = error.to_string();
            let message = message.split(" at line ").next().unwrap_or_default();
            let line = file.line_span(error.line().saturating_sub(1));
            let at = (line.start + error.column().saturating_sub(1)).min(line.end);
            Diagnostic::new(
                codes::FROZEN_VERSION_UNREADABLE,
                format!("`{path}` can't be read back: {message}"),
            )
            .at(file.place(at..at), "reading stopped here")
            .hint("restore the file as `ecmo-report freeze` wrote it, or delete it")
        })?;
        versions.push((version, results));
    }
    versions.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(versions.into_iter().map(|(_, results)| results).collect())
}

/// What is different since the last frozen version before this one; none where there is no earlier one.
#[must_use]
pub fn changes_since(frozen: &[Results], results: &Results) -> Option<Diff> {
    let before = frozen.iter().rfind(|earlier| is_before(earlier, results))?;
    Some(diff(before, results))
}

/// Whether a version comes before another; a review without a version comes after every frozen one.
fn is_before(earlier: &Results, later: &Results) -> bool {
    let version = |results: &Results| semver::Version::parse(results.review.version.as_deref()?).ok();
    match (version(earlier), version(later)) {
        (Some(earlier), Some(later)) => earlier < later,
        (_, None) => true,
        (None, Some(_)) => false,
    }
}

/// The headline estimate of an analysis over the versions of a review.
#[derive(Debug, Clone, PartialEq)]
pub struct Trajectory {
    /// Id of the analysis.
    pub analysis: String,
    /// Title.
    pub title: String,
    /// What is pooled.
    pub measure: Measure,
    /// The versions that have the analysis, the oldest first.
    pub points: Vec<TrajectoryPoint>,
}

/// The analyses that at least three versions have, this one included.
#[must_use]
pub fn trajectories(frozen: &[Results], results: &Results) -> Vec<Trajectory> {
    let versions: Vec<&Results> =
        frozen.iter().filter(|earlier| is_before(earlier, results)).chain([results]).collect();
    let trajectory = |(id, analysis): (&String, &crate::analysis::results::AnalysisResult)| {
        let points: Vec<TrajectoryPoint> = versions
            .iter()
            .filter_map(|version| {
                let analysis = version.analyses.get(id)?;
                let headline = analysis.headline();
                Some(TrajectoryPoint {
                    version: version.review.version.clone().unwrap_or_else(|| "now".to_owned()),
                    date: version.review.date.clone(),
                    k: analysis.k,
                    estimate: headline.estimate,
                    ci: headline.ci,
                })
            })
            .collect();
        (points.len() >= 3).then(|| Trajectory {
            analysis: id.clone(),
            title: analysis.title.clone(),
            measure: analysis.measure,
            points,
        })
    };
    results.analyses.iter().filter_map(trajectory).collect()
}
