//! The shell of the HTML report: one self-contained file.

use serde::Serialize;
use sha2::{Digest, Sha256};
use tera::{Context, Tera};

use super::glance::{Glance, Headline, dots};
use super::html::Heading;

const SHELL: &str = include_str!("../../templates/html/page.html");
const STYLE: &str = include_str!("../../templates/style.css");
const SCRIPT: &str = include_str!("../../templates/script.js");

/// What stands around the body of the HTML report. Every text is plain.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Front {
    /// BCP 47.
    pub language: String,
    /// Title.
    pub title: String,
    /// Subtitle.
    pub subtitle: Option<String>,
    /// Above the title: what kind of document, version, date.
    pub kicker: String,
    /// Names of the authors.
    pub authors: Vec<String>,
    /// A sentence for search engines.
    pub description: Option<String>,
    /// The first screen.
    pub glance: Glance,
    /// Below the report: what made it.
    pub colophon: String,
    /// The program and its version.
    pub tool: String,
    /// The review as JSON-LD.
    pub linked_data: Option<String>,
}

#[derive(Serialize)]
struct Entry<'h> {
    id: &'h str,
    text: &'h str,
    below: Vec<Entry<'h>>,
}

#[derive(Serialize)]
struct Author<'a> {
    name: &'a str,
}

#[derive(Serialize)]
struct Drawn<'h> {
    #[serde(flatten)]
    headline: &'h Headline,
    drawn: Option<String>,
}

/// The whole page.
///
/// # Errors
/// What is wrong with the built-in shell, which no input can bring about.
pub fn page(front: &Front, body: &str, headings: &[Heading]) -> Result<String, tera::Error> {
    let mut tera = Tera::new();
    tera.add_raw_template("page.html", SHELL)?;
    let mut context = Context::new();
    context.insert("language", &front.language);
    context.insert("title", &front.title);
    context.insert("subtitle", &front.subtitle);
    context.insert("kicker", &front.kicker);
    context.insert("authors", &front.authors.iter().map(|name| Author { name }).collect::<Vec<_>>());
    context.insert("description", &front.description);
    context.insert("question", &front.glance.question);
    let headlines: Vec<_> = front
        .glance
        .headlines
        .iter()
        .enumerate()
        .map(|(at, headline)| Drawn { headline, drawn: headline.dots.filter(|_| at == 0).map(dots) })
        .collect();
    context.insert("headlines", &headlines);
    context.insert("changed", &front.glance.changed);
    context.insert("contents", &contents(headings));
    context.insert("body", body);
    context.insert("colophon", &front.colophon);
    context.insert("tool", &front.tool);
    // `</script` inside a text would end the element: in JSON every `<` can be written otherwise.
    context.insert("linked_data", &front.linked_data.as_ref().map(|json| json.replace('<', "\\u003c")));
    context.insert("style", &format!("{STYLE}{}", running_title(&front.title)));
    context.insert("script", SCRIPT);
    context.insert("script_hash", &script_hash(&format!("\n{SCRIPT}")));
    tera.render("page.html", &context)
}

/// The title at the head of every printed page but the first.
fn running_title(title: &str) -> String {
    const LONGEST: usize = 110;
    let mut text: String = title.chars().take(LONGEST).collect();
    if title.chars().count() > LONGEST {
        text.push('…');
    }
    // Within a CSS string: every character that could end it, or the element, by its code point.
    let text: String = text
        .chars()
        .map(|c| match c {
            '"' | '\\' | '<' | '>' | '&' => format!("\\{:x} ", u32::from(c)),
            c if c.is_control() => " ".to_owned(),
            c => c.to_string(),
        })
        .collect();
    format!(
        "@page {{ @top-left {{ content: \"{text}\"; font: 8pt sans-serif; color: #55585e; }} }}\n\
         @page :first {{ @top-left {{ content: none; }} }}\n"
    )
}

/// Headings of the second level with those of the third below them.
fn contents(headings: &[Heading]) -> Vec<Entry<'_>> {
    let mut entries: Vec<Entry<'_>> = Vec::new();
    for heading in headings {
        let entry = Entry { id: &heading.id, text: &heading.text, below: Vec::new() };
        match heading.level {
            2 => entries.push(entry),
            3 => {
                if let Some(outer) = entries.last_mut() {
                    outer.below.push(entry);
                }
            }
            _ => {}
        }
    }
    entries
}

/// The source expression of a Content-Security-Policy that allows exactly this script.
pub(crate) fn script_hash(script: &str) -> String {
    format!("sha256-{}", base64(&Sha256::digest(script.as_bytes())))
}

/// Base64 (RFC 4648) with padding.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let group =
            chunk.iter().fold(0_u32, |group, &byte| group << 8 | u32::from(byte)) << (8 * (3 - chunk.len()));
        for place in 0..4 {
            if place <= chunk.len() {
                let letter = usize::try_from(group >> (18 - 6 * place) & 63).unwrap_or(0);
                out.push(char::from(LETTERS[letter]));
            } else {
                out.push('=');
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_that_of_the_standard() {
        for (bytes, text) in
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")]
        {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
    }

    #[test]
    fn the_running_title_stays_in_its_string() {
        let css = running_title("A \"B\" </style><script>\nx");
        assert!(css.contains("content: \"A \\22 B\\22  \\3c /style\\3e \\3c script\\3e  x\";"), "{css}");
    }

    #[test]
    fn texts_are_escaped_and_json_cannot_end_its_element() {
        let front = Front {
            title: "<script>alert(1)</script>".to_owned(),
            linked_data: Some("{\"name\": \"</script><script>alert(1)</script>\"}".to_owned()),
            ..Front::default()
        };
        let html = page(&front, "<p>x</p>", &[]).unwrap();
        assert_eq!(html.matches("<script").count(), 2, "ours and the linked data");
        assert!(!html.contains("alert(1)</script>"));
    }
}
