//! Two results to a difference.

use indexmap::IndexMap;
use serde_json::Value;

use super::analyses;
use super::model::{
    CellChange, CertaintyChange, ClaimChange, CountChange, Diff, DomainChange, FindingChanges, Head,
    JudgementChange, OverlapChange, PublishedChange, StudyChanges, StudyName, ValueChange, Verdict,
    WordingChange,
};
use super::verdict;
use crate::analysis::results::{
    BiasResult, ClaimResult, Finding, GradeDomain, GradeResult, OverlapPair, PublishedResult, Results,
    StudyRecord,
};

/// The difference between two results of a review, the old one first.
#[must_use]
pub fn diff(old: &Results, new: &Results) -> Diff {
    let mut wording = Vec::new();
    let mut diff = Diff {
        schema: 1,
        verdict: Verdict::None,
        reasons: Vec::new(),
        old: head(old),
        new: head(new),
        studies: studies(&old.studies, &new.studies, &mut wording),
        methods: analyses::methods(old, new),
        prisma: prisma(old, new),
        risk_of_bias: risk_of_bias(old.risk_of_bias.as_ref(), new.risk_of_bias.as_ref()),
        overlap: overlap(&old.overlap, &new.overlap),
        analyses: analyses::analyses(old, new),
        descriptions: descriptions(old, new),
        certainty: certainty(&old.grade, &new.grade, &mut wording),
        claims: claims(&old.claims, &new.claims, &mut wording),
        published: published(&old.published, &new.published),
        wording: Vec::new(),
        files: Vec::new(),
        findings: findings(&old.diagnostics, &new.diagnostics),
        other: Vec::new(),
    };
    heads(old, new, &mut wording);
    diff.wording = wording;
    verdict::judge(&mut diff);
    if diff.verdict == Verdict::None {
        diff.other = super::remainder::places(old, new);
        verdict::judge(&mut diff);
    }
    diff
}

/// Whether two numbers are one: results are kept with 12 significant digits.
pub(super) fn same(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-9 * one.abs().max(other.abs()) + 1e-12
}

/// [`same`] where a number may be missing.
pub(super) fn same_or_none(one: Option<f64>, other: Option<f64>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => same(one, other),
        (one, other) => one.is_none() && other.is_none(),
    }
}

/// The keys of two maps: the old order, then what is new.
pub(super) fn union<'a, T>(old: &'a IndexMap<String, T>, new: &'a IndexMap<String, T>) -> Vec<&'a str> {
    let added = new.keys().filter(|key| !old.contains_key(*key));
    old.keys().chain(added).map(String::as_str).collect()
}

fn head(results: &Results) -> Head {
    let review = &results.review;
    Head {
        id: review.id.clone(),
        title: review.title.clone(),
        version: review.version.clone(),
        date: review.date.clone(),
        tool: format!("{} {}", results.tool.name, results.tool.version),
    }
}

/// Notes a text that is different.
pub(super) fn reworded(
    wording: &mut Vec<WordingChange>,
    what: impl FnOnce() -> String,
    before: Option<&str>,
    after: Option<&str>,
) {
    if before != after {
        let (before, after) = (before.map(str::to_owned), after.map(str::to_owned));
        wording.push(WordingChange { what: what(), before, after });
    }
}

fn heads(old: &Results, new: &Results, wording: &mut Vec<WordingChange>) {
    let (before, after) = (&old.review, &new.review);
    reworded(wording, || "title".into(), Some(&before.title), Some(&after.title));
    reworded(wording, || "version".into(), before.version.as_deref(), after.version.as_deref());
    reworded(wording, || "date".into(), before.date.as_deref(), after.date.as_deref());
    for (id, analysis) in &new.analyses {
        if let Some(earlier) = old.analyses.get(id) {
            reworded(wording, || format!("{id}: title"), Some(&earlier.title), Some(&analysis.title));
            for groups in &analysis.subgroups {
                if let Some(before) = earlier.subgroups.iter().find(|before| before.by == groups.by) {
                    let what = || format!("{id}: label of {}", groups.by);
                    reworded(wording, what, Some(&before.label), Some(&groups.label));
                }
            }
            let reasons = [earlier, analysis].map(|a| a.outliers.as_ref().and_then(|o| o.reason.as_deref()));
            reworded(wording, || format!("{id}: reason for the outliers"), reasons[0], reasons[1]);
        }
    }
}

