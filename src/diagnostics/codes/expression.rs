//! Rules about expressions: E090 to E109.

rules! {
    /// An expression cannot be read.
    ///
    /// Expressions are those of the Tera template language: comparisons (`==`, `!=`, `<`, `<=`, `>`, `>=`), `and`, `or`, `not`,
    /// arithmetic, `in`, brackets; texts in quotes. The label says where reading stopped.
    ///
    /// ```yaml
    /// where: pooled = "yes"
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// where: pooled == "yes"
    /// ```
    E090 EXPRESSION_SYNTAX,

    /// An expression gives something other than true or false.
    ///
    /// A condition is a comparison, or several joined with `and` and `or`. A column alone is not a condition.
    ///
    /// ```yaml
    /// where: n
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// where: n > 0
    /// ```
    E091 NOT_TRUE_OR_FALSE,

    /// An expression uses a name that is not known there.
    ///
    /// In `where`, names are the columns of the study table; in an outlier rule, the fields of the influence table and `k`; in
    /// a claim, the analyses and their results. A text needs quotes. A column whose name is no identifier is written
    /// `row["male %"]`.
    ///
    /// ```yaml
    /// where: pooled == yes
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// where: pooled == "yes"
    /// ```
    E092 UNKNOWN_NAME,

    /// An expression cannot be computed.
    ///
    /// For example arithmetic with a text, or a comparison of a text with a number by `<`. The label says which.
    ///
    /// ```yaml
    /// where: country < 1990
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// where: year < 1990
    /// ```
    E093 EXPRESSION_FAILS,

    /// A comparison always gives the same, because a number is compared with a text.
    ///
    /// Values of different kinds are never equal. A number stands without quotes, a text with quotes.
    ///
    /// ```yaml
    /// where: year == "1990"
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// where: year == 1990
    /// ```
    W090 COMPARISON_OF_KINDS,

    /// A column is compared with a text that no study has in it.
    ///
    /// The comparison selects nothing, and says so to nobody where it is one of several. Mostly the text is misspelled, or
    /// differs from the table in case.
    ///
    /// ```yaml
    /// where: region == "Europe" or region == "Australsia"
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// where: region == "Europe" or region == "Australasia"
    /// ```
    W091 UNKNOWN_LEVEL,
}
