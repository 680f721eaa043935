//! All findings of a run.

use super::{Diagnostic, Severity};

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

    /// The findings in order of file, place and code; what was found twice is there once. Those without a
    /// place come last.
    #[must_use]
    pub fn sorted(&self) -> Vec<&Diagnostic> {
        fn key(finding: &Diagnostic) -> (bool, (&str, usize, usize), &str, &str) {
            let order = finding.place().map_or(("", 0, 0), super::Place::order);
            (finding.primary.is_none(), order, finding.code.id(), &finding.message)
        }
        let mut sorted: Vec<&Diagnostic> = self.found.iter().collect();
        sorted.sort_by(|a, b| key(a).cmp(&key(b)));
        sorted.dedup_by(|a, b| key(a) == key(b));
        sorted
    }
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
        let messages: Vec<_> = found.sorted().iter().map(|d| d.message.as_str()).collect();
        assert_eq!(messages, ["first", "second", "nowhere"]);
        assert_eq!(found.count(Severity::Error), 3);
    }
}
