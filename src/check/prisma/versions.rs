//! The flows of a living review: each version's own, and all of them together.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::contradictions;
use super::flow::Flow;
use super::known::{self, Count, Known, PrismaResult};
use super::ties::{self, Tied};
use crate::check::sum::sum;
use crate::diagnostics::{Diagnostic, Diagnostics, codes};
use crate::source::yaml::{Document, Path};
use crate::spec::prisma::{Prisma, RecordsToReports, Stage};
use crate::spec::shape::{CountOr, Counts};

const VERSION_BEFORE: &str = "included by the version before";

/// The boxes of each version. A version starts from the studies that the one before included, and the last one ends
/// with those of the study table.
pub(super) fn solve(
    prisma: &Prisma,
    tied: &Tied<'_>,
    document: &Document,
    found: &mut Diagnostics,
) -> IndexMap<String, PrismaResult> {
    form(prisma, tied, document, found);
    let mut versions: IndexMap<String, PrismaResult> = IndexMap::new();
    for (at, (name, counts)) in prisma.versions.iter().enumerate() {
        let mut counts = counts.counts();
        let before = versions.last().map(|(name, boxes)| (name.clone(), boxes));
        match (&before, &prisma.previous) {
            (Some(_), _) => counts.previous = Some(counts.previous.unwrap_or_default()),
            (None, Some(previous)) if counts.previous.is_none() => counts.previous = Some(previous.clone()),
            _ => {}
        }
        counts.new.get_or_insert_default();
        let mut flow = Flow::version(name, &counts);
        if at == 0 && prisma.versions[name].previous.is_none() {
            let base = Path::from(["prisma", "previous"]);
            for key in ["studies", "reports"] {
                if let Some(variable) = flow.find(&format!("previous.{key}")) {
                    flow.quantities[variable].path = base.key(key);
                }
            }
        }
        let mut known = Known::of(&flow);
        if let Some((before, boxes)) = before {
            for key in ["studies", "reports"] {
                let ended = boxes.get(&format!("included.{key}")).and_then(|count| count.value);
                let start = format!("previous.{key}");
                let typed = flow.find(&start).and_then(|variable| flow.quantities[variable].given);
                if let (Some(ended), Some(typed)) = (ended, typed)
                    && ended != typed
                {
                    let path = Path::from(["prisma", "versions"]).key(name).key("previous").key(key);
                    let message = format!(
                        "version {name} starts from {typed} {key}, but version {before} ended with {ended}"
                    );
                    found.push(
                        Diagnostic::new(codes::VERSIONS_DISAGREE, message)
                            .at(document.place(path), format!("{ended} would fit"))
                            .hint("leave `previous` out: it is taken from the version before"),
                    );
                }
                known.fill(&flow, &start, ended, VERSION_BEFORE);
            }
        }
        let base = Path::from(["prisma", "versions"]).key(name);
        ties::other_methods(counts.other.as_ref(), &base, document, found);
        if at + 1 == prisma.versions.len() {
            tied.to_the_table(&flow, &mut known, document, found);
        }
        let boxes = known::solve(&flow, &known, document, found);
        versions.insert(name.clone(), boxes);
    }
    versions
}

/// What the keys of a living review have to be.
fn form(prisma: &Prisma, tied: &Tied<'_>, document: &Document, found: &mut Diagnostics) {
    if prisma.versions.is_empty() {
        if prisma.living.is_some() {
            found.push(
                Diagnostic::new(
                    codes::LIVING_WITHOUT_VERSIONS,
                    "`living` shows versions, and there are none",
                )
                .at(document.place("prisma.living"), "of which versions?")
                .hint("give the counts of each version: `versions: {1.0.0: {screened: ...}, 1.1.0: {...}}`"),
            );
        }
        return;
    }
    let place = |name: &str| document.key_place(Path::from(["prisma", "versions"]).key(name));
    let parsed: Vec<(&str, semver::Version)> = prisma
        .versions
        .keys()
        .filter_map(|name| Some((name.as_str(), semver::Version::parse(name).ok()?)))
        .collect();
    for pair in parsed.windows(2) {
        if let [(earlier, a), (later, b)] = pair
            && a >= b
        {
            found.push(
                Diagnostic::new(
                    codes::VERSIONS_OUT_OF_ORDER,
                    format!("version {later} stands behind version {earlier}"),
                )
                .at(place(later), "an earlier version")
                .also(place(earlier), "a later version")
                .hint("list the versions in their order, the first one first"),
            );
        }
    }
    if let (Some((last, _)), Some(version)) = (parsed.last(), tied.version)
        && *last != version
    {
        let message =
            format!("the flow diagram ends with version {last}, but the review is version {version}");
        found.push(
            Diagnostic::new(codes::LATEST_VERSION, message)
                .at(place(last), "the last version here")
                .also(document.place("version"), "the version of the review")
                .hint(format!("add the counts of {version}: what its search gave, zeros included")),
        );
    }
}

