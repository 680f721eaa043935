//! The choices of a model, by the names that the literature and `review.yaml` give them.
//!
//! Plain enumerations without behaviour; what each does stands in the module that implements it. The first
//! variant of each is the default unless said otherwise.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

macro_rules! choice {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $word)] $variant,)+ }

        impl $name {
            /// Every value, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The name as `review.yaml` and `results.json` write it.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.pad(self.as_str()) }
        }
    };
}

choice! {
    /// What is pooled.
    Measure {
        /// A single proportion: events of a total.
        Proportion = "proportion",
        /// A single rate: events in a time at risk.
        Rate = "rate",
        /// A single mean.
        Mean = "mean",
        /// A correlation coefficient.
        Correlation = "correlation",
        /// Odds ratio of a 2x2 table.
        OddsRatio = "odds-ratio",
        /// Risk ratio of a 2x2 table.
        RiskRatio = "risk-ratio",
        /// Risk difference of a 2x2 table.
        RiskDifference = "risk-difference",
        /// Peto's one-step odds ratio.
        PetoOddsRatio = "peto-odds-ratio",
        /// Difference of two means.
        MeanDifference = "mean-difference",
        /// Standardized mean difference (Hedges' g with the exact correction).
        StandardizedMeanDifference = "standardized-mean-difference",
        /// Ratio of two means, pooled as its logarithm.
        RatioOfMeans = "ratio-of-means",
        /// Ratio of two incidence rates, pooled as its logarithm.
        IncidenceRateRatio = "incidence-rate-ratio",
        /// Difference of two incidence rates.
        IncidenceRateDifference = "incidence-rate-difference",
        /// A ratio given as estimate with interval (hazard ratios and the like), pooled as its logarithm.
        Ratio = "ratio",
        /// Any estimate with its variance, standard error or interval.
        Generic = "generic",
    }
}

choice! {
    /// The scale on which a single-arm measure is pooled. Which are allowed, and which is the default,
    /// depends on the [`Measure`].
    Transform {
        /// ln(p / (1 - p)).
        Logit = "logit",
        /// Freeman-Tukey double arcsine (proportions) or double square root (rates), on the half scale.
        FreemanTukey = "freeman-tukey",
        /// asin(sqrt(p)).
        Arcsine = "arcsine",
        /// Natural logarithm.
        Log = "log",
        /// Square root (rates).
        Sqrt = "sqrt",
        /// Fisher's z (correlations).
        FisherZ = "fisher-z",
        /// The reported scale itself.
        None = "none",
    }
}

choice! {
    /// Which pooled result is the headline; both are always computed.
    EffectModel {
        /// Random effects.
        Random = "random",
        /// Common effect.
        Common = "common",
    }
}

choice! {
    /// How studies are pooled.
    Method {
        /// Weights are inverse variances.
        InverseVariance = "inverse-variance",
        /// Mantel-Haenszel common effect of 2x2 tables.
        MantelHaenszel = "mantel-haenszel",
        /// Peto's common odds ratio.
        Peto = "peto",
        /// Binomial-normal generalised linear mixed model for proportions.
        Glmm = "glmm",
    }
}

choice! {
    /// Estimator of the between-study variance.
    Tau2Estimator {
        /// Restricted maximum likelihood.
        Reml = "reml",
        /// DerSimonian-Laird.
        Dl = "dl",
        /// Paule-Mandel.
        Pm = "pm",
        /// Maximum likelihood.
        Ml = "ml",
        /// Empirical Bayes (Morris); the same root as Paule-Mandel.
        Eb = "eb",
        /// Hedges (variance components).
        He = "he",
        /// Hunter-Schmidt.
        Hs = "hs",
        /// Sidik-Jonkman.
        Sj = "sj",
    }
}

choice! {
    /// Interval and test of the random-effects estimate.
    CiMethod {
        /// Hartung-Knapp-Sidik-Jonkman: scaled standard error, t with k - 1 degrees of freedom.
        HartungKnapp = "hartung-knapp",
        /// Normal quantiles.
        Wald = "wald",
        /// Unscaled standard error, t with k - 1 degrees of freedom.
        T = "t",
        /// Hartung-Knapp, never narrower than with q = 1.
        HartungKnappAdhoc = "hartung-knapp-adhoc",
    }
}

choice! {
    /// The reference distribution of the prediction interval.
    Prediction {
        /// t with `k - 1` degrees of freedom (Veroniki et al. 2019). Three studies or more have one.
        KMinus1 = "k-1",
        /// t with `k - 2` degrees of freedom (Higgins, Thompson and Spiegelhalter 2009). Three studies or more have one.
        KMinus2 = "k-2",
        /// No prediction interval.
        Off = "off",
    }
}

choice! {
    /// Interval of a single study's proportion.
    StudyCi {
        /// Exact (Clopper-Pearson).
        ClopperPearson = "clopper-pearson",
        /// Wilson score.
        Wilson = "wilson",
        /// Agresti-Coull.
        AgrestiCoull = "agresti-coull",
        /// Jeffreys.
        Jeffreys = "jeffreys",
        /// Wald on the reported scale.
        Wald = "wald",
    }
}

choice! {
    /// Definition of I2.
    I2Definition {
        /// From Q (Higgins and Thompson 2002).
        Q = "q",
        /// From tau2 and the typical sampling variance.
        Tau2 = "tau2",
    }
}

choice! {
    /// The sample size at which a pooled Freeman-Tukey value is transformed back.
    BackTransformN {
        /// Harmonic mean.
        Harmonic = "harmonic",
        /// Arithmetic mean.
        Arithmetic = "arithmetic",
        /// Geometric mean.
        Geometric = "geometric",
        /// Barendregt-Doi: 1 / (4 SE^2) of the pooled estimate.
        InverseVariance = "inverse-variance",
    }
}

choice! {
    /// Which 2x2 tables (or proportions) receive the continuity correction.
    ContinuityTo {
        /// Only studies with a zero cell.
        OnlyZero = "only-zero",
        /// Every study, as soon as one has a zero cell.
        IfAnyZero = "if-any-zero",
        /// Every study.
        All = "all",
        /// None.
        None = "none",
    }
}

choice! {
    /// tau2 within subgroups.
    SubgroupTau2 {
        /// Each subgroup has its own.
        Separate = "separate",
        /// One for all subgroups.
        Common = "common",
    }
}

choice! {
    /// Tests of small-study effects.
    SmallStudyTest {
        /// Egger's regression, classical.
        Egger = "egger",
        /// Egger's regression as a mixed model.
        EggerMixed = "egger-mixed",
        /// Begg's rank correlation.
        Begg = "begg",
        /// Peters' regression on 1/N.
        Peters = "peters",
        /// Harbord's score regression.
        Harbord = "harbord",
        /// Pustejovsky-Rodgers' modification for standardized mean differences.
        PustejovskyRodgers = "pustejovsky-rodgers",
        /// Trim and fill (L0).
        TrimAndFill = "trim-and-fill",
    }
}

choice! {
    /// How medians, quartiles and ranges become means and standard deviations.
    MedianConversion {
        /// Luo et al. 2018 (mean) and Shi et al. 2020 (standard deviation).
        LuoShi = "luo-shi",
        /// Wan et al. 2014.
        Wan = "wan",
    }
}
