//! Rules about tables and their cells: E050 to E089, W050 to W089.

rules! {
    /// A table has no header.
    ///
    /// The first line of a CSV names its columns.
    ///
    /// ```text
    /// (an empty file)
    /// ```
    ///
    /// Mended:
    ///
    /// ```text
    /// study,n,survivors
    /// lillehei-1989,8,8
    /// ```
    E050 TABLE_WITHOUT_HEADER,

    /// A column has no name.
    ///
    /// Every column of the header needs a name. A separator at the end of each line makes a column without one:
    /// take it off.
    ///
    /// ```text
    /// study,n,survivors,
    /// lillehei-1989,8,8,
    /// ```
    ///
    /// Mended:
    ///
    /// ```text
    /// study,n,survivors
    /// lillehei-1989,8,8
    /// ```
    E051 COLUMN_WITHOUT_NAME,

    /// Two columns have the same name.
    ///
    /// ```text
    /// study,n,n
    /// lillehei-1989,8,8
    /// ```
    ///
    /// Mended:
    ///
    /// ```text
    /// study,n,survivors
    /// lillehei-1989,8,8
    /// ```
    E052 DUPLICATE_COLUMN,

    /// A row has more or fewer cells than the header.
    ///
    /// Usually a text with the separator in it that needs quotes, or a separator that was forgotten.
    ///
    /// ```text
    /// study,centre,n
    /// lillehei-1989,Minneapolis, Minnesota,8
    /// ```
    ///
    /// Mended:
    ///
    /// ```text
    /// study,centre,n
    /// lillehei-1989,"Minneapolis, Minnesota",8
    /// ```
    E053 RAGGED_ROW,

    /// Quotes of a cell are not closed, or text follows them.
    ///
    /// A cell that begins with `"` ends with `"`; a quote inside is written twice (RFC 4180).
    ///
    /// ```text
    /// study,centre,n
    /// lillehei-1989,"University of Minnesota,8
    /// ```
    ///
    /// Mended:
    ///
    /// ```text
    /// study,centre,n
    /// lillehei-1989,"University of Minnesota",8
    /// ```
    E054 MALFORMED_QUOTES,
}
