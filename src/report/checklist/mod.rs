//! The PRISMA 2020 checklist, filled from the specification and the results: where each item is in the report, what
//! is missing, and which key would supply it.

mod back;
mod front;
mod methods;
mod studies;
mod syntheses;
mod table;

use serde::Deserialize;

use crate::analysis::results::Results;
use crate::spec::Review;

pub use table::table;

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
        serde_yaml::from_str(include_str!("../../../tools/prisma-2020-checklist.yaml")).unwrap_or_default();
    let facts = Facts { review, results };
    listed
        .into_iter()
        .map(|Listed { item, section, topic }| {
            let standing = facts.standing(&item);
            Item { item, section, topic, standing }
        })
        .collect()
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
        assert_eq!(standing(&fuller, "25"), Standing::Reported("other-information"));
        assert_eq!(standing(&fuller, "24c"), Standing::NotApplicable("the review is not registered"));
    }
}
