//! Rules about claims and published values: E250 to E269, W250 to W269.

rules! {
    /// A claim of the review does not hold.
    ///
    /// The expression under `holds` is false for the computed results; the notes show the values that it saw. Either the
    /// sentence has to change, or the data or settings that it rests on are not what they were.
    ///
    /// ```yaml
    /// claims:
    ///   - {id: majority, text: Most children survive., holds: "survival.random.ci[0] > 0.6"}
    /// ```
    ///
    /// Mended (the interval begins at 0.506):
    ///
    /// ```yaml
    /// claims:
    ///   - {id: majority, text: Most children survive., holds: "survival.random.ci[0] > 0.5"}
    /// ```
    E250 CLAIM_FAILS,
}
