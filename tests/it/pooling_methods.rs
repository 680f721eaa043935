//! Choices that the reference cases do not cover, against metafor 3.8-1 under R 4.2.
//!
//! Computed with `rma(y / s, v / s^2, ..., control = list(threshold = 1e-13, maxiter = 10000, tol = 1e-13))`, `s` the
//! median standard error, and multiplied back; Harbord, Peters, and Pustejovsky and Rodgers with `lm` from the
//! formulas of their papers.

#![expect(clippy::excessive_precision, reason = "numbers as R prints them")]

use ecmo_report::stats::choices::{CiMethod, Measure, SmallStudyTest, SubgroupTau2, Tau2Estimator};
use ecmo_report::stats::pool::{Model, Pooled, Prediction, fit};
use ecmo_report::stats::regression::{Design, regress};
use ecmo_report::stats::small_study::{
    Counts, NotDone, applies, egger, harbord, peters, pustejovsky_rodgers,
};
use ecmo_report::stats::subgroup::subgroups;

/// ln odds ratios of the BCG trials (Colditz et al. 1994), `escalc(measure = "OR", ...)`.
const Y: [f64; 13] = [
    -0.93869414087039216,
    -1.6661907290265496,
    -1.3862943611198908,
    -1.4564435493129846,
    -0.21914108567543256,
    -0.95812204077626739,
    -1.633775838228896,
    0.012020601452732649,
    -0.47174603583869601,
    -1.401210139283481,
    -0.34084964636621073,
    0.44663468227444625,
    -0.017341873929093587,
];
const V: [f64; 13] = [
    0.35712495225362872,
    0.208132393657186,
    0.43341307814992025,
    0.020314412973197363,
    0.051951777317120272,
    0.0099052655153382407,
    0.22700967522349361,
    0.0040069620121488307,
    0.056977123987762661,
    0.075421726314920404,
    0.012525133820215518,
    0.53416217247471709,
    0.071635117295658746,
];
const TREATED: [(f64, f64); 13] = [
    (4.0, 119.0),
    (6.0, 300.0),
    (3.0, 228.0),
    (62.0, 13536.0),
    (33.0, 5036.0),
    (180.0, 1361.0),
    (8.0, 2537.0),
    (505.0, 87886.0),
    (29.0, 7470.0),
    (17.0, 1699.0),
    (186.0, 50448.0),
    (5.0, 2493.0),
    (27.0, 16886.0),
];
const CONTROL: [(f64, f64); 13] = [
    (11.0, 128.0),
    (29.0, 274.0),
    (11.0, 209.0),
    (248.0, 12619.0),
    (47.0, 5761.0),
    (372.0, 1079.0),
    (10.0, 619.0),
    (499.0, 87892.0),
    (45.0, 7232.0),
    (65.0, 1600.0),
    (141.0, 27197.0),
    (3.0, 2338.0),
    (29.0, 17825.0),
];

fn counts(arm: &[(f64, f64)]) -> Vec<Counts> {
    arm.iter().map(|(events, others)| Counts { events: *events, total: events + others }).collect()
}

fn model(tau2: Tau2Estimator, ci: CiMethod) -> Model {
    Model { tau2, ci, prediction: Prediction::KMinus1, level: 0.95 }
}

#[track_caller]
fn close(got: f64, want: f64) {
    assert!((got - want).abs() <= 1e-9 * want.abs() + 1e-13, "expected {want:e}, got {got:e}");
}

#[track_caller]
fn pooled(got: &Pooled, [theta, se, statistic, p, lower, upper]: [f64; 6]) {
    close(got.theta, theta);
    close(got.se, se);
    close(got.statistic, statistic);
    close(got.p, p);
    close(got.theta_ci.lower, lower);
    close(got.theta_ci.upper, upper);
}

