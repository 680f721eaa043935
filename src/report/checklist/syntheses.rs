//! Items 13 to 15 and 20 to 22: how results were pooled, and what came of it.

use super::{Facts, Standing, given};

impl Facts<'_> {
    pub(super) fn synthesis(&self, item: &str) -> Standing {
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

    pub(super) fn results(&self, item: &str) -> Standing {
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
}
