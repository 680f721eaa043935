//! What every builder of a table needs: the review, its results, and how numbers are written.

use super::model::Cell;
use crate::analysis::results::{AnalysisResult, Interval, Pooled, Results};
use crate::figures::slug;
use crate::numbers::{NOT_ESTIMABLE, Numbers, Scale};
use crate::spec::Review;
use crate::stats::choices::{EffectModel, Measure};

/// The review, its results, and how numbers are written.
#[derive(Debug, Clone, Copy)]
pub struct Scene<'a> {
    /// What the author wrote.
    pub review: &'a Review,
    /// What came out.
    pub results: &'a Results,
    /// How numbers are written.
    pub numbers: Numbers,
}

/// The anchor of a study's row in the table of characteristics.
#[must_use]
pub fn study_anchor(id: &str) -> String {
    format!("study-{}", slug(id))
}

/// The anchor of the row of an analysis, or of a part of one, in the table of pooled results:
/// `survival`, `survival/region/Europe`, `survival/without-outliers`.
#[must_use]
pub fn row_anchor(path: &str) -> String {
    format!("row-{}", slug(path))
}

impl<'a> Scene<'a> {
    /// How a study is named; its id where the table does not have it.
    #[must_use]
    pub fn label(&self, id: &'a str) -> &'a str {
        self.results.studies.iter().find(|study| study.id == id).map_or(id, |study| study.label.as_str())
    }

    /// A cell that names a study and leads to its row.
    #[must_use]
    pub fn study(&self, id: &'a str) -> Cell {
        let label = self.label(id);
        if self.results.studies.iter().any(|study| study.id == id) {
            Cell::text(label).to(study_anchor(id))
        } else {
            Cell::text(label)
        }
    }

    /// Names of studies, in a line.
    #[must_use]
    pub fn names(&self, ids: &'a [String]) -> String {
        if ids.is_empty() {
            return "none".to_owned();
        }
        ids.iter().map(|id| self.label(id)).collect::<Vec<_>>().join(", ")
    }

    /// A number of persons or events, which results keep as `f64`.
    #[must_use]
    pub fn whole(&self, x: Option<f64>) -> Cell {
        Cell::known(x, |x| self.numbers.integer(x))
    }

    /// A count.
    #[must_use]
    pub fn count(&self, n: usize) -> Cell {
        let n = u64::try_from(n).unwrap_or(u64::MAX);
        Cell::number(self.numbers.count(n), to_f64(n))
    }

    /// A p value.
    #[must_use]
    pub fn p(&self, p: Option<f64>) -> Cell {
        Cell::computed(p, |p| self.numbers.p_value(p))
    }

    /// A test statistic or an influence statistic.
    #[must_use]
    pub fn statistic(&self, x: Option<f64>) -> Cell {
        Cell::computed(x, |x| self.numbers.statistic(x))
    }

    /// I2 with its interval, if there is one.
    #[must_use]
    pub fn i2(&self, i2: Option<f64>) -> Cell {
        Cell::computed(i2, |x| self.numbers.i2(x))
    }

    /// A between-study variance.
    #[must_use]
    pub fn tau2(&self, tau2: Option<f64>) -> Cell {
        Cell::computed(tau2, |x| self.numbers.tau2(x))
    }

    /// A value with its limits in brackets, both written by the same function.
    #[must_use]
    pub fn with_limits(
        &self,
        x: Option<f64>,
        limits: Option<Interval>,
        write: impl Fn(f64) -> String,
    ) -> Cell {
        Cell::computed(x, |x| match limits {
            Some(Interval { lower, upper }) => {
                let profile = self.numbers.profile();
                let (lower, upper) = (write(lower), write(upper));
                let negative = lower.starts_with('\u{2212}') || upper.starts_with('\u{2212}');
                let between = if negative { profile.between_negative } else { profile.between };
                format!("{} {}{lower}{between}{upper}{}", write(x), profile.open_limits, profile.close_limits)
            }
            None => write(x),
        })
    }

    /// `95% CI`, at the level of the first analysis.
    #[must_use]
    pub fn interval_name(&self) -> String {
        let level = self.results.analyses.values().next().map_or(0.95, |analysis| analysis.level);
        self.numbers.interval_name(level)
    }

    /// How the estimates of an analysis are written: all of a table with the same decimals.
    #[must_use]
    pub fn effects(&self, analysis: &AnalysisResult) -> Effects {
        let scale = Scale::of(analysis.measure);
        Effects { numbers: self.numbers, scale, digits: scale.shared_digits(analysis.headline()) }
    }
}

/// Writes the estimates of one analysis, all with the same decimals.
#[derive(Debug, Clone, Copy)]
pub struct Effects {
    numbers: Numbers,
    scale: Scale,
    digits: usize,
}

impl Effects {
    /// An estimate with its interval; "not estimable" where there is none.
    #[must_use]
    pub fn estimate(&self, estimate: Option<f64>, ci: Option<Interval>) -> Cell {
        let Some(estimate) = estimate.filter(|x| x.is_finite()) else {
            return Cell::text(NOT_ESTIMABLE);
        };
        let text = match ci {
            Some(ci) => self.numbers.estimate_and_limits_with(estimate, ci, self.scale, self.digits),
            None => self.numbers.estimate_with(estimate, self.scale, self.digits),
        };
        Cell::number(text, estimate)
    }

    /// A pooled estimate with its interval.
    #[must_use]
    pub fn pooled(&self, pooled: &Pooled) -> Cell {
        self.estimate(pooled.estimate, pooled.ci)
    }

    /// An interval alone.
    #[must_use]
    pub fn interval(&self, interval: Option<Interval>) -> Cell {
        match interval {
            Some(interval) => Cell {
                number: Some(interval.lower),
                ..Cell::text(self.numbers.interval_with(interval, self.scale, self.digits))
            },
            None => Cell::text(NOT_ESTIMABLE),
        }
    }
}

/// What a measure is called over a column.
#[must_use]
pub fn measure_name(measure: Measure) -> &'static str {
    match measure {
        Measure::Proportion => "Proportion",
        Measure::Rate => "Rate",
        Measure::Mean => "Mean",
        Measure::Correlation => "Correlation",
        Measure::OddsRatio => "Odds ratio",
        Measure::RiskRatio => "Risk ratio",
        Measure::RiskDifference => "Risk difference",
        Measure::PetoOddsRatio => "Peto odds ratio",
        Measure::MeanDifference => "Mean difference",
        Measure::StandardizedMeanDifference => "Standardised mean difference",
        Measure::RatioOfMeans => "Ratio of means",
        Measure::IncidenceRateRatio => "Incidence rate ratio",
        Measure::IncidenceRateDifference => "Incidence rate difference",
        Measure::Ratio => "Ratio",
        Measure::Generic => "Estimate",
    }
}

/// Whether a measure compares two arms.
#[must_use]
pub(super) fn compares(measure: Measure) -> bool {
    !matches!(
        measure,
        Measure::Proportion | Measure::Rate | Measure::Mean | Measure::Correlation | Measure::Generic
    )
}

/// The name of a model.
#[must_use]
pub(super) fn model_name(model: EffectModel) -> &'static str {
    match model {
        EffectModel::Random => "Random effects",
        EffectModel::Common => "Common effect",
    }
}

/// A count as a number to sort by.
#[expect(clippy::cast_precision_loss, reason = "counts of a review are far below 2^53")]
pub(super) fn to_f64(n: u64) -> f64 {
    n as f64
}
