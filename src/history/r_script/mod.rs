//! `analysis.R`: a script with the data in it that recomputes the results with metafor and stops on a
//! difference.
//!
//! | module | holds |
//! |---|---|
//! | `script` | results to the script: data, choices, expected numbers |
//! | `literal` | values as R writes them |
//! | `templates/analysis.R` | how a pooled result is recomputed, the same in every script |

mod literal;
mod script;

pub use script::r_script;
