//! The plot of a meta-regression with one moderator: bubbles along a fitted line, or groups beside each other.
//!
//! | module | holds |
//! |---|---|
//! | `points` | the studies with their weights, those without a value of the moderator |
//! | `line` | a numeric moderator: the line with its bands |
//! | `strip` | a moderator of categories: a row of bubbles and the mean of each |
//! | `swarm` | bubbles that stand side by side without touching |
//! | `below` | what stands below both plots, and their axis of effects |
//! | `words` | what is said of the model, caption and table |

mod below;
mod line;
mod points;
mod strip;
mod swarm;
mod words;

use super::canvas::{Canvas, Point};
use super::figure::Figure;
use super::forest::Source;
use super::style::{Pen, Shape};
use super::subject::MOST_STUDIES;
use super::theme::Colour;
use crate::analysis::results::MetaRegressionResult;

const MARGIN: f64 = 10.0;

/// How opaque bubbles are: those below show through.
const BUBBLE: Shape = Shape::fill(Colour::Point).opacity(0.55).outlined(Pen::new(Colour::Point, 1.0));

/// With more studies than these, bubbles shrink so that they stay apart.
const FEW: f64 = 40.0;

/// So many studies are named at most.
const NAMED: usize = 20;

/// How many of the studies of an analysis are named at most: among very many points no name would stand beside its own.
const fn most_named(k: usize) -> usize {
    if k > MOST_STUDIES { 0 } else { NAMED }
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn among_very_many_studies_none_is_named() {
        assert_eq!(
            [most_named(2), most_named(MOST_STUDIES), most_named(MOST_STUDIES + 1)],
            [NAMED, NAMED, 0]
        );
    }
}
