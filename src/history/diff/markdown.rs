//! A difference as Markdown, for a comment on a pull request.

use super::document::{self, Block};
use super::model::{Diff, Verdict};
use crate::numbers::Numbers;

/// The difference in GitHub's Markdown. What a reader has to see first stands above the fold.
#[must_use]
pub fn markdown(diff: &Diff) -> String {
    let mut out =
        format!("### {}\n\n**{}**\n", escape(&document::title(diff)), document::verdict(diff.verdict));
    if diff.verdict == Verdict::None {
        return out;
    }
    out.push('\n');
    for reason in document::reasons(diff) {
        out.push_str(&format!("- {}\n", escape(&reason)));
    }
    out.push_str("\n<details>\n<summary>Every change</summary>\n");
    for block in document::blocks(diff, Numbers::default()) {
        out.push('\n');
        match block {
            Block::Heading(text) => out.push_str(&format!("#### {}\n", escape(&text))),
            Block::List(items) => {
                items.iter().for_each(|item| out.push_str(&format!("- {}\n", escape(item))));
            }
            Block::Table { header, rows, numbers_from } => {
                out.push_str(&line(header.iter().copied()));
                let rules =
                    (0..header.len()).map(|column| if column >= numbers_from { "--:" } else { "---" });
                out.push_str(&line(rules));
                for row in rows {
                    out.push_str(&line(
                        row.iter().map(|cell| escape(cell)).collect::<Vec<_>>().iter().map(String::as_str),
                    ));
                }
            }
        }
    }
    out.push_str("\n</details>\n");
    out
}

fn line<'a>(cells: impl Iterator<Item = &'a str>) -> String {
    format!("| {} |\n", cells.collect::<Vec<_>>().join(" | "))
}

/// Text of a review is data: it must not become markup, a mention or a link.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' => {
                out.push('\\');
                out.push(character);
            }
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            // Not a mention.
            '@' => out.push_str("@\u{200b}"),
            '\n' | '\r' => out.push(' '),
            character => out.push(character),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn text_is_never_markup() {
        assert_eq!(escape("a|b <img> @me\n[x](y)"), "a\\|b &lt;img&gt; @\u{200b}me \\[x\\](y)");
    }
}
