//! The PRISMA 2020 flow diagram (Page et al., BMJ 2021;372:n71) in its four templates: a new review or an update,
//! by databases and registers only or by other methods too. The counts that there are choose the template. A living
//! review shows its versions in one of three ways (PRISMA-LSR).
//!
//! | module | holds |
//! |---|---|
//! | `boxes` | what a diagram consists of: boxes, arrows, notes |
//! | `build` | which boxes there are, what each says |
//! | `lines` | the lines of boxes, with their counts |
//! | `layout` | where the boxes stand, side boxes beside or below |
//! | `draw` | boxes, arrows, bars and notes |
//! | `matrix` | a column for each version, the boxes as rows |

mod boxes;
mod build;
mod draw;
mod layout;
mod lines;
mod matrix;

use indexmap::IndexMap;

use crate::analysis::results::PrismaResult;
use crate::figures::{Figure, Theme};
use crate::numbers::Numbers;
use crate::spec::prisma::{Living, Prisma};

/// What the diagram is drawn from.
#[derive(Debug, Clone, Copy)]
pub struct PrismaSource<'a> {
    /// The counts; of a living review, those of all versions together.
    pub counts: &'a PrismaResult,
    /// The counts of each version of a living review.
    pub versions: &'a IndexMap<String, PrismaResult>,
    /// How the author wants it drawn.
    pub spec: &'a Prisma,
    /// Titles of the analyses by their ids.
    pub analyses: &'a IndexMap<String, String>,
    /// Style and width.
    pub theme: Theme,
    /// How numbers are written.
    pub numbers: &'a Numbers,
}

/// Draws the flow diagram of a review's counts.
#[must_use]
pub fn prisma_flow(id: &str, source: &PrismaSource<'_>) -> Figure {
    let living = (!source.versions.is_empty()).then(|| source.spec.living.unwrap_or_default());
    match living {
        Some(Living::Matrix) => matrix::draw(id, source),
        Some(Living::LatestAndPrevious) => draw::draw(id, source, &build::latest_and_previous(source)),
        Some(Living::Cumulative) | None => draw::draw(id, source, &build::whole(source)),
    }
}
