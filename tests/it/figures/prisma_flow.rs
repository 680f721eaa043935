//! The flow diagram: four templates, further boxes, versions, widths.

use ecmo_report::analysis::results::{Count, PrismaResult};
use ecmo_report::check::prisma::{Tied, check};
use ecmo_report::diagnostics::{Diagnostics, Renderer, codes};
use ecmo_report::figures::{Figure, PrismaSource, Theme, prisma_flow};
use ecmo_report::numbers::Numbers;
use ecmo_report::source::{Folder, SourceFile, yaml};
use ecmo_report::spec::prisma::{FlowTheme, Prisma};
use indexmap::IndexMap;
use proptest::prelude::*;

use super::support::sound;

fn counts(entries: &[(&str, Option<u64>, bool)]) -> PrismaResult {
    entries.iter().map(|&(key, value, derived)| (key.to_owned(), Count { value, derived })).collect()
}

/// Invented counts, as an author writes them.
const DATABASES: &str = "  databases: {MEDLINE: 500, Embase: 700, Scopus: 300}
  registers: 0
  removed: {duplicates: 600, automation: 0, other: 0}
  screened: 900
  excluded: 800
  not_retrieved: 10
  assessed: 90
  excluded_reports: {wrong population: 50, fewer than 5 patients: 28}
";
const OTHER: &str = "  other:
    websites: 0
    organisations: 0
    citations: 14
    others: {hand search of conference proceedings: 12345}
    duplicates: 12345
    sought: 14
    not_retrieved: 0
    excluded_reports: {overlapping patients: 6}
";
const UPDATE: &str = "  previous: {studies: 12, reports: 15}\n";
const NEW: &str = "  included: {studies: 12}\n";

/// Three invented versions of a living review.
const VERSIONS: &str = "  versions:
    1.0.0: {databases: {MEDLINE: 500, Embase: 700}, registers: 0, removed: {duplicates: 300, automation: 0, other: 0}, screened: 900, excluded: {human: 700, automation: 100}, not_retrieved: 4, excluded_reports: {wrong population: 50, no outcome: 28}, included: {studies: 15}}
    1.1.0: {databases: {MEDLINE: 80, Embase: 90}, registers: {ClinicalTrials.gov: 6}, removed: {duplicates: 40, automation: 0, other: 0}, excluded: {human: 120, automation: 0}, not_retrieved: 0, excluded_reports: {wrong population: 9, no outcome: 4}, other: {citations: 5, sought: 5, not_retrieved: 0, excluded_reports: {wrong population: 3}}, included: {studies: 19}}
    2.0.0: {databases: {MEDLINE: 60, Embase: 51, Scopus: 33}, registers: {ClinicalTrials.gov: 2}, removed: {duplicates: 33, automation: 0, other: 0}, excluded: {human: 100, automation: 0}, not_retrieved: 1, excluded_reports: {no outcome: 6}, other: {citations: 0, sought: 0}, updated_studies: 1, included: {studies: 23}}
";

fn analyses() -> IndexMap<String, String> {
    [("survival", "Survival to discharge"), ("bleeding", "Major bleeding")]
        .map(|(id, title)| (id.to_owned(), title.to_owned()))
        .into_iter()
        .collect()
}

/// The figure of a specification, at a width in millimetres.
fn drawn(prisma: &str, millimetres: Option<u16>) -> Figure {
    let mut found = Diagnostics::new();
    let file = SourceFile::new("review.yaml", format!("prisma:\n{prisma}"));
    let document = yaml::parse(&file, &mut found).unwrap();
    let spec: Prisma = serde_json::from_value(document.get("prisma").unwrap().to_json()).unwrap();
    let flow = check(&spec, &Tied::default(), &Folder::in_memory([("", "")]), &document, &mut found);
    found.retain(|finding| finding.code != codes::SEARCH_NOT_DESCRIBED);
    assert!(found.is_empty(), "{}", Renderer::plain().render_all(found.sorted()));
    prisma_flow(
        "prisma-flow",
        &PrismaSource {
            counts: &flow.boxes,
            versions: &flow.versions,
            spec: &spec,
            analyses: &analyses(),
            theme: Theme { millimetres, ..Theme::default() },
            numbers: &Numbers::default(),
        },
    )
}

