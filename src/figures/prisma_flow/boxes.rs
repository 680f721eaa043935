//! Which boxes a diagram has, and what each says.

use crate::analysis::results::{Count, PrismaResult};
use crate::numbers::{NOT_REPORTED, Numbers};

/// A line of a box: words, then a count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    pub words: String,
    /// The count as it is printed, `(n = 12)`; none for a heading.
    pub count: Option<String>,
    /// The count follows from others.
    pub derived: bool,
    /// How far the line stands in: part of a line above.
    pub depth: u8,
}

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
    pub key: &'static str,
    pub column: Column,
    /// Rows of the whole diagram, aligned across columns.
    pub row: usize,
    pub lines: Vec<Line>,
}

/// What a diagram holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Flow {
    pub boxes: Vec<FlowBox>,
    /// The stage of each row.
    pub rows: Vec<Stage>,
    /// Heading of a group of columns: first column, last column, words.
    pub titles: Vec<(Column, Column, &'static str)>,
    /// With a column for other methods.
    pub other: bool,
    /// With a column for the previous version.
    pub update: bool,
    /// With a box that PRISMA's figure does not have.
    pub adapted: bool,
    pub derived: bool,
    pub unknown: bool,
}

struct Writer<'a> {
    counts: &'a PrismaResult,
    numbers: &'a Numbers,
}

impl Writer<'_> {
    fn get(&self, key: &str) -> Count {
        self.counts.get(key).copied().unwrap_or(Count { value: None, derived: false })
    }

    fn line(&self, words: &str, key: &str) -> Line {
        let count = self.get(key);
        let value = count.value.map_or_else(|| NOT_REPORTED.to_owned(), |value| self.numbers.count(value));
        Line {
            words: words.to_owned(),
            count: Some(format!("({})", self.numbers.equation("n", &value))),
            derived: count.derived,
            depth: 0,
        }
    }

    /// The line of a count, and below it those of its items.
    fn itemised(&self, words: &str, key: &str) -> Vec<Line> {
        let prefix = format!("{key}.");
        let items = self.counts.keys().filter_map(|item| Some((item, item.strip_prefix(&prefix)?)));
        let mut lines = vec![self.line(words, key)];
        lines.extend(items.map(|(item, name)| Line { depth: 1, ..self.line(name, item) }));
        lines
    }

    /// Reports excluded by reason; where reports are excluded and no reason is known, that is said.
    fn excluded_reports(&self, words: &str, key: &str) -> Vec<Line> {
        let mut lines = self.itemised(words, key);
        if lines.len() == 1 && self.get(key).value != Some(0) {
            lines.push(Line { depth: 1, ..heading("Reasons not reported") });
        }
        lines
    }

    /// Where a column of the diagram has anything to say: a count that is not zero, or all unknown.
    fn has(&self, prefix: &str) -> bool {
        let mut counts = self.counts.iter().filter(|(key, _)| key.starts_with(prefix)).peekable();
        counts.peek().is_some() && !counts.all(|(_, count)| count.value == Some(0))
    }
}

/// Lines under a heading.
fn under(words: &str, lines: impl IntoIterator<Item = Line>) -> Vec<Line> {
    let inset = lines.into_iter().map(|line| Line { depth: line.depth + 1, ..line });
    std::iter::once(heading(words)).chain(inset).collect()
}

fn heading(words: &str) -> Line {
    Line { words: words.to_owned(), count: None, derived: false, depth: 0 }
}

