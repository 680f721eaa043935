//! The studies of an analysis with their effect sizes.

use super::scale::Reporter;
use crate::check::{Choices, Contribution};
use crate::stats::effect::{EffectScale, EffectSize, LeftOut, StudyData, effect_sizes};

/// A study with its effect size.
#[derive(Debug, Clone)]
pub(super) struct Member {
    pub(super) row: usize,
    pub(super) data: StudyData,
    pub(super) size: EffectSize,
    pub(super) converted: [Option<String>; 2],
}

/// The studies that can be pooled, and how.
#[derive(Debug, Clone)]
pub(super) struct Dataset<'a> {
    pub(super) choices: &'a Choices,
    pub(super) scale: EffectScale,
    pub(super) members: Vec<Member>,
}

impl<'a> Dataset<'a> {
    /// Computes the effect sizes; the second part are the studies that have none.
    pub(super) fn new(choices: &'a Choices, contributions: &[Contribution]) -> (Self, Vec<(usize, LeftOut)>) {
        let scale = EffectScale::new(choices.measure, Some(choices.transform))
            .unwrap_or_else(|_| EffectScale::of(choices.measure));
        let data: Vec<StudyData> = contributions.iter().map(|c| c.data).collect();
        let (mut members, mut without) = (Vec::with_capacity(data.len()), Vec::new());
        for (contribution, size) in contributions.iter().zip(effect_sizes(scale, choices.continuity, &data)) {
            match size {
                Ok(size) => members.push(Member {
                    row: contribution.row,
                    data: contribution.data,
                    size,
                    converted: contribution.converted.clone(),
                }),
                Err(reason) => without.push((contribution.row, reason)),
            }
        }
        (Self { choices, scale, members }, without)
    }

    /// The studies for which `keep` holds, with the effect sizes that they have here.
    pub(super) fn subset(&self, keep: impl Fn(&Member) -> bool) -> Self {
        Self {
            choices: self.choices,
            scale: self.scale,
            members: self.members.iter().filter(|m| keep(m)).cloned().collect(),
        }
    }

    /// The studies at these positions.
    pub(super) fn at(&self, positions: &[usize]) -> Self {
        Self {
            choices: self.choices,
            scale: self.scale,
            members: positions.iter().map(|position| self.members[*position].clone()).collect(),
        }
    }

    /// Effects and variances.
    pub(super) fn effects(&self) -> (Vec<f64>, Vec<f64>) {
        self.members.iter().map(|m| (m.size.yi, m.size.vi)).unzip()
    }

    /// The way back to the reported scale.
    pub(super) fn reporter(&self) -> Reporter {
        Reporter::new(self.scale, self.choices, self.members.iter().map(|m| &m.data))
    }

    /// Number of studies.
    pub(super) fn k(&self) -> usize {
        self.members.len()
    }

    /// Participants, where every study says it.
    pub(super) fn total(&self) -> Option<f64> {
        self.members.iter().map(|m| m.data.patients()).sum()
    }

    /// Events, where every study says it.
    pub(super) fn events(&self) -> Option<f64> {
        self.members.iter().map(|m| m.data.events()).sum()
    }
}
