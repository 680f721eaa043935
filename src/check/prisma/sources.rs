//! What the counts and the search say of the same databases.

use super::flow::Flow;
use super::known::Known;
use crate::check::sum::sum;
use crate::diagnostics::{Diagnostic, Diagnostics, codes};
use crate::source::yaml::{Document, Path};
use crate::spec::prisma::Prisma;
use crate::spec::review::{Search, SearchSource, SourceType};
use crate::spec::shape::{CountOr, Counts};

/// The records of the databases and registers that `search` gives, for those that `prisma` does not have.
pub(super) fn take_from_search(flow: &mut Flow, known: &mut Known, search: Option<&Search>) {
    let sources = search.map_or(&[][..], |search| &search.sources);
    for (key, kind) in [("databases", SourceType::Database), ("registers", SourceType::Register)] {
        let Some(variable) = flow.find(key).filter(|&variable| known.values[variable].is_none()) else {
            continue;
        };
        let of_kind = sources.iter().filter(|source| source.kind.unwrap_or_default() == kind);
        let items: Vec<(String, Option<u64>)> =
            of_kind.map(|source| (source.name.clone(), source.records)).collect();
        if items.iter().all(|(_, records)| records.is_none()) {
            continue;
        }
        let records: Option<Vec<u64>> = items.iter().map(|(_, records)| *records).collect();
        let quantity = &mut flow.quantities[variable];
        quantity.given = records.and_then(sum);
        quantity.path = Path::from(["search", "sources"]);
        quantity.items = items;
        known.values[variable] = quantity.given;
    }
}

/// The name of a database as two places may write it.
fn same_name(a: &str, b: &str) -> bool {
    a.trim().eq_ignore_ascii_case(b.trim())
}

/// The records that `search.sources` names are those of `prisma.databases`.
pub(super) fn search_records(
    prisma: &Prisma,
    search: Option<&Search>,
    document: &Document,
    found: &mut Diagnostics,
) {
    let sources = search.map_or(&[][..], |search| &search.sources);
    for (index, source) in sources.iter().enumerate() {
        let Some(records) = source.records else { continue };
        for (key, counts) in [("databases", &prisma.databases), ("registers", &prisma.registers)] {
            let Some(CountOr::Items(items)) = counts else { continue };
            let counted = items.iter().find(|(name, _)| same_name(name, &source.name));
            if let Some((name, count)) = counted.filter(|(_, count)| **count != records) {
                let message =
                    format!("{name} gave {records} records in `search`, and {count} in `prisma.{key}`");
                found.push(
                    Diagnostic::new(codes::SEARCH_RECORDS_DISAGREE, message)
                        .at(document.place(Path::from(["prisma", key]).key(name)), format!("{count} here"))
                        .also(
                            document.place(Path::from(["search", "sources"]).index(index).key("records")),
                            format!("{records} here"),
                        )
                        .hint("give the number once, or the same number in both places"),
                );
            }
        }
    }
    let records: Option<Vec<u64>> = sources.iter().map(|source| source.records).collect();
    let (Some(CountOr::Total(databases)), Some(records)) = (&prisma.databases, records) else { return };
    let registers = match &prisma.registers {
        None => 0,
        Some(CountOr::Total(total)) => *total,
        Some(CountOr::Items(items)) => sum(items.values().copied()).unwrap_or(0),
    };
    // Which of the sources are registers may not be said: the databases alone, or both together.
    let of_databases =
        sources.iter().filter(|source| source.kind.unwrap_or_default() == SourceType::Database);
    let of_databases = sum(of_databases.filter_map(|source| source.records));
    let all = sum(records.iter().copied());
    let fits = of_databases == Some(*databases) || all == Some(databases.saturating_add(registers));
    if let (false, Some(all), false) = (fits, all, records.is_empty()) {
        let message =
            format!("the sources gave {all} records in `search`, and {databases} in `prisma.databases`");
        found.push(
            Diagnostic::new(codes::SEARCH_RECORDS_DISAGREE, message)
                .at(document.place("prisma.databases"), format!("{databases} here"))
                .also(document.place("search.sources"), format!("{all} here"))
                .hint("leave `databases` out: the numbers are then taken from the search"),
        );
    }
}

/// Databases and registers that are counted, each with the place of its name.
fn counted(prisma: &Prisma) -> Vec<(String, Path)> {
    let mut all: Vec<(String, Path)> = Vec::new();
    let mut add = |counts: &Option<Counts>, path: Path| {
        for name in counts.iter().filter_map(|counts| match counts {
            CountOr::Items(items) => Some(items.keys()),
            CountOr::Total(_) => None,
        }) {
            for name in name {
                if !all.iter().any(|(known, _)| same_name(known, name)) {
                    all.push((name.clone(), path.key(name)));
                }
            }
        }
    };
    let base = Path::from(["prisma"]);
    add(&prisma.databases, base.key("databases"));
    add(&prisma.registers, base.key("registers"));
    for (version, counts) in &prisma.versions {
        let base = base.key("versions").key(version);
        add(&counts.databases, base.key("databases"));
        add(&counts.registers, base.key("registers"));
    }
    all
}

/// Every database that is counted has a search with its date (PRISMA-S, item 13).
pub(super) fn unsearched(
    prisma: &Prisma,
    search: Option<&Search>,
    document: &Document,
    found: &mut Diagnostics,
) {
    let sources = search.map_or(&[][..], |search| &search.sources);
    let source = |name: &str| sources.iter().find(|source| same_name(&source.name, name));
    let counted = counted(prisma);
    let (described, absent): (Vec<_>, Vec<_>) = counted.iter().partition(|(name, _)| source(name).is_some());
    let undated =
        described.into_iter().filter(|(name, _)| source(name).is_some_and(|s: &SearchSource| s.to.is_none()));
    let undated: Vec<_> = undated.collect();
    for (names, what, hint) in [
        (
            absent,
            "no search of it is described",
            "describe it under `search.sources`: `{name: ..., platform: ..., to: ...}`, with the date of the last search",
        ),
        (undated, "its search has no date", "give the date of the last search: `to` of the source"),
    ] {
        let Some((first, path)) = names.first() else { continue };
        let listed: Vec<&str> = names.iter().map(|(name, _)| name.as_str()).collect();
        let message = match listed.as_slice() {
            [] | [_] => format!("{first} is counted in the flow diagram, but {what}"),
            [start @ .., last] => format!(
                "{} and {last} are counted in the flow diagram, but {}",
                start.join(", "),
                what.replace("of it", "of them").replace("its search has", "their searches have")
            ),
        };
        found.push(
            Diagnostic::new(codes::SEARCH_NOT_DESCRIBED, message)
                .at(document.key_place(path.clone()), "counted here")
                .hint(hint),
        );
    }
}
