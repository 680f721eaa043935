//! The funnel plot: its symbols, the line of Egger's regression, what it says.

use ecmo_report::figures::Figure;
use ecmo_report::source::Folder;

use super::gallery::{drawn, figures_of, reviews};
use super::support::sound;

const HEAD: &str = "title: T\nversion: 1.0.0\nregistration: none\nquestion: {type: prognosis, population: People, intervention: Support, outcomes: [Survival]}\nstudies: {file: studies.csv, label: \"{{ label }}\"}\n";

/// Twelve differences on the line `effect = 0.2 + 2 error`, moved off it by equal and opposite steps at each error, so
/// that the weighted regression finds that very line.
fn on_a_line(keys: &str) -> Folder {
    let mut table = String::from("study,label,md,se,site\n");
    for (index, error) in [0.1, 0.15, 0.2, 0.25, 0.3, 0.4].into_iter().enumerate() {
        for (letter, side, site) in [('a', 0.05, "North"), ('b', -0.05, "South")] {
            let site = if index == 5 { "" } else { site };
            let effect = 0.2 + 2.0 * error + side;
            table.push_str(&format!("s{index}{letter},Study {index}{letter},{effect},{error},{site}\n"));
        }
    }
    let review = format!(
        "{HEAD}analyses:\n  change:\n    title: Change\n    measure: generic\n    data: {{estimate: md, se: se}}\n    {keys}\n"
    );
    Folder::in_memory([("review.yaml", review), ("studies.csv", table)])
}

fn funnel(name: &str, folder: &Folder) -> Figure {
    let (_, figures) = drawn(name, folder);
    let figure = figures.into_iter().find(|figure| figure.id == "funnel-change").unwrap();
    sound(name, &figure);
    figure
}

fn says(figure: &Figure, what: &str) -> bool {
    figure.texts.iter().any(|text| text.text.contains(what))
}

#[test]
fn the_line_of_eggers_regression_stands_where_a_null_gives_it_a_meaning() {
    let folder = on_a_line("small_study: [egger]\n    favours: [Less, More]");
    let (results, _) = drawn("egger", &folder);
    let egger = results.analyses["change"].small_study.egger.clone().unwrap();
    assert!((egger.limit.unwrap() - 0.2).abs() < 1e-9 && (egger.estimate.unwrap() - 2.0).abs() < 1e-9);
    let figure = funnel("egger", &folder);
    assert!(says(&figure, "Egger’s regression ("), "{:?}", figure.texts);
    assert!(figure.description.contains("its line stands at 0.200."), "{}", figure.description);
    assert!(figure.svg.contains("stroke-dasharray=\"9 4\""));

    let without = funnel("egger-no-null", &on_a_line("small_study: [egger]"));
    assert!(!says(&without, "Egger") && !without.description.contains("Egger"), "no null, no line");
    assert!(!says(&without, "p < 0.01") && says(&figure, "p < 0.01"), "and no contours");
    let not_asked = funnel("egger-not-asked", &on_a_line("favours: [Less, More]"));
    assert!(!says(&not_asked, "Egger") && !not_asked.svg.contains("\"9 4\""));
}

#[test]
fn groups_have_symbols_of_their_own_and_stand_in_the_table() {
    let figure = funnel("groups", &on_a_line("subgroups: [site]"));
    let document = roxmltree::Document::parse(&figure.svg).unwrap();
    let studies = document.descendants().find(|node| node.attribute("class") == Some("studies")).unwrap();
    let count = |tag: &str, class: &str| {
        studies
            .descendants()
            .filter(|node| node.has_tag_name(("http://www.w3.org/2000/svg", tag)))
            .filter(|node| node.attribute("class").is_some_and(|classes| classes.contains(class)))
            .count()
    };
    assert_eq!((count("circle", "f-series-1"), count("polygon", "f-series-2")), (5, 5));
    assert_eq!(count("circle", "f-paper"), 2, "hollow where the table does not say");
    for entry in ["North", "South", "Not reported", "Shape and colour by site."] {
        assert!(says(&figure, entry), "{entry}: {:?}", figure.texts);
    }
    assert_eq!(figure.table[0].last().unwrap(), "Site");
    let groups: Vec<&str> = figure.table[1..].iter().map(|row| row.last().unwrap().as_str()).collect();
    assert_eq!(groups[..2], ["North", "South"]);
    assert_eq!(groups[10..], ["NR", "NR"]);
}

#[test]
fn filled_studies_at_one_place_stand_side_by_side() {
    let (_, results, review) = reviews().into_iter().find(|(case, ..)| *case == "sixty").unwrap();
    let found = results.analyses["survival"].small_study.trim_fill.clone().unwrap();
    let first = &found.filled[0];
    assert!(found.k0 == 3 && found.filled.iter().all(|study| study.yi == first.yi), "the case has a heap");
    let figures = figures_of(&results, &review);
    let figure = figures.into_iter().find(|figure| figure.id == "trim-fill-survival").unwrap();
    assert!(says(&figure, "Studies at one place stand side by side."), "{:?}", figure.texts);
    assert!(says(&figure, "Trim and fill adds 3 studies on the "), "{:?}", figure.texts);
}

#[test]
fn sizes_have_labels_at_every_tick() {
    for (case, results, review) in reviews() {
        for figure in figures_of(&results, &review).iter().filter(|figure| says(figure, "as 1/√")) {
            let document = roxmltree::Document::parse(&figure.svg).unwrap();
            let axes = document.descendants().find(|node| node.attribute("class") == Some("axes")).unwrap();
            let lines = axes.descendants().filter(|node| node.tag_name().name() == "line");
            let level = lines.filter(|line| line.attribute("y1") == line.attribute("y2")).count();
            let labels =
                axes.descendants().filter(|node| node.attribute("text-anchor") == Some("end")).count();
            assert_eq!(level, labels, "{case} {}", figure.id);
            assert!((3..=8).contains(&level), "{case} {}: {level}", figure.id);
        }
    }
}
