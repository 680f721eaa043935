//! Formatted text of citations and references.

use std::fmt::Write as _;

use hayagriva::citationberg::{FontStyle, FontWeight, VerticalAlign};
use hayagriva::{ElemChild, ElemChildren, ElemMeta, Formatted};

use crate::report::{html, markdown};

/// Where a run leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// To a reference of the list, by key.
    Reference(String),
    /// To an address.
    Address(String),
}

/// A piece of text with its format.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Run {
    /// Plain text.
    pub text: String,
    /// Italic.
    pub italic: bool,
    /// Bold.
    pub bold: bool,
    /// Superscript.
    pub superscript: bool,
    /// Subscript.
    pub subscript: bool,
    /// Where it leads.
    pub target: Option<Target>,
}

/// A formatted text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Runs(pub Vec<Run>);

impl Runs {
    /// From an element of the style; `keys` are those of a citation's items, to which its parts lead.
    pub(super) fn from_elements(elements: &ElemChildren, keys: &[&str]) -> Self {
        let mut runs = Self::default();
        runs.collect(elements, keys, None);
        runs
    }

    fn collect(&mut self, elements: &ElemChildren, keys: &[&str], target: Option<&Target>) {
        for child in &elements.0 {
            match child {
                ElemChild::Text(text) => self.push(text, target.cloned()),
                ElemChild::Link { text, url } => {
                    let safe = url.starts_with("https://") || url.starts_with("http://");
                    self.push(text, target.cloned().or_else(|| safe.then(|| Target::Address(url.clone()))));
                }
                ElemChild::Markup(text) => {
                    self.0.push(Run { text: text.clone(), target: target.cloned(), ..Run::default() });
                }
                ElemChild::Elem(element) => {
                    let item = match element.meta {
                        Some(ElemMeta::Entry(at)) => {
                            keys.get(at).map(|key| Target::Reference((*key).to_owned()))
                        }
                        _ => None,
                    };
                    self.collect(&element.children, keys, item.as_ref().or(target));
                }
                ElemChild::Transparent { .. } => {}
            }
        }
    }

    fn push(&mut self, text: &Formatted, target: Option<Target>) {
        let format = text.formatting;
        let run = Run {
            text: text.text.clone(),
            italic: format.font_style == FontStyle::Italic,
            bold: format.font_weight == FontWeight::Bold,
            superscript: format.vertical_align == VerticalAlign::Sup,
            subscript: format.vertical_align == VerticalAlign::Sub,
            target,
        };
        match self.0.last_mut() {
            Some(last)
                if Run { text: String::new(), ..last.clone() }
                    == Run { text: String::new(), ..run.clone() } =>
            {
                last.text.push_str(&run.text);
            }
            _ if run.text.is_empty() => {}
            _ => self.0.push(run),
        }
    }

    /// Without what a style leaves where a field is missing (`2007;.`), and with the others of `and others` as they
    /// are meant.
    pub(super) fn mended(mut self) -> Self {
        for run in &mut self.0 {
            for (left, meant) in [
                (";.", "."),
                (", others.", ", et al."),
                (", & others", ", et al."),
                (" and others", " et al."),
                ("  ", " "),
            ] {
                run.text = run.text.replace(left, meant);
            }
        }
        if let Some(last) = self.0.last_mut() {
            last.text.truncate(last.text.trim_end().len());
        }
        self
    }

    /// Takes the number of a reference off its start; whether it was there.
    pub(super) fn without_number(&mut self, number: usize) -> bool {
        let Some(first) = self.0.first_mut() else { return false };
        let forms =
            [format!("{number}. "), format!("[{number}] "), format!("({number}) "), format!("{number} ")];
        match forms.iter().find_map(|form| first.text.strip_prefix(form.as_str())) {
            Some(rest) => {
                first.text = rest.to_owned();
                true
            }
            None => false,
        }
    }

    /// The text without its format.
    #[must_use]
    pub fn plain(&self) -> String {
        self.0.iter().map(|run| run.text.as_str()).collect()
    }

    /// As HTML; references of the list have the ids that `anchor` gives their keys.
    #[must_use]
    pub fn html(&self, anchor: &dyn Fn(&str) -> String) -> String {
        let mut out = String::new();
        for run in &self.0 {
            let mut text = html::escape(&run.text);
            for (on, tag) in
                [(run.italic, "i"), (run.bold, "b"), (run.superscript, "sup"), (run.subscript, "sub")]
            {
                if on {
                    text = format!("<{tag}>{text}</{tag}>");
                }
            }
            let _ = match &run.target {
                Some(Target::Reference(key)) => {
                    write!(out, "<a class=\"citation\" href=\"#{}\">{text}</a>", html::escape(&anchor(key)))
                }
                Some(Target::Address(url)) => write!(out, "<a href=\"{}\">{text}</a>", html::escape(url)),
                None => write!(out, "{text}"),
            };
        }
        out
    }

    /// As Markdown; references of the list are not linked, for GitHub gives list items no anchors.
    #[must_use]
    pub fn markdown(&self) -> String {
        let mut out = String::new();
        for run in &self.0 {
            let inner = run.text.trim();
            let (lead, trail) = match run.text.find(inner) {
                Some(at) if !inner.is_empty() => (&run.text[..at], &run.text[at + inner.len()..]),
                _ => (run.text.as_str(), ""),
            };
            if matches!(&run.target, Some(Target::Address(url)) if url == inner) {
                let _ = write!(out, "{lead}<{}>{trail}", address(inner));
                continue;
            }
            let mut text = markdown::escape(inner);
            if run.superscript && !inner.is_empty() {
                text = format!("<sup>{text}</sup>");
            }
            if run.subscript && !inner.is_empty() {
                text = format!("<sub>{text}</sub>");
            }
            if run.italic && !inner.is_empty() {
                text = format!("*{text}*");
            }
            if run.bold && !inner.is_empty() {
                text = format!("**{text}**");
            }
            if let Some(Target::Address(url)) = &run.target
                && !inner.is_empty()
            {
                text = format!("[{text}]({})", address(url));
            }
            let _ = write!(out, "{lead}{text}{trail}");
        }
        out
    }
}

/// An address inside the brackets of a Markdown link.
pub(super) fn address(url: &str) -> String {
    url.replace('(', "%28").replace(')', "%29").replace(' ', "%20").replace('<', "%3C").replace('>', "%3E")
}
