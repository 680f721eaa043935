//! Script in every text that an author can write.

use ecmo_report::diagnostics::Renderer;

use super::{outcome, small};

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
