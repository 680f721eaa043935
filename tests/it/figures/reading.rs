//! What a figure must say so that its marks can be read without asking.

use std::fmt::Write as _;

use ecmo_report::figures::Figure;
use ecmo_report::source::Folder;
use ecmo_report::spec::prose::FigureStyle;

use super::gallery::{drawn, figures_of, reviews};
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
fn studies_at_one_place_stand_side_by_side_with_their_names_together() {
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
    assert!(says(&figure, "Studies at one place stand side by side."), "{:?}", figure.texts);
    let document = roxmltree::Document::parse(&figure.svg).unwrap();
    let circles = document.descendants().filter(|node| node.tag_name().name() == "circle");
    let mut places: Vec<_> = circles.map(|node| (node.attribute("cx"), node.attribute("cy"))).collect();
    assert_eq!(places.len(), 7);
    places.sort_unstable();
    places.dedup();
    assert_eq!(places.len(), 7, "one hides another: {places:?}");
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
    assert!(says(&bars, "“Survival” (7 studies). 5 are not judged."), "{:?}", bars.texts);
}

/// A row per study of the same judgements after its id.
fn alike(header: &str, row: &str) -> String {
    let rows: String = (0..STUDIES.len()).map(|index| format!("s{index},{row}\n")).collect();
    format!("study,{header}\n{rows}")
}

#[test]
fn stars_and_their_sums_are_told_apart() {
    let rows = alike("s1,s2,s3,s4,c1,o1,o2,o3,overall", "1,1,0,1,2,1,1,1,8")
        .replace("s3,1,1,0,1,2,1,1,1,8", "s3,1,0,0,1,0,1,1,0,4");
    let all = figures("prediction: false", Some(("newcastle-ottawa-cohort", &rows)));
    let lights = one(&all, "traffic-light");
    assert_eq!(column(&lights, "Overall")[2..4], ["8 of 9 stars", "4 of 9 stars"]);
    for number in ["8", "4"] {
        let discs = lights.texts.iter().filter(|text| text.text == number).count();
        assert_eq!(discs, if number == "8" { 7 } else { 2 }, "rows and legend");
    }
    // No word of the title of a panel is divided, and a sum and its share do not read as one number.
    assert!(lights.texts.iter().any(|text| text.text == "Comparability"), "{:?}", lights.texts);
    assert!(one(&all, "bias-bars").texts.iter().any(|text| text.text.starts_with("8: ")));
    let meant = ["One star", "Two stars", "No star", "8 of 9 stars", "4 of 9 stars"];
    for figure in [&lights, &one(&all, "bias-bars"), &one(&all, "forest-survival")] {
        for entry in meant {
            assert!(figure.texts.iter().any(|text| text.text == entry), "{}: no {entry}", figure.id);
        }
        assert!(figure.svg.contains("<polygon"), "stars are drawn");
    }
}

#[test]
fn domains_have_whole_names_in_the_order_of_the_forest() {
    let rows = alike("d1,d2,d3,d4,d5,overall,d2_support", "low,some,low,low,low,some,Not blinded.")
        .replace("s6,low,some,low,low,low,some", "s6,low,high,low,low,low,high")
        .replace("s0,low,some,low,low,low,some", "s0,low,,low,low,low,low");
    let all = figures("forest: {sort: weight}", Some(("rob2", &rows)));
    let (lights, forest) = (one(&all, "traffic-light"), one(&all, "forest-survival"));
    let shown = column(&forest, "Study");
    assert_eq!(column(&lights, "Study"), shown[..STUDIES.len()]);
    assert_ne!(shown[0], "Abe", "not the order of the table");
    for figure in [&lights, &forest] {
        assert!(says(figure, "Bias due to deviations from intended interventions"), "{:?}", figure.texts);
    }
    let tip = "<title>Bias due to deviations from intended interventions: High risk</title>";
    assert_eq!(forest.svg.matches(tip).count(), 1, "each light says what it means");
    let blinding = column(&lights, "Bias due to deviations from intended interventions");
    assert!(blinding.contains(&"High risk. Not blinded.".to_owned()), "{blinding:?}");
    assert!(blinding.contains(&"Not judged".to_owned()), "{blinding:?}");
    // A reason is a stop of the keyboard, what is not judged none.
    assert_eq!(lights.svg.matches("tabindex").count(), STUDIES.len(), "{}", lights.svg);
    assert!(lights.svg.contains("deviations from intended interventions: High risk. Not blinded.\""));
}

