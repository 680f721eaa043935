//! Rules about prose and templates: E270 to E299, W270 to W299.

rules! {
    /// A prose section or a template cannot be rendered.
    ///
    /// Prose is Markdown with Tera: `{{ ... }}` inserts a value, `{% ... %}` is a statement. The label says what is wrong
    /// with it. To write the brackets themselves, put them between `{% raw %}` and `{% endraw %}`.
    ///
    /// ```markdown text/abstract.md
    /// Of {{ survival.total patients, most survived.
    /// ```
    ///
    /// Mended:
    ///
    /// ```markdown text/abstract.md
    /// Of {{ survival.total }} patients, most survived.
    /// ```
    E270 TEMPLATE_FAULT,

    /// A template asks for something that is not there.
    ///
    /// Names in `{{ ... }}` are the ids of the analyses, the keys of `results.json` and `review`; in `value(of=...)` a path
    /// such as `survival`, `survival/region/Europe`, `survival/without-outliers` or `survival/sensitivity/LABEL`; in `figure(...)`, `table(...)` and `ref(...)`
    /// the names of figures and tables. The hint shows the nearest name.
    ///
    /// ```markdown text/abstract.md
    /// In all, {{ survival.randm | effect }} survived.
    /// ```
    ///
    /// Mended:
    ///
    /// ```markdown text/abstract.md
    /// In all, {{ survival.random | effect }} survived.
    /// ```
    E271 UNKNOWN_RESULT,

    /// A number in the prose is none of the computed ones.
    ///
    /// A percentage, an interval, a number of studies or of participants that is typed by hand does not follow the data. Insert
    /// the computed value, or say that the number comes from elsewhere: `{{ literal("57.3 %") }}`.
    ///
    /// ```markdown text/abstract.md
    /// Survival was 57.3 %.
    /// ```
    ///
    /// Mended:
    ///
    /// ```markdown text/abstract.md
    /// Survival was {{ survival | estimate }}.
    /// ```
    W270 BARE_NUMBER,

    /// The prose names a certainty that no outcome is rated with.
    ///
    /// The words are "high", "moderate", "low" and "very low" before or after "certainty".
    ///
    /// ```markdown text/abstract.md
    /// There is low-certainty evidence that most children survive.
    /// ```
    ///
    /// Mended (the outcome is rated moderate):
    ///
    /// ```markdown text/abstract.md
    /// There is moderate-certainty evidence that most children survive.
    /// ```
    W271 CONTRADICTS_CERTAINTY,

    /// The prose describes the heterogeneity otherwise than the results show it.
    ///
    /// The words are compared with I² by the bands of the Cochrane Handbook. A sentence that prints a value of an analysis is
    /// held against that analysis, any other against all.
    ///
    /// ```markdown text/abstract.md
    /// Heterogeneity was moderate (I² = {{ survival | i2 }}).
    /// ```
    ///
    /// Mended (I² is 80 %):
    ///
    /// ```markdown text/abstract.md
    /// Heterogeneity was considerable (I² = {{ survival | i2 }}).
    /// ```
    W272 CONTRADICTS_HETEROGENEITY,

    /// The prose denies small-study effects that a test shows.
    ///
    /// "No evidence of publication bias" stands against a test of small-study effects with p below 0.05.
    ///
    /// ```markdown text/abstract.md
    /// There was no evidence of publication bias.
    /// ```
    ///
    /// Mended:
    ///
    /// ```markdown text/abstract.md
    /// Egger's test as a mixed model suggests small-study effects ({{ survival.small_study.egger_mixed.p | p }}).
    /// ```
    W273 CONTRADICTS_SMALL_STUDY,
}
