//! Rules about PRISMA counts: E150 to E169, W150 to W169.

rules! {
    /// Counts of the PRISMA flow diagram contradict each other.
    ///
    /// What leaves a box must be what enters the next one. The message names the fewest counts that cannot all be
    /// true, and the difference; the labels say which single change would agree with all other counts. A count
    /// that the others determine need not be given at all, and a count that is absent is unknown, not zero.
    ///
    /// ```yaml
    /// prisma: {screened: 900, excluded: 800, sought: 150}
    /// ```
    ///
    /// Mended (900 - 800 = 100):
    ///
    /// ```yaml
    /// prisma: {screened: 900, excluded: 800, sought: 100}
    /// ```
    E150 PRISMA_CONTRADICTION,

    /// The number of included studies is not the number of rows of the study table.
    ///
    /// The study table has a row for every study of the review, pooled or not. Add the missing studies, or mend the
    /// count; where `studies` is left out, it is the number of rows.
    ///
    /// ```yaml
    /// prisma: {included: {studies: 4}}
    /// ```
    ///
    /// Mended (the table has 5 rows):
    ///
    /// ```yaml
    /// prisma: {included: {studies: 5}}
    /// ```
    E151 INCLUDED_DISAGREES,

    /// The number of synthesised studies is not that of the main analysis.
    ///
    /// `synthesised` refers to the first analysis of the specification. Where it is left out, it is the number of studies
    /// that this analysis pools.
    ///
    /// ```yaml
    /// prisma: {synthesised: 4}
    /// ```
    ///
    /// Mended (the analysis pools 5 studies):
    ///
    /// ```yaml
    /// prisma: {synthesised: 5}
    /// ```
    E152 SYNTHESISED_DISAGREES,

    /// The search and the flow diagram give different numbers of records for a database.
    ///
    /// ```yaml
    /// search: {sources: [{name: MEDLINE, to: 2020-02-15, records: 520}]}
    /// prisma: {databases: {MEDLINE: 500}}
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// search: {sources: [{name: MEDLINE, to: 2020-02-15, records: 500}]}
    /// prisma: {databases: {MEDLINE: 500}}
    /// ```
    E153 SEARCH_RECORDS_DISAGREE,

    /// More reports were sought by other methods than these methods found.
    ///
    /// Usually a method is missing under `other`, or its count.
    ///
    /// ```yaml
    /// prisma: {other: {citations: 10, sought: 14}}
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// prisma: {other: {citations: 10, websites: 4, sought: 14}}
    /// ```
    W150 MORE_SOUGHT_THAN_FOUND,
}
