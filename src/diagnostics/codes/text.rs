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
}
