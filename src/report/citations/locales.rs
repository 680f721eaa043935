//! The terms of the languages that citations are written in.

use std::sync::OnceLock;

use hayagriva::archive::LOCALES;
use hayagriva::citationberg::{Locale, LocaleCode};

/// The languages of the archive, each read when it is first asked for: one takes a millisecond, all sixty as long as
/// the rest of a build.
static READ: [OnceLock<Option<Locale>>; LOCALES.len()] = [const { OnceLock::new() }; LOCALES.len()];

/// The languages in which a citation driver looks for the terms of a report in `language` (BCP 47): that language,
/// the one that stands for its dialects, American English.
pub(super) fn locales(language: &str) -> Vec<Locale> {
    let language = LocaleCode(language.to_owned());
    let wanted = [language.fallback(), Some(LocaleCode::en_us()), Some(language)];
    LOCALES
        .iter()
        .zip(&READ)
        .filter(|(bytes, _)| wanted.iter().flatten().any(|code| is_of(bytes, code)))
        .filter_map(|(bytes, read)| read.get_or_init(|| ciborium::from_reader(*bytes).ok()).clone())
        .collect()
}

/// Whether a language of the archive is the one of the code, which stands at its beginning as a short CBOR text.
fn is_of(bytes: &[u8], code: &LocaleCode) -> bool {
    const KEY: &[u8] = b"@xml:lang";
    let Some(at) = bytes.windows(KEY.len()).position(|window| window == KEY) else { return false };
    let Ok(length) = u8::try_from(code.0.len()) else { return false };
    let value = &bytes[at + KEY.len()..];
    // The major type of texts with the length in the same byte, as all below 24 have it.
    length < 24 && value.first() == Some(&(0x60 | length)) && value[1..].starts_with(code.0.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_of_the_archive_is_found_by_its_code() {
        for bytes in LOCALES {
            let locale: Locale = ciborium::from_reader(*bytes).unwrap();
            let code = locale.lang.unwrap();
            assert_eq!(LOCALES.iter().filter(|other| is_of(other, &code)).count(), 1, "{}", code.0);
        }
    }

    #[test]
    fn a_dialect_brings_its_language_and_the_last_resort() {
        let codes = |language: &str| -> Vec<String> {
            locales(language).into_iter().filter_map(|locale| Some(locale.lang?.0)).collect()
        };
        assert_eq!(codes("en"), ["en-US"]);
        assert_eq!(codes("en-GB"), ["en-GB", "en-US"]);
        assert_eq!(codes("de-CH"), ["de-CH", "de-DE", "en-US"]);
        assert_eq!(codes("tlh"), ["en-US"], "Klingon is not in the archive");
    }
}
