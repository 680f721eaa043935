//! Items 16 to 19: from the records to the results of each study.

use super::{Facts, Standing, given, in_text};

impl Facts<'_> {
    pub(super) fn studies(&self, item: &str) -> Standing {
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
            // Every excluded report is in the table with its reason, whether one of them came close or none did.
            "16b" if !results.excluded_reports.is_empty() => Standing::Reported("selection"),
            "16b" => in_text(
                review.text.results.as_ref(),
                "results",
                "`prisma.excluded_file`, with `near_miss`, or cite them in `text.results`",
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
}
