//! Which boxes a diagram has, and what each says.

use indexmap::IndexMap;

use super::PrismaSource;
use super::boxes::{Arrow, Column, Flow, FlowBox, Note, Stage, Step};
use super::lines::{Line, Writer, under};
use crate::analysis::results::PrismaResult;
use crate::check::prisma::{combined, in_sentence, label};
use crate::spec::prisma::{After, Stage as Further};

/// Marks of notes, in their order.
const MARKS: [&str; 5] = ["*", "\u{2020}", "\u{2021}", "\u{a7}", "\u{b6}"];

struct Builder<'a> {
    writer: Writer<'a>,
    notes: Vec<Note>,
}

/// The diagram of the counts: of one search, or of all versions together.
pub(super) fn whole(source: &PrismaSource<'_>) -> Flow {
    let mut flow = Builder::new(source, source.counts).flow(None, false);
    if let (Some((first, _)), Some((last, _))) = (source.versions.first(), source.versions.last()) {
        flow.remark = Some(if first == last {
            format!("Counts of version {first}.")
        } else {
            format!("Counts are the sums over the versions {first} to {last}.")
        });
    }
    flow
}

/// The diagram of the latest version, with the earlier ones together in a column of their own.
pub(super) fn latest_and_previous(source: &PrismaSource<'_>) -> Flow {
    let Some(((latest, counts), earlier)) = source
        .versions
        .iter()
        .collect::<Vec<_>>()
        .split_last()
        .map(|(last, earlier)| (*last, earlier.to_vec()))
    else {
        return whole(source);
    };
    let mut counts = counts.clone();
    let synthesised = source.counts.iter().filter(|(key, _)| key.starts_with("synthesised"));
    counts.extend(synthesised.map(|(key, count)| (key.clone(), *count)));
    let together = combined(earlier.iter().map(|(_, boxes)| *boxes));
    let names: Vec<&str> = earlier.iter().map(|(name, _)| name.as_str()).collect();
    let before = match names.as_slice() {
        [] => None,
        [only] => Some((format!("Previous version: {only}"), &together)),
        [first, .., last] => Some((format!("Previous versions: {first}\u{a0}to\u{a0}{last}"), &together)),
    };
    let mut flow = Builder::new(source, &counts).flow(before, false);
    for (_, _, words) in flow.titles.iter_mut().filter(|(first, ..)| *first != Column::Previous) {
        words.push_str(&format!(", version\u{a0}{latest}"));
    }
    if !earlier.is_empty() {
        flow.adapted.push("with the counts of earlier versions");
    }
    flow
}

/// The boxes of all versions together, with the new studies of each version, for a table of versions.
pub(super) fn of_versions(source: &PrismaSource<'_>, counts: &PrismaResult) -> Flow {
    let mut flow = Builder::new(source, counts).flow(None, true);
    flow.adapted.insert(0, "with a column for each version");
    flow
}

impl<'a> Builder<'a> {
    fn new(source: &'a PrismaSource<'a>, counts: &'a PrismaResult) -> Self {
        Self { writer: Writer { source, counts }, notes: Vec::new() }
    }

