//! What a funnel plot says in words.

use std::collections::BTreeMap;

use super::draw::{Marked, NAMED, dot};
use super::guides::{ADJUSTED, CONTOURS, EGGER, Egger, FEW_STUDIES, LIMITS, NULL, POOLED, SHADE};
use super::points::{Plane, Point};
use super::{MARGIN, WIDTH};
use crate::analysis::results::{StudyResult, Subgroups};
use crate::figures::canvas::Canvas;
use crate::figures::figure::Caption;
use crate::figures::forest::Source;
use crate::figures::parts::{legend, named, side_by_side};
use crate::figures::style::{Pen, Shape};
use crate::figures::subject::studies;
use crate::figures::theme::Colour;
use crate::numbers::NOT_REPORTED;
use crate::stats::choices::{Measure, Transform};
use crate::stats::effect::EffectScale;

/// All that the words depend on.
pub(super) struct Said<'a> {
    pub(super) source: &'a Source<'a>,
    pub(super) scale: EffectScale,
    pub(super) plane: Plane,
    pub(super) points: &'a [Point],
    /// The groups that symbols tell apart.
    pub(super) groups: Option<&'a Subgroups>,
    pub(super) egger: Option<Egger<'a>>,
    /// With the studies that trim and fill adds.
    pub(super) overlay: bool,
    /// No effect on the scale of the analysis, where the plane has it.
    pub(super) null: Option<f64>,
}

/// What a sample of the legend shows.
#[derive(Debug, Clone, Copy)]
enum Sample {
    Study { group: Option<usize>, filled: bool },
    Line(Pen),
    Contour(usize),
}

/// Sets the legend from an upper edge; returns the lower edge.
pub(super) fn key(canvas: &mut Canvas, said: &Said<'_>, top: f64) -> f64 {
    let grouped = said.groups.is_some();
    let entries = said.entries();
    let limit = said.source.theme.at_most(WIDTH) - 2.0 * MARGIN;
    legend(canvas, MARGIN, top, limit, &entries, |canvas, sample, x, y| match sample {
        Sample::Study { group, filled } => {
            let point = Point { id: String::new(), x: 0.0, y: 0.0, outside: false, filled, group };
            dot(canvas, (x + 11.0, y), &point, grouped);
        }
        Sample::Line(pen) => canvas.line((x + 1.0, y), (x + 21.0, y), pen),
        Sample::Contour(index) => {
            canvas.rectangle(x + 2.0, y - 5.0, 18.0, 10.0, Shape::fill(Colour::Muted).opacity(SHADE));
            // The same layers as in the plot, from the outermost.
            for (_, opacity) in CONTOURS.iter().take(3 - index) {
                canvas.rectangle(x + 2.0, y - 5.0, 18.0, 10.0, Shape::fill(Colour::Paper).opacity(*opacity));
            }
            canvas.rectangle(x + 2.0, y - 5.0, 18.0, 10.0, Shape::outline(Pen::new(Colour::Muted, 0.75)));
        }
    })
}

