//! The study table by id, for whoever looks studies up one after the other.

use std::collections::BTreeMap;

use super::StudyRecord;

/// The rows of the study table by their ids.
#[derive(Debug, Clone, Default)]
pub struct StudyIndex<'a> {
    rows: BTreeMap<&'a str, (usize, &'a StudyRecord)>,
}

impl<'a> StudyIndex<'a> {
    /// The index of a study table.
    #[must_use]
    pub fn of(records: &'a [StudyRecord]) -> Self {
        let row = |(place, record): (usize, &'a StudyRecord)| (record.id.as_str(), (place, record));
        Self { rows: records.iter().enumerate().map(row).collect() }
    }

    /// The row of a study.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&'a StudyRecord> {
        self.rows.get(id).map(|(_, record)| *record)
    }

    /// Where the row stands, counted from 0.
    #[must_use]
    pub fn place(&self, id: &str) -> Option<usize> {
        self.rows.get(id).map(|(place, _)| *place)
    }

    /// What a study is called; its id where the table does not have it.
    #[must_use]
    pub fn label<'s>(&self, id: &'s str) -> &'s str
    where
        'a: 's,
    {
        self.get(id).map_or(id, |record| record.label.as_str())
    }
}
