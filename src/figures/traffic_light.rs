//! Risk of bias as a traffic-light plot: a disc with colour and symbol per study and domain.

use super::canvas::Canvas;
use super::figure::{Caption, Figure};
use super::judgements::{
    BiasSource, Mark, NOT_JUDGED, RADIUS, disc, heads, key, levels, meanings, panel_of, unjudged,
};
use super::parts::{name_lines, notes};
use super::style::{Anchor, Group, Pen, Shape, TextStyle};
use super::subject::MOST_STUDIES;
use super::text::{LINE, Weight, longest_piece, width, wrap};
use super::theme::{Colour, SMALL, TEXT, Theme};
use crate::analysis::results::{BiasResult, BiasStudy};

const MARGIN: f64 = 8.0;
/// The distances of two columns, the widest that fits being taken.
const CELLS: [f64; 5] = [30.0, 26.0, 22.0, 19.0, 17.0];
const ROW: f64 = 21.0;
/// Room before the overall judgement and between panels.
const GAP: f64 = 12.0;
/// The widest column of names.
const NAMES: f64 = 260.0;
/// So many studies stand in one figure.
const PAGE: usize = 40;

/// Draws the judgements, so many studies per figure that a figure fits a page: `traffic-light`,
/// `traffic-light-2`, ... Nothing where they are so many that nobody would read them: the table has them.
#[must_use]
pub fn traffic_light(source: &BiasSource<'_>) -> Vec<Figure> {
    let studies = source.studies();
    if studies.len() > MOST_STUDIES {
        return Vec::new();
    }
    let labels = source.labels(&studies);
    let pages = studies.len().div_ceil(PAGE);
    // Pages of one length rather than a rest.
    let each = studies.len().div_ceil(pages.max(1)).max(1);
    let columns = columns(source.bias, source.theme);
    let parts = studies.chunks(each).zip(labels.chunks(each)).enumerate();
    parts
        .map(|(page, (studies, labels))| {
            Part { source, studies, labels, columns: &columns.0, page: page + 1, pages }.draw(columns.1)
        })
        .collect()
}

/// The column of a domain.
struct Column {
    code: String,
    head: String,
    /// How far right its middle is from the left edge of the first.
    x: f64,
    /// What the title of its panel has.
    room: f64,
}

/// A figure of as many studies as fit a page.
struct Part<'a> {
    source: &'a BiasSource<'a>,
    studies: &'a [BiasStudy],
    labels: &'a [String],
    columns: &'a [Column],
    page: usize,
    pages: usize,
}

/// The columns as far apart as the width allows, and their width.
fn columns(bias: &BiasResult, theme: Theme) -> (Vec<Column>, f64) {
    let room = theme.width() - theme.scaled(NAMES).max(76.0) - 16.0 - 2.0 * MARGIN;
    let mut apart = CELLS.map(|cell| columns_at(bias, cell)).into_iter();
    let first = apart.next().unwrap_or_default();
    // The narrowest are the last resort, fitting or not.
    std::iter::once(first)
        .chain(apart)
        .reduce(|wider, next| if wider.1 <= room { wider } else { next })
        .unwrap_or_default()
}

/// Columns at a distance, which grows where a heading or a disc needs more.
fn columns_at(bias: &BiasResult, distance: f64) -> (Vec<Column>, f64) {
    let heads = heads(bias);
    let air = distance / 4.0;
    let cell = |head: &str| (width(head, SMALL, Weight::Bold) + air).max(distance);
    // Levels that only a few domains have do not widen the others.
    let widest = |code: &str| {
        let used = bias.studies.iter().filter_map(|study| study.judgements.get(code));
        let mut levels: Vec<&str> = used.map(|judged| judged.level.as_str()).collect();
        levels.sort_unstable();
        levels.dedup();
        let levels = bias.levels.iter().filter(|level| levels.contains(&level[0].as_str()));
        levels.map(|level| 2.0 * Mark::of(level).half_width(RADIUS) + 2.0).fold(0.0, f64::max)
    };
    // Domains stand at one distance, the overall judgement has room for its word.
    let domains = bias.domains.iter().zip(&heads).filter(|((code, _), _)| code != "overall");
    let each = domains.map(|(_, head)| cell(head)).fold(distance, f64::max);
    // What the title of a panel needs beyond its columns, so that no word of it is divided; not where room is scarce.
    let beyond = |code: &str| {
        let Some(panel) = panel_of(bias, code).filter(|_| distance > CELLS[CELLS.len() - 1]) else {
            return 0.0;
        };
        let word = longest_piece(&panel.title, SMALL, Weight::Bold) + 6.0;
        (word - panel.domains.len() as f64 * each - (GAP - 6.0)).max(0.0)
    };
    let mut out: Vec<Column> = Vec::new();
    let mut x = bias.domains.first().map_or(0.0, |(code, _)| beyond(code) / 2.0);
    for ((code, _), head) in bias.domains.iter().zip(heads) {
        if let Some(before) = out.last()
            && (code == "overall" || panel_of(bias, &before.code) != panel_of(bias, code))
        {
            x += GAP + beyond(&before.code) / 2.0 + beyond(code) / 2.0;
        }
        let cell = if code == "overall" { cell(&head) } else { each }.max(widest(code));
        let own = panel_of(bias, code).map_or(0, |panel| panel.domains.len()) as f64;
        let room = own * each + GAP - 6.0 + beyond(code);
        out.push(Column { code: code.clone(), head, x: x + cell / 2.0, room });
        x += cell;
    }
    let x = x + out.last().map_or(0.0, |column| beyond(&column.code) / 2.0);
    (out, x)
}

