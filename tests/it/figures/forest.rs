//! The forest plot under stress.

use ecmo_report::figures::forest::{Axis, Column, Effect, Forest, Light, Row, Side, axis, draw};
use ecmo_report::figures::theme::{DataType, Palette, Risk, Style, Theme};
use proptest::prelude::*;

use super::support::sound;

fn column(header: &str, numeric: bool, side: Side) -> Column {
    Column { header: header.to_owned(), group: None, numeric, side, gives_way: None, joins: None }
}

struct Trial {
    name: String,
    treated: (u32, u32),
    control: (u32, u32),
    ratio: f64,
    limits: (f64, f64),
    weight: f64,
}

/// BCG trials (Colditz et al. 1994), as in metadat's dat.bcg; estimates of metafor with REML weights.
fn bcg() -> Vec<Trial> {
    let rows: [(&str, u32, u32, u32, u32, f64); 13] = [
        ("Aronson 1948", 4, 123, 11, 139, 5.1),
        ("Ferguson & Simes 1949", 6, 306, 29, 303, 6.4),
        ("Rosenthal et al. 1960", 3, 231, 11, 220, 4.4),
        ("Hart & Sutherland 1977", 62, 13598, 248, 12867, 9.7),
        ("Frimodt-Møller et al. 1973", 33, 5069, 47, 5808, 8.9),
        ("Stein & Aronson 1953", 180, 1541, 372, 1451, 10.1),
        ("Vandiviere et al. 1973", 8, 2545, 10, 629, 6.0),
        ("TPT Madras 1980", 505, 88391, 499, 88391, 10.2),
        ("Coetzee & Berjak 1968", 29, 7499, 45, 7277, 8.7),
        ("Rosenthal et al. 1961", 17, 1716, 65, 1665, 8.4),
        ("Comstock et al. 1974", 186, 50634, 141, 27338, 9.9),
        ("Comstock & Webster 1969", 5, 2498, 3, 2341, 3.8),
        ("Comstock et al. 1976", 27, 16913, 29, 17854, 8.4),
    ];
    rows.map(|(name, a, n1, c, n2, weight)| {
        let ratio = (f64::from(a) / f64::from(n1)) / (f64::from(c) / f64::from(n2));
        let se = (1.0 / f64::from(a) - 1.0 / f64::from(n1) + 1.0 / f64::from(c) - 1.0 / f64::from(n2)).sqrt();
        let factor = ecmo_report::stats::num::exp(1.96 * se);
        Trial {
            name: name.to_owned(),
            treated: (a, n1),
            control: (c, n2),
            ratio,
            limits: (ratio / factor, ratio * factor),
            weight,
        }
    })
    .into()
}

fn text(estimate: f64, (lower, upper): (f64, f64)) -> String {
    format!("{estimate:.2} ({lower:.2} to {upper:.2})")
}

