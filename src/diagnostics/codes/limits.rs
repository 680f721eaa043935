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

    /// A table has more rows or columns than are read.
    ///
    /// A study table has at most 200 000 rows and 2 000 columns. More is not a review's table but an export of another
    /// kind, such as one with a row per patient or a column per visit.
    ///
    /// ```yaml
    /// studies: patients.csv    # a row per patient
    /// ```
    ///
    /// Name the file with a row per study:
    ///
    /// ```yaml
    /// studies: studies.csv
    /// ```
    E342 TABLE_TOO_LARGE,

    /// A column splits the studies into too many subgroups.
    ///
    /// Subgroups are compared with each other; with more than 200 of them there is nothing to compare and no figure
    /// that can be read. It is usually a column that differs in every study, such as its id or a mean age.
    ///
    /// ```yaml
    /// subgroups: [study]
    /// ```
    ///
    /// Use a column with few values, or put its values into classes first:
    ///
    /// ```yaml
    /// subgroups: [region]
    /// ```
    E343 TOO_MANY_SUBGROUPS,

    /// The review has more analyses than one report can hold.
    ///
    /// A review has at most 1 000 analyses, and an analysis at most 200 variants under `sensitivity`.
    ///
    /// ```yaml
    /// analyses:
    ///   survival_1: {measure: proportion, data: {events: survivors, total: n}}
    ///   survival_2: {measure: proportion, data: {events: survivors, total: n}}
    ///   # and so on, to survival_5000
    /// ```
    ///
    /// Split the review into several folders, `reviews/children` and `reviews/adults`, with some of the analyses each;
    /// `ecmo-report build` takes them all at once:
    ///
    /// ```yaml
    /// analyses:
    ///   survival_1: {measure: proportion, data: {events: survivors, total: n}}
    ///   survival_2: {measure: proportion, data: {events: survivors, total: n}}
    /// ```
    E344 TOO_MANY_ANALYSES,

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

    /// A template or a text takes more steps, or more room, than a report needs.
    ///
    /// Loops, includes and joined texts are counted while a template is rendered, and it is stopped at 2 000 000 steps, a
    /// text of 256 KiB in one value, a list of 10 000 numbers from `range` or a document of 32 MiB. Lists that are written
    /// as loops (`[... for ... in ...]`) and expressions of more than 2 KiB are refused before, and a label has no
    /// statements but `if`.
    ///
    /// ```markdown text/abstract.md
    /// {% for i in range(end=100000000) %}{{ i }}{% endfor %}
    /// ```
    ///
    /// Print what the results hold:
    ///
    /// ```markdown text/abstract.md
    /// {% for study in survival.studies %}{{ study.id }}{% endfor %}
    /// ```
    E346 TEMPLATE_TOO_COSTLY,

    /// A key, a text or a cell is longer than any name or paragraph.
    ///
    /// Keys have at most 200 characters, as ids name files and headings. Texts in `review.yaml` have at most 100 000
    /// characters and cells of a table at most 32 767, the most that a spreadsheet holds. It is usually a quote that is
    /// closed much later than it was meant to be.
    ///
    /// ```yaml
    /// title: "Survival of children   # the quote is closed 100 000 characters below
    /// ```
    ///
    /// Close the quote; put long texts into files of their own under `text`:
    ///
    /// ```yaml
    /// title: Survival of children
    /// ```
    E347 TEXT_TOO_LONG,

    /// An expression is longer than a person would write.
    ///
    /// Conditions, outlier rules and claims have at most 4 096 characters.
    ///
    /// ```yaml
    /// where: study == "lillehei-1989" or study == "mccune-1990"   # and so on, for 500 studies
    /// ```
    ///
    /// Mark the studies in a column of the table:
    ///
    /// ```yaml
    /// where: pooled == "yes"
    /// ```
    E348 EXPRESSION_TOO_LONG,

    /// A list or a mapping has more entries than are read.
    ///
    /// A mapping of `review.yaml` has at most 5 000 keys and a list at most 200 000 entries.
    ///
    /// ```yaml
    /// studies:
    ///   file: studies.csv
    ///   columns: {n: {label: Patients}, a1: {}, a2: {}}   # and so on, to a9000
    /// ```
    ///
    /// Describe the columns that the review uses:
    ///
    /// ```yaml
    /// studies:
    ///   file: studies.csv
    ///   columns: {n: {label: Patients}}
    /// ```
    E349 TOO_MANY_ENTRIES,

    /// More studies share a centre or registry than can be looked at in pairs.
    ///
    /// Every pair of studies that may have patients in common is told, and the estimates are pooled again without the
    /// smaller of the two. Of more than 2 000 pairs nobody could say which to keep. It is usually a registry that almost
    /// every study names.
    ///
    /// ```yaml
    /// overlap: {registry: registry, from: period_start, to: period_end, longer_than_months: 0, keep: n}
    /// ```
    ///
    /// Say which studies to compare:
    ///
    /// ```yaml
    /// overlap: {among: pooled == "yes", registry: registry, from: period_start, to: period_end, longer_than_months: 12, keep: n}
    /// ```
    E350 TOO_MANY_PAIRS,
}
