//! Plots of points: a name covers nothing and can only be meant for its own point; axes can be read.

use ecmo_report::figures::{Figure, TextBox};
use proptest::prelude::*;

use super::gallery::{drawn, figures_of, random_folders, reviews};
use super::support::sound;

/// A mark of a study: its middle, and how far it reaches to the sides.
#[derive(Debug, Clone, Copy)]
struct Mark {
    x: f64,
    y: f64,
    reach: f64,
}

/// What is seen of a text: between the height of capitals and the depth of descenders.
fn ink(text: &TextBox) -> [f64; 4] {
    let base = text.top + (text.bottom - text.top) * 0.81;
    [text.left, base - 0.7 * text.size, text.right, base + 0.2 * text.size]
}

fn length(dx: f64, dy: f64) -> f64 {
    (dx * dx + dy * dy).sqrt()
}

fn gap([left, top, right, bottom]: [f64; 4], mark: Mark) -> f64 {
    let (dx, dy) = (mark.x - mark.x.clamp(left, right), mark.y - mark.y.clamp(top, bottom));
    length(dx, dy) - mark.reach
}

fn number(node: &roxmltree::Node<'_, '_>, name: &str) -> Option<f64> {
    node.attribute(name)?.parse().ok()
}

fn mark(node: roxmltree::Node<'_, '_>) -> Option<Mark> {
    match node.tag_name().name() {
        "circle" => {
            Some(Mark { x: number(&node, "cx")?, y: number(&node, "cy")?, reach: number(&node, "r")? })
        }
        "polygon" => {
            let corners: Vec<(f64, f64)> = node
                .attribute("points")?
                .split(' ')
                .filter_map(|corner| corner.split_once(','))
                .filter_map(|(x, y)| Some((x.parse().ok()?, y.parse().ok()?)))
                .collect();
            let count = corners.len() as f64;
            let (x, y) = corners.iter().fold((0.0, 0.0), |(x, y), corner| (x + corner.0, y + corner.1));
            let (x, y) = (x / count, y / count);
            let off = corners.iter().map(|(a, b)| length(a - x, b - y));
            // Within a triangle or a square, not its corners: a name may pass a corner closely.
            Some(Mark { x, y, reach: off.fold(f64::INFINITY, f64::min) * 0.7 })
        }
        _ => None,
    }
}

fn is_plot_of_points(figure: &Figure) -> bool {
    ["funnel-", "trim-fill-", "bubble-", "baujat-"].iter().any(|kind| figure.id.starts_with(kind))
}