    /// The mark of a new note.
    fn note(&mut self, text: String, counts: Vec<(Stage, Line)>) -> Option<&'static str> {
        let mark = MARKS.get(self.notes.len()).copied()?;
        self.notes.push(Note { mark, text, counts });
        Some(mark)
    }

    fn flow(mut self, before: Option<(String, &PrismaResult)>, of_versions: bool) -> Flow {
        let writer = self.writer;
        let update = writer.has("previous.") || of_versions;
        let other = writer.has("other.");
        let steps = self.databases();
        let mut flow = Flow {
            boxes: Vec::new(),
            rows: Vec::new(),
            arrows: Vec::new(),
            titles: Vec::new(),
            notes: Vec::new(),
            adapted: Vec::new(),
            remark: None,
        };
        let mut last = flow.column(Column::Databases, &steps, 0);
        let row_of = |key: &str| steps.iter().position(|step| step.key == key).unwrap_or(0);
        let foot = other.then(|| {
            let rows = [row_of("identified"), row_of("sought"), row_of("assessed")];
            let others = self.other();
            let mut last = None;
            for (step, row) in others.into_iter().zip(rows) {
                let at = flow.step(Column::Other, &step, row);
                if let Some(last) = last {
                    flow.arrows.push((Arrow::Down, last, at));
                }
                last = Some(at);
            }
            last
        });

        let included = self.included(update);
        let start = flow.rows.len();
        let first = flow.boxes.len();
        if let (Some(above), Some(below)) = (last, flow.column(Column::Databases, &included, start)) {
            flow.arrows.push((Arrow::Down, above, first));
            last = Some(below);
        }
        if let Some(Some(foot)) = foot {
            flow.arrows.push((Arrow::IntoRight, foot, first));
        }
        let synthesised = writer.synthesised();
        if !synthesised.is_empty() {
            let step = Step {
                key: "synthesised".to_owned(),
                stage: Stage::Included,
                lines: synthesised,
                aside: None,
            };
            let row = flow.rows.len();
            let at = flow.step(Column::Databases, &step, row);
            flow.arrows.extend(last.map(|last| (Arrow::Down, last, at)));
            flow.adapted.push("with a box for the studies in the meta-analysis");
        }
        if writer.has("previous.") {
            self.previous(&mut flow, before.as_ref(), start);
        }
        if !writer.source.spec.stages.is_empty() || writer.has("stages.") {
            flow.adapted.push("with further boxes");
        }
        if writer.source.spec.show.reports == Some(false) {
            flow.adapted.push("without the lines for reports");
        }
        flow.titles = titles(update, other, before.map(|(title, _)| title), writer.has("previous."));
        flow.notes = self.notes;
        flow
    }

    /// The column of databases and registers.
    fn databases(&mut self) -> Vec<Step> {
        let writer = self.writer;
        let aside = |key: &str, lines| Some((key.to_owned(), lines));
        let mut steps = vec![step(
            "identified",
            Stage::Identification,
            writer.identified(),
            aside("removed", writer.removed()),
        )];
        steps.extend(self.further(After::Identified));
        let excluded = self.excluded();
        let screened = vec![writer.line("screened")];
        steps.push(step("screened", Stage::Screening, screened, aside("excluded", excluded)));
        steps.extend(self.further(After::Screened));
        let sought = vec![self.sought()];
        let not_retrieved = vec![writer.line("not_retrieved")];
        steps.push(step("sought", Stage::Screening, sought, aside("not_retrieved", not_retrieved)));
        steps.extend(self.further(After::Sought));
        let reasons = writer.with_reasons(&label("excluded_reports").line, "excluded_reports");
        let assessed = vec![writer.line("assessed")];
        steps.push(step("assessed", Stage::Screening, assessed, aside("excluded_reports", reasons)));
        steps.extend(self.further(After::Assessed));
        steps
    }

    /// Records excluded; who excluded them is a note, the reasons are lines.
    fn excluded(&mut self) -> Vec<Line> {
        let writer = self.writer;
        let lines = writer.itemised("excluded");
        let by = |key: &str| key == "excluded.human" || key == "excluded.automation";
        let (by_whom, reasons): (Vec<Line>, Vec<Line>) =
            lines.iter().skip(1).cloned().partition(|line| line.key.as_deref().is_some_and(by));
        if by_whom.is_empty() || !reasons.is_empty() {
            return lines;
        }
        let parts: Vec<String> = by_whom
            .iter()
            .filter_map(|line| Some(format!("{} {}", label(line.key.as_ref()?).line, line.count.as_ref()?)))
            .collect();
        let counts = by_whom.iter().map(|line| {
            let words = line.key.as_ref().map_or_else(String::new, |key| label(key).alone);
            (Stage::Screening, Line { words, depth: 0, ..line.clone() })
        });
        let mark = self.note(format!("Excluded {}.", parts.join(" and ")), counts.collect());
        vec![writer.line("excluded").marked(mark)]
    }

    /// Reports sought, with a note where they are not as many as the records.
    fn sought(&mut self) -> Line {
        let writer = self.writer;
        let line = writer.line("sought");
        let links = ["records_to_reports.extra_reports", "records_to_reports.merged"];
        let links = links.map(|key| writer.line(key));
        let parts: Vec<&Line> = links
            .iter()
            .filter(|line| line.key.as_ref().is_some_and(|key| writer.get(key).value.unwrap_or(0) > 0))
            .collect();
        if parts.is_empty() {
            return line;
        }
        let text: Vec<String> = parts
            .iter()
            .enumerate()
            .map(|(at, line)| {
                let words = if at == 0 { line.words.clone() } else { in_sentence(&line.words) };
                format!("{words} {}", line.count.clone().unwrap_or_default())
            })
            .collect();
        let counts = parts.iter().map(|line| (Stage::Screening, (*line).clone())).collect();
        let mark = self.note(format!("{}.", text.join("; ")), counts);
        line.marked(mark)
    }

    /// The boxes that the author adds behind another.
    fn further(&self, after: After) -> Vec<Step> {
        let stage = match after {
            After::Identified => Stage::Identification,
            After::Screened | After::Sought | After::Assessed => Stage::Screening,
            After::Included => Stage::Included,
        };
        let default = match after {
            After::Identified | After::Screened => label("excluded").line,
            After::Sought | After::Assessed => label("excluded_reports").line,
            After::Included => "Studies left out".to_owned(),
        };
        let spec = self.writer.source.spec;
        let mut known: IndexMap<&str, &Further> = IndexMap::new();
        for (name, further) in spec.stages.iter().chain(spec.versions.values().flat_map(|v| &v.stages)) {
            known.entry(name).or_insert(further);
        }
        let known = known.into_iter().filter(|(name, further)| {
            further.after == after && self.writer.counts.contains_key(&format!("stages.{name}"))
        });
        known
            .map(|(name, further)| {
                let key = format!("stages.{name}");
                let leaves = format!("{key}.removed");
                let words = further.removed_label.as_deref().unwrap_or(&default);
                let aside = self.writer.counts.contains_key(&leaves);
                let aside = aside.then(|| (leaves.clone(), self.writer.itemised_as(words, &leaves)));
                Step { lines: vec![self.writer.line(&key)], key, stage, aside }
            })
            .collect()
    }

    /// The column of other methods.
    fn other(&mut self) -> Vec<Step> {
        let writer = self.writer;
        let mut found = writer.found_otherwise();
        let duplicates = writer.line("other.duplicates");
        if let (Some(n), Some(count)) = (writer.get("other.duplicates").value, &duplicates.count) {
            let mark = if n == 0 {
                None
            } else {
                let text = format!("{} {count}.", duplicates.words);
                self.note(text, vec![(Stage::Identification, duplicates.clone())])
            };
            found[0] = found[0].clone().marked(mark);
        }
        let reasons = writer.with_reasons(&label("other.excluded_reports").line, "other.excluded_reports");
        let not_retrieved = vec![writer.line("other.not_retrieved")];
        vec![
            step("other.identified", Stage::Identification, found, None),
            step(
                "other.sought",
                Stage::Screening,
                vec![writer.line("other.sought")],
                Some(("other.not_retrieved".to_owned(), not_retrieved)),
            ),
            step(
                "other.assessed",
                Stage::Screening,
                vec![writer.line("other.assessed")],
                Some(("other.excluded_reports".to_owned(), reasons)),
            ),
        ]
    }

    /// What is included.
    fn included(&mut self, update: bool) -> Vec<Step> {
        let writer = self.writer;
        let mut steps = Vec::new();
        if update {
            let mut new = writer.pair("new", "new");
            let updated = writer.line("updated_studies");
            if let (Some(n), Some(count)) = (writer.get("updated_studies").value, &updated.count)
                && n > 0
            {
                let text = format!("Studies among them that the previous version had already {count}.");
                let words = label("updated_studies").alone;
                let mark = self.note(text, vec![(Stage::Included, Line { words, ..updated.clone() })]);
                new[0] = new[0].clone().marked(mark);
            }
            steps.push(step("new", Stage::Included, new, None));
        }
        let words = if update { "total" } else { "included" };
        steps.push(step("included", Stage::Included, writer.pair("included", words), None));
        steps.extend(self.further(After::Included));
        steps
    }

    /// The column of the previous version: the studies before, and of a living review what the earlier versions found.
    fn previous(&self, flow: &mut Flow, before: Option<&(String, &PrismaResult)>, included: usize) {
        let mut last = None;
        if let Some((_, counts)) = before {
            let earlier = Writer { counts, ..self.writer };
            for (key, lines) in earlier_boxes(&earlier) {
                let row = flow.boxes.iter().find(|flow_box| flow_box.key == key).map_or(0, |found| found.row);
                flow.boxes.push(FlowBox {
                    key: format!("earlier.{key}"),
                    column: Column::Previous,
                    row,
                    lines,
                });
                let at = flow.boxes.len() - 1;
                flow.arrows.extend(last.map(|last| (Arrow::Down, last, at)));
                last = Some(at);
            }
        }
        let row = if before.is_some() { included } else { 0 };
        let lines = self.writer.pair("previous", "previous");
        flow.boxes.push(FlowBox { key: "previous".to_owned(), column: Column::Previous, row, lines });
        let at = flow.boxes.len() - 1;
        flow.arrows.extend(last.map(|last| (Arrow::Down, last, at)));
        if let Some(total) = flow.boxes.iter().position(|flow_box| flow_box.key == "included") {
            flow.arrows.push((Arrow::IntoLeft, at, total));
        }
    }
}

