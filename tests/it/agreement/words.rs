//! Headings, names and frequencies.

use ecmo_report::analysis::results::Results;
use serde_json::Value;

use super::{column, computed, row_of};

/// The name that an author gives the effects stands wherever that of the measure would.
#[test]
fn effects_have_the_name_of_their_author() {
    let data = "study,hr,lower,upper\na,0.7,0.5,0.98\nb,0.8,0.6,1.07\nc,0.6,0.35,1.03\n";
    let review = |effect: &str| {
        computed(
            &format!(
                "title: T\nstudies: studies.csv\nanalyses:\n  death: {{title: Death, measure: ratio, {effect}data: {{estimate: hr, lower: lower, upper: upper}}, sensitivity: [{{label: Common, model: common}}]}}\n"
            ),
            data,
        )
    };
    let own = review("effect: {name: hazard ratio, short: HR}, ");
    for table in ["data/death", "leave-one-out/death", "sensitivity/death"] {
        column(&own.table(table), "Hazard ratio (95%");
    }
    let said = own.prose().part("analysis", "death");
    assert!(said.contains("The pooled hazard ratio was 0.73 ("), "{said}");
    let forest = own.figure("forest-death").svg;
    assert!(forest.contains(">HR<") || forest.contains("HR ("), "{forest}");
    assert!(forest.contains("hazard ratio 0.73"), "{forest}");
    assert!(own.prose().part("methods-statistics", "death").contains("Hazard ratios were pooled"));

    let plain = review("");
    column(&plain.table("data/death"), "Ratio (95%");
    assert!(plain.prose().part("analysis", "death").contains("The pooled ratio was"));
}

#[test]
fn a_heading_names_a_level_only_where_all_results_have_it() {
    let data = "study,site,from,to,e,n\na,X,2001,2004,3,40\nb,X,2002,2006,14,50\nc,Y,2003,2004,7,35\n";
    let review = |second: &str| {
        format!(
            "title: T\nstudies: studies.csv\nquestion: {{type: prognosis}}\noverlap: {{centre: site, from: from, to: to, keep: n}}\nanalyses:\n  one: {{title: One, measure: proportion, data: {{events: e, total: n}}}}\n  two: {{title: Two, measure: proportion, data: {{events: e, total: n}}, level: {second}}}\ngrade:\n  one: {{start: high, certainty: low, certainty_source: s}}\n  two: {{start: high, certainty: low, certainty_source: s}}\n"
        )
    };
    let same = computed(&review("0.95"), data);
    let mixed = computed(&review("0.9"), data);
    for (name, heading) in [
        ("results", "Random effects ("),
        ("heterogeneity", "I² ("),
        ("summary-of-findings", "Of 100 ("),
        ("evidence-profile", "Proportion ("),
        ("overlap-results", "Pooled ("),
    ] {
        let (one, other) = (same.table(name), mixed.table(name));
        let label =
            |table: &ecmo_report::report::tables::Table| table.columns[column(table, heading)].label.clone();
        assert_eq!(label(&one), format!("{heading}95%\u{a0}CI)"), "{name}");
        assert_eq!(label(&other), format!("{heading}CI)"), "{name}");
        let cells: Vec<&str> = other
            .rows
            .iter()
            .filter_map(|row| Some(row.cells.get(column(&other, heading))?.text.as_str()))
            .collect();
        let named = |level: &str| cells.iter().filter(|cell| cell.contains(level)).count();
        assert!(named("(95%\u{a0}CI ") >= 1 && named("(90%\u{a0}CI ") >= 1, "{name}: {cells:?}");
        assert_eq!(named("(95%\u{a0}CI ") + named("(90%\u{a0}CI "), cells.len(), "{name}: {cells:?}");
    }
}

