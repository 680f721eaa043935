//! A template as authors write it becomes one as Tera reads it.
//!
//! Two conveniences: what `{{ ... }}` prints goes through the number formats (`{{ survival.total }}` becomes
//! `{{ survival.total | shown(at="survival.total") }}`), and the functions of the report take their first
//! argument without its name (`{{ literal("65 %") }}`). Text is only ever inserted, and where is remembered,
//! so that a fault is shown at its place in what the author wrote.

use std::ops::Range;

use super::budget::{BOUNDED, BYTES_PER_STEP, STEP};

/// The longest `{{ ... }}` or `{% ... %}` of an author, in bytes.
pub(super) const LONGEST_TAG: usize = 2048;

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
    /// What is refused in an author's template, where in the original and why.
    pub refused: Option<(Range<usize>, &'static str)>,
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

/// Prepares a template that comes with the program.
pub(super) fn prepare(source: &str) -> Prepared {
    prepared(source, false)
}

/// Prepares a template of the author: what it costs is counted as well.
pub(super) fn prepare_bounded(source: &str) -> Prepared {
    prepared(source, true)
}

fn prepared(source: &str, bounded: bool) -> Prepared {
    let mut prepared = Prepared::default();
    let mut rest = 0;
    let tags = tags(source);
    let counted = if bounded { counted(source, &tags) } else { Vec::new() };
    if bounded {
        prepared.refused = tags.iter().find_map(|tag| refused(source, tag));
        if !source.trim_start().starts_with("{%") {
            step(&mut prepared, &format!("cost={}", source.len() / BYTES_PER_STEP), "}}");
        }
    }
    for (at, tag) in tags.iter().enumerate() {
        prepared.text.push_str(&source[rest..tag.inside.start]);
        if tag.prints {
            print(&mut prepared, &source[tag.inside.clone()], bounded);
            rest = tag.inside.end;
        } else {
            let end = tag.inside.end + 2;
            prepared.text.push_str(&source[tag.inside.start..end]);
            rest = end;
            if let Some(arguments) = counted.get(at).and_then(Option::as_deref) {
                // Behind `-%}` white space is taken off, which goes on behind what is inserted.
                let close = if source[tag.inside.clone()].ends_with('-') { "-}}" } else { "}}" };
                step(&mut prepared, arguments, close);
            }
        }
    }
    prepared.text.push_str(&source[rest..]);
    prepared
}

fn step(prepared: &mut Prepared, arguments: &str, close: &str) {
    insert(prepared, &format!("{{{{ {STEP}({arguments}) {close}"));
}

/// Words of a statement: `for`, `set`, ...
fn keyword<'s>(source: &'s str, tag: &Tag) -> &'s str {
    let inside = source[tag.inside.clone()].trim_start_matches('-').trim_start();
    &inside[..inside.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(inside.len())]
}

/// For each statement the arguments of the step that follows it, if one does.
fn counted(source: &str, tags: &[Tag]) -> Vec<Option<String>> {
    let mut steps = vec![None; tags.len()];
    let mut open: Vec<(usize, String)> = Vec::new();
    for (at, tag) in tags.iter().enumerate().filter(|(_, tag)| !tag.prints) {
        let word = keyword(source, tag);
        match word {
            "for" | "component" => open.push((at, String::new())),
            "include" => steps[at] = Some("cost=64".to_owned()),
            "set" | "set_global" => {
                let inside = source[tag.inside.clone()].trim_start_matches('-').trim_start();
                let rest = inside[word.len()..].trim_start();
                let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
                let of = format!("of={}", &rest[..end]);
                if rest[end..].trim_start().starts_with('=') {
                    steps[at] = Some(of);
                } else {
                    open.push((at, of));
                }
            }
            "endset" => steps[at] = open.pop().map(|(_, of)| of).filter(|of| !of.is_empty()),
            "endfor" | "endcomponent" => {
                if let Some((start, _)) = open.pop() {
                    let length = tag.inside.start - tags[start].inside.end;
                    steps[start] = Some(format!("cost={}", 1 + length / BYTES_PER_STEP));
                }
            }
            _ => {}
        }
    }
    steps
}

