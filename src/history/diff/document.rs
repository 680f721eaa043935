//! A difference as headings, tables and lists, for whichever page it goes on.

use super::compare::certainty_name;
use super::model::{AnalysisChange, Diff, Estimate, PartChange, Verdict};
use crate::analysis::results::{EffectWords, Interval};
use crate::numbers::{Effects, NOT_REPORTED, Numbers, Scale};
use crate::spec::evidence::Certainty;

/// A piece of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::history) enum Block {
    /// A heading.
    Heading(String),
    /// Items, each a line.
    List(Vec<String>),
    /// Rows under a header; the columns from the given one on hold numbers.
    Table { header: Vec<&'static str>, rows: Vec<Vec<String>>, numbers_from: usize },
}

/// `1.0.0 (2020-12-07) → 1.1.0 (2021-06-01)`.
pub(super) fn title(diff: &Diff) -> String {
    format!("{}: {} \u{2192} {}", diff.new.title, diff.old.name(), diff.new.name())
}

/// The sections of a difference; empty ones are left out.
pub(in crate::history) fn blocks(diff: &Diff, numbers: Numbers) -> Vec<Block> {
    let mut page = Page { blocks: Vec::new(), numbers };
    page.studies(diff);
    page.methods(diff);
    page.estimates(diff);
    page.contributions(diff);
    page.certainty(diff);
    page.evidence(diff);
    page.words(diff);
    page.blocks
}

/// What is heavier than words, in sentences: the reasons in order.
pub(super) fn reasons(diff: &Diff) -> Vec<String> {
    diff.reasons.iter().map(|reason| format!("{}: {}", reason.verdict, reason.text)).collect()
}

struct Page {
    blocks: Vec<Block>,
    numbers: Numbers,
}

impl Page {
    fn heading(&mut self, text: &str) {
        self.blocks.push(Block::Heading(text.to_owned()));
    }

    fn list(&mut self, heading: &str, items: Vec<String>) {
        if !items.is_empty() {
            self.heading(heading);
            self.blocks.push(Block::List(items));
        }
    }

