//! Intervals, and the intervals of single studies.

use crate::stats::choices::StudyCi;
use crate::stats::dist::{TestDistribution, beta, gamma};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A lower and an upper limit. In JSON `[lower, upper]`.
///
/// ```
/// use ecmo_report::stats::interval::Interval;
/// let ci = Interval::new(0.25, 0.75);
/// assert!(ci.contains(0.5));
/// assert_eq!(serde_json::to_string(&ci).unwrap(), "[0.25,0.75]");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(from = "[f64; 2]", into = "[f64; 2]")]
#[schemars(with = "[f64; 2]")]
pub struct Interval {
    /// Lower limit.
    pub lower: f64,
    /// Upper limit.
    pub upper: f64,
}

impl Interval {
    /// The interval from `lower` to `upper`.
    #[must_use]
    pub const fn new(lower: f64, upper: f64) -> Self {
        Self { lower, upper }
    }

    /// `center` minus and plus `half_width`.
    #[must_use]
    pub fn around(center: f64, half_width: f64) -> Self {
        Self { lower: center - half_width, upper: center + half_width }
    }

    /// Whether `value` lies in the closed interval.
    #[must_use]
    pub fn contains(self, value: f64) -> bool {
        self.lower <= value && value <= self.upper
    }

    /// Upper minus lower limit.
    #[must_use]
    pub fn width(self) -> f64 {
        self.upper - self.lower
    }

    /// The middle.
    #[must_use]
    pub fn center(self) -> f64 {
        self.lower + self.width() / 2.0
    }

    /// Both limits through an increasing function.
    #[must_use]
    pub fn map(self, mut increasing: impl FnMut(f64) -> f64) -> Self {
        Self { lower: increasing(self.lower), upper: increasing(self.upper) }
    }

    /// Both limits held within `range`.
    #[must_use]
    pub fn clamp(self, range: Self) -> Self {
        self.map(|limit| limit.max(range.lower).min(range.upper))
    }

    /// Whether both limits are finite numbers.
    #[must_use]
    pub fn is_finite(self) -> bool {
        self.lower.is_finite() && self.upper.is_finite()
    }
}

impl From<[f64; 2]> for Interval {
    fn from([lower, upper]: [f64; 2]) -> Self {
        Self { lower, upper }
    }
}

impl From<Interval> for [f64; 2] {
    fn from(interval: Interval) -> Self {
        [interval.lower, interval.upper]
    }
}

/// Wald interval: `estimate` minus and plus z standard errors.
#[must_use]
pub fn wald(estimate: f64, se: f64, level: f64) -> Interval {
    Interval::around(estimate, TestDistribution::Normal.critical_value(level) * se)
}

/// Student's interval: `estimate` minus and plus t standard errors.
#[must_use]
pub fn student(estimate: f64, se: f64, df: f64, level: f64) -> Interval {
    Interval::around(estimate, TestDistribution::T { df }.critical_value(level) * se)
}

/// Interval of a single proportion of `events` among `total`, within [0, 1].
///
/// ```
/// use ecmo_report::stats::choices::StudyCi;
/// use ecmo_report::stats::interval;
/// let exact = interval::proportion(StudyCi::ClopperPearson, 0.0, 20.0, 0.95);
/// assert_eq!(exact.lower, 0.0);
/// assert!((exact.upper - 0.16843).abs() < 5e-6);
/// ```
#[must_use]
pub fn proportion(method: StudyCi, events: f64, total: f64, level: f64) -> Interval {
    match method {
        StudyCi::ClopperPearson => clopper_pearson(events, total, level),
        StudyCi::Wilson => wilson(events, total, level),
        StudyCi::AgrestiCoull => agresti_coull(events, total, level),
        StudyCi::Jeffreys => jeffreys(events, total, level),
        StudyCi::Wald => wald_proportion(events, total, level),
    }
}

