//! Rules about selection and double extraction: E170 to E189, W170 to W189.

rules! {
    /// A screening decision is none of `include`, `exclude` and `unclear`.
    ///
    /// ```text
    /// id,a,b,final
    /// 1,include,maybe,include
    /// ```
    ///
    /// Mended:
    ///
    /// ```text
    /// id,a,b,final
    /// 1,include,unclear,include
    /// ```
    E170 UNKNOWN_DECISION,
}
