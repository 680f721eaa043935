//! Rules about selection and double extraction: E170 to E189, W170 to W189.

rules! {
    /// A screening decision is none of `include`, `exclude` and `unclear`.
    ///
    /// ```csv screening.csv
    /// id,a,b,final
    /// 1,include,maybe,include
    /// ```
    ///
    /// Mended:
    ///
    /// ```csv screening.csv
    /// id,a,b,final
    /// 1,include,unclear,include
    /// ```
    E170 UNKNOWN_DECISION,

    /// A record is screened twice at the same stage.
    ///
    /// A row per record, and per stage where there is a column `stage`.
    ///
    /// ```csv screening.csv
    /// id,a,b,final
    /// 1,include,include,include
    /// 1,include,exclude,include
    /// ```
    ///
    /// Mended:
    ///
    /// ```csv screening.csv
    /// id,a,b,final
    /// 1,include,include,include
    /// 2,include,exclude,include
    /// ```
    E171 RECORD_SCREENED_TWICE,

    /// A cell is analysed on which two extractors differ and nothing is agreed.
    ///
    /// The study table has a value, but the file with the agreed values has none. Agree on one, and give it there.
    ///
    /// ```csv agreed.csv
    /// study,survivors
    /// lillehei-1989,
    /// ```
    ///
    /// Mended (in the file with the agreed values):
    ///
    /// ```csv agreed.csv
    /// study,survivors
    /// lillehei-1989,8
    /// ```
    E172 CELL_UNRESOLVED,

    /// The study table has another value than the one that was agreed.
    ///
    /// What is analysed is the study table: it must have what the two extractors agreed on.
    ///
    /// ```csv
    /// study,n,survivors
    /// lillehei-1989,8,7
    /// ```
    ///
    /// Mended (8 was agreed):
    ///
    /// ```csv
    /// study,n,survivors
    /// lillehei-1989,8,8
    /// ```
    E173 NOT_AS_AGREED,

    /// Two screeners disagree on a record and nobody has decided.
    ///
    /// Give the decision in the column that `adjudicated` names: include or exclude.
    ///
    /// ```csv screening.csv
    /// id,a,b,final
    /// 1,include,exclude,
    /// ```
    ///
    /// Mended:
    ///
    /// ```csv screening.csv
    /// id,a,b,final
    /// 1,include,exclude,exclude
    /// ```
    W170 RECORD_UNRESOLVED,

    /// Two extractors differ on a cell and nothing is agreed.
    ///
    /// No analysis uses the value, so the report is built; it lists the cell as unresolved.
    ///
    /// ```csv agreed.csv
    /// study,country
    /// lillehei-1989,
    /// ```
    ///
    /// Mended (in the file with the agreed values):
    ///
    /// ```csv agreed.csv
    /// study,country
    /// lillehei-1989,USA
    /// ```
    W171 FIELD_UNRESOLVED,
}
