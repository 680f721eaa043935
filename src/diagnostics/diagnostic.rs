//! One finding.

use super::{Code, Place, Severity};

/// A place and what it is to the finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub place: Place,
    /// What this place is, in a few words; may be empty.
    pub text: String,
}

/// A fault, or something worth knowing, that the user can mend.
///
/// ```
/// use ecmo_report::diagnostics::{Diagnostic, SourceFile, codes};
/// let file = SourceFile::new("review.yaml", "titel: ECMO\n");
/// let finding = Diagnostic::new(codes::UNKNOWN_KEY, "unknown key `titel`")
///     .at(file.place(0..5), "not a key of a review")
///     .hint("did you mean `title`?");
/// assert!(finding.is_error());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use = "a diagnostic that is not pushed is lost"]
pub struct Diagnostic {
    /// The rule.
    pub code: Code,
    /// The fact with its numbers: lower case, no full stop.
    pub message: String,
    /// The place to mend.
    pub primary: Option<Label>,
    /// Other places that belong to it.
    pub related: Vec<Label>,
    /// What to do.
    pub hint: Option<String>,
    /// More facts, each a line of its own.
    pub notes: Vec<String>,
}

impl Diagnostic {
    /// A finding without a place.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            primary: None,
            related: Vec::new(),
            hint: None,
            notes: Vec::new(),
        }
    }

    /// The place to mend, and what it is.
    pub fn at(mut self, place: Place, text: impl Into<String>) -> Self {
        self.primary = Some(Label { place, text: text.into() });
        self
    }

    /// As [`Self::at`], where the place may be unknown.
    pub fn at_known(self, place: Option<Place>, text: impl Into<String>) -> Self {
        match place {
            Some(place) => self.at(place, text),
            None => self,
        }
    }

    /// Another place that belongs to the finding.
    pub fn also(mut self, place: Place, text: impl Into<String>) -> Self {
        self.related.push(Label { place, text: text.into() });
        self
    }

    /// What to do.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// A hint if there is one: the answer of [`super::did_you_mean`].
    pub fn hint_if(mut self, hint: Option<String>) -> Self {
        if hint.is_some() {
            self.hint = hint;
        }
        self
    }

    /// One more fact.
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// Error or warning.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }

    /// Whether nothing can be built until this is mended.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity() == Severity::Error
    }

    /// The place to mend, if it is known.
    #[must_use]
    pub fn place(&self) -> Option<&Place> {
        self.primary.as_ref().map(|label| &label.place)
    }
}