fn studies(old: &[StudyRecord], new: &[StudyRecord], wording: &mut Vec<WordingChange>) -> StudyChanges {
    let by_id = |studies: &[StudyRecord]| -> IndexMap<String, StudyRecord> {
        studies.iter().map(|study| (study.id.clone(), study.clone())).collect()
    };
    let columns = |studies: &[StudyRecord]| -> IndexMap<String, ()> {
        studies.iter().flat_map(|study| study.cells.keys().map(|key| (key.clone(), ()))).collect()
    };
    let (before, after) = (by_id(old), by_id(new));
    let (columns_before, columns_after) = (columns(old), columns(new));
    let name = |study: &StudyRecord| StudyName { id: study.id.clone(), label: study.label.clone() };
    let lacking = |one: &IndexMap<String, StudyRecord>, other: &IndexMap<String, StudyRecord>| {
        one.values().filter(|study| !other.contains_key(&study.id)).map(name).collect::<Vec<_>>()
    };
    let columns_lacking = |one: &IndexMap<String, ()>, other: &IndexMap<String, ()>| {
        one.keys().filter(|column| !other.contains_key(*column)).cloned().collect::<Vec<_>>()
    };
    let mut cells = Vec::new();
    for (id, study) in &after {
        let Some(earlier) = before.get(id) else { continue };
        let changed: Vec<CellChange> = columns_before
            .keys()
            .filter(|column| columns_after.contains_key(*column))
            .filter_map(|column| {
                let cell = |study: &StudyRecord| study.cells.get(column).cloned().unwrap_or(Value::Null);
                let (before, after) = (cell(earlier), cell(study));
                let same = match (before.as_f64(), after.as_f64()) {
                    (Some(before), Some(after)) => same(before, after),
                    _ => before == after,
                };
                let (study, label, column) = (id.clone(), study.label.clone(), column.clone());
                (!same).then_some(CellChange { study, label, column, before, after })
            })
            .collect();
        // A label is made of cells: where these are different it is no news.
        if changed.is_empty() {
            reworded(wording, || format!("label of {id}"), Some(&earlier.label), Some(&study.label));
        }
        cells.extend(changed);
    }
    StudyChanges {
        added: lacking(&after, &before),
        removed: lacking(&before, &after),
        cells,
        columns_added: columns_lacking(&columns_after, &columns_before),
        columns_removed: columns_lacking(&columns_before, &columns_after),
    }
}

fn prisma(old: &Results, new: &Results) -> Vec<CountChange> {
    let none = IndexMap::new();
    let (before, after) = (old.prisma.as_ref().unwrap_or(&none), new.prisma.as_ref().unwrap_or(&none));
    let count = |counts: &IndexMap<String, crate::analysis::results::Count>, key: &str| {
        counts.get(key).and_then(|count| count.value)
    };
    union(before, after)
        .into_iter()
        .map(|key| CountChange {
            count: key.to_owned(),
            before: count(before, key),
            after: count(after, key),
        })
        .filter(|change| change.before != change.after)
        .collect()
}

fn risk_of_bias(old: Option<&BiasResult>, new: Option<&BiasResult>) -> Vec<JudgementChange> {
    let judgements = |bias: Option<&BiasResult>| -> IndexMap<String, (String, String, String)> {
        let studies = bias.iter().flat_map(|bias| &bias.studies);
        studies
            .flat_map(|row| {
                row.judgements.iter().map(|(domain, judgement)| {
                    let study = match &row.analysis {
                        Some(analysis) => format!("{} ({analysis})", row.study),
                        None => row.study.clone(),
                    };
                    (format!("{study}\n{domain}"), (study, domain.clone(), judgement.level.clone()))
                })
            })
            .collect()
    };
    let (before, after) = (judgements(old), judgements(new));
    let level =
        |of: &IndexMap<String, (String, String, String)>, key: &str| of.get(key).map(|row| row.2.clone());
    union(&before, &after)
        .into_iter()
        .filter_map(|key| {
            let (study, domain, _) = after.get(key).or_else(|| before.get(key))?.clone();
            Some(JudgementChange { study, domain, before: level(&before, key), after: level(&after, key) })
        })
        .filter(|change| change.before != change.after)
        .collect()
}

