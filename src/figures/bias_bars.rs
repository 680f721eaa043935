//! Risk of bias as weighted bars: the share of the weight by level, a bar per domain.

use indexmap::IndexMap;

use super::canvas::Canvas;
use super::figure::{Caption, Figure};
use super::judgements::{BiasSource, NOT_JUDGED, disc, meanings, panel_of};
use super::parts::{balanced, legend, notes};
use super::style::{Anchor, Group, Pen, Shape, TextStyle};
use super::text::{LINE, Weight, width};
use super::theme::{Colour, Risk, SMALL, TEXT};

const MARGIN: f64 = 8.0;
const BAR: f64 = 18.0;
const ROW: f64 = 26.0;
/// Room between groups of bars.
const GAP: f64 = 7.0;
const NAMES: f64 = 200.0;
/// Shares from here on are printed in their bar.
const PRINTED: f64 = 0.08;

/// A bar: the domain and its shares in the order of the levels; `None` is not judged.
struct Bar {
    code: String,
    /// Its name beside the bar, below the title of its panel.
    name: String,
    /// Its name anywhere else.
    whole: String,
    shares: Vec<(Option<Risk>, String, f64)>,
}

/// Draws the share of the weight of an analysis by level of each domain; without an analysis, every study counts
/// alike.
#[must_use]
pub fn bias_bars(source: &BiasSource<'_>, analysis: Option<(&str, &str)>) -> Option<Figure> {
    let bars = bars(source, analysis.map(|(id, _)| id));
    if bars.is_empty() {
        return None;
    }
    let whole = source.theme.width();
    let most = source.theme.scaled(NAMES).max(76.0);
    let mut canvas = Canvas::new("bias-bars", source.theme);
    let names: Vec<Vec<String>> =
        bars.iter().map(|bar| balanced(&bar.name, TEXT, weight(bar), most)).collect();
    let names_width = names
        .iter()
        .zip(&bars)
        .flat_map(|(lines, bar)| lines.iter().map(|line| width(line, TEXT, weight(bar))))
        .fold(60.0, f64::max);
    let (left, right) = (MARGIN + names_width + 12.0, whole - MARGIN - 18.0);
    let line = TEXT * LINE;
    let mut top = MARGIN;
    let mut before: Option<&Bar> = None;
    for (bar, lines) in bars.iter().zip(&names) {
        let height = ROW.max(lines.len() as f64 * line + 6.0);
        let group = panel_of(source.bias, &bar.code);
        let apart =
            before.is_none_or(|before| bar.code == "overall" || panel_of(source.bias, &before.code) != group);
        if apart {
            if before.is_some() {
                top += GAP;
            }
            if let Some(panel) = group {
                let limit = right - MARGIN;
                let lines =
                    canvas.paragraph(MARGIN, top + TEXT, &panel.title, limit, TextStyle::default().bold());
                top += lines as f64 * line + 5.0;
            }
        }
        before = Some(bar);
        let middle = top + height / 2.0;
        canvas.group(&Group::new("bar").label(&spoken(source, bar)), |canvas| {
            let first = middle + 0.36 * TEXT - (lines.len() - 1) as f64 * line / 2.0;
            for (number, text) in lines.iter().enumerate() {
                let style = TextStyle::default();
                let style = if weight(bar) == Weight::Bold { style.bold() } else { style };
                canvas.text(MARGIN, first + number as f64 * line, text, style);
            }
            segments(canvas, source, bar, (left, right), middle);
        });
        top += height;
    }
    let pen = Pen::new(Colour::Ink, 1.0);
    canvas.line((left, top + 3.0), (right, top + 3.0), pen);
    for tick in [0.0, 0.25, 0.5, 0.75, 1.0] {
        let x = left + tick * (right - left);
        canvas.line((x, top + 3.0), (x, top + 7.0), pen);
        let style = TextStyle::default().size(SMALL).anchor(Anchor::Middle);
        canvas.text(x, top + 18.0, &source.numbers.percent_with(tick, 0), style);
    }
    let mut levels: Vec<(Option<Risk>, String)> = meanings(source.bias, &source.studies())
        .into_iter()
        .map(|(risk, label)| (Some(risk), label))
        .filter(|(risk, _)| bars.iter().any(|bar| bar.shares.iter().any(|(known, ..)| known == risk)))
        .collect();
    if bars.iter().any(|bar| bar.shares.iter().any(|(risk, ..)| risk.is_none())) {
        levels.push((None, NOT_JUDGED.to_owned()));
    }
    let limit = whole - 2.0 * MARGIN;
    let bottom = legend(&mut canvas, MARGIN, top + 26.0, limit, &levels, |canvas, risk, x, y| match risk {
        Some(risk) => disc(canvas, (x + 12.0, y), 6.5, risk),
        None => canvas.rectangle(x + 5.0, y - 6.0, 14.0, 12.0, blank()),
    });
    let remark = match analysis {
        Some((_, title)) => {
            format!("Shares of the weight in the analysis “{title}”. Judged with {}.", source.bias.name)
        }
        None => format!("Every study counts alike. Judged with {}.", source.bias.name),
    };
    let bottom = notes(&mut canvas, MARGIN, bottom + 3.0, limit, std::slice::from_ref(&remark));
    Some(canvas.finish(whole, bottom + MARGIN, caption(source, &bars, &remark)))
}