fn step(key: &str, stage: Stage, lines: Vec<Line>, aside: Option<(String, Vec<Line>)>) -> Step {
    Step { key: key.to_owned(), stage, lines, aside }
}

/// What earlier versions found, in a box for each step: what came, what left, and the same by other methods.
fn earlier_boxes(writer: &Writer<'_>) -> Vec<(&'static str, Vec<Line>)> {
    let totals = |lines: Vec<Line>, most: u8| -> Vec<Line> {
        lines
            .into_iter()
            .filter(|line| line.count.is_some() || line.depth == 0)
            .filter(|line| line.depth <= most)
            .collect()
    };
    let other = writer.has("other.");
    let by_other = |keys: &[&str]| -> Vec<Line> {
        if other { under("By other methods:", keys.iter().map(|key| writer.line(key))) } else { Vec::new() }
    };
    let found = if other { totals(writer.found_otherwise(), 1) } else { Vec::new() };
    let found = found.into_iter().map(|line| match line.key {
        None => Line { words: "By other methods:".to_owned(), ..line },
        Some(_) => line,
    });
    vec![
        (
            "identified",
            totals(writer.identified(), 1)
                .into_iter()
                .chain(found)
                .chain(totals(writer.removed(), 1))
                .collect(),
        ),
        ("screened", vec![writer.line("screened"), writer.line("excluded")]),
        (
            "sought",
            [
                vec![writer.line("sought"), writer.line("not_retrieved")],
                by_other(&["other.sought", "other.not_retrieved"]),
            ]
            .concat(),
        ),
        (
            "assessed",
            [
                vec![writer.line("assessed"), writer.line("excluded_reports")],
                by_other(&["other.assessed", "other.excluded_reports"]),
            ]
            .concat(),
        ),
    ]
}

fn titles(
    update: bool,
    other: bool,
    before: Option<String>,
    previous: bool,
) -> Vec<(Column, Column, String)> {
    let mut titles = Vec::new();
    if previous {
        let words = before.unwrap_or_else(|| "Previous studies".to_owned());
        titles.push((Column::Previous, Column::Previous, words));
    }
    let new = if update { "new " } else { "" };
    let by = |how: &str| format!("Identification of {new}studies via {how}");
    titles.push((Column::Databases, Column::DatabasesSide, by("databases and registers")));
    if other {
        titles.push((Column::Other, Column::OtherSide, by("other methods")));
    }
    titles
}
