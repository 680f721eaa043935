//! Findings for people, for machines and as annotations of a pull request.

use std::borrow::Borrow;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Snippet};
use serde::Serialize;

use super::{Code, Diagnostic, Label, Position, Severity};

/// Who reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// Annotated source snippets.
    #[default]
    Human,
    /// One JSON object per line.
    Json,
    /// Workflow commands of GitHub Actions: annotations in a pull request.
    GitHub,
}

/// How findings are shown.
#[derive(Debug, Clone)]
pub struct Renderer {
    /// Who reads.
    pub format: Format,
    /// Whether to write terminal styles (people only).
    pub styled: bool,
    /// Columns of the terminal (people only).
    pub width: usize,
    /// What file names are shown after: the folder of the review as the user wrote it, with its slash.
    pub prefix: String,
}

impl Default for Renderer {
    fn default() -> Self {
        Self { format: Format::Human, styled: false, width: 100, prefix: String::new() }
    }
}

/// Labels this many lines apart are shown as two snippets, so that long files are not walked through.
const FAR: usize = 100;

impl Renderer {
    /// Plain text for people, for tests and files.
    #[must_use]
    pub fn plain() -> Self {
        Self::default()
    }

    /// A finding as text; ends without a line end.
    #[must_use]
    pub fn render(&self, finding: &Diagnostic) -> String {
        match self.format {
            Format::Human => self.human(finding),
            Format::Json => self.json(finding),
            Format::GitHub => self.github(finding),
        }
    }

    /// All findings; for people an empty line between two. Ends with a line end unless there is none.
    #[must_use]
    pub fn render_all(&self, findings: impl IntoIterator<Item: Borrow<Diagnostic>>) -> String {
        let between = if self.format == Format::Human { "\n\n" } else { "\n" };
        let rendered: Vec<String> =
            findings.into_iter().map(|finding| self.render(finding.borrow())).collect();
        if rendered.is_empty() { String::new() } else { rendered.join(between) + "\n" }
    }

    fn path(&self, label: &Label) -> String {
        format!("{}{}", self.prefix, label.place.file.name())
    }

