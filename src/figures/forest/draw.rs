//! The drawing of a forest plot, from top to bottom.

use super::fit::fit;
use super::layout::{LIGHT_HEADER, LIGHT_RADIUS, Layout, MARGIN, PlacedRow, runs_on, weight};
use super::marks::Plot;
use super::model::{Column, Forest, Row, Side};
use crate::figures::judgements::{Mark, NOT_JUDGED, disc, unjudged};
use crate::figures::scale::labelled;
use crate::figures::text::{LINE, Weight, width, wrap};
use crate::figures::theme::{SMALL, Style, TEXT};
use crate::figures::{Anchor, Canvas, Caption, Colour, Figure, Group, Pen, Point, Scale, Shape, TextStyle};

/// Space between the null line and the direction labels, which holds their arrows.
const ARROWS: f64 = 24.0;

/// The share of the greatest box that every row has where no row has a weight.
const UNWEIGHTED: f64 = 0.3;

/// Draws a forest plot.
#[must_use]
pub fn draw(forest: &Forest) -> Figure {
    let whole = forest;
    let (shown, layout) = fit(whole);
    let forest = shown.as_ref();
    let plot = Plot::of(forest, layout.plot);
    let scale = plot.scale;
    let mut canvas = Canvas::new(&forest.id, forest.theme);
    header(&mut canvas, forest, &layout);
    bands(&mut canvas, forest, &layout);
    guides(&mut canvas, forest, &layout, scale);
    let greatest = forest
        .rows
        .iter()
        .filter_map(|row| if let Row::Study { weight, .. } = row { *weight } else { None })
        .fold(0.0, f64::max);
    for (row, placed) in forest.rows.iter().zip(&layout.rows) {
        draw_row(&mut canvas, forest, &layout, plot, row, placed, greatest);
    }
    let mut bottom = axis(&mut canvas, forest, &layout, scale);
    if forest.theme.style != Style::Jama {
        bottom += favours(&mut canvas, forest, scale, layout.width, bottom);
    }
    bottom = legend(&mut canvas, forest, &layout, bottom);
    bottom = notes(&mut canvas, forest, &layout, bottom);
    let mut caption =
        Caption { title: forest.title.clone(), description: forest.description.clone(), table: table(whole) };
    if caption.description.is_empty() {
        caption.description.clone_from(&caption.title);
    }
    canvas.finish(layout.width, bottom + MARGIN, caption)
}

/// The figure's data: the header, then every row that carries numbers.
fn table(forest: &Forest) -> Vec<Vec<String>> {
    let mut header: Vec<String> = forest
        .columns
        .iter()
        .map(|column| {
            column
                .group
                .as_ref()
                .map_or_else(|| column.header.clone(), |group| format!("{group}: {}", column.header))
        })
        .collect();
    header.extend(forest.lights.iter().map(|light| light.name.clone()));
    let rows = forest.rows.iter().filter(|row| !matches!(row, Row::Note(_))).map(|row| {
        let mut cells = row.cells();
        cells.resize(forest.columns.len(), String::new());
        if let Row::Study { lights, .. } = row {
            cells.extend(lights.iter().map(|mark| meaning(forest, mark.as_ref()).to_owned()));
        }
        cells.resize(header.len(), String::new());
        cells
    });
    std::iter::once(header.clone()).chain(rows).collect()
}

/// What a light means.
fn meaning<'f>(forest: &'f Forest, mark: Option<&Mark>) -> &'f str {
    let known = mark.map(|mark| forest.legend.iter().find(|(level, _)| level == mark));
    known.map_or(NOT_JUDGED, |known| known.map_or("", |(_, name)| name))
}

