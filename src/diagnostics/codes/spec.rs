//! Rules about the form of the specification: E001 to E049, W001 to W049.

rules! {
    /// A key of the specification is not known.
    ///
    /// Every key of `review.yaml` has a fixed name; one that is not known would be silently without effect,
    /// so it is an error. The hint names the key that was probably meant. Keys are written in `snake_case`.
    ///
    /// ```yaml
    /// analyses:
    ///   survival: {measur: proportion, data: {events: survivors, total: n}}
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// analyses:
    ///   survival: {measure: proportion, data: {events: survivors, total: n}}
    /// ```
    E001 UNKNOWN_KEY,

    /// A key is given twice in the same mapping.
    ///
    /// Only one of the two values could count, so neither does. Remove one, or give it another name.
    ///
    /// ```yaml
    /// title: ECMO in septic children
    /// title: ECMO in children with sepsis
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// title: ECMO in children with sepsis
    /// ```
    E002 DUPLICATE_KEY,

    /// A value has another type than its key takes.
    ///
    /// A text where a number is wanted, a list where a mapping is wanted, and the like. A number in quotes
    /// is a text.
    ///
    /// ```yaml
    /// methods: {level: "0.95"}
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// methods: {level: 0.95}
    /// ```
    E003 WRONG_TYPE,

    /// A value is none of those that its key takes.
    ///
    /// Enumerated values are written in `kebab-case`; the message lists those that the key takes.
    ///
    /// ```yaml
    /// methods: {tau2: dersimonian-laird}
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// methods: {tau2: dl}
    /// ```
    E004 UNKNOWN_VALUE,

    /// A key that is required is not there.
    ///
    /// ```yaml
    /// analyses:
    ///   survival: {data: {events: survivors, total: n}}
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// analyses:
    ///   survival: {measure: proportion, data: {events: survivors, total: n}}
    /// ```
    E005 MISSING_KEY,

    /// An id is not written in `snake_case`.
    ///
    /// Ids of analyses, summaries, compositions and claims are names in expressions and in templates, so they
    /// are lower-case letters, digits and underscores, and begin with a letter. The title may be any text.
    ///
    /// ```yaml
    /// analyses:
    ///   Survival at 90 days: {measure: proportion, data: {events: survivors, total: n}}
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// analyses:
    ///   survival_90_days:
    ///     title: Survival at 90 days
    ///     measure: proportion
    ///     data: {events: survivors, total: n}
    /// ```
    E006 NOT_SNAKE_CASE,

    /// The file is not YAML.
    ///
    /// The label says where reading stopped; the cause is often a little before it: an indentation that does
    /// not line up, a bracket or a quote that is not closed, a tab, or a text with `: ` or ` #` in it that needs
    /// quotes.
    ///
    /// ```yaml
    /// title: Survival: a review
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// title: "Survival: a review"
    /// ```
    E007 INVALID_YAML,

    /// A feature of YAML is used that a review does not need.
    ///
    /// Anchors (`&`), aliases (`*`), merge keys (`<<`) and tags (`!`) are refused: they make a specification
    /// hard to read and can make a small file very large. Defaults for every analysis go under `methods`. A text
    /// that begins with one of these characters needs quotes.
    ///
    /// ```yaml
    /// analyses:
    ///   survival: &base {measure: proportion, data: {events: survivors, total: n}}
    ///   neonates: *base
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// analyses:
    ///   survival: {measure: proportion, data: {events: survivors, total: n}}
    ///   neonates: {measure: proportion, data: {events: survivors, total: n}, where: age == "neonate"}
    /// ```
    E008 YAML_FEATURE,

    /// The file holds more than one YAML document.
    ///
    /// A line `---` begins a new document; a review is a single one.
    ///
    /// ```yaml
    /// title: ECMO in children with sepsis
    /// ---
    /// studies: studies.csv
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// title: ECMO in children with sepsis
    /// studies: studies.csv
    /// ```
    E009 SEVERAL_DOCUMENTS,

    /// A number is not finite.
    ///
    /// YAML reads `.nan` and `.inf` as numbers; no setting or count of a review is one. What is not known is
    /// left out: it prints as "NR" and is never taken as zero.
    ///
    /// ```yaml
    /// prisma: {screened: .nan}
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// prisma: {assessed: 90}
    /// ```
    E010 NOT_FINITE,

    /// A key has no value.
    ///
    /// An empty value could mean "nothing" or "not written yet". Give the value, or remove the key: what is
    /// absent has its default, and a count that is absent prints as "NR".
    ///
    /// ```yaml
    /// prisma:
    ///   screened:
    ///   assessed: 90
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// prisma:
    ///   assessed: 90
    /// ```
    E011 EMPTY_VALUE,

    /// The specification is empty.
    ///
    /// A review needs a title and its studies; `ecmo-report init` writes one to start from.
    ///
    /// ```yaml
    /// # nothing but a comment
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// title: Survival of children with sepsis on ECMO
    /// studies: studies.csv
    /// analyses:
    ///   survival: {measure: proportion, data: {events: survivors, total: n}}
    /// ```
    E012 EMPTY_SPECIFICATION,

    /// A number lies outside the range that its key takes.
    ///
    /// ```yaml
    /// prisma: {excluded: -12}
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// prisma: {excluded: 12}
    /// ```
    E013 NUMBER_OUT_OF_RANGE,

    /// A text does not have the form that its key takes.
    ///
    /// Dates are written `2020-12-07`, versions `1.0.0` (<https://semver.org>), an ORCID
    /// `0000-0002-1825-0097`.
    ///
    /// ```yaml
    /// date: 7.12.2020
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// date: 2020-12-07
    /// ```
    E014 INVALID_FORMAT,

    /// A value is not one that its key takes.
    ///
    /// The form is right, but the key cannot hold the value, such as a count with twenty digits.
    ///
    /// ```yaml
    /// prisma: {screened: 100000000000000000000}
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// prisma: {screened: 1000}
    /// ```
    E015 INVALID_VALUE,

    /// A list has too few or too many entries.
    ///
    /// ```yaml
    /// analyses:
    ///   survival: {measure: proportion, data: {events: survivors, total: n}, favours: [ECMO]}
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// analyses:
    ///   survival: {measure: proportion, data: {events: survivors, total: n}, favours: [ECMO, Control]}
    /// ```
    E016 LIST_LENGTH,

    /// The report has no section of this name.
    ///
    /// `report.sections` says which sections the report has, and in which order. The names are those of the message; a
    /// document template of your own (`report.template`) may have others, which it has to name.
    ///
    /// ```yaml
    /// report: {sections: [abstract, resluts]}
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// report: {sections: [abstract, results]}
    /// ```
    E017 UNKNOWN_SECTION,

    /// A list has an entry twice.
    ///
    /// The columns of subgroups, tests, sections, keywords: each stands once in its list. Often the second one was meant to
    /// be another.
    ///
    /// ```yaml
    /// analyses:
    ///   survival: {measure: proportion, data: {events: survivors, total: n}, subgroups: [region, region]}
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// analyses:
    ///   survival: {measure: proportion, data: {events: survivors, total: n}, subgroups: [region, age]}
    /// ```
    E018 DUPLICATE_ENTRY,

    /// A file that the review names is not there.
    ///
    /// Paths are relative to the folder of `review.yaml` and written with forward slashes. Upper and lower case
    /// count, also where the file system does not tell them apart.
    ///
    /// ```yaml
    /// studies: study.csv
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// studies: studies.csv
    /// ```
    E020 FILE_NOT_FOUND,

    /// A path leads out of the review's folder.
    ///
    /// A review is a folder that can be copied and built anywhere: every file that it names lies inside it.
    /// Absolute paths, paths that climb out with `..`, and links that lead out are refused.
    ///
    /// ```yaml
    /// studies: ../data/studies.csv
    /// ```
    ///
    /// Copy the file into the folder of `review.yaml`, then:
    ///
    /// ```yaml
    /// studies: studies.csv
    /// ```
    E021 PATH_OUTSIDE,

    /// A file is not UTF-8.
    ///
    /// Texts and tables are UTF-8, with or without a byte order mark. Spreadsheets offer it when saving, for
    /// example as "CSV UTF-8". On the command line, `iconv -f WINDOWS-1252 -t UTF-8 old.csv > studies.csv`
    /// converts what a Windows program wrote.
    ///
    /// ```csv
    /// study,author,n,survivors
    /// muller-2015,M\xfcller,10,5
    /// ```
    ///
    /// Mended:
    ///
    /// ```csv
    /// study,author,n,survivors
    /// muller-2015,Müller,10,5
    /// ```
    E022 NOT_UTF8,

    /// A path names something that is not a file that can be read.
    ///
    /// It is a folder, or the file system refuses to read it; the message says which.
    ///
    /// ```yaml
    /// studies: data
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// studies: data/studies.csv
    /// ```
    E023 NOT_READABLE,

    /// A file has a character that cannot be seen.
    ///
    /// Control characters other than tabs and line ends, and the characters that turn the direction of the text after
    /// them, make a text look like another one: what a reader of the data approves is not what is computed. They usually
    /// come from copying out of a PDF.
    ///
    /// ```yaml
    /// title: "ECMO in children\u202e"
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// title: ECMO in children
    /// ```
    E024 INVISIBLE_CHARACTER,
}
