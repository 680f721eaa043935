//! Agreement of two people who decide independently: percent agreement and Cohen's kappa.

use super::dist::TestDistribution;
use super::error::StatsError;
use super::interval::Interval;
use super::num;

/// How two raters agree on the same things.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Agreement {
    /// Things that both have rated.
    pub n: usize,
    /// Share on which they agree.
    pub observed: f64,
    /// Share on which they would agree by chance, given how often each uses each category.
    pub expected: f64,
    /// Cohen's kappa, (observed - expected)/(1 - expected). `None` when both put everything into one category:
    /// chance alone then agrees on all, and there is nothing left to compare with.
    pub kappa: Option<Kappa>,
}

/// Cohen's kappa with its uncertainty.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Kappa {
    /// The coefficient: 1 for full agreement, 0 for what chance gives.
    pub estimate: f64,
    /// Standard error.
    pub se: f64,
    /// Wald interval, within [-1, 1].
    pub ci: Interval,
}

/// Agreement of two raters.
///
/// `first` and `second` hold the category of each thing, numbered from 0. Kappa is Cohen's (1960); its standard
/// error is the large-sample one for any kappa, not the one at no agreement (Fleiss, Cohen and Everitt 1969):
///
/// n (1 - pe)^2 Var = sum of p_ii [1 - (p_i. + p_.i)(1 - kappa)]^2 + (1 - kappa)^2 times the sum over i != j of
/// p_ij (p_.i + p_j.)^2 - [kappa - pe (1 - kappa)]^2.
///
/// ```
/// use ecmo_report::stats::agreement::agreement;
/// // Include or exclude: both include 20, both exclude 15, and they differ on 5 + 10.
/// let first = [vec![0; 25], vec![1; 25]].concat();
/// let second = [vec![0; 20], vec![1; 5], vec![0; 10], vec![1; 15]].concat();
/// let found = agreement(&first, &second, 0.95)?;
/// assert!((found.observed - 0.7).abs() < 1e-15);
/// assert!((found.kappa.unwrap().estimate - 0.4).abs() < 1e-15);
/// # Ok::<(), ecmo_report::stats::error::StatsError>(())
/// ```
///
/// # Errors
///
/// [`StatsError::LengthMismatch`] for slices of unequal length, [`StatsError::TooFewStudies`] for empty ones.
pub fn agreement(first: &[usize], second: &[usize], level: f64) -> Result<Agreement, StatsError> {
    let n = first.len();
    if second.len() != n {
        return Err(StatsError::LengthMismatch {
            what: "the second rater",
            actual: second.len(),
            expected: n,
        });
    }
    if n == 0 {
        return Err(StatsError::TooFewStudies { k: 0, needed: 1 });
    }
    let table = Shares::of(first, second);
    let observed = table.observed();
    let expected = table.expected();
    let everything_in_one_category = expected >= 1.0;
    let kappa = (!everything_in_one_category).then(|| {
        let estimate = (observed - expected) / (1.0 - expected);
        let se = (table.scaled_variance(estimate, expected).max(0.0) / n as f64).sqrt() / (1.0 - expected);
        let half_width = TestDistribution::Normal.critical_value(level) * se;
        Kappa { estimate, se, ci: Interval::around(estimate, half_width).clamp(Interval::new(-1.0, 1.0)) }
    });
    Ok(Agreement { n, observed, expected, kappa })
}

/// The two-way table of shares: `cells[row][column]` for the first and the second rater.
struct Shares {
    cells: Vec<Vec<f64>>,
    rows: Vec<f64>,
    columns: Vec<f64>,
}

impl Shares {
    fn of(first: &[usize], second: &[usize]) -> Self {
        // Only the categories that occur: numbers may be sparse.
        let mut used: Vec<usize> = first.iter().chain(second).copied().collect();
        used.sort_unstable();
        used.dedup();
        let place = |category: &usize| used.binary_search(category).unwrap_or(0);
        let mut counts = vec![vec![0_u32; used.len()]; used.len()];
        for (a, b) in first.iter().zip(second) {
            if let Some(cell) = counts.get_mut(place(a)).and_then(|row| row.get_mut(place(b))) {
                *cell += 1;
            }
        }
        let n = first.len() as f64;
        let share = |count: u32| f64::from(count) / n;
        let columns =
            (0..used.len()).map(|j| share(counts.iter().filter_map(|row| row.get(j)).sum())).collect();
        Self {
            rows: counts.iter().map(|row| share(row.iter().sum())).collect(),
            columns,
            cells: counts.iter().map(|row| row.iter().map(|count| share(*count)).collect()).collect(),
        }
    }

