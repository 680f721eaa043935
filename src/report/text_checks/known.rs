//! The computed numbers that prose may print.

use crate::analysis::results::{AnalysisResult, Interval, Part, Pooled, Results, StudyIndex};
use crate::check::prisma::{identified, removed};
use crate::stats::choices::I2Definition;
use crate::stats::decimal::round;

/// The computed numbers by what they are.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// The first analysis, for examples.
    pub analysis: String,
    /// Fractions that are shown in per cent.
    fractions: Vec<f64>,
    /// Percentages as they stand in the study table.
    percents: Vec<f64>,
    /// Intervals on the reported scale.
    intervals: Vec<Interval>,
    /// p values.
    p_values: Vec<f64>,
    /// Numbers of studies and reports.
    pub studies: Vec<f64>,
    /// Numbers of records of the search.
    pub records: Vec<f64>,
    /// Numbers of participants and events.
    pub people: Vec<f64>,
    /// Fractions and counts of single studies, with the first word of their label: they pass in a sentence that
    /// names the study.
    single: Vec<(String, f64, f64)>,
    /// What stands before the year in the label of each study.
    names: Vec<String>,
}

impl Known {
    pub(super) fn of(results: &Results) -> Self {
        let mut known =
            Self { analysis: results.analyses.keys().next().cloned().unwrap_or_default(), ..Self::default() };
        let index = StudyIndex::of(&results.studies);
        for analysis in results.analyses.values() {
            known.analysis(analysis);
            for study in &analysis.studies {
                let name = index.label(&study.id).split_whitespace().next().unwrap_or_default().to_owned();
                if let Some((events, total)) = study.events.zip(study.total) {
                    known.single.push((name.clone(), events / total, total));
                    known.single.push((name, events / total, events));
                }
            }
        }
        let names = results.studies.iter().filter_map(|study| study.label.rsplit_once(' '));
        known.names = names.map(|(name, _)| name.to_owned()).collect();
        known.studies.push(count(results.studies.len()));
        let versions = results.prisma_versions.values();
        for boxes in results.prisma.iter().chain(versions.clone()) {
            let sums = [identified(boxes).value, removed(boxes).value];
            let sums = sums.into_iter().flatten().filter_map(|sum| u32::try_from(sum).ok());
            known.records.extend(sums.map(f64::from));
        }
        for (key, boxed) in results.prisma.iter().chain(versions).flatten() {
            if let Some(value) = boxed.value.and_then(|value| u32::try_from(value).ok()) {
                known.studies.push(f64::from(value));
                known.records.push(f64::from(value));
                if key.contains("patients") {
                    known.people.push(f64::from(value));
                }
            }
        }
        for composition in results.compositions.values() {
            for (n, share) in composition.parts.values() {
                known.fractions.push(*share);
                known.people.extend(u32::try_from(*n).map(f64::from));
            }
            known.people.extend(u32::try_from(composition.total).map(f64::from));
        }
        for summary in results.summaries.values() {
            known.percents.extend(summary.value);
            known.percents.extend(summary.range.into_iter().flat_map(|range| [range.lower, range.upper]));
            known.people.extend(summary.range.into_iter().flat_map(|range| [range.lower, range.upper]));
            known.studies.push(count(summary.k));
        }
        for pair in &results.overlap {
            known.people.extend(pair.patients_at_most.and_then(|n| u32::try_from(n).ok()).map(f64::from));
            for (id, level) in &pair.without_smaller {
                if let Some(analysis) = results.analyses.get(id) {
                    known.part(&analysis.level_part(level));
                }
            }
        }
        for absolute in results.grade.values().filter_map(|grade| grade.absolute.as_ref()) {
            known.fractions.extend([absolute.baseline, absolute.risk, absolute.difference.abs()]);
            known.intervals.extend([absolute.risk_ci, absolute.difference_ci]);
        }
        let agreements =
            results.selection.iter().flat_map(|selection| &selection.stages).map(|stage| &stage.agreement);
        for agreement in agreements {
            known.records.extend([agreement.n, agreement.agreed].map(count));
            known.fractions.extend(agreement.percent_agreement);
            known.intervals.extend(agreement.kappa_ci);
        }
        known
    }

