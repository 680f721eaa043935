//! What the plots of risk of bias share: what they are drawn from, discs, and what the discs mean.

use std::collections::BTreeMap;

use super::canvas::{Canvas, Point};
use super::style::{Anchor, Group, Pen, Shape, TextStyle};
use super::text::{LINE, Weight, width};
use super::theme::{Colour, Risk, SMALL, SMALLEST, TEXT, Theme};
use crate::analysis::results::{BiasPanel, BiasResult, BiasStudy, StudyIndex};
use crate::numbers::Numbers;
use crate::stats::num::{cos, sin};

/// How a judgement is shown: its colour, and the symbol that says the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The colour.
    pub risk: Risk,
    /// The symbol: that of the tool, else that of the colour.
    pub symbol: String,
}

impl From<Risk> for Mark {
    fn from(risk: Risk) -> Self {
        Self { risk, symbol: risk.symbol().to_owned() }
    }
}

/// The widest symbol of a tool that is drawn; a longer word gives way to the symbol of the colour.
const SYMBOL: f64 = 30.0;

impl Mark {
    /// The mark of a level of a tool.
    pub(super) fn of([_, _, symbol, role]: &[String; 4]) -> Self {
        let risk = Risk::of_role(role);
        // The signs that a keyboard has stand for those of the field.
        let symbol = match symbol.trim() {
            "x" | "X" => "×",
            "-" => "–",
            other => other,
        };
        if symbol.is_empty() || width(symbol, SMALLEST, Weight::Bold) > SYMBOL {
            return risk.into();
        }
        Self { risk, symbol: symbol.to_owned() }
    }

    /// How many stars it is, where it is stars: they are drawn, since few fonts have them.
    pub(super) fn stars(&self) -> usize {
        let all = !self.symbol.is_empty() && self.symbol.chars().all(|c| c == '★');
        if all { self.symbol.chars().count() } else { 0 }
    }

    /// What its symbol takes in a disc.
    fn room(&self) -> f64 {
        match self.stars() {
            0 => width(&self.symbol, SMALLEST, Weight::Bold),
            stars => stars as f64 * STAR - 1.0,
        }
    }

    /// Half the width of its disc, which grows to a pill around a long symbol.
    pub(super) fn half_width(&self, radius: f64) -> f64 {
        let room = self.room();
        if room <= 2.0 * radius - 3.0 { radius } else { room / 2.0 + 4.0 }
    }
}

/// Sets what discs mean in rows, each text beside its disc; what is not judged is drawn by `blank`. Returns the lower
/// edge.
pub(super) fn levels(
    canvas: &mut Canvas,
    (left, top): Point,
    limit: f64,
    entries: &[(Option<&Mark>, String)],
    blank: impl Fn(&mut Canvas, Point),
) -> f64 {
    let (row, radius) = (16.0, 6.5);
    let (mut x, mut y) = (left, top + row / 2.0);
    canvas.group(&Group::new("legend"), |canvas| {
        for (mark, text) in entries {
            let half = mark.map_or(radius, |mark| mark.half_width(radius));
            let room = limit - 2.0 * half - 5.0;
            let length = 2.0 * half + 5.0 + width(text, SMALL, Weight::Regular).min(room);
            if x > left && x + length > left + limit {
                x = left;
                y += row;
            }
            match mark {
                Some(mark) => disc(canvas, (x + half, y), radius, mark),
                None => blank(canvas, (x + half, y)),
            }
            let style = TextStyle::default().size(SMALL);
            let lines = canvas.paragraph(x + 2.0 * half + 5.0, y + 0.36 * SMALL, text, room, style);
            y += (lines.max(1) - 1) as f64 * SMALL * LINE;
            x += length + 14.0;
        }
    });
    if entries.is_empty() { top } else { y + row / 2.0 }
}

/// What the plots of risk of bias are drawn from.
#[derive(Debug, Clone, Copy)]
pub struct BiasSource<'a> {
    /// The judgements.
    pub bias: &'a BiasResult,
    /// The study table, for names.
    pub index: &'a StudyIndex<'a>,
    /// Ids of studies in the order of the rows: that of a forest plot. Others follow in that of the table.
    pub order: &'a [String],
    /// Titles of analyses by id, for judgements of one result of a study.
    pub titles: &'a [(String, String)],
    /// The look.
    pub theme: Theme,
    /// How numbers are written.
    pub numbers: &'a Numbers,
}