/// The figure of boxes alone.
fn of_boxes(counts: &PrismaResult, spec: &Prisma) -> Figure {
    let (versions, analyses) = (IndexMap::new(), IndexMap::new());
    let numbers = Numbers::default();
    let theme = Theme::default();
    prisma_flow(
        "prisma-flow",
        &PrismaSource { counts, versions: &versions, spec, analyses: &analyses, theme, numbers: &numbers },
    )
}

/// Every picture of a flow diagram that the gallery has: name, heading, figure.
pub(super) fn gallery() -> Vec<(String, &'static str, Figure)> {
    let long = "  excluded_reports: {Not a study of extracorporeal membrane oxygenation but of ventricular assist devices without an oxygenator: 31, Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft: 7, 敗血症患者における体外式膜型人工肺の研究ではない: 12, \"A & B <i> \\\"c\\\"\": 28}\n";
    let sets = [
        ("new-databases", "A new review, by databases", format!("{DATABASES}{NEW}")),
        ("new-other", "A new review, also by other methods", format!("{DATABASES}{OTHER}  included: {{studies: 20}}\n  synthesised: {{survival: 13, bleeding: 7}}\n")),
        ("update-databases", "An update, by databases", format!("{DATABASES}{UPDATE}  new: {{studies: 8}}\n  synthesised: 13\n")),
        ("update-other", "An update, also by other methods", format!("{DATABASES}{OTHER}{UPDATE}  new: {{studies: 18}}\n  updated_studies: 2\n")),
        ("unknown", "Most counts unknown, some derived", "  screened: 2054\n  excluded: 1954\n  included: {studies: 23}\n  synthesised: 13\n".to_owned()),
        ("zeros", "Nothing found by citations, nothing before", format!("{DATABASES}{NEW}  other: {{citations: 0, sought: 0}}\n  previous: {{studies: 0, reports: 0}}\n")),
        ("long", "Long reasons", format!("{}{long}{NEW}", DATABASES.lines().filter(|line| !line.contains("excluded_reports")).map(|line| format!("{line}\n")).collect::<String>())),
        ("stages", "Further boxes, totals alone, records and reports", "  databases: 1500\n  registers: {ClinicalTrials.gov: 12, WHO ICTRP: 0}\n  removed: 612\n  screened: 900\n  excluded: {human: 300, automation: 200}\n  stages:\n    Abstracts screened: {after: screened, n: 400, removed: {No abstract: 20, Wrong topic: 280}}\n    Reports appraised: {after: assessed, removed: 4, removed_label: Reports of poor quality}\n    Studies in the narrative synthesis: {after: included}\n  records_to_reports: {extra_reports: 3, merged: 2}\n  not_retrieved: 1\n  excluded_reports: 60\n  included: {studies: 30}\n  show: {totals: true}\n".to_owned()),
        ("reports-hidden", "Without the lines for reports, in the colours of PRISMA", format!("{DATABASES}{OTHER}{UPDATE}  new: {{studies: 18}}\n  show: {{reports: false}}\n  theme: prisma\n")),
        ("cumulative", "A living review: all versions in one flow", format!("{VERSIONS}  living: cumulative\n  synthesised: 13\n")),
        ("latest-and-previous", "A living review: the latest version beside the earlier ones", format!("{VERSIONS}  living: latest-and-previous\n")),
        ("matrix", "A living review: a column for each version", format!("{VERSIONS}  living: matrix\n  synthesised: {{survival: 13, bleeding: 7}}\n")),
        ("matrix-prisma", "The same in the colours of PRISMA", format!("{VERSIONS}  living: matrix\n  theme: prisma\n")),
    ];
    let mut all = Vec::new();
    for (name, heading, prisma) in sets {
        all.push((name.to_owned(), heading, drawn(&prisma, None)));
        let widths: &[(u16, &'static str)] = match name {
            "new-databases" => &[(180, "At 180 mm"), (114, "At 114 mm"), (84, "At 84 mm")],
            "new-other" => {
                &[(114, "Also by other methods, at 114 mm"), (84, "Also by other methods, at 84 mm")]
            }
            "update-other" => &[(114, "An update at 114 mm"), (84, "An update at 84 mm")],
            "long" => &[(84, "Long reasons at 84 mm")],
            "latest-and-previous" => &[(114, "The latest version and the earlier ones at 114 mm")],
            "matrix" => {
                &[(114, "A column for each version at 114 mm"), (84, "A column for each version at 84 mm")]
            }
            _ => &[],
        };
        for &(width, heading) in widths {
            all.push((format!("{name}-{width}"), heading, drawn(&prisma, Some(width))));
        }
    }
    all
}

fn says(figure: &Figure, text: &str) -> bool {
    let whole: Vec<&str> = figure.texts.iter().map(|shown| shown.text.as_str()).collect();
    whole.join(" ").replace('\u{a0}', " ").contains(text)
}

#[test]
fn every_diagram_is_sound() {
    for (name, _, figure) in gallery() {
        sound(&format!("prisma-{name}"), &figure);
    }
}

#[test]
fn the_four_templates() {
    for (name, prisma) in [
        ("new-databases", format!("{DATABASES}{NEW}")),
        ("new-other", format!("{DATABASES}{OTHER}")),
        ("update-databases", format!("{DATABASES}{UPDATE}")),
        ("update-other", format!("{DATABASES}{OTHER}{UPDATE}")),
    ] {
        let figure = drawn(&prisma, None);
        assert!(figure.width <= 680.0, "{name}: {}", figure.width);
        assert_eq!(says(&figure, "Previous studies"), name.starts_with("update"), "{name}");
        assert_eq!(figure.svg.contains("data-box=\"other.sought\""), name.ends_with("other"), "{name}");
        assert!(
            says(&figure, "PRISMA 2020: Page MJ et al. BMJ 2021;372:n71."),
            "{name} is the figure of PRISMA"
        );
        assert!(!figure.svg.contains("data-box=\"synthesised\""), "{name}: a box that nobody asked for");
    }
}

#[test]
fn a_box_that_prisma_does_not_have_is_drawn_where_it_is_asked_for_and_said() {
    let figure = drawn(&format!("{DATABASES}  synthesised: 9\n"), None);
    assert!(says(&figure, "Studies included in the main meta-analysis (n = 9)"), "of two analyses");
    assert!(says(&figure, "PRISMA 2020, adapted: with a box for the studies in the meta-analysis."));
    let figure = drawn(&format!("{DATABASES}  synthesised: {{survival: 9, bleeding: 3}}\n"), None);
    assert!(says(&figure, "Survival to discharge (n = 9)") && says(&figure, "Major bleeding (n = 3)"));
    for absent in ["", "  synthesised: false\n"] {
        assert!(!drawn(&format!("{DATABASES}{absent}"), None).svg.contains("meta-analysis"));
    }
}

#[test]
fn unknown_is_not_zero_and_derived_is_marked() {
    let boxes = counts(&[
        ("screened", Some(2054), false),
        ("excluded", None, false),
        ("included.studies", Some(23), true),
    ]);
    let figure = of_boxes(&boxes, &Prisma::default());
    sound("prisma-unknown", &figure);
    assert!(says(&figure, "(n = NR)"));
    assert!(figure.svg.contains("stroke-dasharray"));
    assert!(says(&figure, "Reasons not reported"));
    assert!(figure.description.contains("Records identified from: Databases (n"), "{}", figure.description);
    let row = |name: &str| figure.table.iter().find(|row| row[1] == name).unwrap().clone();
    assert_eq!(row("Records excluded")[3], "not reported");
    assert_eq!(row("Studies included in review")[3], "derived");
    assert!(figure.table.iter().any(|row| row[1] == "Records identified from: Databases"));
}

#[test]
fn what_is_there_is_drawn_also_with_zeros() {
    let none = of_boxes(&counts(&[("excluded_reports", Some(0), false)]), &Prisma::default());
    assert!(!says(&none, "Reasons"), "nothing excluded needs no reason");
    let figure = drawn(
        &format!("{DATABASES}  other: {{citations: 0, sought: 0}}\n  previous: {{studies: 0, reports: 0}}\n"),
        None,
    );
    assert!(says(&figure, "Citation searching (n = 0)"));
    assert!(says(&figure, "Studies included in previous version of review (n = 0)"));
}

#[test]
fn notes_say_what_no_box_does() {
    let prisma = "  screened: 900\n  excluded: {human: 700, automation: 100}\n  records_to_reports: {extra_reports: 3, merged: 2}\n  other: {citations: 9, duplicates: 4, sought: 5}\n  previous: {studies: 5, reports: 5}\n  new: {studies: 4}\n  updated_studies: 2\n";
    let figure = drawn(prisma, None);
    for (line, note) in [
        ("Records excluded* (n = 800)", "* Excluded by a human (n = 700) and by automation tools (n = 100)."),
        (
            "Reports sought for retrieval† (n = 101)",
            "† Further reports of these records (n = 3); records without a report of their own (n = 2).",
        ),
        ("Records identified from‡:", "‡ Found in databases or registers already (n = 4)."),
        (
            "New studies included in review§ (n = 4)",
            "§ Studies among them that the previous version had already (n = 2).",
        ),
    ] {
        let wrapped = line.split(' ').all(|word| says(&figure, word));
        assert!(wrapped && says(&figure, note), "{line}: {note}");
        assert!(
            figure
                .description
                .replace('\u{a0}', " ")
                .contains(note[note.find(' ').unwrap() + 1..].trim_end_matches('.'))
        );
    }
    let row =
        |name: &str| figure.table.iter().find(|row| row[1] == name).map(|row| row[2].replace('\u{a0}', " "));
    assert_eq!(row("Records excluded by a human").as_deref(), Some("n = 700"), "the table has it as well");
    assert_eq!(row("Records excluded").as_deref(), Some("n = 800"), "without the mark");
}

#[test]
fn at_the_width_of_a_column_what_leaves_a_box_stands_below_it() {
    for (name, prisma, widths) in [
        ("databases", format!("{DATABASES}{NEW}"), &[180, 114, 84][..]),
        ("other", format!("{DATABASES}{OTHER}"), &[180, 114]),
        ("update", format!("{DATABASES}{OTHER}{UPDATE}"), &[180, 114]),
    ] {
        for &millimetres in widths {
            let figure = drawn(&prisma, Some(millimetres));
            let most = f64::from(millimetres) * 96.0 / 25.4;
            assert!(figure.width <= most, "{name}: {} px at {millimetres} mm", figure.width);
        }
    }
    // Where the words need more, the figure says so.
    let word =
        format!("{DATABASES}  stages: {{\"{}\": {{after: screened}}}}\n", "Sourcesofrecords".repeat(4));
    let wide = drawn(&word, Some(50));
    assert!(wide.width > 50.0 * 96.0 / 25.4 && says(&wide, "Drawn "), "{}", wide.width);
    assert!(says(&wide, "mm wide: the words need more than 50 mm."));
}

#[test]
fn further_boxes_have_their_place_and_what_leaves() {
    let prisma = "  screened: 900\n  excluded: 500\n  stages:\n    Abstracts screened: {after: screened, removed: {No abstract: 20, Wrong topic: 280}}\n  included: {studies: 20}\n";
    let figure = drawn(prisma, None);
    let at = |name: &str| {
        figure.svg.find(&format!("data-box=\"{name}\"")).unwrap_or_else(|| panic!("no box {name}"))
    };
    assert!(
        at("screened") < at("stages.Abstracts screened") && at("stages.Abstracts screened") < at("sought")
    );
    assert!(says(&figure, "Abstracts screened (n = 400)") && says(&figure, "Wrong topic (n = 280)"));
    assert!(says(&figure, "PRISMA 2020, adapted: with further boxes."));
    let without =
        drawn(&prisma.replace("included", "show: {reports: false, totals: true}\n  included"), None);
    assert!(
        !says(&without, "Reports of included studies") && says(&without, "without the lines for reports")
    );
    assert!(says(&without, "Records identified (n = NR)"), "the sum of what is not known");
}

#[test]
fn the_colours_of_prisma_are_fixed() {
    let prisma = format!("{DATABASES}{OTHER}{UPDATE}");
    let themed = drawn(&format!("{prisma}  theme: prisma\n"), None);
    for colour in ["#ffc125", "#dcdcdc", "#bcd2ee"] {
        assert!(themed.svg.contains(colour), "{colour}");
    }
    let neutral = drawn(&prisma, None);
    assert!(!neutral.svg.contains("#ffc125") && neutral.texts == themed.texts, "nothing else changes");
}

#[test]
fn versions_are_drawn_in_three_ways() {
    let of = |living: &str| drawn(&format!("{VERSIONS}  living: {living}\n"), None);
    let cumulative = of("cumulative");
    assert!(says(&cumulative, "MEDLINE (n = 640)") && says(&cumulative, "Scopus (n = 33)"));
    assert!(says(&cumulative, "Counts are the sums over the versions 1.0.0 to 2.0.0."));
    assert!(!says(&cumulative, "Previous"), "all versions together have nothing before them");

    let latest = of("latest-and-previous");
    assert!(says(&latest, "Previous versions: 1.0.0 to 1.1.0"));
    assert!(latest.svg.contains("data-box=\"earlier.screened\""));
    let row = |name: &str| {
        let row = latest.table.iter().find(|row| row[1] == name);
        row.map_or_else(|| panic!("no row {name}: {:#?}", latest.table), |row| row[2].replace('\u{a0}', " "))
    };
    assert_eq!(row("Records screened"), "n = 113");
    assert_eq!(row("Records screened (previous versions: 1.0.0 to 1.1.0)"), "n = 1036");
    assert_eq!(row("Total studies included in review"), "n = 23");

    let matrix = of("matrix");
    assert_eq!(matrix.table[0], ["Stage", "Box", "1.0.0", "1.1.0", "2.0.0", "All versions"]);
    let row = |name: &str| {
        let row = matrix.table.iter().find(|row| row[1] == name);
        row.unwrap_or_else(|| panic!("no row {name}: {:#?}", matrix.table))[2..].to_vec()
    };
    assert_eq!(
        row("Databases and registers: Records screened"),
        ["900", "136 (derived)", "113 (derived)", "1149 (derived)"]
    );
    assert_eq!(
        row("Databases and registers: Records identified from: Databases: Scopus"),
        ["\u{2013}", "\u{2013}", "33", "33"]
    );
    assert_eq!(row("Total studies included in review"), ["15", "19", "23", "23"]);
    assert!(matrix.description.contains("Records screened: 1.0.0 (n = 900), 1.1.0 (n = 136)"));
    let counted: Vec<&Vec<String>> = matrix.table.iter().filter(|row| row[0] == "Screening").collect();
    assert!(counted.len() > 6, "{counted:#?}");
}

#[test]
fn one_version_and_many_are_drawn() {
    let version = |number: usize| {
        format!(
            "    1.{number}.0: {{databases: {}, removed: {number}, excluded: {{no topic: 2}}, other: {{websites: {number}, sought: {number}}}}}\n",
            10 + number
        )
    };
    for count in [1, 2, 14] {
        let versions: String = (0..count).map(version).collect();
        for living in ["cumulative", "latest-and-previous", "matrix"] {
            for width in [None, Some(84)] {
                let figure = drawn(&format!("  living: {living}\n  versions:\n{versions}"), width);
                sound(&format!("prisma-{count}-{living}"), &figure);
                assert_eq!(
                    figure.svg.contains("data-box=\"earlier.screened\""),
                    living == "latest-and-previous" && count > 1,
                    "{count} {living}"
                );
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_counts_are_sound(
        names in prop::collection::vec("[A-Za-z0-9 <&\u{e9}\u{6557}-]{1,80}", 0..12),
        values in prop::collection::vec(prop::option::of(0u64..10_000_000), 30),
        with_other in any::<bool>(),
        with_previous in any::<bool>(),
        millimetres in prop::option::of(60u16..200),
        prisma_theme in any::<bool>(),
    ) {
        let mut keys = vec!["databases", "databases.MEDLINE", "registers", "removed.duplicates", "removed.automation", "removed.other", "screened", "excluded", "sought", "not_retrieved", "assessed", "excluded_reports", "excluded_reports.no data"];
        if with_other { keys.extend(["other.websites", "other.citations", "other.others.Hand search", "other.duplicates", "other.sought", "other.not_retrieved", "other.assessed", "other.excluded_reports", "other.excluded_reports.overlap"]); }
        if with_previous { keys.extend(["previous.studies", "previous.reports", "new.studies", "new.reports", "updated_studies"]); }
        keys.extend(["included.studies", "included.reports", "synthesised"]);
        let mut boxes: PrismaResult = keys.iter().zip(values.iter().cycle()).map(|(key, &value)| ((*key).to_owned(), Count { value, derived: value.is_some_and(|value| value % 2 == 0) })).collect();
        for (name, &value) in names.iter().zip(&values) {
            boxes.insert(format!("excluded_reports.{name}"), Count { value, derived: false });
        }
        let theme = if prisma_theme { FlowTheme::Prisma } else { FlowTheme::Neutral };
        let spec = Prisma { theme: Some(theme), ..Prisma::default() };
        let (versions, analyses) = (IndexMap::new(), IndexMap::new());
        let source = PrismaSource { counts: &boxes, versions: &versions, spec: &spec, analyses: &analyses, theme: Theme { millimetres, ..Theme::default() }, numbers: &Numbers::default() };
        sound("prisma-random", &prisma_flow("prisma-flow", &source));
    }
}
