//! The overlap timeline: centres and registries as lanes, studies as bars from the first to the last month of
//! recruitment, shared stretches marked.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde_json::Value;

use super::canvas::Canvas;
use super::figure::{Caption, Figure};
use super::parts::{legend, name_lines, notes};
use super::scale::{Scale, linear_ticks};
use super::style::{Anchor, Group, Pen, Shape, TextStyle};
use super::subject::studies;
use super::text::{LINE, Weight, width, wrap};
use super::theme::{Colour, SMALL, Theme};
use crate::analysis::results::{OverlapPair, StudyRecord};
use crate::numbers::Numbers;
use crate::spec::evidence::Overlap;

const MARGIN: f64 = 8.0;
const ROW: f64 = 17.0;
const BAR: f64 = 8.0;
const GAP: f64 = 12.0;
/// From so many bars on, the axis stands above them too.
const MANY: usize = 30;
/// The widest columns of lanes and of studies.
const LANES: f64 = 150.0;
const NAMES: f64 = 150.0;

/// What the timeline is drawn from.
#[derive(Debug, Clone, Copy)]
pub struct TimelineSource<'a> {
    /// Which columns hold centre, registry and period.
    pub spec: &'a Overlap,
    /// The study table.
    pub records: &'a [StudyRecord],
    /// The pairs that share patients.
    pub pairs: &'a [OverlapPair],
    /// The look.
    pub theme: Theme,
    /// How numbers are written.
    pub numbers: &'a Numbers,
}

/// A study on the line: months since year 0, the end being the month after the last.
struct Bar<'a> {
    record: &'a StudyRecord,
    from: i64,
    to: i64,
    shared: Vec<(i64, i64)>,
}

/// A centre or registry with its studies.
struct Lane<'a> {
    name: String,
    bars: Vec<Bar<'a>>,
}

/// A lane in its place: its upper edge, the upper edge and height of each row, its height.
type PlacedLane = (f64, Vec<(f64, f64)>, f64);

