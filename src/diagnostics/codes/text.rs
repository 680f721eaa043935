//! Rules about prose and templates: E270 to E299, W270 to W299.

rules! {
    /// A prose section or a template cannot be rendered.
    ///
    /// Prose is Markdown with Tera: `{{ ... }}` inserts a value, `{% ... %}` is a statement. The label says what is wrong
    /// with it. To write the brackets themselves, put them between `{% raw %}` and `{% endraw %}`.
    ///
    /// ```text
    /// Of {{ survival.total patients, most survived.
    /// ```
    ///
    /// Mended:
    ///
    /// ```text
    /// Of {{ survival.total }} patients, most survived.
    /// ```
    E270 TEMPLATE_FAULT,

    /// A template asks for something that is not there.
    ///
    /// Names in `{{ ... }}` are the ids of the analyses, the keys of `results.json` and `review`; in `value(of=...)` a path
    /// such as `survival`, `survival/without-outliers` or `survival/region/Europe`; in `figure(...)`, `table(...)` and `ref(...)`
    /// the names of figures and tables. The hint shows the nearest name.
    ///
    /// ```text
    /// In all, {{ survival.randm | effect }} survived.
    /// ```
    ///
    /// Mended:
    ///
    /// ```text
    /// In all, {{ survival.random | effect }} survived.
    /// ```
    E271 UNKNOWN_RESULT,
}
