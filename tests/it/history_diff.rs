//! The difference between two results: for each kind of change, that it is reported, and nothing else.

use ecmo_report::analysis::results::Results;
use ecmo_report::history::diff::{Diff, Verdict, diff};
use serde_json::{Value, json};

pub(crate) fn pooled(estimate: f64, lower: f64, upper: f64) -> Value {
    json!({"theta": estimate, "se": 0.1, "statistic": null, "df": null, "p": null,
        "theta_ci": [lower, upper], "theta_prediction": null,
        "estimate": estimate, "ci": [lower, upper], "prediction": [lower - 0.1, upper + 0.1]})
}

fn heterogeneity() -> Value {
    json!({"q": 20.0, "df": 12.0, "p": 0.07, "i2": 0.4, "i2_ci": null, "i2_tau2": 0.4, "h2": 1.7,
        "tau2": 0.02, "tau": 0.14, "tau2_ci": null})
}

fn survival() -> Value {
    json!({
            "title": "Survival", "measure": "proportion", "transform": "logit", "method": "inverse-variance",
            "tau2_estimator": "reml", "ci_method": "wald", "level": 0.95, "model": "random", "i2_definition": "q",
            "thresholds": [0.5], "k": 2, "total": 50.0, "events": 30.0, "left_out": [],
            "studies": [
                {"id": "a-2001", "yi": 0.4, "vi": 0.2, "estimate": 0.6, "ci": [0.4, 0.8], "weight_random": 0.4, "weight_common": 0.4},
                {"id": "b-2005", "yi": 0.4, "vi": 0.2, "estimate": 0.6, "ci": [0.4, 0.8], "weight_random": 0.6, "weight_common": 0.6},
            ],
            "random": pooled(0.6, 0.52, 0.68), "common": pooled(0.61, 0.55, 0.67), "heterogeneity": heterogeneity(),
            "subgroups": [{"by": "region", "label": "Region", "tau2": "separate", "levels": [
                {"level": "Europe", "k": 1, "total": 20.0, "events": 12.0, "random": pooled(0.6, 0.4, 0.8),
                 "common": pooled(0.6, 0.4, 0.8), "heterogeneity": heterogeneity()}],
                "test": {"q": 1.0, "df": 1.0, "p": 0.3}}],
            "small_study": {"begg": {"tau": 0.1, "p": 0.5}},
    })
}

pub(crate) fn base() -> Value {
    json!({
        "schema": 1,
        "tool": {"name": "ecmo-report", "version": "0.1.0"},
        "review": {"id": "sepsis", "title": "Sepsis", "version": "1.0.0", "date": "2020-12-07"},
        "studies": [
            {"id": "a-2001", "label": "A 2001", "n": 20, "survivors": 12, "country": "Norway"},
            {"id": "b-2005", "label": "B 2005", "n": 30, "survivors": null, "country": "Chile"},
        ],
        "prisma": {"screened": {"value": 90, "derived": false}, "assessed": {"value": null, "derived": false}},
        "risk_of_bias": {"tool": "jbi-prevalence", "name": "JBI", "domains": [["d1", "Frame"]], "levels": [],
            "studies": [{"study": "a-2001", "judgements": {"d1": {"level": "yes"}}}], "missing": [], "shares": []},
        "analyses": {"survival": survival()},
        "summaries": {"los": {"title": "Stay", "statistic": "range", "k": 2, "value": null, "range": [3.0, 9.0]}},
        "compositions": {"organisms": {"title": "Organisms", "total": 10, "parts": {"viral": [10, 1.0]}}},
        "overlap": [{"studies": ["a-2001", "b-2005"], "shared": "Oslo", "months": 20, "period": ["2002-01", "2003-09"],
            "patients_at_most": null, "smaller": "a-2001", "accepted": null, "without_smaller": {}}],
        "grade": {"survival": {"of": "survival", "start": "high", "certainty": "moderate", "basis": "computed",
            "domains": {"imprecision": {"rating": "serious", "levels": -1, "reason": "few patients"}},
            "statement": "Most survive."}},
        "claims": [{"id": "majority", "text": "Most survive.", "expression": "survival.random.ci[0] > 0.5", "holds": true}],
        "published": [{"at": "Abstract", "of": "survival", "field": "estimate", "printed": 60, "computed": 60.0, "agrees": true}],
        "diagnostics": [{"code": "W210", "level": "warning", "message": "studies overlap"}],
    })
}

pub(crate) fn results(value: Value) -> Results {
    serde_json::from_value(value).expect("results")
}

/// The difference that a change of the base makes, and the names of the lists that are not empty.
fn changed(change: impl FnOnce(&mut Value)) -> (Diff, Vec<String>) {
    let mut new = base();
    change(&mut new);
    let diff = diff(&results(base()), &results(new));
    let value = serde_json::to_value(&diff).expect("a difference");
    let mut kinds = Vec::new();
    for (key, part) in value.as_object().expect("an object") {
        match part {
            Value::Array(items) if !items.is_empty() && key != "reasons" => kinds.push(key.clone()),
            Value::Object(parts) if key == "studies" || key == "findings" => {
                for (part, items) in parts {
                    if items.as_array().is_some_and(|items| !items.is_empty()) {
                        kinds.push(format!("{key}.{part}"));
                    }
                }
            }
            _ => {}
        }
    }
    (diff, kinds)
}