#[test]
fn i2_is_of_one_definition_with_its_own_interval() {
    let data = "study,region,year,e,n\na,EU,2001,3,40\nb,EU,2002,14,50\nc,US,2003,2,35\nd,US,2004,21,60\n";
    let found = computed(
        "title: T\nstudies: studies.csv\nquestion: {type: prognosis}\nanalyses:\n  death: {measure: proportion, data: {events: e, total: n}, i2: tau2, subgroups: [region], cumulative: year}\ngrade:\n  death: {start: high, certainty: low, certainty_source: s}\n",
        data,
    );
    let analysis = serde_json::to_value(&found.results.analyses["death"]).unwrap();
    let percent = |x: &Value| format!("{:.0}%", 100.0 * x.as_f64().unwrap());
    let (tau2, q) =
        (percent(&analysis["heterogeneity"]["i2_tau2"]), percent(&analysis["heterogeneity"]["i2"]));
    assert_ne!(tau2, q, "the data tell the definitions apart");
    let results = found.table("results");
    assert_eq!(row_of(&results, "death")[column(&results, "I²")], tau2);
    let findings = found.table("summary-of-findings");
    assert!(findings.rows[0].cells[column(&findings, "I²")].text.starts_with(&tau2));
    let whole = found.table("leave-one-out/death");
    assert_eq!(whole.rows.last().unwrap().cells[column(&whole, "I²")].text, tau2);
    let signals = &found.results.grade["death"].domains["inconsistency"].signals;
    assert_eq!(percent(&signals["i2"]), tau2);
    assert!(!signals.contains_key("i2_ci"), "the interval is of Q");
    let prose = found.prose();
    let text = prose.part("analysis", "death");
    assert!(text.contains(&format!("I² = {tau2}, τ²")), "no interval of Q beside it: {text}");
    // The key of the results is what stands under it.
    assert_eq!(
        prose.says("{{ death.heterogeneity.i2 }} and {{ death.heterogeneity.i2_tau2 }}"),
        format!("{q} and {tau2}")
    );
    // The one table that shows both.
    let both = found.table("heterogeneity");
    let cells: Vec<&str> = both.rows[0].cells.iter().map(|cell| cell.text.as_str()).collect();
    assert!(
        cells[column(&both, "I² (")].starts_with(&q) && cells[column(&both, "I² from")] == tau2,
        "{cells:?}"
    );
}

#[test]
fn limits_in_sentences_have_the_decimals_of_the_tables() {
    let found = computed(
        "title: T\nstudies: studies.csv\nanalyses:\n  score: {measure: generic, data: {estimate: y, se: s}}\n",
        "study,y,s\na,-3.1,0.5\nb,1.4,0.6\nc,-6.7,0.6\nd,-0.3,0.4\ne,-2.2,0.5\nf,-4.0,0.7\n",
    );
    let prose = found.prose();
    let results = found.table("results");
    let interval = row_of(&results, "score")[column(&results, "Prediction interval")].clone();
    assert_eq!(prose.says("{{ score | prediction }}"), interval);
    assert_eq!(prose.says("{{ score | prediction_lower }} to {{ score | prediction_upper }}"), interval);
    assert_eq!(prose.says("{{ score.random.prediction[0] }} to {{ score.random.prediction[1] }}"), interval);
    assert!(prose.part("analysis", "score").contains(&interval.replace(" to ", " and ")));
}

#[test]
fn people_and_their_limits_are_of_one_number() {
    let found = computed(
        "title: T\nstudies: studies.csv\nquestion: {type: prognosis}\nanalyses:\n  death: {outcome: {name: mortality}, measure: proportion, data: {events: e, total: n}, ci: wald}\ngrade:\n  death: {start: high, certainty: high, certainty_source: s}\n",
        "study,e,n\na,2,500\nb,1,400\nc,3,600\n",
    );
    let prose = found.prose();
    assert_eq!(prose.says("{{ death | frequency }} ({{ death | frequency_ci }})"), "4 in 1000 (2 to 9)");
    let findings = found.table("summary-of-findings");
    let cells: Vec<&str> = findings.rows[0].cells.iter().map(|cell| cell.text.as_str()).collect();
    assert_eq!(findings.columns[2].label, "Of 1000 (95%\u{a0}CI)");
    assert_eq!(cells[2], "4 (2 to 9)");
    assert_eq!(cells.last(), Some(&"About 4 in 1000 die."));
    let scene = ecmo_report::report::tables::Scene {
        review: &found.review,
        results: &found.results,
        index: &ecmo_report::analysis::results::StudyIndex::of(&found.results.studies),
        numbers: ecmo_report::numbers::Numbers::default(),
    };
    let glance = ecmo_report::report::glance::glance(scene);
    let first = &glance.headlines[0];
    assert_eq!((first.number.as_str(), first.of.as_str(), first.dots), ("4", "of 1000", None));
    assert_eq!(first.statement.as_deref(), Some("About 4 in 1000 die."));
}

