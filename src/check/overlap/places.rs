//! Which studies share a centre or a registry, without comparing every two of them.

use std::collections::{BTreeMap, BTreeSet};

use super::pairs::Recruitment;
use crate::spec::evidence::Overlap;

/// A centre or registry that studies can share. In this order the name of what two studies share is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    /// A key of `within`.
    Known(usize),
    /// The text of a centre, in plain words.
    Centre(usize),
    /// A registry.
    Registry(usize),
}

/// The places of every study that is compared.
pub(super) struct Places<'a> {
    known: Vec<&'a str>,
    registries: Vec<&'a str>,
    /// Of each study, in order.
    of: Vec<Vec<Place>>,
}

impl<'a> Places<'a> {
    pub(super) fn new(spec: &'a Overlap, among: &'a [Recruitment]) -> Self {
        let known: Vec<&str> = spec.within.keys().map(String::as_str).collect();
        let mut keys = Names::default();
        let mut keys_of: Vec<Vec<usize>> = Vec::new();
        for (key, name) in known.iter().enumerate() {
            let id = keys.add(name);
            keys_of.resize(keys_of.len().max(id + 1), Vec::new());
            keys_of[id].push(key);
        }
        let mut names = Names::default();
        let mut registries: Vec<&str> = Vec::new();
        let mut registry = |name: &'a str| {
            let id = names.add(name);
            if id == registries.len() {
                registries.push(name);
            }
            id
        };
        // A study's own registry, and that to which a known centre reports.
        let is_name = |name: &&str| !plain(name).is_empty();
        let own: Vec<Option<usize>> =
            among.iter().map(|study| study.registry.as_deref().filter(is_name).map(&mut registry)).collect();
        let reports: Vec<usize> = spec.within.values().map(|name| registry(name)).collect();
        let mut centres = Names::default();
        let mut of = Vec::with_capacity(among.len());
        for (study, own) in among.iter().zip(own) {
            let mut places: Vec<Place> = own.map(Place::Registry).into_iter().collect();
            if let Some(centre) = study.centre.as_deref().filter(is_name) {
                places.push(Place::Centre(centres.add(centre)));
                for key in keys.in_text(centre).into_iter().flat_map(|id| &keys_of[id]) {
                    places.push(Place::Known(*key));
                    places.push(Place::Registry(reports[*key]));
                }
                places.extend(names.in_text(centre).into_iter().map(Place::Registry));
            }
            places.sort_unstable();
            places.dedup();
            of.push(places);
        }
        Self { known, registries, of }
    }

    /// What two studies share: a centre that is known, else a centre of the same name, else a registry.
    pub(super) fn shared(&self, a: usize, b: usize, among: &'a [Recruitment]) -> Option<&'a str> {
        let common = self.of[a].iter().find(|place| self.of[b].binary_search(place).is_ok())?;
        match common {
            Place::Known(key) => Some(self.known[*key]),
            Place::Centre(_) => among[a].centre.as_deref(),
            Place::Registry(id) => Some(self.registries[*id]),
        }
    }

    /// The studies of each place that has more than one.
    pub(super) fn groups(&self) -> Vec<Vec<usize>> {
        let mut groups: BTreeMap<Place, Vec<usize>> = BTreeMap::new();
        for (study, places) in self.of.iter().enumerate() {
            for place in places {
                groups.entry(*place).or_default().push(study);
            }
        }
        groups.into_values().filter(|studies| studies.len() > 1).collect()
    }

    /// The keys of `within` that name the centre of no study.
    pub(super) fn without_study(&self, spec: &'a Overlap) -> Vec<&'a str> {
        let named: BTreeSet<&Place> = self.of.iter().flatten().collect();
        let keys = spec.within.keys().enumerate();
        keys.filter(|(key, _)| !named.contains(&Place::Known(*key))).map(|(_, name)| name.as_str()).collect()
    }
}

/// The longest name that is looked for inside texts, in words.
const LONGEST_NAME: usize = 64;

/// Names to be found in texts as whole words: a tree of words.
#[derive(Debug, Default)]
struct Names {
    next: BTreeMap<(usize, String), usize>,
    /// By node; the root is node 0.
    ends: BTreeMap<usize, usize>,
    nodes: usize,
}

impl Names {
    /// The number of a name; names that are alike in plain words have one.
    fn add(&mut self, name: &str) -> usize {
        let mut node = 0;
        for word in plain(name).split(' ') {
            node = *self.next.entry((node, word.to_owned())).or_insert_with(|| {
                self.nodes += 1;
                self.nodes
            });
        }
        let id = self.ends.len();
        *self.ends.entry(node).or_insert(id)
    }

    /// The numbers of the names that stand in a text, sorted.
    fn in_text(&self, text: &str) -> Vec<usize> {
        let text = plain(text);
        let words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
        let mut found = Vec::new();
        for start in 0..words.len() {
            let mut node = 0;
            for word in words[start..].iter().take(LONGEST_NAME) {
                let Some(next) = self.next.get(&(node, (*word).to_owned())) else { break };
                node = *next;
                found.extend(self.ends.get(&node));
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// A name in words without case, punctuation and a leading article.
fn plain(name: &str) -> String {
    let words: String = name
        .chars()
        .filter(|c| !matches!(c, '\'' | '’' | '.'))
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    let words = words.to_lowercase();
    let words: Vec<&str> = words.split_whitespace().collect();
    let words = words.strip_prefix(&["the"]).unwrap_or(&words);
    words.join(" ")
}
