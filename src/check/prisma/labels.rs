//! What the boxes of the flow diagram are called: the standard labels of PRISMA 2020, for the figure, the table
//! and what is told of contradictions.

/// What a count is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// As a line of its box, below the heading of that box: `Databases`.
    pub line: String,
    /// Where it stands alone: `Records from databases`.
    pub alone: String,
}

/// Counts by key: as a line of the figure, and alone where that is different.
const LABELS: &[(&str, &str, &str)] = &[
    ("databases", "Databases", "Records from databases"),
    ("registers", "Registers", "Records from registers"),
    ("removed", "Records removed before screening", ""),
    ("removed.duplicates", "Duplicate records removed", ""),
    ("removed.automation", "Records marked as ineligible by automation tools", ""),
    ("removed.other", "Records removed for other reasons", ""),
    ("screened", "Records screened", ""),
    ("excluded", "Records excluded", ""),
    ("excluded.human", "by a human", "Records excluded by a human"),
    ("excluded.automation", "by automation tools", "Records excluded by automation tools"),
    ("records_to_reports.extra_reports", "Further reports of these records", ""),
    ("records_to_reports.merged", "Records without a report of their own", ""),
    ("sought", "Reports sought for retrieval", ""),
    ("not_retrieved", "Reports not retrieved", ""),
    ("assessed", "Reports assessed for eligibility", ""),
    ("excluded_reports", "Reports excluded", ""),
    ("other.websites", "Websites", "Records from websites"),
    ("other.organisations", "Organisations", "Records from organisations"),
    ("other.citations", "Citation searching", "Records from citation searching"),
    (
        "other.duplicates",
        "Found in databases or registers already",
        "Records from other methods that databases or registers had given already",
    ),
    ("previous.studies", "Studies included in previous version of review", ""),
    ("previous.reports", "Reports of studies included in previous version of review", ""),
    ("new.studies", "New studies included in review", ""),
    ("new.reports", "Reports of new included studies", ""),
    (
        "updated_studies",
        "of which the previous version had already",
        "New studies that the previous version had already",
    ),
    ("included.studies", "Studies included in review", ""),
    ("included.reports", "Reports of included studies", ""),
    ("total.studies", "Total studies included in review", ""),
    ("total.reports", "Reports of total included studies", ""),
    ("synthesised", "Studies included in meta-analysis", ""),
];

/// What a count is called, by its key in the specification (`screened`, `databases.MEDLINE`, `other.sought`); of an
/// update, the included studies are `total.studies`. What the author named is called that.
#[must_use]
pub fn label(key: &str) -> Label {
    if let Some((_, line, alone)) = LABELS.iter().find(|(known, ..)| *known == key) {
        let alone = if alone.is_empty() { line } else { alone };
        return Label { line: (*line).to_owned(), alone: (*alone).to_owned() };
    }
    let named = |name: &str, alone: String| Label { line: name.to_owned(), alone };
    let (first, rest) = key.split_once('.').unwrap_or((key, ""));
    match first {
        "databases" | "registers" => named(rest, format!("Records from {rest}")),
        "excluded" => named(rest, format!("Records excluded: {rest}")),
        "excluded_reports" => named(rest, format!("Reports excluded: {rest}")),
        "synthesised" => named(rest, format!("Studies included in meta-analysis: {rest}")),
        "stages" => match rest.split_once(".removed") {
            Some((stage, "")) => named("Excluded", format!("{stage}: excluded")),
            Some((stage, reason)) => {
                let reason = reason.trim_start_matches('.');
                named(reason, format!("{stage}: excluded, {reason}"))
            }
            None => named(rest, rest.to_owned()),
        },
        "other" => match rest.strip_prefix("others.") {
            Some(name) => named(name, format!("Records from {name}")),
            None => {
                let Label { line, alone } = label(rest);
                Label { line, alone: format!("{alone}, other methods") }
            }
        },
        _ => named(key, key.replace(['_', '.'], " ")),
    }
}

/// A label within a sentence: `records screened`.
#[must_use]
pub fn in_sentence(label: &str) -> String {
    let mut characters = label.chars();
    characters.next().map_or_else(String::new, |first| first.to_lowercase().chain(characters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_author_named_is_called_that() {
        let alone = |key: &str| label(key).alone;
        assert_eq!(alone("databases.MEDLINE"), "Records from MEDLINE");
        assert_eq!(alone("other.others.Hand search"), "Records from Hand search");
        assert_eq!(alone("other.excluded_reports.no data"), "Reports excluded: no data, other methods");
        assert_eq!(alone("other.sought"), "Reports sought for retrieval, other methods");
        assert_eq!(alone("stages.Abstracts screened"), "Abstracts screened");
        assert_eq!(
            alone("stages.Abstracts screened.removed.No abstract"),
            "Abstracts screened: excluded, No abstract"
        );
        assert_eq!(label("excluded_reports.no data").line, "no data");
    }
}
