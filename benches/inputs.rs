//! Reading: a large study table, a condition on many rows, a specification with its schema.
#![expect(clippy::unwrap_used, reason = "a benchmark whose input is faulty has nothing to measure")]

use std::fmt::Write as _;

use divan::{Bencher, black_box};
use ecmo_report::diagnostics::Diagnostics;
use ecmo_report::source::{Folder, SourceFile};
use ecmo_report::spec;
use ecmo_report::table::{self, Expression};

fn main() {
    divan::main();
}

const REVIEW: &str = "title: A large review\nstudies: {file: studies.csv, label: \"{{ author }} {{ year }}\", order: [year]}\nanalyses:\n  survival: {measure: proportion, data: {events: survivors, total: n}, where: pooled == \"yes\" and year >= 1990}\n";

/// A table with this many rows and columns, a third of them texts.
fn csv(rows: usize, columns: usize) -> String {
    let mut text = "study,author,year,pooled,n,survivors".to_owned();
    for column in 6..columns {
        let _ = write!(text, ",column_{column}");
    }
    text.push('\n');
    for row in 0..rows {
        let pooled = if row % 3 == 0 { "no" } else { "yes" };
        let _ = write!(
            text,
            "study-{row},Author{row},{},{pooled},{},{}",
            1980 + row % 40,
            row % 90 + 10,
            row % 10
        );
        for column in 6..columns {
            let _ = if column % 3 == 0 {
                write!(text, ",\"text, {}\"", row * column % 17)
            } else {
                write!(text, ",{}.{}", row % 50, column)
            };
        }
        text.push('\n');
    }
    text
}

fn folder(rows: usize, columns: usize) -> Folder {
    Folder::in_memory([("review.yaml", REVIEW.to_owned()), ("studies.csv", csv(rows, columns))])
}

#[divan::bench(args = [30, 10_000, 100_000])]
fn study_table_of_30_columns(bencher: Bencher<'_, '_>, rows: usize) {
    bencher.with_inputs(|| folder(rows, 30)).bench_values(|folder| {
        let mut found = Diagnostics::new();
        let specification = spec::load(&folder, "review.yaml", &mut found).unwrap();
        let table = table::read(&specification, &folder, &mut found).unwrap();
        assert!(found.is_empty(), "{found:?}");
        table.len()
    });
}

#[divan::bench(args = [10_000])]
fn condition_on_rows(bencher: Bencher<'_, '_>, rows: usize) {
    let folder = folder(rows, 30);
    let mut found = Diagnostics::new();
    let specification = spec::load(&folder, "review.yaml", &mut found).unwrap();
    let table = table::read(&specification, &folder, &mut found).unwrap();
    let condition =
        Expression::parse("pooled == \"yes\" and year >= 1990 and survivors / n < 0.5", None).unwrap();
    bencher.bench_local(|| table.select(black_box(&condition), &mut Diagnostics::new()).unwrap().len());
}

#[divan::bench]
fn specification_with_its_schema(bencher: Bencher<'_, '_>) {
    let file = SourceFile::new("review.yaml", REVIEW);
    bencher.bench(|| spec::read(black_box(&file), &mut Diagnostics::new()).unwrap());
}
