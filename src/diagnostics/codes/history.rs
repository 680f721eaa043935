//! Rules about versions and their comparison: E320 to E339, W320 to W339.

rules! {
    /// A version that was frozen has other results now.
    ///
    /// `ecmo-report freeze` keeps the results of a version for good: what readers have cited must not change under them. Give
    /// the review a new `version`, with an entry under `changes`, and freeze that.
    ///
    /// ```yaml
    /// version: 1.0.0      # frozen last year, with one study less
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// version: 1.1.0
    /// changes: [{version: 1.1.0, date: 2021-06-01, trigger: new study, summary: One study added.}]
    /// ```
    E320 VERSION_IS_FROZEN,

    /// A review is to be frozen, but has no version that can name the file.
    ///
    /// `ecmo-report freeze` keeps the results under `versions/<version>.json`; the version is three numbers, as in semantic
    /// versioning.
    ///
    /// ```yaml
    /// title: Survival of children with sepsis on ECMO
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// title: Survival of children with sepsis on ECMO
    /// version: 1.0.0
    /// ```
    E321 NO_VERSION_TO_FREEZE,

    /// A frozen version can't be read back.
    ///
    /// The files under `versions/` are what `ecmo-report freeze` wrote; one of them is cut off, edited, or something else
    /// altogether. Restore it from the repository, or delete it.
    ///
    /// ```json versions/1.0.0.json
    /// {"schema": 1, "tool":
    /// ```
    ///
    /// Mended, from the repository:
    ///
    /// ```console
    /// $ git checkout -- versions/1.0.0.json
    /// ```
    E322 FROZEN_VERSION_UNREADABLE,
}