/// Asserts that a change is of these kinds alone and has this weight.
#[track_caller]
fn only(kinds: &[&str], verdict: Verdict, change: impl FnOnce(&mut Value)) -> Diff {
    let (diff, found) = changed(change);
    assert_eq!(found, kinds, "{:?}", diff.reasons);
    assert_eq!(diff.verdict, verdict, "{:?}", diff.reasons);
    diff
}

fn reasons(diff: &Diff) -> Vec<&str> {
    diff.reasons.iter().map(|reason| reason.text.as_str()).collect()
}

#[test]
fn nothing_changed() {
    only(&[], Verdict::None, |_| {});
    only(&[], Verdict::None, |new| new["tool"]["version"] = json!("0.2.0"));
    // The last digits that twelve significant ones do not hold.
    only(&[], Verdict::None, |new| {
        new["analyses"]["survival"]["random"]["estimate"] = json!(0.600_000_000_000_4);
    });
}

#[test]
fn a_study_added_or_removed() {
    let study = json!({"id": "c-2010", "label": "C 2010", "n": 9, "survivors": 4, "country": "Peru"});
    let diff = only(&["studies.added"], Verdict::Data, |new| {
        new["studies"].as_array_mut().unwrap().push(study);
    });
    assert_eq!(diff.studies.added[0].label, "C 2010");
    let diff = only(&["studies.removed"], Verdict::Data, |new| {
        new["studies"].as_array_mut().unwrap().remove(1);
    });
    assert_eq!(diff.studies.removed[0].id, "b-2005");
}

#[test]
fn a_cell_mended() {
    let diff = only(&["studies.cells"], Verdict::Data, |new| new["studies"][1]["survivors"] = json!(17));
    let cell = &diff.studies.cells[0];
    assert_eq!((cell.study.as_str(), cell.column.as_str()), ("b-2005", "survivors"));
    assert_eq!((&cell.before, &cell.after), (&Value::Null, &json!(17)));
}

#[test]
fn a_column_added() {
    let diff = only(&["studies.columns_added"], Verdict::Data, |new| new["studies"][0]["age"] = json!(3));
    assert_eq!(diff.studies.columns_added, ["age"]);
}

#[test]
fn the_estimator_changed() {
    let diff = only(&["methods", "analyses"], Verdict::Estimate, |new| {
        let survival = &mut new["analyses"]["survival"];
        survival["tau2_estimator"] = json!("dl");
        survival["random"] = pooled(0.62, 0.53, 0.69);
        survival["heterogeneity"]["tau2"] = json!(0.03);
    });
    let method = &diff.methods[0];
    assert_eq!((method.of.as_str(), method.setting.as_str()), ("survival", "tau2"));
    assert_eq!((method.before.as_deref(), method.after.as_deref()), (Some("reml"), Some("dl")));
    let part = &diff.analyses[0].parts[0];
    assert_eq!(diff.analyses[0].parts.len(), 1);
    assert!((part.shift.unwrap() - 0.02).abs() < 1e-12);
}

#[test]
fn a_weight_alone_changed() {
    let diff = only(&["analyses"], Verdict::Estimate, |new| {
        new["analyses"]["survival"]["studies"][0]["weight_random"] = json!(0.41);
    });
    assert_eq!(diff.analyses[0].studies[0].study, "a-2001");
    assert!(diff.analyses[0].parts.is_empty());
}

#[test]
fn a_test_alone_changed() {
    let diff = only(&["analyses"], Verdict::Estimate, |new| {
        new["analyses"]["survival"]["small_study"]["begg"]["p"] = json!(0.04);
    });
    assert_eq!(diff.analyses[0].tests[0].test, "Begg’s rank correlation test");
}

