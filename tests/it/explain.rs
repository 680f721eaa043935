//! The example of every rule does what it says: the faulty one gives its code, the mended one does not and builds.
//!
//! The blocks of an example are laid over a small review, `tests/fixtures/explain/review`, or over the review of
//! children that ships, and over what `tests/fixtures/explain/<CODE>` adds to it:
//!
//! - `yaml` takes the place of the keys that it has in review.yaml; keys of an analysis go into the last analysis;
//! - a block with a name, `csv rob.csv`, is that file, and `csv` alone is `studies.csv`;
//! - `console` is run, and everything above it stands in the folder.
//!
//! What stands before the first paragraph between blocks is faulty, what stands behind it is mended.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use ecmo_report::cli::pipeline::{self, Location};
use ecmo_report::diagnostics::{Code, Diagnostics, Renderer, codes};
use ecmo_report::history::freeze::{NotFrozen, freeze};
use ecmo_report::source::Folder;
use ecmo_report::spec::prose::Format;
use ecmo_report::spec::schema::schema;
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};
use rayon::prelude::*;
use serde_json::Value;

/// Rules whose examples are laid over the review of children: they speak of its results.
const OVER_THE_REVIEW_THAT_SHIPS: &[&str] =
    &["W212", "W213", "E250", "E251", "E252", "W250", "E300", "E271", "W270", "W271", "W272", "W273"];

/// What stands in review.yaml below the examples of some rules, so that these need not repeat it.
const BELOW: &[(&[&str], &str)] = &[
    (&["E170", "E171", "W170"], "selection: {file: screening.csv, reviewers: [a, b], adjudicated: final}"),
    (&["E172", "E173", "W171"], "extraction: {a: first.csv, b: second.csv, adjudicated: agreed.csv}"),
    (
        &["E190", "E191", "E192", "E193", "E194", "E198", "E199", "W190", "W193", "W221"],
        "risk_of_bias: {tool: rob2, file: rob.csv}",
    ),
    (&["E195"], "risk_of_bias: {tool: newcastle-ottawa-cohort, file: rob.csv}"),
    (&["W191", "W192"], "risk_of_bias: {tool: jbi-prevalence, file: rob.csv}"),
    (&["E197"], "risk_of_bias: {tool: own-tool.yaml, file: rob.csv}"),
    (
        &["E210", "W211"],
        "overlap: {centre: centre, from: period_start, to: period_end, longer_than_months: 12, keep: n}",
    ),
    (&["E222"], "subgroups: [region]"),
    (
        &["E228", "W220"],
        "analyses: {survival: {measure: risk-ratio, data: {treated: {events: a, total: n1}, control: {events: c, total: n2}}}}",
    ),
    (
        &["W223"],
        "analyses: {survival: *, bleeding: *, stroke: *, infection: *, renal_failure: *, length_of_stay: *, ventilation: *, transfusion: *}",
    ),
    (&["E270", "E346"], "text: {abstract: text/abstract.md}"),
    (&["E301"], "references: references.bib"),
];

/// What is too long to print.
fn rest(code: Code, review: &mut Review, faulty: bool) {
    let lines = |lines: &mut dyn Iterator<Item = String>| lines.collect::<Vec<_>>().join("\n").into_bytes();
    let specification = String::from_utf8(review["review.yaml"].clone()).unwrap();
    let filled = |from: &str, with: String| {
        assert!(!faulty || specification.contains(from), "{code}: {specification}");
        specification.replacen(from, &with, 1).into_bytes()
    };
    match code.id() {
        "E342" => {
            let rows = (0..200_001).map(|i| format!("patient-{i},1,1"));
            let table = lines(&mut std::iter::once("study,n,survivors".to_owned()).chain(rows));
            review.insert("patients.csv".to_owned(), table);
        }
        "E343" => {
            let rows = (0..201).map(|i| format!("study-{i},{},10,5", ["Europe", "Asia"][i % 2]));
            let table = lines(&mut std::iter::once("study,region,n,survivors".to_owned()).chain(rows));
            review.insert("studies.csv".to_owned(), table);
        }
        "E344" => {
            let analysis = "{measure: proportion, data: {events: survivors, total: n}}";
            let more = lines(&mut (3..=5000).map(|i| format!("  survival_{i}: {analysis}")));
            let text = filled("  # and so on, to survival_5000", String::from_utf8(more).unwrap());
            review.insert("review.yaml".to_owned(), text);
        }
        "E125" | "E126" | "W113" => {
            let count = if code.id() == "E125" { 6 } else { 13 };
            let rows = (0..count).map(|i| {
                format!(
                    "study-{i},{},{},{},{},{},{}",
                    ["Europe", "Asia"][i % 2],
                    20 + i,
                    9 + i % 5,
                    1990 + i,
                    40 + i * i % 17,
                    10 + 3 * i
                )
            });
            let header = "study,region,n,survivors,year,male_percent,latitude".to_owned();
            review.insert("studies.csv".to_owned(), lines(&mut std::iter::once(header).chain(rows)));
        }
        "E347" if faulty => {
            let more = format!("{}\"", "children ".repeat(12_000));
            let text = filled("  # the quote is closed 100 000 characters below", more);
            review.insert("review.yaml".to_owned(), text);
        }
        "E348" => {
            let more = (3..500).map(|i| format!(" or study == \"{i}\"")).collect();
            review.insert("review.yaml".to_owned(), filled("   # and so on, for 500 studies", more));
        }
        "E349" => {
            let more = (3..=9000).map(|i| format!(", a{i}: {{}}")).collect::<String>();
            review.insert("review.yaml".to_owned(), filled("}   # and so on, to a9000", more + "}"));
        }
        "E350" => {
            let rows = (0..70).map(|i| {
                let pooled = if i < 5 { "yes" } else { "no" };
                format!("study-{i},ELSO,1990,2010,{},10,{pooled}", 20 + i)
            });
            let header = "study,registry,period_start,period_end,n,survivors,pooled".to_owned();
            let table = lines(&mut std::iter::once(header).chain(rows));
            review.insert("studies.csv".to_owned(), table);
        }
        _ => {}
    }
}

