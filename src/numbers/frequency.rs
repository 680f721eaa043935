//! Proportions as people: so many of a hundred.

use super::format::{NOT_ESTIMABLE, Numbers};
use crate::analysis::results::Interval;
use crate::stats::decimal::round;

/// A proportion as people of a round number, its limits of the same: 59 (51 to 67) of 100.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frequency {
    /// How many: `59`, `<1`, `>999`.
    pub number: String,
    /// Its limits.
    pub limits: Option<[String; 2]>,
    /// Of how many: `100`, `1000`.
    pub of: String,
    /// How many of a hundred, where it is a whole number of them.
    pub of_hundred: Option<u8>,
}

impl Frequency {
    /// `59 in 100`, `fewer than 1 in 1000`.
    #[must_use]
    pub fn text(&self) -> String {
        let number = match (self.number.strip_prefix('<'), self.number.strip_prefix('>')) {
            (Some(number), _) => format!("fewer than {number}"),
            (_, Some(number)) => format!("more than {number}"),
            (None, None) => self.number.clone(),
        };
        format!("{number} in {}", self.of)
    }
}

impl Numbers {
    /// A proportion as people of a hundred, of a thousand where it is neither 0 nor 1 and a hundred would make it
    /// seem so. The limits are people of the same number. None for what is not a finite number.
    #[must_use]
    pub fn frequency(&self, fraction: f64, limits: Option<Interval>) -> Option<Frequency> {
        let of_hundred = round(fraction, 2, 0)?;
        let certain = of_hundred.integer == "100" || of_hundred.is_zero();
        let (shift, of): (i32, u64) =
            if certain && fraction > 0.0 && fraction < 1.0 { (3, 1000) } else { (2, 100) };
        let people = |x: f64| -> Option<String> {
            let rounded = round(x, shift, 0)?;
            Some(if x > 0.0 && rounded.is_zero() {
                "<1".to_owned()
            } else if x < 1.0 && rounded.integer == of.to_string() {
                format!(">{}", of - 1)
            } else {
                rounded.integer
            })
        };
        let number = people(fraction)?;
        Some(Frequency {
            of_hundred: number.parse().ok().filter(|_| of == 100),
            limits: limits.and_then(|limits| Some([people(limits.lower)?, people(limits.upper)?])),
            of: self.count(of),
            number,
        })
    }

    /// The number of a frequency with its limits as a table has it: `59 (51 to 67)`.
    #[must_use]
    pub fn frequency_and_limits(&self, frequency: &Frequency) -> String {
        let profile = self.profile();
        match &frequency.limits {
            Some(limits) => format!(
                "{} {}{}{}",
                frequency.number,
                profile.open_limits,
                self.frequency_limits(limits),
                profile.close_limits
            ),
            None => frequency.number.clone(),
        }
    }

    /// The limits of a frequency: `51 to 67`.
    #[must_use]
    pub fn frequency_limits(&self, [lower, upper]: &[String; 2]) -> String {
        format!("{lower}{}{upper}", self.profile().between)
    }

    /// A proportion as a natural frequency: `59 in 100`, `4 in 1000` where it is below one in a hundred.
    #[must_use]
    pub fn natural_frequency(&self, fraction: f64) -> String {
        self.frequency(fraction, None).map_or_else(|| NOT_ESTIMABLE.to_owned(), |frequency| frequency.text())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limits_are_of_as_many_people_as_the_number() {
        let written = |x, lower, upper| {
            let numbers = Numbers::default();
            let frequency = numbers.frequency(x, Some(Interval { lower, upper })).unwrap();
            format!("{} of {}", numbers.frequency_and_limits(&frequency), frequency.of)
        };
        assert_eq!(written(0.587, 0.506, 0.666), "59 (51 to 67) of 100");
        assert_eq!(written(0.004, 0.0008, 0.0121), "4 (1 to 12) of 1000");
        assert_eq!(written(0.02, 0.002, 0.05), "2 (<1 to 5) of 100");
        assert_eq!(written(0.997, 0.98, 0.9999), "997 (980 to >999) of 1000");
        assert_eq!(written(1.0, 0.63, 1.0), "100 (63 to 100) of 100");
        let hundred = |x| Numbers::default().frequency(x, None).unwrap().of_hundred;
        assert_eq!([hundred(0.587), hundred(0.004), hundred(0.0)], [Some(59), None, Some(0)]);
    }
}
