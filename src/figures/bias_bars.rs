//! Risk of bias as weighted bars: the share of the weight by level, a bar per domain.

use indexmap::IndexMap;

use super::canvas::{Canvas, Point};
use super::figure::{Caption, Figure};
use super::judgements::{BiasSource, Mark, NOT_JUDGED, meanings, panel_of, symbol};
use super::parts::{balanced, notes};
use super::style::{Anchor, Group, Pen, Shape, TextStyle};
use super::subject::MOST_STUDIES;
use super::text::{LINE, Weight, width};
use super::theme::{Colour, SMALL, TEXT};
use crate::analysis::results::{AnalysisResult, BiasStudy};

const MARGIN: f64 = 8.0;
const BAR: f64 = 18.0;
/// A bar in which symbol and share stand one above the other.
const HIGH: f64 = 27.0;
/// Between bars.
const AIR: f64 = 8.0;
/// Room between groups of bars.
const GAP: f64 = 7.0;
const NAMES: f64 = 240.0;
/// Below this width names stand above their bars.
const NARROW: f64 = 430.0;
/// Shares from here on are printed in their bar.
const PRINTED: f64 = 0.08;

/// What the shares are shares of.
#[derive(Debug, Clone, Copy)]
pub enum Weighting<'a> {
    /// The weight in an analysis, given with its id.
    Analysis(&'a str, &'a AnalysisResult),
    /// The studies, each counting alike.
    Equal,
}

/// A bar: the domain and its shares in the order of the levels; `None` is not judged.
struct Bar {
    code: String,
    /// Its name beside the bar, below the title of its panel.
    name: String,
    /// Its name anywhere else.
    whole: String,
    shares: Vec<(Option<Mark>, String, f64)>,
}

/// Where bars stand, and how.
struct Layout {
    left: f64,
    right: f64,
    height: f64,
}

/// Draws the share of the weight of an analysis by level of each domain, or that of the studies.
#[must_use]
pub fn bias_bars(source: &BiasSource<'_>, weighting: Weighting<'_>) -> Option<Figure> {
    let studies = source.studies();
    let bars = bars(source, &studies, weighting);
    if bars.is_empty() {
        return None;
    }
    let whole = source.theme.width();
    let above = whole < NARROW;
    let most = if above { whole - 2.0 * MARGIN } else { source.theme.scaled(NAMES) };
    let mut canvas = Canvas::new("bias-bars", source.theme);
    let names: Vec<Vec<String>> =
        bars.iter().map(|bar| balanced(&bar.name, TEXT, weight(bar), most)).collect();
    let names_width = names
        .iter()
        .zip(&bars)
        .flat_map(|(lines, bar)| lines.iter().map(|line| width(line, TEXT, weight(bar))))
        .fold(60.0, f64::max);
    let left = if above { MARGIN + 10.0 } else { MARGIN + names_width + 12.0 };
    let layout = {
        let right = whole - MARGIN - 18.0;
        let one_line = bars.iter().flat_map(|bar| &bar.shares).all(|(mark, _, share)| {
            *share < PRINTED
                || width(&printed(source, mark.as_ref(), *share), TEXT, Weight::Bold) + 6.0
                    <= share * (right - left)
        });
        Layout { left, right, height: if one_line { BAR } else { HIGH } }
    };
    let line = TEXT * LINE;
    let mut top = MARGIN;
    let mut before: Option<&Bar> = None;
    for (bar, lines) in bars.iter().zip(&names) {
        let words = lines.len() as f64 * line;
        let height = if above { words + 4.0 + layout.height } else { layout.height.max(words - 2.0) } + AIR;
        let group = panel_of(source.bias, &bar.code);
        let apart =
            before.is_none_or(|before| bar.code == "overall" || panel_of(source.bias, &before.code) != group);
        if apart {
            if before.is_some() {
                top += GAP;
            }
            if let Some(panel) = group {
                let limit = layout.right - MARGIN;
                let lines =
                    canvas.paragraph(MARGIN, top + TEXT, &panel.title, limit, TextStyle::default().bold());
                top += lines as f64 * line + 5.0;
            }
        }
        before = Some(bar);
        let middle = if above { top + words + 4.0 + layout.height / 2.0 } else { top + height / 2.0 };
        canvas.group(&Group::new("bar").label(&spoken(source, bar)), |canvas| {
            let first = if above { top + TEXT } else { middle + 0.36 * TEXT - (words - line) / 2.0 };
            for (number, text) in lines.iter().enumerate() {
                let style = TextStyle::default();
                let style = if weight(bar) == Weight::Bold { style.bold() } else { style };
                canvas.text(MARGIN, first + number as f64 * line, text, style);
            }
            segments(canvas, source, bar, &layout, middle);
        });
        top += height;
    }
    axis(&mut canvas, source, &layout, top + 3.0);
    let marks = meanings(source.bias, &studies);
    let mut levels: Vec<(Option<&Mark>, String)> = marks
        .iter()
        .filter(|(mark, _)| {
            bars.iter().any(|bar| bar.shares.iter().any(|(known, ..)| known.as_ref() == Some(mark)))
        })
        .map(|(mark, label)| (Some(mark), label.clone()))
        .collect();
    if bars.iter().any(|bar| bar.shares.iter().any(|(mark, ..)| mark.is_none())) {
        levels.push((None, NOT_JUDGED.to_owned()));
    }
    let limit = whole - 2.0 * MARGIN;
    let bottom =
        super::judgements::levels(&mut canvas, (MARGIN, top + 26.0), limit, &levels, |canvas, (x, y)| {
            canvas.rectangle(x - 6.5, y - 6.0, 13.0, 12.0, blank());
        });
    let remark = remark(source, &studies, weighting);
    let bottom = notes(&mut canvas, MARGIN, bottom + 3.0, limit, std::slice::from_ref(&remark));
    Some(canvas.finish(whole, bottom + MARGIN, caption(source, &bars, &remark)))
}

