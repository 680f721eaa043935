//! Marks: what a template leaves in the Markdown where something is to stand.
//!
//! A template is rendered once. Where it calls for a figure, a table or a value, it leaves a mark, which each
//! form of the document replaces in its own way. A mark is a number between two characters of the private use
//! area, so that Markdown finds nothing in it to interpret; what the number stands for is kept beside the text.
//! [`inert`] takes these characters out of whatever authors write.

/// Opens a mark.
const OPEN: char = '\u{f8f0}';
/// Closes a mark.
const CLOSE: char = '\u{f8f1}';

/// The mark of a number.
#[must_use]
pub fn mark(number: usize) -> String {
    format!("{OPEN}{number}{CLOSE}")
}

/// A text without anything that could be read as a mark.
#[must_use]
pub fn inert(text: &str) -> String {
    text.replace([OPEN, CLOSE], "")
}

/// A piece of a text with marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'t> {
    /// Text between marks.
    Text(&'t str),
    /// A mark.
    Mark(usize),
}

/// The pieces of a text, in order.
#[must_use]
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(open) = rest.find(OPEN) {
        let after = &rest[open + OPEN.len_utf8()..];
        let Some(close) = after.find(CLOSE) else { break };
        if open > 0 {
            out.push(Piece::Text(&rest[..open]));
        }
        if let Ok(number) = after[..close].parse() {
            out.push(Piece::Mark(number));
        }
        rest = &after[close + CLOSE.len_utf8()..];
    }
    if !rest.is_empty() {
        out.push(Piece::Text(rest));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_comes_apart_at_its_marks() {
        let text = format!("a {} b{}", mark(3), mark(12));
        assert_eq!(pieces(&text), [Piece::Text("a "), Piece::Mark(3), Piece::Text(" b"), Piece::Mark(12)]);
        assert_eq!(pieces("plain"), [Piece::Text("plain")]);
        assert_eq!(inert(&mark(1)), "1");
    }
}
