//! What the review says about its report: the sections, the template, the files of text.

use crate::diagnostics::{Diagnostic, Diagnostics, Place, codes, did_you_mean};
use crate::source::Folder;
use crate::source::yaml::Path;
use crate::spec::Specification;
use crate::spec::prose::SECTIONS;

/// The document template of the program.
const BUILT_IN: &str = "document.md";

/// Tells a template that is not there, and sections that no template writes.
pub(super) fn check(specification: &Specification, folder: &Folder, found: &mut Diagnostics) {
    let report = &specification.review.report;
    let template = report.template.as_deref().unwrap_or(BUILT_IN);
    let is_own = folder.names_in("templates").iter().any(|name| name == template);
    let mut own = None;
    if is_own || template != BUILT_IN {
        let place = report.template.as_ref().map(|_| specification.place("report.template"));
        let Some(file) = found.take(folder.read(&format!("templates/{template}"), place.as_ref())) else {
            return;
        };
        own = Some(file);
    }
    for (index, section) in report.sections.iter().enumerate() {
        // The author's own template may have sections of its own: it names them.
        let named = own.as_ref().is_some_and(|file| file.text().contains(section.as_str()));
        if named || SECTIONS.contains(&section.as_str()) {
            continue;
        }
        let known: Vec<String> = SECTIONS.iter().map(|known| format!("`{known}`")).collect();
        found.push(
            Diagnostic::new(codes::UNKNOWN_SECTION, format!("there is no section `{section}`"))
                .at(
                    specification.place(Path::from(["report", "sections"]).index(index)),
                    "not a section of the report",
                )
                .note(format!("the sections are {}", known.join(", ")))
                .hint_if(part_of(section).or_else(|| did_you_mean(section, SECTIONS))),
        );
    }
}

/// The section that what is no section of its own stands in.
fn part_of(name: &str) -> Option<String> {
    let section = match name.to_lowercase().as_str() {
        "limitations" | "conclusion" | "conclusions" => "discussion",
        "background" => "introduction",
        "grade" => "certainty",
        "prisma" | "flow" | "search" => "selection",
        "claims" | "subgroups" | "meta-regression" | "small-study" | "outliers" | "sensitivity" => "results",
        "statements" | "funding" | "registration" => "other-information",
        "characteristics" => "studies",
        "bibliography" => "references",
        _ => return None,
    };
    Some(format!("it stands in `{section}`"))
}

/// The files that only the report reads, with the places that name them.
pub(super) fn files(specification: &Specification) -> Vec<(String, Place)> {
    let review = &specification.review;
    let texts = review.text.sections().into_iter();
    let texts = texts
        .map(|(section, path)| (path.to_owned(), specification.place(format!("text.{section}").as_str())));
    let references = review.references.iter().map(|path| (path.clone(), specification.place("references")));
    texts.chain(references).collect()
}
