//! Odds ratio, risk ratio, risk difference and Peto's odds ratio of a 2x2 table.

use super::data::Events;
use super::left_out::LeftOut;
use super::size::Raw;
use crate::stats::num;

/// Whether a ratio of the two arms is undetermined whatever is added to the cells.
pub(super) fn undetermined(treated: Events, control: Events) -> Result<(), LeftOut> {
    if treated.events <= 0.0 && control.events <= 0.0 {
        Err(LeftOut::NoEventsInEitherArm)
    } else if treated.others() <= 0.0 && control.others() <= 0.0 {
        Err(LeftOut::OnlyEventsInBothArms)
    } else {
        Ok(())
    }
}

/// Logarithm of the odds ratio, with Woolf's variance (1955).
pub(super) fn odds_ratio(treated: Events, control: Events) -> Result<Raw, LeftOut> {
    if treated.has_zero() || control.has_zero() {
        return Err(LeftOut::ZeroCell);
    }
    let (a, b, c, d) = (treated.events, treated.others(), control.events, control.others());
    Ok(Raw { yi: num::ln((a * d) / (b * c)), vi: 1.0 / a + 1.0 / b + 1.0 / c + 1.0 / d })
}

/// Logarithm of the risk ratio.
pub(super) fn risk_ratio(treated: Events, control: Events) -> Result<Raw, LeftOut> {
    if treated.events <= 0.0 || control.events <= 0.0 {
        return Err(LeftOut::ZeroCell);
    }
    // 1/a - 1/n1 without the cancellation.
    let variance = |arm: Events| arm.others() / (arm.events * arm.total);
    Ok(Raw {
        // One logarithm: equal risks give exactly 0.
        yi: num::ln((treated.events * control.total) / (control.events * treated.total)),
        vi: variance(treated) + variance(control),
    })
}

/// Difference of the risks.
pub(super) fn risk_difference(treated: Events, control: Events) -> Raw {
    let variance = |arm: Events| arm.events * arm.others() / (arm.total * arm.total * arm.total);
    Raw {
        yi: treated.events / treated.total - control.events / control.total,
        vi: variance(treated) + variance(control),
    }
}

/// What the treated arm's events would be if the arms did not differ, given the margins of the table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hypergeometric {
    /// Observed minus expected events of the treated arm.
    pub observed_minus_expected: f64,
    /// Hypergeometric variance of the events of the treated arm.
    pub variance: f64,
}

/// Score and information of a 2x2 table at no effect: the pieces of Peto's method and of Harbord's test.
///
/// E = (a + c) n1 / N and V = (a + c)(b + d) n1 n2 / (N^2 (N - 1)) (Yusuf et al. 1985).
#[must_use]
pub fn hypergeometric(treated: Events, control: Events) -> Hypergeometric {
    let patients = treated.total + control.total;
    let events = treated.events + control.events;
    let share = treated.total / patients;
    Hypergeometric {
        // a - E; the products of whole numbers are exact.
        observed_minus_expected: (treated.events * control.total - control.events * treated.total) / patients,
        variance: events / patients * (patients - events) / (patients - 1.0) * share * control.total,
    }
}

/// Peto's one-step estimate of the logarithm of the odds ratio.
pub(super) fn peto(treated: Events, control: Events) -> Result<Raw, LeftOut> {
    let table = hypergeometric(treated, control);
    let estimable = table.variance > 0.0 && table.variance.is_finite();
    if estimable {
        Ok(Raw { yi: table.observed_minus_expected / table.variance, vi: 1.0 / table.variance })
    } else {
        Err(LeftOut::TooFewPatients)
    }
}
