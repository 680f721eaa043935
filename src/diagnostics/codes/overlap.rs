//! Rules about overlapping patients: E210 to E219, W210 to W219.

rules! {
    /// Two synthesised studies may have patients in common.
    ///
    /// They share a centre or a registry for longer than `longer_than_months`. The report lists the pair, and the pooled
    /// estimate without the smaller study. Where the authors have judged that the patients differ, say so under
    /// `accepted`, with the reason.
    ///
    /// ```yaml
    /// overlap: {centre: centre, from: period_start, to: period_end, longer_than_months: 12, keep: n}
    /// ```
    ///
    /// Accepted:
    ///
    /// ```yaml
    /// overlap:
    ///   centre: centre
    ///   from: period_start
    ///   to: period_end
    ///   longer_than_months: 12
    ///   keep: n
    ///   accepted: [{studies: [maclaren-2007, schlapbach-2019], reason: different age groups}]
    /// ```
    W210 SHARED_PATIENTS,
}