fn header(canvas: &mut Canvas, forest: &Forest, layout: &Layout) {
    let style = TextStyle::default().bold();
    let line = TEXT * LINE;
    let first = |lines: usize| layout.header_base - (lines - 1) as f64 * line;
    canvas.group(&Group::new("header"), |canvas| {
        for span in &layout.spans {
            let middle = f64::midpoint(span.left, span.right);
            let base = span.base;
            for (index, text) in span.lines.iter().enumerate() {
                let y = base - (span.lines.len() - 1 - index) as f64 * line;
                canvas.text(middle, y, text, style.anchor(Anchor::Middle));
            }
            canvas.line((span.left, base + 4.5), (span.right, base + 4.5), Pen::new(Colour::Faint, 0.75));
        }
        for (column, placed) in forest.columns.iter().zip(&layout.columns) {
            let (x, anchor) = if right(forest, column) {
                (placed.right(), Anchor::End)
            } else {
                (placed.left, Anchor::Start)
            };
            for (index, text) in placed.header.iter().enumerate() {
                canvas.text(x, first(placed.header.len()) + index as f64 * line, text, style.anchor(anchor));
            }
        }
        let middle = f64::midpoint(layout.plot.0, layout.plot.1);
        for (index, text) in layout.plot_header.iter().enumerate() {
            canvas.text(
                middle,
                first(layout.plot_header.len()) + index as f64 * line,
                text,
                style.anchor(Anchor::Middle),
            );
        }
        for (index, light) in forest.lights.iter().enumerate() {
            let x = layout.lights[index];
            canvas.text(x, layout.header_base, &light.code, style.size(LIGHT_HEADER).anchor(Anchor::Middle));
        }
        let rule = layout.header_base + 6.5;
        canvas.line((MARGIN, rule), (layout.width - MARGIN, rule), Pen::new(Colour::Ink, 1.0));
    });
    if forest.theme.style == Style::Jama {
        favours(canvas, forest, Plot::of(forest, layout.plot).scale, layout.width, layout.header_base + 8.0);
    }
}

/// Whether the cells of a column stand at its right edge: numbers do, but JAMA sets all at the left.
fn right(forest: &Forest, column: &Column) -> bool {
    column.numeric && forest.theme.style != Style::Jama
}

/// The tint behind every second study, and the rule above the totals.
fn bands(canvas: &mut Canvas, forest: &Forest, layout: &Layout) {
    canvas.group(&Group::new("bands").decoration(), |canvas| {
        let mut even = false;
        let mut totals = false;
        for (index, (row, placed)) in forest.rows.iter().zip(&layout.rows).enumerate() {
            match row {
                Row::Study { .. } => {
                    if even && forest.theme.style == Style::Plain {
                        canvas.rectangle(
                            MARGIN - 3.0,
                            placed.top,
                            layout.width - 2.0 * MARGIN + 6.0,
                            placed.height,
                            Shape::fill(Colour::Band),
                        );
                    }
                    even = !even;
                }
                // At the very top the rule of the header is enough.
                Row::Total { overall: true, .. } if !totals && index > 0 => {
                    totals = true;
                    let y = placed.top - if forest.theme.style == Style::Jama { 2.5 } else { 4.5 };
                    canvas.line((MARGIN, y), (layout.width - MARGIN, y), Pen::new(Colour::Faint, 0.75));
                }
                _ => even = false,
            }
        }
    });
}

/// The null line, the dashed line at the pooled estimate, dotted thresholds; all make way for words.
fn guides(canvas: &mut Canvas, forest: &Forest, layout: &Layout, scale: Scale) {
    let crossed: Vec<(f64, &PlacedRow)> = forest
        .rows
        .iter()
        .zip(&layout.rows)
        .filter(|(row, _)| matches!(row, Row::Note(_) | Row::Heading(_)))
        .map(|(row, placed)| {
            let size = if matches!(row, Row::Note(_)) { SMALL } else { TEXT };
            let widest = placed
                .cells
                .first()
                .into_iter()
                .flatten()
                .map(|line| width(line, size, weight(row)))
                .fold(0.0, f64::max);
            (layout.columns.first().map_or(MARGIN, |column| column.left) + widest, placed)
        })
        .collect();
    // The stretches from the top to the bottom between the words that reach beyond a place.
    let free = |x: f64| {
        let mut stretches = Vec::new();
        let mut top = layout.rows_top;
        for (_, placed) in crossed.iter().filter(|(right, _)| right + 4.0 > x) {
            if placed.top > top {
                stretches.push((top, placed.top));
            }
            top = placed.top + placed.height;
        }
        stretches.push((top, layout.rows_bottom));
        stretches
    };
    if let [from, to] = forest.axis.thresholds[..] {
        let (from, to) = (scale.clamped(from.min(to)), scale.clamped(from.max(to)));
        canvas.group(&Group::new("zone").decoration(), |canvas| {
            for (top, bottom) in free(from).into_iter().filter(|_| to > from) {
                canvas.rectangle(
                    from,
                    top,
                    to - from,
                    bottom - top,
                    Shape::fill(Colour::Region).opacity(0.55),
                );
            }
        });
    }
    let mut draw = |value: f64, pen: Pen| {
        if !scale.contains(value) {
            return;
        }
        let x = scale.position(value);
        for (top, bottom) in free(x) {
            canvas.line((x, top), (x, bottom), pen);
        }
    };
    for &threshold in &forest.axis.thresholds {
        draw(threshold, Pen::new(Colour::Muted, 1.0).dashed(1.0, 3.0));
    }
    if let Some(null) = forest.axis.null {
        draw(null, Pen::new(Colour::Null, 1.0));
    }
    if let Some(pooled) = forest.axis.pooled {
        draw(pooled, Pen::new(Colour::PooledLine, 1.0).dashed(3.0, 3.0));
    }
}

