//! What a forest plot shows, with every text decided: the drawing takes it from here.

use crate::figures::judgements::Mark;
use crate::figures::theme::Theme;

/// A forest plot ready to be drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Forest {
    /// Id of the figure.
    pub id: String,
    /// Short title.
    pub title: String,
    /// What it shows, in sentences.
    pub description: String,
    /// The look.
    pub theme: Theme,
    /// The columns of text; the first names the row.
    pub columns: Vec<Column>,
    /// The columns of risk-of-bias lights, right of everything.
    pub lights: Vec<Light>,
    /// What the discs mean, in words: level, name.
    pub legend: Vec<(Mark, String)>,
    /// The rows from top to bottom.
    pub rows: Vec<Row>,
    /// The axis.
    pub axis: Axis,
    /// The lines below the plot: heterogeneity, tests, methods.
    pub notes: Vec<String>,
}

/// A column of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its heading.
    pub header: String,
    /// The heading that it shares with its neighbours of the same group (`Treated`, `Control`).
    pub group: Option<String>,
    /// Numbers stand right, words left.
    pub numeric: bool,
    /// On which side of the plot.
    pub side: Side,
    /// When it gives way to a width that the author asks for: the greater, the sooner, those that are alike
    /// together; never without a number.
    pub gives_way: Option<usize>,
    /// What it is called together with the next column, with which it shares one where width is short (`4/123`).
    pub joins: Option<String>,
}

/// A side of the plot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Left of it.
    Left,
    /// Right of it.
    Right,
}

/// A column of risk-of-bias lights.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Light {
    /// Its short heading (`D1`).
    pub code: String,
    /// What it stands for.
    pub name: String,
}

/// A point estimate with its interval, on the scale of the axis.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Effect {
    /// The estimate.
    pub estimate: f64,
    /// Lower and upper limit.
    pub interval: Option<(f64, f64)>,
}

/// A row of the plot. `cells` go with the columns; a missing one is empty.
#[derive(Debug, Clone, PartialEq)]
pub enum Row {
    /// The name of a subgroup.
    Heading(String),
    /// A study.
    Study {
        /// Its id.
        id: String,
        /// The cells.
        cells: Vec<String>,
        /// Its effect; none where it can't be estimated.
        effect: Option<Effect>,
        /// Its share of the weight, which the area of its box shows; none draws the smallest box.
        weight: Option<f64>,
        /// Its judgements, in the order of the lights.
        lights: Vec<Option<Mark>>,
    },
    /// A pooled result, drawn as a diamond.
    Total {
        /// The cells.
        cells: Vec<String>,
        /// The pooled effect; none where it can't be estimated.
        effect: Option<Effect>,
        /// Of the whole analysis rather than a subgroup.
        overall: bool,
    },
    /// A prediction interval.
    Prediction {
        /// The cells.
        cells: Vec<String>,
        /// Its limits.
        interval: (f64, f64),
    },
    /// A remark that belongs to the rows above it.
    Note(String),
}

/// The axis below the plot.
#[derive(Debug, Clone, PartialEq)]
pub struct Axis {
    /// Logarithmic.
    pub log: bool,
    /// Left end.
    pub lower: f64,
    /// Right end.
    pub upper: f64,
    /// Ticks with their labels; labels that would collide are left out, the tick stays.
    pub ticks: Vec<(f64, String)>,
    /// Fewer ticks, for a plot where the labels of those have no room; none where labels are left out then.
    pub sparse: Vec<(f64, String)>,
    /// The value of no effect, where there is one.
    pub null: Option<f64>,
    /// The pooled estimate, marked by a dashed line.
    pub pooled: Option<f64>,
    /// Decision thresholds, marked by dotted lines.
    pub thresholds: Vec<f64>,
    /// The heading above the plot.
    pub header: String,
    /// What the left and what the right of the null favours.
    pub favours: Option<[String; 2]>,
}

impl Row {
    /// The cells of the row: only the name for headings and notes.
    #[must_use]
    pub fn cells(&self) -> Vec<String> {
        match self {
            Self::Heading(text) | Self::Note(text) => vec![text.clone()],
            Self::Study { cells, .. } | Self::Total { cells, .. } | Self::Prediction { cells, .. } => {
                cells.clone()
            }
        }
    }
}
