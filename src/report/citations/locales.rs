//! The terms of the languages that citations are written in.

use std::sync::OnceLock;

use hayagriva::archive;
use hayagriva::citationberg::Locale;

static LOCALES: OnceLock<Vec<Locale>> = OnceLock::new();

/// Every language of the archive. It can only be read as a whole, which takes longer than all else in the build of a
/// review, so that it is read once in a run.
pub(super) fn locales() -> &'static [Locale] {
    LOCALES.get_or_init(archive::locales)
}

/// Has another thread read the languages while this one goes on.
pub fn prepare() {
    rayon::spawn(|| {
        let _ = locales();
    });
}
