//! From results to forest plots: columns by measure, subgroups, totals, what the styles say.

use ecmo_report::analysis::results::{AnalysisResult, BiasResult, StudyIndex, StudyRecord};
use ecmo_report::figures::forest::{Forest, Row, Side, Source, draw, from_analysis};
use ecmo_report::figures::{Palette, Style, Theme};
use ecmo_report::numbers::Numbers;
use ecmo_report::spec::Analysis;
use ecmo_report::spec::prose::NumberProfile;
use ecmo_report::spec::studies::Column;
use indexmap::IndexMap;
use serde_json::{Value, json};

use super::support::sound;

/// The pooled studies of the paediatric review: label, region, survivors, patients.
const STUDIES: [(&str, &str, u32, u32); 13] = [
    ("Lillehei 1989", "North America", 8, 8),
    ("McCune 1990", "North America", 10, 10),
    ("Hocker 1992", "North America", 13, 15),
    ("Nagaya 1993", "Australasia", 5, 7),
    ("Luyt 2004", "Europe", 6, 11),
    ("MacLaren 2007", "Australasia", 21, 45),
    ("Peng 2012", "Australasia", 7, 12),
    ("Rambaud 2015", "Europe", 13, 22),
    ("Ruth 2015", "North America", 920, 1858),
    ("Sole 2018", "Europe", 9, 21),
    ("Chang 2018", "Australasia", 14, 55),
    ("Schlapbach 2019", "Australasia", 40, 80),
    ("Other 2019", "North America", 300, 415),
];

fn pooled(estimate: f64, half: f64) -> Value {
    json!({"theta": 0.8, "se": 0.1, "statistic": 4.2, "p": 0.0003, "estimate": estimate, "ci": [estimate - half, estimate + half], "prediction": [estimate - 3.0 * half, estimate + 3.0 * half]})
}

fn heterogeneity() -> Value {
    json!({"q": 61.42, "df": 12.0, "p": 1e-8, "i2": 0.805, "i2_ci": [0.67, 0.88], "tau2": 0.0162, "tau2_ci": [0.0061, 0.0912]})
}

fn proportion() -> (AnalysisResult, Vec<StudyRecord>) {
    let total: u32 = STUDIES.iter().map(|study| study.3).sum();
    let studies: Vec<Value> = STUDIES
        .iter()
        .map(|&(label, _, events, n)| {
            let p = f64::from(events) / f64::from(n);
            let half = 1.96 * (0.25 / f64::from(n)).sqrt();
            json!({"id": label.to_lowercase().replace(' ', "-"), "events": events, "total": n, "estimate": p, "ci": [(p - half).max(0.0), (p + half).min(1.0)], "weight_random": 0.02 + 0.74 * f64::from(n) / f64::from(total), "weight_common": f64::from(n) / f64::from(total)})
        })
        .collect();
    let ids = |region: &str| {
        STUDIES
            .iter()
            .filter(|study| study.1 == region)
            .map(|study| study.0.to_lowercase().replace(' ', "-"))
            .collect::<Vec<_>>()
    };
    let levels: Vec<Value> = ["North America", "Australasia", "Europe"]
        .iter()
        .map(|region| json!({"level": region, "studies": ids(region), "k": ids(region).len(), "total": null, "events": null, "random": pooled(0.6, 0.1), "common": pooled(0.55, 0.05), "heterogeneity": heterogeneity()}))
        .collect();
    let result = json!({
        "title": "Survival to hospital discharge", "measure": "proportion", "transform": "freeman-tukey", "method": "inverse-variance",
        "tau2_estimator": "dl", "ci_method": "wald", "level": 0.95, "model": "random", "i2_definition": "q", "study_ci": "clopper-pearson",
        "k": 13, "total": total, "events": 1366, "left_out": [{"study": "wu-2007", "reason": "no event can be counted", "not_estimable": true}, {"study": "gone-2001", "reason": "where"}],
        "studies": studies, "random": pooled(0.587, 0.08), "common": pooled(0.52, 0.02), "heterogeneity": heterogeneity(),
        "subgroups": [{"by": "region", "label": "Region", "tau2": "separate", "levels": levels, "test": {"q": 9.13, "df": 2.0, "p": 0.0104}}],
    });
    let mut records: Vec<StudyRecord> = STUDIES
        .iter()
        .map(|&(label, region, ..)| {
            let cells = json!({"region": region, "year": label.split(' ').nth(1).unwrap().parse::<u32>().unwrap(), "country": "Great Britain and Northern Ireland"});
            StudyRecord { id: label.to_lowercase().replace(' ', "-"), label: label.to_owned(), cells: serde_json::from_value(cells).unwrap() }
        })
        .collect();
    for (at, id, label) in [(4, "wu-2007", "Wu 2007"), (5, "gone-2001", "Gone 2001")] {
        let cells = serde_json::from_value(json!({"region": "Europe", "year": null, "survivors": 3, "n": 0}))
            .unwrap();
        records.insert(at, StudyRecord { id: id.into(), label: label.into(), cells });
    }
    (serde_json::from_value(result).unwrap(), records)
}

