//! "Did you mean".

/// The longest word that is compared, in letters.
const LONGEST: usize = 64;

/// The candidate that a word was probably meant to be, if one is near enough.
///
/// Case, and `-`, `_` and space, do not count; a third of the letters may differ, transpositions as one.
pub fn similar<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = plain(word);
    let letters = wanted.chars().count();
    let allowed = (letters / 3).max(1);
    let mut best: Option<(usize, &str)> = None;
    // Comparing takes a step for every two letters, so paragraphs are not compared: they are no misspelt names.
    for candidate in candidates.into_iter().filter(|it| letters <= LONGEST && it.len() <= 16 * LONGEST) {
        let offered = plain(candidate);
        let distance = strsim::osa_distance(&wanted, &offered);
        let completes = letters >= 3 && offered.starts_with(&wanted);
        // `lancet` for `the-lancet`: a word of the name stands for it.
        let names = wanted.chars().count() >= 4 && candidate.split(['-', '_', ' ']).any(|part| part == word);
        let distance = if completes || names { distance.min(1) } else { distance };
        // A word of one letter is near to every other: only the same letter in another case counts.
        let near = distance == 0 || (distance <= allowed && letters > 1);
        if near && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// The hint for a word that is not known: ``did you mean `measure`?``.
pub fn did_you_mean<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    similar(word, candidates).map(|candidate| format!("did you mean `{candidate}`?"))
}

fn plain(word: &str) -> String {
    word.chars().filter(|c| !matches!(c, '-' | '_' | ' ')).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_words_are_found_and_far_ones_are_not() {
        let keys = ["measure", "method", "subgroups", "n", "freeman-tukey"];
        assert_eq!(similar("measur", keys), Some("measure"));
        assert_eq!(similar("maesure", keys), Some("measure"));
        assert_eq!(similar("sub", keys), Some("subgroups"));
        assert_eq!(similar("Freeman_Tukey", keys), Some("freeman-tukey"));
        assert_eq!(similar("tukey", keys), Some("freeman-tukey"));
        assert_eq!(similar("N", keys), Some("n"));
        assert_eq!(similar("k", keys), None);
        assert_eq!(similar("language", keys), None);
        let long = "a".repeat(70);
        assert_eq!(similar(&long, [long.as_str()]), None, "paragraphs are not compared");
    }
}
