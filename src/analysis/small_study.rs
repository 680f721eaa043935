//! Tests of small-study effects: which were asked for, which apply, what they give.

use super::dataset::Dataset;
use super::results::{Begg, NotDone, RegressionTest, SmallStudy, TrimFill, TrimFillStudy};
use crate::check::CheckedAnalysis;
use crate::stats::choices::{Measure, SmallStudyTest};
use crate::stats::effect::{Events, StudyData};
use crate::stats::small_study::{self as tests, AsymmetryTest, Counts, NotDone as Refusal};

/// The tests that the author asks for; those that don't apply are in `not_done` with the reason.
pub(super) fn small_study(data: &Dataset<'_>, analysis: &CheckedAnalysis) -> SmallStudy {
    let mut result = SmallStudy::default();
    let k = data.k();
    let least = data.choices.small_study_min_k;
    for test in &analysis.spec.small_study {
        let outcome =
            if k < least { Err(NotDone::TooFewStudies { least }) } else { run(*test, data, &mut result) };
        if let Err(reason) = outcome {
            result.not_done.insert(*test, reason);
        }
    }
    result.no_funnel = no_funnel(data);
    result
}

/// Why a funnel plot of these studies would be no funnel: all have one precision.
fn no_funnel(data: &Dataset<'_>) -> Option<String> {
    let sized = matches!(data.choices.measure, Measure::Proportion | Measure::Rate);
    let sizes: Option<Vec<f64>> = data.members.iter().map(|m| m.data.transform_size()).collect();
    let (of, values) = match sizes.filter(|_| sized) {
        Some(sizes) => ("size", sizes),
        None => ("standard error", data.effects().1),
    };
    let (least, most) = values
        .iter()
        .fold((f64::INFINITY, 0.0_f64), |(least, most), value| (value.min(least), value.max(most)));
    (values.len() > 2 && most - least <= 1e-9 * most).then(|| format!("all studies have the same {of}"))
}

/// Why a test has no result, as the results say it.
impl From<Refusal> for NotDone {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::TooFewStudies { needed, .. } => Self::TooFewStudies { least: needed },
            other => Self::Because(other.to_string()),
        }
    }
}

fn run(test: SmallStudyTest, data: &Dataset<'_>, result: &mut SmallStudy) -> Result<(), NotDone> {
    let (y, v) = data.effects();
    let model = &data.choices.fit;
    match test {
        SmallStudyTest::Egger => result.egger = Some(regression(tests::egger(&y, &v))?),
        SmallStudyTest::EggerMixed => {
            result.egger_mixed = Some(regression(tests::egger_mixed(&y, &v, model))?);
        }
        SmallStudyTest::Begg => {
            let found = tests::begg(&y, &v)?;
            result.begg = Some(Begg { tau: found.tau, p: found.p });
        }
        SmallStudyTest::Peters => {
            let counts: Vec<Counts> = data
                .members
                .iter()
                .map(|m| Some(Counts { events: m.data.events()?, total: m.data.patients()? }))
                .collect::<Option<_>>()
                .ok_or(NotDone::Because("the data have no events".to_owned()))?;
            result.peters = Some(regression(tests::peters(&y, &counts))?);
        }
        SmallStudyTest::Harbord => {
            let (treated, control): (Vec<Counts>, Vec<Counts>) = data
                .members
                .iter()
                .filter_map(|m| match m.data {
                    StudyData::TwoByTwo { treated, control } => Some((counts(treated), counts(control))),
                    _ => None,
                })
                .unzip();
            result.harbord = Some(regression(tests::harbord(&treated, &control))?);
        }
        SmallStudyTest::PustejovskyRodgers => {
            let (treated, control): (Vec<f64>, Vec<f64>) = data
                .members
                .iter()
                .filter_map(|m| match m.data {
                    StudyData::TwoMeans { treated, control } => Some((treated.total, control.total)),
                    _ => None,
                })
                .unzip();
            result.pustejovsky_rodgers =
                Some(regression(tests::pustejovsky_rodgers(&y, &treated, &control))?);
        }
        SmallStudyTest::TrimAndFill => {
            let found = tests::trim_and_fill(&y, &v, model)?;
            let reporter = data.reporter();
            result.trim_fill = Some(TrimFill {
                k0: found.k0,
                side: found.side.as_str().to_owned(),
                random: reporter.pooled(&found.fit.random),
                filled: found
                    .filled_y
                    .iter()
                    .zip(&found.filled_v)
                    .map(|(y, v)| TrimFillStudy { yi: *y, vi: *v, estimate: reporter.value(*y, v.sqrt()) })
                    .collect(),
            });
        }
    }
    Ok(())
}

fn counts(events: Events) -> Counts {
    Counts { events: events.events, total: events.total }
}

fn regression(found: Result<AsymmetryTest, Refusal>) -> Result<RegressionTest, NotDone> {
    let found = found?;
    Ok(RegressionTest {
        estimate: Some(found.slope),
        se: Some(found.se),
        limit: Some(found.limit),
        statistic: found.statistic,
        df: found.df,
        p: found.p,
    })
}
