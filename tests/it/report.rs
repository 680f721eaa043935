//! The tables and documents of a small invented review (tests/fixtures/report).

use std::fs;
use std::path::Path;

use ecmo_report::analysis::results::{Count, ExcludedReport, Results, StudyIndex};
use ecmo_report::figures::{Canvas, Caption, Colour, Figure, PrismaSource, Shape, Theme, prisma_flow};
use ecmo_report::numbers::Numbers;
use ecmo_report::report::tables::{Scene, every, to_csv, to_html, to_markdown};
use ecmo_report::report::{Documents, ReportInput, build};
use ecmo_report::source::SourceFile;
use ecmo_report::spec::Review;
use ecmo_report::spec::prisma::Prisma;
use indexmap::IndexMap;
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
    let scene = Scene {
        review: &review,
        results: &results,
        index: &StudyIndex::of(&results.studies),
        numbers: Numbers::default(),
    };
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
    let scene = Scene {
        review: &review,
        results: &results,
        index: &StudyIndex::of(&results.studies),
        numbers: Numbers::default(),
    };
    let tables = every(scene);
    let mut ids: Vec<_> = tables.iter().map(|table| table.id.clone()).collect();
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
    let scene = Scene {
        review: &review,
        results: &results,
        index: &StudyIndex::of(&results.studies),
        numbers: Numbers::default(),
    };
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

/// A drawing with a hostile name, as the forest plot of the first analysis.
fn figure() -> Figure {
    let mut canvas = Canvas::new("forest-survival", Theme::default());
    canvas.rectangle(0.0, 0.0, 10.0, 10.0, Shape::fill(Colour::Point));
    let title = "Survival <script>alert(1)</script>".to_owned();
    let table = vec![vec!["Study".to_owned()], vec!["<script>alert(1)</script>".to_owned()]];
    canvas.finish(20.0, 20.0, Caption { title, description: "Three studies.".to_owned(), table })
}

const TEXT: &str = "A <script>alert(1)</script>, a [link](javascript:alert(1)), a footnote[^n] and {{ survival | effect }} \
                    in {{ ref(\"forest/survival\") }} and {{ ref(table=\"studies\") }}.\n\n[^n]: The note.\n";

fn documents() -> Documents {
    documents_with(&[figure()])
}

fn documents_with(figures: &[Figure]) -> Documents {
    documents_of(&review(), &results(), figures)
}

fn documents_of(review: &Review, results: &Results, figures: &[Figure]) -> Documents {
    let texts = [("abstract".to_owned(), SourceFile::new("text/abstract.md", TEXT))];
    let input = ReportInput {
        review,
        results,
        texts: &texts,
        templates: &[],
        references: None,
        tables: &[],
        linked_data: Some("{\"name\": \"</script><script>alert(1)</script>\"}"),
        format_citations: true,
        found: &[],
    };
    build(&input, figures).unwrap_or_else(|faults| panic!("{faults:#?}"))
}

#[test]
fn the_markdown_report_reads_as_expected() {
    assert_data_eq!(documents().markdown, snapshot("report.md"));
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    assert_eq!(documents(), documents());
}

/// The values of an attribute, in order.
fn attributes<'h>(html: &'h str, name: &str) -> Vec<&'h str> {
    let open = format!(" {name}=\"");
    html.match_indices(&open).filter_map(|(at, _)| html[at + open.len()..].split('"').next()).collect()
}

#[test]
fn the_page_asks_for_nothing_and_holds_together() {
    let html = documents().html;
    for (name, allowed) in [("src", "data:"), ("srcset", "-"), ("action", "-"), ("data", "-")] {
        for value in attributes(&html, name) {
            assert!(value.starts_with(allowed), "{name}={value}");
        }
    }
    assert!(!html.contains("@import") && !html.contains("url("), "the style asks for something");
    assert_eq!(html.matches("<link").count(), 0);

    let ids = attributes(&html, "id");
    let mut unique = ids.clone();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(ids.len(), unique.len(), "an id twice");
    // A link elsewhere is for the reader to follow; within the report it leads somewhere.
    for target in attributes(&html, "href").into_iter().filter(|target| !target.starts_with("https://")) {
        let id = target.strip_prefix('#').unwrap_or_else(|| panic!("{target}"));
        assert!(unique.binary_search(&id).is_ok(), "{target} leads nowhere");
    }
    for kind in ["aria-labelledby", "for"] {
        for id in attributes(&html, kind).iter().flat_map(|ids| ids.split(' ')) {
            assert!(unique.binary_search(&id).is_ok(), "{kind} {id}");
        }
    }
    assert!(html.contains("Figure\u{a0}1</a>") && html.contains("id=\"fig-forest-survival\""));
}

