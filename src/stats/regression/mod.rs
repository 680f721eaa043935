//! Meta-regression: effects that depend on properties of the studies.
//!
//! `y_i = x_i' b + u_i + e_i` with `Var u = tau2` and `Var e_i = v_i`, `p` coefficients with an intercept. At a
//! tau2 the coefficients are those of least squares with weights `w = 1 / (v + tau2)`, `Var b = (X'WX)^-1`. All
//! estimators of [`tau2`](super::tau2) apply, with the residual projection `P = W - WX (X'WX)^-1 X'W`:
//!
//! | estimator | definition |
//! |---|---|
//! | DL | `(QE - (k - p)) / tr P`, at tau2 = 0 |
//! | HE | (residual sum of squares of unweighted least squares less its expectation under sampling alone) / `(k - p)` |
//! | HS | `(QE - k) / sum w` |
//! | SJ | `t0 e'W(t0)e / (k - p)`, `t0 = sum (y - mean(y))^2 / k` |
//! | PM, EB | `e'W(t)e = k - p` |
//! | ML, REML | the maximum of the likelihood |
//!
//! * **Tests.** Coefficients: normal under Wald, otherwise t with `k - p` degrees of freedom; under Hartung-Knapp (Knapp
//!   and Hartung 2003) the variance is multiplied by `e'We / (k - p)`, ad hoc by no less than 1. All coefficients but
//!   the intercept together: **QM**, chi-square with `p - 1` degrees of freedom, or `QM / (p - 1)` as F with `p - 1`
//!   and `k - p`. What they leave: **QE**, `e'We` at tau2 = 0, chi-square with `k - p`.
//! * **R2** `= max(0, (tau2_0 - tau2) / tau2_0)`, `tau2_0` without moderators on the same studies (Raudenbush 2009).
//! * **Residual I2** `= tau2 / (tau2 + s2)`, `s2 = (k - p) / tr P` at 0.
//!
//! Columns are centred and scaled before anything is computed and `sqrt(W) X` is factored by orthogonalisation, never
//! through `X'WX`: a year such as 1948 costs no digits.

mod band;
mod design;
mod fit;
mod orthogonal;
mod profile;

pub use band::Band;
pub use design::Design;
pub use fit::{Omnibus, Regression, Term, regress};
