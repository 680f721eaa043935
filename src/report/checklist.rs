//! The PRISMA 2020 checklist, filled from the specification and the results: where each item is in the report, what
//! is missing, and which key would supply it.

use serde::Deserialize;

use super::tables::{Cell, Column, RowKind, Table};
use crate::analysis::results::Results;
use crate::spec::Review;
use crate::spec::review::Status as ReviewStatus;
use crate::spec::shape::TextOr;

/// An item as the data file has it.
#[derive(Debug, Clone, Deserialize)]
struct Listed {
    item: String,
    section: String,
    topic: String,
}

/// Where an item stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// It is in the report, at this anchor.
    Reported(&'static str),
    /// A text that should say it is there, at this anchor; whether it does is for the authors to check.
    InText(&'static str),
    /// It is missing: what would supply it.
    Missing(String),
    /// It does not apply: why.
    NotApplicable(&'static str),
}

/// An item of the checklist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Number: `13a`.
    pub item: String,
    /// Section of the checklist.
    pub section: String,
    /// Topic, in our own words.
    pub topic: String,
    /// Where it stands.
    pub standing: Standing,
}

/// The 42 items of PRISMA 2020 for a review.
#[must_use]
pub fn prisma_2020(review: &Review, results: &Results) -> Vec<Item> {
    let listed: Vec<Listed> =
        serde_yaml::from_str(include_str!("../../tools/prisma-2020-checklist.yaml")).unwrap_or_default();
    let facts = Facts { review, results };
    listed
        .into_iter()
        .map(|Listed { item, section, topic }| {
            let standing = facts.standing(&item);
            Item { item, section, topic, standing }
        })
        .collect()
}

/// The checklist as the table `checklist`, for [`super::ReportInput::tables`].
#[must_use]
pub fn table(review: &Review, results: &Results) -> Table {
    let items = prisma_2020(review, results);
    let columns = vec![
        Column::text("Item"),
        Column::prose("Topic"),
        Column::text("Status"),
        Column::text("Where"),
        Column::prose("What is missing"),
    ];
    let mut table = Table::new("checklist", "PRISMA 2020 checklist", columns);
    let mut section = "";
    for item in &items {
        if item.section != section {
            section = &item.section;
            table.row(RowKind::Heading, vec![Cell::text(section)]);
        }
        let status = |text: &str, role: &'static str| Cell { role: Some(role), ..Cell::text(text) };
        let place = |anchor: &'static str| match place_name(anchor) {
            Some(name) if shown(review, anchor) => {
                Cell { target: Some(anchor.to_owned()), ..Cell::text(name) }
            }
            _ => Cell::text("Title page"),
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
    table.notes.push(format!(
        "Of {} items, {} are reported, {} stand in texts that the authors have to read against the item, {} do not apply and {} are missing.",
        items.len(),
        count(|standing| matches!(standing, Standing::Reported(_))),
        count(|standing| matches!(standing, Standing::InText(_))),
        count(|standing| matches!(standing, Standing::NotApplicable(_))),
        count(|standing| matches!(standing, Standing::Missing(_))),
    ));
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
        _ => return None,
    })
}

/// Whether the report has the section of an anchor.
fn shown(review: &Review, anchor: &str) -> bool {
    let section = if matches!(anchor, "limitations" | "conclusion") { "discussion" } else { anchor };
    let chosen = &review.report.sections;
    chosen.is_empty() || chosen.iter().any(|known| known == section)
}

struct Facts<'a> {
    review: &'a Review,
    results: &'a Results,
}

fn given(is: bool, anchor: &'static str, missing: &str) -> Standing {
    if is { Standing::Reported(anchor) } else { Standing::Missing(missing.to_owned()) }
}

fn in_text(text: Option<&String>, anchor: &'static str, missing: &str) -> Standing {
    match text {
        Some(_) => Standing::InText(anchor),
        None => Standing::Missing(missing.to_owned()),
    }
}

