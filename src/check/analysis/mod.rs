//! A meta-analysis, checked: its choices resolved, its columns found, its studies read.

mod choices;
mod regressions;
mod variants;

use indexmap::{IndexMap, IndexSet};

use super::bounds;
use super::data::{Absent, Columns, Contribution};
use super::model::{self, Choices};
use crate::diagnostics::{Diagnostic, Diagnostics, Place, codes, did_you_mean};
use crate::source::yaml::Path;
use crate::spec::{Analysis, Specification};
use crate::stats::choices::{Measure, SmallStudyTest};
use crate::table::{Expression, StudyTable};

/// A meta-analysis that can be computed.
#[derive(Debug, Clone)]
pub struct CheckedAnalysis {
    /// Id.
    pub id: String,
    /// What the author wrote.
    pub spec: Analysis,
    /// The choices of the model.
    pub choices: Choices,
    /// The studies with data, in the order of the table.
    pub contributions: Vec<Contribution>,
    /// Rows of the table that do not contribute, with the reason: `where` or `missing COLUMN`.
    pub left_out: Vec<(usize, String)>,
    /// The outlier rule.
    pub outlier_rule: Option<Expression>,
    /// Rows that the authors removed as outliers.
    pub removed: Option<Vec<usize>>,
    /// Columns that split the studies into subgroups.
    pub subgroups: Vec<String>,
    /// Column by which studies are added.
    pub cumulative: Option<String>,
    /// Meta-regressions.
    pub regressions: Vec<Vec<CheckedModerator>>,
    /// Fewest studies for a meta-regression.
    pub regression_min_studies: usize,
    /// Whether models with fewer than four studies for each coefficient are fitted too.
    pub regression_force: bool,
    /// The analysis with other choices.
    pub variants: Vec<CheckedVariant>,
}

/// A moderator.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckedModerator {
    /// Column of the table.
    pub column: String,
    /// Heading.
    pub label: String,
    /// Unit.
    pub unit: Option<String>,
    /// For how many units the change of the effect is said.
    pub per: f64,
}

/// The analysis with other choices.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckedVariant {
    /// What is different.
    pub label: String,
    /// The choices of the model.
    pub choices: Choices,
    /// The studies.
    pub contributions: Vec<Contribution>,
}

/// Fewest studies for a meta-regression where the author does not say: ten per coefficient is the usual advice.
pub(super) const REGRESSION_MIN_STUDIES: usize = 10;

/// Checks the analysis `id`; every fault goes to `found`.
pub(super) fn check(
    id: &str,
    analysis: &Analysis,
    specification: &Specification,
    table: &StudyTable,
    found: &mut Diagnostics,
) -> Option<CheckedAnalysis> {
    let path = Path::from("analyses").key(id);
    let defaults =
        specification.review.methods.as_ref().map(crate::spec::Methods::model_keys).unwrap_or_default();
    let choices = model::of_analysis(analysis, &defaults);
    let mut checker = Checker { path, specification, table, found };

    let mut good = checker.choices(&choices, &checker.path.clone());
    good &= checker.few_variants(analysis);
    good &= checker.labels(analysis);
    good &= checker.no_effect(analysis);
    good &= bounds::check(analysis, &checker.path, specification, checker.found);
    let columns = checker.columns(analysis.measure, &analysis.data, &choices);
    let selected = checker.filter(analysis.filter.as_deref(), &checker.path.key("where"));
    let subgroups: Vec<Option<String>> =
        analysis.subgroups.iter().enumerate().map(|(i, name)| checker.subgroup(name, i)).collect();
    let cumulative = analysis.cumulative.as_ref().map(|name| checker.column(name, &["cumulative"], None));
    let regressions = checker.regressions(analysis);
    let outlier_rule = checker.outlier_rule(analysis);
    good &= checker.small_study(analysis);
    good &= checker.forest_columns(analysis);
    let (columns, selected) = (columns?, selected?);
    let (contributions, left_out) = checker.read(&columns, &selected)?;
    if contributions.is_empty() {
        checker.no_study_left(analysis, &left_out);
        return None;
    }
    if let Some(models) = &regressions {
        good &= checker.enough_studies(analysis, models, &contributions);
    }
    let removed = checker.removed(analysis, &contributions);
    let variants = checker.variants(analysis, &defaults, &selected);
    if !good {
        return None;
    }
    Some(CheckedAnalysis {
        id: id.to_owned(),
        spec: analysis.clone(),
        choices,
        contributions,
        left_out,
        outlier_rule: outlier_rule?,
        removed: removed?,
        subgroups: subgroups.into_iter().collect::<Option<_>>()?,
        cumulative: match cumulative {
            Some(column) => Some(column?),
            None => None,
        },
        regressions: regressions?,
        regression_min_studies: analysis
            .meta_regression
            .as_ref()
            .and_then(|r| r.min_studies)
            .unwrap_or(REGRESSION_MIN_STUDIES),
        regression_force: analysis.meta_regression.as_ref().is_some_and(|r| r.force),
        variants: variants?,
    })
}

