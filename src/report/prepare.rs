//! A template as authors write it becomes one as Tera reads it.
//!
//! Two conveniences: what `{{ ... }}` prints goes through the number formats (`{{ survival.total }}` becomes
//! `{{ survival.total | shown(at="survival.total") }}`), and the functions of the report take their first
//! argument without its name (`{{ literal("65 %") }}`). Text is only ever inserted, and where is remembered,
//! so that a fault is shown at its place in what the author wrote.

use std::ops::Range;

/// Functions whose first argument may stand without its name, and that name.
const POSITIONAL: [(&str, &str); 6] = [
    ("literal", "text"),
    ("value", "of"),
    ("figure", "name"),
    ("table", "name"),
    ("ref", "name"),
    ("cite", "key"),
];

/// A template that Tera can read, and the way back to what the author wrote.
#[derive(Debug, Clone, Default)]
pub(super) struct Prepared {
    /// The text for Tera.
    pub text: String,
    /// Where text was inserted, as offsets in `text`, in order.
    insertions: Vec<Range<usize>>,
}

impl Prepared {
    /// The bytes of the original that a span of the prepared text stands for.
    pub(super) fn original(&self, span: &Range<usize>) -> Range<usize> {
        let start = self.original_offset(span.start);
        start..self.original_offset(span.end).max(start)
    }

    fn original_offset(&self, offset: usize) -> usize {
        let before = self.insertions.iter().take_while(|inserted| inserted.start < offset);
        offset - before.map(|inserted| inserted.end.min(offset) - inserted.start).sum::<usize>()
    }
}

/// Prepares a template.
pub(super) fn prepare(source: &str) -> Prepared {
    let mut prepared = Prepared::default();
    let mut rest = 0;
    for printed in printed_expressions(source) {
        prepared.text.push_str(&source[rest..printed.start]);
        print(&mut prepared, &source[printed.clone()]);
        rest = printed.end;
    }
    prepared.text.push_str(&source[rest..]);
    prepared
}

fn insert(prepared: &mut Prepared, text: &str) {
    let start = prepared.text.len();
    prepared.text.push_str(text);
    prepared.insertions.push(start..prepared.text.len());
}

/// Writes the inside of `{{ ... }}`.
fn print(prepared: &mut Prepared, inside: &str) {
    let trimmed = inside.trim_matches(|c: char| c.is_whitespace() || c == '-');
    let path = is_path(trimmed);
    let calls = trimmed.ends_with(')') || outside_quotes(trimmed).any(|(_, c)| c == '|');
    let lead = inside.len() - inside.trim_start_matches(|c: char| c.is_whitespace() || c == '-').len();
    let (before, after) = (&inside[..lead], &inside[lead + trimmed.len()..]);
    prepared.text.push_str(before);
    if trimmed.is_empty() || (calls && !path) {
        named_arguments(prepared, trimmed);
    } else if path {
        prepared.text.push_str(trimmed);
        insert(prepared, &format!(" | shown(at={})", quoted(trimmed)));
    } else {
        insert(prepared, "(");
        named_arguments(prepared, trimmed);
        insert(prepared, ") | shown");
    }
    prepared.text.push_str(after);
}

/// Names the first argument of a call that has a text in its place.
fn named_arguments(prepared: &mut Prepared, expression: &str) {
    let mut rest = 0;
    for (at, character) in outside_quotes(expression) {
        if character != '(' {
            continue;
        }
        let name = POSITIONAL.iter().find(|(function, _)| {
            expression[..at].strip_suffix(function).is_some_and(|before| {
                !before.ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '.')
            })
        });
        let argument = expression[at + 1..].trim_start();
        if let Some((_, name)) = name
            && argument.starts_with(['"', '\'', '`'])
        {
            prepared.text.push_str(&expression[rest..=at]);
            insert(prepared, &format!("{name}="));
            rest = at + 1;
        }
    }
    prepared.text.push_str(&expression[rest..]);
}

/// A text in the quotes that it does not contain.
fn quoted(text: &str) -> String {
    let quote = ['"', '\'', '`'].into_iter().find(|quote| !text.contains(*quote)).unwrap_or('"');
    format!("{quote}{}{quote}", text.replace(quote, ""))
}

