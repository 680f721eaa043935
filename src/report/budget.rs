//! What rendering an author's template may cost: steps, the size of values, the size of the text.
//!
//! Templates have loops, includes and texts that are joined, so a few lines can ask for more than any machine has.
//! [`super::prepare`] puts calls of [`STEP`] and [`BOUNDED`] into the author's templates (not into those that come
//! with the program): each costs something, and the render stops with a diagnostic when nothing is left. Costs are
//! counted, not timed, so that a review fails or not whatever the machine.

use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tera::{Error, Kwargs, State, StringInput, Tera, TeraResult, Value};

use super::shared::Shared;
use crate::diagnostics::codes;

/// The function that is called in loops, after includes and after values are set.
pub(super) const STEP: &str = "step_of_the_budget";
/// The filter that counts what is printed.
pub(super) const BOUNDED: &str = "within_the_budget";

/// What a render may cost.
const BUDGET: u64 = 2_000_000;
/// So many bytes of text cost 1.
pub(super) const BYTES_PER_STEP: usize = 16;
/// The longest text that is set, joined or replaced, in bytes.
const LONGEST_TEXT: usize = 256 * 1024;
/// The most numbers, texts, lists and maps in a value that is set.
const LARGEST_VALUE: usize = 50_000;
/// The largest document, in bytes.
pub(super) const LARGEST_DOCUMENT: usize = 32 * 1024 * 1024;
/// The longest list of `range`.
const LONGEST_RANGE: i128 = 10_000;

const HINT: &str = "a report needs no such loop: print what the results hold";

/// What is left of a render's budget.
#[derive(Debug)]
pub(super) struct Budget(AtomicU64);

impl Default for Budget {
    fn default() -> Self {
        Self(AtomicU64::new(BUDGET))
    }
}

impl Budget {
    /// A render begins.
    pub(super) fn renew(&self) {
        self.0.store(BUDGET, Ordering::Relaxed);
    }

    /// Takes a cost off; whether it was there.
    fn pay(&self, cost: u64) -> bool {
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(cost)).is_ok()
    }
}

impl Shared {
    fn pay(&self, cost: usize) -> TeraResult<()> {
        if self.budget.pay(u64::try_from(cost).unwrap_or(u64::MAX)) {
            return Ok(());
        }
        let message = format!("the template takes more than {BUDGET} steps");
        self.stop(codes::TEMPLATE_TOO_COSTLY, message, Some(HINT.to_owned()))
    }

    fn too_long<T>(&self, what: &str) -> TeraResult<T> {
        let message = format!("{what} has more than {} KiB", LONGEST_TEXT / 1024);
        self.stop(codes::TEMPLATE_TOO_COSTLY, message, Some(HINT.to_owned()))
    }

    /// The cost of a value: its parts and its bytes of text.
    fn weigh(&self, value: &Value) -> TeraResult<usize> {
        let (mut parts, mut bytes) = (0, 0);
        let mut open = vec![value];
        while let Some(value) = open.pop() {
            parts += 1;
            if parts + open.len() > LARGEST_VALUE {
                let message = format!("a value has more than {LARGEST_VALUE} parts");
                return self.stop(codes::TEMPLATE_TOO_COSTLY, message, Some(HINT.to_owned()));
            }
            if let Some(text) = value.as_str() {
                bytes += text.len();
                if text.len() > LONGEST_TEXT {
                    return self.too_long("a text");
                }
            } else if let Some(items) = value.as_array() {
                if items.len() > LARGEST_VALUE {
                    parts = LARGEST_VALUE;
                }
                open.extend(items);
            } else if let Some(map) = value.as_map() {
                open.extend(map.values());
            }
        }
        Ok(parts + bytes / BYTES_PER_STEP)
    }

    fn step(&self, arguments: &Kwargs) -> TeraResult<Value> {
        let cost = arguments.get::<usize>("cost")?.unwrap_or(1);
        let weight = arguments.get::<Value>("of")?.map_or(Ok(0), |value| self.weigh(&value))?;
        self.pay(cost.saturating_add(weight))?;
        Ok(Value::safe_string(""))
    }

    fn bounded(&self, value: Value) -> TeraResult<Value> {
        let length = value.as_str().map_or(0, str::len);
        if length > LONGEST_TEXT {
            return self.too_long("a text");
        }
        self.pay(1 + length / BYTES_PER_STEP)?;
        Ok(value)
    }

