//! Any bytes as `review.yaml`, built.
#![no_main]

use ecmo_report_fuzz::{build, formats, review};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    build(review("", [("review.yaml", bytes.to_vec())]), formats(bytes));
});