fn spec(text: &str) -> Analysis {
    serde_yaml::from_str(text).unwrap()
}

struct Case {
    result: AnalysisResult,
    records: Vec<StudyRecord>,
    spec: Analysis,
    columns: IndexMap<String, Column>,
    bias: Option<BiasResult>,
    style: Style,
    numbers: Numbers,
}

impl Case {
    fn forest(&self, subgroups: bool) -> Forest {
        from_analysis(&Source {
            id: "survival",
            result: &self.result,
            spec: &self.spec,
            records: &self.records,
            index: &StudyIndex::of(&self.records),
            columns: &self.columns,
            bias: self.bias.as_ref(),
            subgroups: self.result.subgroups.first().filter(|_| subgroups),
            theme: Theme { style: self.style, palette: Palette::Default, ..Theme::default() },
            numbers: &self.numbers,
        })
    }
}

fn survival() -> Case {
    let (result, records) = proportion();
    let spec = spec(
        "measure: proportion\noutcome: {name: survival}\ndata: {events: survivors, total: n}\nthresholds: [0.4, 0.6]\nfavours: [Left, Right]\n",
    );
    let columns = serde_json::from_value(json!({"survivors": {"label": "Survivors"}, "n": {"label": "Patients"}, "year": {"label": "Year"}, "country": {"label": "Country"}})).unwrap();
    Case { result, records, spec, columns, bias: None, style: Style::Plain, numbers: Numbers::default() }
}

/// A 2x2 analysis of three trials, one of them without events.
fn two_arm() -> Case {
    let arm = |events: u32, total: u32| json!({"events": events, "total": total});
    let study = |id: &str, treated: Value, control: Value, rr: f64, w: f64| json!({"id": id, "treated": treated, "control": control, "estimate": rr, "ci": [rr / 2.0, rr * 2.0], "weight_random": w, "weight_common": w});
    let result = json!({
        "title": "Death", "measure": "risk-ratio", "transform": "log", "method": "mantel-haenszel", "tau2_estimator": "reml", "ci_method": "hartung-knapp",
        "level": 0.95, "model": "random", "i2_definition": "q", "k": 2, "total": 400, "events": 60, "left_out": [{"study": "c", "reason": "no events in both arms", "not_estimable": true}],
        "studies": [study("a", arm(10, 100), arm(20, 100), 0.5, 0.6), study("b", arm(15, 100), arm(15, 100), 1.0, 0.4)],
        "random": {"estimate": 0.66, "ci": [0.3, 1.4], "statistic": -1.2, "df": 1.0, "p": 0.44, "prediction": [0.01, 40.0]}, "common": {"estimate": 0.71, "ci": [0.5, 1.1]}, "heterogeneity": heterogeneity(),
    });
    let records = ["a", "b", "c"].map(|id| StudyRecord {
        id: id.into(),
        label: format!("Trial {id}"),
        cells: IndexMap::new(),
    });
    let spec = spec(
        "measure: risk-ratio\ndata: {treated: {events: a, total: n1}, control: {events: c, total: n2}}\narms: {treated: ECMO, control: Conventional care}\nfavours: [Favours ECMO, Favours conventional care]\n",
    );
    Case {
        result: serde_json::from_value(result).unwrap(),
        records: records.into(),
        spec,
        columns: IndexMap::new(),
        bias: None,
        style: Style::Plain,
        numbers: Numbers::default(),
    }
}

fn headers(forest: &Forest) -> Vec<&str> {
    forest.columns.iter().map(|column| column.header.as_str()).collect()
}

fn study<'f>(forest: &'f Forest, name: &str) -> &'f Row {
    forest.rows.iter().find(|row| row.cells()[0] == name).unwrap()
}

