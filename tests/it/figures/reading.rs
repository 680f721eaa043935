//! What a figure must say so that its marks can be read without asking.

use std::fmt::Write as _;

use ecmo_report::figures::Figure;
use ecmo_report::source::Folder;

use super::gallery::drawn;
use super::support::sound;

const HEAD: &str = "title: T\nversion: 1.0.0\nregistration: none\nquestion: {type: prognosis, population: People, intervention: Support, outcomes: [Survival]}\nstudies: {file: studies.csv, label: \"{{ label }}\", columns: {year: {label: Year of publication, type: count}}}\n";

/// Studies with so many survivors of so many, a year apart; the first two are alike.
const STUDIES: [(&str, u32, u32, u32); 7] = [
    ("Abe", 2004, 12, 20),
    ("Brunner", 2001, 12, 20),
    ("Chen", 2003, 45, 60),
    ("De la Cruz", 2002, 11, 50),
    ("Eriksson", 2006, 30, 55),
    ("Nguyễn", 2005, 70, 140),
    ("Østergård", 2007, 9, 30),
];

fn figures(keys: &str, bias: Option<(&str, &str)>) -> Vec<Figure> {
    let mut table = String::from("study,label,year,events,n\n");
    for (index, (label, year, events, n)) in STUDIES.iter().enumerate() {
        writeln!(table, "s{index},{label},{year},{events},{n}").unwrap();
    }
    let tool =
        bias.map_or_else(String::new, |(tool, _)| format!("risk_of_bias: {{tool: {tool}, file: rob.csv}}\n"));
    let review = format!(
        "{HEAD}{tool}analyses:\n  survival:\n    title: Survival\n    outcome: {{name: survival, direction: higher-is-better}}\n    measure: proportion\n    data: {{events: events, total: n}}\n    {keys}\n"
    );
    let rob = bias.map(|(_, rows)| rows.to_owned()).unwrap_or_default();
    let folder = Folder::in_memory([("review.yaml", review), ("studies.csv", table), ("rob.csv", rob)]);
    let (_, figures) = drawn("reading", &folder);
    for figure in &figures {
        sound(&format!("reading-{}", figure.id), figure);
    }
    figures
}

fn one(figures: &[Figure], id: &str) -> Figure {
    figures.iter().find(|figure| figure.id == id).unwrap_or_else(|| panic!("no {id}")).clone()
}

fn says(figure: &Figure, what: &str) -> bool {
    let all: Vec<&str> = figure.texts.iter().map(|text| text.text.as_str()).collect();
    all.join(" ").contains(what)
}

fn column(figure: &Figure, name: &str) -> Vec<String> {
    let at =
        figure.table[0].iter().position(|head| head == name).unwrap_or_else(|| panic!("no column {name}"));
    figure.table[1..].iter().map(|row| row[at].clone()).collect()
}

#[test]
fn variances_of_another_scale_do_not_stand_with_those_of_the_main_analysis() {
    let keys = "transform: logit\n    sensitivity:\n      - {label: Double arcsine, transform: freeman-tukey}\n      - {label: Fewer studies, where: n > 25}";
    let figure = one(&figures(keys, None), "sensitivity-survival");
    let tau2 = column(&figure, "τ²");
    assert_eq!(tau2[1], "–", "{tau2:?}");
    assert!(tau2[0] != "–" && tau2[2] != "–", "{tau2:?}");
    assert!(says(&figure, "pooled on another scale"), "{:?}", figure.texts);
    let figure = one(&figures("sensitivity: [{label: Fewer, where: n > 25}]", None), "sensitivity-survival");
    assert!(!says(&figure, "another scale"));
}

#[test]
fn cumulative_rows_show_what_they_are_ordered_by() {
    let figure = one(&figures("cumulative: year\n    thresholds: [0.5]", None), "cumulative-survival");
    assert_eq!(
        column(&figure, "Year of publication"),
        ["2001", "2002", "2003", "2004", "2005", "2006", "2007"]
    );
    assert!(says(&figure, "the dotted line the threshold 50%"), "{:?}", figure.texts);
}