#[test]
fn brackets_are_for_columns_and_prose_has_words() {
    let (_, results, mut review) = reviews().into_iter().find(|(id, ..)| *id == "bcg").unwrap();
    review.report.style = Some(FigureStyle::Revman);
    let forest = one(&figures_of(&results, &review), "forest-tuberculosis");
    let effects = column(&forest, "RR (95%\u{a0}CI)");
    assert!(effects.contains(&"0.49 [0.34, 0.70]".to_owned()), "{effects:?}");
    assert!(effects.contains(&"[0.14, 1.76]".to_owned()), "{effects:?}");
    assert!(forest.description.contains("0.34 to 0.70"), "{}", forest.description);
    assert!(forest.description.contains("Prediction interval 0.14 to 1.76."), "{}", forest.description);
}

#[test]
fn each_result_of_a_study_has_its_judgements() {
    let two = "prediction: false\n  relapse:\n    title: Relapse\n    measure: proportion\n    data: {events: events, total: n}";
    let rows = alike("analysis,d1,d2,d3,d4,d5,overall", ",low,low,low,low,low,low")
        + "s2,relapse,low,low,high,low,low,high\n";
    let all = figures(two, Some(("rob2", &rows)));
    let lights = one(&all, "traffic-light");
    let studies = column(&lights, "Study");
    assert_eq!(studies.iter().filter(|name| name.starts_with("Chen")).count(), 2);
    let at = studies.iter().position(|name| name == "Chen: Relapse").unwrap();
    assert_eq!(column(&lights, "Overall")[at], "High risk");
    let overall = |id: &str| column(&one(&all, id), "Overall")[2].clone();
    assert_eq!(
        (overall("forest-survival"), overall("forest-relapse")),
        ("Low risk".into(), "High risk".into())
    );
}

#[test]
fn bars_can_count_every_study_alike() {
    let rows = alike("d1,d2,d3,d4,d5,overall", "low,low,low,low,low,low")
        .replace("s0,low,low,low,low,low,low", "s0,high,low,low,low,low,high");
    let tool = "rob2, weights: equal";
    let bars = one(&figures("prediction: false", Some((tool, &rows))), "bias-bars");
    assert!(says(&bars, "Every study counts alike, whatever its weight (7 studies)."), "{:?}", bars.texts);
    assert!(bars.table.iter().any(|row| row[1] == "High risk" && row[2] == "14.3%"), "{:?}", bars.table);
    let bars = one(&figures("prediction: false", Some(("rob2", &rows))), "bias-bars");
    assert!(says(&bars, "Shares of the weight in the analysis “Survival” (7 studies)."), "{:?}", bars.texts);
    assert!(!bars.table.iter().any(|row| row[2] == "14.3%"), "{:?}", bars.table);
}

