//! The checklist as a table: where each item is, or what would supply it.

use super::{Standing, prisma_2020};
use crate::analysis::results::Results;
use crate::report::tables::{Cell, Column, RowKind, Table};
use crate::spec::Review;

/// The checklist as the table `checklist`, for [`crate::report::ReportInput::tables`].
#[must_use]
pub fn table(review: &Review, results: &Results) -> Table {
    let items = prisma_2020(review, results);
    let columns = vec![
        Column::text("Item"),
        Column::prose("Topic"),
        Column::text("Status"),
        Column::text("Where"),
        Column::prose("What is missing, or why it does not apply"),
    ];
    let mut table = Table::new("checklist", "PRISMA 2020 checklist", columns);
    let mut section = "";
    for item in &items {
        if item.section != section {
            section = &item.section;
            table.row(RowKind::Heading, vec![Cell::text(section)]);
        }
        let status = |text: &str, role: &'static str| Cell::text(text).role(role);
        let place = |anchor: &'static str| match place_name(anchor) {
            Some(name) if shown(review, anchor) => Cell::text(name).to(anchor),
            Some(_) => Cell::text("in no section of this report"),
            None => Cell::text("Title page").to("at-a-glance"),
        };
        let (status, place, missing) = match &item.standing {
            Standing::Reported(anchor) => (status("✓ reported", "low"), place(anchor), Cell::text("")),
            Standing::InText(anchor) => (status("✓ in the text", "low"), place(anchor), Cell::text("")),
            Standing::Missing(what) => {
                (status("! missing", "high"), Cell::text(""), Cell::text(what.clone()))
            }
            Standing::NotApplicable(why) => {
                (status("– not applicable", "unclear"), Cell::text(""), Cell::text(*why))
            }
        };
        table.entry(vec![Cell::text(&item.item), Cell::text(&item.topic), status, place, missing]);
    }
    let count = |is: fn(&Standing) -> bool| items.iter().filter(|item| is(&item.standing)).count();
    let tally = [
        (count(|standing| matches!(standing, Standing::Reported(_))), "reported"),
        (
            count(|standing| matches!(standing, Standing::InText(_))),
            "in texts that the authors have to read against the item",
        ),
        (count(|standing| matches!(standing, Standing::Missing(_))), "missing"),
        (count(|standing| matches!(standing, Standing::NotApplicable(_))), "not applicable"),
    ];
    let tally = tally.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}"));
    table.notes.push(format!("Of {} items: {}.", items.len(), tally.collect::<Vec<_>>().join(", ")));
    table.notes.push(
        "Topics are paraphrased; the original is Page MJ and others, BMJ 2021;372:n71, doi 10.1136/bmj.n71."
            .to_owned(),
    );
    table
}

fn place_name(anchor: &str) -> Option<&'static str> {
    Some(match anchor {
        "abstract" => "Abstract",
        "introduction" => "Introduction",
        "methods" => "Methods",
        "selection" => "Study selection",
        "studies" => "Studies",
        "risk-of-bias" => "Risk of bias",
        "results" => "Results",
        "certainty" => "Certainty of the evidence",
        "limitations" => "Limitations",
        "discussion" => "Discussion",
        "conclusion" => "Conclusion",
        "reproducibility" => "Reproducibility",
        "other-information" => "Other information",
        _ => return None,
    })
}

/// Whether the report has the section of an anchor.
fn shown(review: &Review, anchor: &str) -> bool {
    let section = if matches!(anchor, "limitations" | "conclusion") { "discussion" } else { anchor };
    let chosen = &review.report.sections;
    chosen.is_empty() || chosen.iter().any(|known| known == section)
}
