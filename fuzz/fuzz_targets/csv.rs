//! Any bytes as the study table of a review, built.
#![no_main]

use ecmo_report::cli::pipeline::{self, Location};
use ecmo_report::diagnostics::{Diagnostics, Renderer};
use ecmo_report::source::Folder;
use libfuzzer_sys::fuzz_target;

const SPECIFICATION: &str = "title: T\nstudies: studies.csv\nanalyses:\n  survival: {measure: proportion, data: {events: survivors, total: n}}\n";
#[allow(dead_code)]
const STUDIES: &str = "study,author,year,n,survivors\na,A,1999,9,4\nb,B,2004,20,11\nc,C,2011,31,12\n";

fuzz_target!(|bytes: &[u8]| {
    let files = [("review.yaml", SPECIFICATION.as_bytes().to_vec()), ("studies.csv", bytes.to_vec())];
    let folder = Folder::in_memory(files);
    let location = Location { folder: "x".into(), file: "review.yaml".to_owned(), id: "x".to_owned() };
    let mut found = Diagnostics::new();
    let built = pipeline::build(&folder, &location, &[], &mut found);
    let _ = Renderer::plain().render_all(found.sorted());
    assert!(built.is_some() || found.has_errors(), "neither a result nor an error");
});