/// The most subgroups of one column.
const MOST_SUBGROUPS: usize = 200;
/// The most variants of an analysis.
const MOST_VARIANTS: usize = 200;

/// What the checks of an analysis share.
pub(super) struct Checker<'a> {
    pub(super) path: Path,
    pub(super) specification: &'a Specification,
    pub(super) table: &'a StudyTable,
    pub(super) found: &'a mut Diagnostics,
}

impl Checker<'_> {
    fn columns(
        &mut self,
        measure: Measure,
        data: &crate::spec::analysis::Data,
        choices: &Choices,
    ) -> Option<Columns> {
        let path = self.path.key("data");
        Columns::find(measure, data, choices.convert, &path, self.specification, self.table, self.found)
    }

    fn column(&mut self, name: &str, keys: &[&str], index: Option<usize>) -> Option<String> {
        let mut path = keys.iter().fold(self.path.clone(), |path, key| path.key(*key));
        if let Some(index) = index {
            path = path.index(index);
        }
        self.named(name, &path)
    }

    /// A column of subgroups.
    fn subgroup(&mut self, name: &str, index: usize) -> Option<String> {
        let column = self.column(name, &["subgroups"], Some(index))?;
        let levels = self.table.levels(&column).len();
        if levels > MOST_SUBGROUPS {
            let message =
                format!("`{column}` has {levels} values, at most {MOST_SUBGROUPS} subgroups are compared");
            self.found.push(
                Diagnostic::new(codes::TOO_MANY_SUBGROUPS, message)
                    .at(
                        self.specification.place(self.path.key("subgroups").index(index)),
                        "too many subgroups",
                    )
                    .hint("use a column with few values, or put its values into classes first"),
            );
            return None;
        }
        Some(column)
    }

    /// Whether the variants are few enough.
    fn few_variants(&mut self, analysis: &Analysis) -> bool {
        let few = analysis.sensitivity.len() <= MOST_VARIANTS;
        if !few {
            let message = format!(
                "{} variants of one analysis, at most {MOST_VARIANTS} are computed",
                analysis.sensitivity.len()
            );
            self.found.push(
                Diagnostic::new(codes::TOO_MANY_ANALYSES, message)
                    .at(self.specification.key_place(self.path.key("sensitivity")), "too many variants")
                    .hint("keep those that the report discusses"),
            );
        }
        few
    }

    /// A column that the specification names at `path`.
    fn named(&mut self, name: &str, path: &Path) -> Option<String> {
        let column = self.table.named(name, self.specification.place(path.clone()));
        self.found.take(column).map(|column| column.name.clone())
    }

    /// Which rows an expression selects; all without one.
    fn filter(&mut self, text: Option<&str>, path: &Path) -> Option<Vec<bool>> {
        let Some(text) = text else { return Some(vec![true; self.table.len()]) };
        let place = self.specification.place(path.clone());
        let expression = self.found.take(Expression::parse(text, Some(place)))?;
        super::review::select(&expression, self.table, self.found)
    }

    /// Reads the selected rows.
    #[expect(clippy::type_complexity, reason = "the two lists that an analysis keeps")]
    fn read(
        &mut self,
        columns: &Columns,
        selected: &[bool],
    ) -> Option<(Vec<Contribution>, Vec<(usize, String)>)> {
        let (mut contributions, mut left_out, mut good) = (Vec::new(), Vec::new(), true);
        for (row, selected) in selected.iter().enumerate() {
            if !selected {
                left_out.push((row, "where".to_owned()));
                continue;
            }
            match columns.read(self.table, row) {
                Ok(contribution) => {
                    contribution.warnings.iter().for_each(|warning| self.found.push(warning.clone()));
                    contributions.push(contribution);
                }
                Err(Absent::Missing(column)) => left_out.push((row, format!("missing {column}"))),
                Err(Absent::Impossible(diagnostic)) => {
                    good = false;
                    self.found.push(*diagnostic);
                }
            }
        }
        good.then_some((contributions, left_out))
    }

    /// Where a choice stands: in the analysis, or under `methods` where the analysis takes it from there.
    fn chosen(&self, path: &Path, key: &str) -> Place {
        let shared = Path::from(["methods", key]);
        let own = path.key(key);
        let taken = self.specification.document.get(own.clone()).is_none()
            && self.specification.document.get(shared.clone()).is_some();
        self.specification.place(if taken { shared } else { own })
    }

    /// What the columns of a condition hold, where that is a handful of texts.
    fn levels_of(&self, condition: &str) -> Vec<String> {
        let names = Expression::parse(condition, None).map(|it| it.names()).unwrap_or_default();
        let levels = names.into_iter().map(|name| (self.table.levels(&name), name));
        let few = levels.filter(|(levels, name)| {
            levels.len() <= 12 && self.table.column(name).is_some_and(|column| !column.is_numeric())
        });
        few.map(|(levels, name)| format!("`{name}` is {}", levels.join(", "))).collect()
    }

    fn no_study_left(&mut self, analysis: &Analysis, left_out: &[(usize, String)]) {
        let excluded = left_out.iter().filter(|(_, reason)| reason == "where").count();
        let missing = left_out.len() - excluded;
        let key = if analysis.filter.is_some() { "where" } else { "data" };
        let notes = analysis.filter.as_deref().map(|filter| self.levels_of(filter)).unwrap_or_default();
        let hint = match (analysis.filter.is_some(), missing) {
            (true, 0) => "compare the values in the expression with those in the table, letter by letter",
            (true, _) => {
                "compare the values in the expression with those in the table, and see which cells are empty"
            }
            (false, _) => "name the columns that have the numbers, or fill their empty cells in",
        };
        let fault = Diagnostic::new(
            codes::NO_STUDY_LEFT,
            format!("no study is left to analyse: `where` leaves out {excluded}, missing data {missing}"),
        )
        .at(self.specification.place(self.path.key(key)), "of this analysis")
        .hint(hint);
        let mut lacking: IndexSet<&str> = IndexSet::new();
        lacking.extend(left_out.iter().filter_map(|(_, reason)| reason.strip_prefix("missing ")));
        let empty: Vec<String> = lacking
            .into_iter()
            .map(|column| {
                (column, (0..self.table.len()).filter(|row| self.table.is_missing(*row, column)).count())
            })
            .filter(|(column, cells)| !column.is_empty() && *cells > 0)
            .map(|(column, cells)| {
                format!("`{column}` is missing in {cells} of {} studies", self.table.len())
            })
            .collect();
        if excluded == 0 && empty.is_empty() && self.found.has_errors() {
            // The cells are there, but are no numbers: that has been told.
            return;
        }
        let notes: Vec<String> = notes.into_iter().chain(empty).collect();
        self.found.push(notes.into_iter().fold(fault, Diagnostic::note));
    }

    /// The rows that the authors removed; each has to be in the analysis.
    #[expect(clippy::option_option, reason = "a fault, no list, or a list")]
    fn removed(&mut self, analysis: &Analysis, contributions: &[Contribution]) -> Option<Option<Vec<usize>>> {
        let Some(list) = analysis.outliers.as_ref().and_then(|o| o.remove.as_ref()) else {
            return Some(None);
        };
        let known: IndexMap<&str, usize> =
            contributions.iter().map(|c| (self.table.id(c.row), c.row)).collect();
        let mut rows = IndexSet::new();
        let mut good = true;
        for (index, id) in list.iter().enumerate() {
            if let Some(&row) = known.get(id.as_str()) {
                rows.insert(row);
                continue;
            }
            good = false;
            let path = self.path.key("outliers").key("remove").index(index);
            if self.found.take(self.table.study(id, self.specification.place(path.clone()))).is_none() {
                continue;
            }
            self.found.push(
                Diagnostic::new(codes::STUDY_NOT_POOLED, format!("the analysis pools no study `{id}`"))
                    .at(self.specification.place(path), "this study")
                    .hint_if(did_you_mean(id, known.keys().copied())),
            );
        }
        good.then(|| Some(rows.into_iter().collect()))
    }

    #[expect(clippy::option_option, reason = "a fault, no rule, or a rule")]
    fn outlier_rule(&mut self, analysis: &Analysis) -> Option<Option<Expression>> {
        let Some(rule) = analysis.outliers.as_ref().and_then(|o| o.rule.as_deref()) else {
            return Some(None);
        };
        let place = self.specification.place(self.path.key("outliers").key("rule"));
        self.found.take(Expression::parse(rule, Some(place))).map(Some)
    }

    /// Whether the tests of small-study effects exist for the measure.
    fn small_study(&mut self, analysis: &Analysis) -> bool {
        let mut good = true;
        for (index, test) in analysis.small_study.iter().enumerate() {
            let (exists, of) = match test {
                SmallStudyTest::Harbord => {
                    (matches!(analysis.measure, Measure::OddsRatio | Measure::PetoOddsRatio), "odds ratios")
                }
                SmallStudyTest::Peters => (
                    matches!(
                        analysis.measure,
                        Measure::OddsRatio
                            | Measure::RiskRatio
                            | Measure::RiskDifference
                            | Measure::PetoOddsRatio
                            | Measure::Proportion
                    ),
                    "2x2 tables and proportions",
                ),
                SmallStudyTest::PustejovskyRodgers => {
                    (analysis.measure == Measure::StandardizedMeanDifference, "standardized mean differences")
                }
                _ => (true, ""),
            };
            if !exists {
                good = false;
                self.found.push(
                    Diagnostic::new(
                        codes::TEST_NOT_OF_MEASURE,
                        format!("the test `{test}` is for {of}, not for the measure `{}`", analysis.measure),
                    )
                    .at(self.specification.place(self.path.key("small_study").index(index)), "this test")
                    .hint("`egger` and `begg` exist for every measure"),
                );
            }
        }
        good
    }

    fn forest_columns(&mut self, analysis: &Analysis) -> bool {
        let path = self.path.key("forest").key("columns");
        let columns = &analysis.forest.columns;
        let found = columns
            .iter()
            .enumerate()
            .filter(|(index, name)| self.named(name, &path.index(*index)).is_some());
        found.count() == columns.len()
    }
}
