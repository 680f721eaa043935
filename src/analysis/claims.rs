//! The claims of a review, held against its results.

use indexmap::IndexMap;

use super::context::context;
use super::results::{ClaimResult, Results};
use crate::diagnostics::{Diagnostic, Diagnostics, codes};
use crate::source::yaml::Path;
use crate::spec::Specification;
use crate::table::Expression;

/// Evaluates every claim. One that does not hold is an error with its sentence, its expression and the values
/// that it saw; one that cannot be computed (an unknown name, a missing value that is not compared) is the
/// error of its expression, and is not among the results. Where the ratings are faulty (`rated` is false), claims
/// about them are left out.
pub fn evaluate(
    specification: &Specification,
    results: &Results,
    rated: bool,
    found: &mut Diagnostics,
) -> Vec<ClaimResult> {
    if specification.review.claims.is_empty() {
        // The results by name are as large as the results: not made for nothing.
        return Vec::new();
    }
    let names = context(results);
    let mut evaluated = Vec::new();
    for (at, claim) in specification.review.claims.iter().enumerate() {
        let path = Path::from(["claims"]).index(at).key("holds");
        let place = specification.place(path);
        let Some(expression) = found.take(Expression::parse(&claim.holds, Some(place.clone()))) else {
            continue;
        };
        if !rated && expression.names().iter().any(|name| name == "grade") {
            continue;
        }
        let Some(holds) = found.take(expression.evaluate(&names)) else {
            continue;
        };
        let seen = expression.values(&names);
        if !holds {
            let sentence = claim.text.as_deref().unwrap_or(&claim.holds);
            let mut diagnostic = Diagnostic::new(
                codes::CLAIM_FAILS,
                format!("the claim `{}` does not hold: {sentence}", claim.id),
            )
            .at(place, "false for the computed results")
            .hint("change the sentence, or find out which data or setting is not what it was");
            for (name, value) in &seen {
                diagnostic = diagnostic.note(format!("{name} is {value}"));
            }
            found.push(diagnostic);
        }
        evaluated.push(ClaimResult {
            id: claim.id.clone(),
            text: claim.text.clone(),
            expression: claim.holds.clone(),
            holds,
            values: seen.into_iter().map(|(name, value)| (name, value.to_json())).collect::<IndexMap<_, _>>(),
        });
    }
    evaluated
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::SourceFile;

    fn specification(claims: &str) -> Specification {
        let text = format!(
            "title: T\nstudies: s.csv\nanalyses:\n  survival: {{measure: proportion, data: {{events: e, total: n}}}}\nclaims:\n{claims}"
        );
        let mut found = Diagnostics::new();
        let read = crate::spec::read(&SourceFile::new("review.yaml", text), &mut found);
        assert!(found.is_empty(), "{found:?}");
        read.unwrap()
    }

    fn evaluated(claims: &str) -> (Vec<ClaimResult>, Vec<Diagnostic>) {
        let results: Results =
            serde_json::from_str(include_str!("../../tests/fixtures/prose/results.json")).unwrap();
        let mut found = Diagnostics::new();
        let claims = evaluate(&specification(claims), &results, true, &mut found);
        (claims, found.into_iter().collect())
    }

    #[test]
    fn a_claim_sees_every_result_and_says_what_it_saw() {
        let (claims, found) = evaluated(
            "  - {id: majority, text: Most survive., holds: \"survival.random.ci[0] > 0.6\"}\n  - {id: region, holds: survival.by.region.Europe.random.estimate < survival.random.estimate}\n  - {id: without, holds: survival.outliers.without.k == survival.without_outliers.k}\n",
        );
        assert_eq!(claims.iter().map(|claim| claim.holds).collect::<Vec<_>>(), [false, true, true]);
        assert_eq!(claims[0].values["survival.random.ci[0]"], 0.5062);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].code, codes::CLAIM_FAILS);
        assert_eq!(found[0].message, "the claim `majority` does not hold: Most survive.");
        assert_eq!(found[0].notes, ["survival.random.ci[0] is 0.5062"]);
        assert_eq!(found[0].place().unwrap().text(), "\"survival.random.ci[0] > 0.6\"");
    }

    #[test]
    fn an_unknown_name_is_an_error_with_the_nearest() {
        let (claims, found) = evaluated("  - {id: typo, holds: \"survival.randm.estimate > 0.5\"}\n");
        assert!(claims.is_empty());
        assert_eq!(found[0].code, codes::UNKNOWN_NAME);
        assert_eq!(found[0].hint.as_deref(), Some("did you mean `random`?"));
    }
}
