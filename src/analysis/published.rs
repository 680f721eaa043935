//! Published numbers beside the computed ones.

use super::results::{Interval, Located, Part, PublishedResult, Results, locate, paths};
use crate::diagnostics::{Diagnostic, Diagnostics, Place, codes, did_you_mean};
use crate::source::yaml::Path;
use crate::spec::Specification;
use crate::spec::prose::PublishedValue;
use crate::spec::shape::Printed;
use crate::stats::decimal::round;

/// Compares every published number with the computed one, at the precision that it is printed with: the
/// computed number is rounded once, half away from zero, to the printed decimals. A difference is a warning at
/// the number; an analysis or part that is not there is an error.
pub fn compare(
    specification: &Specification,
    results: &Results,
    found: &mut Diagnostics,
) -> Vec<PublishedResult> {
    let Some(published) = &specification.review.published else {
        return Vec::new();
    };
    let mut rows = Vec::new();
    for (at, value) in published.values.iter().enumerate() {
        let path = Path::from(["published", "values"]).index(at);
        match locate(&results.analyses, &value.of) {
            Some(Located { part, .. }) => {
                for number in numbers(value, &part, &path) {
                    rows.push(row(specification, value, number, found));
                }
            }
            None => found.push(unknown(results, &value.of, specification.place(path.key("of")))),
        }
    }
    rows
}

/// A printed number with what was computed.
struct Number {
    field: &'static str,
    path: Path,
    /// As it is typed, where the file does not tell.
    typed: String,
    computed: Option<f64>,
    quantity: Quantity,
}

/// What kind of number it is: this decides whether print has it in per cent, which is the computed fraction times 100.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Quantity {
    /// On the scale of the estimate, in per cent where the author gives that as the unit or prints the sign.
    Estimate { percent: bool },
    /// I2: a share, whatever the unit of the estimate. In per cent unless it is printed as a fraction, as `0.69` is.
    Share,
    /// A count, a p value, a variance.
    Plain,
}

impl Quantity {
    fn in_percent(self, sign: bool, print: Option<&Print>) -> bool {
        match self {
            Self::Estimate { percent } => percent || sign,
            Self::Share => sign || print.is_none_or(|print| print.decimals == 0 || print.value >= 1.0),
            Self::Plain => false,
        }
    }
}

fn numbers(value: &PublishedValue, part: &Part<'_>, path: &Path) -> Vec<Number> {
    let headline = part.headline();
    let in_percent = value.unit.as_deref().is_some_and(|unit| unit.trim() == "%");
    let (i2, _) = part.i2();
    let on_scale = Quantity::Estimate { percent: in_percent };
    let mut numbers = Vec::new();
    let mut number = |field, path: Path, printed: Option<String>, computed, quantity| {
        if let Some(typed) = printed {
            numbers.push(Number { field, path, typed, computed, quantity });
        }
    };
    let single = |printed: &Option<Printed>| printed.as_ref().map(typed);
    let limit = |printed: &Option<[Printed; 2]>, at: usize| printed.as_ref().map(|pair| typed(&pair[at]));
    let ends = |interval: Option<Interval>| [interval.map(|ci| ci.lower), interval.map(|ci| ci.upper)];
    #[expect(clippy::cast_precision_loss, reason = "numbers of studies are small")]
    let k = part.k as f64;
    number("estimate", path.key("estimate"), single(&value.estimate), headline.estimate, on_scale);
    let (ci, prediction) = (ends(headline.ci), ends(headline.prediction));
    for (at, field) in ["ci_lower", "ci_upper"].into_iter().enumerate() {
        number(field, path.key("ci").index(at), limit(&value.ci, at), ci[at], on_scale);
    }
    for (at, field) in ["prediction_lower", "prediction_upper"].into_iter().enumerate() {
        let printed = limit(&value.prediction, at);
        number(field, path.key("prediction").index(at), printed, prediction[at], on_scale);
    }
    let plain = Quantity::Plain;
    number("k", path.key("k"), value.k.map(|k| k.to_string()), Some(k), plain);
    number("n", path.key("n"), value.n.map(|n| n.to_string()), part.total, plain);
    number("events", path.key("events"), value.events.map(|n| n.to_string()), part.events, plain);
    number("q_p", path.key("q_p"), single(&value.q_p), part.heterogeneity.p, plain);
    number("i2", path.key("i2"), single(&value.i2), i2, Quantity::Share);
    number("tau2", path.key("tau2"), single(&value.tau2), part.heterogeneity.tau2, plain);
    number("p", path.key("p"), single(&value.p), headline.p, plain);
    numbers
}

/// A printed number without knowing the file: its shortest decimal.
fn typed(printed: &Printed) -> String {
    match printed {
        Printed::Number(x) => x.to_string(),
        Printed::Text(text) => text.clone(),
    }
}

