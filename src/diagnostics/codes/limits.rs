//! Rules about sizes that no review has: E340 to E359, W340 to W359.

rules! {
    /// A file is larger than the program reads.
    ///
    /// Specifications, tables and texts of more than 64 MiB are refused before they are read: a review has
    /// nothing of that size, so it is probably another file than the one that was meant.
    ///
    /// ```yaml
    /// studies: registry-dump.csv    # 900 MiB
    /// ```
    ///
    /// Name the file with a row per study:
    ///
    /// ```yaml
    /// studies: studies.csv
    /// ```
    E340 FILE_TOO_LARGE,

    /// The specification is nested more deeply than any key needs.
    ///
    /// No key of `review.yaml` stands deeper than a dozen levels; more than 64 are refused. It is usually a
    /// run of opening brackets.
    ///
    /// ```yaml
    /// keywords: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[sepsis]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]
    /// ```
    ///
    /// Close each bracket where its list ends:
    ///
    /// ```yaml
    /// keywords: [sepsis]
    /// ```
    E341 NESTED_TOO_DEEPLY,

    /// An output can't be made though the review is right.
    ///
    /// A figure may be too large for a picture of pixels at the resolution, or the program was compiled without PNG.
    /// The other formats can still be written.
    ///
    /// ```yaml
    /// report: {formats: [html, png]}
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// report: {formats: [html, svg]}
    /// ```
    E345 OUTPUT_IMPOSSIBLE,
}
