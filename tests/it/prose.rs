//! Templates and prose with live numbers.

use ecmo_report::analysis::results::Results;
use ecmo_report::diagnostics::{Diagnostic, SourceFile};
use ecmo_report::report::environment::{Environment, Inputs};
use ecmo_report::report::marker::{Marker, Numbering};
use ecmo_report::report::place::{Piece, pieces};
use ecmo_report::spec::prose::NumberProfile;
use ecmo_report::spec::review::Review;

/// A made-up analysis of the shape that the paediatric review has.
pub(crate) fn results() -> Results {
    serde_json::from_str(include_str!("../fixtures/prose/results.json")).unwrap()
}

pub(crate) fn review() -> Review {
    serde_json::from_value(serde_json::json!({
        "title": "Sample",
        "registration": {"register": "PROSPERO", "id": "CRD42020161828"},
        "funding": "None. *Really*.",
        "question": {"type": "prognosis", "population": "Children with sepsis", "outcomes": ["Survival"]},
        "eligibility": {"include": ["Children on ECMO"], "exclude": ["Fewer than 5 patients", "Overlap"]},
        "search": {"sources": [{"name": "MEDLINE", "from": "1972", "to": "2020-02-15"}, {"name": "Embase"}]},
        "overlap": {"registry": "registry", "from": "a", "to": "b", "keep": "n", "longer_than_months": 12},
        "studies": {
            "file": "studies.csv",
            "columns": {"n": {"label": "Patients"}, "survivors": {"label": "Survivors", "source": "survivors_basis"}},
            "characteristics": ["n", "country"],
        },
        "analyses": {"survival": {
            "measure": "proportion", "data": {"events": "survivors", "total": "n"},
            "outliers": {"rule": "studentized_residual | abs > 1.96", "remove": ["lillehei-1989", "chang-2018"]},
            "small_study": ["egger", "trim-and-fill"],
            "sensitivity": [{"label": "Logit transformation", "transform": "logit"}],
            "meta_regression": {"min_studies": 4, "moderators": ["year"]},
            "cumulative": "year",
        }},
    }))
    .unwrap()
}

fn environment(templates: &[(&str, &str)], numbers: NumberProfile) -> Result<Environment, Vec<Diagnostic>> {
    let templates: Vec<_> = templates.iter().map(|(name, text)| SourceFile::new(*name, *text)).collect();
    Environment::new(&Inputs {
        results: &results(),
        review: &review(),
        numbers,
        templates: &templates,
        figures: &["forest/survival".to_owned(), "funnel/survival".to_owned()],
        tables: &["summary-of-findings".to_owned()],
    })
}

fn rendered(text: &str) -> Result<String, Diagnostic> {
    let environment = environment(&[], NumberProfile::Neutral).unwrap();
    let rendered = environment.render_text(&SourceFile::new("text/abstract.md", text))?;
    Ok(environment.markers().plain(&rendered).replace('\u{a0}', " "))
}

