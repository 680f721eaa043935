//! The text of a cell to its value.

use std::fmt;

/// Whether a cell is missing: empty, `NA` or `NR`.
#[must_use]
pub fn is_missing(text: &str) -> bool {
    matches!(text, "" | "NA" | "NR")
}

/// Reads a decimal number: digits with at most one point, sign, exponent. Nothing else: no thousands separator, no
/// decimal comma, no unit.
#[must_use]
pub fn number(text: &str) -> Option<f64> {
    let plain = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.' | b'e' | b'E');
    if !text.bytes().all(plain) || !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse().ok().filter(|number: &f64| number.is_finite())
}

/// Reads a whole number that is not negative; `12.0` is one.
#[must_use]
pub fn count(text: &str) -> Option<f64> {
    /// Beyond it a double no longer tells whole numbers apart.
    const LARGEST: f64 = 9_007_199_254_740_992.0;
    number(text).filter(|&number| number >= 0.0 && number.fract() == 0.0 && number <= LARGEST)
}

/// A date as precisely as it is known. Ordered by year, month, day; what is not known comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// The year.
    pub year: u16,
    /// The month, 1 to 12.
    pub month: Option<u8>,
    /// The day of the month.
    pub day: Option<u8>,
}

impl Date {
    /// Reads `1988`, `1988-07` or `1988-07-31`; only days that the calendar has.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits = |text: &str, length: usize| {
            (text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit()))
                .then(|| text.parse::<u16>().ok())
                .flatten()
        };
        let mut parts = text.split('-');
        let year = digits(parts.next()?, 4)?;
        let small = |text: &str| digits(text, 2).and_then(|number| u8::try_from(number).ok());
        let month = parts
            .next()
            .map(|part| small(part).filter(|month| (1..=12).contains(month)).ok_or(()))
            .transpose()
            .ok()?;
        let day = parts.next().map(|part| small(part).ok_or(())).transpose().ok()?;
        if parts.next().is_some() {
            return None;
        }
        if let (Some(month), Some(day)) = (month, day)
            && !(1..=days(year, month)).contains(&day)
        {
            return None;
        }
        Some(Self { year, month, day })
    }

    /// Months since the year 0, of the month itself; a bare year counts as its first month.
    #[must_use]
    pub fn first_month(self) -> i32 {
        i32::from(self.year) * 12 + i32::from(self.month.unwrap_or(1)) - 1
    }

    /// Months since the year 0, of the month itself; a bare year counts as its last month.
    #[must_use]
    pub fn last_month(self) -> i32 {
        i32::from(self.year) * 12 + i32::from(self.month.unwrap_or(12)) - 1
    }
}

/// The days of a month.
pub(crate) const fn days(year: u16, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 31,
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        self.month.map_or(Ok(()), |month| write!(f, "-{month:02}"))?;
        self.day.map_or(Ok(()), |day| write!(f, "-{day:02}"))
    }
}

/// How a text that is no number was probably meant.
#[must_use]
pub(super) fn number_hint(text: &str) -> Option<String> {
    foreign_number_hint(text).or_else(|| no_number_hint(text))
}

/// How to write a number that stands in the manner of another country or of a printed page: `3,5`, `1 858`, `59%`.
#[must_use]
pub(super) fn foreign_number_hint(text: &str) -> Option<String> {
    let without = |signs: &[char]| text.replace(signs, "");
    let thousands = text.contains(',') && {
        let groups: Vec<&str> = text.split(',').collect();
        groups[1..].iter().all(|group| {
            group.len() == 3 || group.starts_with(|c: char| c.is_ascii_digit()) && group.contains('.')
        }) && number(&without(&[','])).is_some()
    };
    let decimal_comma = text.replace('.', "").replace(',', ".");
    if thousands {
        return Some(format!("numbers have no thousands separator: write {}", without(&[','])));
    }
    if text.matches(',').count() == 1 && number(&decimal_comma).is_some() {
        return Some(format!("numbers have a decimal point: write {decimal_comma}"));
    }
    let spaces = without(&[' ', '\u{a0}', '\u{202f}', '\u{2009}', '\'', '’']);
    if spaces != text && number(&spaces).is_some() {
        return Some(format!("numbers have no thousands separator: write {spaces}"));
    }
    let minus = text.replace(['\u{2212}', '\u{2013}'], "-");
    if minus != text && number(&minus).is_some() {
        return Some(format!("write the minus sign of the keyboard: {minus}"));
    }
    if let Some(percent) = text.strip_suffix('%').map(str::trim_end)
        && number(percent).is_some()
    {
        return Some(format!("write {percent}, and the unit of the column under `studies.columns`"));
    }
    None
}

