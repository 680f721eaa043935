//! Rounding on decimal digits, for what is printed and for what is compared with print.

/// A number rounded to a fixed number of decimals, as digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rounded {
    /// Below zero after rounding: what rounds to zero has no sign.
    pub negative: bool,
    /// Digits before the point, at least one.
    pub integer: String,
    /// Digits after the point, as many as were asked for.
    pub fraction: String,
}

impl Rounded {
    /// Whether every digit is zero.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.integer.bytes().chain(self.fraction.bytes()).all(|digit| digit == b'0')
    }

    /// The number with a point and a hyphen for minus, which reads back.
    #[must_use]
    pub fn plain(&self) -> String {
        let sign = if self.negative { "-" } else { "" };
        if self.fraction.is_empty() {
            format!("{sign}{}", self.integer)
        } else {
            format!("{sign}{}.{}", self.integer, self.fraction)
        }
    }
}

/// Rounds `x` times ten to the `shift` to `places` decimals: once, half away from zero, on the 12 significant
/// decimal digits that `results.json` keeps. None for what is not a finite number.
///
/// ```
/// use ecmo_report::stats::decimal::round;
/// assert_eq!(round(0.285, 0, 2).unwrap().plain(), "0.29");
/// assert_eq!(round(0.145, 2, 0).unwrap().plain(), "15");
/// assert_eq!(round(-0.004, 0, 2).unwrap().plain(), "0.00");
/// ```
#[must_use]
pub fn round(x: f64, shift: i32, places: usize) -> Option<Rounded> {
    if !x.is_finite() {
        return None;
    }
    let text = format!("{:.11e}", x.abs());
    let (mantissa, exponent) = text.split_once('e')?;
    let exponent = exponent.parse::<i32>().ok()? + shift;
    let mut digits: Vec<u8> = mantissa.bytes().filter(u8::is_ascii_digit).map(|digit| digit - b'0').collect();
    let places_i32 = i32::try_from(places).ok()?;

    // How many of the digits stand at or above the last place that is kept.
    let kept = exponent + places_i32 + 1;
    let up = usize::try_from(kept).ok().and_then(|at| digits.get(at)).is_some_and(|&digit| digit >= 5);
    digits.truncate(usize::try_from(kept).unwrap_or(0));
    digits.resize(usize::try_from(kept).unwrap_or(0), 0);
    if up {
        let mut at = digits.len();
        loop {
            if at == 0 {
                digits.insert(0, 1);
                break;
            }
            at -= 1;
            if digits[at] == 9 {
                digits[at] = 0;
            } else {
                digits[at] += 1;
                break;
            }
        }
    }
    // At least one digit before the point, none before it that is an idle zero.
    while digits.len() <= places {
        digits.insert(0, 0);
    }
    while digits.len() > places + 1 && digits[0] == 0 {
        digits.remove(0);
    }
    let text: String = digits.iter().map(|digit| char::from(digit + b'0')).collect();
    let (integer, fraction) = text.split_at(text.len() - places);
    let mut rounded = Rounded { negative: false, integer: integer.to_owned(), fraction: fraction.to_owned() };
    rounded.negative = x < 0.0 && !rounded.is_zero();
    Some(rounded)
}

/// `x` with the 12 significant digits that `results.json` keeps: the last bits, which may differ between platforms,
/// do not show. -0 and 0 are one number; what is no number stays so.
///
/// ```
/// use ecmo_report::stats::decimal::kept;
/// assert_eq!(kept(0.1 + 0.2), 0.3);
/// assert_eq!(kept(2_434_568.0), 2_434_568.0);
/// ```
#[must_use]
pub fn kept(x: f64) -> f64 {
    let rounded: f64 = format!("{x:.11e}").parse().unwrap_or(x);
    if rounded == 0.0 { 0.0 } else { rounded }
}

/// A whole number that an `f64` holds exactly; none for any other.
#[must_use]
pub fn whole(x: f64) -> Option<i64> {
    #[expect(clippy::cast_possible_truncation, reason = "whole and below 2^53")]
    (x.fract() == 0.0 && x.abs() < 9e15).then_some(x as i64)
}

/// The power of ten of the first significant digit: 0 for 5.2, 1 for 26, -1 for 0.8. None for zero and what is
/// not finite.
pub(crate) fn magnitude(x: f64) -> Option<i32> {
    if x == 0.0 || !x.is_finite() {
        return None;
    }
    let text = format!("{:.11e}", x.abs());
    text.split_once('e')?.1.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(x: f64, shift: i32, places: usize) -> String {
        round(x, shift, places).unwrap().plain()
    }

    #[test]
    fn ties_go_away_from_zero_whatever_their_binary_form() {
        for (x, places, printed) in [
            (0.125, 2, "0.13"),
            (-0.125, 2, "-0.13"),
            (0.285, 2, "0.29"),
            (2.675, 2, "2.68"),
            (1.005, 2, "1.01"),
            (0.5, 0, "1"),
            (-0.5, 0, "-1"),
            (0.49999, 0, "0"),
            (2.5, 0, "3"),
            (0.05, 1, "0.1"),
            (9.995, 2, "10.00"),
            (99.95, 1, "100.0"),
        ] {
            assert_eq!(plain(x, 0, places), printed, "{x}");
        }
    }

    #[test]
    fn noise_beyond_the_digits_of_the_results_does_not_move_a_tie() {
        assert_eq!(plain(f64::from_bits(0.145_f64.to_bits() - 3), 2, 0), "15");
        assert_eq!(plain(0.1 + 0.2, 0, 1), "0.3");
        assert_eq!(plain(0.144_99, 2, 0), "14");
    }

    #[test]
    fn small_large_and_no_numbers() {
        assert_eq!(plain(0.0, 0, 2), "0.00");
        assert_eq!(plain(1e-9, 0, 2), "0.00");
        assert_eq!(plain(-1e-9, 0, 2), "0.00");
        assert_eq!(plain(123_456.0, 0, 0), "123456");
        assert_eq!(plain(1e15, 0, 1), "1000000000000000.0");
        assert_eq!(plain(0.006, 0, 2), "0.01");
        assert_eq!(plain(0.05, 2, 0), "5");
        assert!(round(f64::NAN, 0, 2).is_none());
        assert!(round(f64::INFINITY, 0, 2).is_none());
    }
}
