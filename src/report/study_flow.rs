//! What the text on study selection speaks of: the counts of the flow diagram by the steps of a sentence. Nothing is
//! computed here that the diagram does not have; sums of a box are those of the diagram.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use serde_json::{Value, json};

use super::wording::phrase;
use crate::analysis::results::{PrismaResult, Results};
use crate::check::prisma::{identified, label, removed};
use crate::spec::Review;
use crate::spec::prisma::After;
use crate::spec::shape::TextOr;

/// The facts, as `facts.flow` of templates; null for a review without counts.
pub(super) fn facts(results: &Results, review: &Review) -> Value {
    let Some(boxes) = &results.prisma else { return Value::Null };
    let flow = Flow { boxes };
    let mut parts = vec![flow.reports("", "")];
    let other = flow.other_methods();
    if flow.has("other.") {
        // What was found is said before, where it is known.
        let via = if other["n"].is_number() { " from there" } else { " by other methods" };
        parts.push(flow.reports("other.", via));
    }
    json!({
        "identified": flow.identified(),
        "removed": flow.removed(),
        "none_removed": removed(boxes).value == Some(0),
        "screened": flow.count("screened"),
        "excluded": flow.count("excluded"),
        "excluded_by": flow.excluded_by(),
        "excluded_why": flow.items("excluded"),
        "further": {
            "records": flow.further(review, &[After::Identified, After::Screened]),
            "reports": flow.further(review, &[After::Sought, After::Assessed]),
            "included": flow.further(review, &[After::Included]),
        },
        "parts": parts,
        "other": other,
        "previous": flow.pair("previous"),
        "new": flow.pair("new"),
        "updated": flow.count("updated_studies"),
        "included": flow.pair("included"),
        "update": flow.has("previous."),
        "synthesised": synthesised(boxes, results),
        "outside": outside(results, review),
        "near": near_misses(results),
        "versions": versions(results),
    })
}

/// Items of a list in a sentence: each with what stands behind it.
fn listed(mut items: Vec<Value>, last: &str) -> Vec<Value> {
    let count = items.len();
    for (at, item) in items.iter_mut().enumerate() {
        let then = match count - at {
            1 => "",
            2 => last,
            _ => ", ",
        };
        item["then"] = then.into();
    }
    items
}

/// Names with numbers, as they stand in brackets: `wrong population, 50; no outcome, 28`.
fn in_brackets(items: impl Iterator<Item = (String, u64)>) -> Vec<Value> {
    let items: Vec<Value> = items.map(|(name, n)| json!({"name": phrase(&name), "n": n})).collect();
    let mut items = listed(items, "; ");
    items.iter_mut().filter(|item| item["then"] == ", ").for_each(|item| item["then"] = "; ".into());
    items
}

#[derive(Clone, Copy)]
struct Flow<'a> {
    boxes: &'a PrismaResult,
}

impl Flow<'_> {
    fn count(self, key: &str) -> Option<u64> {
        self.boxes.get(key)?.value
    }

    fn has(self, prefix: &str) -> bool {
        self.boxes.keys().any(|key| key.starts_with(prefix))
    }

    /// The parts of a box with their names, where all are known.
    fn parts_of(self, key: &str) -> Vec<(String, u64)> {
        let prefix = format!("{key}.");
        let parts =
            self.boxes.iter().filter_map(|(known, count)| Some((known.strip_prefix(&prefix)?, count)));
        let parts: Option<Vec<_>> =
            parts.map(|(name, count)| Some((name.to_owned(), count.value?))).collect();
        parts.unwrap_or_default()
    }

    /// The parts of a box that are not zero.
    fn items(self, key: &str) -> Vec<Value> {
        in_brackets(self.parts_of(key).into_iter().filter(|(_, n)| *n > 0))
    }

    /// Who excluded records, where that is what is known of them.
    fn excluded_by(self) -> Vec<Value> {
        let parts = self.parts_of("excluded");
        if !parts.iter().all(|(name, _)| name == "human" || name == "automation") {
            return Vec::new();
        }
        let by = |(name, n): (String, u64)| json!({"name": label(&format!("excluded.{name}")).line, "n": n});
        listed(parts.into_iter().map(by).collect(), ", ")
    }

    /// Records from databases and registers; from databases alone where registers are not known.
    fn identified(self) -> Value {
        let both = identified(self.boxes).value;
        let databases = self.count("databases");
        let Some(n) = both.or(databases) else { return Value::Null };
        let sources: Vec<Value> = ["databases", "registers"]
            .into_iter()
            .filter(|key| both.is_some() || *key == "databases")
            .flat_map(|key| self.parts_of(key))
            .map(|(name, n)| json!({"name": name, "n": n}))
            .collect();
        let counted = |key: &str| self.count(key).is_none_or(|n| n == 0 || !self.parts_of(key).is_empty());
        let itemised = counted("databases") && (both.is_none() || counted("registers"));
        let sources = if itemised { listed(sources, " and ") } else { Vec::new() };
        let registers = both.and_then(|_| self.count("registers")).filter(|n| *n > 0);
        json!({"n": n, "databases_only": both.is_none(), "sources": sources, "registers": registers})
    }

    /// What was removed before screening, by cause.
    fn removed(self) -> Vec<Value> {
        let one = |key: &str, one: &str, tail: &str| {
            let n = self.count(key).filter(|n| *n > 0)?;
            Some(json!({"n": n, "one": one, "tail": tail}))
        };
        if let Some(total) = one("removed", "record", "") {
            return listed(vec![total], " and ");
        }
        let causes = [
            one("removed.duplicates", "duplicate", ""),
            one("removed.automation", "record", " marked as ineligible by automation tools"),
            one("removed.other", "record", " removed for other reasons"),
        ];
        listed(causes.into_iter().flatten().collect(), " and ")
    }

    /// The steps that the author adds behind some boxes: what comes there, what leaves, and why.
    fn further(self, review: &Review, behind: &[After]) -> Vec<Value> {
        let mut stages: IndexMap<&str, After> = IndexMap::new();
        if let Some(prisma) = &review.prisma {
            let of_versions = prisma.versions.values().flat_map(|version| &version.stages);
            for (name, stage) in prisma.stages.iter().chain(of_versions) {
                stages.entry(name).or_insert(stage.after);
            }
        }
        stages
            .into_iter()
            .filter(|(_, after)| behind.contains(after))
            .filter_map(|(stage, _)| {
                let key = format!("stages.{stage}");
                let leaves = format!("{key}.removed");
                let n = self.count(&key)?;
                Some(json!({"name": stage, "n": n, "removed": self.count(&leaves), "why": self.items(&leaves)}))
            })
            .collect()
    }

    /// The reports of a column: sought, assessed, excluded.
    fn reports(self, prefix: &str, via: &str) -> Value {
        let count = |key: &str| self.count(&format!("{prefix}{key}"));
        json!({
            "via": via,
            "sought": count("sought"),
            "not_retrieved": count("not_retrieved"),
            "assessed": count("assessed"),
            "excluded": count("excluded_reports"),
            "why": self.items(&format!("{prefix}excluded_reports")),
        })
    }

    /// What other methods found, by method.
    fn other_methods(self) -> Value {
        if !self.has("other.") {
            return Value::Null;
        }
        let known = ["other.websites", "other.organisations", "other.citations"];
        let named = known.into_iter().map(|key| (label(key).line, self.count(key)));
        let further = self
            .boxes
            .iter()
            .filter_map(|(key, count)| Some((key.strip_prefix("other.others.")?.to_owned(), count.value)));
        let methods: Vec<(String, u64)> =
            named.chain(further).filter_map(|(name, n)| Some((name, n?))).collect();
        if methods.is_empty() {
            return json!({"methods": []});
        }
        // A few counts of one box, each far below what can be counted.
        let n = methods.iter().fold(0_u64, |sum, (_, n)| sum.saturating_add(*n));
        let found: Vec<_> = methods.iter().filter(|(_, n)| *n > 0).cloned().collect();
        let only = match methods.as_slice() {
            [(name, _)] => Some(name.clone()),
            _ => None,
        };
        json!({
            "n": n,
            "only": only,
            "methods": in_brackets(found.into_iter()),
            "duplicates": self.count("other.duplicates").filter(|n| *n > 0),
        })
    }

    fn pair(self, of: &str) -> Value {
        json!({
            "studies": self.count(&format!("{of}.studies")),
            "reports": self.count(&format!("{of}.reports")),
        })
    }
}

