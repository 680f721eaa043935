//! Plots of meta-regressions: studies without a value, groups, what is said of the model.

use ecmo_report::analysis::results::ChangeKind;
use ecmo_report::figures::Figure;
use ecmo_report::source::Folder;
use ecmo_report::stats::num::exp;

use super::gallery::{drawn, figures_of, reviews};
use super::support::sound;

const HEAD: &str = "title: T\nversion: 1.0.0\nregistration: none\nquestion: {type: prognosis, population: People, intervention: Support, outcomes: [Survival]}\nstudies: {file: studies.csv, label: \"{{ label }}\"}\n";

/// Twelve differences with a dose and a site; two have neither.
fn folder() -> Folder {
    let mut table = String::from("study,label,md,se,dose,site\n");
    for index in 0..12 {
        let (dose, site) = match index {
            3 | 8 => (String::new(), ""),
            _ => ((index * 5).to_string(), ["North", "South", "East"][index % 3]),
        };
        let effect = [0.1, 0.3, 0.2, 0.5, 0.4, 0.45, 0.6, 0.5, 0.9, 0.8, 0.7, 3.0][index];
        table.push_str(&format!("s-{index},Study {index},{effect},0.{},{dose},{site}\n", 10 + index));
    }
    let review = format!(
        "{HEAD}analyses:\n  change:\n    title: Change\n    measure: generic\n    data: {{estimate: md, se: se}}\n    favours: [Less, More]\n    tau2: dl\n    ci: wald\n    meta_regression: {{min_studies: 4, moderators: [dose, site]}}\n"
    );
    Folder::in_memory([("review.yaml", review), ("studies.csv", table)])
}

fn plot(moderator: &str) -> Figure {
    let (_, figures) = drawn("moderators", &folder());
    let id = format!("bubble-change-{moderator}");
    let figure = figures.into_iter().find(|figure| figure.id == id).unwrap();
    sound(&id, &figure);
    figure
}

fn text(figure: &Figure) -> String {
    let lines: Vec<&str> = figure.texts.iter().map(|text| text.text.as_str()).collect();
    lines.join(" ").replace('\u{a0}', " ")
}

/// How many elements of a kind the drawing has within its groups of a class.
fn count(figure: &Figure, class: &str, tag: &str) -> usize {
    let document = roxmltree::Document::parse(&figure.svg).unwrap();
    document
        .descendants()
        .filter(|node| node.attribute("class") == Some(class))
        .flat_map(|group| group.descendants())
        .filter(|node| node.tag_name().name() == tag)
        // The opaque ground below the bubbles.
        .filter(|node| node.attribute("class") != Some("f-paper"))
        .count()
}

#[test]
fn studies_without_a_number_are_marked_at_the_side() {
    let figure = plot("dose");
    assert_eq!((count(&figure, "studies", "circle"), count(&figure, "studies", "line")), (10, 2));
    let said = text(&figure);
    assert!(said.contains("2 studies without a value, marked at the side."), "{said}");
    assert!(figure.description.contains("Without a value: Study 3 and Study 8."), "{}", figure.description);
    assert!(said.contains(", estimate per unit, p"), "{said}");
    assert!(said.contains("test of moderators χ² = ") && said.contains("; residual I² = "), "{said}");
    assert!(said.contains("No effect"), "the line at no effect is explained: {said}");
    assert!(said.contains("Study 11"), "what lies outside the prediction band has its name: {said}");
    assert_eq!(figure.table[4], ["Study 3", "NR", figure.table[4][2].as_str()]);
}

#[test]
fn categories_stand_in_rows_with_the_means_of_the_model() {
    let (results, _) = drawn("moderators", &folder());
    let model = &results.analyses["change"].meta_regression[1];
    let levels: Vec<&str> = model.groups.iter().map(|group| group.level.as_str()).collect();
    assert_eq!(levels, ["North", "South", "East"]);
    let term = |name: &str| model.terms.iter().find(|term| term.name == name).unwrap().estimate;
    for (group, name) in model.groups.iter().skip(1).zip(["site[South]", "site[East]"]) {
        assert!((group.estimate - term("intercept") - term(name)).abs() < 1e-12, "{group:?}");
    }
    assert!((model.groups[0].estimate - term("intercept")).abs() < 1e-12);
    assert_eq!(model.groups[0].ci, model.terms[0].ci, "the reference is the intercept");

    let figure = plot("site");
    assert_eq!(count(&figure, "row", "circle"), 12, "every study has a bubble, with a value or without");
    assert_eq!(count(&figure, "row", "polygon"), 3, "every group has a mean");
    let said = text(&figure);
    for words in
        ["North", "Not reported", "2 studies without a value, in the last row.", "South against North: 0.0 ("]
    {
        assert!(said.contains(words), "{words}: {said}");
    }
    let means = figure.table.iter().filter(|row| row[0] == "Mean").count();
    assert_eq!(means, 3, "{:?}", figure.table);
}

/// The corners of the plot: left, top, right, bottom.
fn frame(document: &roxmltree::Document<'_>) -> [f64; 4] {
    let axes = document.descendants().find(|node| node.attribute("class") == Some("axes")).unwrap();
    let path = axes.descendants().find(|node| node.tag_name().name() == "polyline").unwrap();
    let [(left, top), _, (right, bottom)] = points(path.attribute("points").unwrap())[..] else {
        panic!("an L")
    };
    [left, top, right, bottom]
}

fn points(text: &str) -> Vec<(f64, f64)> {
    let pairs = text.split(' ').map(|pair| pair.split_once(',').unwrap());
    pairs.map(|(x, y)| (x.parse().unwrap(), y.parse().unwrap())).collect()
}