    fn human(&self, finding: &Diagnostic) -> String {
        let level = match finding.severity() {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let wrapped = |text: &String| wrap(text, self.width.saturating_sub(12));
        // Behind `warning[W000]: `.
        let title = wrap(&finding.message, self.width.saturating_sub(15));
        let mut group = Group::with_title(level.primary_title(title).id(finding.code.id()));
        group = group.elements(self.snippets(finding));
        group = group.elements(finding.notes.iter().map(|note| Level::NOTE.message(wrapped(note))));
        group = group.elements(finding.hint.iter().map(|hint| Level::HELP.message(wrapped(hint))));
        let renderer = if self.styled {
            annotate_snippets::Renderer::styled()
        } else {
            annotate_snippets::Renderer::plain()
        };
        let renderer = renderer.decor_style(DecorStyle::Ascii).term_width(self.width);
        let text = renderer.render(&[group]);
        text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
    }

    /// The labels by file, those that are near to each other in one snippet, the primary one first.
    fn snippets<'a>(&self, finding: &'a Diagnostic) -> Vec<Element<'a>> {
        let primary = finding.primary.iter().map(|label| (AnnotationKind::Primary, label));
        let related = finding.related.iter().map(|label| (AnnotationKind::Context, label));
        let mut clusters: Vec<Vec<(AnnotationKind, &Label)>> = Vec::new();
        for (kind, label) in primary.chain(related) {
            let near = clusters.iter_mut().find(|cluster| {
                cluster.iter().any(|(_, other)| {
                    other.place.file.name() == label.place.file.name()
                        && line(other).abs_diff(line(label)) < FAR
                })
            });
            match near {
                Some(cluster) => cluster.push((kind, label)),
                None => clusters.push(vec![(kind, label)]),
            }
        }
        clusters.iter().map(|cluster| self.snippet(cluster)).collect()
    }

    fn snippet<'a>(&self, cluster: &[(AnnotationKind, &'a Label)]) -> Element<'a> {
        let Some((_, first)) = cluster.first() else { return Element::Padding(annotate_snippets::Padding) };
        let file = &first.place.file;
        if file.text().is_empty() {
            return Origin::path(self.path(first)).line(1).char_column(1).into();
        }
        let length = file.text().len();
        let lines = cluster.iter().map(|(_, label)| line(label));
        let from = lines.min().unwrap_or(0);
        let ends = cluster.iter().map(|(_, label)| file.line_index(label.place.span.end.min(length)));
        let window = file.line_span(from).start..file.line_span(ends.max().unwrap_or(from)).end;
        let text = file.text().get(window.clone()).unwrap_or("");
        let annotations = cluster.iter().map(|(kind, label)| {
            let clip = |offset: usize| offset.clamp(window.start, window.end) - window.start;
            let span = clip(label.place.span.start)..clip(label.place.span.end);
            let words = (!label.text.is_empty()).then_some(label.text.as_str());
            kind.span(span).label(words)
        });
        Snippet::source(text).path(self.path(first)).line_start(from + 1).annotations(annotations).into()
    }

    fn json(&self, finding: &Diagnostic) -> String {
        let spot = |label: &Label| {
            let (start, end) = (label.place.start(), label.place.end());
            Spot {
                file: self.path(label),
                line: start.line,
                column: start.column,
                end_line: end.line,
                end_column: end.column,
                label: label.text.clone(),
            }
        };
        let object = Object {
            code: finding.code,
            level: finding.severity(),
            message: &finding.message,
            spot: finding.primary.as_ref().map(spot),
            hint: finding.hint.as_deref(),
            notes: &finding.notes,
            related: finding.related.iter().map(spot).collect(),
        };
        serde_json::to_string(&object).unwrap_or_default()
    }

    fn github(&self, finding: &Diagnostic) -> String {
        let mut properties = String::new();
        if let Some(label) = &finding.primary {
            let (start, end) = (label.place.start(), label.place.end());
            properties =
                format!("file={},line={},col={}", property(&self.path(label)), start.line, start.column);
            properties += &format!(",endLine={}", end.line);
            // A range of columns is only read on a single line.
            if start.line == end.line {
                properties += &format!(",endColumn={}", end.column.max(start.column));
            }
            properties.push(',');
        }
        let mut message = finding.message.clone();
        if let Some(label) = finding.primary.as_ref().filter(|label| !label.text.is_empty()) {
            message += &format!(" ({})", label.text);
        }
        for label in &finding.related {
            let Position { line, column } = label.place.start();
            message += &format!("\n{}:{line}:{column}: {}", self.path(label), label.text);
        }
        for note in &finding.notes {
            message += &format!("\nnote: {note}");
        }
        if let Some(hint) = &finding.hint {
            message += &format!("\nhelp: {hint}");
        }
        let (level, code) = (finding.severity(), finding.code);
        format!("::{level} {properties}title={code}::{}", data(&message))
    }
}

/// Breaks lines that are longer than a width between words; what stands between backticks is one word.
#[must_use]
pub fn wrap(text: &str, width: usize) -> String {
    let mut lines: Vec<String> = Vec::new();
    for paragraph in text.lines() {
        let mut line = String::new();
        let mut code = false;
        let words = paragraph.split(|c: char| {
            code ^= c == '`';
            c == ' ' && !code
        });
        for word in words {
            if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > width {
                lines.push(std::mem::take(&mut line));
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line += word;
        }
        lines.push(line);
    }
    lines.join("\n")
}

fn line(label: &Label) -> usize {
    label.place.file.line_index(label.place.span.start.min(label.place.file.text().len()))
}

/// Escapes the message of a workflow command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes a property of a workflow command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// The keys of `diagnostics` in results.json, then what only a reader of the stream needs.
struct Object<'a> {
    code: Code,
    level: Severity,
    message: &'a str,
    spot: Option<Spot>,
    hint: Option<&'a str>,
    notes: &'a [String],
    related: Vec<Spot>,
}