    fn range(&self, arguments: &Kwargs) -> TeraResult<Vec<i128>> {
        let start = arguments.get::<i128>("start")?.unwrap_or_default();
        let end = arguments.must_get::<i128>("end")?;
        let step = arguments.get::<i128>("step_by")?.unwrap_or(1);
        if start > end && step > 0 {
            return Err(Error::message("`range` starts after its end"));
        }
        let distance = end.checked_sub(start).filter(|_| step != 0);
        let length = distance.and_then(|distance| {
            let whole = distance.checked_div(step)?;
            Some(
                (whole + i128::from(distance % step != 0 && whole >= 0 && (distance < 0) == (step < 0)))
                    .max(0),
            )
        });
        match length.filter(|length| *length <= LONGEST_RANGE) {
            Some(length) => {
                self.pay(usize::try_from(length).unwrap_or(usize::MAX))?;
                Ok((0..length).map(|at| start + at * step).collect())
            }
            None => self.stop(
                codes::TEMPLATE_TOO_COSTLY,
                format!("`range` gives at most {LONGEST_RANGE} numbers"),
                Some(HINT.to_owned()),
            ),
        }
    }

    /// As Tera's filter of this name, up to [`LONGEST_TEXT`].
    fn replace(&self, value: &StringInput<'_>, arguments: &Kwargs, state: &State<'_>) -> TeraResult<Value> {
        let from = arguments.must_get::<&str>("from")?;
        let to = arguments.must_get::<StringInput>("to")?;
        let safe = state.autoescaping_enabled() && (value.is_safe() || to.is_safe());
        let (text, to) = if safe {
            (value.rendered(state)?, to.rendered(state)?)
        } else {
            (value.as_str().into(), to.as_str().into())
        };
        let times = text.matches(from).count();
        if text.len().saturating_add(times.saturating_mul(to.len())) > LONGEST_TEXT {
            return self.too_long("the replaced text");
        }
        let out = text.replace(from, &to);
        Ok(if safe { Value::safe_string(&out) } else { Value::from(out) })
    }

    /// As Tera's filter of this name, up to [`LONGEST_TEXT`].
    fn join(&self, items: &[Value], arguments: &Kwargs, state: &State<'_>) -> TeraResult<Value> {
        let separator = arguments.get::<StringInput>("sep")?;
        let safe = state.autoescaping_enabled()
            && (items.iter().any(|item| item.is_string() && item.is_safe())
                || separator.as_ref().is_some_and(StringInput::is_safe));
        let between = match &separator {
            Some(separator) if safe => separator.rendered(state)?,
            Some(separator) => separator.as_str().into(),
            None => "".into(),
        };
        let mut out = String::new();
        for (position, item) in items.iter().enumerate() {
            if position > 0 {
                out.push_str(&between);
            }
            if safe && item.is_undefined() {
                continue;
            }
            self.weigh(item)?;
            out.push_str(&if safe { state.escape_if_needed(item)? } else { item.to_string() });
            if out.len() > LONGEST_TEXT {
                return self.too_long("the joined text");
            }
        }
        Ok(if safe { Value::safe_string(&out) } else { Value::from(out) })
    }

    /// As Tera's filter of this name, for values of a size that can be written.
    fn written(&self, value: &Value) -> TeraResult<String> {
        self.weigh(value)?;
        Ok(value.to_string())
    }
}

/// Puts the functions that count in place of Tera's.
pub(super) fn register(tera: &mut Tera, shared: &Arc<Shared>) {
    let own = Arc::clone(shared);
    tera.register_function(STEP, move |arguments: Kwargs, _: &State| own.step(&arguments));
    let own = Arc::clone(shared);
    tera.register_filter(BOUNDED, move |value: Value, _: Kwargs, _: &State| own.bounded(value));
    let own = Arc::clone(shared);
    tera.register_function("range", move |arguments: Kwargs, _: &State| own.range(&arguments));
    let own = Arc::clone(shared);
    tera.register_filter("replace", move |value: StringInput, arguments: Kwargs, state: &State| {
        own.replace(&value, &arguments, state)
    });
    let own = Arc::clone(shared);
    tera.register_filter("join", move |items: &[Value], arguments: Kwargs, state: &State| {
        own.join(items, &arguments, state)
    });
    let own = Arc::clone(shared);
    tera.register_filter("str", move |value: Value, _: Kwargs, _: &State| own.written(&value));
}

/// A document that is written up to [`LARGEST_DOCUMENT`].
#[derive(Debug, Default)]
pub(super) struct Document(pub Vec<u8>);

impl Write for Document {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > LARGEST_DOCUMENT {
            let limit = LARGEST_DOCUMENT / 1024 / 1024;
            return Err(io::Error::other(format!("the text has more than {limit} MiB")));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
