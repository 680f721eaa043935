//! Measuring and wrapping text with the advance widths of the embedded font.
//!
//! The font is metric compatible with Helvetica and Arial, so a width measured here holds for every family in
//! [`FONT_FAMILY`]. Kerning is left out: it only ever makes a line shorter.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use ttf_parser::Face;

/// The families that an SVG asks for, all with the same advance widths.
pub const FONT_FAMILY: &str = "Helvetica, Arial, Arimo, 'Liberation Sans', sans-serif";

/// The embedded regular font: a subset of Liberation Sans under the SIL Open Font License.
pub const REGULAR: &[u8] = include_bytes!("../../assets/fonts/ReportSans-Regular.ttf");

/// The embedded bold font.
pub const BOLD: &[u8] = include_bytes!("../../assets/fonts/ReportSans-Bold.ttf");

/// Height of a line above its baseline, in em: where accented capitals end.
pub const ASCENT: f64 = 0.905;

/// Depth of a line below its baseline, in em.
pub const DESCENT: f64 = 0.212;

/// Distance between the baselines of wrapped lines, in em.
pub const LINE: f64 = 1.2;

/// Slack for the rounding of sums of widths, in pixels.
pub const HAIR: f64 = 1e-6;

/// How heavy a text is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Weight {
    /// Running text.
    #[default]
    Regular,
    /// Headings, totals, emphasis.
    Bold,
}

/// Advance widths in em of the characters that figures are made of, looked up without parsing the font again.
struct Advances {
    quick: Vec<f64>,
    /// Those that the font has from [`QUICK`] on.
    others: BTreeMap<char, f64>,
}

/// Characters below this code point (Latin, Greek, Cyrillic) are looked up once and kept.
const QUICK: u32 = 0x500;

/// The hyphen at which no line breaks.
const UNBREAKING: char = '\u{2011}';

impl Advances {
    fn of(font: &'static [u8]) -> Self {
        let face = Face::parse(font, 0).ok();
        let quick = (0..QUICK)
            .map(|code| char::from_u32(code).map_or(0.0, |character| look_up(face.as_ref(), character)))
            .collect();
        let mut others = BTreeMap::new();
        let subtables = face.as_ref().and_then(|face| face.tables().cmap).into_iter();
        for subtable in
            subtables.flat_map(|cmap| cmap.subtables).filter(ttf_parser::cmap::Subtable::is_unicode)
        {
            subtable.codepoints(|code| {
                let character = char::from_u32(code).filter(|_| code >= QUICK);
                others.extend(character.map(|character| (character, look_up(face.as_ref(), character))));
            });
        }
        others.insert(UNBREAKING, look_up(face.as_ref(), UNBREAKING));
        Self { quick, others }
    }

    fn em(&self, character: char) -> f64 {
        match self.quick.get(character as usize) {
            Some(&width) => width,
            None => self.others.get(&character).copied().unwrap_or_else(|| fallback(character)),
        }
    }
}

static ADVANCES: LazyLock<[Advances; 2]> = LazyLock::new(|| [Advances::of(REGULAR), Advances::of(BOLD)]);

fn look_up(face: Option<&Face<'static>>, character: char) -> f64 {
    // Hyphens that may not break look like those that may.
    let drawn = if character == UNBREAKING { '-' } else { character };
    face.and_then(|face| {
        let glyph = face.glyph_index(drawn)?;
        let advance = face.glyph_hor_advance(glyph)?;
        Some(f64::from(advance) / f64::from(face.units_per_em()))
    })
    .unwrap_or_else(|| fallback(character))
}