/// What the shares are shares of, and how many studies are behind them, judged or not.
fn remark(source: &BiasSource<'_>, studies: &[BiasStudy], weighting: Weighting<'_>) -> String {
    let counted = |count| super::subject::studies(source.numbers, count);
    let (of, none, all) = match weighting {
        Weighting::Analysis(id, result) => {
            let judged = source.bias.judged_in(id);
            let none = result.studies.iter().filter(|study| !judged.contains_key(study.id.as_str())).count();
            let weighted = result.studies.iter().all(|study| study.weight(result.model).is_some());
            let title = &result.title;
            let of = if weighted {
                format!("Shares of the weight in the analysis “{title}” ({})", counted(result.studies.len()))
            } else {
                format!(
                    "Every study of the analysis “{title}” counts alike ({}): its method has no weights",
                    counted(result.studies.len())
                )
            };
            (of, none, result.studies.len())
        }
        Weighting::Equal => {
            let none = studies.iter().filter(|study| study.judgements.is_empty()).count();
            let several = studies.iter().any(|study| study.analysis.is_some());
            let of = if several {
                let results = source.numbers.count(studies.len() as u64);
                format!("Every judged result counts alike, whatever its weight ({results} results)")
            } else {
                format!("Every study counts alike, whatever its weight ({})", counted(studies.len()))
            };
            (of, none, studies.len())
        }
    };
    let missing = match none {
        0 => String::new(),
        1 if all == 1 => " It is not judged.".to_owned(),
        1 => " One is not judged.".to_owned(),
        none => format!(" {} are not judged.", source.numbers.count(none as u64)),
    };
    let many = if studies.len() > MOST_STUDIES {
        " With so many studies, the judgements of each are in the table alone."
    } else {
        ""
    };
    format!("{of}.{missing} Tool: {}.{many}", source.bias.name)
}

/// The axis of shares.
fn axis(canvas: &mut Canvas, source: &BiasSource<'_>, layout: &Layout, y: f64) {
    let pen = Pen::new(Colour::Ink, 1.0);
    canvas.line((layout.left, y), (layout.right, y), pen);
    for tick in [0.0, 0.25, 0.5, 0.75, 1.0] {
        let x = layout.left + tick * (layout.right - layout.left);
        canvas.line((x, y), (x, y + 4.0), pen);
        let style = TextStyle::default().size(SMALL).anchor(Anchor::Middle);
        canvas.text(x, y + 15.0, &source.numbers.percent_with(tick, 0), style);
    }
}

fn weight(bar: &Bar) -> Weight {
    if bar.code == "overall" { Weight::Bold } else { Weight::Regular }
}

const fn blank() -> Shape {
    Shape::fill(Colour::Paper).outlined(Pen::new(Colour::Muted, 0.9).dashed(2.0, 2.0))
}

