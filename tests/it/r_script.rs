//! `analysis.R` recomputes with metafor what the reference cases expect. Runs where R and metafor are installed,
//! and says so where they are not.

use std::path::Path;
use std::process::Command;

use ecmo_report::analysis::results::Results;
use ecmo_report::cli::pipeline::{Location, build};
use ecmo_report::diagnostics::Diagnostics;
use ecmo_report::history::r_script::r_script;
use ecmo_report::source::Folder;
use ecmo_report::spec::prose::Format;
use serde_json::{Map, Value, json};

/// Whether R with metafor is there.
fn metafor() -> bool {
    let found = Command::new("Rscript").args(["-e", "library(metafor)"]).output();
    let found = found.is_ok_and(|output| output.status.success());
    if !found {
        eprintln!("not checked: R with metafor is not installed");
    }
    found
}

/// Runs a script; its output, and whether it ended well.
fn run(script: &str) -> (String, bool) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("analysis.R");
    std::fs::write(&path, script).expect("the script");
    let output = Command::new("Rscript").arg("--vanilla").arg(&path).output().expect("Rscript runs");
    let text =
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    (text, output.status.success())
}

fn list(value: &Value) -> Vec<Value> {
    value.as_array().cloned().unwrap_or_else(|| vec![value.clone()])
}

fn word(value: Option<&Value>, default: &str) -> Value {
    value.cloned().unwrap_or_else(|| json!(default))
}

/// A pooled result in the form of `results.json`.
fn pooled(of: &Value) -> Value {
    let mut pooled = json!({"theta": null, "se": null, "statistic": null, "df": null, "p": null, "theta_ci": null,
        "theta_prediction": null, "estimate": null, "ci": null, "prediction": null});
    for (key, value) in of.as_object().into_iter().flatten() {
        pooled[key] = value.clone();
    }
    pooled
}

fn heterogeneity(of: &Value) -> Value {
    let mut heterogeneity = json!({"q": null, "df": null, "p": null, "i2": null, "i2_ci": null, "i2_tau2": null,
        "h2": null, "tau2": null, "tau": null, "tau2_ci": null});
    for (key, value) in of.as_object().into_iter().flatten() {
        if heterogeneity.get(key).is_some() {
            heterogeneity[key] = value.clone();
        }
    }
    heterogeneity
}

