//! The table of the PRISMA2020 flow diagram: a row per count, named in the column `data`, its number in `n`.

use std::fmt::Write as _;

use super::sheet::{Sheet, quoted};
use super::start::{Parts, Refusal};

/// Whether this is such a table.
pub(super) fn is_prisma(sheet: &Sheet) -> bool {
    match (sheet.column("data"), sheet.column("n")) {
        (Some(data), Some(_)) => sheet.rows.iter().any(|row| row[data] == "records_screened"),
        _ => false,
    }
}

/// The counts. What is no number (the placeholder `xxx`, an empty cell) is unknown.
pub(super) fn parts(sheet: &Sheet) -> Result<Parts, Refusal> {
    let text = |name: &str| {
        let row = sheet.rows.iter().find(|row| sheet.get(row, "data") == name);
        row.map_or("", |row| sheet.get(row, "n").trim())
    };
    let count = |name: &str| text(name).parse::<u64>().ok();
    // An all-zero table is the empty form that the diagram is filled in on.
    let counts = ["database_results", "register_results", "records_screened", "dbr_assessed", "new_studies"];
    if counts.iter().all(|name| count(name).unwrap_or(0) == 0) {
        return Err(Refusal::new("the PRISMA2020 table has no counts: it is the empty form".to_owned())
            .hint("fill in its column `n`, and leave `xxx` where a count is unknown"));
    }
    let mut out = "prisma:\n".to_owned();
    let mut unknown = 0;
    let mut put = |indent: &str, key: &str, value: Option<String>| match value {
        Some(value) => {
            let _ = writeln!(out, "{indent}{key}: {value}");
        }
        None => unknown += 1,
    };
    let number = |name: &str| count(name).map(|count| count.to_string());
    let items = |total: &str, specific: &str| listed(text(specific), count(total)).or_else(|| number(total));
    put("  ", "databases", items("database_results", "database_specific_results"));
    put("  ", "registers", items("register_results", "register_specific_results"));
    let removed: Vec<String> =
        [("duplicates", "duplicates"), ("automation", "excluded_automatic"), ("other", "excluded_other")]
            .iter()
            .filter_map(|(key, name)| Some(format!("{key}: {}", count(name)?)))
            .collect();
    put("  ", "removed", (!removed.is_empty()).then(|| format!("{{{}}}", removed.join(", "))));
    put("  ", "screened", number("records_screened"));
    put("  ", "excluded", number("records_excluded"));
    put("  ", "sought", number("dbr_sought_reports"));
    put("  ", "not_retrieved", number("dbr_notretrieved_reports"));
    put("  ", "assessed", number("dbr_assessed"));
    put("  ", "excluded_reports", reasons(text("dbr_excluded")));
    let other = [
        ("websites", number("website_results")),
        ("organisations", number("organisation_results")),
        ("citations", number("citations_results")),
        ("sought", number("other_sought_reports")),
        ("not_retrieved", number("other_notretrieved_reports")),
        ("assessed", number("other_assessed")),
        ("excluded_reports", reasons(text("other_excluded"))),
    ];
    // Zeros throughout: there were no other methods.
    if other.iter().any(|(_, value)| value.as_ref().is_some_and(|value| value != "0")) {
        put("  ", "other", Some(String::new()));
        for (key, value) in other {
            put("    ", key, value);
        }
    }
    let pair = |studies: &str, reports: &str| {
        let both: Vec<String> = [("studies", count(studies)), ("reports", count(reports))]
            .iter()
            .filter_map(|(key, count)| Some(format!("{key}: {}", count.filter(|count| *count > 0)?)))
            .collect();
        (!both.is_empty()).then(|| format!("{{{}}}", both.join(", ")))
    };
    let previous = pair("previous_studies", "previous_reports");
    let included = if previous.is_some() {
        pair("total_studies", "total_reports")
    } else {
        pair("new_studies", "new_reports")
    };
    if previous.is_some() {
        put("  ", "previous", previous);
        put("  ", "new", pair("new_studies", "new_reports"));
    }
    let out = out.replace("other: \n", "other:\n");
    let mut notes = Vec::new();
    if unknown > 0 {
        notes.push(format!("PRISMA: {unknown} counts are unknown and left out"));
    }
    if let Some(included) = included {
        // The number of included studies must be that of the rows: it waits until the table has them all.
        notes.push(format!(
            "PRISMA: `included: {included}` waits in review.yaml until studies.csv has these studies"
        ));
        let prisma = format!("{out}  # included: {included}\n");
        return Ok(Parts { prisma: Some(prisma), notes, ..Parts::default() });
    }
    Ok(Parts { prisma: Some(out), notes, ..Parts::default() })
}

/// `MEDLINE, 500; Embase, 700`, where every item has a number and they sum to the total.
fn listed(text: &str, total: Option<u64>) -> Option<String> {
    let items = items(text)?;
    (total.is_none_or(|total| items.iter().map(|(_, count)| count).sum::<u64>() == total))
        .then(|| braces(&items))
}

/// Reasons with their numbers, or one number.
fn reasons(text: &str) -> Option<String> {
    text.parse::<u64>().ok().map(|count| count.to_string()).or_else(|| Some(braces(&items(text)?)))
}

fn items(text: &str) -> Option<Vec<(String, u64)>> {
    let items: Option<Vec<_>> = text
        .split(';')
        .filter(|item| !item.trim().is_empty())
        .map(|item| {
            let (name, count) = item.rsplit_once(',')?;
            Some((name.trim().to_owned(), count.trim().parse().ok()?))
        })
        .collect();
    items.filter(|items| !items.is_empty())
}

fn braces(items: &[(String, u64)]) -> String {
    let items: Vec<String> = items.iter().map(|(name, count)| format!("{}: {count}", quoted(name))).collect();
    format!("{{{}}}", items.join(", "))
}
