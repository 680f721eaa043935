//! Any bytes as the files of a RevMan data package, cut at lines of `==`; what is started is read.
#![no_main]

use ecmo_report_fuzz::import::start;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let mut files = text.split("\n==\n").map(str::as_bytes);
    let mut next = || files.next().unwrap_or_default();
    let package = [
        ("package/a-overall-estimates-and-settings.csv", next()),
        ("package/a-data-rows.csv", next()),
        ("package/a-study-information.csv", next()),
    ];
    start("package", &package);
});
