//! Nothing breaks it: mutated reviews, bad inputs and hostile ones give a result or a diagnostic, never a panic.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use ecmo_report::cli::pipeline::{self, Built, Location};
use ecmo_report::diagnostics::{Diagnostics, Renderer};
use ecmo_report::source::yaml::{self, Kind, Node};
use ecmo_report::source::{Folder, SourceFile};
use ecmo_report::spec::prose::Format;

type Review = BTreeMap<String, Vec<u8>>;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The files of a folder and of the folders in it.
fn files_of(folder: &Path) -> Review {
    let mut files = Review::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(next) = open.pop() {
        for entry in std::fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
                files.insert(name, std::fs::read(&path).unwrap());
            }
        }
    }
    files
}

fn review(id: &str) -> Review {
    files_of(&root().join("reviews").join(id))
}

/// A review of a few lines, for what is wanted often.
fn small() -> Review {
    Review::from([
        ("review.yaml".to_owned(), SMALL.as_bytes().to_vec()),
        ("studies.csv".to_owned(), CSV.as_bytes().to_vec()),
    ])
}

const SMALL: &str = "title: Survival of children with sepsis on ECMO
studies: {file: studies.csv, label: \"{{ author }} {{ year }}\"}
analyses:
  survival: {measure: proportion, data: {events: survivors, total: n}, where: \"n > 1\", subgroups: [country], cumulative: year}
";
const CSV: &str = "study,author,year,country,n,survivors
adams-1989,Adams,1989,USA,8,6
berg-1999,Berg,1999,USA,20,12
chen-2004,Chen,2004,UK,31,14
diaz-2010,Diaz,2010,UK,12,9
";

/// Builds in memory. Fails where it panics, and where there is neither a result nor an error.
fn outcome(review: &Review, formats: &[Format], what: &str) -> (Option<Built>, Diagnostics) {
    let folder = Folder::in_memory(review.clone());
    let location = Location {
        folder: PathBuf::from("mutated"),
        file: "review.yaml".to_owned(),
        id: "mutated".to_owned(),
    };
    let (built, found) = catch_unwind(AssertUnwindSafe(|| {
        let mut found = Diagnostics::new();
        let built = pipeline::build(&folder, &location, formats, &mut found);
        // What is found is shown, too.
        let shown = Renderer::plain().render_all(found.sorted());
        assert!(found.is_empty() || !shown.is_empty());
        (built, found)
    }))
    .unwrap_or_else(|_| panic!("panics: {what}"));
    assert!(built.is_some() || found.has_errors(), "neither a result nor an error: {what}");
    (built, found)
}

fn codes(found: &Diagnostics) -> Vec<&'static str> {
    found.iter().map(|finding| finding.code.id()).collect()
}

/// SplitMix64: the same cases on every machine.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % (n.max(1) as u64)).unwrap()
    }

    fn pick<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> &'a T {
        of[self.below(of.len())]
    }
}

/// What stands in cells and values of people who mean harm, or of spreadsheets.
const HOSTILE: &[&str] = &[
    "",
    "0",
    "-1",
    "1e308",
    "-1e308",
    "1e-320",
    "9223372036854775808",
    "1e999",
    "NaN",
    "inf",
    "-0",
    "007",
    "1,5",
    "½",
    "=1+1",
    "\"",
    "'",
    "{{",
    "}}",
    "{% for",
    "{{ 1 / 0 }}",
    "\u{0}",
    "\u{feff}",
    "\u{202e}",
    "é",
    "👩‍👩‍👧",
    "ß",
    "İ",
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "[",
    "{",
    "- -",
    "a: b",
    "&x",
    "*x",
    "!!binary x",
    "%",
    "|",
    ">",
    "2020-02-30",
    "true",
    "~",
    "none",
    "[@",
    "[@x]",
    "](javascript:alert(1))",
    "\\",
    "\t",
    "\r",
    "🏴",
    "ﬃ",
    "a\u{301}",
];