#[test]
fn a_proportion_has_its_columns_its_totals_and_no_null() {
    let case = survival();
    let forest = case.forest(false);
    sound("from-survival", &draw(&forest));
    assert_eq!(headers(&forest), ["Study", "Survivors", "Patients", "Survival (95%\u{a0}CI)", "Weight"]);
    assert_eq!((forest.axis.null, forest.axis.lower, forest.axis.upper), (None, 0.0, 1.0));
    assert_eq!(forest.axis.favours, None, "nothing is favoured without a null");
    let total = study(&forest, "Random effects").cells();
    assert_eq!(total[1..3], ["1366".to_owned(), "2559".to_owned()]);
    assert_eq!(total[4], "100.0%");
    assert!(forest.notes.iter().all(|note| !note.contains("overall effect")));
    assert!(forest.notes.iter().any(|note| note.contains("Clopper–Pearson")));
}

#[test]
fn a_study_that_cannot_be_estimated_keeps_its_place() {
    let forest = survival().forest(false);
    let names: Vec<String> = forest.rows.iter().map(|row| row.cells()[0].clone()).collect();
    assert_eq!(names[3..6], ["Nagaya 1993".to_owned(), "Wu 2007".to_owned(), "Luyt 2004".to_owned()]);
    let Row::Study { effect: None, cells, .. } = study(&forest, "Wu 2007") else { panic!("no row") };
    assert_eq!(cells[3], "Not estimable");
    assert_eq!(cells[1..3], ["3".to_owned(), "0".to_owned()], "its data are in the table");
    assert!(!names.contains(&"Gone 2001".to_owned()), "what `where` leaves out has no row");
}

#[test]
fn subgroups_carry_their_own_totals_and_test() {
    let forest = survival().forest(true);
    sound("from-survival-region", &draw(&forest));
    assert_eq!(forest.id, "forest-survival-region");
    assert_eq!(forest.title, "Forest plot: Survival to hospital discharge by Region");
    assert!(forest.description.starts_with("13 studies, by Region."), "{}", forest.description);
    let headings: Vec<_> = forest
        .rows
        .iter()
        .filter_map(|row| if let Row::Heading(text) = row { Some(text.as_str()) } else { None })
        .collect();
    assert_eq!(headings, ["North America", "Australasia", "Europe"]);
    let diamonds = forest.rows.iter().filter(|row| matches!(row, Row::Total { overall: false, .. })).count();
    let remarks = forest.rows.iter().filter(|row| matches!(row, Row::Note(_))).count();
    assert_eq!((diamonds, remarks), (3, 3));
    assert!(
        forest.notes.iter().any(|note| note.replace('\u{a0}', " ")
            == "Test for subgroup differences: χ² = 9.13, df = 2 (p = 0.010)"),
        "{:?}",
        forest.notes
    );
}

#[test]
fn every_style_is_sound_with_its_own_numbers() {
    let profiles = [
        NumberProfile::Neutral,
        NumberProfile::Cochrane,
        NumberProfile::Bmj,
        NumberProfile::Jama,
        NumberProfile::Lancet,
    ];
    for (style, profile) in
        [Style::Plain, Style::Revman, Style::Bmj, Style::Jama, Style::Lancet].into_iter().zip(profiles)
    {
        for (name, case) in [("survival", survival()), ("two-arm", two_arm())] {
            let case = Case { style, numbers: Numbers::new(profile), ..case };
            let forest = case.forest(true);
            sound(&format!("from-{name}-{style:?}"), &draw(&forest));
            let line = forest.notes.iter().find(|note| note.contains("eterogeneity")).unwrap();
            assert_eq!(
                line.contains("τ²"),
                !matches!(style, Style::Jama | Style::Lancet),
                "{style:?}: {line}"
            );
            let right = forest.columns.iter().filter(|column| column.side == Side::Right).count();
            assert_eq!(right == 0, style == Style::Revman, "{style:?}");
        }
    }
}

#[test]
fn two_arms_stand_under_their_names_around_a_null() {
    let forest = two_arm().forest(false);
    let groups: Vec<_> = forest.columns.iter().filter_map(|column| column.group.as_deref()).collect();
    assert_eq!(groups, ["ECMO", "ECMO", "Conventional care", "Conventional care"]);
    assert_eq!((forest.axis.null, forest.axis.log), (Some(1.0), true));
    assert_eq!(study(&forest, "Random effects").cells()[1..5], ["25", "200", "35", "200"].map(str::to_owned));
    let ends = (forest.axis.lower, forest.axis.upper);
    assert!(ends.0 < 0.3 && ends.1 > 1.4);
    assert_eq!(forest.axis.favours.as_ref().unwrap()[0], "Favours ECMO");
    assert!(forest.rows.iter().any(|row| row.cells()[0] == "Common effect (Mantel–Haenszel)"));
    sound("from-two-arm", &draw(&forest));
}

