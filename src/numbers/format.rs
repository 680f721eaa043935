//! Numbers as text.

use super::p_value::p_value;
use super::profile::{NO_BREAK, Profile, REVMAN};
use super::scale::Scale;
use crate::analysis::results::Interval;
use crate::spec::prose::NumberProfile;
use crate::stats::decimal::{Rounded, magnitude, round};

/// What stands for a value that no report gives.
pub const NOT_REPORTED: &str = "NR";
/// What stands for an estimate that the data do not allow.
pub const NOT_ESTIMABLE: &str = "not estimable";

const MINUS: char = '\u{2212}';

/// Writes numbers as a profile prints them. What is not a finite number is written as [`NOT_ESTIMABLE`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Numbers {
    profile: &'static Profile,
}

impl Default for Numbers {
    fn default() -> Self {
        Self::new(NumberProfile::Neutral)
    }
}

impl Numbers {
    /// Numbers as this profile prints them.
    #[must_use]
    pub const fn new(profile: NumberProfile) -> Self {
        Self { profile: Profile::of(profile) }
    }

    /// Numbers as figures in the style of RevMan print them: Cochrane's with limits in square brackets; other profiles
    /// are what the author asks for.
    #[must_use]
    pub fn in_revman(self) -> Self {
        if self == Self::new(NumberProfile::Cochrane) { Self { profile: &REVMAN } } else { self }
    }

    /// The same numbers as prose has them: square brackets are for columns.
    #[must_use]
    pub fn in_prose(self) -> Self {
        let cochrane = Self::new(NumberProfile::Cochrane);
        if self == cochrane.in_revman() { cochrane } else { self }
    }

