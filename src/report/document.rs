//! One document, two forms: a template rendered once, then written as Markdown and as HTML.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::{Map, Value as Json, json};

use super::citations::{Bibliography, CitationStyle, Cited, Runs, cite, unknown_keys};
use super::environment::{Environment, Inputs};
use super::front::front;
use super::html::{self, Marks};
use super::inert::inert;
use super::marker::{Marker, Markers, Numbering, ValueMark};
use super::page::page;
use super::tables::{
    Anchors, Scene, Table, every, remarks, row_anchor, to_csv, to_html, to_markdown, with_abbreviations,
};
use super::{figures, markdown, text_checks};
use crate::analysis::results::{Results, StudyIndex};
use crate::diagnostics::{Diagnostic, Diagnostics, codes};
use crate::figures::names::Names;
use crate::figures::{Figure, Link};
use crate::numbers::Numbers;
use crate::source::SourceFile;
use crate::spec::Review;
use crate::spec::prose::SECTIONS;

/// What a report is made from.
#[derive(Debug, Clone, Copy)]
pub struct ReportInput<'a> {
    /// What the author wrote.
    pub review: &'a Review,
    /// Every computed number.
    pub results: &'a Results,
    /// The prose by section (`abstract`, `discussion`, ...).
    pub texts: &'a [(String, Arc<SourceFile>)],
    /// The author's own templates, named as in the review's folder (`templates/parts/methods.md`).
    pub templates: &'a [Arc<SourceFile>],
    /// The bibliography: BibTeX or CSL-JSON.
    pub references: Option<&'a Arc<SourceFile>>,
    /// Tables that other layers make: checklists.
    pub tables: &'a [Table],
    /// The review as JSON-LD, for the HTML report.
    pub linked_data: Option<&'a str>,
    /// Whether citations are formatted. Who only looks for faults spares the time: keys that the bibliography does
    /// not have are told in either case.
    pub format_citations: bool,
    /// What was found until now: the warnings stand at the end of the report.
    pub found: &'a [Diagnostic],
}

/// The documents of a report.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Documents {
    /// `report.html`.
    pub html: String,
    /// `report.md`.
    pub markdown: String,
    /// The tables as CSV, by the name of their file without its ending.
    pub tables: Vec<(String, String)>,
    /// What the prose says against the results.
    pub warnings: Vec<Diagnostic>,
}

