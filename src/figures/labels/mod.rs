//! Names beside points, placed so that nothing is covered and each can only be meant for its own point.
//!
//! | module | holds |
//! |---|---|
//! | `place` | the places around a point, and which of them is the best |
//! | `crowd` | very many points, by where they are |
//! | `geometry` | gaps and crossings of boxes, discs and lines |
//! | `heaps` | points at one and the same place, set side by side |

mod crowd;
mod geometry;
mod heaps;
mod place;

use super::canvas::{Canvas, Point};
use super::figure::TextBox;
use super::style::{Anchor, Group, Pen, TextStyle};
use super::text::{Weight, width};
use super::theme::{Colour, SMALL};
use crowd::Crowd;
use place::{Placed, Taken, best, possible};

pub(super) use heaps::fan;

/// A point on the canvas that no label may cover.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Dot {
    /// Its centre.
    pub at: Point,
    /// Its radius.
    pub radius: f64,
}

/// The part of the canvas in which a label stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Frame {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

impl Frame {
    fn holds(&self, label: &TextBox) -> bool {
        label.left >= self.left
            && label.right <= self.right
            && label.top >= self.top
            && label.bottom <= self.bottom
    }
}

/// A straight line.
pub(super) type Line = (Point, Point);

/// A point that wants its name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Name<'a> {
    pub dot: Dot,
    /// Half the distance between the first and the last of a row of marks that have one name; 0 for a single mark.
    pub row: f64,
    pub text: &'a str,
    /// Where the name may stand.
    pub frame: Frame,
}

/// What stands in the plot already, beside the texts of the canvas.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Around<'a> {
    /// All points, named or not.
    pub dots: &'a [Dot],
    /// Lines that no name may touch.
    pub lines: &'a [Line],
    /// Faint lines, that a name stands off where it can.
    pub faint: &'a [Line],
}

/// Longest label in pixels; what is longer is cut, its whole is in the figure's table. One that finds no place is cut
/// to the shorter length.
const LONGEST: f64 = 150.0;
const SHORTER: f64 = 96.0;

/// So many names are tried without a look at the crowd.
const FEW: usize = 20;

/// So often the names without a place are tried first.
const ROUNDS: usize = 4;

