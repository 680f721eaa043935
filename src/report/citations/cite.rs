//! Formatting the citations of a document.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use hayagriva::citationberg::{Locale, LocaleCode};
use hayagriva::{BibliographyDriver, BibliographyRequest, CitationItem, CitationRequest, Rendered};

use super::bibliography::{Entries, json_key};
use super::locales::locales;
use super::runs::{Runs, address};
use super::scan::citations;
use super::{Bibliography, CitationStyle};
use crate::report::html;
use crate::report::marker::{Marker, Markers};

/// A document with its citations formatted.
#[derive(Debug, Clone, Default)]
pub struct Cited {
    /// The document with a mark ([`Marker::Citation`]) in place of each citation.
    pub text: String,
    /// The citations, by the index in their mark.
    pub citations: Vec<Runs>,
    /// The list of references: what is cited, and the included studies, in the order of the style.
    pub references: Vec<Reference>,
}

/// An entry of the list of references.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reference {
    /// Its key.
    pub key: String,
    /// Its number, in numbered styles; the text does not repeat it.
    pub number: Option<usize>,
    /// The entry.
    pub text: Runs,
    /// Where it can be read: name and address.
    pub links: Vec<(String, String)>,
    /// An included study.
    pub included: bool,
}

/// Formats the citations `[@a; @b]` of a whole document. `included` are the ids of the included studies: those that
/// the bibliography has are in the list whether they are cited or not. `language` is that of the report (BCP 47).
///
/// Keys that the bibliography does not have stay as they are written; [`super::unknown_keys`] finds them at their
/// place.
#[must_use]
pub fn cite(
    document: &str,
    bibliography: &Bibliography,
    style: &CitationStyle,
    language: &str,
    included: &[String],
    markers: &Markers,
) -> Cited {
    let known = bibliography.keys();
    let by_key: BTreeSet<&str> = known.iter().copied().collect();
    let included: BTreeSet<&str> = included.iter().map(String::as_str).collect();
    let mut text = String::with_capacity(document.len());
    let mut cited: Vec<Vec<&str>> = Vec::new();
    let mut rest = 0;
    for citation in citations(document) {
        let keys: Option<Vec<&str>> =
            citation.keys.iter().map(|(key, _)| by_key.get(key.as_str()).copied()).collect();
        let Some(keys) = keys else { continue };
        text.push_str(&document[rest..citation.span.start]);
        text.push_str(&markers.add(Marker::Citation(cited.len())));
        cited.push(keys);
        rest = citation.span.end;
    }
    text.push_str(&document[rest..]);
    let included: Vec<&str> = known.iter().copied().filter(|key| included.contains(key)).collect();

    let locales = locales(language);
    let request = Request { style, language, locales: &locales, cited: &cited, included: &included };
    let (citations, references) = match &bibliography.entries {
        Entries::BibTex(library) => format_bibtex(&request, |key| library.get(key)),
        Entries::Json(items) => {
            format_json(&request, |key| items.iter().find(|item| json_key(item) == Some(key)))
        }
    };
    let references = references
        .into_iter()
        .map(|reference| Reference {
            links: unsaid(bibliography.links(&reference.key), &reference.text),
            included: included.contains(&reference.key.as_str()),
            ..reference
        })
        .collect();
    Cited { text, citations, references }
}

/// The links whose address the entry does not show already.
fn unsaid(links: Vec<(String, String)>, text: &Runs) -> Vec<(String, String)> {
    let shown = |url: &String| {
        text.0.iter().any(|run| matches!(&run.target, Some(super::Target::Address(known)) if known.eq_ignore_ascii_case(url)))
    };
    links.into_iter().filter(|(_, url)| !shown(url)).collect()
}

struct Request<'r> {
    style: &'r CitationStyle,
    language: &'r str,
    locales: &'r [Locale],
    cited: &'r [Vec<&'r str>],
    included: &'r [&'r str],
}