/// Rules whose examples are not run, and why.
const NOT_RUN: &[(&str, &str)] =
    &[("E345", "a picture of pixels that is too large has thousands of rows and takes minutes to lay out")];

type Review = BTreeMap<String, Vec<u8>>;

struct Block {
    language: String,
    /// The file that it is, where the block says so.
    name: Option<String>,
    text: String,
}

/// The faulty and the mended blocks of a rule.
fn examples(code: Code) -> [Vec<Block>; 2] {
    let text = code.explanation();
    let mut sides = [Vec::new(), Vec::new()];
    let mut between = false;
    let mut open: Option<Block> = None;
    for event in Parser::new(&text) {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                let mut words = info.split_whitespace().map(str::to_owned);
                let language = words.next().unwrap_or_default();
                open = Some(Block { language, name: words.next(), text: String::new() });
            }
            Event::Start(Tag::Paragraph) => between |= !sides[0].is_empty(),
            Event::Text(text) => {
                if let Some(block) = &mut open {
                    block.text.push_str(&text);
                }
            }
            Event::End(TagEnd::CodeBlock) => sides[usize::from(between)].extend(open.take()),
            _ => {}
        }
    }
    sides
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}

fn add_files(folder: &Path, inner: &str, review: &mut Review) {
    for entry in fs::read_dir(folder.join(inner)).into_iter().flatten() {
        let entry = entry.unwrap();
        let name = format!("{inner}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            add_files(folder, &format!("{name}/"), review);
        } else {
            review.insert(name, fs::read(entry.path()).unwrap());
        }
    }
}

/// The review that an example is laid over.
fn review_below(code: Code) -> Review {
    let mut review = Review::new();
    let fixtures = root().join("tests/fixtures/explain");
    if OVER_THE_REVIEW_THAT_SHIPS.contains(&code.id()) {
        add_files(&root().join("reviews/paediatric-sepsis"), "", &mut review);
    } else {
        add_files(&fixtures.join("review"), "", &mut review);
    }
    add_files(&fixtures.join(code.id()), "", &mut review);
    for (codes, fragment) in BELOW {
        if codes.contains(&code.id()) {
            let analysis = "{measure: proportion, data: {events: survivors, total: n}}";
            lay_over(&mut review, &format!("{}\n", fragment.replace('*', analysis)));
        }
    }
    review
}

/// A text split before each of its keys: the key, and its lines.
fn by_key(yaml: &str) -> Vec<(Option<&str>, String)> {
    let mut parts: Vec<(Option<&str>, String)> = Vec::new();
    for line in yaml.lines() {
        let key = line.split_once(':').map(|(key, _)| key);
        let key = key.filter(|key| key.chars().all(|c| c.is_ascii_lowercase() || c == '_'));
        if key.is_some() || parts.is_empty() {
            parts.push((key, String::new()));
        }
        let (_, text) = parts.last_mut().unwrap();
        text.push_str(line);
        text.push('\n');
    }
    parts
}

fn has_property(schema: &Value, key: &str) -> bool {
    schema["properties"].get(key).is_some()
}