impl<'a> BiasSource<'a> {
    /// What a row of judgements is called: its study, with the result that was judged where it is not all of them.
    pub(super) fn labels(&self, studies: &[BiasStudy]) -> Vec<String> {
        let label = |study: &BiasStudy| {
            let name = self.index.label(&study.study);
            match &study.analysis {
                Some(analysis) => format!("{name}: {}", self.analysis(analysis)),
                None => name.to_owned(),
            }
        };
        studies.iter().map(label).collect()
    }

    fn analysis<'s>(&'s self, id: &'s str) -> &'s str {
        self.titles.iter().find(|(known, _)| known == id).map_or(id, |(_, title)| title)
    }

    /// The level's mark and label.
    pub(super) fn level(&self, id: &str) -> Option<(Mark, &'a str)> {
        let level = self.bias.levels.iter().find(|[level, ..]| level == id)?;
        Some((Mark::of(level), &level[1]))
    }

    /// The whole name of a domain.
    pub(super) fn domain<'s>(&'s self, code: &'s str) -> &'s str {
        self.bias.domains.iter().find(|(known, _)| known == code).map_or(code, |(_, words)| words)
    }

    /// A domain in a few words below the title of its panel.
    pub(super) fn within_panel<'s>(&'s self, code: &'s str) -> &'s str {
        self.bias
            .short
            .iter()
            .find(|(known, _)| known == code)
            .map_or_else(|| self.domain(code), |(_, words)| words)
    }

