//! What must hold for any studies: units, order, bounds, and the corners.

use ecmo_report::stats::choices::{CiMethod, SubgroupTau2, Tau2Estimator};
use ecmo_report::stats::cumulative::cumulative;
use ecmo_report::stats::error::StatsError;
use ecmo_report::stats::influence::influence;
use ecmo_report::stats::interval::Interval;
use ecmo_report::stats::leave_one_out::leave_one_out;
use ecmo_report::stats::num;
use ecmo_report::stats::pool::{Fit, Heterogeneity, Model, Note, Pooled, Prediction, fit};
use ecmo_report::stats::regression::{Design, regress};
use ecmo_report::stats::small_study::{begg, egger, trim_and_fill};
use ecmo_report::stats::subgroup::subgroups;
use proptest::prelude::*;

fn models() -> impl Iterator<Item = Model> {
    Tau2Estimator::ALL.iter().flat_map(|&tau2| {
        CiMethod::ALL.iter().map(move |&ci| Model { tau2, ci, prediction: Prediction::KMinus1, level: 0.95 })
    })
}

fn agree(a: f64, b: f64, tolerance: f64) -> bool {
    (a - b).abs() <= tolerance * a.abs().max(b.abs())
}

fn finite_interval(interval: Interval) -> bool {
    interval.lower.is_finite() && interval.upper.is_finite() && interval.lower <= interval.upper
}

fn finite_pooled(pooled: &Pooled) {
    assert!(
        [pooled.theta, pooled.se, pooled.statistic, pooled.p].iter().all(|x| x.is_finite()),
        "{pooled:?}"
    );
    assert!(pooled.se > 0.0 && (0.0..=1.0).contains(&pooled.p), "{pooled:?}");
    assert!(finite_interval(pooled.theta_ci) && pooled.theta_ci.contains(pooled.theta), "{pooled:?}");
    if let Some(prediction) = pooled.theta_prediction {
        assert!(finite_interval(prediction) && prediction.contains(pooled.theta), "{pooled:?}");
    }
}

fn finite_heterogeneity(h: &Heterogeneity) {
    for x in [h.q, h.p, h.i2, h.i2_tau2, h.h2, h.tau2, h.tau].into_iter().flatten() {
        assert!(x.is_finite() && x >= 0.0, "{h:?}");
    }
    for share in [h.p, h.i2, h.i2_tau2].into_iter().flatten() {
        assert!(share <= 1.0, "{h:?}");
    }
    assert!(h.i2_ci.is_none_or(finite_interval) && h.tau2_ci.is_none_or(finite_interval), "{h:?}");
    if let (Some(i2), Some(ci)) = (h.i2, h.i2_ci) {
        assert!(ci.lower <= i2 + 1e-12 && i2 <= ci.upper + 1e-12, "{h:?}");
    }
    if let (Some(tau2), Some(ci)) = (h.tau2, h.tau2_ci) {
        let said = h.notes.iter().any(|n| matches!(n, Note::Tau2OutsideInterval | Note::EmptyProfile));
        assert!(ci.contains(tau2) || said, "{h:?}");
    }
}

fn finite_fit(fit: &Fit) {
    finite_pooled(&fit.random);
    finite_pooled(&fit.common);
    finite_heterogeneity(&fit.heterogeneity);
    for weights in [&fit.weights_random, &fit.weights_common] {
        assert!(weights.iter().all(|w| (0.0..=1.0).contains(w)), "{fit:?}");
        assert!((weights.iter().sum::<f64>() - 1.0).abs() < 1e-12, "{fit:?}");
    }
}

