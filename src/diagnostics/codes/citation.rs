//! Rules about citations and references: E300 to E319, W300 to W319.

rules! {
    /// A citation names a reference that is not there.
    ///
    /// `[@key]` cites the entry with that key in the file under `references`.
    ///
    /// ```markdown text/abstract.md
    /// Mortality remains high [@ramanathan-2021].
    /// ```
    ///
    /// Mended:
    ///
    /// ```markdown text/abstract.md
    /// Mortality remains high [@ramanathan-2020].
    /// ```
    E300 UNKNOWN_CITATION,

    /// A bibliography cannot be read.
    ///
    /// The file under `references` is BibTeX, or CSL-JSON where its name ends in `.json`. The label says where reading
    /// stopped: mostly an entry that is not closed, two entries with one key, or a year that is no year.
    ///
    /// ```bibtex references.bib
    /// @article{ruth-2015, title = {Outcomes, year = 2015}
    /// ```
    ///
    /// Mended:
    ///
    /// ```bibtex references.bib
    /// @article{ruth-2015, title = {Outcomes}, year = 2015}
    /// ```
    E301 BIBLIOGRAPHY_UNREADABLE,

    /// A citation style is not known.
    ///
    /// `citations` is `numbered`, `author-year`, or a style of the built-in archive by its name: `vancouver`, `bmj`,
    /// `the-lancet`, `american-medical-association`, `nature`, `apa`, ... Style files are not read.
    ///
    /// ```yaml
    /// report: {citations: lancet}
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// report: {citations: the-lancet}
    /// ```
    E302 UNKNOWN_CITATION_STYLE,
}
