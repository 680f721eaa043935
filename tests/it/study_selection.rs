//! The paragraph on study selection, over the states that a flow diagram can be in.

use std::fmt::Write as _;
use std::path::Path;

use ecmo_report::cli::pipeline;
use ecmo_report::diagnostics::{Diagnostics, Renderer};
use ecmo_report::report::environment::{Environment, Inputs};
use ecmo_report::report::marker::Marker;
use ecmo_report::source::Folder;
use ecmo_report::spec::prose::NumberProfile;
use serde_json::Map;

/// A review of so many studies, of which the last ones have no outcome.
fn paragraph(prisma: &str, rows: usize, pooled: usize) -> String {
    let mut table = "study,n,survivors,why\n".to_owned();
    for row in 0..rows {
        let (survivors, why) =
            if row < pooled { ("5", "") } else { ("", ["No outcome", "Overlap"][row % 2]) };
        writeln!(table, "study-{row},10,{survivors},{why}").unwrap();
    }
    let reasons = if prisma.contains("# reasons") { ", not_in_synthesis: why" } else { "" };
    let second =
        "\n  bleeding: {title: Major bleeding, measure: proportion, data: {events: survivors, total: n}}";
    let second = if prisma.contains("bleeding") { second } else { "" };
    let review = format!(
        "title: A review\nstudies: {{file: studies.csv{reasons}}}\nanalyses:\n  survival: {{title: Survival, measure: proportion, data: {{events: survivors, total: n}}}}{second}\n{prisma}"
    );
    let excluded = "report,reason,near_miss\nAbe 2001,Wrong population,yes\nChen 2002,No outcome,yes\nBrunner 2003,No outcome,\n";
    let folder = Folder::in_memory([
        ("review.yaml", review),
        ("studies.csv", table),
        ("excluded.csv", excluded.to_owned()),
    ]);
    let mut found = Diagnostics::new();
    let (checked, results) = pipeline::compute(&folder, "review.yaml", "review", &mut found)
        .unwrap_or_else(|| panic!("{prisma}\n{}", Renderer::plain().render_all(found.sorted())));
    let listed = !results.excluded_reports.is_empty();
    let tables = if listed { vec!["excluded-reports".to_owned()] } else { Vec::new() };
    let environment = Environment::new(&Inputs {
        results: &results,
        review: &checked.specification.review,
        numbers: NumberProfile::Neutral,
        templates: &[],
        figures: &[],
        tables: &tables,
    })
    .unwrap();
    let text = environment.render("parts/selection.md", &Map::new()).unwrap();
    let text = environment.markers().replaced(&text, |marker| match marker {
        Marker::Value(value) => value.text.clone(),
        Marker::TableReference(name) => format!("Table 1 ({name})"),
        other => panic!("{other:?}"),
    });
    let text = text.replace(['\u{a0}', '\u{202f}'], " ");
    assert!(!text.contains("  ") && !text.contains(" ,") && !text.contains(" ."), "{text}");
    assert!(!text.trim_end().contains("\n\n\n"), "{text}");
    text.trim().to_owned()
}

const WHOLE: &str = "prisma:\n  databases: {MEDLINE: 500, Embase: 700, Scopus: 300}\n  registers: 0\n  removed: {duplicates: 600, automation: 0, other: 0}\n  screened: 900\n  excluded: 800\n  not_retrieved: 10\n  excluded_reports: {Wrong population: 50, Fewer than 5 patients: 28}\n";

#[test]
fn the_paragraph_reads_well_in_every_state() {
    let states: Vec<(&str, String, usize, usize)> = vec![
        ("Everything known", format!("{WHOLE}  synthesised: 12\n"), 12, 12),
        ("Little known", "prisma: {screened: 2054}\n".to_owned(), 23, 13),
        ("Nothing known", "prisma: {}\n".to_owned(), 5, 5),
        ("One of each", "prisma: {databases: {MEDLINE: 1}, registers: 0, removed: {duplicates: 0, automation: 0, other: 0}, screened: 1, excluded: 0, sought: 1, not_retrieved: 0, assessed: 1, excluded_reports: 0}\n".to_owned(), 1, 1),
        ("Nothing left on the way", "prisma: {databases: 40, registers: 2, removed: 0, screened: 42, excluded: 0, sought: 42, not_retrieved: 0, assessed: 42, excluded_reports: 40}\n".to_owned(), 2, 2),
        (
            "Totals, who excluded, reasons of screening unknown",
            "prisma: {databases: 1200, registers: {ClinicalTrials.gov: 12, ICTRP: 8}, removed: {duplicates: 200, automation: 15, other: 5}, excluded: {human: 900, automation: 60}, not_retrieved: 4, excluded_reports: 20}\n".to_owned(),
            16,
            14,
        ),
        ("Sources of the search", "search:\n  sources:\n    - {name: MEDLINE, records: 500, to: 2020-01-01}\n    - {name: Embase, records: 700, to: 2020-01-01}\nprisma: {removed: {duplicates: 300}}\n".to_owned(), 4, 4),
        (
            "Other methods",
            format!("{WHOLE}  other: {{citations: 14, others: {{Hand search: 3}}, duplicates: 3, sought: 14, not_retrieved: 2, excluded_reports: {{Overlapping patients: 6}}}}\n"),
            18,
            9,
        ),
        ("Other methods that are not named", format!("{WHOLE}  other: {{sought: 1, not_retrieved: 1}}\n"), 12, 12),
        ("One other method without a find", format!("{WHOLE}  other: {{citations: 0, sought: 0}}\n"), 12, 11),
        (
            "An update",
            "prisma: {previous: {studies: 10, reports: 12}, new: {studies: 5, reports: 7}, updated_studies: 2, assessed: 9, excluded_reports: {No data: 2}}\n".to_owned(),
            13,
            13,
        ),
        ("An update that found nothing", "prisma: {previous: {studies: 2, reports: 2}, new: {studies: 0, reports: 0}, assessed: 3, excluded_reports: 3}\n".to_owned(), 2, 1),
        ("Two analyses", format!("{WHOLE}  synthesised: {{survival: 9, bleeding: 9}}\n"), 12, 9),
        ("Reasons outside the analyses", format!("# reasons\n{WHOLE}"), 12, 8),
        (
            "Further boxes and a list of excluded reports",
            "prisma: {screened: 900, excluded: 500, stages: {Abstracts screened: {after: screened, removed: {No abstract: 20, Wrong topic: 280}}, Reports appraised: {after: assessed, removed: 7}, Studies in the narrative synthesis: {after: included}}, not_retrieved: 0, excluded_reports: {Wrong population: 1, No outcome: 2}, excluded_file: excluded.csv}\n".to_owned(),
            6,
            6,
        ),
        (
            "Versions",
            "prisma:\n  versions:\n    1.0.0: {databases: 1000, registers: 0, removed: 200, screened: 800, excluded: 700, not_retrieved: 0, excluded_reports: 90, included: {studies: 9}}\n    1.1.0: {databases: 90, registers: 0, removed: 20, screened: 70, excluded: 60, not_retrieved: 0, excluded_reports: 5, updated_studies: 1}\n".to_owned(),
            13,
            13,
        ),
    ];
    let mut all = String::new();
    for (name, prisma, rows, pooled) in states {
        writeln!(all, "## {name}\n\n{}\n", paragraph(&prisma, rows, pooled)).unwrap();
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/prose/selection.md");
    snapbox::assert_data_eq!(all, snapbox::Data::read_from(&path, None).raw());
}
