//! The boxes of the flow diagram as quantities, and the identities between them.

use indexmap::IndexMap;

use super::solver::{Constraint, System, Variable};
use crate::check::sum::{LARGEST_COUNT, sum};
use crate::source::yaml::Path;
use crate::spec::prisma::{After, FlowCounts, OtherMethods, Prisma, StudiesReports};
use crate::spec::shape::{CountOr, Counts, Synthesised};

/// A box of the diagram.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Quantity {
    /// Key in the results; empty for a quantity that no box shows.
    pub key: String,
    /// Where it stands in the specification.
    pub path: Path,
    /// What the author wrote.
    pub given: Option<u64>,
    /// Parts of an itemised box: name and count. They follow their box in the results.
    pub items: Vec<(String, Option<u64>)>,
}

/// The diagram: its boxes in order, and the identities between them.
#[derive(Debug, Clone)]
pub struct Flow {
    pub(super) quantities: Vec<Quantity>,
    /// The identities between the boxes.
    pub system: System,
    /// The identity by which records become reports.
    pub(super) records_to_reports: usize,
    /// Counts and sums that are larger than any count may be.
    pub(super) too_large: Vec<Path>,
}

impl Flow {
    /// The diagram of a specification; of a living review, that of all versions together. What it has no column for
    /// (other methods, a previous version) is no part of it; what it has a box but no count for is unknown.
    #[must_use]
    pub fn new(prisma: &Prisma) -> Self {
        let mut flow = Builder::at(Path::from(["prisma"]));
        let studies = flow.counts(&prisma.counts());
        match &prisma.synthesised {
            None | Some(Synthesised::Shown(false)) => {}
            Some(Synthesised::Shown(true)) => flow.synthesised("", None, studies),
            Some(Synthesised::Main(n)) => flow.synthesised("", Some(*n), studies),
            Some(Synthesised::Analyses(analyses)) => {
                for (id, n) in analyses {
                    flow.synthesised(id, Some(*n), studies);
                }
            }
        }
        flow.finish()
    }

    /// The diagram of one version of a living review.
    #[must_use]
    pub fn version(name: &str, counts: &FlowCounts) -> Self {
        let mut flow = Builder::at(Path::from(["prisma", "versions"]).key(name));
        flow.counts(counts);
        flow.finish()
    }

    pub(super) fn known(&self) -> Vec<Option<u64>> {
        self.quantities.iter().map(|quantity| quantity.given).collect()
    }

    pub(super) fn find(&self, key: &str) -> Option<Variable> {
        self.quantities.iter().position(|quantity| quantity.key == key)
    }
}

struct Builder {
    base: Path,
    quantities: Vec<Quantity>,
    constraints: Vec<Constraint>,
    records_to_reports: usize,
    too_large: Vec<Path>,
}

impl Builder {
    fn at(base: Path) -> Self {
        Self {
            base,
            quantities: Vec::new(),
            constraints: Vec::new(),
            records_to_reports: usize::MAX,
            too_large: Vec::new(),
        }
    }

