//! Where everything of a forest plot stands: widths are measured, never guessed.

use super::model::{Column, Forest, Row, Side};
use crate::figures::parts::with_year;
use crate::figures::text::{HAIR, LINE, Weight, narrowest, width, wrap};
use crate::figures::theme::{SMALL, SMALLEST, Style, TEXT};

/// Space around the drawing.
pub(super) const MARGIN: f64 = 8.0;
/// Space between columns: at the default width, and where it is short.
const GAP: (f64, f64) = (12.0, 8.0);
/// Height of a row of one line.
pub(super) const ROW: f64 = 19.0;
/// The least width of the plot: a share of the whole, at most so much.
const PLOT: (f64, f64) = (0.35, 220.0);
/// The same where width is short.
const TIGHT_PLOT: f64 = 150.0;
/// And in a column of a journal, narrower than this: a share of it.
const COLUMN: (f64, f64) = (400.0, 0.3);
/// The greatest natural width of a text column before it is wrapped.
const WORDY: f64 = 300.0;
/// So many lines a name takes before a column that is not the author's own gives way.
pub(super) const FEW_LINES: usize = 2;
/// The most lines of a cell before words break that are longer than most.
pub(super) const MOST_LINES: usize = 4;
/// Words narrower than this never wrap: names and others at the default width, and where it is short.
const SHORT: (f64, f64, f64) = (150.0, 110.0, 66.0);
/// From so many rows on, the axis stands above them too.
const MANY: usize = 40;
/// Space between a heading over several columns and theirs, with the rule in it.
const SPAN: f64 = 6.0;
/// Width that a risk-of-bias light takes.
pub(super) const LIGHT: f64 = 16.0;
/// Room between the arrow of an interval and a light beside the plot.
const ARROW: f64 = 3.0;
/// Radius of a risk-of-bias light.
pub(super) const LIGHT_RADIUS: f64 = 6.5;

/// How hard a plot is pressed to keep to its width.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Squeeze {
    /// So many lines a name takes at the most.
    pub lines: usize,
    /// Columns stand closer and the plot is as narrow as can be read.
    pub tight: bool,
    /// Names wrap that are short already.
    pub short_names: bool,
}

/// A column in its place.
#[derive(Debug, Clone)]
pub(super) struct Placed {
    pub left: f64,
    pub width: f64,
    pub header: Vec<String>,
}

impl Placed {
    pub(super) const fn right(&self) -> f64 {
        self.left + self.width
    }
}

/// A heading over several columns.
#[derive(Debug, Clone)]
pub(super) struct Span {
    pub left: f64,
    pub right: f64,
    /// Baseline of its last line.
    pub base: f64,
    pub lines: Vec<String>,
}

/// A row in its place.
#[derive(Debug, Clone)]
pub(super) struct PlacedRow {
    pub top: f64,
    pub height: f64,
    /// The wrapped lines of each cell.
    pub cells: Vec<Vec<String>>,
}

impl PlacedRow {
    pub(super) fn middle(&self) -> f64 {
        self.top + self.height / 2.0
    }
}

/// The whole layout.
#[derive(Debug, Clone)]
pub(super) struct Layout {
    pub width: f64,
    /// Space between columns.
    pub gap: f64,
    pub plot: (f64, f64),
    pub columns: Vec<Placed>,
    pub spans: Vec<Span>,
    /// The middle of each column of lights.
    pub lights: Vec<f64>,
    /// Where the rows are many, the axis above them.
    pub head_axis: Option<f64>,
    pub rows: Vec<PlacedRow>,
    /// Heading over the plot, or, where the style has it there, the name of the axis below.
    pub plot_header: Vec<String>,
    pub axis_label: Vec<String>,
    pub rows_top: f64,
    pub rows_bottom: f64,
    /// Baseline of the last line of the column headings.
    pub header_base: f64,
}

/// How heavy the cells of a row are set.
pub(super) const fn weight(row: &Row) -> Weight {
    match row {
        Row::Heading(_) | Row::Total { .. } => Weight::Bold,
        Row::Study { .. } | Row::Prediction { .. } | Row::Note(_) => Weight::Regular,
    }
}

fn wordy(forest: &Forest, squeeze: Squeeze) -> f64 {
    if squeeze.lines > MOST_LINES { short(forest, 1, squeeze) } else { forest.theme.scaled(WORDY) }
}

