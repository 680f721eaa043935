//! Computing an expression.

use std::borrow::Cow;
use std::cmp::Ordering;

use super::syntax::{Filter, Node, Operator, Part, Test};
use super::{Fault, ITSELF, Kind, Scope, Value};
use crate::diagnostics::{codes, did_you_mean};
use crate::stats::num;

type Computed<'a> = Result<Value<'a>, Fault>;

pub(super) fn evaluate<'a>(node: &'a Node, scope: &'a dyn Scope) -> Computed<'a> {
    match &node.part {
        Part::None => Ok(Value::None),
        Part::Bool(truth) => Ok(Value::Bool(*truth)),
        Part::Number(number) => Ok(Value::Number(*number)),
        Part::Text(text) => Ok(Value::Text(Cow::Borrowed(text))),
        Part::Name(name) => scope.get(name).ok_or_else(|| unknown_name(node, name, scope)),
        Part::List(items) => {
            let items: Result<Vec<_>, _> = items.iter().map(|item| evaluate(item, scope)).collect();
            items.map(Value::List)
        }
        Part::Member(inner, name) => member(node, evaluate(inner, scope)?, inner, name),
        Part::Item(inner, index) => {
            item(node, evaluate(inner, scope)?, inner, evaluate(index, scope)?, index)
        }
        Part::Not(inner) => Ok(Value::Bool(!truth(inner, scope)?)),
        Part::Minus(inner) => match evaluate(inner, scope)? {
            Value::None => Ok(Value::None),
            Value::Number(number) => Ok(Value::Number(-number)),
            other => Err(fails(inner, format!("the opposite of {}", other.in_words()), other.in_words())),
        },
        Part::Binary(Operator::And, left, right) => {
            Ok(Value::Bool(truth(left, scope)? && truth(right, scope)?))
        }
        Part::Binary(Operator::Or, left, right) => {
            Ok(Value::Bool(truth(left, scope)? || truth(right, scope)?))
        }
        Part::Binary(operator, left, right) => {
            binary(node, *operator, (left, evaluate(left, scope)?), (right, evaluate(right, scope)?))
        }
        Part::Filter(inner, filter, arguments) => {
            apply(*filter, inner, &evaluate(inner, scope)?, arguments, scope)
        }
        Part::Test(inner, test, arguments) => {
            let value = evaluate(inner, scope)?;
            passes(node, *test, &value, arguments, scope).map(Value::Bool)
        }
    }
}

fn fails(node: &Node, message: impl Into<String>, label: impl Into<String>) -> Fault {
    let message = format!("`{ITSELF}` cannot be computed: {}", message.into());
    Fault::new(codes::EXPRESSION_FAILS, message, node.span.clone()).label(label)
}

fn unknown_name(node: &Node, name: &str, scope: &dyn Scope) -> Fault {
    let names = scope.names();
    let listed = names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    Fault::new(codes::UNKNOWN_NAME, format!("unknown name `{name}`"), node.span.clone())
        .label(format!("not {}", scope.what()))
        .hint(
            scope.elsewhere(name).unwrap_or_else(|| {
                format!("a text stands in quotes: \"{name}\"; the names here are {listed}")
            }),
        )
        .hint_if(did_you_mean(name, names))
}

fn truth(node: &Node, scope: &dyn Scope) -> Result<bool, Fault> {
    match evaluate(node, scope)? {
        Value::Bool(truth) => Ok(truth),
        other => Err(super::not_a_truth(node, &other)),
    }
}

fn member<'a>(node: &Node, value: Value<'a>, inner: &Node, name: &str) -> Computed<'a> {
    match value {
        Value::Record(record) => record.get(name).ok_or_else(|| unknown_name(node, name, record)),
        Value::None => Err(fails(inner, format!("a missing value has no `{name}`"), "missing")),
        other => Err(fails(inner, format!("{} has no `{name}`", other.in_words()), other.in_words())),
    }
}

fn item<'a>(node: &Node, value: Value<'a>, inner: &Node, index: Value<'a>, at: &Node) -> Computed<'a> {
    let number = match index {
        Value::Text(name) => return member(node, value, inner, &name),
        Value::Number(number) if number.fract() == 0.0 => number,
        other => {
            return Err(fails(
                at,
                format!("{} is no position in a list", other.in_words()),
                other.in_words(),
            ));
        }
    };
    let length = match &value {
        Value::List(items) => items.len(),
        Value::Array(items) => items.len(),
        Value::None => return Err(fails(inner, "a missing value has no entries", "missing")),
        other => return Err(fails(inner, format!("{} has no entries", other.in_words()), other.in_words())),
    };
    let beyond = || fails(at, format!("the list has {length} entries, counted from 0"), "not one of them");
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a list is short, and the range is checked"
    )]
    let position = if number < 0.0 { length.checked_sub((-number) as usize) } else { Some(number as usize) };
    let position = position.ok_or_else(beyond)?;
    match value {
        Value::List(mut items) if position < items.len() => Ok(items.swap_remove(position)),
        Value::Array(items) => items.get(position).map(Value::from).ok_or_else(beyond),
        _ => Err(beyond()),
    }
}

