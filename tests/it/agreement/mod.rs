//! Numbers cannot disagree: a quantity reads the same in sentences, tables and figures, whatever was chosen.

mod fixtures;
mod invariant;
mod refits;
mod words;

use std::path::Path;

use ecmo_report::analysis::analyse;
use ecmo_report::analysis::results::Results;
use ecmo_report::cli::pipeline::load;
use ecmo_report::diagnostics::{Diagnostics, SourceFile};
use ecmo_report::figures::{self, Figure};
use ecmo_report::numbers::Numbers;
use ecmo_report::report::environment::{Environment, Inputs};
use ecmo_report::report::tables::{Scene, Table, every, row_anchor};
use ecmo_report::source::Folder;
use ecmo_report::spec::Review;
use ecmo_report::spec::prose::NumberProfile;

/// A review with its results.
pub(crate) struct Computed {
    pub(crate) review: Review,
    pub(crate) results: Results,
    pub(crate) found: Diagnostics,
}

/// Computes a review in a folder.
pub(crate) fn in_folder(folder: &Path) -> Computed {
    let mut found = Diagnostics::new();
    let checked = load(&Folder::on_disk(folder), "review.yaml", "review", &mut found);
    let checked = checked.unwrap_or_else(|| panic!("{found:?}"));
    let results = analyse(&checked, &mut found).unwrap_or_else(|| panic!("{found:?}"));
    // What a report reads is what results.json keeps.
    let results = serde_json::from_value(serde_json::to_value(&results).unwrap()).unwrap();
    Computed { review: checked.specification.review, results, found }
}

/// Computes a review of one specification and one table.
pub(crate) fn computed(review: &str, studies: &str) -> Computed {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("review.yaml"), review).unwrap();
    std::fs::write(folder.path().join("studies.csv"), studies).unwrap();
    in_folder(folder.path())
}

impl Computed {
    pub(crate) fn tables(&self) -> Vec<Table> {
        every(Scene {
            review: &self.review,
            results: &self.results,
            index: &ecmo_report::analysis::results::StudyIndex::of(&self.results.studies),
            numbers: Numbers::default(),
        })
    }

    pub(crate) fn table(&self, name: &str) -> Table {
        let found = self.tables().into_iter().find(|table| table.name == name);
        found.unwrap_or_else(|| panic!("no table {name}"))
    }

    pub(crate) fn figures(&self) -> Vec<Figure> {
        let numbers = Numbers::default();
        figures::all(&figures::Sources { results: &self.results, review: &self.review, numbers: &numbers })
    }

    pub(crate) fn figure(&self, id: &str) -> Figure {
        let found = self.figures().into_iter().find(|figure| figure.id == id);
        found.unwrap_or_else(|| panic!("no figure {id}"))
    }

    pub(crate) fn prose(&self) -> Prose {
        let inputs = Inputs {
            results: &self.results,
            review: &self.review,
            numbers: NumberProfile::Neutral,
            templates: &[],
            figures: &[],
            tables: &[],
        };
        Prose(Environment::new(&inputs).unwrap())
    }
}

/// Renders prose.
pub(crate) struct Prose(Environment);

impl Prose {
    pub(crate) fn says(&self, text: &str) -> String {
        let rendered = self.0.render_text(&SourceFile::new("text/a.md", text));
        self.0.markers().plain(&rendered.unwrap_or_else(|fault| panic!("{text}: {fault:?}")))
    }

    /// A built-in part, for an analysis.
    pub(crate) fn part(&self, name: &str, id: &str) -> String {
        let mut names = serde_json::Map::new();
        names.insert("id".to_owned(), id.into());
        let analysis = self.0.value(id).unwrap();
        names.insert("analysis".to_owned(), serde_json::to_value(analysis).unwrap());
        let rendered = self.0.render(&format!("parts/{name}.md"), &names);
        self.0.markers().plain(&rendered.unwrap_or_else(|fault| panic!("{name}: {fault:?}")))
    }
}

/// The texts of the row of a part.
pub(crate) fn row_of(table: &Table, path: &str) -> Vec<String> {
    let row = table.rows.iter().find(|row| row.anchor.as_deref() == Some(row_anchor(path).as_str()));
    let row = row.unwrap_or_else(|| panic!("no row of {path} in {}", table.name));
    row.cells.iter().map(|cell| cell.text.clone()).collect()
}

/// The column whose heading begins so.
pub(crate) fn column(table: &Table, heading: &str) -> usize {
    table
        .columns
        .iter()
        .position(|column| column.label.starts_with(heading))
        .unwrap_or_else(|| panic!("no column {heading} in {}: {:?}", table.name, table.columns))
}