/// The boxes for the counts.
pub(super) fn flow(counts: &PrismaResult, numbers: &Numbers) -> Flow {
    let writer = Writer { counts, numbers };
    let update = writer.has("previous.");
    let other = writer.has("other.");
    let adapted = writer.get("synthesised").value.is_some();
    let mut boxes = Vec::new();
    let mut add = |key, column, row, lines| boxes.push(FlowBox { key, column, row, lines });

    if update {
        let lines = vec![
            writer.line("Studies included in previous version of review", "previous.studies"),
            writer.line("Reports of studies included in previous version of review", "previous.reports"),
        ];
        add("previous", Column::Previous, 0, lines);
    }
    let sources =
        [writer.itemised("Databases", "databases"), writer.itemised("Registers", "registers")].concat();
    let identified = under("Records identified from:", sources);
    add("identified", Column::Databases, 0, identified);
    let removed = [
        writer.line("Duplicate records removed", "removed.duplicates"),
        writer.line("Records marked as ineligible by automation tools", "removed.automation"),
        writer.line("Records removed for other reasons", "removed.other"),
    ];
    let removed = under("Records removed before screening:", removed);
    add("removed", Column::DatabasesSide, 0, removed);
    add("screened", Column::Databases, 1, vec![writer.line("Records screened", "screened")]);
    add("excluded", Column::DatabasesSide, 1, vec![writer.line("Records excluded", "excluded")]);
    let words = (
        "Reports sought for retrieval",
        "Reports not retrieved",
        "Reports assessed for eligibility",
        "Reports excluded",
    );
    add("sought", Column::Databases, 2, vec![writer.line(words.0, "sought")]);
    add("not_retrieved", Column::DatabasesSide, 2, vec![writer.line(words.1, "not_retrieved")]);
    add("assessed", Column::Databases, 3, vec![writer.line(words.2, "assessed")]);
    add("excluded_reports", Column::DatabasesSide, 3, writer.excluded_reports(words.3, "excluded_reports"));
    if other {
        let mut lines = Vec::new();
        for (words, key) in [
            ("Websites", "other.websites"),
            ("Organisations", "other.organisations"),
            ("Citation searching", "other.citations"),
        ] {
            if writer.get(key).value.is_some() {
                lines.push(writer.line(words, key));
            }
        }
        let further = counts.keys().filter_map(|key| Some((key, key.strip_prefix("other.others.")?)));
        lines.extend(further.map(|(key, name)| writer.line(name, key)));
        let lines = if lines.is_empty() {
            vec![writer.line("Records identified from other sources", "other.identified")]
        } else {
            under("Records identified from:", lines)
        };
        add("other.identified", Column::Other, 0, lines);
        add("other.sought", Column::Other, 2, vec![writer.line(words.0, "other.sought")]);
        add("other.not_retrieved", Column::OtherSide, 2, vec![writer.line(words.1, "other.not_retrieved")]);
        add("other.assessed", Column::Other, 3, vec![writer.line(words.2, "other.assessed")]);
        add(
            "other.excluded_reports",
            Column::OtherSide,
            3,
            writer.excluded_reports(words.3, "other.excluded_reports"),
        );
    }

    let mut rows =
        vec![Stage::Identification, Stage::Screening, Stage::Screening, Stage::Screening, Stage::Included];
    let pair = |studies: &str, reports: &str, of: &str| {
        vec![writer.line(studies, &format!("{of}.studies")), writer.line(reports, &format!("{of}.reports"))]
    };
    if update {
        add(
            "new",
            Column::Databases,
            4,
            pair("New studies included in review", "Reports of new included studies", "new"),
        );
        add(
            "included",
            Column::Databases,
            5,
            pair("Total studies included in review", "Reports of total included studies", "included"),
        );
        rows.push(Stage::Included);
    } else {
        add(
            "included",
            Column::Databases,
            4,
            pair("Studies included in review", "Reports of included studies", "included"),
        );
    }
    if adapted {
        add(
            "synthesised",
            Column::Databases,
            rows.len(),
            vec![writer.line("Studies included in meta-analysis", "synthesised")],
        );
        rows.push(Stage::Included);
    }

    let mut titles = Vec::new();
    if update {
        titles.push((Column::Previous, Column::Previous, "Previous studies"));
    }
    let (databases, others) = if update {
        (
            "Identification of new studies via databases and registers",
            "Identification of new studies via other methods",
        )
    } else {
        (
            "Identification of studies via databases and registers",
            "Identification of studies via other methods",
        )
    };
    titles.push((Column::Databases, Column::DatabasesSide, databases));
    if other {
        titles.push((Column::Other, Column::OtherSide, others));
    }
    let lines = || boxes.iter().flat_map(|flow_box| &flow_box.lines);
    let derived = lines().any(|line| line.derived);
    let unknown = lines().any(|line| line.count.as_ref().is_some_and(|count| count.contains(NOT_REPORTED)));
    Flow { derived, unknown, boxes, rows, titles, other, update, adapted }
}