impl Said<'_> {
    /// Whether contours of significance are drawn: around the null, and not under studies that never were.
    pub(super) const fn contours(&self) -> bool {
        self.null.is_some() && !self.overlay
    }

    fn entries(&self) -> Vec<(Sample, String)> {
        let numbers = self.source.numbers;
        let study = |group, filled, text: &str| (Sample::Study { group, filled }, text.to_owned());
        let mut entries = match self.groups {
            Some(by) => by
                .levels
                .iter()
                .enumerate()
                .map(|(index, level)| study(Some(index), false, &level.level))
                .collect(),
            None => vec![study(None, false, "Study")],
        };
        if self.groups.is_some() && self.points.iter().any(|point| point.group.is_none()) {
            entries.push(study(None, false, "Not reported"));
        }
        if self.overlay {
            entries.push(study(None, true, "Filled in"));
        }
        entries.push((Sample::Line(POOLED), "Pooled estimate".to_owned()));
        if self.overlay {
            entries.push((Sample::Line(ADJUSTED), "With the filled studies".to_owned()));
        }
        if self.plane == Plane::Errors {
            let limits = format!("Pseudo {} limits", numbers.level(self.source.result.level));
            entries.push((Sample::Line(LIMITS), limits));
        }
        if let Some(egger) = self.egger {
            let text = format!("{} ({})", egger.name(), numbers.p_statement(egger.test.p));
            entries.push((Sample::Line(EGGER), text));
        }
        if self.contours() {
            entries.push((Sample::Line(NULL), "No effect".to_owned()));
            let p = numbers.profile().p_symbol;
            let words = ["> 0.10", "0.05 to 0.10", "0.01 to 0.05", "< 0.01"];
            let contour = |(index, text): (usize, &&str)| (Sample::Contour(index), format!("{p} {text}"));
            entries.extend(words.iter().enumerate().map(contour));
        }
        entries
    }

    /// What stands below the plot.
    pub(super) fn remarks(&self, marked: &Marked) -> Vec<String> {
        let mut out = Vec::new();
        if let Some(by) = self.groups {
            out.push(format!("Shape and colour by {}.", self.heading(by)));
        }
        match self.plane {
            Plane::Sizes => out.push(format!(
                "Plotted against size, because the standard error of a {} depends on it; no limits are drawn.",
                self.source.result.measure.label()
            )),
            Plane::Errors => {
                if matches!(self.source.result.measure, Measure::Proportion | Measure::Rate) {
                    out.push(
                        "The standard error of this measure may follow from the estimate itself: asymmetry need not \
                         mean that studies are missing."
                            .to_owned(),
                    );
                }
                if self.contours() {
                    out.push("Shaded by the p value of a study against no effect.".to_owned());
                }
            }
        }
        let place = match self.plane {
            Plane::Sizes => "with an interval that excludes the pooled estimate",
            Plane::Errors => "outside the limits",
        };
        let wanted = self.points.iter().filter(|point| point.outside).count();
        out.extend(named(self.source.numbers, marked.named, wanted, NAMED, place));
        out.extend(side_by_side(marked.heaps));
        out.extend(self.filled());
        if self.source.result.k < FEW_STUDIES {
            out.push("With fewer than ten studies, the shape of a funnel says little.".to_owned());
        }
        out
    }

    /// What the groups are, as in the middle of a sentence.
    fn heading(&self, by: &Subgroups) -> String {
        let label = if by.label.is_empty() { self.source.column(&by.by) } else { by.label.clone() };
        crate::figures::subject::lowered(&label)
    }

    /// Title, description and table.
    pub(super) fn caption(&self) -> Caption {
        let title = if self.overlay { "Funnel plot with trim and fill" } else { "Funnel plot" };
        Caption {
            title: format!("{title}: {}", self.source.result.title),
            description: self.description(),
            table: self.table(),
        }
    }

    fn description(&self) -> String {
        let numbers = self.source.numbers;
        let k = self.points.iter().filter(|point| !point.filled).count();
        let against = match self.plane {
            Plane::Errors => "standard error",
            Plane::Sizes => "size",
        };
        let mut out = format!("{} by effect and {against}", studies(numbers, k));
        if let Some(by) = self.groups {
            out.push_str(&format!(", with symbols by {}", self.heading(by)));
        }
        if self.contours() {
            out.push_str(", with contours of significance");
        }
        out.push_str(". ");
        out.push_str(&self.outside());
        if let Some(egger) = self.egger {
            let limit = if self.source.result.transform == Transform::FreemanTukey {
                None
            } else {
                Some(self.scale.back_transform(egger.at(0.0), f64::NAN)).filter(|limit| limit.is_finite())
            };
            let limit = limit.map_or_else(String::new, |limit| {
                let limit = numbers.estimate(limit, self.source.scale());
                format!("; at a standard error of 0 its line stands at {limit}")
            });
            out.push_str(&format!(" {}: {}{limit}.", egger.name(), numbers.p_statement(egger.test.p)));
        }
        if let Some(filled) = self.filled() {
            out.push_str(&format!(" {filled}"));
        }
        if self.plane == Plane::Sizes {
            out.push_str(
                " Small studies differ for many reasons; the shape is no evidence of unpublished studies.",
            );
        }
        out
    }

    /// What trim and fill gives, where the plot shows it.
    fn filled(&self) -> Option<String> {
        let found = self.source.result.small_study.trim_fill.as_ref().filter(|_| self.overlay)?;
        Some(format!(
            "Trim and fill adds {} on the {}; with {} the estimate is {}, without {}.",
            studies(self.source.numbers, found.k0),
            found.side,
            if found.k0 == 1 { "it" } else { "them" },
            self.source.effect_text(found.random.estimate, found.random.ci),
            self.source.effect_text(self.source.result.random.estimate, self.source.result.random.ci)
        ))
    }

    fn outside(&self) -> String {
        let outside: Vec<&str> = self
            .points
            .iter()
            .filter(|point| point.outside)
            .map(|point| self.source.label(&point.id))
            .collect();
        if outside.is_empty() {
            return match self.plane {
                Plane::Errors => "None lies outside the limits around the pooled estimate.",
                Plane::Sizes => "No study’s interval excludes the pooled estimate.",
            }
            .to_owned();
        }
        let shown: Vec<&str> = outside.iter().take(8).copied().collect();
        let more = outside.len() - shown.len();
        let what = match self.plane {
            Plane::Errors => "Outside the limits around the pooled estimate:",
            Plane::Sizes => "Their interval excludes the pooled estimate:",
        };
        let more = match more {
            0 => String::new(),
            more => format!(" and {} more", self.source.numbers.count(more as u64)),
        };
        format!("{what} {}{more}.", shown.join(", "))
    }

    fn table(&self) -> Vec<Vec<String>> {
        let Self { source, plane, points, .. } = *self;
        let numbers = source.numbers;
        let size = if plane == Plane::Errors { "Standard error" } else { "Size" };
        let mut head = vec!["Study".to_owned(), source.effect_heading(), size.to_owned()];
        head.extend(self.groups.map(|by| crate::figures::subject::capitalised(&self.heading(by))));
        let mut table = vec![head];
        let by_id: BTreeMap<&str, &StudyResult> =
            source.result.studies.iter().map(|study| (study.id.as_str(), study)).collect();
        for point in points {
            let study = by_id.get(point.id.as_str()).copied().filter(|_| !point.filled);
            let value = match plane {
                Plane::Errors => numbers.decimal(point.y, 3),
                Plane::Sizes => numbers.integer(1.0 / (point.y * point.y)),
            };
            let effect = match (study, &source.result.small_study.trim_fill) {
                (Some(study), _) => source.effect_text(study.estimate, study.ci),
                (None, Some(found)) => found
                    .filled
                    .iter()
                    .find(|filled| filled.yi == point.x)
                    .map_or_else(String::new, |filled| source.effect_text(filled.estimate, None)),
                (None, None) => String::new(),
            };
            let name = if point.filled { point.id.clone() } else { source.label(&point.id).to_owned() };
            let mut row = vec![name, effect, value];
            row.extend(self.groups.map(|by| {
                point
                    .group
                    .and_then(|group| by.levels.get(group))
                    .map_or_else(|| NOT_REPORTED.to_owned(), |level| level.level.clone())
            }));
            table.push(row);
        }
        table
    }
}
