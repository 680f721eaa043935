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
    /// Accepted:
    ///
    /// ```yaml
    /// overlap:
    ///   centre: centre
    ///   from: period_start
    ///   to: period_end
    ///   longer_than_months: 12
    ///   keep: n
    ///   accepted: [{studies: [maclaren-2007, schlapbach-2019], reason: different age groups}]
    /// ```
    W210 SHARED_PATIENTS,

    /// The recruitment of a study ends before it begins.
    ///
    /// ```text
    /// study,period_start,period_end
    /// maclaren-2007,2006-10,1988-07
    /// ```
    ///
    /// Mended:
    ///
    /// ```text
    /// study,period_start,period_end
    /// maclaren-2007,1988-07,2006-10
    /// ```
    E210 PERIOD_BACKWARDS,

    /// Two synthesised studies share a centre or registry, and the period of one is missing.
    ///
    /// Whether they share patients for longer than the limit cannot be told. Give the period of recruitment.
    ///
    /// ```text
    /// study,centre,period_start,period_end,n
    /// luyt-2004,Glenfield Hospital,,,11
    /// tiruvoipati-2007,Glenfield Hospital,2001,2004,6
    /// ```
    ///
    /// Mended:
    ///
    /// ```text
    /// study,centre,period_start,period_end,n
    /// luyt-2004,Glenfield Hospital,1990,2000,11
    /// tiruvoipati-2007,Glenfield Hospital,2001,2004,6
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
