//! The fitted meta-regression.

use super::band::Line;
use super::design::{Design, Standardized};
use super::profile::Moderated;
use crate::stats::dist::{chi_squared, fisher_f};
use crate::stats::error::StatsError;
use crate::stats::interval::Interval;
use crate::stats::pool::{Model, Reference};
use crate::stats::tau2::{Profile, Sample, SolverOutcome, Start, estimate};

/// A coefficient.
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    /// `intercept` or the name of the column.
    pub name: String,
    /// Change of the effect per unit of the column.
    pub estimate: f64,
    /// Its standard error.
    pub se: f64,
    /// `estimate / se`.
    pub statistic: f64,
    /// Two-sided p-value.
    pub p: f64,
    /// Confidence interval.
    pub ci: Interval,
}

/// A test of several coefficients, or of groups, at once.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Omnibus {
    /// The statistic: chi-square, or F if there is a `df2`.
    pub statistic: f64,
    /// Degrees of freedom.
    pub df: usize,
    /// Denominator degrees of freedom of F.
    pub df2: Option<usize>,
    /// Upper-tail p-value.
    pub p: f64,
}

impl Omnibus {
    /// The test of a quadratic form with `df` degrees of freedom: chi-square, or F against `residual`.
    pub(crate) fn new(form: f64, df: usize, residual: Option<usize>) -> Option<Self> {
        if df == 0 || !form.is_finite() {
            return None;
        }
        let degrees = df as f64;
        Some(match residual {
            None => Self { statistic: form, df, df2: None, p: chi_squared::sf(form, degrees) },
            Some(df2) => {
                let statistic = form / degrees;
                Self { statistic, df, df2: Some(df2), p: fisher_f::sf(statistic, degrees, df2 as f64) }
            }
        })
    }
}

/// A fitted meta-regression.
#[derive(Debug, Clone)]
pub struct Regression {
    /// Number of studies.
    pub k: usize,
    /// The intercept and the columns of the design, in their order.
    pub terms: Vec<Term>,
    /// Degrees of freedom of the coefficients' t tests; `None` for the normal.
    pub df: Option<f64>,
    /// QM, all coefficients but the intercept; `None` without moderators.
    pub qm: Option<Omnibus>,
    /// QE, the heterogeneity that is left.
    pub qe: Omnibus,
    /// The between-study variance that is left.
    pub tau2: f64,
    /// The between-study variance of the same studies without moderators.
    pub tau2_without: f64,
    /// The share of the between-study variance that the moderators explain; `None` if there is none to explain.
    pub r2: Option<f64>,
    /// The share of the variance that is left which is not sampling.
    pub i2_residual: Option<f64>,
    /// Weights of the studies, `1 / (v + tau2)`, as fractions that sum to 1: areas of bubbles.
    pub weights: Vec<f64>,
    /// How tau2 was found.
    pub solver: SolverOutcome,
    pub(super) line: Line,
}

/// Regresses effects `y` with sampling variances `v` on the columns of a design.
///
/// ```
/// use ecmo_report::stats::{pool::Model, regression::{Design, regress}};
/// let design = Design { names: vec!["year".into()], columns: vec![vec![1990.0, 1995.0, 2001.0, 2010.0]] };
/// let found = regress(&[0.1, 0.3, 0.4, 0.9], &[0.02, 0.03, 0.02, 0.01], &design, &Model::default())?;
/// assert_eq!(found.terms[1].name, "year");
/// assert!(found.terms[1].estimate > 0.0);
/// # Ok::<(), ecmo_report::stats::error::StatsError>(())
/// ```
///
/// # Errors
///
/// [`StatsError::TooFewStudies`] unless there are more studies than coefficients, [`StatsError::Collinear`] with
/// the column that the ones before it determine (a constant column among them), [`StatsError::NotFinite`] and
/// [`StatsError::LengthMismatch`] for a column, and as [`fit`](fn@crate::stats::pool::fit) for the effects.
pub fn regress(y: &[f64], v: &[f64], design: &Design, model: &Model) -> Result<Regression, StatsError> {
    let sample = Sample::new(y, v)?;
    let k = sample.k();
    if design.names.len() != design.columns.len() {
        let (actual, expected) = (design.names.len(), design.columns.len());
        return Err(StatsError::LengthMismatch { what: "the names of moderators", actual, expected });
    }
    let moderated = Moderated { design: Standardized::new(design, k)?, sample };
    let p = moderated.coefficients();
    let (t, solver) = estimate(&moderated, model.tau2, Start::Hedges);
    let (t_without, _) = estimate(&moderated.sample, model.tau2, Start::Hedges);
    let reference = Reference::new(model, k, p);
    let fitted = moderated.weighted(t);
    let factor = reference.variance_factor(fitted.q());
    let at_zero = moderated.at(0.0);
    let sample = &moderated.sample;
    let line = Line::new(&moderated, &fitted, t, factor, reference);

    let names = std::iter::once("intercept").chain(design.names.iter().map(String::as_str));
    let terms = names.enumerate().map(|(j, name)| {
        let (estimate, se) = line.coefficient(j);
        let statistic = estimate / se;
        Term {
            name: name.to_owned(),
            estimate,
            se,
            statistic,
            p: reference.test.two_sided(statistic),
            ci: Interval::around(estimate, reference.critical * se),
        }
    });
    let explained: f64 = fitted.components.iter().skip(1).map(|c| c * c).sum();
    let residual = reference.test.df().map(|_| k - p);
    let sum: f64 = fitted.weights.iter().sum();
    let qe =
        Omnibus { statistic: at_zero.q, df: k - p, df2: None, p: chi_squared::sf(at_zero.q, reference.df) };
    Ok(Regression {
        k,
        terms: terms.collect(),
        df: reference.test.df(),
        qm: Omnibus::new(explained / factor, p - 1, residual),
        qe,
        tau2: sample.variance(t),
        tau2_without: sample.variance(t_without),
        r2: (t_without > 0.0).then(|| ((t_without - t) / t_without).max(0.0)),
        i2_residual: Some(t / (t + reference.df / at_zero.trace_p)).filter(|i2| i2.is_finite()),
        weights: fitted.weights.iter().map(|w| w / sum).collect(),
        solver,
        line,
    })
}