#[test]
fn every_result_is_reachable_and_formatted_once() {
    for (text, printed) in [
        ("{{ survival.random | effect }}", "59% (95% CI 51% to 67%)"),
        ("{{ survival | effect }}", "59% (95% CI 51% to 67%)"),
        ("{{ survival.random.estimate }}", "59%"),
        ("{{ survival.random | ci }}", "51% to 67%"),
        ("{{ survival.random | prediction }}", "33% to 82%"),
        ("{{ survival.total }} children in {{ survival.k }} studies", "2559 children in 13 studies"),
        ("{{ survival.k | counted(one=\"study\") }}", "13 studies"),
        ("{{ 3 | counted(one=\"study\", words=true) }}", "three studies"),
        ("{{ survival.by.Europe | default(value=1) }}", "1"),
        ("{{ survival.by.region.Europe | effect }}", "52% (95% CI 38% to 66%)"),
        ("{{ survival.by.region[\"North America\"].k }}", "5"),
        ("{{ value(of=\"survival/region/North America\") }}", "73% (95% CI 60% to 85%)"),
        ("{{ value(\"survival/without-outliers\", field=\"estimate\") }}", "55%"),
        ("{{ value(of=\"survival\", field=\"estimate\", model=\"common\") }}", "50%"),
        ("{{ value(of=\"survival\", field=\"i2\") }} and {{ survival.heterogeneity.i2 }}", "80% and 80%"),
        ("{{ survival.heterogeneity | q_test }}", "χ² = 61.43, df = 12, p < 0.001"),
        ("{{ survival.heterogeneity.p }}", "< 0.001"),
        ("{{ survival.heterogeneity.tau2 }}", "0.016"),
        ("{{ survival.small_study.egger.p | p }}", "p = 0.12"),
        ("{{ value(of=\"survival\", study=\"luyt-2004\", field=\"events\") }}", "6"),
        ("{{ survival | frequency }} ({{ survival | frequency_ci }})", "59 in 100 (51 to 67)"),
        (
            "{{ prisma.screened.value }} records, {{ prisma.assessed.value }} reports",
            "2054 records, NR reports",
        ),
        ("{{ grade.survival.certainty | wording(of=\"certainty\") }}", "moderate"),
        ("{{ literal(\"65 %\") }}", "65 %"),
        ("{{ survival.total - survival.events }}", "1141"),
        ("{{ survival.outliers.removed | labels | list }}", "Lillehei 1989 and Chang 2018"),
        ("{{ review.funding }}", "None. \\*Really\\*."),
        ("{{ review.funding | markdown }}", "None. *Really*."),
        ("{% raw %}{{ nothing }}{% endraw %}", "{{ nothing }}"),
    ] {
        assert_eq!(rendered(text).unwrap_or_else(|fault| panic!("{text}: {fault:?}")), printed, "{text}");
    }
}

#[test]
fn a_profile_speaks_everywhere() {
    let environment = environment(&[], NumberProfile::Lancet).unwrap();
    let text = environment.render_text(&SourceFile::new(
        "text/a.md",
        "{{ survival | effect }}, {{ survival.heterogeneity.p }}",
    ));
    assert_eq!(environment.markers().plain(&text.unwrap()), "59% (95%\u{a0}CI 51–67), <0·0001");
}

#[test]
fn a_value_says_what_it_is() {
    let environment = environment(&[], NumberProfile::Neutral).unwrap();
    let text = environment
        .render_text(&SourceFile::new("text/a.md", "{{ survival.by.region.Europe.random | estimate }}"));
    let text = text.unwrap();
    let [Piece::Mark(mark)] = pieces(&text)[..] else { panic!("{text:?}") };
    let Some(Marker::Value(value)) = environment.markers().get(mark) else { panic!() };
    assert_eq!(
        (value.of.as_str(), value.field.as_str(), value.value.as_str(), value.text.as_str()),
        ("survival/region/Europe", "estimate", "0.52", "52%")
    );
}

#[test]
fn faults_name_the_nearest_at_their_place() {
    for (text, message, hint, place) in [
        (
            "a\n{{ survival.randm | effect }}",
            "unknown value `randm` in `survival`",
            "did you mean `random`?",
            "2:4",
        ),
        ("{{ survivl.random | effect }}", "unknown value `survivl`", "did you mean `survival`?", "1:4"),
        ("é {{ survivl }}", "unknown value `survivl`", "did you mean `survival`?", "1:6"),
        (
            "{{ survival.random.estmate }}",
            "unknown value `estmate` in `survival.random`",
            "did you mean `estimate`?",
            "1:4",
        ),
        (
            "{{ value(of=\"survival/region/Europ\") }}",
            "unknown result `survival/region/Europ`",
            "did you mean `survival/region/Europe`?",
            "1:4",
        ),
        (
            "{{ value(\"survival\", field=\"estimat\") }}",
            "unknown field `estimat`",
            "did you mean `estimate`?",
            "1:4",
        ),
        ("{{ k }} {{ figure(\"forest/survivl\") }}", "unknown value `k`", "", "1:4"),
        (
            "{{ figure(\"forest/survivl\") }}",
            "unknown figure `forest/survivl`",
            "did you mean `forest/survival`?",
            "1:4",
        ),
        (
            "{{ ref(\"summary\") }}",
            "unknown figure or table `summary`",
            "did you mean `summary-of-findings`?",
            "1:4",
        ),
    ] {
        let fault = rendered(text).unwrap_err();
        assert_eq!(fault.message, message, "{text}");
        assert!(fault.hint.as_deref().unwrap_or_default().contains(hint), "{text}: {:?}", fault.hint);
        assert_eq!(fault.place().unwrap().to_string(), format!("text/abstract.md:{place}"), "{text}");
    }
    let fault = rendered("ok {{ survival.total patients").unwrap_err();
    assert_eq!(fault.code.id(), "E270");
    assert!(fault.place().is_some());
    let fault = rendered("{{ survival.random | efect }}").unwrap_err();
    assert_eq!(fault.code.id(), "E270", "{fault:?}");
}