/// Equality as Tera has it: values of different kinds differ, a missing one equals only a missing one.
fn equal(left: &Value<'_>, right: &Value<'_>) -> bool {
    match (left, right) {
        (Value::None, Value::None) => true,
        (Value::Bool(a), Value::Bool(b)) => a == b,
        #[expect(clippy::float_cmp, reason = "the author compares exactly")]
        (Value::Number(a), Value::Number(b)) => a == b,
        (Value::Text(a), Value::Text(b)) => a == b,
        (Value::List(a), Value::List(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| equal(a, b)),
        _ => false,
    }
}

fn binary<'a>(
    node: &Node,
    operator: Operator,
    (left, a): (&Node, Value<'a>),
    (right, b): (&Node, Value<'a>),
) -> Computed<'a> {
    match operator {
        Operator::Equal => Ok(Value::Bool(equal(&a, &b))),
        Operator::NotEqual => Ok(Value::Bool(!equal(&a, &b))),
        Operator::Less | Operator::LessOrEqual | Operator::Greater | Operator::GreaterOrEqual => {
            Ok(Value::Bool(ordered(node, operator, &a, &b)?))
        }
        Operator::In => Ok(Value::Bool(within(right, &a, &b)?)),
        Operator::Join => match (&a, &b) {
            (Value::None, _) | (_, Value::None) => Ok(Value::None),
            (Value::Text(a), Value::Text(b)) => Ok(Value::Text(Cow::Owned(format!("{a}{b}")))),
            _ => Err(fails(node, "`~` joins two texts", format!("{} and {}", a.in_words(), b.in_words()))),
        },
        _ => {
            let number = |node: &Node, value: &Value<'_>| match value {
                Value::None => Ok(None),
                Value::Number(number) => Ok(Some(*number)),
                other => {
                    let sign = operator.sign();
                    Err(fails(
                        node,
                        format!("`{sign}` takes numbers"),
                        format!("this is {}", other.in_words()),
                    ))
                }
            };
            match (number(left, &a)?, number(right, &b)?) {
                (Some(a), Some(b)) => arithmetic(right, operator, a, b).map(Value::Number),
                _ => Ok(Value::None),
            }
        }
    }
}

fn arithmetic(right: &Node, operator: Operator, a: f64, b: f64) -> Result<f64, Fault> {
    let divides = matches!(operator, Operator::Divide | Operator::Remainder | Operator::WholeDivide);
    if divides && b == 0.0 {
        return Err(fails(right, "division by zero", "this is 0"));
    }
    Ok(match operator {
        Operator::Plus => a + b,
        Operator::Minus => a - b,
        Operator::Times => a * b,
        Operator::Divide => a / b,
        Operator::Remainder => a.rem_euclid(b),
        Operator::WholeDivide => a.div_euclid(b),
        _ => num::pow(a, b),
    })
}

fn ordered(node: &Node, operator: Operator, a: &Value<'_>, b: &Value<'_>) -> Result<bool, Fault> {
    let ordering = match (a, b) {
        (Value::None, _) | (_, Value::None) => return Ok(false),
        (Value::Number(a), Value::Number(b)) => a.partial_cmp(b),
        (Value::Text(a), Value::Text(b)) => Some(a.as_ref().cmp(b.as_ref())),
        (a, b) => {
            let sign = operator.sign();
            let fault = fails(
                node,
                format!("{} and {} have no order", a.in_words(), b.in_words()),
                format!("`{sign}` takes two numbers, or two texts"),
            );
            return Err(match (a, b) {
                (Value::Text(_), Value::Number(_)) | (Value::Number(_), Value::Text(_)) => {
                    fault.hint("a number stands without quotes; a column with other texts in it holds texts")
                }
                _ => fault,
            });
        }
    };
    Ok(ordering.is_some_and(|ordering| match operator {
        Operator::Less => ordering == Ordering::Less,
        Operator::LessOrEqual => ordering != Ordering::Greater,
        Operator::Greater => ordering == Ordering::Greater,
        _ => ordering != Ordering::Less,
    }))
}

