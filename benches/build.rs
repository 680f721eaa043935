//! The whole build of a review in memory: specification and tables in, every file out.

use std::path::Path;

use divan::Bencher;
use ecmo_report::cli::pipeline::{Location, build};
use ecmo_report::diagnostics::Diagnostics;
use ecmo_report::source::Folder;

fn main() {
    divan::main();
}

/// Reads from disk, too, but does not write.
#[divan::bench(args = ["paediatric-sepsis", "adults-and-children"])]
fn whole(bencher: Bencher<'_, '_>, id: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("reviews").join(id);
    let Ok(location) = Location::find(&folder) else { return };
    bencher.bench(|| build(&Folder::on_disk(&location.folder), &location, &[], &mut Diagnostics::new()));
}
