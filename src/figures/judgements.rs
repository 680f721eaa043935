//! What the plots of risk of bias share: what they are drawn from, discs, and what the discs mean.

use super::canvas::{Canvas, Point};
use super::style::{Anchor, Pen, Shape, TextStyle};
use super::theme::{Colour, Risk, TEXT, Theme};
use crate::analysis::results::{BiasPanel, BiasResult, BiasStudy, StudyRecord};
use crate::numbers::Numbers;

/// What the plots of risk of bias are drawn from.
#[derive(Debug, Clone, Copy)]
pub struct BiasSource<'a> {
    /// The judgements.
    pub bias: &'a BiasResult,
    /// The study table, for names and order.
    pub records: &'a [StudyRecord],
    /// The look.
    pub theme: Theme,
    /// How numbers are written.
    pub numbers: &'a Numbers,
}

impl BiasSource<'_> {
    pub(super) fn label<'s>(&'s self, id: &'s str) -> &'s str {
        self.records.iter().find(|record| record.id == id).map_or(id, |record| record.label.as_str())
    }

    /// The level's role and label.
    pub(super) fn level(&self, id: &str) -> Option<(Risk, &str)> {
        let [_, label, _, role] = self.bias.levels.iter().find(|[level, ..]| level == id)?;
        Some((Risk::of_role(role), label))
    }

    /// A domain in a few words that tell it from every other.
    pub(super) fn domain<'s>(&'s self, code: &'s str) -> &'s str {
        let short = self.bias.short.iter().find(|(known, _)| known == code);
        // Panels may have domains of one name: then the whole names tell them apart.
        let once = |words: &String| self.bias.short.iter().filter(|(_, other)| other == words).count() == 1;
        let short = short.filter(|_| self.bias.short.iter().all(|(_, words)| once(words)));
        let full = || self.bias.domains.iter().find(|(known, _)| known == code);
        short.or_else(full).map_or(code, |(_, words)| words)
    }

    /// A domain in a few words below the title of its panel.
    pub(super) fn within_panel<'s>(&'s self, code: &'s str) -> &'s str {
        self.bias
            .short
            .iter()
            .find(|(known, _)| known == code)
            .map_or_else(|| self.domain(code), |(_, words)| words)
    }

    /// Every study that was or should have been judged, in the order of the table; one without any judgement has
    /// none.
    pub(super) fn studies(&self) -> Vec<BiasStudy> {
        let none = self.bias.missing.iter().filter(|missing| missing.domain.is_none());
        let none =
            none.map(|missing| BiasStudy { study: missing.study.clone(), judgements: Default::default() });
        let mut all: Vec<BiasStudy> = self.bias.studies.iter().cloned().chain(none).collect();
        let place = |study: &BiasStudy| {
            self.records.iter().position(|record| record.id == study.study).unwrap_or(usize::MAX)
        };
        all.sort_by_key(place);
        all
    }
}

/// The group of domains that a domain is shown with, where a tool has several groups.
pub(super) fn panel_of<'b>(bias: &'b BiasResult, code: &str) -> Option<&'b BiasPanel> {
    let several = bias.panels.len() > 1;
    bias.panels.iter().find(|panel| several && panel.domains.iter().any(|domain| domain == code))
}

/// The heading of a domain's column.
pub(super) fn head(code: &str) -> String {
    if code == "overall" { "Overall".to_owned() } else { code.to_uppercase() }
}

/// What each disc means, in the order of the levels. Levels that look alike share an entry: an overall judgement
/// may have words of its own.
pub(super) fn meanings<'b>(
    bias: &BiasResult,
    studies: impl IntoIterator<Item = &'b BiasStudy>,
) -> Vec<(Risk, String)> {
    let studies: Vec<&BiasStudy> = studies.into_iter().collect();
    let used = |level: &str, of: fn(&str) -> bool| {
        studies.iter().any(|study| {
            study.judgements.iter().any(|(code, judged)| of(code.as_str()) && judged.level == level)
        })
    };
    let mut out: Vec<(Risk, Vec<String>)> = Vec::new();
    for [id, label, _, role] in &bias.levels {
        let (domains, overall) = (used(id, |code| code != "overall"), used(id, |code| code == "overall"));
        if !domains && !overall {
            continue;
        }
        let risk = Risk::of_role(role);
        match out.iter_mut().find(|(known, _)| *known == risk) {
            Some((_, labels)) if !domains => labels.push(format!("{label} (overall)")),
            Some((_, labels)) => labels.push(label.clone()),
            None => out.push((risk, vec![label.clone()])),
        }
    }
    out.into_iter().map(|(risk, labels)| (risk, labels.join(" / "))).collect()
}

/// Radius of a disc.
pub(super) const RADIUS: f64 = 7.5;

/// A disc in the colour of a judgement, with its symbol.
pub(super) fn disc(canvas: &mut Canvas, at: Point, radius: f64, risk: Risk) {
    let theme = canvas.theme();
    let outline = Pen::new(theme.around_risk(risk), 0.75);
    canvas.circle(at, radius, Shape::fill(Colour::Risk(risk)).outlined(outline));
    let style = TextStyle::default().bold().colour(theme.on_risk(risk)).anchor(Anchor::Middle).hidden();
    canvas.text(at.0, at.1 + 0.36 * TEXT, risk.symbol(), style);
}

/// An empty, dashed ring where there is no judgement.
pub(super) fn unjudged(canvas: &mut Canvas, at: Point, radius: f64) {
    canvas.circle(at, radius, Shape::outline(Pen::new(Colour::Muted, 0.9).dashed(2.0, 2.0)));
}

/// What an empty ring or an empty stretch of a bar means.
pub(super) const NOT_JUDGED: &str = "Not judged";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::results::BiasJudgement;

    #[test]
    fn discs_that_look_alike_have_one_entry() {
        let level = |id: &str, label: &str, role: &str| [id, label, "", role].map(str::to_owned);
        let judged = |pairs: &[(&str, &str)]| BiasStudy {
            study: "a".into(),
            judgements: pairs
                .iter()
                .map(|(code, level)| {
                    ((*code).to_owned(), BiasJudgement { level: (*level).to_owned(), support: None })
                })
                .collect(),
        };
        let bias = BiasResult {
            tool: String::new(),
            name: String::new(),
            citation: None,
            domains: Vec::new(),
            levels: vec![
                level("yes", "Yes", "low"),
                level("no", "No", "high"),
                level("unclear", "Unclear", "unclear"),
                level("include", "Include", "low"),
            ],
            studies: Vec::new(),
            missing: Vec::new(),
            shares: Vec::new(),
            panels: Vec::new(),
            short: Vec::new(),
        };
        let both = [judged(&[("q1", "yes"), ("q2", "no"), ("overall", "include")])];
        assert_eq!(
            meanings(&bias, &both),
            [(Risk::Low, "Yes / Include (overall)".to_owned()), (Risk::High, "No".to_owned())]
        );
        assert_eq!(
            meanings(&bias, &[judged(&[("overall", "include")])]),
            [(Risk::Low, "Include".to_owned())]
        );
    }
}
