//! Finding citations in a text.

use std::ops::Range;
use std::sync::Arc;

use super::Bibliography;
use crate::diagnostics::{Diagnostic, codes, did_you_mean};
use crate::source::SourceFile;

/// A citation in a text: `[@a]` or `[@a; @b]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// The bytes of the whole, brackets included.
    pub span: Range<usize>,
    /// The keys in order, each with its bytes.
    pub keys: Vec<(String, Range<usize>)>,
}

/// The citations in a text. Code in backticks has none.
#[must_use]
pub fn citations(text: &str) -> Vec<Citation> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = text[at..].find(['[', '`']).map(|open| at + open) {
        if text[open..].starts_with('`') {
            let fence = text[open..].len() - text[open..].trim_start_matches('`').len();
            let inside = open + fence;
            let close = text[inside..].find(&text[open..inside]).map(|close| inside + close + fence);
            at = close.unwrap_or(inside);
            continue;
        }
        match read(text, open) {
            Some(citation) => {
                at = citation.span.end;
                found.push(citation);
            }
            None => at = open + 1,
        }
    }
    found
}

/// The citation that opens here.
fn read(text: &str, open: usize) -> Option<Citation> {
    let inside = text[open..].strip_prefix("[@")?;
    let length = inside.find(']')?;
    let mut keys = Vec::new();
    let mut start = open + 1;
    for part in text[start..open + 2 + length].split([';', ',']) {
        let lead = part.len() - part.trim_start().len();
        let key = part.trim().strip_prefix('@')?;
        if key.is_empty() || !key.chars().all(of_key) {
            return None;
        }
        let from = start + lead + 1;
        keys.push((key.to_owned(), from..from + key.len()));
        start += part.len() + 1;
    }
    Some(Citation { span: open..open + 2 + length + 1, keys })
}

fn of_key(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_' | ':' | '.' | '/' | '+')
}

/// The keys that a file of prose cites and the bibliography does not have.
#[must_use]
pub fn unknown_keys(file: &Arc<SourceFile>, bibliography: Option<&Bibliography>) -> Vec<Diagnostic> {
    let known: Vec<&str> = bibliography.map(Bibliography::keys).unwrap_or_default();
    let mut found = Vec::new();
    for (key, span) in citations(file.text()).into_iter().flat_map(|citation| citation.keys) {
        if known.contains(&key.as_str()) {
            continue;
        }
        let diagnostic =
            Diagnostic::new(codes::UNKNOWN_CITATION, format!("`{key}` is not in the bibliography"));
        let diagnostic = diagnostic.at(file.place(span), "cited here");
        found.push(match bibliography {
            None => diagnostic.hint("give a BibTeX (.bib) or CSL-JSON (.json) file under `references`"),
            Some(_) => diagnostic.hint_if(did_you_mean(&key, known.iter().copied())),
        });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn citations_are_brackets_with_keys() {
        let text = "As shown [@a-1990], [@b; @c.d] and `[@no]`, [link](x), [@], [@a b], [ @x], é [@é].";
        let keys: Vec<Vec<String>> = citations(text)
            .into_iter()
            .map(|citation| {
                assert!(
                    text[citation.span.clone()].starts_with("[@")
                        && text[citation.span.clone()].ends_with(']')
                );
                for (key, span) in &citation.keys {
                    assert_eq!(&text[span.clone()], key);
                }
                citation.keys.into_iter().map(|(key, _)| key).collect()
            })
            .collect();
        assert_eq!(keys, [vec!["a-1990"], vec!["b", "c.d"], vec!["é"]]);
    }
}