fn mutated(bytes: &[u8], random: &mut Random) -> Vec<u8> {
    let mut lines: Vec<Vec<u8>> = bytes.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
    if lines.is_empty() {
        return bytes.to_vec();
    }
    let at = random.below(lines.len());
    let other = random.below(lines.len());
    let hostile = random.pick(HOSTILE).as_bytes();
    match random.below(9) {
        0 => drop(lines.remove(at)),
        1 => lines.insert(other, lines[at].clone()),
        2 => lines.swap(at, other),
        // A cell or value.
        3..=5 => {
            let line = String::from_utf8_lossy(&lines[at]).into_owned();
            let separators = [',', ':', ' ', '"'];
            let cells: Vec<&str> = line.split_inclusive(separators).collect();
            let cell = random.below(cells.len());
            let mut out = Vec::new();
            for (position, text) in cells.iter().enumerate() {
                if position == cell {
                    out.extend_from_slice(hostile);
                    let end = text.chars().next_back().filter(|c| separators.contains(c) || *c == '\n');
                    out.extend(end.map(|c| c.to_string()).unwrap_or_default().bytes());
                } else {
                    out.extend_from_slice(text.as_bytes());
                }
            }
            lines[at] = out;
        }
        kind => {
            let mut bytes = lines.concat();
            let at = random.below(bytes.len());
            match kind {
                6 => drop(bytes.remove(at)),
                7 => {
                    let to = (at + random.below(40)).min(bytes.len());
                    bytes.splice(at..to, hostile.iter().copied());
                }
                _ => bytes[at] = b" \n,:\"'{}[]-#0a\xff"[random.below(15)],
            }
            return bytes;
        }
    }
    lines.concat()
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the switch that tries other mutations")]
fn mutated_reviews_give_a_result_or_a_diagnostic() {
    let reviews = [
        small(),
        small(),
        small(),
        small(),
        small(),
        review("paediatric-sepsis"),
        review("adults-and-children"),
    ];
    let mut results = 0;
    // `ROBUSTNESS_FROM=200 ROBUSTNESS_CASES=5000` tries others, for longer.
    let number = |name: &str, default| std::env::var(name).map_or(default, |text| text.parse().unwrap());
    let (from, cases) = (number("ROBUSTNESS_FROM", 0), number("ROBUSTNESS_CASES", 200_u64));
    for seed in from..from + cases {
        let mut random = Random(seed);
        let mut case = reviews[random.below(reviews.len())].clone();
        let names: Vec<String> = case.keys().cloned().collect();
        for _ in 0..=random.below(3) {
            let name = &names[random.below(names.len())];
            let changed = mutated(&case[name], &mut random);
            case.insert(name.clone(), changed);
        }
        let (built, _) = outcome(&case, &[Format::Html, Format::Json], &format!("seed {seed}"));
        if let Some(built) = built {
            results += 1;
            let json = String::from_utf8(built.files["results.json"].clone()).unwrap();
            assert!(!json.contains("NaN") && !json.contains("Infinity"), "seed {seed}");
        }
    }
    assert!(
        (cases / 10..cases - cases / 10).contains(&results),
        "{results} of {cases} cases were built: the mutations are too mild or too wild"
    );
}

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
        let (_, found) = outcome(case, &[Format::Json], &what);
        if found.is_empty() {
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

/// Texts, and the code that each must give.
#[test]
fn templates_that_never_end_are_stopped() {
    let mut wrong = Vec::new();
    for (text, code) in [
        ("{% for i in range(end=100000000) %}{% endfor %}", "E346"),
        ("{% for i in range(end=9999) %}{% for j in range(end=9999) %}{% endfor %}{% endfor %}", "E346"),
        ("{% for i in range(end=-5, start=5) %}x{% endfor %}", "E270"),
        ("{% for i in range(end=1, step_by=0) %}x{% endfor %}", "E346"),
        ("{{ [[1 for a in range(end=9999)] for b in range(end=9999)] }}", "E346"),
        (
            "{% set_global a = \"xxxxxxxxxxxxxxxx\" %}{% for i in range(end=60) %}{% set_global a = a ~ a %}{% endfor %}",
            "E346",
        ),
        (
            "{% set_global a = [1] %}{% for i in range(end=60) %}{% set_global a = [...a, ...a] %}{% endfor %}",
            "E346",
        ),
        (
            "{% set_global a = [1] %}{% for i in range(end=60) %}{% set_global a = [a, a] %}{% endfor %}{{ a | str }}",
            "E346",
        ),
        (
            "{% set a = \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\" %}{% for i in range(end=9) %}{% set_global a = a | replace(from=\"a\", to=a) %}{% endfor %}",
            "E346",
        ),
        (
            "{% set a %}{% for i in range(end=9999) %}xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx{% endfor %}{% endset %}{{ a }}",
            "E346",
        ),
        (
            "{{ range(end=9999) | join(sep=\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\") }}",
            "E346",
        ),
        ("{% include \"sections/methods.md\" %}{% include \"nothing.md\" %}", "E270"),
    ] {
        let mut case = small();
        let spec = format!("{SMALL}text: {{discussion: d.md}}\n");
        case.insert("review.yaml".to_owned(), spec.into_bytes());
        case.insert("d.md".to_owned(), text.as_bytes().to_vec());
        let (built, found) = outcome(&case, &[Format::Md], text);
        if built.is_some() || !codes(&found).contains(&code) {
            wrong.push((text, code, Renderer::plain().render_all(found.sorted())));
        }
    }
    for (name, text) in [
        ("templates/parts/methods.md", "{% include \"parts/methods.md\" %}"),
        (
            "templates/parts/methods.md",
            "{% component a() %}{{ <a/> }}{{ <a/> }}{% endcomponent a %}{{ <a/> }}",
        ),
    ] {
        let mut case = small();
        case.insert(name.to_owned(), text.as_bytes().to_vec());
        let (built, found) = outcome(&case, &[Format::Md], text);
        if built.is_some() || !found.has_errors() {
            wrong.push((text, "an error", Renderer::plain().render_all(found.sorted())));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What is larger than any review has a limit, and is refused with its code.
#[test]
fn what_no_review_has_is_refused() {
    let spec = |from: &str, to: String| {
        let mut case = small();
        case.insert("review.yaml".to_owned(), SMALL.replacen(from, &to, 1).into_bytes());
        case
    };
    let table = |text: String| {
        let mut case = small();
        case.insert("studies.csv".to_owned(), text.into_bytes());
        case
    };
    let cases = [
        ("E342", "rows", table(format!("study\n{}", "a\n".repeat(200_002)))),
        ("E342", "columns", table((0..2_500).map(|i| format!("c{i},")).collect::<String>() + "study\n")),
        (
            "E343",
            "levels",
            table(format!(
                "study,author,year,country,n,survivors\n{}",
                (0..250).map(|i| format!("s{i},A{i},2000,c{i},9,4\n")).collect::<String>()
            )),
        ),
        (
            "E344",
            "analyses",
            spec(
                "analyses:\n",
                "analyses:\n".to_owned()
                    + &(0..1_001)
                        .map(|i| {
                            format!(
                                "  a{i}: {{measure: proportion, data: {{events: survivors, total: n}}}}\n"
                            )
                        })
                        .collect::<String>(),
            ),
        ),
        ("E007", "depth", spec("title: ", format!("title: {}", "[".repeat(100_000)))),
        ("E341", "depth in blocks", spec("title: ", format!("title:\n{}", "- ".repeat(100_000)))),
        ("E347", "key", spec("survival:", format!("{}:", "a".repeat(900)))),
        ("E347", "text", spec("Survival", "a".repeat(1_000_000))),
        ("E347", "cell", table(format!("study,n\n\"{}", "a\n".repeat(50_000) + "\",1"))),
        ("E348", "expression", spec("n > 1", format!("n > 1{}", " + 1".repeat(10_000)))),
        ("E348", "members", spec("n > 1", format!("n{}", "[0]".repeat(2_000)))),
        (
            "E349",
            "keys",
            spec("title:", (0..6_000).map(|i| format!("k{i}: 1\n")).collect::<String>() + "title:"),
        ),
    ];
    for (code, what, case) in cases {
        let (built, found) = outcome(&case, &[Format::Json], what);
        assert!(built.is_none() && codes(&found).contains(&code), "{what}: {:?}", codes(&found));
    }
}

/// What stands around a part of a text.
fn around(text: &str, part: &str) -> String {
    let at = text.find(part).unwrap_or(0);
    let before: String = text[..at].chars().rev().take(80).collect::<Vec<_>>().into_iter().rev().collect();
    format!("{before}{}", text[at..].chars().take(80).collect::<String>())
}

/// Texts that would run in a browser or a spreadsheet stay texts, wherever an author can write one.
#[test]
fn no_output_runs_what_an_author_writes() {
    const EVIL: &str = "\"><script>alert(1)</script><img src=x onerror=alert(2)>";
    let yaml = EVIL.replace('"', "\\\"");
    let spec = format!(
        "title: \"{yaml}\"
subtitle: \"{yaml}\"
authors: [{{name: \"{yaml}\"}}]
keywords: [\"{yaml}\"]
studies: {{file: studies.csv, label: \"{{{{ author }}}}\"}}
analyses:
  survival:
    title: \"{yaml}\"
    outcome: {{name: \"{yaml}\", direction: higher-is-better}}
    measure: proportion
    data: {{events: survivors, total: n}}
    subgroups: [country]
    sensitivity: [{{label: \"{yaml}\", tau2: dl}}]
compositions:
  parts: {{title: \"{yaml}\", unit: \"{yaml}\", counts: {{\"{yaml}\": 3, b: 4}}}}
text: {{discussion: d.md}}
"
    );
    let cell = format!("\"{}\"", EVIL.replace('"', "\"\""));
    let csv = format!(
        "study,author,country,n,survivors\na,{cell},{cell},9,4\nb,=HYPERLINK(1),@SUM(1),8,4\nc,+1+cmd,-2+3,20,9\nd,Z,UK,30,11\n"
    );
    let text = format!(
        "{EVIL}\n\n[x](javascript:alert(1)) ![x](javascript:alert(1)) <a href=\"javascript:alert(1)\">y</a> \
         <svg onload=alert(1)> <iframe src=x></iframe> [a](data:text/html;base64,PHNjcmlwdD4=)\n\n{{{{ review.title | safe }}}}\n"
    );
    let mut case = small();
    case.insert("review.yaml".to_owned(), spec.into_bytes());
    case.insert("studies.csv".to_owned(), csv.into_bytes());
    case.insert("d.md".to_owned(), text.into_bytes());
    let (built, found) = outcome(&case, &[], "script");
    let built = built.unwrap_or_else(|| panic!("{}", Renderer::plain().render_all(found.sorted())));
    let (clean, _) = outcome(&small(), &[], "small");
    let scripts = |files: &ecmo_report::history::output::Files| {
        let html = String::from_utf8(files["report.html"].clone()).unwrap().to_lowercase();
        (html.matches("<script").count(), html.matches("<iframe").count())
    };
    assert_eq!(scripts(&built.files), scripts(&clean.unwrap().files));
    for (name, bytes) in &built.files {
        // A bracket behind a backslash begins no link.
        let text = String::from_utf8_lossy(bytes).to_lowercase().replace("\\[x]", "");
        if name.ends_with(".svg") {
            let svg = String::from_utf8_lossy(bytes);
            let tree = roxmltree::Document::parse(&svg).unwrap_or_else(|error| panic!("{name}: {error}"));
            for node in tree.descendants() {
                let runs =
                    node.attributes().any(|it| it.name().starts_with("on") || it.value().contains("script:"));
                assert!(!node.has_tag_name("script") && !runs, "{name}");
            }
        }
        if name.ends_with(".html") || name.ends_with(".md") {
            for evil in [
                "<img src=x",
                "<svg onload",
                "<a href=\"javascript",
                "<img src=\"javascript",
                "<script>alert",
                "](javascript:",
                "<a href=\"data:text",
            ] {
                // In HTML the source of a link is text.
                let text_there = evil.starts_with(']') && name.ends_with(".html");
                assert!(text_there || !text.contains(evil), "{name} holds {evil}: {}", around(&text, evil));
            }
        }
        if name.ends_with(".csv") {
            for line in text.lines() {
                for cell in line.split(',') {
                    let cell = cell.trim_start_matches('"');
                    let formula = cell.starts_with(['=', '@'])
                        || (cell.starts_with(['+', '-'])
                            && cell[1..].starts_with(|c: char| c.is_alphabetic()));
                    assert!(!formula, "{name}: {line}");
                }
            }
        }
    }
}
