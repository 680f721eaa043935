//! The tables and documents of a small invented review (tests/fixtures/report).

use std::fs;
use std::path::Path;

use ecmo_report::analysis::results::Results;
use ecmo_report::numbers::Numbers;
use ecmo_report::report::tables::{Scene, every, to_csv, to_html, to_markdown};
use ecmo_report::spec::Review;
use snapbox::{Data, assert_data_eq};

fn fixture(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/report");
    fs::read_to_string(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn review() -> Review {
    serde_yaml::from_str(&fixture("review.yaml")).unwrap()
}

fn results() -> Results {
    serde_json::from_str(&fixture("results.json")).unwrap()
}

fn snapshot(name: &str) -> Data {
    Data::read_from(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/report").join(name), None)
        .raw()
}

#[test]
fn every_table_reads_as_expected() {
    let (review, results) = (review(), results());
    let scene = Scene { review: &review, results: &results, numbers: Numbers::default() };
    let text: Vec<_> = every(scene)
        .iter()
        .enumerate()
        .map(|(at, table)| {
            format!("<!-- {} -->\n{}", table.name, to_markdown(table, &format!("Table {}.", at + 1)))
        })
        .collect();
    assert_data_eq!(text.join("\n"), snapshot("tables.md"));
}

#[test]
fn tables_have_unique_ids_and_a_cell_per_column() {
    let (review, results) = (review(), results());
    let scene = Scene { review: &review, results: &results, numbers: Numbers::default() };
    let tables = every(scene);
    let mut ids: Vec<_> = tables.iter().map(|table| table.id()).collect();
    let count = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), count);
    for table in &tables {
        let csv = to_csv(table);
        let mut reader = csv::ReaderBuilder::new().flexible(false).from_reader(csv.as_bytes());
        assert!(reader.records().all(|record| record.is_ok()), "{}:\n{csv}", table.name);
    }
}

#[test]
fn hostile_names_are_inert_in_every_form() {
    let (review, results) = (review(), results());
    let scene = Scene { review: &review, results: &results, numbers: Numbers::default() };
    for table in every(scene) {
        let html = to_html(&table, "Table 1.");
        assert!(!html.contains("<script"), "{}", table.name);
        let markdown = to_markdown(&table, "Table 1.");
        assert!(!markdown.contains("<script"), "{}", table.name);
        for line in to_csv(&table).lines() {
            assert!(
                !line.split(',').any(|cell| cell.trim_matches('"').starts_with('=')),
                "{}: {line}",
                table.name
            );
        }
    }
}
