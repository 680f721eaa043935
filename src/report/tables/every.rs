//! Every table that a review has something for.

use super::abbreviations::with_abbreviations;
use super::model::Table;
use super::scene::Scene;
use super::{
    bias, certainty, described, evidence_profile, pooled, reproduction, robustness, selection, signals,
    small_study, studies,
};

/// The tables in the order in which a report usually has them. A table that nothing is known for is not there.
#[must_use]
pub fn every(scene: Scene<'_>) -> Vec<Table> {
    let mut all = certainty::summary_of_findings(scene);
    all.extend(selection::search(scene));
    all.extend(selection::strategies(scene));
    all.extend(selection::prisma(scene));
    all.extend(selection::excluded_reports(scene));
    all.extend(selection::agreement(scene));
    all.extend(selection::disagreements(scene));
    all.push(studies::studies(scene));
    all.extend(studies::left_out(scene));
    all.extend(described::summaries(scene));
    all.extend(bias::risk_of_bias(scene));
    all.extend(bias::shares(scene));
    all.extend(bias::overlap(scene));
    all.extend(bias::overlap_results(scene));
    all.push(pooled::results(scene));
    all.push(pooled::heterogeneity(scene));
    for (id, analysis) in &scene.results.analyses {
        all.push(pooled::data(scene, id, analysis));
        all.extend(pooled::subgroups(scene, id, analysis));
        all.extend(robustness::outliers(scene, id, analysis));
        all.extend(robustness::sensitivity(scene, id, analysis));
        all.extend(robustness::leave_one_out(scene, id, analysis));
        all.extend(robustness::influence(scene, id, analysis));
        all.extend(robustness::cumulative(scene, id, analysis));
        all.extend(small_study::small_study(scene, id, analysis));
        all.extend(small_study::meta_regression(scene, id, analysis));
    }
    for (id, composition) in &scene.results.compositions {
        all.push(described::composition(scene, id, composition));
    }
    all.extend(evidence_profile::evidence_profile(scene));
    all.extend(signals::signals(scene));
    all.extend(reproduction::published(scene));
    all.extend(reproduction::published_numbers(scene));
    all.extend(reproduction::claims(scene));
    all.extend(reproduction::changes(scene));
    all.into_iter().map(with_abbreviations).collect()
}