#[test]
fn thresholds_are_crossed_by_estimates_and_intervals() {
    let crossing = |estimate: f64, lower: f64, upper: f64, verdict: Verdict| {
        let diff = only(&["analyses"], verdict, |new| {
            new["analyses"]["survival"]["random"] = pooled(estimate, lower, upper);
        });
        reasons(&diff).iter().map(|text| (*text).to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(crossing(0.59, 0.51, 0.67, Verdict::Estimate), ["1 pooled result is different"]);
    assert_eq!(
        crossing(0.58, 0.49, 0.66, Verdict::Consequential)[0],
        "survival: the interval now includes the threshold 0.5"
    );
    assert_eq!(
        crossing(0.4, 0.3, 0.49, Verdict::Consequential)[..2],
        [
            "survival: the estimate is now below the threshold 0.5",
            "survival: the interval is now on the other side of the threshold 0.5"
        ]
    );
}

#[test]
fn the_direction_of_a_ratio_is_reversed() {
    let ratio = |estimate: f64, lower: f64, upper: f64| {
        let mut value = base();
        let survival = &mut value["analyses"]["survival"];
        survival["measure"] = json!("odds-ratio");
        survival["thresholds"] = json!([]);
        survival["random"] = pooled(estimate, lower, upper);
        results(value)
    };
    let found = diff(&ratio(0.9, 0.7, 1.2), &ratio(1.1, 0.8, 1.3));
    assert_eq!(found.verdict, Verdict::Consequential);
    assert_eq!(reasons(&found)[0], "survival: the direction of the effect is reversed");
    let found = diff(&ratio(0.9, 0.7, 1.2), &ratio(0.8, 0.7, 0.95));
    assert_eq!(reasons(&found)[0], "survival: the interval now excludes no effect");
}

#[test]
fn a_grade_changed() {
    let diff = only(&["certainty"], Verdict::Consequential, |new| {
        let grade = &mut new["grade"]["survival"];
        grade["certainty"] = json!("low");
        grade["domains"]["imprecision"] =
            json!({"rating": "very-serious", "levels": -2, "reason": "fewer still"});
    });
    assert_eq!(reasons(&diff), ["survival: certainty low, was moderate"]);
    let domain = &diff.certainty[0].domains[0];
    assert_eq!((domain.domain.as_str(), domain.after.as_deref()), ("imprecision", Some("very-serious")));
    assert_eq!(domain.reason.as_deref(), Some("fewer still"));
    only(&["certainty"], Verdict::Data, |new| new["grade"]["survival"]["importance"] = json!(9));
}

#[test]
fn a_claim_flipped_withdrawn_or_new() {
    let diff = only(&["claims"], Verdict::Consequential, |new| new["claims"][0]["holds"] = json!(false));
    assert_eq!(reasons(&diff), ["claim majority became false"]);
    let diff = only(&["claims"], Verdict::Consequential, |new| new["claims"] = json!([]));
    assert_eq!(reasons(&diff), ["claim majority is not made any more"]);
    only(&["claims"], Verdict::Cosmetic, |new| {
        let claim = json!({"id": "more", "expression": "true", "holds": true});
        new["claims"].as_array_mut().unwrap().push(claim);
    });
}

#[test]
fn wording_changed() {
    for (what, change) in [
        ("title", (|new| new["review"]["title"] = json!("Septic shock")) as fn(&mut Value)),
        ("version", |new| new["review"]["version"] = json!("1.0.1")),
        ("survival: title", |new| new["analyses"]["survival"]["title"] = json!("Survivors")),
        ("label of a-2001", |new| new["studies"][0]["label"] = json!("A et al. 2001")),
        ("claim majority: sentence", |new| new["claims"][0]["text"] = json!("Many survive.")),
        ("certainty of survival: statement", |new| {
            new["grade"]["survival"]["statement"] = json!("59 in 100.");
        }),
        ("certainty of survival: reason for imprecision", |new| {
            new["grade"]["survival"]["domains"]["imprecision"]["reason"] = json!("small studies");
        }),
    ] {
        let diff = only(&["wording"], Verdict::Cosmetic, change);
        assert_eq!(diff.wording[0].what, what);
    }
}

#[test]
fn counts_bias_overlap_descriptions_published_values_and_findings() {
    let diff = only(&["prisma"], Verdict::Data, |new| new["prisma"]["assessed"]["value"] = json!(40));
    assert_eq!((diff.prisma[0].before, diff.prisma[0].after), (None, Some(40)));
    only(&["risk_of_bias"], Verdict::Data, |new| {
        new["risk_of_bias"]["studies"][0]["judgements"]["d1"]["level"] = json!("no");
    });
    only(&["overlap"], Verdict::Data, |new| new["overlap"] = json!([]));
    only(&["descriptions"], Verdict::Data, |new| new["summaries"]["los"]["range"][1] = json!(12.0));
    only(&["descriptions"], Verdict::Data, |new| {
        new["compositions"]["organisms"]["parts"]["viral"][0] = json!(11);
    });
    let diff = only(&["published"], Verdict::Data, |new| {
        new["published"][0]["agrees"] = json!(false);
        new["published"][0]["computed"] = json!(58.7);
    });
    assert_eq!(diff.published[0].after, Some((Some(58.7), false)));
    only(&["findings.removed"], Verdict::Cosmetic, |new| new["diagnostics"] = json!([]));
}

#[test]
fn an_analysis_added_shows_its_estimates() {
    let diff = only(&["analyses"], Verdict::Estimate, |new| {
        let copy = new["analyses"]["survival"].clone();
        new["analyses"]["mortality"] = copy;
    });
    assert!(diff.analyses[0].parts.iter().all(|part| part.before.is_none() && part.after.is_some()));
}

#[test]
fn what_no_kind_names_is_still_found() {
    let diff = only(&["other"], Verdict::Estimate, |new| {
        new["analyses"]["survival"]["random"]["theta"] = json!(0.7);
    });
    assert_eq!(diff.other, ["/analyses/survival/random/theta"]);
}
