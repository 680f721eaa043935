use indexmap::IndexMap;
use serde_json::json;

use super::*;
use crate::analysis::results::{AnalysisResult, BiasResult, GradeResult};
use crate::diagnostics::Diagnostics;
use crate::source::{SourceFile, yaml};
use crate::spec::Review;
use crate::spec::evidence::Certainty;

fn pooled(estimate: f64, ci: [f64; 2], prediction: [f64; 2]) -> serde_json::Value {
    json!({"theta": null, "se": null, "statistic": null, "df": null, "p": null, "theta_ci": null,
        "theta_prediction": null, "estimate": estimate, "ci": ci, "prediction": prediction})
}

fn heterogeneity() -> serde_json::Value {
    json!({"q": 61.4, "df": 12.0, "p": 1e-8, "i2": 0.805, "i2_ci": [0.67, 0.88], "i2_tau2": 0.8, "h2": 5.1,
        "tau2": 0.016, "tau": 0.13, "tau2_ci": null})
}

fn analyses(measure: &str) -> IndexMap<String, AnalysisResult> {
    let whole = pooled(0.59, [0.51, 0.67], [0.33, 0.82]);
    let level = json!({"level": "Europe", "studies": ["b"], "k": 1, "total": 54.0, "events": 30.0,
        "random": pooled(0.55, [0.5, 0.6], [0.45, 0.65]), "common": whole, "heterogeneity": heterogeneity()});
    let study = |id: &str, weight: f64| {
        json!({"id": id, "yi": 0.1, "vi": 0.1, "estimate": 0.5, "ci": [0.4, 0.6],
        "weight_random": weight, "weight_common": weight})
    };
    let analysis = json!({
        "title": "Survival", "measure": measure, "transform": "none", "method": "inverse-variance",
        "tau2_estimator": "dl", "ci_method": "wald", "level": 0.95, "model": "random", "i2_definition": "q",
        "thresholds": [0.4, 0.6],
        "k": 2, "total": 2559.0, "events": 1418.0, "left_out": [],
        "control": {"events": 100.0, "total": 1000.0},
        "studies": [study("a", 0.6), study("b", 0.4)],
        "random": whole, "common": whole, "heterogeneity": heterogeneity(),
        "subgroups": [{"by": "region", "label": "Region", "tau2": "separate", "levels": [level],
            "test": {"q": 9.1, "df": 2.0, "p": 0.01}}],
    });
    IndexMap::from([("survival".to_owned(), serde_json::from_value(analysis).unwrap())])
}

fn bias(level_of_a: &str) -> BiasResult {
    let study = |id: &str, level: &str| json!({"study": id, "judgements": {"overall": {"level": level}}});
    serde_json::from_value(json!({"tool": "rob2", "name": "RoB 2", "domains": [["overall", "Overall"]],
        "levels": [["low", "Low", "+", "low"], ["high", "High", "x", "high"]],
        "studies": [study("a", level_of_a), study("b", "low")], "missing": [], "shares": []}))
    .unwrap()
}

fn graded(
    grade_keys: &str,
    measure: &str,
    bias: Option<&BiasResult>,
) -> (IndexMap<String, GradeResult>, String) {
    let mut found = Diagnostics::new();
    let text = format!(
        "title: T\nstudies: s.csv\nquestion: {{type: prognosis}}\nanalyses:\n  survival: {{measure: proportion, data: {{}}, thresholds: [0.4, 0.6]}}\ngrade:\n{grade_keys}"
    );
    let document = yaml::parse(&SourceFile::new("review.yaml", text), &mut found).unwrap();
    let review: Review = serde_json::from_value(document.root.to_json()).unwrap();
    let graded = grade(&review, &analyses(measure), bias, &document, &mut found);
    let told =
        found.sorted().iter().map(|d| format!("{} {}", d.code, d.message)).collect::<Vec<_>>().join("\n");
    (graded, told)
}

const FIVE: &str = "    risk_of_bias: {rating: not-serious}\n    inconsistency: {rating: serious, reason: The prediction interval is wide.}\n    indirectness: {rating: not-serious}\n    imprecision: {rating: not-serious}\n    publication_bias: {rating: undetected}\n";

#[test]
fn the_certainty_follows_from_the_ratings_and_the_results_speak_beside_them() {
    let (graded, told) =
        graded(&format!("  survival:\n    importance: 9\n    start: high\n{FIVE}"), "proportion", None);
    assert_eq!(told, "");
    let survival = &graded["survival"];
    assert_eq!((survival.certainty, survival.basis.as_str()), (Some(Certainty::Moderate), "computed"));
    let signals = &survival.domains["inconsistency"].signals;
    assert_eq!(signals["zones"], 3);
    assert_eq!(signals["suggestion"], "very-serious");
    assert_eq!(signals["between_subgroups_p"]["region"], 0.01);
    let signals = &survival.domains["imprecision"].signals;
    assert_eq!(signals["thresholds_in_ci"], 1);
    // 1.96^2 * 0.59 * 0.41 / 0.01^2, to tell 59 % from the threshold of 60 %.
    assert_eq!(signals["optimal_information_size"], 9293.0);
}

