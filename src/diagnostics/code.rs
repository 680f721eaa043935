//! The identity of a rule.

use std::fmt;

use serde::{Serialize, Serializer};

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Nothing can be built until it is mended.
    Error,
    /// Worth knowing; the report is built and carries it.
    Warning,
}

impl Severity {
    /// `error` or `warning`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A rule and its documentation. Declared with the `rules!` macro in [`super::codes`].
#[derive(Debug)]
pub struct Rule {
    /// `E001`, `W050`, ...
    pub id: &'static str,
    /// The name of the constant: `UNKNOWN_KEY`.
    pub name: &'static str,
    /// The doc comment, each line with the space that follows the slashes.
    pub(super) doc: &'static str,
}

/// The stable code of a rule.
#[derive(Clone, Copy)]
pub struct Code(pub(super) &'static Rule);

impl Code {
    /// The code as it is shown: `E001`.
    #[must_use]
    pub const fn id(self) -> &'static str {
        self.0.id
    }

    /// The name of the rule: `UNKNOWN_KEY`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.0.name
    }

    /// From the letter of the code.
    #[must_use]
    pub fn severity(self) -> Severity {
        if self.id().starts_with('W') { Severity::Warning } else { Severity::Error }
    }

    /// The rule in one sentence.
    #[must_use]
    pub fn summary(self) -> &'static str {
        self.0.doc.lines().next().unwrap_or("").trim()
    }

    /// The whole documentation as Markdown: summary, cause, how to mend it, examples.
    #[must_use]
    pub fn explanation(self) -> String {
        let lines = self.0.doc.lines().map(|line| line.strip_prefix(' ').unwrap_or(line).trim_end());
        let mut text = lines.collect::<Vec<_>>().join("\n");
        text.truncate(text.trim_end().len());
        text.push('\n');
        text
    }
}

impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        self.id() == other.id()
    }
}

impl Eq for Code {}

impl PartialOrd for Code {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Code {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.id().cmp(other.id())
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.id())
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.id(), self.name())
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.id())
    }
}
