//! How figures look: style profiles, palettes, and the colours by role that a page can restyle.

/// What a colour is for. Every role is a CSS variable (`--er-ink`, `--er-pooled`, ...) with a default that is
/// sound on white paper, so that a page can restyle a figure, for instance for dark mode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Colour {
    /// Text and the lines that carry data.
    Ink,
    /// Secondary text: notes, axis names.
    Muted,
    /// Hairlines and guides.
    Faint,
    /// The tint behind every second row and in headers.
    Band,
    /// The ground.
    Paper,
    /// A study's box or point.
    Point,
    /// The line across a box where its interval is narrower than the box.
    OnPoint,
    /// The outline of a study's box.
    PointOutline,
    /// The fill of pooled diamonds.
    Pooled,
    /// The guide line at the pooled estimate, and the prediction interval.
    PooledLine,
    /// The outline of diamonds.
    PooledOutline,
    /// The line of no effect.
    Null,
    /// Decision thresholds and whatever must be noticed.
    Alert,
    /// The tint of a confidence or prediction region.
    Region,
    /// One of a few groups that must stay apart, counted from 0.
    Series(u8),
    /// A risk-of-bias judgement.
    Risk(Risk),
    /// The ground of the title bars of a flow diagram.
    TitleBar,
    /// The ground of the side bars of a flow diagram.
    SideBar,
    /// The ground of the main title bar in the colours of the PRISMA group.
    PrismaTitle,
    /// The ground of the other columns in these colours.
    PrismaOther,
    /// The ground of the side bars in these colours.
    PrismaSide,
    /// Text and symbols upon a dark fill.
    OnDark,
    /// Text, symbols and outlines of a light fill, which stay dark where a page makes ink light.
    OnLight,
}

/// The levels that risk-of-bias tools share, in rising order of concern.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Risk {
    /// Low risk, "yes".
    Low,
    /// Some concerns, moderate, unclear where a tool has no other middle.
    Some,
    /// High or serious risk, "no".
    High,
    /// Critical or very high risk.
    Critical,
    /// No information, unclear.
    Unknown,
    /// Not applicable.
    NotApplicable,
}

impl Risk {
    /// The level of a role, as the data of tools name it; a role that is not known is "unclear".
    #[must_use]
    pub fn of_role(role: &str) -> Self {
        match role {
            "low" => Self::Low,
            "some" => Self::Some,
            "high" => Self::High,
            "critical" => Self::Critical,
            "na" => Self::NotApplicable,
            _ => Self::Unknown,
        }
    }

    /// The symbol that says the same as the colour.
    #[must_use]
    pub const fn symbol(self) -> &'static str {
        match self {
            Self::Low => "+",
            Self::Some => "–",
            Self::High => "×",
            Self::Critical => "!",
            Self::Unknown => "?",
            Self::NotApplicable => "",
        }
    }
}

/// How many [`Colour::Series`] are told apart before they repeat.
pub const SERIES: u8 = 6;

impl Colour {
    /// Every role.
    #[must_use]
    pub fn all() -> Vec<Self> {
        use Risk::{Critical, High, Low, NotApplicable, Some, Unknown};
        let mut all = vec![
            Self::Ink,
            Self::Muted,
            Self::Faint,
            Self::Band,
            Self::Paper,
            Self::Point,
            Self::OnPoint,
            Self::PointOutline,
            Self::Pooled,
            Self::PooledLine,
            Self::PooledOutline,
            Self::Null,
            Self::Alert,
            Self::Region,
            Self::TitleBar,
            Self::SideBar,
            Self::PrismaTitle,
            Self::PrismaOther,
            Self::PrismaSide,
            Self::OnDark,
            Self::OnLight,
        ];
        all.extend((0..SERIES).map(Self::Series));
        all.extend([Low, Some, High, Critical, Unknown, NotApplicable].map(Self::Risk));
        all
    }