#[test]
fn every_study_lies_within_the_plot_and_the_band_is_cut_only_where_the_note_says_so() {
    let mut plots = 0;
    for (case, results, review) in reviews() {
        for figure in figures_of(&results, &review) {
            if !figure.id.starts_with("bubble-") {
                continue;
            }
            plots += 1;
            let name = format!("{case} {}", figure.id);
            let document = roxmltree::Document::parse(&figure.svg).unwrap();
            let [left, top, right, bottom] = frame(&document);
            let marks = document
                .descendants()
                .filter(|node| matches!(node.attribute("class"), Some("studies" | "row")))
                .flat_map(|group| group.descendants())
                .filter(|node| node.tag_name().name() == "circle");
            let mut studies = 0;
            for mark in marks {
                studies += 1;
                let [x, y] = ["cx", "cy"].map(|key| mark.attribute(key).unwrap().parse::<f64>().unwrap());
                assert!(x >= left && x <= right && y >= top && y <= bottom, "{name}: ({x}, {y})");
            }
            assert!(studies > 0, "{name}");
            let cut = text(&figure).contains("beyond the axis");
            for band in document.descendants().filter(|node| node.attribute("class") == Some("f-region")) {
                let Some(outline) = band.attribute("points") else { continue };
                let inside = points(outline).iter().all(|(_, y)| *y >= top - 0.01 && *y <= bottom + 0.01);
                assert!(inside != cut, "{name}: the band is {}", if inside { "whole" } else { "cut" });
            }
        }
    }
    assert!(plots >= 10, "{plots}");
}

#[test]
fn a_coefficient_is_told_on_the_reported_scale() {
    let (_, results, _) = reviews().into_iter().find(|(case, ..)| *case == "bcg").unwrap();
    let model = &results.analyses["tuberculosis"].meta_regression[0];
    let term = &model.terms[1];
    let change = term.change.as_ref().unwrap();
    assert_eq!(
        (change.kind, change.per, change.unit.as_deref()),
        (ChangeKind::Factor, Some(1.0), Some("degrees"))
    );
    assert!((change.estimate - exp(term.estimate)).abs() < 1e-12);
    assert!((change.ci.upper - exp(term.ci.upper)).abs() < 1e-12);
    assert!(model.terms[0].change.is_none(), "the intercept changes nothing");

    let (_, results, _) = reviews().into_iter().find(|(case, ..)| *case == "paediatric").unwrap();
    let model = &results.analyses["survival"].meta_regression[0];
    let change = model.terms[1].change.as_ref().unwrap();
    // The line of the plot, a year on from the mean of the years.
    let mean = model.points.iter().map(|(_, year)| year).sum::<f64>() / model.points.len() as f64;
    let after = model.line.iter().position(|point| point.x > mean).unwrap();
    let (one, other) = (&model.line[after - 1], &model.line[after]);
    let slope = (other.estimate - one.estimate) / (other.x - one.x);
    assert_eq!((change.kind, change.unit.as_deref()), (ChangeKind::Points, Some("year")));
    assert!((change.estimate - slope).abs() < 2e-3, "{} and {slope}", change.estimate);
}

/// A review with so many differences, half of them of either site, and a change told for ten units.
fn of_studies(count: usize, keys: &str) -> Folder {
    let mut table = String::from("study,label,md,se,dose,site\n");
    for index in 0..count {
        let site = ["North", "South", "East"][index % 3];
        table.push_str(&format!(
            "s-{index},Study {index},0.{},0.2,{},{site}\n",
            index * 7 % 10,
            index * index
        ));
    }
    let review = format!(
        "{HEAD}analyses:\n  change:\n    title: Change\n    measure: generic\n    data: {{estimate: md, se: se}}\n    small_study: [egger]\n    {keys}\n"
    );
    Folder::in_memory([("review.yaml", review), ("studies.csv", table)])
}

#[test]
fn a_model_with_few_studies_says_so_and_steps_are_the_authors() {
    let keys = "meta_regression: {min_studies: 4, force: true, moderators: [{column: dose, per: 10}, site]}";
    let (results, figures) = drawn("few", &of_studies(7, keys));
    let [dose, site] = &results.analyses["change"].meta_regression[..] else { panic!("two models") };
    assert_eq!((dose.per_coefficient, site.per_coefficient), (Some(7.0), Some(3.5)));
    let change = dose.terms[1].change.as_ref().unwrap();
    assert!((change.estimate - 10.0 * dose.terms[1].estimate).abs() < 1e-12 && change.per == Some(10.0));
    let change = site.terms[1].change.as_ref().unwrap();
    assert_eq!((change.against.as_deref(), change.per), (Some("North"), None));
    assert!(dose.df.is_some() && site.not_done.is_none());
    for id in ["bubble-change-dose", "bubble-change-site"] {
        let figure = figures.iter().find(|figure| figure.id == id).unwrap();
        assert!(text(figure).contains("Fewer than ten studies for each coefficient"), "{}", text(figure));
    }
    let many = drawn("many", &of_studies(40, keys)).1;
    let figure = many.iter().find(|figure| figure.id == "bubble-change-dose").unwrap();
    assert!(!text(figure).contains("Fewer than ten"), "{}", text(figure));
}

#[test]
fn studies_of_one_precision_have_no_funnel_and_it_is_said() {
    let (results, figures) = drawn("precision", &of_studies(12, "tau2: dl"));
    assert!(!figures.iter().any(|figure| figure.id.starts_with("funnel")));
    let reason = results.analyses["change"].small_study.no_funnel.as_deref();
    assert_eq!(reason, Some("all studies have the same standard error"));
    let (_, results, _) = reviews().into_iter().find(|(case, ..)| *case == "bcg").unwrap();
    assert_eq!(results.analyses["tuberculosis"].small_study.no_funnel, None);
}