fn two_arm(style: Style) -> Forest {
    let theme = Theme { style, palette: Palette::Default, data: DataType::Dichotomous, millimetres: None };
    let mut columns = vec![column("Study", false, Side::Left)];
    for arm in ["BCG", "Control"] {
        for header in ["Events", "Total"] {
            columns.push(Column { group: Some(arm.to_owned()), ..column(header, true, Side::Left) });
        }
    }
    columns.push(column("Weight", true, Side::Right));
    columns.push(column("Risk ratio (95%\u{a0}CI)", true, Side::Right));
    let trials = bcg();
    let mut rows: Vec<Row> = trials
        .iter()
        .map(|trial| Row::Study {
            id: trial.name.clone(),
            cells: vec![
                trial.name.clone(),
                trial.treated.0.to_string(),
                trial.treated.1.to_string(),
                trial.control.0.to_string(),
                trial.control.1.to_string(),
                format!("{:.1}%", trial.weight),
                text(trial.ratio, trial.limits),
            ],
            effect: Some(Effect { estimate: trial.ratio, interval: Some(trial.limits) }),
            weight: Some(trial.weight / 100.0),
            lights: Vec::new(),
        })
        .collect();
    let pooled = Effect { estimate: 0.489, interval: Some((0.344, 0.696)) };
    let total = |name: &str, estimate: f64, limits: (f64, f64)| {
        vec![
            name.to_owned(),
            String::new(),
            String::new(),
            String::new(),
            String::new(),
            "100%".to_owned(),
            text(estimate, limits),
        ]
    };
    rows.push(Row::Total {
        cells: total("Random effects", 0.489, (0.344, 0.696)),
        effect: Some(pooled),
        overall: true,
    });
    let mut prediction = total("Prediction interval", 0.0, (0.0, 0.0));
    prediction[5].clear();
    prediction[6] = "0.15 to 1.55".to_owned();
    rows.push(Row::Prediction { cells: prediction, interval: (0.15, 1.55) });
    let effects: Vec<_> = trials
        .iter()
        .map(|trial| (Effect { estimate: trial.ratio, interval: Some(trial.limits) }, trial.weight))
        .collect();
    let (lower, upper) = axis::needed(&effects, &[1.0, 0.15, 1.55]).unwrap();
    let (lower, upper, ticks) = axis::ratio(lower, upper);
    Forest {
        id: format!("forest-bcg-{style:?}"),
        title: "Forest plot of tuberculosis after BCG vaccination".into(),
        description: "Thirteen trials, most with fewer cases after vaccination.".into(),
        theme,
        columns,
        lights: Vec::new(),
        legend: Vec::new(),
        rows,
        axis: Axis {
            log: true,
            lower,
            upper,
            ticks: ticks.into_iter().map(|tick| (tick, tick.to_string())).collect(),
            sparse: Vec::new(),
            null: Some(1.0),
            pooled: Some(0.489),
            thresholds: vec![0.75],
            header: "Risk ratio (log scale)".into(),
            favours: Some(["Favours BCG".into(), "Favours control".into()]),
        },
        notes: vec![
            "Heterogeneity: τ² = 0.31 (95% CI 0.12 to 1.11); χ² = 152.2, df = 12 (P < 0.001); I² = 92% (88% to 95%)".into(),
            "Random-effects model with REML; intervals of Wald type. Box area proportional to the random-effects weight.".into(),
        ],
    }
}

#[test]
fn every_style_draws_the_trials_of_bcg() {
    for style in [Style::Plain, Style::Revman, Style::Bmj, Style::Jama, Style::Lancet] {
        sound(&format!("forest-bcg-{style:?}"), &draw(&two_arm(style)));
    }
}

/// Label, events, total.
type Counts = (String, u32, u32);

