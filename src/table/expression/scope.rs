//! What the names of an expression stand for.

use std::borrow::Cow;
use std::fmt;

use serde_json::Value as Json;

use crate::stats::decimal::{kept, whole};

/// What a column holds, where that is known before computing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Numbers.
    Number,
    /// Texts, and dates.
    Text,
}

/// A value in an expression.
#[derive(Clone)]
pub enum Value<'a> {
    /// Missing.
    None,
    /// True or false.
    Bool(bool),
    /// A number.
    Number(f64),
    /// A text.
    Text(Cow<'a, str>),
    /// A list that the expression holds.
    List(Vec<Value<'a>>),
    /// A list of results.
    Array(&'a [Json]),
    /// Something with names inside.
    Record(&'a dyn Scope),
}

impl Value<'_> {
    /// What it is, with an article.
    #[must_use]
    pub fn in_words(&self) -> &'static str {
        match self {
            Self::None => "missing",
            Self::Bool(_) => "true or false",
            Self::Number(_) => "a number",
            Self::Text(_) => "a text",
            Self::List(_) | Self::Array(_) => "a list",
            Self::Record(_) => "a group of values",
        }
    }
}

impl<'a> From<&'a Json> for Value<'a> {
    fn from(json: &'a Json) -> Self {
        match json {
            Json::Null => Self::None,
            Json::Bool(truth) => Self::Bool(*truth),
            Json::Number(number) => number.as_f64().map_or(Self::None, Self::Number),
            Json::String(text) => Self::Text(Cow::Borrowed(text)),
            Json::Array(items) => Self::Array(items),
            Json::Object(object) => Self::Record(object),
        }
    }
}

impl Value<'_> {
    /// The value as JSON; a group of values is none.
    #[must_use]
    pub fn to_json(&self) -> Json {
        match self {
            Self::None | Self::Record(_) => Json::Null,
            Self::Bool(truth) => (*truth).into(),
            // A whole number as the author would write it, without a decimal point.
            Self::Number(number) => whole(*number).map_or_else(|| (*number).into(), Json::from),
            Self::Text(text) => text.as_ref().into(),
            Self::List(items) => items.iter().map(Value::to_json).collect(),
            Self::Array(items) => items.to_vec().into(),
        }
    }
}

impl fmt::Display for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str("none"),
            Self::Bool(truth) => write!(f, "{truth}"),
            // As results.json has it: fewer digits would show a number that the comparison did not see.
            Self::Number(number) => write!(f, "{}", kept(*number)),
            Self::Text(text) => write!(f, "\"{text}\""),
            Self::List(items) => {
                let items: Vec<String> = items.iter().map(ToString::to_string).collect();
                write!(f, "[{}]", items.join(", "))
            }
            Self::Array(items) => {
                let items: Vec<String> = items.iter().map(|item| Value::from(item).to_string()).collect();
                write!(f, "[{}]", items.join(", "))
            }
            Self::Record(_) => f.write_str("{...}"),
        }
    }
}

impl fmt::Debug for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Names and their values: the columns of a row, the influence statistics of a study, the results.
pub trait Scope {
    /// The value of a name; nothing when there is no such name (which is not the same as missing).
    fn get(&self, name: &str) -> Option<Value<'_>>;

    /// The names, for "did you mean".
    fn names(&self) -> Vec<&str>;

    /// What a name always holds, if that is known.
    fn kind(&self, name: &str) -> Option<Kind> {
        let _ = name;
        None
    }

    /// The texts that a name has somewhere, if they are known and few.
    fn levels(&self, name: &str) -> Option<Vec<String>> {
        let _ = name;
        None
    }

    /// What a name is here, with an article: a column, a result.
    fn what(&self) -> &'static str {
        "a name"
    }

    /// Where a name that is not here is to be found, as a hint.
    fn elsewhere(&self, name: &str) -> Option<String> {
        let _ = name;
        None
    }
}

impl Scope for serde_json::Map<String, Json> {
    fn get(&self, name: &str) -> Option<Value<'_>> {
        serde_json::Map::get(self, name).map(Value::from)
    }

    fn names(&self) -> Vec<&str> {
        self.keys().map(String::as_str).collect()
    }

    fn what(&self) -> &'static str {
        "a result"
    }

    fn elsewhere(&self, name: &str) -> Option<String> {
        // The limits of an interval are the items of a list: 0 the lower one, 1 the upper one.
        let path = match name {
            "lower" | "ci_lower" | "lower_limit" => "ci[0]",
            "upper" | "ci_upper" | "upper_limit" => "ci[1]",
            _ => name,
        };
        let key = path.split('[').next().unwrap_or(path);
        if path != name && self.contains_key(key) {
            return Some(format!("`ci[0]` is the lower and `ci[1]` the upper limit: write `.{path}`"));
        }
        let holders: Vec<String> = self
            .iter()
            .filter(|(_, value)| value.get(key).is_some_and(|value| !value.is_null()))
            .map(|(holder, _)| format!("`.{holder}.{path}`"))
            .take(3)
            .collect();
        (!holders.is_empty()).then(|| format!("there is {}", holders.join(", ")))
    }
}

/// A few names with numbers: an outlier rule sees the influence statistics of a study and `k`.
#[derive(Debug, Clone, Copy)]
pub struct Numbers<'a>(pub &'a [(&'a str, Option<f64>)]);

impl Scope for Numbers<'_> {
    fn get(&self, name: &str) -> Option<Value<'_>> {
        let (_, number) = self.0.iter().find(|(known, _)| *known == name)?;
        Some(number.map_or(Value::None, Value::Number))
    }

    fn names(&self) -> Vec<&str> {
        self.0.iter().map(|(name, _)| *name).collect()
    }

    fn kind(&self, _: &str) -> Option<Kind> {
        Some(Kind::Number)
    }

    fn what(&self) -> &'static str {
        "a statistic of a study"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result_says_where_a_name_is_to_be_found() {
        let analysis = serde_json::json!({"random": {"estimate": 0.5, "ci": [0.4, 0.6]}, "common": {"estimate": 0.5}, "k": 3});
        let analysis = analysis.as_object().unwrap();
        assert_eq!(
            analysis.elsewhere("estimate").as_deref(),
            Some("there is `.random.estimate`, `.common.estimate`")
        );
        assert_eq!(analysis.elsewhere("upper").as_deref(), Some("there is `.random.ci[1]`"));
        assert_eq!(analysis.elsewhere("nothing"), None);
        let random = analysis["random"].as_object().unwrap();
        assert_eq!(
            random.elsewhere("lower").as_deref(),
            Some("`ci[0]` is the lower and `ci[1]` the upper limit: write `.ci[0]`")
        );
    }
}
