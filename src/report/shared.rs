//! What the functions and filters of templates share: the results, how they are written, and what went wrong.

use std::sync::{Mutex, PoisonError};

use serde_json::Value as Json;
use tera::{Error, Kwargs, TeraResult, Value};

use super::fields::{self, About, Field};
use super::lookup::{member, resolve};
use super::marker::{Marker, Markers, ValueMark};
use super::place::{Piece, pieces};
use super::wording;
use crate::analysis::results::{AnalysisResult, Heterogeneity, Part, Pooled, Results};
use crate::diagnostics::{Code, codes, did_you_mean};
use crate::figures::slug;
use crate::numbers::{Numbers, Scale};
use crate::stats::choices::{EffectModel, I2Definition};

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
    pub context: Value,
    pub markers: Markers,
    pub figures: Vec<String>,
    pub tables: Vec<String>,
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

    /// The paths of all analyses and their parts.
    pub(super) fn parts(&self) -> Vec<String> {
        let mut paths = Vec::new();
        for (id, analysis) in &self.results.analyses {
            paths.push(id.clone());
            if analysis.part(&["without-outliers"]).is_some() {
                paths.push(format!("{id}/without-outliers"));
            }
            for subgroups in &analysis.subgroups {
                paths.extend(
                    subgroups.levels.iter().map(|level| format!("{id}/{}/{}", subgroups.by, level.level)),
                );
            }
        }
        paths
    }

    pub(super) fn part(&self, of: &str) -> TeraResult<(&AnalysisResult, Part<'_>)> {
        let path: Vec<&str> = of.split('/').collect();
        let found = path
            .split_first()
            .and_then(|(id, rest)| Some((self.results.analyses.get(*id)?, rest)))
            .and_then(|(analysis, rest)| Some((analysis, analysis.part(rest)?)));
        match found {
            Some(found) => Ok(found),
            None => self.unknown("result", of, &self.parts()),
        }
    }

    /// `value(of=..., field=..., model=..., study=...)`.
    pub(super) fn value(&self, arguments: &Kwargs) -> TeraResult<Value> {
        let of = arguments.must_get::<&str>("of")?;
        let field = arguments.get::<&str>("field")?.unwrap_or("effect");
        let (analysis, part) = self.part(of)?;
        let mut about = About::new(of, analysis);
        match arguments.get::<&str>("model")? {
            None => {}
            Some("random") => about.model = EffectModel::Random,
            Some("common") => about.model = EffectModel::Common,
            Some(other) => return self.unknown("model", other, &["random".to_owned(), "common".to_owned()]),
        }
        if let Some(id) = arguments.get::<&str>("study")? {
            return self.study(of, analysis, id, field, &about);
        }
        match fields::part(field, &part, &about, self.numbers) {
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
        let weight = match about.model {
            EffectModel::Random => study.weight_random,
            EffectModel::Common => study.weight_common,
        };
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
        let Some(about) = about(result) else {
            return self.no_result(result, field);
        };
        // An analysis carries every refit; only what the filter reads is taken out of it.
        let json = |name: &str| {
            member(result, name).and_then(|part| serde_json::to_value(part).ok()).unwrap_or(Json::Null)
        };
        let whole = || serde_json::to_value(result).unwrap_or(Json::Null);
        let shown = match text_at(result, "about.kind").as_str() {
            "pooled" => {
                let pooled: Pooled = serde_json::from_value(whole()).unwrap_or_default();
                fields::pooled(field, &pooled, &about, self.numbers)
            }
            "heterogeneity" => {
                let found: Heterogeneity = serde_json::from_value(whole()).unwrap_or_default();
                fields::heterogeneity(field, &found, &about, self.numbers)
            }
            _ => {
                let random: Pooled = serde_json::from_value(json("random")).unwrap_or_default();
                let common: Pooled = serde_json::from_value(json("common")).unwrap_or_default();
                let found: Heterogeneity = serde_json::from_value(json("heterogeneity")).unwrap_or_default();
                let k = json("k").as_u64().and_then(|k| usize::try_from(k).ok()).unwrap_or(0);
                let part = Part {
                    k,
                    total: json("total").as_f64(),
                    events: json("events").as_f64(),
                    random: &random,
                    common: &common,
                    heterogeneity: &found,
                };
                fields::part(field, &part, &about, self.numbers)
            }
        };
        match shown {
            Some(shown) => Ok(self.mark(&about.of, field, shown)),
            None => self.no_result(result, field),
        }
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
            let shown = self.field(owner, key);
            if shown.is_ok() {
                return shown;
            }
            *self.fault.lock().unwrap_or_else(PoisonError::into_inner) = None;
        }
        let field = Field { text: self.plain_number(x, key), value: fields::machine(x) };
        Ok(self.mark(&at.replace('.', "/"), key, field))
    }

    pub(super) fn plain_number(&self, x: f64, key: &str) -> String {
        let name = key.split('[').next().unwrap_or(key);
        if name == "p" || name.ends_with("_p") {
            self.numbers.p_value(x)
        } else if name == "kappa" || name == "kappa_ci" {
            self.numbers.decimal(x, 2)
        } else if matches!(name, "r2" | "i2_residual" | "percent_agreement" | "weight") {
            self.numbers.percent_with(x, 0)
        } else if x.fract() == 0.0 {
            self.numbers.integer(x)
        } else {
            self.numbers.estimate(x, Scale::Number)
        }
    }

    pub(super) fn block(&self, kind: &str, arguments: &Kwargs) -> TeraResult<Value> {
        let name = arguments.must_get::<&str>("name")?;
        let optional = arguments.get::<bool>("optional")?.unwrap_or(false);
        let (known, marker) = match kind {
            "figure" => (&self.figures, Marker::Figure(name.to_owned())),
            _ => (&self.tables, Marker::Table(name.to_owned())),
        };
        // `forest/survival` and `forest-survival` are one figure: the file is named by the slug.
        if let Some(known) = known.iter().find(|known| slug(known) == slug(name)) {
            let marker = match marker {
                Marker::Figure(_) => Marker::Figure(known.clone()),
                _ => Marker::Table(known.clone()),
            };
            Ok(Value::safe_string(&self.markers.add(marker)))
        } else if optional {
            Ok(Value::safe_string(""))
        } else {
            self.unknown(kind, name, known)
        }
    }

    /// `ref(name)`: of a figure or a table, whichever has this name; `ref(figure=...)` and `ref(table=...)`
    /// where both have it.
    pub(super) fn reference(&self, arguments: &Kwargs) -> TeraResult<Value> {
        let figure = arguments.get::<&str>("figure")?;
        let table = arguments.get::<&str>("table")?;
        let name = figure.or(table).or(arguments.get::<&str>("name")?).unwrap_or_default();
        let find = |known: &[String]| known.iter().find(|known| slug(known) == slug(name)).cloned();
        let marker = if let Some(known) = find(&self.figures).filter(|_| table.is_none()) {
            Marker::FigureReference(known)
        } else if let Some(known) = find(&self.tables).filter(|_| figure.is_none()) {
            Marker::TableReference(known)
        } else {
            let all: Vec<String> = self.figures.iter().chain(&self.tables).cloned().collect();
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

    /// The title of an analysis, with the part of it that a path names.
    pub(super) fn title(&self, of: &str) -> String {
        let (id, part) = of.split_once('/').unwrap_or((of, ""));
        let title = self.results.analyses.get(id).map_or(id, |analysis| analysis.title.as_str());
        match part {
            "" => title.to_owned(),
            "without-outliers" => format!("{title}, without outliers"),
            _ => format!("{title}, {}", part.split_once('/').map_or(part, |(_, level)| level)),
        }
    }

    pub(super) fn label(&self, id: &str) -> String {
        let study = self.results.studies.iter().find(|study| study.id == id);
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
        .map(|field| (*field).to_owned())
        .collect()
}

fn text_at(value: &Value, path: &str) -> String {
    value.get_from_path(path).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// What the environment wrote beside a result: see `annotate` in the environment.
fn about(value: &Value) -> Option<About> {
    let of = value.get_from_path("about.of")?.as_str()?.to_owned();
    Some(About {
        of,
        model: if text_at(value, "about.model") == "common" {
            EffectModel::Common
        } else {
            EffectModel::Random
        },
        i2: if text_at(value, "about.i2") == "tau2" { I2Definition::Tau2 } else { I2Definition::Q },
        scale: match text_at(value, "about.scale").as_str() {
            "percent" => Scale::Percent,
            "ratio" => Scale::Ratio,
            "correlation" => Scale::Correlation,
            _ => Scale::Number,
        },
        level: value.get_from_path("about.level").and_then(Value::as_f64).unwrap_or(0.95),
    })
}