#[test]
fn the_author_chooses_columns_and_order() {
    let mut case = survival();
    case.spec.forest.columns = vec!["year".into(), "country".into()];
    case.spec.forest.sort = Some(ecmo_report::spec::analysis::ForestSort::Estimate);
    let forest = case.forest(false);
    sound("from-survival-columns", &draw(&forest));
    assert_eq!(headers(&forest)[1..3], ["Year", "Country"]);
    assert_eq!(study(&forest, "Wu 2007").cells()[1], "NR");
    assert_eq!(forest.rows[0].cells()[0], "Chang 2018");
    assert_eq!(study(&forest, "Ruth 2015").cells()[1], "2015");
}

#[test]
fn what_the_lines_below_say_is_what_is_drawn() {
    let case = survival();
    let forest = case.forest(false);
    let notes = forest.notes.join(" ");
    for said in [
        "τ² by DerSimonian–Laird with Q-profile interval, confidence interval by Wald; common effect: inverse variance; intervals of single studies by Clopper–Pearson (exact).",
        "The area of a box is proportional to the random-effects weight, from a smallest size on.",
        "Dashed: the pooled estimate.",
        "Dotted: decision thresholds at 40% and 60%, shaded between them.",
    ] {
        assert!(notes.contains(said), "{said:?} is not in {notes:?}");
    }
    assert!(draw(&forest).svg.contains("class=\"zone\""));
    assert!(!notes.contains("The axis runs"), "from 0 to 100% goes without saying");
    let mut one = survival();
    one.result.thresholds.truncate(1);
    one.spec.thresholds.truncate(1);
    one.spec.axis = serde_yaml::from_str("{from: 0.2, to: 0.9}").unwrap();
    let forest = one.forest(false);
    sound("from-survival-axis", &draw(&forest));
    assert!(!draw(&forest).svg.contains("class=\"zone\""), "one threshold has no between");
    assert!(forest.notes.join(" ").contains("The axis runs from 20% to 90%."));
    let mut zeros = two_arm();
    zeros.result.studies[1].corrected = true;
    let notes = zeros.forest(false).notes.join(" ");
    assert!(notes.contains(
        "on the log scale, τ² by restricted maximum likelihood with Q-profile interval, confidence interval by \
         Hartung–Knapp; common effect: Mantel–Haenszel method; intervals of single studies by the normal \
         approximation. One study with a zero cell enters with a continuity correction."
    ), "{notes}");
    assert!(!notes.contains("smallest size"), "both boxes are large");
}

#[test]
fn houses_have_their_own_columns() {
    let with = |style, case: Case| Case { style, ..case }.forest(false);
    let of = |style| headers(&with(style, survival())).iter().map(|&it| it.to_owned()).collect::<Vec<_>>();
    assert_eq!(of(Style::Bmj)[2..], ["Weight".to_owned(), "Survival (95%\u{a0}CI)".to_owned()]);
    assert_eq!(of(Style::Lancet)[2..], ["Survival (95%\u{a0}CI)".to_owned(), "Weight".to_owned()]);
    assert_eq!(of(Style::Jama)[0], "Source");
    assert_eq!(headers(&with(Style::Bmj, two_arm()))[1], "No of events/total");
    let overall = |style| {
        let notes = with(style, two_arm()).notes;
        notes.into_iter().find(|note| note.contains("overall effect")).map(|note| note.replace('\u{a0}', " "))
    };
    assert_eq!(overall(Style::Lancet).as_deref(), Some("Test for overall effect: p = 0.44"));
    assert!(overall(Style::Revman).unwrap().contains("t = "));
    assert_eq!(overall(Style::Plain), None);
    // JAMA names the axis below the plot and sets everything at the left.
    let figure = draw(&with(Style::Jama, two_arm()));
    let text = |said: &str| figure.texts.iter().find(|text| text.text.contains(said)).unwrap();
    assert!(text("log scale").top > text("Random effects").bottom);
    assert!((text("10/100").left - text("15/100").left).abs() < 1e-9);
}

