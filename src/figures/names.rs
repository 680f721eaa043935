//! Slugs, and ids that are unique although slugs are not.

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization;

/// Makes a slug of any text: ASCII letters and digits, other runs one hyphen; `x` where nothing is left. Accents go,
/// letters of other scripts that have a usual spelling in Latin get it.
///
/// Texts that differ may have one slug: [`Names`] tells them apart.
#[must_use]
pub fn slug(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut add = |character: char| {
        if character.is_ascii_alphanumeric() {
            out.push(character.to_ascii_lowercase());
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    };
    for character in text.nfkd().flat_map(char::to_lowercase) {
        match spelled(character) {
            Some(letters) => letters.chars().for_each(&mut add),
            None if unicode_normalization::char::is_combining_mark(character) => {}
            None => add(character),
        }
    }
    let out = out.trim_end_matches('-');
    if out.is_empty() { "x".to_owned() } else { out.to_owned() }
}

/// The usual spelling of a small letter that is no ASCII letter with an accent.
const fn spelled(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ь' | 'ъ' => "",
        'α' | 'а' => "a",
        'æ' => "ae",
        'β' | 'б' => "b",
        'χ' | 'х' | 'ч' => "ch",
        'ð' | 'đ' | 'δ' | 'д' => "d",
        'ε' | 'η' | 'е' | 'э' => "e",
        'φ' | 'ф' => "f",
        'γ' | 'г' => "g",
        'ħ' => "h",
        'ı' | 'ι' | 'и' | 'і' | 'ы' => "i",
        'κ' | 'к' => "k",
        'ł' | 'λ' | 'л' => "l",
        'μ' | 'м' => "m",
        'ŋ' | 'ν' | 'н' => "n",
        'ø' | 'ο' | 'ω' | 'о' => "o",
        'œ' => "oe",
        'π' | 'п' => "p",
        'ψ' => "ps",
        'ρ' | 'р' => "r",
        'σ' | 'ς' | 'с' => "s",
        'ш' => "sh",
        'щ' => "shch",
        'ß' => "ss",
        'τ' | 'т' => "t",
        'þ' | 'θ' => "th",
        'ц' => "ts",
        'υ' | 'у' => "u",
        'в' => "v",
        'ξ' => "x",
        'я' => "ya",
        'ю' => "yu",
        'ζ' | 'з' => "z",
        'ж' => "zh",
        _ => return None,
    })
}

/// Ids of names: the slug of a name, and a number after it where another name had the same slug before. The one place
/// in which ids of figures, tables, rows and references are made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    ids: BTreeMap<String, String>,
}

impl Names {
    /// The ids of names in their order. A name that is there twice has one id.
    pub fn of<T: AsRef<str>>(names: impl IntoIterator<Item = T>) -> Self {
        let mut ids: BTreeMap<String, String> = BTreeMap::new();
        let mut taken: BTreeSet<String> = BTreeSet::new();
        let mut waiting: Vec<String> = Vec::new();
        for name in names {
            let name = name.as_ref();
            if ids.contains_key(name) {
                continue;
            }
            let id = slug(name);
            // An empty id holds the place of a name that has to wait until every slug is known.
            let free = taken.insert(id.clone());
            ids.insert(name.to_owned(), if free { id } else { String::new() });
            if !free {
                waiting.push(name.to_owned());
            }
        }
        let mut last: BTreeMap<String, usize> = BTreeMap::new();
        for name in waiting {
            let slug = slug(&name);
            let number = last.entry(slug.clone()).or_insert(1);
            let id = loop {
                *number += 1;
                let id = format!("{slug}-{number}");
                if taken.insert(id.clone()) {
                    break id;
                }
            };
            ids.insert(name, id);
        }
        Self { ids }
    }

    /// The id of a name, where it has one.
    #[must_use]
    pub fn id(&self, name: &str) -> Option<&str> {
        self.ids.get(name).map(String::as_str)
    }
}

/// The name that is meant, of those known with their ids: the one written so, or the one with this id, or else the first
/// with the same slug.
#[must_use]
pub fn find<'n>(known: &'n [(String, String)], written: &str) -> Option<&'n (String, String)> {
    let meant = |test: &dyn Fn(&(String, String)) -> bool| known.iter().find(|entry| test(entry));
    meant(&|(name, _)| name == written).or_else(|| meant(&|(_, id)| id == written)).or_else(|| {
        let written = slug(written);
        meant(&|(name, id)| *id == written || slug(name) == written)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn slugs_are_plain() {
        assert_eq!(slug("Forest: Lillehei  1989!"), "forest-lillehei-1989");
        assert_eq!(slug("müller-2001, Åström & Đặng"), "muller-2001-astrom-dang");
        assert_eq!(slug("Straße/Øresund/Łódź"), "strasse-oresund-lodz");
        assert_eq!(slug("Σήψη в детей"), "sepse-v-detei");
        assert_eq!(slug("敗血症"), "x");
    }

    #[test]
    fn the_first_of_a_slug_keeps_it_and_nobody_gets_that_of_another() {
        let names = Names::of(["forest/a_b", "forest/a/b", "forest/a-b-2", "forest/a.b", "敗血症", "肺炎"]);
        let ids: Vec<_> = ["forest/a_b", "forest/a/b", "forest/a-b-2", "forest/a.b", "敗血症", "肺炎"]
            .map(|name| names.id(name).unwrap())
            .to_vec();
        assert_eq!(ids, ["forest-a-b", "forest-a-b-3", "forest-a-b-2", "forest-a-b-4", "x", "x-2"]);
        assert_eq!(names.id("forest/ab"), None);
    }

    #[test]
    fn a_name_is_found_as_written_before_its_slug_is() {
        let known =
            [("forest/a/b", "forest-a-b"), ("forest/a_b", "forest-a-b-2")].map(|(a, b)| (a.into(), b.into()));
        let found = |written: &str| find(&known, written).map(|(_, id)| id.as_str());
        assert_eq!(found("forest/a_b"), Some("forest-a-b-2"));
        assert_eq!(found("forest-a-b-2"), Some("forest-a-b-2"));
        assert_eq!(found("Forest a b"), Some("forest-a-b"));
        assert_eq!(found("forest/c"), None);
    }

    proptest! {
        #[test]
        fn ids_are_unique_whatever_the_names(names in proptest::collection::vec("[aäÄ_/ 2-]{0,4}", 1..40)) {
            let ids = Names::of(&names);
            let distinct: BTreeSet<&String> = names.iter().collect();
            let used: BTreeSet<&str> = distinct.iter().map(|name| ids.id(name).unwrap()).collect();
            prop_assert_eq!(used.len(), distinct.len());
            prop_assert!(used.iter().all(|id| id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')));
        }
    }
}
