//! What the functions and filters of templates share: the results, how they are written, and what went wrong.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use serde_json::Value as Json;
use tera::{Error, Kwargs, TeraResult, Value};

use super::fields::{self, About, Counts, Field, Kind};
use super::lookup::{member, resolve};
use super::marker::{Marker, Markers, ValueMark};
use super::place::{Piece, pieces};
use super::plain;
use super::wording;
use crate::analysis::results::{
    AnalysisResult, Heterogeneity, Located, Pooled, RegressionTerm, Results, locate, paths,
};
use crate::diagnostics::{Code, codes, did_you_mean};
use crate::figures::names::find;
use crate::numbers::Numbers;
use crate::stats::choices::EffectModel;

/// Why a function of a template cannot give what it was asked for.
#[derive(Debug, Clone)]
pub(super) struct Fault {
    pub code: Code,
    pub message: String,
    pub hint: Option<String>,
}

/// What the functions share.
#[derive(Debug)]
pub(super) struct Shared {
    pub numbers: Numbers,
    pub results: Results,
    /// Where each study stands among the results, by id.
    pub places: BTreeMap<String, usize>,
    pub context: Value,
    pub markers: Markers,
    /// Names of figures and tables, each with its id.
    pub figures: Vec<(String, String)>,
    pub tables: Vec<(String, String)>,
    /// The fault of the render that is under way; Tera carries only texts.
    pub fault: Mutex<Option<Fault>>,
    /// What the render may still cost.
    pub budget: super::budget::Budget,
}

impl Shared {
    /// Keeps the fault for whoever renders, and stops Tera.
    pub(super) fn stop<T>(
        &self,
        code: Code,
        message: impl Into<String>,
        hint: Option<String>,
    ) -> TeraResult<T> {
        let message = message.into();
        *self.fault.lock().unwrap_or_else(PoisonError::into_inner) =
            Some(Fault { code, message: message.clone(), hint });
        Err(Error::message(message))
    }

    pub(super) fn unknown<T>(&self, what: &str, name: &str, known: &[String]) -> TeraResult<T> {
        let listed = known.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        let hint = did_you_mean(name, known.iter().map(String::as_str)).unwrap_or_else(|| {
            if known.is_empty() { format!("there is no {what} here") } else { format!("there is {listed}") }
        });
        self.stop(codes::UNKNOWN_RESULT, format!("unknown {what} `{name}`"), Some(hint))
    }

    /// A mark that prints a value.
    pub(super) fn mark(&self, of: &str, field: &str, shown: Field) -> Value {
        let value =
            ValueMark { text: shown.text, value: shown.value, of: of.to_owned(), field: field.to_owned() };
        Value::safe_string(&self.markers.add(Marker::Value(value)))
    }

    pub(super) fn number_mark(&self, x: f64, text: String) -> Value {
        self.mark("", "", Field { text, value: fields::machine(x) })
    }

