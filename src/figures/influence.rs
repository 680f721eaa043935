//! The influence panel: eight diagnostics beside each other, a row per study.
//!
//! The cut-offs are those of Viechtbauer and Cheung (2010), conventions rather than tests.

use super::canvas::Canvas;
use super::figure::{Caption, Figure};
use super::forest::Source;
use super::parts::{name_lines, notes};
use super::rules;
use super::scale::{Scale, decimals, linear_ticks};
use super::style::{Anchor, Group, Pen, Shape, TextStyle};
use super::subject::{MOST_STUDIES, listed, studies};
use super::text::{LINE, Weight, width, wrap};
use super::theme::{Colour, SMALL, SMALLEST};
use crate::analysis::results::Influence;
use crate::stats::dist::chi_squared;

const MARGIN: f64 = 8.0;
const ROW: f64 = 15.0;
/// Room between strips.
const GAP: f64 = 14.0;
/// Rows that take more than a screen have their axis at both ends.
const TALL: f64 = 900.0;
/// The widest column of names.
const NAMES: f64 = 150.0;
/// The least width of a strip: that of the longest word of its heading.
const STRIP: f64 = 50.0;

/// A diagnostic.
struct Strip {
    name: &'static str,
    values: Vec<Option<f64>>,
    /// Solid guide: the value without influence.
    centre: Option<f64>,
    /// Dashed guides: beyond them a study is marked.
    limits: Vec<f64>,
    /// The decimals of the table.
    digits: usize,
    /// A share, in per cent.
    percent: bool,
}

impl Strip {
    fn beyond(&self, value: f64) -> bool {
        match self.limits[..] {
            [lower, upper] => value < lower || value > upper,
            [upper] => value > upper,
            _ => false,
        }
    }

    fn range(&self) -> (f64, f64) {
        let all = self.values.iter().flatten().copied().chain(self.centre).chain(self.limits.iter().copied());
        let (low, high) = all
            .filter(|value| value.is_finite())
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
        if high > low {
            let air = 0.05 * (high - low);
            (low - air, high + air)
        } else if low.is_finite() {
            let half = (0.1 * low.abs()).max(0.05);
            // What cannot be negative gets no negative tick.
            (if low >= 0.0 { (low - half).max(0.0) } else { low - half }, low + half)
        } else {
            (0.0, 1.0)
        }
    }
}

/// Draws the influence of each study, where there are diagnostics of three studies.
#[must_use]
pub fn influence(source: &Source<'_>) -> Option<Figure> {
    let all = &*source.in_order(&source.result.influence, |study| &study.id);
    let any = all.iter().any(|study| study.studentized_residual.is_some() || study.cooks_distance.is_some());
    if all.len() < 3 || all.len() > MOST_STUDIES || !any {
        return None;
    }
    let strips = strips(source, all);
    let most = source.theme.scaled(NAMES);
    let names: Vec<Vec<String>> =
        all.iter().map(|study| name_lines(source.label(&study.id), SMALL, weight(study), most)).collect();
    let names_width = names
        .iter()
        .zip(all)
        .flat_map(|(lines, study)| lines.iter().map(|line| width(line, SMALL, weight(study))))
        .fold(source.theme.scaled(60.0), f64::max);
    let left = MARGIN + names_width + GAP;
    let theme = source.theme;
    // Strips that do not fit beside each other stand in two or more rows of as many.
    let room = theme.width() - MARGIN - left;
    let fit = (((room + GAP) / (STRIP + GAP)).floor() as usize).clamp(1, strips.len());
    let abreast = strips.len().div_ceil(strips.len().div_ceil(fit));
    let strip = ((room - GAP * (abreast - 1) as f64) / abreast as f64).max(STRIP);
    let whole = (left + (strip + GAP) * abreast as f64 - GAP + MARGIN).max(theme.width());
    let mut canvas = Canvas::new(&format!("influence-{}", source.id), theme);
    let mut bottom = 0.0;
    for some in strips.chunks(abreast) {
        let bank = Bank { source, all, names: &names, strips: some, left, strip, whole };
        bottom = bank.draw(&mut canvas, bottom + MARGIN) + 26.0;
    }
    let marked = marked(source, all);
    let remarks = vec![
        "Dashed: conventional cut-offs (studentised residual ±1.96; |DFFITS| 3√(1/(k−1)); Cook’s distance at half of its χ² \
         distribution; hat value 3/k); a study beyond one is a diamond in that panel, any other a dot. Solid: no \
         influence, or the value with all studies; of hat value and weight the mean."
            .to_owned(),
        format!("{}{marked}", if all.iter().any(|study| study.flagged) { "Bold: " } else { "" }),
    ];
    let bottom = notes(&mut canvas, MARGIN, bottom, whole - 2.0 * MARGIN, &remarks);
    let caption = Caption {
        title: format!("Influence of each study: {}", source.result.title),
        description: format!(
            "Eight diagnostics of influence for {}. {marked}",
            studies(source.numbers, all.len()),
            marked = super::subject::capitalised(&marked),
        ),
        table: table(source, all, &strips),
    };
    Some(canvas.finish(whole, bottom + MARGIN, caption))
}

