//! What Tera says of a template, as a diagnostic at its place in what the author wrote.

use std::ops::Range;
use std::sync::{Arc, PoisonError};

use tera::{ErrorKind, ReportError, Value};

use super::environment::Environment;
use super::lookup::{member, resolve, segments};
use super::prepare::Prepared;
use crate::diagnostics::{Diagnostic, codes, did_you_mean};
use crate::source::SourceFile;

/// The names that templates of a report can call, without those of Tera.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// After a pipe.
    pub filters: Vec<&'static str>,
    /// With arguments in brackets.
    pub functions: Vec<&'static str>,
}

impl Environment {
    /// An error of Tera, at the place in what the author wrote; `text` is what is rendered without a name.
    pub(super) fn diagnostic(
        &self,
        error: &tera::Error,
        text: Option<(&Arc<SourceFile>, &Prepared)>,
    ) -> Diagnostic {
        let fault = self.shared.fault.lock().unwrap_or_else(PoisonError::into_inner).take();
        let report = match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => Some(report),
            _ => None,
        };
        let source = report.and_then(|report| {
            self.sources.get(report.filename()).map(|(file, prepared)| (file, prepared)).or(text)
        });
        let Some((report, (file, prepared))) = report.zip(source) else {
            return self.unplaced(&error.to_string(), text);
        };
        let span = prepared.original(&report.span().range);
        if let Some(fault) = fault.filter(|fault| !fault.message.is_empty()) {
            let place = file.place(widened(file.text(), span));
            return Diagnostic::new(fault.code, fault.message)
                .at(place, "asked for here")
                .hint_if(fault.hint);
        }
        if let Some((expected, given)) = mismatch(report.message()) {
            return wrong_kind(file, &span, &expected, &given);
        }
        if let Some(path) = undefined_path(file.text(), &span, report) {
            return self.unknown_path(file, path);
        }
        let message = lowercase(report.message());
        let closes = ["}}", "%}"].into_iter().find(|end| message.ends_with(&format!("expected {end}")));
        Diagnostic::new(codes::TEMPLATE_FAULT, message)
            .at(file.place(widened(file.text(), span)), "here")
            .hint_if(closes.map(|end| format!("close the brackets before it with `{end}`")))
    }

    /// An error that is only a text: Tera names all unknown filters and functions at once, each with its place.
    fn unplaced(&self, message: &str, text: Option<(&Arc<SourceFile>, &Prepared)>) -> Diagnostic {
        let mut lines = message.lines();
        let first = lines.next().unwrap_or_default();
        let first = lowercase(first.strip_prefix("error: ").unwrap_or(first));
        let mut diagnostic = Diagnostic::new(codes::TEMPLATE_FAULT, first.as_str());
        let name = first.split('`').nth(1).unwrap_or_default();
        let known = if first.contains("filter") { &self.known.filters } else { &self.known.functions };
        diagnostic = diagnostic.hint_if(did_you_mean(name, known.iter().copied()));
        // ` --> name:line:column`, with the columns counted in characters.
        let place = lines.next().and_then(|line| line.trim().strip_prefix("--> ")).and_then(|place| {
            let mut parts = place.rsplitn(3, ':');
            let column: usize = parts.next()?.parse().ok()?;
            let line: usize = parts.next()?.parse().ok()?;
            let (file, prepared) = self.sources.get(parts.next()?).map(|(f, p)| (f, p)).or(text)?;
            let start: usize = prepared.text.split_inclusive('\n').take(line - 1).map(str::len).sum();
            let rest = prepared.text.get(start..)?;
            let start = start + rest.chars().take(column - 1).map(char::len_utf8).sum::<usize>();
            Some(file.place(prepared.original(&(start..start + name.len()))))
        });
        if place.is_some() {
            diagnostic = diagnostic.at_known(place, "not known here");
        }
        diagnostic
    }

    /// The diagnostic of a path that leads nowhere.
    fn unknown_path(&self, file: &Arc<SourceFile>, path: Range<usize>) -> Diagnostic {
        let text = file.text().get(path.clone()).unwrap_or_default();
        let mut value = &self.shared.context;
        let mut known = Vec::new();
        for step in segments(text) {
            if let Some(next) = member(value, &step) {
                value = next;
                known.push(step);
                continue;
            }
            let names: Vec<&str> = value
                .as_map()
                .map(|map| {
                    map.keys().filter_map(|key| key.as_str()).filter(|name| *name != "about").collect()
                })
                .unwrap_or_default();
            let message = if known.is_empty() {
                format!("unknown value `{step}`")
            } else {
                format!("unknown value `{step}` in `{}`", known.join("."))
            };
            let listed = names.iter().take(40).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
            // `survival.estimate`: what is computed is written by a filter.
            let filter = (!known.is_empty() && self.known.filters.contains(&step.as_str()))
                .then(|| format!("a filter writes it: `{{{{ {} | {step} }}}}`", known.join(".")));
            let hint = filter
                .or_else(|| did_you_mean(&step, names.iter().copied()))
                .or_else(|| (!listed.is_empty()).then(|| format!("the names here are {listed}")));
            return Diagnostic::new(codes::UNKNOWN_RESULT, message)
                .at(file.place(path), "not a value of this review")
                .hint_if(hint);
        }
        Diagnostic::new(codes::UNKNOWN_RESULT, format!("`{text}` has no value here"))
            .at(file.place(path), "not defined")
    }
}

