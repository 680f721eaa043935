//! Effect sizes, the methods on counts and conversions against metafor, meta and the papers.
//!
//! `tests/reference/*.json`: metafor 5.1-12 and meta 8.4-0 (tests/reference/README.md).

use std::path::Path;

use ecmo_report::stats::choices::{BackTransformN, ContinuityTo, Measure, StudyCi, Transform};
use ecmo_report::stats::effect::{
    Continuity, EffectScale, EffectSize, Events, Incidence, LeftOut, Sample, StudyData, Uncertainty,
    effect_sizes, study_estimate,
};
use ecmo_report::stats::glmm::glmm;
use ecmo_report::stats::interval::Interval;
use ecmo_report::stats::pool::{Pooled, Table, TableFit, mantel_haenszel, peto};
use ecmo_report::stats::transform::freeman_tukey::back_transform_size;
use serde_json::Value;

fn cases() -> Vec<Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reference");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    let read = |path| serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    paths.into_iter().map(read).collect()
}

fn case(id: &str) -> Value {
    cases().into_iter().find(|case| case["id"] == id).unwrap()
}

fn column(case: &Value, name: &Value) -> Vec<f64> {
    let column = case["columns"][name.as_str().unwrap()].as_array().unwrap();
    column.iter().map(|value| value.as_f64().unwrap()).collect()
}

/// One number per study for each named part of `data`.
fn rows<const N: usize>(case: &Value, data: &Value, names: [&str; N]) -> Vec<[f64; N]> {
    let columns = names.map(|name| column(case, &data[name]));
    (0..columns[0].len()).map(|i| std::array::from_fn(|j| columns[j][i])).collect()
}

fn events([events, total]: [f64; 2]) -> Events {
    Events { events, total }
}

fn sample([mean, sd, total]: [f64; 3]) -> Sample {
    Sample { mean, sd, total }
}

fn incidence([events, time]: [f64; 2]) -> Incidence {
    Incidence { events, time }
}

fn scale(case: &Value) -> EffectScale {
    let measure: Measure = serde_json::from_value(case["analysis"]["measure"].clone()).unwrap();
    let transform: Option<Transform> = serde_json::from_value(case["analysis"]["transform"].clone()).unwrap();
    EffectScale::new(measure, transform).unwrap()
}

fn studies(case: &Value) -> Vec<StudyData> {
    let data = &case["analysis"]["data"];
    let (treated, control) = (&data["treated"], &data["control"]);
    match scale(case).measure() {
        Measure::Proportion => rows(case, data, ["events", "total"])
            .into_iter()
            .map(|r| StudyData::Proportion(events(r)))
            .collect(),
        Measure::Correlation => rows(case, data, ["r", "total"])
            .into_iter()
            .map(|[r, total]| StudyData::Correlation { r, total })
            .collect(),
        Measure::Generic => rows(case, data, ["estimate", "variance"])
            .into_iter()
            .map(|[estimate, variance]| StudyData::Estimate {
                estimate,
                uncertainty: Uncertainty::Variance(variance),
            })
            .collect(),
        Measure::IncidenceRateRatio => rows(case, treated, ["events", "time"])
            .into_iter()
            .zip(rows(case, control, ["events", "time"]))
            .map(|(t, c)| StudyData::TwoRates { treated: incidence(t), control: incidence(c) })
            .collect(),
        Measure::MeanDifference | Measure::StandardizedMeanDifference | Measure::RatioOfMeans => {
            rows(case, treated, ["mean", "sd", "total"])
                .into_iter()
                .zip(rows(case, control, ["mean", "sd", "total"]))
                .map(|(t, c)| StudyData::TwoMeans { treated: sample(t), control: sample(c) })
                .collect()
        }
        _ => rows(case, treated, ["events", "total"])
            .into_iter()
            .zip(rows(case, control, ["events", "total"]))
            .map(|(t, c)| StudyData::TwoByTwo { treated: events(t), control: events(c) })
            .collect(),
    }
}

fn sizes(case: &Value) -> Vec<Result<EffectSize, LeftOut>> {
    effect_sizes(scale(case), Continuity::default(), &studies(case))
}

