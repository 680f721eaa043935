use super::*;
use crate::diagnostics::{Diagnostics, Renderer, codes};
use crate::source::Folder;
use crate::{spec, table};

const TABLE: &str = "maclaren-2007,The Royal Children's Hospital,,1988-07,2006-10,45\nschlapbach-2019,ANZPIC Registry,ANZPIC,2002,2016,80\nluyt-2004,\"Glenfield Hospital, Leicester\",,,,11\ntiruvoipati-2007,\"Glenfield Hospital, Leicester\",,2001,2004,6\npeng-2012,Mackay Memorial Hospital,,2001-12,2009-10,12\n";

fn found(within_and_accepted: &str) -> (Vec<Pair>, String) {
    let mut found = Diagnostics::new();
    let text = format!(
        "title: T\nstudies: studies.csv\nanalyses:\n  survival: {{measure: proportion, data: {{events: n, total: n}}}}\noverlap:\n  centre: centre\n  registry: registry\n  from: period_start\n  to: period_end\n  longer_than_months: 12\n  keep: n\n{within_and_accepted}"
    );
    let csv = format!("study,centre,registry,period_start,period_end,n\n{TABLE}");
    let folder = Folder::in_memory([("review.yaml", text), ("studies.csv", csv)]);
    let specification = spec::load(&folder, "review.yaml", &mut found).unwrap();
    let table = table::read(&specification, &folder, &mut found).unwrap();
    let pooled: Vec<usize> = (0..table.len()).collect();
    let spec = specification.review.overlap.as_ref().unwrap();
    let pairs = check(spec, &specification, &table, &pooled, &mut found);
    (pairs, Renderer::plain().render_all(found.sorted()))
}

