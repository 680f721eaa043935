//! The search strategies: a text, or a file of the review's folder.

use crate::diagnostics::Diagnostics;
use crate::source::Folder;
use crate::source::yaml::Path;
use crate::spec::Specification;

/// Puts the text of a strategy in the place of the file that holds it.
pub(super) fn read_strategies(specification: &mut Specification, folder: &Folder, found: &mut Diagnostics) {
    let places: Vec<_> = specification
        .review
        .search
        .iter()
        .flat_map(|search| search.sources.iter().enumerate())
        .filter_map(|(index, source)| Some((index, source.strategy.as_deref().filter(|text| is_file(text))?)))
        .map(|(index, name)| {
            let path = Path::from(["search", "sources"]).index(index).key("strategy");
            (index, name.to_owned(), specification.place(path))
        })
        .collect();
    for (index, name, place) in places {
        let Some(file) = found.take(folder.read(&name, Some(&place))) else { continue };
        if let Some(source) =
            specification.review.search.as_mut().and_then(|search| search.sources.get_mut(index))
        {
            source.strategy = Some(file.text().trim_end().to_owned());
        }
    }
}

/// A search string has spaces; what has none and ends like a text file is one.
fn is_file(text: &str) -> bool {
    let text = text.trim();
    let ending = text.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    !text.contains(char::is_whitespace)
        && ending.is_some_and(|ending| matches!(ending.as_str(), "txt" | "md" | "csv" | "ris" | "nbib"))
}

#[cfg(test)]
mod tests {
    use super::is_file;

    #[test]
    fn a_file_is_told_from_a_search_string() {
        assert!(is_file("search/medline.txt") && is_file("Embase.TXT"));
        assert!(!is_file("exp Sepsis/ and ECMO.mp.") && !is_file("ecmo.ti,ab.") && !is_file("ecmo"));
    }
}
