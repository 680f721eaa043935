//! The whole review, checked.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::analysis::{self, CheckedAnalysis};
use super::bias::{self, Judgements};
use super::claims;
use super::descriptions::{self, CheckedComposition, CheckedSummary};
use super::extraction::{self, DoubleExtraction};
use super::levels;
use super::overlap::{self, Pair};
use super::plausibility;
use super::prisma::{self, CheckedFlow};
use super::report;
use super::search;
use super::selection::{self, Screening};
use crate::diagnostics::{Code, Diagnostic, Diagnostics, codes};
use crate::source::Folder;
use crate::spec::Specification;
use crate::spec::shape::TextOr;
use crate::table::{self, Expression, StudyTable};

/// A review that can be computed: only [`check`] makes one.
#[derive(Debug, Clone)]
pub struct CheckedReview {
    /// Name of its folder.
    pub id: String,
    /// What the author wrote.
    pub specification: Specification,
    /// The study table.
    pub table: StudyTable,
    /// The meta-analyses.
    pub analyses: Vec<CheckedAnalysis>,
    /// Study-level descriptions.
    pub summaries: IndexMap<String, CheckedSummary>,
    /// Counts that make up a whole.
    pub compositions: IndexMap<String, CheckedComposition>,
    /// The flow of records to studies.
    pub prisma: Option<CheckedFlow>,
    /// Judgements of risk of bias.
    pub bias: Option<Judgements>,
    /// Decisions of the two screeners.
    pub screening: Option<Screening>,
    /// What the two extractors found.
    pub extraction: Option<DoubleExtraction>,
    /// Studies that share patients.
    pub overlaps: Vec<Pair>,
}

/// The most analyses of a review.
const MOST_ANALYSES: usize = 1_000;

/// A row of the study table that cannot be told, or that is there twice.
const FAULTS_OF_ROWS: &[Code] =
    &[codes::RAGGED_ROW, codes::STUDY_WITHOUT_ID, codes::DUPLICATE_STUDY, codes::TABLE_WITHOUT_ROWS];

/// What such a row brings about elsewhere; told once the rows are mended.
const FOLLOW_FROM_ROWS: &[Code] = &[codes::NO_STUDY_LEFT, codes::UNKNOWN_STUDY];

/// Checks a review. Every fault that can be found goes to `found`; the review comes back only without one.
pub fn check(
    id: &str,
    specification: Specification,
    folder: &Folder,
    found: &mut Diagnostics,
) -> Option<CheckedReview> {
    claims::check(&specification, found);
    report::check(&specification, folder, found);
    let texts = report::files(&specification);
    let checked = everything_else(id, specification, folder, found);
    if checked.is_none() {
        // The report, which reads these files, is not written: what is wrong with them is told now.
        texts.iter().for_each(|(path, place)| drop(found.take(folder.read(path, Some(place)))));
    }
    checked
}

