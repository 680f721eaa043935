//! Values as R writes them.

use crate::analysis::results::Interval;
use crate::stats::decimal::kept;

/// Text in quotes.
pub(super) fn text(value: &str) -> String {
    let mut out = String::with_capacity(value.len() + 2);
    out.push('"');
    for character in value.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            character if character.is_control() => out.push_str(&format!("\\u{:04x}", u32::from(character))),
            character => out.push(character),
        }
    }
    out.push('"');
    out
}

/// A number with the 12 significant digits of `results.json`; NA where there is none.
pub(super) fn number(value: Option<f64>) -> String {
    let Some(value) = value.filter(|value| value.is_finite()) else { return "NA".to_owned() };
    let rounded = kept(value);
    let size = rounded.abs();
    if size == 0.0 {
        "0".to_owned()
    } else if (1e-4..1e15).contains(&size) {
        rounded.to_string()
    } else {
        format!("{rounded:e}")
    }
}

/// A vector of numbers.
pub(super) fn numbers(values: impl IntoIterator<Item = Option<f64>>) -> String {
    format!("c({})", values.into_iter().map(number).collect::<Vec<_>>().join(", "))
}

/// A vector of texts.
pub(super) fn texts<'a>(values: impl IntoIterator<Item = &'a str>) -> String {
    format!("c({})", values.into_iter().map(text).collect::<Vec<_>>().join(", "))
}

/// A vector of named numbers.
pub(super) fn named(values: &[(&str, Option<f64>)]) -> String {
    let values: Vec<String> =
        values.iter().map(|(name, value)| format!("{name} = {}", number(*value))).collect();
    format!("c({})", values.join(", "))
}

/// `name = value` as a line of a list, where there is a value.
pub(super) fn field(indent: &str, name: &str, value: &str) -> String {
    format!("{indent}{name} = {value},\n")
}

/// The lower and upper limit, for [`named`].
pub(super) fn limits(interval: Option<Interval>) -> [Option<f64>; 2] {
    [interval.map(|limits| limits.lower), interval.map(|limits| limits.upper)]
}

/// A list from its fields, each of them a line that ends in a comma.
pub(super) fn list(fields: &str) -> String {
    format!("list(\n{})", without_last_comma(fields))
}

/// R takes a comma before a closing bracket for one more, empty element.
pub(super) fn without_last_comma(fields: &str) -> String {
    fields.strip_suffix(",\n").map_or_else(|| fields.to_owned(), |fields| format!("{fields}\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r_reads_what_is_written() {
        assert_eq!(text("O\"Brien\\ \n\u{7}é"), "\"O\\\"Brien\\\\ \\n\\u0007é\"");
        assert_eq!(number(Some(1.0 / 3.0)), "0.333333333333");
        assert_eq!(number(Some(2e-30)), "2e-30");
        assert_eq!(number(Some(-0.0)), "0");
        assert_eq!(number(Some(f64::NAN)), "NA");
        assert_eq!(named(&[("k", Some(3.0)), ("p", None)]), "c(k = 3, p = NA)");
        assert_eq!(list("  a = 1,\n  b = 2,\n"), "list(\n  a = 1,\n  b = 2\n)");
    }
}
