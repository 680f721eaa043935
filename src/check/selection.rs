//! Decisions of two screeners.

use crate::diagnostics::{Diagnostic, Diagnostics, codes, did_you_mean};
use crate::source::csv::Records;
use crate::source::yaml::Document;
use crate::source::{Folder, Place};
use crate::spec::evidence::Selection;
use crate::table::cell;

/// What a screener can decide.
const DECISIONS: [&str; 3] = ["include", "exclude", "unclear"];

/// The decisions of two screeners on every record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Screening {
    /// Names of the two columns.
    pub reviewers: [String; 2],
    /// The records, in the order of the file.
    pub records: Vec<Screened>,
}

/// The decisions on a record at a stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Screened {
    /// Id of the record.
    pub record: String,
    /// The stage, where the file has stages.
    pub stage: Option<String>,
    /// What each decided; none where one has not.
    pub decisions: [Option<&'static str>; 2],
    /// What was agreed in the end.
    pub resolved: Option<&'static str>,
}

/// Reads and checks the decisions. A record on which the two disagree needs a decision after adjudication.
pub(super) fn check(
    spec: &Selection,
    folder: &Folder,
    document: &Document,
    found: &mut Diagnostics,
) -> Option<Screening> {
    let at = document.place("selection.file");
    let file = found.take(folder.read(&spec.file, Some(&at)))?;
    let records = Records::parse(&file, found)?;
    let mut column = |name: &str, key: &str| -> Option<usize> {
        let position = records.columns().position(|column| column == name);
        if position.is_none() {
            found.push(
                Diagnostic::new(codes::UNKNOWN_COLUMN, format!("there is no column `{name}`"))
                    .at(document.place(key), format!("not a column of `{}`", spec.file))
                    .hint(format!("the columns are {}", records.columns().collect::<Vec<_>>().join(", ")))
                    .hint_if(did_you_mean(name, records.columns())),
            );
        }
        position
    };
    let id = column(spec.record.as_deref().unwrap_or("id"), "selection.record");
    let reviewers = [
        column(&spec.reviewers[0], "selection.reviewers.0"),
        column(&spec.reviewers[1], "selection.reviewers.1"),
    ];
    let adjudicated = match &spec.adjudicated {
        Some(name) => Some(column(name, "selection.adjudicated")?),
        None => None,
    };
    let (id, [Some(first), Some(second)]) = (id?, reviewers) else { return None };
    let stage = records.columns().position(|column| column == "stage");
    let mut screening = Screening { reviewers: spec.reviewers.clone(), records: Vec::new() };
    for row in 0..records.len() {
        let text = |column: usize| records.cell(row, column).text.trim().to_owned();
        let mut decision = |column: usize| decision(&text(column), records.cell_place(row, column), found);
        let decisions = [decision(first), decision(second)];
        let resolved = match adjudicated {
            Some(column) => decision(column),
            None => None,
        };
        let screened = Screened {
            record: text(id),
            stage: stage.map(text).filter(|stage| !stage.is_empty()),
            decisions,
            resolved,
        };
        let twin = screening
            .records
            .iter()
            .position(|other: &Screened| other.record == screened.record && other.stage == screened.stage);
        if let Some(twin) = twin {
            found.push(
                Diagnostic::new(
                    codes::RECORD_SCREENED_TWICE,
                    format!("record `{}` is there twice", screened.record),
                )
                .at(records.cell_place(row, id), "again here")
                .also(records.cell_place(twin, id), "first here")
                .hint("keep one row per record and stage"),
            );
        }
        unresolved(&screened, records.row_place(row), found);
        screening.records.push(screened);
    }
    Some(screening)
}

fn decision(written: &str, place: Place, found: &mut Diagnostics) -> Option<&'static str> {
    if cell::is_missing(written) {
        return None;
    }
    let known = DECISIONS.into_iter().find(|known| known.eq_ignore_ascii_case(written));
    if known.is_none() {
        found.push(
            Diagnostic::new(codes::UNKNOWN_DECISION, format!("`{written}` is no decision"))
                .at(place, "a screening decision")
                .note("the decisions are include, exclude and unclear")
                .hint_if(did_you_mean(written, DECISIONS)),
        );
    }
    known
}

/// Two who disagree, or one who finds it unclear, leave the record open until it is adjudicated.
fn unresolved(screened: &Screened, place: Place, found: &mut Diagnostics) {
    let [Some(a), Some(b)] = screened.decisions else { return };
    let open = a != b || a == "unclear";
    if open && screened.resolved.is_none_or(|resolved| resolved == "unclear") {
        let message =
            format!("nobody has decided on record `{}`: one says {a}, the other {b}", screened.record);
        found.push(
            Diagnostic::new(codes::RECORD_UNRESOLVED, message)
                .at(place, "not resolved")
                .hint("give what was agreed in the end in the column that `adjudicated` names"),
        );
    }
}
