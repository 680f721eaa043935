//! The binomial-normal generalised linear mixed model for proportions.
//!
//! # Model
//!
//! x_i ~ Binomial(n_i, logistic(mu + u_i)), u_i ~ N(0, tau2): the random-effects model on the logit scale with
//! the binomial likelihood itself in place of its normal approximation, so that zeros need no correction
//! (Stijnen, Hamza and Özdemir 2010). There are no study weights.
//!
//! # Computation
//!
//! The integral over u_i is taken by a trapezoidal rule that starts at the mode of the integrand with its width as
//! the step, and is refined until it is exact to the last digits whatever the counts and tau. mu and ln tau are
//! found by Newton's method with the exact score and information of the integrated likelihood (expectations under
//! the same integrand; Louis 1982), from several starts, and compared with the boundary tau = 0. The standard error
//! is from the observed information of both parameters; tests and intervals are Wald's.

mod fit;
mod likelihood;
mod quadrature;

pub use fit::{GlmmFit, glmm};