fn tables(case: &Value) -> Vec<Table> {
    studies(case)
        .into_iter()
        .map(|study| match study {
            StudyData::TwoByTwo { treated, control } => Table { treated, control },
            other => panic!("no 2x2 table: {other:?}"),
        })
        .collect()
}

fn close(what: &str, actual: f64, expected: f64, relative: f64) {
    assert!(
        (actual - expected).abs() <= relative * expected.abs() + 1e-300,
        "{what}: {actual:e} instead of {expected:e}"
    );
}

#[test]
fn effect_sizes_of_every_reference_case() {
    let mut compared = 0;
    for case in cases() {
        let expected = &case["expected"]["effects"];
        let Some(yi) = expected["yi"].as_array() else { continue };
        let vi = expected["vi"].as_array().unwrap();
        let sizes: Vec<EffectSize> = sizes(&case).into_iter().filter_map(Result::ok).collect();
        let id = case["id"].as_str().unwrap();
        assert_eq!(sizes.len(), yi.len(), "{id}");
        for (i, size) in sizes.iter().enumerate() {
            close(&format!("{id} yi[{i}]"), size.yi, yi[i].as_f64().unwrap(), 1e-12);
            close(&format!("{id} vi[{i}]"), size.vi, vi[i].as_f64().unwrap(), 1e-12);
            compared += 1;
        }
    }
    assert!(compared > 300, "{compared}");
}

#[test]
fn pooled_values_transform_back() {
    for case in cases() {
        let scale = scale(&case);
        let k = sizes(&case).len();
        let transform_sizes: Vec<f64> = studies(&case).iter().filter_map(StudyData::transform_size).collect();
        for part in ["random", "common"] {
            let pooled = &case["expected"][part];
            let Some(theta) = pooled["theta"].as_f64() else { continue };
            let size = if scale.transform() == Transform::FreemanTukey {
                assert_eq!(transform_sizes.len(), k);
                back_transform_size(BackTransformN::Harmonic, &transform_sizes, f64::NAN).unwrap()
            } else {
                f64::NAN
            };
            let what = format!("{} {part}", case["id"]);
            close(&what, scale.back_transform(theta, size), pooled["estimate"].as_f64().unwrap(), 1e-11);
            for (theta, reported) in [("theta_ci", "ci"), ("theta_prediction", "prediction")] {
                let Some(theta) = pooled[theta].as_array() else { continue };
                for (theta, reported) in theta.iter().zip(pooled[reported].as_array().unwrap()) {
                    let actual = scale.back_transform(theta.as_f64().unwrap(), size);
                    close(&what, actual, reported.as_f64().unwrap(), 1e-11);
                }
            }
        }
    }
}

// Expected values: escalc of metafor 3.8-1 (add = 1/2, to = "only0").
#[test]
fn zero_cells() {
    let proportion = |x, n| StudyData::Proportion(events([x, n]));
    let proportions = [proportion(0.0, 10.0), proportion(3.0, 20.0), proportion(12.0, 12.0)];
    check(
        (Measure::Proportion, Some(Transform::None)),
        &proportions,
        &[
            (0.0454545454545455, 0.00394440270473328),
            (0.15, 0.006375),
            (0.961538461538462, 0.00284478834774693),
        ],
    );
    check(
        (Measure::Proportion, Some(Transform::Log)),
        &proportions,
        &[
            (-3.09104245335832, 1.90909090909091),
            (-1.89711998488588, 0.283333333333333),
            (-0.0392207131532813, 0.00307692307692307),
        ],
    );
    check(
        (Measure::Proportion, Some(Transform::Logit)),
        &proportions,
        &[
            (-3.04452243772342, 2.0952380952381),
            (-1.73460105538811, 0.392156862745098),
            (3.2188758248682, 2.08),
        ],
    );
    check(
        (Measure::Proportion, Some(Transform::Arcsine)),
        &proportions,
        &[(0.0, 0.025), (0.397699415092072, 0.0125), (std::f64::consts::FRAC_PI_2, 0.0208333333333333)],
    );
    check(
        (Measure::Proportion, Some(Transform::FreemanTukey)),
        &proportions,
        &[
            (0.153138684584835, 0.0238095238095238),
            (0.419615063867356, 0.0121951219512195),
            (1.43027887604349, 0.02),
        ],
    );
    let rate = |x, t| StudyData::Rate(incidence([x, t]));
    let rates = [rate(0.0, 10.0), rate(3.0, 20.0), rate(12.0, 7.5)];
    check(
        (Measure::Rate, Some(Transform::None)),
        &rates,
        &[(0.05, 0.005), (0.15, 0.0075), (1.6, 0.213333333333333)],
    );
    check(
        (Measure::Rate, Some(Transform::Log)),
        &rates,
        &[
            (-2.99573227355399, 2.0),
            (-1.89711998488588, 0.333333333333333),
            (0.470003629245736, 0.0833333333333333),
        ],
    );
    check(
        (Measure::Rate, Some(Transform::Sqrt)),
        &rates,
        &[(0.0, 0.025), (0.387298334620742, 0.0125), (1.26491106406735, 0.0333333333333333)],
    );
    check(
        (Measure::Rate, Some(Transform::FreemanTukey)),
        &rates,
        &[(0.158113883008419, 0.025), (0.41725596506035, 0.0125), (1.29073612063806, 0.0333333333333333)],
    );
}

