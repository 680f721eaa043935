//! What a BibTeX file may ask for: abbreviations that grow, entries that refer to each other, braces in braces.
//!
//! The parser follows references without looking where they lead, so a file of a few lines could take all memory or
//! overflow the stack. Everything here is counted on the file as it is written, before any reference is followed.

use std::collections::BTreeMap;
use std::ops::Range;

use biblatex::{Pair, RawBibliography, RawChunk};

/// So deep braces stand in braces.
const DEEPEST_BRACES: usize = 32;
/// So many references lead from one abbreviation or entry to the next.
const LONGEST_CHAIN: usize = 16;
/// What a value has when its abbreviations are put in, in bytes.
const LONGEST_VALUE: usize = 64 * 1024;
/// What all values have together.
const LARGEST_BIBLIOGRAPHY: usize = 128 * 1024 * 1024;

type Fault = (Range<usize>, String);

/// Refuses what would not end or would grow without bound: where, and why.
pub(super) fn check(raw: &RawBibliography<'_>) -> Result<(), Fault> {
    let fields = raw.entries.iter().flat_map(|entry| &entry.v.fields);
    for pair in raw.abbreviations.iter().chain(fields.clone()) {
        check_braces(pair)?;
    }
    let abbreviations = Abbreviations {
        by_name: raw.abbreviations.iter().map(|pair| (pair.key.v, pair)).collect(),
        sizes: BTreeMap::new(),
    };
    abbreviations.check(raw.abbreviations.iter().chain(fields))?;
    check_parents(raw)
}

fn check_braces(pair: &Pair<'_>) -> Result<(), Fault> {
    let mut depth = 0_usize;
    for chunk in &pair.value.v {
        if let RawChunk::Normal(text) = chunk.v {
            for byte in text.bytes() {
                match byte {
                    b'{' => depth += 1,
                    b'}' => depth = depth.saturating_sub(1),
                    _ => {}
                }
                if depth > DEEPEST_BRACES {
                    let why = format!("braces stand more than {DEEPEST_BRACES} deep");
                    return Err((pair.key.span.clone(), why));
                }
            }
        }
    }
    Ok(())
}

struct Abbreviations<'r> {
    by_name: BTreeMap<&'r str, &'r Pair<'r>>,
    sizes: BTreeMap<&'r str, usize>,
}

impl<'r> Abbreviations<'r> {
    fn check(mut self, pairs: impl Iterator<Item = &'r Pair<'r>>) -> Result<(), Fault> {
        let mut whole = 0_usize;
        for pair in pairs {
            let fault = |why: String| (pair.key.span.clone(), why);
            let size = self.size(pair, 0).ok_or_else(|| {
                fault(format!("its abbreviations lead to each other more than {LONGEST_CHAIN} times"))
            })?;
            whole = whole.saturating_add(size);
            if size > LONGEST_VALUE && pair.value.v.len() > 1 {
                return Err(fault(format!("its abbreviations have more than {} KiB", LONGEST_VALUE / 1024)));
            }
            if whole > LARGEST_BIBLIOGRAPHY {
                let most = LARGEST_BIBLIOGRAPHY / 1024 / 1024;
                return Err(fault(format!("with its abbreviations the file has more than {most} MiB")));
            }
        }
        Ok(())
    }

    /// Bytes of a value with its abbreviations; none where they lead in a circle or too far.
    fn size(&mut self, pair: &'r Pair<'r>, depth: usize) -> Option<usize> {
        if depth > LONGEST_CHAIN {
            return None;
        }
        let mut size = 0_usize;
        for chunk in &pair.value.v {
            size = size.saturating_add(match chunk.v {
                RawChunk::Normal(text) => text.len(),
                RawChunk::Abbreviation(name) => match (self.sizes.get(name), self.by_name.get(name)) {
                    (Some(size), _) => *size,
                    (None, Some(pair)) => {
                        let size = self.size(pair, depth + 1)?;
                        self.sizes.insert(name, size);
                        size
                    }
                    (None, None) => 0,
                },
            });
        }
        Some(size)
    }
}

/// The entries whose fields an entry takes over, with their parents, are few, and none is its own.
fn check_parents(raw: &RawBibliography<'_>) -> Result<(), Fault> {
    let parents: BTreeMap<&str, Vec<String>> = raw
        .entries
        .iter()
        .map(|entry| {
            let refers = |pair: &&Pair<'_>| {
                ["crossref", "xdata"].iter().any(|name| pair.key.v.eq_ignore_ascii_case(name))
            };
            let texts = entry.v.fields.iter().filter(refers).flat_map(|pair| &pair.value.v);
            let keys = texts.filter_map(|chunk| match chunk.v {
                RawChunk::Normal(text) => Some(text),
                RawChunk::Abbreviation(_) => None,
            });
            let keys = keys.flat_map(|text| text.split([',', '{', '}'])).map(|key| key.trim().to_owned());
            (entry.v.key.v, keys.filter(|key| !key.is_empty()).collect())
        })
        .collect();
    for entry in &raw.entries {
        let mut open = parents.get(entry.v.key.v).into_iter().flatten().collect::<Vec<_>>();
        let mut followed = 0_usize;
        while let Some(key) = open.pop() {
            followed += 1;
            if followed > LONGEST_CHAIN {
                let why = format!(
                    "`{}` takes over the fields of more than {LONGEST_CHAIN} entries, or of itself",
                    entry.v.key.v
                );
                return Err((entry.v.key.span.clone(), why));
            }
            open.extend(parents.get(key.as_str()).into_iter().flatten());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> Option<String> {
        check(&RawBibliography::parse(text).unwrap()).err().map(|(_, why)| why)
    }

    #[test]
    fn what_people_write_passes() {
        let text = "@string{j = {The {Lancet}}}\n@article{a, title={On {ECMO} in {{Children}}}, journal=j, month=jan # { 3}}\n\
                    @book{b, title={B}}\n@inbook{c, crossref={b}, title={C}}\n@inbook{d, crossref={b}, title={D}}\n";
        assert_eq!(fault(text), None);
    }

    #[test]
    fn circles_and_growth_are_refused() {
        let told =
            |text: &str, what: &str| assert!(fault(text).is_some_and(|why| why.contains(what)), "{text}");
        told("@inbook{a, crossref={a}}", "or of itself");
        told("@inbook{a, crossref={b}}\n@book{b, xdata={c, a}}\n@book{c, title={C}}", "or of itself");
        told("@string{a = b}\n@string{b = a}\n@article{c, title = a}", "lead to each other");
        let grows: String =
            (1..12).map(|i| format!("@string{{a{i} = a{0} # a{0} # a{0} # a{0}}}\n", i - 1)).collect();
        told(&format!("@string{{a0 = {{x}}}}\n{grows}"), "more than 64 KiB");
        told(&format!("@article{{a, title={}x{}}}", "{".repeat(40), "}".repeat(40)), "deep");
    }
}
