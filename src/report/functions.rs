//! The functions and filters that templates have.

use std::sync::Arc;

use tera::{Kwargs, State, Tera, TeraResult, Value};

use super::fields;
use super::marker::Marker;
use super::shared::Shared;
use super::template_fault::Known;
use super::wording;
use crate::analysis::results::{EffectWords, NotDone};
use crate::figures::slug;
use crate::numbers::Scale;
use crate::spec::analysis::EffectName;
use crate::stats::choices::Measure;

/// What the effects of an analysis, or of a model, are called.
fn effect_words(value: &Value) -> Option<EffectWords> {
    let measure = value.get_from_path("measure").and_then(|measure| measure.as_str().map(str::to_owned))?;
    let measure = Measure::ALL.iter().copied().find(|known| known.as_str() == measure)?;
    let text = |path: &str| value.get_from_path(path).and_then(|text| text.as_str().map(str::to_owned));
    let own = text("effect.name").map(|name| EffectName { name, short: text("effect.short") });
    Some(EffectWords::called(measure, own.as_ref()))
}

fn texts(value: &Value) -> Vec<String> {
    value.as_array().unwrap_or_default().iter().map(ToString::to_string).collect()
}

/// Registers every function and filter, and gives their names.
pub(super) fn register(tera: &mut Tera, shared: &Arc<Shared>) -> Known {
    let mut known = Known::default();
    macro_rules! function {
        ($name:literal, |$shared:ident, $arguments:ident| $body:expr) => {{
            let $shared = Arc::clone(shared);
            known.functions.push($name);
            tera.register_function($name, move |$arguments: Kwargs, _: &State| -> TeraResult<Value> {
                $body
            });
        }};
    }
    macro_rules! filter {
        ($name:literal, |$shared:ident, $value:ident, $arguments:ident| $body:expr) => {{
            let $shared = Arc::clone(shared);
            known.filters.push($name);
            tera.register_filter(
                $name,
                move |$value: Value, $arguments: Kwargs, _: &State| -> TeraResult<Value> { $body },
            );
        }};
    }
    macro_rules! number_filter {
        ($name:literal, |$shared:ident, $x:ident, $arguments:ident| $body:expr) => {{
            let $shared = Arc::clone(shared);
            known.filters.push($name);
            tera.register_filter($name, move |$x: f64, $arguments: Kwargs, _: &State| -> TeraResult<Value> {
                $body
            });
        }};
    }

    function!("value", |shared, arguments| shared.value(&arguments));
    function!("figure", |shared, arguments| shared.block("figure", &arguments));
    function!("table", |shared, arguments| shared.block("table", &arguments));
    function!("anchor", |shared, arguments| {
        let id = slug(arguments.must_get::<&str>("id")?);
        Ok(Value::safe_string(&shared.markers.add(Marker::Anchor(id))))
    });
    function!("fold", |shared, arguments| {
        let title = arguments.must_get::<&str>("title")?;
        Ok(Value::safe_string(&shared.markers.add(Marker::Fold(title.to_owned()))))
    });
    function!("endfold", |shared, _arguments| {
        Ok(Value::safe_string(&shared.markers.add(Marker::EndFold)))
    });
    function!("ref", |shared, arguments| shared.reference(&arguments));
    function!("literal", |shared, arguments| {
        let text = arguments.must_get::<&str>("text")?.to_owned();
        Ok(Value::safe_string(&shared.markers.add(Marker::Literal(text))))
    });
    function!("cite", |_shared, arguments| {
        let keys: Vec<&str> =
            arguments.must_get::<&str>("key")?.split([',', ';', ' ']).filter(|key| !key.is_empty()).collect();
        Ok(Value::safe_string(&format!("[@{}]", keys.join("; @"))))
    });
    function!("bibliography", |shared, _arguments| {
        Ok(Value::safe_string(&shared.markers.add(Marker::Bibliography)))
    });

    for field in
        fields::POOLED.iter().chain(&fields::HETEROGENEITY).chain(&fields::COUNTS).chain(&fields::COEFFICIENT)
    {
        let shared = Arc::clone(shared);
        known.filters.push(field);
        tera.register_filter(*field, move |value: Value, _: Kwargs, _: &State| -> TeraResult<Value> {
            if let Some(x) = value.as_f64().filter(|_| value.is_number()) {
                let numbers = shared.numbers;
                let text = match *field {
                    "p" | "q_p" => numbers.p_statement(x),
                    "p_value" | "q_p_value" => numbers.p_value(x),
                    "i2" => numbers.i2(x),
                    "tau2" | "tau" => numbers.tau2(x),
                    "frequency" => numbers.natural_frequency(x),
                    _ => return shared.no_result(&value, field),
                };
                return Ok(shared.number_mark(x, text));
            }
            shared.field(&value, field)
        });
    }

    filter!("shown", |shared, value, arguments| {
        let at = arguments.get::<&str>("at")?.unwrap_or_default().to_owned();
        shared.shown(&value, &at)
    });
    number_filter!("percent", |shared, x, arguments| {
        let text = match arguments.get::<usize>("digits")? {
            Some(digits) => shared.numbers.percent_with(x, digits),
            None => shared.numbers.percent(x, arguments.get::<f64>("of")?),
        };
        Ok(shared.number_mark(x, text))
    });
    number_filter!("number", |shared, x, arguments| {
        let text = match arguments.get::<usize>("digits")? {
            Some(digits) => shared.numbers.decimal(x, digits),
            None => shared.numbers.estimate(x, Scale::Number),
        };
        Ok(shared.number_mark(x, text))
    });
    number_filter!("count", |shared, x, _arguments| Ok(shared.number_mark(x, shared.numbers.integer(x))));
    number_filter!("level", |shared, x, _arguments| Ok(shared.number_mark(x, shared.numbers.level(x))));
    number_filter!("counted", |shared, x, arguments| shared.counted(x, &arguments));
    number_filter!("words", |shared, x, _arguments| {
        let text = wording::number_in_words(x).map_or_else(|| shared.numbers.integer(x), str::to_owned);
        Ok(shared.number_mark(x, text))
    });
    // The test of a result with `q` (or `statistic`), `df` and `p`, under the symbol of the statistic.
    filter!("test", |shared, value, arguments| {
        let symbol = arguments.get::<&str>("symbol")?.unwrap_or("χ²");
        let number = |name: &str| value.get_from_path(name).and_then(Value::as_f64);
        let Some(statistic) = number("statistic").or_else(|| number("q")) else {
            return shared.no_result(&value, "test");
        };
        let text = fields::test((symbol, statistic), number("df"), number("p"), shared.numbers);
        Ok(shared.number_mark(statistic, text))
    });
    filter!("label", |shared, value, _arguments| {
        Ok(Value::normal_string(&shared.label(value.as_str().unwrap_or_default())))
    });
    filter!("labels", |shared, value, _arguments| {
        Ok(texts(&value).iter().map(|id| shared.label(id)).collect::<Vec<_>>().into())
    });
    filter!("list", |_shared, value, _arguments| Ok(Value::normal_string(&wording::listed(&texts(&value)))));
    filter!("wording", |shared, value, arguments| {
        let kind = arguments.must_get::<&str>("of")?;
        let choice = value.as_str().unwrap_or_default();
        match wording::of_choice(kind, choice) {
            Some(words) => Ok(Value::normal_string(&words)),
            None => shared.unknown("choice", choice, &[]),
        }
    });
    // What the effects of an analysis or of a model are called, one and many.
    filter!("effect_name", |_shared, value, _arguments| {
        Ok(effect_words(&value).map_or_else(|| value.clone(), |words| Value::normal_string(&words.one)))
    });
    filter!("effect_names", |_shared, value, _arguments| {
        Ok(effect_words(&value).map_or_else(|| value.clone(), |words| Value::normal_string(&words.many)))
    });
    filter!("markdown", |_shared, value, _arguments| {
        Ok(Value::safe_string(&super::place::inert(value.as_str().unwrap_or_default())))
    });
    filter!("capitalised", |shared, value, _arguments| {
        let text = shared.capitalised(value.as_str().unwrap_or_default());
        Ok(if value.is_safe() { Value::safe_string(&text) } else { Value::normal_string(&text) })
    });
    // What an author wrote as a sentence or heading, within a sentence: a text or a list of them.
    filter!("phrase", |_shared, value, _arguments| {
        Ok(match value.as_str() {
            Some(text) => Value::normal_string(&wording::phrase(text)),
            None => texts(&value).iter().map(|text| wording::phrase(text)).collect::<Vec<_>>().into(),
        })
    });
    filter!("rule", |shared, value, _arguments| {
        Ok(Value::safe_string(&crate::figures::rules::in_words(
            value.as_str().unwrap_or_default(),
            &shared.numbers,
        )))
    });
    filter!("tests", |_shared, value, _arguments| {
        Ok(texts(&value).iter().map(|key| wording::test(key)).collect::<Vec<_>>().into())
    });
    filter!("test_name", |_shared, value, _arguments| {
        Ok(Value::normal_string(&wording::test(value.as_str().unwrap_or_default())))
    });
    filter!("source_in_words", |_shared, value, _arguments| {
        Ok(Value::normal_string(&wording::source(value.as_str().unwrap_or_default())))
    });
    filter!("date", |_shared, value, _arguments| {
        Ok(Value::normal_string(&super::front::in_words(value.as_str().unwrap_or_default())))
    });
    filter!("reason", |shared, value, _arguments| {
        let reason = NotDone::from(value.as_str().unwrap_or_default());
        Ok(Value::normal_string(&wording::reason(&reason, shared.numbers)))
    });
    filter!("result_title", |shared, value, _arguments| {
        Ok(Value::normal_string(&shared.title(value.as_str().unwrap_or_default())))
    });
    // A sentence that an author wrote, with its full stop.
    filter!("sentence", |_shared, value, _arguments| {
        let text = wording::capitalised(value.as_str().unwrap_or_default().trim());
        let stop = if text.is_empty() || text.ends_with(['.', '!', '?']) { "" } else { "." };
        Ok(Value::normal_string(&format!("{text}{stop}")))
    });
    known
}
