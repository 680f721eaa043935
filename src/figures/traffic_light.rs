//! Risk of bias as a traffic-light plot: a disc with colour and symbol per study and domain.

use super::canvas::Canvas;
use super::figure::{Caption, Figure};
use super::parts::{legend, notes};
use super::style::{Anchor, Group, Pen, Shape, TextStyle};
use super::text::{HAIR, LINE, Weight, width, wrap};
use super::theme::{Colour, Risk, SMALL, TEXT, Theme};
use crate::analysis::results::{BiasResult, BiasStudy, StudyRecord};
use crate::numbers::Numbers;

const MARGIN: f64 = 8.0;
/// Radius of a disc; the distance of two columns, at the default width and at least.
const RADIUS: f64 = 7.5;
const CELL: (f64, f64) = (30.0, 17.0);
const ROW: f64 = 21.0;
/// Room before the overall judgement and between panels.
const GAP: f64 = 12.0;
/// The widest column of names.
const NAMES: f64 = 260.0;
/// So many studies stand in one figure.
const PAGE: usize = 40;

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

    /// A domain in a few words.
    pub(super) fn domain<'s>(&'s self, code: &'s str) -> &'s str {
        let short = self.bias.short.iter().find(|(known, _)| known == code);
        // Panels may have domains of one name: then the whole names tell them apart.
        let once = |words: &String| self.bias.short.iter().filter(|(_, other)| other == words).count() == 1;
        let short = short.filter(|_| self.bias.short.iter().all(|(_, words)| once(words)));
        let full = || self.bias.domains.iter().find(|(known, _)| known == code);
        short.or_else(full).map_or(code, |(_, words)| words)
    }
}

/// Draws the judgements, so many studies per figure that a figure fits a page: `traffic-light`,
/// `traffic-light-2`, ...
#[must_use]
pub fn traffic_light(source: &BiasSource<'_>) -> Vec<Figure> {
    let mut judged: Vec<&BiasStudy> = source.bias.studies.iter().collect();
    let place = |study: &BiasStudy| {
        source.records.iter().position(|record| record.id == study.study).unwrap_or(usize::MAX)
    };
    judged.sort_by_key(|study| place(study));
    let pages = judged.len().div_ceil(PAGE);
    judged.chunks(PAGE).enumerate().map(|(page, studies)| draw(source, studies, page + 1, pages)).collect()
}

/// A domain's column: its code, and how far right its middle is from the first.
fn columns(bias: &BiasResult, theme: Theme) -> (Vec<(String, f64)>, f64) {
    let least = theme.scaled(CELL.0).max(CELL.1);
    let air = theme.scaled(8.0);
    let cell = |code: &str| (width(&head(code), SMALL, Weight::Bold) + air).max(least);
    // Domains stand at one distance, the overall judgement has room for its word.
    let domains = bias.domains.iter().filter(|(code, _)| code != "overall");
    let each = domains.map(|(code, _)| cell(code)).fold(least, f64::max);
    let mut out: Vec<(String, f64)> = Vec::new();
    let mut x = 0.0;
    let panel =
        |code: &str| bias.panels.iter().position(|panel| panel.domains.iter().any(|domain| domain == code));
    for (code, _) in &bias.domains {
        if let Some((before, _)) = out.last()
            && (code == "overall" || panel(before) != panel(code))
        {
            x += GAP;
        }
        let cell = if code == "overall" { cell(code) } else { each };
        out.push((code.clone(), x + cell / 2.0));
        x += cell;
    }
    (out, x)
}

fn head(code: &str) -> String {
    if code == "overall" { "Overall".to_owned() } else { code.to_uppercase() }
}

