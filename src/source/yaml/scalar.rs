//! Single values by the core schema of YAML 1.2.

/// A single value.
#[derive(Debug, Clone, PartialEq)]
pub enum Scalar {
    /// Nothing: an empty value, `null` or `~`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// Any other number; not finite only on the way to a fault.
    Number(f64),
    /// A text.
    Text(String),
}

impl Scalar {
    /// Reads a value that stands without quotes.
    #[must_use]
    pub fn from_plain(text: &str) -> Self {
        match text {
            "" | "~" | "null" | "Null" | "NULL" => return Self::Null,
            "true" | "True" | "TRUE" => return Self::Bool(true),
            "false" | "False" | "FALSE" => return Self::Bool(false),
            ".nan" | ".NaN" | ".NAN" => return Self::Number(f64::NAN),
            ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => return Self::Number(f64::INFINITY),
            "-.inf" | "-.Inf" | "-.INF" => return Self::Number(f64::NEG_INFINITY),
            _ => {}
        }
        let radix = |digits: &str, radix| i64::from_str_radix(digits, radix).ok().map(Self::Integer);
        if let Some(number) = text.strip_prefix("0x").and_then(|digits| radix(digits, 16)) {
            return number;
        }
        if let Some(number) = text.strip_prefix("0o").and_then(|digits| radix(digits, 8)) {
            return number;
        }
        if !is_number(text) {
            return Self::Text(text.to_owned());
        }
        if let Ok(number) = text.parse::<i64>() {
            return Self::Integer(number);
        }
        text.parse().map_or_else(|_| Self::Text(text.to_owned()), Self::Number)
    }

    /// The kind in words, with an article.
    #[must_use]
    pub const fn in_words(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Bool(true) => "`true`",
            Self::Bool(false) => "`false`",
            Self::Integer(_) | Self::Number(_) => "a number",
            Self::Text(_) => "a text",
        }
    }

    /// The value as JSON; a number that is not finite is null.
    #[must_use]
    pub fn to_json(&self) -> serde_json::Value {
        match self {
            Self::Null => serde_json::Value::Null,
            Self::Bool(value) => (*value).into(),
            Self::Integer(value) => (*value).into(),
            Self::Number(value) => (*value).into(),
            Self::Text(value) => value.as_str().into(),
        }
    }
}

/// Whether a text is a decimal number: sign, digits with at most one point, exponent.
fn is_number(text: &str) -> bool {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent.strip_prefix(['-', '+']).unwrap_or(exponent))),
        None => (unsigned, None),
    };
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    digits(whole)
        && digits(fraction)
        && !(whole.is_empty() && fraction.is_empty())
        && exponent.is_none_or(|exponent| !exponent.is_empty() && digits(exponent))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_values_have_the_types_of_the_core_schema() {
        for text in [
            "yes",
            "no",
            "on",
            "2020-12-07",
            "1.0.0",
            "k-1",
            "1_000",
            "1,858",
            "-",
            "+",
            ".",
            "e5",
            "1e",
            "NaN",
            "inf",
        ] {
            assert_eq!(Scalar::from_plain(text), Scalar::Text(text.to_owned()), "{text}");
        }
        assert_eq!(Scalar::from_plain("+12"), Scalar::Integer(12));
        assert_eq!(Scalar::from_plain("0x1F"), Scalar::Integer(31));
        assert_eq!(Scalar::from_plain(".5"), Scalar::Number(0.5));
        assert_eq!(Scalar::from_plain("1."), Scalar::Number(1.0));
        assert_eq!(Scalar::from_plain("-1.5e-3"), Scalar::Number(-0.0015));
        assert_eq!(Scalar::from_plain("99999999999999999999"), Scalar::Number(1e20));
        assert_eq!(Scalar::from_plain("~"), Scalar::Null);
    }
}
