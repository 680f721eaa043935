//! The claims, as far as they can be checked without results.

use indexmap::IndexMap;

use crate::diagnostics::{Diagnostic, Diagnostics, codes};
use crate::source::yaml::Path;
use crate::spec::Specification;
use crate::table::Expression;

/// Tells conditions that cannot be read, and ids that two claims have.
pub(super) fn check(specification: &Specification, found: &mut Diagnostics) {
    let mut known: IndexMap<&str, usize> = IndexMap::new();
    for (index, claim) in specification.review.claims.iter().enumerate() {
        let path = Path::from(["claims"]).index(index);
        // The results are not there yet: a name is known or not when they are.
        found.take(Expression::parse(&claim.holds, Some(specification.place(path.key("holds")))));
        let Some(first) = known.insert(&claim.id, index) else { continue };
        let first = Path::from(["claims"]).index(first).key("id");
        found.push(
            Diagnostic::new(codes::SAME_CLAIM, format!("two claims have the id `{}`", claim.id))
                .at(specification.place(path.key("id")), "again here")
                .also(specification.place(first), "first here")
                .hint("give each an id of its own: the report and the comparison of versions tell them apart by it"),
        );
    }
}
