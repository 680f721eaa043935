//! The risk-of-bias lights beside the rows.

use super::build::Builder;
use crate::analysis::results::BiasResult;
use crate::figures::forest::model::Light;
use crate::figures::judgements::{Mark, heads, meanings};
use crate::figures::subject::capitalised;
use crate::figures::theme::Risk;

impl<'a> Builder<'a> {
    pub(super) fn lights(&self) -> (Vec<Light>, Vec<(Mark, String)>) {
        let Some(bias) = self.judged() else { return (Vec::new(), Vec::new()) };
        let lights = bias.domains.iter().zip(heads(bias)).map(|((code, name), head)| Light {
            code: head,
            name: if code == "overall" { "Overall".to_owned() } else { capitalised(name) },
        });
        let judged = bias.judged_in(self.source.id);
        let shown = self.source.result.studies.iter().filter_map(|study| judged.get(study.id.as_str()));
        let legend = meanings(bias, shown.copied());
        (lights.collect(), legend)
    }

    /// The judgements, where there are any for the studies shown.
    pub(super) fn judged(&self) -> Option<&'a BiasResult> {
        let bias = self.source.bias?;
        (!self.judgements.is_empty()).then_some(bias)
    }

    pub(super) fn judgements(&self, id: &str) -> Vec<Option<Mark>> {
        let Some(bias) = self.judged() else { return Vec::new() };
        let study = self.judgements.get(id);
        bias.domains
            .iter()
            .map(|(code, _)| {
                let level = &study?.judgements.get(code)?.level;
                bias.levels.iter().find(|[id, ..]| id == level).map(Mark::of)
            })
            .collect()
    }

    /// The overall judgement of a study in rising order of concern; without one the worst of its domains. What is
    /// not known comes last.
    pub(super) fn bias_rank(&self, id: &str) -> f64 {
        let rank = |risk: Risk| match risk {
            Risk::Low => 0.0,
            Risk::Some => 1.0,
            Risk::High => 2.0,
            Risk::Critical => 3.0,
            Risk::Unknown => 4.0,
            Risk::NotApplicable => 5.0,
        };
        let judged = self.judgements(id);
        let overall =
            self.judged().and_then(|bias| bias.domains.iter().position(|(code, _)| code == "overall"));
        let all = || {
            let domains =
                judged.iter().flatten().map(|mark| mark.risk).filter(|risk| *risk != Risk::NotApplicable);
            domains
                .map(rank)
                .fold(None, |worst: Option<f64>, next| Some(worst.map_or(next, |worst| worst.max(next))))
        };
        let known = match overall {
            Some(at) => judged.get(at).and_then(Option::as_ref).map(|mark| rank(mark.risk)),
            None => all(),
        };
        known.unwrap_or(f64::INFINITY)
    }
}
