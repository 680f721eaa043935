//! What a new user met with: slips in the table and on the command line, and what the program says of them.

use std::path::Path;

use crate::command_line::run;

/// What a command says, and its exit status.
fn said(folder: &Path, arguments: &[&str]) -> (i32, String) {
    let output = run(folder, arguments);
    let text =
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    (output.status.code().unwrap(), text)
}

fn works(folder: &Path, arguments: &[&str]) -> String {
    let (status, text) = said(folder, arguments);
    assert_eq!(status, 0, "{arguments:?}: {text}");
    text
}

fn write(folder: &Path, name: &str, text: impl AsRef<[u8]>) {
    std::fs::write(folder.join(name), text).unwrap();
}

fn edit(folder: &Path, name: &str, from: &str, to: &str) {
    let text = std::fs::read_to_string(folder.join(name)).unwrap();
    assert!(text.contains(from), "`{from}` stands in {name}");
    write(folder, name, text.replacen(from, to, 1));
}

#[test]
fn a_sheet_that_ends_in_empty_rows_becomes_a_review() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write(folder, "sheet.csv", "Author,Year,Deaths,N\r\nLee,2010,3,20\r\nKim,2011,4,31\r\n,,,\r\n,,,\r\n");
    assert!(works(folder, &["init", "mine", "--from", "sheet.csv"]).contains("2 studies;"));
    let told = works(folder, &["build", "mine", "--deny", "warnings"]);
    assert!(told.contains("outcome  2 studies, 51 participants"), "{told}");
}

#[test]
fn metafors_events_and_non_events_come_with_totals() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write(
        folder,
        "bcg.csv",
        "author,year,tpos,tneg,cpos,cneg\nAronson,1948,4,119,11,128\nHart,1977,62,13536,248,12619\n",
    );
    let told = works(folder, &["init", "bcg", "--from", "bcg.csv"]);
    assert!(told.contains("column `treated_total` is new: `tpos` and `tneg` together"), "{told}");
    let table = std::fs::read_to_string(folder.join("bcg/studies.csv")).unwrap();
    assert!(table.contains("aronson-1948,Aronson,1948,4,119,11,128,123,139"), "{table}");
    let told = works(folder, &["build", "bcg", "--deny", "warnings"]);
    assert!(told.replace('\u{202f}', " ").contains("2 studies, 26 727 participants"), "{told}");
    let columns = ["--column", "treated_events=tpos", "--column", "control.events=cpos"];
    works(folder, &[&["init", "again", "--from", "bcg.csv"], &columns[..]].concat());
}

#[test]
fn a_workbook_in_place_of_a_table_is_called_by_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write(folder, "studies.xlsx", b"PK\x03\x04\x14\x00\xff\xff[Content_Types].xml xl/workbook.xml");
    let (status, told) = said(folder, &["init", "mine", "--from", "studies.xlsx"]);
    assert_eq!(status, 2);
    assert!(told.contains("`studies.xlsx` is an Excel workbook, not a text"), "{told}");
    assert!(told.contains("hint: open it in the spreadsheet, and save the sheet"), "{told}");
}

#[test]
fn a_table_is_no_specification() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write(folder, "studies.csv", "study,n\na,1\n");
    let (status, told) = said(folder, &["build", "studies.csv"]);
    assert_eq!(status, 2);
    assert!(
        told.contains("`studies.csv` is no specification: name the folder, or the review.yaml in it"),
        "{told}"
    );
    write(folder, "review.yaml", "a text\n");
    assert!(said(folder, &["check", "."]).1.contains("a review takes a mapping, not a text"));
}

#[test]
fn a_study_without_data_and_the_number_of_faults_are_said() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    works(folder, &["init", "sepsis"]);
    edit(folder, "sepsis/studies.csv", "Spain,21,9", "Spain,21,NR");
    let told = works(folder, &["build", "sepsis"]);
    assert!(told.contains(" studies (1 without data), "), "{told}");
    edit(folder, "sepsis/studies.csv", "Spain,21,NR", "Spain,21,900");
    let (_, told) = said(folder, &["build", "sepsis"]);
    assert!(told.contains("Finished 1 failed, 1 error in"), "{told}");
}

#[test]
fn what_changed_is_said_before_what_follows() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    works(folder, &["init", "sepsis"]);
    works(folder, &["build", "sepsis"]);
    edit(folder, "sepsis/studies.csv", "Spain,21,9", "Spain,21,10");
    for arguments in
        [&["build", "sepsis", "--locked"][..], &["verify", "output/sepsis", "--review", "sepsis"]]
    {
        let (status, told) = said(folder, arguments);
        assert_eq!(status, 4, "{told}");
        assert!(told.starts_with("error: since the build `studies.csv` changed"), "{told}");
        assert!(told.matches(" differs from line ").count() <= 5, "{told}");
        assert!(told.contains("  and ") && told.contains("hint: build"), "{told}");
    }
}

#[test]
fn a_frozen_version_is_built_in() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    works(folder, &["init", "sepsis"]);
    works(folder, &["build", "sepsis"]);
    let told = works(folder, &["freeze", "sepsis"]);
    assert!(told.contains("Next ecmo-report build sepsis (the output tells of versions)"), "{told}");
    let (_, told) = said(folder, &["verify", "output/sepsis", "--review", "sepsis"]);
    assert!(told.contains("since the build `versions/0.1.0.json` is new"), "{told}");
    works(folder, &["build", "sepsis"]);
    works(folder, &["verify", "output/sepsis", "--review", "sepsis"]);
}
