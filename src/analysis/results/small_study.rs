//! Tests for small-study effects, and trim-and-fill.

use std::fmt;

use indexmap::IndexMap;
use serde::de::{Deserializer, Error};
use serde::ser::Serializer;
use serde::{Deserialize, Serialize};

use super::pooled::Pooled;
use crate::stats::choices::SmallStudyTest;

/// Small-study effects.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SmallStudy {
    /// Egger's regression, classical.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub egger: Option<RegressionTest>,
    /// Egger's regression as a mixed model.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub egger_mixed: Option<RegressionTest>,
    /// Begg's rank correlation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub begg: Option<Begg>,
    /// Peters' regression.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub peters: Option<RegressionTest>,
    /// Harbord's regression.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub harbord: Option<RegressionTest>,
    /// Pustejovsky and Rodgers' regression.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pustejovsky_rodgers: Option<RegressionTest>,
    /// Trim and fill.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trim_fill: Option<TrimFill>,
    /// Tests that were asked for but not done, with the reason.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty", with = "by_field")]
    pub not_done: IndexMap<SmallStudyTest, NotDone>,
    /// Why there is no funnel plot of studies enough: all have one precision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub no_funnel: Option<String>,
}

/// What became of a test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum TestOutcome<'a> {
    /// A regression.
    Regression(&'a RegressionTest),
    /// Begg's rank correlation.
    Begg(&'a Begg),
    /// Trim and fill.
    TrimFill(&'a TrimFill),
    /// It was asked for but not done.
    NotDone(&'a NotDone),
}

impl TestOutcome<'_> {
    /// Its p value, where it is a test that was done.
    #[must_use]
    pub const fn p(&self) -> Option<f64> {
        match self {
            Self::Regression(test) => Some(test.p),
            Self::Begg(test) => Some(test.p),
            Self::TrimFill(_) | Self::NotDone(_) => None,
        }
    }
}

impl SmallStudy {
    /// Every test that was asked for with what became of it, in the order of [`SmallStudyTest::ALL`].
    pub fn outcomes(&self) -> impl Iterator<Item = (SmallStudyTest, TestOutcome<'_>)> {
        SmallStudyTest::ALL.iter().filter_map(|&test| Some((test, self.outcome(test)?)))
    }

    fn outcome(&self, test: SmallStudyTest) -> Option<TestOutcome<'_>> {
        let regression = match test {
            SmallStudyTest::Egger => &self.egger,
            SmallStudyTest::EggerMixed => &self.egger_mixed,
            SmallStudyTest::Peters => &self.peters,
            SmallStudyTest::Harbord => &self.harbord,
            SmallStudyTest::PustejovskyRodgers => &self.pustejovsky_rodgers,
            SmallStudyTest::Begg | SmallStudyTest::TrimAndFill => &None,
        };
        let done = match test {
            SmallStudyTest::Begg => self.begg.as_ref().map(TestOutcome::Begg),
            SmallStudyTest::TrimAndFill => self.trim_fill.as_ref().map(TestOutcome::TrimFill),
            _ => regression.as_ref().map(TestOutcome::Regression),
        };
        done.or_else(|| self.not_done.get(&test).map(TestOutcome::NotDone))
    }
}

/// Why a test of small-study effects was not done. In JSON a text: `k < 10`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotDone {
    /// There are fewer studies than the author asked for, or than the test needs.
    TooFewStudies {
        /// How many it takes.
        least: usize,
    },
    /// Another reason, as a phrase.
    Because(String),
}

impl fmt::Display for NotDone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooFewStudies { least } => write!(f, "k < {least}"),
            Self::Because(reason) => f.write_str(reason),
        }
    }
}

impl From<&str> for NotDone {
    fn from(text: &str) -> Self {
        // `k = 5 < 10` is how an earlier version wrote it.
        let limit = text.strip_prefix('k').and_then(|rest| rest.rsplit_once("< "));
        match limit.and_then(|(_, least)| least.parse().ok()) {
            Some(least) => Self::TooFewStudies { least },
            None => Self::Because(text.to_owned()),
        }
    }
}

impl Serialize for NotDone {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for NotDone {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self::from(String::deserialize(deserializer)?.as_str()))
    }
}

/// The field of the results that holds a test: `egger_mixed`, `trim_fill`.
#[must_use]
pub fn field(test: SmallStudyTest) -> String {
    match test {
        SmallStudyTest::TrimAndFill => "trim_fill".to_owned(),
        other => other.as_str().replace('-', "_"),
    }
}

/// Tests as keys, by the field that holds their result.
mod by_field {
    use super::{Deserialize, Deserializer, Error, IndexMap, NotDone, Serializer, SmallStudyTest, field};

    pub(super) fn serialize<S: Serializer>(
        map: &IndexMap<SmallStudyTest, NotDone>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_map(map.iter().map(|(test, reason)| (field(*test), reason)))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<IndexMap<SmallStudyTest, NotDone>, D::Error> {
        let named = IndexMap::<String, NotDone>::deserialize(deserializer)?;
        let test = |name: &str| SmallStudyTest::ALL.iter().copied().find(|test| field(*test) == name);
        named
            .into_iter()
            .map(|(name, reason)| {
                let test = test(&name).ok_or_else(|| D::Error::custom(format!("no test `{name}`")))?;
                Ok((test, reason))
            })
            .collect()
    }
}

/// A regression test of small-study effects.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RegressionTest {
    /// Intercept or slope that is tested.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub estimate: Option<f64>,
    /// Its standard error.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub se: Option<f64>,
    /// Where the regression line stands for a study of infinite size, on the scale of the analysis.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<f64>,
    /// Test statistic.
    pub statistic: f64,
    /// Degrees of freedom; none for a normal test.
    pub df: Option<f64>,
    /// p.
    pub p: f64,
}

/// Begg's rank correlation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Begg {
    /// Kendall's tau.
    pub tau: f64,
    /// p.
    pub p: f64,
}

/// Trim and fill (Duval and Tweedie 2000, L0).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TrimFill {
    /// Studies filled in.
    pub k0: usize,
    /// The side on which they are missing.
    pub side: String,
    /// Random-effects result with the filled studies.
    pub random: Pooled,
    /// The filled studies.
    #[serde(default)]
    pub filled: Vec<TrimFillStudy>,
}

/// A study that trim and fill added.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TrimFillStudy {
    /// Effect, on the scale of the analysis.
    pub yi: f64,
    /// Variance.
    pub vi: f64,
    /// Effect, on the reported scale.
    pub estimate: Option<f64>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_and_tests_come_back_as_they_were_written() {
        let mut found = SmallStudy::default();
        for (test, reason) in SmallStudyTest::ALL.iter().zip([
            NotDone::TooFewStudies { least: 10 },
            NotDone::Because("all studies have the same size".to_owned()),
            NotDone::TooFewStudies { least: 3 },
        ]) {
            found.not_done.insert(*test, reason);
        }
        let json = serde_json::to_value(&found).unwrap();
        assert_eq!(json["not_done"]["egger"], "k < 10");
        assert_eq!(json["not_done"]["egger_mixed"], "all studies have the same size");
        assert_eq!(serde_json::from_value::<SmallStudy>(json).unwrap(), found);
        assert_eq!(NotDone::from("k = 5 < 10"), NotDone::TooFewStudies { least: 10 });
        assert_eq!(found.outcomes().count(), 3);
    }
}