#[test]
fn a_centre_that_reports_to_a_registry_shares_its_patients() {
    let (pairs, told) = found("  within: {Royal Children's Hospital: ANZPIC}\n");
    assert_eq!(
        pairs,
        [Pair {
            studies: ["maclaren-2007".to_owned(), "schlapbach-2019".to_owned()],
            shared: "ANZPIC".to_owned(),
            months: 57,
            period: ["2002-01".to_owned(), "2006-10".to_owned()],
            patients_at_most: Some(45),
            smaller: "maclaren-2007".to_owned(),
            accepted: None,
        }]
    );
    snapbox::assert_data_eq!(
        told,
        snapbox::str![[r#"
warning[W210]: `maclaren-2007` and `schlapbach-2019` share 57 months at ANZPIC
 --> studies.csv:2:46
  |
2 | maclaren-2007,The Royal Children's Hospital,,1988-07,2006-10,45
  |                                              ^^^^^^^ the smaller of the two
3 | schlapbach-2019,ANZPIC Registry,ANZPIC,2002,2016,80
  |                                        ---- the other one
  |
  = note: from 2002-01 to 2006-10; the limit is 12 months
  = note: at most 45 patients are in both
  = help: pool only one (`maclaren-2007` is the smaller), or give your reason under `accepted`

warning[W211]: `luyt-2004` and `tiruvoipati-2007` are both from Glenfield Hospital, Leicester, but
               the period of `luyt-2004` is missing
 --> studies.csv:4:44
  |
4 | luyt-2004,"Glenfield Hospital, Leicester",,,,11
  |                                            ^ no period here
5 | tiruvoipati-2007,"Glenfield Hospital, Leicester",,2001,2004,6
  |                                                   ---- the other one
  |
  = help: give the period of recruitment, or pool only one of them

"#]]
    );
}

#[test]
fn without_the_link_nothing_is_shared() {
    let (pairs, _) = found("");
    assert!(pairs.is_empty());
}

#[test]
fn an_accepted_pair_is_kept_with_its_reason_and_not_told() {
    let (pairs, told) = found(
        "  within: {Royal Children's Hospital: ANZPIC}\n  accepted: [{studies: [schlapbach-2019, maclaren-2007], reason: both matter}]\n",
    );
    assert_eq!(pairs[0].accepted.as_deref(), Some("both matter"));
    assert!(!told.contains("W210"), "{told}");
}

#[test]
fn exceptions_and_links_that_lead_nowhere_are_told() {
    let (_, told) = found("  accepted:\n    - {studies: [maclaren-2007, schlapbach], reason: x}\n");
    assert!(told.contains("E067") && told.contains("did you mean `schlapbach-2019`?"), "{told}");
    let (_, told) = found(
        "  within: {Royal Childrens Hospitals: ANZPIC}\n  accepted:\n    - {studies: [maclaren-2007, peng-2012], reason: x}\n",
    );
    assert!(told.contains("W212") && told.contains("W213"), "{told}");
}

/// Studies in a table, and the pairs of them.
fn of_studies(rule: &str, rows: impl IntoIterator<Item = String>) -> (Vec<Pair>, Diagnostics) {
    let mut found = Diagnostics::new();
    let text = format!(
        "title: T\nstudies: studies.csv\nanalyses:\n  survival: {{measure: proportion, data: {{events: n, total: n}}}}\noverlap: {{centre: centre, registry: registry, from: from, to: to, keep: n, {rule}}}\n"
    );
    let csv = format!("study,centre,registry,from,to,n\n{}", rows.into_iter().collect::<String>());
    let folder = Folder::in_memory([("review.yaml", text), ("studies.csv", csv)]);
    let specification = spec::load(&folder, "review.yaml", &mut found).unwrap();
    let table = table::read(&specification, &folder, &mut found).unwrap();
    let pooled: Vec<usize> = (0..table.len()).collect();
    let spec = specification.review.overlap.as_ref().unwrap();
    let pairs = check(spec, &specification, &table, &pooled, &mut found);
    (pairs, found)
}

#[test]
fn the_pairs_are_those_of_comparing_every_two_studies() {
    let rule = "longer_than_months: 24, within: {Ann Arbor: ELSO, Leicester: ELSO}";
    let centres = [
        "Ann Arbor",
        "The Leicester unit",
        "leicester unit",
        "Ann Arbor and Leicester",
        "ANZPIC centres",
        "",
    ];
    let registries = ["", "", "ELSO", "ANZPIC"];
    let row = |i: usize| {
        let from = 1990 + i * 7 % 19;
        let period =
            if i % 9 == 4 { "NA,".to_owned() } else { format!("{from}-05,{}", from + i * 5 % 8 + 1) };
        format!("s{i},{},{},{period},{}\n", centres[i * i % 6], registries[i / 3 % 4], 5 + i)
    };
    // Two that share nothing with the others for long: the registries come in one order in every table.
    let order = ["first,,ELSO,1900,1901,1\n".to_owned(), "second,,ANZPIC,1900,1901,1\n".to_owned()];
    let of = |rows: Vec<String>| {
        let (pairs, found) = of_studies(rule, order.iter().cloned().chain(rows));
        let of_these = |text: &str| !text.contains("`first`") && !text.contains("`second`");
        let unknown =
            found.iter().filter(|it| it.code == codes::PERIOD_UNKNOWN && of_these(&it.message)).count();
        (pairs, unknown)
    };
    let (pairs, unknown) = of((0..40).map(row).collect());
    let (mut expected, mut expected_unknown) = (Vec::new(), 0);
    for a in 0..40 {
        for b in a + 1..40 {
            let (pairs, unknown) = of(vec![row(a), row(b)]);
            expected.extend(pairs);
            expected_unknown += unknown;
        }
    }
    assert!(pairs.len() > 50 && unknown > 20, "{} and {unknown}", pairs.len());
    assert_eq!(unknown, expected_unknown);
    for (pair, expected) in pairs.iter().zip(&expected) {
        assert_eq!(pair, expected);
    }
    assert_eq!(pairs.len(), expected.len());
}

#[test]
fn many_studies_of_many_centres_are_compared_and_too_many_pairs_refused() {
    // Many studies: what compares every two of them does not end.
    let (pairs, _) = of_studies(
        "longer_than_months: 12",
        (0..20_000).map(|i| format!("s{i},Centre {},,{},{},9\n", i / 2, 1950 + i % 50, 1953 + i % 50)),
    );
    assert_eq!(pairs.len(), 0, "24 months of a pair are shared only by those that begin in one year");
    let (pairs, found) =
        of_studies("longer_than_months: 12", (0..70).map(|i| format!("s{i},,ELSO,1990,2000,9\n")));
    assert!(pairs.is_empty());
    assert!(found.iter().any(|finding| finding.code == codes::TOO_MANY_PAIRS), "2415 pairs");
}