/// What no report needs and cannot be counted.
fn refused(source: &str, tag: &Tag) -> Option<(Range<usize>, &'static str)> {
    let inside = &source[tag.inside.clone()];
    if inside.len() > LONGEST_TAG {
        return Some((tag.inside.clone(), "an expression has more than 2 KiB"));
    }
    let statement = !tag.prints && keyword(source, tag) == "for";
    let plain: String = {
        let mut plain = vec![b' '; inside.len()];
        for (at, character) in outside_quotes(inside).filter(|(_, c)| c.is_ascii()) {
            plain[at] = u8::try_from(character).unwrap_or(b' ');
        }
        String::from_utf8(plain).unwrap_or_default()
    };
    let mut words = plain.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    let loops = words.by_ref().filter(|word| *word == "for").count();
    (loops > usize::from(statement))
        .then(|| (tag.inside.clone(), "a list is written as a loop: `[... for ... in ...]`"))
}

fn insert(prepared: &mut Prepared, text: &str) {
    let start = prepared.text.len();
    prepared.text.push_str(text);
    prepared.insertions.push(start..prepared.text.len());
}

/// Writes the inside of `{{ ... }}`.
fn print(prepared: &mut Prepared, inside: &str, bounded: bool) {
    let trimmed = inside.trim_matches(|c: char| c.is_whitespace() || c == '-');
    let path = is_path(trimmed);
    let calls = trimmed.ends_with(')') || outside_quotes(trimmed).any(|(_, c)| c == '|');
    let lead = inside.len() - inside.trim_start_matches(|c: char| c.is_whitespace() || c == '-').len();
    let (before, after) = (&inside[..lead], &inside[lead + trimmed.len()..]);
    prepared.text.push_str(before);
    // `<part/>` calls a component, which counts by itself.
    let bounded = bounded && !trimmed.is_empty() && !trimmed.starts_with('<');
    if trimmed.is_empty() || (calls && !path) {
        if bounded {
            insert(prepared, "(");
        }
        named_arguments(prepared, trimmed);
        if bounded {
            insert(prepared, ")");
        }
    } else if path {
        prepared.text.push_str(trimmed);
        insert(prepared, &format!(" | shown(at={})", quoted(trimmed)));
    } else {
        insert(prepared, "(");
        named_arguments(prepared, trimmed);
        insert(prepared, ") | shown");
    }
    if bounded {
        insert(prepared, &format!(" | {BOUNDED}"));
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

/// `{{ ... }}` or `{% ... %}`.
struct Tag {
    inside: Range<usize>,
    prints: bool,
}

/// What Tera computes, outside of comments and raw text.
fn tags(source: &str) -> Vec<Tag> {
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
            "}}" => found.push(Tag { inside: inside..end, prints: true }),
            "%}" if source[inside..end].trim_matches(['-', ' ']) == "raw" => {
                let Some(end) = source[at..].find("endraw").map(|end| at + end) else { break };
                at = end;
            }
            "%}" => found.push(Tag { inside: inside..end, prints: false }),
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
    fn what_an_author_writes_is_counted() {
        for (written, read) in [
            ("{{ a.k }}", "{{ a.k | shown(at=\"a.k\") | within_the_budget }}"),
            ("{{ a ~ b | upper }}", "{{ (a ~ b | upper) | within_the_budget }}"),
            (
                "{% for a in b -%} {{ a.k + 1 }}{% endfor %}",
                "{% for a in b -%}{{ step_of_the_budget(cost=2) -}} {{ (a.k + 1) | shown | within_the_budget }}{% endfor %}",
            ),
            ("{% set a = b == c %}", "{% set a = b == c %}{{ step_of_the_budget(of=a) }}"),
            (
                "{% set a %}{% include \"x\" %}{% endset %}",
                "{% set a %}{% include \"x\" %}{{ step_of_the_budget(cost=64) }}{% endset %}{{ step_of_the_budget(of=a) }}",
            ),
        ] {
            let prepared = prepare_bounded(written);
            let start = format!("{{{{ step_of_the_budget(cost={}) }}}}", written.len() / BYTES_PER_STEP);
            assert_eq!(prepared.text.strip_prefix(&start).unwrap_or(&prepared.text), read);
            assert!(prepared.refused.is_none());
        }
        for refused in ["{{ [1 for a in b] }}", "{% for a in [b for b in c] %}{% endfor %}"] {
            assert!(prepare_bounded(refused).refused.is_some(), "{refused}");
        }
        assert!(prepare_bounded("{{ \"for\" ~ before.a }}{% for a in b %}{% endfor %}").refused.is_none());
        assert!(prepare_bounded(&format!("{{{{ \"{}\" }}}}", "x".repeat(3000))).refused.is_some());
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
