//! Frozen versions, revisions of a repository, and how a difference is shown.

use std::path::Path;
use std::process::Command;

use ecmo_report::analysis::results::{Results, to_json};
use ecmo_report::cli::pipeline;
use ecmo_report::diagnostics::Diagnostics;
use ecmo_report::history::diff::{self, Verdict, diff};
use ecmo_report::history::freeze::{Frozen, NotFrozen, changes_since, freeze, frozen, trajectories};
use ecmo_report::history::version::Version;
use ecmo_report::history::{Error, Files, Manifest, Settings, output};
use ecmo_report::source::Folder;
use serde_json::json;

use crate::history_diff::{base, pooled, results};

/// The base with another version and estimate.
fn version(version: &str, estimate: f64) -> Results {
    let mut value = base();
    value["review"]["version"] = json!(version);
    value["analyses"]["survival"]["random"] = pooled(estimate, estimate - 0.08, estimate + 0.08);
    results(value)
}

fn no_build(_: &Folder, _: &str, _: &str) -> Result<Results, Error> {
    Err(Error::Build("nothing is built here".to_owned()))
}

#[test]
fn a_frozen_version_stays() {
    let root = tempfile::tempdir().unwrap();
    let one = version("1.0.0", 0.6);
    let path = root.path().join("versions/1.0.0.json");
    assert_eq!(freeze(root.path(), &one, false).unwrap(), Frozen::Written(path.clone()));
    assert_eq!(std::fs::read(&path).unwrap(), to_json(&one).unwrap());
    assert_eq!(freeze(root.path(), &one, false).unwrap(), Frozen::Unchanged(path.clone()));
    let other = version("1.0.0", 0.65);
    let Err(NotFrozen::Diagnostic(fault)) = freeze(root.path(), &other, false) else {
        panic!("it was replaced")
    };
    assert_eq!(fault.code.id(), "E320");
    assert_eq!(fault.message, "version 1.0.0 is frozen with other results");
    assert_eq!(std::fs::read(&path).unwrap(), to_json(&one).unwrap());
    assert_eq!(freeze(root.path(), &other, true).unwrap(), Frozen::Written(path));
}

#[test]
fn a_version_names_a_file_and_nothing_else() {
    let root = tempfile::tempdir().unwrap();
    for name in ["", "../1.0.0", "1.0", "next"] {
        let Err(NotFrozen::Diagnostic(fault)) = freeze(root.path(), &version(name, 0.6), false) else {
            panic!("`{name}` was frozen")
        };
        assert_eq!(fault.code.id(), "E321");
    }
    assert_eq!(std::fs::read_dir(root.path()).unwrap().count(), 0);
}

#[test]
fn changes_and_trajectories_follow_the_order_of_versions() {
    let root = tempfile::tempdir().unwrap();
    for (name, estimate) in [("1.10.0", 0.62), ("1.2.0", 0.61), ("1.9.0", 0.6)] {
        freeze(root.path(), &version(name, estimate), false).unwrap();
    }
    std::fs::write(root.path().join("versions/notes.txt"), "mine").unwrap();
    let folder = Folder::on_disk(root.path());
    let versions = frozen(&folder).unwrap();
    let names: Vec<_> = versions.iter().map(|v| v.review.version.clone().unwrap()).collect();
    assert_eq!(names, ["1.2.0", "1.9.0", "1.10.0"]);
    assert_eq!(folder.inputs().len(), 3, "frozen versions are inputs");

    let now = version("1.10.0", 0.63);
    let changes = changes_since(&versions, &now).unwrap();
    assert_eq!(changes.old.version.as_deref(), Some("1.9.0"), "not the version itself");
    let found = trajectories(&versions, &now);
    let points: Vec<_> = found[0].points.iter().map(|p| (p.version.as_str(), p.estimate)).collect();
    assert_eq!(points, [("1.2.0", Some(0.61)), ("1.9.0", Some(0.6)), ("1.10.0", Some(0.63))]);
    assert_eq!(changes_since(&versions, &version("1.0.0", 0.6)), None);
    assert!(trajectories(&versions[..1], &now).is_empty(), "two versions are no trajectory");

    std::fs::write(root.path().join("versions/2.0.0.json"), "{\"schema\": 1").unwrap();
    assert_eq!(frozen(&Folder::on_disk(root.path())).unwrap_err().code.id(), "E322");
}

#[test]
fn versions_come_from_files_folders_and_revisions() {
    let root = tempfile::tempdir().unwrap();
    let results = version("1.0.0", 0.6);
    let mut files = Files::from([("results.json".to_owned(), to_json(&results).unwrap())]);
    let inputs = [("text/abstract.md".to_owned(), b"Old words.\n".to_vec())];
    Manifest::new(inputs, "", Settings::new(), &files).add_to(&mut files).unwrap();
    let dir = root.path().join("output/sepsis");
    output::write(&dir, &files).unwrap();

    let load = |path: &Path| Version::load(path.to_str().unwrap(), &no_build);
    assert_eq!(diff(&load(&dir.join("results.json")).unwrap().results, &results).verdict, Verdict::None);
    let old = load(&dir).unwrap();
    assert_eq!(diff(&old.results, &results).verdict, Verdict::None);

    let mut new = old.clone();
    new.inputs.as_mut().unwrap().insert("text/abstract.md".to_owned(), "other".to_owned());
    new.inputs.as_mut().unwrap().insert("studies.csv".to_owned(), "other".to_owned());
    let found = old.diff(&new);
    assert_eq!((found.verdict, found.files), (Verdict::Cosmetic, vec!["text/abstract.md".to_owned()]));

    for (name, reason) in [
        ("nowhere", "there is no `nowhere`"),
        ("no-such-revision:review.yaml", "git cannot show `no-such-revision:review.yaml`"),
    ] {
        let error = Version::load(name, &no_build).unwrap_err().to_string();
        assert!(error.starts_with(reason), "{error}");
    }
}