/// What was expected and what was given, where this is what the message says.
fn mismatch(message: &str) -> Option<(String, String)> {
    if !message.contains("expected `") || !message.contains("but got `") {
        return None;
    }
    let mut quoted = message.split('`').skip(1).step_by(2).map(str::to_owned);
    Some((quoted.next()?, quoted.next()?))
}

/// A value of another kind than a filter takes; most often one that is not reported.
fn wrong_kind(file: &Arc<SourceFile>, span: &Range<usize>, expected: &str, given: &str) -> Diagnostic {
    let path = path_around(file.text(), span.start..span.end);
    let name = file.text().get(path.clone()).unwrap_or_default().to_owned();
    let words = |kind: &str| match kind {
        "f64" | "i64" | "u64" | "number" | "integer" | "float" => "a number",
        "&str" | "string" | "String" => "a text",
        "array" | "Vec" => "a list",
        "map" | "object" => "a mapping",
        "bool" => "true or false",
        _ => "a value of another kind",
    };
    let place = file.place(widened(file.text(), path));
    if given == "none" || given == "undefined" {
        return Diagnostic::new(codes::UNKNOWN_RESULT, format!("`{name}` has no value"))
            .at(place, "is none")
            .hint(format!(
                "it is not reported or cannot be computed: leave the sentence out, or put it between \
                 `{{% if {name} %}}` and `{{% endif %}}`"
            ));
    }
    Diagnostic::new(
        codes::TEMPLATE_FAULT,
        format!("`{name}` is {}, where {} is wanted", words(given), words(expected)),
    )
    .at(place, "here")
}

/// The whole path that a span is in.
fn path_around(text: &str, span: Range<usize>) -> Range<usize> {
    let of_path = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '[' | ']' | '"' | '\'');
    let start = text[..span.start].rfind(|c: char| !of_path(c));
    let start = start.map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    let end = text[span.start..].find(|c: char| !of_path(c)).map_or(text.len(), |at| span.start + at);
    start..end.max(start)
}

/// A span of nothing, widened to the character there.
fn widened(text: &str, span: Range<usize>) -> Range<usize> {
    if span.is_empty() {
        let width = text.get(span.start..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        span.start..span.start + width
    } else {
        span
    }
}

fn lowercase(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default().trim_end_matches('.');
    let mut characters = line.chars();
    characters.next().map_or_else(String::new, |first| first.to_lowercase().chain(characters).collect())
}

/// The path that is undefined: around the span of the fault, or before it where the fault is a filter's.
fn undefined_path(text: &str, span: &Range<usize>, report: &ReportError) -> Option<Range<usize>> {
    let of_path = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '[' | ']' | '"' | '\'');
    let message = report.message();
    let around = message.contains("not defined") || message.contains("undefined");
    if !around && !message.is_empty() {
        return None;
    }
    let mut end = span.end;
    let before = text.get(..end)?;
    if message.is_empty() {
        // A filter of ours: the path stands before the pipe.
        end = match before.rfind('|') {
            Some(pipe) if !before[pipe..].contains("}}") && !before[pipe..].contains("{{") => pipe,
            _ => end,
        };
    }
    let end = text.get(..end)?.trim_end().len();
    let start = text[..end]
        .rfind(|c: char| !of_path(c))
        .map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    let end = end + text[end..].find(|c: char| !of_path(c)).unwrap_or(0);
    (start < end && resolve(&Value::none(), &text[start..end]).is_none()).then_some(start..end)
}
