//! Rules about overlapping patients: E210 to E219, W210 to W219.

rules! {
    /// Two synthesised studies may have patients in common.
    ///
    /// They share a centre or a registry for longer than `longer_than_months`. The report lists the pair, and the pooled
    /// estimate without the smaller study. Where the authors have judged that the patients differ, say so under
    /// `accepted`, with the reason.
    ///
    /// ```yaml
    /// overlap: {centre: centre, from: period_start, to: period_end, longer_than_months: 12, keep: n}
    /// ```
    ///
    /// ```csv
    /// study,centre,period_start,period_end,n,survivors
    /// beca-1994,Melbourne,1988-07,1993-12,9,5
    /// maclaren-2007,Melbourne,1990-01,2006-10,45,21
    /// ```
    ///
    /// Accepted:
    ///
    /// ```yaml
    /// overlap:
    ///   centre: centre
    ///   from: period_start
    ///   to: period_end
    ///   longer_than_months: 12
    ///   keep: n
    ///   accepted: [{studies: [beca-1994, maclaren-2007], reason: different age groups}]
    /// ```
    W210 SHARED_PATIENTS,

    /// The recruitment of a study ends before it begins.
    ///
    /// ```csv
    /// study,centre,period_start,period_end,n,survivors
    /// maclaren-2007,Melbourne,2006-10,1988-07,45,21
    /// ```
    ///
    /// Mended:
    ///
    /// ```csv
    /// study,centre,period_start,period_end,n,survivors
    /// maclaren-2007,Melbourne,1988-07,2006-10,45,21
    /// ```
    E210 PERIOD_BACKWARDS,

    /// Two synthesised studies share a centre or registry, and the period of one is missing.
    ///
    /// Whether they share patients for longer than the limit cannot be told. Give the period of recruitment.
    ///
    /// ```csv
    /// study,centre,period_start,period_end,n,survivors
    /// luyt-2004,Glenfield Hospital,,,11,6
    /// tiruvoipati-2007,Glenfield Hospital,2003,2004,6,3
    /// ```
    ///
    /// Mended:
    ///
    /// ```csv
    /// study,centre,period_start,period_end,n,survivors
    /// luyt-2004,Glenfield Hospital,1990,2000,11,6
    /// tiruvoipati-2007,Glenfield Hospital,2003,2004,6,3
    /// ```
    W211 PERIOD_UNKNOWN,

    /// A centre under `within` is that of no study.
    ///
    /// A centre is found in the text of the column `centre` as whole words; case, punctuation and a leading article do not
    /// count.
    ///
    /// ```yaml
    /// overlap:
    ///   centre: centre
    ///   from: period_start
    ///   to: period_end
    ///   keep: n
    ///   within: {Royal Hospital for Children: ANZPIC}
    /// ```
    ///
    /// Mended (the table says `The Royal Children's Hospital`):
    ///
    /// ```yaml
    /// overlap:
    ///   centre: centre
    ///   from: period_start
    ///   to: period_end
    ///   keep: n
    ///   within: {Royal Children's Hospital: ANZPIC}
    /// ```
    W212 UNKNOWN_CENTRE,

    /// An accepted overlap is none.
    ///
    /// The two studies share no centre or registry, or not for longer than the limit. An exception that excepts nothing
    /// usually means that a centre or a period was mended since.
    ///
    /// ```yaml
    /// overlap:
    ///   centre: centre
    ///   from: period_start
    ///   to: period_end
    ///   keep: n
    ///   accepted: [{studies: [peng-2012, chang-2018], reason: different hospitals}]
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// overlap:
    ///   centre: centre
    ///   from: period_start
    ///   to: period_end
    ///   keep: n
    /// ```
    W213 NOTHING_TO_ACCEPT,
}
