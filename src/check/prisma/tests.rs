use super::solver::{Constraint, Known, Relation, System, Variable};
use super::*;
use crate::diagnostics::{Diagnostics, Renderer, codes};
use crate::source::{Folder, SourceFile, yaml};
use crate::spec::prisma::{Prisma, Removed};
use crate::spec::review::Search;
use crate::spec::shape::{CountOr, Synthesised};

fn flow(text: &str, rows: Option<usize>) -> (CheckedFlow, Diagnostics) {
    let mut found = Diagnostics::new();
    let file = SourceFile::new("review.yaml", text);
    let document = yaml::parse(&file, &mut found).unwrap();
    let part = |key: &str| document.get(key).map(yaml::Node::to_json);
    let prisma: Prisma = serde_json::from_value(part("prisma").unwrap()).unwrap();
    let search: Option<Search> = part("search").map(|search| serde_json::from_value(search).unwrap());
    let tied = Tied { search: search.as_ref(), rows: rows.map(|rows| rows as u64), ..Tied::default() };
    let folder = Folder::in_memory([("excluded.csv", EXCLUDED)]);
    let flow = check(&prisma, &tied, &folder, &document, &mut found);
    // Whether searches are described is another matter.
    found.retain(|finding| finding.code != codes::SEARCH_NOT_DESCRIBED);
    (flow, found)
}

fn rendered(found: &Diagnostics) -> String {
    Renderer::plain().render_all(found.sorted())
}

const EXCLUDED: &str = "report,reason,near_miss,citation\nAbe 2001,Wrong population,yes,Abe A. J Test 2001;1:2.\nChen 2002,No outcome,,\nDe la Cruz 2003,wrong population,no,\n";

/// Code and message of each finding, a line for each.
fn said(found: &Diagnostics) -> String {
    let lines =
        found.sorted().into_iter().map(|finding| format!("{}: {}", finding.code.id(), finding.message));
    lines.collect::<Vec<_>>().join("\n")
}

fn checked(text: &str, rows: Option<usize>) -> (PrismaResult, String) {
    let (flow, found) = flow(text, rows);
    (flow.boxes, said(&found))
}

fn value(boxes: &PrismaResult, key: &str) -> (Option<u64>, bool) {
    (boxes[key].value, boxes[key].derived)
}

#[test]
fn the_example_of_the_format_is_consistent() {
    let (boxes, found) = checked(
        "prisma:\n  databases: {MEDLINE: 500, Embase: 700, Scopus: 300}\n  registers: {}\n  removed: {duplicates: 600, automation: 0, other: 0}\n  screened: 900\n  excluded: 800\n  sought: 100\n  not_retrieved: 10\n  assessed: 90\n  excluded_reports: {wrong population: 50, fewer than 5 patients: 28}\n  other: {websites: 0, organisations: 0, citations: 14, sought: 14, not_retrieved: 0, assessed: 14, excluded_reports: {overlapping patients: 6}}\n  previous: {studies: 0, reports: 0}\n  included: {studies: 20, reports: 20}\n  synthesised: 13\n",
        Some(20),
    );
    assert_eq!(found, "");
    assert_eq!(value(&boxes, "databases"), (Some(1500), false));
    assert_eq!(value(&boxes, "databases.Embase"), (Some(700), false));
    assert_eq!(value(&boxes, "new.reports"), (Some(20), true));
    assert_eq!(value(&boxes, "new.studies"), (Some(20), true));
}

#[test]
fn what_is_determined_is_derived_and_the_rest_unknown() {
    let (boxes, found) = checked("prisma: {screened: 2054, assessed: 90, sought: 100}\n", Some(23));
    assert_eq!(found, "");
    assert_eq!(value(&boxes, "excluded"), (Some(1954), true));
    assert_eq!(value(&boxes, "not_retrieved"), (Some(10), true));
    assert_eq!(value(&boxes, "included.studies"), (Some(23), true));
    assert_eq!(value(&boxes, "databases"), (None, false));
    assert_eq!(value(&boxes, "excluded_reports"), (None, false));
    assert!(!boxes.contains_key("other.sought"), "no other methods");
    assert!(!boxes.contains_key("previous.studies"), "no update");
    assert!(!boxes.contains_key("synthesised"), "no box that nobody asked for");
}

