//! Items 23 to 27: discussion, registration, support, interests, data.

use super::{Facts, Standing, given, in_text};
use crate::spec::shape::TextOr;

impl Facts<'_> {
    pub(super) fn back(&self, item: &str) -> Standing {
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
            "24a" => given(
                review.registration.is_some(),
                "other-information",
                "`registration`, or `registration: none`",
            ),
            "24b" | "24c" if unregistered => Standing::NotApplicable("the review is not registered"),
            "24b" => {
                let found = registration.is_some_and(|registration| registration.url.is_some());
                given(found, "other-information", "`registration.url`")
            }
            "24c" => given(!review.changes.is_empty(), "other-information", "`changes`"),
            "25" => given(review.funding.is_some(), "other-information", "`funding`"),
            "26" => given(review.interests.is_some(), "other-information", "`interests`"),
            _ => given(review.licence.is_some(), "other-information", "`licence` of the data and the report"),
        }
    }
}
