//! The list of excluded reports: a row for each, with its reason.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::known::PrismaResult;
use crate::diagnostics::{Diagnostic, Diagnostics, codes, did_you_mean};
use crate::source::Folder;
use crate::source::csv::Records;
use crate::source::yaml::Document;
use crate::spec::prisma::Prisma;
use crate::table::cell;

/// A report that was excluded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExcludedReport {
    /// The report, as it is named.
    pub report: String,
    /// Why it was excluded.
    pub reason: String,
    /// It might seem to meet the criteria.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub near_miss: bool,
    /// Where it was published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub citation: Option<String>,
}

/// Reads the list, and tells where it has other numbers than the diagram.
pub(super) fn read(
    prisma: &Prisma,
    boxes: &PrismaResult,
    folder: &Folder,
    document: &Document,
    found: &mut Diagnostics,
) -> Vec<ExcludedReport> {
    let reports = prisma.excluded_file.as_ref().and_then(|file| listed(file, folder, document, found));
    let Some(reports) = reports else { return Vec::new() };
    compare(&reports, boxes, document, found);
    reports
}

fn listed(
    name: &str,
    folder: &Folder,
    document: &Document,
    found: &mut Diagnostics,
) -> Option<Vec<ExcludedReport>> {
    let at = document.place("prisma.excluded_file");
    let file = found.take(folder.read(name, Some(&at)))?;
    let records = Records::parse(&file, found)?;
    // `Near miss` is `near_miss`: a sheet made by hand has such headings.
    let plain = |name: &str| name.trim().to_lowercase().replace([' ', '-'], "_");
    let position = |column: &str| records.columns().position(|known| plain(known) == column);
    let mut needed = |column: &str| {
        let position = position(column);
        if position.is_none() {
            found.push(
                Diagnostic::new(codes::UNKNOWN_COLUMN, format!("`{name}` has no column `{column}`"))
                    .at(records.header_place(), "its columns")
                    .also(at.clone(), "read for the excluded reports")
                    .hint("a list of excluded reports has the columns `report` and `reason`, and may have `near_miss` and `citation`")
                    .hint_if(did_you_mean(column, records.columns())),
            );
        }
        position
    };
    let (report, reason) = (needed("report"), needed("reason"));
    let (report, reason) = (report?, reason?);
    let (near_miss, citation) = (position("near_miss"), position("citation"));
    let text = |row: usize, column: usize| {
        let text = records.cell(row, column).text.trim().to_owned();
        (!cell::is_missing(&text)).then_some(text)
    };
    let mut reports = Vec::with_capacity(records.len());
    let mut rows: IndexMap<String, usize> = IndexMap::new();
    for row in 0..records.len() {
        let (Some(named), Some(why)) = (text(row, report), text(row, reason)) else {
            let (column, what) =
                if text(row, report).is_none() { (report, "name") } else { (reason, "reason") };
            found.push(
                Diagnostic::new(codes::EXCLUDED_REPORT, format!("an excluded report has no {what}"))
                    .at(records.cell_place(row, column), "empty")
                    .hint("give each report a name and the one reason that it was excluded for"),
            );
            continue;
        };
        let near_miss = near_miss.and_then(|column| Some((column, text(row, column)?))).is_some_and(
            |(column, written)| match written.to_ascii_lowercase().as_str() {
                "yes" | "true" | "x" | "1" => true,
                "no" | "false" | "0" => false,
                _ => {
                    found.push(
                        Diagnostic::new(codes::EXCLUDED_REPORT, format!("`{written}` is neither yes nor no"))
                            .at(records.cell_place(row, column), "whether it came close to inclusion")
                            .hint("write `yes` for a near miss, and `no` or nothing for others"),
                    );
                    false
                }
            },
        );
        let citation = citation.and_then(|column| text(row, column));
        if let Some(first) = rows.insert(named.to_lowercase(), row) {
            found.push(
                Diagnostic::new(codes::EXCLUDED_REPORT, format!("`{named}` is listed twice"))
                    .at(records.cell_place(row, report), "again here")
                    .also(records.cell_place(first, report), "first here")
                    .hint("a report has one row, with one reason; two reports need two names"),
            );
        }
        reports.push(ExcludedReport { report: named, reason: why, near_miss, citation });
    }
    Some(reports)
}

/// The rows by reason are the counts of the diagram, those of other methods among them.
fn compare(reports: &[ExcludedReport], boxes: &PrismaResult, document: &Document, found: &mut Diagnostics) {
    let mut listed: IndexMap<String, (&str, u64)> = IndexMap::new();
    for report in reports {
        listed.entry(report.reason.to_lowercase()).or_insert((&report.reason, 0)).1 += 1;
    }
    let mut counted: IndexMap<String, (String, u64)> = IndexMap::new();
    let (mut total, mut itemised) = (Some(0), false);
    for parent in ["excluded_reports", "other.excluded_reports"] {
        if let Some(count) = boxes.get(parent) {
            total = total.zip(count.value).map(|(a, b)| a + b);
        }
        let prefix = format!("{parent}.");
        for (key, count) in boxes {
            if let (Some(reason), Some(n)) = (key.strip_prefix(&prefix), count.value) {
                itemised = true;
                counted.entry(reason.to_lowercase()).or_insert_with(|| (reason.to_owned(), 0)).1 += n;
            }
        }
    }
    let mut differences = Vec::new();
    if itemised {
        for (lower, (reason, n)) in &counted {
            let rows = listed.get(lower).map_or(0, |(_, rows)| *rows);
            if rows != *n {
                differences.push(format!("{reason}: {rows} listed, {n} counted"));
            }
        }
        let uncounted = listed.iter().filter(|(reason, _)| !counted.contains_key(*reason));
        differences.extend(uncounted.map(|(_, (reason, rows))| {
            let meant = did_you_mean(reason, counted.values().map(|(known, _)| known.as_str()));
            let meant = meant.map(|meant| format!("; {meant}")).unwrap_or_default();
            format!("{reason}: {rows} listed, not counted{meant}")
        }));
    } else if let Some(total) = total.filter(|total| *total != reports.len() as u64) {
        differences.push(format!("{} listed, {total} counted", reports.len()));
    }
    if differences.is_empty() {
        return;
    }
    let mut finding = Diagnostic::new(
        codes::EXCLUDED_LIST_DISAGREES,
        "the list of excluded reports has other numbers than the flow diagram",
    )
    .at(document.place("prisma.excluded_file"), format!("{} reports", reports.len()))
    .also(document.key_place("prisma.excluded_reports"), "what is counted")
    .hint("each report has one reason, written as in `excluded_reports`");
    for difference in differences.into_iter().take(6) {
        finding = finding.note(difference);
    }
    found.push(finding);
}