    /// The boxes of a flow; gives the included studies.
    fn counts(&mut self, counts: &FlowCounts) -> Variable {
        let stages = |after: After| counts.stages.iter().filter(move |(_, stage)| stage.after == after);
        let databases = self.itemised(&["databases"], counts.databases.as_ref());
        let registers = self.itemised(&["registers"], counts.registers.as_ref());
        let removed = self.removed(counts.removed.as_ref());
        // What goes into each box, and what leaves there.
        let (mut coming, mut leaving) = (vec![databases, registers], removed);
        for (label, stage) in stages(After::Identified) {
            (coming, leaving) = self.stage((coming, leaving), label, stage);
        }
        let screened = self.quantity(&["screened"], counts.screened);
        self.passes((coming, leaving), vec![screened]);
        let excluded = self.itemised(&["excluded"], counts.excluded.as_ref());
        (coming, leaving) = (vec![screened], vec![excluded]);
        for (label, stage) in stages(After::Screened) {
            (coming, leaving) = self.stage((coming, leaving), label, stage);
        }
        if let Some(links) = &counts.records_to_reports {
            coming.push(self.quantity(&["records_to_reports", "extra_reports"], Some(links.extra_reports)));
            leaving.push(self.quantity(&["records_to_reports", "merged"], Some(links.merged)));
        }
        let sought = self.quantity(&["sought"], counts.sought);
        self.records_to_reports = self.constraints.len();
        self.passes((coming, leaving), vec![sought]);
        let not_retrieved = self.quantity(&["not_retrieved"], counts.not_retrieved);
        (coming, leaving) = (vec![sought], vec![not_retrieved]);
        for (label, stage) in stages(After::Sought) {
            (coming, leaving) = self.stage((coming, leaving), label, stage);
        }
        let assessed = self.quantity(&["assessed"], counts.assessed);
        self.passes((coming, leaving), vec![assessed]);
        let excluded_reports = self.itemised(&["excluded_reports"], counts.excluded_reports.as_ref());
        (coming, leaving) = (vec![assessed], vec![excluded_reports]);
        for (label, stage) in stages(After::Assessed) {
            (coming, leaving) = self.stage((coming, leaving), label, stage);
        }
        let reports = self.hidden();
        self.passes((coming, leaving), vec![reports]);

        let mut found = vec![reports];
        found.extend(counts.other.as_ref().map(|other| self.other(other)));
        let studies = self.included(counts, found);
        let (mut coming, mut leaving) = (vec![studies], Vec::new());
        for (label, stage) in stages(After::Included) {
            (coming, leaving) = self.stage((coming, leaving), label, stage);
        }
        if coming != [studies] {
            let rest = self.hidden();
            self.passes((coming, leaving), vec![rest]);
        }
        studies
    }

    /// Records removed before screening: by cause, or a total alone.
    fn removed(&mut self, removed: Option<&CountOr<crate::spec::prisma::Removed>>) -> Vec<Variable> {
        let parts = match removed {
            Some(CountOr::Total(total)) => return vec![self.quantity(&["removed"], Some(*total))],
            Some(CountOr::Items(parts)) => parts.clone(),
            None => crate::spec::prisma::Removed::default(),
        };
        vec![
            self.quantity(&["removed", "duplicates"], parts.duplicates),
            self.quantity(&["removed", "automation"], parts.automation),
            self.quantity(&["removed", "other"], parts.other),
        ]
    }

    /// A further box between what comes and what follows: what comes to it, and what leaves there.
    fn stage(
        &mut self,
        before: (Vec<Variable>, Vec<Variable>),
        label: &str,
        stage: &crate::spec::prisma::Stage,
    ) -> (Vec<Variable>, Vec<Variable>) {
        let n = self.push(format!("stages.{label}"), &["stages", label, "n"], stage.n);
        self.passes(before, vec![n]);
        let mut leaving = Vec::new();
        if stage.removed.is_some() || stage.removed_label.is_some() {
            let key = format!("stages.{label}.removed");
            leaving.push(self.itemised_as(key, &["stages", label, "removed"], stage.removed.as_ref()));
        }
        (vec![n], leaving)
    }

    /// The column of other methods; gives the reports included from there.
    fn other(&mut self, other: &OtherMethods) -> Variable {
        // A method that is not named was not used.
        let named = [
            ("websites", other.websites),
            ("organisations", other.organisations),
            ("citations", other.citations),
        ];
        for (name, count) in named.into_iter().filter(|(_, count)| count.is_some()) {
            self.quantity(&["other", name], count);
        }
        for (name, count) in &other.others {
            self.quantity(&["other", "others", name], Some(*count));
        }
        if other.duplicates.is_some() {
            self.quantity(&["other", "duplicates"], other.duplicates);
        }
        let sought = self.quantity(&["other", "sought"], other.sought);
        let not_retrieved = self.quantity(&["other", "not_retrieved"], other.not_retrieved);
        let assessed = self.quantity(&["other", "assessed"], other.assessed);
        let excluded = self.itemised(&["other", "excluded_reports"], other.excluded_reports.as_ref());
        let reports = self.hidden();
        self.passes((vec![sought], vec![not_retrieved]), vec![assessed]);
        self.passes((vec![assessed], vec![excluded]), vec![reports]);
        reports
    }

