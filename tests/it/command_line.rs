//! The program as it is called: what it writes, says and returns.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

/// What metafor computes from the BCG trials: estimate and interval.
const MANTEL_HAENSZEL: (f64, [f64; 2]) = (0.635_267, [0.588_129, 0.686_184]);
const DERSIMONIAN_LAIRD: (f64, [f64; 2]) = (0.489_624, [0.344_919, 0.695_038]);
const PETO: (f64, [f64; 2]) = (0.622_229, [0.574_568, 0.673_844]);

/// Runs the program in a folder.
pub(crate) fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_ecmo-report"))
        .args(arguments)
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .output()
        .unwrap()
}

fn succeeds(folder: &Path, arguments: &[&str]) -> String {
    let output = run(folder, arguments);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{arguments:?}: {said}");
    said
}

fn fails(folder: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let output = run(folder, arguments);
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

fn fixture(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/import").join(name).display().to_string()
}

fn results(folder: &Path, review: &str) -> Value {
    let path = folder.join("output").join(review).join("results.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn each_template_builds_without_a_warning() {
    let folder = tempfile::tempdir().unwrap();
    for (name, template) in [("one", "single-arm"), ("two", "two-arm")] {
        succeeds(folder.path(), &["init", name, "--template", template]);
        let said = succeeds(folder.path(), &["build", name, "--deny", "warnings"]);
        assert!(!said.contains("warning"), "{said}");
        let review = std::fs::read_to_string(folder.path().join(name).join("review.yaml")).unwrap();
        assert!(review.starts_with("# yaml-language-server: $schema=review.schema.json\n"));
        assert!(folder.path().join(name).join("review.schema.json").is_file());
    }
}

#[test]
fn init_leaves_a_folder_with_files_alone() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("mine")).unwrap();
    std::fs::write(folder.path().join("mine/studies.csv"), "study\n").unwrap();
    let (status, said) = fails(folder.path(), &["init", "mine"]);
    assert_eq!(status, Some(2));
    assert!(said.contains("the folder `mine` is not empty: `studies.csv` is in it"), "{said}");
    assert!(!folder.path().join("mine/review.yaml").exists());
}

#[test]
fn a_revman_package_comes_to_the_estimates_in_it() {
    let folder = tempfile::tempdir().unwrap();
    succeeds(folder.path(), &["init", "bcg", "--from", &fixture("revman")]);
    // The published values are those of the package: a difference would be denied.
    succeeds(folder.path(), &["build", "bcg", "--deny", "published"]);
    let results = results(folder.path(), "bcg");
    let near = |value: &Value, expected: f64| {
        let value = value.as_f64().unwrap();
        assert!((value - expected).abs() < 5e-7, "{value} is not {expected}");
    };
    // metafor 3.8-1: rma.mh(measure = "RR"), rma(measure = "RR", method = "DL"), rma.peto().
    for (id, model, estimate, ci) in [
        ("tuberculosis", "common", MANTEL_HAENSZEL.0, MANTEL_HAENSZEL.1),
        ("tuberculosis_by_allocation", "random", DERSIMONIAN_LAIRD.0, DERSIMONIAN_LAIRD.1),
        ("tuberculosis_peto", "common", PETO.0, PETO.1),
    ] {
        let pooled = &results["analyses"][id][model];
        near(&pooled["estimate"], estimate);
        near(&pooled["ci"][0], ci[0]);
        near(&pooled["ci"][1], ci[1]);
    }
    let by_allocation = &results["analyses"]["tuberculosis_by_allocation"]["subgroups"][0]["levels"];
    assert_eq!(by_allocation.as_array().unwrap().len(), 3);
    assert_eq!(results["published"].as_array().unwrap().len(), 9, "three estimates with their intervals");
    assert_eq!(results["studies"][1]["label"], "Ferguson 1949");
    let judged = std::fs::read_to_string(folder.path().join("bcg/risk-of-bias.csv")).unwrap();
    assert!(judged.contains("\naronson-1948,low,Random allocation,unclear,\n"), "{judged}");
    assert!(judged.contains("\nstein-1953,high,Alternate allocation,unclear,\n"), "{judged}");
    let report = std::fs::read_to_string(folder.path().join("output/bcg/report.md")).unwrap();
    assert!(report.contains("Random sequence generation"), "the judgements are shown");
}

