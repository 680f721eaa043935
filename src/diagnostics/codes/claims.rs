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

    /// A published number belongs to a result that is not there.
    ///
    /// `of` is the id of an analysis or a part of one: `survival`, `survival/without-outliers` (where the analysis has
    /// `outliers`), `survival/region/Europe` (where it has `subgroups: [region]`), `survival/sensitivity/LABEL` (where
    /// it has a variant with this label under `sensitivity`).
    ///
    /// ```yaml
    /// published:
    ///   values:
    ///     - {at: Abstract, of: survival/Europe, estimate: 52, unit: "%"}
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// published:
    ///   values:
    ///     - {at: Abstract, of: survival/region/Europe, estimate: 52, unit: "%"}
    /// ```
    E251 UNKNOWN_PART,

    /// A published number cannot be read.
    ///
    /// Printed numbers are digits with at most a sign, a bound (`<`, `>`) and decimals. Quotes keep a trailing zero and
    /// a bound.
    ///
    /// ```yaml
    /// published:
    ///   values:
    ///     - {at: Abstract, of: survival, q_p: not significant}
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// published:
    ///   values:
    ///     - {at: Abstract, of: survival, q_p: "<0.01"}
    /// ```
    E252 PRINTED_NOT_A_NUMBER,

    /// Two claims have the same id.
    ///
    /// The report and the comparison of two versions tell claims apart by their ids.
    ///
    /// ```yaml
    /// claims:
    ///   - {id: majority, holds: "survival.random.estimate > 0.2"}
    ///   - {id: majority, holds: "survival.random.ci[0] > 0.1"}
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// claims:
    ///   - {id: majority, holds: "survival.random.estimate > 0.2"}
    ///   - {id: surely_majority, holds: "survival.random.ci[0] > 0.1"}
    /// ```
    E253 SAME_CLAIM,

    /// A published number differs from the computed one.
    ///
    /// The computed number, rounded to the decimals that are printed, reads otherwise. The report shows both in its
    /// reproduction table; `--deny published` makes a difference an error. Either the data or settings are not those of the
    /// publication, or the publication is wrong: a `note` can say so.
    ///
    /// ```yaml
    /// published:
    ///   values:
    ///     - {at: Discussion, of: va, estimate: 63, unit: "%"}
    /// ```
    ///
    /// Mended (the Abstract prints the same quantity as 65, which is what the data give):
    ///
    /// ```yaml
    /// published:
    ///   values:
    ///     - {at: Abstract, of: va, estimate: 65, unit: "%"}
    /// ```
    W250 PUBLISHED_DIFFERS,
}
