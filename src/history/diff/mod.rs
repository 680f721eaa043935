//! What is different between two versions of a review, by meaning.
//!
//! | module | holds |
//! |---|---|
//! | `model` | the difference as data: the JSON of `diff` |
//! | `compare` | two results to a difference: studies, methods, counts, evidence, wording |
//! | `analyses` | estimates, contributions and tests of the meta-analyses |
//! | `verdict` | what weight the difference has, and why |
//! | `document` | the difference as headings, tables and lists |
//! | `terminal`, `markdown`, `html` | these for people, a pull request, a browser |
//! | `figure` | estimates before and after |

mod analyses;
mod compare;
mod document;
mod figure;
mod html;
mod markdown;
mod model;
mod remainder;
mod terminal;
mod verdict;

pub use compare::diff;
pub(super) use document::{Block, blocks};
pub(super) use figure::before_and_after;
pub use html::html;
pub use markdown::markdown;
pub use model::{
    AnalysisChange, CellChange, CertaintyChange, Change, ClaimChange, Contribution, ContributionChange,
    CountChange, Diff, DomainChange, Estimate, FindingChanges, Head, JudgementChange, OverlapChange,
    PartChange, PublishedChange, Reason, SettingChange, StudyChanges, StudyName, TestChange, ValueChange,
    Verdict, WordingChange,
};
pub use terminal::terminal;