#[test]
fn a_prisma_table_gives_the_flow_diagram() {
    let folder = tempfile::tempdir().unwrap();
    succeeds(folder.path(), &["init", "flow", "--from", &fixture("prisma.csv")]);
    succeeds(folder.path(), &["build", "flow"]);
    let prisma = &results(folder.path(), "flow")["prisma"];
    assert_eq!(prisma["screened"]["value"], 900);
    assert_eq!(prisma["removed.other"]["value"], 0, "follows from the others");
    assert_eq!(prisma["removed.other"]["derived"], true);
    let review = std::fs::read_to_string(folder.path().join("flow/review.yaml")).unwrap();
    assert!(review.contains("databases: {MEDLINE: 500, Embase: 700, Scopus: 300}"), "{review}");
    assert!(review.contains("  # included: {studies: 20, reports: 20}"), "{review}");
}

#[test]
fn columns_of_a_table_are_recognised_or_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    let tables = [
        ("proportion", "Author,Year,Survivors,N\nSmith,2010,3,20\nJones,2011,4,31\n"),
        ("risk-ratio", "studlab,event.e,n.e,event.c,n.c\nA,4,40,9,41\nB,2,30,5,33\n"),
        ("mean-difference", "study,mean_t,sd_t,n_t,mean_c,sd_c,n_c\na,5,1,20,6,1.1,22\nb,4,1,30,6,1.3,31\n"),
        ("mean", "study,mean,sd,n\na,5,1,20\nb,6,1.2,25\n"),
        ("generic", "study,yi,sei\na,0.1,0.2\nb,0.3,0.1\n"),
        ("ratio", "study,HR,CI lower,CI upper\na,0.8,0.6,1.1\nb,0.7,0.5,0.98\n"),
    ];
    for (measure, text) in tables {
        write("table.csv", text);
        succeeds(folder.path(), &["init", measure, "--from", "table.csv"]);
        succeeds(folder.path(), &["build", measure, "--deny", "warnings"]);
        assert_eq!(results(folder.path(), measure)["analyses"]["outcome"]["measure"], measure);
    }

    write("table.csv", "Autor,Gestorben,Anzahl\nSmith,3,20\nJones,4,31\n");
    let (status, said) = fails(folder.path(), &["init", "asked", "--from", "table.csv"]);
    assert_eq!(status, Some(2));
    assert!(
        said.contains("has columns `Autor`, `Gestorben`, `Anzahl`; none of them is recognised"),
        "{said}"
    );
    let columns = ["--column", "events=Gestorben", "--column", "total=Anzahl"];
    succeeds(folder.path(), &[&["init", "asked", "--from", "table.csv"], &columns[..]].concat());
    succeeds(folder.path(), &["build", "asked"]);
    assert_eq!(results(folder.path(), "asked")["analyses"]["outcome"]["events"], 7.0);
}

#[test]
fn every_format_can_be_had_alone() {
    let folder = tempfile::tempdir().unwrap();
    let review =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("reviews/paediatric-sepsis").display().to_string();
    for (format, file) in [
        ("html", "report.html"),
        ("md", "report.md"),
        ("json", "results.json"),
        ("svg", "figures/prisma-flow.svg"),
        ("csv", "tables/studies.csv"),
        ("r", "analysis.R"),
    ] {
        succeeds(folder.path(), &["build", &review, "--format", format, "-o", format]);
        assert!(folder.path().join(format).join("paediatric-sepsis").join(file).is_file(), "{file}");
    }
}

