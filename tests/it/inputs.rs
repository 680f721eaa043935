//! Reading reviews without faults: the small one and one with every key.

use ecmo_report::diagnostics::Diagnostics;
use ecmo_report::source::Folder;
use ecmo_report::spec::studies::ColumnType;
use ecmo_report::spec::{self, Specification, schema};
use ecmo_report::table::{self, Expression, StudyTable};

const SMALL: &str = "title: Survival of children with sepsis on ECMO
studies: studies.csv
analyses:
  survival: {measure: proportion, data: {events: survivors, total: n}}
";

const CSV: &str = "study,author,year,region,pooled,n,survivors,\"male %\",period_start
b-1999,Berg,1999,Europe,yes,20,12,61.5,1990-07
a-1989,Adams,1989,North America,no,8,8,NR,1986
c-2004,\"Chen, L.\",2004,,yes,NA,6,55,1998-01-31
";

fn read(review: &str, csv: &str) -> (Specification, StudyTable) {
    let folder = Folder::in_memory([("review.yaml", review), ("studies.csv", csv)]);
    let mut found = Diagnostics::new();
    let specification = spec::load(&folder, "review.yaml", &mut found);
    let table = specification.as_ref().and_then(|it| table::read(it, &folder, &mut found));
    assert!(found.is_empty(), "{found:?}");
    (specification.unwrap(), table.unwrap())
}

fn selected(table: &StudyTable, condition: &str) -> Vec<String> {
    let mut found = Diagnostics::new();
    let rows = table.select(&Expression::parse(condition, None).unwrap(), &mut found).unwrap();
    assert!(found.is_empty(), "{found:?}");
    rows.into_iter().map(|row| table.id(row).to_owned()).collect()
}

#[test]
fn types_are_inferred_and_missing_is_not_zero() {
    let (_, table) = read(SMALL, CSV);
    let kinds: Vec<_> = table.columns().map(|column| (column.name.as_str(), column.kind)).collect();
    assert_eq!(
        kinds,
        [
            ("study", ColumnType::Text),
            ("author", ColumnType::Text),
            ("year", ColumnType::Count),
            ("region", ColumnType::Text),
            ("pooled", ColumnType::Text),
            ("n", ColumnType::Count),
            ("survivors", ColumnType::Count),
            ("male %", ColumnType::Number),
            ("period_start", ColumnType::Date),
        ]
    );
    let (b, a, c) = (0, 1, 2);
    assert_eq!((table.number(b, "n"), table.number(c, "n")), (Some(20.0), None));
    assert!(table.is_missing(a, "male %") && table.is_missing(c, "region"));
    assert_eq!(
        table.date(a, "period_start").unwrap().last_month()
            - table.date(a, "period_start").unwrap().first_month(),
        11
    );
    assert_eq!(table.label(c), "Chen, L. 2004");
    assert_eq!(table.cell_place(c, "author").to_string(), "studies.csv:4:8");
    assert_eq!(table.levels("region"), ["Europe", "North America"]);
    assert_eq!(table.find("c-2004"), Some(c));
}

#[test]
fn conditions_select_rows() {
    let (_, table) = read(SMALL, CSV);
    assert_eq!(selected(&table, "pooled == 'yes' and year >= 1990"), ["b-1999", "c-2004"]);
    assert_eq!(selected(&table, "row['male %'] > 60"), ["b-1999"]);
    assert_eq!(selected(&table, "n > 10"), ["b-1999"], "a missing cell is not greater");
    assert_eq!(selected(&table, "n <= 10"), ["a-1989"], "nor less");
    assert_eq!(selected(&table, "n == none"), ["c-2004"]);
    assert_eq!(selected(&table, "region != 'Europe'"), ["a-1989", "c-2004"], "a missing cell differs");
    assert_eq!(selected(&table, "survivors / n > 0.9"), ["a-1989"]);
    assert_eq!(selected(&table, "period_start < '1990'"), ["a-1989"]);
}

#[test]
fn rows_may_stand_in_the_specification_and_are_ordered() {
    let review = "title: Trials
studies:
  id: trial
  label: \"{{ trial | upper }}, {{ year }}\"
  order: [site, year]
  columns: {n: {label: Patients, unit: patients, type: count, min: 1}}
  rows:
    - {trial: two, year: 1999, n: 30, site: B}
    - {trial: one, year: 2001, n: 20, site: A, note: \"x, y\"}
    - {trial: three, year: 1990, n: ~}
analyses:
  survival: {measure: proportion, data: {events: n, total: n}}
";
    let (_, table) = read(review, "");
    assert_eq!(table.ids().collect::<Vec<_>>(), ["one", "two", "three"], "missing sites come last");
    assert_eq!(table.label(0), "ONE, 2001");
    assert_eq!(table.text(0, "note").as_deref(), Some("x, y"));
    assert_eq!((table.number(1, "n"), table.number(2, "n")), (Some(30.0), None));
    assert_eq!(table.column("n").unwrap().heading(), "Patients, patients");
    assert_eq!(table.cell_place(1, "n").to_string(), "review.yaml:8:35");
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_change_nothing() {
    let windows = |text: &str| format!("\u{feff}{}", text.replace('\n', "\r\n"));
    let (specification, table) = read(&windows(SMALL), &windows(CSV));
    assert_eq!(specification.review.title, "Survival of children with sepsis on ECMO");
    assert_eq!(specification.place("analyses.survival.data.total").to_string(), "review.yaml:4:68");
    assert_eq!(table.ids().collect::<Vec<_>>(), ["b-1999", "a-1989", "c-2004"]);
    assert_eq!(table.date(0, "period_start").unwrap().to_string(), "1990-07");
}

#[test]
fn a_review_with_every_key_has_no_fault_of_form() {
    let folder = Folder::on_disk(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/valid/every_key"));
    let mut found = Diagnostics::new();
    let specification = spec::load(&folder, "review.yaml", &mut found);
    assert!(found.is_empty(), "{found:?}");
    let document = specification.unwrap().document.root.to_json();
    let keys: Vec<&String> = document.as_object().unwrap().keys().collect();
    let known: Vec<&String> = schema::schema()["properties"].as_object().unwrap().keys().collect();
    for key in known {
        assert!(keys.contains(&key), "{key} is not in the example");
    }
}

#[test]
fn every_key_of_the_schema_is_described() {
    fn walk(at: &str, value: &serde_json::Value, without: &mut Vec<String>) {
        let Some(object) = value.as_object() else { return };
        if let Some(properties) = object.get("properties").and_then(|it| it.as_object()) {
            for (key, property) in properties {
                if property.get("description").is_none() {
                    without.push(format!("{at}.{key}"));
                }
            }
        }
        for (key, value) in object {
            walk(&format!("{at}.{key}"), value, without);
        }
    }
    let mut without = Vec::new();
    walk("", schema::schema(), &mut without);
    assert!(without.is_empty(), "{without:#?}");
    assert!(
        !schema::schema().to_string().contains("null"),
        "what is optional may be absent, but is never null"
    );
}
