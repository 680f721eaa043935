//! A text file of a review and places in it.

use std::fmt;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// A text that a review is made of, with the name it has in the review's folder.
pub struct SourceFile {
    name: String,
    text: String,
    byte_order_mark: bool,
    line_starts: OnceLock<Vec<usize>>,
}

/// A position for people: both count from one, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

impl SourceFile {
    /// A file from its text. `name` is relative to the review's folder, with forward slashes. A byte order
    /// mark at the start is taken off; places count from the first byte after it.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Arc<Self> {
        let mut text = text.into();
        let byte_order_mark = text.starts_with('\u{feff}');
        if byte_order_mark {
            text.drain(..'\u{feff}'.len_utf8());
        }
        Arc::new(Self { name: name.into(), text, byte_order_mark, line_starts: OnceLock::new() })
    }

    /// The name relative to the review's folder, with forward slashes on every platform.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The text without a byte order mark.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The bytes as they are on disk, for checksums.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        let mark: &[u8] = if self.byte_order_mark { "\u{feff}".as_bytes() } else { &[] };
        [mark, self.text.as_bytes()].concat()
    }

    fn line_starts(&self) -> &[usize] {
        self.line_starts.get_or_init(|| {
            std::iter::once(0).chain(self.text.match_indices('\n').map(|(at, _)| at + 1)).collect()
        })
    }

    /// The line that a byte offset is in, from 0.
    pub(crate) fn line_index(&self, offset: usize) -> usize {
        self.line_starts().partition_point(|&start| start <= offset).saturating_sub(1)
    }

    /// The bytes of a line (from 0) without its line end.
    pub(crate) fn line_span(&self, index: usize) -> Range<usize> {
        let starts = self.line_starts();
        let start = starts.get(index).copied().unwrap_or(self.text.len());
        let end = starts.get(index + 1).copied().unwrap_or(self.text.len());
        start..start + self.text[start..end].trim_end_matches(['\n', '\r']).len()
    }

    /// Line and column of a byte offset. An offset beyond the end, or within a character, counts as the
    /// nearest one before.
    #[must_use]
    pub fn position(&self, offset: usize) -> Position {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.line_index(offset);
        let start = self.line_starts().get(line).copied().unwrap_or(0);
        Position { line: line + 1, column: self.text[start..offset].chars().count() + 1 }
    }

    /// A place in this file.
    #[must_use]
    pub fn place(self: &Arc<Self>, span: Range<usize>) -> Place {
        Place { file: Arc::clone(self), span }
    }
}

impl fmt::Debug for SourceFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SourceFile({})", self.name)
    }
}

/// Where something stands: a span of bytes in a file.
#[derive(Clone)]
pub struct Place {
    /// The file.
    pub file: Arc<SourceFile>,
    /// The bytes, possibly none (a point).
    pub span: Range<usize>,
}

impl Place {
    /// The position of the first character.
    #[must_use]
    pub fn start(&self) -> Position {
        self.file.position(self.span.start)
    }

    /// The position after the last character.
    #[must_use]
    pub fn end(&self) -> Position {
        self.file.position(self.span.end)
    }

    /// The text that stands there.
    #[must_use]
    pub fn text(&self) -> &str {
        self.file.text().get(self.span.clone()).unwrap_or("")
    }

    /// The place of a part of the text that stands here: of `text[part]`, where `text` is what this place holds,
    /// without quotes or with them. The whole place where the text is written in another way, with escapes or
    /// over several lines.
    #[must_use]
    pub fn within(&self, text: &str, part: Range<usize>) -> Self {
        let source = self.text();
        let skipped = if source == text {
            0
        } else if source.len() == text.len() + 2 && source.get(1..source.len() - 1) == Some(text) {
            1
        } else {
            return self.clone();
        };
        let start = self.span.start + skipped;
        Self { file: Arc::clone(&self.file), span: start + part.start..start + part.end }
    }

    /// What places are ordered by: file, then bytes.
    pub(crate) fn order(&self) -> (&str, usize, usize) {
        (self.file.name(), self.span.start, self.span.end)
    }
}

impl PartialEq for Place {
    fn eq(&self, other: &Self) -> bool {
        self.order() == other.order()
    }
}

impl Eq for Place {}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Position { line, column } = self.start();
        write!(f, "{}:{line}:{column}", self.file.name())
    }
}

impl fmt::Debug for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self} {:?}", self.text())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_lines_may_end_in_crlf() {
        let file = SourceFile::new("a.csv", "häß,x\r\n1,2\n");
        let at = file.text().find('x').unwrap();
        assert_eq!(file.position(at), Position { line: 1, column: 5 });
        assert_eq!(file.position(at + 3), Position { line: 2, column: 1 });
        assert_eq!(file.position(999), Position { line: 3, column: 1 });
        assert_eq!(&file.text()[file.line_span(0)], "häß,x");
        assert_eq!(file.position(2), Position { line: 1, column: 2 }, "within a character");
    }

    #[test]
    fn a_byte_order_mark_is_no_text_and_comes_back_in_the_bytes() {
        let file = SourceFile::new("a.csv", "\u{feff}study\n");
        assert_eq!(file.text(), "study\n");
        assert_eq!(file.bytes(), "\u{feff}study\n".as_bytes());
        assert_eq!(file.position(0), Position { line: 1, column: 1 });
    }
}
