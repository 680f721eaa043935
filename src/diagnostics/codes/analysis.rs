//! Rules about analyses: E110 to E149, W110 to W149.

rules! {
    /// An analysis has no study left.
    ///
    /// Every study was left out, by `where` or because a cell of its data is missing. The notes say how many for
    /// which reason. An analysis with a single study is computed, with a note that nothing is pooled.
    ///
    /// ```yaml
    /// analyses:
    ///   neonates: {measure: proportion, data: {events: survivors, total: n}, where: age == "newborn"}
    /// ```
    ///
    /// Mended (the table says `neonate`):
    ///
    /// ```yaml
    /// analyses:
    ///   neonates: {measure: proportion, data: {events: survivors, total: n}, where: age == "neonate"}
    /// ```
    E110 NO_STUDY_LEFT,
}
