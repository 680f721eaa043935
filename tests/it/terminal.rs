//! Pictures of the terminal for the guide, made of what the program prints. `SNAPSHOTS=overwrite cargo test --test it
//! terminal` draws them.

use std::fs;
use std::io::{Read as _, Seek as _};
use std::path::Path;
use std::process::Command;

use super::command_line::run;

/// What a command prints in colour, in the order that a terminal shows it; the time that it took is left out.
fn printed(folder: &Path, arguments: &[&str]) -> String {
    let mut screen = tempfile::tempfile().unwrap();
    Command::new(env!("CARGO_BIN_EXE_ecmo-report"))
        .args(arguments)
        .args(["--color", "always"])
        .current_dir(folder)
        .env_remove("NO_COLOR")
        .stdout(screen.try_clone().unwrap())
        .stderr(screen.try_clone().unwrap())
        .status()
        .unwrap();
    let mut text = String::new();
    screen.rewind().unwrap();
    screen.read_to_string(&mut text).unwrap();
    let lines = text.lines().map(|line| match line.find(" built in ") {
        Some(at) => line[..at + " built".len()].to_owned(),
        None => line.to_owned(),
    });
    let shown = lines.collect::<Vec<_>>().join("\n");
    assert!(shown.contains("\u{1b}["), "no colour:\n{shown}");
    format!("\u{1b}[2m$\u{1b}[0m \u{1b}[1mecmo-report {}\u{1b}[0m\n{shown}\n", arguments.join(" "))
}

fn is_current(name: &str, columns: usize, screens: &[String]) {
    let text = screens.join("\n");
    for line in anstream::adapter::strip_str(&text).to_string().lines() {
        assert!(line.chars().count() <= columns, "{name}: longer than {columns} columns: {line}");
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/terminal").join(name);
    let picture = anstyle_svg::Term::new().palette(anstyle_svg::WIN10_CONSOLE).render_svg(&text);
    snapbox::assert_data_eq!(picture, snapbox::Data::read_from(&path, None).raw());
}

const REVIEW: &str = "title: Survival of children with sepsis on ECMO
studies: studies.csv
prisma:
  screened: 2054
  excluded: 1890
  sought: 146
analyses:
  survival:
    measure: proportion
    data: {events: surviors, total: n}
";
const TABLE: &str = "study,author,year,age,n,survivors
mccune-1990,McCune,1990,neonate,10,10
luyt-2004,Luyt,2004,child,11,6
ruth-2015,Ruth,2015,child,\"1,858\",920
";

#[test]
fn three_faults() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("sepsis")).unwrap();
    fs::write(folder.path().join("sepsis/review.yaml"), REVIEW).unwrap();
    fs::write(folder.path().join("sepsis/studies.csv"), TABLE).unwrap();
    is_current("check.svg", 80, &[printed(folder.path(), &["check", "sepsis"])]);
}

#[test]
fn a_build() {
    let folder = tempfile::tempdir().unwrap();
    let init = printed(folder.path(), &["init", "trials", "--template", "two-arm"]);
    is_current("build.svg", 84, &[init, printed(folder.path(), &["build", "trials"])]);
}

#[test]
fn a_difference() {
    let folder = tempfile::tempdir().unwrap();
    assert!(run(folder.path(), &["init", "trials", "--template", "two-arm"]).status.success());
    assert!(run(folder.path(), &["freeze", "trials"]).status.success());
    let table = folder.path().join("trials/studies.csv");
    let text = fs::read_to_string(&table).unwrap();
    let without: Vec<&str> =
        text.lines().enumerate().filter(|(at, _)| *at != 2).map(|(_, line)| line).collect();
    fs::write(&table, without.join("\n") + "\n").unwrap();
    let review = folder.path().join("trials/review.yaml");
    let text = fs::read_to_string(&review).unwrap();
    assert!(text.contains("version: 0.1.0\n"));
    fs::write(&review, text.replace("version: 0.1.0\n", "version: 0.2.0\n")).unwrap();
    let frozen = fs::read_dir(folder.path().join("trials/versions")).unwrap().next().unwrap().unwrap();
    let frozen = format!("trials/versions/{}", frozen.file_name().to_string_lossy());
    // Rows of a table are not broken.
    is_current("diff.svg", 100, &[printed(folder.path(), &["diff", &frozen, "trials"])]);
}