    fn analysis(&mut self, analysis: &AnalysisResult) {
        for path in analysis.paths() {
            if let Some(part) = analysis.part(&path) {
                self.part(&part);
            }
        }
        for subgroups in &analysis.subgroups {
            self.p_values.extend(
                [&subgroups.test, &subgroups.test_common_tau2, &subgroups.test_separate_tau2]
                    .into_iter()
                    .flatten()
                    .map(|test| test.p),
            );
        }
        for study in &analysis.studies {
            self.intervals.extend(study.ci);
        }
        self.p_values.extend(analysis.small_study.outcomes().filter_map(|(_, outcome)| outcome.p()));
        if let Some(filled) = &analysis.small_study.trim_fill {
            self.pooled(&filled.random);
        }
        for regression in &analysis.meta_regression {
            self.studies.push(count(regression.k));
            self.fractions.extend(regression.r2);
            self.fractions.extend(regression.i2_residual);
            self.intervals.extend(regression.terms.iter().map(|term| term.ci));
            self.p_values.extend(regression.terms.iter().map(|term| term.p));
            self.p_values.extend(regression.qm_p.into_iter().chain(regression.qe_p));
        }
        for arm in [&analysis.treated, &analysis.control].into_iter().flatten() {
            self.people.extend(arm.total);
            self.people.extend(arm.events);
            self.fractions.extend(arm.events.zip(arm.total).map(|(events, total)| events / total));
        }
        self.fractions.push(analysis.level);
    }

    fn part(&mut self, part: &Part<'_>) {
        self.studies.push(count(part.k));
        self.people.extend(part.total);
        self.people.extend(part.events);
        if let Some((events, total)) = part.events.zip(part.total) {
            self.people.push(total - events);
            self.fractions.extend([events / total, 1.0 - events / total]);
        }
        self.pooled(part.headline());
        self.pooled(part.other());
        for definition in I2Definition::ALL {
            let (i2, ci) = part.heterogeneity.headline(*definition);
            self.fractions.extend(i2);
            self.fractions.extend(ci.into_iter().flat_map(|ci| [ci.lower, ci.upper]));
            self.intervals.extend(ci);
        }
        self.intervals.extend(part.heterogeneity.tau2_ci);
        self.p_values.extend(part.heterogeneity.p);
    }

    fn pooled(&mut self, pooled: &Pooled) {
        self.fractions.extend(pooled.estimate);
        self.p_values.extend(pooled.p);
        for limits in [pooled.ci, pooled.prediction].into_iter().flatten() {
            self.fractions.extend([limits.lower, limits.upper]);
            self.intervals.push(limits);
        }
    }

    /// Whether a word is the first of a study's label.
    pub(super) fn names_a_study(&self, word: &str) -> bool {
        !word.is_empty() && self.names.iter().any(|name| name.ends_with(word))
    }

    /// Whether a printed percentage is a computed one.
    pub(super) fn has_percent(&self, printed: f64, decimals: usize, sentence: &str) -> bool {
        let single =
            self.single.iter().filter(|(name, _, _)| sentence.contains(name.as_str())).map(|(_, x, _)| x);
        self.fractions.iter().chain(single).any(|x| reads(*x, 2, printed, decimals))
            || self.percents.iter().any(|x| reads(*x, 0, printed, decimals))
    }

    /// Whether a printed number of participants is a computed one.
    pub(super) fn has_people(&self, printed: f64, sentence: &str) -> bool {
        let single =
            self.single.iter().filter(|(name, _, _)| sentence.contains(name.as_str())).map(|(_, _, n)| n);
        self.people.iter().chain(single).any(|n| reads(*n, 0, printed, 0))
    }

    /// Whether a printed number of studies is a computed one.
    pub(super) fn has_studies(&self, printed: f64) -> bool {
        self.studies.iter().any(|k| reads(*k, 0, printed, 0))
    }

    /// Whether a printed number of records is one of the flow diagram or of the screening.
    pub(super) fn has_records(&self, printed: f64) -> bool {
        self.records.iter().any(|n| reads(*n, 0, printed, 0))
    }

    /// Whether a printed p value is a computed one.
    pub(super) fn has_p(&self, printed: f64, decimals: usize) -> bool {
        self.p_values.iter().any(|p| reads(*p, 0, printed, decimals))
    }

    /// Whether two printed limits are those of a computed interval.
    pub(super) fn has_interval(&self, lower: (f64, usize), upper: (f64, usize)) -> bool {
        self.intervals
            .iter()
            .any(|known| reads(known.lower, 0, lower.0, lower.1) && reads(known.upper, 0, upper.0, upper.1))
    }
}

fn count(n: usize) -> f64 {
    u32::try_from(n).map_or(f64::NAN, f64::from)
}

/// Whether a number reads like this when it is printed with so many decimals.
fn reads(x: f64, shift: i32, printed: f64, decimals: usize) -> bool {
    let rounded = round(x, shift, decimals).and_then(|rounded| rounded.plain().parse::<f64>().ok());
    #[expect(clippy::float_cmp, reason = "both are read from decimals of the same length")]
    rounded.is_some_and(|rounded| rounded == printed)
}