/// Names points, the first of them first: each where it covers neither a point nor a text nor one of the lines, with a
/// thin line where it stands off. Such a line passes no other point and crosses no other of its kind; no name is
/// nearer to another's point than to its own, and one without a line is so by far. A name that finds no such place is
/// left out. Returns how many found one.
pub(super) fn name(canvas: &mut Canvas, names: &[Name<'_>], around: Around<'_>) -> usize {
    let mut texts: Vec<String> = names.iter().map(|name| shortened(name.text, LONGEST)).collect();
    let mut order: Vec<usize> = (0..names.len()).collect();
    // Amid thousands of points few names can stand anywhere: the others are not tried against all of the points.
    if names.len() > FEW {
        let crowd = Crowd::of(around.dots);
        let length = |index: usize| width(&shortened(names[index].text, SHORTER), SMALL, Weight::Regular);
        order.retain(|&index| possible(&names[index], length(index), &crowd));
    }
    let mut kept: Vec<(usize, Placed, String)> = Vec::new();
    for _ in 0..ROUNDS {
        let (placed, lost) = in_order(canvas, names, &texts, &order, around);
        if placed.len() > kept.len() {
            kept = placed;
        }
        if lost.is_empty() {
            break;
        }
        for &index in &lost {
            texts[index] = shortened(names[index].text, SHORTER);
        }
        // Those without a place choose before the others.
        let rest = order.iter().copied().filter(|index| !lost.contains(index));
        order = lost.iter().copied().chain(rest).collect();
    }
    kept.sort_by_key(|(index, ..)| *index);
    if kept.is_empty() {
        return 0;
    }
    canvas.group(&Group::new("names"), |canvas| {
        for (_, place, _) in &kept {
            if let Some((from, to)) = place.leader {
                canvas.line(from, to, Pen::new(Colour::Muted, 0.67));
            }
        }
        for (_, place, text) in &kept {
            let style = TextStyle::default().size(SMALL).anchor(Anchor::Start);
            canvas.text(place.left, place.base, text, style);
        }
    });
    kept.len()
}

/// Writes beside heaps too large to stand side by side how many points they have.
pub(super) fn count(canvas: &mut Canvas, heaps: &[(Dot, usize)], frame: Frame, around: Around<'_>) {
    let counts: Vec<(Dot, String)> = heaps
        .iter()
        .map(|(dot, count)| (Dot { radius: dot.radius + 0.6, ..*dot }, format!("×{count}")))
        .collect();
    let counts: Vec<Name<'_>> =
        counts.iter().map(|(dot, text)| Name { dot: *dot, row: 0.0, text, frame }).collect();
    name(canvas, &counts, around);
}

/// The places of names that choose one after the other; those that find none.
fn in_order(
    canvas: &Canvas,
    names: &[Name<'_>],
    texts: &[String],
    order: &[usize],
    around: Around<'_>,
) -> (Vec<(usize, Placed, String)>, Vec<usize>) {
    let mut taken = Taken { texts: canvas.texts().to_vec(), leaders: Vec::new() };
    let (mut placed, mut lost) = (Vec::new(), Vec::new());
    let all: Vec<Line> = around.lines.iter().chain(around.faint).copied().collect();
    let strict = Around { lines: &all, faint: &[], ..around };
    for &index in order {
        let of = |text: String, around: Around<'_>| {
            let length = width(&text, SMALL, Weight::Regular);
            best(&names[index], length, around, &taken).map(|place| (place, text, length))
        };
        let mut found = of(texts[index].clone(), around);
        // What is cut anyhow is cut once more where that clears the faint lines.
        let crosses = |(place, _, length): &(Placed, String, f64)| place.crosses(*length, around.faint);
        if texts[index] != names[index].text && found.as_ref().is_some_and(crosses) {
            found = of(shortened(names[index].text, SHORTER), strict).or(found);
        }
        match found {
            Some((place, text, length)) => {
                taken.texts.push(place.label(length));
                taken.leaders.extend(place.leader);
                placed.push((index, place, text));
            }
            None => lost.push(index),
        }
    }
    (placed, lost)
}

fn shortened(text: &str, longest: f64) -> String {
    if width(text, SMALL, Weight::Regular) <= longest {
        return text.to_owned();
    }
    let mut out = String::new();
    for character in text.chars() {
        out.push(character);
        if width(&out, SMALL, Weight::Regular) > longest - SMALL {
            break;
        }
    }
    format!("{}…", out.trim_end())
}

#[cfg(test)]
mod tests {
    use super::geometry::gap;
    use super::*;
    use crate::figures::Theme;

    const WHOLE: Frame = Frame { left: 0.0, top: 0.0, right: 300.0, bottom: 200.0 };

    fn named<'a>(dots: &[Dot], text: &'a str, frame: Frame) -> Vec<Name<'a>> {
        dots.iter().map(|&dot| Name { dot, row: 0.0, text, frame }).collect()
    }

    #[test]
    fn names_of_points_in_a_crowd_keep_apart() {
        let dots: Vec<Dot> = (0..12)
            .map(|index| Dot {
                at: (150.0 + f64::from(index % 4) * 9.0, 100.0 + f64::from(index / 4) * 9.0),
                radius: 3.5,
            })
            .collect();
        let mut canvas = Canvas::new("crowd", Theme::default());
        let names = named(&dots, "Frimodt-Møller 1973", WHOLE);
        let placed = name(&mut canvas, &names, Around { dots: &dots, ..Around::default() });
        assert!(placed >= 4, "{placed}");
        assert_eq!(canvas.texts().len(), placed);
        for (index, text) in canvas.texts().iter().enumerate() {
            assert!(text.left >= 0.0 && text.right <= 300.0);
            assert!(canvas.texts()[index + 1..].iter().all(|other| !text.overlaps(other, 0.0)));
            assert!(dots.iter().all(|&dot| gap(text, dot) >= 0.0));
        }
    }

    #[test]
    fn a_name_is_its_own_points_only() {
        // A point walled in by others, at a distance where a name beside it would stand between two points.
        let own = Dot { at: (100.0, 100.0), radius: 3.5 };
        let beside = Dot { at: (150.0, 100.0), radius: 3.5 };
        let mut canvas = Canvas::new("pair", Theme::default());
        let dots = [own, beside];
        let around = Around { dots: &dots, ..Around::default() };
        let narrow = Frame { left: 95.0, top: 95.0, right: 160.0, bottom: 105.0 };
        let names = named(&dots[..1], "Abe 2010", narrow);
        assert_eq!(name(&mut canvas, &names, around), 0, "could be either's");
        let names = named(&dots[..1], "Abe 2010", Frame { right: 200.0, ..WHOLE });
        assert_eq!(name(&mut canvas, &names, around), 1);
        let text = &canvas.texts()[0];
        assert!(gap(text, own) < gap(text, beside));
    }

    #[test]
    fn a_name_without_a_place_is_tried_first() {
        // There is room for one name between the edges; the second point has no other room, the first has.
        let dots = [Dot { at: (100.0, 60.0), radius: 3.5 }, Dot { at: (100.0, 90.0), radius: 3.5 }];
        let mut canvas = Canvas::new("turn", Theme::default());
        let names = [
            Name { dot: dots[0], row: 0.0, text: "Abe 2010", frame: WHOLE },
            Name {
                dot: dots[1],
                row: 0.0,
                text: "Chen 2001",
                frame: Frame { top: 66.0, bottom: 84.0, ..WHOLE },
            },
        ];
        assert_eq!(name(&mut canvas, &names, Around { dots: &dots, ..Around::default() }), 2);
    }
}
