//! What a diagram consists of: boxes in rows and columns, arrows between them, notes.

use super::lines::Line;

/// Stages from top to bottom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stage {
    Identification,
    Screening,
    Included,
}

impl Stage {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Identification => "Identification",
            Self::Screening => "Screening",
            Self::Included => "Included",
        }
    }
}

/// Columns from left to right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Column {
    Previous,
    Databases,
    DatabasesSide,
    Other,
    OtherSide,
}

/// A box at its row and column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FlowBox {
    pub key: String,
    pub column: Column,
    /// Rows of the whole diagram, aligned across columns.
    pub row: usize,
    pub lines: Vec<Line>,
}

/// How an arrow leads from one box to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Arrow {
    /// To the next box of the column.
    Down,
    /// To what leaves there.
    Aside,
    /// From the foot of a column to the right edge of a box.
    IntoRight,
    /// From the foot of a column to the left edge of a box.
    IntoLeft,
}

/// A note below the diagram: its mark, its text, and the counts that it gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Note {
    pub mark: &'static str,
    pub text: String,
    /// Counts that stand nowhere else: the stage, what is counted, the line.
    pub counts: Vec<(Stage, Line)>,
}

/// What a diagram holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Flow {
    pub boxes: Vec<FlowBox>,
    /// The stage of each row.
    pub rows: Vec<Stage>,
    /// Arrows from box to box, by their place in `boxes`.
    pub arrows: Vec<(Arrow, usize, usize)>,
    /// Heading of a group of columns: first column, last column, words.
    pub titles: Vec<(Column, Column, String)>,
    pub notes: Vec<Note>,
    /// How it differs from the figure of PRISMA 2020.
    pub adapted: Vec<&'static str>,
    /// What the counts are, where they are not those of one search.
    pub remark: Option<String>,
}

impl Flow {
    pub(super) fn has(&self, column: Column) -> bool {
        self.boxes.iter().any(|flow_box| flow_box.column == column)
    }

    pub(super) fn lines(&self) -> impl Iterator<Item = &Line> {
        let noted = self.notes.iter().flat_map(|note| note.counts.iter().map(|(_, line)| line));
        self.boxes.iter().flat_map(|flow_box| &flow_box.lines).chain(noted)
    }
}

/// A box of the main column with what leaves there.
pub(super) struct Step {
    pub key: String,
    pub stage: Stage,
    pub lines: Vec<Line>,
    pub aside: Option<(String, Vec<Line>)>,
}

impl Flow {
    /// Adds a box at a row, with what leaves there; gives its place.
    pub(super) fn step(&mut self, column: Column, step: &Step, row: usize) -> usize {
        let beside = if column == Column::Databases { Column::DatabasesSide } else { Column::OtherSide };
        let at = self.boxes.len();
        self.boxes.push(FlowBox { key: step.key.clone(), column, row, lines: step.lines.clone() });
        if let Some((key, lines)) = &step.aside {
            self.boxes.push(FlowBox { key: key.clone(), column: beside, row, lines: lines.clone() });
            self.arrows.push((Arrow::Aside, at, at + 1));
        }
        if row == self.rows.len() {
            self.rows.push(step.stage);
        }
        at
    }

    /// Adds boxes one below another, from a row on; gives the place of the last one.
    pub(super) fn column(&mut self, column: Column, steps: &[Step], row: usize) -> Option<usize> {
        let mut last = None;
        for (down, step) in steps.iter().enumerate() {
            let at = self.step(column, step, row + down);
            self.arrows.extend(last.map(|last| (Arrow::Down, last, at)));
            last = Some(at);
        }
        last
    }
}
