//! What every builder of a table needs: the review, its results, and how numbers are written.

use super::model::Cell;
use crate::analysis::results::{AnalysisResult, Interval, Part, Pooled, Results, StudyIndex};
use crate::figures::{Sources, study_ranks};
use crate::numbers::{self, Numbers};
use crate::spec::Review;
use crate::stats::choices::{EffectModel, Measure};

/// The review, its results, and how numbers are written.
#[derive(Debug, Clone, Copy)]
pub struct Scene<'a> {
    /// What the author wrote.
    pub review: &'a Review,
    /// What came out.
    pub results: &'a Results,
    /// Its study table by id.
    pub index: &'a StudyIndex<'a>,
    /// How numbers are written.
    pub numbers: Numbers,
}

/// The name of a study's row in the table of characteristics, from which [`super::Anchors`] makes its id.
#[must_use]
pub fn study_anchor(id: &str) -> String {
    format!("study/{id}")
}

/// The name of the row of an analysis, or of a part of one, in the table of pooled results:
/// `survival`, `survival/region/Europe`, `survival/without-outliers`.
#[must_use]
pub fn row_anchor(path: &str) -> String {
    format!("row/{path}")
}

impl<'a> Scene<'a> {
    /// How a study is named; its id where the table does not have it.
    #[must_use]
    pub fn label(&self, id: &'a str) -> &'a str {
        self.index.label(id)
    }

    /// A cell that names a study and leads to its row.
    #[must_use]
    pub fn study(&self, id: &'a str) -> Cell {
        let label = self.label(id);
        if self.index.get(id).is_some() { Cell::text(label).to(study_anchor(id)) } else { Cell::text(label) }
    }

    /// Something of each study in the order of the analysis's forest plot.
    pub(super) fn in_order<T>(&self, analysis: &str, all: &'a [T], id: impl Fn(&T) -> &str) -> Vec<&'a T> {
        let sources = Sources { results: self.results, review: self.review, numbers: &self.numbers };
        let mut sorted: Vec<&T> = all.iter().collect();
        if let Some(ranks) = study_ranks(&sources, analysis) {
            sorted.sort_by_key(|one| ranks.get(id(one)).copied().unwrap_or(usize::MAX));
        }
        sorted
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

    /// I2.
    #[must_use]
    pub fn i2(&self, i2: Option<f64>) -> Cell {
        Cell::computed(i2, |x| self.numbers.i2(x))
    }

    /// A between-study variance.
    #[must_use]
    pub fn tau2(&self, tau2: Option<f64>) -> Cell {
        Cell::computed(tau2, |x| self.numbers.tau2(x))
    }

    /// A value with its limits in brackets, and the level of these where the heading does not name it.
    #[must_use]
    pub fn with_limits(
        &self,
        x: Option<f64>,
        write: impl Fn(f64) -> String,
        limits: Option<String>,
        named: Option<f64>,
    ) -> Cell {
        let numbers::Profile { open_limits, close_limits, interval_after_name, .. } = self.numbers.profile();
        Cell::computed(x, |x| match limits {
            Some(limits) => {
                let name = named.map_or_else(String::new, |level| {
                    format!("{}{interval_after_name}", self.numbers.interval_name(level))
                });
                format!("{} {open_limits}{name}{limits}{close_limits}", write(x))
            }
            None => write(x),
        })
    }

    /// How intervals are named in a table over these parts.
    #[must_use]
    pub fn levels<'p>(&self, parts: impl IntoIterator<Item = Part<'p>>) -> Levels {
        let mut levels = parts.into_iter().map(|part| part.choices.level);
        let first = levels.next().unwrap_or(0.95);
        #[expect(clippy::float_cmp, reason = "a level is what the author wrote")]
        let shared = levels.all(|level| level == first);
        Levels { numbers: self.numbers, shared: shared.then_some(first) }
    }

    /// Every analysis as a whole.
    pub fn wholes(&self) -> impl Iterator<Item = Part<'a>> {
        self.results.analyses.values().map(AnalysisResult::whole)
    }

    /// How the estimates of an analysis are written: all of a table with the same decimals.
    #[must_use]
    pub fn effects(&self, analysis: &AnalysisResult) -> Effects {
        Effects { effects: numbers::Effects::of(analysis, self.numbers), named: None }
    }

    /// What stands over a column of the effects of an analysis.
    #[must_use]
    pub fn effect_heading(&self, id: &str, analysis: &AnalysisResult) -> String {
        let spec = self.review.analyses.get(id);
        analysis.effect_headings(spec.and_then(|spec| spec.outcome.as_ref())).heading
    }

    /// How the estimates of a part are written.
    #[must_use]
    pub fn effects_of(&self, analysis: &AnalysisResult, part: &Part<'_>) -> Effects {
        Effects { effects: numbers::Effects::of_part(analysis, part, self.numbers), named: None }
    }
}

/// How intervals are named in a table: in its headings where all of them have one level, else in each cell.
#[derive(Debug, Clone, Copy)]
pub struct Levels {
    numbers: Numbers,
    shared: Option<f64>,
}

impl Levels {
    /// What the headings call an interval: `95% CI`, or `CI` where the levels differ.
    #[must_use]
    pub fn name(&self) -> String {
        match self.shared {
            Some(level) => self.numbers.interval_name(level),
            None => self.numbers.profile().interval_name.to_owned(),
        }
    }

    /// The level that a cell has to name, of an interval at this level.
    #[must_use]
    pub const fn in_cell(&self, level: f64) -> Option<f64> {
        match self.shared {
            Some(_) => None,
            None => Some(level),
        }
    }

    /// What a reader has to know of prediction intervals, whose heading names no level.
    #[must_use]
    pub const fn of_prediction(&self) -> Option<&'static str> {
        match self.shared {
            Some(_) => None,
            None => Some("A prediction interval has the level of the confidence interval in its row."),
        }
    }
}

/// Writes the estimates of one analysis into cells, all with the same decimals.
#[derive(Debug, Clone, Copy)]
pub struct Effects {
    effects: numbers::Effects,
    /// The level that each interval names, where the heading does not.
    named: Option<f64>,
}

impl Effects {
    /// With the level of each interval where the headings do not name it.
    #[must_use]
    pub const fn under(self, levels: &Levels, level: f64) -> Self {
        Self { named: levels.in_cell(level), ..self }
    }

    /// An estimate with its interval; "not estimable" where there is none.
    #[must_use]
    pub fn estimate(&self, estimate: Option<f64>, ci: Option<Interval>) -> Cell {
        let text = match self.named {
            Some(level) => self.effects.with_named_limits(estimate, ci, level),
            None => self.effects.with_limits(estimate, ci),
        };
        Cell { number: estimate.filter(|x| x.is_finite()), ..Cell::text(text) }
    }

    /// A pooled estimate with its interval.
    #[must_use]
    pub fn pooled(&self, pooled: &Pooled) -> Cell {
        self.estimate(pooled.estimate, pooled.ci)
    }

    /// An interval alone: a prediction interval, which a single study does not have.
    #[must_use]
    pub fn interval(&self, interval: Option<Interval>) -> Cell {
        match interval {
            Some(interval) => {
                Cell { number: Some(interval.lower), ..Cell::text(self.effects.interval(interval)) }
            }
            None => Cell::text(Cell::NOT_APPLICABLE),
        }
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
