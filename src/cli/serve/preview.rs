//! What is shown: the last good report, and what is wrong now.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::history::output::Files;

/// The state that the watcher writes and the server reads.
#[derive(Debug, Default)]
pub(super) struct Preview {
    state: Mutex<State>,
    changed: Condvar,
}

/// A moment of it.
#[derive(Debug, Default)]
pub(super) struct State {
    /// Counts every build.
    pub(super) version: u64,
    /// Counts the builds that gave another report.
    pub(super) page: u64,
    /// The files of the last good build.
    pub(super) files: Files,
    /// What is wrong since then, as the terminal shows it.
    pub(super) faults: Option<String>,
}

impl Preview {
    /// A build succeeded.
    pub(super) fn built(&self, files: Files) {
        let mut state = self.lock();
        if state.files != files {
            state.page += 1;
            state.files = files;
        }
        state.faults = None;
        state.version += 1;
        self.changed.notify_all();
    }

    /// A build failed; the last good report stays.
    pub(super) fn failed(&self, faults: String) {
        let mut state = self.lock();
        state.faults = Some(faults);
        state.version += 1;
        self.changed.notify_all();
    }

    /// Now.
    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// As soon as the version is no longer `since`, or when the time is over.
    pub(super) fn after(&self, since: Option<u64>, time: Duration) -> MutexGuard<'_, State> {
        let state = self.lock();
        let unchanged = |state: &mut State| Some(state.version) == since;
        match self.changed.wait_timeout_while(state, time, unchanged) {
            Ok((state, _)) => state,
            Err(poisoned) => poisoned.into_inner().0,
        }
    }
}