fn overlap(old: &[OverlapPair], new: &[OverlapPair]) -> Vec<OverlapChange> {
    let by_key = |pairs: &[OverlapPair]| -> IndexMap<String, OverlapPair> {
        let key = |pair: &OverlapPair| format!("{}\n{}\n{}", pair.studies[0], pair.studies[1], pair.shared);
        pairs.iter().map(|pair| (key(pair), pair.clone())).collect()
    };
    let (before, after) = (by_key(old), by_key(new));
    union(&before, &after)
        .into_iter()
        .filter_map(|key| {
            let pair = after.get(key).or_else(|| before.get(key))?;
            let months = |of: &IndexMap<String, OverlapPair>| of.get(key).map(|pair| pair.months);
            Some(OverlapChange {
                studies: pair.studies.clone(),
                shared: pair.shared.clone(),
                before: months(&before),
                after: months(&after),
            })
        })
        .filter(|change| change.before != change.after)
        .collect()
}

fn descriptions(old: &Results, new: &Results) -> Vec<ValueChange> {
    let numbers = |results: &Results| -> IndexMap<String, (String, Option<f64>)> {
        let mut numbers = IndexMap::new();
        for (id, summary) in &results.summaries {
            numbers.insert(id.clone(), (summary.title.clone(), summary.value));
            for (end, value) in
                [("lower", summary.range.map(|r| r.lower)), ("upper", summary.range.map(|r| r.upper))]
            {
                numbers.insert(format!("{id}/{end}"), (format!("{}, {end} end", summary.title), value));
            }
        }
        for (id, composition) in &results.compositions {
            for (part, (count, _)) in &composition.parts {
                let count = u32::try_from(*count).map_or(f64::INFINITY, f64::from);
                numbers
                    .insert(format!("{id}/{part}"), (format!("{}: {part}", composition.title), Some(count)));
            }
        }
        numbers
    };
    let (before, after) = (numbers(old), numbers(new));
    let value =
        |of: &IndexMap<String, (String, Option<f64>)>, key: &str| of.get(key).and_then(|entry| entry.1);
    union(&before, &after)
        .into_iter()
        .filter_map(|key| {
            let title = after.get(key).or_else(|| before.get(key))?.0.clone();
            Some(ValueChange {
                of: key.to_owned(),
                title,
                before: value(&before, key),
                after: value(&after, key),
            })
        })
        .filter(|change| !same_or_none(change.before, change.after))
        .collect()
}

fn certainty(
    old: &IndexMap<String, GradeResult>,
    new: &IndexMap<String, GradeResult>,
    wording: &mut Vec<WordingChange>,
) -> Vec<CertaintyChange> {
    let mut changes = Vec::new();
    for of in union(old, new) {
        let (before, after) = (old.get(of), new.get(of));
        let mut domains = Vec::new();
        let mut domain =
            |name: &str, before: Option<String>, after: Option<String>, reason: Option<String>| {
                if before != after {
                    domains.push(DomainChange { domain: name.to_owned(), before, after, reason });
                }
            };
        if let (Some(before), Some(after)) = (before, after) {
            let word = |certainty| Some(certainty_name(certainty).to_owned());
            domain("start", word(before.start), word(after.start), after.start_reason.clone());
            let importance = |grade: &GradeResult| grade.importance.map(|importance| importance.to_string());
            domain("importance", importance(before), importance(after), None);
            for name in union(&before.domains, &after.domains) {
                let [earlier, later] = [before, after].map(|grade| grade.domains.get(name));
                let reason = |domain: Option<&GradeDomain>| domain.and_then(|domain| domain.reason.clone());
                domain(name, earlier.and_then(rating), later.and_then(rating), reason(later));
                if earlier.and_then(rating) == later.and_then(rating) {
                    let what = || format!("certainty of {of}: reason for {name}");
                    reworded(wording, what, reason(earlier).as_deref(), reason(later).as_deref());
                }
            }
            for (name, was, is) in [
                ("statement", &before.statement, &after.statement),
                ("source", &before.source, &after.source),
                ("reason for the start", &before.start_reason, &after.start_reason),
            ] {
                reworded(wording, || format!("certainty of {of}: {name}"), was.as_deref(), is.as_deref());
            }
        }
        let [was, is] = [before, after].map(|grade| grade.and_then(|grade| grade.certainty));
        if was != is || !domains.is_empty() || before.is_some() != after.is_some() {
            changes.push(CertaintyChange { of: of.to_owned(), before: was, after: is, domains });
        }
    }
    changes
}

