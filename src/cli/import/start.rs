//! From the files that the user names to the files of a new review.

use std::path::{Path, PathBuf};

use super::super::init::NewFile;
use super::bias::{self, Judgements};
use super::sheet::{Sheet, quoted};
use super::{columns, prisma, revman};

/// Why a review can't be started.
#[derive(Debug)]
pub(in crate::cli) struct Refusal {
    pub(in crate::cli) message: String,
    pub(in crate::cli) hint: Option<String>,
    /// Whether it is the machine's fault, not the user's.
    pub(in crate::cli) of_the_machine: bool,
}

impl Refusal {
    pub(in crate::cli) const fn new(message: String) -> Self {
        Self { message, hint: None, of_the_machine: false }
    }

    pub(in crate::cli) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// What an import knows of a review; blocks are YAML, each with its key and a line end.
#[derive(Debug, Default)]
pub(super) struct Parts {
    pub(super) title: Option<String>,
    pub(super) studies: Option<String>,
    pub(super) table: Option<String>,
    pub(super) analyses: Option<String>,
    pub(super) published: Option<String>,
    pub(super) prisma: Option<String>,
    pub(super) bias: Option<Judgements>,
    pub(super) notes: Vec<String>,
}

/// The files of a new review, and what the author should know of the import.
pub(in crate::cli) fn import(
    paths: &[PathBuf],
    named: &[String],
    example: impl Fn() -> Vec<NewFile>,
) -> Result<(Vec<NewFile>, Vec<String>), Refusal> {
    let mut parts = Parts::default();
    for path in paths {
        let found = one(path, named)?;
        if found.table.is_some() && parts.table.is_some() {
            return Err(Refusal::new(format!(
                "two tables of studies are given, `{}` the second",
                path.display()
            ))
            .hint(
                "a review has one study table: give `--from` a table once, and a PRISMA2020 table beside it",
            ));
        }
        parts.title = parts.title.or(found.title);
        parts.studies = parts.studies.or(found.studies);
        parts.table = parts.table.or(found.table);
        parts.analyses = parts.analyses.or(found.analyses);
        parts.published = parts.published.or(found.published);
        parts.prisma = parts.prisma.or(found.prisma);
        parts.bias = parts.bias.or(found.bias);
        parts.notes.extend(found.notes);
    }
    Ok(if parts.table.is_some() { own(parts) } else { with_example(parts, example()) })
}

fn one(path: &Path, named: &[String]) -> Result<Parts, Refusal> {
    if path.is_dir() {
        return revman::folder(path);
    }
    let sheet = Sheet::read(path)?;
    if prisma::is_prisma(&sheet) {
        prisma::parts(&sheet)
    } else if revman::is_data_rows(&sheet) {
        Err(Refusal::new(format!("`{}` is one file of a RevMan data package", path.display()))
            .hint("give `--from` the folder of the package: its settings are in another file"))
    } else {
        columns::parts(path, &sheet, named)
    }
}

/// A review of the author's own table.
fn own(parts: Parts) -> (Vec<NewFile>, Vec<String>) {
    let title = parts.title.unwrap_or_else(|| "Title of the review".to_owned());
    let mut review = format!(
        "# yaml-language-server: $schema=review.schema.json\ntitle: {}\nversion: 0.1.0\nstatus: draft\n",
        quoted(&title)
    );
    let bias = parts
        .bias
        .as_ref()
        .map(|_| format!("risk_of_bias: {{tool: {}, file: {}}}\n", bias::TOOL_FILE, bias::TABLE_FILE));
    for block in [parts.prisma, parts.studies, bias, parts.analyses, parts.published].into_iter().flatten() {
        review.push('\n');
        review.push_str(&block);
    }
    let table = parts.table.unwrap_or_default();
    let mut files = vec![("review.yaml".to_owned(), review), ("studies.csv".to_owned(), table)];
    if let Some(Judgements { tool, table }) = parts.bias {
        files.extend([(bias::TOOL_FILE.to_owned(), tool), (bias::TABLE_FILE.to_owned(), table)]);
    }
    (files, parts.notes)
}

/// Only a flow diagram is given: the example with these counts in the place of its own.
fn with_example(parts: Parts, mut files: Vec<NewFile>) -> (Vec<NewFile>, Vec<String>) {
    let mut notes = parts.notes;
    for (name, text) in &mut files {
        if name == "review.yaml" {
            *text = replace_block(text, "# prisma:", parts.prisma.as_deref().unwrap_or_default());
        }
    }
    notes.push("the studies are an example: put yours into studies.csv".to_owned());
    (files, notes)
}

/// The text with the block that begins with this line replaced, with the indented comments below it.
fn replace_block(text: &str, first: &str, block: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for line in text.lines() {
        if line == first {
            inside = true;
            out.push_str(block);
        } else if inside && line.starts_with("#  ") {
            continue;
        } else {
            inside = false;
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}
