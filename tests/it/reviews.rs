//! The two reviews that ship with the program, built in memory.

use std::path::Path;

use ecmo_report::analysis::results::Results;
use ecmo_report::cli::pipeline::{Built, Location, build};
use ecmo_report::diagnostics::Diagnostics;
use ecmo_report::source::Folder;

fn built(id: &str) -> (Built, Diagnostics) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("reviews").join(id);
    let location = Location::find(&folder).unwrap();
    let mut found = Diagnostics::new();
    let built = build(&Folder::on_disk(&location.folder), &location, &[], &mut found);
    (built.unwrap_or_else(|| panic!("{id}: {:?}", found.sorted())), found)
}

fn results(id: &str) -> Results {
    built(id).0.results
}

/// The estimates, limits, p of Q, k and n that Ramanathan et al. (Crit Care 2020;24:684) print: all agree, but for
/// the venoarterial survival that the Discussion prints as 63 % and the Abstract as 65 %.
#[test]
fn every_published_line_of_the_paediatric_review_comes_out() {
    let results = results("paediatric-sepsis");
    let differing: Vec<_> = results
        .published
        .iter()
        .filter(|value| !value.agrees)
        .map(|value| (value.at.as_str(), value.of.as_str(), value.field.as_str()))
        .collect();
    assert_eq!(differing, [("Discussion", "va", "estimate")]);
    // Ten lines with estimate, two limits and p of Q, k on all and n on all but one, and the line that differs.
    let agreeing = results.published.iter().filter(|value| value.agrees).count();
    assert_eq!(agreeing, 10 * 4 + 10 + 9 + 2);
}

#[test]
fn the_outlier_rule_flags_the_three_studies_that_the_authors_removed() {
    let results = results("paediatric-sepsis");
    let outliers = results.analyses["survival"].outliers.as_ref().unwrap();
    assert_eq!(outliers.flagged, ["lillehei-1989", "mccune-1990", "chang-2018"]);
    assert!(outliers.removed_not_flagged.is_empty() && outliers.flagged_not_removed.is_empty());
}

/// The Results describe small-study effects with p = 0.005, the mixed model of Egger's regression.
#[test]
fn the_mixed_egger_test_is_the_published_one() {
    let results = results("paediatric-sepsis");
    let small = &results.analyses["survival"].small_study;
    assert_eq!(format!("{:.3}", small.egger_mixed.as_ref().unwrap().p), "0.005");
    assert_eq!(format!("{:.2}", small.egger.as_ref().unwrap().p), "0.12");
}

#[test]
fn the_royal_childrens_hospital_and_its_registry_share_57_months() {
    let results = results("paediatric-sepsis");
    let pair = &results.overlap[0];
    assert_eq!(pair.studies, ["maclaren-2007".to_owned(), "schlapbach-2019".to_owned()]);
    assert_eq!((pair.months, pair.smaller.as_str()), (57, "maclaren-2007"));
    assert_eq!(pair.without_smaller["survival"].k, 12);
}

#[test]
fn adults_and_children_counts_its_own_studies() {
    let results = results("adults-and-children");
    let survival = &results.analyses["survival"];
    let levels: Vec<_> = survival.subgroups[0]
        .levels
        .iter()
        .map(|level| (level.level.as_str(), level.k, level.total))
        .collect();
    assert_eq!(levels, [("adults", 9, Some(379.0)), ("children", 8, Some(239.0))]);
    assert_eq!((survival.k, survival.total), (17, Some(618.0)));
}

#[test]
fn building_twice_gives_the_same_bytes() {
    let (first, second) = (built("paediatric-sepsis").0.files, built("paediatric-sepsis").0.files);
    assert!(first.len() > 30, "{} files", first.len());
    assert!(first == second);
}

#[test]
fn no_output_says_where_it_was_built() {
    let (built, _) = built("paediatric-sepsis");
    let here = env!("CARGO_MANIFEST_DIR");
    for (name, bytes) in &built.files {
        assert!(!String::from_utf8_lossy(bytes).contains(here), "{name} holds the path of the checkout");
    }
}