/// A width, in em and rather too large than too small, for characters that the embedded font lacks: whatever
/// font the reader's machine puts in their place has to fit.
fn fallback(character: char) -> f64 {
    match character as u32 {
        // Zero-width: joiners, directional marks, combining marks, variation selectors, vowel points.
        0x0300..=0x036F
        | 0x0591..=0x05C7
        | 0x064B..=0x065F
        | 0x0670
        | 0x200B..=0x200F
        | 0x202A..=0x202E
        | 0x2060..=0x2069
        | 0x20D0..=0x20F0
        | 0xFE00..=0xFE0F
        | 0xFE20..=0xFE2F
        | 0xFEFF => 0.0,
        // Hebrew, Arabic, Armenian, Georgian.
        0x0530..=0x08FF | 0x10A0..=0x10FF | 0xFB50..=0xFDFF | 0xFE70..=0xFEFE => 0.75,
        // Scripts of South and South-East Asia have wide ligatures.
        0x0900..=0x109F | 0x1780..=0x17FF => 0.95,
        0x1F000..=0x1FAFF => 1.4,
        // Chinese, Japanese, Korean: full width, and whatever else.
        _ => 1.0,
    }
}

/// Whether a line may break on either side of the character: scripts that write no spaces.
fn breaks_anywhere(character: char) -> bool {
    matches!(character as u32, 0x2E80..=0xA4CF | 0xAC00..=0xD7AF | 0xF900..=0xFAFF | 0xFF00..=0xFF60 | 0x20000..=0x3FFFF | 0x0E00..=0x0EFF)
}

/// The width of a text in the unit of `size`, as drawn: see [`clean`].
///
/// ```
/// use ecmo_report::figures::text::{Weight, width};
/// assert!(width("Will", 10.0, Weight::Regular) < width("Will", 10.0, Weight::Bold));
/// ```
#[must_use]
pub fn width(text: &str, size: f64, weight: Weight) -> f64 {
    let advances = &ADVANCES[usize::from(weight == Weight::Bold)];
    text.chars().map(|character| advances.em(character)).sum::<f64>() * size
}

/// The text as a figure draws it: control characters gone, runs of white space one space, none at the ends.
/// Non-breaking spaces stay.
#[must_use]
pub fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for character in text.chars() {
        match character {
            ' ' | '\t' | '\n' | '\r' => gap = true,
            character if character.is_control() || ('\u{FFFE}'..='\u{FFFF}').contains(&character) => {}
            // Overrides of the writing direction would let a label rewrite its neighbours.
            '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => {}
            character => {
                if gap && !out.is_empty() {
                    out.push(' ');
                }
                gap = false;
                out.push(character);
            }
        }
    }
    out
}

/// Breaks a text into lines no wider than `limit`: at spaces, after hyphens and slashes, anywhere in scripts
/// without spaces, and inside a word only where the word alone is too wide, with a hyphen. Nothing is ever
/// cut away. A text without characters gives one empty line.
#[must_use]
pub fn wrap(text: &str, size: f64, weight: Weight, limit: f64) -> Vec<String> {
    let text = clean(text);
    let mut lines = Vec::new();
    let mut line = String::new();
    for piece in pieces(&text) {
        let joined = width(&line, size, weight) + width(piece.trim_end(), size, weight);
        if !line.is_empty() && joined > limit {
            lines.push(line.trim_end().to_owned());
            line.clear();
        }
        if width(piece.trim_end(), size, weight) <= limit {
            line.push_str(piece);
            continue;
        }
        let mut characters = piece.chars().peekable();
        while let Some(character) = characters.next() {
            let mut buffer = [0; 4];
            let next = width(&line, size, weight) + width(character.encode_utf8(&mut buffer), size, weight);
            let hyphen = match characters.peek() {
                Some(&next) if hyphenated(character) && hyphenated(next) => width("-", size, weight),
                // A comma or bracket after a word stays with its last letter.
                _ if hyphenated(character) => closing(characters.clone(), size, weight),
                _ => 0.0,
            };
            if !line.is_empty() && next + hyphen > limit && character != ' ' {
                let within = hyphenated(character) && line.ends_with(hyphenated);
                lines.push(format!("{}{}", line.trim_end(), if within { "-" } else { "" }));
                line.clear();
            }
            line.push(character);
        }
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line.trim_end().to_owned());
    }
    lines
}

