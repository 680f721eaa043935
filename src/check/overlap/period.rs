//! Periods of recruitment and the months that two of them share.
//!
//! Dates are points in time: a day stands for itself, a month for its first day. A bare year stands for its first
//! day where a period begins and for its last day where one ends, so `2002` to `2016` reaches from January 2002
//! through December 2016. Shared months are the whole months between the later beginning and the earlier end:
//! July 1988 to October 2006 and 2002 to 2016 share January 2002 to October 2006, which are 57.

use crate::table::Date;
use crate::table::cell::days;

/// A point in time with the month as it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    /// Months since the year 0, and the day of the month.
    at: (i32, u8),
    /// The month that is shown, in months since the year 0.
    shown: i32,
}

impl Moment {
    /// The beginning of a period.
    #[must_use]
    pub fn beginning(date: Date) -> Self {
        let shown = date.first_month();
        Self { at: (shown, date.day.unwrap_or(1)), shown }
    }

    /// The end of a period. A day at the end of its month completes the month.
    #[must_use]
    pub fn end(date: Date) -> Self {
        let shown = date.last_month();
        let at = match (date.month, date.day) {
            (None, _) => (shown + 1, 1),
            (Some(_), None) => (shown, 1),
            (Some(month), Some(day)) if day >= days(date.year, month) => (shown + 1, 1),
            (Some(_), Some(day)) => (shown, day + 1),
        };
        Self { at, shown }
    }

    /// The month as `2002-01`.
    #[must_use]
    pub fn month(self) -> String {
        format!("{:04}-{:02}", self.shown.div_euclid(12), self.shown.rem_euclid(12) + 1)
    }
}

/// The time during which a study recruited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// First moment.
    pub from: Moment,
    /// Last moment.
    pub to: Moment,
}

/// What two periods share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shared {
    /// Whole months.
    pub months: u32,
    /// First and last month, as `2002-01`.
    pub period: [String; 2],
}

impl Period {
    /// What two periods share; none where they do not meet.
    #[must_use]
    pub fn shared(self, other: Self) -> Option<Shared> {
        let from = self.from.max(other.from);
        let to = self.to.min(other.to);
        if from.at > to.at {
            return None;
        }
        let months = to.at.0 - from.at.0 - i32::from(to.at.1 < from.at.1);
        Some(Shared { months: u32::try_from(months).unwrap_or(0), period: [from.month(), to.month()] })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shared(a: [&str; 2], b: [&str; 2]) -> Option<(u32, String)> {
        let date = |text: &str| Date::parse(text).unwrap();
        let period =
            |[from, to]: [&str; 2]| Period { from: Moment::beginning(date(from)), to: Moment::end(date(to)) };
        period(a).shared(period(b)).map(|shared| (shared.months, shared.period.join(" to ")))
    }

    #[test]
    fn months_shared() {
        let months = |months, period: &str| Some((months, period.to_owned()));
        assert_eq!(shared(["1988-07", "2006-10"], ["2002", "2016"]), months(57, "2002-01 to 2006-10"));
        assert_eq!(shared(["2004", "2012"], ["2012", "2014"]), months(12, "2012-01 to 2012-12"));
        assert_eq!(shared(["2004-01-01", "2004-12-31"], ["2004", "2004"]), months(12, "2004-01 to 2004-12"));
        assert_eq!(shared(["2004-02-15", "2004-04-14"], ["2000", "2010"]), months(2, "2004-02 to 2004-04"));
        assert_eq!(shared(["2004-02-15", "2004-04-10"], ["2000", "2010"]), months(1, "2004-02 to 2004-04"));
        assert_eq!(shared(["2003", "2003"], ["2005", "2006"]), None);
    }
}