/// Writes the documents of a review.
///
/// # Errors
/// Every fault of the author's texts and templates.
pub fn build(input: &ReportInput<'_>, figures: &[Figure]) -> Result<Documents, Vec<Diagnostic>> {
    let profile = input.review.report.number_profile();
    let index = StudyIndex::of(&input.results.studies);
    let scene =
        Scene { review: input.review, results: input.results, index: &index, numbers: Numbers::new(profile) };
    let mut tables = every(scene);
    tables.extend(input.tables.iter().cloned().map(with_abbreviations));
    let warnings: Vec<_> =
        input.texts.iter().flat_map(|(_, file)| text_checks::check(file, input.results)).collect();
    tables.extend(remarks(&[input.found, &warnings].concat()));
    let anchors = Anchors::assign(&mut tables);
    let figure_names: Vec<_> = figures.iter().map(|figure| figure.name.clone()).collect();
    let table_names: Vec<_> = tables.iter().map(|table| table.name.clone()).collect();
    let environment = Environment::new(&Inputs {
        results: input.results,
        review: input.review,
        numbers: profile,
        templates: input.templates,
        figures: &figure_names,
        tables: &table_names,
    })?;

    // Faults of citations and of values in the same texts are told together.
    let (bibliography, written) = match (bibliography(input), texts(&environment, input.texts)) {
        (Ok(bibliography), Ok(written)) => (bibliography, written),
        (cited, written) => {
            return Err([cited.err(), written.err()].into_iter().flatten().flatten().collect());
        }
    };

    let mut front = front(scene, input.linked_data);
    for headline in &mut front.glance.headlines {
        if let Some(id) = anchors.id(&headline.anchor) {
            id.clone_into(&mut headline.anchor);
        }
    }
    let mut names = Map::new();
    names.insert("front".to_owned(), json!({"kicker": front.kicker, "colophon": front.colophon}));
    names.insert("glance".to_owned(), serde_json::to_value(&front.glance).unwrap_or(Json::Null));
    names.insert("references".to_owned(), json!(bibliography.is_some()));
    names.insert("texts".to_owned(), Json::Object(written));
    let sections = match &input.review.report.sections[..] {
        [] => SECTIONS.map(str::to_owned).to_vec(),
        chosen => chosen.to_vec(),
    };
    names.insert("sections".to_owned(), json!(sections));

    let template = input.review.report.template.as_deref().unwrap_or("document.md");
    let fault = |diagnostic| vec![diagnostic];
    let body = environment.render(template, &names).map_err(fault)?;
    let heading = environment.render("front.md", &names).map_err(fault)?;
    let markers = environment.markers();
    let cited = match &bibliography {
        Some((bibliography, style)) if input.format_citations => {
            let included: Vec<_> = input.results.studies.iter().map(|study| study.id.clone()).collect();
            let language = match input.review.language.as_deref() {
                None | Some("en") => "en-US",
                Some(language) => language,
            };
            cite(&body, bibliography, style, language, &included, markers)
        }
        _ => Cited { text: body, ..Cited::default() },
    };
    let body = &cited.text;
    let numbering = Numbering::of(body, markers);
    let links = links(input.results, &tables, &numbering);
    let placed = placed(&tables, &numbering);
    let references = Names::of(cited.references.iter().map(|reference| format!("ref/{}", reference.key)));
    let document = Document {
        markers,
        numbering: &numbering,
        figures,
        tables: &tables,
        cited: &cited,
        links,
        anchors: &anchors,
        placed,
        references,
    };

    let markdown = document.markdown(&inert(&format!("{heading}\n{body}")));
    let content = html::from_markdown(body, &document);
    let html = page(&front, &content.html, &content.headings).map_err(|error| {
        fault(Diagnostic::new(codes::TEMPLATE_FAULT, format!("the page cannot be written: {error}")))
    })?;
    let tables = tables.iter().map(|table| (table.id.clone(), to_csv(table))).collect();
    Ok(Documents { html, markdown, tables, warnings })
}

/// Where the boxes of the flow diagram lead, of what is in the document: to the search strings or else the sources, to
/// the excluded reports, to the studies, to the data of the analysis whose studies are counted, to what changed since
/// the version before or else to the versions. Of several tables the first that the document has.
fn links(results: &Results, tables: &[Table], numbering: &Numbering) -> Vec<Link> {
    let pooled = results.prisma.as_ref().and_then(|counts| counts.get("synthesised")?.value);
    let analysis = results.analyses.iter().find(|(_, analysis)| Some(analysis.k as u64) == pooled);
    let data = analysis.map(|(id, _)| format!("data/{id}")).unwrap_or_default();
    let leads: [(&str, &[&str]); 6] = [
        ("identified", &["search-strategies", "search"]),
        ("excluded_reports", &["excluded-reports"]),
        ("other.excluded_reports", &["excluded-reports"]),
        ("included", &["studies"]),
        ("synthesised", &[&data]),
        ("previous", &["since", "changes"]),
    ];
    leads
        .into_iter()
        .filter_map(|(of, names)| {
            names.iter().find_map(|name| {
                let table = tables.iter().find(|table| table.name == *name)?;
                let to = format!("Table {}, {}", numbering.table(name)?, table.caption);
                Some(Link { of: of.to_owned(), anchor: format!("tab-{}", table.id), to })
            })
        })
        .collect()
}

