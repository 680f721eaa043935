//! Risk of bias: the tools as data, and the judgements of a review held against theirs.

mod judgements;
#[cfg(test)]
mod tests;
mod tool;

pub use judgements::{Judgement, Judgements, StudyJudgements, check};
pub use tool::{Domain, Level, OVERALL, Overall, Panel, Role, Rule, Tool};