/// Everything that can be computed, for its finiteness.
fn everything(y: &[f64], v: &[f64]) {
    for model in models() {
        finite_fit(&fit(y, v, &model).unwrap());
        if y.len() < 2 {
            assert_eq!(leave_one_out(y, v, &model), Err(StatsError::TooFewStudies { k: 1, needed: 2 }));
            continue;
        }
        for refit in leave_one_out(y, v, &model).unwrap() {
            finite_pooled(&refit.random);
            finite_heterogeneity(&refit.heterogeneity);
        }
        for i in influence(y, v, &model).unwrap() {
            let fields = [
                i.studentized_residual,
                i.dffits,
                i.cooks_distance,
                i.covariance_ratio,
                i.tau2_deleted,
                i.q_deleted,
                i.dfbetas,
                Some(i.hat),
                Some(i.baujat_x),
                Some(i.baujat_y),
            ];
            assert!(fields.into_iter().flatten().all(f64::is_finite), "{i:?}");
        }
        let order: Vec<usize> = (0..y.len()).rev().collect();
        for refit in cumulative(y, v, &order, &model).unwrap() {
            finite_pooled(&refit.random);
            finite_heterogeneity(&refit.heterogeneity);
        }
        let halves = [(0..y.len() / 2).collect(), (y.len() / 2..y.len()).collect()];
        for tau2 in [SubgroupTau2::Separate, SubgroupTau2::Common] {
            let found = subgroups(y, v, &halves, tau2, &model).unwrap();
            found.levels.iter().for_each(finite_fit);
            assert!(found.test.unwrap().p.is_finite());
        }
        let x = (0..y.len()).map(|i| 1990.0 + i as f64).collect();
        if let Ok(found) = regress(y, v, &Design { names: vec!["year".into()], columns: vec![x] }, &model) {
            for term in &found.terms {
                assert!(term.estimate.is_finite() && term.se.is_finite() && term.p.is_finite(), "{term:?}");
            }
            assert!(found.tau2.is_finite() && found.r2.is_none_or(f64::is_finite));
        }
        if let Ok(found) = trim_and_fill(y, v, &model) {
            finite_fit(&found.fit);
        }
    }
    if let Ok(found) = egger(y, v) {
        assert!(found.statistic.is_finite() && found.p.is_finite());
    }
    if let Ok(found) = begg(y, v) {
        assert!(found.tau.abs() <= 1.0 + 1e-12 && found.p.is_finite());
    }
}

#[test]
fn corners() {
    everything(&[0.3], &[0.1]);
    everything(&[0.3, 0.3], &[0.1, 0.1]);
    everything(&[0.3, -0.9], &[0.1, 0.001]);
    everything(&[0.3, 0.3, 0.3], &[0.1, 0.2, 0.1]);
    everything(&[0.1, 0.1, 0.1, 0.1, 0.1, 0.1], &[0.01, 0.02, 0.03, 0.04, 0.05, 0.06]);
    everything(&[0.0, 0.0, 0.0], &[1.0, 1.0, 1.0]);
    // A study with nearly all the weight, variances over eight decades, and effects far from it.
    everything(&[0.3, 0.9, -0.4, 0.5], &[1e-9, 0.1, 0.2, 0.3]);
    everything(&[5.0, 5.1, 4.8, 900.0], &[1e-8, 1e-4, 1e-2, 1.0]);
    everything(&[1e6, 1e6 + 1e-3, 1e6 - 1e-3], &[1e-8, 2e-8, 1e-8]);
    everything(&[-3.0, 3.0, -3.0, 3.0], &[1e-6, 1e-6, 1e-6, 1e-6]);
}

#[test]
fn one_study_is_its_own_estimate() {
    for model in models() {
        let found = fit(&[0.4], &[0.04], &model).unwrap();
        assert_eq!((found.random.theta, found.random.df, found.random.theta_prediction), (0.4, None, None));
        assert!(agree(found.random.se, 0.2, 1e-15) && agree(found.random.statistic, 2.0, 1e-15));
        let h = &found.heterogeneity;
        assert_eq!((h.q, h.i2, h.tau2, h.tau2_ci, h.df), (None, None, None, None, 0));
        assert_eq!(found.weights_random, [1.0]);
    }
}

#[test]
fn data_that_are_no_effects_are_refused_with_the_place() {
    let model = Model::default();
    assert_eq!(fit(&[], &[], &model), Err(StatsError::TooFewStudies { k: 0, needed: 1 }));
    let found = fit(&[0.1, 0.2], &[0.1, 0.0], &model);
    assert_eq!(found, Err(StatsError::NonPositiveVariance { index: 1, value: 0.0 }));
    assert!(matches!(
        fit(&[0.1, f64::NAN], &[0.1, 0.1], &model),
        Err(StatsError::NotFinite { index: 1, .. })
    ));
    assert!(matches!(fit(&[0.1], &[0.1, 0.1], &model), Err(StatsError::LengthMismatch { .. })));
}

#[test]
fn collinear_moderators_are_named() {
    let (y, v) = ([0.1, 0.4, 0.2, 0.7, 0.3], [0.1; 5]);
    let x: Vec<f64> = vec![1.0, 2.0, 4.0, 5.0, 7.0];
    let twice = x.iter().map(|x| 3.0 - 2.0 * x).collect();
    let design = Design { names: vec!["x".into(), "twice".into()], columns: vec![x, twice] };
    assert_eq!(regress(&y, &v, &design, &Model::default()).err(), Some(StatsError::Collinear { column: 1 }));
    let constant = Design { names: vec!["constant".into()], columns: vec![vec![1948.0; 5]] };
    assert_eq!(
        regress(&y, &v, &constant, &Model::default()).err(),
        Some(StatsError::Collinear { column: 0 })
    );
}

