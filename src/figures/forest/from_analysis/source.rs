//! What a forest plot is made from.

use indexmap::IndexMap;

use crate::analysis::results::{AnalysisResult, BiasResult, StudyIndex, StudyRecord, Subgroups};
use crate::figures::theme::Theme;
use crate::numbers::Numbers;
use crate::spec::Analysis;
use crate::spec::studies::Column as TableColumn;

/// What a forest plot is made from.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// Id of the analysis.
    pub id: &'a str,
    /// Its results.
    pub result: &'a AnalysisResult,
    /// What the author wrote: names of arms, directions, thresholds, range of the axis, further columns, order.
    pub spec: &'a Analysis,
    /// The study table.
    pub records: &'a [StudyRecord],
    /// The same by id.
    pub index: &'a StudyIndex<'a>,
    /// What its columns are called.
    pub columns: &'a IndexMap<String, TableColumn>,
    /// Risk of bias, for lights beside the rows.
    pub bias: Option<&'a BiasResult>,
    /// The subgroup analysis to split the rows by.
    pub subgroups: Option<&'a Subgroups>,
    /// The look.
    pub theme: Theme,
    /// How numbers are written.
    pub numbers: &'a Numbers,
}