/// The bars in the order of the domains, `overall` last.
fn bars(source: &BiasSource<'_>, studies: &[BiasStudy], weighting: Weighting<'_>) -> Vec<Bar> {
    let bias = source.bias;
    bias.domains
        .iter()
        .filter_map(|(code, _)| {
            let shares = match weighting {
                Weighting::Analysis(id, _) => {
                    let found =
                        bias.shares.iter().find(|share| share.analysis == id && share.domain == *code)?;
                    found.shares.clone()
                }
                Weighting::Equal => alike(studies, code),
            };
            let mut parts: Vec<(Option<Mark>, String, f64)> = bias
                .levels
                .iter()
                .filter_map(|level| {
                    let share = *shares.get(&level[0])?;
                    (share > 0.0).then(|| (Some(Mark::of(level)), level[1].clone(), share))
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

fn alike(studies: &[BiasStudy], code: &str) -> IndexMap<String, f64> {
    let mut shares = IndexMap::new();
    for study in studies {
        let level = study.judgements.get(code).map_or("missing", |judged| judged.level.as_str());
        *shares.entry(level.to_owned()).or_insert(0.0) += 1.0 / studies.len() as f64;
    }
    shares
}

/// What stands in a stretch of a bar; stars are drawn.
fn printed(source: &BiasSource<'_>, mark: Option<&Mark>, share: f64) -> String {
    let percent = source.numbers.percent_with(share, 0);
    match mark {
        // A sum of stars and a share would read as one number.
        Some(mark) if mark.symbol.chars().all(|c| c.is_ascii_digit()) && !mark.symbol.is_empty() => {
            format!("{}: {percent}", mark.symbol)
        }
        Some(mark) if !mark.symbol.is_empty() => format!("{} {percent}", mark.symbol),
        _ => percent,
    }
}

fn segments(canvas: &mut Canvas, source: &BiasSource<'_>, bar: &Bar, layout: &Layout, middle: f64) {
    let total: f64 = bar.shares.iter().map(|(.., share)| share).sum();
    let mut x = layout.left;
    for (mark, _, share) in &bar.shares {
        let length = share / total.max(1.0) * (layout.right - layout.left);
        let shape = match mark {
            Some(mark) => {
                let outline = Pen::new(source.theme.around_risk(mark.risk), 0.75);
                Shape::fill(Colour::Risk(mark.risk)).outlined(outline)
            }
            None => blank(),
        };
        // A white gap keeps neighbours apart without colour.
        let air = 0.9_f64.min(length / 3.0);
        canvas.rectangle(x + air, middle - layout.height / 2.0, length - 2.0 * air, layout.height, shape);
        label(canvas, source, mark.as_ref(), *share, (x + length / 2.0, middle), length, layout.height);
        x += length;
    }
}

/// Symbol and share in a stretch of a bar: beside each other, else above each other, else the symbol alone.
fn label(
    canvas: &mut Canvas,
    source: &BiasSource<'_>,
    mark: Option<&Mark>,
    share: f64,
    at: Point,
    length: f64,
    height: f64,
) {
    let on = mark.map_or(Colour::Ink, |mark| source.theme.on_risk(mark.risk));
    let style = TextStyle::default().bold().colour(on).anchor(Anchor::Middle);
    let percent = source.numbers.percent_with(share, 0);
    let whole = printed(source, mark, share);
    let signed = mark.filter(|mark| !mark.symbol.is_empty());
    let stars = signed.is_some_and(|mark| mark.stars() > 0);
    let room = |text: &str| width(text, TEXT, Weight::Bold) + 4.0 <= length;
    let big = share >= PRINTED;
    match signed {
        _ if big && !stars && width(&whole, TEXT, Weight::Bold) + 6.0 <= length => {
            canvas.text(at.0, at.1 + 0.36 * TEXT, &whole, style);
        }
        Some(mark)
            if big
                && stars
                && 2.0 * mark.half_width(0.0) + width(&percent, TEXT, Weight::Bold) + 4.0 <= length =>
        {
            let (sign, number) = (2.0 * mark.half_width(0.0) - 6.0, width(&percent, TEXT, Weight::Bold));
            let left = at.0 - (sign + number) / 2.0;
            symbol(canvas, (left + sign / 2.0 - 1.0, at.1), mark, sign);
            canvas.text(left + sign + 1.0 + number / 2.0, at.1 + 0.36 * TEXT, &percent, style);
        }
        Some(mark) if big && height > BAR && room(&percent) => {
            symbol(canvas, (at.0, at.1 - 0.5 * TEXT), mark, length - 4.0);
            canvas.text(at.0, at.1 + 0.95 * TEXT, &percent, style);
        }
        None if big && room(&percent) => canvas.text(at.0, at.1 + 0.36 * TEXT, &percent, style),
        Some(mark) if 2.0 * mark.half_width(0.0) - 4.0 <= length => symbol(canvas, at, mark, length - 4.0),
        _ => {}
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
