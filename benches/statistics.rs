//! What statistics cost and how the cost grows: `cargo bench --bench statistics`.
//!
//! The table of docs/performance.md holds the medians.

use divan::{Bencher, black_box};
use ecmo_report::stats::choices::{CiMethod, Tau2Estimator};
use ecmo_report::stats::cumulative::cumulative;
use ecmo_report::stats::influence::influence;
use ecmo_report::stats::leave_one_out::leave_one_out;
use ecmo_report::stats::num;
use ecmo_report::stats::pool::{Model, Prediction, fit};
use ecmo_report::stats::regression::{Design, regress};
use ecmo_report::stats::small_study::trim_and_fill;

const SIZES: [usize; 5] = [10, 100, 1_000, 10_000, 100_000];
const ESTIMATORS: [Tau2Estimator; 3] = [Tau2Estimator::Reml, Tau2Estimator::Pm, Tau2Estimator::Dl];

fn main() {
    divan::main();
}

fn model(tau2: Tau2Estimator) -> Model {
    Model { tau2, ci: CiMethod::HartungKnapp, prediction: Prediction::KMinus1, level: 0.95 }
}

/// The same studies every time: variances over two decades, tau2 about the median of them.
fn studies(k: usize) -> (Vec<f64>, Vec<f64>) {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut uniform = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as f64 / (1_u64 << 53) as f64
    };
    let mut normal = || (0..12).map(|_| uniform()).sum::<f64>() - 6.0;
    let v: Vec<f64> = (0..k).map(|_| 0.05 * num::exp(normal())).collect();
    let y = v.iter().map(|v| 0.3 + normal() * v.sqrt() + 0.2 * normal()).collect();
    (y, v)
}

fn run<R>(bencher: Bencher<'_, '_>, k: usize, of: impl Fn(&[f64], &[f64]) -> R + Sync) {
    let (y, v) = studies(k);
    bencher.bench(|| of(black_box(&y), black_box(&v)));
}

/// Pooling with all intervals.
mod pooling {
    use super::*;

    #[divan::bench(args = SIZES, consts = [0, 1, 2])]
    fn estimator<const E: usize>(bencher: Bencher<'_, '_>, k: usize) {
        run(bencher, k, |y, v| fit(y, v, &model(ESTIMATORS[E])));
    }
}

/// All fits but one study.
mod leaving_out {
    use super::*;

    #[divan::bench(args = [10, 100, 300, 1_000, 10_000, 100_000], consts = [0, 1, 2])]
    fn estimator<const E: usize>(bencher: Bencher<'_, '_>, k: usize) {
        run(bencher, k, |y, v| leave_one_out(y, v, &model(ESTIMATORS[E])));
    }
}

#[divan::bench(args = [10, 100, 300, 1_000, 10_000, 100_000])]
fn influence_reml(bencher: Bencher<'_, '_>, k: usize) {
    run(bencher, k, |y, v| influence(y, v, &model(Tau2Estimator::Reml)));
}

#[divan::bench(args = SIZES)]
fn cumulative_reml(bencher: Bencher<'_, '_>, k: usize) {
    let order: Vec<usize> = (0..k).collect();
    run(bencher, k, |y, v| cumulative(y, v, &order, &model(Tau2Estimator::Reml)));
}

#[divan::bench(args = SIZES)]
fn trim_and_fill_reml(bencher: Bencher<'_, '_>, k: usize) {
    run(bencher, k, |y, v| trim_and_fill(y, v, &model(Tau2Estimator::Reml)));
}

/// Two moderators, one of them a year.
#[divan::bench(args = SIZES)]
fn meta_regression_reml(bencher: Bencher<'_, '_>, k: usize) {
    let year: Vec<f64> = (0..k).map(|i| 1948.0 + (i % 70) as f64).collect();
    let share: Vec<f64> = (0..k).map(|i| ((i * 37) % 101) as f64 / 100.0).collect();
    let design = Design { names: vec!["year".into(), "share".into()], columns: vec![year, share] };
    run(bencher, k, |y, v| regress(y, v, &design, &model(Tau2Estimator::Reml)));
}