    /// The analysis, or part of one, that a path names.
    pub(super) fn part(&self, of: &str) -> TeraResult<Located<'_>> {
        match locate(&self.results.analyses, of) {
            Some(found) => Ok(found),
            None => self.unknown("result", of, &paths(&self.results.analyses)),
        }
    }

    /// `value(of=..., field=..., model=..., study=...)`.
    pub(super) fn value(&self, arguments: &Kwargs) -> TeraResult<Value> {
        let of = arguments.must_get::<&str>("of")?;
        let field = arguments.get::<&str>("field")?.unwrap_or("effect");
        let Located { analysis, part, .. } = self.part(of)?;
        let mut about = About::new(of, analysis, &part);
        match arguments.get::<&str>("model")? {
            None => {}
            Some("random") => about.model = EffectModel::Random,
            Some("common") => about.model = EffectModel::Common,
            Some(other) => return self.unknown("model", other, &["random".to_owned(), "common".to_owned()]),
        }
        if let Some(id) = arguments.get::<&str>("study")? {
            return self.study(of, analysis, id, field, &about);
        }
        #[expect(clippy::cast_precision_loss, reason = "numbers of studies are small")]
        let counts = Counts { k: Some(part.k as f64), total: part.total, events: part.events };
        let headline = about.model.of(part.random, part.common);
        match fields::part(field, counts, headline, part.heterogeneity, &about, self.numbers) {
            Some(shown) => Ok(self.mark(of, field, shown)),
            None => self.unknown("field", field, &known_fields()),
        }
    }

    pub(super) fn study(
        &self,
        of: &str,
        analysis: &AnalysisResult,
        id: &str,
        field: &str,
        about: &About,
    ) -> TeraResult<Value> {
        let Some(study) = analysis.studies.iter().find(|study| study.id == id) else {
            let ids: Vec<String> = analysis.studies.iter().map(|study| study.id.clone()).collect();
            return self.unknown("study", id, &ids);
        };
        let alone = Pooled { estimate: study.estimate, ci: study.ci, ..Pooled::default() };
        let numbers = self.numbers;
        let count = |n: Option<f64>| n.map(|n| Field { text: numbers.integer(n), value: fields::machine(n) });
        let weight = study.weight(about.model);
        let shown = match field {
            "events" => count(study.events),
            "n" | "total" => count(study.total),
            "weight" => weight.map(|x| Field { text: numbers.weight(x), value: fields::machine(x) }),
            "effect" | "estimate" | "ci" | "lower" | "upper" | "frequency" => {
                fields::pooled(field, &alone, about, numbers)
            }
            _ => None,
        };
        match shown {
            Some(shown) => Ok(self.mark(&format!("{of}/{id}"), field, shown)),
            None => {
                let known =
                    ["effect", "estimate", "ci", "lower", "upper", "frequency", "events", "n", "weight"];
                self.unknown("field of a study", field, &known.map(str::to_owned))
            }
        }
    }

    /// A field of the result that a filter is applied to.
    pub(super) fn field(&self, result: &Value, field: &str) -> TeraResult<Value> {
        match self.owned(result, field) {
            Some((about, shown)) => Ok(self.mark(&about.of, field, shown)),
            None => self.no_result(result, field),
        }
    }

    /// A field of a result, and what it belongs to.
    fn owned(&self, result: &Value, field: &str) -> Option<(About, Field)> {
        let about = about(result)?;
        // An analysis carries every refit; only what the filter reads is taken out of it.
        let json = |name: &str| {
            member(result, name).and_then(|part| serde_json::to_value(part).ok()).unwrap_or(Json::Null)
        };
        let whole = || serde_json::to_value(result).unwrap_or(Json::Null);
        let shown = match about.kind {
            Kind::Pooled => {
                let pooled: Pooled = serde_json::from_value(whole()).unwrap_or_default();
                fields::pooled(field, &pooled, &about, self.numbers)
            }
            Kind::Heterogeneity => {
                let found: Heterogeneity = serde_json::from_value(whole()).unwrap_or_default();
                fields::heterogeneity(field, &found, &about, self.numbers)
            }
            Kind::Coefficient => {
                let term: RegressionTerm = serde_json::from_value(whole()).ok()?;
                fields::coefficient(field, &term, about.level, self.numbers)
            }
            Kind::Part => {
                let headline = json(about.model.as_str());
                let headline: Pooled = serde_json::from_value(headline).unwrap_or_default();
                let found: Heterogeneity = serde_json::from_value(json("heterogeneity")).unwrap_or_default();
                let counts = Counts {
                    k: json("k").as_f64(),
                    total: json("total").as_f64(),
                    events: json("events").as_f64(),
                };
                fields::part(field, counts, &headline, &found, &about, self.numbers)
            }
        };
        Some((about, shown?))
    }

    pub(super) fn no_result<T>(&self, value: &Value, field: &str) -> TeraResult<T> {
        let hint = "filters such as this take an analysis, a part of one (`survival.by.region.Europe`), or its \
                    `random`, `common` or `heterogeneity`";
        if value.is_undefined() {
            return self.stop(codes::UNKNOWN_RESULT, "", None);
        }
        self.stop(
            codes::UNKNOWN_RESULT,
            format!("`{field}` cannot be taken of {}", value.name()),
            Some(hint.to_owned()),
        )
    }

    /// What `{{ ... }}` prints: numbers in the profile's format, everything else as it is.
    pub(super) fn shown(&self, value: &Value, at: &str) -> TeraResult<Value> {
        if value.is_undefined() {
            return self.stop(codes::UNKNOWN_RESULT, "", None);
        }
        let Some(x) = value.as_f64().filter(|_| value.is_number()) else {
            return match value.as_str() {
                Some(_) => Ok(value.clone()),
                None if value.is_none() => Ok(Value::normal_string(crate::numbers::NOT_REPORTED)),
                None if value.is_bool() => Ok(value.clone()),
                None => {
                    let hint =
                        "a filter says how it is to be written, for instance `| effect`, `| ci` or `| list`";
                    self.stop(
                        codes::UNKNOWN_RESULT,
                        format!("`{at}` is {}, not a single value", article(value.name())),
                        Some(hint.to_owned()),
                    )
                }
            };
        };
        let (parent, key) = at.rsplit_once('.').unwrap_or(("", at));
        let owner = resolve(&self.context, parent);
        if let Some(owner) = owner
            && member(owner, "about").is_some()
        {
            let key = match key {
                "ci[0]" => "lower",
                "ci[1]" => "upper",
                "prediction[0]" => "prediction_lower",
                "prediction[1]" => "prediction_upper",
                key => key,
            };
            // A key of the results is the value that stands there: the filter of the same name may give another one, as
            // `i2` gives that of the definition that the author chose.
            let shown = self.owned(owner, key).filter(|(_, shown)| shown.value == fields::machine(x));
            if let Some((about, shown)) = shown {
                return Ok(self.mark(&about.of, key, shown));
            }
        }
        let text = plain::number(x, at, owner, self.numbers);
        let field = Field { text, value: fields::machine(x) };
        Ok(self.mark(&at.replace('.', "/"), key, field))
    }

    pub(super) fn block(&self, kind: &str, arguments: &Kwargs) -> TeraResult<Value> {
        let name = arguments.must_get::<&str>("name")?;
        let optional = arguments.get::<bool>("optional")?.unwrap_or(false);
        type Mark = fn(String) -> Marker;
        let (known, marker): (_, Mark) = match kind {
            "figure" => (&self.figures, Marker::Figure),
            _ => (&self.tables, Marker::Table),
        };
        if let Some((known, _)) = find(known, name) {
            let marker = marker(known.clone());
            Ok(Value::safe_string(&self.markers.add(marker)))
        } else if optional {
            Ok(Value::safe_string(""))
        } else {
            let names: Vec<String> = known.iter().map(|(name, _)| name.clone()).collect();
            self.unknown(kind, name, &names)
        }
    }

    /// `ref(name)`: of a figure or a table, whichever has this name; `ref(figure=...)` and `ref(table=...)`
    /// where both have it.
    pub(super) fn reference(&self, arguments: &Kwargs) -> TeraResult<Value> {
        let figure = arguments.get::<&str>("figure")?;
        let table = arguments.get::<&str>("table")?;
        let name = figure.or(table).or(arguments.get::<&str>("name")?).unwrap_or_default();
        let find = |known| find(known, name).map(|(name, _)| name.clone());
        let marker = if let Some(known) = find(&self.figures).filter(|_| table.is_none()) {
            Marker::FigureReference(known)
        } else if let Some(known) = find(&self.tables).filter(|_| figure.is_none()) {
            Marker::TableReference(known)
        } else {
            let all: Vec<String> =
                self.figures.iter().chain(&self.tables).map(|(name, _)| name.clone()).collect();
            return self.unknown("figure or table", name, &all);
        };
        Ok(Value::safe_string(&self.markers.add(marker)))
    }

    /// A text with a capital first letter, also where it begins with a mark.
    pub(super) fn capitalised(&self, text: &str) -> String {
        if let Some(Piece::Mark(number)) = pieces(text).first().copied()
            && let Some(Marker::Value(value)) = self.markers.get(number)
        {
            let rest = text.strip_prefix(super::place::mark(number).as_str()).unwrap_or(text);
            let value = ValueMark { text: wording::capitalised(&value.text), ..value };
            return format!("{}{rest}", self.markers.add(Marker::Value(value)));
        }
        wording::capitalised(text)
    }

    /// What an analysis, or the part of it that a path names, is called.
    pub(super) fn title(&self, of: &str) -> String {
        let found = locate(&self.results.analyses, of);
        found.map_or_else(|| of.to_owned(), |found| wording::part_name(found.analysis, &found.path))
    }

    pub(super) fn label(&self, id: &str) -> String {
        let study = self.places.get(id).and_then(|place| self.results.studies.get(*place));
        study.map_or_else(|| id.to_owned(), |study| study.label.clone())
    }

    /// A count with its noun: `13 studies`, `one study`.
    pub(super) fn counted(&self, x: f64, arguments: &Kwargs) -> TeraResult<Value> {
        let one = arguments.must_get::<&str>("one")?;
        let many = arguments.get::<&str>("many")?.map_or_else(|| wording::plural(one), str::to_owned);
        let words = arguments.get::<bool>("words")?.unwrap_or(false);
        #[expect(clippy::float_cmp, reason = "a count of exactly one")]
        let noun = if x == 1.0 { one } else { many.as_str() };
        let number = wording::number_in_words(x).filter(|_| words);
        let number = number.map_or_else(|| self.numbers.integer(x), str::to_owned);
        let mark = self.number_mark(x, number);
        Ok(Value::safe_string(&format!("{mark}\u{a0}{noun}")))
    }
}

fn article(kind: &str) -> String {
    let an = kind.starts_with(['a', 'e', 'i', 'o', 'u']);
    format!("{} {kind}", if an { "an" } else { "a" })
}

/// Every field of a part of an analysis.
fn known_fields() -> Vec<String> {
    fields::POOLED
        .iter()
        .chain(&fields::HETEROGENEITY)
        .chain(&fields::COUNTS)
        .chain(&fields::COEFFICIENT)
        .map(|field| (*field).to_owned())
        .collect()
}

/// What the environment wrote beside a result: see `annotate` in the environment.
fn about(value: &Value) -> Option<About> {
    serde_json::from_value(serde_json::to_value(value.get_from_path("about")?).ok()?).ok()
}