/// Which studies are flagged, and by what.
fn marked(source: &Source<'_>, all: &[Influence]) -> String {
    let flagged: Vec<String> =
        all.iter().filter(|study| study.flagged).map(|study| source.label(&study.id).to_owned()).collect();
    let rule = source.result.outliers.as_ref().and_then(|outliers| outliers.rule.as_deref());
    let by = rule.map_or_else(
        || "the usual cut-offs of DFFITS, Cook’s distance, hat value and DFBETAS".to_owned(),
        |rule| format!("the rule {}", rules::in_symbols(rule, source.numbers)),
    );
    if flagged.is_empty() {
        return format!("No study is flagged by {by}.");
    }
    // A residual far out says that a study is unlike the others, not that the result hangs on it.
    let outliers = if rule.is_some_and(rules::of_residual_alone) { " as outliers" } else { "" };
    format!("flagged{outliers} by {by}: {}.", listed(&flagged))
}

/// Flagged studies are bold.
const fn weight(study: &Influence) -> Weight {
    if study.flagged { Weight::Bold } else { Weight::Regular }
}

fn strips(source: &Source<'_>, all: &[Influence]) -> Vec<Strip> {
    let k = all.len() as f64;
    let column = |value: fn(&Influence) -> Option<f64>| {
        all.iter().map(|study| value(study).filter(|value| value.is_finite())).collect::<Vec<_>>()
    };
    let strip =
        |name, values, centre, limits, digits| Strip { name, values, centre, limits, digits, percent: false };
    let dffits = 3.0 * (1.0 / (k - 1.0)).sqrt();
    let heterogeneity = &source.result.heterogeneity;
    vec![
        strip(
            "Studentised residual",
            column(|study| study.studentized_residual),
            Some(0.0),
            vec![-1.96, 1.96],
            2,
        ),
        strip("DFFITS", column(|study| study.dffits), Some(0.0), vec![-dffits, dffits], 2),
        strip(
            "Cook’s distance",
            column(|study| study.cooks_distance),
            Some(0.0),
            vec![chi_squared::quantile(0.5, 1.0)],
            3,
        ),
        strip("Covariance ratio", column(|study| study.covariance_ratio), Some(1.0), Vec::new(), 2),
        strip("τ² without", column(|study| study.tau2_deleted), heterogeneity.tau2, Vec::new(), 4),
        strip("Q without", column(|study| study.q_deleted), heterogeneity.q, Vec::new(), 2),
        strip("Hat value", column(|study| study.hat), Some(1.0 / k), vec![3.0 / k], 3),
        Strip {
            percent: true,
            ..strip("Weight", column(|study| study.weight), Some(1.0 / k), Vec::new(), 3)
        },
    ]
}

/// Strips beside each other, with the names of the studies at their left.
struct Bank<'b> {
    source: &'b Source<'b>,
    all: &'b [Influence],
    names: &'b [Vec<String>],
    strips: &'b [Strip],
    left: f64,
    strip: f64,
    whole: f64,
}

