//! Agreement of two screeners and of two extractors.

use indexmap::IndexSet;

use super::results::{
    Agreement, Disagreement, ExtractionResult, FieldAgreement, Interval, SelectionResult, StageAgreement,
};
use crate::check::{DoubleExtraction, ExtractedCell, Screened, Screening};
use crate::stats::agreement::agreement;

/// Level of the intervals of kappa.
const LEVEL: f64 = 0.95;

/// Agreement of two lists of categories.
fn agreed(pairs: &[(String, String)]) -> Agreement {
    let mut categories: IndexSet<&str> = IndexSet::new();
    let mut number = |text| categories.insert_full(text).0;
    let (first, second): (Vec<usize>, Vec<usize>) =
        pairs.iter().map(|(a, b)| (number(a.as_str()), number(b.as_str()))).unzip();
    let same = first.iter().zip(&second).filter(|(a, b)| a == b).count();
    let found = agreement(&first, &second, LEVEL).ok();
    let kappa = found.and_then(|found| found.kappa);
    Agreement {
        n: pairs.len(),
        agreed: same,
        percent_agreement: found.map(|found| found.observed),
        kappa: kappa.map(|kappa| kappa.estimate),
        kappa_ci: kappa.map(|kappa| Interval { lower: kappa.ci.lower, upper: kappa.ci.upper }),
    }
}

/// Agreement of the screeners by stage, with the records on which they disagree.
#[must_use]
pub(super) fn selection(screening: &Screening) -> SelectionResult {
    let mut stages: IndexSet<&str> = IndexSet::new();
    for screened in &screening.records {
        stages.insert(stage(screened));
    }
    let rated = |name: &str| -> Vec<(String, String)> {
        let of_stage = screening.records.iter().filter(|screened| stage(screened) == name);
        of_stage
            .filter_map(|screened| {
                Some((screened.decisions[0]?.to_owned(), screened.decisions[1]?.to_owned()))
            })
            .collect()
    };
    let disagreements = screening.records.iter().filter_map(|screened| {
        let (a, b) = (screened.decisions[0]?, screened.decisions[1]?);
        (a != b).then(|| Disagreement {
            record: screened.record.clone(),
            field: stage(screened).to_owned(),
            a: a.to_owned(),
            b: b.to_owned(),
            resolved: screened.resolved.map(str::to_owned),
        })
    });
    SelectionResult {
        reviewers: screening.reviewers.clone(),
        stages: stages
            .iter()
            .map(|name| StageAgreement { stage: (*name).to_owned(), agreement: agreed(&rated(name)) })
            .collect(),
        disagreements: disagreements.collect(),
    }
}

fn stage(screened: &Screened) -> &str {
    screened.stage.as_deref().unwrap_or("all")
}

/// Agreement of the extractors by field, with the cells on which they disagree. A missing cell is a value of its
/// own; numbers count as alike however they are written.
#[must_use]
pub(super) fn extraction(double: &DoubleExtraction) -> ExtractionResult {
    let shown = |value: &Option<String>| value.clone().unwrap_or_else(|| "NR".to_owned());
    let pair = |cell: &ExtractedCell| {
        let a = shown(&cell.a);
        let b = if cell.agrees() { a.clone() } else { shown(&cell.b) };
        (a, b)
    };
    let mut result = ExtractionResult { fields: Vec::new(), disagreements: Vec::new() };
    for field in &double.fields {
        let pairs: Vec<_> = field.cells.iter().map(pair).collect();
        result.fields.push(FieldAgreement { field: field.field.clone(), agreement: agreed(&pairs) });
        for cell in field.cells.iter().filter(|cell| !cell.agrees()) {
            result.disagreements.push(Disagreement {
                record: cell.study.clone(),
                field: field.field.clone(),
                a: shown(&cell.a),
                b: shown(&cell.b),
                resolved: cell.resolved.clone(),
            });
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agreement_is_by_stage_and_disagreements_are_listed() {
        let screened = |record: &str, stage: &str, a, b, resolved| Screened {
            record: record.to_owned(),
            stage: Some(stage.to_owned()),
            decisions: [Some(a), b],
            resolved,
        };
        let mut records: Vec<Screened> = Vec::new();
        // The example of stats::agreement: 20 both in, 15 both out, 5 and 10 apart; kappa 0.4.
        let groups = [
            (20, "include", "include"),
            (5, "include", "exclude"),
            (10, "exclude", "include"),
            (15, "exclude", "exclude"),
        ];
        for (count, a, b) in groups {
            records.extend(
                (0..count).map(|i| screened(&format!("{a}{b}{i}"), "title", a, Some(b), Some("exclude"))),
            );
        }
        records.push(screened("x", "text", "include", None, None));
        let result = selection(&Screening { reviewers: ["A".to_owned(), "B".to_owned()], records });
        assert_eq!(result.stages.len(), 2);
        assert_eq!((result.stages[0].agreement.n, result.stages[0].agreement.agreed), (50, 35));
        assert!((result.stages[0].agreement.kappa.unwrap() - 0.4).abs() < 1e-12);
        assert_eq!(result.stages[1].agreement.kappa, None);
        assert_eq!(result.disagreements.len(), 15);
        assert_eq!(result.disagreements[0].resolved.as_deref(), Some("exclude"));
    }
}