/// The bibliography and the style of its citations. Texts may cite only what it has.
fn bibliography(input: &ReportInput<'_>) -> Result<Option<(Bibliography, CitationStyle)>, Vec<Diagnostic>> {
    let mut found = Diagnostics::new();
    let bibliography = input.references.and_then(|file| Bibliography::read(file, &mut found));
    if found.is_empty() {
        for (_, file) in input.texts {
            found.extend(unknown_keys(file, bibliography.as_ref()));
        }
    }
    let style = found.take(CitationStyle::named(input.review.report.citations.as_deref(), None));
    if found.has_errors() { Err(found.into_iter().collect()) } else { Ok(bibliography.zip(style)) }
}

/// The ids of the rows of the tables that the document has.
fn placed<'t>(tables: &'t [Table], numbering: &Numbering) -> BTreeSet<&'t str> {
    tables
        .iter()
        .filter(|table| numbering.table(&table.name).is_some())
        .flat_map(|table| &table.rows)
        .filter_map(|row| row.anchor.as_deref())
        .collect()
}

/// The prose sections, rendered.
fn texts(
    environment: &Environment,
    texts: &[(String, Arc<SourceFile>)],
) -> Result<Map<String, Json>, Vec<Diagnostic>> {
    let mut rendered = Map::new();
    let mut faults = Vec::new();
    for (section, file) in texts {
        match environment.render_text(file) {
            Ok(text) => {
                rendered.insert(section.clone(), Json::String(markdown::without_html(&text)));
            }
            Err(fault) => faults.push(fault),
        }
    }
    if faults.is_empty() { Ok(rendered) } else { Err(faults) }
}

/// A rendered document and everything that its marks stand for.
struct Document<'d> {
    markers: &'d Markers,
    numbering: &'d Numbering,
    figures: &'d [Figure],
    tables: &'d [Table],
    cited: &'d Cited,
    links: Vec<Link>,
    anchors: &'d Anchors,
    /// The ids of the rows that the document has.
    placed: BTreeSet<&'d str>,
    references: Names,
}

impl Document<'_> {
    /// The id of a reference in the list.
    fn reference_anchor(&self, key: &str) -> String {
        self.references.id(&format!("ref/{key}")).unwrap_or_default().to_owned()
    }

    fn figure(&self, name: &str) -> Option<(&Figure, String)> {
        let figure = self.figures.iter().find(|figure| figure.name == name)?;
        Some((figure, format!("Figure {}.", self.numbering.figure(name)?)))
    }

    fn table(&self, name: &str) -> Option<(&Table, String)> {
        let table = self.tables.iter().find(|table| table.name == name)?;
        Some((table, format!("Table {}.", self.numbering.table(name)?)))
    }

    /// What a reference reads; the name where what it refers to is not in the document.
    fn reference(&self, marker: &Marker) -> Option<(String, Option<String>)> {
        let (kind, prefix, id, number) = match marker {
            Marker::FigureReference(name) => {
                let figure = self.figures.iter().find(|figure| figure.name == *name)?;
                ("Figure", "fig", &figure.id, self.numbering.figure(name))
            }
            Marker::TableReference(name) => {
                let table = self.tables.iter().find(|table| table.name == *name)?;
                ("Table", "tab", &table.id, self.numbering.table(name))
            }
            _ => return None,
        };
        Some(match number {
            Some(number) => (format!("{kind}\u{a0}{number}"), Some(format!("{prefix}-{id}"))),
            // It is not placed, but its file is there.
            None => (format!("{kind} {id}"), None),
        })
    }

    /// The document in GitHub's Markdown.
    fn markdown(&self, text: &str) -> String {
        let replaced = self.markers.replaced(text, |marker| match marker {
            Marker::Value(value) => markdown::escape(&value.text),
            Marker::Literal(text) => markdown::escape(text),
            Marker::Figure(name) => self
                .figure(name)
                .map_or_else(String::new, |(figure, number)| figures::to_markdown(figure, &number)),
            Marker::Table(name) => {
                self.table(name).map_or_else(String::new, |(table, number)| to_markdown(table, &number))
            }
            Marker::FigureReference(_) | Marker::TableReference(_) => {
                self.reference(marker).map_or_else(String::new, |(text, _)| text)
            }
            Marker::Citation(at) => self.cited.citations.get(*at).map_or_else(String::new, Runs::markdown),
            Marker::Bibliography => self.cited.references_markdown(),
            Marker::Anchor(_) => String::new(),
            Marker::Fold(title) => format!("<details>\n<summary>{}</summary>\n", html::escape(title)),
            Marker::EndFold => "</details>\n".to_owned(),
        });
        tidy(&replaced)
    }
}

