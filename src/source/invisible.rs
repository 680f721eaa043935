//! Characters that cannot be seen and change what is read.

use std::ops::Range;
use std::sync::Arc;

use super::SourceFile;
use crate::diagnostics::{Diagnostic, codes};

/// Characters that no text needs and that make it look like another one: control characters except tabs and line
/// ends, and those that turn the direction of writing for the text that follows.
pub(super) fn is_invisible(c: char) -> bool {
    (c.is_ascii_control() && !matches!(c, '\t' | '\n' | '\r'))
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

pub(super) fn invisible_character(file: &Arc<SourceFile>, span: Range<usize>, c: char) -> Diagnostic {
    let code = u32::from(c);
    let what = if c.is_ascii() { "a control character" } else { "turns the direction of the text after it" };
    Diagnostic::new(codes::INVISIBLE_CHARACTER, format!("U+{code:04X} in `{}`: {what}", file.name()))
        .at(file.place(span), "cannot be seen")
        .hint("remove it; an editor that shows invisible characters finds it")
}