    /// Every study that was or should have been judged, a row per judged result; one without any judgement has
    /// none.
    pub(super) fn studies(&self) -> Vec<BiasStudy> {
        let none = self.bias.missing.iter().filter(|missing| missing.domain.is_none());
        let none = none.map(|missing| BiasStudy {
            study: missing.study.clone(),
            analysis: None,
            judgements: Default::default(),
        });
        let mut all: Vec<BiasStudy> = self.bias.studies.iter().cloned().chain(none).collect();
        let order: BTreeMap<&str, usize> =
            self.order.iter().enumerate().map(|(place, id)| (id.as_str(), place)).collect();
        let place = |study: &BiasStudy| {
            let id = study.study.as_str();
            let in_table = || self.order.len() + self.index.place(id).unwrap_or(usize::MAX / 2);
            order.get(id).copied().unwrap_or_else(in_table)
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

/// From so many letters on, codes of domains are names, which do not fit above a column of discs.
const CODE: usize = 5;

/// The headings of the domains' columns: their codes, or numbers where a code is a word.
pub(super) fn heads(bias: &BiasResult) -> Vec<String> {
    let domains = || bias.domains.iter().map(|(code, _)| code.as_str()).filter(|code| *code != "overall");
    let words = domains().any(|code| code.chars().count() >= CODE);
    let head = |(index, (code, _)): (usize, &(String, String))| match code.as_str() {
        "overall" => "Overall".to_owned(),
        _ if words => format!("D{}", index + 1),
        code => code.to_uppercase(),
    };
    bias.domains.iter().enumerate().map(head).collect()
}

/// What each disc means, in the order of the levels. Levels that look alike share an entry: an overall judgement
/// may have words of its own.
pub(super) fn meanings<'b>(
    bias: &BiasResult,
    studies: impl IntoIterator<Item = &'b BiasStudy>,
) -> Vec<(Mark, String)> {
    let mut used: BTreeMap<&str, (bool, bool)> = BTreeMap::new();
    for study in studies {
        for (code, judged) in &study.judgements {
            let (domains, overall) = used.entry(judged.level.as_str()).or_default();
            if code == "overall" { *overall = true } else { *domains = true }
        }
    }
    let mut out: Vec<(Mark, Vec<String>)> = Vec::new();
    for level in &bias.levels {
        let [id, label, ..] = level;
        let (domains, overall) = used.get(id.as_str()).copied().unwrap_or_default();
        if !domains && !overall {
            continue;
        }
        let mark = Mark::of(level);
        match out.iter_mut().find(|(known, _)| *known == mark) {
            Some((_, labels)) if !domains => labels.push(format!("{label} (overall)")),
            Some((_, labels)) => labels.push(label.clone()),
            None => out.push((mark, vec![label.clone()])),
        }
    }
    out.into_iter().map(|(mark, labels)| (mark, labels.join(" / "))).collect()
}

/// What the headings of columns mean, a line each: the code, then the name beside it. Returns the lower edge.
pub(super) fn key(canvas: &mut Canvas, left: f64, top: f64, limit: f64, entries: &[(String, String)]) -> f64 {
    let style = TextStyle::default().size(SMALL);
    let line = SMALL * LINE;
    let widest = |of: &dyn Fn(&(String, String)) -> f64| entries.iter().map(of).fold(0.0, f64::max);
    let codes = widest(&|(code, _)| width(code, SMALL, Weight::Bold)) + 8.0;
    let names = widest(&|(_, name)| width(name, SMALL, Weight::Regular));
    // Two columns where every name has room.
    let apart = 20.0;
    let two = entries.len() > 3 && 2.0 * (codes + names) + apart <= limit;
    let split = if two { entries.len().div_ceil(2) } else { entries.len() };
    let mut lowest = top;
    canvas.group(&Group::new("key"), |canvas| {
        for (column, part) in entries.chunks(split.max(1)).enumerate() {
            let x = left + column as f64 * (codes + names + apart);
            let mut base = top + line;
            for (code, name) in part {
                canvas.text(x, base, code, style.bold());
                let lines = canvas.paragraph(x + codes, base, name, (limit - codes).max(60.0), style);
                base += lines.max(1) as f64 * line + 2.0;
            }
            lowest = lowest.max(base - line + 4.0);
        }
    });
    lowest
}

/// Radius of a disc.
pub(super) const RADIUS: f64 = 7.5;

/// What a star takes.
const STAR: f64 = 9.0;

/// A disc in the colour of a judgement, with its symbol; a pill where the symbol is long.
pub(super) fn disc(canvas: &mut Canvas, at: Point, radius: f64, mark: &Mark) {
    let theme = canvas.theme();
    let outline = Pen::new(theme.around_risk(mark.risk), 0.75);
    let shape = Shape::fill(Colour::Risk(mark.risk)).outlined(outline);
    let half = mark.half_width(radius);
    if half > radius {
        canvas.rectangle(at.0 - half, at.1 - radius, 2.0 * half, 2.0 * radius, shape.rounded(radius));
    } else {
        canvas.circle(at, radius, shape);
    }
    symbol(canvas, at, mark, 2.0 * half - 3.0);
}

/// The symbol of a mark upon its colour, in a room.
pub(super) fn symbol(canvas: &mut Canvas, at: Point, mark: &Mark, room: f64) {
    let on = canvas.theme().on_risk(mark.risk);
    let stars = mark.stars();
    if stars > 0 {
        let first = at.0 - (stars - 1) as f64 * STAR / 2.0;
        for index in 0..stars {
            star(canvas, (first + index as f64 * STAR, at.1), on);
        }
        return;
    }
    let size = if width(&mark.symbol, TEXT, Weight::Bold) <= room { TEXT } else { SMALLEST };
    let style = TextStyle::default().size(size).bold().colour(on).anchor(Anchor::Middle).hidden();
    canvas.text(at.0, at.1 + 0.36 * size, &mark.symbol, style);
}

/// A star of five points.
fn star(canvas: &mut Canvas, at: Point, colour: Colour) {
    let corner = |index: u8| {
        let radius = if index.is_multiple_of(2) { 4.6 } else { 1.9 };
        let angle = f64::from(index) * std::f64::consts::PI / 5.0;
        (at.0 + radius * sin(angle), at.1 - radius * cos(angle))
    };
    let corners: Vec<Point> = (0..10).map(corner).collect();
    canvas.polygon(&corners, Shape::fill(colour));
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
            analysis: None,
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
            [
                (Mark::from(Risk::Low), "Yes / Include (overall)".to_owned()),
                (Risk::High.into(), "No".to_owned())
            ]
        );
        assert_eq!(
            meanings(&bias, &[judged(&[("overall", "include")])]),
            [(Risk::Low.into(), "Include".to_owned())]
        );
    }
}