impl Marks for Document<'_> {
    fn inline(&self, mark: usize) -> String {
        match self.markers.get(mark) {
            Some(Marker::Value(value)) => self.value(&value),
            Some(Marker::Literal(text)) => html::escape(&text),
            Some(Marker::Citation(at)) => self
                .cited
                .citations
                .get(at)
                .map_or_else(String::new, |runs| runs.html(&|key| self.reference_anchor(key))),
            Some(marker @ (Marker::FigureReference(_) | Marker::TableReference(_))) => {
                match self.reference(&marker) {
                    Some((text, Some(anchor))) => {
                        format!("<a href=\"#{anchor}\">{}</a>", html::escape(&text))
                    }
                    Some((text, None)) => html::escape(&text),
                    None => String::new(),
                }
            }
            _ => String::new(),
        }
    }

    fn block(&self, mark: usize) -> Option<String> {
        Some(match self.markers.get(mark)? {
            Marker::Figure(name) => {
                let (figure, number) = self.figure(&name)?;
                figures::to_html(figure, &number, &self.links)
            }
            Marker::Table(name) => {
                let (table, number) = self.table(&name)?;
                to_html(table, &number)
            }
            Marker::Fold(title) => {
                format!("<details class=\"fold\">\n<summary>{}</summary>\n", html::escape(&title))
            }
            Marker::EndFold => "</details>\n".to_owned(),
            Marker::Bibliography => self.cited.references_html(&|key| self.reference_anchor(key)),
            _ => return None,
        })
    }

    fn taken(&self) -> BTreeSet<String> {
        let mut taken: BTreeSet<String> = self.placed.iter().map(|id| (*id).to_owned()).collect();
        for table in self.tables {
            taken.extend(["", "-caption"].map(|end| format!("tab-{}{end}", table.id)));
        }
        for figure in self.figures {
            taken.insert(format!("fig-{}", figure.id));
            taken.extend(["svg", "title", "desc"].map(|end| format!("{}-{end}", figure.id)));
        }
        let keys = self.cited.references.iter().map(|reference| reference.key.as_str());
        taken.extend(keys.map(|key| self.reference_anchor(key)));
        taken
    }

    fn heading_id(&self, mark: usize) -> Option<String> {
        match self.markers.get(mark)? {
            Marker::Anchor(id) => Some(id),
            _ => None,
        }
    }
}

impl Document<'_> {
    /// A value says what it is, and leads to its row where the document has one.
    fn value(&self, value: &ValueMark) -> String {
        let data =
            format!("<data value=\"{}\">{}</data>", html::escape(&value.value), html::escape(&value.text));
        let anchor = if value.of.is_empty() { None } else { self.anchors.id(&row_anchor(&value.of)) };
        let Some(anchor) = anchor.filter(|anchor| self.placed.contains(anchor)) else { return data };
        let what = format!("{}: {}", value.of, value.field.replace('_', " "));
        format!("<a class=\"value\" href=\"#{anchor}\" title=\"{}\">{data}</a>", html::escape(&what))
    }
}

/// At most one empty line in a row, none at the start, a line end at the end.
fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut empty = true;
    for line in text.lines() {
        // Two spaces at the end are a line break, of which our templates make no use.
        let line = line.trim_end();
        if line.is_empty() {
            if !empty {
                out.push('\n');
            }
            empty = true;
        } else {
            out.push_str(line);
            out.push('\n');
            empty = false;
        }
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}