fn check((measure, transform): (Measure, Option<Transform>), studies: &[StudyData], expected: &[(f64, f64)]) {
    let scale = EffectScale::new(measure, transform).unwrap();
    let sizes = effect_sizes(scale, Continuity::default(), studies);
    assert_eq!(sizes.len(), expected.len());
    for (size, (yi, vi)) in sizes.iter().zip(expected) {
        let size = size.unwrap();
        let what = format!("{measure} {}", scale.transform());
        close(&what, size.yi, *yi, 1e-13);
        close(&what, size.vi, *vi, 1e-13);
    }
}

/// Five tables: a zero, no zero, a full arm no zero, no events at all, only events.
fn five_tables() -> Vec<StudyData> {
    [
        ([0.0, 10.0], [2.0, 12.0]),
        ([3.0, 20.0], [4.0, 18.0]),
        ([5.0, 10.0], [8.0, 20.0]),
        ([0.0, 10.0], [0.0, 12.0]),
        ([10.0, 10.0], [12.0, 12.0]),
    ]
    .map(|(t, c)| StudyData::TwoByTwo { treated: events(t), control: events(c) })
    .to_vec()
}

// Expected values: escalc of metafor 3.8-1, drop00 = TRUE for the ratios and FALSE for the difference.
#[test]
fn double_zeros_are_left_out_of_ratios_and_kept_in_differences() {
    let expected = [
        (Measure::OddsRatio, [-1.6094379124341, -0.481838086892738], [2.59047619047619, 0.713585434173669]),
        (Measure::RiskRatio, [-1.44238382777093, -0.393042588109607], [2.23216783216783, 0.477777777777778]),
        (
            Measure::PetoOddsRatio,
            [-1.28671328671329, -0.46794674859191],
            [1.47052947052947, 0.683922171018945],
        ),
    ];
    for (measure, yi, vi) in expected {
        let corrected = measure != Measure::PetoOddsRatio;
        let sizes = effect_sizes(EffectScale::of(measure), Continuity::default(), &five_tables());
        // metafor corrects a Peto table with a zero as well; the method needs none and the tables enter as they are.
        if corrected {
            close("yi", sizes[0].unwrap().yi, yi[0], 1e-13);
            close("vi", sizes[0].unwrap().vi, vi[0], 1e-13);
        }
        assert_eq!(sizes[0].unwrap().corrected, corrected);
        close("yi", sizes[1].unwrap().yi, yi[1], 1e-13);
        close("vi", sizes[1].unwrap().vi, vi[1], 1e-13);
        assert_eq!(sizes[3], Err(LeftOut::NoEventsInEitherArm));
        assert_eq!(sizes[4], Err(LeftOut::OnlyEventsInBothArms));
    }
    let scale = EffectScale::of(Measure::RiskDifference);
    let sizes = effect_sizes(scale, Continuity::default(), &five_tables());
    close("yi", sizes[0].unwrap().yi, -0.146853146853147, 1e-13);
    close("yi", sizes[3].unwrap().yi, 0.00699300699300699, 1e-13);
    close("vi", sizes[3].unwrap().vi, 0.00678919105248021, 1e-13);
    close("vi", sizes[4].unwrap().vi, 0.00678919105248021, 1e-13);
}

