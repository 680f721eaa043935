//! Bare numbers in prose.

use std::ops::Range;
use std::sync::Arc;

use super::known::Known;
use super::sentence;
use crate::diagnostics::{Diagnostic, codes};
use crate::source::SourceFile;

const STUDIES: [&str; 10] =
    ["study", "studies", "trial", "trials", "cohort", "cohorts", "report", "reports", "RCT", "RCTs"];
const RECORDS: [&str; 8] =
    ["record", "records", "article", "articles", "citation", "citations", "abstract", "abstracts"];
const PEOPLE: [&str; 18] = [
    "patient",
    "patients",
    "participant",
    "participants",
    "child",
    "children",
    "neonates",
    "infants",
    "adults",
    "people",
    "persons",
    "women",
    "men",
    "boys",
    "girls",
    "survivors",
    "deaths",
    "events",
];

/// A number in the text.
#[derive(Debug, Clone)]
struct Printed {
    span: Range<usize>,
    value: f64,
    decimals: usize,
}

pub(super) fn check(file: &Arc<SourceFile>, text: &str, known: &Known) -> Vec<Diagnostic> {
    let printed = printed_numbers(text);
    let mut found = Vec::new();
    let mut skip = 0;
    for (at, number) in printed.iter().enumerate() {
        if number.span.start < skip {
            continue;
        }
        let whole = &text[sentence(text, number.span.start)];
        // 95% CI: a level, not a result.
        let after = &text[number.span.end..];
        if let Some(percent) = percent_sign(after) {
            let end = number.span.end + percent;
            let level = text[end..].trim_start().starts_with("CI")
                || text[end..].trim_start().starts_with("confidence")
                || text[end..].trim_start().starts_with("prediction");
            if !level && !known.has_percent(number.value, number.decimals, whole) {
                found.push(bare(file, known, number.span.start..end, "percentages"));
            }
            continue;
        }
        if let Some(next) = printed.get(at + 1)
            && joins(&text[number.span.end..next.span.start])
        {
            let after = &text[next.span.end..];
            if let Some(percent) = percent_sign(after) {
                if !known.has_percent(number.value, number.decimals, whole) {
                    found.push(bare(file, known, number.span.start..next.span.end + percent, "percentages"));
                    skip = next.span.end;
                }
                continue;
            }
            let before: String = text[..number.span.start]
                .chars()
                .rev()
                .take(24)
                .collect::<Vec<_>>()
                .into_iter()
                .rev()
                .collect();
            // Also without being called an interval: 0.44 (0.30–0.70), 0.44 [0.30, 0.70].
            let bracketed = number.decimals > 0
                && before
                    .strip_suffix(['(', '['])
                    .is_some_and(|before| before.trim_end().ends_with(|c: char| c.is_ascii_digit()))
                && after.starts_with([')', ']']);
            if bracketed || before.contains("CI") || before.contains("interval") {
                if !known.has_interval((number.value, number.decimals), (next.value, next.decimals)) {
                    found.push(bare(file, known, number.span.start..next.span.end, "intervals"));
                }
                skip = next.span.end;
                continue;
            }
        }
        match symbol(&text[..number.span.start]) {
            Some("p" | "P") => {
                if !known.has_p(number.value, number.decimals) {
                    found.push(bare(file, known, number.span.clone(), "p values"));
                }
                continue;
            }
            Some("k") if !known.has_studies(number.value) => {
                found.push(bare(file, known, number.span.clone(), "numbers of studies"));
                continue;
            }
            Some("n" | "N") if number.decimals == 0 && !known.has_people(number.value, whole) => {
                found.push(bare(file, known, number.span.clone(), "numbers of participants"));
                continue;
            }
            _ => {}
        }
        if number.decimals == 0
            && !is_year(number, text, known)
            && let Some((noun, end)) = noun(after)
        {
            let span = number.span.start..number.span.end + end;
            if STUDIES.contains(&noun) {
                if !known.has_studies(number.value) {
                    found.push(bare(file, known, span, "numbers of studies"));
                }
            } else if RECORDS.contains(&noun) {
                if !known.has_records(number.value) {
                    found.push(bare(file, known, span, "numbers of records"));
                }
            } else if !known.has_people(number.value, whole) {
                found.push(bare(file, known, span, "numbers of participants"));
            }
        }
    }
    found
}

