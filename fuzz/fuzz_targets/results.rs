//! Any bytes as the `results.json` that `diff` reads back.
#![no_main]

use ecmo_report::analysis::results::Results;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(results) = serde_json::from_slice::<Results>(bytes) else { return };
    let _ = ecmo_report::analysis::results::to_json(&results);
});