/// The studies of the main meta-analysis, or of each that the diagram names.
fn synthesised(boxes: &PrismaResult, results: &Results) -> Value {
    let named =
        boxes.iter().filter_map(|(key, count)| Some((key.strip_prefix("synthesised.")?, count.value?)));
    let title = |id: &str| results.analyses.get(id).map_or(id, |analysis| analysis.title.as_str()).to_owned();
    let named: Vec<(String, u64)> = named.map(|(id, n)| (title(id), n)).collect();
    if named.len() > 1 {
        return json!({"named": in_brackets(named.into_iter())});
    }
    let main = boxes.get("synthesised").and_then(|count| count.value);
    let main = main.or(named.first().map(|(_, n)| *n));
    let main = main.or(results.analyses.values().next().map(|analysis| analysis.k as u64));
    json!({"k": main, "several": results.analyses.len() > 1})
}

/// Studies that no analysis pools, by reason, where the study table has the reasons.
fn outside(results: &Results, review: &Review) -> Value {
    let column = match &review.studies {
        TextOr::Full(studies) => studies.not_in_synthesis.as_ref(),
        TextOr::Text(_) => None,
    };
    let Some(column) = column else { return Value::Null };
    let mut reasons: IndexMap<&str, u64> = IndexMap::new();
    let pooled: BTreeSet<&str> = results
        .analyses
        .values()
        .flat_map(|analysis| &analysis.studies)
        .map(|study| study.id.as_str())
        .collect();
    for study in &results.studies {
        let pooled = pooled.contains(study.id.as_str());
        let reason = study.cells.get(column).and_then(Value::as_str);
        if let (false, Some(reason)) = (pooled, reason) {
            *reasons.entry(reason).or_default() += 1;
        }
    }
    let n: u64 = reasons.values().sum();
    json!({"n": n, "why": in_brackets(reasons.into_iter().map(|(reason, n)| (reason.to_owned(), n)))})
}

/// Reports that might seem to meet the criteria, with the reason why they do not.
fn near_misses(results: &Results) -> Vec<Value> {
    let near = results.excluded_reports.iter().filter(|report| report.near_miss);
    let near: Vec<Value> =
        near.map(|report| json!({"report": report.report, "reason": phrase(&report.reason)})).collect();
    let mut near = listed(near, "; ");
    near.iter_mut().filter(|item| item["then"] == ", ").for_each(|item| item["then"] = "; ".into());
    near
}

/// Of a living review, what its latest version found.
fn versions(results: &Results) -> Value {
    let versions = &results.prisma_versions;
    let (Some((first, _)), Some((last, boxes))) = (versions.first(), versions.last()) else {
        return Value::Null;
    };
    if versions.len() < 2 {
        return Value::Null;
    }
    let latest = Flow { boxes };
    json!({
        "first": first,
        "last": last,
        "identified": identified(boxes).value,
        "screened": latest.count("screened"),
        "new": latest.pair("new"),
        "updated": latest.count("updated_studies"),
    })
}