    /// The name of the CSS variable without its `--er-`, also used for class names.
    #[must_use]
    pub fn name(self) -> String {
        match self {
            Self::Ink => "ink".to_owned(),
            Self::Muted => "muted".to_owned(),
            Self::Faint => "faint".to_owned(),
            Self::Band => "band".to_owned(),
            Self::Paper => "paper".to_owned(),
            Self::Point => "point".to_owned(),
            Self::OnPoint => "on-point".to_owned(),
            Self::PointOutline => "point-outline".to_owned(),
            Self::Pooled => "pooled".to_owned(),
            Self::PooledLine => "pooled-line".to_owned(),
            Self::PooledOutline => "pooled-outline".to_owned(),
            Self::Null => "null".to_owned(),
            Self::Alert => "alert".to_owned(),
            Self::Region => "region".to_owned(),
            Self::Series(index) => format!("series-{}", index % SERIES + 1),
            Self::Risk(Risk::Low) => "risk-low".to_owned(),
            Self::Risk(Risk::Some) => "risk-some".to_owned(),
            Self::Risk(Risk::High) => "risk-high".to_owned(),
            Self::Risk(Risk::Critical) => "risk-critical".to_owned(),
            Self::Risk(Risk::Unknown) => "risk-unknown".to_owned(),
            Self::Risk(Risk::NotApplicable) => "risk-none".to_owned(),
            Self::TitleBar => "title-bar".to_owned(),
            Self::SideBar => "side-bar".to_owned(),
            Self::PrismaTitle => "prisma-title".to_owned(),
            Self::PrismaOther => "prisma-other".to_owned(),
            Self::PrismaSide => "prisma-side".to_owned(),
            Self::OnDark => "on-dark".to_owned(),
            Self::OnLight => "on-light".to_owned(),
        }
    }
}

pub use crate::spec::prose::{FigureStyle as Style, Palette};

/// What a measure's boxes are coloured by in the styles that tell data types apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DataType {
    /// Events of persons.
    #[default]
    Dichotomous,
    /// Means.
    Continuous,
    /// Estimates with their errors.
    Generic,
}

/// A style, a palette, and the sizes of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    /// The house style.
    pub style: Style,
    /// The colours of judgements.
    pub palette: Palette,
    /// The kind of data drawn.
    pub data: DataType,
    /// The width that the author asks for, in millimetres, as printed; none aims at 180 mm and lets a figure
    /// grow that needs more.
    pub millimetres: Option<u16>,
}

impl Default for Theme {
    fn default() -> Self {
        Self {
            style: Style::Plain,
            palette: Palette::Default,
            data: DataType::Dichotomous,
            millimetres: None,
        }
    }
}

/// Size of running text in pixels at 96 dpi: 8.25 pt.
pub const TEXT: f64 = 11.0;

/// Size of notes and tick labels: 7.5 pt.
pub const SMALL: f64 = 10.0;

/// The least size of any text: 7 pt.
pub const SMALLEST: f64 = 28.0 / 3.0;

/// The width of a figure that fills the text block of a printed page: 180 mm.
pub const WIDTH: f64 = 680.0;

/// Pixels at 96 dpi in a millimetre.
const PIXELS: f64 = 96.0 / 25.4;

/// Millimetres on paper, rounded up.
#[must_use]
pub fn millimetres(pixels: f64) -> f64 {
    (pixels / PIXELS).ceil()
}

impl Theme {
    /// The width of a figure in pixels at 96 dpi.
    #[must_use]
    pub fn width(self) -> f64 {
        self.millimetres.map_or(WIDTH, |millimetres| (f64::from(millimetres) * PIXELS).floor())
    }

    /// A width of a figure that does without more, where the author does not ask for less.
    #[must_use]
    pub fn at_most(self, width: f64) -> f64 {
        self.width().min(width)
    }

    /// A length that fits the default width, in proportion where the figure is narrower.
    #[must_use]
    pub fn scaled(self, length: f64) -> f64 {
        length * (self.width() / WIDTH).min(1.0)
    }

