//! Rules about risk of bias: E190 to E209, W190 to W209.

rules! {
    /// A judgement is none of those that the tool has.
    ///
    /// The message lists the judgements of the tool; case does not count.
    ///
    /// ```text
    /// study,d1,overall
    /// lillehei-1989,probably fine,low
    /// ```
    ///
    /// Mended:
    ///
    /// ```text
    /// study,d1,overall
    /// lillehei-1989,low,low
    /// ```
    E190 UNKNOWN_JUDGEMENT,
}
