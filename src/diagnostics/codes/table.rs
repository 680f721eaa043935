//! Rules about tables and their cells: E050 to E089, W050 to W089.

rules! {
    /// A table has no header.
    ///
    /// The first line of a CSV names its columns.
    ///
    /// ```csv
    /// ```
    ///
    /// The file is empty. Mended:
    ///
    /// ```csv
    /// study,n,survivors
    /// lillehei-1989,8,8
    /// ```
    E050 TABLE_WITHOUT_HEADER,

    /// A column has no name.
    ///
    /// Every column of the header needs a name. A separator at the end of each line makes a column without one:
    /// take it off.
    ///
    /// ```csv
    /// study,n,survivors,
    /// lillehei-1989,8,8,
    /// ```
    ///
    /// Mended:
    ///
    /// ```csv
    /// study,n,survivors
    /// lillehei-1989,8,8
    /// ```
    E051 COLUMN_WITHOUT_NAME,

    /// Two columns have the same name.
    ///
    /// ```csv
    /// study,n,n
    /// lillehei-1989,8,8
    /// ```
    ///
    /// Mended:
    ///
    /// ```csv
    /// study,n,survivors
    /// lillehei-1989,8,8
    /// ```
    E052 DUPLICATE_COLUMN,

    /// A row has more or fewer cells than the header.
    ///
    /// Usually a text with the separator in it that needs quotes, or a separator that was forgotten.
    ///
    /// ```csv
    /// study,centre,n,survivors
    /// lillehei-1989,Minneapolis, Minnesota,8,8
    /// ```
    ///
    /// Mended:
    ///
    /// ```csv
    /// study,centre,n,survivors
    /// lillehei-1989,"Minneapolis, Minnesota",8,8
    /// ```
    E053 RAGGED_ROW,

    /// Quotes of a cell are not closed, or text follows them.
    ///
    /// A cell that begins with `"` ends with `"`; a quote inside is written twice (RFC 4180).
    ///
    /// ```csv
    /// study,centre,n,survivors
    /// lillehei-1989,"University of Minnesota,8,8
    /// ```
    ///
    /// Mended:
    ///
    /// ```csv
    /// study,centre,n,survivors
    /// lillehei-1989,"University of Minnesota",8,8
    /// ```
    E054 MALFORMED_QUOTES,

    /// A cell is not a number.
    ///
    /// Numbers are written with digits, a decimal point where needed, and nothing else: no thousands separator, no decimal
    /// comma, no unit, no footnote mark. A cell is missing where it is empty, `NA` or `NR`.
    ///
    /// ```csv
    /// study,n,survivors
    /// ruth-2015,"1,858",920
    /// ```
    ///
    /// Mended:
    ///
    /// ```csv
    /// study,n,survivors
    /// ruth-2015,1858,920
    /// ```
    E055 NOT_A_NUMBER,

    /// A cell is not a count.
    ///
    /// A column of `type: count` holds whole numbers that are not negative. A cell is missing where it is empty, `NA` or
    /// `NR`.
    ///
    /// ```yaml
    /// studies: {file: studies.csv, columns: {survivors: {type: count}}}
    /// ```
    ///
    /// ```csv
    /// study,n,survivors
    /// lillehei-1989,8,7.5
    /// ```
    ///
    /// Mended:
    ///
    /// ```csv
    /// study,n,survivors
    /// lillehei-1989,8,7
    /// ```
    E056 NOT_A_COUNT,

    /// A cell is not a date.
    ///
    /// A column of `type: date` holds years, months or days of the calendar, as precisely as they are known: `1988`, `1988-07`
    /// or `1988-07-31`.
    ///
    /// ```yaml
    /// studies: {file: studies.csv, columns: {period_start: {type: date}}}
    /// ```
    ///
    /// ```csv
    /// study,period_start,n,survivors
    /// lillehei-1989,July 1986,8,8
    /// ```
    ///
    /// Mended:
    ///
    /// ```csv
    /// study,period_start,n,survivors
    /// lillehei-1989,1986-07,8,8
    /// ```
    E057 NOT_A_DATE,

    /// A cell lies outside the range of its column.
    ///
    /// `min` and `max` under `studies.columns` say which values are possible: a slip of the decimal point shows at once.
    ///
    /// ```yaml
    /// studies: {file: studies.csv, columns: {male_percent: {min: 0, max: 100}}}
    /// ```
    ///
    /// ```csv
    /// study,n,survivors,male_percent
    /// lillehei-1989,8,8,625
    /// ```
    ///
    /// Mended:
    ///
    /// ```csv
    /// study,n,survivors,male_percent
    /// lillehei-1989,8,8,62.5
    /// ```
    E058 CELL_OUT_OF_RANGE,

    /// Two studies have the same id.
    ///
    /// Each row of the study table is a study with an id of its own. Where a study reports two groups, they are two rows
    /// with two ids.
    ///
    /// ```csv
    /// study,n,survivors
    /// chang-2018,2,1
    /// chang-2018,68,30
    /// ```
    ///
    /// Mended:
    ///
    /// ```csv
    /// study,n,survivors
    /// chang-2018-neonates,2,1
    /// chang-2018-children,68,30
    /// ```
    E059 DUPLICATE_STUDY,

    /// A study has no id.
    ///
    /// ```csv
    /// study,n,survivors
    /// ,8,8
    /// ```
    ///
    /// Mended:
    ///
    /// ```csv
    /// study,n,survivors
    /// lillehei-1989,8,8
    /// ```
    E060 STUDY_WITHOUT_ID,

    /// A column is named that the study table does not have.
    ///
    /// Upper and lower case count. The hint names the column that was probably meant, or lists all.
    ///
    /// ```yaml
    /// analyses:
    ///   survival: {measure: proportion, data: {events: surviors, total: n}}
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// analyses:
    ///   survival: {measure: proportion, data: {events: survivors, total: n}}
    /// ```
    E061 UNKNOWN_COLUMN,

    /// The label of the studies cannot be made.
    ///
    /// `studies.label` is a template over the columns: `{{ author }}` inserts a cell. In YAML a text that begins with a brace
    /// needs quotes.
    ///
    /// ```yaml
    /// studies: {file: studies.csv, label: "{{ author } {{ year }}"}
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// studies: {file: studies.csv, label: "{{ author }} {{ year }}"}
    /// ```
    E062 LABEL_TEMPLATE,

    /// The study table has no studies.
    ///
    /// There is a header, but no row follows.
    ///
    /// ```csv
    /// study,n,survivors
    /// ```
    ///
    /// Mended:
    ///
    /// ```csv
    /// study,n,survivors
    /// lillehei-1989,8,8
    /// ```
    E064 TABLE_WITHOUT_ROWS,

    /// The study table has no source, or two.
    ///
    /// `studies` names a CSV under `file`, or holds the studies themselves under `rows`: one of the two.
    ///
    /// ```yaml
    /// studies: {id: study}
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// studies: {file: studies.csv, id: study}
    /// ```
    E065 FILE_OR_ROWS,

    /// A cell under `rows` is a list or a mapping.
    ///
    /// ```yaml
    /// studies:
    ///   rows:
    ///     - {study: lillehei-1989, country: [USA, Canada], n: 8, survivors: 8}
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// studies:
    ///   rows:
    ///     - {study: lillehei-1989, country: "USA, Canada", n: 8, survivors: 8}
    /// ```
    E066 CELL_OF_MANY_VALUES,

    /// A study is named that is not in the study table.
    ///
    /// Studies are named by their ids, not by their labels.
    ///
    /// ```yaml
    /// analyses:
    ///   survival:
    ///     measure: proportion
    ///     data: {events: survivors, total: n}
    ///     outliers: {remove: [lillehei-1998]}
    /// ```
    ///
    /// Mended:
    ///
    /// ```yaml
    /// analyses:
    ///   survival:
    ///     measure: proportion
    ///     data: {events: survivors, total: n}
    ///     outliers: {remove: [lillehei-1989]}
    /// ```
    E067 UNKNOWN_STUDY,

    /// A column of numbers is read as text because some of its cells are no numbers as they are written.
    ///
    /// Nearly all of its cells are numbers, so the others are probably slips; or all of them stand in the manner of another
    /// country (`3,5`). As a text the column cannot be averaged, sorts by its letters, and as a moderator makes a group
    /// of every cell.
    ///
    /// ```csv
    /// study,n,survivors,age
    /// a,8,8,4.5
    /// b,10,9,3.2
    /// c,9,5,1.1
    /// d,11,6,2.0
    /// e,45,21,"6,1"
    /// ```
    ///
    /// Mended:
    ///
    /// ```csv
    /// study,n,survivors,age
    /// a,8,8,4.5
    /// b,10,9,3.2
    /// c,9,5,1.1
    /// d,11,6,2.0
    /// e,45,21,6.1
    /// ```
    W050 MIXED_COLUMN,

    /// Two studies have the same label.
    ///
    /// Readers cannot tell them apart in figures and tables.
    ///
    /// ```yaml
    /// studies: {file: studies.csv, label: "{{ author }} {{ year }}"}
    /// ```
    ///
    /// ```csv
    /// study,author,year,n,survivors
    /// lee-2015-a,Lee,2015,8,8
    /// lee-2015-b,Lee,2015,10,9
    /// ```
    ///
    /// Mended:
    ///
    /// ```csv
    /// study,author,year,n,survivors
    /// lee-2015-a,Lee,2015a,8,8
    /// lee-2015-b,Lee,2015b,10,9
    /// ```
    W051 SAME_LABEL,

    /// The id of a study has white space in it.
    ///
    /// Ids name studies in the specification and in links; one word is easier to type and to quote. It works as it is.
    /// What readers see is the label.
    ///
    /// ```csv
    /// study,n,survivors
    /// Lillehei 1989,8,8
    /// ```
    ///
    /// Mended:
    ///
    /// ```csv
    /// study,author,year,n,survivors
    /// lillehei-1989,Lillehei,1989,8,8
    /// ```
    W052 STUDY_ID_WITH_SPACE,

    /// Two studies look like the same one.
    ///
    /// They have the same first author and year, or the same centre and number of patients. One study reported twice would count
    /// twice. Where they are two studies, name the pair under
    /// `overlap.accepted` with the reason.
    ///
    /// ```csv
    /// study,author,year,centre,n,survivors
    /// chang-2018a,Chang,2018,Taipei,55,17
    /// chang-2018b,Chang,2018,Taipei,55,17
    /// ```
    ///
    /// Mended:
    ///
    /// ```csv
    /// study,author,year,centre,n,survivors
    /// chang-2018,Chang,2018,Taipei,55,17
    /// ```
    W070 NEAR_DUPLICATE,

    /// A percentage cannot come from a whole number of patients.
    ///
    /// With so few patients only some percentages are possible: of 8, the nearest to 60 % are 62.5 % (5 of 8) and 50 % (4 of 8).
    /// Usually the percentage is of another number of patients, or a slip.
    ///
    /// ```csv
    /// study,n,survivors,male_percent
    /// lillehei-1989,8,8,60
    /// ```
    ///
    /// Mended:
    ///
    /// ```csv
    /// study,n,survivors,male_percent
    /// lillehei-1989,8,8,62.5
    /// ```
    W071 IMPOSSIBLE_PERCENTAGE,

    /// A value is implausible for what its column says it is.
    ///
    /// A year before 1900 or after the review, an age beyond 120 years, a percentage beyond 100.
    ///
    /// ```csv
    /// study,year,n,survivors
    /// lillehei-1989,1089,8,8
    /// ```
    ///
    /// Mended:
    ///
    /// ```csv
    /// study,year,n,survivors
    /// lillehei-1989,1989,8,8
    /// ```
    W072 IMPLAUSIBLE_VALUE,

    /// A value looks as if it had another unit than the others of its column.
    ///
    /// It is more than twenty times above or below all other values. Days among hours, months among years, and fractions among
    /// percentages look like this.
    ///
    /// ```csv
    /// study,n,survivors,ecmo_hours
    /// a,8,8,96.5
    /// b,10,9,120
    /// c,9,5,4
    /// d,11,6,144
    /// e,45,21,110
    /// f,12,7,130
    /// ```
    ///
    /// Mended:
    ///
    /// ```csv
    /// study,n,survivors,ecmo_hours
    /// a,8,8,96.5
    /// b,10,9,120
    /// c,9,5,120
    /// d,11,6,144
    /// e,45,21,110
    /// f,12,7,130
    /// ```
    W073 UNIT_LOOKS_WRONG,

    /// Two values of a column that splits the studies differ only in case, white space or punctuation.
    ///
    /// They are two subgroups, or two levels of a moderator, though they are probably meant as one.
    ///
    /// ```yaml
    /// analyses:
    ///   survival: {measure: proportion, data: {events: survivors, total: n}, subgroups: [region]}
    /// ```
    ///
    /// ```csv
    /// study,n,survivors,region
    /// a,8,8,Europe
    /// b,10,9,Europe
    /// c,9,5,europe
    /// ```
    ///
    /// Mended:
    ///
    /// ```csv
    /// study,n,survivors,region
    /// a,8,8,Europe
    /// b,10,9,Europe
    /// c,9,5,Europe
    /// ```
    W074 LEVELS_ALIKE,
}