    /// What is included, of an update with the studies before and the new ones; gives the studies.
    fn included(&mut self, counts: &FlowCounts, found: Vec<Variable>) -> Variable {
        let update = counts.previous.is_some();
        if !update && counts.new.is_none() {
            let [studies, reports] = self.studies_and_reports("included", &counts.included);
            self.passes((found, Vec::new()), vec![reports]);
            return studies;
        }
        let previous = counts.previous.as_ref().map(|before| self.studies_and_reports("previous", before));
        let new = self.studies_and_reports("new", counts.new.as_ref().unwrap_or(&StudiesReports::default()));
        let known = counts.updated_studies.filter(|_| update).map(|updated| {
            let updated = self.quantity(&["updated_studies"], Some(updated));
            self.at_most(updated, new[0]);
            updated
        });
        if let (Some(updated), Some(previous)) = (known, previous) {
            self.at_most(updated, previous[0]);
        }
        let total = self.studies_and_reports("included", &counts.included);
        self.passes((found, Vec::new()), vec![new[1]]);
        let before = |at: usize| previous.iter().map(|pair| pair[at]).chain([new[at]]).collect::<Vec<_>>();
        self.passes((before(0), known.into_iter().collect()), vec![total[0]]);
        self.passes((before(1), Vec::new()), vec![total[1]]);
        total[0]
    }

    fn studies_and_reports(&mut self, key: &str, given: &StudiesReports) -> [Variable; 2] {
        let studies = self.quantity(&[key, "studies"], given.studies);
        let reports = self.quantity(&[key, "reports"], given.reports);
        self.constraints.push(Constraint::counted(studies, reports));
        [studies, reports]
    }

    fn synthesised(&mut self, analysis: &str, given: Option<u64>, studies: Variable) {
        let keys: &[&str] = if analysis.is_empty() { &["synthesised"] } else { &["synthesised", analysis] };
        let synthesised = self.quantity(keys, given);
        self.at_most(synthesised, studies);
    }

    /// A quantity whose key is that of the specification.
    fn quantity(&mut self, keys: &[&str], given: Option<u64>) -> Variable {
        self.push(keys.join("."), keys, given)
    }

    fn hidden(&mut self) -> Variable {
        self.push(String::new(), &[], None)
    }

    fn push(&mut self, key: String, keys: &[&str], given: Option<u64>) -> Variable {
        let path = keys.iter().fold(self.base.clone(), |path, key| path.key(*key));
        if given.is_some_and(|given| given > LARGEST_COUNT) {
            self.too_large.push(path.clone());
        }
        let given = given.filter(|given| *given <= LARGEST_COUNT);
        self.quantities.push(Quantity { key, path, given, items: Vec::new() });
        self.quantities.len() - 1
    }

    fn itemised(&mut self, keys: &[&str], counts: Option<&Counts>) -> Variable {
        self.itemised_as(keys.join("."), keys, counts)
    }

    /// A box whose parts may be given.
    fn itemised_as(&mut self, key: String, keys: &[&str], counts: Option<&Counts>) -> Variable {
        let total = match counts {
            None => None,
            Some(CountOr::Total(total)) => Some(*total),
            Some(CountOr::Items(items)) => {
                let total = sum(items.values().copied());
                if total.is_none() {
                    self.too_large.push(keys.iter().fold(self.base.clone(), |path, key| path.key(*key)));
                }
                total
            }
        };
        let variable = self.push(key, keys, total);
        if let Some(CountOr::Items(items)) = counts {
            self.quantities[variable].items = parts(items);
        }
        variable
    }

    /// What comes, less what leaves, is what follows.
    fn passes(&mut self, (coming, mut leaving): (Vec<Variable>, Vec<Variable>), following: Vec<Variable>) {
        leaving.extend(following);
        self.constraints.push(Constraint::equal(coming, leaving));
    }

    fn at_most(&mut self, less: Variable, more: Variable) {
        self.constraints.push(Constraint::at_most(less, more));
    }

    fn finish(self) -> Flow {
        let system = System { variables: self.quantities.len(), constraints: self.constraints };
        Flow {
            quantities: self.quantities,
            system,
            records_to_reports: self.records_to_reports,
            too_large: self.too_large,
        }
    }
}

fn parts(items: &IndexMap<String, u64>) -> Vec<(String, Option<u64>)> {
    items.iter().map(|(name, count)| (name.clone(), Some(*count))).collect()
}
