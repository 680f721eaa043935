//! The pooling layer against metafor and meta.
//!
//! `tests/reference/*.json` hold numbers computed with metafor 5.1-12 and meta 8.4-0 (tests/reference/README.md).
//! Here the effects and variances are taken from the case, so that only pooling and what follows from it is
//! tested; measures have their own tests.

use std::fmt::Write as _;
use std::path::Path;

use ecmo_report::stats::choices::{CiMethod, SubgroupTau2, Tau2Estimator};
use ecmo_report::stats::influence::{Influence, influence};
use ecmo_report::stats::interval::Interval;
use ecmo_report::stats::leave_one_out::{Refit, leave_one_out};
use ecmo_report::stats::pool::{Fit, Heterogeneity, Model, Pooled, Prediction, fit};
use ecmo_report::stats::regression::{Design, Term, regress};
use ecmo_report::stats::small_study::{begg, egger, egger_mixed, trim_and_fill};
use ecmo_report::stats::subgroup::subgroups;
use serde_json::Value;

/// Numbers of one case compared with its reference.
struct Comparison {
    id: String,
    compared: usize,
    differences: String,
}

impl Comparison {
    fn number(&mut self, name: &str, got: Option<f64>, want: &Value) {
        let Some(want) = want.as_f64() else { return };
        self.compared += 1;
        let agrees = got.is_some_and(|got| (got - want).abs() <= 1e-7 * want.abs() + 1e-10);
        if !agrees {
            writeln!(self.differences, "  {}: {name}: expected {want:e}, got {got:?}", self.id).unwrap();
        }
    }

    fn numbers(&mut self, name: &str, got: &[f64], want: &Value) {
        let Some(want) = want.as_array() else { return };
        assert_eq!(got.len(), want.len(), "{}: {name}", self.id);
        for (i, (got, want)) in got.iter().zip(want).enumerate() {
            self.number(&format!("{name}[{i}]"), Some(*got), want);
        }
    }

    fn interval(&mut self, name: &str, got: Option<Interval>, want: &Value) {
        self.number(&format!("{name}.lower"), got.map(|i| i.lower), &want[0]);
        self.number(&format!("{name}.upper"), got.map(|i| i.upper), &want[1]);
    }

    fn pooled(&mut self, name: &str, got: &Pooled, want: &Value) {
        self.number(&format!("{name}.theta"), Some(got.theta), &want["theta"]);
        self.number(&format!("{name}.se"), Some(got.se), &want["se"]);
        self.number(&format!("{name}.statistic"), Some(got.statistic), &want["statistic"]);
        self.number(&format!("{name}.p"), Some(got.p), &want["p"]);
        self.interval(&format!("{name}.ci"), Some(got.theta_ci), &want["theta_ci"]);
        self.interval(&format!("{name}.prediction"), got.theta_prediction, &want["theta_prediction"]);
    }

    fn heterogeneity(&mut self, got: &Heterogeneity, want: &Value) {
        self.number("q", got.q, &want["q"]);
        self.number("q p", got.p, &want["p"]);
        self.number("i2", got.i2, &want["i2"]);
        self.interval("i2 ci", got.i2_ci, &want["i2_ci"]);
        self.number("i2 tau2", got.i2_tau2, &want["i2_tau2"]);
        self.number("tau2", got.tau2, &want["tau2"]);
        self.interval("tau2 ci", got.tau2_ci, &want["tau2_ci"]);
    }
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().into_iter().flatten().map(|x| x.as_f64().expect("a number")).collect()
}

fn choice<T: Copy>(all: &[T], name: &Value, as_str: fn(T) -> &'static str) -> Option<T> {
    all.iter().copied().find(|x| name == as_str(*x))
}

