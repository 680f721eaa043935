//! Names that have one slug: every figure, table, study and row keeps an id of its own, and every link its target.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use ecmo_report::cli::pipeline;
use ecmo_report::diagnostics::{Diagnostics, Renderer};
use ecmo_report::source::Folder;

/// Studies `müller`, `möller`, `muller`, two in Chinese, analyses
/// `survival_region` and `survival` by `region` and by `région`, references that differ in an accent.
fn folder() -> Folder {
    let mut table = String::from("study,label,year,events,n,region,région\n");
    let mut references = String::new();
    let ids = ["müller-2001", "möller-2001", "muller-2001", "Müller_2001", "敗血症", "肺炎"];
    for (index, id) in ids.iter().enumerate() {
        let region = ["Asia", "Asia!", "Ásia"][index % 3];
        writeln!(table, "{id},Study {index},{},{},40,{region},{}", 2000 + index, 9 + 3 * index, index % 2)
            .unwrap();
        if index < 4 {
            writeln!(references, "@article{{{id}, author = {{Name {index}}}, title = {{Title {index}}}, journal = {{J}}, year = {{2001}}}}").unwrap();
        }
    }
    let model = "measure: proportion\n    data: {events: events, total: n}\n    outcome: {name: survival, direction: higher-is-better}";
    let mut analyses = String::new();
    for id in ["survival", "survival_region"] {
        let subgroups = if id == "survival" {
            "\n    subgroups: [region, région]\n    small_study: [egger]"
        } else {
            ""
        };
        writeln!(analyses, "  {id}:\n    title: Of {id}\n    {model}{subgroups}").unwrap();
    }
    let text = "Ref survival\n============\n\nTab studies [@müller-2001; @muller-2001; @möller-2001].\n\n## Fig forest survival region\n\n{{ survival.by.region[\"Asia\"] | effect }} {{ survival.by.region[\"Asia!\"] | effect }} {{ survival_region | effect }} {{ ref(figure=\"forest/survival/region\") }} {{ ref(figure=\"forest/survival_region\") }}\n";
    let review = format!(
        "title: Names\nversion: 1.0.0\nregistration: none\nquestion: {{type: prognosis, population: People, intervention: Support, outcomes: [Survival]}}\nstudies: {{file: studies.csv, label: \"{{{{ label }}}}\"}}\nreferences: references.bib\nanalyses:\n{analyses}text: {{discussion: discussion.md}}\n"
    );
    Folder::in_memory([
        ("review.yaml", review),
        ("studies.csv", table),
        ("references.bib", references),
        ("discussion.md", text.to_owned()),
    ])
}

#[test]
fn names_of_one_slug_keep_their_own_files_anchors_and_links() {
    let mut found = Diagnostics::new();
    let location =
        pipeline::Location { folder: "names".into(), file: "review.yaml".into(), id: "names".into() };
    let built = pipeline::build(&folder(), &location, &[], &mut found);
    let built = built.unwrap_or_else(|| panic!("{}", Renderer::plain().render_all(found.sorted())));
    let text = |name: &str| {
        let bytes = built.files.get(name).unwrap_or_else(|| panic!("no {name} in {:?}", built.files.keys()));
        String::from_utf8(bytes.clone()).unwrap()
    };
    // Files: each of the figures that share a slug, with its own drawing.
    let title =
        |file: &str| text(file).split("</title>").next().unwrap().rsplit('>').next().unwrap().to_owned();
    let forests =
        ["", "-region", "-region-2", "-region-3"].map(|end| format!("figures/forest-survival{end}.svg"));
    let titles: BTreeSet<String> = forests.iter().map(|file| title(file)).collect();
    assert_eq!(titles.len(), forests.len(), "{titles:?}");

    // Ids: none twice in the page, and every link leads to one.
    let html = text("report.html");
    let mut ids: BTreeMap<&str, usize> = BTreeMap::new();
    for id in attributes(&html, " id=\"") {
        *ids.entry(id).or_default() += 1;
    }
    let twice: Vec<_> = ids.iter().filter(|(_, count)| **count > 1).collect();
    assert!(twice.is_empty(), "{twice:?}");
    let links: BTreeSet<&str> = attributes(&html, " href=\"#").collect();
    let lost: Vec<_> = links.iter().filter(|link| !ids.contains_key(**link)).collect();
    assert!(lost.is_empty(), "{lost:?}");

    // Each study and each reference has its own.
    for prefix in ["study-muller-2001", "study-moller-2001", "study", "ref-muller-2001", "ref-moller-2001"] {
        assert!(ids.contains_key(prefix), "no {prefix}");
    }
    for prefix in ["study-muller-2001-2", "study-muller-2001-3", "study-2", "ref-muller-2001-2"] {
        assert!(ids.contains_key(prefix), "no {prefix}");
    }
    // A value and a reference of the text lead to their own row and figure.
    let written = &html[html.find("Tab studies").unwrap()..];
    for anchor in [
        "row-survival-region-asia\"",
        "row-survival-region-asia-2\"",
        "row-survival-region\"",
        "fig-forest-survival-region\"",
        "fig-forest-survival-region-3\"",
    ] {
        assert!(written.contains(&format!("href=\"#{anchor}")), "no {anchor} in {}", &written[..1500]);
    }
}

/// What stands between this opening and the next quote, wherever it is.
fn attributes<'h>(html: &'h str, opening: &'h str) -> impl Iterator<Item = &'h str> {
    html.split(opening).skip(1).filter_map(|rest| rest.split('"').next())
}
