//! Any bytes as the CSV of studies or the PRISMA2020 table that a review is started from; what is started is read.
#![no_main]

use ecmo_report_fuzz::import::start;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    start("data.csv", &[("data.csv", bytes)]);
});