/// Draws the timeline, where a study has a period of recruitment.
#[must_use]
pub fn timeline(source: &TimelineSource<'_>) -> Option<Figure> {
    let lanes = lanes(source);
    let first = lanes.iter().flat_map(|lane| &lane.bars).map(|bar| bar.from).min()?;
    let last = lanes.iter().flat_map(|lane| &lane.bars).map(|bar| bar.to).max()?;
    let undated = source.records.len() - lanes.iter().map(|lane| lane.bars.len()).sum::<usize>();
    let theme = source.theme;
    let whole = theme.width();
    let (lanes_most, names_most) = (theme.scaled(LANES), theme.scaled(NAMES));
    let mut canvas = Canvas::new("overlap-timeline", theme);
    let line = SMALL * LINE;
    let lane_lines: Vec<Vec<String>> =
        lanes.iter().map(|lane| name_lines(&lane.name, SMALL, Weight::Bold, lanes_most)).collect();
    let names: Vec<Vec<Vec<String>>> = lanes
        .iter()
        .map(|lane| {
            lane.bars
                .iter()
                .map(|bar| name_lines(&bar.record.label, SMALL, Weight::Regular, names_most))
                .collect()
        })
        .collect();
    let widest =
        |lines: &[String], weight| lines.iter().map(|line| width(line, SMALL, weight)).fold(0.0, f64::max);
    let lane_width =
        lane_lines.iter().map(|lines| widest(lines, Weight::Bold)).fold(theme.scaled(90.0), f64::max);
    let name_width =
        names.iter().flatten().map(|lines| widest(lines, Weight::Regular)).fold(theme.scaled(60.0), f64::max);
    let name_left = MARGIN + lane_width + GAP;
    let left = name_left + name_width + GAP;
    let right = whole - MARGIN - 16.0;
    let (from, to) = (years(first).floor(), years(last).ceil());
    let scale = Scale::linear(from, to, left, right);

    let bold = TextStyle::default().size(SMALL).bold();
    let first = wrap("Centre or registry", SMALL, Weight::Bold, lane_width + GAP - 4.0);
    let head = MARGIN + SMALL + (first.len() - 1) as f64 * line;
    canvas.group(&Group::new("header"), |canvas| {
        for (number, text) in first.iter().enumerate() {
            canvas.text(MARGIN, MARGIN + SMALL + number as f64 * line, text, bold);
        }
        canvas.text(name_left, head, "Study", bold);
        canvas.text(f64::midpoint(left, right), head, "Recruitment (year)", bold.anchor(Anchor::Middle));
        canvas.line((MARGIN, head + 6.0), (whole - MARGIN, head + 6.0), Pen::new(Colour::Ink, 1.0));
    });
    // Far from the axis below, years are read above.
    let many = lanes.iter().map(|lane| lane.bars.len()).sum::<usize>() >= MANY;
    let mut top = head + if many { 30.0 } else { 9.0 };
    if many {
        axis(&mut canvas, scale, (from, to), (top - 3.0, -1.0));
    }
    let first_row = top - 1.0;
    let mut places: Vec<PlacedLane> = Vec::new();
    for (lane, names) in lane_lines.iter().zip(&names) {
        let start = top;
        let mut rows = Vec::new();
        for lines in names {
            let height = ROW + (lines.len() - 1) as f64 * line;
            rows.push((top, height));
            top += height;
        }
        // A name of more lines than bars has the bars at its middle.
        let spare = (start + lane.len() as f64 * line + 5.0 - top).max(0.0);
        for (row, _) in &mut rows {
            *row += spare / 2.0;
        }
        top += spare + 3.0;
        places.push((start, rows, top - start));
    }
    canvas.group(&Group::new("grid").decoration(), |canvas| {
        for (start, _, height) in places.iter().skip(1).step_by(2) {
            canvas.rectangle(
                MARGIN - 3.0,
                *start,
                whole - 2.0 * MARGIN + 6.0,
                *height,
                Shape::fill(Colour::Band),
            );
        }
        for tick in linear_ticks(from, to, 8) {
            let x = scale.position(tick);
            canvas.line((x, first_row), (x, top), Pen::new(Colour::Faint, 0.67));
        }
    });
    for (((lane, lines), names), (start, rows, _)) in lanes.iter().zip(&lane_lines).zip(&names).zip(&places) {
        // The name of a lane stands at the middle of its bars.
        let middle = match (rows.first(), rows.last()) {
            (Some(first), Some(last)) => f64::midpoint(first.0, last.0 + last.1),
            _ => start + ROW / 2.0,
        };
        let half = (lines.len() - 1) as f64 * line / 2.0;
        let middle = middle.max(start + ROW / 2.0 + half);
        for (number, text) in lines.iter().enumerate() {
            canvas.text(MARGIN, middle - half + 0.36 * SMALL + number as f64 * line, text, bold);
        }
        for ((bar, lines), &(row, height)) in lane.bars.iter().zip(names).zip(rows) {
            let middle = row + height / 2.0;
            let group = Group::new("row").data("study", &bar.record.id).label(&spoken(&lane.name, bar));
            canvas.group(&group, |canvas| {
                let first = middle + 0.36 * SMALL - (lines.len() - 1) as f64 * line / 2.0;
                for (number, text) in lines.iter().enumerate() {
                    canvas.text(
                        name_left,
                        first + number as f64 * line,
                        text,
                        TextStyle::default().size(SMALL),
                    );
                }
                draw_bar(canvas, scale, bar, middle);
            });
        }
    }
    axis(&mut canvas, scale, (from, to), (top + 2.0, 1.0));
    let mut entries = vec![(false, "Recruitment".to_owned())];
    if lanes.iter().any(|lane| lane.bars.iter().any(|bar| !bar.shared.is_empty())) {
        entries.push((true, "Shared with another study".to_owned()));
    }
    let limit = whole - 2.0 * MARGIN;
    let bottom = legend(&mut canvas, MARGIN, top + 26.0, limit, &entries, |canvas, shared, x, y| {
        canvas.rectangle(x, y - BAR / 2.0, 22.0, BAR, Shape::fill(Colour::Point));
        if shared {
            mark(canvas, x + 5.0, x + 17.0, y);
        }
    });
    let mut remarks = vec![rule(source)];
    if undated > 0 {
        let verb = if undated == 1 { "states" } else { "state" };
        remarks.push(format!(
            "{} {verb} no complete period of recruitment and cannot be placed.",
            studies(source.numbers, undated)
        ));
    }
    let bottom = notes(&mut canvas, MARGIN, bottom + 2.0, limit, &remarks);
    Some(canvas.finish(whole, bottom + MARGIN, caption(source, &lanes)))
}

