//! Refits: by the method of the analysis, and said where they cannot be done.

use ecmo_report::analysis::results::AnalysisResult;
use ecmo_report::stats::choices::I2Definition;
use proptest::prelude::*;

use super::invariant::{TRIAL_DATA, TRIALS};
use super::{column, computed, row_of};

fn close(a: Option<f64>, b: Option<f64>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => (a - b).abs() <= 1e-8 * (a.abs() + b.abs()) + 1e-10,
        (a, b) => a.is_none() && b.is_none(),
    }
}

/// Everything that a refit of all studies must share with the analysis.
fn assert_whole(name: &str, analysis: &AnalysisResult) {
    let last = analysis.cumulative.last().unwrap_or_else(|| panic!("{name}: no cumulative result"));
    let (random, spread) = (&analysis.random, &analysis.heterogeneity);
    for (what, a, b) in [
        ("theta", last.random.theta, random.theta),
        ("se", last.random.se, random.se),
        ("p", last.random.p, random.p),
        ("estimate", last.random.estimate, random.estimate),
        ("lower", last.random.ci.map(|ci| ci.lower), random.ci.map(|ci| ci.lower)),
        ("prediction", last.random.prediction.map(|ci| ci.upper), random.prediction.map(|ci| ci.upper)),
        ("tau2", last.heterogeneity.tau2, spread.tau2),
        ("Q", last.heterogeneity.q, spread.q),
        ("p of Q", last.heterogeneity.p, spread.p),
        ("H2", last.heterogeneity.h2, spread.h2),
        ("I2", last.heterogeneity.headline(I2Definition::Q).0, spread.headline(I2Definition::Q).0),
        (
            "I2 by tau2",
            last.heterogeneity.headline(I2Definition::Tau2).0,
            spread.headline(I2Definition::Tau2).0,
        ),
    ] {
        assert!(close(a, b), "{name}: {what} is {a:?} after the last study and {b:?} of all");
    }
    assert_eq!(last.k, analysis.k, "{name}");
    assert_eq!(last.fallback, analysis.fallback, "{name}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn the_last_cumulative_row_is_the_analysis_by_every_method(
        rows in proptest::collection::vec((0_u32..20, 20_u32..90, 0_u32..20, 20_u32..90, 1980_u32..2020), 2..9),
    ) {
        let mut studies = "study,year,a,b,c,d\n".to_owned();
        for (at, (a, b, c, d, year)) in rows.iter().enumerate() {
            studies.push_str(&format!("s{at},{year},{a},{b},{c},{d}\n"));
        }
        // A study with events, so that every method has something to pool.
        studies.push_str("last,1999,5,50,9,50\n");
        let two = "data: {treated: {events: a, total: b}, control: {events: c, total: d}}";
        let one = "data: {events: a, total: b}";
        let review = format!("title: T\nstudies: studies.csv\nanalyses:\n  iv: {{measure: odds-ratio, {two}, cumulative: year}}\n  mh: {{measure: risk-ratio, {two}, method: mantel-haenszel, cumulative: year}}\n  peto: {{measure: odds-ratio, {two}, method: peto, cumulative: year}}\n  glmm: {{measure: proportion, {one}, method: glmm, cumulative: year}}\n  ft: {{measure: proportion, {one}, transform: freeman-tukey, cumulative: year}}\n");
        for (id, analysis) in &computed(&review, &studies).results.analyses {
            assert_whole(id, analysis);
        }
    }
}

#[test]
fn q_and_what_follows_from_it_are_of_one_model() {
    let found = computed(
        "title: T\nstudies: studies.csv\nanalyses:\n  death: {measure: proportion, data: {events: e, total: n}, method: glmm, cumulative: year}\n",
        "study,year,e,n\na,2001,3,40\nb,2002,14,50\nc,2003,2,35\nd,2004,21,60\n",
    );
    let analysis = &found.results.analyses["death"];
    let spread = &analysis.heterogeneity;
    let (q, df, h2) = (spread.q.unwrap(), spread.df.unwrap(), spread.h2.unwrap());
    assert!((q / df - h2).abs() < 1e-12, "{q} / {df} is not {h2}");
    let (i2, ci) = spread.headline(I2Definition::Q);
    assert!((i2.unwrap() - (q - df) / q).abs() < 1e-12);
    assert!(ci.unwrap().contains(i2.unwrap()));
    assert_eq!(spread.headline(I2Definition::Tau2), (None, None), "the model has no sampling variances");
}

#[test]
fn a_refit_that_cannot_be_done_is_a_row_with_its_reason() {
    // Without s4, no event is left in the treated arms.
    let found = computed(
        "title: T\nstudies: studies.csv\nanalyses:\n  death:\n    measure: odds-ratio\n    data: {treated: {events: a, total: b}, control: {events: c, total: d}}\n    method: mantel-haenszel\n    subgroups: [region]\n    cumulative: year\n    outliers: {remove: [s4]}\n",
        "study,region,year,a,b,c,d\ns1,EU,2001,0,40,3,42\ns2,EU,2002,0,35,2,33\ns3,US,2003,0,60,11,58\ns4,US,2004,7,80,9,77\n",
    );
    let reason = "the Mantel-Haenszel estimate cannot be estimated: its sums over the tables are zero";
    let explained = format!("T{}.", &reason[1..]);
    let analysis = &found.results.analyses["death"];
    let without: Vec<_> = analysis.leave_one_out.iter().map(|left| left.not_done.as_deref()).collect();
    assert_eq!(without, [None, None, None, Some(reason)]);
    assert_eq!(analysis.cumulative[2].not_done.as_deref(), Some(reason));
    let levels: Vec<_> = analysis.subgroups[0].levels.iter().map(|level| level.not_done.as_deref()).collect();
    assert_eq!(levels, [Some(reason), None]);
    assert!(analysis.subgroups[0].test.is_none(), "one subgroup has nothing to differ from");
    for (table, path) in [("results", "death/region/EU"), ("results", "death/without-outliers")] {
        let table = found.table(table);
        assert_eq!(row_of(&table, path)[column(&table, "Common effect")], "not estimable");
        assert_eq!(table.explanations.join(" "), explained);
    }
    for name in ["leave-one-out/death", "cumulative/death", "subgroups/death"] {
        assert_eq!(found.table(name).explanations.join(" "), explained, "{name}");
    }
    for id in ["leave-one-out-death", "cumulative-death", "forest-death-region"] {
        let figure = found.figure(id);
        assert!(
            figure.table.iter().flatten().any(|cell| cell == "Not estimable"),
            "{id}: {:?}",
            figure.table
        );
        let text: String = figure.texts.iter().map(|text| format!("{} ", text.text)).collect();
        assert!(text.contains("sums over the tables are zero"), "{id}: {text}");
    }
}