/// What to do about a text that is no single number.
fn no_number_hint(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    if matches!(
        lower.as_str(),
        "n/a"
            | "na"
            | "nr"
            | "n.a."
            | "n.r."
            | "nd"
            | "nan"
            | "null"
            | "none"
            | "-"
            | "--"
            | "–"
            | "—"
            | "."
            | "?"
            | "unknown"
            | "not reported"
            | "not available"
    ) {
        return Some("a cell is missing where it is empty, `NA` or `NR`".to_owned());
    }
    let leading: String = text.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
    if number(&leading).is_some() && text[leading.len()..].starts_with([' ', '(', '*', '[', '†', '‡', '±'])
    {
        return Some(format!(
            "a cell holds one number: write {leading}, and the rest in a column of its own"
        ));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_counts() {
        for text in ["12", "-1.5", ".5", "1e-3", "+3", "0"] {
            assert!(number(text).is_some(), "{text}");
        }
        for text in
            ["", "1,858", "inf", "nan", "1 858", "59%", "<0.01", "12a", "1.2.3", "-", "e5", "0x10", "1e999"]
        {
            assert_eq!(number(text), None, "{text}");
        }
        assert_eq!(count("8.0"), Some(8.0));
        assert_eq!(count("-1"), None);
        assert_eq!(count("8.5"), None);
    }

    #[test]
    fn dates_are_those_of_the_calendar() {
        let date = Date::parse("1988-07").unwrap();
        assert_eq!((date.year, date.month, date.day), (1988, Some(7), None));
        assert_eq!(date.to_string(), "1988-07");
        assert_eq!(Date::parse("2000-02-29").unwrap().to_string(), "2000-02-29");
        for text in ["88", "1988-13", "1988-7", "1900-02-29", "1988-07-31-1", "1988-", "July 1988", "1988/07"]
        {
            assert_eq!(Date::parse(text), None, "{text}");
        }
        let (from, to) = (Date::parse("1998").unwrap(), Date::parse("1999-03").unwrap());
        assert_eq!(to.last_month() - from.first_month() + 1, 15);
        assert_eq!(from.last_month() - from.first_month() + 1, 12);
    }

    #[test]
    fn what_was_meant() {
        let meant = |text: &str| number_hint(text).unwrap_or_default();
        assert_eq!(meant("1,858"), "numbers have no thousands separator: write 1858");
        assert_eq!(meant("1,234,567.5"), "numbers have no thousands separator: write 1234567.5");
        assert_eq!(meant("0,5"), "numbers have a decimal point: write 0.5");
        assert_eq!(meant("1.858,5"), "numbers have a decimal point: write 1858.5");
        assert_eq!(meant("1 858"), "numbers have no thousands separator: write 1858");
        assert_eq!(meant("−5"), "write the minus sign of the keyboard: -5");
        assert_eq!(meant("59 %"), "write 59, and the unit of the column under `studies.columns`");
        assert_eq!(meant("n/a"), "a cell is missing where it is empty, `NA` or `NR`");
        assert_eq!(meant("12 (3)"), "a cell holds one number: write 12, and the rest in a column of its own");
        assert_eq!(meant("twelve"), "");
    }
}
