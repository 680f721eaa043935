//! Any bytes as the study table of a review, built.
#![no_main]

use ecmo_report_fuzz::{build, formats, review};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    build(review("", [("studies.csv", bytes.to_vec())]), formats(bytes));
});
