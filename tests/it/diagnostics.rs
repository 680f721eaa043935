//! Every rule with a faulty review: the exact text that its author sees.
//!
//! A folder `tests/fixtures/invalid/<CODE>_<name>/` holds a review and `expected.txt`, what `check` says about it.
//! `SNAPSHOTS=overwrite cargo test --test it diagnostics` writes what is said now; read it before you keep it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use ecmo_report::cli::pipeline::{self, Location};
use ecmo_report::diagnostics::{Diagnostics, Renderer, codes};
use ecmo_report::source::Folder;
use ecmo_report::spec::prose::Format;

fn fixtures() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/invalid");
    let mut folders: Vec<PathBuf> =
        std::fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.retain(|path| path.is_dir());
    folders.sort();
    folders
}

fn name(folder: &Path) -> String {
    folder.file_name().unwrap().to_string_lossy().into_owned()
}

fn findings(folder: &Path) -> Diagnostics {
    let mut found = Diagnostics::new();
    let location = Location { folder: folder.into(), file: "review.yaml".to_owned(), id: name(folder) };
    pipeline::build(&Folder::on_disk(folder), &location, &[Format::Md], &mut found);
    found
}

#[test]
fn every_fixture_says_exactly_what_is_expected() {
    let mut faulty = Vec::new();
    for folder in fixtures() {
        let found = findings(&folder);
        let code = name(&folder).split('_').next().unwrap().to_owned();
        if !found.iter().any(|finding| finding.code.id() == code) {
            faulty.push(format!("{}: {code} is not found", name(&folder)));
        }
        let text = Renderer::plain().render_all(found.sorted());
        let expected = folder.join("expected.txt");
        let compared = std::panic::catch_unwind(|| {
            snapbox::assert_data_eq!(text, snapbox::Data::read_from(&expected, None));
        });
        if compared.is_err() {
            faulty.push(format!("{}: other text", name(&folder)));
        }
    }
    assert!(faulty.is_empty(), "{faulty:#?}");
}

/// Rules without a fixture, and where they are tested.
const ELSEWHERE: &[(&str, &str)] = &[
    ("E320", "comes of `freeze`, not of a build: its example, and history_versions.rs"),
    ("E321", "comes of `freeze`, not of a build: its example, and history_versions.rs"),
    ("E340", "needs a file of 64 MiB: its example"),
    ("E345", "needs a picture of 100 million pixels: figures/"),
];

#[test]
fn every_rule_has_a_fixture() {
    let shown: BTreeSet<String> =
        fixtures().iter().map(|folder| name(folder).split('_').next().unwrap().to_owned()).collect();
    let elsewhere = |id: &str| ELSEWHERE.iter().any(|(other, _)| *other == id);
    let without: Vec<_> =
        codes::all().into_iter().filter(|code| shown.contains(code.id()) == elsewhere(code.id())).collect();
    assert!(without.is_empty(), "rules without a fixture, or with one and listed: {without:?}");
}