/// What the signs that end a word take: one or two, none where more follows.
fn closing(rest: impl Iterator<Item = char>, size: f64, weight: Weight) -> f64 {
    let signs: String = rest.take_while(|&next| next != ' ').take(3).collect();
    if signs.chars().count() > 2 { 0.0 } else { width(&signs, size, weight) }
}

/// Lines as of [`wrap`], with more than one short word in the last of them where that takes no line more.
#[must_use]
pub fn settled(text: &str, size: f64, weight: Weight, limit: f64) -> Vec<String> {
    let lines = wrap(text, size, weight, limit);
    let alone = |lines: &[String]| {
        lines
            .last()
            .is_some_and(|last| !last.contains([' ', '\u{a0}']) && width(last, size, weight) < 0.25 * limit)
    };
    if lines.len() < 2 || !alone(&lines) {
        return lines;
    }
    (1..=16)
        .map(|steps| wrap(text, size, weight, limit * (1.0 - 0.02 * f64::from(steps))))
        .take_while(|narrower| narrower.len() == lines.len())
        .find(|narrower| !alone(narrower))
        .unwrap_or(lines)
}

/// Whether a word of such letters has a hyphen where it is broken.
fn hyphenated(character: char) -> bool {
    (character as u32) < 0x530 && character.is_alphabetic()
}

/// The width of the longest part of a text that does not break.
#[must_use]
pub fn longest_piece(text: &str, size: f64, weight: Weight) -> f64 {
    pieces(&clean(text)).iter().map(|piece| width(piece.trim_end(), size, weight)).fold(0.0, f64::max)
}

/// The narrowest width at which a text keeps to `lines` lines, breaking words only where they are longer than
/// `longest`.
#[must_use]
pub fn narrowest(text: &str, size: f64, weight: Weight, lines: usize, longest: f64) -> f64 {
    let text = clean(text);
    let natural = width(&text, size, weight);
    let mut limit = (natural / lines.max(1) as f64).max(longest_piece(&text, size, weight).min(longest));
    while limit < natural {
        let wrapped = wrap(&text, size, weight, limit + HAIR);
        if wrapped.len() <= lines {
            return wrapped.iter().map(|line| width(line, size, weight)).fold(0.0, f64::max);
        }
        limit += 2.0;
    }
    natural
}

