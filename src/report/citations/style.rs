//! Citation styles by name.

use hayagriva::archive::ArchivedStyle;
use hayagriva::citationberg::{IndependentStyle, Style};

use crate::diagnostics::{Diagnostic, Place, codes, did_you_mean};

/// The style of `citations: numbered`, the default.
pub const NUMBERED: &str = "springer-vancouver";
/// The style of `citations: author-year`.
pub const AUTHOR_YEAR: &str = "harvard-cite-them-right";

/// A citation style.
#[derive(Debug)]
pub struct CitationStyle {
    pub(super) csl: IndependentStyle,
}

impl CitationStyle {
    /// The style that an author names: `numbered`, `author-year`, or a style of the archive (`bmj`, `the-lancet`,
    /// `american-medical-association`, `apa`, `vancouver`, ...).
    ///
    /// # Errors
    /// When there is no style of this name, with the nearest.
    pub fn named(name: Option<&str>, place: Option<Place>) -> Result<Self, Diagnostic> {
        let name = name.unwrap_or("numbered");
        let wanted = match name {
            "numbered" => NUMBERED,
            "author-year" => AUTHOR_YEAR,
            other => other,
        };
        let style = ArchivedStyle::by_name(wanted).map(ArchivedStyle::get);
        match style {
            Some(Style::Independent(csl)) => Ok(Self { csl }),
            _ => {
                let known = Self::names();
                let hint = did_you_mean(name, known.iter().copied()).unwrap_or_else(|| {
                    "there are `numbered`, `author-year`, and styles such as `vancouver`, `american-medical-association`, \
                     `bmj`, `the-lancet`, `nature`, `apa`"
                        .to_owned()
                });
                Err(Diagnostic::new(
                    codes::UNKNOWN_CITATION_STYLE,
                    format!("unknown citation style `{name}`"),
                )
                .at_known(place, "not a style of the archive")
                .hint(hint))
            }
        }
    }

    /// The names of all styles.
    #[must_use]
    pub fn names() -> Vec<&'static str> {
        let archived = ArchivedStyle::all().iter().flat_map(|style| style.names().iter().copied());
        ["numbered", "author-year"].into_iter().chain(archived).collect()
    }
}
