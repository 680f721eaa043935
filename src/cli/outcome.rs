//! How a review fared: what is printed and how the command ends.

use std::path::{Path, PathBuf};

use super::arguments::Deny;
use super::pipeline::Location;
use super::{Exit, Terminal};
use crate::analysis::results::{AnalysisResult, LeftOutReason, Results};
use crate::diagnostics::{Diagnostics, Severity, codes};
use crate::numbers::{Effects, Numbers};
use crate::spec::prose::NumberProfile;
use crate::stats::choices::Measure;

/// How a review fared.
#[derive(Debug)]
pub(super) struct Outcome {
    pub(super) name: String,
    /// What was done, where it succeeded.
    pub(super) verb: &'static str,
    pub(super) prefix: String,
    pub(super) exit: Exit,
    pub(super) found: Diagnostics,
    /// An error that is no diagnostic, and a hint.
    pub(super) error: Option<(String, Option<String>)>,
    /// A line per analysis.
    pub(super) summary: Vec<String>,
    pub(super) skipped: bool,
    pub(super) wrote: Option<(PathBuf, usize)>,
}

impl Outcome {
    pub(super) fn new(location: &Location) -> Self {
        Self {
            name: location.id.clone(),
            verb: "Built",
            prefix: location.prefix(),
            exit: Exit::Done,
            found: Diagnostics::new(),
            error: None,
            summary: Vec::new(),
            skipped: false,
            wrote: None,
        }
    }

    /// A review that is not there.
    pub(super) fn faulty(path: &Path, message: String) -> Self {
        Self {
            name: path.display().to_string(),
            verb: "Built",
            prefix: String::new(),
            exit: Exit::Faulty,
            found: Diagnostics::new(),
            error: Some((
                message,
                Some("a review is a folder with a review.yaml; `ecmo-report init` makes one".into()),
            )),
            summary: Vec::new(),
            skipped: false,
            wrote: None,
        }
    }

    /// An error of the machine.
    pub(super) fn fail(&mut self, error: &crate::history::Error) {
        self.exit = Exit::Failed;
        self.error = Some((error.to_string(), None));
    }

    /// A line per analysis: k, n and the headline.
    pub(super) fn summarise(&mut self, results: &Results) {
        let numbers = Numbers::new(NumberProfile::Neutral);
        let width = results.analyses.keys().map(|id| id.chars().count()).max().unwrap_or(0);
        self.summary = results
            .analyses
            .iter()
            .map(|(id, analysis)| format!("{id:<width$}  {}", line(analysis, &numbers)))
            .collect();
    }

    /// Prints the diagnostics, the results and what was written.
    pub(super) fn print(&self, terminal: &Terminal) {
        terminal.diagnostics(&self.prefix, self.found.sorted());
        if let Some((message, hint)) = &self.error {
            terminal.error(message, hint.as_deref());
        }
        if self.skipped {
            terminal.status("Fresh", &self.name);
            return;
        }
        let (errors, warnings) = (self.found.count(Severity::Error), self.found.count(Severity::Warning));
        let counts = match (errors, warnings) {
            (0, 0) => String::new(),
            (0, w) => format!(" ({})", counted(w, "warning")),
            (e, 0) => format!(" ({})", counted(e, "error")),
            (e, w) => format!(" ({}, {})", counted(e, "error"), counted(w, "warning")),
        };
        let told = format!("{}{counts}", self.name);
        if self.exit == Exit::Done {
            terminal.status(self.verb, &told);
            for line in &self.summary {
                terminal.summary(line);
            }
        } else {
            terminal.failure("Failed", &told);
        }
        if let Some((folder, files)) = &self.wrote {
            terminal.status("Wrote", &format!("{} ({files} files)", folder.display()));
        }
    }
}

/// `1 warning`, `2 warnings`.
pub(super) fn counted(n: usize, noun: &str) -> String {
    if n == 1 { format!("1 {noun}") } else { format!("{n} {noun}s") }
}

/// `13 studies, 2559 participants: 59% (95% CI 51% to 67%)`, `13 studies: hazard ratio 0.70 (95% CI 0.57 to 0.87)`.
fn line(analysis: &AnalysisResult, numbers: &Numbers) -> String {
    let headline = analysis.headline();
    let missing = analysis.left_out.iter().filter(|study| matches!(study.why(), LeftOutReason::Missing(_)));
    let missing = missing.count();
    let studies = match (missing, analysis.k) {
        (0, 1) => "1 study".to_owned(),
        (0, k) => format!("{k} studies"),
        (missing, k) => format!("{k} of {} studies ({missing} without data)", k + missing),
    };
    let participants =
        analysis.total.map_or(String::new(), |n| format!(", {} participants", numbers.integer(n)));
    let estimate =
        Effects::of(analysis, *numbers).with_named_limits(headline.estimate, headline.ci, analysis.level);
    // A percentage says what it is; another number does not.
    let name = match analysis.measure {
        Measure::Proportion => String::new(),
        _ => {
            let words = analysis.effect_words();
            // A line of the terminal is short: an abbreviation, where there is one.
            let word = if words.short == words.heading { words.one } else { words.short };
            format!("{word} ")
        }
    };
    format!("{studies}{participants}: {name}{estimate}")
}

/// Whether the command fails: on an error always, and on what a caller denies; claims that do not hold always,
/// warnings and published values on request.
pub(super) fn denied(results: &Results, found: &Diagnostics, deny: &[Deny]) -> Exit {
    if found.iter().any(|d| d.is_error() && d.code != codes::CLAIM_FAILS) {
        return Exit::Faulty;
    }
    let claims = results.claims.iter().any(|claim| !claim.holds);
    let warnings = deny.contains(&Deny::Warnings) && found.count(Severity::Warning) > 0;
    let published = deny.contains(&Deny::Published) && results.published.iter().any(|value| !value.agrees);
    if claims || warnings || published { Exit::Denied } else { Exit::Done }
}
