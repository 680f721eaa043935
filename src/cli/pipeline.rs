//! From a review's folder to its files, in memory: what `build`, `check`, `verify`, `diff` and `serve` share.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::analysis;
use crate::analysis::results::{Results, to_json};
use crate::check::{self, CheckedReview};
use crate::diagnostics::{Diagnostic, Diagnostics, Severity, codes};
use crate::figures::{self, Figure};
use crate::history::manifest::{self, Manifest};
use crate::history::output::Files;
use crate::history::r_script;
use crate::history::{self, crate_metadata};
use crate::numbers::Numbers;
use crate::report::citations::CitationStyle;
use crate::report::tables::Table;
use crate::report::{self, ReportInput};
use crate::source::Folder;
use crate::spec;
use crate::spec::prose::Format;

/// Where a review is and what it is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    /// The folder.
    pub folder: PathBuf,
    /// The specification's name in it.
    pub file: String,
    /// Name of the folder: the id of the review.
    pub id: String,
}

impl Location {
    /// The review that the user names: a `review.yaml`, or a folder that has one.
    ///
    /// # Errors
    /// A sentence when there is none.
    pub fn find(path: &Path) -> Result<Self, String> {
        let (folder, file) = if path.is_dir() {
            (path.to_path_buf(), "review.yaml".to_owned())
        } else {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
            let parent = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
            (parent.to_path_buf(), name.ok_or_else(|| format!("`{}` is no review", path.display()))?)
        };
        if !folder.join(&file).is_file() {
            return Err(format!("there is no review at `{}`", path.display()));
        }
        let extension = Path::new(&file).extension().map(|it| it.to_string_lossy().to_lowercase());
        if !matches!(extension.as_deref(), Some("yaml" | "yml")) {
            return Err(format!(
                "`{}` is no specification: name the folder, or the review.yaml in it",
                path.display()
            ));
        }
        let whole = folder.canonicalize().map_err(|error| format!("`{}`: {error}", folder.display()))?;
        let id =
            whole.file_name().map_or_else(|| "review".to_owned(), |name| name.to_string_lossy().into_owned());
        Ok(Self { folder, file, id })
    }

    /// The folder as the user wrote it, with its slash: what the names of files are shown after.
    #[must_use]
    pub fn prefix(&self) -> String {
        let text = self.folder.to_string_lossy().replace('\\', "/");
        if text == "." || text.is_empty() {
            String::new()
        } else {
            format!("{}/", text.trim_end_matches('/'))
        }
    }
}

/// What a build gives.
#[derive(Debug)]
pub struct Built {
    /// The results.
    pub results: Results,
    /// The files of the output folder by relative path, the manifest among them.
    pub files: Files,
}

/// Reads and checks a review.
pub fn load(folder: &Folder, file: &str, id: &str, found: &mut Diagnostics) -> Option<CheckedReview> {
    let specification = spec::load(folder, file, found)?;
    check::check(id, specification, folder, found)
}

/// Reads, checks and computes a review.
pub fn compute(
    folder: &Folder,
    file: &str,
    id: &str,
    found: &mut Diagnostics,
) -> Option<(CheckedReview, Results)> {
    let review = load(folder, file, id, found)?;
    let results = analysis::analyse(&review, found)?;
    Some((review, results))
}

/// What is written where neither the command line nor the review says: everything but PNG.
const DEFAULT_FORMATS: &[Format] =
    &[Format::Html, Format::Md, Format::Json, Format::Svg, Format::Csv, Format::R];

/// The formats of a build: those of the command line, else the review's, else the default.
#[must_use]
pub fn formats(asked: &[Format], review: &spec::Review) -> Vec<Format> {
    let chosen = if !asked.is_empty() {
        asked
    } else if !review.report.formats.is_empty() {
        &review.report.formats
    } else {
        DEFAULT_FORMATS
    };
    let mut chosen = chosen.to_vec();
    chosen.sort_unstable();
    chosen.dedup();
    chosen
}

/// The settings that a manifest keeps.
#[must_use]
pub fn settings(asked: &[Format]) -> manifest::Settings {
    let names: Vec<String> =
        asked.iter().filter_map(|f| Some(serde_json::to_value(f).ok()?.as_str()?.to_owned())).collect();
    manifest::Settings::from([("formats".to_owned(), names.join(","))])
}

