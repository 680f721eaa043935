//! The faults of form in words.

use super::abbreviation::abbreviation;
use crate::diagnostics::{Diagnostic, Place, codes, did_you_mean};
use crate::source::yaml::{Entry, Kind, Node, Path, Scalar, Segment};

/// The last key of a path with its place in lists: `sensitivity[1]`.
pub(super) fn last(path: &Path) -> String {
    let from = path.0.iter().rposition(|segment| matches!(segment, Segment::Key(_))).unwrap_or(0);
    Path(path.0[from..].to_vec()).to_string()
}

fn listed<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    words.into_iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

/// A mapping in words: `analyses.survival`, or the review.
fn owner(path: &Path) -> String {
    if path.0.is_empty() { "a review".to_owned() } else { format!("`{path}`") }
}

pub(super) fn unknown_key(
    entry: &Entry,
    before: Option<&Entry>,
    place: Place,
    path: &Path,
    known: &[&str],
    below: Option<String>,
) -> Diagnostic {
    let key = entry.key.as_str();
    // `{screened: 1,858}` is read as `{screened: 1, 858: }`.
    let thousands = before.and_then(|before| match (&before.value.kind, &entry.value.kind) {
        (Kind::Scalar(Scalar::Integer(number)), Kind::Scalar(Scalar::Null))
            if key.len() == 3 && key.bytes().all(|byte| byte.is_ascii_digit()) =>
        {
            Some(format!("numbers have no thousands separator: write {}: {number}{key}", before.key))
        }
        _ => None,
    });
    Diagnostic::new(codes::UNKNOWN_KEY, format!("unknown key `{key}`"))
        .at(place, format!("not a key of {}", owner(path)))
        .hint(format!("keys here are {}", listed(known.iter().copied())))
        .hint_if(thousands.or(below).or_else(|| did_you_mean(key, known.iter().copied())))
}

pub(super) fn missing_key(
    key: &str,
    place: Place,
    path: &Path,
    description: &str,
    values: &[String],
) -> Diagnostic {
    let message = match path.0.last() {
        None => format!("the review has no `{key}`"),
        Some(_) => format!("`{path}` has no `{key}`"),
    };
    let line = description.split_whitespace().collect::<Vec<_>>().join(" ");
    let meaning = line.split(". ").next().unwrap_or("").trim_end_matches('.');
    let meaning = lower_first(meaning);
    // "The rating" of `rating` says nothing.
    let says = !meaning.is_empty() && meaning.strip_prefix("the ") != Some(key);
    let values = listed(values.iter().map(String::as_str));
    let hint = match (says, values.is_empty()) {
        (false, true) => format!("add `{key}`"),
        (false, false) => format!("add `{key}`, one of {values}"),
        (true, true) => format!("add `{key}`: {meaning}"),
        (true, false) => format!("add `{key}`: {meaning}; one of {values}"),
    };
    Diagnostic::new(codes::MISSING_KEY, message).at(place, format!("`{key}` is required here")).hint(hint)
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next();
    // An abbreviation such as CSV keeps its capitals.
    match first {
        Some(first) if !chars.as_str().starts_with(char::is_uppercase) => {
            first.to_lowercase().collect::<String>() + chars.as_str()
        }
        _ => text.to_owned(),
    }
}

pub(super) fn empty_value(place: Place, path: &Path) -> Diagnostic {
    Diagnostic::new(codes::EMPTY_VALUE, format!("`{}` has no value", last(path)))
        .at(place, "nothing is given here")
        .hint("give the value, or remove the key: what is absent has its default, and is never taken as zero")
}

/// What a key takes, by the name of a JSON type, with its article.
pub(super) fn type_in_words(name: &str) -> &'static str {
    match name {
        "string" => "a text",
        "integer" => "a whole number",
        "number" => "a number",
        "boolean" => "`true` or `false`",
        "array" => "a list",
        "object" => "a mapping",
        _ => "nothing",
    }
}

pub(super) fn wrong_type(
    node: &Node,
    place: Place,
    path: &Path,
    wanted: &[&str],
    form: Option<String>,
) -> Diagnostic {
    let words = wanted.iter().map(|name| type_in_words(name)).collect::<Vec<_>>().join(" or ");
    let is = match &node.kind {
        Kind::Scalar(Scalar::Number(_)) if wanted == ["integer"] => "a number with a fraction",
        _ => node.kind_in_words(),
    };
    let source = if matches!(node.kind, Kind::Scalar(_)) { place.text().to_owned() } else { String::new() };
    let hint = form.or_else(|| conversion(node, wanted, &source));
    let label = format!("this is {is}");
    let owner = if path.0.is_empty() { "a review".to_owned() } else { format!("`{}`", last(path)) };
    Diagnostic::new(codes::WRONG_TYPE, format!("{owner} takes {words}, not {is}"))
        .at(first_line(place), label)
        .hint_if(hint)
}

/// A value that spans many lines is shown by its first one.
fn first_line(mut place: Place) -> Place {
    let length = place.text().find('\n').unwrap_or(place.text().len());
    place.span.end = place.span.start + length;
    place
}