#[test]
fn a_stated_certainty_stands_alone_where_the_domains_are_not_at_hand() {
    let keys = "  survival: {start: high, certainty: moderate, certainty_source: the abstract}\n  survival/region/Europe: {start: high, certainty: high}\n";
    let (graded, told) = graded(keys, "proportion", None);
    assert_eq!(told, "");
    assert_eq!(graded["survival"].basis, "stated");
    assert_eq!(graded["survival/region/Europe"].certainty, Some(Certainty::High));
}

#[test]
fn the_weight_at_high_risk_is_held_against_the_rating() {
    let keys = format!("  survival:\n    importance: 9\n    start: high\n{FIVE}");
    let (result, told) = graded(&keys, "proportion", Some(&bias("high")));
    assert_eq!(told, "W221 `survival` has no serious risk of bias, but 60 % of its weight is at high risk");
    assert_eq!(result["survival"].domains["risk_of_bias"].signals["weight_high"], 0.6);
    let keys =
        keys.replace("risk_of_bias: {rating: not-serious}", "risk_of_bias: {rating: serious, reason: Poor.}");
    let (_, told) = graded(&keys, "proportion", Some(&bias("low")));
    assert_eq!(told, "W221 `survival` is rated down for risk of bias, but no study in it is at high risk");
}

#[test]
fn faults_of_a_rating_are_told() {
    let (_, told) = graded("  survival/region/Europa: {start: high, certainty: high}\n", "proportion", None);
    assert_eq!(told, "E222 there is no analysis or part of one `survival/region/Europa`");
    let entry = |more: &str| format!("  survival:\n    importance: 9\n    start: high\n{FIVE}{more}");
    let cases = [
        (entry("    certainty: high\n"), "E221 `survival` says high, but its domains give moderate"),
        (
            entry("    upgrades: {large_effect: 3, reason: Many survive.}\n"),
            "W220 `survival` is rated up although inconsistency rated it down\nE223 `survival` is rated up, but it pools single groups\nE228 `large_effect` of `survival` raises the certainty by 3 levels\nW227 `survival` is of high certainty, but its prediction interval covers 3 zones",
        ),
        (entry("").replace("importance: 9", "importance: 12"), "E224 the importance of `survival` is 12"),
        (entry("").replace("    importance: 9\n", ""), "W222 `survival` has no importance"),
        (
            entry("").replace(", reason: The prediction interval is wide.", ""),
            "E220 `inconsistency` of `survival` is serious without a reason",
        ),
        (
            entry("").replace("The prediction interval is wide.", "Not statistically significant (p = 0.2)."),
            "W226 the reason for `inconsistency` of `survival` is a p value alone",
        ),
        (
            entry("").replace("serious, reason: The prediction interval is wide.", "not-serious"),
            "W227 `survival` is of high certainty, but its prediction interval covers 3 zones",
        ),
        (
            entry("    statement: ECMO improves survival.\n"),
            "W225 `improves` claims an effect, but the question is not about an intervention\nW228 the statement on `survival` does not say `probably`, at moderate certainty",
        ),
        (
            entry("").replace(
                "    imprecision: {rating: not-serious}",
                "    imprecision: {rating: serious, reason: the prediction interval is wide}",
            ),
            "W224 `survival` is rated down twice for the same reason",
        ),
        (
            "  survival: {start: high, risk_of_bias: {rating: not-serious}}\n".to_owned(),
            "E226 `survival` rates 1 of five domains",
        ),
        ("  survival: {start: high}\n".to_owned(), "E227 `survival` has neither ratings nor a certainty"),
        (
            entry("    absolute: {baseline: 0.2, source: registry}\n"),
            "E225 `survival` has an assumed risk, but no risk follows from a proportion",
        ),
    ];
    for (keys, expected) in cases {
        let (_, told) = graded(&keys, "proportion", None);
        let mut lines: Vec<&str> = told.lines().collect();
        let mut wanted: Vec<&str> = expected.lines().collect();
        lines.sort_unstable();
        wanted.sort_unstable();
        assert_eq!(lines, wanted, "{keys}");
    }
}

#[test]
fn effects_have_a_null_an_information_size_and_an_absolute_effect() {
    let keys = format!(
        "  survival:\n    importance: 9\n    start: high\n{FIVE}    absolute: {{baseline: 0.2, source: control arms}}\n"
    );
    let (graded, _) = graded(&keys, "risk-ratio", None);
    let survival = &graded["survival"];
    let signals = &survival.domains["imprecision"].signals;
    assert_eq!(signals["null_in_ci"], false);
    // Control risk 10 %, 7.5 % with treatment: (1.96 + 0.84)^2 (0.1 0.9 + 0.075 0.925) / 0.025^2 = 2002 an arm.
    assert_eq!(signals["optimal_information_size"], 4004.0);
    assert!((survival.absolute.as_ref().unwrap().risk - 0.118).abs() < 1e-12);
}
