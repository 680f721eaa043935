//! Subgroups: pooled results by kind of study, and tests of whether they differ.
//!
//! * **Separate tau2**: each subgroup is a fit of its own. Test: `Q = sum (theta_g - theta)^2 / se_g^2` around the inverse-variance
//!   mean `theta` of the subgroups, chi-square with `G - 1` degrees of freedom (Borenstein et al. 2009), under
//!   Hartung-Knapp too, with its standard errors.
//! * **Common tau2**: one mixed model with a mean per subgroup and one tau2; the estimators are those of a
//!   [`regression`](super::regression) with `p = G`. Test: QM, chi-square with `G - 1` degrees of freedom; unless the intervals are
//!   Wald's, F with `G - 1` and `k - G`. With fewer than five studies in a subgroup this is the steadier of the two.
//! * **Common effect**: `Q = Q_total - sum Q_g`, chi-square with `G - 1`.

use super::choices::{SubgroupTau2, Tau2Estimator};
use super::error::StatsError;
use super::heterogeneity::{Heterogeneity, q_profile};
use super::num;
use super::pool::{Fit, Model, Pooled, Reference, Units, common, fit, random};
use super::regression::Omnibus;
use super::tau2::{Point, Profile, Sample, Start, estimate, sum_of_squares};

/// The subgroups of an analysis.
#[derive(Debug, Clone, PartialEq)]
pub struct Subgroups {
    /// One fit per subgroup, in the order given. Under a common tau2 the heterogeneity holds that tau2 with its
    /// interval, and Q and I2 of the subgroup itself.
    pub levels: Vec<Fit>,
    /// Whether the random-effects means differ; `None` for fewer than two subgroups.
    pub test: Option<Omnibus>,
    /// Whether the common effects differ.
    pub test_common: Option<Omnibus>,
}

/// Fits subgroups, each a list of indices into `y` and `v`.
///
/// # Errors
///
/// [`StatsError::TooFewStudies`] for an empty subgroup, [`StatsError::OutOfDomain`] for an index that is no study, and as
/// [`fit`](fn@super::pool::fit).
pub fn subgroups(
    y: &[f64],
    v: &[f64],
    groups: &[Vec<usize>],
    tau2: SubgroupTau2,
    model: &Model,
) -> Result<Subgroups, StatsError> {
    if y.len() != v.len() {
        return Err(StatsError::LengthMismatch { what: "the variances", actual: v.len(), expected: y.len() });
    }
    if let Some(&index) = groups.iter().flatten().find(|i| **i >= y.len()) {
        let requirement = "it must be the index of a study";
        return Err(StatsError::OutOfDomain {
            index,
            what: "the position",
            value: index as f64,
            requirement,
        });
    }
    if groups.is_empty() || groups.iter().any(Vec::is_empty) {
        return Err(StatsError::TooFewStudies { k: 0, needed: 1 });
    }
    let of = |x: &[f64], group: &[usize]| group.iter().map(|i| x[*i]).collect::<Vec<_>>();
    let separate = groups.iter().map(|group| fit(&of(y, group), &of(v, group), model));
    let separate = separate.collect::<Result<Vec<_>, _>>()?;
    let test_common = between_groups(separate.iter().map(|fit| &fit.common));
    let (levels, test) = match tau2 {
        SubgroupTau2::Separate => {
            let test = between_groups(separate.iter().map(|fit| &fit.random));
            (separate, test)
        }
        SubgroupTau2::Common => {
            let everything = groups.concat();
            let all = Sample::new(&of(y, &everything), &of(v, &everything))?;
            with_common_tau2(separate, &all, model)
        }
    };
    Ok(Subgroups { levels, test, test_common })
}