fn conversion(node: &Node, wanted: &[&str], source: &str) -> Option<String> {
    let takes = |name: &str| wanted.contains(&name);
    match &node.kind {
        Kind::Scalar(Scalar::Text(text)) if takes("number") || takes("integer") => {
            let number = |text: &str| text.trim().parse::<f64>().is_ok_and(f64::is_finite);
            let plain = text.trim().trim_end_matches('%').trim_end();
            if number(text) {
                Some(format!("write it without quotes: {}", text.trim()))
            } else if number(&text.replace(',', "")) && text.contains(',') {
                let without = text.replace(',', "");
                let decimal = text.replace(',', ".");
                Some(format!(
                    "numbers have no thousands separator, and a decimal point: {without} or {decimal}"
                ))
            } else if number(plain) {
                Some(format!("write the number alone: {plain}"))
            } else {
                None
            }
        }
        Kind::Scalar(Scalar::Text(text)) if takes("boolean") => match text.to_ascii_lowercase().as_str() {
            "yes" | "on" | "true" | "y" => Some("write `true`".to_owned()),
            "no" | "off" | "false" | "n" => Some("write `false`".to_owned()),
            _ => None,
        },
        Kind::Scalar(Scalar::Integer(_) | Scalar::Number(_) | Scalar::Bool(_)) if takes("string") => {
            Some(format!("put it in quotes: \"{source}\""))
        }
        Kind::Scalar(_) if wanted == ["array"] => Some(format!("write a list: [{source}]")),
        Kind::Map(_) if wanted == ["array"] => Some(
            "write a list: a dash before each entry, and the keys of an entry below each other".to_owned(),
        ),
        Kind::Map(_) if takes("string") => {
            Some("a text that begins with a brace, such as a template, needs quotes".to_owned())
        }
        Kind::List(items)
            if wanted == ["object"] && items.iter().any(|item| matches!(item.kind, Kind::Map(_))) =>
        {
            Some("write `key: value`, without the dash before it".to_owned())
        }
        _ => None,
    }
}

pub(super) fn unknown_value(node: &Node, place: Place, path: &Path, allowed: &[String]) -> Diagnostic {
    let given = match &node.kind {
        Kind::Scalar(Scalar::Text(text)) => text.clone(),
        _ => place.text().to_owned(),
    };
    let label = "not a known value";
    Diagnostic::new(codes::UNKNOWN_VALUE, format!("`{}` cannot be `{given}`", last(path)))
        .at(first_line(place), label)
        .note(format!("the values are {}", listed(allowed.iter().map(String::as_str))))
        .hint_if(
            abbreviation(&given, allowed)
                .or_else(|| did_you_mean(&given, allowed.iter().map(String::as_str))),
        )
}

pub(super) fn out_of_range(place: Place, path: &Path, number: f64, bound: &str, limit: f64) -> Diagnostic {
    let percent = matches!(bound, "at most" | "less than") && limit <= 1.0 && number > 1.0 && number <= 100.0;
    let fault = Diagnostic::new(
        codes::NUMBER_OUT_OF_RANGE,
        format!("`{}` is {number}, it must be {bound} {limit}", last(path)),
    )
    .at(place, format!("must be {bound} {limit}"));
    if percent { fault.hint(format!("write a fraction: {}", number / 100.0)) } else { fault }
}

pub(super) fn list_length(
    place: Place,
    path: &Path,
    has: usize,
    wanted: (usize, Option<usize>),
) -> Diagnostic {
    let count = match wanted {
        (least, Some(most)) if least == most => format!("{least}"),
        (least, Some(most)) => format!("{least} to {most}"),
        (least, None) => format!("at least {least}"),
    };
    let plural = |n: &str| if n == "1" { "entry" } else { "entries" };
    let message = format!("`{}` has {has} {}, it takes {count}", last(path), plural(&has.to_string()));
    Diagnostic::new(codes::LIST_LENGTH, message)
        .at(first_line(place), format!("{has} {} here", plural(&has.to_string())))
}

pub(super) fn twice(path: &Path, again: Place, first: Place) -> Diagnostic {
    let message = format!("`{}` has `{}` twice", last(path), again.text());
    Diagnostic::new(codes::DUPLICATE_ENTRY, message)
        .at(again, "again here")
        .also(first, "first here")
        .hint("remove one of the two, or write what was meant here")
}

pub(super) fn wrong_form(text: &str, place: Place, path: &Path, what: &str, mended: &str) -> Diagnostic {
    Diagnostic::new(codes::INVALID_FORMAT, format!("`{}` is not {what}: `{text}`", last(path)))
        .at(place, format!("not {what}"))
        .hint(mended)
}

pub(super) fn wrong_key(key: &str, place: Place, path: &Path, what: &str, mended: &str) -> Diagnostic {
    Diagnostic::new(codes::INVALID_FORMAT, format!("`{key}` in `{}` is not {what}", last(path)))
        .at(place, format!("not {what}"))
        .hint(mended)
}

pub(super) fn not_snake_case(id: &str, place: Place, near: &str) -> Diagnostic {
    Diagnostic::new(codes::NOT_SNAKE_CASE, format!("`{id}` is not an id"))
        .at(place, "ids are names in expressions: lower-case letters, digits and `_`")
        .hint(format!("write `{near}`; what readers see stands elsewhere, as a title or a text"))
}