impl Bank<'_> {
    /// Draws from an upper edge; returns the lower edge of the strips.
    fn draw(&self, canvas: &mut Canvas, upper: f64) -> f64 {
        let Self { source, all, names, strips, left, strip, whole } = *self;
        let heads: Vec<Vec<String>> =
            strips.iter().map(|of| wrap(of.name, SMALL, Weight::Bold, strip + GAP - 4.0)).collect();
        let head_lines = heads.iter().map(Vec::len).max().unwrap_or(1);
        let line = SMALL * LINE;
        let head_base = upper + head_lines as f64 * line;
        // Where the axis is far from the first rows, it stands at the head too, and the headings at the foot.
        let rows = names.iter().map(|lines| ROW + (lines.len() - 1) as f64 * line).sum::<f64>();
        let tall = rows > TALL;
        let top = head_base + if tall { 24.0 } else { 8.0 };
        let mut tops = Vec::with_capacity(all.len());
        let mut bottom = top;
        for lines in names {
            tops.push(bottom);
            bottom += ROW + (lines.len() - 1) as f64 * line;
        }
        let middle = |index: usize| tops[index] + (ROW + (names[index].len() - 1) as f64 * line) / 2.0;

        canvas.group(&Group::new("studies"), |canvas| {
            for (index, lines) in names.iter().enumerate() {
                if index % 2 == 1 {
                    let height = ROW + (lines.len() - 1) as f64 * line;
                    canvas.rectangle(
                        MARGIN - 3.0,
                        tops[index],
                        whole - 2.0 * MARGIN + 6.0,
                        height,
                        Shape::fill(Colour::Band),
                    );
                }
                let style = TextStyle { weight: weight(&all[index]), ..TextStyle::default().size(SMALL) };
                let first = middle(index) + 0.36 * SMALL - (lines.len() - 1) as f64 * line / 2.0;
                for (number, text) in lines.iter().enumerate() {
                    canvas.text(MARGIN, first + number as f64 * line, text, style);
                }
            }
        });
        for (number, of) in strips.iter().enumerate() {
            let x = left + number as f64 * (strip + GAP);
            let first = head_base - (heads[number].len() - 1) as f64 * line;
            for (index, text) in heads[number].iter().enumerate() {
                let style = TextStyle::default().size(SMALL).bold().anchor(Anchor::Middle);
                canvas.text(x + strip / 2.0, first + index as f64 * line, text, style);
            }
            let places: Vec<f64> = (0..all.len()).map(middle).collect();
            draw_strip(canvas, source, of, (x, x + strip), (top - 2.0, bottom + 2.0), &places, tall);
            if tall {
                for (index, text) in heads[number].iter().enumerate() {
                    let style = TextStyle::default().size(SMALL).bold().anchor(Anchor::Middle);
                    canvas.text(x + strip / 2.0, bottom + 28.0 + index as f64 * line, text, style);
                }
            }
        }
        if tall { bottom + head_lines as f64 * line + 4.0 } else { bottom }
    }
}

fn draw_strip(
    canvas: &mut Canvas,
    source: &Source<'_>,
    of: &Strip,
    (left, right): (f64, f64),
    (top, bottom): (f64, f64),
    places: &[f64],
    tall: bool,
) {
    let (low, high) = of.range();
    let scale = Scale::linear(low, high, left, right);
    canvas.group(&Group::new("strip").label(of.name), |canvas| {
        canvas.line((left, bottom), (right, bottom), Pen::new(Colour::Ink, 1.0));
        if let Some(centre) = of.centre.filter(|centre| scale.contains(*centre)) {
            let x = scale.position(centre);
            canvas.line((x, top), (x, bottom), Pen::new(Colour::Null, 0.75));
        }
        for &limit in &of.limits {
            let x = scale.position(limit);
            canvas.line((x, top), (x, bottom), Pen::new(Colour::Alert, 0.9).dashed(3.0, 2.5));
        }
        ticks(canvas, source, of, scale, (bottom, 1.0));
        if tall {
            canvas.line((left, top), (right, top), Pen::new(Colour::Ink, 1.0));
            ticks(canvas, source, of, scale, (top, -1.0));
        }
        let path: Vec<(f64, f64)> = of
            .values
            .iter()
            .zip(places)
            .filter_map(|(value, &y)| Some((scale.position((*value)?), y)))
            .collect();
        if path.len() > 1 {
            canvas.polyline(&path, Pen::new(Colour::Faint, 0.9));
        }
        for (value, &y) in of.values.iter().zip(places) {
            let Some(value) = *value else { continue };
            let x = scale.position(value);
            if of.beyond(value) {
                let r = 4.4;
                canvas.polygon(&[(x - r, y), (x, y - r), (x + r, y), (x, y + r)], Shape::fill(Colour::Alert));
            } else {
                canvas.circle((x, y), 2.6, Shape::fill(Colour::Point));
            }
        }
    });
}