#[test]
fn an_author_overrides_a_part_and_can_include_the_built_in_one() {
    let own = [("templates/parts/limitations.md", "Ours, of {{ survival.k }} studies.\n")];
    let environment = environment(&own, NumberProfile::Neutral).unwrap();
    let text = environment.render("parts/limitations.md", &serde_json::Map::new()).unwrap();
    assert_eq!(environment.markers().plain(&text), "Ours, of 13 studies.\n");
    let faulty = [("templates/parts/methods.md", "{% if %}")];
    let faults = self::environment(&faulty, NumberProfile::Neutral).unwrap_err();
    assert_eq!(faults[0].place().unwrap().file.name(), "templates/parts/methods.md");
}

#[test]
fn figures_are_placed_and_referred_to_by_name() {
    let environment = environment(&[], NumberProfile::Neutral).unwrap();
    let text = "See {{ ref(\"funnel/survival\") }}.\n\n{{ figure(\"forest/survival\") }}\n\n{{ figure(\"funnel/survival\") }}\n\n{{ table(\"summary-of-findings\") }}";
    let text = environment.render_text(&SourceFile::new("text/a.md", text)).unwrap();
    let numbering = Numbering::of(&text, environment.markers());
    assert_eq!(numbering.figure("funnel/survival"), Some(2));
    assert_eq!(numbering.table("summary-of-findings"), Some(1));
}

#[test]
fn what_authors_write_leaves_no_marks_of_its_own() {
    assert_eq!(rendered("a\u{f8f0}0\u{f8f1}b").unwrap(), "a0b");
}

/// Every part of the built-in templates, rendered for the made-up analysis.
fn part(name: &str) -> String {
    let environment = environment(&[], NumberProfile::Neutral).unwrap();
    let results = results();
    let mut names = serde_json::Map::new();
    names.insert("id".to_owned(), "survival".into());
    let analysis = environment.value("survival").unwrap();
    names.insert("analysis".to_owned(), serde_json::to_value(analysis).unwrap());
    assert!(results.analyses.contains_key("survival"));
    let text = environment
        .render(&format!("parts/{name}.md"), &names)
        .unwrap_or_else(|fault| panic!("{name}: {fault:?}"));
    environment.markers().plain(&text).replace('\u{a0}', " ")
}

#[test]
fn every_part_renders() {
    for name in [
        "abstract",
        "methods",
        "selection",
        "analysis",
        "subgroups",
        "outliers",
        "small-study",
        "meta-regression",
        "certainty",
        "limitations",
        "software",
    ] {
        let text = part(name);
        println!("=== {name}\n{text}");
        assert!(!text.trim().is_empty(), "{name}");
        assert!(!text.contains("  ") && !text.contains(" ,") && !text.contains(" ."), "{name}: {text}");
        assert!(!text.contains("\n\n\n"), "{name}: {text}");
    }
    assert!(part("limitations").contains(
        "in one of 13 studies (Lillehei 1989), the value of “Survivors” is not printed but solved"
    ));
    assert!(part("methods").contains(
        "A study counts as an outlier when the absolute externally studentised residual exceeds 1.96"
    ));
    assert!(part("analysis").starts_with("13 studies with 2559 patients and 1418 survivors contributed"));
}