    /// The profile.
    #[must_use]
    pub const fn profile(&self) -> &'static Profile {
        self.profile
    }

    /// A count: `2559`, `10 000`.
    #[must_use]
    pub fn count(&self, n: u64) -> String {
        self.grouped(&n.to_string())
    }

    /// A number rounded to a whole one: participants and events, which results keep as `f64`.
    #[must_use]
    pub fn integer(&self, x: f64) -> String {
        self.decimal(x, 0)
    }

    /// A number with so many decimals.
    #[must_use]
    pub fn decimal(&self, x: f64, digits: usize) -> String {
        round(x, 0, digits).map_or_else(|| NOT_ESTIMABLE.to_owned(), |rounded| self.written(&rounded, true))
    }

    /// A fraction in per cent. The decimals follow from the denominator: none below 100, one below 1000, else
    /// two; none where it is unknown.
    #[must_use]
    pub fn percent(&self, fraction: f64, denominator: Option<f64>) -> String {
        let digits = match denominator {
            Some(n) if n >= 1000.0 => 2,
            Some(n) if n >= 100.0 => 1,
            _ => 0,
        };
        self.percent_with(fraction, digits)
    }

    /// A fraction in per cent with so many decimals: `59%`, `<1%`, `>99.9%`.
    #[must_use]
    pub fn percent_with(&self, fraction: f64, digits: usize) -> String {
        let text = self.hundredths(fraction, digits);
        if text == NOT_ESTIMABLE { text } else { format!("{text}%") }
    }

    /// A fraction in per cent without the sign. What is neither 0 nor 1 is not written as if it were.
    fn hundredths(&self, fraction: f64, digits: usize) -> String {
        let Some(rounded) = round(fraction, 2, digits) else {
            return NOT_ESTIMABLE.to_owned();
        };
        let step = Rounded {
            negative: false,
            integer: if digits == 0 { "1".to_owned() } else { "0".to_owned() },
            fraction: if digits == 0 { String::new() } else { format!("{}1", "0".repeat(digits - 1)) },
        };
        if fraction > 0.0 && fraction < 1.0 {
            if rounded.is_zero() {
                return format!("<{}", self.written(&step, true));
            }
            if rounded.integer == "100" {
                let most =
                    Rounded { negative: false, integer: "99".to_owned(), fraction: "9".repeat(digits) };
                return format!(">{}", self.written(&most, true));
            }
        }
        self.written(&rounded, true)
    }

    /// An estimate alone, with the decimals that it has without an interval.
    #[must_use]
    pub fn estimate(&self, x: f64, scale: Scale) -> String {
        self.estimate_with(x, scale, scale.digits(x, None))
    }

    /// An estimate with so many decimals. [`Scale::digits`] gives those that fit its interval.
    #[must_use]
    pub fn estimate_with(&self, x: f64, scale: Scale, digits: usize) -> String {
        match scale {
            Scale::Percent => self.percent_with(x, digits),
            Scale::Ratio | Scale::Number | Scale::Correlation => self.limit(x, scale, digits),
        }
    }

    fn limit(&self, x: f64, scale: Scale, digits: usize) -> String {
        // More than three significant digits of a ratio say more than is known.
        let digits = match scale {
            Scale::Ratio => digits.min(usize::try_from(2 - magnitude(x).unwrap_or(0)).unwrap_or(0)),
            _ => digits,
        };
        let Some(rounded) = round(x, 0, digits) else {
            return NOT_ESTIMABLE.to_owned();
        };
        match scale {
            Scale::Percent => self.hundredths(x, digits),
            // A ratio that is not zero is not written as zero.
            Scale::Ratio if x > 0.0 && rounded.is_zero() => {
                let step = format!("0{}{}1", self.profile.decimal, "0".repeat(digits.saturating_sub(1)));
                format!("<{step}")
            }
            Scale::Correlation => self.written(&rounded, self.profile.leading_zero),
            Scale::Ratio | Scale::Number => self.written(&rounded, true),
        }
    }

    /// Two limits without brackets: `51% to 67%`, `0.49-1.06`.
    #[must_use]
    pub fn interval(&self, limits: Interval, scale: Scale) -> String {
        self.interval_with(limits, scale, scale.digits(limits.lower, Some(limits)))
    }

    /// Two limits with so many decimals.
    #[must_use]
    pub fn interval_with(&self, limits: Interval, scale: Scale, digits: usize) -> String {
        let Interval { lower, upper } = limits;
        if !(lower.is_finite() && upper.is_finite()) {
            return NOT_ESTIMABLE.to_owned();
        }
        let sign = if scale == Scale::Percent && self.profile.percent_on_limits { "%" } else { "" };
        let text = |x| format!("{}{sign}", self.limit(x, scale, digits));
        let (lower, upper) = (text(lower), text(upper));
        let negative = lower.starts_with(MINUS) || upper.starts_with(MINUS);
        let between = if negative { self.profile.between_negative } else { self.profile.between };
        format!("{lower}{between}{upper}")
    }

    /// Limits that stand alone in a column of estimates with limits: in brackets where a comma alone is between them.
    #[must_use]
    pub fn in_limits(&self, limits: &str) -> String {
        match self.profile.open_limits {
            "[" => format!("[{limits}{}", self.profile.close_limits),
            _ => limits.to_owned(),
        }
    }

    /// An estimate with its limits, as tables and figures have them: `59% (51% to 67%)`.
    #[must_use]
    pub fn estimate_and_limits(&self, x: f64, limits: Interval, scale: Scale) -> String {
        self.estimate_and_limits_with(x, limits, scale, scale.digits(x, Some(limits)))
    }

    /// An estimate with its limits, all with so many decimals: [`Scale::shared_digits`] gives those of a column.
    #[must_use]
    pub fn estimate_and_limits_with(&self, x: f64, limits: Interval, scale: Scale, digits: usize) -> String {
        let estimate = self.estimate_with(x, scale, digits);
        let Profile { open_limits, close_limits, .. } = self.profile;
        format!("{estimate} {open_limits}{}{close_limits}", self.interval_with(limits, scale, digits))
    }

    /// An estimate with its interval, as prose has them: `59% (95% CI 51% to 67%)`.
    #[must_use]
    pub fn estimate_with_interval(&self, x: f64, limits: Interval, scale: Scale, level: f64) -> String {
        self.estimate_with_interval_with(x, limits, scale, level, scale.digits(x, Some(limits)))
    }

    /// The same, all with so many decimals.
    #[must_use]
    pub fn estimate_with_interval_with(
        &self,
        x: f64,
        limits: Interval,
        scale: Scale,
        level: f64,
        digits: usize,
    ) -> String {
        let estimate = self.estimate_with(x, scale, digits);
        let Profile { open, close, .. } = self.profile;
        format!("{estimate}{open}{}{close}", self.named_interval_with(limits, scale, level, digits))
    }

    /// A named interval: `95% CI 51% to 67%`.
    #[must_use]
    pub fn named_interval(&self, limits: Interval, scale: Scale, level: f64) -> String {
        self.named_interval_with(limits, scale, level, scale.digits(limits.lower, Some(limits)))
    }

    /// A named interval with so many decimals.
    #[must_use]
    pub fn named_interval_with(&self, limits: Interval, scale: Scale, level: f64, digits: usize) -> String {
        let Profile { interval_after_name, interval_end, .. } = self.profile;
        let limits = self.interval_with(limits, scale, digits);
        format!("{}{interval_after_name}{limits}{interval_end}", self.interval_name(level))
    }

    /// What a confidence interval is called: `95% CI`.
    #[must_use]
    pub fn interval_name(&self, level: f64) -> String {
        format!("{}{NO_BREAK}{}", self.level(level), self.profile.interval_name)
    }

    /// The level of an interval: `95%`, `99.5%`.
    #[must_use]
    pub fn level(&self, level: f64) -> String {
        let digits = round(level, 2, 3).map_or(0, |rounded| rounded.fraction.trim_end_matches('0').len());
        self.percent_with(level, digits)
    }

    /// A p value without its symbol: `0.034`, `< 0.001`, `> 0.99`.
    #[must_use]
    pub fn p_value(&self, p: f64) -> String {
        match p_value(p, self.profile) {
            None => NOT_ESTIMABLE.to_owned(),
            Some(('=', digits)) => self.p_digits(&digits),
            Some((relation, digits)) => {
                format!("{relation}{}{}", self.profile.relation_space, self.p_digits(&digits))
            }
        }
    }

    /// A p value with its symbol: `p = 0.034`, `P<0.001`.
    #[must_use]
    pub fn p_statement(&self, p: f64) -> String {
        let Profile { p_symbol, relation_space, .. } = self.profile;
        match p_value(p, self.profile) {
            None => format!("{p_symbol} {NOT_ESTIMABLE}"),
            Some((relation, digits)) => {
                format!("{p_symbol}{relation_space}{relation}{relation_space}{}", self.p_digits(&digits))
            }
        }
    }

    fn p_digits(&self, digits: &str) -> String {
        let digits =
            if self.profile.leading_zero { digits } else { digits.strip_prefix('0').unwrap_or(digits) };
        digits.replace('.', self.profile.decimal)
    }

    /// A symbol and its value, held together: `I² = 80%`.
    #[must_use]
    pub fn equation(&self, symbol: &str, value: &str) -> String {
        let space = self.profile.relation_space;
        format!("{symbol}{space}={space}{value}")
    }

    /// I2, a fraction: whole per cent.
    #[must_use]
    pub fn i2(&self, fraction: f64) -> String {
        self.percent_with(fraction, 0)
    }

    /// The limits of I2: `67% to 88%`.
    #[must_use]
    pub fn i2_interval(&self, limits: Interval) -> String {
        self.interval_with(limits, Scale::Percent, 0)
    }

    /// The limits of a between-study variance.
    #[must_use]
    pub fn tau2_interval(&self, limits: Interval) -> String {
        format!("{}{}{}", self.tau2(limits.lower), self.profile.between, self.tau2(limits.upper))
    }

    /// A between-study variance, or its square root: two significant digits with two to four decimals below 1, three from 1 on.
    #[must_use]
    pub fn tau2(&self, x: f64) -> String {
        if x == 0.0 {
            return "0".to_owned();
        }
        let digits = magnitude(x).map_or(2, |power| match power {
            0.. => usize::try_from(2 - power).unwrap_or(0),
            _ => usize::try_from(1 - power).unwrap_or(0).clamp(2, 4),
        });
        match round(x, 0, digits) {
            Some(rounded) if rounded.is_zero() => {
                format!("<{}", self.written(&Rounded { fraction: "0001".to_owned(), ..rounded }, true))
            }
            Some(rounded) => self.written(&rounded, true),
            None => NOT_ESTIMABLE.to_owned(),
        }
    }

    /// A description of studies: as exact as it came out, at most one decimal.
    #[must_use]
    pub fn description(&self, x: f64) -> String {
        let whole = round(x, 0, 1).is_some_and(|rounded| rounded.fraction.trim_end_matches('0').is_empty());
        self.decimal(x, usize::from(!whole))
    }

    /// A test statistic: two decimals.
    #[must_use]
    pub fn statistic(&self, x: f64) -> String {
        self.decimal(x, 2)
    }

    /// Degrees of freedom: whole, or with one decimal where they are not.
    #[must_use]
    pub fn degrees_of_freedom(&self, df: f64) -> String {
        self.decimal(df, usize::from(df.fract() != 0.0))
    }

    /// A study's share of the weight: one decimal.
    #[must_use]
    pub fn weight(&self, fraction: f64) -> String {
        self.percent_with(fraction, 1)
    }

    /// Digits with the profile's marks.
    fn written(&self, rounded: &Rounded, leading_zero: bool) -> String {
        let mut text = String::new();
        if rounded.negative {
            text.push(MINUS);
        }
        if leading_zero || rounded.integer != "0" || rounded.fraction.is_empty() {
            text.push_str(&self.grouped(&rounded.integer));
        }
        if !rounded.fraction.is_empty() {
            text.push_str(self.profile.decimal);
            text.push_str(&rounded.fraction);
        }
        text
    }

    /// Groups the digits of a whole number by three from the profile's limit on.
    fn grouped(&self, digits: &str) -> String {
        let small = digits.parse::<u64>().is_ok_and(|n| n < self.profile.thousands_from);
        if small {
            return digits.to_owned();
        }
        let mut text = String::new();
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                text.push_str(self.profile.thousands);
            }
            text.push(digit);
        }
        text
    }
}
