//! Folders that an attacker made, with the real program: it ends, by itself, with a status and without what it was after.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

use super::{CSV, SMALL};

/// Builds the small review with more lines and files in it.
fn built(lines: &str, files: &[(&str, &str)], links: &[(&str, &str)]) -> (Output, TempDir) {
    let root = TempDir::new().unwrap();
    let review = root.path().join("review");
    fs::create_dir(&review).unwrap();
    fs::write(root.path().join("secret.md"), "TOP SECRET").unwrap();
    fs::write(review.join("review.yaml"), format!("{SMALL}{lines}")).unwrap();
    fs::write(review.join("studies.csv"), CSV).unwrap();
    for (name, text) in files {
        let path = review.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    for (name, target) in links {
        let path = review.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        symlink(target, path).unwrap();
    }
    let mut build = Command::new(env!("CARGO_BIN_EXE_ecmo-report"));
    build.args(["build", "--quiet"]).arg(&review).arg("-o").arg(root.path().join("output"));
    let done = build.output().unwrap();
    (done, root)
}

/// Refused with this code, and nothing written.
fn refused(what: &str, code: &str, (done, root): (Output, TempDir)) {
    let told = String::from_utf8_lossy(&done.stderr);
    assert_eq!(done.status.code(), Some(2), "{what}: {told}");
    assert!(told.contains(code) && !told.contains("TOP SECRET"), "{what}: {told}");
    assert!(!Path::new(&root.path().join("output")).exists(), "{what}: an output of a faulty review");
}

#[test]
fn links_out_of_the_folder_build_nothing() {
    let text = "text: {discussion: d.md}\n";
    refused("text", "E021", built(text, &[], &[("d.md", "../secret.md")]));
    refused("folder of texts", "E021", built("text: {discussion: t/secret.md}\n", &[], &[("t", "..")]));
    refused("chain", "E021", built(text, &[], &[("d.md", "e.md"), ("e.md", "../secret.md")]));
    refused("environment", "E021", built(text, &[], &[("d.md", "/proc/self/environ")]));
    refused("bibliography", "E021", built("references: r.bib\n", &[], &[("r.bib", "../secret.md")]));
    refused("template", "E021", built("", &[], &[("templates/parts/methods.md", "../../../secret.md")]));
    refused("folder of templates", "E021", built("", &[], &[("templates", "..")]));
    refused("absent", "E020", built(text, &[], &[]));
}

#[test]
fn bibliographies_that_lead_in_a_circle_or_grow_are_refused() {
    let lines = "references: r.bib\ntext: {discussion: d.md}\n";
    let refused = |what: &str, bib: &str| {
        refused(what, "E301", built(lines, &[("r.bib", bib), ("d.md", "[@a]")], &[]));
    };
    refused("itself", "@inbook{a, crossref={a}, title={T}}");
    refused("each other", "@inbook{a, crossref={b}, title={T}}\n@book{b, xdata={a}, title={U}}");
    let laughs: String = (0..20).map(|i| format!("@string{{x{} = x{i} # x{i} # x{i}}}\n", i + 1)).collect();
    refused("laughs", &format!("@string{{x0 = {{ha}}}}\n{laughs}@book{{a, title = x20}}"));
    refused("braces", &format!("@book{{a, title={}x{}}}", "{".repeat(50_000), "}".repeat(50_000)));
}

#[test]
fn markdown_in_markdown_ends() {
    let notes: String = (0..3_000)
        .map(|i| format!("[^{i}] "))
        .chain(["\n\n".to_owned()])
        .chain((0..3_000).map(|i| format!("[^{i}]: x\n")))
        .collect();
    for (what, text) in [
        ("quotes", "> ".repeat(3_000) + "end"),
        ("lists", "- ".repeat(3_000) + "end"),
        ("emphasis", "*a **b ".repeat(5_000)),
        ("brackets", "[".repeat(20_000) + "end" + &"]".repeat(20_000)),
        ("footnotes", notes),
    ] {
        let (done, root) = built("text: {discussion: d.md}\n", &[("d.md", &text)], &[]);
        assert_eq!(done.status.code(), Some(0), "{what}: {}", String::from_utf8_lossy(&done.stderr));
        let html = fs::read_to_string(root.path().join("output/review/report.html")).unwrap();
        assert!(
            what == "footnotes" || what == "emphasis" || html.contains("end"),
            "{what}: the text is gone"
        );
    }
}