    fn table(&mut self, heading: &str, header: &[&'static str], numbers_from: usize, rows: Vec<Vec<String>>) {
        if !rows.is_empty() {
            self.heading(heading);
            self.blocks.push(Block::Table { header: header.to_vec(), rows, numbers_from });
        }
    }

    fn studies(&mut self, diff: &Diff) {
        let studies = &diff.studies;
        let mut items = Vec::new();
        for (verb, list) in [("added", &studies.added), ("removed", &studies.removed)] {
            items.extend(list.iter().map(|study| format!("{verb}: {}", study.label)));
        }
        for (verb, list) in
            [("column added", &studies.columns_added), ("column removed", &studies.columns_removed)]
        {
            items.extend(list.iter().map(|column| format!("{verb}: {column}")));
        }
        self.list("Studies", items);
        let rows = studies.cells.iter().map(|cell| {
            vec![cell.label.clone(), cell.column.clone(), shown(&cell.before), shown(&cell.after)]
        });
        self.table("Cells of the study table", &["Study", "Column", "Before", "After"], 4, rows.collect());
    }

    fn methods(&mut self, diff: &Diff) {
        let rows = diff.methods.iter().map(|change| {
            let [before, after] = [&change.before, &change.after].map(|value| or_none(value.as_deref()));
            vec![change.of.clone(), change.setting.clone(), before, after]
        });
        self.table("Methods", &["Analysis", "Setting", "Before", "After"], 4, rows.collect());
    }

    fn estimates(&mut self, diff: &Diff) {
        let numbers = self.numbers;
        let (mut estimates, mut spread) = (Vec::new(), Vec::new());
        for (analysis, part) in parts(diff) {
            let effects = effects(part, numbers);
            let of = |estimate: &Option<Estimate>, text: &dyn Fn(&Estimate) -> String| {
                estimate.as_ref().map_or_else(|| "\u{2013}".to_owned(), text)
            };
            let both = |text: &dyn Fn(&Estimate) -> String| [of(&part.before, text), of(&part.after, text)];
            let [before, after] = both(&|estimate| in_column(analysis, part, effects, estimate));
            let patients =
                |e: &Estimate| e.total.map_or_else(|| NOT_REPORTED.to_owned(), |n| numbers.integer(n));
            estimates.push(vec![
                row_name(analysis, part),
                arrow(both(&|estimate| estimate.k.to_string())),
                arrow(both(&patients)),
                before,
                after,
                part.shift.map_or_else(String::new, |shift| shown_shift(numbers, effects.scale(), shift)),
            ]);
            let interval = |e: &Estimate| e.prediction.map_or_else(none, |limits| effects.interval(limits));
            let i2 = |e: &Estimate| e.i2.map_or_else(none, |i2| numbers.i2(i2));
            let tau2 = |e: &Estimate| e.tau2.map_or_else(none, |tau2| numbers.tau2(tau2));
            spread.push(vec![
                row_name(analysis, part),
                arrow(both(&interval)),
                arrow(both(&i2)),
                arrow(both(&tau2)),
            ]);
        }
        let header = ["Pooled result", "Studies", "Patients", "Before (CI)", "After (CI)", "Shift"];
        self.table("Estimates", &header, 1, estimates);
        let header = ["Pooled result", "Prediction interval", "I\u{b2}", "\u{3c4}\u{b2}"];
        self.table("Prediction and heterogeneity", &header, 1, spread);
    }

    fn contributions(&mut self, diff: &Diff) {
        let numbers = self.numbers;
        let mut rows = Vec::new();
        for analysis in &diff.analyses {
            let effects = Effects::new(numbers, Scale::of(analysis.measure), analysis.digits);
            for change in &analysis.studies {
                let sides = [&change.before, &change.after].map(Option::as_ref);
                let estimate = sides
                    .map(|side| side.map_or_else(none, |side| with_limits(effects, side.estimate, side.ci)));
                let weight = sides.map(|side| {
                    side.and_then(|side| side.weight).map_or_else(none, |weight| numbers.weight(weight))
                });
                rows.push(vec![analysis.id.clone(), change.study.clone(), arrow(estimate), arrow(weight)]);
            }
        }
        self.table("Studies in the analyses", &["Analysis", "Study", "Effect", "Weight"], 2, rows);
        let rows = diff.analyses.iter().flat_map(|analysis| {
            analysis.tests.iter().map(move |test| {
                let value = |value: Option<f64>| match (value, test.quantity.as_str()) {
                    (None, _) => none(),
                    (Some(p), "p") => numbers.p_value(p),
                    (Some(x), "studies filled in") => numbers.integer(x),
                    (Some(x), _) => numbers.estimate(x, Scale::Number),
                };
                vec![
                    analysis.id.clone(),
                    test.test.clone(),
                    test.quantity.clone(),
                    value(test.before),
                    value(test.after),
                ]
            })
        });
        let header = ["Analysis", "Test", "Quantity", "Before", "After"];
        let rows = rows.collect();
        self.table("Tests and coefficients", &header, 3, rows);
    }

    fn certainty(&mut self, diff: &Diff) {
        let mut rows = Vec::new();
        for change in &diff.certainty {
            let word =
                |certainty: Option<Certainty>| certainty.map_or_else(none, |c| certainty_name(c).to_owned());
            if change.before != change.after {
                let name = "certainty".to_owned();
                rows.push(vec![
                    change.of.clone(),
                    name,
                    word(change.before),
                    word(change.after),
                    String::new(),
                ]);
            }
            for domain in &change.domains {
                rows.push(vec![
                    change.of.clone(),
                    domain.domain.replace('_', " "),
                    or_none(domain.before.as_deref()),
                    or_none(domain.after.as_deref()),
                    domain.reason.clone().unwrap_or_default(),
                ]);
            }
        }
        self.table("Certainty of the evidence", &["Outcome", "Domain", "Before", "After", "Reason"], 5, rows);
        let state = |holds: Option<bool>| match holds {
            Some(true) => "true".to_owned(),
            Some(false) => "false".to_owned(),
            None => "not made".to_owned(),
        };
        let rows =
            diff.claims.iter().map(|claim| vec![claim.text.clone(), state(claim.before), state(claim.after)]);
        self.table("Claims", &["Claim", "Before", "After"], 3, rows.collect());
    }

    fn evidence(&mut self, diff: &Diff) {
        let numbers = self.numbers;
        let value =
            |value: Option<f64>| value.map_or_else(none, |value| numbers.estimate(value, Scale::Number));
        let rows = diff.published.iter().map(|line| {
            let side = |side: Option<(Option<f64>, bool)>| match side {
                None => none(),
                Some((computed, agrees)) => {
                    format!("{} ({})", value(computed), if agrees { "agrees" } else { "differs" })
                }
            };
            let what = format!("{}: {} {}", line.at, line.of, line.field);
            vec![what, line.printed.clone(), side(line.before), side(line.after)]
        });
        let rows = rows.collect();
        self.table("Published values", &["Where", "Printed", "Computed before", "Computed after"], 1, rows);
        let count = |count: Option<u64>| count.map_or_else(|| NOT_REPORTED.to_owned(), |n| numbers.count(n));
        let rows = diff.prisma.iter().map(|change| {
            vec![change.count.replace(['.', '_'], " "), count(change.before), count(change.after)]
        });
        let rows = rows.collect();
        self.table("Flow of records", &["Count", "Before", "After"], 1, rows);
        let rows = diff.risk_of_bias.iter().map(|change| {
            let [before, after] = [&change.before, &change.after].map(|level| or_none(level.as_deref()));
            vec![change.study.clone(), change.domain.clone(), before, after]
        });
        self.table("Risk of bias", &["Study", "Domain", "Before", "After"], 4, rows.collect());
        let rows = diff.overlap.iter().map(|change| {
            let months = |months: Option<u32>| months.map_or_else(none, |months| months.to_string());
            let pair = change.studies.join(" and ");
            vec![pair, change.shared.clone(), months(change.before), months(change.after)]
        });
        let header = ["Studies", "Shared", "Months before", "Months after"];
        self.table("Studies that share patients", &header, 2, rows.collect());
        let rows = diff
            .descriptions
            .iter()
            .map(|change| vec![change.title.clone(), value(change.before), value(change.after)]);
        let rows = rows.collect();
        self.table("Descriptions", &["Quantity", "Before", "After"], 1, rows);
    }

    fn words(&mut self, diff: &Diff) {
        let rows = diff.wording.iter().map(|change| {
            let [before, after] = [&change.before, &change.after].map(|text| or_none(text.as_deref()));
            vec![change.what.clone(), before, after]
        });
        self.table("Wording", &["Text", "Before", "After"], 3, rows.collect());
        self.list("Files of prose", diff.files.clone());
        let findings = [("new", &diff.findings.added), ("gone", &diff.findings.removed)];
        let items = findings
            .iter()
            .flat_map(|(verb, list)| list.iter().map(move |finding| format!("{verb}: {finding}")));
        self.list("Warnings", items.collect());
        self.list("Elsewhere in the results", diff.other.clone());
    }
}

/// The parts of all analyses, each with its analysis.
pub(super) fn parts(diff: &Diff) -> impl Iterator<Item = (&AnalysisChange, &PartChange)> {
    diff.analyses.iter().flat_map(|analysis| analysis.parts.iter().map(move |part| (analysis, part)))
}

/// What a row of estimates is called.
pub(super) fn row_name(analysis: &AnalysisChange, part: &PartChange) -> String {
    if part.of == analysis.id { analysis.title.clone() } else { format!("{}: {}", analysis.title, part.name) }
}

fn none() -> String {
    "\u{2013}".to_owned()
}

fn or_none(text: Option<&str>) -> String {
    text.map_or_else(none, str::to_owned)
}

/// `7 → 8`, or the value alone where it is the same.
fn arrow([before, after]: [String; 2]) -> String {
    if before == after { after } else { format!("{before} \u{2192} {after}") }
}

/// A cell as the author would write it.
fn shown(cell: &serde_json::Value) -> String {
    match cell {
        serde_json::Value::Null => NOT_REPORTED.to_owned(),
        serde_json::Value::String(text) => text.clone(),
        other => {
            let text = other.to_string();
            text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
        }
    }
}

/// How the estimates of a part are written.
pub(super) fn effects(part: &PartChange, numbers: Numbers) -> Effects {
    Effects::new(numbers, Scale::of(part.measure), part.digits)
}

/// `59% (51% to 67%)`.
fn with_limits(effects: Effects, x: Option<f64>, ci: Option<Interval>) -> String {
    if x.is_none() { none() } else { effects.with_limits(x, ci) }
}

/// An estimate of a part, with its measure where that is not the one of its analysis.
pub(super) fn in_column(
    analysis: &AnalysisChange,
    part: &PartChange,
    effects: Effects,
    estimate: &Estimate,
) -> String {
    let text = with_limits(effects, estimate.estimate, estimate.ci);
    if part.measure == analysis.measure {
        text
    } else {
        format!("{} {text}", EffectWords::of(part.measure).heading)
    }
}

/// A shift with its sign: percentage points, else the number.
pub(super) fn shown_shift(numbers: Numbers, scale: Scale, shift: f64) -> String {
    let (size, unit) = if scale == Scale::Percent { (shift * 100.0, " points") } else { (shift, "") };
    let digits = if scale == Scale::Percent { 1 } else { scale.digits(size, None).max(2) };
    let text = numbers.decimal(size.abs(), digits);
    if text.chars().all(|character| !('1'..='9').contains(&character)) {
        format!("{text}{unit}")
    } else {
        format!("{}{text}{unit}", if size < 0.0 { '\u{2212}' } else { '+' })
    }
}

/// The verdict in a sentence.
pub(super) fn verdict(verdict: Verdict) -> String {
    format!("{verdict}. {}", verdict.meaning())
}
