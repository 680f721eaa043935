//! All findings of a run.

use std::collections::BTreeMap;

use super::{Diagnostic, Label, Severity};

/// How many further places of a fault are shown.
const SHOWN: usize = 5;

/// Findings as they come; [`Diagnostics::sorted`] gives them in order of place, each once.
#[derive(Debug, Clone, Default)]
pub struct Diagnostics {
    found: Vec<Diagnostic>,
}

impl Diagnostics {
    /// None yet.
    #[must_use]
    pub const fn new() -> Self {
        Self { found: Vec::new() }
    }

    /// Adds a finding.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.found.push(diagnostic);
    }

    /// Drops the findings that the condition does not hold for.
    pub fn retain(&mut self, keep: impl FnMut(&Diagnostic) -> bool) {
        self.found.retain(keep);
    }

    /// Keeps the value of a result and collects its finding.
    pub fn take<T>(&mut self, result: Result<T, Diagnostic>) -> Option<T> {
        result.map_err(|diagnostic| self.push(diagnostic)).ok()
    }

    /// Whether a finding is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.found.iter().any(Diagnostic::is_error)
    }

    /// Whether there is no finding at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// The findings as they came.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.found.iter()
    }

    /// How many findings of a severity there are, each counted once.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.sorted().iter().filter(|diagnostic| diagnostic.severity() == severity).count()
    }

    /// The findings in order of file, place and code; those without a place come last. What was found twice is there
    /// once, and a fault that shows in several places is one finding with all of them.
    #[must_use]
    pub fn sorted(&self) -> Vec<Diagnostic> {
        fn key(finding: &Diagnostic) -> (bool, (&str, usize, usize), &str, &str) {
            let order = finding.place().map_or(("", 0, 0), super::Place::order);
            (finding.primary.is_none(), order, finding.code.id(), &finding.message)
        }
        let mut sorted: Vec<&Diagnostic> = self.found.iter().collect();
        sorted.sort_by(|a, b| key(a).cmp(&key(b)));
        sorted.dedup_by(|a, b| key(a) == key(b));
        let mut first: BTreeMap<(&str, &str, Option<&str>), usize> = BTreeMap::new();
        let mut places: Vec<Vec<&Label>> = Vec::new();
        let mut merged: Vec<Diagnostic> = Vec::new();
        for finding in sorted {
            // What has places or facts of its own beside the one to mend says something else each time.
            let label = finding.primary.as_ref();
            let alike = label.filter(|_| finding.related.is_empty() && finding.notes.is_empty());
            if let Some(label) = alike {
                let same = (finding.code.id(), finding.message.as_str(), finding.hint.as_deref());
                if let Some(&at) = first.get(&same) {
                    places[at].push(label);
                    continue;
                }
                first.insert(same, merged.len());
            }
            merged.push(finding.clone());
            places.push(Vec::new());
        }
        for (finding, places) in merged.iter_mut().zip(places) {
            let own = finding.primary.as_ref().map(|label| label.text.clone());
            for label in places.iter().take(SHOWN) {
                let text = if Some(&label.text) == own.as_ref() { "here too" } else { label.text.as_str() };
                finding.related.push(Label { place: label.place.clone(), text: text.to_owned() });
            }
            if let Some(more) = places.len().checked_sub(SHOWN).filter(|more| *more > 0) {
                let noun = if more == 1 { "place" } else { "places" };
                finding.notes.push(format!("and in {more} more {noun}"));
            }
        }
        merged
    }
}

/// More warnings of one kind in one file than this are told as one.
const MANY: usize = 3;

