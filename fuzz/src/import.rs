//! `init --from`, through the command line and files on disk.

use std::collections::BTreeMap;
use std::fs;

use clap::Parser as _;
use ecmo_report::cli::{Arguments, Exit, run};
use ecmo_report::diagnostics::{Diagnostics, codes};
use ecmo_report::source::Folder;
use ecmo_report::spec;

/// Starts a review from these files. A review that is started has no fault of form, and is built or refused.
pub fn start(from: &str, files: &[(&str, &[u8])]) {
    let root = tempfile::tempdir().expect("a temporary folder");
    for (name, bytes) in files {
        let path = root.path().join(name);
        fs::create_dir_all(path.parent().expect("it has a folder")).expect("the folder is made");
        fs::write(path, bytes).expect("the file is written");
    }
    let new = root.path().join("new");
    let from = root.path().join(from);
    let arguments = [
        "ecmo-report".as_ref(),
        "init".as_ref(),
        "--quiet".as_ref(),
        new.as_os_str(),
        "--from".as_ref(),
        from.as_os_str(),
    ];
    let arguments = Arguments::try_parse_from(arguments).expect("the arguments are right");
    if run(&arguments) != Exit::Done {
        assert!(!new.exists(), "a refusal writes nothing");
        return;
    }
    let mut started = BTreeMap::new();
    for entry in
        fs::read_dir(&new).expect("the review is there").flatten().filter(|entry| entry.path().is_file())
    {
        let name = entry.file_name().into_string().expect("the names are ours");
        started.insert(name, fs::read(entry.path()).expect("it can be read"));
    }
    let mut found = Diagnostics::new();
    let _ = spec::load(&Folder::in_memory(started.clone()), "review.yaml", &mut found);
    let of_form = [
        codes::UNKNOWN_KEY,
        codes::DUPLICATE_KEY,
        codes::WRONG_TYPE,
        codes::MISSING_KEY,
        codes::INVALID_YAML,
        codes::YAML_FEATURE,
    ];
    let fault = found.iter().find(|finding| of_form.contains(&finding.code));
    assert!(fault.is_none(), "{fault:?}\n{}", String::from_utf8_lossy(&started["review.yaml"]));
    let table = started["studies.csv"].clone();
    super::build(started, super::formats(&table));
}
