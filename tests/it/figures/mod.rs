//! Figures: measured boxes, well-formed SVG, nothing lost; over stress cases and random ones.

mod forest;
mod prisma_flow;
mod support;