/// Names, dots and brackets only: `survival.random.ci[0]`, `prisma["screened"].value`.
fn is_path(expression: &str) -> bool {
    let names = expression.starts_with(|c: char| c.is_alphabetic() || c == '_');
    let keyword = matches!(expression, "true" | "false" | "none" | "null" | "not");
    names
        && !keyword
        && outside_quotes(expression)
            .all(|(_, c)| c.is_alphanumeric() || matches!(c, '_' | '.' | '[' | ']' | '"' | '\'' | '`'))
}

/// The characters of an expression that stand outside of texts in quotes (the quotes themselves included).
fn outside_quotes(expression: &str) -> impl Iterator<Item = (usize, char)> {
    let mut open: Option<char> = None;
    expression.char_indices().filter(move |(_, character)| match open {
        Some(quote) => {
            if *character == quote {
                open = None;
            }
            false
        }
        None => {
            if matches!(character, '"' | '\'' | '`') {
                open = Some(*character);
            }
            true
        }
    })
}

/// The insides of all `{{ ... }}` that print, outside of comments and raw text.
fn printed_expressions(source: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = source[at..].find('{').map(|open| at + open) {
        let (skip, close) = match source.as_bytes().get(open + 1) {
            Some(b'{') => (2, "}}"),
            Some(b'#') => (2, "#}"),
            Some(b'%') => (2, "%}"),
            _ => {
                at = open + 1;
                continue;
            }
        };
        let inside = open + skip;
        let Some(end) = closing(&source[inside..], close).map(|end| inside + end) else { break };
        at = end + close.len();
        match close {
            "}}" => found.push(inside..end),
            "%}" if source[inside..end].trim_matches(['-', ' ']) == "raw" => {
                let Some(end) = source[at..].find("endraw").map(|end| at + end) else { break };
                at = end;
            }
            _ => {}
        }
    }
    found
}

/// Where a delimiter closes, not counting texts in quotes (comments have none).
fn closing(text: &str, close: &str) -> Option<usize> {
    if close == "#}" {
        return text.find(close);
    }
    outside_quotes(text).map(|(at, _)| at).find(|at| text[*at..].starts_with(close))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_printed_goes_through_the_formats() {
        for (written, read) in [
            ("{{ survival.k }}", "{{ survival.k | shown(at=\"survival.k\") }}"),
            ("{{a.ci[0]}} x", "{{a.ci[0] | shown(at=\"a.ci[0]\")}} x"),
            (
                "{{ p[\"not retrieved\"].value }}",
                "{{ p[\"not retrieved\"].value | shown(at='p[\"not retrieved\"].value') }}",
            ),
            ("{{- a.k + 1 -}}", "{{- (a.k + 1) | shown -}}"),
            ("{{ a.random | effect }}", "{{ a.random | effect }}"),
            ("{{ literal(\"65 %\") }}", "{{ literal(text=\"65 %\") }}"),
            ("{{ value(of=\"a\") }}", "{{ value(of=\"a\") }}"),
            ("{{ value(\"a\", field=\"k\") }}", "{{ value(of=\"a\", field=\"k\") }}"),
            (
                "{% if a.k > 1 %}{# {{ no }} #}{% raw %}{{ no }}{% endraw %}",
                "{% if a.k > 1 %}{# {{ no }} #}{% raw %}{{ no }}{% endraw %}",
            ),
            ("{{ \"}}\" }}", "{{ (\"}}\") | shown }}"),
            ("{ {{ a", "{ {{ a"),
        ] {
            assert_eq!(prepare(written).text, read);
        }
    }

    #[test]
    fn places_lead_back() {
        let written = "é {{ a.k }} and {{ literal(\"x\") }} {{ b.k }}";
        let prepared = prepare(written);
        for name in ["a.k", "literal", "b.k"] {
            let at = prepared.text.find(name).unwrap();
            assert_eq!(&written[prepared.original(&(at..at + name.len()))], name);
        }
        let shown = prepared.text.find("shown").unwrap();
        assert_eq!(prepared.original(&(shown..shown + 5)).len(), 0, "nothing of the author's");
    }
}
