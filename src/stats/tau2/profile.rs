//! What a solver needs to know of a model at one value of tau2.

/// The quantities of a model at a between-study variance `t`, with weights `w = 1 / (v + t)` and residuals `e`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Point {
    /// `sum w e^2`, the generalised Q.
    pub(crate) q: f64,
    /// `sum w^2 e^2`, minus the derivative of `q`.
    pub(crate) r2: f64,
    /// `sum w`.
    pub(crate) s1: f64,
    /// `sum w^2`.
    pub(crate) s2: f64,
    /// Trace of the residual projection `P = W - W X (X'WX)^-1 X'W`.
    pub(crate) trace_p: f64,
    /// Trace of `P P`.
    pub(crate) trace_pp: f64,
}

/// A model seen as a function of tau2: studies with or without moderators, all of them or all but one.
pub(crate) trait Profile {
    /// Number of studies.
    fn k(&self) -> usize;
    /// Number of coefficients, 1 without moderators.
    fn coefficients(&self) -> usize;
    /// The smallest sampling variance: the yardstick of every tolerance.
    fn v_min(&self) -> f64;
    /// The largest sampling variance.
    fn v_max(&self) -> f64;
    /// The model at `t`.
    fn at(&self, t: f64) -> Point;
    /// The profile log-likelihood at `t`, restricted or full, without its constant.
    fn log_likelihood(&self, t: f64, restricted: bool) -> f64;
    /// The unweighted residual variance less what sampling explains of it: Hedges' estimate before truncation.
    fn unweighted_excess(&self) -> f64;
    /// `sum (y - mean(y))^2 / k`, the start of Sidik and Jonkman.
    fn total_variance(&self) -> f64;
    /// `k - p`.
    fn residual_df(&self) -> f64 {
        self.k() as f64 - self.coefficients() as f64
    }
}

/// Sums over the studies at one tau2, for a model without moderators. The most precise study, the *pivot*, is
/// kept apart and effects are relative to its own: where it carries nearly all the weight, `S1 - S2 / S1` and the
/// like are computed without cancellation.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Totals {
    /// Weight of the pivot.
    pub(crate) pivot: f64,
    /// `sum w` of the other studies.
    pub(crate) r1: f64,
    /// `sum w^2` of the other studies.
    pub(crate) r2: f64,
    /// `sum w^3` of the other studies.
    pub(crate) r3: f64,
    /// `sum w y`.
    pub(crate) wy: f64,
    /// `sum w^2 y`.
    pub(crate) w2y: f64,
    /// `sum w y^2`.
    pub(crate) wyy: f64,
    /// `sum w^2 y^2`.
    pub(crate) w2yy: f64,
}

impl Totals {
    /// Adds a study that is not the pivot.
    pub(crate) fn add(&mut self, y: f64, w: f64) {
        let (w2, wy) = (w * w, w * y);
        self.r1 += w;
        self.r2 += w2;
        self.r3 += w2 * w;
        self.wy += wy;
        self.w2y += w * wy;
        self.wyy += wy * y;
        self.w2yy += wy * wy;
    }

    /// Takes a study that is not the pivot out again.
    pub(crate) fn remove(&mut self, y: f64, w: f64) {
        let (w2, wy) = (w * w, w * y);
        self.r1 -= w;
        self.r2 -= w2;
        self.r3 -= w2 * w;
        self.wy -= wy;
        self.w2y -= w * wy;
        self.wyy -= wy * y;
        self.w2yy -= wy * wy;
    }

    /// Adds the sums of other studies.
    pub(crate) fn add_all(&mut self, other: &Self) {
        self.r1 += other.r1;
        self.r2 += other.r2;
        self.r3 += other.r3;
        self.wy += other.wy;
        self.w2y += other.w2y;
        self.wyy += other.wyy;
        self.w2yy += other.w2yy;
    }

    /// Sum of the weights.
    pub(crate) fn s1(&self) -> f64 {
        self.pivot + self.r1
    }

    /// Sum of the squared weights.
    pub(crate) fn s2(&self) -> f64 {
        self.pivot * self.pivot + self.r2
    }

    /// The weighted mean, relative to the pivot's effect.
    pub(crate) fn mean(&self) -> f64 {
        self.wy / self.s1()
    }

    /// `sum w (y - mean)^2`.
    pub(crate) fn q(&self) -> f64 {
        (self.wyy - self.wy * self.mean()).max(0.0)
    }

    /// `sum w^2 (y - mean)^2`.
    pub(crate) fn squared(&self) -> f64 {
        let mean = self.mean();
        (self.w2yy - 2.0 * mean * self.w2y + mean * mean * self.s2()).max(0.0)
    }

    /// `S1 - S2 / S1`.
    pub(crate) fn trace_p(&self) -> f64 {
        (2.0 * self.pivot * self.r1 + (self.r1 * self.r1 - self.r2).max(0.0)) / self.s1()
    }

    /// `S2 - 2 S3 / S1 + (S2 / S1)^2`, expanded so that the powers of the pivot's weight cancel on paper.
    pub(crate) fn trace_pp(&self) -> f64 {
        let (w, r1, r2, r3, s1) = (self.pivot, self.r1, self.r2, self.r3, self.s1());
        let (a1, a2, a3, u) = (r1 / s1, r2 / s1, r3 / s1, w / s1);
        let sum =
            u * w * (a1 * r1 + 3.0 * a2) + 2.0 * u * (r1 * a2 - a3) + a1 * r1 * a2 - 2.0 * a1 * a3 + a2 * a2;
        sum.max(0.0)
    }

    /// The quantities that solvers ask for.
    pub(crate) fn point(&self) -> Point {
        Point {
            q: self.q(),
            r2: self.squared(),
            s1: self.s1(),
            s2: self.s2(),
            trace_p: self.trace_p(),
            trace_pp: self.trace_pp(),
        }
    }
}
