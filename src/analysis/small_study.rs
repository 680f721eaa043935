//! Tests of small-study effects: which were asked for, which apply, what they give.

use super::dataset::Dataset;
use super::results::{Begg, RegressionTest, SmallStudy, TrimFill, TrimFillStudy};
use crate::check::CheckedAnalysis;
use crate::stats::choices::SmallStudyTest;
use crate::stats::effect::{Events, StudyData};
use crate::stats::small_study::{self as tests, AsymmetryTest, Counts, NotDone};

/// The tests that the author asks for; those that don't apply are in `not_done` with the reason.
pub(super) fn small_study(data: &Dataset<'_>, analysis: &CheckedAnalysis) -> SmallStudy {
    let mut result = SmallStudy::default();
    let k = data.k();
    let least = data.choices.small_study_min_k;
    for test in &analysis.spec.small_study {
        let key = key(*test);
        let outcome =
            if k < least { Err(format!("k = {k} < {least}")) } else { run(*test, data, &mut result) };
        if let Err(reason) = outcome {
            result.not_done.insert(key.to_owned(), reason);
        }
    }
    result
}

/// The field of the results.
fn key(test: SmallStudyTest) -> &'static str {
    match test {
        SmallStudyTest::Egger => "egger",
        SmallStudyTest::EggerMixed => "egger_mixed",
        SmallStudyTest::Begg => "begg",
        SmallStudyTest::Peters => "peters",
        SmallStudyTest::Harbord => "harbord",
        SmallStudyTest::PustejovskyRodgers => "pustejovsky_rodgers",
        SmallStudyTest::TrimAndFill => "trim_fill",
    }
}

fn run(test: SmallStudyTest, data: &Dataset<'_>, result: &mut SmallStudy) -> Result<(), String> {
    let (y, v) = data.effects();
    let model = &data.choices.fit;
    match test {
        SmallStudyTest::Egger => result.egger = Some(regression(tests::egger(&y, &v))?),
        SmallStudyTest::EggerMixed => {
            result.egger_mixed = Some(regression(tests::egger_mixed(&y, &v, model))?);
        }
        SmallStudyTest::Begg => {
            let found = tests::begg(&y, &v).map_err(|reason| reason.to_string())?;
            result.begg = Some(Begg { tau: found.tau, p: found.p });
        }
        SmallStudyTest::Peters => {
            let counts: Vec<Counts> = data
                .members
                .iter()
                .map(|m| Some(Counts { events: m.data.events()?, total: m.data.patients()? }))
                .collect::<Option<_>>()
                .ok_or("the data have no events")?;
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
            let found = tests::trim_and_fill(&y, &v, model).map_err(|reason| reason.to_string())?;
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

fn regression(found: Result<AsymmetryTest, NotDone>) -> Result<RegressionTest, String> {
    let found = found.map_err(|reason| reason.to_string())?;
    Ok(RegressionTest {
        estimate: Some(found.slope),
        se: Some(found.se),
        limit: Some(found.limit),
        statistic: found.statistic,
        df: found.df,
        p: found.p,
    })
}
