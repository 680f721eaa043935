//! Any bytes as the bibliography of a review that cites one work.
#![no_main]

use ecmo_report::spec::prose::Format;
use ecmo_report_fuzz::{build, review};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let files = [("d.md", b"As shown [@a], [@b, p. 3].".to_vec()), ("r.bib", bytes.to_vec())];
    build(review("references: r.bib\ntext: {discussion: d.md}\n", files), &[Format::Html, Format::Md]);
});