fn gap(forest: &Forest, squeeze: Squeeze) -> f64 {
    if squeeze.tight { GAP.1 } else { forest.theme.scaled(GAP.0).max(GAP.1) }
}

fn short(forest: &Forest, index: usize, squeeze: Squeeze) -> f64 {
    if squeeze.short_names && squeeze.lines <= MOST_LINES {
        return SHORT.2;
    }
    // A name has more room where nobody asks for a width.
    let roomy = index == 0 && forest.theme.millimetres.is_none() && !squeeze.tight;
    let short = if roomy { SHORT.0 } else { SHORT.1 };
    forest.theme.scaled(short).max(SHORT.2)
}

/// The least width of the plot.
fn least_plot(forest: &Forest, squeeze: Squeeze) -> f64 {
    let whole = forest.theme.width();
    let tight = if whole < COLUMN.0 { COLUMN.1 * whole } else { TIGHT_PLOT };
    if squeeze.tight { tight } else { (PLOT.0 * whole).min(PLOT.1).max(tight) }
}

/// The widest cell of a column, wrapped to so many lines.
fn widest(forest: &Forest, index: usize, squeeze: Squeeze) -> f64 {
    let lines = squeeze.lines;
    let column = &forest.columns[index];
    let wordy = wordy(forest, squeeze);
    let header = narrowest(&column.header, TEXT, Weight::Bold, lines.max(2), wordy);
    forest
        .rows
        .iter()
        .filter(|row| !matches!(row, Row::Note(_) | Row::Heading(_)))
        .filter_map(|row| Some((row, row.cells().get(index)?.clone())))
        // The names of totals may run into the columns beside them that are empty in their row.
        .filter(|(row, _)| index > 0 || !runs_on(row))
        .map(|(row, cell)| {
            if lines == 1 || column.numeric {
                width(&cell, TEXT, weight(row))
            } else {
                // With its year, a name is as wide as the two longest words of the last line at least.
                let cell = if index == 0 {
                    with_year(&cell, TEXT, weight(row), wordy.min(short(forest, 0, squeeze)))
                } else {
                    cell
                };
                narrowest(&cell, TEXT, weight(row), lines, wordy)
            }
        })
        .fold(header, f64::max)
}

/// Whether the name of a row may run over empty cells beside it.
pub(super) fn runs_on(row: &Row) -> bool {
    match row {
        Row::Heading(_) | Row::Note(_) => true,
        Row::Total { cells, .. } | Row::Prediction { cells, .. } => cells.get(1).is_none_or(String::is_empty),
        Row::Study { .. } => false,
    }
}

/// Widths of all columns, words wrapped to so many lines where the room asks for it.
fn column_widths(forest: &Forest, room: f64, squeeze: Squeeze) -> Vec<f64> {
    let most = forest.theme.scaled(WORDY);
    let one_line = Squeeze { lines: 1, ..squeeze };
    let natural: Vec<f64> = (0..forest.columns.len()).map(|index| widest(forest, index, one_line)).collect();
    let words = |index: usize| !forest.columns[index].numeric;
    let mut widths = natural.clone();
    for (index, width) in widths.iter_mut().enumerate() {
        if words(index) && *width > most {
            let least = widest(forest, index, squeeze);
            // Two lines of one length look best; more lines only as narrow as need be, which the room says.
            *width = if squeeze.lines > FEW_LINES { least.max(most) } else { least };
        }
    }
    // The widest words wrap first, the names of the studies last; only as narrow as need be.
    let mut order: Vec<usize> = (0..widths.len()).filter(|&index| words(index)).collect();
    order.sort_by(|&a, &b| (a == 0).cmp(&(b == 0)).then(widths[b].total_cmp(&widths[a])));
    for index in order {
        let spare = room - (widths.iter().sum::<f64>() - widths[index]);
        if spare < widths[index] {
            widths[index] = widest(forest, index, squeeze)
                .max(spare)
                .max(short(forest, index, squeeze))
                .min(widths[index]);
        }
    }
    widths
}

/// Neighbouring columns that share a heading, as ranges.
fn groups(columns: &[Column]) -> Vec<(String, std::ops::Range<usize>)> {
    let mut out: Vec<(String, std::ops::Range<usize>)> = Vec::new();
    for (index, column) in columns.iter().enumerate() {
        let Some(name) = &column.group else { continue };
        match out.last_mut() {
            Some((last, range))
                if last == name && range.end == index && columns[range.start].side == column.side =>
            {
                range.end += 1;
            }
            _ => out.push((name.clone(), index..index + 1)),
        }
    }
    out
}

