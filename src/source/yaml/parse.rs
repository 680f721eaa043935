//! Events of the parser to the tree, with every fault of form.

use std::ops::Range;
use std::sync::Arc;

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, Span};

use super::{Document, Entry, Kind, Node, Scalar};
use crate::diagnostics::{Diagnostic, Diagnostics, codes};
use crate::source::SourceFile;
use crate::source::invisible::{invisible_character, is_invisible};

/// The deepest nesting of mappings and lists.
const DEEPEST: usize = 64;
/// The longest key, in characters: ids name files.
const LONGEST_KEY: usize = 200;
/// The longest text, in characters.
const LONGEST_TEXT: usize = 100_000;
/// The most keys of a mapping. Each is compared with those before it.
const MOST_KEYS: usize = 5_000;
/// The most entries of a list.
const MOST_ITEMS: usize = 200_000;

/// Reads a YAML file. Faults go to `found`; a document comes back unless the file cannot be read on. A
/// duplicate key keeps its first value.
pub fn parse(file: &Arc<SourceFile>, found: &mut Diagnostics) -> Option<Document> {
    let mut builder = Builder::new(file, found);
    let mut parser = Parser::new_from_str(file.text());
    loop {
        match parser.next_event() {
            None => break,
            Some(Ok((event, span))) => {
                let span = builder.bytes(span);
                if builder.take(event, span).is_err() {
                    return None;
                }
            }
            Some(Err(error)) => {
                builder.syntax(&error);
                return None;
            }
        }
    }
    let root = builder.root.take();
    let empty = root.as_ref().is_none_or(|root| matches!(root.kind, Kind::Scalar(Scalar::Null)));
    if empty {
        let diagnostic = Diagnostic::new(codes::EMPTY_SPECIFICATION, format!("`{}` is empty", file.name()))
            .at(file.place(0..0), "nothing is given here")
            .hint("a review needs a `title` and its `studies`; `ecmo-report init` writes one to start from");
        found.push(diagnostic);
        return None;
    }
    root.map(|root| Document { file: Arc::clone(file), root })
}

/// Reading cannot go on.
struct Stop;

/// A mapping or list that is not closed yet.
struct Open {
    start: usize,
    end: usize,
    flow: bool,
    content: Content,
}

enum Content {
    List(Vec<Node>),
    Map { entries: Vec<Entry>, key: Option<(String, Range<usize>)> },
}

struct Builder<'a> {
    file: &'a Arc<SourceFile>,
    found: &'a mut Diagnostics,
    /// Byte offsets of the characters, where the text has some of more than one byte.
    offsets: Option<Vec<usize>>,
    open: Vec<Open>,
    root: Option<Node>,
    documents: usize,
}

impl<'a> Builder<'a> {
    fn new(file: &'a Arc<SourceFile>, found: &'a mut Diagnostics) -> Self {
        let text = file.text();
        let offsets = (!text.is_ascii()).then(|| text.char_indices().map(|(offset, _)| offset).collect());
        Self { file, found, offsets, open: Vec::new(), root: None, documents: 0 }
    }

    fn byte(&self, character: usize) -> usize {
        let length = self.file.text().len();
        match &self.offsets {
            Some(offsets) => offsets.get(character).copied().unwrap_or(length),
            None => character.min(length),
        }
    }

    fn bytes(&self, span: Span) -> Range<usize> {
        let start = self.byte(span.start.index());
        start..self.byte(span.end.index()).max(start)
    }