/// Exact interval (Clopper and Pearson 1934): covers at least with its level.
fn clopper_pearson(x: f64, n: f64, level: f64) -> Interval {
    beta_interval([x, n - x + 1.0], [x + 1.0, n - x], x, n, level)
}

/// Equal-tailed interval of Jeffreys' posterior, open to the ends at 0 and n (Brown, Cai and DasGupta 2001).
fn jeffreys(x: f64, n: f64, level: f64) -> Interval {
    let shapes = [x + 0.5, n - x + 0.5];
    beta_interval(shapes, shapes, x, n, level)
}

fn beta_interval(lower: [f64; 2], upper: [f64; 2], x: f64, n: f64, level: f64) -> Interval {
    let tail = (1.0 - level) / 2.0;
    let [a, b] = lower;
    let [c, d] = upper;
    Interval {
        lower: if x <= 0.0 { 0.0 } else { beta::quantile(tail, a, b) },
        upper: if x >= n { 1.0 } else { beta::quantile_upper(tail, c, d) },
    }
}

/// Score interval (Wilson 1927).
fn wilson(x: f64, n: f64, level: f64) -> Interval {
    let z = TestDistribution::Normal.critical_value(level);
    let z2 = z * z;
    let center = 2.0 * x + z2;
    let half_width = z * (z2 + 4.0 * x * (n - x) / n).sqrt();
    let scale = 2.0 * (n + z2);
    // At 0 and n one limit is the end itself; the formula is off by rounding.
    Interval {
        lower: if x <= 0.0 { 0.0 } else { (center - half_width) / scale },
        upper: if x >= n { 1.0 } else { (center + half_width) / scale },
    }
}

/// Wald interval around Wilson's centre (Agresti and Coull 1998).
fn agresti_coull(x: f64, n: f64, level: f64) -> Interval {
    let z = TestDistribution::Normal.critical_value(level);
    let total = n + z * z;
    let p = (x + z * z / 2.0) / total;
    Interval::around(p, z * (p * (1.0 - p) / total).sqrt()).clamp(UNIT)
}

/// Wald interval on the reported scale: of no width at 0 and n.
fn wald_proportion(x: f64, n: f64, level: f64) -> Interval {
    let p = x / n;
    wald(p, (p * (1.0 - p) / n).sqrt(), level).clamp(UNIT)
}

const UNIT: Interval = Interval::new(0.0, 1.0);

