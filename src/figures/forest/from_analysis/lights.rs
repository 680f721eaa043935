//! The risk-of-bias lights beside the rows.

use super::build::Builder;
use super::source::Source;
use crate::analysis::results::{BiasResult, BiasStudy};
use crate::figures::BiasSource;
use crate::figures::forest::model::Light;
use crate::figures::judgements::meanings;
use crate::figures::theme::Risk;

impl<'a> Builder<'a> {
    pub(super) fn lights(&self) -> (Vec<Light>, Vec<(Risk, String)>) {
        let Some(bias) = self.judged() else { return (Vec::new(), Vec::new()) };
        let Source { records, theme, numbers, .. } = *self.source;
        let source = BiasSource { bias, records, theme, numbers };
        let lights = bias
            .domains
            .iter()
            .map(|(code, _)| {
                let overall = code == "overall";
                Light {
                    code: if overall { "Overall".to_owned() } else { code.to_uppercase() },
                    name: if overall { "Overall".to_owned() } else { source.domain(code).to_owned() },
                }
            })
            .collect();
        let shown =
            |study: &BiasStudy| self.source.result.studies.iter().any(|result| result.id == study.study);
        let legend = meanings(bias, bias.studies.iter().filter(|study| shown(study)));
        (lights, legend)
    }

    /// The judgements, where there are any for the studies shown.
    pub(super) fn judged(&self) -> Option<&'a BiasResult> {
        let bias = self.source.bias?;
        let shown = bias
            .studies
            .iter()
            .any(|study| self.source.result.studies.iter().any(|result| result.id == study.study));
        shown.then_some(bias)
    }

    pub(super) fn judgements(&self, id: &str) -> Vec<Option<Risk>> {
        let Some(bias) = self.judged() else { return Vec::new() };
        let study = bias.studies.iter().find(|study| study.study == id);
        bias.domains
            .iter()
            .map(|(code, _)| {
                let level = &study?.judgements.get(code)?.level;
                bias.levels.iter().find(|[id, ..]| id == level).map(|[_, _, _, role]| Risk::of_role(role))
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
            let domains = judged.iter().flatten().filter(|risk| **risk != Risk::NotApplicable);
            domains
                .map(|risk| rank(*risk))
                .fold(None, |worst: Option<f64>, next| Some(worst.map_or(next, |worst| worst.max(next))))
        };
        let known = match overall {
            Some(at) => judged.get(at).copied().flatten().map(rank),
            None => all(),
        };
        known.unwrap_or(f64::INFINITY)
    }
}