/// Puts a fragment in the place of the keys that it has.
fn lay_over(review: &mut Review, fragment: &str) {
    let below = String::from_utf8(review["review.yaml"].clone()).unwrap();
    let keys: Vec<&str> = by_key(fragment).into_iter().filter_map(|(key, _)| key).collect();
    let of_analysis =
        |key: &&str| has_property(&schema()["$defs"]["Analysis"], key) && !has_property(schema(), key);
    let text = if keys.is_empty() {
        fragment.to_owned()
    } else if keys.iter().all(of_analysis) {
        let indented: String = fragment.lines().map(|line| format!("    {line}\n")).collect();
        format!("{below}{indented}")
    } else {
        let kept = by_key(&below).into_iter().filter(|(key, _)| key.is_none_or(|key| !keys.contains(&key)));
        kept.map(|(_, text)| text).collect::<String>() + fragment
    };
    review.insert("review.yaml".to_owned(), text.into_bytes());
}

/// A text with its `\xNN` as the bytes that they are.
fn bytes(text: &str) -> Vec<u8> {
    let mut parts = text.split("\\x");
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        bytes.push(u8::from_str_radix(&part[..2], 16).unwrap());
        bytes.extend(&part.as_bytes()[2..]);
    }
    bytes
}

/// What a block is a version of: a file, with the whole of review.yaml as one.
fn file_of(block: &Block) -> String {
    match (&block.name, block.language.as_str()) {
        (Some(name), _) => name.clone(),
        (None, "yaml") => "review.yaml".to_owned(),
        (None, "csv") => "studies.csv".to_owned(),
        // What a repository kept is what stood there before the faulty example.
        (None, "console") => block.text.trim().strip_prefix("$ git checkout -- ").unwrap().to_owned(),
        (None, language) => panic!("nothing says what this `{language}` block is:\n{}", block.text),
    }
}

/// The review of an example on disk, in a folder that goes with it.
fn written(code: Code, blocks: &[&Block], faulty: bool) -> tempfile::TempDir {
    let mut review = review_below(code);
    for block in blocks {
        match (block.language.as_str(), file_of(block)) {
            ("console", _) => {}
            (_, name) if name == "review.yaml" => lay_over(&mut review, &block.text),
            (_, name) => drop(review.insert(name, bytes(&block.text))),
        }
    }
    rest(code, &mut review, faulty);
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in review {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    folder
}

/// What is found in a review, and whether it builds.
fn outcome(code: Code, folder: &Path) -> (bool, Diagnostics) {
    let mut found = Diagnostics::new();
    let files = Folder::on_disk(folder);
    if ["E320", "E321"].contains(&code.id()) {
        let (_, mut results) = pipeline::compute(&files, "review.yaml", "example", &mut found).unwrap();
        if code.id() == "E320" {
            let now = results.review.version.replace("1.0.0".to_owned());
            let last = results.studies.pop().unwrap();
            freeze(folder, &results, false).unwrap();
            results.studies.push(last);
            results.review.version = now;
        }
        let frozen = freeze(folder, &results, false);
        let done = frozen.is_ok();
        if let Err(NotFrozen::Diagnostic(fault)) = frozen {
            found.push(*fault);
        }
        return (done, found);
    }
    if code.id() == "E340" {
        // A hole of this size takes no room.
        fs::File::create(folder.join("registry-dump.csv")).unwrap().set_len(900 << 20).unwrap();
    }
    let location =
        Location { folder: PathBuf::new(), file: "review.yaml".to_owned(), id: "example".to_owned() };
    let built = pipeline::build(&files, &location, &[Format::Md], &mut found);
    (built.is_some() && !found.has_errors(), found)
}

/// What is wrong with the examples of a rule.
fn faults(code: Code) -> Vec<String> {
    let [faulty, mended] = examples(code);
    // What the mended example does not show again is as it was in the faulty one.
    let kept = faulty.iter().filter(|block| mended.iter().all(|other| file_of(other) != file_of(block)));
    let mended: Vec<&Block> = kept.chain(&mended).collect();
    let faulty: Vec<&Block> = faulty.iter().collect();
    let (before, after) = (written(code, &faulty, true), written(code, &mended, false));
    let ((_, before), (builds, after)) = (outcome(code, before.path()), outcome(code, after.path()));
    let gives = |found: &Diagnostics| found.iter().any(|finding| finding.code == code);
    let shown = |found: &Diagnostics| Renderer::plain().render_all(found.sorted());
    let mut faults = Vec::new();
    if !gives(&before) {
        faults.push(format!("{code}: the faulty example does not give it but\n{}", shown(&before)));
    }
    if gives(&after) || !builds {
        faults.push(format!("{code}: the mended example gives\n{}", shown(&after)));
    }
    faults
}

#[test]
fn every_example_gives_its_code_and_is_mended() {
    let run = |code: &Code| NOT_RUN.iter().all(|(id, _)| *id != code.id());
    let faults: Vec<String> = codes::all().into_par_iter().filter(run).flat_map_iter(faults).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn what_is_not_run_has_a_reason_and_is_a_rule() {
    for (id, reason) in NOT_RUN {
        assert!(codes::find(id).is_some() && !reason.is_empty(), "{id}");
    }
}