#[test]
fn an_absent_file_of_the_author_fails_the_build_and_leaves_the_report() {
    let folder = tempfile::tempdir().unwrap();
    succeeds(folder.path(), &["init", "mine"]);
    succeeds(folder.path(), &["build", "mine"]);
    let report = folder.path().join("output/mine/report.html");
    let before = std::fs::read(&report).unwrap();
    let specification = folder.path().join("mine/review.yaml");
    let text = std::fs::read_to_string(&specification).unwrap();
    for added in [
        "\ntext: {conclusion: text/none.md}\n",
        "\nreferences: none.bib\n",
        "\nsearch: {sources: [{name: MEDLINE, strategy: none.txt}]}\n",
    ] {
        let key = added.trim_start().split(':').next().unwrap();
        let kept: String = text
            .split_inclusive("\n\n")
            .filter(|block| !block.lines().any(|line| line.starts_with(&format!("{key}:"))))
            .collect();
        std::fs::write(&specification, kept + added).unwrap();
        for command in [&["build", "mine", "--force"][..], &["check", "mine"], &["build", "mine", "--locked"]]
        {
            let (status, said) = fails(folder.path(), command);
            assert_eq!(status, Some(2), "{command:?} {added} {said}");
            assert!(said.contains("error[E020]") && said.contains("none."), "{said}");
        }
        assert_eq!(std::fs::read(&report).unwrap(), before, "the last good report is still there");
    }
}

#[test]
fn search_strategies_are_in_the_report_from_text_or_file() {
    let folder = tempfile::tempdir().unwrap();
    succeeds(folder.path(), &["init", "mine"]);
    std::fs::write(folder.path().join("mine/medline.txt"), "1. exp Sepsis/\n2. ECMO.mp.\n3. 1 and 2\n")
        .unwrap();
    let specification = folder.path().join("mine/review.yaml");
    let text = std::fs::read_to_string(&specification).unwrap();
    let kept: String = text
        .split_inclusive("\n\n")
        .filter(|block| !block.lines().any(|line| line.starts_with("search:")))
        .collect();
    let sources = "\nsearch: {sources: [{name: MEDLINE, to: 2026-01-15, strategy: medline.txt}, {name: Embase, to: 2026-01-15, strategy: sepsis and ecmo}]}\n";
    std::fs::write(&specification, kept + sources).unwrap();
    succeeds(folder.path(), &["build", "mine"]);
    let output = folder.path().join("output/mine");
    let markdown = std::fs::read_to_string(output.join("report.md")).unwrap();
    assert!(markdown.contains("| MEDLINE | 1\\. exp Sepsis/<br>2. ECMO.mp.<br>3. 1 and 2 |"), "{markdown}");
    assert!(markdown.contains("| Embase | sepsis and ecmo |"));
    let html = std::fs::read_to_string(output.join("report.html")).unwrap();
    assert!(html.contains("1. exp Sepsis/\n2. ECMO.mp.\n3. 1 and 2"));
    let manifest = std::fs::read_to_string(output.join("manifest.json")).unwrap();
    assert!(manifest.contains("medline.txt"), "the file is an input");
}

#[test]
fn help_stays_within_eighty_columns() {
    let folder = tempfile::tempdir().unwrap();
    let commands =
        ["", "init", "build", "check", "diff", "freeze", "verify", "explain", "schema", "completions"];
    for command in commands {
        let arguments: Vec<&str> = [command, "--help"].into_iter().filter(|word| !word.is_empty()).collect();
        let output = run(folder.path(), &arguments);
        assert!(output.status.success());
        let help = String::from_utf8(output.stdout).unwrap();
        let long: Vec<&str> = help.lines().filter(|line| line.chars().count() > 80).collect();
        assert!(long.is_empty(), "{command}: {long:#?}");
    }
}

#[test]
fn there_is_a_manual_page_per_command() {
    let folder = tempfile::tempdir().unwrap();
    succeeds(folder.path(), &["man", "pages"]);
    for page in ["ecmo-report.1", "ecmo-report-build.1", "ecmo-report-init.1"] {
        assert!(folder.path().join("pages").join(page).is_file(), "{page}");
    }
}
