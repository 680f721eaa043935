//! `ecmo-report diff`.

use std::path::Path;

use super::arguments::{DiffArguments, DiffFormat, FailOn};
use super::pipeline;
use super::{Exit, Terminal};
use crate::analysis::results::{Results, to_json};
use crate::diagnostics::Diagnostics;
use crate::history::diff::{Diff, Verdict, html, markdown, terminal as plain};
use crate::history::{Error, Version};
use crate::source::Folder;

/// Compares two versions, and fails when the difference weighs as much as `--fail-on`.
pub(super) fn run(arguments: &DiffArguments, terminal: &Terminal) -> Exit {
    let build = |folder: &Folder, file: &str, id: &str| compute(folder, file, id, terminal);
    let load = |name: &str| Version::load(name, &build);
    let (old, new) = match (load(&arguments.old), load(&arguments.new)) {
        (Ok(old), Ok(new)) => (old, new),
        (Err(error), _) | (_, Err(error)) => {
            terminal.error(&error.to_string(), None);
            return match error {
                Error::Io { .. } => Exit::Failed,
                _ => Exit::Faulty,
            };
        }
    };
    let difference = old.diff(&new);
    let text = match show(&difference, arguments.format) {
        Ok(text) => text,
        Err(error) => {
            terminal.error(&error.to_string(), None);
            return Exit::Failed;
        }
    };
    match &arguments.output {
        None if arguments.format == DiffFormat::Text => {
            terminal.result(&styled(&text, difference.verdict));
        }
        None => terminal.result(&text),
        Some(path) => {
            if let Err(error) = std::fs::write(path, text) {
                terminal.error(&format!("cannot write `{}`: {error}", path.display()), None);
                return Exit::Failed;
            }
        }
    }
    match arguments.fail_on {
        Some(limit) if difference.verdict >= limit.into() => Exit::Changed,
        _ => Exit::Done,
    }
}

fn show(difference: &Diff, format: DiffFormat) -> Result<String, serde_json::Error> {
    Ok(match format {
        DiffFormat::Text => plain(difference),
        DiffFormat::Markdown => markdown(difference),
        DiffFormat::Html => html(difference),
        DiffFormat::Json => String::from_utf8_lossy(&to_json(difference)?).into_owned(),
    })
}

/// The text with its headings in bold and the kind of the difference in colour.
fn styled(text: &str, verdict: Verdict) -> String {
    use anstyle::{AnsiColor, Style};
    let bold = Style::new().bold();
    let kind = match verdict {
        Verdict::Consequential => bold.fg_color(Some(AnsiColor::Red.into())),
        Verdict::Estimate => bold.fg_color(Some(AnsiColor::Yellow.into())),
        _ => bold.fg_color(Some(AnsiColor::Green.into())),
    };
    let line = |(at, line): (usize, &str)| match line.split_once('.') {
        Some((word, rest)) if at == 1 => format!("{kind}{word}.{kind:#}{rest}\n"),
        _ if line.is_empty() || line.starts_with(' ') => format!("{line}\n"),
        _ => format!("{bold}{line}{bold:#}\n"),
    };
    text.lines().enumerate().map(line).collect()
}

/// The results of a review that is not built yet; its errors are shown.
fn compute(folder: &Folder, file: &str, id: &str, terminal: &Terminal) -> Result<Results, Error> {
    let mut found = Diagnostics::new();
    let computed = pipeline::compute(folder, file, id, &mut found);
    computed.map(|(_, results)| results).ok_or_else(|| {
        let prefix = folder.path().unwrap_or(Path::new("")).display().to_string();
        terminal.diagnostics(&prefix, found.sorted());
        Error::Build(format!("the review `{id}` does not build"))
    })
}

impl From<FailOn> for Verdict {
    fn from(limit: FailOn) -> Self {
        match limit {
            FailOn::Cosmetic => Self::Cosmetic,
            FailOn::Data => Self::Data,
            FailOn::Estimate => Self::Estimate,
            FailOn::Consequential => Self::Consequential,
        }
    }
}