    /// Row, column, share.
    fn each(&self) -> impl Iterator<Item = (usize, usize, f64)> + '_ {
        self.cells
            .iter()
            .enumerate()
            .flat_map(|(i, row)| row.iter().enumerate().map(move |(j, p)| (i, j, *p)))
    }

    fn observed(&self) -> f64 {
        num::sum(self.each().filter(|(i, j, _)| i == j).map(|(_, _, p)| p))
    }

    fn expected(&self) -> f64 {
        num::sum(self.rows.iter().zip(&self.columns).map(|(row, column)| row * column))
    }

    /// n (1 - pe)^2 times the variance of kappa.
    fn scaled_variance(&self, kappa: f64, expected: f64) -> f64 {
        let at = |shares: &[f64], i: usize| shares.get(i).copied().unwrap_or(0.0);
        let disagreement = 1.0 - kappa;
        let cells = num::sum(self.each().map(|(i, j, p)| {
            let factor = if i == j {
                1.0 - (at(&self.rows, i) + at(&self.columns, i)) * disagreement
            } else {
                (at(&self.columns, i) + at(&self.rows, j)) * disagreement
            };
            p * factor * factor
        }));
        let center = kappa - expected * disagreement;
        cells - center * center
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from_table<const N: usize>(counts: [[usize; N]; N]) -> Agreement {
        let (mut first, mut second) = (Vec::new(), Vec::new());
        for (i, row) in counts.iter().enumerate() {
            for (j, count) in row.iter().enumerate() {
                first.extend(std::iter::repeat_n(i, *count));
                second.extend(std::iter::repeat_n(j, *count));
            }
        }
        agreement(&first, &second, 0.95).unwrap()
    }

    /// Two dermatologists, 88 patients, four grades: the example of `PROC FREQ` in the SAS/STAT User's Guide, which
    /// prints kappa .3449, standard error .0724 and the interval .2030 to .4868.
    #[test]
    fn dermatologists_of_the_sas_guide() {
        let found = from_table([[10, 4, 1, 0], [5, 10, 12, 2], [2, 4, 12, 5], [0, 2, 6, 13]]);
        let kappa = found.kappa.unwrap();
        assert_eq!(found.n, 88);
        assert!((kappa.estimate - 0.3449).abs() < 5e-5, "{kappa:?}");
        assert!((kappa.se - 0.0724).abs() < 5e-5, "{kappa:?}");
        assert!(
            (kappa.ci.lower - 0.2030).abs() < 5e-5 && (kappa.ci.upper - 0.4868).abs() < 5e-5,
            "{kappa:?}"
        );
    }

    #[test]
    fn full_agreement_and_one_category() {
        let full = from_table([[5, 0], [0, 7]]).kappa.unwrap();
        assert_eq!((full.estimate, full.ci), (1.0, Interval::new(1.0, 1.0)));
        assert!(full.se < 1e-8);
        let one = from_table([[12, 0], [0, 0]]);
        assert_eq!((one.observed, one.kappa), (1.0, None));
    }

    #[test]
    fn chance_gives_zero_and_the_names_of_categories_do_not_matter() {
        let chance = from_table([[9, 9], [9, 9]]).kappa.unwrap();
        assert!(chance.estimate.abs() < 1e-15);
        let (first, second) = ([0, 0, 1, 2, 1, 2, 2], [0, 1, 1, 2, 1, 0, 2]);
        let renamed = |ratings: [usize; 7]| ratings.map(|category| 50 - 10 * category);
        let found = agreement(&first, &second, 0.95).unwrap();
        let same = agreement(&renamed(first), &renamed(second), 0.95).unwrap();
        let (found, same) = (found.kappa.unwrap(), same.kappa.unwrap());
        assert!((found.estimate - same.estimate).abs() < 1e-15 && (found.se - same.se).abs() < 1e-15);
    }

    #[test]
    fn what_cannot_be_compared() {
        assert_eq!(agreement(&[], &[], 0.95), Err(StatsError::TooFewStudies { k: 0, needed: 1 }));
        agreement(&[1], &[1, 2], 0.95).unwrap_err();
    }
}