// Expected values: escalc of metafor 3.8-1 with to = "if0all", drop00 = TRUE.
#[test]
fn correction_of_all_studies_if_any_has_a_zero() {
    let continuity = Continuity { add: 0.5, to: ContinuityTo::IfAnyZero };
    let sizes = effect_sizes(EffectScale::of(Measure::OddsRatio), continuity, &five_tables());
    close("yi", sizes[1].unwrap().yi, -0.439366659783846, 1e-13);
    close("vi", sizes[2].unwrap().vi, 0.561283422459893, 1e-13);
    // Without a zero among the usable ones nothing is added: the double zeros do not count.
    let sizes = effect_sizes(EffectScale::of(Measure::OddsRatio), continuity, &five_tables()[1..]);
    close("yi", sizes[0].unwrap().yi, -0.481838086892738, 1e-13);
    let sizes = effect_sizes(EffectScale::of(Measure::OddsRatio), Continuity::NONE, &five_tables());
    assert_eq!(sizes[0], Err(LeftOut::ZeroCell));
}

// Expected values: escalc of metafor 3.8-1.
#[test]
fn two_rates() {
    let pair = |t, c| StudyData::TwoRates { treated: incidence(t), control: incidence(c) };
    let studies =
        [pair([0.0, 10.0], [2.0, 8.0]), pair([3.0, 20.0], [5.0, 22.0]), pair([0.0, 7.5], [0.0, 9.0])];
    let ratio = effect_sizes(EffectScale::of(Measure::IncidenceRateRatio), Continuity::default(), &studies);
    close("irr", ratio[0].unwrap().yi, -1.83258146374831, 1e-13);
    close("irr", ratio[1].unwrap().vi, 0.533333333333333, 1e-13);
    assert_eq!(ratio[2], Err(LeftOut::NoEventsInEitherArm));
    check(
        (Measure::IncidenceRateDifference, None),
        &studies,
        &[
            (-0.2625, 0.0440625),
            (-0.0772727272727273, 0.0178305785123967),
            (0.0111111111111111, 0.0150617283950617),
        ],
    );
}

// Expected values: escalc of metafor 3.8-1.
#[test]
fn means_and_correlations() {
    let two = |t, c| StudyData::TwoMeans { treated: sample(t), control: sample(c) };
    let pairs = [two([5.0, 1.0, 10.0], [4.5, 1.5, 12.0]), two([2.0, 3.0, 33.0], [2.5, 2.5, 30.0])];
    check((Measure::MeanDifference, None), &pairs, &[(0.5, 0.2875), (-0.5, 0.481060606060606)]);
    check(
        (Measure::StandardizedMeanDifference, None),
        &pairs,
        &[(0.37025262366714, 0.186448947090888), (-0.178046734280735, 0.0638879560140464)],
    );
    check(
        (Measure::RatioOfMeans, None),
        &pairs,
        &[(0.105360515657826, 0.0132592592592593), (-0.22314355131421, 0.101515151515152)],
    );
    let means = [StudyData::Mean(sample([5.0, 1.0, 10.0])), StudyData::Mean(sample([2.0, 3.0, 33.0]))];
    check((Measure::Mean, None), &means, &[(5.0, 0.1), (2.0, 0.272727272727273)]);
    check(
        (Measure::Mean, Some(Transform::Log)),
        &means,
        &[(1.6094379124341, 0.004), (std::f64::consts::LN_2, 0.0681818181818182)],
    );
    let correlations =
        [StudyData::Correlation { r: 0.3, total: 10.0 }, StudyData::Correlation { r: -0.9, total: 33.0 }];
    check(
        (Measure::Correlation, Some(Transform::None)),
        &correlations,
        &[(0.3, 0.0920111111111111), (-0.9, 0.001128125)],
    );
    check(
        (Measure::Correlation, None),
        &correlations,
        &[(0.309519604203112, 0.142857142857143), (-1.47221948958322, 0.0333333333333333)],
    );
}

