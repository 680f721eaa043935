//! Values that an author may write in two shapes: a short one and a long one.
//!
//! `serde(untagged)` would lose the place of an error, so each shape is read by a visitor of its own.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use indexmap::IndexMap;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde::{Deserialize, Serialize};

use crate::stats::choices;

/// A text, or a mapping that says more.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum TextOr<T> {
    /// The short form.
    Text(String),
    /// The long form.
    Full(T),
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for TextOr<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Shape<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Shape<T> {
            type Value = TextOr<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text or a mapping")
            }
            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(TextOr::Text(text.to_owned()))
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                T::deserialize(MapAccessDeserializer::new(map)).map(TextOr::Full)
            }
        }
        deserializer.deserialize_any(Shape(PhantomData))
    }
}

impl<T: JsonSchema> JsonSchema for TextOr<T> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        format!("TextOr{}", T::schema_name()).into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({"anyOf": [{"type": "string"}, generator.subschema_for::<T>()]})
    }
}

/// A count alone, or a mapping that says what it consists of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum CountOr<T> {
    /// The total alone.
    Total(u64),
    /// The parts.
    Items(T),
}

/// A count that is itemised, or only its total: `{MEDLINE: 500, Embase: 700}` or `1200`.
pub type Counts = CountOr<IndexMap<String, u64>>;

impl<'de, T: Deserialize<'de>> Deserialize<'de> for CountOr<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Shape<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Shape<T> {
            type Value = CountOr<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a count or a mapping from name to count")
            }
            fn visit_u64<E>(self, n: u64) -> Result<Self::Value, E> {
                Ok(CountOr::Total(n))
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                T::deserialize(MapAccessDeserializer::new(map)).map(CountOr::Items)
            }
        }
        deserializer.deserialize_any(Shape(PhantomData))
    }
}

impl<T: JsonSchema> JsonSchema for CountOr<T> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        format!("CountOr{}", T::schema_name()).into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({"anyOf": [{"type": "integer", "minimum": 0}, generator.subschema_for::<T>()]})
    }
}

/// Whether something is shown, how many it counts, or the counts by analysis: `true`, `13`, `{survival: 13}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Synthesised {
    /// Whether the box is drawn, with the number of the main analysis.
    Shown(bool),
    /// The studies of the main analysis.
    Main(u64),
    /// The studies of each of these analyses, by its id.
    Analyses(IndexMap<String, u64>),
}

impl<'de> Deserialize<'de> for Synthesised {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Shape;
        impl<'de> Visitor<'de> for Shape {
            type Value = Synthesised;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("`true`, `false`, a count, or a mapping from analysis to count")
            }
            fn visit_bool<E>(self, shown: bool) -> Result<Synthesised, E> {
                Ok(Synthesised::Shown(shown))
            }
            fn visit_u64<E>(self, n: u64) -> Result<Synthesised, E> {
                Ok(Synthesised::Main(n))
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Synthesised, A::Error> {
                Deserialize::deserialize(MapAccessDeserializer::new(map)).map(Synthesised::Analyses)
            }
        }
        deserializer.deserialize_any(Shape)
    }
}

impl JsonSchema for Synthesised {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Synthesised".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"anyOf": [
            {"type": "boolean"},
            {"type": "integer", "minimum": 0},
            {"type": "object", "additionalProperties": {"type": "integer", "minimum": 0}}
        ]})
    }
}

/// The prediction interval as an author writes it: `true` (as `k-1`), `false`, `k-1` or `k-2`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Prediction(pub choices::Prediction);

impl<'de> Deserialize<'de> for Prediction {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Shape;
        impl Visitor<'_> for Shape {
            type Value = Prediction;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("`true`, `false`, `k-1` or `k-2`")
            }
            fn visit_bool<E>(self, on: bool) -> Result<Prediction, E> {
                Ok(Prediction(if on { choices::Prediction::KMinus1 } else { choices::Prediction::Off }))
            }
            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Prediction, E> {
                match text {
                    "k-1" => Ok(Prediction(choices::Prediction::KMinus1)),
                    "k-2" => Ok(Prediction(choices::Prediction::KMinus2)),
                    _ => Err(E::unknown_variant(text, &["true", "false", "k-1", "k-2"])),
                }
            }
        }
        deserializer.deserialize_any(Shape)
    }
}

impl JsonSchema for Prediction {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Prediction".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"enum": [true, false, "k-1", "k-2"]})
    }
}

/// A number, or a bound as it is printed: `0.04` or `"<0.01"`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Printed {
    /// A number; the text keeps the digits as the author wrote them where that is known.
    Number(f64),
    /// A text such as `<0.01` or `0.50` (quoted to keep a trailing zero).
    Text(String),
}

impl<'de> Deserialize<'de> for Printed {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Shape;
        impl Visitor<'_> for Shape {
            type Value = Printed;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number, or a text such as \"<0.01\"")
            }
            fn visit_f64<E>(self, x: f64) -> Result<Printed, E> {
                Ok(Printed::Number(x))
            }
            #[expect(clippy::cast_precision_loss, reason = "a printed number has a handful of digits")]
            fn visit_u64<E>(self, x: u64) -> Result<Printed, E> {
                Ok(Printed::Number(x as f64))
            }
            #[expect(clippy::cast_precision_loss, reason = "a printed number has a handful of digits")]
            fn visit_i64<E>(self, x: i64) -> Result<Printed, E> {
                Ok(Printed::Number(x as f64))
            }
            fn visit_str<E>(self, text: &str) -> Result<Printed, E> {
                Ok(Printed::Text(text.to_owned()))
            }
        }
        deserializer.deserialize_any(Shape)
    }
}

impl JsonSchema for Printed {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Printed".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": ["number", "string"]})
    }
}