#[test]
fn estimates_stand_beside_their_errors() {
    let mut case = two_arm();
    let study = |id: &str, yi: f64, vi: f64| json!({"id": id, "yi": yi, "vi": vi, "estimate": 0.5, "ci": [0.2, 1.1], "weight_random": 0.5, "weight_common": 0.5});
    case.result.measure = ecmo_report::stats::choices::Measure::Ratio;
    case.result.studies =
        serde_json::from_value(json!([study("a", -0.694, 0.01), study("b", 0.1, 0.25)])).unwrap();
    case.spec = spec("measure: ratio\ndata: {estimate: hr, lower: l, upper: u}\n");
    let forest = case.forest(false);
    sound("from-ratio", &draw(&forest));
    assert_eq!(headers(&forest)[1..3], ["Log ratio", "SE"]);
    assert_eq!(study_cells(&forest, "Trial a")[1..3], ["−0.69".to_owned(), "0.10".to_owned()]);
    assert_eq!(study_cells(&forest, "Random effects")[1..3], [String::new(), String::new()]);
}

fn study_cells(forest: &Forest, name: &str) -> Vec<String> {
    study(forest, name).cells()
}

#[test]
fn rows_sort_by_risk_of_bias() {
    let mut case = survival();
    case.spec.forest.sort = Some(ecmo_report::spec::analysis::ForestSort::RiskOfBias);
    let judged = |id: &str, level: &str| json!({"study": id, "judgements": {"D1": {"level": "low"}, "overall": {"level": level}}});
    case.bias = Some(
        serde_json::from_value(json!({
            "tool": "rob2", "name": "RoB 2", "domains": [["D1", "randomisation process"], ["overall", "Overall"]],
            "levels": [["low", "Low", "+", "low"], ["some", "Some concerns", "-", "some"], ["high", "High", "x", "high"]],
            "studies": [judged("chang-2018", "high"), judged("ruth-2015", "some"), judged("peng-2012", "low")], "missing": [], "shares": [],
        }))
        .unwrap(),
    );
    let names: Vec<String> = case.forest(false).rows.iter().map(|row| row.cells()[0].clone()).collect();
    assert_eq!(names[..4], ["Peng 2012", "Ruth 2015", "Chang 2018", "Lillehei 1989"].map(str::to_owned));
}

#[test]
fn lights_stand_for_judgements_in_the_order_of_the_domains() {
    let mut case = survival();
    let judged = |id: &str, level: &str| json!({"study": id, "judgements": {"D1": {"level": "low"}, "D2": {"level": level}, "overall": {"level": level}}});
    let bias = json!({
        "tool": "rob2", "name": "RoB 2", "domains": [["D1", "randomisation process"], ["D2", "missing outcome data"], ["overall", "Overall"]],
        "levels": [["low", "Low", "+", "low"], ["some", "Some concerns", "-", "some"], ["high", "High", "x", "high"]],
        "studies": [judged("luyt-2004", "high"), judged("hocker-1992", "low")], "missing": [], "shares": [],
    });
    case.bias = Some(serde_json::from_value(bias).unwrap());
    let forest = case.forest(false);
    sound("from-survival-lights", &draw(&forest));
    assert_eq!(
        forest.lights.iter().map(|light| light.code.as_str()).collect::<Vec<_>>(),
        ["D1", "D2", "Overall"]
    );
    assert_eq!(forest.legend.len(), 2, "only levels in use are explained");
    let Row::Study { lights, .. } = study(&forest, "Luyt 2004") else { panic!("no row") };
    assert_eq!(
        lights,
        &[
            Some(ecmo_report::figures::Risk::Low.into()),
            Some(ecmo_report::figures::Risk::High.into()),
            Some(ecmo_report::figures::Risk::High.into())
        ]
    );
}

#[test]
fn one_study_pools_nothing() {
    let mut case = survival();
    case.result.studies.truncate(1);
    case.result.k = 1;
    case.result.subgroups.clear();
    let forest = case.forest(false);
    sound("from-one", &draw(&forest));
    assert!(forest.notes.join(" ").contains("The interval of the study is by Clopper–Pearson (exact)."));
    assert!(!forest.notes.join(" ").contains("area of a box"), "no weight, no model");
    assert!(forest.rows.iter().all(|row| matches!(row, Row::Study { .. })));
    assert!(forest.axis.pooled.is_none() && forest.notes.iter().all(|note| !note.contains("eterogeneity")));
}
