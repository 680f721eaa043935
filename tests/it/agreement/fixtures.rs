//! The results in fixtures have the form that the program writes.

use std::collections::BTreeSet;
use std::path::Path;

use ecmo_report::analysis::results::{NotDone, Results};
use serde_json::Value;

use super::invariant::{TRIAL_DATA, TRIALS};
use super::{computed, in_folder};

/// Keys whose members have names that authors give.
const NAMED: [&str; 11] = [
    "analyses",
    "compositions",
    "grade",
    "judgements",
    "levels",
    "not_done",
    "parts",
    "prisma",
    "shares",
    "summaries",
    "values",
];

/// The keys of results, without what authors name.
fn forms(value: &Value, at: &str, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => {
            let last = at.rsplit('/').next().unwrap_or_default();
            for (key, inner) in map {
                // A study has the columns of its table; a signal its name.
                if at == "/studies/*" || last == "signals" {
                    continue;
                }
                // The program leaves some of what is empty out.
                if inner.as_array().is_some_and(Vec::is_empty) {
                    continue;
                }
                let step = if NAMED.contains(&last) || last == "without_smaller" { "*" } else { key };
                let path = format!("{at}/{step}");
                forms(inner, &path, found);
                found.insert(path);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| forms(item, &format!("{at}/*"), found)),
        _ => {}
    }
}

/// A review with what the others lack.
const JUDGED: &str = "title: T
studies: studies.csv
question: {type: intervention}
selection: {file: screening.csv, reviewers: [ae, be], adjudicated: final}
risk_of_bias: {tool: rob2, file: bias.csv}
analyses:
  death:
    measure: odds-ratio
    data: {treated: {events: a, total: b}, control: {events: c, total: d}}
    sensitivity: [{label: Peto without events, method: peto, where: study == 's4'}]
grade:
  death:
    start: low
    importance: 9
    risk_of_bias: {rating: serious, reason: One study is at high risk.}
    inconsistency: {rating: serious, reason: The studies differ.}
    indirectness: {rating: not-serious}
    imprecision: {rating: not-serious}
    publication_bias: {rating: undetected}
    upgrades: {large_effect: 1, reason: It is large.}
    statement: The evidence is very uncertain.
";

#[test]
fn fixtures_hold_no_form_that_the_program_does_not_write() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut written = BTreeSet::new();
    let small_study = "title: T\nstudies: studies.csv\nanalyses:\n  p:\n    measure: proportion\n    data: {events: e, total: n}\n    small_study: [egger, egger-mixed, begg, peters, trim-and-fill]\n    small_study_min_k: 3\n    meta_regression: {min_studies: 3, moderators: [year]}\nsummaries: {stay: {column: n, unit: d, statistic: range}}\n";
    let rows = "study,year,e,n\na,2001,3,40\nb,2002,14,50\nc,2003,2,35\nd,2004,21,60\ne,2006,2,41\n";
    let judged = tempfile::tempdir().unwrap();
    for (name, text) in [
        ("review.yaml", JUDGED),
        ("studies.csv", "study,a,b,c,d\ns1,5,40,3,42\ns2,6,35,2,33\ns3,7,60,11,58\ns4,0,20,0,20\n"),
        (
            "bias.csv",
            "study,d1,d1_support,d2,d3,d4,d5,overall\ns1,low,By computer.,low,low,low,low,low\ns2,high,,low,low,low,low,high\n",
        ),
        (
            "screening.csv",
            "id,ae,be,final\nr1,include,include,include\nr2,include,exclude,\nr3,exclude,exclude,exclude\nr4,exclude,include,include\n",
        ),
    ] {
        std::fs::write(judged.path().join(name), text).unwrap();
    }
    let real = [
        in_folder(judged.path()),
        computed(TRIALS, TRIAL_DATA),
        computed(small_study, rows),
        computed(
            &small_study.replace("min_k: 3", "min_k: 30").replace("min_studies: 3", "min_studies: 30"),
            rows,
        ),
        in_folder(&root.join("reviews/paediatric-sepsis")),
        in_folder(&root.join("reviews/adults-and-children")),
    ];
    for computed in &real {
        forms(&serde_json::to_value(&computed.results).unwrap(), "", &mut written);
    }
    for name in ["prose", "report"] {
        let text =
            std::fs::read_to_string(root.join("tests/fixtures").join(name).join("results.json")).unwrap();
        let fixture: Value = serde_json::from_str(&text).unwrap();
        let mut found = BTreeSet::new();
        forms(&fixture, "", &mut found);
        let unknown: Vec<&String> = found.difference(&written).collect();
        assert!(unknown.is_empty(), "{name}: {unknown:#?}");
        let results: Results = serde_json::from_value(fixture).unwrap();
        for analysis in results.analyses.values() {
            for reason in analysis.small_study.not_done.values() {
                assert!(
                    matches!(reason, NotDone::TooFewStudies { .. }),
                    "{name}: `{reason}` is never written"
                );
            }
        }
    }
}