/// Runs `check` on every case with effects.
fn on_every_case(check: impl Fn(&mut Comparison, &Case)) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reference");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let (mut compared, mut differences) = (0, String::new());
    for file in files.iter().filter(|file| file.extension().is_some_and(|e| e == "json")) {
        let case: Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
        if case["expected"]["effects"].is_null() {
            continue;
        }
        let model = Model {
            tau2: choice(Tau2Estimator::ALL, &case["analysis"]["tau2"], Tau2Estimator::as_str).unwrap(),
            ci: choice(CiMethod::ALL, &case["analysis"]["ci"], CiMethod::as_str).unwrap(),
            prediction: Prediction::KMinus1,
            level: 0.95,
        };
        let y = numbers(&case["expected"]["effects"]["yi"]);
        let v = numbers(&case["expected"]["effects"]["vi"]);
        let id = file.file_stem().unwrap().to_string_lossy().into_owned();
        let mut comparison = Comparison { id, compared: 0, differences: String::new() };
        check(&mut comparison, &Case { y, v, model, case: &case, expected: &case["expected"] });
        compared += comparison.compared;
        differences += &comparison.differences;
    }
    assert!(compared > 100, "only {compared} numbers were compared");
    assert!(differences.is_empty(), "of {compared} numbers these differ:\n{differences}");
}

struct Case<'a> {
    y: Vec<f64>,
    v: Vec<f64>,
    model: Model,
    case: &'a Value,
    expected: &'a Value,
}

impl Case<'_> {
    fn column(&self, name: &str) -> Vec<f64> {
        numbers(&self.case["columns"][name])
    }

    fn fit(&self) -> Fit {
        fit(&self.y, &self.v, &self.model).unwrap()
    }
}

#[test]
fn pooled_estimates_and_heterogeneity() {
    on_every_case(|c, case| {
        let found = case.fit();
        c.pooled("random", &found.random, &case.expected["random"]);
        c.pooled("common", &found.common, &case.expected["common"]);
        c.heterogeneity(&found.heterogeneity, &case.expected["heterogeneity"]);
        c.numbers("weights", &found.weights_random, &case.expected["weights"]["random"]);
        c.numbers("weights common", &found.weights_common, &case.expected["weights"]["common"]);
    });
}

#[test]
fn leave_one_out_of_every_case() {
    on_every_case(|c, case| {
        let found = leave_one_out(&case.y, &case.v, &case.model).unwrap();
        let want = &case.expected["leave_one_out"];
        let column = |of: fn(&Refit) -> f64| found.iter().map(of).collect::<Vec<_>>();
        c.numbers("theta", &column(|r| r.random.theta), &want["theta"]);
        c.numbers("tau2", &column(|r| r.heterogeneity.tau2.unwrap()), &want["tau2"]);
        c.numbers("q", &column(|r| r.heterogeneity.q.unwrap()), &want["q"]);
    });
}

#[test]
fn influence_of_every_case() {
    on_every_case(|c, case| {
        let found = influence(&case.y, &case.v, &case.model).unwrap();
        let want = &case.expected["influence"];
        let column =
            |of: fn(&Influence) -> Option<f64>| found.iter().map(|i| of(i).unwrap()).collect::<Vec<_>>();
        c.numbers("studentized residual", &column(|i| i.studentized_residual), &want["studentized_residual"]);
        c.numbers("dffits", &column(|i| i.dffits), &want["dffits"]);
        c.numbers("cook", &column(|i| i.cooks_distance), &want["cooks_distance"]);
        c.numbers("covariance ratio", &column(|i| i.covariance_ratio), &want["covariance_ratio"]);
        c.numbers("tau2 deleted", &column(|i| i.tau2_deleted), &want["tau2_deleted"]);
        c.numbers("q deleted", &column(|i| i.q_deleted), &want["q_deleted"]);
        c.numbers("hat", &column(|i| Some(i.hat)), &want["hat"]);
        c.numbers("dfbetas", &column(|i| i.dfbetas), &want["dfbetas"]);
        c.numbers("baujat x", &column(|i| Some(i.baujat_x)), &case.expected["baujat"]["x"]);
        c.numbers("baujat y", &column(|i| Some(i.baujat_y)), &case.expected["baujat"]["y"]);
    });
}