/// Boxes whose parts have names of their own.
fn is_itemised(key: &str) -> bool {
    matches!(key, "databases" | "registers" | "excluded" | "excluded_reports" | "other.excluded_reports")
        || (key.starts_with("stages.") && key.ends_with(".removed"))
}

/// The box that a count is a part of.
fn parent(key: &str) -> Option<&str> {
    key.match_indices('.').map(|(at, _)| &key[..at]).rfind(|parent| is_itemised(parent))
}

/// The counts of several versions together: sums, but for the studies before the first and after the last of them. A
/// version without a box adds nothing to it, one whose count is unknown makes the sum unknown. Parts are shown
/// where every version has them.
#[must_use]
pub fn combined<'a>(versions: impl Iterator<Item = &'a PrismaResult> + Clone) -> PrismaResult {
    let total_removed = versions.clone().any(|boxes| boxes.contains_key("removed"));
    let versions: Vec<PrismaResult> = versions
        .map(|boxes| if total_removed { with_removed_as_one(boxes) } else { boxes.clone() })
        .collect();
    let mut keys: Vec<&str> = Vec::new();
    for boxes in &versions {
        let mut after = 0;
        for key in boxes.keys() {
            match keys.iter().position(|known| known == key) {
                Some(at) => after = at + 1,
                None => {
                    keys.insert(after, key);
                    after += 1;
                }
            }
        }
    }
    let itemised_everywhere = |parent: &str| {
        versions.iter().all(|boxes| {
            let prefix = format!("{parent}.");
            boxes.get(parent).is_none_or(|count| count.value == Some(0))
                || boxes.keys().any(|key| key.starts_with(&prefix))
        })
    };
    let known = |boxes: &PrismaResult, key: &str| boxes.get(key).copied();
    let mut all = PrismaResult::new();
    for key in keys {
        if parent(key).is_some_and(|parent| !itemised_everywhere(parent)) {
            continue;
        }
        let count = match key.split('.').next() {
            Some("previous") => versions.iter().find_map(|boxes| known(boxes, key)),
            Some("included") => versions.iter().rev().find_map(|boxes| known(boxes, key)),
            _ => {
                let counts: Vec<Count> = versions.iter().filter_map(|boxes| known(boxes, key)).collect();
                let values: Option<Vec<u64>> = counts.iter().map(|count| count.value).collect();
                let value = values.and_then(sum);
                Some(Count { value, derived: value.is_some() && counts.iter().any(|count| count.derived) })
            }
        };
        all.extend(count.map(|count| (key.to_owned(), count)));
    }
    // Studies that an earlier version of these has are none before them.
    if versions.first().is_some_and(|first| !first.contains_key("previous.studies")) {
        all.retain(|key, _| !key.starts_with("previous."));
    }
    all
}

/// The records removed before screening in one count.
fn with_removed_as_one(boxes: &PrismaResult) -> PrismaResult {
    let mut out = PrismaResult::new();
    let causes: Vec<Count> =
        boxes.iter().filter(|(key, _)| key.starts_with("removed.")).map(|(_, count)| *count).collect();
    for (key, count) in boxes {
        if !key.starts_with("removed.") {
            out.insert(key.clone(), *count);
        } else if !out.contains_key("removed") {
            let values: Option<Vec<u64>> = causes.iter().map(|count| count.value).collect();
            let value = values.and_then(sum);
            out.insert("removed".to_owned(), Count { value, derived: value.is_some() });
        }
    }
    out
}