fn within(right: &Node, a: &Value<'_>, b: &Value<'_>) -> Result<bool, Fault> {
    match (a, b) {
        (a, Value::List(items)) => Ok(items.iter().any(|item| equal(a, item))),
        (a, Value::Array(items)) => Ok(items.iter().any(|item| equal(a, &Value::from(item)))),
        (Value::None, Value::Text(_)) | (_, Value::None) => Ok(false),
        (Value::Text(a), Value::Text(b)) => Ok(b.contains(a.as_ref())),
        (Value::Text(a), Value::Record(record)) => Ok(record.get(a).is_some()),
        (_, b) => Err(fails(right, "`in` looks into a list or a text", format!("this is {}", b.in_words()))),
    }
}

fn argument<'a>(
    arguments: &'a [(String, Node)],
    name: &str,
    scope: &'a dyn Scope,
) -> Result<Option<Value<'a>>, Fault> {
    let found = arguments.iter().find(|(known, _)| known == name);
    found.map(|(_, node)| evaluate(node, scope)).transpose()
}

fn apply<'a>(
    filter: Filter,
    inner: &Node,
    value: &Value<'a>,
    arguments: &'a [(String, Node)],
    scope: &'a dyn Scope,
) -> Computed<'a> {
    let text = |change: fn(&str) -> String| match value {
        Value::None => Ok(Value::None),
        Value::Text(text) => Ok(Value::Text(Cow::Owned(change(text)))),
        other => Err(fails(inner, "this filter takes a text", format!("this is {}", other.in_words()))),
    };
    match filter {
        Filter::Lower => text(str::to_lowercase),
        Filter::Upper => text(str::to_uppercase),
        Filter::Trim => text(|text| text.trim().to_owned()),
        Filter::Abs | Filter::Round => match value {
            Value::None => Ok(Value::None),
            Value::Number(number) if filter == Filter::Abs => Ok(Value::Number(number.abs())),
            Value::Number(number) => {
                let precision = match argument(arguments, "precision", scope)? {
                    Some(Value::Number(digits)) => digits.clamp(0.0, 15.0),
                    _ => 0.0,
                };
                let scale = num::pow(10.0, precision);
                Ok(Value::Number((number * scale).round() / scale))
            }
            other => Err(fails(inner, "this filter takes a number", format!("this is {}", other.in_words()))),
        },
        #[expect(clippy::cast_precision_loss, reason = "lengths are small")]
        Filter::Length => match value {
            Value::None => Ok(Value::None),
            Value::Text(text) => Ok(Value::Number(text.chars().count() as f64)),
            Value::List(items) => Ok(Value::Number(items.len() as f64)),
            Value::Array(items) => Ok(Value::Number(items.len() as f64)),
            Value::Record(record) => Ok(Value::Number(record.names().len() as f64)),
            other => Err(fails(inner, "this has no length", format!("this is {}", other.in_words()))),
        },
    }
}

fn passes(
    node: &Node,
    test: Test,
    value: &Value<'_>,
    arguments: &[(String, Node)],
    scope: &dyn Scope,
) -> Result<bool, Fault> {
    let text = |holds: fn(&str, &str) -> bool| -> Result<bool, Fault> {
        match (value, argument(arguments, "pat", scope)?) {
            (Value::None, Some(_)) => Ok(false),
            (Value::Text(text), Some(Value::Text(part))) => Ok(holds(text, &part)),
            (_, None) => Err(fails(node, "the test needs an argument", "write `(pat=\"...\")` after it")),
            (other, _) => {
                Err(fails(node, "the test takes two texts", format!("tested is {}", other.in_words())))
            }
        }
    };
    let parity = |odd: bool| match value {
        Value::None => Ok(false),
        Value::Number(number) => Ok((number.rem_euclid(2.0) >= 0.5) == odd),
        other => Err(fails(node, "the test takes a number", format!("tested is {}", other.in_words()))),
    };
    match test {
        Test::None => Ok(matches!(value, Value::None)),
        Test::Text => Ok(matches!(value, Value::Text(_))),
        Test::Number => Ok(matches!(value, Value::Number(_))),
        Test::Bool => Ok(matches!(value, Value::Bool(_))),
        Test::Odd => parity(true),
        Test::Even => parity(false),
        Test::StartingWith => text(|text, part| text.starts_with(part)),
        Test::EndingWith => text(|text, part| text.ends_with(part)),
        Test::Containing => text(|text, part| text.contains(part)),
    }
}

/// The parts of a node.
fn parts(node: &Node) -> Vec<&Node> {
    match &node.part {
        Part::None | Part::Bool(_) | Part::Number(_) | Part::Text(_) | Part::Name(_) => Vec::new(),
        Part::List(items) => items.iter().collect(),
        Part::Member(inner, _) | Part::Not(inner) | Part::Minus(inner) => vec![inner],
        Part::Item(left, right) | Part::Binary(_, left, right) => vec![left, right],
        Part::Filter(inner, _, arguments) | Part::Test(inner, _, arguments) => {
            std::iter::once(&**inner).chain(arguments.iter().map(|(_, node)| node)).collect()
        }
    }
}