#[test]
fn a_column_of_effects_has_one_precision() {
    let all = figures("cumulative: year\n    prediction: false", None);
    for id in ["cumulative-survival", "forest-survival", "leave-one-out-survival"] {
        let figure = one(&all, id);
        let effects = column(&figure, "Survival (95%\u{a0}CI)");
        let decimals = |text: &str| -> Vec<usize> {
            text.split('%')
                .filter_map(|part| part.rsplit([' ', '(', '<', '>']).next())
                .filter(|part| part.starts_with(|first: char| first.is_ascii_digit()))
                .map(|part| part.split_once('.').map_or(0, |(_, fraction)| fraction.len()))
                .collect()
        };
        let mut found: Vec<usize> = effects.iter().flat_map(|text| decimals(text)).collect();
        assert!(found.len() >= 7, "{effects:?}");
        found.dedup();
        assert_eq!(found.len(), 1, "{id}: {effects:?}");
    }
}

#[test]
fn flags_are_said_in_symbols_and_every_panel_has_a_scale() {
    let keys = "outliers: {rule: studentized_residual | abs > 1.5}";
    let figure = one(&figures(keys, None), "influence-survival");
    assert!(says(&figure, "by the rule |studentised residual| >\u{a0}1.5"), "{:?}", figure.texts);
    assert!(!figure.svg.contains("studentized_residual"));
    let document = roxmltree::Document::parse(&figure.svg).unwrap();
    let strips: Vec<_> = document
        .descendants()
        .filter(|node| {
            node.attribute("class").is_some_and(|class| class.split(' ').any(|one| one == "strip"))
        })
        .collect();
    assert_eq!(strips.len(), 8);
    for strip in strips {
        let labels =
            strip.descendants().filter(|node| node.has_tag_name(("http://www.w3.org/2000/svg", "text")));
        assert!(labels.count() >= 2, "{:?}", strip.attribute("aria-label"));
    }
}

#[test]
fn studies_at_one_place_share_a_name() {
    // Two studies of the same data far from the others, and so the first to be named.
    let mut table = String::from("study,label,events,n\na,Bréchot 2013,38,40\nb,Kawai 2015,38,40\n");
    for index in 0..5 {
        writeln!(table, "s{index},Study {index},{},100", 40 + index).unwrap();
    }
    let review = format!(
        "{HEAD}analyses:\n  survival:\n    title: Survival\n    outcome: {{name: survival, direction: higher-is-better}}\n    measure: proportion\n    data: {{events: events, total: n}}\n"
    )
    .replace(", columns: {year: {label: Year of publication, type: count}}", "");
    let folder = Folder::in_memory([("review.yaml", review), ("studies.csv", table)]);
    let figure = one(&drawn("alike", &folder).1, "baujat-survival");
    sound("reading-alike", &figure);
    assert!(says(&figure, "Bréchot 2013, Kawai 2015"), "{:?}", figure.texts);
}

#[test]
fn studies_without_a_judgement_keep_their_row() {
    let rows =
        "study,d1,d2,d3,d4,a1,a2,a3\ns0,low,high,unclear,low,low,low,high\ns1,low,low,low,low,low,low,low\n";
    let all = figures("prediction: false", Some(("quadas-2", rows)));
    let lights = one(&all, "traffic-light");
    assert_eq!(lights.table.len(), STUDIES.len() + 1);
    assert!(lights.table[7][1..].iter().all(|cell| cell == "Not judged"), "{:?}", lights.table[7]);
    assert!(lights.description.contains("5 studies were not judged"), "{}", lights.description);
    let bars = one(&all, "bias-bars");
    // No overall judgement sums up: every domain is said.
    for domain in ["Risk of bias in patient selection", "Applicability concerns about the reference standard"]
    {
        assert!(bars.description.contains(domain), "{}", bars.description);
    }
    assert!(says(&bars, "Applicability concerns"));
}
