//! Parts of an analysis: which there are, how each is named, and what its headline is.
//!
//! Everything that reads a pooled result reads it here: a [`Part`] carries the choices that it was pooled with, so
//! that no reader has to know which of two results is the headline, and of which measure.

use std::fmt;

use indexmap::IndexMap;

use super::meta::{AnalysisResult, ArmResult};
use super::pooled::{Heterogeneity, Level, Pooled};
use super::robustness::Sensitivity;
use crate::stats::choices::{
    BackTransformN, CiMethod, EffectModel, I2Definition, Measure, Method, Prediction, Tau2Estimator,
    Transform,
};
use crate::stats::effect::Continuity;
use crate::stats::interval::Interval;

/// Which part of an analysis. Printed as `region/Europe`, `without-outliers` or `sensitivity/LABEL`; the whole as
/// nothing. [`AnalysisResult::path`] reads it back.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum PartPath {
    /// All of it.
    Whole,
    /// A subgroup.
    Level {
        /// The column that splits the studies.
        by: String,
        /// Its value.
        level: String,
    },
    /// The analysis without the outliers.
    WithoutOutliers,
    /// The analysis with other choices.
    Sensitivity {
        /// What is different.
        label: String,
    },
}

impl PartPath {
    /// The path with the id of its analysis before it: `survival`, `survival/region/Europe`.
    #[must_use]
    pub fn of(&self, id: &str) -> String {
        match self {
            Self::Whole => id.to_owned(),
            part => format!("{id}/{part}"),
        }
    }
}

impl fmt::Display for PartPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole => Ok(()),
            Self::Level { by, level } => write!(f, "{by}/{level}"),
            Self::WithoutOutliers => f.write_str("without-outliers"),
            Self::Sensitivity { label } => write!(f, "sensitivity/{label}"),
        }
    }
}

/// The choices of a model that numbers depend on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Choices {
    /// What is pooled.
    pub measure: Measure,
    /// On which scale.
    pub transform: Transform,
    /// How.
    pub method: Method,
    /// Estimator of tau2.
    pub tau2_estimator: Tau2Estimator,
    /// Interval and test of the random-effects estimate.
    pub ci_method: CiMethod,
    /// Prediction interval.
    pub prediction_method: Prediction,
    /// Level of all intervals.
    pub level: f64,
    /// Which pooled result is the headline.
    pub model: EffectModel,
    /// Which I2 is the headline.
    pub i2_definition: I2Definition,
    /// Sample size for the way back from Freeman-Tukey.
    pub back_transform_n: BackTransformN,
    /// What is added to the cells of which studies.
    pub continuity: Continuity,
}

impl Choices {
    /// Whether effects compare with those under other choices, as on one axis: of the same measure, or both odds ratios.
    #[must_use]
    pub fn shares_axis(&self, other: &Self) -> bool {
        let odds_ratio = |measure| matches!(measure, Measure::OddsRatio | Measure::PetoOddsRatio);
        self.measure == other.measure || odds_ratio(self.measure) && odds_ratio(other.measure)
    }

    /// Whether variances between studies compare with those under other choices.
    #[must_use]
    pub fn shares_scale(&self, other: &Self) -> bool {
        self.shares_axis(other) && self.transform == other.transform
    }
}

/// A pooled result with what it rests on and how it was pooled: the whole analysis, a subgroup, the analysis without
/// outliers, or with other choices.
#[derive(Debug, Clone, Copy)]
pub struct Part<'a> {
    /// How it was pooled.
    pub choices: Choices,
    /// The value of no effect on the reported scale, where there is one.
    pub no_effect: Option<f64>,
    /// Decision thresholds on the reported scale; none where the part has another measure than they are set for.
    pub thresholds: &'a [f64],
    /// Ids of the studies; none for the whole analysis.
    pub studies: Option<&'a [String]>,
    /// Number of studies.
    pub k: usize,
    /// Participants.
    pub total: Option<f64>,
    /// Events.
    pub events: Option<f64>,
    /// The treated arm, of measures that compare two.
    pub treated: Option<&'a ArmResult>,
    /// The control arm.
    pub control: Option<&'a ArmResult>,
    /// Random-effects result.
    pub random: &'a Pooled,
    /// Common-effect result.
    pub common: &'a Pooled,
    /// Heterogeneity.
    pub heterogeneity: &'a Heterogeneity,
    /// Why it could not be computed.
    pub not_done: Option<&'a str>,
    /// What stands in for the method that was chosen, and why.
    pub fallback: Option<&'a str>,
}