/// What a build is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Purpose {
    /// Its files are written or compared.
    Write,
    /// Only its faults are wanted; citations stay as they are typed.
    Check,
}

/// Builds a review in memory.
pub fn build(
    folder: &Folder,
    location: &Location,
    asked: &[Format],
    found: &mut Diagnostics,
) -> Option<Built> {
    made(folder, location, asked, Purpose::Write, found)
}

/// Builds a review in memory only to find its faults.
pub fn check(folder: &Folder, location: &Location, found: &mut Diagnostics) -> Option<Built> {
    made(folder, location, &[], Purpose::Check, found)
}

fn made(
    folder: &Folder,
    location: &Location,
    asked: &[Format],
    purpose: Purpose,
    found: &mut Diagnostics,
) -> Option<Built> {
    let review = load(folder, &location.file, &location.id, found)?;
    let mut results = analysis::analyse(&review, found)?;
    let spec = &review.specification.review;
    let formats = formats(asked, spec);
    let numbers = Numbers::new(spec.report.number_profile());
    let frozen = found.take(history::frozen(folder))?;
    let since = history::changes_since(&frozen, &results);
    let wants = |some: &[Format]| some.iter().any(|format| formats.contains(format));
    // Whoever asks for the numbers alone does not wait for drawings and documents. Tables come out of the documents,
    // and the prose of these may show any figure.
    let mut figures = Vec::new();
    if wants(&[Format::Html, Format::Md, Format::Csv, Format::Svg, Format::Png]) {
        let sources = figures::Sources { results: &results, review: spec, numbers: &numbers };
        figures = figures::all(&sources);
        figures.extend(since.iter().flat_map(|diff| history::since_figures(diff, numbers)));
        figures.extend(history::trajectory_figures(&frozen, &results, &numbers, figures::theme(&sources)));
        figures = figures::identified(figures);
    }
    let mut files = Files::new();
    if wants(&[Format::Html, Format::Md, Format::Csv]) {
        let mut tables: Vec<Table> =
            since.iter().flat_map(|diff| history::since_tables(diff, numbers)).collect();
        tables.push(report::checklist::table(&review.specification.review, &results));
        files = documents(&review, &results, (&figures, &tables), &formats, purpose, folder, found)?;
        // What the prose is warned of stands in the results with the other findings.
        results.diagnostics = analysis::findings(found);
    }
    let dpi = spec.report.png_dpi.map_or(DPI, f64::from);
    add_figures(&mut files, &figures, &formats, dpi, found)?;
    if formats.contains(&Format::Json) {
        files.insert(
            "results.json".to_owned(),
            found.take(to_json(&results).map_err(|error| internal(&error)))?,
        );
    }
    if formats.contains(&Format::R) {
        files.insert("analysis.R".to_owned(), r_script::r_script(&results).into_bytes());
    }
    let inputs =
        folder.inputs().iter().map(|file| (file.name().to_owned(), file.bytes())).collect::<Vec<_>>();
    if formats.contains(&Format::Json) {
        let archive = crate_metadata::ro_crate(&results, spec, &inputs, &files);
        let archive = found.take(archive.map_err(|error| internal(&error)))?;
        files.insert(crate_metadata::NAME.to_owned(), archive);
    }
    let manifest = Manifest::new(inputs, &templates_digest(), settings(asked), &files);
    found.take(manifest.add_to(&mut files).map_err(|error| internal(&error)))?;
    Some(Built { results, files })
}

/// SHA-256 over the templates that come with the program.
#[must_use]
pub fn templates_digest() -> String {
    let templates = report::environment::built_in_files();
    manifest::digest(templates.iter().map(|(name, bytes)| (name.as_str(), *bytes)))
}

/// Where a review may have templates of its own: `templates/` and the folders in it that the program's have.
fn template_folders() -> BTreeSet<String> {
    let built_in = report::environment::built_in_files();
    let inner =
        built_in.iter().filter_map(|(name, _)| Some(format!("templates/{}", name.rsplit_once('/')?.0)));
    std::iter::once("templates".to_owned()).chain(inner).collect()
}

