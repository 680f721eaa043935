//! Texts with a form of their own, by the patterns of the schema.

use crate::spec::schema::{ISO_DATE, ORCID, PARTIAL_DATE, SEMANTIC_VERSION, SNAKE_CASE, START_DATE};

/// Whether a text has the form of a pattern; if not, what it is not, and how to mend it (of an id, the nearest id).
pub(super) fn check(pattern: &str, text: &str) -> Result<(), (&'static str, String)> {
    let wrong = |what: &'static str, mended: String| Err((what, mended));
    match pattern {
        SNAKE_CASE if !is_snake_case(text) => wrong("in snake_case", snake_case(text)),
        ISO_DATE if !is_date(text) => wrong("a date", date_from(text)),
        PARTIAL_DATE if !is_partial_date(text) => wrong("a date", partial_date_from(text)),
        START_DATE if !is_partial_date(text) && text != "inception" => {
            wrong("a date", format!("{}, or `inception`", partial_date_from(text)))
        }
        SEMANTIC_VERSION if semver::Version::parse(text).is_err() => wrong("a version", version_from(text)),
        ORCID if !is_orcid(text) => wrong("an ORCID iD", orcid_hint(text)),
        _ => Ok(()),
    }
}

fn is_snake_case(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

/// The nearest id in `snake_case`.
fn snake_case(text: &str) -> String {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let id = words.map(str::to_ascii_lowercase).collect::<Vec<_>>().join("_");
    if id.starts_with(|c: char| c.is_ascii_lowercase()) {
        id
    } else {
        format!("a_{id}").trim_end_matches('_').to_owned()
    }
}

/// A day that the calendar has.
fn is_date(text: &str) -> bool {
    if !text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') {
        return false;
    }
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else { return false };
    if (year.len(), month.len(), day.len()) != (4, 2, 2) {
        return false;
    }
    let (Ok(year), Ok(month), Ok(day)) = (year.parse::<u32>(), month.parse::<u32>(), day.parse::<u32>())
    else {
        return false;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 0,
    };
    (1..=days).contains(&day)
}

/// A year, a month of a year, or a day that the calendar has.
fn is_partial_date(text: &str) -> bool {
    match text.len() {
        4 => is_date(&format!("{text}-01-01")),
        7 => is_date(&format!("{text}-01")),
        _ => is_date(text),
    }
}

fn partial_date_from(text: &str) -> String {
    let whole = date_from(text);
    let form = "write a year, a month or a day: 2026, 2026-01 or 2026-01-31";
    if whole.contains(": year") { whole } else { form.to_owned() }
}

/// `7.12.2020` as `2020-12-07`; where days and months cannot be told apart, only the form.
fn date_from(text: &str) -> String {
    let parts: Vec<u32> = text.split('.').map_while(|part| part.trim().parse().ok()).collect();
    if let [day, month, year] = parts[..] {
        let date = format!("{year:04}-{month:02}-{day:02}");
        if is_date(&date) {
            return format!("write {date}: year, month, day");
        }
    }
    "write year, month and day of a day that the calendar has, such as 2026-01-31".to_owned()
}

fn orcid_hint(text: &str) -> String {
    let id = text.strip_prefix("https://orcid.org/").unwrap_or(text);
    if id.len() == 19 {
        "a digit is wrong: the last one, which checks the others, does not match".to_owned()
    } else {
        "an ORCID iD has sixteen digits in groups of four: 0000-0002-1825-0097".to_owned()
    }
}

/// `1.2` as `1.2.0`.
fn version_from(text: &str) -> String {
    let numbers: Vec<u64> =
        text.trim_start_matches(['v', 'V']).split('.').map_while(|part| part.parse().ok()).collect();
    let version = match numbers.as_slice() {
        [major] => format!("{major}.0.0"),
        [major, minor] => format!("{major}.{minor}.0"),
        [major, minor, patch, ..] => format!("{major}.{minor}.{patch}"),
        [] => return "a version has three numbers: 1.0.0".to_owned(),
    };
    format!("a version has three numbers: {version}")
}

/// Sixteen digits in groups of four, the last one a check digit (ISO 7064 mod 11-2).
fn is_orcid(text: &str) -> bool {
    let id = text.strip_prefix("https://orcid.org/").unwrap_or(text);
    if id.len() != 19 || !id.bytes().enumerate().all(|(at, byte)| (byte == b'-') == matches!(at, 4 | 9 | 14))
    {
        return false;
    }
    let mut total = 0;
    for c in id.chars().filter(|&c| c != '-').take(15) {
        let Some(digit) = c.to_digit(10) else { return false };
        total = (total + digit) * 2;
    }
    let check = (12 - total % 11) % 11;
    id.ends_with(|c: char| if check == 10 { c == 'X' } else { c.to_digit(10) == Some(check) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms() {
        assert!(check(ISO_DATE, "2020-02-29").is_ok());
        for text in ["2021-02-29", "7.12.2020", "2020-12", "2020-1-7", "2020-13-01"] {
            assert!(check(ISO_DATE, text).is_err(), "{text}");
        }
        for text in ["1972", "1972-05", "1972-05-31"] {
            assert!(check(PARTIAL_DATE, text).is_ok() && check(START_DATE, text).is_ok(), "{text}");
        }
        for text in ["yesterday", "72", "1972-13", "1972-5", "31.5.1972", "inception", "1972-", "+972"] {
            assert!(check(PARTIAL_DATE, text).is_err(), "{text}");
        }
        assert!(check(START_DATE, "inception").is_ok() && check(START_DATE, "present").is_err());
        assert!(check(PARTIAL_DATE, "15.2.2020").unwrap_err().1.starts_with("write 2020-02-15"));
        assert!(check(ORCID, "0000-0002-1825-0097").is_ok());
        assert!(check(ORCID, "https://orcid.org/0000-0002-1694-233X").is_ok());
        assert!(check(ORCID, "0000-0002-1825-0098").is_err(), "the check digit");
        assert_eq!(check(SEMANTIC_VERSION, "1.2").unwrap_err().1, "a version has three numbers: 1.2.0");
        assert_eq!(check(SNAKE_CASE, "Survival at 90 days").unwrap_err().1, "survival_at_90_days");
        assert_eq!(check(SNAKE_CASE, "90 days").unwrap_err().1, "a_90_days");
    }
}
