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

    /// The number of synthesised studies is not that of the analysis.
    ///
    /// A number alone is that of the first analysis of the specification, a mapping names analyses:
    /// `synthesised: {survival: 13, bleeding: 7}`. `synthesised: true` draws the box with the number that the first
    /// analysis pools; without the key the figure has no such box, as that of PRISMA 2020.
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

    /// A search ends before it begins.
    ///
    /// `from` is the first date that the search covers, `to` the date of the last search. Both may be a year, a month
    /// or a day; `from` may also be `inception`.
    ///
    /// ```yaml
    /// search: {sources: [{name: MEDLINE, from: 2020-02-15, to: "1972"}]}
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// search: {sources: [{name: MEDLINE, from: "1972", to: 2020-02-15}]}
    /// ```
    E154 SEARCH_BACKWARDS,

    /// `synthesised` names an analysis that the review does not have.
    ///
    /// ```yaml
    /// prisma: {synthesised: {survivl: 5}}
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// prisma: {synthesised: {survival: 5}}
    /// ```
    E155 SYNTHESISED_UNKNOWN,

    /// The versions of the flow diagram are not in their order.
    ///
    /// The first version comes first: each starts from the studies that the one before included.
    ///
    /// ```yaml
    /// prisma: {versions: {1.1.0: {screened: 120}, 1.0.0: {screened: 900}}}
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// prisma: {versions: {1.0.0: {screened: 900}, 1.1.0: {screened: 120}}}
    /// ```
    E156 VERSIONS_OUT_OF_ORDER,

    /// The counts of the versions do not go together.
    ///
    /// A count beside `versions` is that of all versions together, and must be the sum of theirs; the studies before a
    /// version are those that the version before included. Neither need be given.
    ///
    /// ```yaml
    /// prisma: {screened: 1000, versions: {1.0.0: {screened: 900}, 1.1.0: {screened: 120}}}
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// prisma: {screened: 1020, versions: {1.0.0: {screened: 900}, 1.1.0: {screened: 120}}}
    /// ```
    E157 VERSIONS_DISAGREE,

    /// `living` is given without the versions that it shows.
    ///
    /// ```yaml
    /// prisma: {living: matrix, screened: 120}
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// prisma: {living: matrix, versions: {1.0.0: {screened: 900}, 1.1.0: {screened: 120}}}
    /// ```
    E158 LIVING_WITHOUT_VERSIONS,

    /// A row of the list of excluded reports is not complete.
    ///
    /// Each row names a report and the one reason that it was excluded for. `near_miss` is `yes` for a report that might
    /// seem to meet the criteria, and `no` or empty for others.
    ///
    /// ```yaml
    /// prisma: {excluded_file: excluded.csv}
    /// ```
    ///
    /// ```csv excluded.csv
    /// report,reason,near_miss
    /// Smith 2010,Wrong population,perhaps
    /// ```
    ///
    /// Mended:
    ///
    /// ```csv excluded.csv
    /// report,reason,near_miss
    /// Smith 2010,Wrong population,yes
    /// ```
    E159 EXCLUDED_REPORT,

    /// More reports were sought by other methods than these methods found.
    ///
    /// Usually a method is missing under `other`, or its count. Records that the databases had given already are
    /// `duplicates`; they are not sought again.
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

    /// Fewer reports were sought by other methods than these methods found.
    ///
    /// What other methods find is not screened apart: every record is sought, unless the databases or registers had given
    /// it already.
    ///
    /// ```yaml
    /// prisma: {other: {citations: 14, sought: 10}}
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// prisma: {other: {citations: 14, duplicates: 4, sought: 10}}
    /// ```
    W151 LESS_SOUGHT_THAN_FOUND,

    /// A search is later than the review.
    ///
    /// `date` is that of this version of the review, `to` the date of the last search.
    ///
    /// ```yaml
    /// date: 2020-01-31
    /// search: {sources: [{name: MEDLINE, to: 2020-02-15}]}
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// date: 2020-03-31
    /// search: {sources: [{name: MEDLINE, to: 2020-02-15}]}
    /// ```
    W152 SEARCH_AFTER_REVIEW,

    /// A database of the flow diagram has no search, or its search has no date.
    ///
    /// Readers need to know how recent the evidence is: PRISMA-S asks for the date of the last search of every source.
    ///
    /// ```yaml
    /// prisma: {databases: {MEDLINE: 500}}
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// search: {sources: [{name: MEDLINE, platform: Ovid, to: 2020-02-15}]}
    /// prisma: {databases: {MEDLINE: 500}}
    /// ```
    W153 SEARCH_NOT_DESCRIBED,

    /// The counts need records from registers, and none are given.
    ///
    /// The records from databases are fewer than those removed and screened. Either registers were searched as well, or
    /// one of the counts is wrong; `registers: 0` says that there were none, and makes it a contradiction.
    ///
    /// ```yaml
    /// prisma: {databases: 1200, removed: 200, screened: 1003}
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// prisma: {databases: 1200, registers: {ClinicalTrials.gov: 3}, removed: 200, screened: 1003}
    /// ```
    W154 REGISTERS_NEEDED,

    /// The list of excluded reports has other numbers than the flow diagram.
    ///
    /// Every excluded report has a row, with the reason as `excluded_reports` names it.
    ///
    /// ```yaml
    /// prisma: {excluded_reports: {Wrong population: 2}, excluded_file: excluded.csv}
    /// ```
    ///
    /// ```csv excluded.csv
    /// report,reason
    /// Smith 2010,Wrong population
    /// ```
    ///
    /// Mended:
    ///
    /// ```csv excluded.csv
    /// report,reason
    /// Smith 2010,Wrong population
    /// Jones 2011,Wrong population
    /// ```
    W155 EXCLUDED_LIST_DISAGREES,

    /// The reports of the studies are not as many as the flow diagram says.
    ///
    /// `studies.reports` names a column with the number of reports of each study; their sum is `included.reports`.
    ///
    /// ```yaml
    /// studies: {file: studies.csv, reports: reports}
    /// prisma: {included: {reports: 9}}
    /// ```
    ///
    /// ```csv
    /// study,n,survivors,reports
    /// a-2001,20,12,1
    /// b-2005,30,15,2
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// studies: {file: studies.csv, reports: reports}
    /// prisma: {included: {reports: 3}}
    /// ```
    W156 REPORTS_DISAGREE,

    /// The reasons why studies are in no meta-analysis do not fit the analyses.
    ///
    /// `studies.not_in_synthesis` names a column with the reason. A study that no analysis pools needs one, and a study
    /// that an analysis pools has none.
    ///
    /// ```yaml
    /// studies: {file: studies.csv, not_in_synthesis: why}
    /// ```
    ///
    /// ```csv
    /// study,n,survivors,why
    /// a-2001,20,12,
    /// b-2005,30,,
    /// ```
    ///
    /// Mended:
    ///
    /// ```csv
    /// study,n,survivors,why
    /// a-2001,20,12,
    /// b-2005,30,,survival not reported
    /// ```
    W157 NOT_IN_SYNTHESIS,

    /// The flow diagram of a living review lacks the version of the review.
    ///
    /// Each version has the counts of its own search, also where it found nothing.
    ///
    /// ```yaml
    /// version: 1.1.0
    /// prisma: {versions: {1.0.0: {screened: 900}}}
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// version: 1.1.0
    /// prisma: {versions: {1.0.0: {screened: 900}, 1.1.0: {screened: 0}}}
    /// ```
    W158 LATEST_VERSION,
}