fn everything_else(
    id: &str,
    mut specification: Specification,
    folder: &Folder,
    found: &mut Diagnostics,
) -> Option<CheckedReview> {
    search::read_strategies(&mut specification, folder, found);
    search::dates(&specification, found);
    let review = &specification.review;
    if review.analyses.is_empty() && !found.has_errors() {
        found.push(
            Diagnostic::new(codes::NO_ANALYSIS, "the review has no analysis")
                .at(specification.key_place("analyses"), "empty")
                .hint(
                    "add a meta-analysis: `survival: {measure: proportion, data: {events: ..., total: ...}}`",
                ),
        );
    }
    if review.analyses.len() > MOST_ANALYSES {
        let message = format!("{} analyses, at most {MOST_ANALYSES} are computed", review.analyses.len());
        found.push(
            Diagnostic::new(codes::TOO_MANY_ANALYSES, message)
                .at(specification.key_place("analyses"), "too many for one report")
                .hint("split the review into several folders"),
        );
        return None;
    }
    let table = table::read(&specification, folder, found)?;
    // Which studies there are is not known while rows are faulty.
    let rows_known = !found.iter().any(|fault| FAULTS_OF_ROWS.contains(&fault.code));
    let analyses: Vec<_> = review
        .analyses
        .iter()
        .filter_map(|(id, analysis)| analysis::check(id, analysis, &specification, &table, found))
        .collect();
    same_titles(&specification, found);
    let summaries: IndexMap<_, _> = review
        .summaries
        .iter()
        .filter_map(|(id, summary)| {
            Some((id.clone(), descriptions::summary(id, summary, &specification, &table, found)?))
        })
        .collect();
    let compositions: IndexMap<_, _> = review
        .compositions
        .iter()
        .filter_map(|(id, composition)| {
            Some((id.clone(), descriptions::composition(id, composition, &specification, folder, found)?))
        })
        .collect();
    let data = review.analyses.values().map(|analysis| &analysis.data);
    let arms =
        data.clone().flat_map(|data| data.treated.iter().chain(&data.control)).flat_map(|arm| arm.columns());
    let numbers: Vec<&str> =
        data.flat_map(|data| data.columns()).chain(arms).map(|(_, column)| column).collect();
    found.extend(table.mixed_columns(&numbers));
    let document = &specification.document;
    let pooled: BTreeSet<usize> =
        analyses.iter().flat_map(|analysis| analysis.contributions.iter().map(|c| c.row)).collect();
    let declared = match &review.studies {
        TextOr::Full(studies) => Some(studies),
        TextOr::Text(_) => None,
    };
    if let Some(column) = declared.and_then(|studies| studies.not_in_synthesis.as_ref()) {
        prisma::studies_outside(column, &table, &pooled, document, found);
    }
    let column = declared.and_then(|studies| studies.reports.as_ref());
    let reports = column.and_then(|column| prisma::reports_of_the_table(column, &table, document, found));
    let prisma = review.prisma.as_ref().map(|counts| {
        let tied = prisma::Tied {
            search: review.search.as_ref(),
            rows: rows_known.then_some(table.len() as u64),
            reports: reports.filter(|_| rows_known),
            version: review.version.as_deref(),
        };
        prisma::check(counts, &tied, folder, document, found)
    });
    let measures: Vec<_> =
        review.analyses.iter().map(|(id, analysis)| (id.as_str(), analysis.measure)).collect();
    let bias = review
        .risk_of_bias
        .as_ref()
        .and_then(|spec| bias::check(spec, &table, &measures, folder, document, found));
    let overlaps = review.overlap.as_ref().map(|spec| {
        let pooled: Vec<usize> = pooled.iter().copied().collect();
        overlap::check(spec, &specification, &table, &pooled, found)
    });
    let screening =
        review.selection.as_ref().and_then(|spec| selection::check(spec, folder, document, found));
    let extraction = review
        .extraction
        .as_ref()
        .and_then(|spec| extraction::check(spec, &specification, &table, folder, found));
    if !rows_known {
        found.retain(|fault| !FOLLOW_FROM_ROWS.contains(&fault.code));
    }
    if found.has_errors() {
        return None;
    }
    // What looks wrong is only worth telling once what is wrong is mended.
    plausibility::check(review, &table, found);
    levels::check(&analyses, &table, found);
    Some(CheckedReview {
        id: id.to_owned(),
        table,
        analyses,
        summaries,
        compositions,
        prisma,
        bias,
        screening,
        extraction,
        overlaps: overlaps.unwrap_or_default(),
        specification,
    })
}

/// Which rows of the table an expression selects. A fault of the expression is reported once, not per row.
pub(super) fn select(
    expression: &Expression,
    table: &StudyTable,
    found: &mut Diagnostics,
) -> Option<Vec<bool>> {
    let mut selected = vec![false; table.len()];
    for row in table.select(expression, found)? {
        selected[row] = true;
    }
    Some(selected)
}

/// Analyses whose figures and tables a reader could not tell apart.
fn same_titles(specification: &Specification, found: &mut Diagnostics) {
    let mut known: IndexMap<&str, &str> = IndexMap::new();
    for (id, analysis) in &specification.review.analyses {
        let Some(title) = analysis.title.as_deref() else { continue };
        match known.get(title) {
            Some(first) => {
                let place = |id: &str| specification.place(format!("analyses.{id}.title").as_str());
                let message = format!("`{first}` and `{id}` have the same title, \"{title}\"");
                found.push(
                    Diagnostic::new(codes::SAME_TITLE, message)
                        .at(place(id), "the same as above")
                        .also(place(first), "first here")
                        .hint("say in each title what is different: figures and tables are named by it"),
                );
            }
            None => {
                known.insert(title, id);
            }
        }
    }
}
