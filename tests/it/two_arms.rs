//! A review of two arms as a whole: thirteen trials of BCG vaccination with RoB 2 lights and absolute effects.

use std::path::Path;

use ecmo_report::analysis::results::Results;
use ecmo_report::diagnostics::{Diagnostics, Renderer};
use ecmo_report::numbers::Numbers;
use ecmo_report::report::statements::sentence;
use ecmo_report::source::Folder;
use ecmo_report::spec::evidence::Certainty;
use ecmo_report::spec::prose::NumberProfile;
use ecmo_report::{analysis, check, spec};

fn bcg() -> (spec::Review, Results) {
    let folder = Folder::on_disk(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/reviews/bcg"));
    let mut found = Diagnostics::new();
    let specification = spec::load(&folder, "review.yaml", &mut found).unwrap();
    let review = specification.review.clone();
    let results = check::check("bcg", specification, &folder, &mut found)
        .and_then(|checked| analysis::analyse(&checked, &mut found));
    let told = Renderer::plain().render_all(found.sorted());
    assert_eq!(told, "");
    (review, results.unwrap())
}

#[test]
fn the_pooled_ratio_is_that_of_metafor_and_gives_an_absolute_effect() {
    let (review, results) = bcg();
    let random = &results.analyses["tuberculosis"].random;
    assert!((random.estimate.unwrap() - 0.489_420_939_826).abs() < 1e-7);
    let graded = &results.grade["tuberculosis"];
    assert_eq!((graded.certainty, graded.basis.as_str()), (Some(Certainty::Low), "computed"));
    let absolute = graded.absolute.as_ref().unwrap();
    assert!((absolute.risk - absolute.baseline * random.estimate.unwrap()).abs() < 1e-12);
    assert!(absolute.difference_ci.upper < 0.0 && absolute.number_needed.is_some());
    let said = sentence(&review, &results, graded, Numbers::new(NumberProfile::Neutral));
    assert_eq!(
        said.as_deref(),
        Some("BCG vaccination may reduce tuberculosis compared with no vaccination.")
    );
}

#[test]
fn judgements_weigh_as_the_studies_do() {
    let (_, results) = bcg();
    let bias = results.risk_of_bias.as_ref().unwrap();
    assert_eq!((bias.studies.len(), bias.missing.len()), (13, 0));
    let share = bias.shares.iter().find(|share| share.domain == "d1").unwrap();
    let judged = bias.judged_in("tuberculosis");
    let (low, high) = (share.shares["low"], share.shares["high"]);
    assert!((low + high - 1.0).abs() < 1e-12);
    let of_random: f64 = results.analyses["tuberculosis"]
        .studies
        .iter()
        .filter(|study| judged[study.id.as_str()].judgements["d1"].level == "low")
        .map(|study| study.weight_random.unwrap())
        .sum();
    assert!((low - of_random).abs() < 1e-12);
    let signals = &results.grade["tuberculosis"].domains["risk_of_bias"].signals;
    assert!((signals["weight_high"].as_f64().unwrap() - high).abs() < 1e-12);
}
