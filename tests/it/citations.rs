//! Citations in the styles of journals.

use ecmo_report::diagnostics::{Diagnostics, SourceFile};
use ecmo_report::report::citations::{Bibliography, CitationStyle, Cited, cite, unknown_keys};
use ecmo_report::report::marker::{Marker, Markers};

const BIBTEX: &str = r#"
@article{ruth-2015,
  author = {Ruth, Amanda and McCracken, Courtney E.},
  title = {Extracorporeal therapies in pediatric severe sepsis},
  journal = {Critical Care},
  year = {2015},
  doi = {10.1186/s13054-015-1105-4},
}
@article{lillehei-1989,
  author = {Lillehei, Craig W.},
  title = {{ECMO} in <script>alert(1)</script> sepsis},
  year = {1989},
  url = {https://example.org/a(b)},
}
@article{chang-2018, author = {Chang, T. H.}, year = {2018}}
"#;

const JSON: &str = r#"[{"id": "ruth-2015", "type": "article-journal", "title": "Extracorporeal therapies in pediatric severe sepsis",
"author": [{"family": "Ruth", "given": "Amanda"}], "issued": {"date-parts": [[2015]]}, "DOI": "10.1186/s13054-015-1105-4"}]"#;

fn bibliography(name: &str, text: &str) -> Bibliography {
    let mut found = Diagnostics::new();
    let read = Bibliography::read(&SourceFile::new(name, text), &mut found);
    assert!(found.is_empty(), "{found:?}");
    read.unwrap()
}

fn cited(document: &str, bibliography: &Bibliography, style: &str) -> (Cited, String) {
    let markers = Markers::default();
    let style = CitationStyle::named(Some(style), None).unwrap();
    let cited = cite(document, bibliography, &style, "en-US", &["lillehei-1989".to_owned()], &markers);
    let plain = markers.replaced(&cited.text, |marker| match marker {
        Marker::Citation(at) => cited.citations[*at].plain(),
        _ => String::new(),
    });
    (cited, plain)
}

#[test]
fn numbered_citations_count_by_appearance() {
    let bibliography = bibliography("references.bib", BIBTEX);
    let (cited, text) = cited(
        "First [@chang-2018], then [@ruth-2015; @chang-2018], not [@nobody].",
        &bibliography,
        "numbered",
    );
    assert_eq!(text, "First [1], then [1,2], not [@nobody].");
    let keys: Vec<_> =
        cited.references.iter().map(|reference| (reference.key.as_str(), reference.included)).collect();
    assert_eq!(keys, [("chang-2018", false), ("ruth-2015", false), ("lillehei-1989", true)]);
    let html = cited.references_html(&|key| format!("ref-{key}"));
    assert!(html.contains("https://doi.org/10.1186/s13054-015-1105-4"), "{html}");
    assert!(html.contains("id=\"ref-ruth-2015\"") && !html.contains("<script>"), "{html}");
    let markdown = cited.references_markdown();
    assert!(markdown.contains("\\*") && !markdown.contains("<script>"), "{markdown}");
    assert!(markdown.contains("https://example.org/a%28b%29"), "{markdown}");
    println!("{html}\n{markdown}");
}

#[test]
fn authors_and_years_and_the_styles_of_journals() {
    let bibliography = bibliography("references.bib", BIBTEX);
    for (style, printed) in [
        ("author-year", "Seen (Ruth and McCracken, 2015)."),
        ("apa", "Seen (Ruth & McCracken, 2015)."),
        ("vancouver", "Seen (1)."),
        ("bmj", "Seen [1]."),
        ("the-lancet", "Seen 1."),
    ] {
        assert_eq!(cited("Seen [@ruth-2015].", &bibliography, style).1, printed, "{style}");
    }
    let fault = CitationStyle::named(Some("lancet"), None).unwrap_err();
    assert_eq!(fault.code.id(), "E302");
    let fault = CitationStyle::named(Some("the-lancett"), None).unwrap_err();
    assert_eq!(fault.hint.as_deref(), Some("did you mean `the-lancet`?"));
}

#[test]
fn csl_json_reads_as_bibtex_does() {
    let json = bibliography("references.json", JSON);
    let (cited, text) = cited("Seen [@ruth-2015].", &json, "numbered");
    assert_eq!(text, "Seen [1].");
    assert!(cited.references[0].text.plain().contains("Extracorporeal therapies"), "{cited:?}");
}

#[test]
fn parts_of_a_citation_lead_to_their_references() {
    let bibliography = bibliography("references.bib", BIBTEX);
    let (cited, _) = cited("See [@ruth-2015; @chang-2018].", &bibliography, "author-year");
    let html = cited.citations[0].html(&|key| format!("ref-{key}"));
    assert!(html.contains("href=\"#ref-ruth-2015\"") && html.contains("href=\"#ref-chang-2018\""), "{html}");
}

#[test]
fn unknown_keys_are_errors_at_their_place_with_the_nearest() {
    let bibliography = bibliography("references.bib", BIBTEX);
    let file = SourceFile::new("text/a.md", "ok [@ruth-2015]\nand [@ruth-2016; @chang-2018]");
    let found = unknown_keys(&file, Some(&bibliography));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].place().unwrap().to_string(), "text/a.md:2:7");
    assert_eq!(found[0].hint.as_deref(), Some("did you mean `ruth-2015`?"));
    assert_eq!(unknown_keys(&file, None).len(), 3);
}

#[test]
fn faults_of_a_bibliography_have_a_place() {
    for (name, text) in [("r.bib", "@article{a, title = {x"), ("r.json", "[{\"id\": 3}]"), ("r.json", "[{")] {
        let mut found = Diagnostics::new();
        assert!(Bibliography::read(&SourceFile::new(name, text), &mut found).is_none(), "{text}");
        let found: Vec<_> = found.into_iter().collect();
        assert_eq!(found[0].code.id(), "E301", "{found:?}");
        assert!(found[0].place().is_some());
    }
}

/// The advisories of quick-xml and serde_yaml 0.9 are out of reach as long as this holds: see docs/dependencies.md.
#[test]
fn no_xml_and_no_yaml_of_an_author_reaches_hayagriva() {
    fn sources(folder: &std::path::Path, found: &mut Vec<(String, String)>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                sources(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                found.push((
                    path.to_string_lossy().replace('\\', "/"),
                    std::fs::read_to_string(&path).unwrap(),
                ));
            }
        }
    }
    let mut found = Vec::new();
    sources(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    for (path, text) in found {
        let here = path.contains("/report/citations/");
        assert!(here || !text.contains("hayagriva::"), "{path} uses hayagriva");
        for banned in ["from_xml", "from_yaml_str", "to_yaml_str", "LocaleFile"] {
            assert!(!here || !text.contains(banned), "{path}: {banned}");
        }
    }
}
