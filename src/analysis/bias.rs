//! Risk of bias as results: the judgements, what is missing, and the share of weight at each level.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::results::{
    AnalysisResult, BiasJudgement, BiasPanel, BiasResult, BiasShare, BiasStudy, MissingJudgement,
};
use crate::check::bias::{Judgements, OVERALL, Role};
use crate::diagnostics::{Diagnostic, Diagnostics, codes};

/// The key under which [`BiasShare`] keeps the weight that is not judged.
pub const NOT_JUDGED: &str = "missing";

/// The risk of bias of the studies, in the order of the study table; pooled studies without a judgement are
/// told.
#[must_use]
pub fn assess(
    judgements: &Judgements,
    studies: &[&str],
    analyses: &IndexMap<String, AnalysisResult>,
    found: &mut Diagnostics,
) -> BiasResult {
    let tool = &judgements.tool;
    let mut domains: Vec<(String, String)> =
        tool.domains.iter().map(|domain| (domain.code.clone(), domain.name.clone())).collect();
    if tool.has_overall() {
        domains.push((OVERALL.to_owned(), "Overall".to_owned()));
    }
    let levels = tool.all_levels().map(|level| {
        [level.id.clone(), level.label.clone(), level.symbol.clone(), level.role.as_str().to_owned()]
    });
    let mut result = BiasResult {
        tool: tool.id.clone(),
        name: tool.name.clone(),
        citation: tool.citation.clone(),
        levels: levels.collect(),
        panels: tool
            .panels
            .iter()
            .map(|panel| BiasPanel { title: panel.title.clone(), domains: panel.domains.clone() })
            .collect(),
        short: tool.domains.iter().map(|domain| (domain.code.clone(), domain.short.clone())).collect(),
        studies: Vec::new(),
        missing: Vec::new(),
        shares: Vec::new(),
        domains,
    };
    for &id in studies {
        let rows = judgements.studies.get(id).map(Vec::as_slice).unwrap_or_default();
        if rows.is_empty() {
            result.missing.push(MissingJudgement { study: id.to_owned(), analysis: None, domain: None });
        }
        for judged in rows {
            for (code, _) in result.domains.iter().filter(|(code, _)| !judged.domains.contains_key(code)) {
                result.missing.push(MissingJudgement {
                    study: id.to_owned(),
                    analysis: judged.analysis.clone(),
                    domain: Some(code.clone()),
                });
            }
            let of = |(code, judgement): (&String, &crate::check::bias::Judgement)| {
                (
                    code.clone(),
                    BiasJudgement { level: judgement.level.clone(), support: judgement.support.clone() },
                )
            };
            result.studies.push(BiasStudy {
                study: id.to_owned(),
                analysis: judged.analysis.clone(),
                judgements: judged.domains.iter().map(of).collect(),
            });
        }
    }
    tell_not_judged(judgements, analyses, found);
    result.shares = shares(&result, analyses);
    result
}

fn tell_not_judged(
    judgements: &Judgements,
    analyses: &IndexMap<String, AnalysisResult>,
    found: &mut Diagnostics,
) {
    let mut told: BTreeSet<&str> = BTreeSet::new();
    for (id, analysis) in analyses {
        for study in analysis.studies.iter().filter(|study| !judgements.judges(&study.id, id)) {
            if !told.insert(&study.id) {
                continue;
            }
            let message = format!("`{}` is pooled in `{id}`, but its risk of bias is not judged", study.id);
            found.push(
                Diagnostic::new(codes::STUDY_NOT_JUDGED, message)
                    .at(judgements.place.clone(), "no row for it here")
                    .hint("add a row; a domain that was not judged stays empty"),
            );
        }
    }
}

/// Share of the headline model's weight by analysis, domain and level. Under a model without weights every
/// study counts the same.
#[must_use]
pub fn shares(bias: &BiasResult, analyses: &IndexMap<String, AnalysisResult>) -> Vec<BiasShare> {
    let mut shares = Vec::new();
    let levels: Vec<Vec<&[String; 4]>> =
        bias.domains.iter().map(|(code, _)| bias.levels_of(code).collect()).collect();
    for (id, analysis) in analyses {
        let judged = bias.judged_in(id);
        for ((code, _), levels) in bias.domains.iter().zip(&levels) {
            let mut by_level: IndexMap<String, f64> = IndexMap::new();
            for level in levels {
                by_level.insert(level[0].clone(), 0.0);
            }
            by_level.insert(NOT_JUDGED.to_owned(), 0.0);
            for (study, weight) in weights(analysis) {
                let judgement = judged.get(study).and_then(|row| row.judgements.get(code));
                let level = judgement.map_or(NOT_JUDGED, |judgement| judgement.level.as_str());
                *by_level.entry(level.to_owned()).or_default() += weight;
            }
            by_level.retain(|_, share| *share > 0.0);
            shares.push(BiasShare { analysis: id.clone(), domain: code.clone(), shares: by_level });
        }
    }
    shares
}

/// Studies with their share of the weight.
fn weights(analysis: &AnalysisResult) -> Vec<(&str, f64)> {
    let count = analysis.studies.len().max(1);
    let weight = |study: &super::results::StudyResult| study.weight(analysis.model);
    let weighted = analysis.studies.iter().all(|study| weight(study).is_some());
    #[expect(clippy::cast_precision_loss, reason = "a review has fewer than 2^52 studies")]
    let equal = 1.0 / count as f64;
    let share = |study| if weighted { weight(study).unwrap_or(equal) } else { equal };
    analysis.studies.iter().map(|study| (study.id.as_str(), share(study))).collect()
}

/// Of some studies of an analysis, the share of weight at high risk overall, and the share not judged. Where the
/// tool has no overall judgement, the worst domain counts.
#[must_use]
pub(crate) fn high_risk(
    bias: &BiasResult,
    (id, analysis): (&str, &AnalysisResult),
    studies: Option<&[String]>,
) -> Option<(f64, f64)> {
    let judged = bias.judged_in(id);
    let studies: Option<BTreeSet<&str>> = studies.map(|ids| ids.iter().map(String::as_str).collect());
    let (mut high, mut missing, mut whole) = (0.0, 0.0, 0.0);
    for (study, weight) in weights(analysis) {
        if studies.as_ref().is_some_and(|studies| !studies.contains(study)) {
            continue;
        }
        whole += weight;
        match judged.get(study).and_then(|row| worst(bias, row)) {
            None => missing += weight,
            Some(role) if role == Role::High.as_str() || role == Role::Critical.as_str() => high += weight,
            Some(_) => {}
        }
    }
    (whole > 0.0).then(|| (high / whole, missing / whole))
}

/// The role of the overall judgement, else that of the worst domain.
fn worst<'a>(bias: &'a BiasResult, row: &BiasStudy) -> Option<&'a str> {
    let role = |judgement: &BiasJudgement| -> Option<&'a str> {
        bias.levels.iter().find(|level| level[0] == judgement.level).map(|level| level[3].as_str())
    };
    if let Some(overall) = row.judgements.get(OVERALL).and_then(role).filter(|role| *role != "na") {
        return Some(overall);
    }
    let order = ["na", "low", "unclear", "some", "high", "critical"];
    row.judgements.values().filter_map(role).max_by_key(|role| order.iter().position(|known| known == role))
}