/// Checks the names of a plot; how many it has.
fn names_are_their_own(name: &str, figure: &Figure) -> usize {
    let document = roxmltree::Document::parse(&figure.svg).unwrap();
    let of = |class: &'static str| {
        document.descendants().filter(move |node| node.attribute("class") == Some(class))
    };
    let strip = of("row").next().is_some();
    let marks: Vec<Mark> = of("studies")
        .chain(of("row"))
        .flat_map(|group| group.children())
        .filter(|node| !strip || node.tag_name().name() == "circle")
        .filter_map(mark)
        .collect();
    let mut leaders = Vec::new();
    let mut names = Vec::new();
    for node in of("names").flat_map(|group| group.children()) {
        if node.tag_name().name() == "line" {
            let at = |end: &str| number(&node, end).unwrap();
            leaders.push([at("x1"), at("y1"), at("x2"), at("y2")]);
        } else if node.tag_name().name() == "text" {
            let (left, text) = (number(&node, "x").unwrap(), node.text().unwrap());
            let same = |shown: &&TextBox| shown.text == text && (shown.left - left).abs() < 0.01;
            names.push(figure.texts.iter().find(same).unwrap());
        }
    }
    for text in &names {
        let seen = ink(text);
        let mut gaps: Vec<f64> = marks.iter().map(|&mark| gap(seen, mark)).collect();
        gaps.sort_by(f64::total_cmp);
        assert!(gaps[0] > 0.0, "{name}: {text:?} covers a mark");
        let led = leaders.iter().any(|line| gap(seen, Mark { x: line[2], y: line[3], reach: 0.0 }) < 4.0);
        // The same study stands twice in the drawing of a bubble: its ground, itself.
        // A count is of so many marks, which may lie a little apart.
        let own: usize = text.text.strip_prefix('×').and_then(|count| count.parse().ok()).unwrap_or(1);
        let others = gaps.iter().skip(own);
        let other = others.copied().find(|&other| other > gaps[0] + 0.75).unwrap_or(f64::INFINITY);
        assert!(
            led || (gaps[0] < 9.0 && other > gaps[0] + 2.0),
            "{name}: {text:?} could be another's: {gaps:?}"
        );
    }
    for (index, line) in leaders.iter().enumerate() {
        let steps = (0..=40).map(|step| f64::from(step) / 40.0);
        for at in steps.map(|t| (line[0] + t * (line[2] - line[0]), line[1] + t * (line[3] - line[1]))) {
            let within = |mark: &&Mark| length(mark.x - at.0, mark.y - at.1) < mark.reach;
            assert!(!marks.iter().any(|mark| within(&mark)), "{name}: a line runs through a mark at {at:?}");
            for text in &names {
                let [left, top, right, bottom] = ink(text);
                let inside = at.0 > left && at.0 < right && at.1 > top && at.1 < bottom;
                assert!(!inside, "{name}: a line runs through {text:?}");
            }
        }
        for other in &leaders[index + 1..] {
            assert!(!meet(line, other), "{name}: lines to names cross");
        }
    }
    names.len()
}

fn meet(one: &[f64; 4], other: &[f64; 4]) -> bool {
    let side = |[x1, y1, x2, y2]: &[f64; 4], x: f64, y: f64| (x2 - x1) * (y - y1) - (y2 - y1) * (x - x1);
    side(one, other[0], other[1]) * side(one, other[2], other[3]) < 0.0
        && side(other, one[0], one[1]) * side(other, one[2], one[3]) < 0.0
}

/// Three labels at least on every axis of numbers.
fn axes_can_be_read(name: &str, figure: &Figure) {
    let document = roxmltree::Document::parse(&figure.svg).unwrap();
    let axes = document.descendants().find(|node| node.attribute("class") == Some("axes")).unwrap();
    let labels = |anchor: &str| {
        axes.children()
            .filter(|node| node.tag_name().name() == "text" && node.attribute("text-anchor") == Some(anchor))
            // The name of the axis: below it and turned.
            .filter(|node| node.attribute("transform").is_none())
            .count()
    };
    let (across, up) = (labels("middle") - 1, labels("end"));
    assert!(across >= 3, "{name}: {across} labels across");
    assert!(
        up >= 3 || document.descendants().any(|node| node.attribute("class") == Some("row")),
        "{name}: {up} labels"
    );
}

#[test]
fn names_in_the_gallery_can_only_be_meant_for_their_own_points() {
    let mut named = 0;
    for (case, results, review) in reviews() {
        for figure in figures_of(&results, &review).iter().filter(|figure| is_plot_of_points(figure)) {
            let name = format!("{case} {}", figure.id);
            named += names_are_their_own(&name, figure);
            axes_can_be_read(&name, figure);
        }
    }
    assert!(named > 100, "only {named} names: the test reads the wrong group");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn names_of_random_reviews_can_only_be_meant_for_their_own_points(
        labels in prop::collection::vec("[A-Za-z0-9 \u{e9}'-]{0,40}[a-z]", 2..90),
        trials in 3u64..150,
    ) {
        for (case, folder) in random_folders(&labels, trials) {
            for figure in drawn(case, &folder).1.iter().filter(|figure| is_plot_of_points(figure)) {
                let name = format!("random-{case}-{}", figure.id);
                sound(&name, figure);
                names_are_their_own(&name, figure);
                axes_can_be_read(&name, figure);
            }
        }
    }
}
