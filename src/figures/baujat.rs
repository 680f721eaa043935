//! The Baujat plot: what each study adds to heterogeneity against what it does to the estimate.
//!
//! The original of the common-effect model (Baujat et al. 2002).

use super::canvas::Canvas;
use super::chart::{BELOW, Chart, ChartAxis};
use super::figure::{Caption, Figure};
use super::forest::Source;
use super::labels::{Around, Dot, Frame, Name, name};
use super::parts::notes;
use super::style::{Group, Pen, Shape};
use super::subject::{MOST_STUDIES, listed, plain_ticks, studies};
use super::theme::Colour;

const WIDTH: f64 = 560.0;
const HEIGHT: f64 = 300.0;
const MARGIN: f64 = 10.0;
const RADIUS: f64 = 3.6;
/// So many studies are named at most.
const NAMED: usize = 12;

/// Draws the Baujat plot, where three studies have their two values.
#[must_use]
pub fn baujat(source: &Source<'_>) -> Option<Figure> {
    let points: Vec<(&str, f64, f64)> = source
        .result
        .influence
        .iter()
        .filter_map(|study| Some((study.id.as_str(), study.baujat_x?, study.baujat_y?)))
        .filter(|(_, x, y)| x.is_finite() && y.is_finite())
        .collect();
    if points.len() < 3 || points.len() > MOST_STUDIES {
        return None;
    }
    let chart = chart(source, &points);
    let whole = source.theme.at_most(WIDTH);
    let mut canvas = Canvas::new(&format!("baujat-{}", source.id), source.theme);
    let mean = |value: fn(&(&str, f64, f64)) -> f64| {
        crate::stats::num::sum(points.iter().map(value).collect::<Vec<_>>()) / points.len() as f64
    };
    let (x, y) = (mean(|point| point.1), mean(|point| point.2));
    let guide = Pen::new(Colour::Null, 0.75).dashed(1.5, 3.0);
    let guides = [
        (chart.at(x, chart.y.from), chart.at(x, chart.y.to)),
        (chart.at(chart.x.from, y), chart.at(chart.x.to, y)),
    ];
    for (from, to) in guides {
        canvas.line(from, to, guide);
    }
    chart.frame(&mut canvas);
    let dots: Vec<Dot> =
        points.iter().map(|&(_, x, y)| Dot { at: chart.at(x, y), radius: RADIUS + 0.5 }).collect();
    canvas.group(&Group::new("studies"), |canvas| {
        for dot in &dots {
            canvas.circle(dot.at, RADIUS, Shape::fill(Colour::Point).outlined(Pen::new(Colour::Paper, 0.75)));
        }
    });
    let chosen = chosen(&points, (x, y));
    // Studies at one place share a name.
    let mut together: Vec<(Dot, String)> = Vec::new();
    for &index in &chosen {
        let label = source.label(points[index].0);
        match together.iter_mut().find(|(dot, _)| same_place(*dot, dots[index])) {
            Some((_, names)) => names.push_str(&format!(", {label}")),
            None => together.push((dots[index], label.to_owned())),
        }
    }
    // Clear of the axes, so that the ground of a name cuts neither them nor their ticks.
    let frame = Frame {
        left: chart.left + 5.0,
        top: chart.top - 2.0,
        right: chart.left + chart.width,
        bottom: chart.top + chart.height - 5.0,
    };
    let names: Vec<Name<'_>> =
        together.iter().map(|(dot, names)| Name { dot: *dot, text: names.as_str(), frame }).collect();
    let placed = name(&mut canvas, &names, Around { dots: &dots, lines: &guides, faint: &[] });
    let definition = "Common-effect model. Across: the squared standardised residual of each study, its share of Q. \
                      Upwards: the squared change of the pooled estimate when the study is left out, divided by the \
                      variance of the estimate without it. Dotted: the means.";
    let rule = format!(
        "To be named, at most {NAMED}, the furthest out first: the three furthest out, those beyond both means, and \
         those beyond twice the median across or upwards."
    );
    let left = together.len() - placed;
    let left =
        (left > 0).then(|| format!("Beside {} of them there is no room.", source.numbers.count(left as u64)));
    let remarks: Vec<String> =
        [Some(definition.to_owned()), Some(rule), left].into_iter().flatten().collect();
    let bottom =
        notes(&mut canvas, MARGIN, chart.top + chart.height + BELOW + 2.0, whole - 2.0 * MARGIN, &remarks);
    let first: Vec<String> =
        chosen.iter().take(3).map(|&index| source.label(points[index].0).to_owned()).collect();
    let mut table =
        vec![["Study", "Contribution to Q", "Influence on the estimate"].map(str::to_owned).to_vec()];
    table.extend(points.iter().map(|&(id, x, y)| {
        vec![source.label(id).to_owned(), source.numbers.statistic(x), source.numbers.statistic(y)]
    }));
    let caption = Caption {
        title: format!("Baujat plot: {}", source.result.title),
        description: format!(
            "{} by their contribution to heterogeneity and their influence on the common-effect estimate. Furthest out: {}.",
            studies(source.numbers, points.len()),
            listed(&first)
        ),
        table,
    };
    Some(canvas.finish(whole, bottom + MARGIN, caption))
}

