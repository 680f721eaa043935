//! Figures: measured boxes, well-formed SVG, nothing lost; over stress cases and random ones.

mod bubble;
mod forest;
mod from_analysis;
mod funnel;
mod gallery;
mod in_page;
mod points;
mod prisma_flow;
mod reading;
mod robustness;
mod support;
mod widths;