/// The middle of each column of lights from the left edge of the first, and the width of all.
fn light_places(forest: &Forest, squeeze: Squeeze) -> (Vec<f64>, f64) {
    let (air, least) = if squeeze.tight { (2.5, LIGHT - 1.5) } else { (4.0, LIGHT) };
    let mut left = 0.0;
    let widest = |index: usize| {
        let marks = forest.rows.iter().filter_map(|row| match row {
            Row::Study { lights, .. } => lights.get(index)?.as_ref(),
            _ => None,
        });
        marks.map(|mark| 2.0 * mark.half_width(LIGHT_RADIUS) + 2.0).fold(0.0, f64::max)
    };
    let places = forest
        .lights
        .iter()
        .enumerate()
        .map(|(index, light)| {
            let own = (width(&light.code, LIGHT_HEADER, Weight::Bold) + air).max(least).max(widest(index));
            // The overall judgement stands apart from what it sums up.
            if index > 0 && light.code == "Overall" {
                left += 4.0;
            }
            left += own;
            left - own / 2.0
        })
        .collect();
    (places, left)
}

/// Lays the plot out, pressed as hard as is said where the width asks for it.
pub(super) fn lay_out(forest: &Forest, squeeze: Squeeze) -> Layout {
    let count = forest.columns.len();
    let target = forest.theme.width();
    let least = least_plot(forest, squeeze);
    let gap = gap(forest, squeeze);
    let (light_places, lights_width) = light_places(forest, squeeze);
    // Where the plot is the last, the label of its last tick needs room beside it.
    let last = forest.lights.is_empty() && forest.columns.iter().all(|column| column.side == Side::Left);
    let widest_tick =
        forest.axis.ticks.iter().map(|(_, label)| width(label, SMALL, Weight::Regular)).fold(0.0, f64::max);
    // And where lights are beside it, the arrows of intervals.
    let lit = !forest.lights.is_empty() && forest.columns.iter().all(|column| column.side == Side::Left);
    let overhang = if last { widest_tick / 2.0 } else { 0.0 } + if lit { ARROW } else { 0.0 };
    let gaps = gap * (count as f64 + if forest.lights.is_empty() { 0.0 } else { 1.0 }) + overhang;
    let room = target - 2.0 * MARGIN - gaps - lights_width - least;
    let mut widths = column_widths(forest, room, squeeze);

    // A heading over several columns needs its longest word, at most three lines.
    let mut heads = Vec::new();
    for (name, range) in groups(&forest.columns) {
        let need = narrowest(&name, TEXT, Weight::Bold, squeeze.lines.max(3), wordy(forest, squeeze));
        let have = widths[range.clone()].iter().sum::<f64>() + gap * (range.len() - 1) as f64;
        if need > have {
            widths[range.start] += need - have;
        }
        let wrapped = wrap(&name, TEXT, Weight::Bold, need.max(have) + HAIR);
        heads.push((range, wrapped));
    }

    // Remarks and names that run on need their longest word at least, and the whole width at most.
    let text = widths.iter().sum::<f64>();
    let plot_width = (target - 2.0 * MARGIN - gaps - lights_width - text).max(least);
    let width = 2.0 * MARGIN + gaps + lights_width + text + plot_width;

    let mut left = MARGIN;
    let mut columns = Vec::with_capacity(count);
    let mut plot = None;
    for (column, &column_width) in forest.columns.iter().zip(&widths) {
        if column.side == Side::Right && plot.is_none() {
            plot = Some((left, left + plot_width));
            left += plot_width + gap;
        }
        let header = wrap(&column.header, TEXT, Weight::Bold, column_width + HAIR);
        columns.push(Placed { left, width: column_width, header });
        left += column_width + gap;
    }
    let plot = plot.unwrap_or_else(|| {
        let place = (left, left + plot_width);
        left += plot_width + gap;
        place
    });
    let line = TEXT * LINE;
    let name = wrap(&forest.axis.header, TEXT, Weight::Bold, plot_width);
    let (plot_header, axis_label) = match forest.theme.style {
        Style::Jama => (Vec::new(), name),
        Style::Plain | Style::Revman | Style::Bmj | Style::Lancet => (name, Vec::new()),
    };
    // A heading over several columns stands upon the tallest of theirs.
    let below = |range: &std::ops::Range<usize>| {
        columns[range.clone()].iter().map(|column| column.header.len()).max().unwrap_or(1) as f64 * line
            + SPAN
    };
    let header_height = columns
        .iter()
        .map(|column| column.header.len() as f64 * line)
        .chain([plot_header.len() as f64 * line])
        .chain(heads.iter().map(|(range, lines)| below(range) + lines.len() as f64 * line))
        .fold(0.0, f64::max);
    let header_base = MARGIN + header_height - 2.0;
    let spans = heads
        .iter()
        .map(|(range, lines)| Span {
            left: columns[range.start].left,
            right: columns[range.end - 1].right(),
            base: header_base - below(range),
            lines: lines.clone(),
        })
        .collect();
    let above = header_base + 8.0 + super::draw::favours_above(forest, plot);
    let head_axis = (forest.rows.len() > MANY).then_some(above + 20.0);
    let rows_top = head_axis.map_or(above, |axis| axis + 4.0);

    let mut layout = Layout {
        width,
        gap,
        plot,
        columns,
        spans,
        lights: light_places.into_iter().map(|place| left + place + if lit { ARROW } else { 0.0 }).collect(),
        head_axis,
        rows: Vec::with_capacity(forest.rows.len()),
        plot_header,
        axis_label,
        rows_top,
        rows_bottom: rows_top,
        header_base,
    };
    place_rows(forest, &mut layout);
    layout
}