/// A forest of proportions: `label, events, total` rows, in groups, with lights.
fn proportions(id: &str, groups: &[(&str, Vec<Counts>)], lights: usize) -> Forest {
    let domains = [
        "randomisation process",
        "deviations from intended interventions",
        "missing outcome data",
        "outcome measurement",
        "reported result",
        "overall",
    ];
    let mut rows = Vec::new();
    let greatest = groups.iter().flat_map(|(_, rows)| rows).map(|row| row.2).max().unwrap_or(1);
    let mut number = 0;
    for (group, studies) in groups {
        if !group.is_empty() {
            rows.push(Row::Heading((*group).to_owned()));
        }
        for (name, events, total) in studies {
            number += 1;
            let p = f64::from(*events) / f64::from((*total).max(1));
            let half = 1.96 * (0.25 / f64::from((*total).max(1))).sqrt();
            let interval = ((p - half).max(0.0), (p + half).min(1.0));
            let estimable = *total > 0;
            let printed = if estimable {
                format!("{:.0}% ({:.0}% to {:.0}%)", p * 100.0, interval.0 * 100.0, interval.1 * 100.0)
            } else {
                "Not estimable".into()
            };
            let levels =
                [Risk::Low, Risk::Some, Risk::High, Risk::Critical, Risk::Unknown, Risk::NotApplicable];
            rows.push(Row::Study {
                id: name.clone(),
                cells: vec![
                    name.clone(),
                    events.to_string(),
                    total.to_string(),
                    if estimable { "7.7%".into() } else { String::new() },
                    printed,
                ],
                effect: estimable.then_some(Effect { estimate: p, interval: Some(interval) }),
                weight: Some(f64::from(*total) / f64::from(greatest)),
                lights: (0..lights).map(|domain| Some(levels[(number + domain) % 6].into())).collect(),
            });
        }
        if !group.is_empty() {
            rows.push(Row::Total {
                cells: vec![
                    format!("Random effects, {group}"),
                    "1".into(),
                    "2".into(),
                    "30.0%".into(),
                    "52% (38% to 66%)".into(),
                ],
                effect: Some(Effect { estimate: 0.52, interval: Some((0.38, 0.66)) }),
                overall: false,
            });
            rows.push(Row::Note("Heterogeneity: τ² = 0.21 (95% CI 0.05 to 0.80); χ² = 48.3, df = 12 (P < 0.001); I² = 75% (55% to 86%)".into()));
        }
    }
    for name in ["Common effect", "Random effects"] {
        rows.push(Row::Total {
            cells: vec![name.into(), String::new(), String::new(), "100%".into(), "59% (51% to 67%)".into()],
            effect: Some(Effect { estimate: 0.59, interval: Some((0.51, 0.67)) }),
            overall: true,
        });
    }
    rows.push(Row::Prediction {
        cells: vec![
            "Prediction interval".into(),
            String::new(),
            String::new(),
            String::new(),
            "33% to 82%".into(),
        ],
        interval: (0.33, 0.82),
    });
    let (lower, upper, ticks) = axis::proportion(0.0, 1.0, 5);
    Forest {
        id: id.to_owned(),
        title: "Survival to hospital discharge".into(),
        description: "Survival in each study and pooled.".into(),
        theme: Theme::default(),
        columns: vec![column("Study", false, Side::Left), column("Survivors", true, Side::Left), column("Patients", true, Side::Left), column("Weight", true, Side::Right), column("Survival (95% CI)", true, Side::Right)],
        lights: (0..lights).map(|index| Light { code: if index == 5 { "O".into() } else { format!("D{}", index + 1) }, name: domains[index % 6].to_owned() }).collect(),
        legend: vec![(Risk::Low.into(), "Low".into()), (Risk::Some.into(), "Some concerns".into()), (Risk::High.into(), "High".into()), (Risk::Critical.into(), "Critical".into()), (Risk::Unknown.into(), "No information".into()), (Risk::NotApplicable.into(), "Not applicable".into())],
        rows,
        axis: Axis { log: false, lower, upper, ticks: ticks.into_iter().map(|tick| (tick, format!("{:.0}%", tick * 100.0))).collect(), sparse: Vec::new(), null: None, pooled: Some(0.59), thresholds: vec![0.4, 0.6], header: "Survival".into(), favours: None },
        notes: vec!["Heterogeneity: τ² = 0.21 (95% CI 0.05 to 0.80); χ² = 48.3, df = 12 (P < 0.001); I² = 75% (55% to 86%)".into(), "Test for subgroup differences: χ² = 9.1, df = 2 (P = 0.01)".into()],
    }
}

fn named(count: u32, name: impl Fn(u32) -> String) -> Vec<Counts> {
    (0..count).map(|index| (name(index), index * 7 % (5 + index * 3), 5 + index * 3)).collect()
}

#[test]
fn from_one_study_to_three_hundred() {
    for k in [1, 2, 13, 60, 200, 300] {
        sound(
            &format!("forest-k-{k}"),
            &draw(&proportions("forest-k", &[("", named(k, |index| format!("Author {}", 1980 + index)))], 0)),
        );
    }
}

#[test]
fn subgroups_lights_and_remarks() {
    let studies = || named(4, |index| format!("Author {}", 1990 + index));
    sound(
        "forest-groups",
        &draw(&proportions(
            "forest-groups",
            &[("North America", studies()), ("Australasia", studies()), ("Europe", studies())],
            6,
        )),
    );
}

