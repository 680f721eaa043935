//! Any bytes as a text of the author: Markdown with a template in it.
#![no_main]

use ecmo_report::spec::prose::Format;
use ecmo_report_fuzz::{build, review};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let files = [("d.md", bytes.to_vec())];
    build(review("text: {discussion: d.md}\n", files), &[Format::Html, Format::Md]);
});
