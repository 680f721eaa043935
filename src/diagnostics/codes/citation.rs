//! Rules about citations and references: E300 to E319, W300 to W319.

rules! {
    /// A citation names a reference that is not there.
    ///
    /// `[@key]` cites the entry with that key in the file under `references`.
    ///
    /// ```text
    /// Mortality remains high [@ramanathan-2021].
    /// ```
    ///
    /// Mended:
    ///
    /// ```text
    /// Mortality remains high [@ramanathan-2020].
    /// ```
    E300 UNKNOWN_CITATION,
}