#[test]
fn interval_methods() {
    let of = |ci| fit(&Y, &V, &model(Tau2Estimator::Reml, ci)).unwrap();
    let t = of(CiMethod::T);
    close(t.heterogeneity.tau2.unwrap(), 0.337772033112286);
    pooled(
        &t.random,
        [
            -0.745177770843695,
            0.186027912751197,
            -4.00573096705296,
            0.0017436256468316,
            -1.15049777382222,
            -0.339857767865172,
        ],
    );
    let hartung_knapp = [
        -0.745177770843695,
        0.186726187662067,
        -3.99075127154795,
        0.00179126758997606,
        -1.15201918415666,
        -0.338336357530733,
    ];
    pooled(&of(CiMethod::HartungKnapp).random, hartung_knapp);
    // The Hartung-Knapp factor is above 1 here: the ad hoc correction changes nothing.
    pooled(&of(CiMethod::HartungKnappAdhoc).random, hartung_knapp);
}

#[test]
fn ad_hoc_correction_where_hartung_knapp_is_narrower_than_a_common_effect() {
    let y = [-0.36, -0.18, -0.25, -0.31, -0.22, -0.29];
    let v = [0.02, 0.05, 0.03, 0.08, 0.04, 0.06];
    let of = |ci| fit(&y, &v, &model(Tau2Estimator::Reml, ci)).unwrap().random;
    pooled(
        &of(CiMethod::HartungKnapp),
        [
            -0.28026455026455,
            0.0287938627442036,
            -9.733482192172,
            0.000194563324148309,
            -0.354281530812605,
            -0.206247569716495,
        ],
    );
    pooled(
        &of(CiMethod::HartungKnappAdhoc),
        [
            -0.28026455026455,
            0.0796819072889596,
            -3.51729219091349,
            0.016968060897737,
            -0.485093413770407,
            -0.0754356867586939,
        ],
    );
}

#[test]
fn prediction_intervals() {
    let of = |ci, prediction| {
        let model = Model { prediction, ..model(Tau2Estimator::Reml, ci) };
        fit(&Y, &V, &model).unwrap().random.theta_prediction
    };
    let t = of(CiMethod::T, Prediction::KMinus1).unwrap();
    close(t.lower, -2.0747507330459);
    close(t.upper, 0.584395191358511);
    let riley = of(CiMethod::T, Prediction::KMinus2).unwrap();
    close(riley.lower, -2.08828091362861);
    close(riley.upper, 0.597925371941215);
    let riley = of(CiMethod::HartungKnapp, Prediction::KMinus2).unwrap();
    close(riley.lower, -2.08875023233454);
    close(riley.upper, 0.598394690647147);
    assert_eq!(of(CiMethod::Wald, Prediction::Off), None);
}

#[test]
fn harbord_peters_pustejovsky_rodgers() {
    let (treated, control) = (counts(&TREATED), counts(&CONTROL));
    let found = harbord(&treated, &control).unwrap();
    close(found.slope, -2.092991540794236);
    close(found.se, 1.665765441780617);
    close(found.statistic, -1.256474344045064);
    close(found.p, 0.234971952122066);
    close(found.limit, -0.230842623249441);
    close(found.limit_se, 0.244198549270037);

    let sum = |(t, c): (&Counts, &Counts)| Counts { events: t.events + c.events, total: t.total + c.total };
    let both: Vec<Counts> = treated.iter().zip(&control).map(sum).collect();
    let found = peters(&Y, &both).unwrap();
    close(found.slope, -563.6882039133435);
    close(found.statistic, -1.36247619939701);
    close(found.p, 0.2002917922841355);
    close(found.limit, -0.429308425801974);

    let (g, n1, n2) =
        ([0.3, 0.5, 0.1, 0.8, 0.45], [20.0, 15.0, 60.0, 10.0, 33.0], [22.0, 14.0, 55.0, 12.0, 30.0]);
    let found = pustejovsky_rodgers(&g, &n1, &n2).unwrap();
    close(found.statistic, 3.28835814843281);
    close(found.p, 0.0461348861647997);
    close(found.limit, -0.31467703203294);
}

