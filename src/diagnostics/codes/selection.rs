//! Rules about selection and double extraction: E170 to E189, W170 to W189.

rules! {
    /// A screening decision is none of `include`, `exclude` and `unclear`.
    ///
    /// ```text
    /// id,a,b,final
    /// 1,include,maybe,include
    /// ```
    ///
    /// Mended:
    ///
    /// ```text
    /// id,a,b,final
    /// 1,include,unclear,include
    /// ```
    E170 UNKNOWN_DECISION,

    /// A record is screened twice at the same stage.
    ///
    /// A row per record, and per stage where there is a column `stage`.
    ///
    /// ```text
    /// id,a,b,final
    /// 1,include,include,include
    /// 1,include,exclude,include
    /// ```
    ///
    /// Mended:
    ///
    /// ```text
    /// id,a,b,final
    /// 1,include,include,include
    /// 2,include,exclude,include
    /// ```
    E171 RECORD_SCREENED_TWICE,

    /// A cell is analysed on which two extractors differ and nothing is agreed.
    ///
    /// The study table has a value, but the file with the agreed values has none. Agree on one, and give it there.
    ///
    /// ```text
    /// study,survivors
    /// lillehei-1989,
    /// ```
    ///
    /// Mended (in the file with the agreed values):
    ///
    /// ```text
    /// study,survivors
    /// lillehei-1989,8
    /// ```
    E172 CELL_UNRESOLVED,

    /// The study table has another value than the one that was agreed.
    ///
    /// What is analysed is the study table: it must have what the two extractors agreed on.
    ///
    /// ```text
    /// study,survivors
    /// lillehei-1989,7
    /// ```
    ///
    /// Mended (8 was agreed):
    ///
    /// ```text
    /// study,survivors
    /// lillehei-1989,8
    /// ```
    E173 NOT_AS_AGREED,

    /// Two screeners disagree on a record and nobody has decided.
    ///
    /// Give the decision in the column that `adjudicated` names: include or exclude.
    ///
    /// ```text
    /// id,a,b,final
    /// 1,include,exclude,
    /// ```
    ///
    /// Mended:
    ///
    /// ```text
    /// id,a,b,final
    /// 1,include,exclude,exclude
    /// ```
    W170 RECORD_UNRESOLVED,

    /// Two extractors differ on a cell and nothing is agreed.
    ///
    /// No analysis uses the value, so the report is built; it lists the cell as unresolved.
    ///
    /// ```text
    /// study,country
    /// lillehei-1989,
    /// ```
    ///
    /// Mended (in the file with the agreed values):
    ///
    /// ```text
    /// study,country
    /// lillehei-1989,USA
    /// ```
    W171 FIELD_UNRESOLVED,
}