#[test]
fn labels_of_every_length_and_script() {
    let long = "Extracorporeal Life Support Organization registry investigators of the northern hemisphere";
    assert_eq!(long.chars().count(), 90);
    let rows = vec![
        (long.to_owned(), 3, 10),
        ("X".to_owned(), 0, 10),
        (
            "日本小児集中治療研究会による敗血症性ショックの体外循環登録研究二〇一八年版の最終報告".to_owned(),
            10,
            10,
        ),
        ("Müller-Lüdenscheidt & Østergård 2011".to_owned(), 0, 0),
        ("دراسة متعددة المراكز ٢٠١٥".to_owned(), 5, 9),
        ("Исследовательская группа по сепсису у детей".to_owned(), 5, 900),
        ("<script>alert(1)</script> & \"quotes\"".to_owned(), 5, 9),
        ("A".repeat(90), 5, 9),
    ];
    sound("forest-labels", &draw(&proportions("forest-labels", &[("", rows.clone())], 0)));
    sound("forest-labels-grouped", &draw(&proportions("forest-labels", &[(long, rows)], 6)));
}

#[test]
fn intervals_beyond_the_axis_keep_an_arrow_and_their_numbers() {
    let mut forest = two_arm(Style::Plain);
    (forest.axis.lower, forest.axis.upper) = (0.5, 2.0);
    forest.axis.ticks = vec![(0.5, "0.5".into()), (1.0, "1".into()), (2.0, "2".into())];
    let figure = draw(&forest);
    sound("forest-clipped", &figure);
    for trial in bcg() {
        assert!(
            figure.texts.iter().any(|shown| shown.text == text(trial.ratio, trial.limits)),
            "{}",
            trial.name
        );
    }
    let arrows = figure.svg.matches("<polygon").count();
    assert!(arrows >= 13, "{arrows}");
}

#[test]
fn rows_without_an_estimate_stay() {
    let mut forest = proportions("forest-nothing", &[("", vec![("Empty 2001".into(), 0, 0)])], 0);
    for row in &mut forest.rows {
        if let Row::Total { effect, .. } = row {
            *effect = None;
        }
    }
    let figure = draw(&forest);
    sound("forest-nothing", &figure);
    assert!(figure.texts.iter().any(|text| text.text == "Empty 2001"));
    assert!(figure.texts.iter().any(|text| text.text == "Not estimable"));
}

#[test]
fn more_columns_than_fit_widen_the_drawing() {
    let mut forest = two_arm(Style::Plain);
    for header in ["Centre and country", "Year of publication", "Allocation"] {
        forest.columns.insert(1, column(header, false, Side::Left));
        for row in &mut forest.rows {
            if let Row::Study { cells, .. } | Row::Total { cells, .. } | Row::Prediction { cells, .. } = row {
                cells.insert(
                    1,
                    if cells[0].contains(' ') {
                        "Great Ormond Street Hospital for Children, London".into()
                    } else {
                        String::new()
                    },
                );
            }
        }
    }
    let figure = draw(&forest);
    assert!(figure.width > 680.0);
    sound("forest-columns", &figure);
}

/// The group of a row in the drawing.
fn row<'s>(svg: &'s str, study: &str) -> &'s str {
    let start = svg.find(&format!("data-study=\"{study}\"")).unwrap();
    &svg[start..start + svg[start..].find("</g>").unwrap()]
}

#[test]
fn an_interval_that_its_box_hides_is_drawn_across_it() {
    let svg = draw(&two_arm(Style::Plain)).svg;
    assert!(row(&svg, "TPT Madras 1980").contains("s-on-point"), "a pixel or two look out");
    assert!(!row(&svg, "Aronson 1948").contains("s-on-point"), "its interval is long");
    let mut forest = two_arm(Style::Plain);
    let Row::Study { effect, .. } = &mut forest.rows[0] else { panic!("no study") };
    *effect = Some(Effect { estimate: 0.41, interval: Some((0.05, 0.41)) });
    assert!(
        !row(&draw(&forest).svg, "Aronson 1948").contains("s-on-point"),
        "nothing is hidden on the right"
    );
}

