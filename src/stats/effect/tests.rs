//! What holds for every measure.

use super::*;
use crate::stats::choices::{ContinuityTo, Measure, StudyCi, Transform};
use crate::stats::interval::Interval;
use proptest::prelude::*;

/// Every measure on every scale it has.
fn scales() -> Vec<EffectScale> {
    let of = |measure: &Measure| -> Vec<EffectScale> {
        match measure.transforms() {
            [] => vec![EffectScale::of(*measure)],
            some => some.iter().map(|t| EffectScale::new(*measure, Some(*t)).unwrap()).collect(),
        }
    };
    Measure::ALL.iter().flat_map(of).collect()
}

/// Data for a measure out of a few numbers, possible or not.
fn study(measure: Measure, n: [f64; 4], x: [f64; 2]) -> StudyData {
    let [n1, n2, s1, s2] = n;
    let [x1, x2] = x;
    let events = |events, total| Events { events, total };
    let sample = |mean, sd, total| Sample { mean, sd, total };
    let incidence = |events, time| Incidence { events, time };
    match measure {
        Measure::Proportion => StudyData::Proportion(events(x1, n1)),
        Measure::Rate => StudyData::Rate(incidence(x1, n1)),
        Measure::Mean => StudyData::Mean(sample(x1, s1, n1)),
        Measure::Correlation => StudyData::Correlation { r: x1 / n1, total: n1 },
        Measure::MeanDifference | Measure::StandardizedMeanDifference | Measure::RatioOfMeans => {
            StudyData::TwoMeans { treated: sample(x1, s1, n1), control: sample(x2, s2, n2) }
        }
        Measure::IncidenceRateRatio | Measure::IncidenceRateDifference => {
            StudyData::TwoRates { treated: incidence(x1, n1), control: incidence(x2, n2) }
        }
        Measure::Ratio | Measure::Generic => {
            let interval = Interval::new(x1 / 2.0, x1 * 2.0);
            StudyData::Estimate { estimate: x1, uncertainty: Uncertainty::Limits { interval, level: 0.95 } }
        }
        _ => StudyData::TwoByTwo { treated: events(x1, n1), control: events(x2, n2) },
    }
}

fn swapped(study: StudyData) -> StudyData {
    match study {
        StudyData::TwoByTwo { treated, control } => {
            StudyData::TwoByTwo { treated: control, control: treated }
        }
        StudyData::TwoMeans { treated, control } => {
            StudyData::TwoMeans { treated: control, control: treated }
        }
        StudyData::TwoRates { treated, control } => {
            StudyData::TwoRates { treated: control, control: treated }
        }
        other => other,
    }
}

fn numbers() -> impl Strategy<Value = [f64; 4]> {
    let n = || prop_oneof![(1..60_u32).prop_map(f64::from), (1..3_000_000_u32).prop_map(f64::from)];
    (n(), n(), 0.0..50.0, 0.0..50.0).prop_map(|(n1, n2, s1, s2)| [n1, n2, s1, s2])
}

fn shares() -> impl Strategy<Value = [f64; 2]> {
    let share = || prop_oneof![Just(0.0), Just(1.0), 0.0..1.0_f64];
    (share(), share()).prop_map(|(a, b)| [a, b])
}

fn continuities() -> impl Strategy<Value = Continuity> {
    (0..ContinuityTo::ALL.len(), 0.0..1.0).prop_map(|(to, add)| Continuity { add, to: ContinuityTo::ALL[to] })
}

/// Whole events out of shares.
fn counts([n1, n2, ..]: [f64; 4], [p1, p2]: [f64; 2]) -> [f64; 2] {
    [(n1 * p1).round(), (n2 * p2).round()]
}

