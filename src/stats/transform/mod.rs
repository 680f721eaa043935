//! Scales on which studies are pooled, forward and back.
//!
//! Every inverse is total and increasing: a limit of an interval that lies outside the image of the transform
//! goes to the end of the reported scale that it lies beyond.

mod elementary;
pub mod freeman_tukey;

pub use elementary::{
    arcsine, arcsine_inverse, fisher_z, fisher_z_inverse, log, log_inverse, logit, logit_inverse, sqrt,
    sqrt_inverse,
};
