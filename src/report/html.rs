//! Markdown becomes HTML, with nothing in it that an author could make the reader's browser do.
//!
//! Raw HTML is shown as the text that it is (but for `sub`, `sup` and `br` without attributes, as chemistry
//! needs them), links with a scheme other than `http`, `https` or `mailto` lose their target, pictures from
//! elsewhere become links. Headings get stable, unique ids, footnotes stand at the end with a way back.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use pulldown_cmark::{
    CodeBlockKind, CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, TextMergeStream,
};

use super::footnotes::Footnotes;
use super::place::Piece;
use crate::figures::slug;

/// A heading, for the table of contents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Its id.
    pub id: String,
    /// Its text.
    pub text: String,
}

/// What a mark in the text stands for: see [`crate::report::place`].
pub trait Marks {
    /// Ids in the document that no heading may have.
    fn taken(&self) -> BTreeSet<String> {
        BTreeSet::new()
    }

    /// HTML within a line, in place of `mark`.
    fn inline(&self, mark: usize) -> String;
    /// HTML in place of a paragraph that consists of `mark` alone; none where it is a mark within a line.
    fn block(&self, mark: usize) -> Option<String>;
    /// The id of the heading in which `mark` stands.
    fn heading_id(&self, mark: usize) -> Option<String>;
}

/// The body of a document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Body {
    /// HTML, a `section` per heading of the second level.
    pub html: String,
    /// The headings in order.
    pub headings: Vec<Heading>,
}

/// Escapes a plain text for HTML, inside an element or a quoted attribute.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(character),
        }
    }
    out
}

/// Markdown with marks as HTML.
#[must_use]
pub fn from_markdown(markdown: &str, marks: &dyn Marks) -> Body {
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    let mut writer = Writer {
        marks,
        ids: marks.taken(),
        headings: Vec::new(),
        footnotes: Footnotes::default(),
        section: false,
        depth: 0,
    };
    let events: Vec<_> = TextMergeStream::new(Parser::new_ext(markdown, options)).collect();
    let mut html = writer.write(&events);
    if writer.section {
        html.push_str("</section>\n");
    }
    html.push_str(&writer.footnotes.written());
    Body { html, headings: writer.headings }
}

struct Writer<'m> {
    marks: &'m dyn Marks,
    /// The ids that are taken.
    ids: BTreeSet<String>,
    headings: Vec<Heading>,
    footnotes: Footnotes,
    section: bool,
    /// How many elements are open.
    depth: usize,
}

/// So deep elements stand in each other; deeper ones leave only their content, for no reader sees more and every level
/// takes stack.
const DEEPEST: usize = 48;

