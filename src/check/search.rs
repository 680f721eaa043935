//! The search: strategies, a text or a file of the review's folder, and dates.

use crate::diagnostics::{Diagnostic, Diagnostics, codes};
use crate::source::Folder;
use crate::source::yaml::Path;
use crate::spec::Specification;
use crate::table::Date;

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

/// Tells dates of searches that cannot be: that end before they begin, or after the review is dated.
pub(super) fn dates(specification: &Specification, found: &mut Diagnostics) {
    let review = &specification.review;
    let dated = review.date.as_deref().and_then(Date::parse);
    let sources = review.search.iter().flat_map(|search| search.sources.iter().enumerate());
    for (index, source) in sources {
        let path = Path::from(["search", "sources"]).index(index);
        let date = |text: &Option<String>| text.as_deref().and_then(Date::parse);
        let Some(to) = date(&source.to) else { continue };
        let place = specification.place(path.key("to"));
        if let Some(from) = date(&source.from).filter(|from| first_day(*from) > last_day(to)) {
            let message = format!("the search of {} covers {from} to {to}", source.name);
            found.push(
                Diagnostic::new(codes::SEARCH_BACKWARDS, message)
                    .at(place.clone(), "before the beginning")
                    .also(specification.place(path.key("from")), "the beginning")
                    .hint("`from` is the first date that is covered, `to` the date of the last search"),
            );
        }
        if let Some(dated) = dated.filter(|dated| first_day(to) > last_day(*dated)) {
            let message =
                format!("{} was searched on {to}, after the date of the review, {dated}", source.name);
            found.push(
                Diagnostic::new(codes::SEARCH_AFTER_REVIEW, message)
                    .at(place, "after the review")
                    .also(specification.place("date"), "the date of the review")
                    .hint("mend one of them: `date` is that of this version of the review"),
            );
        }
    }
}

/// The first day that a date can mean.
fn first_day(date: Date) -> (u16, u8, u8) {
    (date.year, date.month.unwrap_or(1), date.day.unwrap_or(1))
}

/// The last day that a date can mean.
fn last_day(date: Date) -> (u16, u8, u8) {
    (date.year, date.month.unwrap_or(12), date.day.unwrap_or(31))
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