#[test]
fn tests_that_do_not_apply_say_why() {
    assert_eq!(egger(&Y[..2], &V[..2]), Err(NotDone::TooFewStudies { k: 2, needed: 3 }));
    assert_eq!(egger(&Y, &[0.1; 13]), Err(NotDone::OneSize { of: "precision" }));
    assert_eq!(egger(&[0.5; 13], &V), Err(NotDone::NoResidualVariation));
    let none: Vec<Counts> = counts(&TREATED).iter().map(|c| Counts { events: 0.0, ..*c }).collect();
    assert_eq!(peters(&Y, &none), Err(NotDone::TooFewStudies { k: 0, needed: 3 }));
    let refusal = applies(SmallStudyTest::Harbord, Measure::Proportion).unwrap_err();
    assert_eq!(refusal.to_string(), "the harbord test is made for odds ratios, not for proportion");
    assert_eq!(applies(SmallStudyTest::Peters, Measure::Proportion), Ok(()));
}

/// tau2, the means of the three subgroups, their standard errors, QM and its p-value:
/// `rma(y, v, mods = ~ factor(g) - 1)` and `rma(y, v, mods = ~ factor(g))`.
const COMMON_TAU2: [(Tau2Estimator, CiMethod, [f64; 9]); 8] = [
    (
        Tau2Estimator::Reml,
        CiMethod::Wald,
        [
            0.281478644023777,
            -1.12916333337144,
            -0.613496206940229,
            -0.197301885772168,
            0.245499393527724,
            0.394330076101443,
            0.309879955360988,
            5.68285647082616,
            0.0583422799209624,
        ],
    ),
    (
        Tau2Estimator::Reml,
        CiMethod::HartungKnapp,
        [
            0.281478644023777,
            -1.12916333337144,
            -0.613496206940229,
            -0.197301885772168,
            0.221355709500204,
            0.355549610605646,
            0.279404752871933,
            3.4950716410532,
            0.070634161337785,
        ],
    ),
    (
        Tau2Estimator::Dl,
        CiMethod::Wald,
        [
            0.604098390753457,
            -1.16912372839999,
            -0.60086394694632,
            -0.163786647389512,
            0.330478593335001,
            0.563174446526458,
            0.426679704223368,
            3.56490889868944,
            0.168224741028416,
        ],
    ),
    (
        Tau2Estimator::He,
        CiMethod::HartungKnapp,
        [
            0.118435457990698,
            -1.05064215576986,
            -0.640638030202215,
            -0.233423764574704,
            0.233751182772658,
            0.348727552513078,
            0.287275514145132,
            2.45752255232573,
            0.135480610423459,
        ],
    ),
    (
        Tau2Estimator::Hs,
        CiMethod::Wald,
        [
            0.223612667683895,
            -1.11208317235873,
            -0.619148796566146,
            -0.207433588836248,
            0.225783282430974,
            0.355531166464524,
            0.282781912291686,
            6.37568529648444,
            0.0412607890265186,
        ],
    ),
    (
        Tau2Estimator::Sj,
        CiMethod::Wald,
        [
            0.244318382457576,
            -1.11896478709801,
            -0.616853108148464,
            -0.203563562911708,
            0.233104895866874,
            0.369892657014128,
            0.292828615448527,
            6.10884608266996,
            0.0471499164770405,
        ],
    ),
    (
        Tau2Estimator::Ml,
        CiMethod::HartungKnapp,
        [
            0.207292254100182,
            -1.10587821044283,
            -0.621239520469066,
            -0.210708712334323,
            0.225516544195096,
            0.352775834465977,
            0.281730352176332,
            3.13526452397729,
            0.08769839134944,
        ],
    ),
    (
        Tau2Estimator::Pm,
        CiMethod::Wald,
        [
            0.220486802406863,
            -1.11095277866635,
            -0.619528219580618,
            -0.208044707495027,
            0.22464836298905,
            0.353311029392792,
            0.281226976040154,
            6.41802330226015,
            0.0403965194024935,
        ],
    ),
];