/// The names and paths that an expression reads.
pub(super) fn operands(node: &Node) -> Vec<&Node> {
    match &node.part {
        Part::Name(_) | Part::Member(..) | Part::Item(..) => vec![node],
        _ => parts(node).into_iter().flat_map(operands).collect(),
    }
}

/// Faults that can be found without computing.
pub(super) fn check(node: &Node, scope: &dyn Scope) -> Vec<Fault> {
    let mut faults: Vec<Fault> = Vec::new();
    for operand in operands(node) {
        if let Err(fault) = evaluate(operand, scope)
            && fault.code == codes::UNKNOWN_NAME
        {
            faults.push(fault);
        }
    }
    never(node, scope, &mut faults);
    nowhere(node, scope, &mut faults);
    faults
}

/// Comparisons of a column of numbers with a text, and the reverse: they are always false, or always true.
fn never(node: &Node, scope: &dyn Scope, faults: &mut Vec<Fault>) {
    if let Part::Binary(operator @ (Operator::Equal | Operator::NotEqual), left, right) = &node.part
        && let (Some(a), Some(b)) = (kind(left, scope), kind(right, scope))
        && a != b
    {
        let always = if *operator == Operator::Equal { "never" } else { "always" };
        let written = |node: &Node| match &node.part {
            Part::Text(text) if text.parse::<f64>().is_ok() => {
                Some(format!("write the number without quotes: {text}"))
            }
            Part::Number(number) => Some(format!("the column holds texts: write \"{number}\"")),
            _ => None,
        };
        let fault = Fault::new(
            codes::COMPARISON_OF_KINDS,
            format!("`{ITSELF}` {always} holds: a number is compared with a text"),
            node.span.clone(),
        );
        faults.push(fault.label(format!("{always} true")).hint_if(written(right).or_else(|| written(left))));
    }
    for part in parts(node) {
        never(part, scope, faults);
    }
}

/// Texts that a column is compared with and has nowhere: mostly they are misspelled.
fn nowhere(node: &Node, scope: &dyn Scope, faults: &mut Vec<Fault>) {
    if let Part::Binary(Operator::Equal | Operator::NotEqual | Operator::In, left, right) = &node.part
        && let Some((column, levels)) = column(left, scope).or_else(|| column(right, scope))
    {
        let compared = [left, right].into_iter().flat_map(|side| match &side.part {
            Part::List(items) => items.iter().collect::<Vec<_>>(),
            _ => vec![&**side],
        });
        for text in compared {
            let Part::Text(word) = &text.part else { continue };
            if levels.iter().any(|level| level == word) {
                continue;
            }
            let listed = levels.iter().take(MOST_LEVELS).map(|level| format!("`{level}`"));
            let more = if levels.len() > MOST_LEVELS { ", ..." } else { "" };
            let listed = listed.collect::<Vec<_>>().join(", ");
            faults.push(
                Fault::new(
                    codes::UNKNOWN_LEVEL,
                    format!("no study has \"{word}\" in `{column}`"),
                    text.span.clone(),
                )
                .label("in no row of the table")
                .hint(format!("its values are {listed}{more}"))
                .hint_if(did_you_mean(word, levels.iter().map(String::as_str))),
            );
        }
    }
    for part in parts(node) {
        nowhere(part, scope, faults);
    }
}

/// So many values of a column are listed.
const MOST_LEVELS: usize = 12;

/// The column of texts that a node is, with its values.
fn column<'a>(node: &'a Node, scope: &dyn Scope) -> Option<(&'a str, Vec<String>)> {
    match &node.part {
        Part::Name(name) => Some((name, scope.levels(name)?)),
        Part::Member(inner, name) => match (&inner.part, evaluate(inner, scope)) {
            (Part::Name(_), Ok(Value::Record(record))) => Some((name, record.levels(name)?)),
            _ => None,
        },
        _ => None,
    }
}

fn kind(node: &Node, scope: &dyn Scope) -> Option<Kind> {
    match &node.part {
        Part::Name(name) => scope.kind(name),
        Part::Number(_) => Some(Kind::Number),
        Part::Text(_) => Some(Kind::Text),
        Part::Filter(_, Filter::Abs | Filter::Round | Filter::Length, _) | Part::Minus(_) => {
            Some(Kind::Number)
        }
        Part::Member(inner, name) => match (&inner.part, evaluate(inner, scope)) {
            (Part::Name(_), Ok(Value::Record(record))) => record.kind(name),
            _ => None,
        },
        _ => None,
    }
}