fn draw(source: &BiasSource<'_>, studies: &[&BiasStudy], page: usize, pages: usize) -> Figure {
    let id = if page == 1 { "traffic-light".to_owned() } else { format!("traffic-light-{page}") };
    let mut canvas = Canvas::new(&id, source.theme);
    let theme = source.theme;
    let (columns, across) = columns(source.bias, theme);
    let most = theme.scaled(NAMES).min(theme.width() - across - 16.0 - 2.0 * MARGIN).max(76.0);
    let names: Vec<Vec<String>> = studies
        .iter()
        .map(|study| wrap(source.label(&study.study), TEXT, Weight::Regular, most + HAIR))
        .collect();
    let names_width =
        names.iter().flatten().map(|line| width(line, TEXT, Weight::Regular)).fold(70.0, f64::max);
    let left = MARGIN + names_width + 16.0;
    let right = left + across;
    let whole = (right + MARGIN).max(theme.at_most(420.0));
    let line = TEXT * LINE;
    let panels = panel_heads(&mut canvas, source, &columns, left);
    let base = MARGIN + panels + SMALL;
    let bold = TextStyle::default().size(SMALL).bold();
    canvas.group(&Group::new("header"), |canvas| {
        canvas.text(MARGIN, base, "Study", bold);
        for (code, x) in &columns {
            canvas.text(left + x, base, &head(code), bold.anchor(Anchor::Middle));
        }
        canvas.line((MARGIN, base + 6.0), (right, base + 6.0), Pen::new(Colour::Ink, 1.0));
    });
    let mut top = base + 9.0;
    for (index, (study, lines)) in studies.iter().zip(&names).enumerate() {
        let height = ROW + (lines.len() - 1) as f64 * line;
        if index % 2 == 1 {
            canvas.rectangle(MARGIN - 3.0, top, right - MARGIN + 6.0, height, Shape::fill(Colour::Band));
        }
        let middle = top + height / 2.0;
        canvas.group(
            &Group::new("row").data("study", &study.study).label(&spoken(source, study)),
            |canvas| {
                let first = middle + 0.36 * TEXT - (lines.len() - 1) as f64 * line / 2.0;
                for (number, text) in lines.iter().enumerate() {
                    canvas.text(MARGIN, first + number as f64 * line, text, TextStyle::default());
                }
                for (code, x) in &columns {
                    cell(canvas, source, study, code, (left + x, middle));
                }
            },
        );
        top += height;
    }
    let bottom = below(&mut canvas, source, studies, &columns, top + 8.0, whole);
    canvas.finish(whole, bottom + MARGIN, caption(source, studies, &columns, page, pages))
}

/// The titles of panels over their columns, where there are several; returns their height.
fn panel_heads(canvas: &mut Canvas, source: &BiasSource<'_>, columns: &[(String, f64)], left: f64) -> f64 {
    let panels = &source.bias.panels;
    if panels.len() < 2 {
        return 0.0;
    }
    let line = SMALL * LINE;
    let cell = columns.windows(2).map(|pair| pair[1].1 - pair[0].1).fold(CELL.0, f64::min);
    let placed: Vec<(Vec<String>, f64, f64)> = panels
        .iter()
        .filter_map(|panel| {
            let xs: Vec<f64> = columns
                .iter()
                .filter(|(code, _)| panel.domains.iter().any(|domain| domain == code))
                .map(|(_, x)| *x)
                .collect();
            let (first, last) = (*xs.first()?, *xs.last()?);
            let room = (last - first + cell + GAP - 6.0).max(40.0);
            Some((wrap(&panel.title, SMALL, Weight::Bold, room), left + first, left + last))
        })
        .collect();
    let lines = placed.iter().map(|(lines, ..)| lines.len()).max().unwrap_or(0);
    let base = MARGIN + lines as f64 * line;
    for (text, first, last) in &placed {
        let start = base - (text.len() - 1) as f64 * line;
        for (index, text) in text.iter().enumerate() {
            let style = TextStyle::default().size(SMALL).bold().anchor(Anchor::Middle);
            canvas.text(f64::midpoint(*first, *last), start + index as f64 * line - 3.0, text, style);
        }
        canvas.line((first - RADIUS, base + 1.0), (last + RADIUS, base + 1.0), Pen::new(Colour::Faint, 0.75));
    }
    lines as f64 * line + 6.0
}

fn cell(canvas: &mut Canvas, source: &BiasSource<'_>, study: &BiasStudy, code: &str, at: (f64, f64)) {
    let Some(judgement) = study.judgements.get(code) else {
        canvas.circle(at, RADIUS, Shape::outline(Pen::new(Colour::Muted, 0.9).dashed(2.0, 2.0)));
        return;
    };
    let Some((risk, label)) = source.level(&judgement.level) else { return };
    let mut tip = format!("{}, {}: {label}", source.label(&study.study), source.domain(code));
    if let Some(support) = &judgement.support {
        tip.push_str(&format!(". {support}"));
    }
    canvas.group(&Group::new("judgement").tooltip(&tip), |canvas| disc(canvas, at, RADIUS, risk));
}