/// The analysis of a reference case as results, with its study table.
fn analysis(case: &Value) -> (Value, Vec<Value>) {
    let (columns, spec, expected) = (&case["columns"], &case["analysis"], &case["expected"]);
    let id = |row: usize| {
        json!(format!("{}/{}", case["id"].as_str().unwrap(), columns["study"][row].as_str().unwrap()))
    };
    let k = list(&columns["study"]).len();
    let measure = spec["measure"].as_str().unwrap();
    let data = |mapping: &Value, row: usize| {
        let mut fields = Map::new();
        for (key, column) in mapping.as_object().into_iter().flatten() {
            if let Some(column) = column.as_str() {
                fields.insert(key.clone(), columns[column][row].clone());
            }
        }
        Value::Object(fields)
    };
    let studies: Vec<Value> = (0..k)
        .map(|row| {
            let mut study = data(&spec["data"], row);
            if measure == "correlation" {
                study["estimate"] = study["r"].clone();
            } else {
                study["estimate"] = Value::Null;
            }
            for arm in ["treated", "control"] {
                if spec["data"].get(arm).is_some() {
                    study[arm] = data(&spec["data"][arm], row);
                }
            }
            study["id"] = id(row);
            study["yi"] = expected["effects"]["yi"][row].clone();
            study["vi"] = expected["effects"]["vi"][row].clone();
            for key in ["ci", "weight_random", "weight_common"] {
                study[key] = Value::Null;
            }
            study
        })
        .collect();
    let table: Vec<Value> = (0..k)
        .map(|row| {
            let mut cells = Map::new();
            for (name, values) in columns.as_object().unwrap() {
                cells.insert(name.clone(), values[row].clone());
            }
            cells.insert("id".into(), id(row));
            cells.insert("label".into(), id(row));
            Value::Object(cells)
        })
        .collect();
    let log = ["odds-ratio", "risk-ratio", "peto-odds-ratio", "ratio-of-means", "incidence-rate-ratio"];
    let default = if log.contains(&measure) { "log" } else { "none" };
    let left_out: Vec<Value> = expected["leave_one_out"]["theta"]
        .as_array()
        .into_iter()
        .flatten()
        .enumerate()
        .map(|(row, _)| {
            let value = |key: &str| expected["leave_one_out"][key][row].clone();
            json!({"omitted": id(row), "random": pooled(&json!({"theta": value("theta"), "estimate": value("estimate")})),
                "heterogeneity": heterogeneity(&json!({"tau2": value("tau2"), "q": value("q")}))})
        })
        .collect();
    let subgroups = expected["subgroups"].as_object().map(|groups| {
        let by = groups["by"].as_str().unwrap();
        let levels: Vec<Value> = list(&groups["levels"])
            .iter()
            .map(|level| {
                let members = (0..k).filter(|row| columns[by][*row] == level["level"]);
                json!({"level": level["level"], "k": level["k"], "total": null, "events": null,
                    "studies": members.map(id).collect::<Vec<_>>(), "random": pooled(&level["random"]),
                    "common": pooled(&Value::Null), "heterogeneity": heterogeneity(level)})
            })
            .collect();
        json!([{"by": by, "tau2": "separate", "levels": levels, "test": groups["test"]}])
    });
    let regressions: Vec<Value> = expected["meta_regression"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|model| {
            let terms: Vec<Value> = (0..list(&model["terms"]).len())
                .map(|i| {
                    let value = |key: &str| model[key][i].clone();
                    json!({"name": value("terms"), "estimate": value("estimate"), "se": value("se"),
                        "statistic": value("statistic"), "p": value("p"), "ci": [value("ci_lower"), value("ci_upper")]})
                })
                .collect();
            let mut result = model.clone();
            result["moderators"] = json!(list(&model["moderators"]));
            result["terms"] = json!(terms);
            for key in ["qe_df", "i2_residual"] {
                result[key] = Value::Null;
            }
            result["qm_df"] = json!([]);
            result
        })
        .collect();
    let analysis = json!({
        "title": case["id"], "measure": measure, "transform": word(spec.get("transform"), default),
        "method": word(spec.get("method"), "inverse-variance"), "tau2_estimator": word(spec.get("tau2"), "reml"),
        "ci_method": word(spec.get("ci"), "wald"), "level": 0.95, "model": "random", "i2_definition": "q",
        "k": expected["k"], "total": null, "events": null, "left_out": [], "studies": studies,
        "random": pooled(&expected["random"]), "common": pooled(&expected["common"]),
        "heterogeneity": heterogeneity(&expected["heterogeneity"]), "leave_one_out": left_out,
        "subgroups": subgroups.unwrap_or_else(|| json!([])), "meta_regression": regressions,
    });
    (analysis, table)
}

/// All reference cases as one review.
fn review() -> Results {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reference");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let (mut analyses, mut studies) = (Map::new(), Vec::new());
    for path in paths.iter().filter(|path| path.extension().is_some_and(|extension| extension == "json")) {
        let case: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
        let (analysis, table) = analysis(&case);
        analyses.insert(case["id"].as_str().unwrap().to_owned(), analysis);
        studies.extend(table);
    }
    serde_json::from_value(json!({
        "schema": 1, "tool": {"name": "ecmo-report", "version": "0"},
        "review": {"id": "reference", "title": "Reference cases", "version": null, "date": null},
        "studies": studies, "analyses": analyses,
    }))
    .expect("results")
}

#[test]
fn the_script_agrees_with_the_reference_cases() {
    if !metafor() {
        return;
    }
    let results = review();
    let (output, success) = run(&r_script(&results));
    let told: Vec<&str> = output.lines().filter(|line| !line.starts_with("ok ")).collect();
    assert!(success, "{}", told.join("\n"));
    assert!(output.contains(" 0 results differ\n"), "{}", told.join("\n"));
    assert!(results.analyses.len() >= 29, "every case is in the script");
}

