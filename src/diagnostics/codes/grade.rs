//! Rules about the certainty of evidence: E220 to E249, W220 to W249.

rules! {
    /// A rating that lowers the certainty has no reason.
    ///
    /// Every rating other than the best of its domain needs a reason: readers see it in the footnotes of the summary of
    /// findings.
    ///
    /// ```yaml
    /// grade:
    ///   survival: {importance: 9, start: high, inconsistency: {rating: serious}}
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// grade:
    ///   survival:
    ///     importance: 9
    ///     start: high
    ///     inconsistency: {rating: serious, reason: The prediction interval reaches from 33 to 82 %.}
    /// ```
    E220 RATING_WITHOUT_REASON,
}