/// The findings with warnings of one rule in one file as one, where there are many: the first, the places of the
/// next ones, and how many more there are. For people: a program wants each.
#[must_use]
pub fn folded(sorted: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let kind = |finding: &Diagnostic| {
        let place = finding.place().filter(|_| !finding.is_error())?;
        Some((finding.code.id(), place.file.name().to_owned()))
    };
    let mut counts: BTreeMap<(&str, String), usize> = BTreeMap::new();
    for key in sorted.iter().filter_map(kind) {
        *counts.entry(key).or_default() += 1;
    }
    // Of each kind the place among those told, and how many more were shown with it.
    let mut first: BTreeMap<(&str, String), (usize, usize)> = BTreeMap::new();
    let mut told: Vec<Diagnostic> = Vec::new();
    for finding in sorted {
        let Some(key) = kind(&finding).filter(|key| counts.get(key).is_some_and(|count| *count > MANY))
        else {
            told.push(finding);
            continue;
        };
        match first.get_mut(&key) {
            None => {
                first.insert(key, (told.len(), 0));
                told.push(finding);
            }
            Some((at, shown)) if *shown < MANY => {
                *shown += 1;
                let message = finding.message;
                told[*at].related.extend(finding.primary.map(|label| Label { text: message, ..label }));
            }
            Some(_) => {}
        }
    }
    for (key, (at, shown)) in first {
        let more = counts.get(&key).map_or(0, |count| count - 1 - shown);
        if more > 0 {
            told[at].notes.push(format!("and {more} more {}: `--message-format json` lists all", key.0));
        }
    }
    told
}

impl Extend<Diagnostic> for Diagnostics {
    fn extend<I: IntoIterator<Item = Diagnostic>>(&mut self, found: I) {
        self.found.extend(found);
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.found.into_iter()
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::super::{SourceFile, codes};
    use super::*;

    #[test]
    fn sorted_by_place_and_each_once() {
        let file = SourceFile::new("review.yaml", "a: 1\nb: 2\n");
        let at = |span, message: &str| Diagnostic::new(codes::UNKNOWN_KEY, message).at(file.place(span), "");
        let mut found = Diagnostics::new();
        found.push(Diagnostic::new(codes::UNKNOWN_KEY, "nowhere"));
        found.push(at(5..6, "second"));
        found.push(at(0..1, "first"));
        found.push(at(5..6, "second"));
        let sorted = found.sorted();
        let messages: Vec<_> = sorted.iter().map(|d| d.message.as_str()).collect();
        assert_eq!(messages, ["first", "second", "nowhere"]);
        assert_eq!(found.count(Severity::Error), 3);
    }

    #[test]
    fn a_fault_in_several_places_is_one_finding() {
        let file = SourceFile::new("review.yaml", "n\n".repeat(9));
        let mut found = Diagnostics::new();
        for line in (0..9).rev() {
            let place = file.place(2 * line..2 * line + 1);
            found.push(Diagnostic::new(codes::UNKNOWN_COLUMN, "no column `n`").at(place, "not a column"));
        }
        let other =
            Diagnostic::new(codes::UNKNOWN_COLUMN, "no column `m`").at(file.place(2..3), "not a column");
        found.push(other.hint("did you mean `n`?"));
        let sorted = found.sorted();
        assert_eq!(sorted.len(), 2);
        assert_eq!(found.count(Severity::Error), 2);
        assert_eq!(sorted[0].place().unwrap().start().line, 1);
        let lines: Vec<_> = sorted[0].related.iter().map(|label| label.place.start().line).collect();
        assert_eq!(lines, [2, 3, 4, 5, 6]);
        assert_eq!(sorted[0].related[0].text, "here too");
        assert_eq!(sorted[0].notes, ["and in 3 more places"]);
        assert_eq!(sorted[1].message, "no column `m`");
    }

    #[test]
    fn many_warnings_of_a_kind_are_one_for_people() {
        let file = SourceFile::new("studies.csv", "n\n".repeat(9));
        let warning = |line: usize, message: String| {
            Diagnostic::new(codes::STUDY_ID_WITH_SPACE, message)
                .at(file.place(2 * line..2 * line + 1), "here")
        };
        let many = |n: usize| (0..n).map(|line| warning(line, format!("id {line}"))).collect::<Vec<_>>();
        assert_eq!(folded(many(3)), many(3));
        let other = Diagnostic::new(codes::UNKNOWN_COLUMN, "no column `n`").at(file.place(0..1), "");
        let told = folded([many(9), vec![other.clone()]].concat());
        assert_eq!(told.len(), 2);
        let related: Vec<_> = told[0].related.iter().map(|label| label.text.as_str()).collect();
        assert_eq!((told[0].message.as_str(), related), ("id 0", vec!["id 1", "id 2", "id 3"]));
        assert_eq!(told[0].notes, ["and 5 more W052: `--message-format json` lists all"]);
        let errors: Vec<_> = (0..9).map(|_| other.clone()).collect();
        assert_eq!(folded(errors).len(), 9, "each error is told");
    }
}