/// Exact interval of a rate of `events` in `time` (Garwood 1936): quantiles of chi-squared with 2x and 2x + 2
/// degrees of freedom, halved, over the time.
///
/// ```
/// use ecmo_report::stats::interval;
/// let none = interval::poisson_rate(0.0, 10.0, 0.95);
/// // The rule of three, nearly: -ln(0.025) / t.
/// assert!((none.upper - 0.368_887_945_411_393_6).abs() < 1e-12);
/// ```
#[must_use]
pub fn poisson_rate(events: f64, time: f64, level: f64) -> Interval {
    let tail = (1.0 - level) / 2.0;
    Interval {
        lower: if events <= 0.0 { 0.0 } else { gamma::quantile(tail, events) / time },
        upper: gamma::quantile_upper(tail, events + 1.0) / time,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Newcombe (1998), table I: limits printed to five places.
    #[test]
    fn newcombe_1998() {
        let cases = [
            (81.0, 263.0, [(0.25274, 0.36762), (0.25529, 0.36621), (0.25522, 0.36628)]),
            (15.0, 148.0, [(0.05784, 0.16165), (0.06239, 0.16049), (0.06139, 0.16149)]),
            (0.0, 20.0, [(0.0, 0.16843), (0.0, 0.16113), (0.0, 0.18981)]),
            (1.0, 29.0, [(0.00087, 0.17764), (0.00611, 0.17176), (0.0, 0.18629)]),
        ];
        for (x, n, limits) in cases {
            let methods = [StudyCi::ClopperPearson, StudyCi::Wilson, StudyCi::AgrestiCoull];
            for (method, (lower, upper)) in methods.into_iter().zip(limits) {
                let ci = proportion(method, x, n, 0.95);
                assert!((ci.lower - lower).abs() <= 5.001e-6, "{method} {x}/{n}: {ci:?}");
                assert!((ci.upper - upper).abs() <= 5.001e-6, "{method} {x}/{n}: {ci:?}");
            }
        }
    }

    // Expected values: qbeta(c(.025, .975), x + .5, n - x + .5) and poisson.test(x, t)$conf.int of R 4.2.
    #[test]
    fn jeffreys_and_poisson() {
        let close = |ci: Interval, lower: f64, upper: f64| {
            assert!((ci.lower - lower).abs() <= 1e-10 * lower, "{ci:?}");
            assert!((ci.upper - upper).abs() <= 1e-10 * upper, "{ci:?}");
        };
        close(proportion(StudyCi::Jeffreys, 1.0, 29.0, 0.95), JEFFREYS_1_29[0], JEFFREYS_1_29[1]);
        close(proportion(StudyCi::Jeffreys, 81.0, 263.0, 0.95), JEFFREYS_81_263[0], JEFFREYS_81_263[1]);
        close(poisson_rate(7.0, 130.0, 0.95), POISSON_7_130[0], POISSON_7_130[1]);
        assert_eq!(proportion(StudyCi::Jeffreys, 5.0, 5.0, 0.95).upper, 1.0);
        assert_eq!(proportion(StudyCi::Jeffreys, 0.0, 5.0, 0.95).lower, 0.0);
    }
    const JEFFREYS_1_29: [f64; 2] = [0.00374617364905708, 0.150077686002232];
    const JEFFREYS_81_263: [f64; 2] = [0.254521934991023, 0.365647499174082];
    const POISSON_7_130: [f64; 2] = [0.0216489465501528, 0.11094365662848];

    #[test]
    fn every_interval_holds_its_estimate_and_stays_in_range() {
        for method in StudyCi::ALL {
            for n in [1.0, 2.0, 7.0, 40.0, 12_345.0, 1e6, 1e9] {
                for x in [0.0, 1.0, n / 2.0, n - 1.0, n] {
                    for level in [0.5, 0.9, 0.95, 0.999, 1.0 - 1e-9] {
                        let ci = proportion(*method, x, n, level);
                        assert!(ci.contains(x / n), "{method} {x}/{n}: {ci:?}");
                        assert!(ci.lower >= 0.0 && ci.upper <= 1.0, "{method} {x}/{n}: {ci:?}");
                    }
                }
            }
        }
    }

    /// With none, one or all of n the binomial tails are powers: `(1 - p)^n`, `1 - (1 - p)^n` and `p^n`.
    #[test]
    fn clopper_and_pearson_of_huge_studies() {
        use crate::stats::num::{expm1, ln, ln1p};
        for n in [50.0, 1e6, 1e9] {
            let of = |x: f64| proportion(StudyCi::ClopperPearson, x, n, 0.95);
            let close = |actual: f64, expected: f64| {
                assert!((actual - expected).abs() <= 1e-13 * expected, "{n}: {actual:e} {expected:e}");
            };
            close(of(0.0).upper, -expm1(ln(0.025) / n));
            close(of(1.0).lower, -expm1(ln1p(-0.025) / n));
            close(of(n).lower, 1.0 + expm1(ln(0.025) / n));
            close(of(n - 1.0).upper, 1.0 + expm1(ln1p(-0.025) / n));
        }
    }

    #[test]
    fn json_is_a_pair() {
        let text = serde_json::to_string(&Interval::new(-1.5, 2.0)).unwrap();
        assert_eq!(text, "[-1.5,2.0]");
        assert_eq!(serde_json::from_str::<Interval>(&text).unwrap(), Interval::new(-1.5, 2.0));
    }
}
