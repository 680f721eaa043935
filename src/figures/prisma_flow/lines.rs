//! The lines of boxes: words and a count.

use super::PrismaSource;
use crate::analysis::results::{Count, PrismaResult};
use crate::check::prisma::{identified, label, removed};
use crate::numbers::NOT_REPORTED;

/// A line of a box: words, then a count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// What it counts, by its key in the results; none for a heading.
    pub key: Option<String>,
    pub words: String,
    /// The mark of a note, behind the words.
    pub mark: Option<&'static str>,
    /// The count as it is printed, `(n = 12)`; none for a heading.
    pub count: Option<String>,
    /// The count follows from others.
    pub derived: bool,
    /// How far the line stands in: part of a line above.
    pub depth: u8,
}

impl Line {
    /// A line without a count.
    pub(super) fn heading(words: &str) -> Self {
        Self { key: None, words: words.to_owned(), mark: None, count: None, derived: false, depth: 0 }
    }

    pub(super) fn marked(self, mark: Option<&'static str>) -> Self {
        Self { mark, ..self }
    }

    /// Whether the count is unknown.
    pub(super) fn is_unknown(&self) -> bool {
        self.count.as_ref().is_some_and(|count| count.contains(NOT_REPORTED))
    }

    /// The words with the mark of their note, before the colon that they may end with.
    pub(super) fn marked_words(&self) -> String {
        let mark = self.mark.unwrap_or_default();
        match self.words.strip_suffix(':') {
            Some(words) => format!("{words}{mark}:"),
            None => format!("{}{mark}", self.words),
        }
    }
}

/// The name of the sum of records from databases and registers.
const IDENTIFIED: &str = "identified";

/// A count of a flow, or the sum of a box.
pub(super) fn value_of(counts: &PrismaResult, key: &str) -> Count {
    match key {
        IDENTIFIED => identified(counts),
        "removed" => removed(counts),
        _ => counts.get(key).copied().unwrap_or(Count { value: None, derived: false }),
    }
}

/// Writes the lines of a flow.
#[derive(Debug, Clone, Copy)]
pub(super) struct Writer<'a> {
    pub source: &'a PrismaSource<'a>,
    pub counts: &'a PrismaResult,
}