/// Formats with entries of one type: the trait that both types of entries have is private to `hayagriva`.
macro_rules! format_entries {
    ($name:ident, $entry:ty) => {
        fn $name<'e>(
            request: &Request<'_>,
            entry: impl Fn(&str) -> Option<&'e $entry>,
        ) -> (Vec<Runs>, Vec<Reference>) {
            let style = &request.style.csl;
            let locale = Some(LocaleCode(request.language.to_owned()));
            let mut driver = BibliographyDriver::new();
            for keys in request.cited {
                let items: Vec<_> =
                    keys.iter().filter_map(|key| entry(key)).map(CitationItem::with_entry).collect();
                driver.citation(CitationRequest::new(items, style, locale.clone(), request.locales, None));
            }
            // Included studies that are not cited stand in the list without a citation.
            for entry in request.included.iter().filter_map(|key| entry(key)) {
                let mut item = CitationItem::with_entry(entry);
                item.hidden = true;
                driver.citation(CitationRequest::new(
                    vec![item],
                    style,
                    locale.clone(),
                    request.locales,
                    None,
                ));
            }
            let rendered = driver.finish(BibliographyRequest::new(style, locale, request.locales));
            formatted(request, rendered)
        }
    };
}

format_entries!(format_bibtex, hayagriva::Entry);
format_entries!(format_json, hayagriva::citationberg::json::Item);

fn formatted(request: &Request<'_>, rendered: Rendered) -> (Vec<Runs>, Vec<Reference>) {
    let citations = request.cited.iter().zip(&rendered.citations);
    let citations = citations.map(|(keys, rendered)| Runs::from_elements(&rendered.citation, keys)).collect();
    let items = rendered.bibliography.map(|bibliography| bibliography.items).unwrap_or_default();
    let references = items
        .into_iter()
        .enumerate()
        .map(|(at, item)| {
            // Styles that number their references put the number in a field of its own, or first in the text.
            let mut text = Runs::from_elements(&item.content, &[]).mended();
            let first = item.first_field.is_some();
            let number = (text.without_number(at + 1) || first).then_some(at + 1);
            Reference { key: item.key, number, text, ..Reference::default() }
        })
        .collect();
    (citations, references)
}

impl Cited {
    /// The list of references as HTML, each entry with the id that `anchor` gives its key.
    #[must_use]
    pub fn references_html(&self, anchor: &dyn Fn(&str) -> String) -> String {
        let list =
            if self.references.iter().any(|reference| reference.number.is_some()) { "ol" } else { "ul" };
        let mut out = format!("<{list} class=\"references\">\n");
        for reference in &self.references {
            let mark = if reference.included { "<span title=\"included study\">*</span>" } else { "" };
            let _ = write!(
                out,
                "<li id=\"{}\">{mark}{}",
                html::escape(&anchor(&reference.key)),
                reference.text.html(anchor)
            );
            for (name, url) in &reference.links {
                let _ = write!(out, " <a href=\"{}\">{}</a>", html::escape(url), html::escape(name));
            }
            out.push_str("</li>\n");
        }
        let _ = writeln!(out, "</{list}>");
        out
    }

    /// The list of references as Markdown.
    #[must_use]
    pub fn references_markdown(&self) -> String {
        let mut out = String::new();
        for reference in &self.references {
            let bullet = reference.number.map_or_else(|| "- ".to_owned(), |number| format!("{number}. "));
            let mark = if reference.included { "\\*" } else { "" };
            let _ = write!(out, "{bullet}{mark}{}", reference.text.markdown());
            for (name, url) in &reference.links {
                let _ = write!(out, " [{name}]({})", address(url));
            }
            out.push('\n');
        }
        out
    }

    /// Whether an included study is in the list, so that its mark needs explaining.
    #[must_use]
    pub fn has_included(&self) -> bool {
        self.references.iter().any(|reference| reference.included)
    }
}
