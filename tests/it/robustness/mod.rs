//! Nothing breaks it: mutated reviews, bad inputs and hostile ones give a result or a diagnostic, never a panic.
//!
//! | module | tries |
//! |---|---|
//! | `mutated` | seeded mutations of whole reviews |
//! | `bad_inputs` | every value in a wrong kind, and a list by hand: none is silent |
//! | `limits` | what is larger than any review, and what never ends |
//! | `growth` | that outputs grow with the studies |
//! | `script` | script in every text |
//! | `hostile` | folders of an attacker, with the real program |

mod bad_inputs;
mod growth;
#[cfg(unix)]
mod hostile;
mod limits;
mod mutated;
mod script;

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use ecmo_report::cli::pipeline::{self, Built, Location};
use ecmo_report::diagnostics::{Diagnostics, Renderer};
use ecmo_report::source::Folder;
use ecmo_report::spec::prose::Format;

pub(super) type Review = BTreeMap<String, Vec<u8>>;

pub(super) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The files of a folder and of the folders in it.
pub(super) fn files_of(folder: &Path) -> Review {
    let mut files = Review::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(next) = open.pop() {
        for entry in std::fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
                files.insert(name, std::fs::read(&path).unwrap());
            }
        }
    }
    files
}

pub(super) fn review(id: &str) -> Review {
    files_of(&root().join("reviews").join(id))
}

/// A review of a few lines, for what is wanted often.
pub(super) fn small() -> Review {
    Review::from([
        ("review.yaml".to_owned(), SMALL.as_bytes().to_vec()),
        ("studies.csv".to_owned(), CSV.as_bytes().to_vec()),
    ])
}

pub(super) const SMALL: &str = "title: Survival of children with sepsis on ECMO
studies: {file: studies.csv, label: \"{{ author }} {{ year }}\"}
analyses:
  survival: {measure: proportion, data: {events: survivors, total: n}, where: \"n > 1\", subgroups: [country], cumulative: year}
";
pub(super) const CSV: &str = "study,author,year,country,n,survivors
adams-1989,Adams,1989,USA,8,6
berg-1999,Berg,1999,USA,20,12
chen-2004,Chen,2004,UK,31,14
diaz-2010,Diaz,2010,UK,12,9
";

/// Builds in memory. Fails where it panics, and where there is neither a result nor an error.
pub(super) fn outcome(review: &Review, formats: &[Format], what: &str) -> (Option<Built>, Diagnostics) {
    let folder = Folder::in_memory(review.clone());
    let location = Location {
        folder: PathBuf::from("mutated"),
        file: "review.yaml".to_owned(),
        id: "mutated".to_owned(),
    };
    let (built, found) = catch_unwind(AssertUnwindSafe(|| {
        let mut found = Diagnostics::new();
        let built = pipeline::build(&folder, &location, formats, &mut found);
        // What is found is shown, too.
        let shown = Renderer::plain().render_all(found.sorted());
        assert!(found.is_empty() || !shown.is_empty());
        (built, found)
    }))
    .unwrap_or_else(|_| panic!("panics: {what}"));
    assert!(built.is_some() || found.has_errors(), "neither a result nor an error: {what}");
    (built, found)
}

pub(super) fn codes(found: &Diagnostics) -> Vec<&'static str> {
    found.iter().map(|finding| finding.code.id()).collect()
}