#[test]
fn what_stands_in_for_a_model_is_said_at_the_row() {
    let found = computed(
        "title: T\nstudies: studies.csv\nanalyses:\n  death: {measure: proportion, data: {events: e, total: n}, method: glmm, subgroups: [region]}\n",
        "study,region,e,n\na,EU,0,40\nb,EU,0,50\nc,US,2,35\nd,US,5,60\n",
    );
    let analysis = &found.results.analyses["death"];
    assert_eq!(analysis.fallback, None);
    let fallback = analysis.subgroups[0].levels[0].fallback.clone().unwrap();
    assert!(fallback.starts_with("The mixed model could not be fitted"), "{fallback}");
    // Behind it stands that two studies are few.
    assert_eq!(found.table("subgroups/death").explanations[0], fallback);
}

#[test]
fn a_variant_is_read_by_its_own_model_and_measure() {
    let found = computed(TRIALS, TRIAL_DATA);
    let prose = found.prose();
    let common = prose.says("{{ value(of='death/sensitivity/Mantel and Haenszel') }}");
    assert_eq!(prose.says("{{ death.sensitivity[0] | effect }}"), common);
    assert_eq!(prose.says("{{ death.sensitivity[0].common | effect }}"), common);
    assert!(prose.part("outliers", "death").contains(&format!("Mantel and Haenszel, {common}; ")));
    assert_ne!(prose.says("{{ death.sensitivity[0].random | effect }}"), common);
    let table = found.table("sensitivity/death");
    let effect = |label: &str| row_of(&table, &format!("death/sensitivity/{label}"))[4].clone();
    assert!(effect("Odds ratios").starts_with("Odds ratio 0."), "{}", effect("Odds ratios"));
    assert!(effect("Differences").contains("(99%\u{a0}CI \u{2212}"), "{}", effect("Differences"));
    assert!(effect("Ninety").contains("(90%\u{a0}CI 0."), "{}", effect("Ninety"));
    // What is of another measure is in words only: nothing is drawn for it on the axis of risk ratios.
    let figure = found.figure("sensitivity-death");
    let drawn = figure.svg.matches("data-study=").count().max(figure.svg.matches("class=\"row\"").count());
    assert!(drawn >= 5, "{drawn}");
    let text: String = figure.texts.iter().map(|text| format!("{} ", text.text)).collect();
    assert!(text.contains("An effect of another measure than the axis has is not drawn."), "{text}");
    assert!(text.contains("Odds ratio 0."), "{text}");
}

#[test]
fn a_column_of_subgroups_may_be_called_sensitivity() {
    let found = computed(TRIALS, TRIAL_DATA);
    let prose = found.prose();
    let level = prose.says("{{ value(of='death/sensitivity/high') }}");
    assert_eq!(prose.says("{{ death.by.sensitivity.high | effect }}"), level);
    let none = found.results.analyses["death"].path("sensitivity/nothing");
    assert_eq!(none, None);
}

#[test]
fn a_subgroup_has_the_arms_of_its_own_studies() {
    let found = computed(TRIALS, TRIAL_DATA);
    let profile = found.table("evidence-profile");
    let arms = |path: &str| {
        let at = column(&profile, "Events, intervention");
        // Rows have no anchors here: the first cell leads to the result.
        let row = profile.rows.iter().find(|row| {
            row.cells[0].target.as_deref() == Some(ecmo_report::report::tables::row_anchor(path).as_str())
        });
        let row = row.unwrap_or_else(|| panic!("no row of {path}"));
        [row.cells[at].text.clone(), row.cells[at + 1].text.clone()]
    };
    assert_eq!(arms("death"), ["96/1045", "169/1048"]);
    assert_eq!(arms("death/region/US"), ["52/340", "60/335"]);
}

#[test]
fn overlaps_without_an_answer_are_said() {
    let mut studies = "study,centre,from,to,e,n\n".to_owned();
    for at in 0..60 {
        studies.push_str(&format!("s{at},C{},2001,2005,{},{}\n", at / 2, 3 + at % 5, 20 + at));
    }
    let found = computed(
        "title: T\nstudies: studies.csv\noverlap: {centre: centre, from: from, to: to, keep: n}\nanalyses:\n  death: {measure: proportion, data: {events: e, total: n}}\n",
        &studies,
    );
    let range = &found.results.overlap_ranges[0];
    assert_eq!((range.sets, range.estimate), (1 << 30, None));
    let notes = found.table("overlap-results").notes.join(" ");
    assert!(
        notes.contains("over the 1\u{202f}073\u{202f}741\u{202f}824 largest sets of studies that share no patients is not known: too many for each to be pooled."),
        "{notes}"
    );
}