/// Effects with variances over some decades.
fn studies(k: std::ops::Range<usize>) -> impl Strategy<Value = Vec<(f64, f64)>> {
    proptest::collection::vec((-3.0..3.0_f64, (-4.0..1.0_f64).prop_map(|e| num::pow(10.0, e))), k)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn units_change_nothing_that_has_none(studies in studies(2..30), exponent in -6..=6) {
        let (y, v): (Vec<f64>, Vec<f64>) = studies.into_iter().unzip();
        let unit = num::powi(10.0, exponent);
        let (other_y, other_v): (Vec<_>, Vec<_>) = y.iter().zip(&v).map(|(y, v)| (y * unit, v * unit * unit)).unzip();
        for model in models() {
            let (a, b) = (fit(&y, &v, &model).unwrap(), fit(&other_y, &other_v, &model).unwrap());
            prop_assert!((a.heterogeneity.i2.unwrap() - b.heterogeneity.i2.unwrap()).abs() < 1e-9);
            prop_assert!((a.heterogeneity.i2_tau2.unwrap() - b.heterogeneity.i2_tau2.unwrap()).abs() < 1e-9, "{:?} {:?}", a, b);
            prop_assert!((a.random.p - b.random.p).abs() < 1e-9);
            prop_assert!(agree(a.random.se * unit, b.random.se, 1e-9));
            for (a, b) in a.weights_random.iter().zip(&b.weights_random) {
                prop_assert!((a - b).abs() < 1e-9);
            }
        }
    }

    #[test]
    fn order_of_rows_changes_nothing(studies in studies(3..70), seed in 0..1000_usize) {
        let k = studies.len();
        let (y, v): (Vec<f64>, Vec<f64>) = studies.into_iter().unzip();
        let order: Vec<usize> = { let mut o: Vec<usize> = (0..k).collect(); o.rotate_left(seed % k); o.reverse(); o };
        let arranged = |x: &[f64]| order.iter().map(|i| x[*i]).collect::<Vec<_>>();
        for model in models() {
            let a = fit(&y, &v, &model).unwrap();
            let b = fit(&arranged(&y), &arranged(&v), &model).unwrap();
            prop_assert!((a.random.theta - b.random.theta).abs() <= 1e-9 * (a.random.theta.abs() + a.random.se));
            prop_assert!(agree(a.random.se, b.random.se, 1e-9));
            let one = leave_one_out(&y, &v, &model).unwrap();
            let two = leave_one_out(&arranged(&y), &arranged(&v), &model).unwrap();
            for (place, i) in order.iter().enumerate() {
                let (a, b) = (&one[*i].random, &two[place].random);
                prop_assert!((a.theta - b.theta).abs() <= 1e-8 * (a.theta.abs() + a.se), "{:?} {:?}", a, b);
                prop_assert!(agree(a.se, b.se, 1e-8), "{:?} {:?}", a, b);
            }
        }
    }

    #[test]
    fn everything_is_finite(studies in studies(1..14)) {
        let (y, v): (Vec<f64>, Vec<f64>) = studies.into_iter().unzip();
        everything(&y, &v);
    }

    #[test]
    fn left_out_is_the_fit_of_the_others(studies in studies(50..70)) {
        let (y, v): (Vec<f64>, Vec<f64>) = studies.into_iter().unzip();
        for model in models().filter(|model| model.ci == CiMethod::HartungKnapp) {
            let found = leave_one_out(&y, &v, &model).unwrap();
            for (i, found) in found.iter().enumerate().step_by(7) {
                let but = |x: &[f64]| x.iter().enumerate().filter(|(j, _)| *j != i).map(|(_, x)| *x).collect::<Vec<_>>();
                let want = fit(&but(&y), &but(&v), &model).unwrap();
                prop_assert!((found.random.theta - want.random.theta).abs() <= 1e-8 * want.random.se, "{:?} {:?}", found, want);
                prop_assert!(agree(found.random.se, want.random.se, 1e-8), "{:?} {:?}", found, want);
            }
        }
    }
}