impl<'a> Part<'a> {
    /// The pooled result of the model that the author chose.
    #[must_use]
    pub fn headline(&self) -> &'a Pooled {
        self.choices.model.of(self.random, self.common)
    }

    /// The pooled result of the other model.
    #[must_use]
    pub fn other(&self) -> &'a Pooled {
        self.choices.model.other().of(self.random, self.common)
    }

    /// I2 by the definition that the author chose, with the interval that belongs to it.
    #[must_use]
    pub fn i2(&self) -> (Option<f64>, Option<Interval>) {
        self.heterogeneity.headline(self.choices.i2_definition)
    }

    /// What a reader must be told about how it came about: why it was not done, or what stands in.
    #[must_use]
    pub fn remark(&self) -> Option<String> {
        remark(self.not_done, self.fallback)
    }
}

/// What a reader must be told about a result: why it was not done, or what stands in, as a sentence.
#[must_use]
pub fn remark(not_done: Option<&str>, fallback: Option<&str>) -> Option<String> {
    let mut told = not_done.or(fallback)?.trim_end_matches('.').chars();
    let first = told.next()?;
    Some(format!("{}{}.", first.to_uppercase(), told.as_str()))
}

/// A part with its analysis.
#[derive(Debug, Clone)]
pub struct Located<'a> {
    /// Id of the analysis.
    pub id: &'a str,
    /// The analysis.
    pub analysis: &'a AnalysisResult,
    /// Which part of it.
    pub path: PartPath,
    /// The part.
    pub part: Part<'a>,
}

/// The analysis, or part of one, that a path such as `survival/region/Europe` names.
#[must_use]
pub fn locate<'a>(analyses: &'a IndexMap<String, AnalysisResult>, of: &str) -> Option<Located<'a>> {
    // Ids of analyses have no slash.
    let (id, path) = of.split_once('/').unwrap_or((of, ""));
    let (id, analysis) = analyses.get_key_value(id)?;
    let path = analysis.path(path)?;
    Some(Located { id, analysis, part: analysis.part(&path)?, path })
}

/// Every path that [`locate`] finds.
#[must_use]
pub fn paths(analyses: &IndexMap<String, AnalysisResult>) -> Vec<String> {
    analyses.iter().flat_map(|(id, analysis)| analysis.paths().into_iter().map(|path| path.of(id))).collect()
}

impl AnalysisResult {
    /// Every part that was asked for: the whole, the subgroups, without outliers, with other choices.
    #[must_use]
    pub fn paths(&self) -> Vec<PartPath> {
        let levels = self.subgroups.iter().flat_map(|subgroups| {
            let by = &subgroups.by;
            subgroups
                .levels
                .iter()
                .map(|level| PartPath::Level { by: by.clone(), level: level.level.clone() })
        });
        let without = self.outliers.as_ref().and_then(|outliers| outliers.without.as_ref());
        std::iter::once(PartPath::Whole)
            .chain(levels)
            .chain(without.map(|_| PartPath::WithoutOutliers))
            .chain(self.sensitivity.iter().map(|v| PartPath::Sensitivity { label: v.label.clone() }))
            .collect()
    }

    /// The part that a text names. Where two parts read the same (a subgroup column called `sensitivity`), it is the
    /// subgroup: [`Self::paths`] has it first.
    #[must_use]
    pub fn path(&self, text: &str) -> Option<PartPath> {
        self.paths().into_iter().find(|path| path.to_string() == text)
    }