/// The test of whether independent pooled estimates differ: `sum (theta_g - theta)^2 / se_g^2`, chi-square.
/// `None` for fewer than two.
pub fn between_groups<'a>(estimates: impl Iterator<Item = &'a Pooled>) -> Option<Omnibus> {
    let (theta, variance): (Vec<f64>, Vec<f64>) = estimates.map(|e| (e.theta, e.se * e.se)).unzip();
    let sample = Sample::new(&theta, &variance).ok()?;
    let df = sample.k().checked_sub(1)?;
    Omnibus::new(sample.totals(0.0).q(), df, None)
}

/// Means per subgroup with one tau2: all sums of the model are sums over subgroups.
struct Stratified {
    groups: Vec<Sample>,
    k: usize,
    v_min: f64,
    total_variance: f64,
}

impl Profile for Stratified {
    fn k(&self) -> usize {
        self.k
    }

    fn coefficients(&self) -> usize {
        self.groups.len()
    }

    fn v_min(&self) -> f64 {
        self.v_min
    }

    fn v_max(&self) -> f64 {
        self.groups.iter().map(Profile::v_max).fold(self.v_min, f64::max)
    }

    fn at(&self, t: f64) -> Point {
        let mut sum = Point { q: 0.0, r2: 0.0, s1: 0.0, s2: 0.0, trace_p: 0.0, trace_pp: 0.0 };
        for point in self.groups.iter().map(|group| group.at(t)) {
            sum.q += point.q;
            sum.r2 += point.r2;
            sum.s1 += point.s1;
            sum.s2 += point.s2;
            sum.trace_p += point.trace_p;
            sum.trace_pp += point.trace_pp;
        }
        sum
    }

    fn log_likelihood(&self, t: f64, restricted: bool) -> f64 {
        self.groups.iter().map(|group| group.log_likelihood(t, restricted)).sum()
    }

    fn unweighted_excess(&self) -> f64 {
        let excess = self.groups.iter().map(|group| {
            let n = group.k() as f64;
            sum_of_squares(&group.y).0 - num::sum(group.v.iter().copied()) * (1.0 - 1.0 / n)
        });
        excess.sum::<f64>() / self.residual_df()
    }

    fn total_variance(&self) -> f64 {
        self.total_variance
    }
}

fn with_common_tau2(separate: Vec<Fit>, all: &Sample, model: &Model) -> (Vec<Fit>, Option<Omnibus>) {
    let mut start = 0;
    let groups = separate.iter().map(|fit| {
        let group = all.select(start..start + fit.k);
        start += fit.k;
        group
    });
    let groups: Vec<Sample> = groups.collect();
    let (k, count) = (all.k(), groups.len());
    let strata = Stratified { k, v_min: all.v_min, total_variance: all.total_variance(), groups };
    let estimator: Tau2Estimator = model.tau2;
    let (t, solver) = estimate(&strata, estimator, Start::Hedges);
    let reference = Reference::new(model, k, count);
    let scaled = reference.scaled_by(strata.at(t).q);
    let profile = q_profile(&strata, model.level);
    let mut between = Vec::with_capacity(count);
    let levels = separate.into_iter().zip(&strata.groups).map(|(fit, group)| {
        let (units, at_t, at_zero) = (Units::of(group), group.totals(t), group.totals(0.0));
        let random = random(&at_t, t, units, &scaled);
        between.push(random);
        let mut heterogeneity = Heterogeneity::of(&at_zero, t, fit.k, units, model.level);
        heterogeneity.tau2 = (k > count).then(|| all.variance(t));
        heterogeneity.tau = heterogeneity.tau2.map(f64::sqrt);
        heterogeneity.set_interval(profile, units);
        Fit {
            random,
            common: common(&at_zero, units, &reference),
            heterogeneity,
            weights_random: group.v.iter().map(|v| 1.0 / (v + t) / at_t.s1()).collect(),
            solver,
            ..fit
        }
    });
    let levels: Vec<Fit> = levels.collect();
    let residual = reference.test.df().map(|_| k - count);
    let test = between_groups(between.iter()).and_then(|q| Omnibus::new(q.statistic, q.df, residual));
    (levels, test)
}