/// The unbreakable pieces of a text, each with the spaces that follow it.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut before = ' ';
    let mut characters = text.char_indices().peekable();
    while let Some((index, character)) = characters.next() {
        let end = index + character.len_utf8();
        let next = characters.peek().map(|&(_, next)| next);
        let cut = match next {
            None => true,
            Some(' ' | '\u{a0}') => false,
            Some(_) if character == '\u{a0}' => false,
            // A fraction is one piece, alternatives are not.
            Some(_) if character == '/' && !before.is_alphabetic() => false,
            Some(next) => {
                character == ' '
                    || breaks_anywhere(character)
                    || breaks_anywhere(next)
                    || (matches!(character, '-' | '/' | '_') && next.is_alphabetic())
            }
        };
        if cut {
            pieces.push(&text[start..end]);
            start = end;
        }
        before = character;
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_are_those_of_helvetica() {
        // Advances of Helvetica in the Adobe font metrics: H 722, e 556, l 222, v 500, t 278, i 222, c 500, a 556.
        let helvetica = f64::from(722 + 556 + 222 + 500 + 556 + 278 + 222 + 500 + 556) / 1000.0;
        assert!((width("Helvetica", 1.0, Weight::Regular) - helvetica).abs() < 0.005);
        assert!((width("0123456789", 1.0, Weight::Bold) - 5.56).abs() < 0.005);
    }

    #[test]
    fn every_character_has_the_width_that_the_font_gives() {
        for (font, weight) in [(REGULAR, Weight::Regular), (BOLD, Weight::Bold)] {
            let face = Face::parse(font, 0).ok();
            // What is no character is not drawn.
            for character in (0..=0xFFFD).filter_map(char::from_u32) {
                let expected = look_up(face.as_ref(), character);
                let measured = width(character.encode_utf8(&mut [0; 4]), 1.0, weight);
                assert!((measured - expected).abs() < 1e-12, "{character:?}: {measured} {expected}");
            }
        }
    }

    #[test]
    fn wide_scripts_take_an_em_and_marks_take_nothing() {
        assert!((width("敗血症", 1.0, Weight::Regular) - 3.0).abs() < 1e-12);
        assert_eq!(width("\u{0301}\u{200D}", 1.0, Weight::Regular), 0.0);
    }

    #[test]
    fn wrapping_loses_no_character_and_keeps_to_the_limit() {
        let text =
            "Children's Hospital of Östergötland and a-verylongcompoundwordwithoutanyspaces 敗血症の体外循環";
        for limit in [20.0, 45.0, 80.0, 500.0] {
            let lines = wrap(text, 10.0, Weight::Regular, limit);
            assert_eq!(lines.concat().replace([' ', '-'], ""), text.replace([' ', '-'], ""));
            assert!(lines.iter().all(|line| width(line, 10.0, Weight::Regular) <= limit), "{lines:?}");
        }
    }

    #[test]
    fn breaks_fall_between_words_where_they_can() {
        assert_eq!(wrap("Bauunternehmer", 10.0, Weight::Regular, 40.0), ["Bauunt-", "ernehm-", "er"]);
        assert_eq!(
            wrap("Records removed before screening", 10.0, Weight::Regular, 90.0),
            ["Records removed", "before screening"]
        );
        assert_eq!(wrap("", 10.0, Weight::Regular, 90.0), [""]);
    }

    #[test]
    fn signs_stay_with_what_they_belong_to() {
        for limit in 30..120 {
            for text in
                ["Müller-Lüdenscheidt, van der Waals", "敗血症患者における\u{a0}2011", "hat value 3/k"]
            {
                for line in wrap(text, 10.0, Weight::Regular, f64::from(limit)) {
                    assert!(!line.starts_with([',', '\u{a0}', 'k']), "{limit}: {line}");
                }
            }
        }
        assert_eq!(wrap("Events/total", 10.0, Weight::Regular, 40.0), ["Events/", "total"]);
    }

    #[test]
    fn a_last_line_is_not_one_short_word() {
        let text = "Only studies that an analysis pools are compared.";
        let limit = width("Only studies that an analysis pools are compared", 10.0, Weight::Regular);
        assert_eq!(wrap(text, 10.0, Weight::Regular, limit)[1], "compared.");
        assert_eq!(settled(text, 10.0, Weight::Regular, limit)[1], "are compared.");
        assert_eq!(settled("Two words", 10.0, Weight::Regular, 30.0), ["Two", "words"]);
    }

    #[test]
    fn the_narrowest_width_keeps_words_whole() {
        let title = "Records marked as ineligible";
        let limit = narrowest(title, 10.0, Weight::Regular, 2, 300.0);
        assert_eq!(wrap(title, 10.0, Weight::Regular, limit + HAIR), ["Records marked", "as ineligible"]);
        let word = narrowest("Events", 11.0, Weight::Bold, 2, 300.0);
        assert_eq!(wrap("Events", 11.0, Weight::Bold, word + HAIR), ["Events"]);
        let endless = "A".repeat(90);
        assert!(narrowest(&endless, 10.0, Weight::Regular, 2, 300.0) < 320.0);
    }

    #[test]
    fn cleaning_strips_controls_and_direction_overrides() {
        assert_eq!(clean("  a\u{0}\u{7}b \n c\u{202E}d "), "ab cd");
        assert_eq!(clean("95\u{a0}% CI"), "95\u{a0}% CI");
    }
}