    /// A part.
    #[must_use]
    pub fn part(&self, path: &PartPath) -> Option<Part<'_>> {
        match path {
            PartPath::Whole => Some(self.whole()),
            PartPath::Level { by, level } => {
                let subgroups = self.subgroups.iter().find(|subgroups| subgroups.by == *by)?;
                subgroups
                    .levels
                    .iter()
                    .find(|known| known.level == *level)
                    .map(|level| self.level_part(level))
            }
            PartPath::WithoutOutliers => {
                self.outliers.as_ref()?.without.as_ref().map(|level| self.level_part(level))
            }
            PartPath::Sensitivity { label } => {
                self.sensitivity.iter().find(|variant| variant.label == *label).map(|v| self.variant_part(v))
            }
        }
    }

    /// All of it.
    #[must_use]
    pub fn whole(&self) -> Part<'_> {
        Part {
            choices: self.choices(),
            no_effect: self.no_effect(),
            thresholds: &self.thresholds,
            studies: None,
            k: self.k,
            total: self.total,
            events: self.events,
            treated: self.treated.as_ref(),
            control: self.control.as_ref(),
            random: &self.random,
            common: &self.common,
            heterogeneity: &self.heterogeneity,
            not_done: None,
            fallback: self.fallback.as_deref(),
        }
    }

    /// Some of its studies, pooled in the same way: a subgroup, the analysis without outliers or without a study that
    /// shares patients with another.
    #[must_use]
    pub fn level_part<'a>(&'a self, level: &'a Level) -> Part<'a> {
        Part {
            studies: Some(&level.studies),
            k: level.k,
            total: level.total,
            events: level.events,
            treated: level.treated.as_ref(),
            control: level.control.as_ref(),
            random: &level.random,
            common: &level.common,
            heterogeneity: &level.heterogeneity,
            not_done: level.not_done.as_deref(),
            fallback: level.fallback.as_deref(),
            ..self.whole()
        }
    }

    /// The analysis with other choices.
    #[must_use]
    pub fn variant_part<'a>(&'a self, variant: &'a Sensitivity) -> Part<'a> {
        let choices = self.choices_of(variant);
        let same = choices.measure == self.measure;
        Part {
            choices,
            no_effect: if same { self.no_effect() } else { choices.measure.null_value() },
            thresholds: if same { &self.thresholds } else { &[] },
            studies: Some(&variant.studies),
            k: variant.k,
            total: variant.total,
            events: variant.events,
            treated: variant.treated.as_ref(),
            control: variant.control.as_ref(),
            random: &variant.random,
            common: &variant.common,
            heterogeneity: &variant.heterogeneity,
            not_done: variant.not_done.as_deref(),
            fallback: variant.fallback.as_deref(),
        }
    }

    /// The headline: the pooled result of the model that the author chose.
    #[must_use]
    pub fn headline(&self) -> &Pooled {
        self.model.of(&self.random, &self.common)
    }

    /// The value of no effect on the reported scale: that of the measure, or what the author says of an estimate of
    /// their own. (Results of an earlier version do not hold it.)
    #[must_use]
    pub fn no_effect(&self) -> Option<f64> {
        self.no_effect.or_else(|| self.measure.null_value())
    }

    /// The choices of its model.
    #[must_use]
    pub fn choices(&self) -> Choices {
        Choices {
            measure: self.measure,
            transform: self.transform,
            method: self.method,
            tau2_estimator: self.tau2_estimator,
            ci_method: self.ci_method,
            // Results of an earlier version hold neither of the last two, nor how prediction intervals were made.
            prediction_method: self.prediction_method.unwrap_or(Prediction::KMinus1),
            level: self.level,
            model: self.model,
            i2_definition: self.i2_definition,
            back_transform_n: self.back_transform_n.unwrap_or(BackTransformN::Harmonic),
            continuity: self.continuity.unwrap_or_default(),
        }
    }

    /// The choices of a variant: its own, else those of the analysis.
    #[must_use]
    pub fn choices_of(&self, variant: &Sensitivity) -> Choices {
        let base = self.choices();
        Choices {
            measure: variant.measure.unwrap_or(base.measure),
            transform: variant.transform.unwrap_or(base.transform),
            method: variant.method.unwrap_or(base.method),
            tau2_estimator: variant.tau2_estimator.unwrap_or(base.tau2_estimator),
            ci_method: variant.ci_method.unwrap_or(base.ci_method),
            prediction_method: variant.prediction_method.unwrap_or(base.prediction_method),
            level: variant.level.unwrap_or(base.level),
            model: variant.model,
            i2_definition: variant.i2_definition.unwrap_or(base.i2_definition),
            back_transform_n: variant.back_transform_n.unwrap_or(base.back_transform_n),
            continuity: variant.continuity.unwrap_or(base.continuity),
        }
    }
}

impl EffectModel {
    /// The model that is not the headline.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Random => Self::Common,
            Self::Common => Self::Random,
        }
    }

    /// What belongs to this model, of what belongs to either.
    #[must_use]
    pub fn of<T>(self, random: T, common: T) -> T {
        match self {
            Self::Random => random,
            Self::Common => common,
        }
    }
}
