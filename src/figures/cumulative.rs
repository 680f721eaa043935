//! The cumulative forest plot: the pooled estimate after each study.

use super::figure::Figure;
use super::forest::{Source, cell, draw};
use super::refits::{Frame, Refit, forest, remarks};
use super::subject::{MOST_STUDIES, lowered, studies};

/// Draws the pooled estimate after each study, where the author asks for it.
#[must_use]
pub fn cumulative(source: &Source<'_>) -> Option<Figure> {
    let all = &source.result.cumulative;
    if all.len() < 2 || all.len() > MOST_STUDIES {
        return None;
    }
    let column = source.result.cumulative_by.as_deref();
    // A study without a value has none to show.
    let cell = |id: &str| {
        let record = source.index.get(id)?;
        Some(cell(record.cells.get(column?), source.numbers))
    };
    let refits: Vec<Refit<'_>> = all
        .iter()
        .enumerate()
        .map(|(index, step)| Refit {
            id: &step.added,
            name: format!("{}{}", if index == 0 { "" } else { "+\u{a0}" }, source.label(&step.added)),
            k: step.k,
            pooled: Some(&step.random),
            heterogeneity: Some(&step.heterogeneity),
            order: cell(&step.added).unwrap_or_default(),
            ..Refit::default()
        })
        .collect();
    let by = column.map(|name| source.column(name));
    let order = by.as_deref().map_or_else(String::new, |by| format!(" in the order of {}", lowered(by)));
    let mut description =
        format!("The pooled estimate after each of {}{order}.", studies(source.numbers, all.len()));
    let prose = source.in_prose();
    if let (Some(first), Some(last)) = (all.first(), all.last()) {
        description.push_str(&format!(
            " It starts at {} and ends at {}.",
            prose.effect_text(first.random.estimate, first.random.ci),
            prose.effect_text(last.random.estimate, last.random.ci)
        ));
    }
    let frame = Frame {
        id: format!("cumulative-{}", source.id),
        title: format!("Cumulative meta-analysis: {}", source.result.title),
        description,
        first: "Study added".to_owned(),
        order: by,
        counts: true,
        rows: Some(format!("Each row pools, by random effects, its study and all above it{order}")),
        // The forest plot shows such a study with its own interval, an exact one for proportions.
        notes: all
            .iter()
            .any(|step| step.k == 1)
            .then(|| "A row of a single study has the interval of the model, not the study’s own.".to_owned())
            .into_iter()
            .chain(remarks(
                source,
                all.iter().map(|step| (step.added.as_str(), &step.not_done, &step.fallback)),
            ))
            .collect(),
        // The rows are random-effects results, whatever the headline.
        reference: &source.result.random,
        compared: "all studies",
        main: None,
        above: false,
    };
    Some(draw(&forest(source, frame, &refits)))
}
