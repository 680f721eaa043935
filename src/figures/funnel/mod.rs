//! The funnel plot: effects against their precision.
//!
//! Where the standard error follows from the estimate itself (proportions, rates), effects stand against the
//! size of the study, without a pseudo-confidence region (Hunter et al. 2014).
//!
//! | module | holds |
//! |---|---|
//! | `points` | the studies on their plane, the groups that their symbols tell apart |
//! | `axes` | the ranges and ticks of both planes |
//! | `guides` | contours, limits, the pooled line, the line of Egger's regression |
//! | `words` | legend, remarks, caption |
//! | `draw` | the drawing |

mod axes;
mod draw;
mod guides;
mod points;
mod words;

pub use draw::{funnel, trim_fill};

/// Width of the figure, and height of its plot.
const WIDTH: f64 = 560.0;
const HEIGHT: f64 = 320.0;
const MARGIN: f64 = 10.0;
/// Radius of the circle that has the area of a study's symbol.
const RADIUS: f64 = 3.6;
