//! The exit status, a contract with everything that calls the program.

use std::process::ExitCode;

/// How a command ended. Of several, the gravest counts: see [`Exit::and`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// Done.
    Done = 0,
    /// An error of the program or the machine.
    Failed = 1,
    /// A faulty command line, specification or data.
    Faulty = 2,
    /// A claim or a `--deny` fails.
    Denied = 3,
    /// `--locked` or `verify` finds a difference.
    Differs = 4,
    /// `diff --fail-on` found a change of that weight.
    Changed = 5,
}

impl Exit {
    /// The graver of two, in the order failed, faulty, denied, differs, changed, done.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Done, exit) | (exit, Self::Done) => exit,
            (a, b) if (a as u8) <= (b as u8) => a,
            (_, b) => b,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

#[cfg(test)]
mod tests {
    use super::Exit;

    #[test]
    fn the_graver_exit_counts() {
        assert_eq!(Exit::Done.and(Exit::Denied), Exit::Denied);
        assert_eq!(Exit::Denied.and(Exit::Faulty), Exit::Faulty);
        assert_eq!(Exit::Failed.and(Exit::Differs), Exit::Failed);
    }
}