fn chart(source: &Source<'_>, points: &[(&str, f64, f64)]) -> Chart {
    let greatest = |value: fn(&(&str, f64, f64)) -> f64| points.iter().map(value).fold(0.0, f64::max);
    let axis = |greatest: f64, name: &str| {
        let end = if greatest > 0.0 { greatest * 1.06 } else { 1.0 };
        ChartAxis {
            // Studies without any of it do not sit on the axis.
            from: -0.02 * end,
            to: end,
            log: false,
            ticks: plain_ticks(source.numbers, 0.0, end, 6),
            name: name.to_owned(),
        }
    };
    let x = axis(greatest(|point| point.1), "Contribution to Cochran’s Q");
    let y = axis(greatest(|point| point.2), "Influence on the pooled estimate");
    let left = MARGIN + Chart::left_room(&y) + 4.0;
    Chart { x, y, left, top: MARGIN + 8.0, width: source.theme.at_most(WIDTH) - left - 40.0, height: HEIGHT }
}

/// Whether two dots cannot be told apart.
fn same_place(one: Dot, other: Dot) -> bool {
    (one.at.0 - other.at.0).abs() < 0.5 && (one.at.1 - other.at.1).abs() < 0.5
}

/// The studies to name: the three furthest out, those beyond both means, and those beyond twice the median on
/// either axis.
fn chosen(points: &[(&str, f64, f64)], means: (f64, f64)) -> Vec<usize> {
    let greatest =
        |value: fn(&(&str, f64, f64)) -> f64| points.iter().map(value).fold(f64::MIN_POSITIVE, f64::max);
    let (widest, highest) = (greatest(|point| point.1), greatest(|point| point.2));
    let median = |value: fn(&(&str, f64, f64)) -> f64| {
        let mut values: Vec<f64> = points.iter().map(value).collect();
        values.sort_by(f64::total_cmp);
        f64::midpoint(values[(values.len() - 1) / 2], values[values.len() / 2])
    };
    let (x, y) = (median(|point| point.1), median(|point| point.2));
    let out = |index: usize| (points[index].1 / widest).max(points[index].2 / highest);
    let mut order: Vec<usize> = (0..points.len()).collect();
    order.sort_by(|&a, &b| out(b).total_cmp(&out(a)));
    order
        .into_iter()
        .enumerate()
        .filter(|&(rank, index)| {
            let (_, across, upwards) = points[index];
            rank < 3 || across > 2.0 * x || upwards > 2.0 * y || (across > means.0 && upwards > means.1)
        })
        .map(|(_, index)| index)
        .take(NAMED)
        .collect()
}