fn weight(bar: &Bar) -> Weight {
    if bar.code == "overall" { Weight::Bold } else { Weight::Regular }
}

const fn blank() -> Shape {
    Shape::fill(Colour::Paper).outlined(Pen::new(Colour::Muted, 0.9).dashed(2.0, 2.0))
}

/// The bars in the order of the domains, `overall` last.
fn bars(source: &BiasSource<'_>, analysis: Option<&str>) -> Vec<Bar> {
    let bias = source.bias;
    bias.domains
        .iter()
        .filter_map(|(code, _)| {
            let shares = match analysis {
                Some(id) => {
                    let found =
                        bias.shares.iter().find(|share| share.analysis == id && share.domain == *code)?;
                    found.shares.clone()
                }
                None => alike(source, code),
            };
            let mut parts: Vec<(Option<Risk>, String, f64)> = bias
                .levels
                .iter()
                .filter_map(|[id, label, _, role]| {
                    let share = *shares.get(id)?;
                    (share > 0.0).then(|| (Some(Risk::of_role(role)), label.clone(), share))
                })
                .collect();
            if let Some(&share) = shares.get("missing").filter(|share| **share > 0.0) {
                parts.push((None, NOT_JUDGED.to_owned(), share));
            }
            let name = match code.as_str() {
                "overall" => "Overall",
                _ if panel_of(bias, code).is_some() => source.within_panel(code),
                _ => source.domain(code),
            };
            (!parts.is_empty()).then(|| Bar {
                code: code.clone(),
                name: super::subject::capitalised(name),
                whole: super::subject::capitalised(if code == "overall" {
                    name
                } else {
                    source.domain(code)
                }),
                shares: parts,
            })
        })
        .collect()
}

fn alike(source: &BiasSource<'_>, code: &str) -> IndexMap<String, f64> {
    let studies = source.studies();
    let mut shares = IndexMap::new();
    for study in &studies {
        let level = study.judgements.get(code).map_or("missing", |judged| judged.level.as_str());
        *shares.entry(level.to_owned()).or_insert(0.0) += 1.0 / studies.len() as f64;
    }
    shares
}

fn segments(canvas: &mut Canvas, source: &BiasSource<'_>, bar: &Bar, (left, right): (f64, f64), middle: f64) {
    let total: f64 = bar.shares.iter().map(|(.., share)| share).sum();
    let mut x = left;
    for (risk, _, share) in &bar.shares {
        let length = share / total.max(1.0) * (right - left);
        let shape = match risk {
            Some(risk) => {
                let outline = Pen::new(source.theme.around_risk(*risk), 0.75);
                Shape::fill(Colour::Risk(*risk)).outlined(outline)
            }
            None => blank(),
        };
        // A white gap keeps neighbours apart without colour.
        let air = 0.9_f64.min(length / 3.0);
        canvas.rectangle(x + air, middle - BAR / 2.0, length - 2.0 * air, BAR, shape);
        let on = risk.map_or(Colour::Ink, |risk| source.theme.on_risk(risk));
        let style = TextStyle::default().bold().colour(on).anchor(Anchor::Middle);
        let percent = source.numbers.percent_with(*share, 0);
        let symbol = risk.map_or("", Risk::symbol);
        let text = format!("{symbol} {percent}");
        let at = (x + length / 2.0, middle + 0.36 * TEXT);
        if *share >= PRINTED && width(&text, TEXT, Weight::Bold) + 6.0 <= length {
            canvas.text(at.0, at.1, text.trim(), style);
        } else if width(symbol, TEXT, Weight::Bold) + 4.0 <= length {
            canvas.text(at.0, at.1, symbol, style.hidden());
        }
        x += length;
    }
}

fn spoken(source: &BiasSource<'_>, bar: &Bar) -> String {
    let parts: Vec<String> = bar
        .shares
        .iter()
        .map(|(_, label, share)| format!("{label} {}", source.numbers.percent_with(*share, 0)))
        .collect();
    format!("{}: {}", bar.whole, parts.join(", "))
}

fn caption(source: &BiasSource<'_>, bars: &[Bar], remark: &str) -> Caption {
    let mut table = vec![["Domain", "Judgement", "Share"].map(str::to_owned).to_vec()];
    for bar in bars {
        table.extend(
            bar.shares.iter().map(|(_, label, share)| {
                vec![bar.whole.clone(), label.clone(), source.numbers.weight(*share)]
            }),
        );
    }
    // The overall judgement sums up; without one, only all domains do.
    let overall: Vec<&Bar> = bars.iter().filter(|bar| bar.code == "overall").collect();
    let shown: Vec<&Bar> = if overall.is_empty() { bars.iter().collect() } else { overall };
    let said: Vec<String> = shown.into_iter().map(|bar| spoken(source, bar)).collect();
    Caption {
        title: "Risk of bias by domain".to_owned(),
        description: format!("{remark} {}.", said.join("; ")),
        table,
    }
}