impl Facts<'_> {
    fn standing(&self, item: &str) -> Standing {
        match item {
            "1" | "2" | "3" | "4" => self.front(item),
            "5" | "6" | "7" | "8" | "9" | "10a" | "10b" | "11" | "12" => self.methods(item),
            "13a" | "13b" | "13c" | "13d" | "13e" | "13f" | "14" | "15" => self.synthesis(item),
            "16a" | "16b" | "17" | "18" | "19" => self.studies(item),
            "20a" | "20b" | "20c" | "20d" | "21" | "22" => self.results(item),
            _ => self.back(item),
        }
    }

    fn front(&self, item: &str) -> Standing {
        let (review, text) = (self.review, &self.review.text);
        match item {
            "1" => {
                let title =
                    format!("{} {}", review.title, review.subtitle.as_deref().unwrap_or("")).to_lowercase();
                if !title.contains("systematic review") {
                    Standing::Missing("say `systematic review` in `title` or `subtitle`".to_owned())
                } else if review.status == Some(ReviewStatus::Living) && !title.contains("living") {
                    Standing::Missing("say `living` in `title` or `subtitle`".to_owned())
                } else {
                    Standing::Reported("title")
                }
            }
            "2" => in_text(text.r#abstract.as_ref(), "abstract", "`text.abstract`"),
            "3" => in_text(text.introduction.as_ref(), "introduction", "`text.introduction`"),
            _ => {
                let whole = review
                    .question
                    .as_ref()
                    .is_some_and(|question| question.population.is_some() && !question.outcomes.is_empty());
                given(whole, "title", "`question` with `population` and `outcomes`")
            }
        }
    }

    fn methods(&self, item: &str) -> Standing {
        let (review, text) = (self.review, &self.review.text);
        let sources = review.search.as_ref().map_or(&[][..], |search| &search.sources);
        let without = |lacks: &dyn Fn(usize) -> bool| -> String {
            let named = sources.iter().enumerate().filter(|(index, _)| lacks(*index));
            named.map(|(_, source)| source.name.clone()).collect::<Vec<_>>().join(", ")
        };
        match item {
            "5" => {
                let named =
                    review.eligibility.as_ref().is_some_and(|eligibility| !eligibility.include.is_empty());
                given(named, "methods", "`eligibility.include`")
            }
            "6" if sources.is_empty() => Standing::Missing("`search.sources`".to_owned()),
            "6" => {
                let undated = without(&|index| sources[index].to.is_none());
                given(undated.is_empty(), "methods", &format!("`to` of {undated}"))
            }
            "7" => {
                let unknown = without(&|index| sources[index].strategy.is_none());
                let missing = if sources.is_empty() {
                    "`search.sources`".to_owned()
                } else {
                    format!("`strategy` of {unknown}")
                };
                given(!sources.is_empty() && unknown.is_empty(), "methods", &missing)
            }
            "8" if review.selection.is_some() => Standing::Reported("selection"),
            "8" => in_text(text.methods.as_ref(), "methods", "`selection`, or `text.methods`"),
            "9" if review.extraction.is_some() => Standing::Reported("selection"),
            "9" => in_text(text.methods.as_ref(), "methods", "`extraction`, or `text.methods`"),
            "10a" => {
                let unnamed: Vec<&str> = review
                    .analyses
                    .iter()
                    .filter(|(_, analysis)| analysis.outcome.is_none())
                    .map(|(id, _)| id.as_str())
                    .collect();
                given(unnamed.is_empty(), "methods", &format!("`outcome` of {}", unnamed.join(", ")))
            }
            "10b" => {
                let described =
                    matches!(&review.studies, TextOr::Full(studies) if !studies.characteristics.is_empty());
                given(described, "studies", "`studies.characteristics`")
            }
            "11" => given(review.risk_of_bias.is_some(), "risk-of-bias", "`risk_of_bias`"),
            _ => Standing::Reported("methods"),
        }
    }

    fn has_subgroups(&self) -> bool {
        self.review
            .analyses
            .values()
            .any(|analysis| !analysis.subgroups.is_empty() || analysis.meta_regression.is_some())
    }

    fn has_sensitivity(&self) -> bool {
        self.review
            .analyses
            .values()
            .any(|analysis| !analysis.sensitivity.is_empty() || analysis.outliers.is_some())
    }

    fn has_small_study(&self) -> bool {
        self.review.analyses.values().any(|analysis| !analysis.small_study.is_empty())
    }

    fn synthesis(&self, item: &str) -> Standing {
        match item {
            "13e" if !self.has_subgroups() => {
                Standing::NotApplicable("no `subgroups` or `meta_regression` is specified")
            }
            "13f" if !self.has_sensitivity() => {
                Standing::NotApplicable("no `sensitivity` or `outliers` is specified")
            }
            "14" => given(self.has_small_study(), "methods", "`small_study` of an analysis"),
            "15" => given(!self.review.grade.is_empty(), "certainty", "`grade`"),
            _ => Standing::Reported("methods"),
        }
    }

    fn studies(&self, item: &str) -> Standing {
        let (review, results) = (self.review, self.results);
        match item {
            "16a" => match &results.prisma {
                None => Standing::Missing("`prisma`".to_owned()),
                Some(boxes) => {
                    let unknown: Vec<String> = boxes
                        .iter()
                        .filter(|(_, count)| count.value.is_none())
                        .map(|(key, _)| format!("`{key}`"))
                        .collect();
                    given(
                        unknown.is_empty(),
                        "selection",
                        &format!("counts of `prisma`: {}", unknown.join(", ")),
                    )
                }
            },
            "16b" if results.excluded_reports.iter().any(|report| report.near_miss) => {
                Standing::Reported("selection")
            }
            "16b" => in_text(
                review.text.results.as_ref(),
                "results",
                "`near_miss` in `prisma.excluded_file`, or cite them in `text.results`",
            ),
            "17" => given(review.references.is_some(), "studies", "`references`, to cite each study"),
            "18" => match &results.risk_of_bias {
                None => Standing::Missing("`risk_of_bias`".to_owned()),
                Some(bias) => {
                    let missing: Vec<&str> = bias
                        .missing
                        .iter()
                        .filter(|missing| missing.domain.is_none())
                        .map(|missing| missing.study.as_str())
                        .collect();
                    given(
                        missing.is_empty(),
                        "risk-of-bias",
                        &format!("judgements of {}", missing.join(", ")),
                    )
                }
            },
            _ => Standing::Reported("results"),
        }
    }

    fn results(&self, item: &str) -> Standing {
        match item {
            "20a" => given(
                self.results.risk_of_bias.is_some(),
                "results",
                "`risk_of_bias`, for the studies of each synthesis",
            ),
            "20c" if !self.has_subgroups() => {
                Standing::NotApplicable("no `subgroups` or `meta_regression` is specified")
            }
            "20d" if !self.has_sensitivity() => {
                Standing::NotApplicable("no `sensitivity` or `outliers` is specified")
            }
            "21" => given(self.has_small_study(), "results", "`small_study` of an analysis"),
            "22" => given(!self.results.grade.is_empty(), "certainty", "`grade`"),
            _ => Standing::Reported("results"),
        }
    }

    fn back(&self, item: &str) -> Standing {
        let (review, text) = (self.review, &self.review.text);
        let registration = match &review.registration {
            Some(TextOr::Full(registration)) => Some(registration),
            _ => None,
        };
        let unregistered = matches!(&review.registration, Some(TextOr::Text(_)));
        match item {
            "23a" => in_text(text.discussion.as_ref(), "discussion", "`text.discussion`"),
            "23b" | "23c" => in_text(text.limitations.as_ref(), "limitations", "`text.limitations`"),
            "23d" => in_text(text.conclusion.as_ref(), "conclusion", "`text.conclusion`"),
            "24a" => given(review.registration.is_some(), "title", "`registration`, or `registration: none`"),
            "24b" | "24c" if unregistered => Standing::NotApplicable("the review is not registered"),
            "24b" => {
                let found = registration.is_some_and(|registration| registration.url.is_some());
                given(found, "title", "`registration.url`")
            }
            "24c" => given(!review.changes.is_empty(), "reproducibility", "`changes`"),
            "25" => given(review.funding.is_some(), "title", "`funding`"),
            "26" => given(review.interests.is_some(), "title", "`interests`"),
            _ => given(review.licence.is_some(), "reproducibility", "`licence` of the data and the report"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(more: &str) -> Vec<Item> {
        let text = format!(
            "title: Sepsis\nstudies: s.csv\nanalyses:\n  survival: {{measure: proportion, data: {{}}}}\n{more}"
        );
        let review: Review = serde_yaml::from_str(&text).unwrap();
        let results: Results = serde_json::from_value(serde_json::json!({
            "schema": 1, "tool": {"name": "ecmo-report", "version": "0.1.0"},
            "review": {"id": "x", "title": "Sepsis", "version": null, "date": null},
            "studies": [], "analyses": {},
            "prisma": {"screened": {"value": 2054, "derived": false}, "excluded": {"value": null, "derived": false}},
        }))
        .unwrap();
        prisma_2020(&review, &results)
    }

    fn standing(items: &[Item], number: &str) -> Standing {
        items.iter().find(|item| item.item == number).unwrap().standing.clone()
    }

    #[test]
    fn there_are_27_items_with_42_parts() {
        let items = items("");
        assert_eq!(items.len(), 42);
        let mut whole: Vec<String> =
            items.iter().map(|item| item.item.trim_end_matches(char::is_alphabetic).to_owned()).collect();
        whole.dedup();
        assert_eq!(whole.len(), 27);
    }

    #[test]
    fn what_is_missing_names_the_key_that_would_supply_it() {
        let bare = items("");
        assert_eq!(
            standing(&bare, "1"),
            Standing::Missing("say `systematic review` in `title` or `subtitle`".to_owned())
        );
        assert_eq!(standing(&bare, "16a"), Standing::Missing("counts of `prisma`: `excluded`".to_owned()));
        assert_eq!(
            standing(&bare, "13e"),
            Standing::NotApplicable("no `subgroups` or `meta_regression` is specified")
        );
        let fuller = items(
            "subtitle: A systematic review\nregistration: none\nfunding: None.\nsearch: {sources: [{name: MEDLINE, to: '2020-02-15'}, {name: Embase}]}\n",
        );
        assert_eq!(standing(&fuller, "1"), Standing::Reported("title"));
        assert_eq!(standing(&fuller, "6"), Standing::Missing("`to` of Embase".to_owned()));
        assert_eq!(standing(&fuller, "24b"), Standing::NotApplicable("the review is not registered"));
        assert_eq!(standing(&fuller, "25"), Standing::Reported("title"));
    }
}