proptest! {
    // Each case runs every measure on every scale.
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn an_effect_size_is_finite_with_a_positive_variance_or_says_why_not(
        n in numbers(), p in shares(), continuity in continuities(), wild in any::<[f64; 2]>(),
    ) {
        for scale in scales() {
            for x in [counts(n, p), wild] {
                let data = study(scale.measure(), n, x);
                for size in effect_sizes(scale, continuity, &[data]).into_iter().flatten() {
                    prop_assert!(size.yi.is_finite(), "{scale:?} {data:?}");
                    prop_assert!(size.vi > 0.0 && size.vi.is_finite(), "{scale:?} {data:?}");
                }
            }
        }
    }

    #[test]
    fn the_order_of_the_studies_does_not_matter(
        n in numbers(), m in numbers(), p in shares(), q in shares(), continuity in continuities(),
    ) {
        for scale in scales() {
            let (a, b) = (study(scale.measure(), n, counts(n, p)), study(scale.measure(), m, counts(m, q)));
            let mut backward = effect_sizes(scale, continuity, &[b, a]);
            backward.reverse();
            prop_assert_eq!(effect_sizes(scale, continuity, &[a, b]), backward);
        }
    }

    #[test]
    fn swapping_the_arms_turns_the_sign(n in numbers(), p in shares()) {
        for scale in scales().into_iter().filter(|scale| scale.measure().has_two_arms()) {
            let data = study(scale.measure(), n, counts(n, p));
            let sizes = effect_sizes(scale, Continuity::default(), &[data]);
            let turned = effect_sizes(scale, Continuity::default(), &[swapped(data)]);
            match (sizes[0], turned[0]) {
                (Ok(size), Ok(turned)) => {
                    let slack = 1e-9 * (size.vi.sqrt() + size.yi.abs());
                    prop_assert!((size.yi + turned.yi).abs() <= slack, "{scale:?} {data:?} {size:?} {turned:?}");
                    prop_assert!((size.vi - turned.vi).abs() <= 1e-9 * size.vi, "{scale:?} {data:?}");
                }
                (one, other) => prop_assert_eq!(one.err(), other.err()),
            }
        }
    }

    #[test]
    fn the_unit_of_means_and_times_does_not_matter(n in numbers(), p in shares(), exponent in -6..=6_i32) {
        let unit = num_unit(exponent);
        let data = [n[0].min(1e4), n[1].min(1e4), n[2] + 1.0, n[3] + 1.0];
        let x = counts(data, p);
        let scaled = [data[0], data[1], data[2] * unit, data[3] * unit];
        let size = |measure, data, x| {
            effect_sizes(EffectScale::of(measure), Continuity::default(), &[study(measure, data, x)])[0]
        };
        for (measure, power) in [
            (Measure::MeanDifference, 1),
            (Measure::StandardizedMeanDifference, 0),
            (Measure::RatioOfMeans, 0),
        ] {
            let (one, other) = (size(measure, data, x), size(measure, scaled, x.map(|x| x * unit)));
            let (Ok(one), Ok(other)) = (one, other) else { prop_assert_eq!(one.err(), other.err()); continue };
            let factor = num_unit(exponent * power);
            prop_assert!((other.yi - factor * one.yi).abs() <= 1e-10 * factor * (one.yi.abs() + one.vi.sqrt()));
            prop_assert!((other.vi - factor * factor * one.vi).abs() <= 1e-10 * factor * factor * one.vi);
        }
    }

    #[test]
    fn the_interval_of_a_study_holds_its_estimate(n in numbers(), p in shares(), level in 0.5..0.999) {
        for scale in scales() {
            let data = study(scale.measure(), n, counts(n, p));
            let Ok(size) = effect_sizes(scale, Continuity::default(), &[data])[0] else { continue };
            for method in StudyCi::ALL {
                let shown = study_estimate(scale, &data, &size, *method, level);
                // Peto's estimate of a table with next to no information overflows as a ratio.
                prop_assume!(shown.estimate.is_finite());
                let slack = 1e-12 * shown.estimate.abs();
                let holds = shown.ci.lower - slack <= shown.estimate && shown.estimate <= shown.ci.upper + slack;
                prop_assert!(holds, "{scale:?} {data:?} {method} {shown:?}");
            }
        }
    }

    #[test]
    fn back_transform_undoes_forward(p in 0.01..0.99_f64, n in 5.0..1e5_f64) {
        for scale in scales() {
            let theta = scale.forward(p, n);
            prop_assert!((scale.back_transform(theta, n) - p).abs() <= 1e-10, "{scale:?} {p} {n}");
        }
    }
}

fn num_unit(exponent: i32) -> f64 {
    crate::stats::num::powi(10.0, exponent)
}

#[test]
fn scales_know_their_nulls_and_ranges() {
    for scale in scales() {
        let measure = scale.measure();
        assert_eq!(scale.null().is_some(), measure.has_null(), "{measure}");
        if let Some(null) = scale.reported_null() {
            assert_eq!(null, if scale.is_ratio() { 1.0 } else { 0.0 }, "{measure}");
            assert!(scale.range().contains(null), "{measure}");
        }
        assert!(!scale.label().is_empty() && !scale.theta_label().is_empty());
    }
    assert_eq!(EffectScale::of(Measure::Proportion).null(), None);
    assert_eq!(EffectScale::of(Measure::OddsRatio).theta_label(), "logarithm of the odds ratio");
}

#[test]
fn a_measure_takes_only_its_scales() {
    for measure in Measure::ALL {
        for transform in Transform::ALL {
            let allowed =
                *transform == measure.default_transform() || measure.transforms().contains(transform);
            assert_eq!(
                EffectScale::new(*measure, Some(*transform)).is_ok(),
                allowed,
                "{measure} {transform}"
            );
        }
    }
}

/// Closed forms: J(2) = 1/sqrt(pi), J(3) = sqrt(pi/6), J(4) = sqrt(2/pi).
#[test]
fn hedges_factor() {
    use std::f64::consts::PI;
    for (df, exact) in [(2.0, 1.0 / PI.sqrt()), (3.0, (PI / 6.0).sqrt()), (4.0, (2.0 / PI).sqrt())] {
        assert!((hedges_correction(df) - exact).abs() <= 1e-15, "{df}: {}", hedges_correction(df));
    }
    assert!((hedges_correction(1e6) - (1.0 - 0.75e-6)).abs() < 1e-12);
}

#[test]
fn asymmetry_of_a_misprinted_interval() {
    assert_eq!(asymmetry(0.5, Interval::new(0.0, 1.0)), 0.0);
    assert_eq!(asymmetry(0.75, Interval::new(0.0, 1.0)), 0.25);
}