fn row(
    specification: &Specification,
    value: &PublishedValue,
    number: Number,
    found: &mut Diagnostics,
) -> PublishedResult {
    let place = specification.place(number.path);
    // The file keeps the digits as they were typed: 0.50 has two decimals.
    let written = place.text().trim_matches(['"', '\'']).trim().to_owned();
    let text = if Print::read(&written).is_some() { written } else { number.typed };
    // The sign is a unit, which has a place of its own.
    let (text, sign) = match text.strip_suffix('%') {
        Some(digits) => (digits.trim_end().to_owned(), true),
        None => (text, false),
    };
    let print = Print::read(&text);
    let percent = number.quantity.in_percent(sign, print.as_ref());
    let shift = if percent { 2 } else { 0 };
    let agrees = print.as_ref().zip(number.computed).is_some_and(|(print, x)| print.agrees(x, shift));
    let unit = percent.then(|| "%".to_owned());
    if !agrees {
        found.push(difference(value, &text, print.as_ref(), number.field, number.computed, shift, place));
    }
    PublishedResult {
        at: value.at.clone(),
        of: value.of.clone(),
        field: number.field.to_owned(),
        printed: match &print {
            // A number, unless print would lose a trailing zero or a bound.
            Some(print) if print.relation.is_none() && print.value.to_string() == text => print.json(),
            _ => text.into(),
        },
        computed: number.computed.map(|x| if percent { x * 100.0 } else { x }),
        unit,
        agrees,
        note: value.note.clone(),
    }
}

/// A number as it is printed: `59`, `0.50`, `<0.01`.
#[derive(Debug, PartialEq)]
struct Print {
    relation: Option<char>,
    value: f64,
    decimals: usize,
}

impl Print {
    fn read(text: &str) -> Option<Self> {
        let text =
            text.trim().trim_end_matches('%').trim_end().replace('\u{b7}', ".").replace('\u{2212}', "-");
        let relation = text.chars().next().filter(|c| matches!(c, '<' | '>'));
        let digits = relation.map_or(text.as_str(), |relation| &text[relation.len_utf8()..]).trim();
        let plain = digits.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-'));
        let value = digits.parse().ok().filter(|x: &f64| plain && x.is_finite())?;
        let decimals = digits.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        Some(Self { relation, value, decimals })
    }

    /// Whether a computed number reads like this when it is printed so.
    fn agrees(&self, computed: f64, shift: i32) -> bool {
        let rounded =
            round(computed, shift, self.decimals).and_then(|rounded| rounded.plain().parse::<f64>().ok());
        let scaled = if shift == 2 { computed * 100.0 } else { computed };
        match self.relation {
            Some('<') => scaled < self.value,
            Some(_) => scaled > self.value,
            #[expect(clippy::float_cmp, reason = "both are read from decimals of the same length")]
            None => rounded.is_some_and(|rounded| rounded == self.value),
        }
    }

    fn json(&self) -> serde_json::Value {
        #[expect(clippy::cast_possible_truncation, reason = "whole and checked to be small")]
        if self.decimals == 0 && self.value.abs() < 1e15 {
            (self.value as i64).into()
        } else {
            self.value.into()
        }
    }
}

fn difference(
    value: &PublishedValue,
    printed: &str,
    print: Option<&Print>,
    field: &str,
    computed: Option<f64>,
    shift: i32,
    place: Place,
) -> Diagnostic {
    let PublishedValue { of, at, .. } = value;
    let name = field.replace('_', " ");
    let unit = if shift == 2 { " %" } else { "" };
    let Some(print) = print else {
        return Diagnostic::new(
            codes::PRINTED_NOT_A_NUMBER,
            format!("`{printed}` is not a number as it is printed"),
        )
        .at(place, "not a number")
        .hint("write the digits as they are printed: `59`, \"0.50\", \"<0.01\"");
    };
    let Some(x) = computed else {
        return Diagnostic::new(
            codes::PUBLISHED_DIFFERS,
            format!("`{of}` has no computed {name} to compare with {printed}{unit} ({at})"),
        )
        .at(place, "nothing to compare it with");
    };
    // Two more decimals than print: enough to see by how much. A count, or a number that print could hold, has none.
    let rounded = |decimals| round(x, shift, decimals).map_or_else(String::new, |number| number.plain());
    let (short, long) = (rounded(print.decimals), rounded(print.decimals + 2));
    let shown =
        if long.trim_end_matches(['0', '.']) == short.trim_end_matches(['0', '.']) { short } else { long };
    Diagnostic::new(
        codes::PUBLISHED_DIFFERS,
        format!("the {name} of `{of}` is printed as {printed}{unit} ({at}), and computed as {shown}{unit}"),
    )
    .at(place, "differs from what is computed")
    .hint("check the data and the settings; where print is wrong, say so in a `note`")
}