/// The same effects from other decimals or logarithms: 0.1 + 0.2 is not 0.3 in floating point.
#[test]
fn effects_that_are_equal_but_for_rounding_are_equal_on_every_scale() {
    let v = [0.01, 0.02, 0.04, 0.03];
    for y in [[0.3, 0.1 + 0.2, 0.3, 0.15 * 2.0], [0.0, 1e-17, -3e-17, 2e-17], [1e5, 1e5 + 1e-11, 1e5, 1e5]] {
        for model in models() {
            for scale in [1e-12, 1e-3, 1.0, 7.0, 1e12] {
                let (y, v) = (y.map(|y| y * scale), v.map(|v| v * scale * scale));
                let found = fit(&y, &v, &model).unwrap();
                let spread = &found.heterogeneity;
                assert_eq!(
                    (spread.q, spread.i2, spread.tau2),
                    (Some(0.0), Some(0.0), Some(0.0)),
                    "{model:?}"
                );
                // The standard error of a common effect, 1 / sqrt(sum 1 / v).
                let se = scale * (1.0_f64 / (100.0 + 50.0 + 25.0 + 100.0 / 3.0)).sqrt();
                assert!(agree(found.random.se, se, 1e-12), "{model:?} {scale} {}", found.random.se);
                let noted = spread.notes.contains(&Note::NoResidualVariation);
                assert_eq!(noted, model.ci == CiMethod::HartungKnapp);
                for left in leave_one_out(&y, &v, &model).unwrap() {
                    assert_eq!(left.heterogeneity.q, Some(0.0));
                }
                let line = Design { names: vec!["x".to_owned()], columns: vec![vec![1.0, 2.0, 4.0, 8.0]] };
                assert!(regress(&y, &v, &line, &model).unwrap().terms[1].se > 0.01 * scale);
            }
        }
        egger(&y, &v).unwrap_err();
        begg(&y, &v).unwrap_err();
        assert_eq!(trim_and_fill(&y, &v, &Model::default()).unwrap().k0, 0);
    }
}

/// Expected values: mpmath 1.3 at 50 digits, `sum w (y - mu)^2` and `sqrt(Q / 2 / sum w)`.
#[test]
fn effects_that_are_nearly_equal_differ_by_what_they_differ() {
    let found = fit(&[0.3, 0.300001, 0.299998], &[0.01, 0.02, 0.04], &Model::default()).unwrap();
    assert!(agree(found.heterogeneity.q.unwrap(), 1.500_000_000_030_755_8e-10, 1e-9));
    assert!(agree(found.random.se, 6.546_536_707_146_886e-7, 1e-9));
    assert!(found.heterogeneity.notes.iter().all(|note| *note != Note::NoResidualVariation));
}

/// Effects on a line but for rounding: what is left is no variance to scale by.
#[test]
fn effects_on_a_line_leave_no_residual_variation() {
    let x = [0.1, 0.2, 0.3, 0.7, 1.1];
    let y = x.map(|x| 0.7 + 0.3 * x);
    let v = [0.01, 0.05, 0.02, 0.03, 0.04];
    for scale in [1e-12, 1.0, 1e12] {
        let (y, v) = (y.map(|y| y * scale), v.map(|v| v * scale * scale));
        let line = Design { names: vec!["x".to_owned()], columns: vec![x.to_vec()] };
        let found = regress(&y, &v, &line, &Model::default()).unwrap();
        assert!(agree(found.terms[1].estimate, 0.3 * scale, 1e-12));
        // 1 / sqrt(sum w (x - mean)^2) with mean = sum w x / sum w, in mpmath 1.3.
        assert!(agree(found.terms[1].se, 0.2001168907171679 * scale, 1e-9), "{}", found.terms[1].se);
    }
}

#[test]
fn ties_on_paper_are_ties_in_ranks() {
    // Variances 1/a + 1/b + 1/c + 1/d in another order, and effects around a centre of 0.
    let one = 1.0 / 3.0 + 1.0 / 4.0 + 1.0 / 5.0 + 1.0 / 6.0;
    let other = 1.0 / 6.0 + 1.0 / 5.0 + 1.0 / 4.0 + 1.0 / 3.0;
    assert_ne!(f64::to_bits(one), f64::to_bits(other));
    let (y, v) = ([0.3, -0.1, 0.2, 0.7, 0.1], [one, other, 0.2, 0.4, 0.9]);
    let found = begg(&y, &v).unwrap();
    assert!(!found.exact);
    assert_eq!(found, begg(&y, &[one, one, 0.2, 0.4, 0.9]).unwrap());
}
