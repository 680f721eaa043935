//! The bibliography of a review.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use biblatex::{ParseError, RawBibliography};
use hayagriva::citationberg::json::{Item, Value};
use hayagriva::io::from_biblatex;
use hayagriva::{Entry, Library};

use super::bounds;
use crate::diagnostics::{Diagnostic, Diagnostics, codes};
use crate::source::SourceFile;

/// The entries of a BibTeX or CSL-JSON file.
#[derive(Debug)]
pub struct Bibliography {
    pub(super) entries: Entries,
}

/// The entries by form of the file.
#[derive(Debug)]
pub(super) enum Entries {
    /// BibTeX.
    BibTex(Box<Library>),
    /// CSL-JSON.
    Json(Vec<Item>),
}

impl Bibliography {
    /// Reads a file: CSL-JSON where its name ends in `.json`, else BibTeX. Faults go to `found`.
    pub fn read(file: &Arc<SourceFile>, found: &mut Diagnostics) -> Option<Self> {
        if file.name().to_lowercase().ends_with(".json") {
            return found.take(read_json(file)).map(|items| Self { entries: Entries::Json(items) });
        }
        match library(file.text()) {
            Ok(library) => Some(Self { entries: Entries::BibTex(Box::new(library)) }),
            Err(faults) => {
                for (span, what) in faults {
                    let span = span.start.min(file.text().len())..span.end.min(file.text().len());
                    found.push(unreadable(file, what).at(file.place(span), "here"));
                }
                None
            }
        }
    }

    /// The keys, in the order of the file.
    #[must_use]
    pub fn keys(&self) -> Vec<&str> {
        match &self.entries {
            Entries::BibTex(library) => library.keys().collect(),
            Entries::Json(items) => items.iter().filter_map(json_key).collect(),
        }
    }

    /// The addresses of an entry, as name and link: DOI, PubMed, the page itself.
    pub(super) fn links(&self, key: &str) -> Vec<(String, String)> {
        let (doi, pmid, url) = match &self.entries {
            Entries::BibTex(library) => match library.get(key) {
                Some(entry) => (
                    entry.doi().map(str::to_owned),
                    pmid(entry),
                    entry.url_any().map(|url| url.value.to_string()),
                ),
                None => return Vec::new(),
            },
            Entries::Json(items) => match items.iter().find(|item| json_key(item) == Some(key)) {
                Some(item) => {
                    let field = |name: &str| item.0.get(name).and_then(Value::to_str).map(Cow::into_owned);
                    (field("DOI"), field("PMID"), field("URL"))
                }
                None => return Vec::new(),
            },
        };
        let bare = doi.as_deref().map(|doi| doi.trim_start_matches("https://doi.org/").to_owned());
        let doi_link = bare.map(|doi| ("doi".to_owned(), format!("https://doi.org/{doi}")));
        let pmid_link =
            pmid.map(|id| ("PubMed".to_owned(), format!("https://pubmed.ncbi.nlm.nih.gov/{id}/")));
        let known = |url: &String| {
            doi_link.as_ref().is_some_and(|(_, link)| link == url)
                || pmid_link.as_ref().is_some_and(|(_, link)| link == url)
        };
        let page =
            url.filter(|url| (url.starts_with("https://") || url.starts_with("http://")) && !known(url));
        let page = page.map(|url| ("link".to_owned(), url));
        [doi_link.clone(), pmid_link.clone(), page].into_iter().flatten().collect()
    }
}

/// BibTeX, where following what it refers to ends.
fn library(text: &str) -> Result<Library, Vec<(Range<usize>, String)>> {
    let parse = |error: ParseError| vec![(error.span, error.kind.to_string())];
    let raw = RawBibliography::parse(text).map_err(parse)?;
    bounds::check(&raw).map_err(|fault| vec![fault])?;
    let bibliography = biblatex::Bibliography::from_raw(raw).map_err(parse)?;
    from_biblatex(&bibliography)
        .map_err(|errors| errors.into_iter().map(|error| (error.span, error.kind.to_string())).collect())
}

fn pmid(entry: &Entry) -> Option<String> {
    entry.pmid().filter(|id| id.bytes().all(|b| b.is_ascii_digit())).map(str::to_owned)
}

pub(super) fn json_key(item: &Item) -> Option<&str> {
    match item.0.get("id")? {
        Value::String(id) => Some(id),
        _ => None,
    }
}

fn read_json(file: &Arc<SourceFile>) -> Result<Vec<Item>, Diagnostic> {
    let items: Vec<Item> = serde_json::from_str(file.text()).map_err(|error| {
        let line_start = file
            .text()
            .split_inclusive('\n')
            .take(error.line().saturating_sub(1))
            .map(str::len)
            .sum::<usize>();
        let at = (line_start + error.column().saturating_sub(1)).min(file.text().len());
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or_default();
        unreadable(file, message).at(file.place(at..at), "here")
    })?;
    if let Some(at) = items.iter().position(|item| json_key(item).is_none()) {
        return Err(unreadable(file, format!("entry {} has no `id` that is a text", at + 1))
            .at(file.place(0..0), "in this file"));
    }
    Ok(items)
}

fn unreadable(file: &Arc<SourceFile>, what: impl std::fmt::Display) -> Diagnostic {
    Diagnostic::new(
        codes::BIBLIOGRAPHY_UNREADABLE,
        format!("the bibliography `{}` cannot be read: {what}", file.name()),
    )
}