    fn take(&mut self, event: Event<'_>, span: Range<usize>) -> Result<(), Stop> {
        match event {
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => Ok(()),
            Event::DocumentStart(_) => self.document(span),
            Event::Alias(_) => {
                self.feature(span, "an alias", "write the value out, or put what is shared under `methods`");
                self.value(Node { span: 0..0, kind: Kind::Scalar(Scalar::Text(String::new())) })
            }
            Event::Scalar(text, style, anchor, tag) => {
                self.anchor_or_tag(anchor, tag.is_some(), span.start);
                self.scalar(&text, style, span)
            }
            Event::SequenceStart(anchor, tag) => {
                self.anchor_or_tag(anchor, tag.is_some(), span.start);
                self.push(span, Content::List(Vec::new()))
            }
            Event::MappingStart(anchor, tag) => {
                self.anchor_or_tag(anchor, tag.is_some(), span.start);
                self.push(span, Content::Map { entries: Vec::new(), key: None })
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(&span),
        }
    }

    fn document(&mut self, span: Range<usize>) -> Result<(), Stop> {
        self.documents += 1;
        if self.documents == 1 {
            return Ok(());
        }
        self.found.push(
            Diagnostic::new(codes::SEVERAL_DOCUMENTS, "the file holds more than one YAML document")
                .at(self.file.place(span), "a second document begins here")
                .hint("a review is a single document: remove the line `---`"),
        );
        Err(Stop)
    }

    fn feature(&mut self, span: Range<usize>, what: &str, hint: &str) {
        self.found.push(
            Diagnostic::new(codes::YAML_FEATURE, format!("{what} of YAML is not supported"))
                .at(self.file.place(span), format!("{what} here"))
                .hint(hint),
        );
    }

    /// The parser tells of an anchor or a tag with the value that follows it.
    fn anchor_or_tag(&mut self, anchor: usize, tag: bool, value: usize) {
        for (given, sign, what) in [(anchor != 0, '&', "an anchor"), (tag, '!', "a tag")] {
            if !given {
                continue;
            }
            let text = self.file.text();
            let start = text[..value].rfind(sign).unwrap_or(value);
            let ends = |c: char| c.is_whitespace() || matches!(c, ',' | ']' | '}');
            let length = text[start..].find(ends).unwrap_or(text.len() - start);
            let hint = format!("remove it; a text that begins with `{sign}` needs quotes");
            self.feature(start..start + length, what, &hint);
        }
    }

    fn scalar(&mut self, text: &str, style: ScalarStyle, span: Range<usize>) -> Result<(), Stop> {
        // Those that stand in the file have been refused; quoted texts can escape them.
        if let Some(c) = text.chars().find(|c| is_invisible(*c)) {
            self.found.push(invisible_character(self.file, span.clone(), c));
        }
        let key = self.wants_key();
        let (most, what) = if key { (LONGEST_KEY, "a key") } else { (LONGEST_TEXT, "a text") };
        if text.len() > most && text.chars().count() > most {
            let first = span.start..self.file.line_span(self.file.line_index(span.start)).end.max(span.start);
            self.found.push(
                Diagnostic::new(codes::TEXT_TOO_LONG, format!("{what} has more than {most} characters"))
                    .at(self.file.place(first), "it begins here")
                    .hint(
                        "close the quote where the text ends, or put it into a file of its own under `text`",
                    ),
            );
            return Err(Stop);
        }
        if key {
            return self.key(text, style, span);
        }
        let scalar = match style {
            ScalarStyle::Plain => Scalar::from_plain(text),
            _ => Scalar::Text(text.to_owned()),
        };
        if matches!(scalar, Scalar::Number(number) if !number.is_finite()) {
            self.found.push(
                Diagnostic::new(codes::NOT_FINITE, format!("`{text}` is not a finite number"))
                    .at(self.file.place(span.clone()), "not finite")
                    .hint("leave out what is not known: it is never taken as zero"),
            );
        }
        let source = &self.file.text()[span.clone()];
        let span = match self.open.last() {
            // The parser puts an empty value where the next token begins.
            Some(Open { content: Content::Map { key: Some((_, key)), .. }, .. }) if source.is_empty() => {
                let colon = self.file.text()[key.end..].find(':').map_or(key.end, |at| key.end + at + 1);
                colon..colon
            }
            _ => span.start..span.start + source.trim_end().len(),
        };
        self.value(Node { span, kind: Kind::Scalar(scalar) })
    }

    fn wants_key(&self) -> bool {
        matches!(self.open.last(), Some(Open { content: Content::Map { key: None, .. }, .. }))
    }

    fn key(&mut self, text: &str, style: ScalarStyle, span: Range<usize>) -> Result<(), Stop> {
        if style == ScalarStyle::Plain && text == "<<" {
            self.feature(span.clone(), "a merge key", "put what is shared under `methods`, or write it out");
        }
        if let Some(Open { content: Content::Map { key, .. }, .. }) = self.open.last_mut() {
            *key = Some((text.to_owned(), span));
        }
        Ok(())
    }

    fn push(&mut self, span: Range<usize>, content: Content) -> Result<(), Stop> {
        if self.wants_key() {
            self.found.push(
                Diagnostic::new(codes::YAML_FEATURE, "a key is a list or a mapping")
                    .at(self.file.place(span), "a key is a single text")
                    .hint("a text with brackets or braces, such as a template, needs quotes"),
            );
            return Err(Stop);
        }
        if self.open.len() >= DEEPEST {
            self.found.push(
                Diagnostic::new(codes::NESTED_TOO_DEEPLY, format!("more than {DEEPEST} levels of nesting"))
                    .at(self.file.place(span), "this is one level too deep")
                    .hint("no key of a review stands deeper than a dozen levels: close each bracket"),
            );
            return Err(Stop);
        }
        let flow = self.file.text()[span.clone()].starts_with(['{', '[']);
        self.open.push(Open { start: span.start, end: span.start, flow, content });
        Ok(())
    }

    fn close(&mut self, span: &Range<usize>) -> Result<(), Stop> {
        let Some(open) = self.open.pop() else { return Ok(()) };
        let end = if open.flow { span.end } else { open.end };
        let kind = match open.content {
            Content::List(items) => Kind::List(items),
            Content::Map { entries, .. } => Kind::Map(entries),
        };
        self.value(Node { span: open.start..end.max(open.start), kind })
    }

    fn value(&mut self, node: Node) -> Result<(), Stop> {
        let Some(open) = self.open.last_mut() else {
            self.root = Some(node);
            return Ok(());
        };
        open.end = node.span.end.max(open.end);
        let (length, most) = match &open.content {
            Content::List(items) => (items.len(), MOST_ITEMS),
            Content::Map { entries, .. } => (entries.len(), MOST_KEYS),
        };
        if length >= most {
            self.found.push(
                Diagnostic::new(codes::TOO_MANY_ENTRIES, format!("more than {most} entries"))
                    .at(self.file.place(node.span), "this is one too many")
                    .hint("a review has nothing of this size: put the studies into a table"),
            );
            return Err(Stop);
        }
        match &mut open.content {
            Content::List(items) => items.push(node),
            Content::Map { entries, key } => {
                let Some((key, key_span)) = key.take() else {
                    self.feature(node.span, "an alias as a key", "write the key out");
                    return Err(Stop);
                };
                match entries.iter().find(|entry| entry.key == key) {
                    Some(first) => self.found.push(
                        Diagnostic::new(codes::DUPLICATE_KEY, format!("duplicate key `{key}`"))
                            .at(self.file.place(key_span), "given a second time here")
                            .also(self.file.place(first.key_span.clone()), "given first here")
                            .hint("keep one of the two"),
                    ),
                    None => entries.push(Entry { key, key_span, value: node }),
                }
            }
        }
        Ok(())
    }

    fn syntax(&mut self, error: &ScanError) {
        let text = self.file.text();
        let mut at = self.byte(error.marker().index());
        // At the end of the file nothing can be underlined: show the last line that has something in it.
        if text[at..].trim().is_empty() {
            at = text.trim_end().len();
        }
        let line = self.file.line_span(self.file.line_index(at));
        let point = at.min(line.end);
        let after = text[point..].chars().next().filter(|c| !c.is_whitespace()).map_or(0, char::len_utf8);
        let info = error.info();
        let mut diagnostic = Diagnostic::new(codes::INVALID_YAML, format!("invalid YAML: {}", info.trim()))
            .at(self.file.place(point..point + after), "reading stopped here");
        let bracket = self.open.iter().rev().find(|open| open.flow);
        if let Some(open) = bracket {
            let bracket = self.file.place(open.start..open.start + 1);
            diagnostic = diagnostic.also(bracket, "this bracket is not closed yet");
        }
        let indent = &text[line.start..point];
        let tab = text[line.clone()].len() > text[line.clone()].trim_start_matches([' ', '\t']).len()
            && text[line.clone()].trim_start_matches(' ').starts_with('\t');
        let hint = if tab {
            "indent with spaces: YAML does not take tabs"
        } else if info.contains("mapping values are not allowed") && indent.matches(": ").count() >= 1 {
            "a text with `: ` in it needs quotes"
        } else if info.contains("quoted scalar") {
            "close the quote that was opened"
        } else if bracket.is_some() {
            "close the bracket where its entries end, and put texts with `,`, `: ` or brackets in them in quotes"
        } else {
            "look at the indentation, brackets and quotes of this line and the one before"
        };
        self.found.push(diagnostic.hint(hint));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(text: &str) -> Vec<String> {
        let mut found = Diagnostics::new();
        let file = SourceFile::new("review.yaml", text);
        parse(&file, &mut found);
        found
            .sorted()
            .iter()
            .map(|d| format!("{} {} {:?}", d.code, d.message, d.place().map(crate::source::Place::text)))
            .collect()
    }

    #[test]
    fn features_that_a_review_does_not_need_are_refused_all_at_once() {
        let text = "a: &x 1\nb: *x\nc: !t 2\nd: {<<: 3}\ne: .nan\na: 4\n";
        assert_eq!(
            faults(text),
            [
                "E008 an anchor of YAML is not supported Some(\"&x\")",
                "E008 an alias of YAML is not supported Some(\"*x\")",
                "E008 a tag of YAML is not supported Some(\"!t\")",
                "E008 a merge key of YAML is not supported Some(\"<<\")",
                "E010 `.nan` is not a finite number Some(\".nan\")",
                "E002 duplicate key `a` Some(\"a\")",
            ]
        );
    }

    #[test]
    fn what_is_no_single_document_is_refused() {
        assert_eq!(
            faults("a: 1\n---\nb: 2\n"),
            ["E009 the file holds more than one YAML document Some(\"---\")"]
        );
        assert_eq!(faults("# only a comment\n"), ["E012 `review.yaml` is empty Some(\"\")"]);
        assert_eq!(faults(""), ["E012 `review.yaml` is empty Some(\"\")"]);
        assert_eq!(faults("---\na: 1\n...\n"), [""; 0]);
        assert!(faults(&"[".repeat(70))[0].starts_with("E341"));
        assert!(faults("? [a]\n: b\n")[0].starts_with("E008 a key is"));
    }

    #[test]
    fn syntax_is_explained_where_reading_stopped() {
        let mut found = Diagnostics::new();
        let file = SourceFile::new("review.yaml", "title: Survival: a review\n");
        assert!(parse(&file, &mut found).is_none());
        let fault = found.sorted()[0].clone();
        assert_eq!(fault.code, codes::INVALID_YAML);
        assert_eq!(fault.hint.as_deref(), Some("a text with `: ` in it needs quotes"));
    }

    #[test]
    fn no_text_makes_it_panic() {
        for text in [
            "é: [",
            "\u{0}",
            "a:\n\t- b",
            "'",
            "- - -",
            "{a: b",
            "%YAML 9\n---\na",
            "a: |\n",
            "&a",
            "*",
            "!",
            "? ",
            "\r",
            "a: \"\\x\"",
        ] {
            faults(text);
        }
    }
}