impl Writer<'_> {
    fn write(&mut self, events: &[Event<'_>]) -> String {
        let mut out = String::new();
        let mut at = 0;
        while at < events.len() {
            if self.depth >= DEEPEST && matches!(events[at], Event::Start(_) | Event::End(_)) {
                at += 1;
                continue;
            }
            let end = closing(events, at);
            let inner = &events[(at + 1).min(end)..end];
            self.depth += 1;
            match &events[at] {
                Event::Start(Tag::Paragraph) => self.paragraph(&mut out, inner),
                Event::Start(Tag::Heading { level, .. }) => self.heading(&mut out, *level, inner),
                Event::Start(Tag::FootnoteDefinition(label)) => {
                    let note = self.write(inner);
                    self.footnotes.define(label, note);
                }
                Event::Start(Tag::Table(alignments)) => {
                    out.push_str("<div class=\"table plain\"><div class=\"scroll\" role=\"group\" tabindex=\"0\" aria-label=\"Table\">\n");
                    self.push(
                        &mut out,
                        Event::Start(Tag::Table(alignments.clone())),
                        inner,
                        Event::End(TagEnd::Table),
                    );
                    out.push_str("</div></div>\n");
                }
                Event::Start(Tag::Link { dest_url, title, .. }) => {
                    let text = self.write(inner);
                    match safe_link(dest_url) {
                        Some(url) => {
                            let title = if title.is_empty() {
                                String::new()
                            } else {
                                format!(" title=\"{}\"", escape(title))
                            };
                            let _ = write!(out, "<a href=\"{}\"{title}>{text}</a>", escape(&url));
                        }
                        None => out.push_str(&text),
                    }
                }
                Event::Start(Tag::Image { dest_url, .. }) => {
                    let description = plain(inner);
                    if is_embedded_picture(dest_url) {
                        let _ = write!(
                            out,
                            "<img src=\"{}\" alt=\"{}\">",
                            escape(dest_url),
                            escape(&description)
                        );
                    } else if let Some(url) = safe_link(dest_url) {
                        let text = if description.is_empty() { &url } else { &description };
                        let _ = write!(out, "<a href=\"{}\">{}</a>", escape(&url), escape(text));
                    } else {
                        out.push_str(&escape(&description));
                    }
                }
                Event::Start(Tag::HtmlBlock) => {
                    let text = plain(inner);
                    let _ = writeln!(out, "<p>{}</p>", escape(text.trim_end()));
                }
                Event::Start(Tag::CodeBlock(kind)) => {
                    let language = match kind {
                        CodeBlockKind::Fenced(info) if !info.is_empty() => {
                            format!(" class=\"language-{}\"", slug(info))
                        }
                        _ => String::new(),
                    };
                    let _ = writeln!(
                        out,
                        "<pre tabindex=\"0\"><code{language}>{}</code></pre>",
                        escape(&plain(inner))
                    );
                }
                Event::Start(tag) => {
                    self.push(&mut out, Event::Start(tag.clone()), inner, Event::End(tag.to_end()));
                }
                Event::FootnoteReference(label) => out.push_str(&self.footnotes.refer(label)),
                Event::Text(text) => out.push_str(&self.text(text)),
                Event::InlineHtml(tag) | Event::Html(tag) => out.push_str(&tag_or_text(tag)),
                event => pulldown_cmark::html::push_html(&mut out, std::iter::once(event.clone())),
            }
            self.depth -= 1;
            at = end + 1;
        }
        out
    }

    /// An element that pulldown-cmark writes, around content that this writer writes. Tables need their
    /// parts together, for the writer of the crate knows from the head which cells are `th`.
    fn push(&mut self, out: &mut String, start: Event<'_>, inner: &[Event<'_>], end: Event<'_>) {
        let mut events = vec![start];
        let mut at = 0;
        while at < inner.len() {
            let close = closing(inner, at);
            match &inner[at] {
                Event::Start(Tag::TableHead | Tag::TableRow | Tag::TableCell) | Event::End(_) => {
                    events.push(inner[at].clone());
                    at += 1;
                }
                _ => {
                    let html = self.write(&inner[at..=close]);
                    events.push(Event::Html(CowStr::from(html)));
                    at = close + 1;
                }
            }
        }
        events.push(end);
        pulldown_cmark::html::push_html(out, events.into_iter());
    }

    fn paragraph(&mut self, out: &mut String, inner: &[Event<'_>]) {
        if let [Event::Text(text)] = inner
            && let [Piece::Mark(mark)] = super::place::pieces(text)[..]
            && let Some(block) = self.marks.block(mark)
        {
            out.push_str(&block);
            return;
        }
        let content = self.write(inner);
        let _ = writeln!(out, "<p>{content}</p>");
    }

    fn heading(&mut self, out: &mut String, level: HeadingLevel, inner: &[Event<'_>]) {
        let text = plain(inner);
        let mut given = None;
        let mut visible = String::new();
        for piece in super::place::pieces(&text) {
            match piece {
                Piece::Text(text) => visible.push_str(text),
                Piece::Mark(mark) => match self.marks.heading_id(mark) {
                    Some(id) => given = Some(id),
                    None => visible.push_str(&strip_tags(&self.marks.inline(mark))),
                },
            }
        }
        let visible = visible.trim().to_owned();
        let id = self.unique(&given.unwrap_or_else(|| slug(&visible)));
        let content = self.write(inner);
        let level = level as u8;
        if level <= 2 && self.section {
            out.push_str("</section>\n");
            self.section = false;
        }
        if level == 2 {
            let _ = writeln!(out, "<section aria-labelledby=\"{id}\">");
            self.section = true;
        }
        let _ = writeln!(
            out,
            "<h{level} id=\"{id}\">{}<a class=\"permalink\" href=\"#{id}\" aria-hidden=\"true\" tabindex=\"-1\">#</a></h{level}>",
            content.trim()
        );
        self.headings.push(Heading { level, id, text: visible });
    }

    fn unique(&mut self, id: &str) -> String {
        let mut unique = id.to_owned();
        let mut count = 1_usize;
        while self.ids.contains(&unique) {
            count += 1;
            unique = format!("{id}-{count}");
        }
        self.ids.insert(unique.clone());
        unique
    }

    fn text(&self, text: &str) -> String {
        super::place::pieces(text)
            .into_iter()
            .map(|piece| match piece {
                Piece::Text(text) => escape(text),
                Piece::Mark(mark) => self.marks.inline(mark),
            })
            .collect()
    }
}

/// Index of the end that belongs to a start; of the event itself where it is no start.
fn closing(events: &[Event<'_>], at: usize) -> usize {
    if !matches!(events[at], Event::Start(_)) {
        return at;
    }
    let mut depth = 0_usize;
    for (index, event) in events.iter().enumerate().skip(at) {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => {
                depth -= 1;
                if depth == 0 {
                    return index;
                }
            }
            _ => {}
        }
    }
    events.len() - 1
}

/// The text of events without markup.
fn plain(events: &[Event<'_>]) -> String {
    let mut out = String::new();
    for event in events {
        match event {
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => {
                out.push_str(text);
            }
            Event::SoftBreak | Event::HardBreak => out.push(' '),
            _ => {}
        }
    }
    out
}

/// The text of our own HTML.
fn strip_tags(html: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for character in html.chars() {
        match character {
            '<' => inside = true,
            '>' if inside => inside = false,
            _ if !inside => out.push(character),
            _ => {}
        }
    }
    out.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}

/// Tags that do nothing but set type.
pub(super) fn is_harmless_tag(tag: &str) -> bool {
    matches!(tag, "<sub>" | "</sub>" | "<sup>" | "</sup>" | "<br>" | "<br/>" | "<br />")
}

fn tag_or_text(tag: &str) -> String {
    match tag {
        "<br/>" | "<br />" => "<br>".to_owned(),
        tag if is_harmless_tag(tag) => tag.to_owned(),
        comment if comment.starts_with("<!--") => String::new(),
        text => escape(text),
    }
}

/// The target of a link that may be followed: without a scheme, or with a harmless one.
pub(super) fn safe_link(url: &str) -> Option<String> {
    // Browsers overlook white space and control characters in front of and within a scheme.
    let url: String = url.chars().filter(|c| !c.is_control()).collect();
    let url = url.trim();
    let head = url.split(['/', '?', '#']).next().unwrap_or("");
    match head.split_once(':') {
        None => Some(url.to_owned()),
        Some((scheme, _)) => {
            let scheme = scheme.to_ascii_lowercase();
            matches!(scheme.as_str(), "http" | "https" | "mailto").then(|| url.to_owned())
        }
    }
}

/// A picture that is in the address itself: nothing is fetched.
pub(super) fn is_embedded_picture(url: &str) -> bool {
    ["png", "jpeg", "gif", "webp"].iter().any(|kind| url.starts_with(&format!("data:image/{kind};base64,")))
}

#[cfg(test)]
mod tests {
    use super::*;

    struct NoMarks;
    impl Marks for NoMarks {
        fn inline(&self, _: usize) -> String {
            String::new()
        }
        fn block(&self, _: usize) -> Option<String> {
            None
        }
        fn heading_id(&self, _: usize) -> Option<String> {
            None
        }
    }

    fn html(markdown: &str) -> String {
        from_markdown(markdown, &NoMarks).html
    }

    #[test]
    fn what_authors_write_runs_nothing() {
        for (markdown, written) in [
            ("a <script>alert(1)</script> b", "<p>a &lt;script&gt;alert(1)&lt;/script&gt; b</p>\n"),
            ("<div onclick=x>\ny\n</div>\n", "<p>&lt;div onclick=x&gt;\ny\n&lt;/div&gt;</p>\n"),
            ("[a](javascript:alert(1))", "<p>a</p>\n"),
            ("[a](JAVA&#x09;SCRIPT:alert(1))", "<p>a</p>\n"),
            ("[a](data:text/html,x)", "<p>a</p>\n"),
            ("[a](vbscript:x)", "<p>a</p>\n"),
            ("[a](https://doi.org/10.1/x?a=b:c)", "<p><a href=\"https://doi.org/10.1/x?a=b:c\">a</a></p>\n"),
            ("[a](#methods)", "<p><a href=\"#methods\">a</a></p>\n"),
            ("![a](https://x.org/p.png)", "<p><a href=\"https://x.org/p.png\">a</a></p>\n"),
            ("CO<sub>2</sub> <!-- no -->", "<p>CO<sub>2</sub> </p>\n"),
            ("<sub onclick=x>2</sub>", "<p>&lt;sub onclick=x&gt;2</sub></p>\n"),
        ] {
            assert_eq!(html(markdown), written, "{markdown}");
        }
    }

    #[test]
    fn headings_have_stable_unique_ids_and_sections() {
        let body = from_markdown("## Results\n\n### Survival\n\na\n\n## Results\n\nb\n", &NoMarks);
        let ids: Vec<_> = body.headings.iter().map(|h| h.id.as_str()).collect();
        assert_eq!(ids, ["results", "survival", "results-2"]);
        assert_eq!(body.html.matches("<section").count(), 2);
        assert_eq!(body.html.matches("</section>").count(), 2);
    }

    #[test]
    fn footnotes_lead_there_and_back() {
        let text = html("a[^x] b[^y] c[^x]\n\n[^y]: second\n\n[^x]: first\n");
        let order = [
            "id=\"fnref-1\" href=\"#fn-1\"",
            "id=\"fnref-2\" href=\"#fn-2\"",
            "id=\"fnref-1-2\" href=\"#fn-1\"",
            "<li id=\"fn-1\"><p>first <a href=\"#fnref-1\"",
            "href=\"#fnref-1-2\"",
            "<li id=\"fn-2\"><p>second",
        ];
        let mut from = 0;
        for part in order {
            let at = text[from..].find(part).unwrap_or_else(|| panic!("{part} in {text}"));
            from += at;
        }
    }

    #[test]
    fn an_authors_table_keeps_its_form() {
        let text = html("| a | b |\n|---|--:|\n| **c** <i> | [d](#e) |\n");
        assert!(text.contains("<th>a</th><th style=\"text-align: right\">b</th>"), "{text}");
        assert!(text.contains("<td><strong>c</strong> &lt;i&gt;</td>"), "{text}");
    }
}
