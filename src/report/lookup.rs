//! Finding a value by its path in what templates see.

use tera::Value;

/// The value at a path of names and brackets.
pub(super) fn resolve<'c>(context: &'c Value, path: &str) -> Option<&'c Value> {
    segments(path).iter().try_fold(context, |value, segment| member(value, segment))
}

/// What a list or a map has at a step.
pub(super) fn member<'c>(value: &'c Value, step: &str) -> Option<&'c Value> {
    match value.as_array() {
        Some(items) => items.get(step.parse::<usize>().ok()?),
        None => value.as_map()?.iter().find_map(|(key, value)| (key.as_str() == Some(step)).then_some(value)),
    }
}

/// The steps of a path: `a.b["c d"][0]` has `a`, `b`, `c d` and `0`.
pub(super) fn segments(path: &str) -> Vec<String> {
    let mut steps = Vec::new();
    let mut step = String::new();
    let mut quote: Option<char> = None;
    for character in path.chars() {
        match quote {
            Some(open) if character == open => quote = None,
            Some(_) => step.push(character),
            None => match character {
                '"' | '\'' | '`' => quote = Some(character),
                '.' | '[' | ']' => {
                    if !step.is_empty() {
                        steps.push(std::mem::take(&mut step));
                    }
                }
                _ => step.push(character),
            },
        }
    }
    if !step.is_empty() {
        steps.push(step);
    }
    steps
}
