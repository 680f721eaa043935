//! `ecmo-report explain`.

use super::arguments::ExplainArguments;
use super::{Exit, Terminal};
use crate::diagnostics::{codes, did_you_mean};

/// Prints what a code means, or the list of all codes.
pub(super) fn run(arguments: &ExplainArguments, terminal: &Terminal) -> Exit {
    let Some(name) = &arguments.code else {
        for (title, rules) in codes::families() {
            terminal.result(&format!("{title}\n"));
            for code in rules {
                terminal.result(&format!("  {}  {}\n", code.id(), code.summary()));
            }
        }
        return Exit::Done;
    };
    if let Some(code) = codes::find(name) {
        terminal.result(&format!("{} ({})\n\n{}\n", code.id(), code.severity().as_str(), code.explanation()));
        return Exit::Done;
    }
    let known = codes::all();
    let hint = did_you_mean(&name.to_ascii_uppercase(), known.iter().map(|code| code.id()));
    terminal.error(&format!("there is no diagnostic {name}"), hint.as_deref());
    Exit::Faulty
}
