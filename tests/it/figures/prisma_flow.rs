//! The flow diagram in its four templates.

use ecmo_report::analysis::results::{Count, PrismaResult};
use ecmo_report::figures::prisma_flow::prisma_flow;
use ecmo_report::figures::{Figure, Theme};
use ecmo_report::numbers::Numbers;
use proptest::prelude::*;

use super::support::sound;

fn counts(entries: &[(&str, Option<u64>, bool)]) -> PrismaResult {
    entries.iter().map(|&(key, value, derived)| (key.to_owned(), Count { value, derived })).collect()
}

fn databases() -> Vec<(&'static str, Option<u64>, bool)> {
    vec![
        ("databases", Some(1500), false),
        ("databases.MEDLINE", Some(500), false),
        ("databases.Embase", Some(700), false),
        ("databases.Scopus", Some(300), false),
        ("registers", Some(0), false),
        ("removed.duplicates", Some(600), false),
        ("removed.automation", None, false),
        ("removed.other", None, false),
        ("screened", Some(900), false),
        ("excluded", Some(800), true),
        ("sought", Some(100), false),
        ("not_retrieved", Some(10), false),
        ("assessed", Some(90), true),
        ("excluded_reports", Some(78), true),
        ("excluded_reports.wrong population", Some(50), false),
        ("excluded_reports.fewer than 5 patients", Some(28), false),
    ]
}

fn other() -> Vec<(&'static str, Option<u64>, bool)> {
    vec![
        ("other.websites", Some(0), false),
        ("other.organisations", Some(0), false),
        ("other.citations", Some(14), false),
        ("other.others.hand search of conference proceedings", Some(12_345), false),
        ("other.sought", Some(14), false),
        ("other.not_retrieved", Some(0), false),
        ("other.assessed", Some(14), false),
        ("other.excluded_reports", Some(6), false),
        ("other.excluded_reports.overlapping patients", Some(6), false),
    ]
}

fn included() -> Vec<(&'static str, Option<u64>, bool)> {
    vec![
        ("included.studies", Some(20), false),
        ("included.reports", Some(20), false),
        ("synthesised", Some(13), false),
    ]
}

fn update() -> Vec<(&'static str, Option<u64>, bool)> {
    vec![
        ("previous.studies", Some(12), false),
        ("previous.reports", Some(15), false),
        ("new.studies", Some(8), true),
        ("new.reports", None, false),
    ]
}

fn draw(parts: &[Vec<(&'static str, Option<u64>, bool)>]) -> Figure {
    prisma_flow("prisma-flow", &counts(&parts.concat()), Theme::default(), &Numbers::default())
}

#[test]
fn the_four_templates() {
    let sets = [
        ("new-databases", vec![databases(), included()]),
        ("new-other", vec![databases(), other(), included()]),
        ("update-databases", vec![databases(), update(), included()]),
        ("update-other", vec![databases(), other(), update(), included()]),
    ];
    for (name, parts) in sets {
        let figure = draw(&parts);
        sound(&format!("prisma-{name}"), &figure);
        assert!(figure.width <= 680.0, "{name}: {}", figure.width);
        let says = |text: &str| figure.texts.iter().any(|shown| shown.text.contains(text));
        assert_eq!(says("Previous studies"), name.starts_with("update"), "{name}");
        assert_eq!(figure.svg.contains("data-box=\"other.sought\""), name.ends_with("other"), "{name}");
    }
}

#[test]
fn unknown_is_not_zero_and_derived_is_marked() {
    let figure = draw(&[vec![
        ("screened", Some(2054), false),
        ("excluded", None, false),
        ("included.studies", Some(23), true),
    ]]);
    sound("prisma-unknown", &figure);
    assert!(figure.texts.iter().any(|text| text.text.replace('\u{a0}', " ").contains("(n = NR)")));
    assert!(figure.svg.contains("stroke-dasharray"));
    assert!(figure.texts.iter().any(|text| text.text == "Reasons not reported"));
    assert!(figure.description.contains("Records identified from: Databases (n"), "{}", figure.description);
    let row = |name: &str| figure.table.iter().find(|row| row[1] == name).unwrap().clone();
    assert_eq!(row("Records excluded")[3], "not reported");
    assert_eq!(row("Studies included in review")[3], "derived");
}

#[test]
fn columns_of_zeros_are_left_out() {
    let none = draw(&[vec![("excluded_reports", Some(0), false), ("included.studies", Some(2), false)]]);
    assert!(none.texts.iter().all(|text| !text.text.contains("Reasons")), "nothing excluded needs no reason");
    let figure = draw(&[
        databases(),
        vec![
            ("other.websites", Some(0), false),
            ("other.sought", Some(0), false),
            ("previous.studies", Some(0), false),
            ("previous.reports", Some(0), false),
        ],
        included(),
    ]);
    assert!(!figure.svg.contains("other methods") && !figure.svg.contains("Previous studies"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_counts_are_sound(
        names in prop::collection::vec("[A-Za-z0-9 <&\u{e9}\u{6557}-]{1,80}", 0..12),
        values in prop::collection::vec(prop::option::of(0u64..10_000_000), 30),
        with_other in any::<bool>(),
        with_previous in any::<bool>(),
    ) {
        let mut entries = databases();
        if with_other { entries.extend(other()); }
        if with_previous { entries.extend(update()); }
        entries.extend(included());
        let mut boxes: PrismaResult = entries.iter().zip(values.iter().cycle()).map(|((key, ..), &value)| ((*key).to_owned(), Count { value, derived: value.is_some_and(|value| value % 2 == 0) })).collect();
        for (name, &value) in names.iter().zip(&values) {
            boxes.insert(format!("excluded_reports.{name}"), Count { value, derived: false });
        }
        sound("prisma-random", &prisma_flow("prisma-flow", &boxes, Theme::default(), &Numbers::default()));
    }
}
