//! Every rule with its documentation: one entry, whose doc comment is what `ecmo-report explain` prints.
//!
//! The first line of a doc comment is the rule in one sentence; then follow what causes it and how to mend it,
//! and at the end a faulty and a mended example in fenced code. To add a rule, add an entry to its family's
//! file with the next free number, and a fixture under `tests/fixtures/invalid/`.

macro_rules! rules {
    ($($(#[doc = $doc:expr])+ $id:ident $name:ident,)*) => {
        $(
            $(#[doc = $doc])+
            pub const $name: $crate::diagnostics::Code = $crate::diagnostics::Code(&$crate::diagnostics::Rule {
                id: stringify!($id),
                name: stringify!($name),
                doc: concat!($($doc, "\n"),+),
            });
        )*
        /// The rules of this family, in the order of the file.
        pub(super) const RULES: &[$crate::diagnostics::Code] = &[$($name,)*];
    };
}

macro_rules! families {
    ($($family:ident $title:literal,)*) => {
        $(mod $family;)*
        $(pub use $family::*;)*

        /// The families with their titles and rules, in the order of the numbers.
        #[must_use]
        pub fn families() -> Vec<(&'static str, &'static [super::Code])> {
            vec![$(($title, $family::RULES),)*]
        }
    };
}

families! {
    spec "The specification",
    table "The study table",
    expression "Expressions",
    analysis "Analyses",
    prisma "PRISMA",
    selection "Selection and extraction",
    bias "Risk of bias",
    overlap "Overlapping patients",
    grade "Certainty of evidence",
    claims "Claims and published values",
    text "Text and templates",
    citation "Citations",
    history "Versions",
    limits "Limits",
}

/// Every rule, in the order of the codes.
#[must_use]
pub fn all() -> Vec<super::Code> {
    let mut all: Vec<_> = families().into_iter().flat_map(|(_, rules)| rules.iter().copied()).collect();
    all.sort_unstable();
    all
}

/// The rule with this code, whatever the case of its letter.
#[must_use]
pub fn find(id: &str) -> Option<super::Code> {
    all().into_iter().find(|code| code.id().eq_ignore_ascii_case(id))
}

#[cfg(test)]
mod tests {
    use super::super::Severity;
    use super::*;

    #[test]
    fn every_rule_is_documented_with_a_faulty_and_a_mended_example() {
        for code in all() {
            let text = code.explanation();
            assert!(code.summary().ends_with('.'), "{code}: the summary is a sentence: {:?}", code.summary());
            assert!(text.matches("```").count() >= 4, "{code}: a faulty and a mended example");
            assert!(!text.starts_with(' '), "{code}");
        }
    }

    #[test]
    fn codes_are_unique_and_well_formed() {
        let ids: Vec<_> = all().iter().map(|code| code.id()).collect();
        for pair in ids.windows(2) {
            assert_ne!(pair[0], pair[1]);
        }
        for id in ids {
            assert!(id.len() == 4 && id[1..].bytes().all(|b| b.is_ascii_digit()), "{id}");
        }
        assert_eq!(find("e001").map(super::super::Code::severity), Some(Severity::Error));
    }
}
