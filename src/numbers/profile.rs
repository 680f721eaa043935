//! The profiles as data.

use crate::spec::prose::NumberProfile;

/// A space that does not break.
pub(super) const NO_BREAK: &str = "\u{a0}";
/// A thin space that does not break.
pub(super) const THIN: &str = "\u{202f}";

/// How many digits a p value has. None is ever rounded across 0.05: it gets as many further digits as it takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PRule {
    /// Two significant digits, but at most so many decimals.
    Significant {
        /// Most decimals.
        at_most: usize,
    },
    /// Two decimals from 0.01 on, three below.
    TwoThenThree,
}

/// How a journal prints numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Profile {
    /// The name in `review.yaml`.
    pub name: &'static str,
    /// Decimal mark.
    pub decimal: &'static str,
    /// Between groups of three digits.
    pub thousands: &'static str,
    /// The least whole number whose digits are grouped.
    pub thousands_from: u64,
    /// A zero stands before the decimal mark of p values and correlations.
    pub leading_zero: bool,
    /// The symbol of a p value.
    pub p_symbol: &'static str,
    /// Around `=`, `<` and `>`.
    pub relation_space: &'static str,
    /// How many digits a p value has.
    pub p_rule: PRule,
    /// A smaller p value is printed as below this.
    pub p_least: f64,
    /// What an interval is called, after its level.
    pub interval_name: &'static str,
    /// Between the name of an interval and its limits.
    pub interval_after_name: &'static str,
    /// After the limits of a named interval.
    pub interval_end: &'static str,
    /// Between an estimate and what is in brackets, with the opening bracket: of the statement in prose.
    pub open: &'static str,
    /// Closes it.
    pub close: &'static str,
    /// Opens the limits where they stand alone beside an estimate.
    pub open_limits: &'static str,
    /// Closes them.
    pub close_limits: &'static str,
    /// Between two limits.
    pub between: &'static str,
    /// Between two limits one of which is negative.
    pub between_negative: &'static str,
    /// Both limits carry the percent sign.
    pub percent_on_limits: bool,
}

const NEUTRAL: Profile = Profile {
    name: "neutral",
    decimal: ".",
    thousands: THIN,
    thousands_from: 10_000,
    leading_zero: true,
    p_symbol: "p",
    relation_space: NO_BREAK,
    p_rule: PRule::Significant { at_most: 3 },
    p_least: 0.001,
    interval_name: "CI",
    interval_after_name: " ",
    interval_end: "",
    open: " (",
    close: ")",
    open_limits: "(",
    close_limits: ")",
    between: " to ",
    between_negative: " to ",
    percent_on_limits: true,
};

const BMJ: Profile = Profile {
    name: "bmj",
    p_symbol: "P",
    relation_space: "",
    p_rule: PRule::TwoThenThree,
    interval_name: "confidence interval",
    ..NEUTRAL
};

const JAMA: Profile = Profile {
    name: "jama",
    thousands: ",",
    leading_zero: false,
    p_symbol: "P",
    p_rule: PRule::TwoThenThree,
    interval_after_name: ", ",
    between: "-",
    ..NEUTRAL
};

const LANCET: Profile = Profile {
    name: "lancet",
    decimal: "\u{b7}",
    relation_space: "",
    p_rule: PRule::Significant { at_most: 5 },
    p_least: 0.0001,
    between: "\u{2013}",
    percent_on_limits: false,
    ..NEUTRAL
};

const COCHRANE: Profile =
    Profile { name: "cochrane", thousands: ",", p_symbol: "P", p_rule: PRule::TwoThenThree, ..NEUTRAL };

const APA: Profile = Profile {
    name: "apa",
    thousands: ",",
    thousands_from: 1000,
    leading_zero: false,
    open: ", ",
    close: "",
    interval_after_name: " [",
    interval_end: "]",
    open_limits: "[",
    close_limits: "]",
    between: ", ",
    between_negative: ", ",
    ..NEUTRAL
};

/// As RevMan prints effects in its figures.
pub(super) const REVMAN: Profile =
    Profile { open_limits: "[", close_limits: "]", between: ", ", between_negative: ", ", ..COCHRANE };

impl Profile {
    /// The profile of this name.
    #[must_use]
    pub const fn of(name: NumberProfile) -> &'static Self {
        match name {
            NumberProfile::Neutral => &NEUTRAL,
            NumberProfile::Bmj => &BMJ,
            NumberProfile::Jama => &JAMA,
            NumberProfile::Lancet => &LANCET,
            NumberProfile::Cochrane => &COCHRANE,
            NumberProfile::Apa => &APA,
        }
    }
}
