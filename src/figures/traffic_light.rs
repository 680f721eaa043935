//! Risk of bias as a traffic-light plot: a disc with colour and symbol per study and domain.

use super::canvas::Canvas;
use super::figure::{Caption, Figure};
use super::judgements::{BiasSource, NOT_JUDGED, RADIUS, disc, head, meanings, panel_of, unjudged};
use super::parts::{legend, notes};
use super::style::{Anchor, Group, Pen, Shape, TextStyle};
use super::text::{HAIR, LINE, Weight, width, wrap};
use super::theme::{Colour, Risk, SMALL, TEXT, Theme};
use crate::analysis::results::{BiasResult, BiasStudy};

const MARGIN: f64 = 8.0;
/// The distance of two columns, at the default width and at least.
const CELL: (f64, f64) = (30.0, 17.0);
const ROW: f64 = 21.0;
/// Room before the overall judgement and between panels.
const GAP: f64 = 12.0;
/// The widest column of names.
const NAMES: f64 = 260.0;
/// So many studies stand in one figure.
const PAGE: usize = 40;

/// Draws the judgements, so many studies per figure that a figure fits a page: `traffic-light`,
/// `traffic-light-2`, ...
#[must_use]
pub fn traffic_light(source: &BiasSource<'_>) -> Vec<Figure> {
    let studies = source.studies();
    let pages = studies.len().div_ceil(PAGE);
    // Pages of one length rather than a rest.
    let each = studies.len().div_ceil(pages.max(1)).max(1);
    studies.chunks(each).enumerate().map(|(page, studies)| draw(source, studies, page + 1, pages)).collect()
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
    for (code, _) in &bias.domains {
        if let Some((before, _)) = out.last()
            && (code == "overall" || panel_of(bias, before) != panel_of(bias, code))
        {
            x += GAP;
        }
        let cell = if code == "overall" { cell(code) } else { each };
        out.push((code.clone(), x + cell / 2.0));
        x += cell;
    }
    (out, x)
}

fn draw(source: &BiasSource<'_>, studies: &[BiasStudy], page: usize, pages: usize) -> Figure {
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
    let whole = (right + MARGIN).max(theme.at_most(340.0));
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
        unjudged(canvas, at, RADIUS);
        return;
    };
    let Some((risk, label)) = source.level(&judgement.level) else { return };
    let mut tip = format!("{}, {}: {label}", source.label(&study.study), source.domain(code));
    if let Some(support) = &judgement.support {
        tip.push_str(&format!(". {support}"));
    }
    canvas.group(&Group::new("judgement").tooltip(&tip), |canvas| disc(canvas, at, RADIUS, risk));
}

/// What a screen reader says of a row.
fn spoken(source: &BiasSource<'_>, study: &BiasStudy) -> String {
    let parts: Vec<String> = study
        .judgements
        .iter()
        .filter_map(|(code, judged)| Some(format!("{} {}", head(code), source.level(&judged.level)?.1)))
        .collect();
    let said = if parts.is_empty() { NOT_JUDGED.to_lowercase() } else { parts.join(", ") };
    format!("{}: {said}", source.label(&study.study))
}

/// The legend of levels and the meanings of the domains.
fn below(
    canvas: &mut Canvas,
    source: &BiasSource<'_>,
    studies: &[BiasStudy],
    columns: &[(String, f64)],
    top: f64,
    whole: f64,
) -> f64 {
    let mut entries: Vec<(Option<Risk>, String)> =
        meanings(source.bias, studies).into_iter().map(|(risk, label)| (Some(risk), label)).collect();
    if columns.iter().any(|(code, _)| studies.iter().any(|study| !study.judgements.contains_key(code))) {
        entries.push((None, NOT_JUDGED.to_owned()));
    }
    let limit = whole - 2.0 * MARGIN;
    let bottom = legend(canvas, MARGIN, top, limit, &entries, |canvas, risk, x, y| match risk {
        Some(risk) => disc(canvas, (x + 12.0, y), 6.5, risk),
        None => unjudged(canvas, (x + 12.0, y), 6.5),
    });
    let mut remarks: Vec<String> = Vec::new();
    let named = |codes: &mut dyn Iterator<Item = &str>| {
        let named: Vec<String> = codes
            .filter(|code| *code != "overall" && *code != source.domain(code))
            .map(|code| format!("{}: {}", head(code), source.within_panel(code)))
            .collect();
        named.join("; ")
    };
    if source.bias.panels.len() > 1 {
        for panel in &source.bias.panels {
            let codes = named(&mut panel.domains.iter().map(String::as_str));
            if !codes.is_empty() {
                remarks.push(format!("{}. {codes}.", panel.title));
            }
        }
    } else {
        let codes = named(&mut columns.iter().map(|(code, _)| code.as_str()));
        if !codes.is_empty() {
            remarks.push(format!("{codes}."));
        }
    }
    remarks.push(format!("Judged with {}.", source.bias.name));
    notes(canvas, MARGIN, bottom + 4.0, limit, &remarks)
}

fn caption(
    source: &BiasSource<'_>,
    studies: &[BiasStudy],
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
                .map_or_else(|| NOT_JUDGED.to_owned(), |(_, label)| label.to_owned())
        }));
        table.push(row);
    }
    let none = studies.iter().filter(|study| study.judgements.is_empty()).count();
    let mut description = format!(
        "The judgements of {} with {}.",
        super::subject::studies(source.numbers, studies.len() - none),
        source.bias.name
    );
    if none > 0 {
        let verb = if none == 1 { "was" } else { "were" };
        let more = super::subject::studies(source.numbers, none);
        description.push_str(&format!(" {more} {verb} not judged."));
    }
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