/// A disc in the colour of a judgement, with its symbol.
pub(super) fn disc(canvas: &mut Canvas, at: (f64, f64), radius: f64, risk: Risk) {
    let theme = canvas.theme();
    let on = theme.on_risk(risk);
    let outline = if on == Colour::Ink { Colour::Ink } else { Colour::Risk(risk) };
    canvas.circle(at, radius, Shape::fill(Colour::Risk(risk)).outlined(Pen::new(outline, 0.75)));
    let style = TextStyle::default().bold().colour(on).anchor(Anchor::Middle).hidden();
    canvas.text(at.0, at.1 + 0.36 * TEXT, risk.symbol(), style);
}

/// What a screen reader says of a row.
fn spoken(source: &BiasSource<'_>, study: &BiasStudy) -> String {
    let parts: Vec<String> = study
        .judgements
        .iter()
        .filter_map(|(code, judged)| Some(format!("{} {}", head(code), source.level(&judged.level)?.1)))
        .collect();
    format!("{}: {}", source.label(&study.study), parts.join(", "))
}

/// The legend of levels and the meanings of the domains.
fn below(
    canvas: &mut Canvas,
    source: &BiasSource<'_>,
    studies: &[&BiasStudy],
    columns: &[(String, f64)],
    top: f64,
    whole: f64,
) -> f64 {
    let used =
        |id: &str| studies.iter().any(|study| study.judgements.values().any(|judged| judged.level == id));
    let mut entries: Vec<(Option<Risk>, String)> = source
        .bias
        .levels
        .iter()
        .filter(|[id, ..]| used(id))
        .map(|[_, label, _, role]| (Some(Risk::of_role(role)), label.clone()))
        .collect();
    if columns.iter().any(|(code, _)| studies.iter().any(|study| !study.judgements.contains_key(code))) {
        entries.push((None, "Not judged".to_owned()));
    }
    let limit = whole - 2.0 * MARGIN;
    let bottom = legend(canvas, MARGIN, top, limit, &entries, |canvas, risk, x, y| match risk {
        Some(risk) => disc(canvas, (x + 12.0, y), 6.5, risk),
        None => {
            canvas.circle((x + 12.0, y), 6.5, Shape::outline(Pen::new(Colour::Muted, 0.9).dashed(2.0, 2.0)));
        }
    });
    let domains: Vec<String> = columns
        .iter()
        .filter(|(code, _)| code != "overall" && code != source.domain(code))
        .map(|(code, _)| format!("{}: {}", head(code), source.domain(code)))
        .collect();
    let mut remarks = Vec::new();
    if !domains.is_empty() {
        remarks.push(format!("{}.", domains.join("; ")));
    }
    remarks.push(format!("Judged with {}.", source.bias.name));
    notes(canvas, MARGIN, bottom + 4.0, limit, &remarks)
}

fn caption(
    source: &BiasSource<'_>,
    studies: &[&BiasStudy],
    columns: &[(String, f64)],
    page: usize,
    pages: usize,
) -> Caption {
    let mut table = vec![vec!["Study".to_owned()]];
    table[0].extend(columns.iter().map(|(code, _)| {
        if code == "overall" { "Overall".to_owned() } else { source.domain(code).to_owned() }
    }));
    for study in studies {
        let mut row = vec![source.label(&study.study).to_owned()];
        row.extend(columns.iter().map(|(code, _)| {
            let judged = study.judgements.get(code);
            judged
                .and_then(|judged| source.level(&judged.level))
                .map_or_else(|| "Not judged".to_owned(), |(_, label)| label.to_owned())
        }));
        table.push(row);
    }
    let mut description = format!(
        "The judgements of {} with {}.",
        super::subject::studies(source.numbers, studies.len()),
        source.bias.name
    );
    let overall: Vec<String> = source
        .bias
        .levels
        .iter()
        .filter_map(|[id, label, ..]| {
            let count = studies
                .iter()
                .filter(|study| study.judgements.get("overall").is_some_and(|judged| judged.level == *id))
                .count();
            (count > 0).then(|| format!("{} {}", source.numbers.count(count as u64), label.to_lowercase()))
        })
        .collect();
    if !overall.is_empty() {
        description.push_str(&format!(" Overall: {}.", overall.join(", ")));
    }
    let part = if pages > 1 { format!(" (part {page} of {pages})") } else { String::new() };
    Caption { title: format!("Risk of bias in each study{part}"), description, table }
}