#[test]
fn ratio_from_its_interval() {
    let study = StudyData::Estimate {
        estimate: 0.65,
        uncertainty: Uncertainty::Limits { interval: Interval::new(0.51, 0.82), level: 0.95 },
    };
    let scale = EffectScale::of(Measure::Ratio);
    let size = effect_sizes(scale, Continuity::default(), &[study])[0].unwrap();
    close("yi", size.yi, -0.4307829161, 1e-10);
    close("se", size.vi.sqrt(), 0.1211485564, 1e-9);
    let shown = study_estimate(scale, &study, &size, StudyCi::ClopperPearson, 0.95);
    close("estimate", shown.estimate, 0.65, 1e-14);
}

#[test]
fn studies_without_an_effect_say_why() {
    let reason = |measure, transform, study| {
        let scale = EffectScale::new(measure, transform).unwrap();
        effect_sizes(scale, Continuity::default(), &[study])[0].unwrap_err()
    };
    let correlation = |r, total| StudyData::Correlation { r, total };
    assert_eq!(reason(Measure::Correlation, None, correlation(0.5, 3.0)), LeftOut::TooFewPatients);
    assert_eq!(reason(Measure::Correlation, None, correlation(1.0, 30.0)), LeftOut::PerfectCorrelation);
    assert_eq!(reason(Measure::Correlation, None, correlation(1.5, 30.0)), LeftOut::Impossible);
    let mean = |mean, sd| StudyData::Mean(sample([mean, sd, 12.0]));
    assert_eq!(reason(Measure::Mean, Some(Transform::Log), mean(-1.0, 2.0)), LeftOut::NotPositive);
    assert_eq!(reason(Measure::Mean, None, mean(1.0, 0.0)), LeftOut::ZeroVariance);
    assert_eq!(reason(Measure::Mean, None, correlation(0.5, 30.0)), LeftOut::OtherMeasure);
    let proportion = StudyData::Proportion(events([7.0, 5.0]));
    assert_eq!(reason(Measure::Proportion, None, proportion), LeftOut::Impossible);
    let ratio = StudyData::Estimate { estimate: 0.0, uncertainty: Uncertainty::StandardError(0.1) };
    assert_eq!(reason(Measure::Ratio, None, ratio), LeftOut::NotPositive);
}

fn compare_table_fit(case: &Value, fit: &TableFit) {
    let expected = &case["expected"];
    let id = case["id"].as_str().unwrap();
    let pooled = fit.common(0.95);
    compare_pooled(id, &pooled, &expected["common"], 1e-9);
    close(id, fit.q.unwrap(), expected["heterogeneity"]["q"].as_f64().unwrap(), 1e-9);
    close(id, fit.q_p().unwrap(), expected["heterogeneity"]["p"].as_f64().unwrap(), 1e-9);
    assert!((fit.weights.iter().sum::<f64>() - 1.0).abs() < 1e-14);
}

fn compare_pooled(id: &str, pooled: &Pooled, expected: &Value, relative: f64) {
    let numbers = [("theta", pooled.theta), ("se", pooled.se), ("statistic", pooled.statistic)];
    for (name, actual) in numbers {
        close(&format!("{id} {name}"), actual, expected[name].as_f64().unwrap(), relative);
    }
    if let Some(p) = expected["p"].as_f64() {
        close(&format!("{id} p"), pooled.p, p, relative);
    }
    close(&format!("{id} ci"), pooled.theta_ci.lower, expected["theta_ci"][0].as_f64().unwrap(), relative);
    close(&format!("{id} ci"), pooled.theta_ci.upper, expected["theta_ci"][1].as_f64().unwrap(), relative);
}

#[test]
fn mantel_haenszel_and_peto() {
    for id in ["odds-ratio", "risk-ratio", "risk-difference"] {
        let case = case(&format!("bcg-mantel-haenszel-{id}"));
        let effects: Vec<EffectSize> = sizes(&case).into_iter().map(Result::unwrap).collect();
        let fit = mantel_haenszel(scale(&case).measure(), &tables(&case), &effects).unwrap();
        compare_table_fit(&case, &fit);
    }
    let case = case("bcg-peto");
    compare_table_fit(&case, &peto(&tables(&case)).unwrap());
}

