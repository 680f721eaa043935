//! Small-study effects: do small studies show other effects than large ones?
//!
//! Asymmetry of a funnel plot has many causes, publication bias one of them. The tests are weighted regressions of
//! the effect on a measure of size, or rank correlations; they need about ten studies to see anything (Sterne et al.
//! 2011).
//!
//! | test | response | predictor | weights | reference |
//! |---|---|---|---|---|
//! | [`egger`](fn@egger) (1997) | effect | standard error `s` | `1 / v` | t, `k - 2` |
//! | [`egger_mixed`] (Thompson and Sharp 1999, Sterne and Egger 2005) | effect | `s` | `1 / (v + tau2)` | by the model |
//! | [`peters`] (2006) | effect | `1 / N` | `1 / (1 / E + 1 / (N - E))` | t, `k - 2` |
//! | [`harbord`] (2006), odds ratios | `Z / V` | `1 / sqrt V` | `V` | t, `k - 2` |
//! | [`pustejovsky_rodgers`] (2019), standardized mean differences | effect | `r` | `1 / r^2`, `r^2 = 1 / n1 + 1 / n2` | t, `k - 2` |
//! | [`begg`](fn@begg) and Mazumdar (1994) | ranks of standardized effects | ranks of `v` | | Kendall's tau |
//!
//! All but the mixed model estimate the dispersion of the residuals. The sign of a statistic is that of the slope:
//! positive if small studies show larger effects. On the logit, log and raw scale of a single proportion the
//! standard error depends on the effect itself, so that asymmetry is to be expected without any bias; there
//! [`peters`] is the better guide.
//!
//! [`trim_and_fill`](fn@trim_and_fill) (Duval and Tweedie 2000) is no test: it imputes the studies that an asymmetric funnel lacks.

mod begg;
mod line;
mod refusal;
mod regression_tests;
mod trim_and_fill;

use super::choices::SmallStudyTest;

pub use begg::{RankTest, begg};
pub use line::AsymmetryTest;
pub use refusal::{NotDone, applies};
pub use regression_tests::{Counts, egger, egger_mixed, harbord, peters, pustejovsky_rodgers};
pub use trim_and_fill::{Side, TrimAndFill, trim_and_fill};

impl SmallStudyTest {
    /// The name in a sentence.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Egger => "Egger’s regression test",
            Self::EggerMixed => "Egger’s test as a mixed model",
            Self::Begg => "Begg’s rank correlation test",
            Self::Peters => "Peters’ regression test",
            Self::Harbord => "Harbord’s score test",
            Self::PustejovskyRodgers => "Pustejovsky and Rodgers’ test",
            Self::TrimAndFill => "trim and fill",
        }
    }
}
