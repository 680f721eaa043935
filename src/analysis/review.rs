//! The whole review, computed.

use indexmap::IndexMap;
use rayon::prelude::*;

use super::descriptions::{compositions, summaries};
use super::results::{Finding, Results, ReviewHead, SCHEMA, StudyRecord, Tool};
use super::{agreement, bias, claims, grade, meta, overlap, published};
use crate::check::{CheckedReview, prisma};
use crate::diagnostics::{Diagnostics, codes};
use crate::stats::decimal::whole;
use crate::table::{Column, StudyTable};

/// Computes everything. Warnings go to `found` and into the results; with an error there are no results.
pub fn analyse(review: &CheckedReview, found: &mut Diagnostics) -> Option<Results> {
    // In parallel, collected in the order of the specification: the same bytes on any machine.
    let computed: Vec<_> = review
        .analyses
        .par_iter()
        .map(|analysis| {
            let mut found = Diagnostics::new();
            let result = meta::analyse(analysis, review, &mut found);
            (analysis.id.clone(), result, found)
        })
        .collect();
    let mut analyses = IndexMap::with_capacity(computed.len());
    for (id, result, its) in computed {
        found.extend(its);
        if let Some(result) = result {
            analyses.insert(id, result);
        }
    }
    if found.has_errors() {
        return None;
    }
    let document = &review.specification.document;
    let spec = &review.specification.review;
    let mut flow = review.prisma.clone();
    if let (Some(flow), Some(counts)) = (&mut flow, &spec.prisma) {
        let studies = analyses.iter().map(|(id, result)| (id.clone(), result.k)).collect();
        prisma::check_synthesised(&mut flow.boxes, counts.synthesised.as_ref(), &studies, document, found);
    }
    let (prisma, prisma_versions, excluded_reports) = match flow {
        Some(flow) => (Some(flow.boxes), flow.versions, flow.excluded),
        None => (None, IndexMap::new(), Vec::new()),
    };
    let ids: Vec<&str> = review.table.ids().collect();
    let risk_of_bias =
        review.bias.as_ref().map(|judgements| bias::assess(judgements, &ids, &analyses, found));
    let refit = |id: &str, without: &[&str]| meta::without(review, id, without);
    let overlap = overlap::without_smaller(&review.overlaps, &analyses, &refit);
    let overlap_ranges = overlap::ranges(&review.overlaps, &analyses, &refit);
    let grade = grade::grade(spec, &analyses, risk_of_bias.as_ref(), document, found);
    // Claims are told in the same run, but for those about ratings that are faulty.
    let rated = !found.has_errors();
    let mut results = Results {
        schema: SCHEMA,
        tool: Tool { name: env!("CARGO_PKG_NAME").to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() },
        review: ReviewHead {
            id: review.id.clone(),
            title: spec.title.clone(),
            version: spec.version.clone(),
            date: spec.date.clone(),
        },
        studies: study_records(review),
        prisma,
        prisma_versions,
        excluded_reports,
        selection: review.screening.as_ref().map(agreement::selection),
        extraction: review.extraction.as_ref().map(agreement::extraction),
        risk_of_bias,
        analyses,
        summaries: summaries(review),
        compositions: compositions(review),
        overlap,
        overlap_ranges,
        grade,
        claims: Vec::new(),
        published: Vec::new(),
        diagnostics: Vec::new(),
    };
    results.claims = claims::evaluate(&review.specification, &results, rated, found);
    results.published = published::compare(&review.specification, &results, found);
    results.diagnostics = findings(found);
    // A claim that does not hold fails the build, but it is a result as well.
    let faulty = found.iter().any(|finding| finding.is_error() && finding.code != codes::CLAIM_FAILS);
    (!faulty).then_some(results)
}

/// The study table as it stands, but for the columns that `id` and `label` already say.
fn study_records(review: &CheckedReview) -> Vec<StudyRecord> {
    let table = &review.table;
    (0..table.len())
        .map(|row| StudyRecord {
            id: table.id(row).to_owned(),
            label: table.label(row).to_owned(),
            cells: table
                .columns()
                .filter(|column| ![table.id_column(), "id", "label"].contains(&column.name.as_str()))
                .map(|column| (column.name.clone(), cell(table, row, column)))
                .collect(),
        })
        .collect()
}

/// A cell as JSON: a number, a text, or null where it is missing.
fn cell(table: &StudyTable, row: usize, column: &Column) -> serde_json::Value {
    match table.number(row, &column.name) {
        // A whole number without a decimal point, as the author wrote it.
        Some(number) if column.is_numeric() => whole(number).map_or_else(|| number.into(), Into::into),
        _ => table.text(row, &column.name).map(std::borrow::Cow::into_owned).into(),
    }
}

/// The findings as the results keep them.
#[must_use]
pub fn findings(found: &Diagnostics) -> Vec<Finding> {
    found
        .sorted()
        .into_iter()
        .map(|finding| {
            let place = finding.place();
            let start = place.map(crate::diagnostics::Place::start);
            Finding {
                code: finding.code.id().to_owned(),
                level: finding.severity().as_str().to_owned(),
                message: finding.message.clone(),
                file: place.map(|place| place.file.name().to_owned()),
                line: start.map(|start| start.line),
                column: start.map(|start| start.column),
            }
        })
        .collect()
}