#[test]
fn the_script_stops_on_a_difference() {
    if !metafor() {
        return;
    }
    let mut results = review();
    results.analyses.retain(|id, _| id == "pritz-logit");
    results.analyses["pritz-logit"].leave_one_out[3].random.theta =
        results.analyses["pritz-logit"].leave_one_out[3].random.theta.map(|theta| theta * (1.0 + 1e-5));
    let (output, success) = run(&r_script(&results));
    assert!(!success);
    let wrong = format!(
        "DIFFERENT  pritz-logit, without {}",
        results.analyses["pritz-logit"].leave_one_out[3].omitted
    );
    assert!(output.contains(&wrong), "{output}");
    assert_eq!(output.matches("DIFFERENT").count(), 1, "{output}");
}

#[test]
fn the_scripts_of_the_reviews_agree() {
    if !metafor() {
        return;
    }
    for id in ["paediatric-sepsis", "adults-and-children"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("reviews").join(id);
        let location = Location::find(&folder).expect("a review");
        let built = build(&Folder::on_disk(&folder), &location, &[Format::R], &mut Diagnostics::new());
        let script = built.expect("it builds").files.swap_remove("analysis.R").expect("a script");
        let (output, success) = run(&String::from_utf8(script).expect("text"));
        let told: Vec<&str> = output.lines().filter(|line| !line.starts_with("ok ")).collect();
        assert!(success && output.contains(" 0 results differ"), "{id}: {}", told.join("\n"));
    }
}

/// The script of a review with one table.
fn script_of(review: &str, studies: &str) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("review.yaml"), review).expect("the review");
    std::fs::write(folder.path().join("studies.csv"), studies).expect("the studies");
    let location = Location::find(folder.path()).expect("a review");
    let mut found = Diagnostics::new();
    let built = build(&Folder::on_disk(folder.path()), &location, &[Format::R], &mut found);
    let script = built.unwrap_or_else(|| panic!("{found:?}")).files.swap_remove("analysis.R");
    String::from_utf8(script.expect("a script")).expect("text")
}

/// Effects on which metafor's iteration for REML does not settle with steps of full length.
const OVERSHOOTING: &str = "study,year,severity,yi,vi
s1,2004,2.7,-1.92,0.0135
s2,1990,4.4,-1.223,0.0385
s3,1997,8.5,0.429,0.0481
s4,2011,8.6,0.56,0.0763
s5,2015,5.7,-0.38,0.0267
s6,2016,5,-0.421,0.0816
s7,2007,2.2,-2.172,0.0874
s8,2006,6.2,-0.261,0.0037
s9,1991,7.3,-0.263,0.0264
s10,2009,6.9,-0.164,0.0558
s11,1998,6.4,-0.424,0.0277
s12,1993,2.7,-2.001,0.0458
s13,1994,5.2,-1.376,0.1085
";

const REGRESSION: &str = "title: T
studies: studies.csv
analyses:
  effect:
    measure: generic
    data: {estimate: yi, variance: vi}
    meta_regression: {models: [[year, severity]]}
";

#[test]
fn a_fit_that_does_not_settle_at_once_is_tried_with_shorter_steps() {
    let script = script_of(REGRESSION, OVERSHOOTING);
    if !metafor() {
        return;
    }
    let (output, success) = run(&script);
    assert!(success, "{output}");
    assert!(output.contains("ok  effect, meta-regression on year + severity, model: qm"), "{output}");
    assert!(output.contains(" 0 results differ\n"), "{output}");
}

#[test]
fn what_metafor_cannot_fit_is_counted_and_the_rest_goes_on() {
    let review = REGRESSION.replace("meta_regression", "cumulative: year\n    meta_regression");
    let script = script_of(&review, OVERSHOOTING);
    if !metafor() {
        return;
    }
    let broken = "rma <- function(...) if (is.null(list(...)$mods)) metafor::rma(...) else stop(\"no fit\")\n\nfor (id";
    let (output, success) = run(&script.replace("\nfor (id", broken));
    assert!(success, "{output}");
    assert!(
        output.contains("!!  effect, meta-regression on year + severity: metafor gives no result, no fit")
    );
    assert!(output.contains("ok  effect, up to s4, random effects"), "{output}");
    assert!(
        output.contains(
            " 0 results differ, 1 that metafor does not fit: effect, meta-regression on year + severity"
        ),
        "{output}"
    );
}