#[test]
fn boxes_of_the_flow_diagram_lead_to_what_they_count() {
    let mut results = results();
    let count = |value| Count { value: Some(value), derived: false };
    results.excluded_reports = vec![ExcludedReport {
        report: "Abe 2001".to_owned(),
        reason: "No outcome".to_owned(),
        near_miss: true,
        citation: None,
    }];
    let counts = results.prisma.get_or_insert_default();
    counts.extend([("included.studies".to_owned(), count(4)), ("synthesised".to_owned(), count(3))]);
    let source = PrismaSource {
        counts,
        versions: &IndexMap::new(),
        spec: &Prisma::default(),
        analyses: &IndexMap::new(),
        theme: Theme::default(),
        numbers: &Numbers::default(),
    };
    let flow = prisma_flow("prisma-flow", &source);
    assert!(!flow.svg.contains("href"), "alone a figure leads nowhere");
    let drawing_of = |html: &str| {
        html.split("id=\"prisma-flow-svg\"").nth(1).unwrap().split("</svg>").next().unwrap().to_owned()
    };
    let mut review = review();
    let html = documents_of(&review, &results, &[figure(), flow.clone()]).html;
    let drawing = &drawing_of(&html);
    let tables = ["#tab-search", "#tab-excluded-reports", "#tab-studies", "#tab-data-survival"];
    assert_eq!(attributes(drawing, "href"), tables, "what is counted has its table");
    assert!(html.contains("Abe 2001 (no outcome)"), "the near miss is named in the text");
    // Where there are search strings, the records lead to them.
    review.search.as_mut().unwrap().sources[0].strategy = Some("exp Sepsis/ and ECMO.mp.".to_owned());
    let with_strings = drawing_of(&documents_of(&review, &results, &[figure(), flow]).html);
    assert_eq!(attributes(&with_strings, "href")[0], "#tab-search-strategies");
    let ids = attributes(&html, "id");
    assert!(attributes(drawing, "href").iter().all(|target| ids.contains(&&target[1..])));
    assert!(
        drawing
            .contains("<a href=\"#tab-studies\" aria-label=\"Studies included in review (n\u{a0}=\u{a0}4)")
    );
    assert!(drawing.contains(": to Table 9, Characteristics of the studies\">"));
    assert!(
        drawing.starts_with(" class=\"er-figure\"") && drawing.contains("role=\"group\" aria-labelledby")
    );
}

#[test]
fn headings_of_the_page_are_in_order() {
    let html = documents().html;
    let body = &html[html.find("<body>").unwrap()..html.find("<script>\n").unwrap()];
    let body = &body[body.find("<header>").unwrap()..];
    let levels: Vec<u32> = body
        .match_indices("<h")
        .filter_map(|(at, _)| {
            body[at + 2..].chars().next()?.to_digit(10).filter(|_| body[at + 3..].starts_with([' ', '>']))
        })
        .collect();
    assert_eq!(levels[0], 1);
    assert_eq!(levels.iter().filter(|&&level| level == 1).count(), 1);
    for pair in levels.windows(2) {
        assert!(pair[1] <= pair[0] + 1, "{levels:?}");
    }
}

#[test]
fn authors_run_nothing_in_either_document() {
    let Documents { html, markdown, .. } = documents();
    // Ours, and the linked data in which no element can end.
    assert_eq!(html.matches("<script").count(), 2);
    assert!(!html.contains("alert(1)</script>") && !html.contains("href=\"javascript:"));
    assert!(!markdown.contains("<script") && !markdown.contains(" [link](javascript:"));
}

/// Whichever number of the results changes, a table or its notes change. Left aside is what [`is_shown`] says.
#[test]
fn whichever_number_changes_a_table_changes() {
    let review = review();
    let tables = |results: &Results| {
        let scene = Scene {
            review: &review,
            results,
            index: &StudyIndex::of(&results.studies),
            numbers: Numbers::default(),
        };
        every(scene).iter().map(|table| to_markdown(table, "Table.")).collect::<String>()
    };
    let whole: serde_json::Value = serde_json::from_str(&fixture("results.json")).unwrap();
    let before = tables(&results());
    let mut paths = Vec::new();
    numbers(&whole, String::new(), &mut paths);
    let mut seen = 0;
    let mut unseen = Vec::new();
    for path in paths.into_iter().filter(|path| is_shown(path)) {
        let mut changed = whole.clone();
        let number = changed.pointer_mut(&path).unwrap();
        *number = match number.as_u64() {
            Some(n) => (2 * n + 3).into(),
            None => (number.as_f64().unwrap() * 0.37 + 0.05).into(),
        };
        let results: Results =
            serde_json::from_value(changed).unwrap_or_else(|error| panic!("{path}: {error}"));
        if tables(&results) == before {
            unseen.push(path);
        }
        seen += 1;
    }
    assert_eq!(unseen, Vec::<String>::new());
    assert!(seen > 200, "{seen}");
}

/// Tables show results on the reported scale. A refit (without a study, with another choice) shows its
/// estimate, interval, tau2, I2 and p of Q; what is drawn (Baujat's coordinates) or only tested against (a
/// residual Q) stays in `results.json`.
fn is_shown(path: &str) -> bool {
    let steps: Vec<&str> = path.split('/').collect();
    let has = |step: &str| steps.contains(&step);
    let any = |names: &[&str]| names.iter().any(|name| has(name));
    // `test` is one of the two tests beside it, whichever the author chose.
    if any(&[
        "test",
        "schema",
        "meta_regression_min_studies",
        "yi",
        "vi",
        "baujat_x",
        "baujat_y",
        "qe",
        "qe_df",
        "qe_p",
        "levels",
    ]) {
        return false;
    }
    let pooled = any(&["random", "common"]);
    if pooled && !any(&["estimate", "ci", "prediction"]) || has("common") && has("prediction") {
        return false;
    }
    let overlap = has("without_smaller");
    let refit = overlap || any(&["leave_one_out", "cumulative", "sensitivity", "trim_fill"]);
    if !refit {
        return true;
    }
    match () {
        () if has("common") || has("prediction") => false,
        () if has("heterogeneity") => !overlap && any(&["tau2", "i2", "p"]),
        () => !overlap || pooled || has("k"),
    }
}

/// The paths of all numbers.
fn numbers(value: &serde_json::Value, path: String, found: &mut Vec<String>) {
    match value {
        serde_json::Value::Number(_) => found.push(path),
        serde_json::Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                numbers(item, format!("{path}/{at}"), found);
            }
        }
        serde_json::Value::Object(map) => {
            for (key, item) in map {
                numbers(item, format!("{path}/{}", key.replace('~', "~0").replace('/', "~1")), found);
            }
        }
        _ => {}
    }
}