fn draw_row(
    canvas: &mut Canvas,
    forest: &Forest,
    layout: &Layout,
    plot: Plot,
    row: &Row,
    placed: &PlacedRow,
    greatest: f64,
) {
    let class = match row {
        Row::Heading(_) => "heading",
        Row::Study { .. } => "study",
        Row::Total { .. } => "total",
        Row::Prediction { .. } => "prediction",
        Row::Note(_) => "note",
    };
    let mut group = Group::new(class);
    if let Row::Study { id, .. } = row {
        group = group.data("study", id);
    }
    if !matches!(row, Row::Note(_) | Row::Heading(_)) {
        let said: Vec<String> = row.cells().into_iter().filter(|cell| !cell.is_empty()).collect();
        group = group.label(&said.join(", "));
    }
    canvas.group(&group, |canvas| {
        words(canvas, forest, layout, row, placed);
        let y = placed.middle();
        match row {
            Row::Study { effect, weight, lights, .. } => {
                if let Some(effect) = effect {
                    let share = if greatest > 0.0 { weight.unwrap_or(0.0) / greatest } else { UNWEIGHTED };
                    plot.study(canvas, y, *effect, share);
                }
                for (index, mark) in lights.iter().enumerate() {
                    let level = meaning(forest, mark.as_ref());
                    let tip = forest.lights.get(index).map(|light| format!("{}: {level}", light.name));
                    canvas.group(&Group::new("judgement").tooltip(&tip.unwrap_or_default()), |canvas| {
                        light(canvas, (layout.lights[index], y), mark.as_ref());
                    });
                }
            }
            Row::Total { effect: Some(effect), .. } => plot.diamond(canvas, y, *effect),
            Row::Prediction { interval, .. } => plot.prediction(canvas, y, *interval),
            Row::Heading(_) | Row::Note(_) | Row::Total { effect: None, .. } => {}
        }
    });
}

fn words(canvas: &mut Canvas, forest: &Forest, layout: &Layout, row: &Row, placed: &PlacedRow) {
    let base = TextStyle {
        weight: weight(row),
        ..if matches!(row, Row::Note(_)) { TextStyle::note() } else { TextStyle::default() }
    };
    let line = base.size * LINE;
    for (index, cell) in placed.cells.iter().enumerate() {
        let Some(column) = layout.columns.get(index) else { break };
        let numeric = forest.columns.get(index).is_some_and(|column| right(forest, column))
            && !(index == 0 && runs_on(row));
        let (x, anchor) = if numeric { (column.right(), Anchor::End) } else { (column.left, Anchor::Start) };
        // The middle of the capitals stands at the middle of the row.
        let first = placed.middle() + 0.36 * base.size - (cell.len() - 1) as f64 * line / 2.0;
        for (number, text) in cell.iter().enumerate() {
            canvas.text(x, first + number as f64 * line, text, base.anchor(anchor));
        }
    }
}

/// A judgement, or the ring of a study without one.
fn light(canvas: &mut Canvas, at: Point, mark: Option<&Mark>) {
    match mark {
        Some(mark) => disc(canvas, at, LIGHT_RADIUS, mark),
        None => unjudged(canvas, at, LIGHT_RADIUS),
    }
}