/// The boxes of all versions together.
pub(super) fn together(
    prisma: &Prisma,
    tied: &Tied<'_>,
    versions: &IndexMap<String, PrismaResult>,
    document: &Document,
    found: &mut Diagnostics,
) -> PrismaResult {
    // Sums of counts that contradict each other do so again.
    let told = found.iter().any(|finding| finding.code == codes::PRISMA_CONTRADICTION);
    let (flow, mut known) = total(prisma, versions, document, found);
    known::too_large(&flow, document, found);
    tied.to_the_table(&flow, &mut known, document, found);
    if !told {
        contradictions::tell(&flow, &known, document, found);
    }
    let mut boxes = known::boxes(&flow, &known);
    // A sum follows from the others where one of its counts does.
    for (key, sum) in combined(versions.values()) {
        if let Some(count) = boxes.get_mut(&key).filter(|count| count.derived && count.value == sum.value) {
            count.derived = sum.derived;
        }
    }
    boxes
}

/// The flow of all versions together: what the author gave for it, else the sums.
fn total(
    prisma: &Prisma,
    versions: &IndexMap<String, PrismaResult>,
    document: &Document,
    found: &mut Diagnostics,
) -> (Flow, Known) {
    let sums = combined(versions.values());
    let typed = Flow::new(prisma);
    let mut flow = Flow::new(&with_the_boxes_of(prisma, &sums));
    for quantity in &mut flow.quantities {
        let own = typed.find(&quantity.key).map(|variable| &typed.quantities[variable]);
        quantity.given = own.and_then(|own| own.given);
        let prefix = format!("{}.", quantity.key);
        quantity.items = match own {
            Some(own) if !own.items.is_empty() => own.items.clone(),
            _ if is_itemised(&quantity.key) => sums
                .iter()
                .filter_map(|(key, count)| Some((key.strip_prefix(&prefix)?.to_owned(), count.value)))
                .collect(),
            _ => Vec::new(),
        };
    }
    let mut known = Known::of(&flow);
    let differing: Vec<(usize, u64, u64)> = flow
        .quantities
        .iter()
        .enumerate()
        .filter_map(|(variable, quantity)| {
            let sum = sums.get(&quantity.key)?.value?;
            let given = quantity.given.filter(|given| *given != sum)?;
            Some((variable, given, sum))
        })
        .collect();
    for (variable, given, sum) in differing {
        let quantity = &mut flow.quantities[variable];
        let message =
            format!("`{}` is {given} for all versions together, but theirs come to {sum}", quantity.key);
        found.push(
            Diagnostic::new(codes::VERSIONS_DISAGREE, message)
                .at(document.place(quantity.path.clone()), format!("{sum} would fit"))
                .also(document.key_place("prisma.versions"), "the counts of each version")
                .hint("leave it out: the counts of all versions together are then the sums"),
        );
        (quantity.given, known.values[variable]) = (None, None);
    }
    for (key, count) in &sums {
        known.fill(&flow, key, count.value, "of all versions together");
    }
    (flow, known)
}

/// The specification with every box that one of the versions has; its counts stand for nothing.
fn with_the_boxes_of(prisma: &Prisma, sums: &PrismaResult) -> Prisma {
    let mut whole = prisma.clone();
    let has = |prefix: &str| sums.keys().any(|key| key.starts_with(prefix));
    if whole.removed.is_none() && sums.contains_key("removed") {
        whole.removed = Some(CountOr::Total(0));
    }
    if sums.contains_key("records_to_reports.merged") {
        whole.records_to_reports.get_or_insert(RecordsToReports::default());
    }
    if has("other.") {
        let other = whole.other.get_or_insert_default();
        for (key, method) in [
            ("other.websites", &mut other.websites),
            ("other.organisations", &mut other.organisations),
            ("other.citations", &mut other.citations),
        ] {
            if sums.contains_key(key) {
                method.get_or_insert(0);
            }
        }
        let names = sums.keys().filter_map(|key| key.strip_prefix("other.others."));
        for name in names {
            other.others.entry(name.to_owned()).or_insert(0);
        }
        if sums.contains_key("other.duplicates") {
            other.duplicates.get_or_insert(0);
        }
    }
    if has("previous.") {
        whole.previous.get_or_insert_default();
        if sums.contains_key("updated_studies") {
            whole.updated_studies.get_or_insert(0);
        }
    }
    let mut seen = BTreeSet::new();
    for (label, stage) in prisma.versions.values().flat_map(|version| &version.stages) {
        if seen.insert(label) {
            let removed = sums.contains_key(&format!("stages.{label}.removed"));
            let removed = removed.then_some(Counts::Total(0));
            let stage = Stage { n: None, removed, ..stage.clone() };
            whole.stages.entry(label.clone()).or_insert(stage);
        }
    }
    whole
}