#[test]
fn an_estimate_beyond_the_axis_is_an_open_box_beside_its_arrow() {
    let mut forest = two_arm(Style::Plain);
    (forest.axis.lower, forest.axis.upper) = (0.3, 2.0);
    forest.axis.ticks = vec![(0.5, "0.5".into()), (1.0, "1".into()), (2.0, "2".into())];
    let figure = draw(&forest);
    sound("forest-beyond", &figure);
    let numbers = |text: &str, name: &str| -> Vec<f64> {
        text.split(&format!(" {name}=\""))
            .skip(1)
            .map(|rest| rest.split('"').next().unwrap().parse().unwrap())
            .collect()
    };
    // An estimate of 0.24, below the end of the axis.
    let of = row(&figure.svg, "Hart & Sutherland 1977".replace('&', "&amp;").as_str());
    let open = of.split("<rect").nth(1).unwrap();
    assert!(open.contains("f-paper s-point"), "{of}");
    let arrow = of.split("<polygon points=\"").nth(1).unwrap().split('"').next().unwrap();
    let tip: f64 = arrow.split([',', ' ']).step_by(2).map(|x| x.parse::<f64>().unwrap()).fold(0.0, f64::max);
    assert!(
        tip <= numbers(open, "x")[0],
        "the arrow ends at {tip}, the box begins at {:?}",
        numbers(open, "x")
    );
    assert!(row(&figure.svg, "Frimodt-Møller et al. 1973").contains("f-point"), "what is seen is filled");
}

#[test]
fn many_rows_have_an_axis_at_both_ends() {
    let axes = |k| {
        let forest = proportions("forest-many", &[("", named(k, |index| format!("Author {index}")))], 0);
        draw(&forest).texts.iter().filter(|text| text.text == "60%").count()
    };
    assert_eq!((axes(35), axes(80)), (1, 2));
}

#[test]
fn a_year_never_stands_alone() {
    let name = "Investigators of the multicentre randomised trial of early support in septic shock 2019";
    let rows = vec![(name.to_owned(), 3, 10), ("Short 2001".to_owned(), 4, 10)];
    for lights in [0, 6] {
        let figure = draw(&proportions("forest-years", &[("", rows.clone())], lights));
        sound("forest-years", &figure);
        assert!(figure.texts.iter().all(|text| text.text != "2019"));
        assert!(figure.texts.iter().any(|text| text.text.ends_with("shock\u{a0}2019")));
    }
}

#[test]
fn the_area_of_a_box_is_the_weight() {
    let side = |weight: f64| {
        let mut forest = two_arm(Style::Plain);
        forest.rows.truncate(2);
        if let [Row::Study { weight: first, .. }, Row::Study { weight: second, .. }] = &mut forest.rows[..] {
            (*first, *second) = (Some(weight), Some(1.0));
        }
        let svg = draw(&forest).svg;
        let tag = svg.split("<rect").find(|tag| tag.contains("class=\"f-point")).unwrap().to_owned();
        tag.split("height=\"").nth(1).unwrap().split('"').next().unwrap().parse::<f64>().unwrap()
    };
    assert!((side(1.0) / side(0.25) - 2.0).abs() < 0.01);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_forests_are_sound(
        names in prop::collection::vec("\\PC{1,60}", 1..12),
        counts in prop::collection::vec((0u32..500, 0u32..100_000), 12),
        heading in "\\PC{0,90}",
        favours in prop::option::of(("[A-Za-z ]{0,60}", "[A-Za-z ]{0,60}")),
        range in (0.0f64..0.9, 0.05f64..1.0),
        lights in 0usize..6,
    ) {
        let rows: Vec<_> = names.iter().zip(&counts).map(|(name, &(events, total))| (name.clone(), events.min(total), total)).collect();
        let mut forest = proportions("forest-random", &[(heading.as_str(), rows)], lights);
        (forest.axis.lower, forest.axis.upper) = (range.0, range.0 + range.1);
        forest.axis.favours = favours.map(|(left, right)| [left, right]);
        sound("forest-random", &draw(&forest));
    }
}
