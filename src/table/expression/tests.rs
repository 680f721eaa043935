//! Expressions, compared with Tera where Tera computes them.

use serde_json::{Map, Value as Json, json};

use super::*;
use crate::diagnostics::SourceFile;

fn scope() -> Map<String, Json> {
    let json = json!({
        "n": 12, "year": 1990, "p": 0.25, "country": "Canada", "pooled": "yes", "missing": null, "empty": "",
        "row": {"male %": 61.5, "n": 12},
        "survival": {"k": 13, "random": {"estimate": 0.587, "ci": [0.506, 0.666], "prediction": null}},
    });
    json.as_object().unwrap().clone()
}

fn truth(text: &str) -> Result<bool, String> {
    let file = SourceFile::new("review.yaml", format!("where: {text}\n"));
    let expression = Expression::parse(text, Some(file.place(7..7 + text.len())));
    let faulty = |fault: Diagnostic| {
        let shown = fault.place().map(|place| place.text().to_owned()).unwrap_or_default();
        format!("{} {} [{shown}]", fault.code, fault.message)
    };
    expression.map_err(faulty)?.evaluate(&scope()).map_err(faulty)
}

#[test]
fn the_same_as_tera() {
    let tera = tera::Tera::default();
    let context = tera::Context::from_serialize(&scope()).unwrap();
    for text in [
        "n == 12",
        "n == 12.0",
        "n != 12",
        "n < 12",
        "n <= 12",
        "n > 11.5",
        "year >= 1990 and year < 2000",
        "country == \"Canada\"",
        "country == 'Canada'",
        "country != `Canada`",
        "country < 'D'",
        "n == \"12\"",
        "not n == 12",
        "not (n == 12) or p == 0.25",
        "n == 1 or n == 12 and p == 1",
        "(n == 1 or n == 12) and p == 1",
        "country in ['Canada', 'Chile']",
        "country not in ['Canada', 'Chile']",
        "not country in ['Chile']",
        "n in [1, 2, 12]",
        "'ana' in country",
        "1 + 2 * 3 == 7",
        "(1 + 2) * 3 == 9",
        "2 ** 3 ** 2 == 512",
        "-2 ** 2 == 4",
        "7 // 2 == 3",
        "-7 // 2 == -4",
        "-7 % 3 == 2",
        "7 / 2 == 3.5",
        "n - 2 - 3 == 7",
        "-3 | abs == 3",
        "1 - 4 | abs == -3",
        "(1 - 4) | abs == 3",
        "p | round(precision=1) == 0.3",
        "2.4 | round == 2",
        "country | lower == 'canada'",
        "country | upper == 'CANADA'",
        "country | length == 6",
        "' a ' | trim == 'a'",
        "missing == none",
        "missing != none",
        "missing == 3",
        "missing != 3",
        "n != none",
        "empty == none",
        "missing is none",
        "n is not none",
        "country is string",
        "n is number",
        "n is even",
        "n is odd",
        "country is starting_with(pat='Can')",
        "country is ending_with(pat='x')",
        "country is containing(pat='nad')",
        "row['male %'] > 61",
        "row[\"n\"] == n",
        "survival.random.ci[0] > 0.5",
        "survival.random.ci[-1] > 0.7",
        "survival['random']['estimate'] < 0.6",
        "survival.random.prediction == none",
        "true",
        "false",
        "country ~ '!' == 'Canada!'",
        "n == 12 == true or true",
    ] {
        let template = format!("{{% if {text} %}}true{{% else %}}false{{% endif %}}");
        let by_tera = tera.render_str(&template, &context, false).map_err(|error| format!("{text}: {error}"));
        match truth(text) {
            Ok(ours) => assert_eq!(by_tera.as_deref(), Ok(if ours { "true" } else { "false" }), "{text}"),
            // Stricter than Tera, and said so.
            Err(fault) => assert!(fault.contains("chained"), "{text}: {fault}"),
        }
    }
}

#[test]
fn a_missing_value_has_no_order_and_passes_through_arithmetic() {
    for text in [
        "missing < 3",
        "missing > 3",
        "missing <= 3",
        "3 >= missing",
        "missing < missing",
        "missing + 1 > 0",
        "missing | abs < 3",
    ] {
        assert_eq!(truth(text), Ok(false), "{text}");
    }
    assert_eq!(truth("not missing < 3"), Ok(true));
    assert_eq!(truth("missing + 1 == none"), Ok(true));
    assert_eq!(truth("missing is starting_with(pat='x')"), Ok(false));
}