/// The axis with its ticks below the rows, and above them where they are many; returns the lower edge.
fn axis(canvas: &mut Canvas, forest: &Forest, layout: &Layout, scale: Scale) -> f64 {
    if let Some(head) = layout.head_axis {
        canvas.group(&Group::new("axis").decoration(), |canvas| ruler(canvas, forest, scale, head, -1.0));
    }
    let y = layout.rows_bottom;
    canvas.group(&Group::new("axis"), |canvas| {
        ruler(canvas, forest, scale, y, 1.0);
        let middle = f64::midpoint(layout.plot.0, layout.plot.1);
        for (index, text) in layout.axis_label.iter().enumerate() {
            let base = y + 19.0 + (index + 1) as f64 * TEXT * LINE;
            canvas.text(middle, base, text, TextStyle::default().bold().anchor(Anchor::Middle));
        }
    });
    let label = layout.axis_label.len() as f64 * TEXT * LINE;
    y + 19.0 + if label > 0.0 { label + 4.0 } else { 0.0 }
}

/// The line of the axis with its ticks below (1) or above (-1) it.
fn ruler<'a>(canvas: &mut Canvas, forest: &'a Forest, scale: Scale, y: f64, down: f64) {
    let style = TextStyle::default().size(SMALL).anchor(Anchor::Middle);
    let pen = Pen::new(Colour::Ink, 1.0);
    canvas.line((scale.position(scale.lower()), y), (scale.position(scale.upper()), y), pen);
    let placed = |all: &'a [(f64, String)]| {
        let ticks: Vec<_> = all.iter().filter(|(value, _)| scale.contains(*value)).collect();
        let places: Vec<(f64, f64)> = ticks
            .iter()
            .map(|(value, label)| (scale.position(*value), width(label, SMALL, Weight::Regular)))
            .collect();
        let null = ticks.iter().position(|(value, _)| Some(*value) == forest.axis.null);
        let labels = labelled(&places, null);
        (ticks, places, labels)
    };
    let (mut ticks, mut places, mut labels) = placed(&forest.axis.ticks);
    if labels.len() < ticks.len() && !forest.axis.sparse.is_empty() {
        (ticks, places, labels) = placed(&forest.axis.sparse);
    }
    for &(x, _) in &places {
        canvas.line((x, y), (x, y + down * 4.0), pen);
    }
    let base = if down > 0.0 { y + 15.0 } else { y - 7.5 };
    for index in labels {
        canvas.text(places[index].0, base, &ticks[index].1, style);
    }
}

/// Extra height above the rows for direction labels in styles that put them there.
pub(super) fn favours_above(forest: &Forest, plot: (f64, f64)) -> f64 {
    if forest.theme.style != Style::Jama {
        return 0.0;
    }
    let mut scratch = Canvas::new("scratch", forest.theme);
    favours(&mut scratch, forest, Plot::of(forest, plot).scale, plot.1 + MARGIN, 0.0)
}

/// What left and right of the null favour, with arrows that point there; returns the height taken.
fn favours(canvas: &mut Canvas, forest: &Forest, scale: Scale, whole: f64, top: f64) -> f64 {
    let Some([left, right]) = &forest.axis.favours else { return 0.0 };
    let style = match forest.theme.style {
        Style::Bmj | Style::Jama => TextStyle::note().bold(),
        Style::Plain | Style::Revman | Style::Lancet => TextStyle::note(),
    };
    let ends = (scale.position(scale.lower()), scale.position(scale.upper()));
    let null = forest.axis.null.map_or(f64::midpoint(ends.0, ends.1), |null| scale.clamped(null));
    // Room for the longest word on both sides, wherever the null stands.
    let least = |text: &str| {
        text.split_whitespace().map(|word| width(word, style.size, style.weight)).fold(0.0, f64::max)
            + ARROWS
            + 1.0
    };
    let middle = null.min(whole - MARGIN - least(right)).max(MARGIN + least(left));
    let base = top + 12.0;
    let line = style.size * LINE;
    let mut lines = 0;
    canvas.group(&Group::new("favours"), |canvas| {
        for (text, side) in [(left, Side::Left), (right, Side::Right)] {
            if text.is_empty() {
                continue;
            }
            let (direction, anchor, room) = match side {
                Side::Left => (-1.0, Anchor::End, middle - ARROWS - MARGIN),
                Side::Right => (1.0, Anchor::Start, whole - MARGIN - middle - ARROWS),
            };
            let wrapped = wrap(text, style.size, style.weight, room.min(180.0));
            let y = base - 0.33 * style.size;
            let tip = middle + direction * (ARROWS - 4.0);
            canvas.line(
                (middle + direction * 6.0, y),
                (tip - direction * 4.0, y),
                Pen::new(Colour::Muted, 1.0),
            );
            canvas.arrowhead((tip, y), (direction, 0.0), 5.5, Colour::Muted);
            for (index, text) in wrapped.iter().enumerate() {
                canvas.text(
                    middle + direction * ARROWS,
                    base + index as f64 * line,
                    text,
                    style.anchor(anchor),
                );
            }
            lines = lines.max(wrapped.len());
        }
    });
    if lines == 0 { 0.0 } else { lines as f64 * line + 2.0 }
}

