//! Items 5 to 12: eligibility, sources, selection, data, risk of bias, effect measures.

use super::{Facts, Standing, given, in_text};
use crate::spec::shape::TextOr;

impl Facts<'_> {
    pub(super) fn methods(&self, item: &str) -> Standing {
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
}