#[test]
fn faults_are_shown_where_they_are() {
    for (text, expected) in [
        ("", "E090 the expression is empty []"),
        ("pooled = 'yes'", "E090 the expression is over before this [=]"),
        ("n > ", "E090 the expression ends too early []"),
        ("(n > 1", "E090 a bracket is not closed [(]"),
        ("pooled == 'yes", "E090 a text is not closed [']"),
        ("n > 1 && n < 3", "E090 `&&` is not an operator here [&&]"),
        ("0.2 < p < 0.8", "E090 comparisons cannot be chained [0.2 < p < 0.8]"),
        ("n | absolute > 3", "E090 there is no filter `absolute` [absolute]"),
        ("abs(n) > 3", "E090 there is no function `abs` [abs]"),
        ("2nd == 1", "E090 `2nd` is neither a number nor a name [2nd]"),
        ("n", "E091 `n` is a number, not true or false [n]"),
        ("n > 3 and country", "E091 `country` is a text, not true or false [country]"),
        ("not missing", "E091 `missing` is missing, not true or false [missing]"),
        ("pooled == yes", "E092 unknown name `yes` [yes]"),
        ("survival.randm.estimate > 0", "E092 unknown name `randm` [survival.randm]"),
        (
            "country < 3",
            "E093 `country < 3` cannot be computed: a text and a number have no order [country < 3]",
        ),
        ("n / 0 > 1", "E093 `0` cannot be computed: division by zero [0]"),
        (
            "survival.random.ci[2] > 0",
            "E093 `2` cannot be computed: the list has 2 entries, counted from 0 [2]",
        ),
        (
            "survival.random.prediction[0] > 0",
            "E093 `survival.random.prediction` cannot be computed: a missing value has no entries [survival.random.prediction]",
        ),
    ] {
        assert_eq!(truth(text), Err(expected.to_owned()), "{text}");
    }
}

#[test]
fn names_are_checked_wherever_they_stand_and_values_are_shown() {
    let text = "n > 100 and zentrum == 'x' or yeer == 1990 and row['male'] > 1";
    let faults = Expression::parse(text, None).unwrap().check(&scope());
    let messages: Vec<_> = faults.iter().map(|fault| fault.message.as_str()).collect();
    assert_eq!(messages, ["unknown name `zentrum`", "unknown name `yeer`", "unknown name `male`"]);
    assert_eq!(faults[1].hint.as_deref(), Some("did you mean `year`?"));

    let claim = Expression::parse("survival.random.ci[0] > 0.6 and survival.k == n", None).unwrap();
    let shown: Vec<_> =
        claim.values(&scope()).into_iter().map(|(name, value)| format!("{name} = {value}")).collect();
    assert_eq!(shown, ["survival.random.ci[0] = 0.506", "survival.k = 13", "n = 12"]);
}

#[test]
fn an_outlier_rule_sees_the_statistics_of_a_study() {
    let rule =
        Expression::parse("studentized_residual | abs > 1.96 and cooks_distance > 4 / k", None).unwrap();
    let study =
        |residual| [("studentized_residual", residual), ("cooks_distance", Some(0.7)), ("k", Some(13.0))];
    assert_eq!(rule.evaluate(&Numbers(&study(Some(-2.8)))), Ok(true));
    assert_eq!(rule.evaluate(&Numbers(&study(Some(1.0)))), Ok(false));
    assert_eq!(rule.evaluate(&Numbers(&study(None))), Ok(false));
}

#[test]
fn a_place_in_quotes_and_over_lines_is_shown() {
    let file = SourceFile::new("review.yaml", "where: \"n == nn\"\n");
    let fault =
        Expression::parse("n == nn", Some(file.place(7..16))).unwrap().evaluate(&scope()).unwrap_err();
    assert_eq!(fault.place().unwrap().to_string(), "review.yaml:1:14");
    let file = SourceFile::new("review.yaml", "where: >\n  n ==\n  nn\n");
    let fault =
        Expression::parse("n == nn\n", Some(file.place(7..20))).unwrap().evaluate(&scope()).unwrap_err();
    assert_eq!(fault.place().unwrap().span, 7..20);
}

#[test]
fn no_text_makes_it_panic() {
    for text in [
        "é",
        "(((((",
        "[",
        "[,]",
        "a.",
        "a[",
        "a[]",
        "|",
        "n |",
        "n is",
        "n not",
        "- - -",
        "1.",
        "1.e",
        "\"\\",
        "n is containing(",
        "a.1",
        "=",
        "not",
        "'",
        &"(".repeat(10_000),
        &"-".repeat(10_000),
        &"not ".repeat(10_000),
    ] {
        let _ = truth(text);
    }
}