/// What an equals sign before a number says that it is: `n`, `k` or `p`.
fn symbol(before: &str) -> Option<&str> {
    let space = [' ', '\u{a0}', '\u{202f}', '*'];
    let name = before.trim_end_matches(space).strip_suffix('=')?.trim_end_matches(space);
    let start = name.rfind(|c: char| !c.is_alphabetic()).map_or(0, |at| at + 1);
    name.get(start..).filter(|name| matches!(*name, "n" | "N" | "k" | "p" | "P"))
}

fn bare(file: &Arc<SourceFile>, known: &Known, span: Range<usize>, what: &str) -> Diagnostic {
    let text = file.text().get(span.clone()).unwrap_or_default().to_owned();
    let value = match what {
        "numbers of studies" => format!("{}.k | count", known.analysis),
        "numbers of participants" => format!("{}.total | count", known.analysis),
        "numbers of records" => "prisma.screened.value | count".to_owned(),
        "p values" => format!("{} | p_value", known.analysis),
        _ => format!("{} | effect", known.analysis),
    };
    Diagnostic::new(codes::BARE_NUMBER, format!("`{text}` is none of the computed {what}"))
        .at(file.place(span), "a number typed by hand")
        .hint(format!(
            "insert the computed value, for instance `{{{{ {value} }}}}`, or exempt it: `{{{{ literal(\"{text}\") }}}}`"
        ))
}

/// Whether this is the year of a study that the text names: `Chang 2018 reports`.
fn is_year(number: &Printed, text: &str, known: &Known) -> bool {
    let before = text[..number.span.start].trim_end_matches([' ', '\u{a0}', '(']);
    let word = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    (1900.0..2100.0).contains(&number.value) && known.names_a_study(word)
}

/// How many bytes a percent sign takes here, with the space before it.
fn percent_sign(after: &str) -> Option<usize> {
    let trimmed = after.trim_start_matches([' ', '\u{a0}', '\u{202f}']);
    let space = after.len() - trimmed.len();
    let sign = ["%", "percent", "per cent"].into_iter().find(|sign| trimmed.starts_with(sign))?;
    Some(space + sign.len())
}

/// Whether this stands between the limits of an interval.
fn joins(between: &str) -> bool {
    let bare = between.trim_matches([' ', '\u{a0}', '\u{202f}', '%']);
    matches!(bare, "to" | "-" | "\u{2013}" | "," | ";") && between.len() <= 10
}

/// A noun for studies or people after a number, with at most two words between: the noun, and where it ends.
fn noun(after: &str) -> Option<(&'static str, usize)> {
    let mut end = 0;
    for _ in 0..3 {
        let rest = &after[end..];
        let start = rest.len() - rest.trim_start_matches([' ', '\u{a0}', '\u{202f}', '\n']).len();
        if start == 0 {
            return None;
        }
        let word: &str = &rest[start..];
        let length = word.find(|c: char| !c.is_alphabetic() && c != '-').unwrap_or(word.len());
        if length == 0 {
            return None;
        }
        let word = &word[..length];
        end += start + length;
        if let Some(noun) =
            STUDIES.iter().chain(&RECORDS).chain(&PEOPLE).find(|noun| word.eq_ignore_ascii_case(noun))
        {
            return Some((noun, end));
        }
        if matches!(
            word,
            "of" | "to"
                | "and"
                | "or"
                | "in"
                | "the"
                | "a"
                | "for"
                | "with"
                | "from"
                | "days"
                | "hours"
                | "years"
                | "months"
        ) {
            return None;
        }
    }
    None
}

/// The numbers in a text; those that are part of a word or a name (`survival-2020`, `CRD420`) are none.
fn printed_numbers(text: &str) -> Vec<Printed> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(|c: char| c.is_ascii_digit()).map(|start| at + start) {
        let digits = text[start..].bytes().take_while(|b| b.is_ascii_digit() || matches!(b, b'.')).count();
        let number = text[start..start + digits].trim_end_matches('.');
        let end = start + number.len();
        at = start + digits.max(1);
        let before = text[..start].chars().next_back();
        let after = text[end..].chars().next();
        let part_of_word = before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '/'))
            || after.is_some_and(char::is_alphabetic);
        if let Ok(value) = number.parse()
            && !part_of_word
        {
            let decimals = number.split_once('.').map_or(0, |(_, decimals)| decimals.len());
            found.push(Printed { span: start..end, value, decimals });
        }
    }
    found
}
