//! What goes to the terminal: results to standard output, the rest to standard error.
//!
//! A closed pipe is not an error of the program, so failures to print are let go.

use std::borrow::Borrow;
use std::io::{IsTerminal as _, Write as _};

use super::arguments::{Arguments, ColorChoice, MessageFormat};
use crate::diagnostics::{Diagnostic, Format, Renderer, folded, wrap};

const STATUS: anstyle::Style =
    anstyle::Style::new().bold().fg_color(Some(anstyle::Color::Ansi(anstyle::AnsiColor::Green)));
const ERROR: anstyle::Style =
    anstyle::Style::new().bold().fg_color(Some(anstyle::Color::Ansi(anstyle::AnsiColor::Red)));
const HINT: anstyle::Style =
    anstyle::Style::new().bold().fg_color(Some(anstyle::Color::Ansi(anstyle::AnsiColor::Cyan)));
/// Columns where the width of the terminal is not known.
const WIDTH: usize = 80;
/// The most columns that are used.
const WIDEST: usize = 100;
/// In less than this nothing can be read.
const NARROWEST: usize = 40;
/// What stands under the verb of a line of progress.
const INDENT: &str = "             ";

/// The terminal of a run.
#[derive(Debug)]
pub struct Terminal {
    format: MessageFormat,
    quiet: bool,
    styled: bool,
}

impl Terminal {
    /// The terminal as the arguments ask for it.
    #[must_use]
    pub fn new(arguments: &Arguments) -> Self {
        match arguments.color {
            ColorChoice::Auto => anstream::ColorChoice::Auto,
            ColorChoice::Always => anstream::ColorChoice::Always,
            ColorChoice::Never => anstream::ColorChoice::Never,
        }
        .write_global();
        let choice = anstream::AutoStream::choice(&std::io::stderr());
        Self {
            format: arguments.message_format,
            quiet: arguments.quiet,
            styled: !matches!(choice, anstream::ColorChoice::Never),
        }
    }

    /// Whether somebody watches standard error.
    #[must_use]
    pub fn is_watched(&self) -> bool {
        !self.quiet && self.format == MessageFormat::Human && std::io::stderr().is_terminal()
    }

    /// What was asked for, to standard output.
    pub fn result(&self, text: &str) {
        let _ = anstream::stdout().write_all(text.as_bytes());
    }

    /// A line of progress in cargo's manner, to standard error: `    Building reviews/bcg`.
    pub fn status(&self, verb: &str, text: &str) {
        if !self.quiet && self.format == MessageFormat::Human {
            let text = fitted(text, INDENT.len(), INDENT);
            let _ = writeln!(anstream::stderr(), "{STATUS}{verb:>12}{STATUS:#} {text}");
        }
    }

    /// As [`Self::status`], of what did not succeed.
    pub fn failure(&self, verb: &str, text: &str) {
        if !self.quiet && self.format == MessageFormat::Human {
            let _ = writeln!(anstream::stderr(), "{ERROR}{verb:>12}{ERROR:#} {text}");
        }
    }

    /// How far long work is, in one line that the next takes the place of; nothing where nobody watches.
    pub fn progress(&self, verb: &str, done: usize, of: usize) {
        if self.is_watched() {
            let _ = write!(anstream::stderr(), "\r{STATUS}{verb:>12}{STATUS:#} {done} of {of}\x1b[K");
        }
    }

    /// Takes the line of progress away.
    pub fn end_progress(&self) {
        if self.is_watched() {
            let _ = write!(anstream::stderr(), "\r\x1b[K");
        }
    }

    /// A result among the progress, to standard output.
    pub fn summary(&self, line: &str) {
        if !self.quiet && self.format == MessageFormat::Human {
            let _ = writeln!(anstream::stdout(), "    {line}");
        }
    }

    /// An error that is no diagnostic: the machine's, or the command line's.
    pub fn error(&self, message: &str, hint: Option<&str>) {
        match self.format {
            MessageFormat::Human | MessageFormat::Github => {
                let message = fitted(message, "error: ".len(), "");
                let _ = writeln!(anstream::stderr(), "{ERROR}error{ERROR:#}: {message}");
                if let Some(hint) = hint {
                    let hint = fitted(hint, "hint: ".len(), "");
                    let _ = writeln!(anstream::stderr(), "{HINT}hint{HINT:#}: {hint}");
                }
            }
            MessageFormat::Json => {
                let line = serde_json::json!({"level": "error", "message": message, "hint": hint});
                let _ = writeln!(anstream::stderr(), "{line}");
            }
        }
    }

    /// Diagnostics, to standard error; `prefix` is the folder of the review as the user wrote it.
    pub fn diagnostics(&self, prefix: &str, found: impl IntoIterator<Item: Borrow<Diagnostic>>) {
        let renderer = Renderer {
            format: match self.format {
                MessageFormat::Human => Format::Human,
                MessageFormat::Json => Format::Json,
                MessageFormat::Github => Format::GitHub,
            },
            styled: self.styled,
            width: width(terminal_size::terminal_size_of(std::io::stderr())),
            prefix: prefix.to_owned(),
        };
        let mut found: Vec<Diagnostic> = found.into_iter().map(|finding| finding.borrow().clone()).collect();
        if self.format == MessageFormat::Human {
            found = folded(found);
        }
        let _ = anstream::stderr().write_all(renderer.render_all(found).as_bytes());
    }
}

/// A message in lines that fit the terminal beside what stands before it; further lines begin with `indent`. As it
/// is where nobody watches, so that it can be searched.
fn fitted(text: &str, before: usize, indent: &str) -> String {
    match terminal_size::terminal_size_of(std::io::stderr()) {
        Some(size) => lines(text, width(Some(size)).saturating_sub(before), indent),
        None => text.to_owned(),
    }
}

fn lines(text: &str, width: usize, indent: &str) -> String {
    let fit = |line: &str| if line.chars().count() <= width { line.to_owned() } else { wrap(line, width) };
    let lines: Vec<String> = text.lines().map(fit).collect();
    lines.join("\n").replace('\n', &format!("\n{indent}"))
}

/// The columns to write in.
fn width(size: Option<(terminal_size::Width, terminal_size::Height)>) -> usize {
    size.map_or(WIDTH, |(width, _)| usize::from(width.0).clamp(NARROWEST, WIDEST))
}

#[cfg(test)]
mod tests {
    use terminal_size::{Height, Width};

    use super::*;

    #[test]
    fn long_messages_are_broken_and_short_lines_stay() {
        assert_eq!(lines("a list:\n  one\n  two", 20, ""), "a list:\n  one\n  two");
        assert_eq!(lines("one two three four", 9, "  "), "one two\n  three\n  four");
    }

    #[test]
    fn the_terminal_says_how_wide_it_is() {
        assert_eq!(width(None), 80);
        assert_eq!(width(Some((Width(90), Height(24)))), 90);
        assert_eq!(width(Some((Width(300), Height(24)))), 100);
        assert_eq!(width(Some((Width(0), Height(24)))), 40);
    }
}