    /// The default of a colour, as `#rrggbb`.
    #[must_use]
    pub const fn hex(self, colour: Colour) -> &'static str {
        match colour {
            Colour::Ink | Colour::OnLight => "#1a1a1a",
            Colour::Muted | Colour::Null => "#55585e",
            Colour::Faint => match self.style {
                Style::Bmj => "#a7a9ac",
                _ => "#c4c7cc",
            },
            Colour::Band => match self.style {
                Style::Plain => "#f3f4f6",
                _ => "#ffffff",
            },
            Colour::Paper | Colour::OnPoint | Colour::OnDark => "#ffffff",
            Colour::Point => match (self.style, self.data) {
                (Style::Plain, _) => "#1f4e79",
                (Style::Revman, DataType::Dichotomous) => "#2a5db0",
                (Style::Revman, DataType::Continuous) => "#2e7d32",
                (Style::Revman, DataType::Generic) => "#b3261e",
                (Style::Bmj, _) => "#6b58a6",
                (Style::Jama, _) => "#1b3a6b",
                (Style::Lancet, _) => "#4a4a4a",
            },
            Colour::PointOutline => match self.style {
                Style::Bmj => "#ffffff",
                _ => self.hex(Colour::Point),
            },
            Colour::Pooled => match self.style {
                Style::Plain => "#b0391f",
                Style::Revman => "#1a1a1a",
                Style::Bmj => "#6b58a6",
                Style::Jama => "#7fa8d6",
                Style::Lancet => "#ffffff",
            },
            Colour::PooledOutline => match self.style {
                Style::Plain => "#b0391f",
                Style::Bmj => "#ffffff",
                Style::Jama => "#1b3a6b",
                Style::Revman | Style::Lancet => "#1a1a1a",
            },
            Colour::PooledLine => match self.style {
                Style::Plain => "#b0391f",
                Style::Bmj => "#6b58a6",
                Style::Jama => "#1b3a6b",
                Style::Revman | Style::Lancet => "#1a1a1a",
            },
            Colour::Alert => "#b0391f",
            Colour::Region => "#dfe5ec",
            Colour::Series(index) => match index % SERIES {
                0 => "#1f4e79",
                1 => "#9a3b34",
                2 => "#2c8b97",
                3 => "#44009e",
                4 => "#9d970f",
                _ => "#390f28",
            },
            Colour::Risk(risk) => match (self.palette, risk) {
                (Palette::Default, Risk::Low) => "#2474b8",
                (Palette::Default, Risk::Some) => "#d08000",
                (Palette::Default, Risk::High) => "#a50f15",
                (Palette::Default, Risk::Critical) => "#4a1259",
                (Palette::Default, Risk::Unknown) => "#f7f7f7",
                (Palette::Cochrane, Risk::Low) => "#02c100",
                (Palette::Cochrane, Risk::Some) => "#e2df07",
                (Palette::Cochrane, Risk::High) => "#bf0000",
                (Palette::Cochrane, Risk::Critical) => "#820000",
                (Palette::Cochrane, Risk::Unknown) => "#4ea1f7",
                (_, Risk::NotApplicable) => "#bdbdbd",
            },
            Colour::TitleBar | Colour::SideBar => "#e4e8ed",
            // Goldenrod, gainsboro and light steel blue.
            Colour::PrismaTitle => "#ffc125",
            Colour::PrismaOther => "#dcdcdc",
            Colour::PrismaSide => "#bcd2ee",
        }
    }

    /// The colour of the symbol upon a judgement's disc: dark upon what is light, which then has a dark outline too.
    #[must_use]
    pub const fn on_risk(self, risk: Risk) -> Colour {
        match (self.palette, risk) {
            (_, Risk::NotApplicable) => Colour::Ink,
            (Palette::Default, Risk::Some | Risk::Unknown)
            | (Palette::Cochrane, Risk::Low | Risk::Some | Risk::Unknown) => Colour::OnLight,
            _ => Colour::OnDark,
        }
    }

    /// The outline of what is filled with a judgement's colour: its own, or that of its symbol where it is light. In the
    /// colours of Cochrane all have dark outlines.
    #[must_use]
    pub const fn around_risk(self, risk: Risk) -> Colour {
        match (self.on_risk(risk), self.palette) {
            (Colour::OnDark, Palette::Cochrane) => Colour::OnLight,
            (Colour::OnDark, Palette::Default) => Colour::Risk(risk),
            (dark, _) => dark,
        }
    }

    /// The CSS variable of a colour without its `--er-`. Each palette of judgements has its own, so that a page that
    /// restyles one leaves the other as it is.
    #[must_use]
    pub fn variable(self, colour: Colour) -> String {
        let name = colour.name();
        match (self.palette, colour) {
            (Palette::Cochrane, Colour::Risk(_)) => name.replace("risk-", "cochrane-"),
            _ => name,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::contrast::{Sight, difference, lightness, ratio};

    #[test]
    fn what_carries_meaning_stands_out_from_paper() {
        for style in [Style::Plain, Style::Revman, Style::Bmj, Style::Jama, Style::Lancet] {
            let theme = Theme { style, ..Theme::default() };
            let mut roles = vec![
                (Colour::Ink, 7.0),
                (Colour::Muted, 4.5),
                (Colour::Point, 3.0),
                (Colour::Null, 3.0),
                (Colour::PooledLine, 3.0),
                (Colour::Alert, 4.5),
            ];
            roles.extend((0..SERIES).map(|index| (Colour::Series(index), 3.0)));
            for (role, least) in roles {
                let contrast = ratio(theme.hex(role), "#ffffff");
                assert!(contrast >= least, "{style:?} {role:?} has {contrast:.2}");
            }
        }
    }

    const LEVELS: [Risk; 6] =
        [Risk::Low, Risk::Some, Risk::High, Risk::Critical, Risk::Unknown, Risk::NotApplicable];

    #[test]
    fn judgements_have_an_edge_and_a_symbol_that_can_be_read() {
        for palette in [Palette::Default, Palette::Cochrane] {
            let theme = Theme { palette, ..Theme::default() };
            for risk in LEVELS {
                let edge = ratio(theme.hex(theme.around_risk(risk)), "#ffffff");
                assert!(edge >= 3.0, "{palette:?} {risk:?}: the edge has {edge:.2}");
                let symbol = ratio(theme.hex(theme.on_risk(risk)), theme.hex(Colour::Risk(risk)));
                assert!(symbol >= 4.5, "{palette:?} {risk:?}: the symbol has {symbol:.2}");
            }
        }
    }

    #[test]
    fn judgements_stay_apart_in_grey_and_with_any_colour_vision() {
        let theme = Theme::default();
        let hex = |risk| theme.hex(Colour::Risk(risk));
        for (index, &one) in LEVELS.iter().enumerate() {
            for &other in &LEVELS[index + 1..] {
                let grey = (lightness(hex(one)) - lightness(hex(other))).abs();
                assert!(grey >= 12.0, "{one:?} and {other:?} differ by {grey:.1} in print without colour");
                for sight in [Sight::Normal, Sight::Protan, Sight::Deutan, Sight::Tritan] {
                    let apart = difference(hex(one), hex(other), sight);
                    assert!(apart >= 18.0, "{one:?} and {other:?}: {apart:.1} with {sight:?} vision");
                }
            }
        }
    }

    /// The colours of groups: as drawn, and as the dark page has them.
    fn series() -> [Vec<String>; 2] {
        let css = include_str!("../../templates/style.css");
        let dark = |index: u8| {
            let (_, rest) = css.split_once(&format!("--er-{}: ", Colour::Series(index).name())).unwrap();
            rest.split(';').next().unwrap().to_owned()
        };
        let light = |index| Theme::default().hex(Colour::Series(index)).to_owned();
        [(0..SERIES).map(light).collect(), (0..SERIES).map(dark).collect()]
    }

    #[test]
    fn groups_stay_apart_in_grey_and_with_any_colour_vision() {
        for (colours, paper) in series().iter().zip(["#ffffff", "#14171b"]) {
            for (index, one) in colours.iter().enumerate() {
                assert!(ratio(one, paper) >= 3.0, "{one} on {paper}");
                for other in &colours[index + 1..] {
                    let grey = (lightness(one) - lightness(other)).abs();
                    assert!(grey >= 4.0, "{one} and {other} differ by {grey:.1} in print without colour");
                    for sight in [Sight::Normal, Sight::Protan, Sight::Deutan, Sight::Tritan] {
                        let apart = difference(one, other, sight);
                        assert!(apart >= 20.0, "{one} and {other}: {apart:.1} with {sight:?} vision");
                    }
                }
            }
        }
    }

    #[test]
    fn widths_on_paper_are_kept() {
        let width = |millimetres| Theme { millimetres, ..Theme::default() }.width();
        // 84 mm are 317.5 px at 96 dpi: a column of a journal never gets more.
        assert_eq!([width(None), width(Some(180)), width(Some(84))], [680.0, 680.0, 317.0]);
        assert_eq!(millimetres(width(Some(114))), 114.0);
        assert_eq!(Theme { millimetres: Some(280), ..Theme::default() }.scaled(100.0), 100.0);
    }

    #[test]
    fn a_page_restyles_each_palette_alone() {
        let of = |palette| Theme { palette, ..Theme::default() }.variable(Colour::Risk(Risk::Low));
        assert_eq!([of(Palette::Default), of(Palette::Cochrane)], ["risk-low", "cochrane-low"]);
        let style = include_str!("../../templates/style.css");
        for palette in [Palette::Default, Palette::Cochrane] {
            for risk in LEVELS {
                let variable = Theme { palette, ..Theme::default() }.variable(Colour::Risk(risk));
                // Once where dark is chosen, once where the system has it.
                assert_eq!(style.matches(&format!("--er-{variable}:")).count(), 2, "{variable}");
            }
        }
    }

    #[test]
    fn names_are_told_apart() {
        let mut names: Vec<_> = Colour::all().into_iter().map(Colour::name).collect();
        let count = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), count);
    }
}