/// What the lights mean; returns the lower edge.
fn legend(canvas: &mut Canvas, forest: &Forest, layout: &Layout, top: f64) -> f64 {
    if forest.lights.is_empty() {
        return top;
    }
    let style = TextStyle::note();
    let room = layout.width - 2.0 * MARGIN;
    let mut y = top + 18.0;
    canvas.group(&Group::new("legend"), |canvas| {
        let mut x = MARGIN;
        let levels = forest.legend.iter().map(|(mark, name)| (Some(mark), name.as_str()));
        let missing = forest
            .rows
            .iter()
            .any(|row| matches!(row, Row::Study { lights, .. } if lights.iter().any(Option::is_none)));
        for (mark, name) in levels.chain(missing.then_some((None, NOT_JUDGED))) {
            let half = mark.map_or(LIGHT_RADIUS, |mark| mark.half_width(LIGHT_RADIUS));
            let length = 2.0 * half + 5.0 + width(name, style.size, style.weight);
            if x > MARGIN && x + length > layout.width - MARGIN {
                x = MARGIN;
                y += 18.0;
            }
            light(canvas, (x + half, y - 0.36 * style.size), mark);
            canvas.text(x + 2.0 * half + 5.0, y, name, style);
            x += length + layout.gap;
        }
        let domains: Vec<String> = forest
            .lights
            .iter()
            .filter(|light| !light.name.eq_ignore_ascii_case(&light.code))
            .map(|light| format!("{}\u{a0}{}", light.code, light.name))
            .collect();
        y += 6.0;
        let lines = canvas.paragraph(MARGIN, y + style.size * LINE, &domains.join("; "), room, style);
        y += lines as f64 * style.size * LINE;
    });
    y + 3.0
}

/// The lines below the plot; returns the lower edge.
fn notes(canvas: &mut Canvas, forest: &Forest, layout: &Layout, top: f64) -> f64 {
    let style = TextStyle::note();
    let line = style.size * LINE;
    let mut base = top + 6.0;
    if forest.notes.is_empty() {
        return top;
    }
    canvas.group(&Group::new("notes"), |canvas| {
        for note in &forest.notes {
            base += line + 1.5;
            let lines = canvas.paragraph(MARGIN, base, note, layout.width - 2.0 * MARGIN, style);
            base += (lines - 1) as f64 * line;
        }
    });
    base + 3.0
}

#[cfg(test)]
mod tests {
    use super::labelled;

    #[test]
    fn labels_stand_at_even_steps_with_that_of_the_null() {
        let places = |apart: f64| (0..7).map(|index| (f64::from(index) * apart, 20.0)).collect::<Vec<_>>();
        assert_eq!(labelled(&places(30.0), None), [0, 1, 2, 3, 4, 5, 6]);
        assert_eq!(labelled(&places(20.0), None), [0, 2, 4, 6]);
        assert_eq!(labelled(&places(20.0), Some(3)), [1, 3, 5]);
        assert_eq!(labelled(&places(1.0), Some(3)), [3], "the null alone");
        assert!(labelled(&[], None).is_empty());
    }
}