impl Part<'_> {
    fn draw(&self, across: f64) -> Figure {
        let Self { source, studies, labels, columns, page, .. } = *self;
        let id = if page == 1 { "traffic-light".to_owned() } else { format!("traffic-light-{page}") };
        let mut canvas = Canvas::new(&id, source.theme);
        let theme = source.theme;
        let most = theme.scaled(NAMES).min(theme.width() - across - 16.0 - 2.0 * MARGIN).max(76.0);
        let names: Vec<Vec<String>> =
            labels.iter().map(|label| name_lines(label, TEXT, Weight::Regular, most)).collect();
        let names_width =
            names.iter().flatten().map(|line| width(line, TEXT, Weight::Regular)).fold(70.0, f64::max);
        let left = MARGIN + names_width + 16.0;
        let right = left + across;
        let whole = (right + MARGIN).max(theme.at_most(340.0));
        let line = TEXT * LINE;
        let panels = self.panel_heads(&mut canvas, left);
        let base = MARGIN + panels + SMALL;
        let bold = TextStyle::default().size(SMALL).bold();
        canvas.group(&Group::new("header"), |canvas| {
            canvas.text(MARGIN, base, "Study", bold);
            for Column { head, x, .. } in columns {
                canvas.text(left + x, base, head, bold.anchor(Anchor::Middle));
            }
            canvas.line((MARGIN, base + 6.0), (right, base + 6.0), Pen::new(Colour::Ink, 1.0));
        });
        let mut top = base + 9.0;
        for (index, (study, lines)) in studies.iter().zip(&names).enumerate() {
            let label = &labels[index];
            let height = ROW + (lines.len() - 1) as f64 * line;
            if index % 2 == 1 {
                canvas.rectangle(MARGIN - 3.0, top, right - MARGIN + 6.0, height, Shape::fill(Colour::Band));
            }
            let middle = top + height / 2.0;
            canvas.group(
                &Group::new("row").data("study", &study.study).label(&self.spoken(study, label)),
                |canvas| {
                    let first = middle + 0.36 * TEXT - (lines.len() - 1) as f64 * line / 2.0;
                    for (number, text) in lines.iter().enumerate() {
                        canvas.text(MARGIN, first + number as f64 * line, text, TextStyle::default());
                    }
                    for Column { code, x, .. } in columns {
                        cell(canvas, source, (study, label), code, (left + x, middle));
                    }
                },
            );
            top += height;
        }
        let bottom = self.below(&mut canvas, top + 8.0, whole);
        canvas.finish(whole, bottom + MARGIN, self.caption())
    }

    /// The titles of panels over their columns, where there are several; returns their height.
    fn panel_heads(&self, canvas: &mut Canvas, left: f64) -> f64 {
        let Self { source, columns, .. } = *self;
        let panels = &source.bias.panels;
        if panels.len() < 2 {
            return 0.0;
        }
        let line = SMALL * LINE;
        let placed: Vec<(Vec<String>, f64, f64)> = panels
            .iter()
            .filter_map(|panel| {
                let own = |column: &Column| panel.domains.contains(&column.code);
                let (start, end) = (columns.iter().position(own)?, columns.iter().rposition(own)?);
                let (first, last) = (columns[start].x, columns[end].x);
                let room = columns[start].room.max(40.0);
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
            canvas.line(
                (first - RADIUS, base + 1.0),
                (last + RADIUS, base + 1.0),
                Pen::new(Colour::Faint, 0.75),
            );
        }
        lines as f64 * line + 6.0
    }

    /// What a screen reader says of a row.
    fn spoken(&self, study: &BiasStudy, label: &str) -> String {
        let parts: Vec<String> = self
            .columns
            .iter()
            .filter_map(|Column { code, head, .. }| {
                let judged = study.judgements.get(code)?;
                Some(format!("{head} {}", self.source.level(&judged.level)?.1))
            })
            .collect();
        let said = if parts.is_empty() { NOT_JUDGED.to_lowercase() } else { parts.join(", ") };
        format!("{label}: {said}")
    }

    /// The legend of levels and the meanings of the domains.
    fn below(&self, canvas: &mut Canvas, top: f64, whole: f64) -> f64 {
        let Self { source, studies, columns, .. } = *self;
        let marks = meanings(source.bias, studies);
        let mut entries: Vec<(Option<&Mark>, String)> =
            marks.iter().map(|(mark, label)| (Some(mark), label.clone())).collect();
        if columns
            .iter()
            .any(|column| studies.iter().any(|study| !study.judgements.contains_key(&column.code)))
        {
            entries.push((None, NOT_JUDGED.to_owned()));
        }
        let limit = whole - 2.0 * MARGIN;
        let bottom = levels(canvas, (MARGIN, top), limit, &entries, |canvas, at| unjudged(canvas, at, 6.5));
        let domains: Vec<(String, String)> = columns
            .iter()
            .filter(|column| column.code != "overall" && column.head != source.domain(&column.code))
            .map(|column| (column.head.clone(), super::subject::capitalised(source.domain(&column.code))))
            .collect();
        let bottom =
            if domains.is_empty() { bottom } else { key(canvas, MARGIN, bottom + 3.0, limit, &domains) };
        let remark = format!("Tool: {}.", source.bias.name);
        notes(canvas, MARGIN, bottom + 4.0, limit, &[remark])
    }

    fn caption(&self) -> Caption {
        let Self { source, studies, labels, columns, page, pages } = *self;
        let mut table = vec![vec!["Study".to_owned()]];
        table[0].extend(columns.iter().map(|Column { code, .. }| {
            if code == "overall" { "Overall".to_owned() } else { source.domain(code).to_owned() }
        }));
        for (study, label) in studies.iter().zip(labels) {
            let mut row = vec![label.clone()];
            row.extend(columns.iter().map(|Column { code, .. }| {
                let judged = study.judgements.get(code);
                let said = judged.and_then(|judged| {
                    let (_, label) = source.level(&judged.level)?;
                    Some(match &judged.support {
                        Some(support) => format!("{label}. {support}"),
                        None => label.to_owned(),
                    })
                });
                said.unwrap_or_else(|| NOT_JUDGED.to_owned())
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
                (count > 0)
                    .then(|| format!("{} {}", source.numbers.count(count as u64), label.to_lowercase()))
            })
            .collect();
        if !overall.is_empty() {
            description.push_str(&format!(" Overall: {}.", overall.join(", ")));
        }
        let part = if pages > 1 { format!(" (part {page} of {pages})") } else { String::new() };
        Caption { title: format!("Risk of bias in each study{part}"), description, table }
    }
}

fn cell(
    canvas: &mut Canvas,
    source: &BiasSource<'_>,
    (study, label): (&BiasStudy, &str),
    code: &str,
    at: (f64, f64),
) {
    let Some(judgement) = study.judgements.get(code) else {
        let tip = format!("{label}, {}: {}", source.domain(code), NOT_JUDGED.to_lowercase());
        canvas.group(&Group::new("judgement").tooltip(&tip), |canvas| unjudged(canvas, at, RADIUS));
        return;
    };
    let Some((mark, level)) = source.level(&judgement.level) else { return };
    let mut tip = format!("{label}, {}: {level}", source.domain(code));
    let mut group = Group::new("judgement");
    if let Some(support) = &judgement.support {
        tip.push_str(&format!(". {support}"));
        // Only what says more than the row is a stop of the keyboard.
        group = group.focusable();
    }
    canvas.group(&group.tooltip(&tip), |canvas| disc(canvas, at, RADIUS, &mark));
}