/// When studies count as sharing patients, and which are compared.
fn rule(source: &TimelineSource<'_>) -> String {
    let spec = source.spec;
    let of = match (&spec.centre, &spec.registry) {
        (Some(_), Some(_)) => "centre or registry",
        (None, Some(_)) => "registry",
        (_, None) => "centre",
    };
    let time = match spec.longer_than_months {
        0 => "at the same time".to_owned(),
        1 => "together for more than a month".to_owned(),
        months => format!("together for more than {} months", source.numbers.count(u64::from(months))),
    };
    let compared = match spec.among {
        None => "that an analysis pools",
        Some(_) => "that the review selects for it",
    };
    format!(
        "Patients count as shared where two studies of one {of} recruited {time}. Only studies {compared} are compared."
    )
}

fn years(months: i64) -> f64 {
    months as f64 / 12.0
}

/// The month of a date: a year, a month or a day; a bare year is its first month, or its last.
fn month(value: Option<&Value>, last: bool) -> Option<i64> {
    let text = match value? {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    let mut parts = text.split('-');
    let year: i64 = parts.next()?.trim().parse().ok().filter(|year| (1000..=9999).contains(year))?;
    let month = match parts.next() {
        Some(month) => month.parse().ok().filter(|month| (1..=12).contains(month))?,
        None => {
            if last {
                12
            } else {
                1
            }
        }
    };
    Some(year * 12 + month - 1)
}

fn text_of(record: &StudyRecord, column: Option<&String>) -> Option<String> {
    let text = record.cells.get(column?)?.as_str()?.trim().to_owned();
    (!text.is_empty()).then_some(text)
}

/// The lanes with several studies first, else in the order of the table.
fn lanes<'a>(source: &TimelineSource<'a>) -> Vec<Lane<'a>> {
    let spec = source.spec;
    let mut lanes: IndexMap<String, Vec<Bar<'a>>> = IndexMap::new();
    let mut pairs: BTreeMap<&str, Vec<&OverlapPair>> = BTreeMap::new();
    for pair in source.pairs {
        for id in &pair.studies {
            pairs.entry(id).or_default().push(pair);
        }
    }
    for record in source.records {
        let (Some(from), Some(to)) =
            (month(record.cells.get(&spec.from), false), month(record.cells.get(&spec.to), true))
        else {
            continue;
        };
        if to < from {
            continue;
        }
        let centre = text_of(record, spec.centre.as_ref());
        let within = || spec.within.get(centre.as_ref()?).cloned();
        let name = text_of(record, spec.registry.as_ref())
            .or_else(within)
            .or_else(|| centre.clone())
            .unwrap_or_else(|| "Not stated".to_owned());
        let shared = pairs
            .get(record.id.as_str())
            .into_iter()
            .flatten()
            .filter_map(|pair| {
                let stated = |text: &String, last| month(Some(&Value::String(text.clone())), last);
                Some((stated(&pair.period[0], false)?.max(from), stated(&pair.period[1], true)?.min(to) + 1))
            })
            .filter(|(from, to)| to > from)
            .collect();
        let bar = Bar { record, from, to: to + 1, shared };
        lanes.entry(name).or_default().push(bar);
    }
    let mut lanes: Vec<Lane<'a>> = lanes.into_iter().map(|(name, bars)| Lane { name, bars }).collect();
    for lane in &mut lanes {
        lane.bars.sort_by_key(|bar| (bar.from, bar.to));
    }
    lanes.sort_by_key(|lane| lane.bars.len() < 2);
    lanes
}

fn draw_bar(canvas: &mut Canvas, scale: Scale, bar: &Bar<'_>, middle: f64) {
    let place = |month: i64| scale.position(years(month));
    let (from, to) = (place(bar.from), place(bar.to));
    canvas.rectangle(from, middle - BAR / 2.0, (to - from).max(1.0), BAR, Shape::fill(Colour::Point));
    let mut stretches = bar.shared.clone();
    stretches.sort_unstable();
    let mut joined: Vec<(i64, i64)> = Vec::new();
    for (from, to) in stretches {
        match joined.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => joined.push((from, to)),
        }
    }
    for (from, to) in joined {
        mark(canvas, place(from), place(to), middle);
    }
}

