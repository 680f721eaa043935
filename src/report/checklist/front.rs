//! Items 1 to 4: title, abstract, introduction.

use super::{Facts, Standing, given, in_text};
use crate::spec::review::Status;

impl Facts<'_> {
    pub(super) fn front(&self, item: &str) -> Standing {
        let (review, text) = (self.review, &self.review.text);
        match item {
            "1" => {
                let title =
                    format!("{} {}", review.title, review.subtitle.as_deref().unwrap_or("")).to_lowercase();
                if !title.contains("systematic review") {
                    Standing::Missing("say `systematic review` in `title` or `subtitle`".to_owned())
                } else if review.status == Some(Status::Living) && !title.contains("living") {
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
}