#[test]
fn subgroups_with_common_tau2() {
    let groups = [vec![0, 1, 2, 3, 6, 7, 9], vec![4, 5], vec![8, 10, 11, 12]];
    for (tau2, ci, want) in COMMON_TAU2 {
        let found = subgroups(&Y, &V, &groups, SubgroupTau2::Common, &model(tau2, ci)).unwrap();
        for (g, level) in found.levels.iter().enumerate() {
            close(level.heterogeneity.tau2.unwrap(), want[0]);
            close(level.random.theta, want[1 + g]);
            close(level.random.se, want[4 + g]);
        }
        let test = found.test.unwrap();
        close(test.statistic, want[7]);
        close(test.p, want[8]);
        assert_eq!((test.df, test.df2), (2, (ci == CiMethod::HartungKnapp).then_some(10)));
    }
    let model = model(Tau2Estimator::Reml, CiMethod::Wald);
    let found = subgroups(&Y, &V, &groups, SubgroupTau2::Common, &model).unwrap();
    let interval = found.levels[0].heterogeneity.tau2_ci.unwrap();
    close(interval.lower, 0.0905493189401547);
    close(interval.upper, 0.7920376521494139);
}

#[test]
fn several_moderators_and_the_bands() {
    let ablat = [44.0, 55.0, 42.0, 52.0, 13.0, 44.0, 19.0, 13.0, 27.0, 42.0, 18.0, 33.0, 33.0];
    let year = [
        1948.0, 1949.0, 1960.0, 1977.0, 1973.0, 1953.0, 1973.0, 1980.0, 1968.0, 1961.0, 1974.0, 1969.0,
        1976.0,
    ];
    let design =
        Design { names: vec!["ablat".into(), "year".into()], columns: vec![ablat.to_vec(), year.to_vec()] };
    // Standard errors, QM, its p-value; standard error, limits and prediction limits at ablat 30, year 1970.
    let methods = [
        (CiMethod::Wald, [27.373389993537, 0.00950732216510419, 16.25396287356, 0.000295458716905926], None),
        (
            CiMethod::T,
            [27.373389993537, 0.00950732216510419, 8.12698143678001, 0.00801725442846984],
            Some([
                0.114925293289488,
                -0.907064527825942,
                -0.39492550571749,
                -1.3714248936393,
                0.0694348600958679,
            ]),
        ),
        (
            CiMethod::HartungKnapp,
            [31.021470667826, 0.0107743730587986, 6.32793007638417, 0.0167531788050123],
            Some([
                0.130241508837925,
                -0.941191182754811,
                -0.360798850788621,
                -1.38424901624474,
                0.0822589827013039,
            ]),
        ),
    ];
    for (ci, [intercept_se, ablat_se, qm, qm_p], band) in methods {
        let found = regress(&Y, &V, &design, &model(Tau2Estimator::Reml, ci)).unwrap();
        close(found.tau2, 0.0913361322946742);
        close(found.i2_residual.unwrap(), 0.672899505080691);
        close(found.terms[0].estimate, -10.5343897791842);
        close(found.terms[1].estimate, -0.0288178703746826);
        close(found.terms[2].estimate, 0.00545580247393549);
        close(found.terms[0].se, intercept_se);
        close(found.terms[1].se, ablat_se);
        let test = found.qm.unwrap();
        close(test.statistic, qm);
        close(test.p, qm_p);
        let at = found.predict(&[30.0, 1970.0]).unwrap();
        close(at.estimate, -0.650995016771716);
        if let Some([se, lower, upper, prediction_lower, prediction_upper]) = band {
            close(at.se, se);
            close(at.ci.lower, lower);
            close(at.ci.upper, upper);
            close(at.prediction.unwrap().lower, prediction_lower);
            close(at.prediction.unwrap().upper, prediction_upper);
        }
    }
}