#[test]
fn a_revision_is_built_from_its_own_files() {
    // The repository of this package, where there is one.
    let head = Command::new("git").args(["rev-parse", "HEAD:Cargo.toml"]).output();
    if !head.is_ok_and(|output| output.status.success()) {
        eprintln!("not checked: this is no repository");
        return;
    }
    let build = |folder: &Folder, file: &str, id: &str| {
        assert_eq!((file, id), ("bcg-peto.json.yaml", "reference"));
        assert!(folder.read("bcg-peto.json", None).unwrap().text().contains("peto"));
        Ok(version("1.0.0", 0.6))
    };
    let found = Version::load("HEAD:tests/reference/bcg-peto.json.yaml", &build).unwrap();
    assert_eq!(found.inputs.unwrap().len(), 1, "only what was read");
}

#[test]
fn a_difference_reads_the_same_everywhere() {
    let (old, mut new) = (base(), base());
    new["review"]["version"] = json!("1.1.0");
    new["studies"]
        .as_array_mut()
        .unwrap()
        .push(json!({"id": "c-2010", "label": "C | 2010 <b>", "n": 9, "survivors": 4, "country": "Peru"}));
    new["analyses"]["survival"]["random"] = pooled(0.55, 0.48, 0.63);
    new["analyses"]["survival"]["k"] = json!(3);
    let found = diff(&results(old), &results(new));
    let text = diff::terminal(&found);
    assert!(
        text.starts_with("Sepsis: 1.0.0 (2020-12-07) \u{2192} 1.1.0 (2020-12-07)\nconsequential. "),
        "{text}"
    );
    assert!(
        text.contains("consequential: survival: the interval now includes the threshold 0.5\n"),
        "{text}"
    );
    assert!(text.contains("added: C | 2010 <b>\n"), "{text}");
    // The table is too wide for a terminal: the numbers of a row stand under what it is.
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines.iter().all(|line| line.chars().count() <= 80), "{text}");
    let at = lines.iter().position(|line| line.contains("points")).unwrap();
    let row: Vec<&str> = lines[at - 1..=at].iter().flat_map(|line| line.split("  ")).collect();
    let row: Vec<&str> = row.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).collect();
    let expected =
        ["Survival", "2 \u{2192} 3", "50", "60% (52% to 68%)", "55% (48% to 63%)", "\u{2212}5.0 points"];
    assert_eq!(row, expected);

    let markdown = diff::markdown(&found);
    assert!(markdown.contains("- added: C \\| 2010 &lt;b&gt;\n"), "{markdown}");
    assert!(markdown.contains("| Survival | 2 \u{2192} 3 | 50 |"), "{markdown}");
    let html = diff::html(&found);
    assert!(html.contains("<li>added: C | 2010 &lt;b&gt;</li>") && !html.contains("<b>"), "{html}");
    assert_eq!(html.matches("<svg").count(), 1);
    assert!(!html.contains("src=\"http") && !html.contains("url(http"), "no request to anywhere");
}

/// Version 1.0.0 of the shipped review has the sixteen studies of the first search; 1.1.0 adds the one with 70
/// children that the second published abstract of the same question adds.
#[test]
fn adults_and_children_gains_a_study() {
    let review = Path::new(env!("CARGO_MANIFEST_DIR")).join("reviews/adults-and-children");
    let build = |folder: &Folder, file: &str, id: &str| {
        let computed = pipeline::compute(folder, file, id, &mut Diagnostics::new());
        Ok(computed.expect("it builds").1)
    };
    let new = Version::load(review.to_str().unwrap(), &build).unwrap();
    let old = Version::load(review.join("versions/1.0.0.json").to_str().unwrap(), &build).unwrap();
    let found = old.diff(&new);
    let names =
        |studies: &[diff::StudyName]| studies.iter().map(|study| study.id.clone()).collect::<Vec<_>>();
    assert_eq!(names(&found.studies.added), ["pmid-33136603"]);
    assert!(found.studies.removed.is_empty() && found.studies.cells.is_empty() && found.methods.is_empty());
    assert_eq!(found.verdict, Verdict::Estimate, "{:?}", found.reasons);
    let part = |of: &str| {
        let part = found.analyses[0].parts.iter().find(|part| part.of == of).unwrap();
        let [before, after] = [&part.before, &part.after].map(|side| side.as_ref().unwrap());
        let percent = |estimate: &diff::Estimate| (100.0 * estimate.estimate.unwrap()).round();
        let numbers = |e: &diff::Estimate| (e.k, e.total.unwrap(), percent(e));
        (numbers(before), numbers(after))
    };
    assert_eq!(part("survival"), ((16, 548.0, 39.0), (17, 618.0, 39.0)));
    assert_eq!(part("survival/group/children"), ((7, 169.0, 52.0), (8, 239.0, 50.0)));
    assert!(found.analyses[0].parts.iter().all(|part| !part.of.ends_with("/adults")), "nothing else");
}
