//! p values.

use super::profile::{PRule, Profile};
use crate::stats::decimal::{magnitude, round};

/// A p value as relation and digits: `=`, `<` or `>`, and the number with a point.
pub(super) fn p_value(p: f64, profile: &Profile) -> Option<(char, String)> {
    if !(0.0..=1.0).contains(&p) {
        return None;
    }
    if p < profile.p_least {
        return Some(('<', profile.p_least.to_string()));
    }
    let mut places = match profile.p_rule {
        PRule::Significant { at_most } => {
            let two = magnitude(p).map_or(2, |power| 1 - power);
            usize::try_from(two).unwrap_or(0).clamp(2, at_most)
        }
        PRule::TwoThenThree if p >= 0.01 => 2,
        PRule::TwoThenThree => 3,
    };
    loop {
        let rounded = round(p, 0, places)?.plain();
        let value: f64 = rounded.parse().ok()?;
        if value >= 1.0 {
            return Some(('>', "0.99".to_owned()));
        }
        if p >= 0.05 || value < 0.05 {
            return Some(('=', rounded));
        }
        if places >= 6 {
            return Some(('<', "0.05".to_owned()));
        }
        places += 1;
    }
}