/// A rating with its levels, where the rating alone does not tell.
fn rating(domain: &GradeDomain) -> Option<String> {
    match (&domain.rating, domain.levels) {
        (Some(rating), _) => Some(rating.clone()),
        (None, 0) => None,
        (None, levels) => Some(format!("{levels:+}")),
    }
}

/// The word for a certainty.
pub(super) const fn certainty_name(certainty: crate::spec::evidence::Certainty) -> &'static str {
    use crate::spec::evidence::Certainty;
    match certainty {
        Certainty::VeryLow => "very low",
        Certainty::Low => "low",
        Certainty::Moderate => "moderate",
        Certainty::High => "high",
    }
}

fn claims(old: &[ClaimResult], new: &[ClaimResult], wording: &mut Vec<WordingChange>) -> Vec<ClaimChange> {
    let by_id = |claims: &[ClaimResult]| -> IndexMap<String, ClaimResult> {
        claims.iter().map(|claim| (claim.id.clone(), claim.clone())).collect()
    };
    let (before, after) = (by_id(old), by_id(new));
    let mut changes = Vec::new();
    for id in union(&before, &after) {
        let (earlier, later) = (before.get(id), after.get(id));
        if let (Some(earlier), Some(later)) = (earlier, later) {
            let what = |part: &str| format!("claim {id}: {part}");
            reworded(wording, || what("sentence"), earlier.text.as_deref(), later.text.as_deref());
            reworded(wording, || what("expression"), Some(&earlier.expression), Some(&later.expression));
        }
        let [was, is] = [earlier, later].map(|claim| claim.map(|claim| claim.holds));
        if let (true, Some(claim)) = (was != is, later.or(earlier)) {
            let text = claim.text.clone().unwrap_or_else(|| claim.expression.clone());
            changes.push(ClaimChange { id: id.to_owned(), text, before: was, after: is });
        }
    }
    changes
}

fn published(old: &[PublishedResult], new: &[PublishedResult]) -> Vec<PublishedChange> {
    let by_key = |lines: &[PublishedResult]| -> IndexMap<String, PublishedResult> {
        let key =
            |line: &PublishedResult| format!("{}\n{}\n{}\n{}", line.at, line.of, line.field, line.printed);
        lines.iter().map(|line| (key(line), line.clone())).collect()
    };
    let (before, after) = (by_key(old), by_key(new));
    let mut changes = Vec::new();
    for key in union(&before, &after) {
        let (earlier, later) = (before.get(key), after.get(key));
        if let (Some(one), Some(other)) = (earlier, later)
            && one.agrees == other.agrees
            && same_or_none(one.computed, other.computed)
        {
            continue;
        }
        let Some(line) = later.or(earlier) else { continue };
        let state = |line: Option<&PublishedResult>| line.map(|line| (line.computed, line.agrees));
        changes.push(PublishedChange {
            at: line.at.clone(),
            of: line.of.clone(),
            field: line.field.clone(),
            printed: line.printed.as_str().map_or_else(|| line.printed.to_string(), str::to_owned),
            before: state(earlier),
            after: state(later),
        });
    }
    changes
}

fn findings(old: &[Finding], new: &[Finding]) -> FindingChanges {
    // Which warnings about prose there are depends on the documents that were written with the results; the
    // files of prose are compared as such.
    let prose = |finding: &&Finding| {
        let file = finding.file.as_deref().unwrap_or_default();
        file.ends_with(".md") || file.ends_with(".bib")
    };
    let name = |finding: &Finding| format!("{} {}", finding.code, finding.message);
    let names = |of: &[Finding]| of.iter().filter(|finding| !prose(finding)).map(name).collect::<Vec<_>>();
    let lacking = |one: &[Finding], other: &[Finding]| {
        let other = names(other);
        names(one).into_iter().filter(|finding| !other.contains(finding)).collect()
    };
    FindingChanges { added: lacking(new, old), removed: lacking(old, new) }
}
