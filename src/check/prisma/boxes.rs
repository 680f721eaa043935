//! The boxes of the flow diagram as quantities, and the identities between them.

use super::solver::{Constraint, System, Variable};
use crate::spec::prisma::Prisma;
use crate::spec::shape::Counts;

/// A box of the diagram.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Quantity {
    /// Key in the results; empty for a quantity that no box shows.
    pub key: String,
    /// What the author wrote.
    pub given: Option<u64>,
}

/// The diagram: its boxes in order, and the identities between them.
#[derive(Debug, Clone)]
pub struct Flow {
    pub(super) quantities: Vec<Quantity>,
    /// The identities between the boxes.
    pub system: System,
    /// Parts of an itemised box, by its key: name and count. They follow their box in the results.
    pub(super) items: Vec<(&'static str, Vec<(String, u64)>)>,
}

impl Flow {
    /// The diagram of a specification. What it has no column for (other methods, a previous version) is no part
    /// of it; what it has a box but no count for is unknown.
    #[must_use]
    pub fn new(prisma: &Prisma) -> Self {
        let mut flow = Builder::default();
        let databases = flow.counts("databases", prisma.databases.as_ref());
        let registers = flow.counts("registers", prisma.registers.as_ref());
        let duplicates = flow.quantity("removed.duplicates", prisma.removed.duplicates);
        let automation = flow.quantity("removed.automation", prisma.removed.automation);
        let removed_other = flow.quantity("removed.other", prisma.removed.other);
        let screened = flow.quantity("screened", prisma.screened);
        let excluded = flow.quantity("excluded", prisma.excluded);
        let sought = flow.quantity("sought", prisma.sought);
        let not_retrieved = flow.quantity("not_retrieved", prisma.not_retrieved);
        let assessed = flow.quantity("assessed", prisma.assessed);
        let excluded_reports = flow.counts("excluded_reports", prisma.excluded_reports.as_ref());
        let included_reports = flow.quantity("", None);
        flow.equal(&[databases, registers], &[duplicates, automation, removed_other, screened]);
        flow.equal(&[screened], &[excluded, sought]);
        flow.equal(&[sought], &[not_retrieved, assessed]);
        flow.equal(&[assessed], &[excluded_reports, included_reports]);

        let mut found = vec![included_reports];
        if let Some(other) = &prisma.other {
            flow.quantity("other.websites", other.websites);
            flow.quantity("other.organisations", other.organisations);
            flow.quantity("other.citations", other.citations);
            for (name, count) in &other.others {
                flow.quantity(format!("other.others.{name}"), Some(*count));
            }
            let sought = flow.quantity("other.sought", other.sought);
            let not_retrieved = flow.quantity("other.not_retrieved", other.not_retrieved);
            let assessed = flow.quantity("other.assessed", other.assessed);
            let excluded_reports = flow.counts("other.excluded_reports", other.excluded_reports.as_ref());
            let included_reports = flow.quantity("", None);
            flow.equal(&[sought], &[not_retrieved, assessed]);
            flow.equal(&[assessed], &[excluded_reports, included_reports]);
            found.push(included_reports);
        }

        let (studies, reports) = if let Some(previous) = &prisma.previous {
            let previous_studies = flow.quantity("previous.studies", previous.studies);
            let previous_reports = flow.quantity("previous.reports", previous.reports);
            let new_studies = flow.quantity("new.studies", None);
            let new_reports = flow.quantity("new.reports", None);
            let studies = flow.quantity("included.studies", prisma.included.studies);
            let reports = flow.quantity("included.reports", prisma.included.reports);
            flow.equal(&found, &[new_reports]);
            flow.equal(&[previous_studies, new_studies], &[studies]);
            flow.equal(&[previous_reports, new_reports], &[reports]);
            flow.at_most(previous_studies, previous_reports);
            flow.at_most(new_studies, new_reports);
            (studies, reports)
        } else {
            let studies = flow.quantity("included.studies", prisma.included.studies);
            let reports = flow.quantity("included.reports", prisma.included.reports);
            flow.equal(&found, &[reports]);
            (studies, reports)
        };
        flow.at_most(studies, reports);
        let synthesised = flow.quantity("synthesised", prisma.synthesised);
        flow.at_most(synthesised, studies);
        flow.finish()
    }

    pub(super) fn known(&self) -> Vec<Option<u64>> {
        self.quantities.iter().map(|quantity| quantity.given).collect()
    }

    pub(super) fn find(&self, key: &str) -> Option<Variable> {
        self.quantities.iter().position(|quantity| quantity.key == key)
    }
}

#[derive(Default)]
struct Builder {
    quantities: Vec<Quantity>,
    constraints: Vec<Constraint>,
    items: Vec<(&'static str, Vec<(String, u64)>)>,
}

impl Builder {
    fn quantity(&mut self, key: impl Into<String>, given: Option<u64>) -> Variable {
        self.quantities.push(Quantity { key: key.into(), given });
        self.quantities.len() - 1
    }

    fn counts(&mut self, key: &'static str, counts: Option<&Counts>) -> Variable {
        let total = counts.map(|counts| match counts {
            Counts::Total(total) => *total,
            Counts::Items(items) => items.values().sum(),
        });
        if let Some(Counts::Items(items)) = counts {
            self.items.push((key, items.iter().map(|(name, count)| (name.clone(), *count)).collect()));
        }
        self.quantity(key, total)
    }

    fn equal(&mut self, plus: &[Variable], minus: &[Variable]) {
        self.constraints.push(Constraint::equal(plus.to_vec(), minus.to_vec()));
    }

    fn at_most(&mut self, less: Variable, more: Variable) {
        self.constraints.push(Constraint::at_most(less, more));
    }

    fn finish(self) -> Flow {
        let system = System { variables: self.quantities.len(), constraints: self.constraints };
        Flow { quantities: self.quantities, system, items: self.items }
    }
}

/// What a box counts, for instance `records screened`.
#[must_use]
pub fn box_label(key: &str) -> &str {
    match key {
        "databases" => "records from databases",
        "registers" => "records from registers",
        "removed.duplicates" => "duplicate records removed",
        "removed.automation" => "records removed by automation tools",
        "removed.other" => "records removed for other reasons",
        "screened" => "records screened",
        "excluded" => "records excluded",
        "sought" | "other.sought" => "reports sought for retrieval",
        "not_retrieved" | "other.not_retrieved" => "reports not retrieved",
        "assessed" | "other.assessed" => "reports assessed for eligibility",
        "excluded_reports" | "other.excluded_reports" => "reports excluded",
        "other.websites" => "records from websites",
        "other.organisations" => "records from organisations",
        "other.citations" => "records from citation searching",
        "previous.studies" => "studies in the previous version",
        "previous.reports" => "reports in the previous version",
        "new.studies" => "new studies",
        "new.reports" => "reports of new studies",
        "included.studies" => "studies included",
        "included.reports" => "reports of included studies",
        "synthesised" => "studies synthesised",
        _ => "records from other methods",
    }
}