#[test]
fn a_contradiction_names_the_fewest_counts_and_what_would_mend_it() {
    let (_, found) = flow(
        "prisma:\n  screened: 900\n  excluded: 800\n  sought: 150\n  not_retrieved: 10\n  assessed: 90\n",
        None,
    );
    snapbox::assert_data_eq!(
        rendered(&found),
        snapbox::str![[r#"
error[E150]: `screened` (900) is 50 fewer than `excluded` (800) + `sought` (150)
 --> review.yaml:4:11
  |
2 |   screened: 900
  |             --- records screened
3 |   excluded: 800
  |             --- records excluded
4 |   sought: 150
  |           ^^^ reports sought for retrieval; 100 would fit
  |
  = note: where a record has several reports, or several records have one, say so:
          `records_to_reports: {extra_reports: ..., merged: ...}`
  = help: of these, only `sought` as 100 agrees with all other counts

"#]]
    );
}

#[test]
fn more_studies_than_reports_is_a_contradiction_with_the_table() {
    let (_, found) = flow("prisma:\n  included: {reports: 22}\n", Some(23));
    snapbox::assert_data_eq!(
        rendered(&found),
        snapbox::str![[r#"
error[E150]: `included.studies` (23) is 1 more than `included.reports` (22)
 --> review.yaml:2:23
  |
2 |   included: {reports: 22}
  |   --------            ^^ reports of included studies; 23 or more would fit
  |   |
  |   rows of the study table
  |
  = help: of these, only `included.reports` as 23 or more agrees with all other counts

"#]]
    );
}

#[test]
fn other_methods_and_an_update_have_their_identities() {
    let (boxes, found) = checked(
        "prisma:\n  assessed: 30\n  excluded_reports: 25\n  other: {sought: 4, not_retrieved: 1, excluded_reports: {no data: 1}}\n  previous: {studies: 10, reports: 12}\n  included: {studies: 15}\n",
        None,
    );
    assert_eq!(found, "");
    assert_eq!(value(&boxes, "other.assessed"), (Some(3), true));
    assert_eq!(value(&boxes, "new.reports"), (Some(7), true));
    assert_eq!(value(&boxes, "included.reports"), (Some(19), true));
    assert_eq!(value(&boxes, "new.studies"), (Some(5), true));
}

#[test]
fn records_become_reports() {
    let counts = "prisma:\n  screened: 900\n  excluded: 800\n  sought: 101\n  records_to_reports: {extra_reports: 3, merged: 2}\n";
    let (boxes, found) = checked(counts, None);
    assert_eq!(found, "");
    assert_eq!(value(&boxes, "records_to_reports.extra_reports"), (Some(3), false));
    let (boxes, found) = checked(&counts.replace("  sought: 101\n", ""), None);
    assert_eq!((value(&boxes, "sought"), found.as_str()), ((Some(101), true), ""));
    let (_, contradicted) = flow(&counts.replace("101", "100"), None);
    assert_eq!(
        said(&contradicted),
        "E150: `screened` (900) + `records_to_reports.extra_reports` (3) is 1 more than `excluded` (800) + `records_to_reports.merged` (2) + `sought` (100)"
    );
    assert!(!rendered(&contradicted).contains("say so"), "it is said already");
}

#[test]
fn removed_and_excluded_may_be_totals_or_itemised() {
    let (boxes, found) = checked(
        "prisma: {databases: 1200, registers: 0, removed: 300, excluded: {human: 700, automation: 100}}\n",
        None,
    );
    assert_eq!(found, "");
    assert_eq!(value(&boxes, "removed"), (Some(300), false));
    assert!(!boxes.contains_key("removed.duplicates"), "nothing is known of the causes");
    assert_eq!(value(&boxes, "excluded"), (Some(800), false));
    assert_eq!(value(&boxes, "excluded.human"), (Some(700), false));
    assert_eq!(value(&boxes, "sought"), (Some(100), true));
}

#[test]
fn an_update_may_say_what_is_new() {
    let (boxes, found) = checked(
        "prisma:\n  previous: {studies: 10, reports: 12}\n  new: {studies: 5, reports: 7}\n  updated_studies: 2\n",
        None,
    );
    assert_eq!(found, "");
    assert_eq!(value(&boxes, "included.studies"), (Some(13), true));
    assert_eq!(value(&boxes, "included.reports"), (Some(19), true));
    let (_, found) =
        checked("prisma: {previous: {studies: 1}, new: {studies: 5}, updated_studies: 2}\n", None);
    assert_eq!(found, "E150: `updated_studies` (2) is 1 more than `previous.studies` (1)");
    // New reports are about at least one study.
    let (boxes, _) = checked("prisma: {previous: {studies: 2, reports: 2}, new: {reports: 1}}\n", None);
    assert_eq!(value(&boxes, "new.studies"), (Some(1), true));
    let (_, found) = checked("prisma: {previous: {studies: 2}, new: {studies: 0, reports: 3}}\n", None);
    assert_eq!(found, "E150: `new.studies` (0) and `new.reports` (3) cannot both be true");
}

#[test]
fn zeros_are_a_column_as_well() {
    let (boxes, _) = checked("prisma: {other: {citations: 0}, previous: {studies: 0, reports: 0}}\n", None);
    assert_eq!(value(&boxes, "other.citations"), (Some(0), false));
    assert_eq!(value(&boxes, "previous.studies"), (Some(0), false));
}

#[test]
fn stages_stand_where_they_follow() {
    let (boxes, found) = checked(
        "prisma:\n  screened: 900\n  excluded: 500\n  stages:\n    Abstracts screened: {after: screened, removed: {No abstract: 20, Wrong topic: 280}}\n    Studies appraised: {after: included, n: 20, removed: 4}\n  sought: 100\n",
        Some(20),
    );
    assert_eq!(found, "");
    assert_eq!(value(&boxes, "stages.Abstracts screened"), (Some(400), true));
    assert_eq!(value(&boxes, "stages.Abstracts screened.removed"), (Some(300), false));
    assert_eq!(value(&boxes, "stages.Abstracts screened.removed.Wrong topic"), (Some(280), false));
    let keys: Vec<&str> = boxes.keys().map(String::as_str).collect();
    let at = |key: &str| keys.iter().position(|known| *known == key).unwrap();
    assert!(
        at("excluded") < at("stages.Abstracts screened") && at("stages.Abstracts screened") < at("sought")
    );
    let (_, found) = checked("prisma: {stages: {Appraised: {after: included, n: 3}}}\n", Some(20));
    assert_eq!(found, "E150: `included.studies` (20) is 17 more than `stages.Appraised.n` (3)");
}

#[test]
fn counts_of_the_search_fill_the_diagram() {
    let search = "search:\n  sources:\n    - {name: MEDLINE, records: 500}\n    - {name: Embase, records: 700}\n    - {name: ClinicalTrials.gov, type: register, records: 20}\n";
    let (boxes, found) = checked(&format!("{search}prisma: {{removed: 220}}\n"), None);
    assert_eq!(found, "");
    assert_eq!(value(&boxes, "databases"), (Some(1200), false));
    assert_eq!(value(&boxes, "databases.Embase"), (Some(700), false));
    assert_eq!(value(&boxes, "registers.ClinicalTrials.gov"), (Some(20), false));
    assert_eq!(value(&boxes, "screened"), (Some(1000), true));
    // One that is unknown leaves the sum unknown.
    let (boxes, _) = checked(&format!("{}prisma: {{}}\n", search.replace(", records: 700", "")), None);
    assert_eq!(value(&boxes, "databases"), (None, false));
    assert_eq!(value(&boxes, "databases.Embase"), (None, false));
    // A total that is given is held against the sum.
    let (boxes, found) = checked(&format!("{search}prisma: {{databases: 1200}}\n"), None);
    assert_eq!((boxes.contains_key("databases.Embase"), found.as_str()), (false, ""));
    let (_, found) = checked(&format!("{search}prisma: {{databases: 1100}}\n"), None);
    assert_eq!(found, "E153: the sources gave 1220 records in `search`, and 1100 in `prisma.databases`");
}

#[test]
fn registers_that_nobody_named_are_asked_for() {
    let counts = "prisma: {databases: {MEDLINE: 500, Embase: 700}, removed: 200, screened: 1003}\n";
    let (_, found) = checked(counts, None);
    assert_eq!(found, "W154: databases gave 1200 records, and the other counts need 3 more from registers");
    let (_, found) = checked(&counts.replace("removed", "registers: 0, removed"), None);
    assert!(found.starts_with("E150") && !found.contains('\n'), "{found}");
    let (_, found) = checked(&counts.replace("1003", "1000"), None);
    assert_eq!(found, "");
}

#[test]
fn other_methods_seek_what_they_found() {
    let said = |other: &str| checked(&format!("prisma: {{other: {{{other}}}}}\n"), None).1;
    assert_eq!(said("others: {Hand search: 14}, sought: 14"), "");
    assert_eq!(
        said("others: {Hand search: 10}, sought: 14"),
        "W150: `other.sought` is 14, but other methods found only 10 records"
    );
    assert_eq!(
        said("citations: 14, sought: 10"),
        "W151: `other.sought` is 10, but other methods found 14 records"
    );
    assert_eq!(said("citations: 14, duplicates: 4, sought: 10"), "");
    assert_eq!(
        said("citations: 14, duplicates: 4, sought: 12"),
        "W150: `other.sought` is 12, but other methods found only 14 records, 4 of them duplicates"
    );
}

#[test]
fn sums_never_wrap() {
    for counts in [
        "databases: {MEDLINE: 9000000000000000000, Embase: 9000000000000000000, Scopus: 446744073709551626}",
        "other: {excluded_reports: {a: 9223372036854775807, b: 9223372036854775807, c: 12}}",
        "screened: 9223372036854775807",
        "other: {websites: 9223372036854775807, citations: 9223372036854775807, sought: 1}",
    ] {
        let (boxes, found) = checked(&format!("prisma: {{{counts}}}\n"), None);
        assert!(found.lines().all(|line| line.starts_with("E015")), "{found}");
        assert!(!found.is_empty(), "{counts}");
        assert!(boxes["databases"].value.is_none() && boxes["screened"].value.is_none());
    }
}

const VERSIONS: &str = "prisma:
  versions:
    1.0.0: {databases: {MEDLINE: 500, Embase: 400}, registers: 0, removed: 100, screened: 800, excluded: 700, not_retrieved: 5, assessed: 95, excluded_reports: {No data: 75}, included: {studies: 18}}
    1.1.0: {databases: {MEDLINE: 60, Scopus: 40}, registers: 0, removed: {duplicates: 30, automation: 0, other: 0}, screened: 70, excluded: 60, sought: 10, assessed: 10, excluded_reports: {No data: 5, Overlap: 1}, other: {citations: 2, sought: 2, not_retrieved: 0, excluded_reports: 0}, updated_studies: 1}
";

#[test]
fn versions_follow_one_another_and_come_together() {
    let (flow, found) = flow(VERSIONS, Some(22));
    assert_eq!(said(&found), "");
    let [first, second] = ["1.0.0", "1.1.0"].map(|version| &flow.versions[version]);
    assert_eq!(value(first, "new.reports"), (Some(20), true));
    assert_eq!(value(first, "included.reports"), (Some(20), true));
    assert!(!first.contains_key("previous.studies"));
    assert_eq!(value(second, "previous.studies"), (Some(18), true));
    assert_eq!(value(second, "previous.reports"), (Some(20), true));
    assert_eq!(value(second, "included.studies"), (Some(22), true), "the rows of the table");
    assert_eq!(value(second, "new.studies"), (Some(5), true));
    assert_eq!(value(second, "included.reports"), (Some(26), true));
    let all = &flow.boxes;
    assert_eq!(value(all, "databases").0, Some(1000));
    assert_eq!(value(all, "databases.MEDLINE").0, Some(560));
    assert_eq!(value(all, "databases.Scopus").0, Some(40));
    assert_eq!(value(all, "removed").0, Some(130), "one of them gives the total alone");
    assert_eq!(value(all, "excluded_reports.No data").0, Some(80));
    assert_eq!(value(all, "other.citations").0, Some(2));
    assert_eq!(value(all, "not_retrieved").0, Some(5));
    assert_eq!(value(all, "included.studies").0, Some(22));
    assert_eq!(value(all, "included.reports").0, Some(26));
    assert!(!all.contains_key("previous.studies"), "all versions together are no update");
}

#[test]
fn counts_of_all_versions_are_their_sums() {
    let said = |text: &str, rows| checked(text, rows).1;
    let whole = |keys: &str| VERSIONS.replace("prisma:\n", &format!("prisma:\n  {keys}\n"));
    assert_eq!(said(&whole("screened: 870"), Some(22)), "");
    assert_eq!(
        said(&whole("screened: 900"), Some(22)),
        "E157: `screened` is 900 for all versions together, but theirs come to 870"
    );
    assert_eq!(
        said(&VERSIONS.replace("updated_studies", "previous: {studies: 17}, updated_studies"), Some(22)),
        "E157: version 1.1.0 starts from 17 studies, but version 1.0.0 ended with 18"
    );
    let contradiction = VERSIONS.replace("excluded: 60", "excluded: 61");
    assert_eq!(
        said(&contradiction, Some(22)),
        "E150: `versions.1.1.0.screened` (70) is 1 fewer than `versions.1.1.0.excluded` (61) + `versions.1.1.0.sought` (10)"
    );
    let swapped = VERSIONS.replace("1.0.0", "1.2.0");
    assert_eq!(said(&swapped, Some(22)), "E156: version 1.1.0 stands behind version 1.2.0");
    // What one version does not know, all together do not.
    let (boxes, _) = checked(&VERSIONS.replace("not_retrieved: 5, assessed: 95, ", ""), Some(22));
    assert_eq!(value(&boxes, "assessed"), (None, false));
    assert_eq!(value(&boxes, "sought"), (Some(110), true));
}

#[test]
fn the_list_of_excluded_reports_has_the_numbers_of_the_diagram() {
    let counts = "prisma: {excluded_file: excluded.csv, excluded_reports: {wrong population: 1}, other: {excluded_reports: {Wrong population: 1, No outcome: 1}}}\n";
    let (flow_, found) = flow(counts, None);
    assert_eq!(said(&found), "");
    let near: Vec<&str> = flow_
        .excluded
        .iter()
        .filter(|report| report.near_miss)
        .map(|report| report.report.as_str())
        .collect();
    assert_eq!((flow_.excluded.len(), near), (3, vec!["Abe 2001"]));
    let notes = |text: &str| rendered(&flow(text, None).1);
    let found = notes(&counts.replace("No outcome: 1", "No outcome: 4, No data: 1"));
    assert!(found.contains("= note: No outcome: 1 listed, 4 counted"), "{found}");
    assert!(found.contains("= note: No data: 0 listed, 1 counted"), "{found}");
    let found = notes("prisma: {excluded_file: excluded.csv, excluded_reports: 5}\n");
    assert!(found.contains("= note: 3 listed, 5 counted"), "{found}");
}

// An oracle that shares nothing with the solver: Fourier-Motzkin elimination.

/// `sum of coefficient * quantity + constant <= 0`
type Inequality = (Vec<i64>, i64);

/// Of each pair of studies and reports, bit by bit, whether there are any.
fn inequalities(system: &System, known: &Known, any: usize) -> Vec<Inequality> {
    let mut all = Vec::new();
    let mut pair = 0;
    for Constraint { plus, minus, relation } in &system.constraints {
        let mut row = vec![0; system.variables];
        plus.iter().for_each(|&v| row[v] += 1);
        minus.iter().for_each(|&v| row[v] -= 1);
        if *relation == Relation::Zero {
            all.push((row.iter().map(|c| -c).collect(), 0));
        }
        if *relation == Relation::Counted {
            let mut other = vec![0; system.variables];
            if any >> pair & 1 == 1 {
                other[plus[0]] = -1;
                all.push((other, 1));
            } else {
                other[minus[0]] = 1;
                all.push((other, 0));
            }
            pair += 1;
        }
        all.push((row, 0));
    }
    for (v, value) in known.iter().enumerate() {
        let unit =
            |sign: i64| (0..system.variables).map(|w| if w == v { sign } else { 0 }).collect::<Vec<_>>();
        let value = value.map(|n| i64::try_from(n).unwrap());
        all.push((unit(-1), value.unwrap_or(0)));
        if let Some(value) = value {
            all.push((unit(1), -value));
        }
    }
    all
}

fn eliminated(all: Vec<Inequality>, variable: Variable) -> Vec<Inequality> {
    let (with, mut rest): (Vec<_>, Vec<_>) = all.into_iter().partition(|(row, _)| row[variable] != 0);
    for (up, a) in with.iter().filter(|(row, _)| row[variable] > 0) {
        for (down, b) in with.iter().filter(|(row, _)| row[variable] < 0) {
            let (p, q) = (-down[variable], up[variable]);
            rest.push((up.iter().zip(down).map(|(x, y)| p * x + q * y).collect(), p * a + q * b));
        }
    }
    rest.sort_unstable();
    // Of two with the same sum the one with the larger constant says more.
    rest.reverse();
    rest.dedup_by(|a, b| a.0 == b.0);
    rest
}

/// The range of a quantity, or none where nothing fits.
fn oracle(system: &System, known: &Known, of: Variable) -> Option<(i64, Option<i64>)> {
    let pairs = system.constraints.iter().filter(|c| c.relation == Relation::Counted).count();
    let cases = (0..1 << pairs).filter_map(|any| case(inequalities(system, known, any), known, of));
    cases.reduce(|(a, b), (c, d)| (a.min(c), b.zip(d).map(|(b, d)| b.max(d))))
}

fn case(mut all: Vec<Inequality>, known: &Known, of: Variable) -> Option<(i64, Option<i64>)> {
    // What is known first: it makes no new inequalities.
    let mut order: Vec<Variable> = (0..known.len()).filter(|&v| v != of).collect();
    order.sort_by_key(|&v| known[v].is_none());
    for variable in order {
        all = eliminated(all, variable);
    }
    let (mut least, mut greatest) = (0, None::<i64>);
    for (row, constant) in all {
        match row[of] {
            0 if constant > 0 => return None,
            c if c > 0 => {
                greatest =
                    Some(greatest.map_or((-constant).div_euclid(c), |g| g.min((-constant).div_euclid(c))));
            }
            c if c < 0 => least = least.max(-(-constant).div_euclid(-c)),
            _ => {}
        }
    }
    greatest.is_none_or(|g| g >= least).then_some((least, greatest))
}

/// A small generator with a fixed seed: the sets are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }
}

/// So many studies can have these reports.
fn about(reports: u64, dice: &mut Dice) -> u64 {
    if reports == 0 { 0 } else { 1 + dice.below(reports) }
}

/// A diagram whose counts agree, of a new review or an update, with other methods or without.
fn consistent(dice: &mut Dice) -> Prisma {
    let split = |whole: u64, dice: &mut Dice| {
        let part = dice.below(whole + 1);
        (part, whole - part)
    };
    let (databases, registers) = (dice.below(40), dice.below(6));
    let (duplicates, left) = split(databases + registers, dice);
    let (automation, left) = split(left, dice);
    let (removed_other, screened) = split(left, dice);
    let (excluded, sought) = split(screened, dice);
    let (not_retrieved, assessed) = split(sought, dice);
    let (excluded_reports, mut reports) = split(assessed, dice);
    let mut prisma = Prisma {
        databases: Some(CountOr::Total(databases)),
        registers: Some(CountOr::Total(registers)),
        screened: Some(screened),
        excluded: Some(CountOr::Total(excluded)),
        sought: Some(sought),
        not_retrieved: Some(not_retrieved),
        assessed: Some(assessed),
        excluded_reports: Some(CountOr::Total(excluded_reports)),
        ..Prisma::default()
    };
    prisma.removed = Some(if dice.below(3) == 0 {
        CountOr::Total(duplicates + automation + removed_other)
    } else {
        CountOr::Items(Removed {
            duplicates: Some(duplicates),
            automation: Some(automation),
            other: Some(removed_other),
        })
    });
    if dice.below(2) == 0 {
        let sought = dice.below(9);
        let (not_retrieved, assessed) = split(sought, dice);
        let (excluded_reports, more) = split(assessed, dice);
        reports += more;
        prisma.other = Some(crate::spec::prisma::OtherMethods {
            sought: Some(sought),
            not_retrieved: Some(not_retrieved),
            assessed: Some(assessed),
            excluded_reports: Some(CountOr::Total(excluded_reports)),
            ..Default::default()
        });
    }
    let mut studies = about(reports, dice);
    if dice.below(2) == 0 {
        let previous_reports = dice.below(9);
        let previous_studies = about(previous_reports, dice);
        studies += previous_studies;
        reports += previous_reports;
        prisma.previous = Some(crate::spec::prisma::StudiesReports {
            studies: Some(previous_studies),
            reports: Some(previous_reports),
        });
    }
    prisma.included.studies = Some(studies);
    prisma.included.reports = Some(reports);
    prisma.synthesised = Some(Synthesised::Main(dice.below(studies + 1)));
    prisma
}

#[test]
fn a_thousand_sets_of_counts_disturbed() {
    let mut dice = Dice(20_201_207);
    let (mut contradictions, mut solved) = (0, 0);
    for round in 0..1000 {
        let flow = Flow::new(&consistent(&mut dice));
        let mut known = flow.known();
        assert!(flow.system.ranges(&known).is_some(), "round {round}: no false alarm");
        // Hide some counts; what comes out of the rest is what was hidden.
        let whole = known.clone();
        let hidden = dice.below(4);
        for value in &mut known {
            if dice.below(4) < hidden {
                *value = None;
            }
        }
        let ranges = flow.system.ranges(&known).expect("no false alarm with counts hidden");
        for (variable, range) in ranges.iter().enumerate() {
            if let (Some(only), Some(was)) = (range.only(), whole[variable]) {
                assert_eq!(only, i64::try_from(was).unwrap(), "round {round}");
                solved += usize::from(known[variable].is_none());
            }
        }
        // Disturb one count.
        let given: Vec<Variable> = (0..known.len()).filter(|&v| known[v].is_some()).collect();
        if !given.is_empty() {
            let pick = given[usize::try_from(dice.below(given.len() as u64)).unwrap()];
            let shift = dice.below(5) + 1;
            let value = known[pick].unwrap();
            known[pick] = Some(if dice.below(2) == 0 { value + shift } else { value.saturating_sub(shift) });
        }
        let ranges = flow.system.ranges(&known);
        let of = usize::try_from(dice.below(known.len() as u64)).unwrap();
        let truth = oracle(&flow.system, &known, of);
        assert_eq!(ranges.is_none(), truth.is_none(), "round {round}: {known:?}");
        if let (Some(ranges), Some((least, greatest))) = (&ranges, truth) {
            assert_eq!(ranges[of].least, least, "round {round}");
            assert_eq!(ranges[of].only().is_some(), greatest == Some(least), "round {round}");
        }
        if ranges.is_none() {
            contradictions += 1;
            let conflict = flow.system.smallest_conflict(&known).expect("a contradiction has a smallest set");
            let pair = conflict.left.is_empty() && conflict.right.is_empty();
            assert!(conflict.difference != 0 || pair, "round {round}: {conflict:?}");
            smallest(&flow.system, &known, &conflict.members, round);
        }
    }
    assert!(contradictions > 200 && solved > 1000, "{contradictions} contradictions, {solved} solved");
}

/// The members alone contradict each other, none can be spared, and no smaller set does.
fn smallest(system: &System, known: &Known, members: &[Variable], round: usize) {
    let only = |kept: &dyn Fn(Variable) -> bool| -> Vec<Option<u64>> {
        known.iter().enumerate().map(|(v, value)| value.filter(|_| kept(v))).collect()
    };
    assert!(system.ranges(&only(&|v| members.contains(&v))).is_none(), "round {round}");
    for &spared in members {
        let rest = only(&|v| members.contains(&v) && v != spared);
        assert!(system.ranges(&rest).is_some(), "round {round}: {spared} can be spared");
    }
    let given: Vec<Variable> = (0..known.len()).filter(|&v| known[v].is_some()).collect();
    for (place, &a) in given.iter().enumerate().filter(|_| members.len() > 2) {
        for &b in &given[place..] {
            let pair = only(&|v| v == a || v == b);
            assert!(system.ranges(&pair).is_some(), "round {round}: {a} and {b} are fewer than {members:?}");
        }
    }
}