#[test]
fn tables_without_events_are_not_estimable() {
    let empty = Table { treated: events([0.0, 10.0]), control: events([0.0, 12.0]) };
    for measure in [Measure::OddsRatio, Measure::RiskRatio, Measure::RiskDifference, Measure::MeanDifference]
    {
        mantel_haenszel(measure, &[empty, empty], &[]).unwrap_err();
    }
    peto(&[empty]).unwrap_err();
    peto(&[]).unwrap_err();
}

fn arms(case: &Value) -> Vec<Events> {
    rows(case, &case["analysis"]["data"], ["events", "total"]).into_iter().map(events).collect()
}

#[test]
fn binomial_normal_model() {
    let case = case("pritz-glmm");
    let fit = glmm(&arms(&case)).unwrap();
    compare_pooled("pritz", &fit.random(0.95), &case["expected"]["random"], 1e-4);
    close("tau2", fit.tau2, case["expected"]["heterogeneity"]["tau2"].as_f64().unwrap(), 1e-4);
    // The maximum itself: the integral by the trapezoidal rule with 4801 points in R 4.2, maximised by Newton's
    // method with numerical derivatives. metafor's stops at its optimiser's tolerance.
    close("theta", fit.theta, 1.37659438914, 1e-8);
    close("se", fit.se, 0.288379866256, 1e-6);
    close("tau2", fit.tau2, 0.589309533959, 1e-8);
}

#[test]
fn binomial_normal_model_of_other_data() {
    let de_bruin = [
        [11.0, 29.0],
        [24.0, 33.0],
        [179.0, 326.0],
        [82.0, 240.0],
        [60.0, 110.0],
        [11.0, 29.0],
        [99.0, 244.0],
        [9.0, 17.0],
        [88.0, 215.0],
        [17.0, 26.0],
        [26.0, 138.0],
        [23.0, 55.0],
        [40.0, 54.0],
    ];
    let fit = glmm(&de_bruin.map(events)).unwrap();
    // rma.glmm of metafor 5.1-12 with nAGQ = 25 on dat.debruin2009, then the trapezoidal rule as above.
    close("theta", fit.theta, -0.1118114364, 1e-4);
    close("se", fit.se, 0.1880433263, 1e-4);
    close("tau2", fit.tau2, 0.378682872, 1e-4);
    close("theta", fit.theta, -0.111812655761, 1e-8);
    close("tau2", fit.tau2, 0.378688394598, 1e-7);
    // The same of dat.crisafulli2020.
    let rare = glmm(&arms(&case("rare-prevalence-reml"))).unwrap();
    close("theta", rare.theta, -8.411070468, 1e-4);
    close("se", rare.se, 0.0388195657, 1e-4);
    close("tau2", rare.tau2, 0.0125661553, 1e-4);
}

#[test]
fn binomial_normal_model_at_its_limits() {
    let study = |x, n| events([x, n]);
    glmm(&[]).unwrap_err();
    glmm(&[study(0.0, 10.0), study(0.0, 20.0)]).unwrap_err();
    glmm(&[study(10.0, 10.0), study(20.0, 20.0)]).unwrap_err();
    let one = glmm(&[study(3.0, 10.0)]).unwrap();
    assert_eq!((one.tau2, one.q), (0.0, None));
    // Less spread than sampling gives: the boundary.
    let equal = glmm(&[study(5.0, 10.0), study(10.0, 20.0), study(15.0, 30.0)]).unwrap();
    assert_eq!(equal.tau2, 0.0);
    assert_eq!(equal.se, equal.common_se);
    // All or nothing per study: the variance is huge, the fit finite.
    let split = glmm(&[study(0.0, 1000.0), study(1000.0, 1000.0), study(500.0, 1000.0)]).unwrap();
    assert!(split.tau2.is_finite() && split.se.is_finite() && split.tau2 > 1.0);
    assert!(split.theta.abs() < 1e-6);
}