/// Ticks with labels, at least two of them, so that distances can be read.
fn ticks(canvas: &mut Canvas, source: &Source<'_>, of: &Strip, scale: Scale, (y, side): (f64, f64)) {
    let style = TextStyle::default().size(SMALLEST).anchor(Anchor::Middle);
    let (places, labelled) = [4, 5, 6, 3, 8, 2]
        .into_iter()
        .map(|most| chosen(source, of, scale, most))
        .find(|(_, labelled)| labelled.len() > 1)
        .unwrap_or_else(|| chosen(source, of, scale, 4));
    for (x, _) in places {
        canvas.line((x, y), (x, y + side * 3.0), Pen::new(Colour::Ink, 1.0));
    }
    for (x, text) in labelled {
        canvas.text(x, if side > 0.0 { y + 13.0 } else { y - 6.0 }, &text, style);
    }
}

type Ticks = Vec<(f64, String)>;

/// Where about so many ticks stand with their labels, and those of them whose label has room: it may reach into
/// the gap, not to the label beyond it.
fn chosen(source: &Source<'_>, of: &Strip, scale: Scale, most: usize) -> (Ticks, Ticks) {
    let all = linear_ticks(scale.lower(), scale.upper(), most);
    let digits = all.iter().map(|&tick| decimals(if of.percent { tick * 100.0 } else { tick })).max();
    let label = |tick: f64| match of.percent {
        true => source.numbers.percent_with(tick, digits.unwrap_or(0).min(2)),
        false => source.numbers.decimal(tick, digits.unwrap_or(0)),
    };
    let all: Ticks = all.into_iter().map(|tick| (scale.position(tick), label(tick))).collect();
    let half = |text: &str| width(text, SMALLEST, Weight::Regular) / 2.0;
    let reach = GAP / 2.0 - 2.5;
    let (left, right) = (scale.position(scale.lower()) - reach, scale.position(scale.upper()) + reach);
    let inside: Ticks =
        all.iter().filter(|(x, text)| x - half(text) > left && x + half(text) < right).cloned().collect();
    let apart =
        |one: &(f64, String), other: &(f64, String)| other.0 - half(&other.1) > one.0 + half(&one.1) + 3.0;
    let labelled = (1..=inside.len().max(1))
        .map(|every| inside.iter().step_by(every).cloned().collect::<Ticks>())
        .find(|some| some.windows(2).all(|pair| apart(&pair[0], &pair[1])))
        .unwrap_or_default();
    (all, labelled)
}

fn table(source: &Source<'_>, all: &[Influence], strips: &[Strip]) -> Vec<Vec<String>> {
    let mut head = vec!["Study".to_owned()];
    head.extend(strips.iter().map(|strip| strip.name.to_owned()));
    let mut table = vec![head];
    for (index, study) in all.iter().enumerate() {
        let mut row = vec![source.label(&study.id).to_owned()];
        row.extend(strips.iter().map(|strip| match strip.values[index] {
            Some(value) if strip.percent => source.numbers.weight(value),
            Some(value) => source.numbers.decimal(value, strip.digits),
            None => String::new(),
        }));
        table.push(row);
    }
    table
}
