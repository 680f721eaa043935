//! What the targets share: a small review, and building one with one of its files replaced.

pub mod import;

use std::collections::BTreeMap;

use ecmo_report::cli::pipeline::{self, Built, Location};
use ecmo_report::diagnostics::{Diagnostics, Renderer};
use ecmo_report::source::Folder;
use ecmo_report::spec::prose::Format;

/// A review's specification of a few lines; more may be added below it.
pub const SPECIFICATION: &str = "title: T\nversion: 1.1.0\nstudies: studies.csv\nanalyses:\n  survival: {measure: proportion, data: {events: survivors, total: n}, subgroups: [country], cumulative: year}\n";
/// Its table.
pub const STUDIES: &str = "study,author,year,country,n,survivors\na,A,1999,UK,9,4\nb,B,2004,UK,20,11\nc,C,2011,USA,31,12\nd,D,2012,USA,14,9\n";

/// The small review with more lines in its specification and with further files, which may replace its own.
pub fn review<'a>(
    lines: &str,
    files: impl IntoIterator<Item = (&'a str, Vec<u8>)>,
) -> BTreeMap<String, Vec<u8>> {
    let mut all = BTreeMap::from([
        ("review.yaml".to_owned(), format!("{SPECIFICATION}{lines}").into_bytes()),
        ("studies.csv".to_owned(), STUDIES.as_bytes().to_vec()),
    ]);
    all.extend(files.into_iter().map(|(name, bytes)| (name.to_owned(), bytes)));
    all
}

/// The formats for a case: the numbers alone, and every eighth time everything, which takes fifty times as long.
pub fn formats(bytes: &[u8]) -> &'static [Format] {
    if bytes.iter().fold(0_u8, |sum, byte| sum.wrapping_mul(31).wrapping_add(*byte)) % 8 == 0 {
        &[]
    } else {
        &[Format::Json]
    }
}

/// Builds a review and renders what is found, which must be something where there is no result.
pub fn build(files: BTreeMap<String, Vec<u8>>, formats: &[Format]) -> Option<Built> {
    let folder = Folder::in_memory(files);
    let location = Location { folder: "x".into(), file: "review.yaml".to_owned(), id: "x".to_owned() };
    let mut found = Diagnostics::new();
    let built = pipeline::build(&folder, &location, formats, &mut found);
    let shown = Renderer::plain().render_all(found.sorted());
    assert!(found.is_empty() || !shown.is_empty(), "a finding is not shown");
    assert!(built.is_some() || found.has_errors(), "neither a result nor an error");
    built
}
