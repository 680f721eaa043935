//! The plot of a meta-regression with one moderator: bubbles along a fitted line, or groups beside each other.
//!
//! | module | holds |
//! |---|---|
//! | `points` | the studies with their weights, those without a value of the moderator |
//! | `line` | a numeric moderator: the line with its bands |
//! | `strip` | a moderator of categories: a row of bubbles and the mean of each |
//! | `swarm` | bubbles that stand side by side without touching |
//! | `words` | what is said of the model, caption and table |

mod line;
mod points;
mod strip;
mod swarm;
mod words;

use super::canvas::{Canvas, Point};
use super::figure::Figure;
use super::forest::Source;
use super::style::{Pen, Shape};
use super::theme::Colour;
use crate::analysis::results::MetaRegressionResult;

const MARGIN: f64 = 10.0;

/// How opaque bubbles are: those below show through.
const BUBBLE: Shape = Shape::fill(Colour::Point).opacity(0.55).outlined(Pen::new(Colour::Point, 1.0));

/// With more studies than these, bubbles shrink so that they stay apart.
const FEW: f64 = 40.0;

/// Draws bubbles upon an opaque ground, so that what lies below does not change their colour.
fn draw_bubbles(canvas: &mut Canvas, circles: &[(Point, f64)]) {
    for shape in [Shape::fill(Colour::Paper), BUBBLE] {
        for &(at, radius) in circles {
            canvas.circle(at, radius, shape);
        }
    }
}

/// The line at no effect.
const NULL: Pen = Pen::new(Colour::Null, 0.75);

/// Draws a meta-regression on one moderator, where it was fitted.
#[must_use]
pub fn bubble(source: &Source<'_>, model: &MetaRegressionResult) -> Option<Figure> {
    if model.groups.is_empty() { line::draw(source, model) } else { strip::draw(source, model) }
}