#[test]
fn a_test_that_was_not_done_has_its_name_and_a_reason_in_words() {
    let found = computed(
        "title: T\nstudies: studies.csv\nquestion: {type: association}\nanalyses:\n  effect:\n    measure: standardized-mean-difference\n    data: {treated: {mean: m1, sd: s1, total: n1}, control: {mean: m2, sd: s2, total: n2}}\n    small_study: [egger-mixed, pustejovsky-rodgers, trim-and-fill]\ngrade:\n  effect: {start: high, certainty: low, certainty_source: s}\n",
        "study,m1,s1,n1,m2,s2,n2\na,5,2,20,6,2,20\nb,4,2,30,6,2,25\nc,5,1,22,5,2,21\n",
    );
    let json = serde_json::to_value(&found.results.analyses["effect"].small_study).unwrap();
    assert_eq!(
        json["not_done"],
        serde_json::json!({"egger_mixed": "k < 10", "pustejovsky_rodgers": "k < 10", "trim_fill": "k < 10"})
    );
    let why = "there are fewer than 10 studies";
    let table = found.table("small-study/effect");
    let rows: Vec<[&str; 2]> =
        table.rows.iter().map(|row| [row.cells[0].text.as_str(), row.cells[1].text.as_str()]).collect();
    let not_done = format!("not done: {why}");
    let not_done = not_done.as_str();
    assert_eq!(
        rows,
        [
            ["Egger’s test as a mixed model", not_done],
            ["Pustejovsky and Rodgers’ test", not_done],
            ["Trim and fill", not_done]
        ]
    );
    let prose = found.prose().part("small-study", "effect");
    let tests = "Egger’s test as a mixed model, Pustejovsky and Rodgers’ test and trim and fill";
    assert!(prose.contains(&format!("{tests} were not done: {why}.")), "{prose}");
    let signals = found.table("certainty-signals");
    let text: String =
        signals.rows.iter().flat_map(|row| &row.cells).map(|cell| cell.text.as_str()).collect();
    assert!(text.contains(&format!("trim and fill not done, {why}")), "{text}");
}

#[test]
fn no_effect_is_where_the_results_say() {
    let data = "study,y,s\na,0.71,0.05\nb,0.82,0.03\nc,0.77,0.04\n";
    let review = |more: &str| {
        format!(
            "title: T\nstudies: studies.csv\nanalyses:\n  auc: {{measure: generic, data: {{estimate: y, se: s}}{more}}}\n"
        )
    };
    let of = |more: &str| computed(&review(more), data).results.analyses["auc"].no_effect();
    assert_eq!(of(""), None);
    assert_eq!(of(", favours: [less, more]"), Some(0.0));
    assert_eq!(of(", no_effect: 0.5"), Some(0.5));
    assert_eq!(of(", no_effect: 0.5, favours: [less, more]"), Some(0.5));
    // Without one, a difference crosses nothing; with one, it does.
    let older = computed(&review(", no_effect: 0.5"), data).results;
    let newer =
        |more: &str| computed(&review(more), "study,y,s\na,0.51,0.05\nb,0.42,0.13\nc,0.37,0.24\n").results;
    let crossed = |old: &Results, new: &Results| {
        let diff = ecmo_report::history::diff::diff(old, new);
        diff.analyses[0].parts[0].crossed.clone()
    };
    assert_eq!(
        crossed(&older, &newer(", no_effect: 0.5")),
        ["the direction of the effect is reversed", "the interval now includes no effect"]
    );
    let silent = computed(&review(""), data).results;
    assert_eq!(crossed(&silent, &newer("")), Vec::<String>::new());
}

#[test]
fn a_claim_shows_the_values_that_it_saw() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(
        folder.path().join("review.yaml"),
        "title: T\nversion: 1.0.0\nstudies: studies.csv\nanalyses:\n  s: {measure: proportion, data: {events: e, total: n}}\nclaims: [{id: total, holds: s.total == 2434570}]\n",
    )
    .unwrap();
    std::fs::write(folder.path().join("studies.csv"), "study,e,n\na,1000,2000000\nb,900,434568\n").unwrap();
    let found = super::in_folder(folder.path());
    assert_eq!(found.results.claims[0].values["s.total"], serde_json::json!(2_434_568));
    let fault = found.found.iter().find(|fault| fault.is_error()).unwrap();
    assert_eq!(fault.notes, ["s.total is 2434568"]);
    // Such a version is not kept.
    let output = crate::command_line::run(folder.path(), &["freeze", "."]);
    assert_eq!(output.status.code(), Some(3), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(!folder.path().join("versions").exists());
}