impl Writer<'_> {
    pub(super) fn get(&self, key: &str) -> Count {
        value_of(self.counts, key)
    }

    /// Whether the flow has anything of a name.
    pub(super) fn has(&self, prefix: &str) -> bool {
        self.counts.keys().any(|key| key.starts_with(prefix))
    }

    /// A count as it is printed.
    pub(super) fn printed(&self, count: Count) -> String {
        let numbers = self.source.numbers;
        let value = count.value.map_or_else(|| NOT_REPORTED.to_owned(), |value| numbers.count(value));
        format!("({})", numbers.equation("n", &value))
    }

    /// The line of a count under words of its own.
    pub(super) fn worded(&self, words: &str, key: &str) -> Line {
        let count = self.get(key);
        Line {
            key: Some(key.to_owned()),
            count: Some(self.printed(count)),
            derived: count.derived,
            ..Line::heading(words)
        }
    }

    /// The line of a count.
    pub(super) fn line(&self, key: &str) -> Line {
        self.worded(&label(key).line, key)
    }

    /// The line of a count, and below it those of its items.
    pub(super) fn itemised(&self, key: &str) -> Vec<Line> {
        self.itemised_as(&label(key).line, key)
    }

    pub(super) fn itemised_as(&self, words: &str, key: &str) -> Vec<Line> {
        let prefix = format!("{key}.");
        let items = self.counts.keys().filter_map(|item| Some((item, item.strip_prefix(&prefix)?)));
        let mut lines = vec![self.worded(words, key)];
        lines.extend(items.map(|(item, name)| Line { depth: 1, ..self.worded(name, item) }));
        lines
    }

    /// What leaves a box, by reason; where something leaves and no reason is known, that is said.
    pub(super) fn with_reasons(&self, words: &str, key: &str) -> Vec<Line> {
        let mut lines = self.itemised_as(words, key);
        if lines.len() == 1 && self.get(key).value != Some(0) {
            lines.push(Line { depth: 1, ..Line::heading("Reasons not reported") });
        }
        lines
    }

    /// Studies, and the reports about them where these are shown.
    pub(super) fn pair(&self, of: &str, words: &str) -> Vec<Line> {
        let line = |what: &str| self.worded(&label(&format!("{words}.{what}")).line, &format!("{of}.{what}"));
        let mut lines = vec![line("studies")];
        if self.source.spec.show.reports != Some(false) {
            lines.push(line("reports"));
        }
        lines
    }

    /// Lines under a heading, which has their sum where sums are shown.
    fn under_total(&self, words: &str, end: &str, key: &str, lines: Vec<Line>) -> Vec<Line> {
        if self.source.spec.show.totals != Some(true) {
            return under(&format!("{words}{end}"), lines);
        }
        let mut all = under(words, lines);
        let total = value_of(self.counts, key);
        all[0].key = Some(key.to_owned());
        all[0].count = Some(self.printed(total));
        all[0].derived = total.derived;
        all
    }

    pub(super) fn identified(&self) -> Vec<Line> {
        let lines = [self.itemised("databases"), self.itemised("registers")].concat();
        self.under_total("Records identified", " from:", IDENTIFIED, lines)
    }

    pub(super) fn removed(&self) -> Vec<Line> {
        if self.counts.contains_key("removed") {
            return self.with_reasons(&label("removed").line, "removed");
        }
        let causes = ["removed.duplicates", "removed.automation", "removed.other"];
        let lines = causes.map(|key| self.line(key)).to_vec();
        self.under_total(&label("removed").line, ":", "removed", lines)
    }

    /// Records from other methods; those that are not named are not known.
    pub(super) fn found_otherwise(&self) -> Vec<Line> {
        let named = ["other.websites", "other.organisations", "other.citations"];
        let named = named.into_iter().filter(|key| self.get(key).value.is_some()).map(|key| self.line(key));
        let further = self.counts.keys().filter(|key| key.starts_with("other.others."));
        let lines: Vec<Line> = named.chain(further.map(|key| self.line(key))).collect();
        if lines.is_empty() {
            vec![self.worded("Records identified from other sources", "other.identified")]
        } else {
            under("Records identified from:", lines)
        }
    }

    /// The studies in meta-analyses: of the main one, or of each that is named.
    pub(super) fn synthesised(&self) -> Vec<Line> {
        let several = self.source.analyses.len() > 1;
        if self.counts.contains_key("synthesised") {
            let words = if several {
                "Studies included in the main meta-analysis".to_owned()
            } else {
                label("synthesised").line
            };
            return vec![self.worded(&words, "synthesised")];
        }
        let named: Vec<(&String, &str)> = self
            .counts
            .keys()
            .filter_map(|key| {
                let id = key.strip_prefix("synthesised.")?;
                Some((key, self.source.analyses.get(id).map_or(id, String::as_str)))
            })
            .collect();
        match named.as_slice() {
            [] => Vec::new(),
            [(key, _)] if !several => vec![self.worded(&label("synthesised").line, key)],
            all => under(
                "Studies included in meta-analysis:",
                all.iter().map(|(key, title)| self.worded(title, key)),
            ),
        }
    }
}

/// Lines under a heading.
pub(super) fn under(words: &str, lines: impl IntoIterator<Item = Line>) -> Vec<Line> {
    let inset = lines.into_iter().map(|line| Line { depth: line.depth + 1, ..line });
    std::iter::once(Line::heading(words)).chain(inset).collect()
}

/// The lines of a box in one, each count after its words.
pub(super) fn said(lines: &[Line]) -> String {
    let mut out = String::new();
    for line in lines {
        if !out.is_empty() {
            out.push_str(if out.ends_with(':') { " " } else { ", " });
        }
        out.push_str(&line.words);
        out.extend(line.count.iter().flat_map(|count| [" ", count.as_str()]));
    }
    out
}

/// Each line with the lines that it is a part of: `Records identified from: Databases: MEDLINE`.
pub(super) fn in_full(lines: &[Line]) -> Vec<String> {
    let mut above: Vec<&str> = Vec::new();
    lines
        .iter()
        .map(|line| {
            above.truncate(usize::from(line.depth));
            above.push(line.words.trim_end_matches(':'));
            above.join(": ")
        })
        .collect()
}