/// The report in its formats and the tables.
fn documents(
    review: &CheckedReview,
    results: &Results,
    (figures, tables): (&[Figure], &[Table]),
    formats: &[Format],
    purpose: Purpose,
    folder: &Folder,
    found: &mut Diagnostics,
) -> Option<Files> {
    let specification = &review.specification;
    let faults = found.count(Severity::Error);
    let mut texts = Vec::new();
    for (section, path) in specification.review.text.sections() {
        let place = specification.place(format!("text.{section}").as_str());
        if let Some(file) = found.take(folder.read(path, Some(&place))) {
            texts.push((section.to_owned(), file));
        }
    }
    let mut templates = Vec::new();
    for inner in template_folders() {
        for name in folder.names_in(&inner).iter().filter(|name| name.ends_with(".md")) {
            templates.extend(found.take(folder.read(&format!("{inner}/{name}"), None)));
        }
    }
    let references = specification.review.references.as_ref().and_then(|path| {
        let place = specification.place("references");
        found.take(folder.read(path, Some(&place)))
    });
    let style = specification.review.report.citations.as_deref();
    found.take(CitationStyle::named(style, Some(specification.place("report.citations"))))?;
    if found.count(Severity::Error) > faults {
        // A report without one of its texts would be another report.
        return None;
    }
    let linked_data = crate_metadata::json_ld(results, &specification.review);
    let warnings = found.sorted();
    let input = ReportInput {
        review: &specification.review,
        results,
        texts: &texts,
        templates: &templates,
        references: references.as_ref(),
        tables,
        linked_data: Some(&linked_data),
        format_citations: purpose == Purpose::Write,
        found: &warnings,
    };
    let documents = match report::build(&input, figures) {
        Ok(documents) => documents,
        Err(faults) => {
            faults.into_iter().for_each(|fault| found.push(fault));
            return None;
        }
    };
    found.extend(documents.warnings);
    let mut files = Files::new();
    if formats.contains(&Format::Html) {
        files.insert("report.html".to_owned(), documents.html.into_bytes());
    }
    if formats.contains(&Format::Md) {
        files.insert("report.md".to_owned(), documents.markdown.into_bytes());
    }
    if formats.contains(&Format::Csv) {
        for (name, csv) in documents.tables {
            add(&mut files, format!("tables/{name}.csv"), csv.into_bytes(), found)?;
        }
    }
    Some(files)
}

/// Adds a file. Ids are unique, so that a name that is there already is a fault of the program: no file may take the
/// place of another.
fn add(files: &mut Files, name: String, bytes: Vec<u8>, found: &mut Diagnostics) -> Option<()> {
    if files.contains_key(&name) {
        found.push(internal(&format!("two files would have the name `{name}`")));
        return None;
    }
    files.insert(name, bytes);
    Some(())
}

/// Resolution of PNG figures in dots per inch where the author asks for none.
const DPI: f64 = 300.0;

fn add_figures(
    files: &mut Files,
    figures: &[Figure],
    formats: &[Format],
    dpi: f64,
    found: &mut Diagnostics,
) -> Option<()> {
    // The Markdown report links to the SVG files.
    if formats.contains(&Format::Svg) || formats.contains(&Format::Md) {
        for figure in figures {
            add(files, format!("figures/{}.svg", figure.id), figure.svg.clone().into_bytes(), found)?;
        }
    }
    #[cfg(feature = "png")]
    if formats.contains(&Format::Png) {
        for figure in figures {
            let bytes = found.take(figures::png::png(figure, dpi).map_err(|error| internal(&error)))?;
            add(files, format!("figures/{}.png", figure.id), bytes, found)?;
        }
    }
    #[cfg(not(feature = "png"))]
    let _ = dpi;
    #[cfg(not(feature = "png"))]
    if formats.contains(&Format::Png) {
        found.push(internal(&"this program was compiled without PNG"));
        return None;
    }
    Some(())
}

/// An output that can't be made though the review is right.
fn internal(reason: &dyn std::fmt::Display) -> Diagnostic {
    Diagnostic::new(codes::OUTPUT_IMPOSSIBLE, format!("an output can't be made: {reason}"))
        .hint("please report this with the review; leave the format out with `--format` meanwhile")
}