#[test]
fn how_many_to_treat_is_told_with_its_limits() {
    let found =
        computed(&super::invariant::TRIALS.replace("i2: tau2", "ci: wald"), super::invariant::TRIAL_DATA);
    let absolute = found.results.grade["death"].absolute.clone().unwrap();
    let findings = found.table("summary-of-findings");
    let told = findings.explanations.iter().find(|text| text.starts_with("One event fewer for every "));
    match (absolute.number_needed, absolute.number_needed_ci) {
        (Some(number), Some([least, most])) => {
            let expected =
                format!("One event fewer for every {number} ({least} to {most}) who have the intervention.");
            assert_eq!(told, Some(&expected));
            assert!(least <= number && number <= most);
        }
        other => panic!("{other:?}: the interval leaves no doubt"),
    }
}

#[test]
fn methods_say_the_prediction_interval_that_was_made() {
    let data = "study,e,n\na,3,40\nb,14,50\nc,2,35\n";
    let methods = |choice: &str| {
        let review = format!(
            "title: T\nstudies: studies.csv\nanalyses:\n  death: {{measure: proportion, data: {{events: e, total: n}}{choice}}}\n"
        );
        computed(&review, data).prose().part("methods-statistics", "death")
    };
    assert!(methods("").contains("with k − 1 degrees of freedom"));
    assert!(methods(", prediction: k-2").contains("with k − 2 degrees of freedom"));
    assert!(!methods(", prediction: false").contains("Prediction intervals"));
}

#[test]
fn a_number_without_a_filter_is_written_as_the_tables_write_it() {
    let found = computed(
        "title: T\nstudies: studies.csv\nanalyses:\n  death:\n    measure: proportion\n    data: {events: e, total: n}\n    small_study: [egger]\n    small_study_min_k: 3\n    meta_regression: {min_studies: 3, moderators: [year]}\nsummaries: {stay: {title: Stay, column: days, statistic: mean}}\n",
        "study,year,e,n,days\na,2001,3,40,103.4\nb,2002,14,50,140.1\nc,2003,2,35,131.1\nd,2004,21,60,\ne,2006,2,41,129.5\n",
    );
    let prose = found.prose();
    let cell = |table: &str, row: usize, heading: &str| {
        let table = found.table(table);
        table.rows[row].cells[column(&table, heading)].text.clone()
    };
    for (text, table, row, heading) in [
        ("{{ summaries.stay.value }}", "summaries", 0, "Value"),
        ("{{ death.small_study.egger.statistic }}", "small-study/death", 0, "Statistic"),
        ("{{ death.small_study.egger.df }}", "small-study/death", 0, "df"),
        ("{{ death.meta_regression[0].terms[1].se }}", "meta-regression/death", 2, "SE"),
        ("{{ death.meta_regression[0].tau2 }}", "meta-regression/death", 1, "Residual τ²"),
        ("{{ death.influence[1].cooks_distance }}", "influence/death", 1, "Cook"),
        ("{{ death.influence[1].weight }}", "influence/death", 1, "Weight"),
        ("{{ death.studies[1].weight_random }}", "data/death", 1, "Weight, random"),
    ] {
        assert_eq!(prose.says(text), cell(table, row, heading), "{text}");
    }
    let study = &found.table("data/death").rows[1].cells;
    let estimate = study.iter().find(|cell| cell.text.contains('%')).unwrap().text.clone();
    let whole =
        "{{ death.studies[1].estimate }} ({{ death.studies[1].ci[0] }} to {{ death.studies[1].ci[1] }})";
    assert_eq!(prose.says(whole), estimate);
    let term =
        "{{ death.meta_regression[0].terms[1].estimate }} ({{ death.meta_regression[0].terms[1] | ci }})";
    let coefficient = cell("meta-regression/death", 2, "Coefficient");
    assert_eq!(prose.says(term), coefficient);
    let bubble = found.figures().into_iter().find(|figure| figure.id.starts_with("bubble-death")).unwrap();
    let said =
        bubble.texts.iter().map(|text| format!("{} ", text.text)).collect::<String>() + &bubble.description;
    let first = coefficient.split(' ').next().unwrap();
    assert!(said.contains(&format!("β\u{a0}=\u{a0}{first} (")), "{first}: {said}");
}
