//! Bad inputs, each told.

use std::collections::BTreeSet;

use ecmo_report::diagnostics::Diagnostics;
use ecmo_report::source::SourceFile;
use ecmo_report::source::yaml::{self, Kind, Node};
use ecmo_report::spec::prose::Format;

use super::{Review, files_of, outcome, review, root, small};

/// Where the values of a document stand that are no lists or mappings.
fn leaves(node: &Node, found: &mut Vec<std::ops::Range<usize>>) {
    match &node.kind {
        Kind::Scalar(_) => found.push(node.span.clone()),
        Kind::List(items) => items.iter().for_each(|item| leaves(item, found)),
        Kind::Map(entries) => entries.iter().for_each(|entry| leaves(&entry.value, found)),
    }
}

/// By hand: the specification or the table of the small review with something put in place of something.
const BY_HAND: &[(&str, &str)] = &[
    ("title: Survival", "title: [Survival"),
    ("title:", "Title:"),
    ("title:", "\ttitle:"),
    ("title:", "title: &a"),
    ("title:", "title: !!str"),
    ("title:", "? {a: b}\n: c\ntitle:"),
    ("title:", "<<: {a: b}\ntitle:"),
    ("title:", "---\na: b\n---\ntitle:"),
    ("title:", "title: a\ntitle:"),
    ("title:", "\u{0}title:"),
    ("studies.csv", "../studies.csv"),
    ("studies.csv", "/etc/passwd"),
    ("studies.csv", "C:/studies.csv"),
    ("studies.csv", "\\\\\\\\server\\\\share"),
    ("studies.csv", "text"),
    ("studies.csv", "\"\""),
    ("studies.csv", "."),
    ("studies.csv", "studies.csv/x"),
    ("studies.csv", "\"studies.csv\\0\""),
    ("studies.csv", "review.yaml"),
    ("{{ author }}", "{{ author"),
    ("{{ author }}", "{% for i in range(end=100000000) %}x{% endfor %}"),
    ("{{ author }}", "{{ range(end=99999) }}"),
    ("{{ author }}", "{{ [a for a in author] }}"),
    ("{{ author }}", "{% set a = author %}{{ a }}"),
    ("{{ author }}", "{% include 'x' %}"),
    ("{{ author }}", "{{ author | unknown }}"),
    ("{{ author }}", "{{ nobody }}"),
    ("{{ author }}", "{{ 1 / 0 }}"),
    ("{{ author }}", "{% raw %}"),
    ("survival:", "Survival Rate:"),
    ("survival:", "../survival:"),
    ("survival:", "\"\":"),
    ("survival:", "1:"),
    ("measure: proportion", "measure: odds-ratio"),
    ("measure: proportion", "measure: 1"),
    ("measure: proportion", "mesure: proportion"),
    ("measure: proportion", "measure: proportion, level: 2"),
    ("measure: proportion", "measure: proportion, level: 1e308"),
    ("measure: proportion", "measure: proportion, level: .nan"),
    ("measure: proportion", "measure: proportion, tau2: magic"),
    ("events: survivors", "events: survivor"),
    ("events: survivors", "events: author"),
    ("events: survivors", "events: [survivors]"),
    ("events: survivors, total: n", "events: n, total: survivors"),
    ("n > 1", "n >"),
    ("n > 1", "n > 1 > 0"),
    ("n > 1", "n && 1"),
    ("n > 1", "n = 1"),
    ("n > 1", "n"),
    ("n > 1", "n > 1000000"),
    ("n > 1", "n / 0 > 1"),
    ("n > 1", "unknown > 1"),
    ("n > 1", "n > 'x'"),
    ("n > 1", "((((((((((((((((((((((((((((((((((((((((((n > 1"),
    ("n > 1", "n[0] > 1"),
    ("n > 1", "n.x > 1"),
    ("n > 1", "n | unknown > 1"),
    ("n > 1", "row['x'] > 1"),
    ("n > 1", "system('x')"),
    ("n > 1", "__import__('os')"),
    ("n > 1", "n > 1 or"),
    ("n > 1", "not"),
    ("n > 1", "'"),
    ("n > 1", "n > 1e999"),
    ("n > 1", "\u{202e}n > 1"),
    ("[country]", "[countri]"),
    ("[country]", "country: 1"),
    ("cumulative: year", "cumulative: years"),
    ("cumulative: year", "cumulative: [year]"),
    ("study,author", "study,study"),
    ("study,author", "study,"),
    ("study,author", "sep=|\nstudy,author"),
    ("study,author", "\"study,author"),
    ("study,author", "\"study\"x,author"),
    ("adams-1989,", "berg-1999,"),
    ("adams-1989,", ","),
    ("adams-1989,", "adams 1989,"),
    ("adams-1989,", "adams-1989,,"),
    ("Adams,1989", "Adams;1989"),
    ("USA,8,6", "USA,8,9"),
    ("USA,8,6", "USA,8,-6"),
    ("USA,8,6", "USA,8,1e308"),
    ("USA,8,6", "USA,8,NaN"),
    ("USA,8,6", "USA,8,inf"),
    ("USA,8,6", "USA,8,1e999"),
    ("USA,8,6", "USA,8,0x6"),
    ("USA,8,6", "USA,8,six"),
    ("USA,8,6", "USA,8,6%"),
    ("USA,8,6", "USA,8,=6"),
    ("USA,8,6", "USA,8,٦"),
    ("USA,8,6", "USA,8,\"1,000\""),
    ("USA,8,6", "USA,8"),
    ("USA,8,6", "USA,8,6,7"),
    ("USA,8,6", "USA,8,\"6"),
    ("USA,8,6", "USA,8,\"6\"7"),
];

#[test]
fn no_bad_input_is_silent() {
    let mut tried = BTreeSet::new();
    let mut silent = Vec::new();
    let mut bad = |case: &Review, what: String| {
        if !tried.insert(case.clone()) {
            return;
        }
        // What is in the prose is found where it is rendered.
        let silent_with = |format| outcome(case, &[format], &what).1.is_empty();
        if silent_with(Format::Json) && silent_with(Format::Md) {
            silent.push(what);
        }
    };
    // The faulty review of every rule.
    for entry in std::fs::read_dir(root().join("tests/fixtures/invalid")).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            bad(&files_of(&path), path.display().to_string());
        }
    }
    // Every value of the larger review, replaced by one of another kind.
    let whole = review("paediatric-sepsis");
    let text = String::from_utf8(whole["review.yaml"].clone()).unwrap();
    let document =
        yaml::parse(&SourceFile::new("review.yaml", text.clone()), &mut Diagnostics::new()).unwrap();
    let mut spans = Vec::new();
    leaves(&document.root, &mut spans);
    for span in spans.into_iter().filter(|span| !span.is_empty()) {
        let mut case = whole.clone();
        let changed = format!("{}{{wrong: [kind]}}{}", &text[..span.start], &text[span.end..]);
        case.insert("review.yaml".to_owned(), changed.into_bytes());
        bad(&case, format!("{} at {span:?}", &text[span.clone()]));
    }
    for (from, to) in BY_HAND {
        let mut case = small();
        for text in case.values_mut() {
            *text = String::from_utf8(text.clone()).unwrap().replacen(from, to, 1).into_bytes();
        }
        bad(&case, format!("{from} -> {to}"));
    }
    assert!(silent.is_empty(), "{silent:#?}");
    assert!(tried.len() >= 300, "only {} bad inputs", tried.len());
}
