//! A CSV file as rows of text, and text as YAML and CSV.

use std::path::Path;

use super::start::Refusal;
use crate::diagnostics::Diagnostics;
use crate::source::csv::Records;
use crate::source::{Folder, LARGEST_FILE};

/// A table of texts.
#[derive(Debug)]
pub(super) struct Sheet {
    pub(super) header: Vec<String>,
    pub(super) rows: Vec<Vec<String>>,
}

impl Sheet {
    /// Reads a CSV, with the care that a review's tables are read with.
    pub(super) fn read(path: &Path) -> Result<Self, Refusal> {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let told = |found: &crate::diagnostics::Diagnostic| {
            let refusal = Refusal::new(format!("`{}` can't be imported: {}", path.display(), found.message));
            match &found.hint {
                Some(hint) => refusal.hint(hint.clone()),
                None => refusal,
            }
        };
        if !path.is_file() {
            return Err(Refusal::new(format!("there is no file or folder `{}`", path.display()))
                .hint(format!("`--from` takes a RevMan data package, a PRISMA2020 table or a CSV of studies, up to {} MiB", LARGEST_FILE / 1024 / 1024)));
        }
        let file = Folder::on_disk(parent).read(&name, None).map_err(|fault| told(&fault))?;
        let mut found = Diagnostics::new();
        let records = Records::parse(&file, &mut found);
        if let Some(fault) = found.iter().find(|fault| fault.is_error()) {
            return Err(told(fault));
        }
        let Some(records) = records else {
            return Err(Refusal::new(format!("`{}` has no header", path.display())));
        };
        let header: Vec<String> = records.columns().map(str::to_owned).collect();
        let rows = (0..records.len())
            .map(|row| (0..header.len()).map(|column| records.cell(row, column).text.into_owned()).collect())
            .collect();
        Ok(Self { header, rows })
    }

    /// The column of this name.
    pub(super) fn column(&self, name: &str) -> Option<usize> {
        self.header.iter().position(|column| column == name)
    }

    /// The cell of a row in the column of this name; empty where there is no such column.
    pub(super) fn get<'a>(&self, row: &'a [String], name: &str) -> &'a str {
        self.column(name).and_then(|column| row.get(column)).map_or("", String::as_str)
    }
}

/// A text as a YAML scalar.
pub(super) fn quoted(text: &str) -> String {
    let plain = text.starts_with(|first: char| first.is_alphabetic())
        && !text.ends_with(' ')
        && text.chars().all(|c| c.is_alphanumeric() || " _-()/".contains(c))
        && !["true", "false", "null", "yes", "no", "on", "off"].contains(&text.to_ascii_lowercase().as_str());
    // JSON's quoting is YAML's, too.
    if plain { text.to_owned() } else { serde_json::Value::from(text).to_string() }
}

/// A name that expressions and templates can use: `Number of deaths (%)` becomes `number_of_deaths`.
pub(super) fn identifier(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            c if c.is_ascii_alphanumeric() => out.push(c.to_ascii_lowercase()),
            _ if out.ends_with('_') || out.is_empty() => {}
            _ => out.push('_'),
        }
    }
    let out = out.trim_end_matches('_');
    if out.starts_with(|c: char| c.is_ascii_digit()) || out.is_empty() {
        format!("c_{out}").trim_end_matches('_').to_owned()
    } else {
        out.to_owned()
    }
}

/// An id of a study: the text in lower case, without white space.
pub(super) fn study_id(text: &str) -> String {
    let words: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    words.join("-")
}

/// The first of `name`, `name-2`, `name-3`, ... (with this separator) that is not taken; it is then.
pub(super) fn unique(name: &str, separator: char, taken: &mut Vec<String>) -> String {
    let mut free = name.to_owned();
    let mut number = 2;
    while taken.contains(&free) {
        free = format!("{name}{separator}{number}");
        number += 1;
    }
    taken.push(free.clone());
    free
}

/// Rows as CSV.
pub(super) fn to_csv(rows: &[Vec<String>]) -> String {
    let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
    for row in rows {
        // Writing to memory does not fail.
        let _ = writer.write_record(row);
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}