fn unknown(results: &Results, of: &str, place: Place) -> Diagnostic {
    let known = paths(&results.analyses);
    let listed = known.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let hint =
        did_you_mean(of, known.iter().map(String::as_str)).unwrap_or_else(|| format!("there is {listed}"));
    Diagnostic::new(codes::UNKNOWN_PART, format!("there is no result `{of}`"))
        .at(place, "neither an analysis nor a part of one")
        .hint(hint)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::SourceFile;

    fn compared(values: &str) -> (Vec<PublishedResult>, Vec<Diagnostic>) {
        let text = format!(
            "title: T\nstudies: s.csv\nanalyses:\n  survival: {{measure: proportion, data: {{events: e, total: n}}}}\npublished:\n  values:\n{values}"
        );
        let mut found = Diagnostics::new();
        let specification = crate::spec::read(&SourceFile::new("review.yaml", text), &mut found).unwrap();
        assert!(found.is_empty(), "{found:?}");
        let results: Results =
            serde_json::from_str(include_str!("../../tests/fixtures/prose/results.json")).unwrap();
        let rows = compare(&specification, &results, &mut found);
        (rows, found.into_iter().collect())
    }

    #[test]
    fn print_is_compared_at_its_own_precision() {
        for (text, x, shift, agrees) in [
            ("59", 0.5873, 2, true),
            ("58.7", 0.5873, 2, true),
            ("58.73", 0.5873, 2, true),
            ("58.8", 0.5873, 2, false),
            ("0.50", 0.504, 0, true),
            ("0.50", 0.506, 0, false),
            ("0.5", 0.506, 0, true),
            ("<0.01", 0.0099, 0, true),
            ("< 0.01", 0.01, 0, false),
            (">0.99", 0.995, 0, true),
            ("15", 0.145, 2, true),
            ("0\u{b7}13", 0.125, 0, true),
            ("-1.3", -1.25, 0, true),
        ] {
            assert_eq!(Print::read(text).unwrap().agrees(x, shift), agrees, "{text} {x}");
        }
        assert_eq!(Print::read("about 5"), None);
    }

    #[test]
    fn every_number_is_a_row_and_a_difference_a_warning_at_it() {
        let (rows, found) = compared(
            "    - {at: Abstract, of: survival, estimate: 59, ci: [51, 67], unit: \"%\", k: 13, n: 2559, q_p: \"<0.01\"}\n    - {at: Discussion, of: survival/region/Europe, estimate: 50.0, unit: \"%\", note: A misprint.}\n    - {at: Table, of: survival/region/Asia, estimate: 1}\n",
        );
        let seen: Vec<_> = rows.iter().map(|row| (row.field.as_str(), row.agrees)).collect();
        assert_eq!(
            seen,
            [
                ("estimate", true),
                ("ci_lower", true),
                ("ci_upper", true),
                ("k", true),
                ("n", true),
                ("q_p", true),
                ("estimate", false)
            ]
        );
        assert_eq!(rows[6].printed, "50.0", "the digits as they were typed");
        assert_eq!(rows[0].printed, 59);
        assert_eq!(found.len(), 2);
        assert_eq!(
            found[0].message,
            "the estimate of `survival/region/Europe` is printed as 50.0 % (Discussion), and computed as 52.0 %"
        );
        assert_eq!(found[0].place().unwrap().text(), "50.0");
        assert_eq!(found[1].code, codes::UNKNOWN_PART);
    }

    #[test]
    fn i2_is_a_percentage_whatever_the_unit_of_the_estimate() {
        // The computed I2 is 80.46 %.
        for (printed, agrees, unit, told) in [
            ("i2: 80", true, Some("%"), None),
            ("i2: 80.5", true, Some("%"), None),
            ("i2: \"80%\"", true, Some("%"), None),
            ("i2: 0.80", true, None, None),
            ("i2: 0.80, unit: \"%\"", true, None, None),
            (
                "i2: \"18%\"",
                false,
                Some("%"),
                Some("the i2 of `survival` is printed as 18 % (A), and computed as 80.46 %"),
            ),
            (
                "i2: 0.69",
                false,
                None,
                Some("the i2 of `survival` is printed as 0.69 (A), and computed as 0.8046"),
            ),
        ] {
            let (rows, found) = compared(&format!("    - {{at: A, of: survival, {printed}}}\n"));
            assert_eq!((rows[0].agrees, rows[0].unit.as_deref()), (agrees, unit), "{printed}");
            assert_eq!(found.first().map(|fault| fault.message.as_str()), told, "{printed}");
        }
        let (rows, _) = compared("    - {at: A, of: survival, estimate: \"58.7%\"}\n");
        assert_eq!((rows[0].agrees, rows[0].printed.as_f64()), (true, Some(58.7)));
    }
}