/// A shared stretch: another colour, taller, with a light line through it.
fn mark(canvas: &mut Canvas, from: f64, to: f64, middle: f64) {
    let height = BAR + 4.0;
    canvas.rectangle(from, middle - height / 2.0, (to - from).max(1.0), height, Shape::fill(Colour::Alert));
    canvas.line((from, middle), (to.max(from + 1.0), middle), Pen::new(Colour::Paper, 1.5).dashed(3.0, 2.0));
}

/// The axis with its years below (1) or above (-1) it.
fn axis(canvas: &mut Canvas, scale: Scale, (from, to): (f64, f64), (y, down): (f64, f64)) {
    let pen = Pen::new(Colour::Ink, 1.0);
    canvas.line((scale.position(from), y), (scale.position(to), y), pen);
    let style = TextStyle::default().size(SMALL).anchor(Anchor::Middle);
    let mut taken = f64::NEG_INFINITY;
    for tick in linear_ticks(from, to, 8).into_iter().filter(|tick| tick.fract() == 0.0) {
        let x = scale.position(tick);
        canvas.line((x, y), (x, y + down * 4.0), pen);
        let text = format!("{tick:.0}");
        let half = width(&text, SMALL, Weight::Regular) / 2.0;
        if x - half > taken + 5.0 {
            canvas.text(x, if down > 0.0 { y + 15.0 } else { y - 7.5 }, &text, style);
            taken = x + half;
        }
    }
}

fn stated(month: i64) -> String {
    format!("{}-{:02}", month.div_euclid(12), month.rem_euclid(12) + 1)
}

fn spoken(lane: &str, bar: &Bar<'_>) -> String {
    let shared = if bar.shared.is_empty() { "" } else { ", shares patients" };
    format!("{}, {lane}: {} to {}{shared}", bar.record.label, stated(bar.from), stated(bar.to - 1))
}

fn caption(source: &TimelineSource<'_>, lanes: &[Lane<'_>]) -> Caption {
    let label = |id: &str| {
        source
            .records
            .iter()
            .find(|record| record.id == id)
            .map_or(id.to_owned(), |record| record.label.clone())
    };
    let mut table = vec![
        ["Centre or registry", "Study", "From", "To", "Shares patients with"].map(str::to_owned).to_vec(),
    ];
    for lane in lanes {
        for bar in &lane.bars {
            let id = &bar.record.id;
            let others: Vec<String> = source
                .pairs
                .iter()
                .filter_map(|pair| match &pair.studies {
                    [a, b] if a == id => Some(label(b)),
                    [a, b] if b == id => Some(label(a)),
                    _ => None,
                })
                .collect();
            table.push(vec![
                lane.name.clone(),
                bar.record.label.clone(),
                stated(bar.from),
                stated(bar.to - 1),
                others.join(", "),
            ]);
        }
    }
    let count = lanes.iter().map(|lane| lane.bars.len()).sum();
    let rule = rule(source);
    let mut description =
        format!("The recruitment of {} by centre or registry. {rule}", studies(source.numbers, count));
    if source.pairs.is_empty() {
        description.push_str(" No two of the compared studies share patients.");
    }
    for pair in source.pairs.iter().take(6) {
        description.push_str(&format!(
            " {} and {} share {} from {} to {}.",
            label(&pair.studies[0]),
            label(&pair.studies[1]),
            pair.shared,
            pair.period[0],
            pair.period[1]
        ));
    }
    if source.pairs.len() > 6 {
        description.push_str(&format!(
            " {} more pairs share patients.",
            source.numbers.count((source.pairs.len() - 6) as u64)
        ));
    }
    Caption { title: "Recruitment of the studies and what they share".to_owned(), description, table }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bare_years_are_whole_years() {
        let of = |text: &str, last| month(Some(&Value::String(text.into())), last);
        assert_eq!(of("2002", false), Some(2002 * 12));
        assert_eq!(of("2002", true), Some(2002 * 12 + 11));
        assert_eq!(of("2002-03-15", true), Some(2002 * 12 + 2));
        assert_eq!((of("NR", true), of("2002-13", true), of("", false)), (None, None, None));
        assert_eq!(stated(2002 * 12 + 2), "2002-03");
    }
}
