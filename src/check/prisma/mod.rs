//! The counts of the PRISMA 2020 flow diagram: what they determine, what they contradict, what they tie to.
//!
//! Call [`check`] once the study table is read, and [`check_synthesised`] once the analyses are computed.
//!
//! | module | holds |
//! |---|---|
//! | `flow` | the boxes as quantities, and the identities between them |
//! | [`solver`] | what known quantities say about the others |
//! | `known` | counts that are known, and the boxes that they give |
//! | `contradictions` | what is told of counts that cannot all be true |
//! | `ties` | what the counts are tied to: the study table and the analyses |
//! | `sources` | what the counts and the search say of the same databases |
//! | `versions` | the flows of a living review, and all of them together |
//! | `excluded` | the list of excluded reports |
//! | `labels` | what the boxes are called |

mod contradictions;
mod excluded;
mod flow;
mod known;
mod labels;
pub mod solver;
mod sources;
#[cfg(test)]
mod tests;
mod ties;
mod versions;

pub use excluded::ExcludedReport;
pub use flow::Flow;
pub use known::{Count, PrismaResult, identified, removed};
pub use labels::{Label, in_sentence, label};
pub use ties::{Tied, check_synthesised, reports_of_the_table, studies_outside};
pub use versions::combined;

use indexmap::IndexMap;

use crate::diagnostics::Diagnostics;
use crate::source::Folder;
use crate::source::yaml::{Document, Path};
use crate::spec::prisma::Prisma;
use known::Known;

/// The flow of records to studies, checked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CheckedFlow {
    /// The boxes; of a living review, those of all versions together.
    pub boxes: PrismaResult,
    /// The boxes of each version of a living review.
    pub versions: IndexMap<String, PrismaResult>,
    /// The reports that were excluded, where they are listed.
    pub excluded: Vec<ExcludedReport>,
}

/// Checks the counts and fills in what they determine.
pub fn check(
    prisma: &Prisma,
    tied: &Tied<'_>,
    folder: &Folder,
    document: &Document,
    found: &mut Diagnostics,
) -> CheckedFlow {
    let versions = versions::solve(prisma, tied, document, found);
    let boxes = if versions.is_empty() {
        let mut flow = Flow::new(prisma);
        let mut known = Known::of(&flow);
        sources::take_from_search(&mut flow, &mut known, tied.search);
        ties::other_methods(prisma.other.as_ref(), &Path::from(["prisma"]), document, found);
        tied.to_the_table(&flow, &mut known, document, found);
        known::solve(&flow, &known, document, found)
    } else {
        versions::together(prisma, tied, &versions, document, found)
    };
    sources::search_records(prisma, tied.search, document, found);
    sources::unsearched(prisma, tied.search, document, found);
    let excluded = excluded::read(prisma, &boxes, folder, document, found);
    CheckedFlow { boxes, versions, excluded }
}
