//! The Baujat plot: what each study adds to heterogeneity against what it does to the estimate.
//!
//! The original of the common-effect model (Baujat et al. 2002).

use super::canvas::{Canvas, Point};
use super::chart::{BELOW, Chart, ChartAxis};
use super::figure::{Caption, Figure};
use super::forest::Source;
use super::labels::{Around, Dot, Frame, Line, Name, fan, name};
use super::parts::{notes, side_by_side};
use super::style::{Group, Pen, Shape};
use super::subject::{MOST_STUDIES, listed, plain_ticks, studies};
use super::theme::Colour;

const WIDTH: f64 = 560.0;
const HEIGHT: f64 = 300.0;
const MARGIN: f64 = 10.0;
const RADIUS: f64 = 3.6;
/// How far apart studies at one place stand, in radii.
const APART: f64 = 2.1;
/// So near in pixels studies are at one place.
const SAME: f64 = 0.35 * RADIUS;
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
    let mut dots: Vec<Dot> =
        points.iter().map(|&(_, x, y)| Dot { at: chart.at(x, y), radius: RADIUS }).collect();
    let chosen = chosen(&points, (x, y));
    // The crowd around nothing stays where it is.
    let heaps = fan(&chosen.iter().map(|&index| dots[index]).collect::<Vec<_>>(), APART);
    let places: Vec<Point> = chosen.iter().map(|&index| dots[index].at).collect();
    for (&index, &at) in chosen.iter().zip(&heaps.at) {
        dots[index].at = at;
    }
    canvas.group(&Group::new("studies"), |canvas| {
        for dot in &dots {
            canvas.circle(dot.at, RADIUS, Shape::fill(Colour::Point).outlined(Pen::new(Colour::Paper, 0.75)));
        }
    });
    let together = together(&chosen, &dots, &places);
    let named =
        name_all(&mut canvas, &chart, &together, &dots, &guides, |index| source.label(points[index].0));
    let definition = "Common-effect model. Across: the squared standardised residual of each study, its share of Q. \
                      Upwards: the squared change of the pooled estimate when the study is left out, divided by the \
                      variance of the estimate without it. Dotted: the means.";
    let rule = format!(
        "Named: the three furthest out, those beyond both means, and those beyond twice the median across or \
         upwards; at most {NAMED}, the furthest out first."
    );
    let left = together.len() - named;
    let left =
        (left > 0).then(|| format!("Beside {} of them there is no room.", source.numbers.count(left as u64)));
    let rule = [Some(rule), left].into_iter().flatten().collect::<Vec<String>>().join(" ");
    let remarks: Vec<String> =
        [Some(definition.to_owned()), Some(rule), side_by_side(heaps.fanned)].into_iter().flatten().collect();
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

/// The chosen studies as heaps at one place, each as the disc around its marks with its studies from left to right.
fn together(chosen: &[usize], dots: &[Dot], places: &[Point]) -> Vec<(Dot, Vec<usize>)> {
    let mut heaps: Vec<(Point, Vec<usize>)> = Vec::new();
    for (&index, &at) in chosen.iter().zip(places) {
        let same = |heap: &&mut (Point, Vec<usize>)| {
            let off = (heap.0.0 - at.0, heap.0.1 - at.1);
            off.0 * off.0 + off.1 * off.1 < SAME * SAME
        };
        match heaps.iter_mut().find(same) {
            Some((_, heap)) => heap.push(index),
            None => heaps.push((at, vec![index])),
        }
    }
    let disc = |(_, mut heap): (Point, Vec<usize>)| {
        heap.sort_by(|&a, &b| dots[a].at.0.total_cmp(&dots[b].at.0));
        let ends = (dots[heap[0]].at, dots[heap[heap.len() - 1]].at);
        let middle = (f64::midpoint(ends.0.0, ends.1.0), f64::midpoint(ends.0.1, ends.1.1));
        (Dot { at: middle, radius: (ends.1.0 - ends.0.0) / 2.0 + RADIUS + 0.5 }, heap)
    };
    heaps.into_iter().map(disc).collect()
}

/// Names the chosen studies, those of one heap together; how many heaps have their names.
fn name_all<'a>(
    canvas: &mut Canvas,
    chart: &Chart,
    heaps: &[(Dot, Vec<usize>)],
    dots: &[Dot],
    guides: &[Line],
    label: impl Fn(usize) -> &'a str,
) -> usize {
    // Clear of the axes, so that the ground of a name cuts neither them nor their ticks.
    let frame = Frame {
        left: chart.left + 5.0,
        top: chart.top - 2.0,
        right: chart.left + chart.width,
        bottom: chart.top + chart.height - 5.0,
    };
    let texts: Vec<String> = heaps
        .iter()
        .map(|(_, heap)| heap.iter().map(|&index| label(index)).collect::<Vec<&str>>().join(", "))
        .collect();
    let mark = RADIUS + 0.5;
    let names: Vec<Name<'_>> = heaps
        .iter()
        .zip(&texts)
        .map(|((disc, _), text)| Name {
            dot: Dot { radius: mark, ..*disc },
            row: disc.radius - mark,
            text,
            frame,
        })
        .collect();
    // Studies side by side are one place.
    let alone = (0..dots.len()).filter(|index| !heaps.iter().any(|(_, heap)| heap.contains(index)));
    let around: Vec<Dot> = alone
        .map(|index| Dot { radius: RADIUS + 0.5, ..dots[index] })
        .chain(heaps.iter().map(|(dot, _)| *dot))
        .collect();
    name(canvas, &names, Around { dots: &around, lines: guides, faint: &[] })
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
