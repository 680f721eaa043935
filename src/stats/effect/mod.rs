//! Effect sizes: from the data of a study to an estimate `yi` with a sampling variance `vi`.
//!
//! `yi` and `vi` are on the scale of the analysis (theta): the logit of a proportion, the logarithm of an odds
//! ratio, the difference of two means. [`EffectScale`] says which that is for a [`Measure`] and carries results
//! back to the scale that is reported. Formulas and zero handling are those of `escalc` in metafor; where the
//! packages of the field differ, the function that computes says what is done.
//!
//! | measure | theta | variance | zeros |
//! |---|---|---|---|
//! | proportion, none | p = x/n | p(1 - p)/n | x = 0, x = n corrected |
//! | proportion, logit | ln(x/(n - x)) | 1/x + 1/(n - x) | corrected |
//! | proportion, log | ln(x/n) | 1/x - 1/n | corrected |
//! | proportion, arcsine | asin sqrt(x/n) | 1/(4n) | as they are |
//! | proportion, Freeman-Tukey | half of asin sqrt(x/(n+1)) + asin sqrt((x+1)/(n+1)) | 1/(4n + 2) | as they are |
//! | rate, none | x/t | x/t^2 | x = 0 corrected |
//! | rate, log | ln(x/t) | 1/x | corrected |
//! | rate, sqrt | sqrt(x/t) | 1/(4t) | as they are |
//! | rate, Freeman-Tukey | half of sqrt(x/t) + sqrt((x+1)/t) | 1/(4t) | as they are |
//! | mean, none | m | sd^2/n | |
//! | mean, log | ln m | sd^2/(n m^2) | |
//! | correlation, none | r | (1 - r^2)^2/(n - 1) | |
//! | correlation, Fisher's z | atanh r | 1/(n - 3) | |
//! | odds ratio | ln(ad/bc) | 1/a + 1/b + 1/c + 1/d | corrected |
//! | risk ratio | ln(a/n1) - ln(c/n2) | 1/a - 1/n1 + 1/c - 1/n2 | corrected |
//! | risk difference | a/n1 - c/n2 | sum of p(1 - p)/n | corrected |
//! | Peto's odds ratio | (a - E)/V | 1/V, V hypergeometric | as they are |
//! | mean difference | m1 - m2 | sd1^2/n1 + sd2^2/n2 | |
//! | standardized mean difference | g = J(m) (m1 - m2)/s | 1/n1 + 1/n2 + g^2/(2N) | |
//! | ratio of means | ln(m1/m2) | sum of sd^2/(n m^2) | |
//! | incidence rate ratio | ln[(x1/t1)/(x2/t2)] | 1/x1 + 1/x2 | corrected |
//! | incidence rate difference | x1/t1 - x2/t2 | x1/t1^2 + x2/t2^2 | corrected |
//! | ratio | ln of the estimate | from its interval or standard error | |
//! | generic | the estimate | as given, or from its interval | |
//!
//! # Studies without an effect size
//!
//! A study may have none: a ratio of two zeros, Fisher's z of three patients, the logarithm of a negative mean.
//! That is a [`LeftOut`] with its reason, so that it can be counted and shown; it is no error of the analysis.

mod continuity;
mod data;
mod estimates;
mod left_out;
mod means;
mod measure;
mod rates;
mod scale;
mod single_arm;
mod size;
mod study_estimate;
#[cfg(test)]
mod tests;
mod two_by_two;

pub use continuity::Continuity;
pub use data::{Events, Incidence, Sample, StudyData, Uncertainty};
pub use estimates::asymmetry;
pub use left_out::LeftOut;
pub use means::hedges_correction;
pub use scale::EffectScale;
pub use size::{EffectSize, effect_sizes};
pub use study_estimate::{StudyEstimate, study_estimate};
pub use two_by_two::{Hypergeometric, hypergeometric};

#[cfg(doc)]
use crate::stats::choices::Measure;