#[derive(Serialize)]
struct Spot {
    file: String,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    #[serde(skip_serializing_if = "String::is_empty")]
    label: String,
}

impl Serialize for Object<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("code", &self.code)?;
        map.serialize_entry("level", &self.level)?;
        map.serialize_entry("message", self.message)?;
        if let Some(spot) = &self.spot {
            map.serialize_entry("file", &spot.file)?;
            map.serialize_entry("line", &spot.line)?;
            map.serialize_entry("column", &spot.column)?;
            map.serialize_entry("end_line", &spot.end_line)?;
            map.serialize_entry("end_column", &spot.end_column)?;
            map.serialize_entry("label", &spot.label)?;
        }
        map.serialize_entry("hint", &self.hint)?;
        map.serialize_entry("notes", self.notes)?;
        map.serialize_entry("related", &self.related)?;
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use super::super::{SourceFile, codes};
    use super::*;

    fn finding() -> Diagnostic {
        let file =
            SourceFile::new("review.yaml", "title: ECMO\nanalyses:\n  survival: {measur: proportion}\n");
        let other = SourceFile::new("studies.csv", "study,n\na,1\n");
        Diagnostic::new(codes::UNKNOWN_KEY, "unknown key `measur`")
            .at(file.place(35..41), "not a key of an analysis")
            .also(other.place(6..7), "100% here")
            .hint("did you mean `measure`?")
    }

    #[test]
    fn people_see_the_line_with_carets() {
        let text = Renderer::plain().render(&finding());
        snapbox::assert_data_eq!(
            text,
            snapbox::str![[r#"
error[E001]: unknown key `measur`
 --> review.yaml:3:14
  |
3 |   survival: {measur: proportion}
  |              ^^^^^^ not a key of an analysis
  |
 ::: studies.csv:1:7
  |
1 | study,n
  |       - 100% here
  |
  = help: did you mean `measure`?
"#]]
        );
    }

    #[test]
    fn machines_see_one_line() {
        let renderer =
            Renderer { format: Format::Json, prefix: "reviews/a/".to_owned(), ..Renderer::plain() };
        let value: serde_json::Value = serde_json::from_str(&renderer.render(&finding())).unwrap();
        assert_eq!(value["code"], "E001");
        assert_eq!(value["level"], "error");
        assert_eq!(value["file"], "reviews/a/review.yaml");
        assert_eq!((value["line"].as_u64(), value["column"].as_u64()), (Some(3), Some(14)));
        assert_eq!(value["related"][0]["file"], "reviews/a/studies.csv");
        assert_eq!(value["hint"], "did you mean `measure`?");
    }

    #[test]
    fn pull_requests_see_an_annotation() {
        let renderer = Renderer { format: Format::GitHub, ..Renderer::plain() };
        assert_eq!(
            renderer.render(&finding()),
            "::error file=review.yaml,line=3,col=14,endLine=3,endColumn=20,title=E001::unknown key `measur` \
             (not a key of an analysis)%0Astudies.csv:1:7: 100%25 here%0Ahelp: did you mean `measure`?"
        );
    }

    #[test]
    fn places_at_the_end_of_a_file_and_in_an_empty_one_are_shown() {
        for text in ["", "a: 1", "a: 1\n"] {
            let file = SourceFile::new("review.yaml", text);
            let end = file.place(text.len()..text.len());
            let shown = Renderer::plain().render(&Diagnostic::new(codes::MISSING_KEY, "x").at(end, "here"));
            assert!(shown.contains("review.yaml:"), "{shown}");
        }
    }
}
