//! Checks on the prose that authors write: numbers that are no computed ones, words that the results contradict.

mod known;
mod numbers;
mod words;

use std::sync::Arc;

use crate::analysis::results::Results;
use crate::diagnostics::Diagnostic;
use crate::source::SourceFile;

/// Checks a file of prose. What stands in `{{ ... }}` and `{% ... %}`, in citations, links and code is not looked
/// at: a number that is none of the results is exempt as `{{ literal("65 %") }}`.
#[must_use]
pub fn check(file: &Arc<SourceFile>, results: &Results) -> Vec<Diagnostic> {
    let text = bare(file.text());
    let known = known::Known::of(results);
    let mut found = numbers::check(file, &text, &known);
    found.extend(words::check(file, &text, results));
    found
}

/// The text with everything that is not prose blanked out, byte for byte.
fn bare(text: &str) -> String {
    let mut out = text.as_bytes().to_vec();
    let mut blank = |range: std::ops::Range<usize>| {
        for byte in &mut out[range] {
            if *byte != b'\n' {
                *byte = b' ';
            }
        }
    };
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let closes = [
            ("{{", "}}"),
            ("{%", "%}"),
            ("{#", "#}"),
            ("```", "```"),
            ("`", "`"),
            ("[@", "]"),
            ("](", ")"),
            ("<", ">"),
        ];
        let opened = closes.iter().find(|(open, _)| rest.starts_with(open));
        match opened
            .and_then(|(open, close)| Some(open.len() + rest[open.len()..].find(close)? + close.len()))
        {
            // A comparison is no tag.
            Some(length)
                if !rest.starts_with('<')
                    || rest[1..].starts_with(|c: char| c.is_alphabetic() || c == '/') =>
            {
                blank(at..at + length);
                at += length;
            }
            _ => at += rest.chars().next().map_or(1, char::len_utf8),
        }
    }
    String::from_utf8(out).unwrap_or_default()
}

/// The longest sentence, in bytes from the position on either side.
const LONGEST_SENTENCE: usize = 2_000;

/// The sentence that a position is in.
fn sentence(text: &str, at: usize) -> std::ops::Range<usize> {
    let ends = |part: &str, offset: usize| -> Vec<usize> {
        [". ", ".\n", "\n\n", "? ", "! "]
            .iter()
            .flat_map(|end| part.match_indices(end))
            .map(|(i, end)| offset + i + end.len())
            .collect()
    };
    let is_boundary = |offset: &usize| text.is_char_boundary(*offset);
    let first = (at.saturating_sub(LONGEST_SENTENCE)..=at).find(is_boundary).unwrap_or(at);
    let last = (at..=text.len().min(at + LONGEST_SENTENCE)).rev().find(is_boundary).unwrap_or(at);
    let start = ends(&text[first..at], first).into_iter().max().unwrap_or(first);
    let end = ends(&text[at..last], at).into_iter().min().unwrap_or(last);
    start..end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::codes;

    fn checked(text: &str) -> Vec<Diagnostic> {
        let results: Results =
            serde_json::from_str(include_str!("../../../tests/fixtures/prose/results.json")).unwrap();
        check(&SourceFile::new("text/discussion.md", text), &results)
    }

    #[test]
    fn computed_numbers_and_literals_pass() {
        for text in [
            "Survival was 59% (95% CI 51% to 67%) in 13 studies with 2559 patients; I² was 80%.",
            "Of 2559 children, 1418 children survived; 55.3% without outliers.",
            "By size (n = 2559, k = 13; p < 0.001) and in Table 2 (see 2.1, 3.4) and 1.5 (1 to 2).",
            "In Europe, 52 % (38 to 66%).",
            "The paper prints {{ literal(\"63 %\") }} in {{ literal(\"9 studies\") }} [@x-100].",
            "Between 1972 and 2020, 2054 records were screened and 23 studies included.",
            "Of the 2054 articles screened, all 2054 abstracts were read.",
            "Chang 2018 reports that 31% survived.",
            "See [this](https://example.org/50%25) and `50%` and <b title=\"50%\">.",
            "High heterogeneity with moderate certainty: {{ survival | i2 }}.",
        ] {
            let found: Vec<_> = checked(text).into_iter().map(|found| found.message).collect();
            assert_eq!(found, Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn numbers_that_nothing_computes_are_warnings_at_their_place() {
        for (text, place, message) in [
            ("Survival was 63%.", "1:14", "`63%` is none of the computed percentages"),
            ("a\nIn all 14 studies", "2:8", "`14 studies` is none of the computed numbers of studies"),
            (
                "with 2560 pooled patients",
                "1:6",
                "`2560 pooled patients` is none of the computed numbers of participants",
            ),
            ("(95% CI 51% to 69%)", "1:16", "`69%` is none of the computed percentages"),
            (
                "an odds ratio of 0.70 (95% CI 0.50 to 0.90)",
                "1:31",
                "`0.50 to 0.90` is none of the computed intervals",
            ),
            ("RR 0.44 (0.30–0.70)", "1:10", "`0.30–0.70` is none of the computed intervals"),
            ("RR 0.44 [0.30, 0.70]", "1:10", "`0.30, 0.70` is none of the computed intervals"),
            ("in 14 RCTs", "1:4", "`14 RCTs` is none of the computed numbers of studies"),
            ("(n = 1200)", "1:6", "`1200` is none of the computed numbers of participants"),
            ("(k = 14)", "1:6", "`14` is none of the computed numbers of studies"),
            ("they differ (*p* = 0.0499)", "1:20", "`0.0499` is none of the computed p values"),
            ("31% survived elsewhere.", "1:1", "`31%` is none of the computed percentages"),
            (
                "2055 records were screened",
                "1:1",
                "`2055 records` is none of the computed numbers of records",
            ),
            (
                "Of 40 eligible articles",
                "1:4",
                "`40 eligible articles` is none of the computed numbers of records",
            ),
            ("12 abstracts", "1:1", "`12 abstracts` is none of the computed numbers of records"),
            ("12 citations", "1:1", "`12 citations` is none of the computed numbers of records"),
        ] {
            let found = checked(text);
            assert_eq!(found.len(), 1, "{text}: {found:?}");
            assert_eq!(found[0].code, codes::BARE_NUMBER);
            assert_eq!(found[0].message, message);
            assert_eq!(found[0].place().unwrap().start().to_string_pair(), place, "{text}");
        }
    }

    #[test]
    fn words_that_the_results_contradict_are_warnings() {
        for (text, code) in [
            ("There is high-certainty evidence.", codes::CONTRADICTS_CERTAINTY),
            ("The certainty of the evidence was low.", codes::CONTRADICTS_CERTAINTY),
            ("Heterogeneity was moderate.", codes::CONTRADICTS_HETEROGENEITY),
            ("There was little heterogeneity in {{ survival.k }} studies.", codes::CONTRADICTS_HETEROGENEITY),
            ("There was no evidence of publication bias.", codes::CONTRADICTS_SMALL_STUDY),
        ] {
            let found = checked(text);
            assert_eq!(found.iter().map(|found| found.code).collect::<Vec<_>>(), [code], "{text}: {found:?}");
        }
    }

    trait Pair {
        fn to_string_pair(&self) -> String;
    }
    impl Pair for crate::source::Position {
        fn to_string_pair(&self) -> String {
            format!("{}:{}", self.line, self.column)
        }
    }
}