fn place_rows(forest: &Forest, layout: &mut Layout) {
    let compact = forest.theme.style == Style::Jama;
    let gap = layout.gap;
    let mut top = layout.rows_top + 3.0;
    for (index, row) in forest.rows.iter().enumerate() {
        // A blank before each subgroup and before the totals, where the style has blanks.
        let starts_block = match row {
            Row::Heading(_) => index > 0,
            Row::Total { overall: true, .. } => {
                index > 0 && !matches!(forest.rows[index - 1], Row::Total { overall: true, .. })
            }
            _ => false,
        };
        if starts_block {
            top += if compact { 5.0 } else { 9.0 };
        }
        let size = if matches!(row, Row::Note(_)) { SMALL } else { TEXT };
        let cells: Vec<Vec<String>> = row
            .cells()
            .iter()
            .take(layout.columns.len())
            .enumerate()
            .map(|(column, cell)| {
                let room = if column == 0 && runs_on(row) {
                    run_room(row, layout, cell, size, gap)
                } else {
                    layout.columns[column].width + HAIR
                };
                if column == 0 && matches!(row, Row::Study { .. }) {
                    wrap(&with_year(cell, size, weight(row), room), size, weight(row), room)
                } else {
                    wrap(cell, size, weight(row), room)
                }
            })
            .collect();
        let lines = cells.iter().map(Vec::len).max().unwrap_or(1);
        let height = if matches!(row, Row::Note(_)) {
            lines as f64 * SMALL * LINE + 5.0
        } else {
            ROW + (lines - 1) as f64 * TEXT * LINE
        };
        layout.rows.push(PlacedRow { top, height, cells });
        top += height;
    }
    layout.rows_bottom = top + 3.0;
}

/// How far the name of a row may run: over the empty cells before the plot, or, for a remark that needs it,
/// over the plot.
fn run_room(row: &Row, layout: &Layout, text: &str, size: f64, gap: f64) -> f64 {
    let left = layout.columns[0].left;
    match row {
        Row::Note(_) => {
            let beside = layout.plot.0 - gap - left;
            if width(text, size, Weight::Regular) <= beside { beside } else { layout.width - MARGIN - left }
        }
        Row::Heading(_) => layout.width - MARGIN - left,
        _ => {
            let cells = row.cells();
            let next = (1..layout.columns.len())
                .find(|&column| cells.get(column).is_some_and(|cell| !cell.is_empty()))
                .map(|column| layout.columns[column].left - gap);
            next.unwrap_or(f64::INFINITY).min(layout.plot.0 - gap).max(layout.columns[0].right()) - left
        }
    }
}

/// The size of the headings of lights: the smallest, since a code is short.
pub(super) const LIGHT_HEADER: f64 = SMALLEST;