/// The claims, the published lines and the values in prose that a review rests on, as one text that changes with any
/// number that they read.
fn witness(results: &Results) -> String {
    let specification = "title: T\nstudies: s.csv\nanalyses:\n  survival: {measure: proportion, data: {events: survivors, total: n}}\nclaims:\n  - {id: a, holds: \"survival.random.ci[0] > 0.5\"}\n  - {id: b, holds: survival.by.region.Europe.random.estimate < survival.random.estimate}\npublished:\n  values:\n    - {at: A, of: survival, estimate: 58.73, ci: [50.62, 66.64], unit: \"%\", k: 13, n: 2559, events: 1418}\n    - {at: B, of: survival/region/Europe, estimate: 52, k: 3, n: 54, unit: \"%\"}\n";
    let mut found = ecmo_report::diagnostics::Diagnostics::new();
    let file = SourceFile::new("review.yaml", specification);
    let specification = ecmo_report::spec::read(&file, &mut found).unwrap();
    let claims = ecmo_report::analysis::claims::evaluate(&specification, results, true, &mut found);
    let published = ecmo_report::analysis::published::compare(&specification, results, &mut found);
    let prose = "{{ survival | effect }} {{ survival | prediction }} {{ survival | i2 }} {{ survival | i2_ci }} {{ survival | tau2 }} {{ survival | q_test }} {{ survival.k }} {{ survival.total }} {{ survival.events }} {{ survival.by.region.Europe | effect }} {{ survival.by.region.Europe.k }} {{ survival.by.region.Europe.total }}";
    let environment = Environment::new(&Inputs {
        results,
        review: &review(),
        numbers: NumberProfile::Neutral,
        templates: &[],
        figures: &[],
        tables: &[],
    })
    .unwrap();
    let text = environment.render_text(&SourceFile::new("text/a.md", prose)).unwrap();
    let text = environment.markers().plain(&text);
    let holds: Vec<bool> = claims.iter().map(|claim| claim.holds).collect();
    let agrees: Vec<bool> = published.iter().map(|row| row.agrees).collect();
    format!("{holds:?} {agrees:?} {text}")
}

#[test]
fn flipping_any_number_shows_in_a_claim_a_published_line_or_the_prose() {
    let results = serde_json::to_value(results()).unwrap();
    let before = witness(&serde_json::from_value(results.clone()).unwrap());
    assert!(
        before.starts_with("[true, true] [true, true, true, true, true, true, true, true, true]"),
        "{before}"
    );
    let numbers = [
        "/k",
        "/total",
        "/events",
        "/random/estimate",
        "/random/ci/0",
        "/random/ci/1",
        "/random/prediction/0",
        "/random/prediction/1",
        "/heterogeneity/q",
        "/heterogeneity/df",
        "/heterogeneity/i2",
        "/heterogeneity/i2_ci/0",
        "/heterogeneity/i2_ci/1",
        "/heterogeneity/tau2",
        "/subgroups/0/levels/1/random/estimate",
        "/subgroups/0/levels/1/random/ci/0",
        "/subgroups/0/levels/1/random/ci/1",
        "/subgroups/0/levels/1/k",
        "/subgroups/0/levels/1/total",
    ];
    for path in numbers {
        let mut flipped = results.clone();
        let number = flipped.pointer_mut(&format!("/analyses/survival{path}")).unwrap();
        // Another number of the same kind: a count grows by one, a fraction moves by a point and a half.
        *number = match number.as_u64() {
            Some(count) => (count + 1).into(),
            None if number.as_f64().unwrap() >= 2.0 => (number.as_f64().unwrap() + 1.0).into(),
            None => (number.as_f64().unwrap() + 0.015).into(),
        };
        let after = witness(&serde_json::from_value(flipped).unwrap());
        assert_ne!(before, after, "{path} can change without anybody noticing");
    }
}