#[test]
fn every_choice_reaches_the_script() {
    let review = "title: T
studies: studies.csv
analyses:
  death:
    measure: odds-ratio
    data: {treated: {events: a, total: b}, control: {events: c, total: d}}
    method: mantel-haenszel
    subgroups: [region]
    cumulative: year
    continuity: {add: 0.25, to: if-any-zero}
    sensitivity:
      - {label: Inverse variance, method: inverse-variance, model: random, prediction: k-2, level: 0.9}
      - {label: Risk ratios, measure: risk-ratio, where: region != \"EU\"}
";
    let studies = "study,region,year,a,b,c,d
s1,EU,2001,0,40,3,42
s2,EU,2002,0,35,2,33
s3,US,2003,5,60,11,58
s4,US,2004,7,80,9,77
s5,AS,2005,3,50,8,52
s6,AS,2006,12,90,14,95
";
    let script = script_of(review, studies);
    for choice in [
        "method = \"mantel-haenszel\"",
        "headline = \"common\"",
        "add = 0.25",
        "to = \"if-any-zero\"",
        "prediction = \"k-2\"",
        "level = 0.9",
        "measure = \"risk-ratio\"",
    ] {
        assert!(script.contains(choice), "{choice}");
    }
    // The subgroup EU has no event in the treated arm: nothing to recompute.
    assert!(!script.contains("list(name = \"EU\""));
    if !metafor() {
        return;
    }
    let (output, success) = run(&script);
    let told: Vec<&str> = output.lines().filter(|line| !line.starts_with("ok ")).collect();
    assert!(success && output.contains(" 0 results differ\n"), "{}", told.join("\n"));
    assert!(output.contains("ok  death, difference between levels of region"), "{output}");
}

/// What differed from metafor's for no fault of either: one tau2 for subgroups (whose degrees of freedom are those of all
/// studies), also with a common-effect headline; effects that are all equal; limits of tau2 far away; a moderator with
/// one level.
#[test]
fn cases_that_metafor_answers_in_other_words_agree() {
    let review = |choices: &str| {
        format!(
            "title: T\nstudies: studies.csv\nanalyses:\n  effect:\n    measure: generic\n    \
             data: {{estimate: yi, variance: vi}}\n{choices}"
        )
    };
    let spread = "study,region,kind,yi,vi\ns1,EU,a,0.1,0.02\ns2,EU,a,0.5,0.03\ns3,US,a,0.9,0.05\ns4,US,a,-0.3,0.04\n\
                  s5,AS,a,0.2,0.01\n";
    let equal =
        "study,region,kind,yi,vi\ns1,EU,a,0.3,0.02\ns2,EU,a,0.3,0.03\ns3,US,a,0.3,0.05\ns4,AS,a,0.3,0.05\n";
    let apart = "study,region,kind,yi,vi\ns1,EU,a,0.3,0.02\ns2,US,a,9.3,0.03\n";
    let cases = [
        ("    subgroups: [region]\n    subgroup_tau2: common\n", spread),
        ("    subgroups: [region]\n    subgroup_tau2: common\n    model: common\n    ci: t\n", spread),
        ("    subgroups: [region]\n    subgroup_tau2: common\n    ci: wald\n    tau2: pm\n", spread),
        ("    meta_regression: {min_studies: 3, models: [[kind]]}\n", spread),
        ("    subgroups: [region]\n", equal),
        ("    level: 0.99\n", apart),
    ];
    let scripts = cases.map(|(choices, studies)| script_of(&review(choices), studies));
    assert!(scripts[1].contains("tau2 = \"common\", levels"), "{}", scripts[1]);
    if !metafor() {
        return;
    }
    for script in scripts {
        let (output, success) = run(&script);
        let told: Vec<&str> = output.lines().filter(|line| !line.starts_with("ok ")).collect();
        assert!(success && output.contains(" 0 results differ\n"), "{}", told.join("\n"));
    }
}
