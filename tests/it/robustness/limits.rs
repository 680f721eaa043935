//! What has a limit: templates that never end, and what is larger than any review.

use ecmo_report::diagnostics::Renderer;
use ecmo_report::spec::prose::Format;

use super::{SMALL, codes, outcome, small};

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
