//! Plain text in Markdown.

/// Escapes a plain text so that Markdown (GitHub flavour) shows it as it is: no emphasis, link, table border,
/// tag, entity or heading comes out of it.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut start_of_line = true;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '$' | '^' => {
                out.push('\\');
                out.push(character);
            }
            '#' | '+' | '-' if start_of_line => {
                out.push('\\');
                out.push(character);
            }
            '!' if characters.peek() == Some(&'[') => out.push_str("\\!"),
            // GitHub mentions people by `@` and links bare addresses.
            '@' => out.push_str("&#64;"),
            ':' if characters.peek() == Some(&'/') => out.push_str("&#58;"),
            _ => out.push(character),
        }
        start_of_line = character == '\n' || (start_of_line && character == ' ');
    }
    escape_list_number(out)
}

/// `1.` at the start of a line would begin a list.
fn escape_list_number(text: String) -> String {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    match text.as_bytes().get(digits..digits + 2) {
        Some([mark @ (b'.' | b')'), b' ']) if digits > 0 => {
            format!("{}\\{}{}", &text[..digits], char::from(*mark), &text[digits + 1..])
        }
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn markup_is_text() {
        for (given, written) in [
            ("<b>&amp;</b>", "&lt;b&gt;&amp;amp;&lt;/b&gt;"),
            ("*a* _b_ `c` [d](e) | f", "\\*a\\* \\_b\\_ \\`c\\` \\[d\\](e) \\| f"),
            ("# no", "\\# no"),
            ("- no", "\\- no"),
            ("1. no", "1\\. no"),
            ("2.5 of 3", "2.5 of 3"),
            ("![x](y)", "\\!\\[x\\](y)"),
            ("τ² = 0.21 (95% CI 0.1 to 0.3)", "τ² = 0.21 (95% CI 0.1 to 0.3)"),
        ] {
            assert_eq!(escape(given), written);
        }
    }
}
