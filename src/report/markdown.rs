//! Plain text in Markdown, and authors' Markdown without anything that runs.

use pulldown_cmark::{Event, Options, Parser, Tag};

use super::html::{is_embedded_picture, is_harmless_tag, safe_link};

/// Markdown of an author in which raw HTML and links that run something are shown as the text that they are.
/// `sub`, `sup` and `br` without attributes stay.
#[must_use]
pub fn without_html(text: &str) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    // Where a `<` or a `[` is to be a character and no more.
    let mut plain = Vec::new();
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        match event {
            Event::InlineHtml(tag) | Event::Html(tag) if !is_harmless_tag(&tag) => {
                plain.extend(text[range.clone()].match_indices('<').map(|(at, _)| range.start + at));
            }
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. })
                if safe_link(&dest_url).is_none() && !is_embedded_picture(&dest_url) =>
            {
                plain.extend(text[range.clone()].find(['[', '<']).map(|at| range.start + at));
            }
            _ => {}
        }
    }
    plain.sort_unstable();
    plain.dedup();
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for at in plain {
        out.push_str(&text[from..at]);
        out.push_str(if text[at..].starts_with('<') { "&lt;" } else { "\\[" });
        from = at + 1;
    }
    out.push_str(&text[from..]);
    out
}

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
    use super::{escape, without_html};

    #[test]
    fn what_an_author_writes_runs_nothing() {
        for (given, written) in [
            ("a <script>x</script> b", "a &lt;script>x&lt;/script> b"),
            ("<div onclick=x>\n<b>\n</div>\n\nc", "&lt;div onclick=x>\n&lt;b>\n&lt;/div>\n\nc"),
            ("[a](javascript:x) [b](https://c.org)", "\\[a](javascript:x) [b](https://c.org)"),
            ("<javascript:x>", "&lt;javascript:x>"),
            (
                "CO<sub>2</sub>, `<b>`, 1 < 2, <https://c.org>",
                "CO<sub>2</sub>, `<b>`, 1 < 2, <https://c.org>",
            ),
        ] {
            assert_eq!(without_html(given), written);
        }
    }

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