#[test]
fn a_tool_of_the_author_may_call_its_domains_what_it_likes() {
    let mut table = String::from("study,label,events,n\n");
    let domains: Vec<String> = (0..14).map(|index| format!("domain_number_{index}")).collect();
    let mut rob = format!("study,{}\n", domains.join(","));
    for index in 0..3 {
        writeln!(table, "s{index},Study {index},{},20", 8 + index).unwrap();
        let judged: Vec<&str> =
            (0..14).map(|at| ["fair", "poor", "good", "very poor"][(at + index) % 4]).collect();
        writeln!(rob, "s{index},{}", judged.join(",")).unwrap();
    }
    let mut tool = String::from("id: own\nname: A tool of the authors\ndomains:\n");
    for (index, code) in domains.iter().enumerate() {
        writeln!(tool, "  - {{code: {code}, short: D {index}, name: \"the {index}th thing that a study of this kind ought to report in full\"}}").unwrap();
    }
    tool.push_str("levels:\n  - {id: good, label: Good, symbol: A, role: low}\n  - {id: fair, label: Fair, symbol: B, role: some}\n  - {id: poor, label: Poor, symbol: C, role: high}\n  - {id: very poor, label: Very poor, symbol: Dreadful, role: high}\noverall: {rule: none}\n");
    let head = HEAD.replace(", columns: {year: {label: Year of publication, type: count}}", "");
    for width in [84, 114, 180] {
        let review = format!(
            "{head}risk_of_bias: {{tool: own.yaml, file: rob.csv}}\nreport: {{figure_width: {width}, palette: cochrane}}\nanalyses:\n  survival:\n    title: Survival\n    outcome: {{name: survival, direction: higher-is-better}}\n    measure: proportion\n    data: {{events: events, total: n}}\n"
        );
        let files = [
            ("review.yaml", review),
            ("studies.csv", table.clone()),
            ("rob.csv", rob.clone()),
            ("own.yaml", tool.clone()),
        ];
        let all = drawn("own", &Folder::in_memory(files)).1;
        for id in ["traffic-light", "bias-bars", "forest-survival"] {
            sound(&format!("reading-own-{width}-{id}"), &one(&all, id));
        }
        let lights = one(&all, "traffic-light");
        for mark in ["A", "B", "C", "×"] {
            assert!(lights.texts.iter().any(|text| text.text == mark), "no {mark}");
        }
        assert!(says(&lights, "D14") && says(&lights, "The 13th thing"), "{:?}", lights.texts);
    }
}

#[test]
fn of_very_many_studies_only_what_can_be_read_is_drawn() {
    let mut table = String::from("study,label,events,n,region\n");
    let mut rob = String::from("study,d1,d2,d3,d4,d5,overall\n");
    for index in 0..301 {
        writeln!(table, "s{index},Study {index},{},{},{}", 10 + index % 30, 45 + index % 7, index % 2)
            .unwrap();
        writeln!(rob, "s{index},low,low,low,low,low,low").unwrap();
    }
    let head = HEAD.replace(", columns: {year: {label: Year of publication, type: count}}", "");
    let review = format!(
        "{head}risk_of_bias: {{tool: rob2, file: rob.csv}}\nanalyses:\n  survival:\n    title: Survival\n    outcome: {{name: survival, direction: higher-is-better}}\n    measure: proportion\n    data: {{events: events, total: n}}\n    subgroups: [region]\n"
    );
    let files = [("review.yaml", review), ("studies.csv", table), ("rob.csv", rob)];
    let all = drawn("many", &Folder::in_memory(files)).1;
    let forest = one(&all, "forest-survival-region");
    assert!(says(&forest, "The 301 studies have no row each"), "{:?}", forest.texts);
    assert!(!says(&forest, "Study 7") && forest.height < 600.0, "{} px high", forest.height);
    let pooled = forest.texts.iter().filter(|text| text.text == "Random effects").count();
    assert_eq!(pooled, 3, "of both groups and of all");
    let funnel = one(&all, "funnel-survival");
    assert!(says(&funnel, "Not named, for want of room") && !says(&funnel, "Study 7"), "{:?}", funnel.texts);
    assert_eq!(funnel.table.len(), 302, "its table has them all");
    assert!(!all.iter().any(|figure| figure.id.starts_with("traffic-light")));
    assert!(says(&one(&all, "bias-bars"), "the judgements of each are in the table"));
    for figure in &all {
        sound(&format!("reading-many-{}", figure.id), figure);
    }
}