#[test]
fn subgroups_of_every_case() {
    on_every_case(|c, case| {
        let (Some(by), Some(levels)) =
            (case.case["by"].as_str(), case.expected["subgroups"]["levels"].as_array())
        else {
            return;
        };
        let labels = case.case["columns"][by].as_array().unwrap();
        let members = |level: &Value| (0..labels.len()).filter(|i| &labels[*i] == level).collect::<Vec<_>>();
        let groups: Vec<_> = levels.iter().map(|level| members(&level["level"])).collect();
        let found = subgroups(&case.y, &case.v, &groups, SubgroupTau2::Separate, &case.model).unwrap();
        for (found, want) in found.levels.iter().zip(levels) {
            c.pooled("level", &found.random, &want["random"]);
            c.number("q", found.heterogeneity.q, &want["q"]);
            c.number("tau2", found.heterogeneity.tau2, &want["tau2"]);
        }
        let (test, want) = (found.test.unwrap(), &case.expected["subgroups"]["test"]);
        c.number("test q", Some(test.statistic), &want["q"]);
        c.number("test p", Some(test.p), &want["p"]);
    });
}

#[test]
fn meta_regression_of_every_case() {
    on_every_case(|c, case| {
        let models = case.expected["meta_regression"].as_array().into_iter().flatten();
        for want in models {
            let names: Vec<String> = match &want["moderators"] {
                Value::String(name) => vec![name.clone()],
                names => names.as_array().unwrap().iter().map(|n| n.as_str().unwrap().to_owned()).collect(),
            };
            let columns = names.iter().map(|name| case.column(name)).collect();
            let found = regress(&case.y, &case.v, &Design { names, columns }, &case.model).unwrap();
            let column = |of: fn(&Term) -> f64| found.terms.iter().map(of).collect::<Vec<_>>();
            c.numbers("estimate", &column(|t| t.estimate), &want["estimate"]);
            c.numbers("se", &column(|t| t.se), &want["se"]);
            c.numbers("statistic", &column(|t| t.statistic), &want["statistic"]);
            c.numbers("p", &column(|t| t.p), &want["p"]);
            c.numbers("lower", &column(|t| t.ci.lower), &want["ci_lower"]);
            c.numbers("upper", &column(|t| t.ci.upper), &want["ci_upper"]);
            let qm = found.qm.unwrap();
            c.number("qm", Some(qm.statistic), &want["qm"]);
            c.number("qm p", Some(qm.p), &want["qm_p"]);
            c.number("qe", Some(found.qe.statistic), &want["qe"]);
            c.number("qe p", Some(found.qe.p), &want["qe_p"]);
            c.number("tau2", Some(found.tau2), &want["tau2"]);
            c.number("r2", found.r2, &want["r2"]);
        }
    });
}

#[test]
fn small_study_effects_of_every_case() {
    on_every_case(|c, case| {
        let want = &case.expected["small_study"];
        if let Ok(found) = egger(&case.y, &case.v) {
            c.number("egger", Some(found.statistic), &want["egger"]["statistic"]);
            c.number("egger df", found.df, &want["egger"]["df"]);
            c.number("egger p", Some(found.p), &want["egger"]["p"]);
        }
        if let Ok(found) = egger_mixed(&case.y, &case.v, &case.model) {
            c.number("egger mixed", Some(found.statistic), &want["egger_mixed"]["statistic"]);
            c.number("egger mixed p", Some(found.p), &want["egger_mixed"]["p"]);
        }
        let found = begg(&case.y, &case.v).unwrap();
        c.number("begg tau", Some(found.tau), &want["begg"]["tau"]);
        c.number("begg p", Some(found.p), &want["begg"]["p"]);
        let found = trim_and_fill(&case.y, &case.v, &case.model).unwrap();
        let want = &want["trim_fill"];
        if !want.is_null() {
            assert_eq!(found.side.as_str(), want["side"], "{}", c.id);
        }
        c.number("trim and fill k0", Some(found.k0 as f64), &want["k0"]);
        c.number("trim and fill theta", Some(found.fit.random.theta), &want["theta"]);
        c.interval("trim and fill ci", Some(found.fit.random.theta_ci), &want["theta_ci"]);
    });
}
