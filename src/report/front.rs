//! What stands around the body: title, version, authors, first screen, colophon.

use super::glance::glance;
use super::page::Front;
use super::tables::Scene;
use crate::spec::review::Status;
use crate::spec::shape::TextOr;

/// The front matter of a review.
#[must_use]
pub(super) fn front(scene: Scene<'_>, linked_data: Option<&str>) -> Front {
    let review = scene.review;
    let tool = format!("{} {}", scene.results.tool.name, scene.results.tool.version);
    let kind = match review.status {
        Some(Status::Draft) => "Draft of a systematic review",
        Some(Status::Living) => "Living systematic review",
        Some(Status::Final) | None => "Systematic review",
    };
    let language = review.language.clone().unwrap_or_else(|| "en".to_owned());
    let mut kicker = vec![kind.to_owned()];
    kicker.extend(review.version.as_ref().map(|version| format!("version {version}")));
    kicker.extend(
        review.date.as_ref().map(
            |date| {
                if language.starts_with("en") { in_words(date) } else { date.clone() }
            },
        ),
    );
    kicker.extend(match &review.registration {
        Some(TextOr::Full(registration)) => Some(format!("{} {}", registration.register, registration.id)),
        Some(TextOr::Text(_)) | None => None,
    });
    let glance = glance(scene);
    let description = glance.headlines.first().map(|headline| {
        format!("{}: {} {}; {}.", headline.outcome, headline.number, headline.of, headline.facts.join("; "))
    });
    let licence = review.licence.as_ref().map(|licence| format!(" Licence: {licence}.")).unwrap_or_default();
    Front {
        language,
        title: review.title.clone(),
        subtitle: review.subtitle.clone(),
        kicker: kicker.join(" · "),
        authors: review.authors.iter().map(|author| author.name.clone()).collect(),
        description,
        glance,
        colophon: format!(
            "Computed and written by {tool} from the review’s specification and study table.{licence}"
        ),
        tool,
        linked_data: linked_data.map(str::to_owned),
    }
}

/// `2026-01-31` as `31 January 2026`; what is no such date as it is.
pub(super) fn in_words(date: &str) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let parts: Vec<_> = date.split('-').collect();
    let [year, month, day] = parts[..] else { return date.to_owned() };
    let month = month.parse::<usize>().ok().and_then(|month| MONTHS.get(month.checked_sub(1)?));
    match (month, day.parse::<u8>()) {
        (Some(month), Ok(day)) => format!("{day} {month} {year}"),
        _ => date.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn dates_read_as_words() {
        assert_eq!(super::in_words("2026-01-31"), "31 January 2026");
        assert_eq!(super::in_words("2026"), "2026");
        assert_eq!(super::in_words("2026-13-01"), "2026-13-01");
    }
}
