//! The between-study variance tau2.
//!
//! With effects `y`, sampling variances `v` and `w_i(t) = 1 / (v_i + t)`, write `mu(t)` for the weighted mean and
//! `Q(t) = sum w_i (y_i - mu)^2`. On the squared scale of `y`:
//!
//! | estimator | definition | source |
//! |---|---|---|
//! | DL | `max(0, (Q(0) - (k - 1)) / (S1 - S2 / S1))`, `S_r = sum w_i(0)^r` | DerSimonian and Laird 1986 |
//! | HE | `max(0, var(y) - mean(v))` | Hedges and Olkin 1985 |
//! | HS | `max(0, (Q(0) - k) / S1)` | Hunter and Schmidt 2004 |
//! | SJ | `t0 Q(t0) / (k - 1)` with `t0 = sum (y - mean(y))^2 / k`; never 0 unless all effects are equal | Sidik and Jonkman 2005 |
//! | PM, EB | the root of `Q(t) = k - 1` | Paule and Mandel 1982, Morris 1983 |
//! | ML | the maximum of `-(sum ln(v + t) + Q(t)) / 2` | Hardy and Thompson 1996 |
//! | REML | the maximum of `-(sum ln(v + t) + ln S1(t) + Q(t)) / 2` | Harville 1977, Raudenbush 2009 |
//!
//! In a meta-regression with `p` coefficients `k - 1` becomes `k - p` and `S1 - S2 / S1` the trace of the
//! residual projection; see [`regression`](super::regression).
//!
//! # How it is solved
//!
//! No estimator fails. Every tolerance is relative to `t + min(v)`, so that multiplying `y` by any constant
//! changes no weight. `Q` is convex and falling, so that its root is unique. The likelihoods are climbed by
//! Fisher scoring with a secant step inside a bracket; they can have several maxima, and the highest, the boundary
//! `t = 0` among them, is the estimate, also where the climb of other programs stops at a lower one. Should the
//! climb not settle, the likelihood is scanned and refined. [`SolverOutcome`] records which of these happened.
//!
//! Sums are taken relative to the most precise study, whose weight is kept apart: no digits are lost when one
//! study carries nearly all the weight.

mod estimate;
mod generalised_q;
mod likelihood;
mod profile;
mod sample;
mod subset;
mod table;

pub use estimate::{SolverOutcome, Tau2, tau2};
pub(crate) use estimate::{Start, estimate};
pub(crate) use generalised_q::generalised_q_root;
pub(crate) use likelihood::{has_rivals, reach};
pub(crate) use profile::{Point, Profile, Totals};
pub(crate) use sample::{Sample, check_effects, sum_of_squares};
pub(crate) use subset::Subset;
pub(crate) use table::Table;
